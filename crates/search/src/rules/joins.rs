//! Values that stand in several strings or cells.

use memchr::memchr_iter;

use super::Pieces;
use crate::bytes::Bytes;
use crate::decoding::Decoding;
use crate::view::{Edits, Piece};

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_space(**byte)).count()
}

/// Between two strings that are put together, there is no more than this.
const LONGEST_SEAM: usize = 200;

/// `"a" + "b"`, `'a' . 'b'`, `"a" "b"`, `"a",⏎ "b"`, `(a) -20 (b)`: from one closing quote to the next opening one.
pub(super) fn strings(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while at < bytes.len() {
        let length = match bytes[at] {
            b'"' | b'\'' | b'`' => seam(&bytes[at..bytes.len().min(at + LONGEST_SEAM)]),
            b')' => kerning(&bytes[at..bytes.len().min(at + 24)]),
            _ => None,
        };
        if let Some(length) = length {
            edits.remove(at..at + length);
        }
        at += length.unwrap_or(1);
    }
}

/// `"a", "b"`: strings of a list that are the lines of a text.
pub(super) fn lines(bytes: &[u8], edits: &mut Edits) {
    for at in memchr_iter(b',', bytes) {
        let before = &bytes[..at];
        let before =
            &before[..before.len() - before.iter().rev().take_while(|byte| is_space(**byte)).count()];
        let start = at + 1 + spaces(&bytes[at + 1..]);
        let (Some(quote @ (b'"' | b'\'')), Some(next)) = (before.last(), bytes.get(start)) else { continue };
        let string = &bytes[start + 1..bytes.len().min(start + 1 + LONGEST_SEAM)];
        let end = memchr::memchr(*quote, string);
        // The next member of an object is none.
        let is_name = end.is_some_and(|end| string[end + 1..].trim_ascii_start().starts_with(b":"));
        if next == quote && !is_name {
            edits.replace(before.len() - 1..start + 1, b"\n");
        }
    }
}

fn seam(rest: &[u8]) -> Option<usize> {
    static BEGINS: Bytes = Bytes::of(b" \t\r\n+.&|~,<>\\_^-/#brfuRBFUNL@$");
    if !rest.get(1).is_some_and(|next| BEGINS.has(*next)) {
        return None;
    }
    let mut at = 1 + spaces(&rest[1..]);
    let operators = rest[at..].iter().take(3).take_while(|byte| b"+.&|~,<>\\_^-".contains(byte)).count();
    let in_list = rest[at..].starts_with(b",");
    at += operators;
    at += spaces(&rest[at..]);
    // A comment may stand behind the operator.
    if rest[at..].starts_with(b"//") || rest[at..].starts_with(b"#") {
        at += rest[at..].iter().position(|byte| *byte == b'\n')?;
        at += spaces(&rest[at..]);
    }
    // `\n` of a string that ends a line is part of the text; so is everything but the prefixes of strings.
    at += rest[at..].iter().take(2).take_while(|byte| b"brfuRBFUNL@$".contains(byte)).count();
    let opens = rest.get(at).is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    // `""` is no seam but an empty string or a doubled quote; in a list only lines follow each other; and other quotes
    // without a blank between are signs of the text.
    let seam = &rest[..at];
    let fits = rest.get(at) == rest.first() || seam.iter().any(|byte| is_space(*byte));
    (opens && at > 1 && fits && (!in_list || seam.contains(&b'\n'))).then_some(at + 1)
}

/// PDF's texts are cut where letters are moved together.
fn kerning(rest: &[u8]) -> Option<usize> {
    let number = rest[1..].iter().take_while(|byte| byte.is_ascii_digit() || b" .-".contains(byte)).count();
    (rest.get(1 + number) == Some(&b'(')).then_some(2 + number)
}

/// Cells of a table whose texts go on in the next row. The borders are `|` or `│`.
pub(super) fn cells(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let mut rows: Vec<Vec<std::ops::Range<usize>>> = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let row = row(bytes, start, end);
        let goes_on = rows.last().is_some_and(|before| before.len() == row.len());
        if !goes_on {
            columns(bytes, &rows, pieces);
            rows.clear();
        }
        if row.len() > 1 {
            rows.push(row);
        }
        if pieces.enough() {
            return;
        }
        start = end + 1;
    }
    columns(bytes, &rows, pieces);
}

/// The cells of a line, their blanks left out.
fn row(bytes: &[u8], start: usize, end: usize) -> Vec<std::ops::Range<usize>> {
    let mut cells = Vec::new();
    let mut from = start;
    let mut at = start;
    while at <= end {
        let border = match &bytes[at..end] {
            [b'|', ..] => 1,
            [0xe2, 0x94, 0x82 | 0x83, ..] | [0xe2, 0x95, 0x91, ..] => 3,
            [] => 1,
            _ => 0,
        };
        if border > 0 {
            let cell = &bytes[from..at];
            let left = spaces(cell);
            let right = cell.iter().rev().take_while(|byte| is_space(**byte)).count();
            cells.push(from + left..(at - right).max(from + left));
            from = at + border;
        }
        at += border.max(1);
    }
    cells
}

fn columns(bytes: &[u8], rows: &[Vec<std::ops::Range<usize>>], pieces: &mut Pieces<'_>) {
    let (first, last) = (rows.first().and_then(|row| row.first()), rows.last().and_then(|row| row.last()));
    let news = first.zip(last).is_some_and(|(first, last)| pieces.are_news(first.start..last.end));
    if rows.len() < 2 || !news {
        return;
    }
    for column in 0..rows[0].len() {
        let mut piece = Piece::new(Decoding::Cells);
        for range in rows.iter().map(|row| &row[column]) {
            for at in range.clone() {
                piece.push(bytes[at], at);
            }
        }
        pieces.push(piece);
        if pieces.enough() {
            return;
        }
    }
}
