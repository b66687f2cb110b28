//! All views of one stretch of text, those with the fewest decodings first, until the work that was granted is done.
//!
//! Work is the bytes that views are made of. Nothing counts decodings: however deep a value lies, it is found as long as
//! the views on the way to it are small.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::ops::Range;

use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::bytes::Bytes;
use crate::matcher::{Found, Matcher};
use crate::rules::{self, RULES, Rule, ends};
use crate::tag::{SHORTEST, WINDOW, mix};
use crate::view::{Edits, Reach, View};

/// Bytes to each side of what a decoding changed.
pub(crate) const CONTEXT: usize = 64;

/// What became of the views.
pub(crate) trait Sink {
    /// A value stands at these bytes of a view.
    fn hit(&mut self, view: &View, at: Range<usize>);

    /// The middle of a value of `length` bytes stands here.
    fn part(&mut self, view: &View, middle: usize, length: usize);
}

/// The views that are still to be looked at.
pub(crate) struct Explorer {
    queue: BinaryHeap<Reverse<Queued>>,
    current: Option<Current>,
    /// What the views were that have been made, with their places.
    seen: HashSet<u64>,
    /// How many were queued.
    number: u64,
    /// Room for what a decoding changes.
    edits: Edits,
    reach: Reach,
    /// Looks at long values alone.
    only_long: bool,
    most_work: u64,
    budget: Budget,
    views: u64,
}

struct Current {
    view: View,
    has: Bytes,
    /// That are still to be tried.
    rules: std::slice::Iter<'static, Rule>,
    rank: u32,
}

/// In the order in which they are looked at: rank, bytes, number.
struct Queued {
    key: (u32, usize, u64),
    view: Box<View>,
    /// No views are made of it.
    leaf: bool,
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Queued {}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Explorer {
    /// For the text `bytes`; views are made of no more than `most_work` bytes in all. With `long`, values of up to so many
    /// bytes are looked for that are longer than a window, and nothing else.
    pub(crate) fn new(bytes: Buffer, long: Option<usize>, most_work: u64) -> Self {
        let view = Box::new(View::root(bytes));
        let reach = long.map_or(Reach { context: CONTEXT, value: WINDOW }, |longest| Reach {
            context: longest,
            value: longest,
        });
        Self {
            queue: BinaryHeap::from_iter([Reverse(Queued { key: (0, 0, 0), view, leaf: false })]),
            current: None,
            seen: HashSet::new(),
            number: 0,
            edits: Edits::new(),
            reach,
            only_long: long.is_some(),
            most_work,
            budget: Budget::new(most_work),
            views: 0,
        }
    }

    /// Bytes that views were made of.
    pub(crate) const fn work(&self) -> u64 {
        self.most_work - self.budget.left()
    }

    /// Views that were looked at.
    pub(crate) const fn views(&self) -> u64 {
        self.views
    }

    /// Whether there were views to make that were not made.
    pub(crate) const fn is_cut(&self) -> bool {
        self.budget.is_spent()
    }

    /// Looks at one view, or makes those of one decoding. How many bytes that took; none when all is done.
    pub(crate) fn step(&mut self, matcher: &mut Matcher, sink: &mut dyn Sink) -> Option<usize> {
        let Some(current) = &mut self.current else {
            let Reverse(Queued { key: (rank, ..), view, leaf }) = self.queue.pop()?;
            let found = &mut InView { view: &view, sink };
            matcher.pass(&view.bytes, &view.changed, self.only_long, found);
            self.views += 1;
            let took = view.bytes.len();
            if !leaf && !self.budget.is_spent() {
                let has = Bytes::of(&view.bytes);
                self.current = Some(Current { view: *view, has, rules: RULES.iter(), rank });
            }
            return Some(took);
        };
        let is_root = current.view.decodings.is_empty();
        let applies = |rule: &&Rule| current.has.suffice(&rule.needs) && (is_root || !rule.alone);
        let next = if self.budget.is_spent() { None } else { current.rules.find(applies) };
        let Some(rule) = next else {
            self.current = None;
            return Some(0);
        };
        let took = current.view.bytes.len();
        if rule.alone && !self.only_long {
            ends(&current.view.bytes, |end| {
                matcher.ends_at(&current.view.bytes, end, |at| {
                    let stretch = &current.view.bytes[at.clone()];
                    let view = View::with_line_break(stretch, current.view.origin(at.start));
                    sink.hit(&view, 0..at.len() + 1);
                });
            });
            return Some(took);
        }
        let rank = current.rank + rule.rank;
        let (queue, seen, number) = (&mut self.queue, &mut self.seen, &mut self.number);
        rules::apply(rule, &current.view, self.reach, &mut self.edits, &mut self.budget, &mut |view| {
            if view.bytes.len() >= SHORTEST && seen.insert(identity(&view)) {
                *number += 1;
                let key = (rank, view.bytes.len(), *number);
                queue.push(Reverse(Queued { key, view: Box::new(view), leaf: rule.alone }));
            }
        });
        Some(took)
    }
}

/// Passes what is found in a view on with the view.
struct InView<'a> {
    view: &'a View,
    sink: &'a mut dyn Sink,
}

impl Found for InView<'_> {
    fn hit(&mut self, at: Range<usize>) {
        self.sink.hit(self.view, at);
    }

    fn part(&mut self, middle: usize, length: usize) {
        self.sink.part(self.view, middle, length);
    }
}

/// The same bytes made of the same place are the same view, whichever decodings led there.
fn identity(view: &View) -> u64 {
    let mut state = mix(view.origin(0) as u64 ^ (view.bytes.len() as u64) << 32);
    let (words, rest) = view.bytes.as_chunks();
    for word in words {
        state = mix(state ^ u64::from_le_bytes(*word));
    }
    mix(rest.iter().fold(state, |state, byte| state.rotate_left(8) ^ u64::from(*byte)))
}
