//! Around every check of a secret: nobody guesses faster than the throttle lets them.

use std::time::Duration;

use latchboard_store::attempts::Subject;
use latchboard_store::clock::now_millis;

use super::answer::HandlerError;
use crate::app::App;

/// Before the work: during a wait it is not even begun.
pub(super) async fn admit<R>(app: &App, subject: &Subject<'_>) -> Result<(), HandlerError<R>> {
    app.store.wait(subject, now_millis()).await?.map_or(Ok(()), |wait| Err(throttled(app, subject, wait)))
}

/// After the work, and before anybody learns what came out of it.
pub(super) async fn settle<R>(app: &App, subject: &Subject<'_>, right: bool) -> Result<(), HandlerError<R>> {
    app.store
        .settle(subject, right, now_millis())
        .await?
        .map_or(Ok(()), |wait| Err(throttled(app, subject, wait)))
}

fn throttled<R>(app: &App, subject: &Subject<'_>, wait: Duration) -> HandlerError<R> {
    app.metrics.throttled(subject);
    // Whole seconds, rounded up: who keeps to it comes when the wait is over.
    HandlerError::Throttled(u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX))
}
