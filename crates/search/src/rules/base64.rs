//! Base64 of either alphabet, padded or not, folded or not.
//!
//! A run of digits is decoded from each of its first four places, so it does not matter where in it a text begins. What
//! comes out counts only where it could be a text.

use zeroize::Zeroize;

use super::Pieces;
use crate::buffer::Buffer;
use crate::bytes::{BASE64, Bytes};
use crate::decoding::Decoding;
use crate::tag::SHORTEST;
use crate::view::Piece;

/// Digits of the shortest value.
const FEWEST: usize = (8 * SHORTEST).div_ceil(6);

static DIGITS: Bytes = Bytes::of(BASE64);

/// What each digit stands for.
static VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let mut at = 0;
    while at < BASE64.len() {
        values[BASE64[at] as usize] = if at < 64 { at } else { at - 2 } as u8;
        at += 1;
    }
    values
};

pub(super) fn pieces(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let (mut run, mut digits, mut decoded) = (Run::new(), Buffer::new(), Buffer::new());
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| DIGITS.has(*byte)) {
        at = run.read(bytes, at + found, &DIGITS, 1);
        if run.length < FEWEST || !pieces.are_news(run.range()) {
            continue;
        }
        digits.clear();
        for line in run.lines() {
            digits.extend(&bytes[line]);
        }
        if !pieces.are_new(&digits, run.place(0)) {
            continue;
        }
        for skipped in 0..4 {
            if !pieces.may_read(digits.len() * 3 / 4) {
                return;
            }
            decode(&digits[skipped..], &mut decoded);
            // The first of the two digits that a byte begins in.
            let place = |byte: usize| run.place(skipped + byte / 3 * 4 + byte % 3);
            push_texts(&decoded, &place, Decoding::Base64, pieces);
        }
    }
}

/// A line break with the blanks around it; 0 where there is none.
pub(super) fn fold(bytes: &[u8]) -> usize {
    let length = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    if bytes[..length].contains(&b'\n') { length } else { 0 }
}

/// Digits in a row, over several lines.
pub(super) struct Run {
    /// How many there are.
    pub(super) length: usize,
    /// Of each line, how many digits stand before it, and where it begins.
    lines: Vec<(usize, usize)>,
}

impl Run {
    pub(super) const fn new() -> Self {
        Self { length: 0, lines: Vec::new() }
    }

    /// The digits from `at` on, where there is one, over lines that have at least so many; answers where they end.
    pub(super) fn read(&mut self, bytes: &[u8], mut at: usize, digits: &Bytes, least: usize) -> usize {
        self.lines.clear();
        self.length = 0;
        loop {
            let count = bytes[at..].iter().take_while(|byte| digits.has(**byte)).count();
            self.lines.push((self.length, at));
            self.length += count;
            at += count;
            let gap = fold(&bytes[at..]);
            if gap == 0 || count < least || !bytes.get(at + gap).is_some_and(|byte| digits.has(*byte)) {
                return at;
            }
            at += gap;
        }
    }

    /// Where the digit with that number stands.
    pub(super) fn place(&self, digit: usize) -> usize {
        let line = self.lines.partition_point(|(before, _)| *before <= digit).saturating_sub(1);
        self.lines.get(line).map_or(0, |(before, at)| at + digit - before)
    }

    /// From the first digit to the last one.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.place(0)..self.place(self.length.saturating_sub(1)) + 1
    }

    /// Where the digits of each line stand.
    pub(super) fn lines(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let ends = self.lines.iter().skip(1).map(|(before, _)| *before).chain([self.length]);
        self.lines.iter().zip(ends).map(|((before, at), end)| *at..at + end - before)
    }
}

/// Groups of digits that are decoded at a time.
const GROUPS: usize = 32;

/// Digits to bytes; bits that make no whole byte are left out.
pub(super) fn decode(digits: &[u8], decoded: &mut Buffer) {
    decoded.clear();
    let bytes = |[a, b, c, d]: [u8; 4]| {
        let digit = |byte: u8| VALUES[usize::from(byte)];
        [digit(a) << 2 | digit(b) >> 4, digit(b) << 4 | digit(c) >> 2, digit(c) << 6 | digit(d)]
    };
    let (groups, rest) = digits.as_chunks();
    for groups in groups.chunks(GROUPS) {
        let mut block = [[0; 3]; GROUPS];
        for (three, group) in block.iter_mut().zip(groups) {
            *three = bytes(*group);
        }
        decoded.extend(block[..groups.len()].as_flattened());
        block.zeroize();
    }
    if let [first, more @ ..] = rest {
        let mut group = [b'A'; 4];
        group[0] = *first;
        group[1..=more.len()].copy_from_slice(more);
        decoded.extend(&bytes(group)[..more.len()]);
    }
}

/// A run of text that is not all of what was decoded has at most one control character in so many bytes.
const TEXT_PER_CONTROL: usize = 16;

/// Passes on the parts of what was decoded that could be a text; UTF-16 as a whole. `place` tells where each byte stood.
pub(super) fn push_texts(
    bytes: &[u8],
    place: &dyn Fn(usize) -> usize,
    decoding: Decoding,
    pieces: &mut Pieces<'_>,
) {
    let mut push = |range: std::ops::Range<usize>| {
        let start = range.start;
        pieces.push(Piece::of(decoding, &bytes[range], &|at| place(start + at)));
        pieces.enough()
    };
    let zeros = memchr::memchr_iter(0, bytes).count();
    if 4 * zeros >= bytes.len() && zeros < bytes.len() {
        push(0..bytes.len());
        return;
    }
    let mut text = |range: std::ops::Range<usize>| {
        let is_control = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 27);
        let could_be = range.len() >= SHORTEST
            && (range.len() == bytes.len()
                || TEXT_PER_CONTROL * bytes[range.clone()].iter().filter(is_control).count() <= range.len());
        could_be && push(range)
    };
    let (mut start, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let length =
            if byte.is_ascii() { 1 } else { super::character(&bytes[at..]).map_or(0, |(_, length)| length) };
        // One byte of Latin-1 within a text of ASCII.
        let is_within = || {
            at >= start + 3
                && bytes[at - 3..at].iter().all(u8::is_ascii_graphic)
                && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic)
        };
        if length == 0 && !is_within() {
            if text(start..at) {
                return;
            }
            start = at + 1;
        }
        at += length.max(1);
    }
    text(start..at);
}
