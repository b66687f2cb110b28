//! The same characters in other bytes: normal forms, typography, Latin-1, and UTF-8 that was taken for it.

use super::character;
use super::code_pages::{console_byte, console_character, us_console_byte, windows_byte, windows_character};
use crate::normal_form;
use crate::view::Edits;

/// Calls `each` with every character beyond ASCII and its range; bytes that are none are passed over.
fn high(bytes: &[u8], mut each: impl FnMut(char, std::ops::Range<usize>)) {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte >= 0x80) {
        let start = at + found;
        at = start + 1;
        if let Some((character, length)) = character(&bytes[start..]) {
            at = start + length;
            each(character, start..at);
        }
    }
}

/// What a plain keyboard has for it.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '‹' | '›' | '´' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2028}' | '\u{2029}' | '\u{85}' | '↵' | '⏎' | '␊' | '␤' => "\n",
        '…' => "...",
        '‐' | '‑' | '‒' | '–' | '−' => "-",
        '—' => "--",
        '→' => "->",
        '←' => "<-",
        '⇒' => "=>",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '©' => "(c)",
        '®' => "(r)",
        '™' => "(tm)",
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        '⁄' | '∕' => "/",
        '∗' => "*",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬆ' => "st",
        _ => return None,
    })
}

/// The plain character of a full-width one.
fn narrow(character: char) -> Option<char> {
    ('\u{ff01}'..='\u{ff5e}')
        .contains(&character)
        .then(|| char::from_u32(u32::from(character) - 0xfee0))
        .flatten()
}

pub(super) fn typography(bytes: &[u8], edits: &mut Edits) {
    high(bytes, |character, range| {
        if let Some(plain) = plain(character) {
            edits.replace(range, plain.as_bytes());
        } else if let Some(narrow) = narrow(character) {
            edits.put(range, narrow);
        }
    });
}

/// Programs make of `--` a short dash or a long one, and of `-` either.
pub(super) fn typography_of_dashes(bytes: &[u8], edits: &mut Edits) {
    high(bytes, |character, range| match character {
        '–' => edits.replace(range, b"--"),
        '—' => edits.replace(range, b"-"),
        _ => {
            if let Some(plain) = plain(character) {
                edits.push(range, plain.as_bytes(), false);
            }
        }
    });
}

/// Bytes that are no UTF-8.
pub(super) fn latin1(bytes: &[u8], edits: &mut Edits) {
    no_utf8(bytes, edits, windows_character);
}

/// The same, of a file that was written by a console of Windows. In a large text most such bytes come of Base64.
pub(super) fn of_a_console(bytes: &[u8], edits: &mut Edits) {
    if edits.is_small {
        no_utf8(bytes, edits, console_character);
    }
}

fn no_utf8(bytes: &[u8], edits: &mut Edits, character: fn(u8) -> char) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            edits.put(at..at + 1, character(*byte));
            at += 1;
        }
    }
}

/// The same where some of the bytes happen to be UTF-8: all of them are Latin-1 if any of them is none.
pub(super) fn latin1_throughout(bytes: &[u8], edits: &mut Edits) {
    if std::str::from_utf8(bytes).is_ok() {
        return;
    }
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for byte in chunk.valid().bytes() {
            if byte >= 0x80 {
                edits.put(at..at + 1, windows_character(byte));
            }
            at += 1;
        }
        for byte in chunk.invalid() {
            edits.push(at..at + 1, windows_character(*byte).encode_utf8(&mut [0; 4]).as_bytes(), false);
            at += 1;
        }
    }
}

/// `Ã©` for `é`.
pub(super) fn mojibake(bytes: &[u8], edits: &mut Edits) {
    taken_for(bytes, edits, windows_byte);
}

/// `├®` for `é`: UTF-8 on a console of Windows.
pub(super) fn mojibake_of_a_console(bytes: &[u8], edits: &mut Edits) {
    shown_by_a_console(bytes, edits, console_byte);
}

/// The same on one of the United States.
pub(super) fn mojibake_of_a_us_console(bytes: &[u8], edits: &mut Edits) {
    shown_by_a_console(bytes, edits, us_console_byte);
}

/// In a large text only where `├` or `┬` stands: what those consoles show for 0xC3 and 0xC2, with which most letters beyond
/// ASCII begin.
fn shown_by_a_console(bytes: &[u8], edits: &mut Edits, byte: fn(char) -> Option<u8>) {
    let stands = |lead: &str| memchr::memmem::find(bytes, lead.as_bytes()).is_some();
    if edits.is_small || ["├", "┬"].into_iter().any(stands) {
        taken_for(bytes, edits, byte);
    }
}

/// `Ú` for `é`: a text of Windows on its console.
pub(super) fn windows_on_a_console(bytes: &[u8], edits: &mut Edits) {
    if !edits.is_small {
        return;
    }
    high(bytes, |character, range| {
        if let Some(byte) = console_byte(character) {
            edits.put(range, windows_character(byte));
        }
    });
}

/// `‚` for `é`: the other way round.
pub(super) fn console_on_windows(bytes: &[u8], edits: &mut Edits) {
    if !edits.is_small {
        return;
    }
    high(bytes, |character, range| {
        if let Some(byte) = windows_byte(character) {
            edits.put(range, console_character(byte));
        }
    });
}

/// UTF-8 of which each byte was taken for a character.
fn taken_for(bytes: &[u8], edits: &mut Edits, byte: fn(char) -> Option<u8>) {
    let mut run: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
    let mut flush = |run: &mut Vec<(u8, std::ops::Range<usize>)>| {
        let written: Vec<u8> = run.iter().map(|(byte, _)| *byte).collect();
        let mut at = 0;
        while at < written.len() {
            let length = character(&written[at..]).map_or(1, |(_, length)| length);
            if length > 1 {
                edits.replace(run[at].1.start..run[at + length - 1].1.end, &written[at..at + length]);
            }
            at += length;
        }
        run.clear();
    };
    high(bytes, |character, range| {
        if run.last().is_some_and(|(_, last)| last.end != range.start) {
            flush(&mut run);
        }
        match byte(character) {
            Some(byte) => run.push((byte, range)),
            None => flush(&mut run),
        }
    });
    flush(&mut run);
}

/// What is normalised at a time.
const LONGEST_RUN: usize = 256;

/// Runs of characters beyond ASCII, each with the letter before it, to which a mark may belong.
fn normalised(bytes: &[u8], edits: &mut Edits, form: fn(&str) -> String) {
    let mut run: Option<std::ops::Range<usize>> = None;
    let mut flush = |run: std::ops::Range<usize>| {
        let start = if run.start > 0 && bytes[run.start - 1].is_ascii_alphabetic() {
            run.start - 1
        } else {
            run.start
        };
        if let Ok(text) = std::str::from_utf8(&bytes[start..run.end]) {
            let other = form(text);
            if other != text {
                edits.replace(start..run.end, other.as_bytes());
            }
        }
    };
    high(bytes, |_, range| match &mut run {
        Some(open) if range.start - open.end <= 1 && range.end - open.start <= LONGEST_RUN => {
            open.end = range.end;
        }
        _ => {
            if let Some(run) = run.replace(range) {
                flush(run);
            }
        }
    });
    if let Some(run) = run {
        flush(run);
    }
}

pub(super) fn composed(bytes: &[u8], edits: &mut Edits) {
    normalised(bytes, edits, normal_form::composed);
}

pub(super) fn decomposed(bytes: &[u8], edits: &mut Edits) {
    normalised(bytes, edits, normal_form::decomposed);
}
