//! Bytes as numbers: hexadecimal digits in a row, lists of them, and decimal lists.

use std::ops::Range;

use super::base64::{Run, push_texts};
use super::{Pieces, hex_digit, hex_pair};
use crate::buffer::Buffer;
use crate::bytes::{Bytes, HEX};
use crate::decoding::Decoding;
use crate::tag::SHORTEST;
use crate::view::Piece;

/// Digits in a row, and numbers with separators or prefixes.
pub(super) fn pieces(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let (mut run, mut decoded, mut numbers) = (Run::new(), Buffer::new(), Piece::new(Decoding::Hex));
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| hex_digit(*byte).is_some()) {
        at += found;
        let count = bytes[at..].iter().take_while(|byte| hex_digit(**byte).is_some()).count();
        let end = if count < FEWEST_PER_LINE { at } else { row(bytes, at, &mut run, &mut decoded, pieces) };
        let may_be_list = match bytes.get(at + count) {
            Some(b'x' | b'X') if count == 1 => true,
            Some(next) => count == 2 && LIST_GAPS.has(*next),
            None => false,
        };
        at = match (end > at, may_be_list) {
            (true, _) => end,
            (false, true) => list(bytes, at, &mut numbers, pieces),
            (false, false) => at + count,
        };
        if pieces.enough() {
            return;
        }
    }
}

static DIGITS: Bytes = Bytes::of(HEX);

/// Lines of a list of numbers are none of digits in a row.
const FEWEST_PER_LINE: usize = 8;

/// Digits in a row from `at` on; where they end, or `at` where they are too few.
fn row(bytes: &[u8], at: usize, run: &mut Run, decoded: &mut Buffer, pieces: &mut Pieces<'_>) -> usize {
    let end = run.read(bytes, at, &DIGITS, FEWEST_PER_LINE);
    if run.length < 2 * SHORTEST {
        return at;
    }
    if !pieces.are_news(run.range()) {
        return end;
    }
    for skipped in 0..2 {
        if !pieces.may_read(run.length / 2) {
            return end;
        }
        decoded.clear();
        let mut high = None;
        for digit in run.lines().flat_map(|line| &bytes[line]).skip(skipped) {
            let digit = hex_digit(*digit).unwrap_or_default();
            match high.take() {
                Some(high) => decoded.push(high << 4 | digit),
                None => high = Some(digit),
            }
        }
        push_texts(decoded, &|byte| run.place(skipped + 2 * byte), Decoding::Hex, pieces);
    }
    end
}

/// Numbers that make a text.
pub(super) fn push_numbers(piece: &Piece, range: Range<usize>, pieces: &mut Pieces<'_>) {
    if piece.bytes().len() >= SHORTEST && pieces.are_news(range) && pieces.may_read(piece.bytes().len()) {
        push_texts(piece.bytes(), &|at| piece.place(at), piece.decoding(), pieces);
    }
}

/// What may stand between numbers of two digits.
static LIST_GAPS: Bytes = Bytes::of(b" \t\r\n,:;-\\\"'");

/// Numbers of two digits each; where they end.
fn list(bytes: &[u8], start: usize, piece: &mut Piece, pieces: &mut Pieces<'_>) -> usize {
    piece.clear();
    let mut at = start;
    loop {
        // The `0` of `0x` is a digit, so a list is met there; the `x` of `\x` is not.
        let prefixed = match bytes[at..] {
            [b'0', b'x' | b'X', ..] => 2,
            [b'\\', b'x', ..] => 2,
            [b'\\', b'\\', b'x', ..] => 3,
            _ => 0,
        };
        let from = at + prefixed;
        let digits = bytes[from..].iter().take(3).take_while(|byte| hex_digit(**byte).is_some()).count();
        let value = match digits {
            2 => hex_pair(&bytes[from..]),
            1 if prefixed > 0 => hex_digit(bytes[from]),
            3 if prefixed > 0 && bytes[at] == b'\\' => hex_pair(&bytes[from..]),
            _ => None,
        };
        let Some(value) = value else { break };
        piece.push(value, at);
        at = from + digits.min(2);
        let gap = bytes[at..].iter().take(80).take_while(|byte| LIST_GAPS.has(**byte)).count();
        let goes_on =
            |gap: usize| bytes.get(at + gap).is_some_and(|byte| hex_digit(*byte).is_some() || *byte == b'\\');
        // The backslash of the next `\x` is no separator.
        let escape = bytes.get(at + gap) == Some(&b'x') && bytes[..at + gap].ends_with(b"\\");
        let gap = if escape { gap - 1 - usize::from(bytes[..at + gap].ends_with(b"\\\\")) } else { gap };
        if !goes_on(gap) || (gap == 0 && !escape) {
            break;
        }
        at += gap;
    }
    push_numbers(piece, start..at, pieces);
    // Past the digits that were looked at, and at least past the word that they begin.
    let rest = bytes[at..].iter().take_while(|byte| hex_digit(**byte).is_some()).count();
    (at + rest).max(start + 1)
}

/// What may stand between decimal numbers.
static DECIMAL_GAPS: Bytes = Bytes::of(b" \t\r\n,;-");

/// Bytes as decimal numbers: `[83, 69, 67]`, signed or not.
pub(super) fn decimals(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let mut piece = Piece::new(Decoding::DecimalBytes);
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        at += found;
        let start = at;
        // Most numbers stand alone.
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 3 || !bytes.get(at + digits).is_some_and(|next| DECIMAL_GAPS.has(*next)) {
            at += digits;
            continue;
        }
        piece.clear();
        loop {
            let negative = at > 0 && bytes[at - 1] == b'-';
            let digits = bytes[at..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
            let number = bytes[at..at + digits]
                .iter()
                .fold(0_u16, |number, digit| 10 * number + u16::from(digit - b'0'));
            let value = if negative { 256_u16.wrapping_sub(number) } else { number };
            let Some(value) = u8::try_from(value).ok().filter(|_| (1..4).contains(&digits)) else { break };
            piece.push(value, at);
            at += digits;
            let gap = bytes[at..].iter().take(80).take_while(|byte| DECIMAL_GAPS.has(**byte)).count();
            if gap == 0 || !bytes.get(at + gap).is_some_and(u8::is_ascii_digit) {
                break;
            }
            at += gap;
        }
        push_numbers(&piece, start..at, pieces);
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count().max(1);
        if pieces.enough() {
            return;
        }
    }
}
