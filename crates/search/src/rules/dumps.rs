//! Dumps and traces: lines of bytes or text, each behind its offset.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use super::hex::push_numbers;
use super::marks::is_block;
use super::{Pieces, blanks, character, hex_digit, hex_number, hex_pair};
use crate::decoding::Decoding;
use crate::view::{Edits, Piece, offset as place};

/// Most bytes that a line of a dump shows.
const WIDEST: usize = 64;

/// One line of a dump: its bytes, and the digits of a group.
struct DumpLine {
    bytes: Vec<(u8, usize)>,
    group: usize,
}

/// Lines that begin with an offset, as `hexdump`, `xxd`, `od`, `tcpdump` and Wireshark write them.
pub(super) fn dumps(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let mut open: Option<(Piece, Piece, usize)> = None;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        match dump_line(bytes, start, end) {
            Some(line) => {
                let (plain, swapped, _) = open.get_or_insert_with(|| {
                    (Piece::new(Decoding::HexDump), Piece::new(Decoding::HexDump), start)
                });
                for group in line.bytes.chunks(line.group) {
                    group.iter().for_each(|(byte, place)| plain.push(*byte, *place));
                    group.iter().rev().for_each(|(byte, place)| swapped.push(*byte, *place));
                }
            }
            None => {
                if let Some((plain, swapped, from)) = open.take() {
                    push_dump(&plain, &swapped, from..start, pieces);
                }
            }
        }
        start = end + 1;
        if pieces.enough() {
            return;
        }
    }
    if let Some((plain, swapped, from)) = open {
        push_dump(&plain, &swapped, from..bytes.len(), pieces);
    }
}

fn push_dump(plain: &Piece, swapped: &Piece, range: Range<usize>, pieces: &mut Pieces<'_>) {
    push_numbers(plain, range.clone(), pieces);
    if plain.bytes() != swapped.bytes() {
        push_numbers(swapped, range, pieces);
    }
}

/// The first offset of a line that bytes stand behind; something else may stand before it.
fn dump_line(bytes: &[u8], start: usize, end: usize) -> Option<DumpLine> {
    let end = end - usize::from(end > start && bytes[end - 1] == b'\r');
    let line = &bytes[..end];
    let mut at = start + blanks(&line[start..]);
    if let Some(found) = dump_line_at(line, at, 1) {
        return Some(found);
    }
    while at < end {
        let word = line[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if (4..=18).contains(&word)
            && let Some(found) = dump_line_at(line, at, 2)
        {
            return Some(found);
        }
        at += word.max(1);
    }
    None
}

/// With at least so many groups.
fn dump_line_at(line: &[u8], at: usize, least: usize) -> Option<DumpLine> {
    let digits = |at: usize| line[at..].iter().take_while(|byte| hex_digit(**byte).is_some()).count();
    let prefix = |at: usize| if line[at..].starts_with(b"0x") { 2 } else { 0 };
    let mut at = at + prefix(at);
    let offset = digits(at);
    if !(4..=16).contains(&offset) {
        return None;
    }
    at += offset + symbol(&line[at + offset..]);
    at += usize::from(line.get(at) == Some(&b':'));
    let mut gap = blanks(&line[at..]);
    if gap == 0 {
        return None;
    }
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut length = 0;
    while gap > 0 {
        // Two blanks stand before the column of characters, and in the middle of sixteen bytes.
        let ends = !groups.is_empty() && gap > 1 && !(gap == 2 && length == 8);
        let prefix = prefix(at + gap);
        let from = at + gap + prefix;
        let count = digits(from);
        let most = if prefix > 0 { 16 } else { 8 };
        let is_group = (2..=most).contains(&count)
            && count.is_multiple_of(2)
            && line.get(from + count).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if ends || !is_group || length + count / 2 > WIDEST {
            break;
        }
        length += count / 2;
        at = from + count;
        groups.push(from..at);
        gap = blanks(&line[at..]);
    }
    (groups.len() >= least).then(|| DumpLine::of(line, &groups))
}

/// ` <buffer+4>`, as `gdb` writes it behind an address.
fn symbol(rest: &[u8]) -> usize {
    let Some(name) = rest.strip_prefix(b" <") else { return 0 };
    let end = memchr(b'>', &name[..name.len().min(LONGEST_SYMBOL)]);
    end.filter(|end| name.get(end + 1) == Some(&b':')).map_or(0, |end| end + 3)
}

const LONGEST_SYMBOL: usize = 200;

impl DumpLine {
    /// Of hexadecimal digits, unless all are those of `od`'s octal words or of the bits of `xxd -b`: no text is made of
    /// the bytes that such digits stand for otherwise.
    fn of(line: &[u8], groups: &[Range<usize>]) -> Self {
        let all = |count: usize, is_one: fn(&[u8]) -> bool| {
            groups.iter().all(|group| group.len() == count && is_one(&line[group.clone()]))
        };
        let number = |group: &Range<usize>, bits: u32| {
            line[group.clone()].iter().fold(0_u32, |number, digit| number << bits | u32::from(digit - b'0'))
        };
        let is_octal =
            |word: &[u8]| word[0] <= b'1' && word.iter().all(|digit| (b'0'..=b'7').contains(digit));
        if all(6, is_octal) {
            let word = |group: &Range<usize>| {
                let [low, high, ..] = number(group, 3).to_le_bytes();
                [(high, group.start), (low, group.start)]
            };
            return Self { bytes: groups.iter().flat_map(word).collect(), group: 2 };
        }
        if all(8, |bits| bits.iter().all(|digit| matches!(digit, b'0' | b'1'))) {
            let byte = |group: &Range<usize>| (number(group, 1).to_le_bytes()[0], group.start);
            return Self { bytes: groups.iter().map(byte).collect(), group: 1 };
        }
        let pairs = groups.iter().flat_map(|group| group.clone().step_by(2));
        let bytes = pairs.filter_map(|at| Some((hex_pair(&line[at..])?, at))).collect();
        Self { bytes, group: groups.iter().map(|group| group.len() / 2).max().unwrap_or(1) }
    }
}

/// Lines of columns that are four wide, a byte in each, as `od -c`, `od -a`, `od -b` and `hexdump -c` write them.
pub(super) fn columns(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let (mut open, mut width): (Option<(Piece, usize)>, _) = (None, 0);
    // Columns of the line before.
    let mut count = 0;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let text = end - usize::from(end > start && bytes[end - 1] == b'\r');
        if let Some(Row { bytes: row, columns }) = columns_of(bytes, start..text) {
            let (piece, _) = open.get_or_insert_with(|| (Piece::new(Decoding::HexDump), start));
            // Blanks at the end of a line are lost where it was copied; never more than what is left of it.
            if width <= 2 * count {
                (count..width).for_each(|_| piece.push(b' ', start));
            }
            row.iter().for_each(|(byte, place)| piece.push(*byte, *place));
            (count, width) = (columns, width.max(columns));
        } else if open.is_none() || !is_of_numbers(&bytes[start..text]) {
            if let Some((piece, from)) = open.take() {
                push_numbers(&piece, from..start, pieces);
            }
            (count, width) = (0, 0);
        }
        start = end + 1;
        if pieces.enough() {
            return;
        }
    }
    if let Some((piece, from)) = open {
        push_numbers(&piece, from..bytes.len(), pieces);
    }
}

/// The same bytes once more: `od -t x1c`.
fn is_of_numbers(line: &[u8]) -> bool {
    line.iter().all(|byte| *byte == b' ' || hex_digit(*byte).is_some())
}

/// A line of columns.
struct Row {
    /// Each byte, and where in the text its column stands.
    bytes: Vec<(u8, usize)>,
    /// Fewer than its bytes where a character has several.
    columns: usize,
}

/// The bytes that stand in the columns of a line, if there is nothing but columns behind its offset.
fn columns_of(bytes: &[u8], line: Range<usize>) -> Option<Row> {
    let text = &bytes[line.clone()];
    let starts = match offset_end(text) {
        Some(end) => [end, end + 1],
        // There is none where it was not asked for, and where a line shows the bytes of the one before once more: then the
        // columns tell by where they end how long one would be.
        None => {
            let first = text.iter().take_while(|byte| **byte == b' ').count();
            let word = text[first..].iter().take(4).take_while(|byte| **byte != b' ').count();
            match (first + word) % 4 {
                _ if first == 0 || word == 0 || word > 3 => return None,
                0 | 1 => [0, 1],
                2 => [6, 6],
                _ => [7, 7],
            }
        }
    };
    starts.into_iter().find_map(|start| {
        let mut row = Row { bytes: Vec::new(), columns: 0 };
        let mut at = start;
        while text.get(at..).is_some_and(|rest| rest.len() >= 4 || !rest.trim_ascii().is_empty()) {
            if row.columns == WIDEST {
                return None;
            }
            at += column(text, at, line.start, &mut row.bytes)?;
            row.columns += 1;
        }
        (!row.bytes.is_empty()).then_some(row)
    })
}

/// Where the offset of a line ends; something else may stand before it.
fn offset_end(text: &[u8]) -> Option<usize> {
    let is_offset = |digits: usize| (6..=8).contains(&digits);
    let first = blanks(text);
    let digits = text[first..].iter().take(9).take_while(|byte| hex_digit(**byte).is_some()).count();
    if is_offset(digits) && text.get(first + digits) == Some(&b' ') {
        return Some(first + digits);
    }
    if first > 0 {
        return None;
    }
    let end = memmem::find(&text[..text.len().min(LEAD)], b"  ")?;
    let digits = text[..end].iter().rev().take(9).take_while(|byte| hex_digit(**byte).is_some()).count();
    is_offset(digits).then_some(end)
}

/// How far into a line its offset is looked for.
const LEAD: usize = 128;

/// Adds what stands in the column at `at`; how wide that is.
fn column(text: &[u8], at: usize, start: usize, row: &mut Vec<(u8, usize)>) -> Option<usize> {
    let rest = text.get(at..at + 4)?;
    let gap = rest.iter().take_while(|byte| **byte == b' ').count();
    let value = match &rest[gap..] {
        [] => b' ',
        [byte @ b'!'..=b'~'] => *byte,
        // A character whole, and two stars for each of its other bytes.
        [0x80..=0xff] => {
            let (_, length) = character(&text[at + gap..])?;
            let bytes = &text[at + gap..at + gap + length];
            row.extend(bytes.iter().map(|byte| (*byte, start + at + gap)));
            return Some(gap + length);
        }
        b"**" => return Some(4),
        b"\\0" | b"nul" => 0,
        b"\\a" => 7,
        b"\\b" => 8,
        b"\\t" | b"ht" => b'\t',
        b"\\n" | b"nl" => b'\n',
        b"\\v" => 11,
        b"\\f" => 12,
        b"\\r" | b"cr" => b'\r',
        b"sp" => b' ',
        [high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7'] => {
            (high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0')
        }
        _ => return None,
    };
    row.push((value, start + at + gap.min(3)));
    Some(4)
}

/// `0040: text`, as `curl --trace-ascii` writes it: where an offset is as far from the one before as that line is long, its
/// text goes on; where it is two bytes more, a line break stood there.
pub(super) fn traces(bytes: &[u8], edits: &mut Edits) {
    // The offset that the next line has, if it goes on, and where the line ended.
    let mut before: Option<(u32, usize)> = None;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let text_end = end - usize::from(end > start && bytes[end - 1] == b'\r');
        let line = &bytes[start..text_end];
        let found = trace_offset(line);
        if let (Some((next, last)), Some((offset, length))) = (before, found) {
            if offset == next {
                edits.remove(last..start + length);
            } else if offset.checked_sub(next) == Some(2) {
                let seed = edits.is_small || is_block(&line[length..]);
                edits.push(start..start + length, b"", seed);
            }
        }
        before = found.map(|(offset, length)| (offset.saturating_add(place(line.len() - length)), text_end));
        start = end + 1;
    }
}

/// The offset at the front, and the bytes that it takes.
fn trace_offset(line: &[u8]) -> Option<(u32, usize)> {
    let (offset, digits) = hex_number(line, 8);
    let is_offset = digits >= 4 && line[digits..].starts_with(b":");
    is_offset.then(|| (offset, digits + 1 + usize::from(line.get(digits + 1) == Some(&b' '))))
}
