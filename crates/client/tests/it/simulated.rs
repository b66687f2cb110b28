//! A vault that really keeps states, behind a network that loses, breaks and refuses on command.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, CancellationToken, Transport};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::{Refusal, Switched};
use latchboard_contract::endpoint::{AccessToken, Activate, Deactivate, Token};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::idempotency::IdempotencyKey;

use crate::scripted::pass;

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing: it is carried out and answered.
    Answer,
    DropBeforeSend,
    /// It never arrives, and nobody can tell.
    DropBeforeCommit,
    /// It is carried out; the answer is lost.
    DropAfterCommit,
    /// It is carried out; the answer is a failure.
    FailAfterCommit,
    /// It is carried out; the answer takes too long.
    TimeOut,
    /// Too many calls: not carried out.
    TooMany,
    /// Too many calls, and a rest that nobody waits for.
    TooManyForLong,
    /// Refused, for no reason of its own.
    NoAccess,
    /// The user asks to stop while it is under way.
    CancellationToken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Active,
    Inactive,
    Foreign,
}

pub(crate) struct Simulated {
    /// Whether it takes an idempotency key: then repeats get the first answer.
    pub(crate) takes_keys: bool,
    pub(crate) answers: RefCell<BTreeMap<String, (u16, Vec<u8>)>>,
    pub(crate) kept: RefCell<BTreeMap<String, Kept>>,
    pub(crate) faults: RefCell<VecDeque<Fault>>,
    /// Those whose state a call of ours changed.
    pub(crate) changed: RefCell<BTreeSet<String>>,
    /// Those that got a good answer: asking for them again would be once too often.
    pub(crate) settled: RefCell<BTreeSet<String>>,
    pub(crate) asked_again: Cell<bool>,
    pub(crate) under_way: Cell<usize>,
    pub(crate) most_under_way: Cell<usize>,
    pub(crate) stop: RefCell<CancellationToken>,
    /// When calls were sent.
    pub(crate) sent_at: RefCell<Vec<Duration>>,
    pub(crate) now: Cell<Duration>,
}

impl Simulated {
    pub(crate) fn new(kept: BTreeMap<String, Kept>, faults: Vec<Fault>) -> Self {
        Self {
            takes_keys: false,
            answers: RefCell::default(),
            kept: RefCell::new(kept),
            faults: RefCell::new(faults.into()),
            changed: RefCell::default(),
            settled: RefCell::default(),
            asked_again: Cell::default(),
            under_way: Cell::default(),
            most_under_way: Cell::default(),
            stop: RefCell::default(),
            sent_at: RefCell::default(),
            now: Cell::default(),
        }
    }

    fn switch(&self, path: &str) -> Response {
        let (change, identifier) = path.rsplit_once('/').expect("a path");
        let wanted = if change.ends_with("/active") { Kept::Active } else { Kept::Inactive };
        let answer = |switched| match wanted {
            Kept::Active => Activate::answer(switched),
            _ => Deactivate::answer(switched),
        };
        match self.kept.borrow_mut().get_mut(identifier) {
            None => Refusal::NotFound.answer(),
            Some(Kept::Foreign) => Refusal::NoAccess.answer(),
            Some(state) if *state == wanted => answer(Switched::AlreadySo),
            Some(state) => {
                *state = wanted;
                self.changed.borrow_mut().insert(identifier.to_owned());
                answer(Switched::Done)
            }
        }
    }

    fn once(&self, path: &str, key: Option<&str>) -> Response {
        let known = key.and_then(|key| self.answers.borrow().get(key).cloned());
        if let Some((status, body)) = known {
            return Response::new(status).body(body);
        }
        let answer = self.switch(path);
        if let Some(key) = key {
            let kept = (answer.status, answer.bytes().to_vec());
            self.answers.borrow_mut().insert(key.to_owned(), kept);
        }
        answer
    }

    async fn answer(&self, path: &str, key: Option<&str>) -> Result<Response, Silence> {
        let fault = self.faults.borrow_mut().pop_front().unwrap_or(Fault::Answer);
        // Others get their turn, before and after.
        pass().await;
        if fault == Fault::DropBeforeSend {
            return Err(Silence::NotSent);
        }
        let identifier = path.rsplit_once('/').expect("a path").1.to_owned();
        if self.settled.borrow().contains(&identifier) {
            self.asked_again.set(true);
        }
        let result = match fault {
            Fault::DropBeforeSend | Fault::DropBeforeCommit => Err(Silence::NoAnswer),
            Fault::TooMany => Ok(Response::new(429).header("retry-after", "1")),
            Fault::TooManyForLong => Ok(Response::new(429).header("retry-after", "3600")),
            // What was carried out under a key is answered before anything else is looked at.
            Fault::NoAccess if key.is_some_and(|key| self.answers.borrow().contains_key(key)) => {
                Ok(self.once(path, key))
            }
            Fault::NoAccess => Ok(Refusal::NoAccess.answer()),
            Fault::Answer => Ok(self.once(path, key)),
            Fault::CancellationToken => {
                self.stop.borrow().cancel();
                Ok(self.once(path, key))
            }
            Fault::DropAfterCommit => {
                self.once(path, key);
                Err(Silence::NoAnswer)
            }
            Fault::TimeOut => {
                self.once(path, key);
                Err(Silence::TimedOut)
            }
            Fault::FailAfterCommit => {
                self.once(path, key);
                Ok(Refusal::Unexpected.answer())
            }
        };
        pass().await;
        if result.as_ref().is_ok_and(Response::is_success) {
            self.settled.borrow_mut().insert(identifier);
        }
        result
    }
}

impl Transport for Simulated {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        if request.path == Token::PATH {
            return Ok(Token::answer(&AccessToken { token: Secret::from("token"), expires_in: 3600 }));
        }
        assert_eq!(request.idempotency_key.is_some(), self.takes_keys);
        let key = request.idempotency_key.as_ref().map(IdempotencyKey::as_str);
        self.sent_at.borrow_mut().push(self.now.get());
        let under_way = Counted::one_more(self);
        self.most_under_way.set(self.most_under_way.get().max(self.under_way.get()));
        let result = self.answer(&request.path, key).await;
        drop(under_way);
        result
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    async fn sleep(&self, duration: Duration) {
        self.now.set(self.now.get() + duration);
        pass().await;
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

/// A call under way; the count holds even when the call is dropped.
struct Counted<'a>(&'a Simulated);

impl<'a> Counted<'a> {
    fn one_more(simulated: &'a Simulated) -> Self {
        simulated.under_way.set(simulated.under_way.get() + 1);
        Self(simulated)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}
