//! What programs put at the beginning of each line: quote marks, diff marks, comments, borders, times, names, numbers.

use std::ops::Range;

use memchr::memchr_iter;

use super::{blanks, blanks_behind};
use crate::tag::mix;
use crate::view::Edits;

/// Calls `each` with the range of every line behind the first.
fn lines(bytes: &[u8], mut each: impl FnMut(Range<usize>, Range<usize>)) {
    let mut before: Option<Range<usize>> = None;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if let Some(before) = before.replace(start..end) {
            each(before, start..end);
        }
        start = end + 1;
    }
}

/// The borders of terminals' windows and tables.
const BORDERS: [&str; 4] = ["│", "┃", "║", "▌"];

/// How long the marks at the front of a line are; 0 where there is nothing but white space.
fn marks(before: &[u8], line: &[u8]) -> usize {
    let mut end = 0;
    let mut at = blanks(line);
    let first = before.get(blanks(before));
    loop {
        let rest = &line[at..];
        let border = BORDERS.iter().find(|border| rest.starts_with(border.as_bytes()));
        let length = match (border, rest) {
            (Some(border), _) => border.len(),
            (None, [b'/', b'/', ..] | [b'-', b'-', b' ', ..] | [b';', b';', ..]) => 2,
            (None, [b'>' | b'<' | b'|' | b'+' | b'-' | b'#' | b'*' | b';' | b'%' | b'!', ..]) => 1,
            (None, _) => return end,
        };
        // `-----END`, and digits of Base64: a sign at which a line goes on is a mark where the line before has it as well.
        let is_mark = |sign: u8| end == 0 && first == Some(&sign);
        if let (Some(next), [sign @ (b'+' | b'-' | b'/'), ..]) = (rest.get(length), rest)
            && !super::is_blank(*next)
            && !is_mark(*sign)
        {
            return end;
        }
        at += length;
        // A sign that belongs to the text may follow, so the shortest run of marks that ends with a blank will do.
        end = at + blanks(&line[at..]).min(1);
        let more = blanks(&line[at..]);
        if more == 0 && !rest.starts_with(b">") {
            return end;
        }
        at += more;
    }
}

/// The blanks, and the border before them, with which a line ends.
fn tail(line: &[u8]) -> usize {
    let carriage = usize::from(line.ends_with(b"\r"));
    let line = &line[..line.len() - carriage];
    let line = &line[..line.len() - blanks_behind(line)];
    let border = BORDERS
        .iter()
        .map(|border| border.as_bytes())
        .chain([b"|".as_slice()])
        .find(|border| line.ends_with(border));
    border.map_or(carriage, |border| {
        let line = &line[..line.len() - border.len()];
        border.len() + blanks_behind(line) + carriage
    })
}

/// How far into a line the beginning of the next one is looked for: the first may stand behind a name or a quote.
const LEAD: usize = 64;

/// How much of a line stands in just this way in the line before, numbers taken for equal: up to the last sign that ends
/// such a prefix.
pub(super) fn prefix(before: &[u8], line: &[u8]) -> usize {
    let length = prefix_at(before, line);
    let Some(first) = line.first().filter(|_| length < LOG_PREFIX) else { return length };
    let alike = |byte: u8| byte == *first || byte.is_ascii_digit() && first.is_ascii_digit();
    let places =
        (1..before.len().min(LEAD)).filter(|at| alike(before[*at]) && !is_inside_number(before, *at));
    places.map(|at| prefix_at(&before[at..], line)).find(|length| *length >= LOG_PREFIX).unwrap_or(length)
}

fn is_inside_number(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_digit() && bytes[at - 1].is_ascii_digit()
}

fn prefix_at(before: &[u8], line: &[u8]) -> usize {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (mut left, mut right, mut end) = (0, 0, 0);
    while right < line.len() && left < before.len() {
        if before[left].is_ascii_digit() && line[right].is_ascii_digit() {
            left += digits(&before[left..]);
            right += digits(&line[right..]);
            continue;
        }
        if before[left] != line[right] {
            break;
        }
        left += 1;
        right += 1;
        if is_end(line[right - 1]) {
            end = right;
        }
    }
    end
}

/// Lines that have so much in common at their beginning were written by a program, one by one.
pub(super) const LOG_PREFIX: usize = 8;

/// What stands for such a beginning, numbers taken for equal; none where a line has none, or one of blanks and signs.
pub(super) fn head(line: &[u8]) -> Option<u64> {
    let (mut state, mut words, mut in_number) = (0, 0, false);
    for (at, byte) in line.iter().take(LEAD).enumerate() {
        if *byte == b'\n' {
            return None;
        }
        let is_digit = byte.is_ascii_digit();
        words += usize::from(byte.is_ascii_alphanumeric());
        if !(is_digit && in_number) {
            state = mix(state ^ u64::from(if is_digit { b'0' } else { *byte }));
        }
        in_number = is_digit;
        if at + 1 >= LOG_PREFIX && is_end(*byte) && words >= LOG_PREFIX / 2 {
            return Some(state);
        }
    }
    None
}

/// Whether both lines are objects of their own, as in a log of JSON: nothing goes on from one to the other.
pub(super) fn are_objects(before: &[u8], next: &[u8]) -> bool {
    before.ends_with(b"}") && before.starts_with(b"{") && next.starts_with(b"{")
}

/// The signs that end a prefix.
const fn is_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b':' | b'|' | b'>' | b']' | b')')
}

/// Whether a line looks like one of a block that is stored whole, such as a key: no blanks in it, or the first or last of them.
pub(super) fn is_block(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"-----")
        || (line.len() >= 16 && !line.iter().any(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'=' | b':')))
}

/// What the edit of a line break does.
#[derive(Clone, Copy)]
enum Break {
    Out,
    Kept,
    Blank,
}

fn with_marks(bytes: &[u8], edits: &mut Edits, then: Break) {
    lines(bytes, |before, line| {
        let text = &bytes[line.clone()];
        let found = marks(&bytes[before.clone()], text);
        let length = if found == 0 { blanks(text) } else { found };
        let end = match then {
            // One line of marks and blanks less: what is left is the indentation of the text.
            Break::Out | Break::Blank => length + blanks(&text[length..]),
            Break::Kept => length,
        };
        let cut = if matches!(then, Break::Kept) { 0 } else { tail(&bytes[before.clone()]) };
        let range = before.end - cut..line.start + end;
        match then {
            Break::Out => edits.push(range, b"", found > 0 || cut > 1),
            Break::Blank => edits.push(range, b" ", found > 0 || cut > 1),
            Break::Kept => edits.push(
                line.start..line.start + end,
                b"",
                found > 0 || (end > 0 && is_block(&text[end..])),
            ),
        }
    });
}

/// Taken out with the line breaks.
pub(super) fn joined(bytes: &[u8], edits: &mut Edits) {
    with_marks(bytes, edits, Break::Out);
}

/// Taken out; the line breaks stay.
pub(super) fn taken_out(bytes: &[u8], edits: &mut Edits) {
    with_marks(bytes, edits, Break::Kept);
}

/// Taken for blanks with the line breaks.
pub(super) fn folded(bytes: &[u8], edits: &mut Edits) {
    with_marks(bytes, edits, Break::Blank);
}

/// The prefix that lines have in common, taken out with the line breaks.
pub(super) fn joined_behind_a_prefix(bytes: &[u8], edits: &mut Edits) {
    lines(bytes, |before, line| {
        let length = prefix(&bytes[before.clone()], &bytes[line.clone()]);
        let carriage = usize::from(bytes[before.clone()].ends_with(b"\r"));
        let seed = length > 1 && !are_objects(&bytes[before.clone()], &bytes[line.clone()]);
        edits.push(before.end - carriage..line.start + length, b"", seed);
    });
}

pub(super) fn prefix_taken_out(bytes: &[u8], edits: &mut Edits) {
    lines(bytes, |before, line| {
        let length = prefix(&bytes[before], &bytes[line.clone()]);
        let goes_on = is_block(&bytes[line.start + length..line.end]);
        edits.push(line.start..line.start + length, b"", length > 1 && goes_on);
    });
}
