//! A text under a decoding, with a way back to the text that it was made of.
//!
//! A decoding is a list of edits. A view is made of each stretch around some of them, not of the whole text: what lies
//! farther away was looked at before.

use std::ops::Range;
use std::rc::Rc;

use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::bytes::{BASE64, Bytes, HEX};
use crate::decoding::Decoding;

/// A stretch of text under the decodings that were applied to it, the outermost first.
pub(crate) struct View {
    pub(crate) bytes: Buffer,
    /// Where each byte stands in the text at the bottom; empty where the view is that text.
    origins: Vec<u32>,
    /// What differs from the view that it was made of; in order. An empty range is where something was taken out.
    pub(crate) changed: Vec<Range<u32>>,
    pub(crate) decodings: Rc<[Decoding]>,
}

impl View {
    /// A stretch of it with a line break behind.
    pub(crate) fn with_line_break(&self, stretch: Range<usize>, line_break: &[u8]) -> Self {
        let decodings = self.decodings_and(Decoding::AddedLineBreak);
        let mut view = Self::child(decodings, stretch.len() + line_break.len());
        let end = offset(self.origin(stretch.end));
        view.copy(self, stretch);
        view.bytes.extend(line_break);
        view.origins.resize(view.bytes.len(), end);
        view
    }

    /// The text at the bottom.
    pub(crate) fn root(bytes: Buffer) -> Self {
        let changed = Vec::from_iter([whole(&bytes)]);
        Self { bytes, origins: Vec::new(), changed, decodings: Rc::default() }
    }

    /// Where the byte `at` stands in the text at the bottom; the end of a view is where its last byte stands.
    pub(crate) fn origin(&self, at: usize) -> usize {
        if self.origins.is_empty() {
            return at.min(self.bytes.len());
        }
        self.origins.get(at).or(self.origins.last()).map_or(0, |origin| *origin as usize)
    }

    /// How a view that is made of this one by `decoding` was read.
    pub(crate) fn decodings_and(&self, decoding: Decoding) -> Rc<[Decoding]> {
        self.decodings.iter().copied().chain([decoding]).collect()
    }

    /// Whether something within `reach` bytes of `range` differs from the view that this one was made of.
    pub(crate) fn is_changed_near(&self, range: Range<usize>, reach: usize) -> bool {
        let (start, end) = (range.start.saturating_sub(reach), range.end + reach);
        let first = self.changed.partition_point(|changed| (changed.end as usize) < start);
        self.changed.get(first).is_some_and(|changed| changed.start as usize <= end)
    }

    fn child(decodings: Rc<[Decoding]>, capacity: usize) -> Self {
        let bytes = Buffer::with_capacity(capacity);
        Self { bytes, origins: Vec::with_capacity(capacity), changed: Vec::new(), decodings }
    }

    fn copy(&mut self, from: &Self, range: Range<usize>) {
        self.bytes.extend(&from.bytes[range.clone()]);
        if from.origins.is_empty() {
            self.origins.extend(offset(range.start)..offset(range.end));
        } else {
            self.origins.extend_from_slice(&from.origins[range]);
        }
    }
}

/// Places in a view fit into 32 bits: it is made of a chunk.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// All of a text, as one change.
fn whole(bytes: &[u8]) -> Range<u32> {
    0..offset(bytes.len())
}

struct Edit {
    range: Range<u32>,
    /// What takes its place, in [`Edits::text`].
    text: Range<u32>,
    /// A stretch is made around it; without, it is applied only where another one made a stretch.
    seed: bool,
}

/// A long value of which the middle was seen: where that stands in the text at the bottom, and the bytes of the value.
pub(crate) type Target = (u32, u32);

/// How far views reach.
#[derive(Clone, Copy)]
pub(crate) struct Reach<'a> {
    /// Bytes to each side of what a decoding changed.
    pub(crate) context: usize,
    /// The longest value that is looked for. What lies farther from what the parent's decoding changed is, with it, in none:
    /// it was made of the parent's parent.
    pub(crate) value: usize,
    /// What alone is looked for, in order; none where it may be anything.
    pub(crate) targets: Option<&'a [Target]>,
}

impl Reach<'_> {
    /// Whether something that is looked for may stand there.
    pub(crate) fn wants(&self, view: &View, range: Range<usize>) -> bool {
        self.targets.is_none_or(|targets| !covered(targets, view, range).is_empty())
    }
}

/// Those of the targets whose middles begin in what this stretch was made of.
pub(crate) fn covered<'a>(targets: &'a [Target], view: &View, range: Range<usize>) -> &'a [Target] {
    let (from, until) = (view.origin(range.start), view.origin(range.end));
    let first = targets.partition_point(|(at, _)| (*at as usize) < from);
    let count = targets[first..].partition_point(|(at, _)| *at as usize <= until);
    &targets[first..first + count]
}

/// What one decoding changes in a text, in order.
pub(crate) struct Edits {
    list: Vec<Edit>,
    text: Buffer,
    /// Whether the chunk at the bottom is small. Of a large one only lines of keys are taken for lines of one text.
    pub(crate) is_small: bool,
}

impl Edits {
    pub(crate) fn new(is_small: bool) -> Self {
        Self { list: Vec::new(), text: Buffer::new(), is_small }
    }

    /// Forgets all, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.text.clear();
    }

    /// Puts `text` in the place of `range`. Ranges must not overlap and come in order; others are left out.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: &[u8]) {
        self.push(range, text, true);
    }

    /// Takes `range` out.
    pub(crate) fn remove(&mut self, range: Range<usize>) {
        self.push(range, b"", true);
    }

    /// Puts the character in the place of `range`.
    pub(crate) fn put(&mut self, range: Range<usize>, character: char) {
        self.push(range, character.encode_utf8(&mut [0; 4]).as_bytes(), true);
    }

    pub(crate) fn push(&mut self, range: Range<usize>, text: &[u8], seed: bool) {
        if self.list.last().is_some_and(|last| (last.range.end as usize) > range.start)
            || range.end < range.start
        {
            return;
        }
        let from = offset(self.text.len());
        self.text.extend(text);
        let text = from..offset(self.text.len());
        self.list.push(Edit { range: offset(range.start)..offset(range.end), text, seed });
    }

    /// The stretches around the seeds, each with the edits that lie in it.
    fn stretches(&self, parent: &View, reach: Reach<'_>) -> Vec<(Range<usize>, Range<usize>)> {
        let (bytes, context) = (&*parent.bytes, reach.context);
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for edit in self.list.iter().filter(|edit| edit.seed) {
            let range = edit.range.start as usize..edit.range.end as usize;
            if !parent.is_changed_near(range.clone(), reach.value) {
                continue;
            }
            // Nothing that could be reached lies before what the last one reached.
            let from = stretches.last().map_or(0, |last| last.end);
            let range = back(bytes, range.start, context, from)..forth(bytes, range.end, context);
            match stretches.last_mut() {
                Some(last) if range.start <= last.end => last.end = range.end.max(last.end),
                _ => stretches.push(range),
            }
        }
        let mut next = 0;
        let with_edits = |stretch: Range<usize>| {
            while self.list.get(next).is_some_and(|edit| (edit.range.start as usize) < stretch.start) {
                next += 1;
            }
            let first = next;
            while self.list.get(next).is_some_and(|edit| (edit.range.end as usize) <= stretch.end) {
                next += 1;
            }
            (stretch, first..next)
        };
        stretches.into_iter().map(with_edits).collect()
    }

    /// The views that these edits make of `parent`.
    pub(crate) fn views(
        &self,
        parent: &View,
        decoding: Decoding,
        reach: Reach<'_>,
        budget: &mut Budget,
        take: &mut dyn FnMut(View) -> bool,
    ) {
        if !self.list.iter().any(|edit| edit.seed) {
            return;
        }
        let decodings = parent.decodings_and(decoding);
        for (stretch, edits) in self.stretches(parent, reach) {
            let text = |range: &Range<u32>| &self.text[range.start as usize..range.end as usize];
            let old = |range: &Range<u32>| &parent.bytes[range.start as usize..range.end as usize];
            if !reach.wants(parent, stretch.clone())
                || self.list[edits.clone()].iter().all(|edit| text(&edit.text) == old(&edit.range))
            {
                continue;
            }
            let grown = self.list[edits.clone()].iter().map(|edit| edit.text.len()).sum::<usize>();
            let taken = self.list[edits.clone()].iter().map(|edit| edit.range.len()).sum::<usize>();
            let length = stretch.len() + grown - taken;
            if !budget.take(length) {
                return;
            }
            let mut view = View::child(decodings.clone(), length);
            let mut at = stretch.start;
            for edit in &self.list[edits] {
                let range = edit.range.start as usize..edit.range.end as usize;
                view.copy(parent, at..range.start);
                let from = offset(view.bytes.len());
                view.bytes.extend(text(&edit.text));
                let origin = offset(parent.origin(range.start));
                view.origins.resize(view.bytes.len(), origin);
                view.changed.push(from..offset(view.bytes.len()));
                at = range.end;
            }
            view.copy(parent, at..stretch.end);
            if !take(view) {
                budget.give_back(length);
            }
        }
    }
}

/// How far a stretch grows where a value takes several bytes for one.
const MOST_GROWTH: usize = 512;

/// Bytes that are looked at to tell that.
const SAMPLE: usize = 64;

/// Where a stretch begins that needs `context` bytes before `at`, if they are not to be decoded further. Before `from`
/// it does not matter.
fn back(bytes: &[u8], at: usize, context: usize, from: usize) -> usize {
    let mut start = at.saturating_sub(context);
    while start > from
        && at - start < MOST_GROWTH
        && is_encoded(&bytes[start..bytes.len().min(start + SAMPLE)])
    {
        start = start.saturating_sub(SAMPLE);
    }
    start
}

/// The same for its end.
fn forth(bytes: &[u8], at: usize, context: usize) -> usize {
    let mut end = (at + context).min(bytes.len());
    while end < bytes.len() && end - at < MOST_GROWTH && is_encoded(&bytes[end.saturating_sub(SAMPLE)..end]) {
        end = (end + SAMPLE).min(bytes.len());
    }
    end
}

/// Whether there are many escapes, or hardly anything that could not be Base64 or hexadecimal numbers.
fn is_encoded(bytes: &[u8]) -> bool {
    static ESCAPES: Bytes = Bytes::of(b"\\%&=\0");
    static DIGITS: Bytes = Bytes::of(BASE64).and(b"\r\n,:");
    static NUMBERS: Bytes = Bytes::of(HEX).and(b" ");
    let count = |of: &Bytes| bytes.iter().filter(|byte| of.has(**byte)).count();
    8 * count(&ESCAPES) >= bytes.len()
        || 16 * (bytes.len() - count(&DIGITS)) <= bytes.len()
        || 3 * count(&NUMBERS) >= 2 * bytes.len()
}

/// A text that stood in another one, such as what Base64 was made of.
pub(crate) struct Piece {
    bytes: Buffer,
    /// Where each byte stood in the text that it was read from.
    places: Vec<u32>,
    decoding: Decoding,
}

impl Piece {
    pub(crate) fn new(decoding: Decoding) -> Self {
        Self { bytes: Buffer::new(), places: Vec::new(), decoding }
    }

    /// Of `bytes`, each of which stood at its `place`.
    pub(crate) fn of(decoding: Decoding, bytes: &[u8], place: &dyn Fn(usize) -> usize) -> Self {
        let places = (0..bytes.len()).map(|at| offset(place(at))).collect();
        Self { bytes: Buffer::from(bytes), places, decoding }
    }

    pub(crate) fn with_capacity(decoding: Decoding, capacity: usize) -> Self {
        Self { bytes: Buffer::with_capacity(capacity), places: Vec::with_capacity(capacity), decoding }
    }

    /// Forgets all, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.places.clear();
    }

    pub(crate) fn push(&mut self, byte: u8, place: usize) {
        self.bytes.push(byte);
        self.places.push(offset(place));
    }

    pub(crate) fn extend(&mut self, bytes: &[u8], place: usize) {
        self.bytes.extend(bytes);
        self.places.resize(self.bytes.len(), offset(place));
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the byte `at` stood.
    pub(crate) fn place(&self, at: usize) -> usize {
        self.places.get(at).map_or(0, |place| *place as usize)
    }

    pub(crate) const fn decoding(&self) -> Decoding {
        self.decoding
    }

    pub(crate) fn into_view(self, parent: &View) -> View {
        let decodings = parent.decodings_and(self.decoding);
        let changed = Vec::from_iter([whole(&self.bytes)]);
        let origins = self.places.iter().map(|place| offset(parent.origin(*place as usize))).collect();
        View { bytes: self.bytes, origins, changed, decodings }
    }
}
