//! The pass over the bytes of a view: bitmap, then tag, then hash.
//!
//! Only windows that touch what the view's decoding changed are looked at: all others stand in the view that it was made of.

use std::ops::Range;

use crate::index::Index;
use crate::tag::{Keys, LONG, LONG_SHIFT, SHORT_SHIFT, SHORTEST, WINDOW, last, middle, steps_before_last};

/// Places whose states are kept at a time: they stay in the processor's first cache.
const BLOCK: usize = 512;

/// Bits of a bitmap for each value: one place in this many goes on to the tags.
const BITS_PER_VALUE: usize = 128;

/// Bytes that a pass may hash for long values, for each byte that it looks at: a text of one repeated piece has the
/// middle of such a value everywhere.
const HASHED_PER_BYTE: usize = 16;
const LEAST_HASHED: usize = 256 * 1024;

/// What a pass finds.
pub(crate) trait Found {
    /// A value stands at these bytes of the view.
    fn hit(&mut self, at: Range<usize>);

    /// The middle of a long value stands here, but not all of it: another decoding may have it.
    fn part(&mut self, middle: usize, length: usize);
}

/// An index made ready for passes.
pub(crate) struct Matcher {
    keys: Keys,
    short: Vec<Short>,
    long: Long,
    longest: usize,
}

/// Values of one length up to 32 bytes.
struct Short {
    length: usize,
    key: u64,
    bitmap: Bitmap,
    /// Tag and hash, 24 bits each.
    entries: Vec<u64>,
}

/// All longer values.
struct Long {
    key: u64,
    bitmap: Bitmap,
    /// Tag of 32 bits, hash of 16, and the length in the 16 above: sorted by tag.
    entries: Vec<(u32, u32, u16)>,
}

struct Bitmap {
    words: Vec<u64>,
    /// How far to shift a state so that the number of a bit is left.
    shift: u32,
}

impl Bitmap {
    fn new(states: impl ExactSizeIterator<Item = u64>, tag_bits: u32) -> Self {
        let bits = (states.len() * BITS_PER_VALUE).next_power_of_two().ilog2().clamp(10, tag_bits.min(24));
        let mut words = vec![0; 1 << (bits - 6)];
        let shift = 64 - bits;
        for state in states {
            let bit = state >> shift;
            words[(bit >> 6) as usize] |= 1_u64 << (bit & 63);
        }
        Self { words, shift }
    }

    #[inline]
    fn has(&self, state: u64) -> bool {
        let bit = state >> self.shift;
        self.words.get((bit >> 6) as usize).is_some_and(|word| word >> (bit & 63) & 1 == 1)
    }
}

impl Matcher {
    pub(crate) fn new(index: &Index) -> Self {
        let keys = Keys::new(index.salt());
        let (mut short, mut long, mut longest) = (Vec::new(), Vec::new(), 0);
        for (length, entries) in index.groups() {
            longest = length.max(longest);
            if length <= WINDOW {
                let states = entries.iter().map(|entry| entry << 16);
                let bitmap = Bitmap::new(states, 64 - SHORT_SHIFT);
                short.push(Short { length, key: keys.last_key(length), bitmap, entries: entries.to_vec() });
            } else {
                let parts = |entry: &u64| {
                    ((entry >> 16) as u32, u32::try_from(length).unwrap_or(u32::MAX), *entry as u16)
                };
                long.extend(entries.iter().map(parts));
            }
        }
        long.sort_unstable();
        let states = long.iter().map(|(tag, ..)| u64::from(*tag) << LONG_SHIFT);
        let bitmap = Bitmap::new(states, 64 - LONG_SHIFT);
        let long = Long { key: keys.last_key(LONG), bitmap, entries: long };
        Self { keys, short, long, longest }
    }

    /// Bytes of the longest value.
    pub(crate) const fn longest(&self) -> usize {
        self.longest
    }

    /// Looks at all windows of `bytes` that touch one of `changed`, or, with `all_long`, at the middles of all that may.
    pub(crate) fn pass(&self, bytes: &[u8], changed: &[Range<u32>], all_long: bool, found: &mut dyn Found) {
        let states = &mut States {
            rows: Box::new([[0; BLOCK]; 4]),
            left: (HASHED_PER_BYTE * bytes.len()).max(LEAST_HASHED),
        };
        if all_long {
            self.pass_range(states, bytes, 0..bytes.len(), true, found);
            return;
        }
        // Ranges of starts that would overlap are looked at as one.
        let mut open: Option<Range<usize>> = None;
        for range in changed {
            let range = range.start as usize..range.end as usize;
            match &mut open {
                Some(before) if range.start.saturating_sub(WINDOW) <= before.end => {
                    before.end = range.end.max(before.end);
                }
                _ => {
                    if let Some(before) = open.replace(range) {
                        self.pass_range(states, bytes, before, false, found);
                    }
                }
            }
        }
        if let Some(last) = open {
            self.pass_range(states, bytes, last, false, found);
        }
    }

    /// Looks at the windows that end where one of `changed` ends.
    pub(crate) fn pass_ends(&self, bytes: &[u8], changed: &[Range<u32>], found: &mut dyn Found) {
        for end in changed.iter().map(|range| range.end as usize) {
            for group in &self.short {
                let Some(start) = end.checked_sub(group.length) else { break };
                let Some(window) = bytes.get(start..end) else { continue };
                let state = self.keys.window(window, group.length);
                if group.bitmap.has(state) {
                    self.check_short(group, bytes, start, state, found);
                }
            }
        }
        // Where a long value ends is not known before its middle was seen.
        if !self.long.entries.is_empty() {
            self.pass(bytes, changed, true, found);
        }
    }

    /// Windows that touch `range`, an empty one being a place where something was taken out.
    fn pass_range(
        &self,
        states: &mut States,
        bytes: &[u8],
        range: Range<usize>,
        only_long: bool,
        found: &mut dyn Found,
    ) {
        let from = range.start.saturating_sub(WINDOW - 1);
        let until = range.end.min(bytes.len());
        let mut start = from;
        while start < until && start + SHORTEST <= bytes.len() {
            let count = BLOCK.min(until - start);
            // No window in this block is longer than the deepest row that is filled.
            states.fill(&self.keys, &bytes[start..], count);
            if !only_long {
                for group in &self.short {
                    self.pass_short(group, bytes, start, count, &range, states, found);
                }
            }
            if !self.long.entries.is_empty() {
                self.pass_long(bytes, start, count, states, found);
            }
            start += count;
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the innermost loop, taken out of the one function that calls it"
    )]
    fn pass_short(
        &self,
        group: &Short,
        bytes: &[u8],
        start: usize,
        count: usize,
        range: &Range<usize>,
        states: &States,
        found: &mut dyn Found,
    ) {
        let length = group.length;
        // The first start whose window reaches into the range.
        let skipped = (range.start + 1).saturating_sub(length).saturating_sub(start);
        let Some(blocks) = bytes.get(start + skipped + length - SHORTEST..) else { return };
        let Some(row) = states.rows[steps_before_last(length)].get(skipped..count) else { return };
        for (at, (state, block)) in row.iter().zip(blocks.windows(SHORTEST)).enumerate() {
            let state = last(*state, word(block), group.key);
            if group.bitmap.has(state) {
                let at = start + skipped + at;
                self.check_short(group, bytes, at, state, found);
            }
        }
    }

    #[inline(never)]
    fn check_short(&self, group: &Short, bytes: &[u8], at: usize, state: u64, found: &mut dyn Found) {
        let tag = state >> SHORT_SHIFT;
        let first = group.entries.partition_point(|entry| entry >> 24 < tag);
        let mut candidates = group.entries[first..].iter().take_while(|entry| *entry >> 24 == tag).peekable();
        if candidates.peek().is_none() {
            return;
        }
        let window = at..at + group.length;
        let hash = self.keys.hash(&bytes[window.clone()]) >> 40;
        if candidates.any(|entry| entry & 0xff_ffff == hash) {
            found.hit(window);
        }
    }

    fn pass_long(
        &self,
        bytes: &[u8],
        start: usize,
        count: usize,
        states: &mut States,
        found: &mut dyn Found,
    ) {
        let Some(blocks) = bytes.get(start + WINDOW - SHORTEST..) else { return };
        let States { rows, left } = states;
        let row = &rows[steps_before_last(WINDOW)][..count];
        for (at, (state, block)) in row.iter().zip(blocks.windows(SHORTEST)).enumerate() {
            let state = last(*state, word(block), self.long.key);
            if self.long.bitmap.has(state) {
                self.check_long(bytes, start + at, state, left, found);
            }
        }
    }

    #[inline(never)]
    fn check_long(&self, bytes: &[u8], at: usize, state: u64, left: &mut usize, found: &mut dyn Found) {
        let tag = (state >> LONG_SHIFT) as u32;
        let first = self.long.entries.partition_point(|(entry, ..)| *entry < tag);
        let candidates = self.long.entries[first..].iter().take_while(|(entry, ..)| *entry == tag);
        let mut before = None;
        for &(_, length, hash) in candidates {
            let length = length as usize;
            let window = at.checked_sub(middle(length)).map(|start| start..start + length);
            let value = window.clone().and_then(|window| bytes.get(window));
            if value.is_some() {
                let Some(rest) = left.checked_sub(length) else { return };
                *left = rest;
            }
            match (window, value) {
                (Some(window), Some(value)) if self.keys.hash(value) >> 48 == u64::from(hash) => {
                    found.hit(window);
                }
                _ if before == Some(length) => {}
                _ => found.part(at, length),
            }
            before = Some(length);
        }
    }
}

/// Per place: the state before the last step, for windows of up to 8, 16, 24 and 32 bytes.
struct States {
    rows: Box<[[u64; BLOCK]; 4]>,
    /// Bytes of long values that may still be hashed.
    left: usize,
}

impl States {
    /// Rows whose block lies behind the end of `bytes` keep what they had: no window that fits needs them.
    fn fill(&mut self, keys: &Keys, bytes: &[u8], count: usize) {
        for step in 0..3 {
            let [before, after] =
                self.rows.get_disjoint_mut([step, step + 1]).unwrap_or_else(|_| unreachable!());
            let Some(blocks) = bytes.get(step * SHORTEST..) else { return };
            for ((after, before), block) in
                after[..count].iter_mut().zip(before.iter()).zip(blocks.windows(SHORTEST))
            {
                *after = keys.absorb(step, *before, word(block));
            }
        }
    }
}

#[inline]
fn word(block: &[u8]) -> u64 {
    block.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{Found, Matcher};
    use crate::index::Index;
    use crate::tag::Salt;

    #[derive(Default)]
    struct Places(Vec<Range<usize>>, Vec<(usize, usize)>);

    impl Found for Places {
        fn hit(&mut self, at: Range<usize>) {
            self.0.push(at);
        }

        fn part(&mut self, middle: usize, length: usize) {
            self.1.push((middle, length));
        }
    }

    #[test]
    fn values_of_every_length_are_found_at_every_place() {
        let text: Vec<u8> = (0..3000).map(|at| (crate::tag::mix(at) >> 32) as u8).collect();
        for length in (8..70).chain([200, 1000]) {
            for at in [0, 1, 7, 480, 511, 512, 513, 1500, text.len() - length] {
                let index = Index::of(Salt::new([1; 16]), [&text[at..at + length]]);
                let mut found = Places::default();
                Matcher::new(&index).pass(&text, &[Range { start: 0, end: 3000 }], false, &mut found);
                assert_eq!(found.0, [Range { start: at, end: at + length }], "{length} at {at}");
            }
        }
    }

    #[test]
    fn only_windows_that_touch_a_change_are_looked_at() {
        let text = b"..........a value of ours..........";
        let index = Index::of(Salt::new([1; 16]), [b"a value of ours".as_slice()]);
        let matcher = Matcher::new(&index);
        for (changed, expected) in [
            (9..10, false),
            (10..10, false),
            (10..11, true),
            (11..11, true),
            (24..25, true),
            (24..24, true),
            (25..25, false),
            (25..26, false),
        ] {
            let mut found = Places::default();
            matcher.pass(text, std::slice::from_ref(&changed), false, &mut found);
            assert_eq!(found.0.len(), usize::from(expected), "{changed:?}");
        }
    }

    #[test]
    fn the_middle_of_a_long_value_alone_is_a_part() {
        let value: Vec<u8> = (0..100).collect();
        let index = Index::of(Salt::new([1; 16]), [&*value]);
        let mut found = Places::default();
        Matcher::new(&index).pass(&value[..99], &[Range { start: 0, end: 99 }], false, &mut found);
        assert!(found.0.is_empty());
        assert_eq!(found.1, [(34, 100)]);
    }
}
