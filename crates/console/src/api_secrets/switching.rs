//! One API secret switched on or off, once more, and back.

use latchboard_client::{State, Verdict};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;

use crate::named::Named;
use crate::presses::DOUBLE_CLICK;
use crate::sign_in::Session;
use crate::{Changed, Effects, Outcome, OutcomeKind, Ticket, Timestamp};

use super::{ApiSecretsPage, Attention, Effect, Message, ObservedState};

/// A switch under way.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Switching {
    ticket: Ticket,
    pub(super) state: State,
    /// A switch before it that was left without an answer.
    open: Option<(State, Outcome)>,
    /// It is sent under the key of that one.
    is_repeat: bool,
}

/// Why the vault would refuse, as far as the list tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// This access key may not read it.
    NoView,
    /// This access key may not edit or switch it.
    NoEdit,
}

pub enum SwitchAction {
    /// Switch one, in the list or not.
    SwitchAsked(Identifier, State),
    /// The same switch again; where it was left without an answer, it is no new one.
    AgainAsked(Identifier),
    /// The one that is looked at is inactive, and shall be switched on.
    ActivateAsked(Identifier),
    Switched {
        ticket: Ticket,
        identifier: Identifier,
        /// What became of it.
        verdict: Verdict<()>,
        /// An attempt had no answer.
        lost_reply: bool,
        at: Timestamp,
    },
    /// The switch that a message tells of shall be taken back.
    UndoAsked(Identifier),
    /// The one whose value leaked shall be switched on all the same, or not.
    ExposedAnswered(bool),
}

pub enum SwitchEffect {
    /// Switch one; under the key of the same switch before it, if that was left without an answer.
    Switch(Ticket, Identifier, State, Option<IdempotencyKey>),
}

/// The states that an API secret can be switched to that is in this one; both where nobody knows.
#[must_use]
pub const fn possible_switches(known: Option<State>) -> &'static [State] {
    match known {
        Some(State::Active) => &[State::Inactive],
        Some(State::Inactive) => &[State::Active],
        None => &[State::Inactive, State::Active],
    }
}

/// As [`ApiSecretsPage::has_settled`], of what [`ApiSecretsPage::turned`] at that time.
#[must_use]
pub fn has_settled(turned: Option<Timestamp>, now: Timestamp) -> bool {
    turned.is_none_or(|at| now.0.abs_diff(at.0) as f64 >= DOUBLE_CLICK)
}

impl ApiSecretsPage {
    pub(super) fn update_switch(
        &mut self,
        session: &Session,
        action: SwitchAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            SwitchAction::SwitchAsked(identifier, state) => {
                if let Err(told) = self.permitted(&identifier, Blocked::NoEdit) {
                    return told;
                }
                self.switch(session, identifier, state, effects)
            }
            SwitchAction::AgainAsked(identifier) => self.switch_again(session, identifier, effects),
            SwitchAction::ActivateAsked(identifier) => {
                self.switch(session, identifier.clone(), State::Active, effects)?;
                let is_sent = self.switching.contains_key(&identifier);
                if let Some(details) =
                    self.details.as_mut().filter(|it| is_sent && it.identifier == identifier)
                {
                    details.problem = None;
                }
                Some(Changed)
            }
            SwitchAction::Switched { ticket, identifier, verdict, lost_reply, at } => {
                let outcome = Outcome { lost_reply, ..Outcome::of(&verdict, at) };
                self.switched(ticket, identifier, outcome, effects)
            }
            SwitchAction::UndoAsked(identifier) => self.undo(session, identifier, effects),
            SwitchAction::ExposedAnswered(is_wanted) => {
                let identifier = self.exposed_asked.take()?;
                self.focus_switch(&identifier, effects);
                if is_wanted {
                    self.send_switch(session, identifier, State::Active, None, effects);
                }
                Some(Changed)
            }
        }
    }

    /// Whether the inventory says that the value of an API secret leaked.
    #[must_use]
    pub fn is_exposed(&self, identifier: &Identifier) -> bool {
        self.marked.contains(identifier)
            || self.view.facts(identifier).is_some_and(|facts| facts.exposed_at.is_some())
    }

    /// How many of the list have a value that leaked, as far as known.
    pub(crate) fn exposed(&self) -> usize {
        let told = self.view.to_look_at(Attention::Exposed).unwrap_or_default() as usize;
        let is_news = |identifier: &&Identifier| {
            self.view.facts(identifier).is_some_and(|facts| facts.exposed_at.is_none())
        };
        told + self.marked.iter().filter(is_news).count()
    }

    /// How many of these have a value that leaked.
    pub(crate) fn count_exposed(&self, items: &[Named]) -> usize {
        items.iter().filter(|named| self.is_exposed(&named.identifier)).count()
    }

    /// How many of these are in that state, as far as known.
    pub(crate) fn count_known(&self, items: &[Named], state: State) -> usize {
        let is_so = |named: &&Named| self.known(&named.identifier).is_some_and(|known| known.state == state);
        items.iter().filter(is_so).count()
    }

    /// One whose value leaked is not switched on without a question.
    fn switch(
        &mut self,
        session: &Session,
        identifier: Identifier,
        state: State,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if state == State::Active
            && self.is_exposed(&identifier)
            && session.key().is_some()
            && !self.switching.contains_key(&identifier)
        {
            self.exposed_asked = Some(identifier);
            return Some(Changed);
        }
        self.send_switch(session, identifier, state, None, effects)
    }

    fn send_switch(
        &mut self,
        session: &Session,
        identifier: Identifier,
        state: State,
        key: Option<IdempotencyKey>,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if self.switching.contains_key(&identifier) {
            return None;
        }
        session.key()?;
        let ticket = self.next_ticket();
        self.blocked = None;
        if let Some(row) = self.view.listed(&identifier) {
            self.names.insert(identifier.clone(), row.name.clone());
        }
        let before = self.outcomes.remove(&identifier);
        let open = before.filter(|(_, outcome)| outcome.kind == OutcomeKind::Unknown);
        self.messages.dismiss(&Message::Switched(identifier.clone()));
        let is_repeat = key.is_some();
        self.switching.insert(identifier.clone(), Switching { ticket, state, open, is_repeat });
        effects.push(SwitchEffect::Switch(ticket, identifier, state, key).into());
        Some(Changed)
    }

    fn switch_again(
        &mut self,
        session: &Session,
        identifier: Identifier,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let (state, outcome) = self.outcomes.get(&identifier)?;
        let unanswered = outcome.problem.as_ref().filter(|_| outcome.kind == OutcomeKind::Unknown);
        let (state, key) = (*state, unanswered.and_then(|problem| problem.key.clone()));
        match key {
            Some(_) => self.send_switch(session, identifier.clone(), state, key, effects),
            None => self.switch(session, identifier.clone(), state, effects),
        }?;
        self.focus_switch(&identifier, effects);
        Some(Changed)
    }

    /// Whether a press on a switch means what the switch says: one that comes just after its state has changed may have
    /// been meant for what stood there before.
    #[must_use]
    pub fn has_settled(&self, identifier: &Identifier, now: Timestamp) -> bool {
        has_settled(self.turned(identifier), now)
    }

    /// The states that an API secret is offered to be switched to. Where the server does not tell states both stay.
    #[must_use]
    pub fn possible_switches(&self, identifier: &Identifier) -> &'static [State] {
        let known = self.known(identifier).filter(|_| self.view.tells_states());
        possible_switches(known.map(|known| known.state))
    }

    /// When the state of an API secret last changed in this page.
    #[must_use]
    pub fn turned(&self, identifier: &Identifier) -> Option<Timestamp> {
        self.view.turned(identifier)
    }

    /// Unless the list says that it cannot be done: then why is said, and nothing is sent.
    pub(super) fn permitted(
        &mut self,
        identifier: &Identifier,
        blocked: Blocked,
    ) -> Result<(), Option<Changed>> {
        let may = match blocked {
            Blocked::NoView => self.may_view(identifier),
            Blocked::NoEdit => self.may_edit(identifier),
        };
        if may {
            return Ok(());
        }
        let blocked = Some((identifier.clone(), blocked));
        if self.blocked == blocked {
            return Err(None);
        }
        self.blocked = blocked;
        self.tell(Message::Blocked);
        Err(Some(Changed))
    }

    fn switched(
        &mut self,
        ticket: Ticket,
        identifier: Identifier,
        outcome: Outcome,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if self.switching.get(&identifier)?.ticket != ticket {
            return None;
        }
        let Switching { state, open, is_repeat, .. } = self.switching.remove(&identifier)?;
        let at = outcome.at;
        let was_known = self.known(&identifier).is_some();
        let observed = match outcome.kind {
            OutcomeKind::Done | OutcomeKind::AlreadySo => Some(Some(state)),
            // What it was before is no longer known.
            OutcomeKind::Unknown => Some(None),
            OutcomeKind::Refused | OutcomeKind::NotAttempted => None,
        };
        self.observe(
            observed.map(|state| ObservedState { identifier: identifier.clone(), state, at }),
            effects,
        );
        if !was_known && observed.flatten().is_some() && self.view.tells_states() {
            // Of two buttons one is left, and may stand where the other one stood.
            self.view.turn(vec![(identifier.clone(), at)]);
        }
        let (before, open) = open.unzip();
        // The same switch before this one, whose answer nobody will ever see, may have made it so.
        let lost_reply = outcome.lost_reply || (before == Some(state) && !is_repeat);
        let outcome = Outcome { lost_reply, ..outcome.after(open) };
        let state = before.filter(|_| outcome.again.is_some()).unwrap_or(state);
        let message = Message::Switched(identifier.clone());
        if outcome.problem.is_none() {
            self.tell_for_a_while(message, effects);
        } else {
            self.tell(message);
        }
        self.outcomes.insert(identifier, (state, outcome));
        Some(Changed)
    }

    /// The call that leads back, from the row where the switch was asked for.
    fn undo(
        &mut self,
        session: &Session,
        identifier: Identifier,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if !self.can_undo(&identifier) {
            return None;
        }
        let (state, _) = self.outcomes.get(&identifier)?;
        let state = state.opposite();
        self.switch(session, identifier.clone(), state, effects)?;
        self.focus_switch(&identifier, effects);
        Some(Changed)
    }

    /// What was said about a switch is gone, and the button in it that was pressed: back to where the
    /// switch was asked for.
    pub(super) fn focus_switch(&mut self, identifier: &Identifier, effects: &mut Effects<Effect>) {
        self.view.put_cursor(Some(identifier.as_str()));
        self.focus_if_lost(effects);
    }
}
