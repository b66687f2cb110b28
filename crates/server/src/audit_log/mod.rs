//! The audit log while the server runs: refusals that waited are entered, what came is signed, and whether it is whole can
//! be found out.

mod verify;

use std::time::{Duration, Instant};

use crate::audit::{ROOM, Refusals};
use crate::store::Store;
pub(crate) use verify::{Export, Problem, verify};

/// How often the log is signed while things are entered.
const SIGNING: Duration = Duration::from_mins(5);

/// For as long as the server runs: enters refusals that waited, and signs what came since.
pub(crate) async fn run(store: &Store, refusals: &Refusals) {
    let entering = async {
        loop {
            tokio::time::sleep(ROOM).await;
            enter(store, refusals, false).await;
        }
    };
    let signing = async {
        loop {
            tokio::time::sleep(SIGNING).await;
            sign(store).await;
        }
    };
    tokio::join!(entering, signing);
}

/// When the server ends: nothing waits any more, and everything is signed.
pub(crate) async fn end(store: &Store, refusals: &Refusals) {
    enter(store, refusals, true).await;
    sign(store).await;
}

async fn enter(store: &Store, refusals: &Refusals, end: bool) {
    for draft in refusals.due(Instant::now(), end) {
        if let Err(error) = store.enter(&draft).await {
            tracing::warn!(%error, "a refusal could not be entered into the audit log");
        }
    }
}

async fn sign(store: &Store) {
    if let Err(error) = store.checkpoint().await {
        tracing::warn!(%error, "the audit log could not be signed");
    }
}
