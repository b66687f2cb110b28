//! Texts as they leak, each with the values that stand in it, in a vault of 1,000 others. All of them are invented.

use latchboard_search::{Decoding, Kind, Search, Step, Unsearchable};

use crate::support::{fingerprint, hits, index, others, searched};

/// A kind of text, the text, and its values.
type Case = (&'static str, &'static [u8], &'static [&'static str]);

const CASES: &[Case] = &[
    (".env", b"export A_SECRET=pQ7#kk-2291_z # old\nB = 'with blanks 77'\nC=\"a # b # c 19\"\n", &["pQ7#kk-2291_z", "with blanks 77", "a # b # c 19"]),
    ("key over lines", b"KEY=\"-----BEGIN KEY-----\nAAAA1111BBBB2222\n-----END KEY-----\"\nX=1\n", &["-----BEGIN KEY-----\nAAAA1111BBBB2222\n-----END KEY-----"]),
    ("key indented in YAML", b"key: |\n  -----BEGIN KEY-----\n  CCCC1111DDDD2222\n  -----END KEY-----\n", &["-----BEGIN KEY-----\nCCCC1111DDDD2222\n-----END KEY-----\n"]),
    ("key in JSON", br#"{"private_key":"-----BEGIN KEY-----\nEEEE1111\n-----END KEY-----\n"}"#, &["-----BEGIN KEY-----\nEEEE1111\n-----END KEY-----\n"]),
    ("compose", b"environment:\n  - DB=mo$$ney-31$$x\n", &["mo$ney-31$x"]),
    ("command line", b"run -e TOKEN=cmd-8812-aa --key=cmd-8813-bb --pass cmd-8814-cc img\n", &["cmd-8812-aa", "cmd-8813-bb", "cmd-8814-cc"]),
    ("registry login", b".dockerconfigjson: eyJhdXRocyI6eyJyLmV4YW1wbGUiOnsiYXV0aCI6ImRYTmxjanB5WldkcGMzUnllUzB4TVRFeUxYaDUifX19\n", &["registry-1112-xy"]),
    ("basic header", b"> authorization: basic dXNlcjpiYXNpYzo3Nzp3aXRoOmNvbG9ucw==\n", &["basic:77:with:colons"]),
    ("form and URL", b"k=form%2Ba+b%26c+12 https://h/?k=url%20x%2Fy%3D34&z https://me:userinfo-551@h/\n", &["form+a b&c 12", "url x/y=34", "userinfo-551"]),
    ("JSON for HTML", br#"{"a":"x\u003cy\u003e\u0026-71","b":"q\"uote\\s-72","c":"uml\u00e4ut-\ud83d\udd11"}"#, &["x<y>&-71", "q\"uote\\s-72", "umläut-🔑"]),
    ("HTML", b"<v a=\"m&amp;n&lt;o&#x27;-81\">k&eacute;y &quot;82&quot;</v>", &["m&n<o'-81", "kéy \"82\""]),
    ("properties", b"a=x\\=y\\:z\\#91\nb : two-\\\n     parts-92\n", &["x=y:z#91", "two-parts-92"]),
    ("quoted mail", b"> > KEY=mail-wrapped-her\n> > e-101 and more\n", &["mail-wrapped-here-101"]),
    ("quoted-printable", b"the key is p=C3=A4ss=3Dword-=\r\n111, please", &["päss=word-111"]),
    ("subject of a mail", b"Subject: =?utf-8?Q?the_key=3A_p=C3=A4ss_?=\r\n =?utf-8?Q?word-112?= and =?UTF-8?B?aW4tYmFzZTY0LQ==?=\r\n =?UTF-8?B?b2YtMTEz?= =?iso-8859-1?q?-114_=E9t=E9?=\n", &["päss word-112", "in-base64-of-113-114 été"]),
    ("log prefix", b"Oct  2 08:14:03 host app[12]: token=split-by-sysl\nOct  2 08:14:03 host app[12]: og-here-121 end\n", &["split-by-syslog-here-121"]),
    ("terminal", b"\x1b[32mKEY=\x1b[0mcol\x1b[1;31mour-\x1b[0m131 ^[[31mcar^[[0met-132", &["colour-131", "caret-132"]),
    ("window of tmux", "│ KEY=pane-wrapped-val │\n│ ue-141              │\n".as_bytes(), &["pane-wrapped-value-141"]),
    ("typography", "key: “smart-151” and »guillemets-152« it’s‘don't-153’ em—dash-154 non\u{a0}break-155".as_bytes(), &["smart-151", "guillemets-152", "don't-153", "em--dash-154", "non break-155"]),
    ("zero width", "zero\u{200b}width\u{2060}-161 soft\u{ad}hyphen-162".as_bytes(), &["zerowidth-161", "softhyphen-162"]),
    ("forms of Unicode", "A=caffe\u{301}-171 B=na\u{ef}ve-172".as_bytes(), &["caffé-171", "nai\u{308}ve-172"]),
    ("Latin-1", b"A=stra\xdfe-181\xe9x\n", &["straße-181éx"]),
    ("UTF-8 taken for Latin-1", "A=straÃŸe-182Ã©x\n".as_bytes(), &["straße-182éx"]),
    ("file of a console", b"A=stra\xe1e-183\x82x B=n\xc6o-184\r\n", &["straße-183éx", "não-184"]),
    ("UTF-8 on a console", "A=stra├ƒe-185├®x B=n├úo-186 C=Gru├ƒ├⌐-187\n".as_bytes(), &["straße-185éx", "não-186", "Grußé-187"]),
    ("Latin-1 on a console", "A=cafÚ-188 B=nÒo-189\n".as_bytes(), &["café-188", "não-189"]),
    ("console taken for Latin-1", "A=caf‚-1810 B=nÆo-1811\n".as_bytes(), &["café-1810", "não-1811"]),
    ("UTF-16 by mistake", b"\0K\0=\0u\0t\0f\x001\x006\0-\x001\x009\x001\0\r\0\n", &["utf16-191"]),
    ("environment of a process", b"A=1\0TOKEN=proc-environ-201\0B=2\0", &["proc-environ-201"]),
    ("hexdump", b"00000000  4b 45 59 3d 68 65 78 64  75 6d 70 65 64 2d 32 31  |KEY=hexdumped-21|\n00000010  31 0a |1.|\n", &["hexdumped-211"]),
    ("od -c", b"0000000   K   E   Y   =   o   d 303 251       c   -   2   1   2  \\n\n0000020   b  \\0   \\   t   a   i   l\n0000027\n", &["odé c-212"]),
    ("od -An -c", b"   K   E   Y   =   c   o   l   u   m   n   s       o   f      \n   o   d   -   2   1   3  \\n\n", &["columns of od-213"]),
    ("od -c on a Mac", "0000000    k   e   y   =   m   a   c   é  **   -   2   1   4  \\n\n0000016\n".as_bytes(), &["macé-214"]),
    ("od -c on a Mac, a letter at the border", "0000000    k   e   y   =   a   b   c   d   e   f   g   h   i   j   k   é\n0000020   **       t   o   k   =   l   o   n   g   -   v   a   l   u   e\n0000040    -   2   1   5   -   c   r   o   s   s   i   n   g  \\n\n0000056\n".as_bytes(), &["long-value-215-crossing"]),
    ("consoles of the United States", "A=R├¢g-2161 B=kΓÇ¥y-2171\n".as_bytes(), &["RÛg-2161", "k”y-2171"]),
    ("RTF, a dash behind a break", br"{\rtf1 one-218\par-two\par\bullet x}", &["one-218\n-two"]),
    ("od -t x1c", b"0000000  6b  65  79  3d  62  6f  74  68  2d  63  6f  6c  75  6d  6e  73\n          k   e   y   =   b   o   t   h   -   c   o   l   u   m   n   s\n0000020  2d  32  31  35\n          -   2   1   5\n0000024\n", &["both-columns-215"]),
    ("od -a", b"0000000   k   e   y   =   n   a   m   e   s  sp   o   f  sp   a   -   2\n0000020   1   6  nl nul\n", &["names of a-216"]),
    ("od -b", b"0000000 153 145 171 075 157 143 164 141 154 055 142 171 164 145 163 055\n0000020 062 061 067 012\n0000024\n", &["octal-bytes-217"]),
    ("od", b"0000000 062553 036571 071157 062544 026562 063157 073455 071157\n0000020 071544 031055 034061 000012\n0000027\n", &["order-of-words-218"]),
    ("xxd -b", b"00000000: 01101011 00111101 01100010 01101001 01110100 01110011  k=bits\n00000006: 00101101 00110010 00110001 00111001 00001010           -219.\n", &["bits-219"]),
    ("gdb", b"0x555555556004 <buffer+4>:\t0x6b\t0x3d\t0x65\t0x78\t0x61\t0x6d\t0x69\t0x6e\n0x55555555600c <buffer+12>:\t0x65\t0x2d\t0x32\t0x31\t0x32\t0x30\t0x00\t0x00\n", &["examine-2120"]),
    ("gdb, giant words", b"0x7ffd8d2c1b40:\t0x2d746e6169673d6b\t0x32312d73692d7361\n", &["giant-as-is-12"]),
    ("registry of Windows", b"\"k\"=hex(2):72,00,65,00,67,00,69,00,73,00,\\\r\n  74,00,72,00,79,00,2d,00,32,00,32,00,31,00\r\n", &["registry-221"]),
    ("octal of strace", br#"write(1, "s\303\251cret-\"231\"\n", 15)"#, &["sécret-\"231\""]),
    ("buffer", b"{\"type\":\"Buffer\",\"data\":[98,117,102,102,101,114,45,50,52,49]}", &["buffer-241"]),
    ("cat -v", b"A=sM-CM-)cret-2321 B=LatinM-_1-2331 C=with^Itab-2341^M\n", &["sécret-2321", "Latinß1-2331", "with\ttab-2341"]),
    ("less and vim", b"A=s<C3><A9>cret-2351 B=Latin<DF>1-2361 C=n<U+00E9>e-2371 D=zero<200b>width-2381 <dd>x</dd>\n", &["sécret-2351", "Latinß1-2361", "née-2371", "zero\u{200b}width-2381"]),
    ("decimal escapes", br#"k = "s\195\169cret\9\"2391\"" k2 = "ha\223kell-2401" a.example. 300 IN TXT "zo\195\177e\;-2411""#, &["s\u{e9}cret\t\"2391\"", "ha\u{df}kell-2401", "zo\u{f1}e;-2411"]),
    ("strings put together", b"k = \"concat-\" +\n  \"ena\" + 'ted-251'\n$x = 'php' . '-style-252';\n", &["concat-enated-251", "php-style-252"]),
    ("shell", br#"A='it'\''s-261' B="dollar\$sign-262" C=back\ slash\&-263 D=$'an\x73i-\'264'"#, &["it's-261", "dollar$sign-262", "back slash&-263", "ansi-'264"]),
    ("cmd and PowerShell", b"set A=am^&per^^sand-271\r\n$b = \"back`\"tick`$-272\"\r\n", &["am&per^sand-271", "back\"tick$-272"]),
    ("SQL and CSV", b"VALUES ('o''clock-281');\n1,\"say \"\"hi\"\"-282\",x\n", &["o'clock-281", "say \"hi\"-282"]),
    ("unit file", b"Environment=K=per%%cent-291\n", &["per%cent-291"]),
    ("vendor's pipelines", b"##vso[task.setvariable variable=A;issecret=true;]vso-3011\n##teamcity[setParameter name='B' value='team|'city|]-302']\n::add-mask::work%25flow-303\n", &["vso-3011", "team'city]-302", "work%flow-303"]),
    ("notebook", br#"{"source":["import os\n","k = \"note-\\\"book-311\"\n"],"text":["out: cell-3120\n"]}"#, &["note-\"book-311", "cell-3120"]),
    ("Markdown, LaTeX, RTF", br"| a\_b\*c-321 | {\rtf1 r\'e9sum\u233?-322} \textbackslash{}la\_tex\textasciitilde{}-323", &["a_b*c-321", "résumé-322", "\\la_tex~-323"]),
    ("chat", b"key: <mailto:a@b.example|a@b.example>-331 and x&lt;y&gt;-3321 and <b>bo</b>ld-3331", &["a@b.example-331", "x<y>-3321", "bold-3331"]),
    ("values that look wrapped", b"A=team:prod-341\nB=k=v=342-x\nC=bG9va3MtZW5jb2RlZA==\nD=100%25-sure-343\n", &["team:prod-341", "k=v=342-x", "bG9va3MtZW5jb2RlZA==", "100%25-sure-343"]),
    ("blanks at the ends", b"K=\" blanks-351 \"\n", &[" blanks-351 "]),
    ("line break that was cut off", b"K=\"stored-with-lf-361\"\n", &["stored-with-lf-361\n"]),
    ("prose", b"it is prose-3711, not (paren-3721) or `tick-3731`; the last is dot.3733.", &["prose-3711", "paren-3721", "tick-3731", "dot.3733"]),
    ("one in another", b"K=outer-inner-outer-381", &["outer-inner-outer-381", "inner-outer"]),
];

#[test]
fn every_value_is_found_and_no_other() {
    let vault: Vec<String> = CASES
        .iter()
        .flat_map(|(.., values)| values.iter().map(|value| (*value).to_owned()))
        .chain(others())
        .collect();
    let index = index(&vault);
    for (name, text, values) in CASES {
        let found = hits(&index, text);
        for value in *values {
            assert!(found.iter().any(|hit| hit.fingerprint == fingerprint(value)), "{name}: {value:?}");
        }
        for hit in &found {
            assert!(
                values.iter().any(|value| hit.fingerprint == fingerprint(value)),
                "{name}: {} bytes at {:?}",
                hit.length,
                hit.places
            );
        }
    }
}

#[test]
fn places_are_lines_and_columns_and_say_how_they_were_read() {
    let index = index(&["value-of-ours-1".to_owned()]);
    let text = "é: value-of-ours-1\r\nx\n{\"k\":\"value\\u002dof-ours-1\"}\ndmFsdWUtb2Ytb3Vycy0x\n";
    let found = hits(&index, text.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].length, found[0].count), (15, 3));
    let places: Vec<_> =
        found[0].places.iter().map(|place| (place.line, place.column, &*place.decodings)).collect();
    assert_eq!(places, [(1, 4, [].as_slice()), (3, 7, &[Decoding::Escapes]), (4, 1, &[Decoding::Base64])]);
    assert_eq!(found[0].places[0].offset, 4);
}

#[test]
fn a_text_may_come_in_pieces_of_any_size_and_beside_others() {
    let values = [
        "at-a-border-of-chunks-1".to_owned(),
        (0..7000).map(|number| format!("{:010}", number * 7919)).collect(),
        "second-text-22".to_owned(),
    ];
    let index = index(&values);
    let mut text = "0123456789 abcdef\n".repeat(14_000);
    for at in [90_000, 131_060, 240_000] {
        text.insert_str(at, &values[0]);
    }
    text.push_str(&values[1]);
    for size in [1000, 65_536, 1 << 20] {
        let mut search = Search::new(&index);
        for (name, text) in [
            ("first", text.as_bytes()),
            ("second", b"\xff\xfes\0e\0c\0o\0n\0d\0-\0t\0e\0x\0t\0-\x002\x002\0"),
        ] {
            search.begin(name);
            for piece in text.chunks(size) {
                search.push(piece);
                while search.step(4096) == Step::Busy {}
            }
            search.end();
            while search.step(4096) == Step::Busy {}
        }
        let found = search.hits();
        assert_eq!(found.iter().map(|hit| hit.count).collect::<Vec<_>>(), [3, 1, 1], "{size}");
        for (place, at) in found[0].places.iter().zip([90_000, 131_060, 240_000]) {
            let line = text[..at].matches('\n').count() + 1;
            assert_eq!((place.offset, place.line as usize), (at as u64, line));
        }
        assert_eq!(found[2].places[0].text, 1);
        assert_eq!(search.texts(), [("first".to_owned(), Kind::Text), ("second".to_owned(), Kind::Utf16)]);
        let progress = search.progress();
        assert_eq!(
            progress.searched + 1,
            progress.pushed - "second-text-22".len() as u64 - 1,
            "UTF-16 is searched in UTF-8"
        );
    }
}

#[test]
fn fingerprints_and_masks_are_named() {
    let index = index(&["a value of no text".to_owned()]);
    let hex = fingerprint("of somebody").to_hex();
    let pairs: Vec<String> =
        hex.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).to_uppercase()).collect();
    let text = format!(
        "{hex}  file\nSHA256 {}\nkey: {}\nK=abc***9f\nBearer ***\npassword = [MASKED] <redacted> (sensitive value) REDACTED\n\
         ****** title ******\n***bold***\n/*** code ***/\nsha1: 0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33\ncommit 0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33\n\
         k: $2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234\n$ANSIBLE_VAULT;1.1;AES256\n",
        pairs.join(":"),
        hex.to_uppercase(),
    );
    let search = searched(&index, text.as_bytes());
    assert_eq!(search.named().len(), 1);
    assert!(search.named()[0].fingerprint == fingerprint("of somebody") && search.named()[0].count == 3);
    let lines = |wanted| {
        search
            .unsearchable()
            .iter()
            .filter(|(what, _)| *what == wanted)
            .map(|(_, place)| place.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(Unsearchable::Masked), [4, 5, 6, 6, 6, 6]);
    assert_eq!(lines(Unsearchable::Hashed), [10, 12]);
    assert_eq!(lines(Unsearchable::Encrypted), [13]);
    assert_eq!(search.count(Unsearchable::Masked), 6);
}

#[test]
fn what_tools_write_in_place_of_a_value_is_named() {
    let index = index(&["a value of no text".to_owned()]);
    for (text, what) in [
        ("access_key     ****************WXYZ shared-credentials-file\n", Unsearchable::Masked),
        ("\"password\": \"VALUE_SPECIFIED_IN_NO_LOG_PARAMETER\"\n", Unsearchable::Masked),
        ("postgres://me:xxxxx@db.example/orders\n", Unsearchable::Masked),
        ("key: xxxx1234\n", Unsearchable::Masked),
        ("password: ENC[AES256_GCM,data:Q29t,iv:QQ==,tag:QQ==,type:str]\n", Unsearchable::Encrypted),
        ("password: ENC[PKCS7,MIIBeQYJ]\n", Unsearchable::Encrypted),
        ("password=ENC(nrmZtkF7T0kj)\n", Unsearchable::Encrypted),
        ("password: '{cipher}682bc583f46'\n", Unsearchable::Encrypted),
        ("<password>{AQAAABAAAAAQk5}</password>\n", Unsearchable::Encrypted),
        ("kind: SealedSecret\n", Unsearchable::Encrypted),
    ] {
        assert_eq!(searched(&index, text.as_bytes()).count(what), 1, "{text}");
    }
    for text in ["a **bold** word\n", "0xxxxx and xxx\n", "CURRENC(y) and {cypher}\n"] {
        let search = searched(&index, text.as_bytes());
        let kinds = [Unsearchable::Masked, Unsearchable::Encrypted];
        assert_eq!(kinds.map(|what| search.count(what)), [0, 0], "{text}");
    }
}
