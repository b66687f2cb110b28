//! Characters that are written twice for once, each for itself: a text escapes in this way at most one of them.

use memchr::{memchr, memchr2};

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
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'}', rest)) {
        let start = at + found;
        at = start + 1;
        if bytes.get(at) == Some(&b'}') {
            edits.push(start..at, b"", !closes_objects(bytes, start));
            at += 1;
        }
    }
}

pub(super) fn braces(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'{', b'}', rest)) {
        let start = at + found;
        at = start + 1;
        if bytes.get(at) == Some(&bytes[start]) {
            edits.push(start..at, b"", !closes_objects(bytes, start));
            at += 1;
        }
    }
}

/// `{"a":{"b":1}}`: the end of an object within another one, behind all quotes.
fn closes_objects(bytes: &[u8], start: usize) -> bool {
    let closers = bytes[start..].iter().take_while(|byte| matches!(byte, b'}' | b']')).count();
    let before = &bytes[..start];
    let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
    bytes[start] == b'}'
        && bytes.get(start + closers).is_none_or(|next| matches!(next, b'\r' | b'\n'))
        && line.starts_with(b"{")
}
