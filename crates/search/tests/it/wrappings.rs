//! How values are written by the programs that leak them. Each is the inverse of a decoding, written without looking at it.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use unicode_normalization::UnicodeNormalization;

/// A name, and what it makes of a text; none where it cannot hold that text.
pub(crate) type Wrapping = (&'static str, fn(&str) -> Option<Vec<u8>>);

pub(crate) const WRAPPINGS: [Wrapping; 66] = [
    ("plain", |text| some(format!("KEY={text}\n"))),
    ("prose", |text| some(format!("Use “{text}”, please; it is ({text})."))),
    ("json", |text| some(format!("{{\"id\": 7, \"key\": {}}}", json(text, |_| false)))),
    ("json of ASCII", |text| some(format!("{{\"id\":7,\"key\":{}}}", json(text, |it| !it.is_ascii())))),
    ("json for HTML", |text| some(format!("[{}]", json(text, |it| "<>&'+".contains(it))))),
    ("python", |text| some(format!("{{'key': '{}'}}", python(text)))),
    ("octal", |text| {
        some(format!(
            "write(1, \"{}\", 9)",
            each_byte(
                text,
                |it| !(b' '..=b'~').contains(&it) || b"\"\\".contains(&it),
                |it| format!("\\{it:03o}")
            )
        ))
    }),
    ("hex escapes", |text| {
        some(format!("s = \"{}\"", each_byte(text, |_| true, |it| format!("\\x{it:02x}"))))
    }),
    ("ansi-c", |text| {
        some(format!(
            "declare -x KEY=$'{}'",
            text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\t', "\\t")
        ))
    }),
    ("single quotes", |text| some(format!("export KEY='{}'", text.replace('\'', "'\\''")))),
    ("swapped quotes", |text| some(format!("export KEY='{}'", text.replace('\'', "'\"'\"'")))),
    ("double quotes", |text| some(format!("export KEY=\"{}\"", escaped(text, "\\\"$`")))),
    ("backslashes", |text| {
        (!text.contains('\n')).then(|| {
            format!(
                "KEY={}",
                escaped_unless(text, |it| it.is_alphanumeric() || "-_./".contains(it) || !it.is_ascii())
            )
            .into_bytes()
        })
    }),
    ("properties", |text| {
        some(format!(
            "key={}",
            each(&text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t"), |it| match it {
                ':' | '=' | '#' | '!' => format!("\\{it}"),
                it if !it.is_ascii() => units(it),
                it => it.to_string(),
            })
        ))
    }),
    ("pgpass", |text| some(format!("host:5432:*:me:{}", escaped(text, "\\:")))),
    ("percent", |text| {
        some(format!(
            "https://a.example/?key={}&b=c",
            percent(text, |it| it.is_ascii_alphanumeric() || b"-_.~".contains(&it))
        ))
    }),
    ("percent, all", |text| some(format!("k={}", percent(text, |_| false)))),
    ("form", |text| {
        some(format!(
            "a=b&key={}&c=d",
            percent(text, |it| it.is_ascii_alphanumeric() || b"-_.* ".contains(&it)).replace(' ', "+")
        ))
    }),
    ("html", |text| {
        some(format!(
            "<td class=\"v\">{}</td>",
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;")
                .replace('\'', "&#x27;")
        ))
    }),
    ("html, all", |text| some(format!("<p>{}</p>", each(text, |it| format!("&#{};", u32::from(it)))))),
    ("quoted-printable", |text| {
        some(format!("Subject: key\r\n\r\nthe key is {}\r\n", quoted_printable(text)))
    }),
    ("subject of a mail", |text| {
        Some(encoded_words(text, 'Q', |it| {
            each_byte(it, |it| !it.is_ascii_alphanumeric() && it != b' ', |it| format!("={it:02X}"))
                .replace(' ', "_")
        }))
    }),
    ("subject in base64", |text| Some(encoded_words(text, 'B', |it| BASE64.encode(it.as_bytes())))),
    ("csv", |text| some(format!("1,name,\"{}\",x", text.replace('"', "\"\"")))),
    ("sql", |text| some(format!("INSERT INTO t VALUES (1, '{}');", text.replace('\'', "''")))),
    ("compose", |text| some(format!("  - KEY={}", text.replace('$', "$$")))),
    ("unit file", |text| some(format!("Environment=KEY={}", text.replace('%', "%%")))),
    ("template", |text| some(format!("key = \"{}\"", text.replace('{', "{{").replace('}', "}}")))),
    ("odbc", |text| some(format!("UID=me;PWD={{{}}};", text.replace('}', "}}")))),
    ("cmd", |text| {
        (!text.contains('\n')).then(|| {
            format!(
                "set KEY={}",
                each(text, |it| if "&|<>^()%!\"".contains(it) { format!("^{it}") } else { it.to_string() })
            )
            .into_bytes()
        })
    }),
    ("powershell", |text| {
        some(format!(
            "$env:KEY = \"{}\"",
            text.replace('`', "``")
                .replace('"', "`\"")
                .replace('$', "`$")
                .replace('\n', "`n")
                .replace('\t', "`t")
        ))
    }),
    ("teamcity", |text| {
        some(format!(
            "##teamcity[setParameter name='k' value='{}']",
            each(text, |it| match it {
                '|' | '\'' | '[' | ']' => format!("|{it}"),
                '\n' => "|n".to_owned(),
                it => it.to_string(),
            })
        ))
    }),
    ("workflow command", |text| {
        some(format!("::add-mask::{}", text.replace('%', "%25").replace('\n', "%0A")))
    }),
    ("base64", |text| some(format!("data: {}\n", BASE64.encode(text.as_bytes())))),
    ("base64 of a URL", |text| some(format!("t.{}.x", BASE64URL_NOPAD.encode(text.as_bytes())))),
    ("base64, folded", |text| {
        some(format!("data: |\n  {}\n", lines(&BASE64.encode(text.as_bytes()), 40).join("\n  ")))
    }),
    ("basic", |text| {
        some(format!("Authorization: Basic {}", BASE64.encode(format!("user:{text}").as_bytes())))
    }),
    ("hex", |text| some(format!("x'{}'", each_byte(text, |_| true, |it| format!("{it:02X}"))))),
    ("hex list", |text| some(format!("{{ {} }}", each_byte(text, |_| true, |it| format!("0x{it:02x}, "))))),
    ("hex with colons", |text| {
        some(format!("k {}", each_byte(text, |_| true, |it| format!("{it:02x}:")).trim_end_matches(':')))
    }),
    ("hexdump", |text| some(dump(text.as_bytes(), true, false))),
    ("xxd", |text| some(dump(text.as_bytes(), false, false))),
    ("hexdump of words", |text| some(dump(text.as_bytes(), false, true))),
    ("od -c", |text| some(columns(text.as_bytes()))),
    ("cat -v", |text| {
        let plain = |it: &u8| matches!(it, b'\n' | b' '..=b'~');
        (!text.contains("M-") && !text.contains('^'))
            .then(|| each_byte(&format!("KEY={text}\n"), |it| !plain(&it), meta).into_bytes())
    }),
    ("less", |text| some(each_byte(text, |it| it >= 0x80, |it| format!("<{it:02X}>")))),
    ("decimal escapes", |text| {
        let plain = |it: &u8| (b' '..=b'~').contains(it) && !b"\"\\".contains(it);
        some(format!("k = \"{}\"", each_byte(text, |it| !plain(&it), |it| format!("\\{it:03}"))))
    }),
    ("decimals", |text| {
        some(format!(
            "{{\"type\":\"Buffer\",\"data\":[{}]}}",
            each_byte(text, |_| true, |it| format!("{it},")).trim_end_matches(',')
        ))
    }),
    ("utf-16le", |text| Some(format!("KEY={text}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect())),
    ("utf-16be", |text| Some(format!("KEY={text}\r\n").encode_utf16().flat_map(u16::to_be_bytes).collect())),
    ("latin-1", |text| {
        format!("KEY={text}\n")
            .chars()
            .map(|it| u8::try_from(u32::from(it)).ok().filter(|it| !(0x80..0xa0).contains(it)))
            .collect()
    }),
    ("mojibake", |text| {
        text.chars().all(|it| !(0x80..0x100).contains(&u32::from(it)) || it > '\u{9f}').then(|| {
            text.bytes()
                .map(|it| if (0x80..0xa0).contains(&it) { windows(it) } else { char::from(it) })
                .collect::<String>()
                .into_bytes()
        })
    }),
    ("file of a console", |text| console(&format!("KEY={text}\r\n"), |(_, byte, _)| vec![byte])),
    ("utf-8 on a console", |text| console(text, |(.., shown)| shown.as_bytes().to_vec())),
    ("nfd", |text| {
        (text.nfc().collect::<String>() == text)
            .then(|| format!("KEY={}", text.nfd().collect::<String>()).into_bytes())
    }),
    ("nfc", |text| {
        (text.nfd().collect::<String>() == text)
            .then(|| format!("KEY={}", text.nfc().collect::<String>()).into_bytes())
    }),
    ("colours", |text| some(split(text, 3).join("\u{1b}[1;31m") + "\u{1b}[0m")),
    ("zero width", |text| some(split(text, 4).join("\u{200b}"))),
    ("no-break blanks", |text| {
        (!text.contains('\u{a0}'))
            .then(|| format!("key:\u{a0}{}\u{a0}.", text.replace(' ', "\u{a0}")).into_bytes())
    }),
    ("typographic quotes", |text| {
        (!text.contains(['’', '”']))
            .then(|| format!("key “{}”", text.replace('\'', "’").replace('"', "”")).into_bytes())
    }),
    ("wrapped", |text| whole(text).then(|| format!("KEY={}\n", split(text, 2).join("\n")).into_bytes())),
    ("wrapped, indented", |text| {
        whole(text).then(|| format!("  key: {}\n", split(text, 3).join("\n      ")).into_bytes())
    }),
    ("quoted mail", |text| {
        whole(text).then(|| format!("> > key: {}\n> > next\n", split(text, 2).join("\n> > ")).into_bytes())
    }),
    ("log lines", |text| {
        whole(text).then(|| {
            format!(
                "2026-10-02T08:14:03Z app[12]: {}\n",
                split(text, 2).join("\n2026-10-02T08:14:04Z app[12]: ")
            )
            .into_bytes()
        })
    }),
    ("strings put together", |text| {
        (!text.contains(['"', '\\', '\n']))
            .then(|| format!("key = \"{}\";", split(text, 3).join("\" +\n    \"")).into_bytes())
    }),
    ("continued", |text| {
        (whole(text) && !text.contains('\\'))
            .then(|| format!("key = {}\n", split(text, 2).join("\\\n    ")).into_bytes())
    }),
];

fn some(text: String) -> Option<Vec<u8>> {
    Some(text.into_bytes())
}

/// A text in one line whose pieces neither end nor begin with a blank.
fn whole(text: &str) -> bool {
    !text.contains(['\n', ' ', '\t'])
}

fn each(text: &str, write: impl Fn(char) -> String) -> String {
    text.chars().map(write).collect()
}

fn each_byte(text: &str, escapes: impl Fn(u8) -> bool, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(|it| if escapes(it) { write(it) } else { char::from(it).to_string() }).collect()
}

fn escaped(text: &str, special: &str) -> String {
    escaped_unless(text, |it| !special.contains(it))
}

fn escaped_unless(text: &str, plain: impl Fn(char) -> bool) -> String {
    each(text, |it| if plain(it) { it.to_string() } else { format!("\\{it}") })
}

fn units(character: char) -> String {
    character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn json(text: &str, escape: impl Fn(char) -> bool) -> String {
    let inner = each(text, |it| match it {
        '"' | '\\' => format!("\\{it}"),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        it if it.is_control() || escape(it) => units(it),
        it => it.to_string(),
    });
    format!("\"{inner}\"")
}

fn python(text: &str) -> String {
    each(text, |it| match it {
        '\'' | '\\' => format!("\\{it}"),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        it if u32::from(it) > 0xffff => format!("\\U{:08x}", u32::from(it)),
        it if !it.is_ascii() => format!("\\u{:04x}", u32::from(it)),
        it => it.to_string(),
    })
}

fn percent(text: &str, plain: impl Fn(u8) -> bool) -> String {
    each_byte(text, |it| !plain(it), |it| format!("%{it:02X}"))
}

fn quoted_printable(text: &str) -> String {
    let mut written = String::new();
    let mut column = 11;
    for byte in text.bytes() {
        let piece = if (b' '..=b'~').contains(&byte) && byte != b'=' {
            char::from(byte).to_string()
        } else {
            format!("={byte:02X}")
        };
        if column + piece.len() > 75 {
            written.push_str("=\r\n");
            column = 0;
        }
        column += piece.len();
        written.push_str(&piece);
    }
    written
}

/// RFC 2047, eight characters to a word.
fn encoded_words(text: &str, encoding: char, encode: fn(&str) -> String) -> Vec<u8> {
    let letters: Vec<char> = text.chars().collect();
    let words: Vec<String> = letters
        .chunks(8)
        .map(|word| format!("=?UTF-8?{encoding}?{}?=", encode(&word.iter().collect::<String>())))
        .collect();
    format!("Subject: {}\r\n", words.join("\r\n ")).into_bytes()
}

/// `parts` pieces of about the same length.
fn split(text: &str, parts: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(letters.len().div_ceil(parts).max(1)).map(|part| part.iter().collect()).collect()
}

fn lines(text: &str, width: usize) -> Vec<String> {
    text.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

/// As `hexdump -C`, `xxd` and plain `hexdump` write it.
fn dump(bytes: &[u8], canonical: bool, words: bool) -> String {
    let mut written = String::new();
    for (number, line) in bytes.chunks(16).enumerate() {
        let offset = 16 * number;
        let shown: String =
            line.iter().map(|it| if (b' '..=b'~').contains(it) { char::from(*it) } else { '.' }).collect();
        if canonical {
            let pairs: Vec<String> = line.iter().map(|it| format!("{it:02x}")).collect();
            let halves: Vec<String> = pairs.chunks(8).map(|half| half.join(" ")).collect();
            written.push_str(&format!("{offset:08x}  {:<49} |{shown}|\n", halves.join("  ")));
        } else if words {
            let groups: Vec<String> = line
                .chunks(2)
                .map(|pair| format!("{:02x}{:02x}", pair.get(1).copied().unwrap_or(0), pair[0]))
                .collect();
            written.push_str(&format!("{offset:07x} {}\n", groups.join(" ")));
        } else {
            let groups: Vec<String> =
                line.chunks(2).map(|pair| pair.iter().map(|it| format!("{it:02x}")).collect()).collect();
            written.push_str(&format!("{offset:08x}: {:<40} {shown}\n", groups.join(" ")));
        }
    }
    written
}

/// A byte as `cat -v` writes it.
fn meta(byte: u8) -> String {
    match byte {
        0x80.. => "M-".to_owned() + &meta(byte & 0x7f),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("^{}", char::from(byte ^ 0x40)),
    }
}

/// As `od -c` writes it.
fn columns(bytes: &[u8]) -> String {
    let mut written = String::new();
    for (number, line) in bytes.chunks(16).enumerate() {
        written.push_str(&format!("{:07o}", 16 * number));
        for byte in line {
            let shown = match byte {
                b'\n' => "\\n".to_owned(),
                b'\t' => "\\t".to_owned(),
                b' '..=b'~' => char::from(*byte).to_string(),
                _ => format!("{byte:03o}"),
            };
            written.push_str(&format!("{shown:>4}"));
        }
        written.push('\n');
    }
    written + &format!("{:07o}\n", bytes.len())
}

/// A byte from 0x80 to 0x9F in Windows' 1252.
fn windows(byte: u8) -> char {
    let table = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    table.chars().nth(usize::from(byte - 0x80)).expect("32 characters")
}

/// Characters, what they are in code page 850, and what their UTF-8 looks like in it.
const CONSOLE: [(char, u8, &str); 12] = [
    ('ä', 0x84, "├ñ"),
    ('ö', 0x94, "├Â"),
    ('ü', 0x81, "├╝"),
    ('ß', 0xe1, "├ƒ"),
    ('é', 0x82, "├®"),
    ('è', 0x8a, "├¿"),
    ('ñ', 0xa4, "├▒"),
    ('ç', 0x87, "├º"),
    ('Å', 0x8f, "├à"),
    ('Ø', 0x9d, "├ÿ"),
    ('¿', 0xa8, "┬┐"),
    ('£', 0x9c, "┬ú"),
];

/// None where the text has others.
fn console(text: &str, write: fn((char, u8, &str)) -> Vec<u8>) -> Option<Vec<u8>> {
    let written = |it: char| match it.is_ascii() {
        true => Some(vec![u8::try_from(it).expect("ASCII")]),
        false => CONSOLE.iter().find(|(character, ..)| *character == it).map(|row| write(*row)),
    };
    Some(text.chars().map(written).collect::<Option<Vec<_>>>()?.concat())
}
