//! The copies switched off, and the server's word that they are.

use std::collections::HashSet;
use std::rc::Rc;

use latchboard_client::State;
use latchboard_contract::error::Problem;
use latchboard_contract::validate::Identifier;

use crate::bulk::{self, LeftOut, Plan, Scope};
use crate::named::Named;
use crate::{Changed, Effects, Model, Ticket, Timestamp};

use super::findings::{Answer, How, hits};
use super::{Effect, LeakPage};

/// What the server says after the run: not that it did it, but that it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    Asking(Ticket),
    /// Nobody could be asked.
    Failed(Problem),
    Said {
        /// Copies that are off.
        off: HashSet<Identifier>,
        /// Copies that are on, those included that were not there before.
        on: Vec<Named>,
        at: Timestamp,
    },
}

impl Proof {
    /// Nothing is told of those that are left on by choice.
    pub(super) fn of(answer: Result<Answer, Problem>, left_on: &HashSet<Identifier>, at: Timestamp) -> Self {
        let answer = match answer {
            Ok(answer) => answer,
            Err(problem) => return Self::Failed(problem),
        };
        let (on, off): (Vec<_>, _) =
            hits(&answer.found).into_iter().partition(|hit| hit.active != Some(false));
        let off = off.into_iter().map(|hit| hit.named.identifier).collect();
        let on = on.into_iter().map(|hit| hit.named);
        Self::Said { off, on: on.filter(|named| !left_on.contains(&named.identifier)).collect(), at }
    }
}

impl LeakPage {
    pub(super) fn switch_off(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let chosen = self.to_switch_off().map(|hit| hit.named.clone());
        let values: HashSet<_> = self.to_switch_off().map(|hit| hit.value).collect();
        let off_already = self.off_when_found().cloned().collect();
        let left_on = self.findings.iter().flat_map(|findings| findings.left_on());
        let left_on = left_on.map(|hit| hit.named.clone()).collect();
        let plan = Plan::new(State::Inactive, Scope::Leaked, chosen)
            .of_values(values.len())
            .leaving_out(LeftOut { off_already, left_on, ..LeftOut::default() });
        self.update_bulk(bulk::Action::Asked(plan), effects)
    }

    pub(super) fn update_bulk(
        &mut self,
        action: bulk::Action,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let is_end = matches!(action, bulk::Action::Ended { .. });
        let before = self.bulk.run.clone();
        effects.of_part(Effect::Bulk, |effects| self.bulk.update(action, effects))?;
        self.observed.extend(self.bulk.take_observed());
        let is_leaked = |run: &Rc<bulk::Run>| run.plan.scope() == Scope::Leaked;
        // What was switched off stays on record while it is taken back.
        if let (Some(before), Some(now)) = (before, &self.bulk.run)
            && is_leaked(&before)
            && !is_leaked(now)
        {
            self.switched_off = Some(before);
        }
        // A new attempt makes what was said before it old news.
        if self.bulk.is_going() {
            self.proof = None;
            if !self.is_marking() {
                self.marking = None;
            }
        }
        if is_end && self.bulk.run.as_ref().is_some_and(is_leaked) {
            self.mark(effects);
            self.prove(effects);
        }
        Some(Changed)
    }

    /// Asks the server whether they are off, where it can be asked.
    pub(super) fn prove(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let findings = self.findings.as_ref()?;
        let can_ask = matches!(findings.how, How::Find { .. }) && self.off_run().is_some() && !self.is_busy();
        if !can_ask {
            return None;
        }
        // Those of a value that was left out, too: what was off when it was found may be on again.
        let with_copies = |place: &usize| findings.count(*place) > 0;
        let values = self.searched.as_ref()?.values.iter().enumerate();
        let wanted = values.filter(|(place, _)| with_copies(place));
        let wanted = wanted.map(|(place, value)| (place, value.fingerprint.clone())).collect();
        let ticket = self.next_ticket();
        self.proof = Some(Proof::Asking(ticket));
        effects.push(Effect::Find { ticket, wanted });
        Some(Changed)
    }
}
