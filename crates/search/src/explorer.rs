//! All views of one stretch of text, those with the fewest decodings first, until the work that was granted is done.
//!
//! Work is the bytes that views are made of. Nothing counts decodings: however deep a value lies, it is found as long as
//! the views on the way to it are small.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::bytes::Bytes;
use crate::matcher::{Found, Matcher};
use crate::rules::{self, RULES, Rule, ends};
use crate::tag::{SHORTEST, WINDOW, middle};
use crate::view::{Edits, Reach, Target, View, covered, offset};

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
    /// What the views were that have been made, with their places: the same bytes made of the same place are the same view,
    /// whichever decodings led there.
    made: HashSet<u64>,
    decoded: HashSet<u64>,
    /// How many were queued.
    number: u64,
    /// Room for what a decoding changes.
    edits: Edits,
    /// Bytes to each side of what a decoding changed, and how long what is looked for may be.
    context: usize,
    value: usize,
    /// The long values that alone are looked for, in order; those that were found are taken out.
    targets: Option<Vec<Target>>,
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
    /// The targets whose middles stand in it.
    seen: Rc<[Target]>,
}

/// In the order in which they are looked at: rank, bytes, number.
struct Queued {
    key: (u32, usize, u64),
    view: Box<View>,
    /// No views are made of it.
    is_last: bool,
    /// The targets whose middles stand in the view that it was made of.
    seen: Rc<[Target]>,
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
    /// For the text `bytes`; views are made of no more than `most_work` bytes in all.
    pub(crate) fn new(bytes: Buffer, most_work: u64) -> Self {
        let edits = Edits::new(bytes.len() <= rules::SMALL);
        Self {
            queue: BinaryHeap::from_iter([Reverse(Queued {
                key: (0, 0, 0),
                view: Box::new(View::root(bytes)),
                is_last: false,
                seen: Rc::default(),
            })]),
            current: None,
            made: HashSet::new(),
            decoded: HashSet::new(),
            number: 0,
            edits,
            context: CONTEXT,
            value: WINDOW,
            targets: None,
            most_work,
            budget: Budget::new(most_work),
            views: 0,
        }
    }

    /// For long values of which the middle was seen in it, and nothing else; they may take `reach` bytes to each side of that.
    pub(crate) fn around(bytes: Buffer, targets: Vec<Target>, reach: usize, most_work: u64) -> Self {
        Self { context: reach, value: reach, targets: Some(targets), ..Self::new(bytes, most_work) }
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
            let Reverse(Queued { key: (rank, ..), view, is_last, seen }) = self.queue.pop()?;
            return Some(self.look_at(matcher, sink, rank, view, is_last, &seen));
        };
        let applies = |rule: &&Rule| current.has.suffice(&rule.needs);
        let next = if self.budget.is_spent() { None } else { current.rules.find(applies) };
        let Some(rule) = next else {
            self.current = None;
            return Some(0);
        };
        let took = current.view.bytes.len();
        // A text that was escaped several times is the likeliest of those that were decoded several times.
        let again = current.view.decodings.last() == Some(&rule.decoding);
        let rank = current.rank + rule.rank - u32::from(again);
        // What stands there as it is, is not encoded as a whole.
        let unseen = self.targets.as_ref().filter(|_| rule.leaves_nothing()).map(|targets| {
            let is_unseen = |target: &&Target| current.seen.binary_search(target).is_err();
            targets.iter().filter(is_unseen).copied().collect::<Vec<_>>()
        });
        let targets = unseen.as_deref().or(self.targets.as_deref());
        // What percent signs left as it was, form decoding has told of the view before; only what they brought to light is left.
        let is_included =
            rule.includes.is_some_and(|included| current.view.decodings.last() == Some(&included));
        let value = if is_included { 0 } else { self.value };
        let reach = Reach { context: self.context, value, targets };
        let (queue, made, number) = (&mut self.queue, &mut self.made, &mut self.number);
        let take = &mut |view: View| {
            let is_new =
                view.bytes.len() >= SHORTEST && made.insert(rules::hash(&view.bytes, view.origin(0)));
            if is_new {
                *number += 1;
                let key = (rank, view.bytes.len(), *number);
                let seen = Rc::clone(&current.seen);
                queue.push(Reverse(Queued { key, view: Box::new(view), is_last: rule.last, seen }));
            }
            is_new
        };
        let (edits, budget, decoded) = (&mut self.edits, &mut self.budget, &mut self.decoded);
        rules::apply(rule, &current.view, reach, edits, budget, decoded, take);
        Some(took)
    }

    /// How many bytes it took.
    fn look_at(
        &mut self,
        matcher: &mut Matcher,
        sink: &mut dyn Sink,
        rank: u32,
        view: Box<View>,
        is_last: bool,
        seen_before: &[Target],
    ) -> usize {
        let whole = 0..view.bytes.len();
        let is_wanted = |targets: &Vec<Target>| !covered(targets, &view, whole.clone()).is_empty();
        if !self.targets.as_ref().is_none_or(is_wanted) {
            return 0;
        }
        let mut found = InView { view: &view, sink, targets: self.targets.as_mut(), seen: Vec::new() };
        matcher.pass(&view.bytes, &view.changed, found.targets.is_some(), &mut found);
        let mut seen = found.seen;
        self.views += 1;
        let took = view.bytes.len();
        let is_root = view.decodings.is_empty();
        if self.targets.is_none() && (is_root || view.bytes.len() <= rules::SMALL) {
            ends(&view.bytes, |end, missing| {
                if is_root || view.is_changed_near(end.saturating_sub(WINDOW)..end, 0) {
                    matcher.ends_at(&view.bytes, end, missing, |at, line_break| {
                        let with_break = view.with_line_break(at, line_break);
                        sink.hit(&with_break, 0..with_break.bytes.len());
                    });
                }
            });
        }
        seen.sort_unstable();
        seen.dedup();
        // What stood in the parent and does not stand here was taken for something that it is not.
        let is_lost = |target: &Target| seen_before.binary_search(target).is_ok();
        let is_news = |targets: &Vec<Target>| {
            !seen.is_empty() || !covered(targets, &view, whole.clone()).iter().all(is_lost)
        };
        if !is_last && !self.budget.is_spent() && self.targets.as_ref().is_none_or(is_news) {
            let has = Bytes::of(&view.bytes);
            let (rules, seen) = (RULES.iter(), seen.into());
            self.current = Some(Current { view: *view, has, rules, rank, seen });
        }
        took
    }
}

/// Passes what is found in a view on with the view.
struct InView<'a> {
    view: &'a View,
    sink: &'a mut dyn Sink,
    targets: Option<&'a mut Vec<Target>>,
    /// The targets whose middles stand in it.
    seen: Vec<Target>,
}

impl InView<'_> {
    fn target(&self, middle: usize, length: usize) -> Target {
        (offset(self.view.origin(middle)), offset(length))
    }

    fn is_found(&mut self, start: usize, length: usize) {
        if length > WINDOW {
            let target = self.target(start + middle(length), length);
            if let Some(targets) = &mut self.targets {
                targets.retain(|other| *other != target);
            }
        }
    }
}

impl Found for InView<'_> {
    fn hit(&mut self, at: Range<usize>) {
        self.is_found(at.start, at.len());
        self.sink.hit(self.view, at);
    }

    fn hit_before(&mut self, at: Range<usize>, line_break: &'static [u8]) {
        self.is_found(at.start, at.len() + line_break.len());
        let view = self.view.with_line_break(at, line_break);
        self.sink.hit(&view, 0..view.bytes.len());
    }

    fn part(&mut self, middle: usize, length: usize) {
        let target = self.target(middle, length);
        match &self.targets {
            Some(targets) if targets.binary_search(&target).is_ok() => self.seen.push(target),
            Some(_) => {}
            None => self.sink.part(self.view, middle, length),
        }
    }
}
