//! Answers that were kept for repeats are deleted when their time is over.

use std::time::Duration;

use latchboard_store::clock::{now, seconds};
use latchboard_store::{Store, StoreError};

use crate::idempotency::KNOWN_FOR;

const EVERY: Duration = Duration::from_mins(1);

/// For as long as the server runs.
pub(crate) async fn run(store: &Store) {
    loop {
        let now = now();
        match store.sweep_answers(now, now - seconds(KNOWN_FOR)).await {
            Ok(()) => {}
            Err(StoreError::Closed) => return,
            Err(error) => tracing::warn!(%error, "old answers could not be deleted"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
