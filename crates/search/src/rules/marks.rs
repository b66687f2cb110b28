//! What programs put at the beginning of each line: quote marks, diff marks, comments, borders, times, names, numbers.

use std::ops::Range;

use memchr::memchr_iter;

use super::{blanks, blanks_behind, is_blank};
use crate::tag::mix;
use crate::view::Edits;

/// Calls `each` with the range of every line behind the first.
pub(super) fn lines(bytes: &[u8], mut each: impl FnMut(Range<usize>, Range<usize>)) {
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
            && !is_blank(*next)
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
        if before[left] != line[right] && !is_flag(before, left, line, right) {
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

/// ` P ` and ` F `: a letter by itself tells something of the line.
fn is_flag(before: &[u8], left: usize, line: &[u8], right: usize) -> bool {
    let alone = |bytes: &[u8], at: usize| {
        bytes[at].is_ascii_uppercase() && at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ')
    };
    alone(before, left) && alone(line, right)
}

/// Whether the log of a container says that the line goes on in the next one: ` P ` behind the time and the stream.
fn is_partial(line: &[u8]) -> bool {
    memchr::memmem::find(&line[..line.len().min(LEAD)], b" P ").is_some()
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

/// Whether a line's mark stands directly before the text where one of its neighbours' does: then blanks behind it are the text's.
fn is_glued(line: &[u8]) -> bool {
    matches!(line, [b'+' | b'-' | b'>' | b'#' | b'|' | b'*' | b';', next, ..] if !is_blank(*next) && *next != b'\r')
}

fn with_marks(bytes: &[u8], edits: &mut Edits, then: Break) {
    // Whether one of the lines in a row with the same sign has its text directly behind it.
    let (mut sign, mut glued) = (None, false);
    lines(bytes, |before, line| {
        if sign.is_none() || bytes.get(line.start).copied() != sign {
            sign = bytes.get(line.start).copied();
            glued = bytes.get(before.start).copied() == sign && is_glued(&bytes[before.clone()]);
        }
        glued |= is_glued(&bytes[line.clone()]);
        let text = &bytes[line.clone()];
        let found = marks(&bytes[before.clone()], text);
        let length = if found == 0 { blanks(text) } else { found };
        let end = match then {
            // One line of marks and blanks less: what is left is the indentation of the text.
            Break::Out | Break::Blank => length + blanks(&text[length..]),
            Break::Kept if glued && found == 2 && is_blank(text[1]) => 1,
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
        let goes_on = edits.is_small
            || is_partial(&bytes[before.clone()])
            || is_block(&bytes[line.start + length..line.end]);
        let seed = length > 1 && goes_on && !are_objects(&bytes[before.clone()], &bytes[line.clone()]);
        edits.push(before.end - carriage..line.start + length, b"", seed);
    });
}

/// As far as lines under each other have it in common: what is more is the text's own indentation.
pub(super) fn prefix_taken_out(bytes: &[u8], edits: &mut Edits) {
    let mut all: Vec<(Range<usize>, usize)> = Vec::new();
    lines(bytes, |before, line| {
        let text = &bytes[line.clone()];
        let like = |(before, length): &(Range<usize>, usize)| {
            prefix_at(&bytes[before.start..before.start + length], text)
        };
        let length = match all.last().map(like) {
            Some(length) if length > 1 => length,
            _ => prefix(&bytes[before], text),
        };
        all.push((line, length));
    });
    for at in (1..all.len()).rev() {
        let (next, length) = all[at].clone();
        let (line, own) = &mut all[at - 1];
        if length > 1 && *own > length {
            let shorter =
                prefix_at(&bytes[next.start..next.start + length], &bytes[line.start..line.start + *own]);
            *own = if shorter > 1 { shorter } else { *own };
        }
    }
    for (line, length) in all {
        let rest = &bytes[line.start + length..line.end];
        let is_line = edits.is_small && (LOG_PREFIX..=GUTTER).contains(&length) && rest.len() > 3;
        let goes_on = is_block(rest) || is_line;
        edits.push(line.start..line.start + length, b"", length > 1 && goes_on);
    }
}

/// Of chunks that are no longer, all lines are tried, not only those that look like lines of keys.
pub(crate) const SMALL: usize = 64 * 1024;

/// The indentation that lines under each other have in common, taken out.
pub(super) fn dedented(bytes: &[u8], edits: &mut Edits) {
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut flush = |run: &mut Vec<Range<usize>>| {
        let least = run.iter().map(|line| blanks(&bytes[line.clone()])).min().unwrap_or(0);
        let mut before: Option<Range<usize>> = None;
        for line in run.drain(..) {
            let text = &bytes[line.start + least..line.end];
            // Lines that begin alike are records, not one text.
            let alike = before.as_ref().is_some_and(|before| {
                prefix_at(&bytes[before.start + least..before.end], text) >= LOG_PREFIX
            });
            edits.push(line.start..line.start + least, b"", !alike);
            before = Some(line);
        }
    };
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let line = start..end;
        start = end + 1;
        if bytes[line.clone()].trim_ascii().is_empty() {
            continue;
        }
        if blanks(&bytes[line.clone()]) == 0 {
            flush(&mut run);
        } else {
            run.push(line);
        }
    }
    flush(&mut run);
}

/// How far into a line its number is looked for, and how long a prefix of words may be.
const GUTTER: usize = 100;

/// The numbers of lines, which rise by one, with what stands before them.
pub(super) fn gutters(bytes: &[u8], edits: &mut Edits) {
    let mut before = [None; 2];
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let line = &bytes[start..end];
        let numbers = numbers(line);
        let rises = |(one, next): &(Option<Gutter>, Option<Gutter>)| {
            one.zip(*next).is_some_and(|(one, next)| one.0 + 1 == next.0)
        };
        if let Some((_, Some((_, at)))) = before.into_iter().zip(numbers).find(rises) {
            let rest = &line[at..];
            let gap = blanks(rest);
            let border = match rest[gap..] {
                [0xe2, 0x94, 0x82 | 0x83, ..] => gap + 3,
                [b':' | b'|' | b')', ..] if gap == 0 => 1,
                _ => 0,
            };
            edits.remove(start..start + at + border + blanks(&rest[border..]).min(1));
        }
        before = numbers;
        start = end + 1;
    }
}

/// A number, and where it ends.
type Gutter = (u32, usize);

/// The number at the front, and one before a bracket, with where they end.
fn numbers(line: &[u8]) -> [Option<Gutter>; 2] {
    let number = |digits: &[u8]| digits.iter().fold(0, |number, digit| 10 * number + u32::from(digit - b'0'));
    let first = blanks(line);
    let count = line[first..].iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    let is_gutter = count > 0 && line.get(first + count).is_none_or(|sign| b" \t:|\r".contains(sign));
    let bracket = memchr::memchr(b')', &line[..line.len().min(GUTTER)]);
    let inside = |end: usize| {
        let digits = line[..end].iter().rev().take(8).take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then(|| (number(&line[end - digits..end]), end))
    };
    [is_gutter.then(|| (number(&line[first..first + count]), first + count)), bracket.and_then(inside)]
}

/// Signs with which a program ends each line.
const TAILS: [&[u8]; 8] = [b"^M$", b"^M", b"$", b"+", b"|", "│".as_bytes(), "┃".as_bytes(), "║".as_bytes()];

/// How long such a sign is, with the blanks before it.
fn tail_sign(line: &[u8]) -> usize {
    let line_end = line.trim_ascii_end();
    let sign = TAILS.iter().find(|sign| line_end.ends_with(sign));
    sign.map_or(0, |sign| line.len() - line_end[..line_end.len() - sign.len()].trim_ascii_end().len())
}

/// Signs at the ends of lines taken out, with the marks at the beginning.
pub(super) fn tails_taken_out(bytes: &[u8], edits: &mut Edits) {
    lines(bytes, |before, line| {
        let tail = tail_sign(&bytes[before.clone()]);
        if tail > 0 {
            let text = &bytes[line.clone()];
            edits.push(before.end - tail..before.end, b"", true);
            edits.push(line.start..line.start + marks(&bytes[before], text), b"", false);
        }
    });
    let last = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
    let tail = tail_sign(&bytes[last..]);
    edits.push(bytes.len() - tail..bytes.len(), b"", tail > 0);
}
