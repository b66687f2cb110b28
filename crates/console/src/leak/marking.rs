//! The mark *exposed* on what leaked: the server keeps it until an API secret is off and has another value.

use std::collections::HashMap;
use std::rc::Rc;

use latchboard_client::Verdict;
use latchboard_client::bulk::{Again, Progress};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::named::Named;
use crate::{Changed, Effects, Ticket};

use super::{Effect, LeakPage};

/// What became of the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marking {
    /// They are being set, on these.
    Going(Ticket, Rc<[Named]>),
    /// The server keeps none.
    NotOffered,
    /// All were tried.
    Ended {
        /// How many are marked.
        marked: usize,
        /// Those that are not known to be, and why.
        failed: Vec<(Named, Problem)>,
    },
}

/// Those that could not be marked, each with the reason; `None` from a server that keeps no marks.
pub type Marked = Option<Vec<(Identifier, Problem)>>;

impl LeakPage {
    /// Marks every copy that was found and is not left on deliberately.
    pub(super) fn mark(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        if !self.may_mark() {
            return None;
        }
        let asked: Rc<[Named]> = self.to_mark().cloned().collect();
        if asked.is_empty() {
            return None;
        }
        let ticket = self.next_ticket();
        let identifiers = asked.iter().map(|named| named.identifier.clone()).collect();
        self.marking = Some(Marking::Going(ticket, asked));
        effects.push(Effect::Mark(ticket, identifiers));
        Some(Changed)
    }

    pub(super) fn marked(&mut self, ticket: Ticket, marked: Marked) -> Option<Changed> {
        let Some(Marking::Going(_, asked)) =
            self.marking.take_if(|it| matches!(it, Marking::Going(its, _) if *its == ticket))
        else {
            return None;
        };
        self.marking = Some(match marked {
            None => Marking::NotOffered,
            Some(failed) => {
                let problems: HashMap<_, _> = failed.into_iter().collect();
                let (failed, marked): (Vec<_>, Vec<_>) =
                    asked.iter().partition(|named| problems.contains_key(&named.identifier));
                self.marked_now.extend(marked.iter().map(|named| named.identifier.clone()));
                let failed = failed.into_iter();
                let why = |named: &Named| Some((named.clone(), problems.get(&named.identifier)?.clone()));
                Marking::Ended { marked: marked.len(), failed: failed.filter_map(why).collect() }
            }
        });
        Some(Changed)
    }

    /// Whether marks are being set.
    #[must_use]
    pub const fn is_marking(&self) -> bool {
        matches!(self.marking, Some(Marking::Going(..)))
    }

    /// Whether what was switched off can be marked: the same numbers of another server or tenant are others.
    #[must_use]
    pub fn may_mark(&self) -> bool {
        let access = self.bulk.access.as_ref();
        self.off_run().is_some_and(|run| run.hindrance(access, Again::Refused).is_none())
    }

    /// What was marked since this was asked last: for a list that shows it.
    pub fn take_marked(&mut self) -> Vec<Identifier> {
        std::mem::take(&mut self.marked_now)
    }

    /// What was in the run, but for those of which the vault has said that this access key may not change them; and what
    /// was off before it.
    fn to_mark(&self) -> impl Iterator<Item = &Named> {
        let run = self.off_run();
        let planned = run.into_iter().flat_map(|run| run.plan.items().iter().zip(run.bulk.items()));
        let may_change = planned.filter(|(_, (_, item))| {
            !matches!(item.progress(), Progress::Over(Verdict::Refused(problem)) if problem.code == Code::NoAccess)
        });
        let off_before = run.and_then(|run| run.leak.as_deref()).into_iter();
        may_change.map(|(named, _)| named).chain(off_before.flat_map(|leak| leak.off_when_found.iter()))
    }
}
