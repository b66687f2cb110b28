//! The audit log while the server runs: refusals that waited are entered, and what came is numbered and signed.

use std::time::{Duration, Instant};

use latchboard_store::Store;
use latchboard_store::audit::Pass;

use crate::audit::{ROOM, Refusals};

/// How often the process that did so last looks for entries without a number.
const NUMBERING: Duration = Duration::from_millis(250);
/// How often the others do, which have nothing to do as long as that one goes on.
const STANDING_BY: Duration = Duration::from_secs(1);
/// How often a process says that its lane is its own.
const KEEPING: Duration = Duration::from_secs(10);

/// For as long as the server runs: enters refusals that waited, and numbers and signs what comes.
pub(crate) async fn run(store: &Store, refusals: &Refusals) {
    let entering = async {
        loop {
            tokio::time::sleep(ROOM).await;
            enter(store, refusals, false).await;
        }
    };
    let keeping = async {
        loop {
            tokio::time::sleep(KEEPING).await;
            if let Err(error) = store.keep_lane().await {
                tracing::debug!(%error, "the lane of the audit log was not kept");
            }
        }
    };
    tokio::join!(entering, keeping, number(store));
}

/// When the server ends: nothing waits any more, and everything is signed.
pub(crate) async fn end(store: &Store, refusals: &Refusals) {
    enter(store, refusals, true).await;
    if let Err(error) = store.number_all().await {
        tracing::warn!(%error, "the audit log could not be signed");
    }
}

async fn number(store: &Store) {
    // The size that this process has brought the tree to.
    let mut own = None;
    let mut failing = false;
    loop {
        let pass = store.number_entries().await;
        match &pass {
            Ok(_) => failing = false,
            // Said once: it may last.
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "entries of the audit log could not be numbered");
            }
            Err(_) => {}
        }
        let rest = match pass {
            Ok(Pass::Numbered { size, more }) => {
                own = Some(size);
                if more { Duration::ZERO } else { NUMBERING }
            }
            Ok(Pass::Nothing { size }) if own == Some(size) => NUMBERING,
            Ok(Pass::Nothing { .. } | Pass::Late) | Err(_) => STANDING_BY,
        };
        tokio::time::sleep(rest).await;
    }
}

async fn enter(store: &Store, refusals: &Refusals, end: bool) {
    for draft in refusals.due(Instant::now(), end) {
        if let Err(error) = store.enter(&draft).await {
            tracing::warn!(%error, "a refusal could not be entered into the audit log");
        }
    }
}
