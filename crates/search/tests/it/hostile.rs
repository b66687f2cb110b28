//! Texts that are made to cost much: the work is bounded by what they are long, whatever they hold.

use latchboard_search::{Index, Salt, Search, Step};

use crate::random::{CLASSES, Random, value};
use crate::support::{index, others};

/// At most 16 bytes of views for each byte of text, and 3 MiB, whatever the text's length.
fn check(index: &Index, name: &str, text: &[u8]) {
    let mut search = Search::new(index);
    search.begin(name);
    for piece in text.chunks(1 << 20) {
        search.push(piece);
        while search.step(1 << 20) == Step::Busy {}
    }
    search.end();
    while search.step(1 << 20) == Step::Busy {}
    let progress = search.progress();
    let bound = 16 * text.len() as u64 + (3 << 20);
    assert!(progress.work <= bound, "{name}: {} of {bound}", progress.work);
    assert_eq!(progress.searched, text.len() as u64, "{name}");
}

fn nested(mut text: Vec<u8>, wrap: fn(&[u8]) -> Vec<u8>, most: usize) -> Vec<u8> {
    while text.len() < most {
        text = wrap(&text);
    }
    text
}

#[test]
fn repetition_and_nesting_are_bounded() {
    let mut vault = others();
    vault.extend(["aaaaaaaa".to_owned(), "a".repeat(33), "a".repeat(5000), "\\".repeat(40), "%".repeat(9)]);
    let index = index(&vault);
    let size = 24_000;
    for byte in 0..=u8::MAX {
        check(&index, "one byte", &vec![byte; 500]);
    }
    for byte in *b"a\\%\"'\n\0&=<{+|^`$ \x1b\xc3\xff" {
        check(&index, "one byte, often", &vec![byte; size]);
    }
    let pieces: [&[u8]; 36] = [
        b"\\\\u005c",
        b"&amp;",
        b"%25",
        b"=3D",
        b"a\n",
        b"> ",
        b"\"\"",
        b"''",
        b"\" + \"",
        b"\\x5c",
        b"0x41, ",
        b"41:",
        b"65, ",
        b"a\0",
        b"\0a",
        b"|a|\n",
        b"00000000  41 41 41 41\n",
        b"0000000   a   a   a   a\n",
        b"   a",
        b"M-M-^",
        b"<C3>",
        b"\\092",
        b"\\par",
        b"=?a",
        b"=?a?q?=41?= ",
        b"=?a?b?QUFB?= ",
        b"0000: \n",
        b"\x1b[1m",
        "\u{200b}".as_bytes(),
        "e\u{301}".as_bytes(),
        "Ã\u{83}".as_bytes(),
        "├┬".as_bytes(),
        b"a\x82",
        b"QUFB",
        b"<a>",
        b"2026-10-02 10:00:00 a\n",
    ];
    for piece in pieces {
        check(&index, "one piece", &piece.repeat(size / piece.len()));
        let first = vault[0].as_bytes();
        let prefix = [&first[..first.len() / 2], piece].concat();
        check(&index, "one prefix", &prefix.repeat(size / prefix.len()));
    }
    let base64 = |text: &[u8]| data_encoding::BASE64.encode(text).into_bytes();
    let hex = |text: &[u8]| data_encoding::HEXLOWER.encode(text).into_bytes();
    let json = |text: &[u8]| format!("{{\"a\":{:?}}}", String::from_utf8_lossy(text)).into_bytes();
    for wrap in [base64, hex, json] {
        check(&index, "nested", &nested(b"a value \\ in it, \"quoted\" \n".to_vec(), wrap, size));
    }
    check(&index, "chunks", &b"a\\n%41 ".repeat(40_000));
    check(&index, "nothing", b"");
}

#[test]
fn mixtures_of_everything_are_bounded() {
    let index = index(&others());
    let mut random = Random::new(5);
    for _ in 0..20 {
        let text: Vec<u8> = (0..300)
            .flat_map(|_| {
                let class = random.below(CLASSES.len());
                value(&mut random, class).into_bytes()
            })
            .collect();
        check(&index, "mixture", &text);
    }
}

#[test]
fn an_empty_index_finds_nothing() {
    check(&Index::of(Salt::new([0; 16]), []), "text", b"KEY=value\n");
}
