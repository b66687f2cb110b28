//! The calls that change something, and finding out what became of one that was left without an answer.

use std::rc::Rc;

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::RemedyAction;
use latchboard_contract::{Fingerprint, Secret};

use super::call_record::{CallRecord, Sent};
use super::field::Field;
use super::{AdminKeyPage, Effect, Focus, Issued, LeftOpen, OneTimeKey, OneTimeText, Probe, Task};
use crate::{Changed, Effects, Outcome, OutcomeKind, Resolution, Ticket, Timestamp};

/// The call under way, or the question about one. It has its ticket here, so that nothing else that is asked
/// meanwhile makes its answer a late one.
#[derive(Clone)]
pub(super) struct Running {
    ticket: Ticket,
    task: Task,
    pub(super) sent: Sent,
}

pub enum Action {
    /// The form was submitted.
    SubmitAsked,
    Answered {
        ticket: Ticket,
        /// What became of it; `Some` key when the server sent one.
        verdict: Verdict<Option<Secret>>,
        at: Timestamp,
    },
    /// Find out what became of the call without an answer.
    ResolveAsked,
    /// Nobody wants to find out; what it carried shall be gone.
    LeftUnknown,
    /// Its end is known from elsewhere: that of a call which the page before left open.
    LeftOpenDismissed(Task, Service),
    /// The verdict on another call shall be shown.
    LookAsked(Task, Service),
    /// The answer to a question about it.
    Resolved {
        ticket: Ticket,
        /// What the question itself led to; `Some` key when the server sent one.
        verdict: Verdict<Option<Secret>>,
        conclusion: Conclusion,
        at: Timestamp,
    },
    /// The button of the remedy under a verdict was pressed.
    RemedyChosen(RemedyAction),
}

impl AdminKeyPage {
    /// The task whose call is under way.
    #[must_use]
    pub fn running(&self) -> Option<Task> {
        self.running.as_ref().map(|running| running.task)
    }

    /// What became of the last call of the task and service that are shown.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.record_here().map(|record| &record.outcome)
    }

    /// Whether the server sent a new admin key in answer to it.
    #[must_use]
    pub fn has_new_key(&self) -> bool {
        self.record_here().is_some_and(|record| record.has_new_key)
    }

    /// What is known of that call, if it was left without an answer.
    #[must_use]
    pub fn resolution(&self) -> Option<&Resolution> {
        self.record_here()?.resolution.as_ref()
    }

    /// The other calls of which it is not known yet what became of them.
    pub fn open_elsewhere(&self) -> impl Iterator<Item = (Task, Service)> {
        let open = self.records.iter().filter(|record| record.is_open());
        open.filter(|record| !record.is_about(self.form.task, self.form.service))
            .map(|record| (record.task, record.service))
    }

    /// The calls that the page before left open, but for those that were made again.
    pub fn left_open(&self) -> impl Iterator<Item = &LeftOpen> {
        self.left_open.iter()
    }

    fn drop_left_open(&mut self, task: Task, service: Service) {
        self.left_open.retain(|it| !it.is_about(task, service));
    }

    fn record_here(&self) -> Option<&CallRecord> {
        self.records.iter().find(|record| record.is_about(self.form.task, self.form.service))
    }

    fn drop_record(&mut self, task: Task, service: Service) {
        self.records.retain(|record| !record.is_about(task, service));
    }

    pub(super) fn update_call(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::SubmitAsked => self.submit(effects),
            Action::Answered { ticket, verdict, at } => self.answered(ticket, verdict, at),
            Action::ResolveAsked => self.ask(effects),
            Action::LeftUnknown => self.leave_unknown(effects),
            Action::LeftOpenDismissed(task, service) => {
                self.drop_left_open(task, service);
                effects.extend([Effect::Settle(task, service), Effect::Focus(Focus::Heading)]);
                Some(Changed)
            }
            Action::LookAsked(task, service) => {
                if task != self.form.task {
                    effects.push(Effect::Open(task));
                }
                effects.push(Effect::Focus(Focus::Verdict));
                (self.form.task, self.form.checked) = (task, false);
                self.choose_service(service);
                Some(Changed)
            }
            Action::Resolved { ticket, verdict, conclusion, at } => {
                self.resolved(ticket, verdict, conclusion, at, effects)
            }
            Action::RemedyChosen(action) => self.remedy(action, effects),
        }
    }

    fn submit(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        // A double click, or Enter on a held key: the first one is under way.
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        // After another call of its kind nobody could tell what became of the first.
        if self.record_here().is_some_and(CallRecord::is_open) {
            effects.push(Effect::Focus(Focus::Verdict));
            return Some(Changed);
        }
        let (task, service) = (self.form.task, self.form.service);
        self.drop_record(task, service);
        let fault = self.form.first_fault(self.form.fields());
        self.form.checked = fault.is_some();
        if let Some(field) = fault {
            effects.push(Effect::Focus(Focus::Field(field)));
            return Some(Changed);
        }
        if self.form.holds_api_key() {
            effects.push(Effect::Focus(Focus::Field(Field::ApiKey)));
            return Some(Changed);
        }
        let sent = Sent {
            service,
            api_key: self.form.text(Field::ApiKey).clone(),
            secret: self.form.text(Field::Secret).clone(),
            new_secret: self.form.text(Field::NewSecret).clone(),
            generated: self.form.generated_for(task),
        };
        self.drop_left_open(task, service);
        let ticket = self.begin(task, sent.clone());
        effects.push(Effect::Call { ticket, task, sent });
        Some(Changed)
    }

    fn begin(&mut self, task: Task, sent: Sent) -> Ticket {
        let ticket = self.next_ticket();
        self.running = Some(Running { ticket, task, sent });
        ticket
    }

    fn answered(
        &mut self,
        ticket: Ticket,
        verdict: Verdict<Option<Secret>>,
        at: Timestamp,
    ) -> Option<Changed> {
        let Running { task, sent, .. } = self.running.take_if(|running| running.ticket == ticket)?;
        // Only a call without an answer leaves a question, and the secrets to ask it with.
        let unknown = if let Verdict::Unknown(problem) = &verdict { Some(problem) } else { None };
        let resolution = unknown.and_then(|problem| Resolution::about(task.endpoint(), problem));
        self.drop_record(task, sent.service);
        self.records.push(CallRecord {
            task,
            service: sent.service,
            outcome: Outcome::of(&verdict, at),
            has_new_key: matches!(verdict, Verdict::Done(Some(_))),
            sent: resolution.is_some().then(|| sent.clone()),
            resolution,
        });
        if let Verdict::Done(key) = verdict {
            self.succeeded(sent, key, at);
        }
        Some(Changed)
    }

    fn ask(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        let record = self.record_here()?;
        let (task, sent) = (record.task, record.sent.clone()?);
        let Resolution { question, key, .. } = record.resolution.as_ref()?;
        let (question, key) = (*question, key.clone());
        let ticket = self.begin(task, sent.clone());
        effects.push(Effect::Ask { ticket, question, key, task, sent });
        Some(Changed)
    }

    fn resolved(
        &mut self,
        ticket: Ticket,
        verdict: Verdict<Option<Secret>>,
        conclusion: Conclusion,
        at: Timestamp,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let running = self.running.as_ref().filter(|running| running.ticket == ticket)?;
        let (task, service) = (running.task, running.sent.service);
        let is_asked = |record: &CallRecord| record.resolution.is_some() && record.is_about(task, service);
        let place = self.records.iter().position(is_asked)?;
        let Running { sent, .. } = self.running.take()?;
        // What was asked about last stands last.
        let mut record = self.records.remove(place);
        record.resolution = record.resolution.map(|resolution| resolution.concluded(conclusion));
        let Some(finding) = record.resolution.as_ref().and_then(|resolution| resolution.finding) else {
            self.records.push(record);
            return Some(Changed);
        };
        let is_done = matches!(finding, Finding::AsAsked | Finding::CarriedOut);
        let kind = if is_done { OutcomeKind::Done } else { OutcomeKind::Refused };
        record.outcome = Outcome { kind, problem: None, again: None, lost_reply: false, at };
        record.has_new_key = matches!(verdict, Verdict::Done(Some(_)));
        record.sent = None;
        self.records.push(record);
        if let Verdict::Done(key) = verdict {
            self.succeeded(sent, key, at);
        } else if finding == Finding::CarriedOut {
            // A secret that was made here is in force, and the form may hold another one by now.
            self.one_time_secret = sent.generated.map(OneTimeText::new);
        }
        effects.push(Effect::Focus(Focus::VerdictIfLost));
        Some(Changed)
    }

    fn succeeded(&mut self, sent: Sent, key: Option<Secret>, at: Timestamp) {
        self.form.drop_secrets();
        self.one_time_secret = sent.generated.map(OneTimeText::new);
        let Some(key) = key else { return };
        self.issued = Some(Issued { fingerprint: Fingerprint::of(&key), at });
        self.one_time = Some(OneTimeKey {
            shown: OneTimeText::new(Rc::new(key)),
            service: sent.service,
            api_key: sent.api_key,
            probe: Probe::Idle,
        });
    }

    fn leave_unknown(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        // Its answer may come yet.
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        let generated = self.record_here()?.sent.as_ref()?.generated.clone();
        // It may be in force, and the form may hold another one by now.
        self.one_time_secret = generated.map(OneTimeText::new);
        let (task, service) = (self.form.task, self.form.service);
        self.drop_record(task, service);
        effects.extend([Effect::Settle(task, service), Effect::Focus(Focus::Heading)]);
        Some(Changed)
    }

    pub(super) fn remedy(&mut self, action: RemedyAction, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            RemedyAction::EditSecret | RemedyAction::EditPresentSecret => {
                effects.push(Effect::Focus(Focus::Field(Field::Secret)));
            }
            RemedyAction::EditApiKey => effects.push(Effect::Focus(Focus::Field(Field::ApiKey))),
            RemedyAction::RegenerateInstead => effects.push(Effect::Open(Task::Regenerate)),
            RemedyAction::TryAgain => {
                self.submit(effects)?;
                // The button that was pressed goes away with the verdict.
                if self.running.is_some() {
                    effects.push(Effect::Focus(Focus::Submit));
                }
            }
            // The present secret was refused, perhaps because the change was made before: regenerating with the new
            // one tells. That kills the admin key, so the user presses the button there.
            RemedyAction::Resolve => {
                self.form.promote_new_secret();
                effects.push(Effect::Open(Task::Regenerate));
            }
            RemedyAction::RefreshList | RemedyAction::Activate | RemedyAction::SignIn => return None,
        }
        Some(Changed)
    }
}
