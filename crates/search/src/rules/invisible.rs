//! What nobody sees: commands to terminals, characters without width, control characters.

use memchr::{memchr_iter, memchr2};

use super::character;
use crate::view::Edits;

/// Control characters and the first bytes of characters without width.
pub(super) const NEEDS: &[u8] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    30, 31, 127, 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xef, 0xf3,
];

/// Characters that show nothing, and controls but tab and line feed.
pub(super) fn invisible(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let length = match byte {
            b'\t' | b'\n' | b' '..=0x7e => 0,
            // One half of a line break: `lines` reads those.
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 0,
            0..=0x1f | 0x7f => 1,
            0x80.. => match character(&bytes[at..]) {
                Some((character, length)) if is_invisible(character) => length,
                Some((_, length)) => {
                    at += length;
                    continue;
                }
                None => 0,
            },
        };
        if length > 0 {
            edits.remove(at..at + length);
        }
        at += length.max(1);
    }
}

/// Unicode's characters of format, joiners and selectors.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Commands behind ESC or `^[`: colours, clearing a line, titles, links.
pub(super) fn terminal_codes(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(0x1b, b'^', rest)) {
        let start = at + found;
        let rest = &bytes[start..];
        let length = match rest {
            [0x1b, b'[', ..] => control_sequence(&rest[1..]).map(|length| length + 1),
            [b'^', b'[', b'[', ..] => control_sequence(&rest[2..]).map(|length| length + 2),
            [0x1b, b']' | b'_' | b'P' | b'^' | b'X', ..] => string(rest),
            [0x1b, b'(' | b')', _, ..] => Some(3),
            [0x1b, ..] => Some(rest.len().min(2)),
            _ => None,
        };
        if let Some(length) = length {
            edits.remove(start..start + length);
        }
        at = start + length.unwrap_or(1);
    }
}

/// Colours whose ESC was lost on the way.
pub(super) fn bare_codes(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'[', bytes) {
        let rest = &bytes[start..];
        let digits =
            rest[1..].iter().take(16).take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
        if digits > 0 && matches!(rest.get(1 + digits), Some(b'm' | b'K')) {
            let escape = usize::from(start > 0 && bytes[start - 1] == 0x1b);
            edits.remove(start - escape..start + digits + 2);
        }
    }
}

/// `[`, parameters, one letter.
fn control_sequence(rest: &[u8]) -> Option<usize> {
    let parameters = rest[1..].iter().take(32).take_while(|byte| (0x20..0x40).contains(*byte)).count();
    rest.get(1 + parameters).filter(|byte| (0x40..0x7f).contains(*byte)).map(|_| parameters + 2)
}

/// Up to BEL or ESC `\`.
fn string(rest: &[u8]) -> Option<usize> {
    let end = rest.iter().take(512).skip(2).position(|byte| matches!(byte, 7 | 0x1b))? + 2;
    Some(if rest[end] == 7 { end + 1 } else { (end + 2).min(rest.len()) })
}
