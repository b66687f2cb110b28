//! SQLite: one file on this machine.
//!
//! Write-ahead log with `synchronous = FULL`: when a method that changes something has returned, the
//! change is on disk, and a `kill -9` or a power cut cannot take it back. SQLite knows one writer at
//! a time; writers queue here in order, instead of polling its lock. Readers have connections of their
//! own and never wait for it.

mod writers;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection as _, Row};

use super::sql::Connection;
use super::{KEY_CHECK, NEXT_KEY, PREVIOUS_KEY, StoreError, Upgrade, migrations};
use crate::crypto::KeyFacts;
pub(super) use writers::Turn;
use writers::Writers;

/// Readers at a time. Reads take microseconds, so a few serve thousands per second.
const READERS: u32 = 4;
/// How long a call waits for another process that is writing (an admin command beside the server).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a call queues for a connection before it fails.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);

/// What a copy holds, for people to compare with what they expect.
pub(crate) struct Inspected {
    /// The version of its schema.
    pub(crate) schema: u32,
    /// What tells its master key.
    pub(crate) key_facts: KeyFacts,
    /// API keys, revoked ones included.
    pub(crate) api_keys: i64,
    /// Registered customer secrets.
    pub(crate) configurations: i64,
    /// Users of the vault.
    pub(crate) users: i64,
    /// API secrets.
    pub(crate) api_secrets: i64,
}

/// An open file.
pub(super) struct Sqlite {
    pub(super) writers: Writers,
    pub(super) readers: SqlitePool,
}

impl Sqlite {
    /// Opens an existing file. Takes the same time however much is in it.
    pub(super) async fn open(file: &Path, upgrade: Upgrade) -> Result<Self, StoreError> {
        // Looked at before anything is set: a newer program's file is left as it is.
        let mut connection = options(file).connect().await?;
        let found = migrations::version_of_sqlite(&mut connection).await?;
        if migrations::missing(found, upgrade)? {
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            migrations::upgrade_sqlite(&mut transaction).await?;
            transaction.commit().await?;
        }
        connection.close().await?;

        let durable = options(file).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let writers = Writers::new(durable.connect().await?);
        let readers = pool(READERS).connect_lazy_with(options(file).pragma("query_only", "ON"));
        Ok(Self { writers, readers })
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

/// An empty file in a transaction, with the schema in it. What is done with it is there when
/// [`created`] has returned, or not at all.
pub(super) async fn begin_to_create(file: &Path) -> Result<Connection, StoreError> {
    // Not in WAL mode yet: so the mark that says "ours" is in the file itself, never only in a log beside it.
    let mut connection = options(file).connect().await?;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await?;
    migrations::upgrade_sqlite(&mut connection).await?;
    Ok(Connection::SqliteAlone(Box::new(connection)))
}

pub(super) async fn created(mut connection: SqliteConnection) -> Result<(), StoreError> {
    sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Copies a database, as it is at one moment, into an empty file. Others may go on writing
/// meanwhile; what they write is not in the copy.
pub(crate) async fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
    let mut connection = options(file).connect().await?;
    sqlx::query("VACUUM INTO ?").bind(to.to_string_lossy().as_ref()).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Reads a whole database that nobody else uses, and finds out whether it is sound.
pub(crate) async fn inspect(file: &Path) -> Result<Inspected, StoreError> {
    let mut connection = options(file).pragma("query_only", "ON").connect().await?;
    let schema = migrations::version_of_sqlite(&mut connection).await?;
    if schema > migrations::LATEST {
        return Err(StoreError::NewerSchema { found: schema });
    }
    let sound = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
    if sound.try_get::<String, _>(0)? != "ok" {
        return Err(StoreError::Damaged("its pages or indexes contradict each other"));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await?;
    if dangling.is_some() {
        return Err(StoreError::Damaged("a row points to one that is gone"));
    }
    let row = sqlx::query(
        "SELECT (SELECT value FROM facts WHERE name = ?), (SELECT count(*) FROM api_keys),
                (SELECT count(*) FROM configurations), (SELECT count(*) FROM users),
                (SELECT count(*) FROM api_secrets), (SELECT value FROM facts WHERE name = ?),
                (SELECT value FROM facts WHERE name = ?)",
    )
    .bind(KEY_CHECK)
    .bind(NEXT_KEY)
    .bind(PREVIOUS_KEY)
    .fetch_one(&mut connection)
    .await?;
    let check: Option<Vec<u8>> = row.try_get(0)?;
    let check = check.ok_or(StoreError::Damaged("the master key's check is missing"))?;
    let inspected = Inspected {
        schema,
        key_facts: KeyFacts { check, next: row.try_get(5)?, previous: row.try_get(6)? },
        api_keys: row.try_get(1)?,
        configurations: row.try_get(2)?,
        users: row.try_get(3)?,
        api_secrets: row.try_get(4)?,
    };
    connection.close().await?;
    Ok(inspected)
}

/// What every connection is opened with.
pub(super) fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .synchronous(SqliteSynchronous::Full)
        // What is overwritten is overwritten: an old hash does not stay in free pages.
        .pragma("secure_delete", "ON")
        // Nothing in the file, should somebody have edited it, may run as code.
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(QUEUE_TIMEOUT)
        // The file does not hang up: connections stay, and need no test before use.
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
}
