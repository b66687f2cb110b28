//! The audit log while the server runs: refusals that waited are entered, and what came is numbered and signed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use latchboard_store::Store;
use latchboard_store::audit::Pass;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::App;
use crate::audit::{ROOM, Refusals};

/// How often the process that did so last looks for entries without a number.
const NUMBERING: Duration = Duration::from_millis(250);
/// How often the others do, which have nothing to do as long as that one goes on.
const STANDING_BY: Duration = Duration::from_secs(1);
/// How often a process says that its lane is its own.
const KEEPING: Duration = Duration::from_secs(10);

/// How long the end of the log may keep a server from ending.
const ENDING: Duration = Duration::from_secs(5);

/// Enters refusals that waited, and numbers and signs what comes, for as long as the server runs.
pub(crate) struct AuditLog {
    task: JoinHandle<()>,
    stop: Arc<Notify>,
}

impl AuditLog {
    pub(crate) fn start(app: &Arc<App>) -> Self {
        let (app, stop) = (Arc::clone(app), Arc::new(Notify::new()));
        let stopped = Arc::clone(&stop);
        Self { task: tokio::spawn(async move { run(&app.store, &app.refusals, &stopped).await }), stop }
    }

    /// When the server ends: nothing waits any more, and everything is signed.
    pub(crate) async fn end(self, app: &App) {
        self.stop.notify_one();
        let task = self.task.abort_handle();
        let ending = async {
            if self.task.await.is_err() {
                tracing::warn!("the audit log was not kept to the end");
            }
            enter(&app.store, &app.refusals, true).await;
            app.store.number_all().await
        };
        match timeout(ENDING, ending).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the audit log could not be signed"),
            Err(_) => {
                task.abort();
                let refusals = app.refusals.waiting();
                tracing::warn!(refusals, "the audit log could not be brought to its end in time");
            }
        }
    }
}

/// Until `stop` is notified.
async fn run(store: &Store, refusals: &Refusals, stop: &Notify) {
    // Not stopped in the midst: what was taken out is entered.
    let entering = async {
        while timeout(ROOM, stop.notified()).await.is_err() {
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
    tokio::select! {
        () = entering => {}
        ((), ()) = async { tokio::join!(keeping, number(store)) } => {}
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
    // Taken out one by one: what there was no time for is still known.
    while let Some(draft) = refusals.next_due(Instant::now(), end) {
        if let Err(error) = store.enter(&draft).await {
            tracing::warn!(%error, "a refusal could not be entered into the audit log");
        }
    }
}
