//! Characters that are written twice for once, each for itself: a text escapes in this way at most one of them.

use memchr::memchr;

use crate::view::Edits;

fn doubled(byte: u8, bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(byte, rest)) {
        let start = at + found;
        at = start + 1;
        if bytes.get(at) == Some(&byte) {
            edits.push(start..at, b"", !is_empty(byte, bytes, start));
            at += 1;
        }
    }
}

/// `=""`, `: '',`: nothing in quotes, and no sign of quotes that are written twice.
fn is_empty(byte: u8, bytes: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    matches!(byte, b'"' | b'\'' | b'`')
        && before.is_none_or(|byte| b" \t\r\n,;:=([{".contains(byte))
        && bytes.get(start + 2).is_none_or(|byte| b" \t\r\n,;)]}".contains(byte))
}

pub(super) fn dollars(bytes: &[u8], edits: &mut Edits) {
    doubled(b'$', bytes, edits);
}

pub(super) fn single_quotes(bytes: &[u8], edits: &mut Edits) {
    doubled(b'\'', bytes, edits);
}

pub(super) fn double_quotes(bytes: &[u8], edits: &mut Edits) {
    doubled(b'"', bytes, edits);
}

pub(super) fn percents(bytes: &[u8], edits: &mut Edits) {
    doubled(b'%', bytes, edits);
}

pub(super) fn backticks(bytes: &[u8], edits: &mut Edits) {
    doubled(b'`', bytes, edits);
}

pub(super) fn carets(bytes: &[u8], edits: &mut Edits) {
    doubled(b'^', bytes, edits);
}

pub(super) fn brackets(bytes: &[u8], edits: &mut Edits) {
    doubled(b']', bytes, edits);
}

pub(super) fn ats(bytes: &[u8], edits: &mut Edits) {
    doubled(b'@', bytes, edits);
}

pub(super) fn ampersands(bytes: &[u8], edits: &mut Edits) {
    doubled(b'&', bytes, edits);
}

pub(super) fn hashes(bytes: &[u8], edits: &mut Edits) {
    doubled(b'#', bytes, edits);
}

pub(super) fn exclamations(bytes: &[u8], edits: &mut Edits) {
    doubled(b'!', bytes, edits);
}

/// Connection strings double the closing one only.
pub(super) fn closing_braces(bytes: &[u8], edits: &mut Edits) {
    doubled(b'}', bytes, edits);
}

/// Templates double both.
pub(super) fn braces(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while at + 1 < bytes.len() {
        let twice = matches!(bytes[at], b'{' | b'}') && bytes[at] == bytes[at + 1];
        if twice {
            edits.remove(at..at + 1);
        }
        at += 1 + usize::from(twice);
    }
}
