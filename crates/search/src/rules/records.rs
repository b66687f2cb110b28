//! Records of which each holds a line of a text, as logs do.

use memchr::memchr_iter;

use super::marks::{is_block, lines};
use crate::view::Edits;

/// What may stand between the texts of two records: behind the one and before the other.
const LONGEST_SEAM: usize = 300;

/// Records of which each holds a line of a text: what they have in common before and behind it, numbers taken for equal, is taken
/// for a line break.
pub(super) fn on_lines(bytes: &[u8], edits: &mut Edits) {
    lines(bytes, |before, line| {
        let (one, next) = (&bytes[before.clone()], &bytes[line.clone()]);
        seam(one, next, before.start, line.start, edits);
    });
}

/// The same of records in a row: `{…},{…}`.
pub(super) fn in_a_row(bytes: &[u8], edits: &mut Edits) {
    let mut starts: Vec<usize> =
        memchr_iter(b'{', bytes).filter(|at| bytes[..*at].trim_ascii_end().ends_with(b"},")).collect();
    let Some(second) = starts.first().copied() else { return };
    let first = bytes[..second].windows(2).rposition(|pair| pair == b"[{").map_or(0, |at| at + 1);
    starts.insert(0, first);
    starts.push(bytes.len());
    for places in starts.windows(3) {
        let [first, next, end] = *places else { continue };
        let one = bytes[first..next].trim_ascii_end();
        let one = one.strip_suffix(b",").unwrap_or(one);
        seam(one, &bytes[next..end], first, next, edits);
    }
}

fn seam(one: &[u8], next: &[u8], start: usize, next_start: usize, edits: &mut Edits) {
    let whole = next.trim_ascii_end();
    let whole = whole.strip_suffix(b",").unwrap_or(whole);
    // The last of a list.
    let whole = &whole[..whole.windows(2).position(|pair| pair == b"}]").map_or(whole.len(), |at| at + 1)];
    if one.first() != whole.first() || one.last() != whole.last() {
        return;
    }
    let behind = suffix(one, whole);
    let ahead = lead(&one[..one.len() - behind], whole);
    if behind > 0 && ahead > 0 && behind + ahead <= LONGEST_SEAM {
        let text = whole[ahead..].split(|byte| b"\"'<`\\".contains(byte)).next().unwrap_or_default();
        let seed = edits.is_small || is_block(text);
        edits.push(start + one.len() - behind..next_start + ahead, b"\n", seed);
    }
}

/// How much of a record stands in just this way at the front of the one before, up to the last quote or sign.
fn lead(before: &[u8], record: &[u8]) -> usize {
    common(before.iter().copied(), record, |byte| b"\"'>`=:".contains(&byte))
}

/// The same of its end.
fn suffix(before: &[u8], record: &[u8]) -> usize {
    let reversed: Vec<u8> = before.iter().rev().copied().take(LONGEST_SEAM).collect();
    common(record.iter().rev().copied().take(LONGEST_SEAM), &reversed, |byte| b"\"'<`\\".contains(&byte))
}

/// How many bytes of `record` are those of `before`, numbers taken for equal, up to the last one that ends such a thing.
fn common(before: impl Iterator<Item = u8>, record: &[u8], is_end: impl Fn(u8) -> bool) -> usize {
    let mut before = before.peekable();
    let (mut at, mut end) = (0, 0);
    while let (Some(byte), Some(other)) = (record.get(at), before.peek()) {
        if byte.is_ascii_digit() && other.is_ascii_digit() {
            while before.next_if(u8::is_ascii_digit).is_some() {}
            at += record[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            continue;
        }
        if byte != other {
            break;
        }
        before.next();
        at += 1;
        if is_end(*byte) {
            end = at;
        }
    }
    end
}
