//! What a search has found: values and their places.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use latchboard_contract::FullFingerprint;
use memchr::memchr_iter;
use sha2::{Digest, Sha256};

use crate::decoding::Decoding;
use crate::explorer::Sink;
use crate::input::Kind;
use crate::place::Place;
use crate::recognise::{Recognised, recognise};
use crate::tag::{WINDOW, middle};
use crate::view::{Target, View, offset};

/// Places that are kept for a value; more are counted.
pub const MOST_PLACES: usize = 100;

/// Long values found in part that are looked for again, for each chunk.
const MOST_PARTS: usize = 4096;

/// What may stand around and between the lines of a value, to each side.
const LEAST_AROUND: usize = 256;
const MOST_AROUND: usize = 1024;

/// The long values of a chunk of which the middle was seen.
#[derive(Default)]
pub(crate) struct Parts {
    /// How far each may reach to both sides.
    open: HashMap<Target, usize>,
    whole: HashSet<Target>,
    /// There were more than are kept.
    pub(crate) is_full: bool,
}

/// A stretch of a chunk with parts in it.
pub(crate) struct Region {
    pub(crate) range: Range<usize>,
    /// In it, in order.
    pub(crate) targets: Vec<Target>,
    pub(crate) reach: usize,
}

impl Parts {
    fn add(&mut self, target: Target, span: usize) {
        if self.whole.contains(&target) {
            return;
        }
        if self.open.len() >= MOST_PARTS && !self.open.contains_key(&target) {
            self.is_full = true;
            return;
        }
        // What is around the middle is taken to be written as that is.
        let length = target.1 as usize;
        let reach =
            length * span.clamp(WINDOW, 8 * WINDOW) / WINDOW + (LEAST_AROUND + length).min(MOST_AROUND);
        let known = self.open.entry(target).or_default();
        *known = reach.max(*known);
    }

    fn found(&mut self, target: Target) {
        self.open.remove(&target);
        self.whole.insert(target);
    }

    /// Where to look for those that were not found, the last stretch first.
    pub(crate) fn take(&mut self, chunk: usize) -> Vec<Region> {
        let mut open: Vec<_> = self.open.drain().collect();
        open.sort_unstable();
        let mut regions: Vec<Region> = Vec::new();
        for (target, reach) in open {
            let middle = target.0 as usize;
            let range = middle.saturating_sub(reach)..(middle + WINDOW + reach).min(chunk);
            match regions.last_mut() {
                Some(last) if range.start < last.range.end => {
                    last.range.start = last.range.start.min(range.start);
                    last.range.end = last.range.end.max(range.end);
                    last.reach = last.reach.max(reach);
                    last.targets.push(target);
                }
                _ => regions.push(Region { range, targets: vec![target], reach }),
            }
        }
        for region in &mut regions {
            region.targets.iter_mut().for_each(|(at, _)| *at -= offset(region.range.start));
        }
        regions.reverse();
        regions
    }
}

/// A value that stands in the texts, to be proved by `find`: by its 48 bits alone, about one in 10^8 is none.
#[derive(Clone)]
pub struct Hit {
    /// In bytes.
    pub length: u32,
    pub fingerprint: FullFingerprint,
    /// At most [`MOST_PLACES`], in order.
    pub places: Vec<Place>,
    pub count: u64,
}

/// Collects what passes find.
pub(crate) struct Collector {
    texts: Vec<(String, Kind)>,
    hits: Vec<Hit>,
    numbers: HashMap<FullFingerprint, usize>,
    /// Where in the present text each value was seen: several views, and the overlap of chunks, show the same place.
    seen: HashSet<(usize, u64)>,
    pub(crate) recognised: Recognised,
    /// Of the text: how many bytes, and lines, lie before the present chunk, and how many characters before it in its first line.
    before: u64,
    lines_before: u32,
    columns_before: u32,
    /// Where the stretch that is looked at begins in the chunk.
    base: usize,
    /// Lines and characters of the line before every [`MARK`] bytes of the chunk.
    marks: Vec<(u32, u32)>,
}

/// Lines and columns are counted from one of these.
const MARK: usize = 2048;

impl Collector {
    pub(crate) fn new() -> Self {
        Self {
            texts: Vec::new(),
            hits: Vec::new(),
            numbers: HashMap::new(),
            seen: HashSet::new(),
            recognised: Recognised::default(),
            before: 0,
            lines_before: 0,
            columns_before: 0,
            base: 0,
            marks: Vec::new(),
        }
    }

    pub(crate) fn begin(&mut self, name: &str) {
        self.texts.push((name.to_owned(), Kind::Text));
        self.seen.clear();
        (self.before, self.lines_before, self.columns_before, self.base) = (0, 0, 0, 0);
    }

    pub(crate) fn set_kind(&mut self, kind: Kind) {
        if let Some(text) = self.texts.last_mut() {
            text.1 = kind;
        }
    }

    pub(crate) fn texts(&self) -> &[(String, Kind)] {
        &self.texts
    }

    pub(crate) fn set_base(&mut self, base: usize) {
        self.base = base;
    }

    /// What else stands in a chunk; what begins at or behind `until` comes again with the next one.
    pub(crate) fn recognise(&mut self, chunk: &[u8], until: usize) {
        self.marks.clear();
        let mut mark = (self.lines_before, self.columns_before);
        for piece in chunk.chunks(MARK) {
            self.marks.push(mark);
            mark = behind(mark, piece);
        }
        let mut found = Recognised::default();
        recognise(chunk, until, &mut found);
        let place = |at: usize| self.place(chunk, at, Vec::new());
        let fingerprints: Vec<_> =
            found.fingerprints.drain(..).map(|(fingerprint, at)| (fingerprint, place(at))).collect();
        let unsearchable: Vec<_> = found.unsearchable.drain(..).map(|(what, at)| (what, place(at))).collect();
        self.recognised.add(fingerprints, unsearchable);
    }

    /// The chunk is over, and `bytes` of it do not come again.
    pub(crate) fn chunk_done(&mut self, bytes: &[u8]) {
        (self.lines_before, self.columns_before) = self.line_and_column(bytes, bytes.len());
        self.before += bytes.len() as u64;
        self.base = 0;
    }

    pub(crate) fn sink<'a>(&'a mut self, chunk: &'a [u8], parts: &'a mut Parts) -> ChunkSink<'a> {
        ChunkSink { collector: self, chunk, parts }
    }

    /// The number of the present text.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.texts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    pub(crate) const fn found(&self) -> usize {
        self.hits.len()
    }

    pub(crate) fn hits(&self) -> Vec<Hit> {
        let mut hits = self.hits.clone();
        for hit in &mut hits {
            hit.places.sort_unstable_by_key(|place| (place.text, place.offset));
        }
        hits.sort_unstable_by_key(|hit| hit.places.first().map(|place| (place.text, place.offset)));
        hits
    }

    /// How many lines, and characters of the last one, stand before `at`.
    fn line_and_column(&self, chunk: &[u8], at: usize) -> (u32, u32) {
        let number = (at / MARK).min(self.marks.len().saturating_sub(1));
        let mark = self.marks.get(number).copied().unwrap_or((self.lines_before, self.columns_before));
        behind(mark, &chunk[number * MARK..at])
    }

    fn place(&self, chunk: &[u8], at: usize, decodings: Vec<Decoding>) -> Place {
        let (line, column) = self.line_and_column(chunk, at);
        let text = self.number();
        let [line, column] = [line, column].map(|count| count.saturating_add(1));
        Place { text, line, column, offset: self.before + at as u64, decodings }
    }
}

/// Lines, and characters of the last one, behind `bytes` that stand behind such a place.
fn behind((lines, characters): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let more = number(memchr_iter(b'\n', bytes).count());
    let start = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
    // The zeros of UTF-16 that was taken for bytes are no characters of their own.
    let counted = number(bytes[start..].iter().filter(|byte| **byte & 0xc0 != 0x80 && **byte != 0).count());
    (lines.saturating_add(more), counted.saturating_add(if more == 0 { characters } else { 0 }))
}

/// The collector, with the chunk that is looked at.
pub(crate) struct ChunkSink<'a> {
    collector: &'a mut Collector,
    chunk: &'a [u8],
    parts: &'a mut Parts,
}

impl Sink for ChunkSink<'_> {
    fn hit(&mut self, view: &View, at: Range<usize>) {
        let length = u32::try_from(at.len()).unwrap_or(u32::MAX);
        if at.len() > WINDOW {
            let middle = self.collector.base + view.origin(at.start + middle(at.len()));
            self.parts.found((offset(middle), length));
        }
        let origin = (self.collector.base + view.origin(at.start)).min(self.chunk.len());
        // On the heap, so that moving the hash leaves no copy of its last block.
        let mut hash = Box::new(Sha256::new());
        hash.update(&view.bytes[at]);
        let mut digest = [0; 32];
        hash.finalize_into_reset((&mut digest).into());
        let fingerprint = FullFingerprint::from_bytes(digest);
        let collector = &mut *self.collector;
        let number = *collector.numbers.entry(fingerprint.clone()).or_insert_with(|| {
            collector.hits.push(Hit { length, fingerprint, places: Vec::new(), count: 0 });
            collector.hits.len() - 1
        });
        if collector.hits[number].count >= u64::from(u32::MAX)
            || !collector.seen.insert((number, collector.before + origin as u64))
        {
            return;
        }
        collector.hits[number].count += 1;
        if collector.hits[number].places.len() < MOST_PLACES {
            let place = collector.place(self.chunk, origin, view.decodings.to_vec());
            collector.hits[number].places.push(place);
        }
    }

    fn part(&mut self, view: &View, middle: usize, length: usize) {
        let origin = view.origin(middle);
        let span = (view.origin(middle + WINDOW - 1) + 1).saturating_sub(origin);
        self.parts.add((offset(origin), offset(length)), span);
    }
}
