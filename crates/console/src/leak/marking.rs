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
    /// They are being set.
    Going {
        ticket: Ticket,
        asked: Rc<[Named]>,
        /// How many were marked before.
        marked: usize,
    },
    /// The server keeps none.
    NotOffered,
    Ended {
        /// How many are marked.
        marked: usize,
        /// Those that are not, or not known to be, and why.
        failed: Vec<(Named, Problem)>,
    },
}

/// Those that could not be marked, each with the reason; `None` from a server that keeps no marks.
pub type Marked = Option<Vec<(Identifier, Problem)>>;

impl LeakPage {
    /// Marks every copy that was found: a value that leaked has leaked, whether it is switched off or left on.
    pub(super) fn mark(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let asked = self.to_mark().cloned().collect();
        self.ask_for_marks(asked, 0, effects)
    }

    /// Marks those that could not be marked before.
    pub(super) fn mark_again(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let Some(Marking::Ended { marked, failed }) = &self.marking else { return self.mark(effects) };
        let asked =
            failed.iter().filter(|(_, problem)| may_be_mended(problem)).map(|(named, _)| named.clone());
        self.ask_for_marks(asked.collect(), *marked, effects)
    }

    fn ask_for_marks(
        &mut self,
        asked: Rc<[Named]>,
        marked: usize,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if !self.may_mark() || asked.is_empty() {
            return None;
        }
        let ticket = self.next_ticket();
        let identifiers = asked.iter().map(|named| named.identifier.clone()).collect();
        self.marking = Some(Marking::Going { ticket, asked, marked });
        effects.push(Effect::Mark(ticket, identifiers));
        Some(Changed)
    }

    pub(super) fn marked(&mut self, ticket: Ticket, answer: Marked) -> Option<Changed> {
        let is_it =
            |marking: &mut Marking| matches!(marking, Marking::Going { ticket: its, .. } if *its == ticket);
        let Some(Marking::Going { asked, marked: before, .. }) = self.marking.take_if(is_it) else {
            return None;
        };
        self.marking = Some(match answer {
            None => Marking::NotOffered,
            Some(failed) => {
                let problems: HashMap<_, _> = failed.into_iter().collect();
                let (failed, marked): (Vec<_>, Vec<_>) =
                    asked.iter().partition(|named| problems.contains_key(&named.identifier));
                self.marked_now.extend(marked.iter().map(|named| named.identifier.clone()));
                let why = |named: &Named| Some((named.clone(), problems.get(&named.identifier)?.clone()));
                // The vault has said of these already that this access key may not change them.
                let refused =
                    self.planned().filter_map(|(named, refused)| Some((named.clone(), refused?.clone())));
                let failed = failed.into_iter().filter_map(why).chain(refused).collect();
                Marking::Ended { marked: before + marked.len(), failed }
            }
        });
        Some(Changed)
    }

    /// Whether some marks may be set yet.
    #[must_use]
    pub fn may_mark_again(&self) -> bool {
        matches!(&self.marking, Some(Marking::Ended { failed, .. }) if failed.iter().any(|(_, it)| may_be_mended(it)))
    }

    /// Whether marks are being set.
    #[must_use]
    pub const fn is_marking(&self) -> bool {
        matches!(self.marking, Some(Marking::Going { .. }))
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
    /// was off before it, or is left on.
    fn to_mark(&self) -> impl Iterator<Item = &Named> {
        let leak = self.off_run().and_then(|run| run.leak.as_deref()).into_iter();
        let may_change = self.planned().filter(|(_, refused)| refused.is_none()).map(|(named, _)| named);
        may_change.chain(leak.flat_map(|leak| leak.off_when_found.iter().chain(&*leak.left_on)))
    }

    /// What was in the run, with the refusal where this access key may not change it.
    fn planned(&self) -> impl Iterator<Item = (&Named, Option<&Problem>)> {
        let items = self.off_run().into_iter().flat_map(|run| run.plan.items().iter().zip(run.bulk.items()));
        items.map(|(named, (_, item))| match item.progress() {
            Progress::Over(Verdict::Refused(problem)) if !may_be_mended(problem) => (named, Some(problem)),
            Progress::Waiting
            | Progress::Sent
            | Progress::Over(
                Verdict::Done(())
                | Verdict::AlreadySo
                | Verdict::Refused(_)
                | Verdict::NotAttempted(_)
                | Verdict::Unknown(_),
            ) => (named, None),
        })
    }
}

/// Whether the same call may have another answer with this access key.
fn may_be_mended(problem: &Problem) -> bool {
    problem.code != Code::NoAccess
}
