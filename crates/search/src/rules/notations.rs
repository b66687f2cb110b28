//! How `cat -v`, `less` and `vim` show bytes that are no text to them.

use memchr::{memchr, memchr2};

use super::{hex_number, hex_pair};
use crate::view::Edits;

/// `M-CM-)` for the two bytes of `é`, `^I` for a tab.
pub(super) fn meta(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'M', b'^', rest)) {
        let start = at + found;
        at = start + 1;
        let Some((byte, length)) = shown(&bytes[start..]) else { continue };
        // In a large text `M-3` is seldom a byte of Latin-1, and `^C` seldom a character of a value.
        let is_sign = match byte {
            0x80.. => {
                edits.is_small
                    || byte >= 0xc2
                        && shown(&bytes[start + length..]).is_some_and(|(byte, _)| byte & 0xc0 == 0x80)
            }
            _ => byte == b'\t',
        };
        at = start + length;
        edits.push(start..at, &[byte], is_sign);
    }
}

/// The byte that is shown so, and how many there are of that.
fn shown(rest: &[u8]) -> Option<(u8, usize)> {
    let control = |rest: &[u8]| match rest {
        [b'^', byte @ b'?'..=b'_', ..] => Some(byte ^ 0x40),
        _ => None,
    };
    match rest {
        [b'M', b'-', rest @ ..] => match (control(rest), rest.first()) {
            (Some(byte), _) => Some((byte | 0x80, 4)),
            (None, Some(byte @ b' '..=b'~')) => Some((byte | 0x80, 3)),
            _ => None,
        },
        _ => Some((control(rest)?, 2)),
    }
}

/// `<C3><A9>`, `<e9>`, `<U+00E9>`, `<200b>`.
pub(super) fn angles(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + found;
        at = start + 1;
        let rest = &bytes[at..];
        let unicode = if rest.starts_with(b"U+") { 2 } else { 0 };
        let (value, digits) = hex_number(&rest[unicode..], 6);
        if digits < 2 || rest.get(unicode + digits) != Some(&b'>') {
            continue;
        }
        let end = at + unicode + digits + 1;
        match (digits, hex_pair(rest)) {
            // `<dd>` is an element.
            (2, Some(byte @ 0x80..)) if unicode == 0 => {
                edits.push(start..end, &[byte], !rest.starts_with(b"dd>"));
            }
            (4.., _) => {
                if let Some(character) = char::from_u32(value).filter(|character| !character.is_ascii()) {
                    edits.put(start..end, character);
                }
            }
            _ => continue,
        }
        at = end;
    }
}
