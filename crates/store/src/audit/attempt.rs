//! Entries of the audit log before they are in it. What an entry says is the contract's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use latchboard_contract::audit::{Action, Actor, Entry, Event, Outcome, RequestId, Target};

use crate::clock::now_millis;
use crate::idempotency::{KeptAnswer, RequestKey};

/// An entry before it has a number, a time and a hash.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Of which request; none for a command.
    pub request: Option<RequestId>,
    pub actor: Actor,
    pub action: Action,
    /// To what; none where that has no name, or is not known.
    pub target: Option<Target>,
    /// Whether it is about to be done, or how it ended.
    pub event: Event,
    /// How many it stands for.
    pub count: u64,
}

impl Draft {
    /// The end of what nobody had to announce.
    pub fn ended(who: &Who, action: Action, target: Option<Target>, outcome: Outcome) -> Self {
        Self {
            request: who.request,
            actor: who.actor.clone(),
            action,
            target,
            event: Event::Ended { attempt: None, outcome },
            count: 1,
        }
    }

    /// The entry with this number in this lane, now.
    pub(crate) fn entry(&self, lane: u64, sequence: u64) -> Entry {
        Entry {
            lane,
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
pub struct Who {
    /// None for a command.
    pub request: Option<RequestId>,
    /// Under which name it is entered.
    pub actor: Actor,
}

impl Who {
    /// Whoever sits at the server's command line.
    pub const fn command_line() -> Self {
        Self { request: None, actor: Actor::CommandLine }
    }

    /// The server by itself.
    pub const fn server() -> Self {
        Self { request: None, actor: Actor::Server }
    }
}

/// Something that is about to be done. It is on disk as such before that begins, or, where all of it is one transaction, in
/// that very transaction. Without one, nothing can be changed.
#[derive(Debug)]
pub struct Attempt {
    /// The number of its entry in the lane of this process, once that is on disk.
    entered: OnceLock<u64>,
    draft: Draft,
    /// It has an end, which is on disk, or on its way with the change itself.
    ended: AtomicBool,
    /// The idempotency key that the call carried.
    key: Option<RequestKey>,
    /// What a repeat is to be answered, once that is known.
    answer: Mutex<Option<KeptAnswer>>,
}

/// What is to be entered at once.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    pub(crate) last: Draft,
    /// Before it the attempt that it ends, which is not on disk yet.
    pub(crate) with_attempt: bool,
}

impl Entries {
    /// The same, ended in another way.
    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        if let Event::Ended { attempt, .. } = self.last.event {
            self.last.event = Event::Ended { attempt, outcome };
        }
        self
    }
}

impl From<Draft> for Entries {
    fn from(last: Draft) -> Self {
        Self { last, with_attempt: false }
    }
}

impl Attempt {
    /// To be entered with what it is about.
    pub(crate) const fn announced(draft: Draft) -> Self {
        Self {
            entered: OnceLock::new(),
            draft,
            ended: AtomicBool::new(false),
            key: None,
            answer: Mutex::new(None),
        }
    }

    /// It is on disk, under this number.
    pub(crate) fn mark_entered(&self, number: u64) {
        // Once it is, nobody enters it again.
        let _the_same = self.entered.set(number);
    }

    /// Whether it is on disk.
    pub fn is_entered(&self) -> bool {
        self.entered.get().is_some()
    }

    /// Of a call that carried an idempotency key.
    pub fn under(self, key: Option<RequestKey>) -> Self {
        Self { key, ..self }
    }

    /// Says what a repeat is to be answered, before the change is committed.
    pub fn keep(&self, answer: KeptAnswer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// The key of the call, and what a repeat is to be answered.
    pub(crate) fn kept_answer(&self) -> Option<(RequestKey, Option<KeptAnswer>)> {
        let answer = || self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.key.map(|key| (key, answer()))
    }

    /// The key of the call.
    pub const fn key(&self) -> Option<RequestKey> {
        self.key
    }

    /// Its entry, to be written by whoever enters it.
    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }

    pub(crate) fn end(&self, outcome: Outcome) -> Entries {
        let attempt = self.entered.get().copied();
        let last = Draft { event: Event::Ended { attempt, outcome }, ..self.draft.clone() };
        Entries { last, with_attempt: attempt.is_none() }
    }

    /// Its end has been entered.
    pub(crate) fn mark_ended(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Whether it has an end.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}
