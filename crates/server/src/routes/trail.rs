//! What a request leaves in the audit log: an attempt before a change, and its end; or, where it did not
//! come to an attempt, that it was refused.
//!
//! The end of a change that was made is written by the store, with the change. All other ends are
//! written here.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::http::Extensions;
use latchboard_contract::audit::{Action, Actor, Outcome as End, RequestId, Target};
use latchboard_contract::error::Code;

use super::App;
use super::answer::{Refuse, Stop};
use crate::audit::{Attempt, Who};

/// Of one request.
pub(super) struct Trail {
    app: Arc<App>,
    request: Option<RequestId>,
    action: Action,
    actor: OnceLock<Actor>,
    attempt: OnceLock<Attempt>,
}

impl Trail {
    /// Of a request of somebody who has proved nothing yet.
    pub(super) fn new(app: &Arc<App>, extensions: &Extensions, action: Action) -> Arc<Self> {
        let request = extensions.get::<RequestId>().copied();
        let (actor, attempt) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { app: Arc::clone(app), request, action, actor, attempt })
    }

    /// Now it is known who it is.
    pub(super) fn is_by(&self, actor: Actor) {
        // Nobody proves to be two.
        let _known_before = self.actor.set(actor);
    }

    /// Who it is.
    pub(super) fn who(&self) -> Who {
        Who { request: self.request, actor: self.actor.get().cloned().unwrap_or(Actor::Nobody) }
    }

    /// Enters that something is about to be changed. Without this nothing can be.
    pub(super) async fn attempt<R>(&self, target: Option<Target>) -> Result<&Attempt, Stop<R>> {
        let attempt = self.app.store.attempt(&self.who(), self.action, target).await;
        let attempt = attempt.map_err(|error| Stop::NotAudited(Box::new(error)))?;
        Ok(self.attempt.get_or_init(|| attempt))
    }

    /// Enters how the request ended, where that has not been done with a change.
    pub(super) fn end<'a, A, R: Refuse>(
        &'a self,
        ended: &Result<A, Stop<R>>,
    ) -> impl Future<Output = ()> + Send + use<'a, A, R> {
        // Looked at before the future begins: a cause of failure can't be shared between threads.
        let (open, refused) = match ended {
            Ok(_) => (false, None),
            Err(Stop::Refused(refusal)) => (true, Some(refusal.code(self.action))),
            Err(Stop::Throttled(_)) => (true, Some(Code::RateLimited)),
            Err(Stop::Failed(_) | Stop::NotAudited(_)) => (true, None),
        };
        async move {
            if open {
                self.end_with(refused).await;
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

    async fn end_with(&self, refused: Option<Code>) {
        match (self.attempt.get(), refused) {
            (Some(attempt), _) if attempt.has_ended() => {}
            (Some(_), refused) => self.end_as(refused.map_or(End::Failed, End::Refused)).await,
            (None, Some(code)) => self.refused(code),
            (None, None) => {}
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
