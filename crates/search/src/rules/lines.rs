//! Line breaks that were not there, or were others.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::marks::{LOG_PREFIX, SMALL, are_objects, head, is_block, prefix};
use super::{blanks, blanks_behind};
use crate::tag::SHORTEST;
use crate::view::Edits;

/// Calls `each` with the range of every line break: `\r\n`, `\n` or `\r`.
fn breaks(bytes: &[u8], mut each: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'\n', b'\r', rest)) {
        let start = at + found;
        at = start + if bytes[start..].starts_with(b"\r\n") { 2 } else { 1 };
        each(start..at);
    }
}

/// The same, and whether a text could go on there: not where the next line begins as a line before it does. There a program
/// wrote both, and a text that goes on does so behind that prefix (see `marks`).
fn each(bytes: &[u8], mut each: impl FnMut(Range<usize>, bool)) {
    let mut start = 0;
    let mut heads = HashSet::new();
    breaks(bytes, |range| {
        let (before, next) = (&bytes[start..range.start], &bytes[range.end..]);
        heads.extend(head(before));
        let alike = are_objects(before, next)
            || head(next).is_some_and(|head| heads.contains(&head))
            || prefix(before, next) >= LOG_PREFIX;
        start = range.end;
        each(range, !alike);
    });
}

/// With the blanks on both sides.
fn around(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    range.start - blanks_behind(&bytes[..range.start])..range.end + blanks(&bytes[range.end..])
}

/// Taken out with the blanks around it.
pub(super) fn joined(bytes: &[u8], edits: &mut Edits) {
    each(bytes, |range, seed| edits.push(around(bytes, range), b"", seed));
}

/// Taken out alone, where that differs.
pub(super) fn joined_as_they_are(bytes: &[u8], edits: &mut Edits) {
    each(bytes, |range, seed| {
        let differs = around(bytes, range.clone()) != range;
        edits.push(range, b"", seed && differs);
    });
}

/// Taken for a blank, with the blanks around it.
pub(super) fn folded(bytes: &[u8], edits: &mut Edits) {
    each(bytes, |range, seed| edits.push(around(bytes, range), b" ", seed));
}

/// One line break less of several, with the blanks around them: what YAML writes for a line break where it folds lines.
pub(super) fn unfolded(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'\n', rest)) {
        let first = around(bytes, at + found..at + found + 1);
        let end = bytes[first.end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count() + first.end;
        let count = memchr_iter(b'\n', &bytes[first.start..end]).count();
        match count {
            1 => edits.push(first.start..end, b" ", false),
            count => edits.push(first.start..end, &b"\n".repeat(count - 1), true),
        }
        at = end;
    }
}

/// Blanks in a block with a first and a last line, such as a shell makes of the line breaks of a key.
pub(super) fn blanks_for_breaks(bytes: &[u8], edits: &mut Edits) {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const END: &[u8] = b"-----END ";
    let mut done = 0;
    while let Some(length) = memmem::find(&bytes[done..], END) {
        let end = done + length;
        // The nearest one: any before it has no end.
        if let Some(begin) = memmem::rfind(&bytes[done..end], BEGIN) {
            let start = done + begin + BEGIN.len();
            let label = memmem::find(&bytes[start..end], b"-----").unwrap_or(end - start);
            for at in memchr_iter(b' ', &bytes[start + label..end]) {
                let at = start + label + at;
                edits.replace(at..at + 1, b"\n");
            }
        }
        done = end + END.len();
    }
}

/// `\r\n` for `\n`.
pub(super) fn line_feeds(bytes: &[u8], edits: &mut Edits) {
    breaks(bytes, |range| {
        if bytes[range.start] == b'\r' {
            edits.replace(range, b"\n");
        }
    });
}

/// `\n` for `\r\n`: a field of a page knows no other, so a value that holds one has lost it there.
pub(super) fn carriage_returns(bytes: &[u8], edits: &mut Edits) {
    for at in memchr_iter(b'\n', bytes) {
        if at == 0 || bytes[at - 1] != b'\r' {
            let next = &bytes[at + 1..];
            let next = &next[..memchr(b'\n', next).unwrap_or(next.len())];
            let before = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
            let seed = edits.is_small || is_block(next) || is_block(&bytes[before..at]);
            edits.push(at..at + 1, b"\r\n", seed);
        }
    }
}

/// Calls `each` with every place where a value may end, and the line breaks with which it may be stored and that do not stand
/// there.
pub(crate) fn ends(bytes: &[u8], mut each: impl FnMut(usize, &'static [&'static [u8]])) {
    // Between quotes there may be blanks in a value, else it is a word.
    let (mut word, mut quoted) = (0, 0);
    let least = SHORTEST - "\r\n".len();
    for (at, byte) in bytes.iter().enumerate() {
        let begins = match byte {
            b'"' | b'\'' | b'`' | b'<' | b'\\' | 0 => std::mem::replace(&mut quoted, at + 1),
            b' ' | b'\t' | b'\r' => word,
            b'&' | b';' | b',' | b'@' | b')' if bytes.len() <= SMALL => word,
            b'\n' => word,
            _ => continue,
        };
        word = at + 1;
        if at >= begins + least {
            each(at, if *byte == b'\n' { &LINE_BREAKS[1..] } else { &LINE_BREAKS });
        }
    }
    if bytes.len() >= word + least && bytes.last() != Some(&b'\n') {
        each(bytes.len(), &LINE_BREAKS);
    }
}

const LINE_BREAKS: [&[u8]; 2] = [b"\n", b"\r\n"];
