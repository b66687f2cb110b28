//! A character before another one that changes what it means: the backslash in its dialects, `^`, `` ` `` and `|`.

use memchr::{memchr, memchr_iter};

use super::{blanks, hex_number, hex_pair};
use crate::view::Edits;

/// Strings of JSON, of programming languages and of `$'…'`: what is unknown loses its backslash.
pub(super) fn language(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = memchr(b'\\', &bytes[at..]) {
        let start = at + found;
        let rest = &bytes[start + 1..];
        at = start + 1 + rest.first().map_or(0, |_| language_escape(rest, start, edits));
    }
}

/// How many bytes the escape has behind its backslash.
fn language_escape(rest: &[u8], start: usize, edits: &mut Edits) -> usize {
    let plain = |edits: &mut Edits, byte: u8| {
        edits.replace(start..start + 2, &[byte]);
        1
    };
    match rest[0] {
        b'n' => plain(edits, b'\n'),
        b'r' => plain(edits, b'\r'),
        b't' => plain(edits, b'\t'),
        b'b' => plain(edits, 8),
        b'f' => plain(edits, 12),
        b'v' => plain(edits, 11),
        b'a' => plain(edits, 7),
        b'e' | b'E' => plain(edits, 27),
        b'0'..=b'7' => {
            let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
            let value = rest[..digits].iter().fold(0_u32, |value, byte| value << 3 | u32::from(byte - b'0'));
            edits.replace(start..start + 1 + digits, &[value.to_le_bytes()[0]]);
            digits
        }
        b'x' => match rest.get(1) {
            Some(b'{') => in_braces(rest, start, edits),
            _ => match hex_number(&rest[1..], 2) {
                (_, 0) => 1,
                (value, digits) => {
                    edits.replace(start..start + 2 + digits, &[value.to_le_bytes()[0]]);
                    1 + digits
                }
            },
        },
        b'u' if rest.get(1) == Some(&b'{') => in_braces(rest, start, edits),
        b'u' => unit(rest, start, edits),
        b'U' => match hex_number(&rest[1..], 8) {
            (value, 8) => {
                if let Some(character) = char::from_u32(value) {
                    edits.put(start..start + 10, character);
                }
                9
            }
            _ => 1,
        },
        b'\n' | b'\r' => continued(rest, start, edits),
        _ => {
            edits.remove(start..start + 1);
            1
        }
    }
}

/// A line that goes on: the break and the white space before the rest are taken out.
fn continued(rest: &[u8], start: usize, edits: &mut Edits) -> usize {
    let end = if rest.starts_with(b"\r\n") { 2 } else { 1 };
    let end = end + blanks(&rest[end..]);
    edits.remove(start..start + 1 + end);
    end
}

/// `u{1F511}`, `x{e9}`.
fn in_braces(rest: &[u8], start: usize, edits: &mut Edits) -> usize {
    let (value, digits) = hex_number(&rest[2..], 6);
    match (char::from_u32(value), rest.get(2 + digits)) {
        (Some(character), Some(b'}')) if digits > 0 => {
            edits.put(start..start + 4 + digits, character);
            3 + digits
        }
        _ => 1,
    }
}

/// `u00e9`, one or more `u`; two of them where they are a surrogate pair.
fn unit(rest: &[u8], start: usize, edits: &mut Edits) -> usize {
    let marks = rest.iter().take(8).take_while(|byte| **byte == b'u').count();
    let (first, digits) = hex_number(&rest[marks..], 4);
    if digits < 4 {
        return 1;
    }
    let mut end = marks + 4;
    let character = if (0xd800..0xdc00).contains(&first) {
        let pair = rest.get(end..).and_then(|rest| rest.strip_prefix(b"\\u")).map(|rest| hex_number(rest, 4));
        match pair {
            Some((second @ 0xdc00..0xe000, 4)) => {
                end += 6;
                char::from_u32(0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00)))
            }
            _ => None,
        }
    } else {
        char::from_u32(first)
    };
    if let Some(character) = character {
        edits.put(start..start + 1 + end, character);
    }
    end
}

/// Words of shells, Markdown, properties files: whatever follows a backslash stands for itself. That differs from
/// [`language`] before letters and digits only.
pub(super) fn literal(bytes: &[u8], edits: &mut Edits) {
    behind(b'\\', bytes, edits, |next| if next.is_ascii_alphanumeric() { Then::Seed } else { Then::Out });
}

/// Quoted strings of shells and of PHP: only before punctuation does a backslash mean anything.
pub(super) fn punctuation(bytes: &[u8], edits: &mut Edits) {
    behind(b'\\', bytes, edits, |next| match next {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Then::Kept,
        _ => Then::Out,
    });
}

/// The escape of cmd.
pub(super) fn carets(bytes: &[u8], edits: &mut Edits) {
    behind(b'^', bytes, edits, |_| Then::Seed);
}

/// What becomes of an escape.
enum Then {
    /// It is taken out.
    Seed,
    /// It is taken out as another decoding would do it, too.
    Out,
    /// It stays, where another decoding would make something of it.
    Kept,
}

fn behind(escape: u8, bytes: &[u8], edits: &mut Edits, then: fn(u8) -> Then) {
    // What can only be a language's escape is no sign of another dialect.
    let is_unit =
        |rest: &[u8]| escape == b'\\' && rest.first() == Some(&b'u') && hex_number(&rest[1..], 4).1 == 4;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(escape, rest)) {
        let start = at + found;
        at = start + 2;
        match bytes.get(start + 1) {
            Some(b'\n' | b'\r') => at = start + 1 + continued(&bytes[start + 1..], start, edits),
            Some(next) => match then(*next) {
                Then::Seed | Then::Kept if is_unit(&bytes[start + 1..]) => {
                    let text: &[u8] = if matches!(then(*next), Then::Kept) { b"\\" } else { b"" };
                    edits.push(start..start + 1, text, false);
                }
                Then::Seed => edits.remove(start..start + 1),
                Then::Out => edits.push(start..start + 1, b"", false),
                Then::Kept => edits.replace(start..start + 1, &[escape]),
            },
            None => return,
        }
    }
}

/// The escape of `PowerShell`.
pub(super) fn backticks(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'`', rest)) {
        let start = at + found;
        at = start + 2;
        let control = match bytes.get(start + 1) {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'0') => 0,
            Some(b'e') => 27,
            Some(b'\n' | b'\r') => {
                at = start + 1 + continued(&bytes[start + 1..], start, edits);
                continue;
            }
            Some(_) => {
                edits.remove(start..start + 1);
                continue;
            }
            None => return,
        };
        edits.replace(start..at, &[control]);
    }
}

/// The escape of `TeamCity`'s messages.
pub(super) fn pipes(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'|', rest)) {
        let start = at + found;
        at = start + 1;
        let (length, character) = match bytes.get(at) {
            Some(b'n') => (1, '\n'),
            Some(b'r') => (1, '\r'),
            Some(byte @ (b'\'' | b'|' | b'[' | b']')) => (1, char::from(*byte)),
            Some(b'0') if bytes.get(at + 1) == Some(&b'x') => match hex_number(&bytes[at + 2..], 4) {
                (value, 4) => (6, char::from_u32(value).unwrap_or('\u{fffd}')),
                _ => continue,
            },
            Some(_) | None => continue,
        };
        edits.put(start..at + length, character);
        at += length;
    }
}

/// `#012`, as rsyslog writes control characters, and bytes beyond ASCII where it is told to.
pub(super) fn octal_behind_hashes(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'#', bytes) {
        if let Some([high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7']) =
            bytes[start + 1..].first_chunk()
        {
            let value = (high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0');
            edits.push(start..start + 4, &[value], value.is_ascii_control() || value >= 0x80);
        }
    }
}

/// Two digits behind a backslash.
pub(super) fn hexadecimal(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'\\', bytes) {
        if let Some(byte) = hex_pair(&bytes[start + 1..]) {
            edits.replace(start..start + 3, &[byte]);
        }
    }
}

/// `\195\169`: bytes as decimal numbers, as Lua, byte strings of Haskell and zone files write them, beside the escapes that those have in common.
pub(super) fn decimal(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'\\', rest)) {
        let start = at + found;
        let rest = &bytes[start + 1..];
        let digits = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        at = start + 1 + digits.max(1);
        if digits > 0 {
            let value =
                rest[..digits].iter().fold(0_u16, |value, digit| 10 * value + u16::from(digit - b'0'));
            if let Ok(byte) = u8::try_from(value) {
                // Letters and digits need none; below 8 octal numbers are the same.
                edits.push(start..at, &[byte], value >= 8 && !byte.is_ascii_alphanumeric());
            }
            continue;
        }
        match rest.first() {
            Some(b'n') => edits.push(start..at, b"\n", false),
            Some(b'r') => edits.push(start..at, b"\r", false),
            Some(b't') => edits.push(start..at, b"\t", false),
            Some(next) if next.is_ascii_punctuation() => edits.push(start..start + 1, b"", false),
            Some(_) | None => {}
        }
    }
}
