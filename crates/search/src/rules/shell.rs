//! Words of shells that are quoted in parts: `'it'\''s'`, `a"b"'c'`.

use memchr::{memchr, memchr2};

use crate::view::Edits;

/// Takes out the quotes within words, and reads each part as its quotes say.
pub(super) fn quotes(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    // A backslash counts outside of quotes only where a quoted part is near; alone, other rules read it.
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'\'', b'"', rest)) {
        let start = at + found;
        let quote = bytes[start];
        let Some(end) = closing(bytes, start, quote) else {
            at = start + 1;
            continue;
        };
        let ansi = quote == b'\'' && start > 0 && bytes[start - 1] == b'$';
        let open = if ansi { start - 1 } else { start };
        edits.push(open..start + 1, b"", is_within_word(bytes, open, start + 1));
        if quote == b'"' {
            inside_double(bytes, start + 1, end, edits);
        }
        edits.push(end..end + 1, b"", is_within_word(bytes, end, end + 1));
        at = end + 1;
        // `'\''`: between two parts, a character behind a backslash.
        while bytes.get(at) == Some(&b'\\') && bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) {
            edits.push(at..at + 1, b"", true);
            at += 2;
        }
    }
}

/// Where the quote closes, on the same line.
fn closing(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let line = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
    let mut at = start + 1;
    loop {
        let found = at + memchr2(quote, b'\\', bytes.get(at..line)?)?;
        if bytes[found] == quote {
            return Some(found);
        }
        // In single quotes a backslash is one.
        at = found + if quote == b'"' { 2 } else { 1 };
    }
}

fn inside_double(bytes: &[u8], start: usize, end: usize, edits: &mut Edits) {
    let mut at = start;
    while let Some(found) = memchr(b'\\', &bytes[at..end]) {
        let escape = at + found;
        if bytes.get(escape + 1).is_some_and(|byte| matches!(byte, b'$' | b'`' | b'"' | b'\\')) {
            edits.push(escape..escape + 1, b"", false);
        }
        at = (escape + 2).min(end);
    }
}

/// Whether text stands on both sides of what is taken out.
fn is_within_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_text = |byte: u8| {
        !matches!(
            byte,
            b' ' | b'\t'
                | b'\r'
                | b'\n'
                | b','
                | b':'
                | b'='
                | b'{'
                | b'}'
                | b'['
                | b']'
                | b'('
                | b')'
                | b';'
        )
    };
    start > 0 && is_text(bytes[start - 1]) && bytes.get(end).is_some_and(|byte| is_text(*byte))
}
