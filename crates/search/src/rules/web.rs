//! What URLs, forms, HTML and mail make of a text.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::words::entity;
use super::{base64, blanks_behind, hex_number, hex_pair};
use crate::buffer::Buffer;
use crate::bytes::{BASE64, Bytes};
use crate::view::Edits;

/// `%41`; `%u0041` as JavaScript's `escape` writes it; `%AZP25` as Azure's pipelines write `%`.
pub(super) fn percent(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'%', bytes) {
        percent_escape(bytes, start, edits, true);
    }
}

fn percent_escape(bytes: &[u8], start: usize, edits: &mut Edits, seed: bool) {
    let rest = &bytes[start + 1..];
    if let Some(byte) = hex_pair(rest) {
        edits.push(start..start + 3, &[byte], seed);
    } else if rest.starts_with(b"AZP25") {
        edits.push(start..start + 6, b"%", seed);
    } else if rest.starts_with(b"u")
        && let (high @ 0xd800..0xdc00, 4) = hex_number(&rest[1..], 4)
        && let Some(b"%u") = rest.get(5..7)
        && let (low @ 0xdc00..0xe000, 4) = hex_number(&rest[7..], 4)
        && let Some(character) = char::from_u32(0x1_0000 + ((high - 0xd800) << 10 | (low - 0xdc00)))
    {
        edits.push(start..start + 12, character.encode_utf8(&mut [0; 4]).as_bytes(), seed);
    } else if rest.starts_with(b"u")
        && let (value, 4) = hex_number(&rest[1..], 4)
        && let Some(character) = char::from_u32(value)
    {
        edits.push(start..start + 6, character.encode_utf8(&mut [0; 4]).as_bytes(), seed);
    }
}

/// The same, and `+` for a blank.
pub(super) fn form(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = memchr2(b'%', b'+', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        if bytes[start] == b'+' {
            edits.push(start..at, b" ", !is_time_zone(bytes, start) && !is_digit(bytes, start));
        } else {
            percent_escape(bytes, start, edits, false);
        }
    }
}

/// ` +0100`, as it stands behind the time in logs.
fn is_time_zone(bytes: &[u8], plus: usize) -> bool {
    let digits = bytes[plus + 1..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    digits == 4 && plus > 0 && bytes[plus - 1] == b' '
}

/// One of Base64, in which there are few.
fn is_digit(bytes: &[u8], plus: usize) -> bool {
    static DIGITS: Bytes = Bytes::of(BASE64);
    let near = |byte: &&u8| DIGITS.has(**byte);
    let before = bytes[..plus].iter().rev().take(LONG_WORD).take_while(near);
    let behind = bytes[plus..].iter().take(LONG_WORD).take_while(near);
    let (count, blanks) = before
        .chain(behind)
        .fold((0, 0), |(count, blanks), byte| (count + 1, blanks + usize::from(*byte == b'+')));
    count >= LONG_WORD && count > 16 * blanks
}

/// So many letters and digits are no word.
const LONG_WORD: usize = 48;

/// `&#65;`, `&#x41;`, and the names of what is not a letter or a digit of ASCII.
pub(super) fn html(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'&', bytes) {
        let rest = &bytes[start + 1..];
        if let Some(digits) = rest.strip_prefix(b"#") {
            numeric(digits, start, edits);
        } else {
            let length = rest.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let closed = rest.get(length) == Some(&b';');
            if let Some(character) = entity(&rest[..length], closed) {
                edits.put(start..start + 1 + length + usize::from(closed), character);
            } else if let Some((name, character)) = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"')]
                .into_iter()
                .find(|(name, _)| rest.starts_with(name.as_bytes()))
            {
                edits.put(start..start + 1 + name.len(), character);
            }
        }
    }
}

fn numeric(digits: &[u8], start: usize, edits: &mut Edits) {
    let (value, length) = match digits.first() {
        Some(b'x' | b'X') => {
            let (value, length) = hex_number(&digits[1..], 6);
            (value, if length == 0 { 0 } else { length + 1 })
        }
        _ => {
            let length = digits.iter().take(7).take_while(|byte| byte.is_ascii_digit()).count();
            (digits[..length].iter().fold(0, |value, digit| 10 * value + u32::from(digit - b'0')), length)
        }
    };
    if let Some(character) = char::from_u32(value).filter(|_| length > 0) {
        let closed = digits.get(length) == Some(&b';');
        edits.put(start..start + 2 + length + usize::from(closed), character);
    }
}

/// `=41`, and lines that go on.
pub(super) fn quoted_printable(bytes: &[u8], edits: &mut Edits) {
    // Where the last sign stands that is no escape.
    let mut bare = None;
    for start in memchr_iter(b'=', bytes) {
        let rest = &bytes[start + 1..];
        if rest.starts_with(b"\r\n") {
            edits.remove(start..start + 3);
        } else if rest.starts_with(b"\n") {
            edits.remove(start..start + 2);
        } else if let Some(byte) = hex_pair(rest) {
            let is_beside_bare = || {
                let next = &rest[2..rest.len().min(2 + BARE)];
                let next = &next[..memchr(b'\n', next).unwrap_or(next.len())];
                let is_bare = |at: usize| hex_pair(&next[at + 1..]).is_none() && at + 2 < next.len();
                bare.is_some_and(|bare: usize| bare + BARE > start && !bytes[bare..start].contains(&b'\n'))
                    || memchr(b'=', next).is_some_and(is_bare)
            };
            // `page=12&q=x` is none: who writes so escapes every `=`, and letters and digits seldom.
            let is_usual = byte == b'=' || byte >= 0x80;
            let is_upper = !rest[..2].iter().any(u8::is_ascii_lowercase);
            edits.push(start..start + 3, &[byte], is_usual || is_upper && !is_beside_bare());
        } else {
            bare = Some(start);
        }
    }
}

/// How far from an escape another `=` tells that it is none.
const BARE: usize = 64;

/// `=?utf-8?Q?a=20b_c?=` in the header of a mail.
pub(super) fn quoted_words(bytes: &[u8], edits: &mut Edits) {
    encoded_words(bytes, b'q', edits, |text, start, edits| {
        for (at, byte) in text.iter().enumerate() {
            let range = start + at..start + at + 1;
            match byte {
                b'_' => edits.replace(range, b" "),
                b'=' => {
                    if let Some(byte) = hex_pair(&text[at + 1..]) {
                        edits.replace(range.start..range.start + 3, &[byte]);
                    }
                }
                _ => {}
            }
        }
    });
}

/// `=?utf-8?B?YSBi?=`.
pub(super) fn base64_words(bytes: &[u8], edits: &mut Edits) {
    let mut decoded = Buffer::new();
    encoded_words(bytes, b'b', edits, |text, start, edits| {
        let digits = text.len() - text.iter().rev().take_while(|byte| **byte == b'=').count();
        for (number, group) in text[..digits].chunks(4).enumerate() {
            base64::decode(group, &mut decoded);
            let at = start + 4 * number;
            edits.replace(at..at + group.len(), &decoded);
        }
        edits.remove(start + digits..start + text.len());
    });
}

/// Calls `decode` with the text of each word of that encoding, and where it begins; takes the rest of the word out, and the
/// white space between two words.
fn encoded_words(
    bytes: &[u8],
    encoding: u8,
    edits: &mut Edits,
    mut decode: impl FnMut(&[u8], usize, &mut Edits),
) {
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"=?") {
        let start = at + found;
        at = start + 2;
        let Some((written, text)) = encoded_word(bytes, start) else { continue };
        at = text.end + 2;
        if written.eq_ignore_ascii_case(&encoding) {
            edits.remove(start..text.start);
            decode(&bytes[text.clone()], text.start, edits);
            let space = bytes[at..].iter().take(16).take_while(|byte| byte.is_ascii_whitespace()).count();
            let gap = if bytes[at + space..].starts_with(b"=?") { space } else { 0 };
            edits.remove(text.end..at + gap);
        }
    }
}

/// The encoding of the word at `start`, and where its text stands.
fn encoded_word(bytes: &[u8], start: usize) -> Option<(u8, Range<usize>)> {
    let charset = start + 2;
    let end = charset + memchr(b'?', &bytes[charset..bytes.len().min(charset + LONGEST_CHARSET)])?;
    let &[_, encoding, b'?', ..] = &bytes[end..] else { return None };
    let text = end + 3;
    let length = memchr(b'?', &bytes[text..bytes.len().min(text + LONGEST_WORD)])?;
    bytes[text + length..].starts_with(b"?=").then_some((encoding, text..text + length))
}

const LONGEST_CHARSET: usize = 32;

/// The standard allows 75 bytes; not all programs keep to it.
const LONGEST_WORD: usize = 1000;

/// The longest element that is taken for one.
const LONGEST_TAG: usize = 400;

/// Elements, and the addresses that chats put around what they take for a link: `<b>`, `<https://a.b|a.b>`.
pub(super) fn tags(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + found;
        at = start + 1;
        let rest = &bytes[at..bytes.len().min(at + LONGEST_TAG)];
        if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/' || *byte == b'!') {
            continue;
        }
        let Some(end) = memchr2(b'>', b'<', rest).filter(|end| rest[*end] == b'>') else { continue };
        let inside = &rest[..end];
        if let Some(bar) = memchr(b'|', inside).filter(|bar| memchr(b':', &inside[..*bar]).is_some()) {
            edits.remove(start..at + bar + 1);
            edits.remove(at + end..at + end + 1);
        } else if is_address(inside) {
            edits.remove(start..at);
            edits.remove(at + end..at + end + 1);
        } else {
            edits.remove(start..at + end + 1);
        }
        at += end + 1;
    }
}

/// Elements with which a line ends, taken for line breaks.
pub(super) fn tags_for_breaks(bytes: &[u8], edits: &mut Edits) {
    const ENDS: [&[u8]; 8] =
        [b"<br>", b"<br/>", b"<br />", b"</p>", b"</div>", b"</tr>", b"</li>", b"</pre>"];
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + found;
        let rest = &bytes[start..bytes.len().min(start + LONGEST_TAG)];
        at = start + 1;
        let Some(end) = memchr2(b'>', b'<', &rest[1..]).filter(|end| rest[end + 1] == b'>') else { continue };
        at = start + end + 2;
        if ENDS.iter().any(|tag| rest[..end + 2].eq_ignore_ascii_case(tag)) {
            // With the line break that stands in the source.
            let space = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            at += if bytes[at..at + space].contains(&b'\n') { space } else { 0 };
            edits.replace(start..at, b"\n");
        } else if rest[1].is_ascii_alphabetic() || rest[1] == b'/' {
            edits.push(start..at, b"", false);
        }
    }
}

fn is_address(inside: &[u8]) -> bool {
    let scheme = inside.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    inside[scheme..].starts_with(b":") && blanks_behind(inside) == 0 && !inside.contains(&b' ')
}
