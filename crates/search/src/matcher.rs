//! The pass over the bytes of a view: bitmap, then tag, then hash.
//!
//! Only windows that touch what the view's decoding changed are looked at: all others stand in the view that it was made of.

use std::ops::Range;

use zeroize::Zeroize;

use crate::index::Index;
use crate::tag::{Keys, LONG, LONG_SHIFT, SHORT_SHIFT, SHORTEST, WINDOW, last, middle, steps_before_last};

/// Places whose states are kept at a time: they stay in the processor's first cache.
const BLOCK: usize = 512;

/// Bits of all bitmaps, so that they stay in the processor's second cache; and for each value at least and at most so many: one
/// place in this many goes on to the tags.
const ALL_BITS: usize = 1 << 21;
const LEAST_BITS: usize = 16;
const MOST_BITS: usize = 256;

/// Bytes that a pass may hash for long values, for each byte that it looks at: a text of one repeated piece has the
/// middle of such a value everywhere.
const HASHED_PER_BYTE: usize = 16;
const LEAST_HASHED: usize = 256 * 1024;

/// What a pass finds.
pub(crate) trait Found {
    /// A value stands at these bytes of the view.
    fn hit(&mut self, at: Range<usize>);

    /// A long value stands at these bytes of the view, but for the line break at its end.
    fn hit_before(&mut self, at: Range<usize>, line_break: &'static [u8]);

    /// The middle of a long value stands here, but not all of it: another decoding may have it.
    fn part(&mut self, middle: usize, length: usize);
}

/// An index made ready for passes.
pub(crate) struct Matcher {
    keys: Keys,
    short: Vec<Short>,
    long: Long,
    longest: usize,
    states: States,
}

/// Values of one length up to 32 bytes.
struct Short {
    length: usize,
    key: u64,
    bitmap: Bitmap,
    /// Tag and hash, 24 bits each.
    entries: Vec<u64>,
    first: First,
}

struct Long {
    key: u64,
    bitmap: Bitmap,
    /// Tag of 32 bits, hash of 16, and the length in the 16 above: sorted by tag.
    entries: Vec<(u32, u32, u16)>,
    first: First,
}

/// Where in a sorted list the entries begin whose tags begin with some bits: about two for each.
struct First {
    starts: Vec<u32>,
    shift: u32,
}

impl First {
    /// For tags at the top of 64 bits.
    fn new(tags: impl ExactSizeIterator<Item = u64>) -> Self {
        let shift = 63 - (tags.len() / 2 + 1).ilog2();
        let mut starts = vec![0; (2 << (63 - shift)) + 1];
        for tag in tags {
            let next = (tag >> shift) as usize + 1;
            starts[next] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, shift }
    }

    /// The first entry that can have the tag of this state.
    fn of(&self, state: u64) -> usize {
        self.starts.get((state >> self.shift) as usize).map_or(0, |start| *start as usize)
    }
}

struct Bitmap {
    words: Vec<u64>,
    /// How far to shift a state so that the number of a bit is left.
    shift: u32,
}

impl Bitmap {
    fn new(states: impl ExactSizeIterator<Item = u64>, bits_per_value: usize, tag_bits: u32) -> Self {
        let bits = (states.len() * bits_per_value).next_power_of_two().ilog2().clamp(10, tag_bits.min(24));
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
        let bit = (state >> self.shift) as usize;
        self.words.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}

impl Matcher {
    pub(crate) fn new(index: &Index) -> Self {
        let keys = Keys::new(index.salt());
        let (mut short, mut long, mut longest) = (Vec::new(), Vec::new(), 0);
        let bits = (ALL_BITS / index.len().max(1)).clamp(LEAST_BITS, MOST_BITS);
        for (length, entries) in index.groups() {
            longest = length.max(longest);
            if length <= WINDOW {
                let states = entries.iter().map(|entry| entry << 16);
                let first = First::new(states.clone());
                let bitmap = Bitmap::new(states, bits, 64 - SHORT_SHIFT);
                let key = keys.last_key(length);
                short.push(Short { length, key, bitmap, entries: entries.to_vec(), first });
            } else {
                let parts = |entry: &u64| {
                    ((entry >> 16) as u32, u32::try_from(length).unwrap_or(u32::MAX), *entry as u16)
                };
                long.extend(entries.iter().map(parts));
            }
        }
        long.sort_unstable();
        let states = long.iter().map(|(tag, ..)| u64::from(*tag) << LONG_SHIFT);
        let first = First::new(states.clone());
        let bitmap = Bitmap::new(states, bits, 64 - LONG_SHIFT);
        let long = Long { key: keys.last_key(LONG), bitmap, entries: long, first };
        Self { states: States::new(&keys), keys, short, long, longest }
    }

    /// Bytes of the longest value.
    pub(crate) const fn longest(&self) -> usize {
        self.longest
    }

    /// Looks at all windows of `bytes` that touch one of `changed`, or, with `all_long`, at the middles of all that may.
    pub(crate) fn pass(
        &mut self,
        bytes: &[u8],
        changed: &[Range<u32>],
        all_long: bool,
        found: &mut dyn Found,
    ) {
        self.states.left = (HASHED_PER_BYTE * bytes.len()).max(LEAST_HASHED);
        if all_long {
            self.pass_range(bytes, 0..bytes.len(), true, found);
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
                        self.pass_range(bytes, before, false, found);
                    }
                }
            }
        }
        if let Some(last) = open {
            self.pass_range(bytes, last, false, found);
        }
    }

    /// What stands before `end` and is a value together with one of the line breaks, of up to 32 bytes.
    pub(crate) fn ends_at(
        &mut self,
        bytes: &[u8],
        end: usize,
        line_breaks: &'static [&'static [u8]],
        mut found: impl FnMut(Range<usize>, &'static [u8]),
    ) {
        for line_break in line_breaks {
            let mut window = [0; WINDOW];
            let (before, after) = window.split_at_mut(WINDOW - line_break.len());
            let taken = end.min(before.len());
            let (unused, before) = before.split_at_mut(before.len() - taken);
            before.copy_from_slice(&bytes[end - taken..end]);
            after.copy_from_slice(line_break);
            let is_full = unused.is_empty();
            let state = self.keys.window(&window, KNOWN_END);
            if !self.states.known.has(state) {
                let mut is_found = false;
                let most = taken + line_break.len();
                for group in self.short.iter().take_while(|group| group.length <= most) {
                    let value = &window[WINDOW - group.length..];
                    let state = self.keys.window(value, group.length);
                    if group.bitmap.has(state) && group.holds(&self.keys, value, state) {
                        is_found = true;
                        found(end + line_break.len() - group.length..end, line_break);
                    }
                }
                if !is_found && is_full {
                    self.states.known.add(state);
                }
            }
            window.zeroize();
        }
    }

    /// Windows that touch `range`, an empty one being a place where something was taken out.
    fn pass_range(&mut self, bytes: &[u8], range: Range<usize>, only_long: bool, found: &mut dyn Found) {
        let Self { keys, short, long, states, .. } = self;
        let from = range.start.saturating_sub(WINDOW - 1);
        let until = range.end.min(bytes.len());
        let mut start = from;
        while start < until && start + SHORTEST <= bytes.len() {
            let count = BLOCK.min(until - start);
            // No window in this block is longer than the deepest row that is filled.
            states.fill(keys, &bytes[start..], count);
            if only_long {
                states.take_all(count);
            } else {
                states.take_new(&bytes[start..], count);
                for group in &*short {
                    // The first start whose window reaches into the range.
                    let first = (range.start + 1).saturating_sub(group.length).saturating_sub(start);
                    group.pass(keys, bytes, start, first, states, found);
                }
            }
            if !long.entries.is_empty() {
                long.pass(keys, bytes, start, states, found);
            }
            if !only_long {
                // Before this one, some windows do not reach into the range and were not looked at.
                states.remember(
                    &bytes[start..],
                    (range.start + 1).saturating_sub(SHORTEST).saturating_sub(start),
                );
            }
            start += count;
        }
    }
}

impl Short {
    /// Looks at the windows in a block that begins at `start`, but for those that begin before `first` of it.
    fn pass(
        &self,
        keys: &Keys,
        bytes: &[u8],
        start: usize,
        first: usize,
        states: &mut States,
        found: &mut dyn Found,
    ) {
        states.find_candidates(&self.bitmap, self.key, self.length, first, bytes.len() - start);
        for (at, state) in states.candidates.iter().copied() {
            let window = start + at..start + at + self.length;
            if self.holds(keys, &bytes[window.clone()], state) {
                states.hit[at] = true;
                found.hit(window);
            }
        }
    }

    /// Whether one of the values has this tag and this hash.
    #[inline(never)]
    fn holds(&self, keys: &Keys, value: &[u8], state: u64) -> bool {
        let tag = state >> SHORT_SHIFT;
        let near = self.entries[self.first.of(state)..].iter().skip_while(|entry| *entry >> 24 < tag);
        let mut candidates = near.take_while(|entry| *entry >> 24 == tag).peekable();
        if candidates.peek().is_none() {
            return false;
        }
        let hash = keys.hash(value) >> 40;
        candidates.any(|entry| entry & 0xff_ffff == hash)
    }
}

impl Long {
    fn pass(&self, keys: &Keys, bytes: &[u8], start: usize, states: &mut States, found: &mut dyn Found) {
        states.find_candidates(&self.bitmap, self.key, WINDOW, 0, bytes.len() - start);
        let States { candidates, hit, left, .. } = states;
        for (at, state) in candidates.iter().copied() {
            hit[at] |= self.check(keys, bytes, start + at, state, left, found);
        }
    }

    /// Whether the middle of a value stands at `at`.
    #[inline(never)]
    fn check(
        &self,
        keys: &Keys,
        bytes: &[u8],
        at: usize,
        state: u64,
        left: &mut usize,
        found: &mut dyn Found,
    ) -> bool {
        let tag = (state >> LONG_SHIFT) as u32;
        let near = &self.entries[self.first.of(state)..];
        let start = near.iter().take_while(|(entry, ..)| *entry < tag).count();
        let count = near[start..].iter().take_while(|(entry, ..)| *entry == tag).count();
        let candidates = &near[start..start + count];
        // By length: what stands there is hashed once for all values of it.
        for group in candidates.chunk_by(|one, next| one.1 == next.1) {
            let length = group[0].1 as usize;
            let start = at.checked_sub(middle(length));
            let mut is_whole = false;
            for end in ENDS {
                let Some(window) = start.map(|start| start..start + length - end.len()) else { break };
                let Some(value) = bytes.get(window.clone()) else { continue };
                let Some(rest) = left.checked_sub(length) else { return true };
                *left = rest;
                let its = keys.hash_of_both(value, end) >> 48;
                if !group.iter().any(|(.., hash)| u64::from(*hash) == its) {
                    continue;
                }
                is_whole = true;
                match end {
                    b"" => found.hit(window),
                    end => found.hit_before(window, end),
                }
                break;
            }
            if !is_whole {
                found.part(at, length);
            }
        }
        !candidates.is_empty()
    }
}

/// What a value may be stored with that stands elsewhere without.
const ENDS: [&[u8]; 3] = [b"", b"\n", b"\r\n"];

/// What a pass computes for the places of a block, and what it has seen before.
struct States {
    /// The eight bytes at each place of the block, and behind it as far as a window reaches.
    words: Box<[u64; BLOCK + WINDOW - SHORTEST]>,
    /// Per place: the state before the last step, for windows of up to 8, 16, 24 and 32 bytes.
    rows: Box<[[u64; BLOCK]; 4]>,
    /// The places whose windows are looked at, in order.
    new: Vec<Range<usize>>,
    /// Those of a group that go on to the tags, with their states.
    candidates: Vec<(usize, u64)>,
    /// What stands for the 32 bytes at a place, as far as there are so many.
    whole: Box<[u64; BLOCK]>,
    /// Whether something was found at a place.
    hit: Box<[bool; BLOCK]>,
    known: Known,
    /// For what stands for 32 bytes.
    key: u64,
    /// Bytes of long values that may still be hashed.
    left: usize,
}

impl States {
    fn new(keys: &Keys) -> Self {
        Self {
            words: Box::new([0; _]),
            rows: Box::new([[0; _]; _]),
            new: Vec::new(),
            candidates: Vec::new(),
            whole: Box::new([0; _]),
            hit: Box::new([false; _]),
            known: Known::new(),
            key: keys.last_key(KNOWN_START),
            left: 0,
        }
    }

    /// For the `count` places at the front of `bytes`. What lies behind the end of `bytes` stays as it was: no window that fits
    /// needs it.
    fn fill(&mut self, keys: &Keys, bytes: &[u8], count: usize) {
        for (to, block) in self.words[..count + WINDOW - SHORTEST].iter_mut().zip(bytes.windows(SHORTEST)) {
            *to = word(block);
        }
        for step in 0..3 {
            let [before, after] =
                self.rows.get_disjoint_mut([step, step + 1]).unwrap_or_else(|_| unreachable!());
            let words = &self.words[step * SHORTEST..];
            for ((after, before), word) in after[..count].iter_mut().zip(&*before).zip(words) {
                *after = keys.absorb(step, *before, *word);
            }
        }
        self.hit[..count].fill(false);
        self.new.clear();
    }

    fn take_all(&mut self, count: usize) {
        self.new.push(0..count);
    }

    /// Leaves out the places whose 32 bytes were looked at before, to no avail.
    fn take_new(&mut self, bytes: &[u8], count: usize) {
        let Self { words, rows, new, whole, known, key, .. } = self;
        let fit = (bytes.len() + 1).saturating_sub(WINDOW).min(count);
        let row = &rows[steps_before_last(WINDOW)];
        let words = &words[WINDOW - SHORTEST..];
        let mut start = 0;
        for (at, (whole, (state, word))) in whole[..fit].iter_mut().zip(row.iter().zip(words)).enumerate() {
            *whole = last(*state, *word, *key);
            if known.has(*whole) {
                if start < at {
                    new.push(start..at);
                }
                start = at + 1;
            }
        }
        new.push(start..count);
    }

    /// The places from `first` on where a window of `length` may be a value, with their states; there are `left` bytes from the
    /// block's beginning on.
    fn find_candidates(&mut self, bitmap: &Bitmap, key: u64, length: usize, first: usize, left: usize) {
        let Self { words, rows, new, candidates, .. } = self;
        let row = &rows[steps_before_last(length)];
        let words = &words[length - SHORTEST..];
        let fit = (left + 1).saturating_sub(length);
        candidates.clear();
        for run in &*new {
            let run = run.start.max(first)..run.end.min(fit);
            if run.is_empty() {
                continue;
            }
            for (at, (state, word)) in run.clone().zip(row[run.clone()].iter().zip(&words[run])) {
                let state = last(*state, *word, key);
                if bitmap.has(state) {
                    candidates.push((at, state));
                }
            }
        }
    }

    /// From now on the places that were looked at are known, but for those before `first` and those where something was found.
    fn remember(&mut self, bytes: &[u8], first: usize) {
        let fit = (bytes.len() + 1).saturating_sub(WINDOW);
        for at in self.new.iter().flat_map(|run| run.start.max(first)..run.end.min(fit)) {
            if !self.hit[at] {
                self.known.add(self.whole[at]);
            }
        }
    }
}

impl Drop for States {
    fn drop(&mut self) {
        self.words.zeroize();
        self.rows.as_flattened_mut().zeroize();
        self.candidates.zeroize();
        self.whole.zeroize();
        self.known.0.zeroize();
    }
}

/// What stands for stretches of 32 bytes that were looked at: logs repeat themselves. A newer one takes an older one's place.
struct Known(Vec<u64>);

/// So many of them stay in the processor's second cache.
const KNOWN_BITS: u32 = 15;

/// In place of the length of a value, for stretches of which all values that begin or end there were looked for.
const KNOWN_START: usize = 0;
const KNOWN_END: usize = 1;

impl Known {
    fn new() -> Self {
        Self(vec![0; 1 << KNOWN_BITS])
    }

    #[inline]
    fn has(&self, state: u64) -> bool {
        self.0.get((state >> (64 - KNOWN_BITS)) as usize) == Some(&state)
    }

    fn add(&mut self, state: u64) {
        if let Some(place) = self.0.get_mut((state >> (64 - KNOWN_BITS)) as usize) {
            *place = state;
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

        fn hit_before(&mut self, at: Range<usize>, _: &'static [u8]) {
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
        let mut matcher = Matcher::new(&index);
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
