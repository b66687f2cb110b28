//! Testing an admin key: the one on screen, else the one that was typed.

use latchboard_contract::error::{Problem, RemedyAction};

use super::field::Field;
use super::{AdminKeyPage, Effect, Focus};
use crate::{Changed, Effects, Ticket, Timestamp};

/// Whether an admin key works, as far as it was tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Probe {
    #[default]
    Idle,
    /// The server is being asked.
    Asking(Ticket),
    /// The server accepted the key, or why not.
    Answered(Result<(), Problem>, Timestamp),
}

/// What can happen to a test.
pub enum Action {
    /// Does the admin key work: the one on screen, else the one that was typed?
    Asked,
    /// The server's answer to that.
    Answered(Ticket, Result<(), Problem>, Timestamp),
    /// The button of the remedy under a test that failed was pressed.
    RemedyChosen(RemedyAction),
}

impl AdminKeyPage {
    /// What the button under a failed test can do. Under the dialog with a key no field is in reach.
    #[must_use]
    pub fn probe_remedy(&self, problem: &Problem) -> Option<RemedyAction> {
        let action = problem.entry().action?;
        let here = match action {
            RemedyAction::TryAgain => true,
            RemedyAction::EditApiKey | RemedyAction::RegenerateInstead => !self.shows_once(),
            RemedyAction::EditSecret
            | RemedyAction::EditPresentSecret
            | RemedyAction::Resolve
            | RemedyAction::RefreshList
            | RemedyAction::Activate
            | RemedyAction::SignIn => false,
        };
        here.then_some(action)
    }

    pub(super) fn update_probe(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Asked => self.ask_for_probe(effects),
            Action::Answered(ticket, result, at) => {
                // The answer belongs to the key that was asked about, if that is still there.
                let shown = self.one_time.as_mut().map(|shown| &mut shown.probe);
                let mut probes = [Some(&mut self.probe), shown].into_iter().flatten();
                *probes.find(|probe| **probe == Probe::Asking(ticket))? = Probe::Answered(result, at);
                Some(Changed)
            }
            Action::RemedyChosen(action) => self.probe_remedy_chosen(action, effects),
        }
    }

    fn ask_for_probe(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let ticket = self.ticket.next();
        let (service, api_key, admin_key) = if let Some(key) = &mut self.one_time {
            if matches!(key.probe, Probe::Asking(_)) || key.shown.is_stored() {
                return None;
            }
            key.probe = Probe::Asking(ticket);
            (key.service, key.api_key.clone(), key.shown.text.clone())
        } else {
            if matches!(self.probe, Probe::Asking(_)) {
                return None;
            }
            let fault = self.form.first_fault(&[Field::ApiKey, Field::AdminKey]);
            self.form.probe_checked = fault.is_some();
            if let Some(field) = fault {
                effects.push(Effect::Focus(Focus::Field(field)));
                return Some(Changed);
            }
            if self.form.holds_api_key() {
                effects.push(Effect::Focus(Focus::Field(Field::ApiKey)));
                return Some(Changed);
            }
            self.probe = Probe::Asking(ticket);
            let text = |field| self.form.text(field).clone();
            (self.form.service, text(Field::ApiKey), text(Field::AdminKey))
        };
        self.ticket = ticket;
        effects.push(Effect::Probe { ticket, service, api_key, admin_key });
        Some(Changed)
    }

    /// The remedies of a test act on the test; nothing of the form is sent.
    fn probe_remedy_chosen(
        &mut self,
        action: RemedyAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            RemedyAction::TryAgain => {
                self.ask_for_probe(effects)?;
                // The button that was pressed goes away with what the test told.
                let (probe, test) = match &self.one_time {
                    Some(key) => (&key.probe, Focus::TestShown),
                    None => (&self.probe, Focus::Test),
                };
                if matches!(probe, Probe::Asking(_)) {
                    effects.push(Effect::Focus(test));
                }
                Some(Changed)
            }
            RemedyAction::EditApiKey | RemedyAction::RegenerateInstead => self.remedy(action, effects),
            RemedyAction::EditSecret
            | RemedyAction::EditPresentSecret
            | RemedyAction::Resolve
            | RemedyAction::RefreshList
            | RemedyAction::Activate
            | RemedyAction::SignIn => None,
        }
    }
}
