//! The *Admin key* page: register, change the secret, regenerate.
//!
//! Secrets that were typed are dropped as soon as they did their work; an admin key, and a secret that was
//! generated here, are kept until their owner says that they are stored, wherever they go in the page meanwhile.
//! A call without an answer keeps what it carried until it is known what became of it, or its owner leaves it
//! unknown.

pub mod call;
mod call_record;
mod field;
pub mod form;
mod left_open;
pub mod one_time;
pub mod probe;
mod task;
#[cfg(test)]
mod tests;

pub use call_record::Sent;
pub use field::Field;
pub use form::{Form, Generated};
pub use left_open::LeftOpen;
pub use one_time::{Issued, OneTimeItem, OneTimeKey, OneTimeText};
pub use probe::Probe;
pub use task::Task;

use std::rc::Rc;

use latchboard_client::resolve::Question;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::idempotency::IdempotencyKey;

use self::call::Running;
use self::call_record::CallRecord;
use crate::{Changed, Effects, Model, Ticket};

#[derive(Clone, Default)]
pub struct AdminKeyPage {
    /// What is typed and chosen.
    pub form: Form,
    /// The last one that was given out.
    ticket: Ticket,
    running: Option<Running>,
    records: Vec<CallRecord>,
    /// What the page before this one left open.
    left_open: Vec<LeftOpen>,
    /// The key that is on screen now.
    pub one_time: Option<OneTimeKey>,
    /// The generated secret that is on screen now.
    pub one_time_secret: Option<OneTimeText>,
    /// The key that was issued last.
    pub issued: Option<Issued>,
    /// What the last test of the admin key that was typed told.
    pub probe: Probe,
}

pub enum Action {
    Form(form::Action),
    Call(call::Action),
    /// To what is shown once.
    OneTime(one_time::Action),
    /// To a test of an admin key.
    Probe(probe::Action),
}

impl From<form::Action> for Action {
    fn from(action: form::Action) -> Self {
        Self::Form(action)
    }
}

impl From<call::Action> for Action {
    fn from(action: call::Action) -> Self {
        Self::Call(action)
    }
}

impl From<one_time::Action> for Action {
    fn from(action: one_time::Action) -> Self {
        Self::OneTime(action)
    }
}

impl From<probe::Action> for Action {
    fn from(action: probe::Action) -> Self {
        Self::Probe(action)
    }
}

/// Where the cursor is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Field(Field),
    /// On the heading of the page, where no key press sends anything.
    Heading,
    /// On the button that sends the form.
    Submit,
    /// On the button that tests the admin key that was typed.
    Test,
    /// On the one that tests the admin key on screen.
    TestShown,
    /// On the heading of the verdict.
    Verdict,
    /// There, if what had the cursor is gone.
    VerdictIfLost,
}

/// What the page wants done.
pub enum Effect {
    /// Make the call of `task`.
    Call {
        /// To be given back with the answer.
        ticket: Ticket,
        task: Task,
        sent: Sent,
    },
    /// Ask about a call of `task` that was left without an answer.
    Ask {
        /// To be given back with the answer.
        ticket: Ticket,
        question: Question,
        /// The idempotency key of that call.
        key: Option<IdempotencyKey>,
        /// Which call it is about.
        task: Task,
        /// What that call carried.
        sent: Sent,
    },
    /// Ask the server whether an admin key works.
    Probe {
        /// To be given back with the answer.
        ticket: Ticket,
        service: Service,
        /// The account's API key.
        api_key: Rc<Secret>,
        /// The key to test.
        admin_key: Rc<Secret>,
    },
    /// Make a secret for a field.
    Generate(Field),
    /// Put the secret of a field on the clipboard.
    CopyField(Field, Rc<Secret>),
    /// Put what is shown once on the clipboard.
    Copy(OneTimeItem, Rc<Secret>),
    /// Hand it to the browser as a file.
    Download(OneTimeItem, Rc<Secret>),
    /// Nobody wants to know any more what became of a call of `task`.
    Settle(Task, Service),
    /// Put the cursor somewhere.
    Focus(Focus),
    /// Show the page of a task, with the cursor on its heading.
    Open(Task),
}

fn nothing() -> Rc<Secret> {
    Rc::new(Secret::new(String::new()))
}

impl AdminKeyPage {
    /// An untouched page at one of its tasks.
    #[must_use]
    pub fn at_task(task: Task) -> Self {
        Self { form: Form::untouched(task, Service::default()), ..Self::default() }
    }

    /// With what the page before it left open.
    #[must_use]
    pub fn after_leaving(self, left_open: Vec<LeftOpen>) -> Self {
        Self { left_open, ..self }
    }

    /// Shows every secret that the page holds.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        let running = self.running.iter().map(|running| &running.sent);
        let sent = running.chain(self.records.iter().filter_map(|record| record.sent.as_ref()));
        let sent = sent.flat_map(|sent| [&sent.api_key, &sent.secret, &sent.new_secret]);
        let shown = self.one_time.iter().flat_map(|key| [&key.shown.text, &key.api_key]);
        let generated = self.one_time_secret.iter().map(|shown| &shown.text);
        let typed = self.form.texts().into_iter();
        typed.chain(sent).chain(shown).chain(generated).for_each(|secret| look(secret));
    }

    /// Whether something is lost for good if the document goes away now: a key that nobody has stored, the
    /// answer to a call, or the way to find out what became of one.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.shows_once() || self.running.is_some() || self.records.iter().any(CallRecord::is_open)
    }

    const fn next_ticket(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        self.ticket
    }
}

impl Model for AdminKeyPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Form(action) => self.update_form(action, effects),
            Action::Call(action) => self.update_call(action, effects),
            Action::OneTime(action) => self.update_one_time(action, effects),
            Action::Probe(action) => self.update_probe(action, effects),
        }
    }
}
