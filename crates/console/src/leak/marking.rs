//! The mark *exposed* on what leaked: the server keeps it until an API secret is off and has another value.

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
    /// They are being set.
    Going(Ticket),
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
        let identifiers: Vec<_> = self.to_mark().map(|named| named.identifier.clone()).collect();
        if identifiers.is_empty() {
            return None;
        }
        let ticket = self.next_ticket();
        self.marking = Some(Marking::Going(ticket));
        effects.push(Effect::Mark(ticket, identifiers));
        Some(Changed)
    }

    pub(super) fn marked(&mut self, ticket: Ticket, marked: Marked) -> Option<Changed> {
        if self.marking != Some(Marking::Going(ticket)) {
            return None;
        }
        self.marking = Some(match marked {
            None => Marking::NotOffered,
            Some(failed) => {
                let problem = |named: &Named| {
                    let failed = failed.iter().find(|(identifier, _)| *identifier == named.identifier);
                    failed.map(|(_, problem)| problem.clone())
                };
                let tried = self.to_mark().map(|named| (named.clone(), problem(named)));
                let (marked, failed): (Vec<_>, Vec<_>) = tried.partition(|(_, problem)| problem.is_none());
                let failed =
                    failed.into_iter().filter_map(|(named, problem)| Some((named, problem?))).collect();
                let ended = Marking::Ended { marked: marked.len(), failed };
                self.marked_now.extend(marked.into_iter().map(|(named, _)| named.identifier));
                ended
            }
        });
        Some(Changed)
    }

    /// Whether marks are being set.
    #[must_use]
    pub const fn is_marking(&self) -> bool {
        matches!(self.marking, Some(Marking::Going(_)))
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
