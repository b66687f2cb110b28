//! A transport that answers from a list and keeps what it was asked.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, KnownCapabilities, Transport};
use latchboard_contract::endpoint::{Capabilities, Extension, Upstreams};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::idempotency::IdempotencyKey;

#[derive(Default)]
pub(crate) struct Scripted {
    answers: RefCell<VecDeque<Result<Response, Silence>>>,
    /// The idempotency key of each call.
    pub(crate) keys: RefCell<Vec<Option<IdempotencyKey>>>,
    /// `path?query` and the bearer token of each call.
    pub(crate) asked: RefCell<Vec<(String, Option<String>)>>,
    /// The body of each call that has one.
    pub(crate) bodies: RefCell<Vec<String>>,
    /// The conditional header of each call that has one.
    pub(crate) conditions: RefCell<Vec<(&'static str, String)>>,
    pub(crate) now: Cell<Duration>,
    pub(crate) slept: RefCell<Vec<Duration>>,
}

impl Scripted {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Result<Response, Silence>>) -> Self {
        Self { answers: RefCell::new(answers.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.borrow().iter().map(|(path, _)| path.clone()).collect()
    }
}

impl Transport for Scripted {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let authorization = request.authorization().map(str::to_owned);
        self.asked.borrow_mut().push((request.path_and_query().to_string(), authorization));
        self.bodies.borrow_mut().extend(request.body.iter().map(|body| body.text.to_string()));
        self.conditions.borrow_mut().extend(request.condition.clone());
        self.keys.borrow_mut().push(request.idempotency_key.clone());
        let answer = self.answers.borrow_mut().pop_front().expect("one call more than scripted");
        pass().await;
        answer
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    /// Time passes at once.
    async fn sleep(&self, duration: Duration) {
        self.slept.borrow_mut().push(duration);
        self.now.set(self.now.get() + duration);
    }

    fn chance(&self) -> f64 {
        1.0
    }
}

pub(crate) fn answer(status: u16, body: &str) -> Result<Response, Silence> {
    Ok(Response::new(status).body(body.as_bytes().to_vec()))
}

/// Is ready the second time it is looked at.
pub(crate) async fn pass() {
    let mut seen = false;
    futures_util::future::poll_fn(|context| {
        if std::mem::replace(&mut seen, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

/// A server at the same origin that takes an idempotency key, or is somebody else's.
pub(crate) fn known(takes_keys: bool) -> KnownCapabilities {
    let ours = Capabilities {
        version: String::new(),
        extensions: vec![Extension::IdempotencyKey],
        profile: None,
        rehearsal: false,
        upstreams: Upstreams::default(),
    };
    KnownCapabilities::of(BaseUrl::same_origin(), takes_keys.then_some(ours))
}
