//! The lock of those who read a file, held from one commit to the next.
//!
//! SQLite asks the system for it at the beginning of each statement and gives it back at the end, one thread after the other, which
//! takes longer than the statement itself. As long as somebody in this process holds it, only a counter changes. What
//! a statement sees does not depend on that.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::StoreError;
use crate::database::sql::{Nothing, query};

/// How long it is held without a commit, as other processes cannot empty SQLite's log meanwhile. A server that is used commits
/// more often: it notes when what was used.
pub(super) const HELD_FOR: Duration = Duration::from_secs(3);

/// A connection that does nothing else.
pub(super) struct ReadLock {
    connection: Connection,
    held_since: Instant,
    /// Somebody will give it back in time.
    is_watched: bool,
}

impl ReadLock {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, held_since: Instant::now(), is_watched: false }
    }

    /// To be called before a commit: what is read cannot be overwritten, so SQLite's log would grow without end.
    pub(super) fn release(&self) {
        if self.is_held() {
            log_failure(query("COMMIT").execute_in_sqlite(&self.connection));
        }
    }

    pub(super) fn is_held(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Of what was committed last. Whether somebody has to watch it from now on.
    #[must_use]
    pub(super) fn hold(&mut self) -> bool {
        self.release();
        let begun = query("BEGIN").execute_in_sqlite(&self.connection);
        // The lock comes with the first page that is read.
        let schema_version = query("PRAGMA schema_version");
        log_failure(begun.and_then(|_| schema_version.rows_of_sqlite::<Nothing>(&self.connection, 1)));
        self.held_since = Instant::now();
        !std::mem::replace(&mut self.is_watched, true)
    }

    /// Gives it back where it was held for long. Whether it is still to be watched.
    pub(super) fn expire(&mut self) -> bool {
        self.is_watched = self.held_since.elapsed() < HELD_FOR;
        if !self.is_watched {
            self.release();
        }
        self.is_watched
    }
}

/// Without the lock everything only takes longer.
fn log_failure<T>(outcome: Result<T, StoreError>) {
    if let Err(error) = outcome {
        tracing::debug!(%error, "the lock of those who read is not held");
    }
}
