//! The audit log, as the server keeps it: whose keys it is written with, what is about to be entered,
//! and how much of what nobody proved to be allowed to do is entered.
//!
//! What an entry says and how a log is verified is the contract's; where it is stored is `store`'s.

mod keys;
mod refusals;
mod unverified_callers;
mod verify;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use latchboard_contract::audit::{Action, Actor, Entry, Event, Name, Outcome, RequestId, Target};

use crate::app::App;
use crate::clock::now_millis;
use crate::idempotency::{KeptAnswer, RequestKey};
pub(crate) use keys::AuditKeys;
pub(crate) use refusals::Refusals;
pub(crate) use unverified_callers::UnverifiedCallers;
pub(crate) use verify::{Export, Problem, verify};

/// An entry before it has a number, a time and a hash.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Of which request; none for a command.
    pub(crate) request: Option<RequestId>,
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) target: Option<Target>,
    pub(crate) event: Event,
    /// How many it stands for.
    pub(crate) count: u64,
}

impl Draft {
    /// The end of what nobody had to announce.
    pub(crate) fn ended(who: &Who, action: Action, target: Option<Target>, outcome: Outcome) -> Self {
        Self {
            request: who.request,
            actor: who.actor.clone(),
            action,
            target,
            event: Event::Ended { attempt: None, outcome },
            count: 1,
        }
    }

    /// The entry with this number, now.
    pub(crate) fn entry(&self, sequence: u64) -> Entry {
        Entry {
            sequence,
            time: now_millis(),
            request: self.request,
            actor: self.actor.clone(),
            action: self.action,
            target: self.target.clone(),
            event: self.event,
            count: self.count,
        }
    }
}

/// Who does something, and in which request.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    /// None for a command.
    pub(crate) request: Option<RequestId>,
    pub(crate) actor: Actor,
}

impl Who {
    /// Whoever sits at the server's command line.
    pub(crate) const fn command_line() -> Self {
        Self { request: None, actor: Actor::CommandLine }
    }

    /// The server by itself.
    pub(crate) const fn server() -> Self {
        Self { request: None, actor: Actor::Server }
    }
}

/// Something that is about to be done, and is on disk as such. Without one, nothing can be changed.
#[derive(Debug)]
pub(crate) struct Attempt {
    sequence: u64,
    draft: Draft,
    /// It has an end, which is on disk, or on its way with the change itself.
    ended: AtomicBool,
    /// The idempotency key that the call carried.
    key: Option<RequestKey>,
    /// What a repeat is to be answered, once that is known.
    answer: Mutex<Option<KeptAnswer>>,
}

impl Attempt {
    /// It was entered under this number.
    pub(crate) const fn entered(sequence: u64, draft: Draft) -> Self {
        Self { sequence, draft, ended: AtomicBool::new(false), key: None, answer: Mutex::new(None) }
    }

    /// Of a call that carried an idempotency key.
    pub(crate) fn under(self, key: Option<RequestKey>) -> Self {
        Self { key, ..self }
    }

    /// Says what a repeat is to be answered, before the change is committed.
    pub(crate) fn keep(&self, answer: KeptAnswer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// The key of the call, and what a repeat is to be answered.
    pub(crate) fn kept_answer(&self) -> Option<(RequestKey, Option<KeptAnswer>)> {
        let answer = || self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.key.map(|key| (key, answer()))
    }

    pub(crate) fn end(&self, outcome: Outcome) -> Draft {
        let event = Event::Ended { attempt: Some(self.sequence), outcome };
        Draft { event, ..self.draft.clone() }
    }

    /// Its end has been entered.
    pub(crate) fn mark_ended(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Whether it has an end.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

/// How often the log is signed while things are entered.
const SIGNING: Duration = Duration::from_mins(5);

/// For as long as the server runs: enters refusals that waited, and signs what came since.
pub(crate) async fn run(app: Arc<App>) {
    let signing = async {
        loop {
            tokio::time::sleep(SIGNING).await;
            sign(&app).await;
        }
    };
    tokio::join!(app.refusals.run(&app.store), signing);
}

/// When the server ends: nothing waits any more, and everything is signed.
pub(crate) async fn end(app: &App) {
    app.refusals.write(&app.store, true).await;
    sign(app).await;
}

async fn sign(app: &App) {
    if let Err(error) = app.store.checkpoint().await {
        tracing::warn!(%error, "the audit log could not be signed");
    }
}

/// A name of ours as one for the log. Those that are none never came to be names of users or keys.
pub(crate) fn name(text: &str) -> Option<Name> {
    Name::parse(text)
}
