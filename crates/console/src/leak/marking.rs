//! The mark *exposed* on what leaked: the server keeps it until an API secret is off and has another value.

use latchboard_client::Verdict;
use latchboard_client::bulk::Progress;
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
        if matches!(self.marking, Some(Marking::Going(_))) {
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
                    let failed = failed.iter().find(|(identifier, _)| *identifier == named.identifier)?;
                    Some((named.clone(), failed.1.clone()))
                };
                let all = self.to_mark().count();
                let failed: Vec<_> = self.to_mark().filter_map(problem).collect();
                Marking::Ended { marked: all - failed.len(), failed }
            }
        });
        Some(Changed)
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
