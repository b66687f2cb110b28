//! All views of one stretch of text, those with the fewest decodings first, until the work that was granted is done.
//!
//! Work is the bytes that views are made of. Nothing counts decodings: however deep a value lies, it is found as long as
//! the views on the way to it are small.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::ops::Range;

use crate::buffer::Buffer;
use crate::matcher::{Found, Matcher};
use crate::rules::{self, Presence, RULES, Yield};
use crate::tag::mix;
use crate::view::View;

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
    context: usize,
    /// Looks at long values alone.
    only_long: bool,
    work: u64,
    most_work: u64,
    views: u64,
}

struct Current {
    view: View,
    presence: Presence,
    next_rule: usize,
    rank: u32,
}

struct Queued {
    rank: u32,
    number: u64,
    view: View,
    /// No views are made of it.
    leaf: bool,
}

impl Queued {
    fn key(&self) -> (u32, usize, u64) {
        (self.rank, self.view.bytes.len(), self.number)
    }
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
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
        self.key().cmp(&other.key())
    }
}

impl Explorer {
    /// For the text `bytes`; views are made of no more than `most_work` bytes in all.
    pub(crate) fn new(bytes: Buffer, context: Option<usize>, most_work: u64) -> Self {
        let view = View::root(bytes);
        let mut explorer = Self {
            queue: BinaryHeap::new(),
            current: None,
            seen: HashSet::new(),
            context: context.unwrap_or(CONTEXT),
            only_long: context.is_some(),
            work: 0,
            most_work,
            views: 0,
        };
        explorer.queue.push(Reverse(Queued { rank: 0, number: 0, view, leaf: false }));
        explorer
    }

    /// Bytes that views were made of.
    pub(crate) const fn work(&self) -> u64 {
        self.work
    }

    /// Views that were looked at.
    pub(crate) const fn views(&self) -> u64 {
        self.views
    }

    /// Bytes of the text at the bottom and of the views that wait.
    pub(crate) fn is_cut(&self) -> bool {
        self.work >= self.most_work
    }

    /// Looks at one view, or makes those of one decoding. How many bytes that took; none when all is done.
    pub(crate) fn step(&mut self, matcher: &Matcher, sink: &mut dyn Sink) -> Option<usize> {
        let Some(current) = &mut self.current else {
            let Reverse(queued) = self.queue.pop()?;
            let view = queued.view;
            let found = &mut InView { view: &view, sink };
            if queued.leaf && !self.only_long {
                matcher.pass_ends(&view.bytes, &view.changed, found);
            } else {
                matcher.pass(&view.bytes, &view.changed, self.only_long, found);
            }
            self.views += 1;
            let took = view.bytes.len();
            if self.work < self.most_work && !queued.leaf {
                let presence = Presence::of(&view.bytes);
                self.current = Some(Current { view, presence, next_rule: 0, rank: queued.rank });
            }
            return Some(took);
        };
        let Some(rule) = RULES.get(current.next_rule) else {
            self.current = None;
            return Some(0);
        };
        current.next_rule += 1;
        if !current.presence.any(rule.needs) || rule.alone && !current.view.decodings.is_empty() {
            return Some(0);
        }
        let (rank, took) = (current.rank + rule.rank, current.view.bytes.len());
        let (queue, seen, work, most) = (&mut self.queue, &mut self.seen, &mut self.work, self.most_work);
        rules::apply(rule, &current.view, self.context, &mut |made| match made {
            Yield::Read(bytes) => {
                *work += bytes as u64;
                *work < most
            }
            Yield::View(view) => {
                *work += view.bytes.len() as u64;
                if view.bytes.len() >= crate::tag::SHORTEST && seen.insert(identity(&view)) {
                    queue.push(Reverse(Queued { rank, number: *work, view, leaf: rule.alone }));
                }
                *work < most
            }
        });
        if self.work >= self.most_work {
            self.current = None;
        }
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
    for block in view.bytes.chunks(8) {
        let word = block.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        state = mix(state ^ word);
    }
    state
}
