//! What a request leaves behind. In the audit log: an attempt before a change, and its end; or, where it did not
//! come to an attempt, that it was refused. And for repeats of the same call, by its idempotency key, what it was
//! answered.
//!
//! The end of a change that was made is written by the store, with the change. All other ends are
//! written here.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::http::{Extensions, HeaderMap};
use latchboard_contract::audit::{Action, Actor, Outcome as End, RequestId, Target};
use latchboard_contract::endpoint::gateway::Refusal;
use latchboard_contract::error::Code;
use latchboard_contract::http;
use latchboard_contract::idempotency::{HEADER, IdempotencyKey, KEY_SPENT};
use latchboard_store::StoreError;
use latchboard_store::audit::{Attempt, Draft, Who};
use latchboard_store::crypto::SealError;
use latchboard_store::idempotency::{KeptAnswer, KnownCall, RequestKey};
use tokio::sync::OwnedMutexGuard;

use super::answer::{HandlerError, Refuse};
use crate::app::App;
use crate::idempotency;
use crate::rotation;

pub(super) struct AuditScope {
    app: Arc<App>,
    request: Option<RequestId>,
    action: Action,
    actor: OnceLock<Actor>,
    attempt: OnceLock<Attempt>,
    keyed: OnceLock<Keyed>,
}

/// A call with an idempotency key.
struct Keyed {
    key: RequestKey,
    /// As long as this lives, repeats that come to this process wait.
    _permit: OwnedMutexGuard<()>,
}

impl AuditScope {
    /// Of a request of somebody who has proved nothing yet.
    pub(super) fn new(app: &Arc<App>, extensions: &Extensions, action: Action) -> Arc<Self> {
        let request = extensions.get::<RequestId>().copied();
        let (actor, attempt, keyed) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Arc::new(Self { app: Arc::clone(app), request, action, actor, attempt, keyed })
    }

    /// Where the call carries an idempotency key: waits for the one before it, and stops where that was carried out.
    /// To be asked before anything else that a refusal could come of. `credential` tells callers apart, `target` what
    /// the call is about.
    pub(super) async fn stop_repeats<R>(
        &self,
        headers: &HeaderMap,
        credential: &str,
        target: &str,
        body: &[u8],
    ) -> Result<(), HandlerError<R>> {
        let Some(key) = idempotency_key(headers).map_err(HandlerError::Key)? else { return Ok(()) };
        let call = format!("{} {target}", self.action.as_str());
        let key = idempotency::request_key(self.app.store.audit_keys()?, &key, credential, &call, body);
        let _permit = self.app.in_flight.exclusive(key.id).await;
        match self.known(&key).await? {
            None => {
                self.keyed.get_or_init(|| Keyed { key, _permit });
                Ok(())
            }
            Some(error) => Err(error),
        }
    }

    /// Where the call carries an idempotency key: what it is known by.
    pub(super) fn key(&self) -> Option<RequestKey> {
        self.keyed.get().map(|keyed| keyed.key)
    }

    /// What stops a repeat of a call; none where the call was not carried out yet.
    pub(super) async fn known<R>(&self, key: &RequestKey) -> Result<Option<HandlerError<R>>, StoreError> {
        let app = &self.app;
        let sealed = loop {
            match app.store.known_call(key).await? {
                KnownCall::Nothing => return Ok(None),
                KnownCall::OtherCall => return Ok(Some(HandlerError::Key(Refusal::IdempotencyKeyReused))),
                // By another server: one that runs has its answer soon.
                KnownCall::Forwarded { age } if age <= app.gateway.patience + ANSWER_WRITTEN_WITHIN => {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                KnownCall::Forwarded { .. } => {
                    return Ok(Some(HandlerError::Answered(spent(Refusal::UpstreamTimedOut.answer()))));
                }
                KnownCall::Answered(None) => return Ok(Some(HandlerError::Key(Refusal::AnswerExpired))),
                KnownCall::Answered(Some(sealed)) => break sealed,
            }
        };
        let mut opened = idempotency::open(key, &app.master_key, &sealed);
        if opened.is_none() && rotation::learn(&app.store, &app.master_key).await.is_ok() {
            opened = idempotency::open(key, &app.master_key, &sealed);
        }
        Ok(Some(opened.map_or(HandlerError::Key(Refusal::AnswerExpired), HandlerError::Answered)))
    }

    /// Says what a repeat of this call is to be answered, before the change is committed.
    pub(super) fn keep(&self, answer: &http::Response, holds_secret: bool) -> Result<(), SealError> {
        if let (Some(attempt), Some(kept)) = (self.attempt.get(), self.kept(answer, holds_secret)?) {
            attempt.keep(kept);
        }
        Ok(())
    }

    /// What a repeat of this call is to be answered, where it carries an idempotency key.
    pub(super) fn kept(
        &self,
        answer: &http::Response,
        holds_secret: bool,
    ) -> Result<Option<KeptAnswer>, SealError> {
        self.key().map(|key| idempotency::seal(&key, &self.app.master_key, answer, holds_secret)).transpose()
    }

    /// The outcome of a call, unless the same call was carried out meanwhile, by another server: a refusal may come of
    /// just that.
    pub(super) async fn unless_repeated<A, R>(
        &self,
        outcome: Result<A, HandlerError<R>>,
    ) -> Result<A, HandlerError<R>> {
        match (self.key(), outcome) {
            (
                Some(key),
                Err(
                    error @ (HandlerError::Refused(_)
                    | HandlerError::Throttled(_)
                    | HandlerError::OverBudget(_)
                    | HandlerError::Repeated),
                ),
            ) => match self.known(&key).await {
                Ok(Some(answered)) => Err(answered),
                Ok(None) => Err(error),
                Err(error) => Err(error.into()),
            },
            (_, outcome) => outcome,
        }
    }

    /// Enters that something was looked at, so many of them, before anybody learns of it.
    pub(super) async fn looked_at<R>(&self, count: u64) -> Result<(), HandlerError<R>> {
        let draft = Draft { count, ..Draft::ended(&self.who(), self.action, None, End::Done) };
        self.app
            .store
            .enter(&draft)
            .await
            .map(drop)
            .map_err(|error| HandlerError::NotAudited(Box::new(error)))
    }

    /// Now it is known who it is.
    pub(super) fn is_by(&self, actor: Actor) {
        // Nobody proves to be two.
        let _known_before = self.actor.set(actor);
    }

    pub(super) fn who(&self) -> Who {
        Who { request: self.request, actor: self.actor.get().cloned().unwrap_or(Actor::Nobody) }
    }

    /// Enters that something is about to be changed. Without this nothing can be.
    pub(super) async fn attempt<R>(&self, target: Option<Target>) -> Result<&Attempt, HandlerError<R>> {
        self.attempt_to(self.action, target).await
    }

    /// As [`Self::attempt`], where only the body says what it is.
    pub(super) async fn attempt_to<R>(
        &self,
        action: Action,
        target: Option<Target>,
    ) -> Result<&Attempt, HandlerError<R>> {
        let attempt = self.app.store.attempt(&self.who(), action, target).await;
        Ok(self.begin(attempt.map_err(|error| self.not_audited(error))?))
    }

    /// As [`Self::attempt`], where it goes to disk in one transaction with what is changed.
    pub(super) fn announce(&self, target: Option<Target>) -> &Attempt {
        self.begin(self.app.store.announce(&self.who(), self.action, target))
    }

    fn begin(&self, attempt: Attempt) -> &Attempt {
        self.attempt.get_or_init(|| attempt.under(self.key()))
    }

    /// Why an announced attempt came to nothing: where it is sure that nothing was changed, it was not entered either.
    pub(super) fn came_to_nothing<R>(&self, error: StoreError) -> HandlerError<R> {
        match error {
            error @ (StoreError::Repeated | StoreError::Seal(_)) => error.into(),
            error if error.nothing_was_changed() => self.not_audited(error),
            error => error.into(),
        }
    }

    fn not_audited<R>(&self, error: StoreError) -> HandlerError<R> {
        self.app.metrics.not_audited();
        HandlerError::NotAudited(Box::new(error))
    }

    /// Enters how the request ended, where that has not been done with a change.
    pub(super) fn end<'a, A, R: Refuse>(
        &'a self,
        ended: &Result<A, HandlerError<R>>,
    ) -> impl Future<Output = ()> + Send + use<'a, A, R> {
        // Looked at before the future begins: a cause of failure can't be shared between threads.
        let end = match ended {
            Ok(_) => None,
            Err(HandlerError::Refused(refusal)) => Some(End::Refused(refusal.code(self.action))),
            Err(HandlerError::Throttled(_) | HandlerError::OverBudget(_)) => {
                Some(End::Refused(Code::RateLimited))
            }
            Err(HandlerError::Key(Refusal::IdempotencyKeyReused)) => {
                Some(End::Refused(Code::IdempotencyKeyReused))
            }
            // The one before it did it.
            Err(HandlerError::Key(_) | HandlerError::Repeated | HandlerError::Answered(_)) => {
                Some(End::Already)
            }
            // There is no beginning either.
            Err(HandlerError::NotAudited(_)) if !self.attempt.get().is_some_and(Attempt::is_entered) => None,
            Err(HandlerError::Failed(_) | HandlerError::NotAudited(_)) => Some(End::Failed),
        };
        async move {
            if let Some(end) = end {
                self.end_with(end).await;
            }
        }
    }

    /// Enters how something ended that was done elsewhere.
    pub(super) async fn end_as(&self, end: End) {
        let Some(attempt) = self.attempt.get() else { return };
        if let Err(error) = self.app.store.end(attempt, end).await {
            // It stays an open attempt.
            tracing::warn!(%error, "the end of an attempt could not be entered into the audit log");
        }
    }

    async fn end_with(&self, end: End) {
        match (self.attempt.get(), end) {
            (Some(attempt), _) if attempt.has_ended() => {}
            (Some(_), end) => self.end_as(end).await,
            (None, End::Refused(code)) => self.refused(code),
            (None, End::Done | End::Already | End::Failed | End::Unknown) => {}
        }
    }

    /// Enters a refusal, or counts it. The answer does not wait for that.
    fn refused(&self, code: Code) {
        let note = self.app.refusals.note(&self.who(), self.action, None, code, Instant::now());
        let Some(draft) = note else { return };
        let app = Arc::clone(&self.app);
        tokio::spawn(async move {
            if let Err(error) = app.store.enter(&draft).await {
                tracing::warn!(%error, "a refusal could not be entered into the audit log");
            }
        });
    }
}

/// How often a repeat looks for the answer that another server waits for.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long a server takes at most to write down an answer that it has got.
const ANSWER_WRITTEN_WITHIN: Duration = Duration::from_secs(10);

/// An answer to a call that will not be passed on to its vendor again.
pub(super) fn spent(answer: http::Response) -> http::Response {
    answer.header(KEY_SPENT, "1")
}

/// The idempotency key that a call carries.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Refusal> {
    let mut values = headers.get_all(HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => {
            let key = value.to_str().ok().and_then(IdempotencyKey::parse);
            key.map(Some).ok_or(Refusal::IdempotencyKeyMalformed)
        }
        (Some(_), Some(_)) => Err(Refusal::IdempotencyKeyMalformed),
    }
}
