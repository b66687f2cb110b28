//! The two databases: where a statement meets its driver.
//!
//! - `sql`: one statement, its values and its rows, for both; `connection`: what it is executed on.
//! - `sqlite`, `postgres`: what only one of them needs; `session`, `connector`, `tls`: connections to PostgreSQL.
//! - `location`: where the database is; `migrations`: how its tables came to be; `facts`: names of single values.

pub(crate) mod connection;
mod connector;
pub(crate) mod facts;
pub(crate) mod location;
pub(crate) mod migrations;
pub(crate) mod postgres;
pub(crate) mod session;
pub(crate) mod sql;
pub(crate) mod sqlite;
mod tls;

use std::sync::atomic::{AtomicU32, Ordering};

use latchboard_contract::audit::ChainHash;

use crate::StoreError;
use connection::Connection;
use postgres::Writing;
use session::Pool;
use sql::Query;
use sqlite::Sqlite;

pub(crate) enum Database {
    Sqlite(Sqlite),
    /// On a server, shared with other processes.
    Postgres(Server),
}

/// How much a database has to do for this process.
pub enum Load {
    /// A file has one writer.
    Sqlite {
        /// Those who wait for their turn.
        writes_waiting: usize,
    },
    /// Connections to a server.
    Postgres {
        /// Open, and nobody uses them.
        idle: usize,
        /// Of the 16 that there may be.
        in_use: usize,
    },
}

/// A database that other processes use, too.
pub(crate) struct Server {
    pub(crate) pool: Pool,
    /// One of them has brought it to a version that this program does not know; 0 if none has.
    newer: AtomicU32,
}

impl Server {
    /// Of a schema that this program knows.
    pub(crate) const fn new(pool: Pool) -> Self {
        Self { pool, newer: AtomicU32::new(0) }
    }

    async fn begin(&self) -> Result<Writing, StoreError> {
        let pool = self.writable()?;
        Ok(Writing::new(pool.begin().await?, pool.clone()))
    }

    /// For those who want to write.
    pub(crate) fn writable(&self) -> Result<&Pool, StoreError> {
        match self.newer.load(Ordering::Relaxed) {
            0 => Ok(&self.pool),
            found => Err(StoreError::NewerSchema { found }),
        }
    }
}

impl Database {
    pub(crate) async fn read(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Connection::SqliteReader(sqlite.readers.take()?),
            Self::Postgres(server) => Connection::Postgres(server.pool.session().await?),
        })
    }

    /// A transaction that may write: several statements that happen together or not at all.
    pub(crate) async fn write(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Connection::SqliteWriter(sqlite.writers.turn().await?),
            Self::Postgres(server) => Connection::PostgresTransaction(server.begin().await?),
        })
    }

    /// As [`Database::write`], without a way back of its own in SQLite, which would cost as much as the work itself: when it is
    /// dropped without a commit, those who share the commit fail, too.
    pub(crate) async fn write_for_good(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Connection::SqliteWriter(sqlite.writers.single().await?),
            Self::Postgres(server) => Connection::PostgresTransaction(server.begin().await?),
        })
    }

    /// For those who want to change something; others may go on.
    pub(crate) fn has_room(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) if sqlite.writers.update_reserve() => Err(StoreError::DiskFull),
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
        }
    }

    /// Connections to a server, for those who want to write.
    pub(crate) fn pool(&self) -> Result<Option<&Pool>, StoreError> {
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(server) => server.writable().map(Some),
        }
    }

    pub(crate) fn load(&self) -> Load {
        match self {
            Self::Sqlite(sqlite) => Load::Sqlite { writes_waiting: sqlite.writers.waiting() },
            Self::Postgres(server) => {
                let (idle, in_use) = server.pool.connections();
                Load::Postgres { idle, in_use }
            }
        }
    }

    /// Lets what is under way end.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(server) => server.pool.close(),
        }
    }

    /// Finds out whether a newer program has changed the schema meanwhile. From then on nothing is
    /// written: what this program would write might not be what the newer one means by it. A file is
    /// held by one server, so nobody can.
    pub(crate) async fn check_schema(&self) -> Result<(), StoreError> {
        let Self::Postgres(server) = self else { return Ok(()) };
        let found = postgres::version_in(&server.pool).await?;
        let newer = if found > StoreError::KNOWN_SCHEMA { found } else { 0 };
        server.newer.store(newer, Ordering::Relaxed);
        server.writable().map(|_| ())
    }
}

/// Where a lane of the audit log ends.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    pub(crate) lane: u64,
    /// The number of the last entry, in the lane.
    pub(crate) sequence: u64,
    pub(crate) hash: ChainHash,
}

impl Query {
    /// One write for itself: durable when this returns. How many rows it changed.
    pub(crate) async fn once(self, database: &Database) -> Result<u64, StoreError> {
        match database {
            Database::Sqlite(sqlite) => sqlite.writers.once(self).await,
            // In a transaction, which has the limits and the durability of all others.
            Database::Postgres(server) => {
                let mut writing = server.begin().await?;
                let changed = writing.session().execute(&self).await?;
                writing.commit().await?;
                Ok(changed)
            }
        }
    }
}
