//! Why something could not be done.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use tokio_postgres::error::SqlState;

use crate::crypto::SealError;

/// Why the store could not do what was asked. Not: that something is refused.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database on a server failed, or the way to it; perhaps for several at once.
    #[error(fmt = database_failed)]
    Database(Arc<tokio_postgres::Error>),
    /// The connection was lost while a change was committed, and no database answers what became of that.
    #[error("the connection to the database was lost while a change was committed")]
    CommitUnknown,
    /// No connection came about in time.
    #[error("the database cannot be reached, or has too much to do")]
    Unreachable,
    /// The file or its disk failed; perhaps for several at once.
    #[error("the database failed: {0}")]
    File(Arc<rusqlite::Error>),
    /// The database is another program's.
    #[error("the database was not made by Latchboard: {0}")]
    Foreign(&'static str),
    /// Too many want to write.
    #[error("too many calls wait to write to the database")]
    Busy,
    /// Given up with a transaction that it shared: another change in it failed and could not be taken back alone. Nothing was
    /// changed.
    #[error("the transaction was given up with another change in it")]
    Aborted,
    /// There is no room for what is to be changed.
    #[error("database or disk is full")]
    DiskFull,
    /// The database has been closed.
    #[error("the database has been closed")]
    Closed,
    /// Something in the database is not what we wrote.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// A later version of the program wrote the database.
    #[error("the schema is version {found}, this program knows up to {}", Self::KNOWN_SCHEMA)]
    NewerSchema {
        /// Of the schema that was found.
        found: u32,
    },
    /// An earlier version of the program wrote the database, and nobody has upgraded it yet.
    #[error("the schema is version {found}, this program needs {}", Self::KNOWN_SCHEMA)]
    OlderSchema {
        /// Of the schema that was found.
        found: u32,
    },
    /// Sealing a value failed.
    #[error(transparent)]
    Seal(SealError),
    /// Another master key is in force by now; nothing was written.
    #[error("another master key was put in force meanwhile")]
    KeyChanged,
    /// The same call, by its idempotency key, was carried out meanwhile; nothing was written.
    #[error("the same call was carried out meanwhile")]
    Repeated,
}

impl StoreError {
    /// The latest schema that this program knows: as many as there are steps in `migrations/`.
    pub const KNOWN_SCHEMA: u32 = 13;

    /// The database refused one statement because of what is in it, and went on as before.
    pub(crate) fn is_constraint(&self) -> bool {
        match self {
            Self::File(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation),
            // By its class of SQLSTATE.
            Self::Database(error) => error.code().is_some_and(|state| state.code().starts_with("23")),
            _ => false,
        }
    }

    /// What is in the file is no database, or half of one.
    pub fn is_corruption(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Damaged(_) => true,
            Self::File(error) => matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)),
            _ => false,
        }
    }

    /// No connection came about that is protected as was asked.
    pub fn is_tls_failure(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let of_rustls = |error: &(dyn Error + 'static)| {
            let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
            error.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>())
        };
        // The driver tells a server that offers no TLS by words alone.
        causes(&**error).any(|error| of_rustls(error) || error.to_string() == "server does not support TLS")
    }

    /// The connection is of no use any more: broken, silent, or to a server that takes no changes or is going down.
    pub(crate) fn is_connection_failure(&self) -> bool {
        let Self::Database(error) = self else { return matches!(self, Self::Unreachable) };
        match error.code() {
            Some(state) => {
                state.code().starts_with("08")
                    || [
                        &SqlState::ADMIN_SHUTDOWN,
                        &SqlState::CRASH_SHUTDOWN,
                        &SqlState::CANNOT_CONNECT_NOW,
                        &SqlState::READ_ONLY_SQL_TRANSACTION,
                    ]
                    .contains(&state)
            }
            None => error.is_closed() || causes(&**error).any(|error| error.is::<std::io::Error>()),
        }
    }

    pub(crate) fn state(&self) -> Option<&SqlState> {
        if let Self::Database(error) = self { error.code() } else { None }
    }

    /// A table is there already, or, where another process was making it at the same time, a row that stands for it.
    pub(crate) fn is_of_an_existing_table(&self) -> bool {
        let states = [&SqlState::DUPLICATE_TABLE, &SqlState::UNIQUE_VIOLATION, &SqlState::DUPLICATE_OBJECT];
        self.state().is_some_and(|state| states.contains(&state))
    }

    /// Somebody else had what it needs for too long.
    pub(crate) fn is_lock_timeout(&self) -> bool {
        self.state() == Some(&SqlState::LOCK_NOT_AVAILABLE)
    }

    /// Another transaction was in the way, and has gone on.
    pub(crate) fn is_conflict(&self) -> bool {
        let conflicts = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
        self.state().is_some_and(|state| conflicts.contains(&state))
    }

    /// Nothing was done, for no fault of its own: the same may go well the next time.
    pub(crate) fn is_worth_repeating(&self) -> bool {
        self.is_conflict()
            || matches!(self, Self::Aborted)
            || (matches!(self, Self::Database(_)) && self.is_connection_failure())
    }

    /// The database takes what was asked amiss; others may ask for something else. By classes of SQLSTATE: data, what must
    /// hold of it, and conflicts.
    pub(crate) fn is_of_a_statement(&self) -> bool {
        let classes = ["22", "23", "40"];
        self.state().is_some_and(|state| classes.iter().any(|class| state.code().starts_with(class)))
    }

    /// Nothing was changed, for sure.
    pub fn nothing_was_changed(&self) -> bool {
        match self {
            // What a disk that fails keeps of a commit, nobody knows.
            Self::File(error) => error.sqlite_error_code() != Some(rusqlite::ErrorCode::SystemIoFailure),
            // Nor what became of one that nobody waited for to the end.
            Self::CommitUnknown | Self::Closed => false,
            _ => true,
        }
    }

    /// Something is there already that may be there only once.
    pub(crate) fn is_unique_violation(&self) -> bool {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match self {
            Self::File(error) => error.sqlite_error().is_some_and(|error| {
                [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE].contains(&error.extended_code)
            }),
            Self::Database(error) => error.code() == Some(&SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::File(Arc::new(error))
    }
}

/// An error and all that it comes of.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// On one line, and without the details, which may hold what is stored.
fn database_failed(error: &tokio_postgres::Error, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str("the database failed")?;
    if let Some(error) = error.as_db_error() {
        return write!(out, ": {} (SQLSTATE {})", error.message(), error.code().code());
    }
    causes(error).try_for_each(|error| write!(out, ": {error}"))
}
