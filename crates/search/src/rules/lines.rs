//! Line breaks that were not there, or were others.

use memchr::{memchr_iter, memchr2};

use super::{blanks, blanks_behind, is_blank};
use crate::view::Edits;

/// Calls `each` with the range of every line break: `\r\n`, `\n` or `\r`.
fn breaks(bytes: &[u8], mut each: impl FnMut(std::ops::Range<usize>)) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'\n', b'\r', rest)) {
        let start = at + found;
        at = start + if bytes[start..].starts_with(b"\r\n") { 2 } else { 1 };
        each(start..at);
    }
}

/// Taken out with the blanks around it.
pub(super) fn joined(bytes: &[u8], edits: &mut Edits) {
    breaks(bytes, |range| {
        let before = blanks_behind(&bytes[..range.start]);
        edits.remove(range.start - before..range.end + blanks(&bytes[range.end..]));
    });
}

/// Taken out alone, where that differs.
pub(super) fn joined_as_they_are(bytes: &[u8], edits: &mut Edits) {
    breaks(bytes, |range| {
        let before = range.start.checked_sub(1).is_some_and(|at| is_blank(bytes[at]));
        let differs = before || bytes.get(range.end).is_some_and(|byte| is_blank(*byte));
        edits.push(range, b"", differs);
    });
}

/// Taken for a blank, with the blanks around it.
pub(super) fn folded(bytes: &[u8], edits: &mut Edits) {
    breaks(bytes, |range| {
        let before = blanks_behind(&bytes[..range.start]);
        edits.replace(range.start - before..range.end + blanks(&bytes[range.end..]), b" ");
    });
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
            edits.replace(at..at + 1, b"\r\n");
        }
    }
}

/// A value that was stored with the line break of the file that it came from stands elsewhere without.
pub(super) fn added(bytes: &[u8], edits: &mut Edits) {
    for (at, byte) in bytes.iter().enumerate() {
        let behind = at > 0 && !ends_value(bytes[at - 1]);
        if behind && ends_value(*byte) && *byte != b'\n' {
            edits.replace(at..at, b"\n");
        }
    }
    if bytes.last().is_some_and(|last| !ends_value(*last)) {
        edits.replace(bytes.len()..bytes.len(), b"\n");
    }
}

const fn ends_value(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b' ' | b'\t' | b'\r' | b'\n' | b'<' | b'\\' | 0)
}
