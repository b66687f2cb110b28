//! Which of the two databases it is, and the way to it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool};

use super::StoreError;
use super::sql::Connection;
use super::sqlite::Sqlite;

/// Where everything is kept.
#[derive(Clone, Debug)]
pub(crate) enum Location {
    /// In an SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Server(DatabaseUrl),
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            Self::Server(url) => url.fmt(out),
        }
    }
}

/// Where a PostgreSQL database is and how to sign in. May hold a password, which it never shows.
#[derive(Clone)]
pub(crate) struct DatabaseUrl(Box<PgConnectOptions>);

impl DatabaseUrl {
    /// What every connection is opened with.
    pub(super) fn options(&self) -> PgConnectOptions {
        (*self.0).clone().disable_statement_logging()
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err("it does not begin with postgres://");
        }
        // The driver's reason may hold a part of the URL, and so of the password.
        text.parse()
            .map(|options| Self(Box::new(options)))
            .map_err(|_| "it is no URL of the form postgres://USER@HOST:PORT/DATABASE")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.get_database().unwrap_or_else(|| self.0.get_username());
        match self.0.get_socket() {
            Some(socket) => write!(out, "the PostgreSQL database {name} in {}", socket.display()),
            None => {
                write!(out, "the PostgreSQL database {name} on {}:{}", self.0.get_host(), self.0.get_port())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// An open database.
pub(super) enum Database {
    /// In a file.
    Sqlite(Sqlite),
    /// On a server, shared with other processes.
    Postgres(PgPool),
}

impl Database {
    /// A connection to read with.
    pub(super) async fn read(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Connection::SqliteReader(sqlite.readers.acquire().await?),
            Self::Postgres(pool) => Connection::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that may write: several statements that happen together or not at all.
    pub(super) async fn write(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Connection::SqliteWriter(sqlite.writers.turn().await?),
            Self::Postgres(pool) => Connection::PostgresTransaction(pool.begin().await?),
        })
    }

    /// Lets what is under way end.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
