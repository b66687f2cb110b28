//! A search under way: takes texts piece by piece, looks at them slice by slice, and can be dropped at any point.

use crate::buffer::Buffer;
use crate::explorer::Explorer;
use crate::hits::{Collector, Hit, Parts, Region};
use crate::index::Index;
use crate::input::{Kind, Unicode};
use crate::matcher::Matcher;
use crate::place::Place;
use crate::recognise::{Named, Unsearchable};
use crate::report::{Reader, Report};

/// Bytes that are looked at in one piece.
const CHUNK: usize = 128 * 1024;

/// The first ones are smaller, each half of the next: WebAssembly that has just begun to run is several times slower.
const FIRST_CHUNK: usize = 16 * 1024;

/// The same where there are values above [`LONG_VALUE`] bytes, which may take twice as many.
const LARGE_CHUNK: usize = 256 * 1024;
const LONG_VALUE: usize = 8 * 1024;

/// A chunk shares at least so much with the one before: what stands across the border is whole in one of them.
const LEAST_OVERLAP: usize = 4 * 1024;
const MOST_OVERLAP: usize = 128 * 1024;

/// Bytes of views for each byte of text,
const WORK_PER_BYTE: u64 = 16;
/// and so many for any text; what is left over of them is granted later, up to as many.
const LEAST_WORK: u64 = 3 * 1024 * 1024;
/// What is looked for everywhere takes no more for a chunk than that for each byte and so many,
const LEAST_FOR_ALL: u64 = 1024 * 1024;
/// and leaves one in so many bytes to long values that were found in part;
const PARTS: u64 = 2;
/// of which a stretch with some in it has no more than so many for each of its bytes, and as many besides.
const WORK_PER_PART_BYTE: u64 = 64;
const LEAST_PER_STRETCH: u64 = 64 * 1024;

/// Texts that may be searched in one go: 50 MiB.
pub const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// What a slice came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Busy,
    /// All that was pushed has been looked at: push more, or end the text.
    Idle,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that were pushed.
    pub pushed: u64,
    /// Bytes that have been looked at under every decoding.
    pub searched: u64,
    /// Views that were looked at.
    pub views: u64,
    /// Bytes that views were made of: at most 16 for each byte, and 3 MiB for each text.
    pub work: u64,
    /// Chunks for which that was not enough: values that are wrapped several times, or long ones, may have been missed there.
    pub cut: u64,
}

/// A search for the values of an index. Wipes the texts when it is dropped, and what it has looked at before.
pub struct Search {
    looked_for: usize,
    matcher: Matcher,
    collector: Collector,
    /// What was pushed and is not looked at yet, behind the overlap with the chunk before.
    pending: Buffer,
    /// Whether the text was ended.
    ended: bool,
    unicode: Unicode,
    /// Reads the text as a report.
    reader: Option<Reader>,
    reports: Vec<(u32, Report)>,
    chunk: Option<Chunk>,
    chunks: u32,
    /// Work that is granted and was not done.
    left: u64,
    progress: Progress,
}

struct Chunk {
    explorer: Explorer,
    /// The text once more, to look for lines and for long values.
    bytes: Buffer,
    /// Bytes of `pending` that are not needed behind it.
    done: usize,
    parts: Parts,
    /// Where they are still to be looked for, once all else was done.
    regions: Option<Vec<Region>>,
    /// Whether there was more to be done than was granted.
    is_cut: bool,
}

impl Search {
    /// For the values of `index`.
    #[must_use]
    pub fn new(index: &Index) -> Self {
        Self {
            looked_for: index.len(),
            matcher: Matcher::new(index),
            collector: Collector::new(),
            pending: Buffer::new(),
            ended: true,
            unicode: Unicode::default(),
            reader: None,
            reports: Vec::new(),
            chunk: None,
            chunks: 0,
            left: 0,
            progress: Progress::default(),
        }
    }

    /// Begins a text or a file; the one before must have been ended and looked at ([`Step::Idle`]), else the rest of it is lost.
    pub fn begin(&mut self, name: &str) {
        self.chunk = None;
        self.pending.clear();
        self.ended = false;
        self.left = LEAST_WORK;
        self.unicode = Unicode::default();
        self.reader = Some(Reader::new());
        self.collector.begin(name);
    }

    /// The next bytes of the text. Megabytes at most between two [`Step::Idle`]: they are kept until they are looked at.
    pub fn push(&mut self, bytes: &[u8]) {
        self.progress.pushed += bytes.len() as u64;
        let before = self.pending.len();
        if let Some(kind) = self.unicode.push(bytes, &mut self.pending) {
            self.collector.set_kind(kind);
        }
        if let Some(reader) = &mut self.reader {
            reader.push(&self.pending[before..]);
        }
    }

    /// Says that the text is over.
    pub fn end(&mut self) {
        let before = self.pending.len();
        if let Some(kind) = self.unicode.end(&mut self.pending) {
            self.collector.set_kind(kind);
        }
        if let Some(mut reader) = self.reader.take() {
            reader.push(&self.pending[before..]);
            self.reports.extend(reader.end().map(|report| (self.collector.number(), report)));
        }
        self.ended = true;
    }

    /// Looks at about `bytes` bytes of views: 64 KiB take a few milliseconds.
    pub fn step(&mut self, bytes: usize) -> Step {
        let mut left = bytes;
        loop {
            if self.chunk.is_none() && !self.next_chunk() {
                return Step::Idle;
            }
            let took = self.advance();
            left = left.saturating_sub(took.max(64));
            if left == 0 {
                return Step::Busy;
            }
        }
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// What was found so far, in the order in which it stands in the texts.
    #[must_use]
    pub fn hits(&self) -> Vec<Hit> {
        self.collector.hits()
    }

    /// Which of the texts that were ended are reports of scanners, by their numbers.
    pub fn take_reports(&mut self) -> Vec<(u32, Report)> {
        std::mem::take(&mut self.reports)
    }

    /// Values of the index.
    pub(crate) const fn looked_for(&self) -> usize {
        self.looked_for
    }

    /// How many values were found so far.
    #[must_use]
    pub fn found(&self) -> usize {
        self.collector.found()
    }

    /// Fingerprints that stand in the texts: what is asked for besides the hits.
    #[must_use]
    pub fn named(&self) -> &[Named] {
        &self.collector.recognised.named
    }

    /// What the texts speak of and cannot be looked for: at most [`MOST_RECOGNISED`](crate::MOST_RECOGNISED) places.
    #[must_use]
    pub fn unsearchable(&self) -> &[(Unsearchable, Place)] {
        &self.collector.recognised.places
    }

    /// How many places of that kind there are.
    #[must_use]
    pub const fn count(&self, what: Unsearchable) -> u64 {
        self.collector.recognised.counts[what as usize]
    }

    /// The texts in order: their names and what they are.
    #[must_use]
    pub fn texts(&self) -> &[(String, Kind)] {
        self.collector.texts()
    }

    fn next_chunk(&mut self) -> bool {
        let overlap = (2 * self.matcher.longest() + LEAST_OVERLAP).min(MOST_OVERLAP);
        let size = if self.matcher.longest() > LONG_VALUE {
            LARGE_CHUNK
        } else {
            (FIRST_CHUNK << self.chunks.min(8)).clamp(2 * overlap, CHUNK)
        };
        let whole = self.pending.len() >= size;
        if self.pending.is_empty() || !(whole || self.ended) {
            return false;
        }
        let length = self.pending.len().min(size);
        let last = length == self.pending.len() && self.ended;
        let done = if last { length } else { length - overlap };
        // What is seen again in the next chunk is granted there.
        self.left =
            (self.left + WORK_PER_BYTE * done as u64).min(LEAST_WORK.max(WORK_PER_BYTE * length as u64));
        let work = (self.left - self.left / PARTS).min(WORK_PER_BYTE * length as u64 + LEAST_FOR_ALL);
        let text = &self.pending[..length];
        self.collector.recognise(text, if last { length } else { done });
        self.chunks = self.chunks.saturating_add(1);
        self.chunk = Some(Chunk {
            explorer: Explorer::new(Buffer::from(text), work),
            bytes: Buffer::from(text),
            done,
            parts: Parts::default(),
            regions: None,
            is_cut: false,
        });
        true
    }

    /// One step of the chunk; how many bytes it took.
    fn advance(&mut self) -> usize {
        let Some(chunk) = &mut self.chunk else { return 0 };
        let mut sink = self.collector.sink(&chunk.bytes, &mut chunk.parts);
        if let Some(took) = chunk.explorer.step(&mut self.matcher, &mut sink) {
            return took;
        }
        self.progress.views += chunk.explorer.views();
        self.progress.work += chunk.explorer.work();
        chunk.is_cut |= chunk.explorer.is_cut();
        self.left = self.left.saturating_sub(chunk.explorer.work());
        // Long values of which the middle was seen are looked for with all that may stand around them.
        let length = chunk.bytes.len();
        let regions = chunk.regions.get_or_insert_with(|| chunk.parts.take(length));
        let all: u64 = regions.iter().map(|region| region.range.len() as u64).sum();
        if let Some(Region { range, targets, reach }) = regions.pop() {
            let size = range.len() as u64;
            let share = (u128::from(self.left) * u128::from(size) / u128::from(all.max(1))) as u64;
            let work = share.min(WORK_PER_PART_BYTE * size + LEAST_PER_STRETCH);
            chunk.explorer =
                Explorer::around(Buffer::from(&chunk.bytes[range.clone()]), targets, reach, work);
            self.collector.set_base(range.start);
            return 0;
        }
        chunk.is_cut |= chunk.parts.is_full;
        self.progress.cut += u64::from(chunk.is_cut);
        self.collector.chunk_done(&chunk.bytes[..chunk.done]);
        self.pending.drop_front(chunk.done);
        self.progress.searched += chunk.done as u64;
        self.chunk = None;
        0
    }
}
