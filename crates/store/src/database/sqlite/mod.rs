//! SQLite: one file on this machine.
//!
//! Write-ahead log with `synchronous = FULL`: when a method that changes something has returned, the
//! change is on disk, and a `kill -9` or a power cut cannot take it back. SQLite knows one writer at
//! a time; writers queue here in order, instead of polling its lock. Readers have connections of their
//! own and never wait for it.
//!
//! Statements run where they are asked for: one takes microseconds, less than handing it to another thread
//! and back. What waits for the disk or for another process is [`blocking`].

mod read_lock;
mod readers;
mod reserve;
mod writers;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection as File, OpenFlags, OptionalExtension, TransactionBehavior};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::migrations;
use crate::StoreError;
use crate::crypto::KeyFacts;
use crate::database::facts::{KEY_CHECK, NEXT_KEY, PREVIOUS_KEY};
use crate::database::migrations::Upgrade;
use read_lock::ReadLock;
pub(crate) use readers::Reader;
use readers::Readers;
use reserve::Reserve;
pub(crate) use writers::Turn;
use writers::Writers;

/// How long a call waits for another process that is writing (an admin command beside the server).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a call queues for the writer before it fails.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);
/// Prepared statements that a connection keeps: more than there are.
const STATEMENTS: usize = 256;

/// What a copy holds, for people to compare with what they expect.
pub struct Inspected {
    /// The version of its schema.
    pub schema: u32,
    /// It is a file as a server uses it, with changes in a log of their own; a backup is not.
    pub is_in_use: bool,
    /// What tells its master key.
    pub key_facts: KeyFacts,
    /// API keys, revoked ones included.
    pub api_keys: i64,
    /// Registrations of customer secrets.
    pub configurations: i64,
    /// Users of the vault.
    pub users: i64,
    /// Inactive ones included.
    pub api_secrets: i64,
}

pub(crate) struct Sqlite {
    pub(crate) writers: Writers,
    pub(crate) readers: Readers,
}

impl Sqlite {
    /// Opens an existing file. Takes the same time however much is in it.
    pub(crate) fn open(file: &Path, upgrade: Upgrade) -> Result<Self, StoreError> {
        // Looked at before anything is set: a newer program's file is left as it is.
        let mut connection = connect(file)?;
        let found = migrations::version_of_sqlite(&connection)?;
        if migrations::missing(found, upgrade)? {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrations::upgrade_sqlite(&transaction)?;
            transaction.commit()?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let readers = Readers::new(file);
        let writers = if upgrade == Upgrade::Allowed {
            Writers::new(connection, Some(Reserve::beside(file)), Some(ReadLock::new(connect_to_read(file)?)))
        } else {
            Writers::new(connection, None, None)
        };
        Ok(Self { writers, readers })
    }

    pub(crate) async fn close(&self) {
        self.readers.close();
        self.writers.close().await;
    }
}

/// An empty file in a transaction, with the schema in it. What is done with it is there when
/// [`created`] has returned, or not at all.
pub(crate) fn begin_to_create(file: &Path) -> Result<File, StoreError> {
    // Not in WAL mode yet: so the mark that says "ours" is in the file itself, never only in a log beside it.
    let connection = connect(file)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    migrations::upgrade_sqlite(&connection)?;
    Ok(connection)
}

pub(crate) fn created(connection: File) -> Result<(), StoreError> {
    connection.execute_batch("COMMIT")?;
    close(connection)
}

fn close(connection: File) -> Result<(), StoreError> {
    connection.close().map_err(|(_, error)| error.into())
}

/// Copies a database, as it is at one moment, into an empty file. Others may go on writing
/// meanwhile; what they write is not in the copy.
pub fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
    let connection = connect(file)?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    close(connection)
}

/// Reads a whole database that nobody else uses, and finds out whether it is sound.
pub fn inspect(file: &Path) -> Result<Inspected, StoreError> {
    let connection = connect(file)?;
    connection.pragma_update(None, "query_only", true)?;
    let schema = migrations::version_of_sqlite(&connection)?;
    if schema > StoreError::KNOWN_SCHEMA {
        return Err(StoreError::NewerSchema { found: schema });
    }
    let is_in_use = connection.query_row("PRAGMA journal_mode", (), |row| row.get::<_, String>(0))? == "wal";
    let bytes: i64 = connection.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        (),
        |row| row.get(0),
    )?;
    if std::fs::metadata(file).is_ok_and(|file| i64::try_from(file.len()) != Ok(bytes)) {
        return Err(StoreError::Damaged("it has another length than it says"));
    }
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Damaged("its pages or indexes contradict each other"));
    }
    if connection.query_row("PRAGMA foreign_key_check", (), |_| Ok(())).optional()?.is_some() {
        return Err(StoreError::Damaged("a row points to one that is gone"));
    }
    let inspected = connection.query_row(
        "SELECT (SELECT value FROM facts WHERE name = ?) AS key_check, (SELECT value FROM facts WHERE name = ?) AS next,
                (SELECT value FROM facts WHERE name = ?) AS previous, (SELECT count(*) FROM api_keys) AS api_keys,
                (SELECT count(*) FROM configurations) AS configurations, (SELECT count(*) FROM users) AS users,
                (SELECT count(*) FROM api_secrets) AS api_secrets",
        [KEY_CHECK, NEXT_KEY, PREVIOUS_KEY],
        |row| {
            let check: Option<Vec<u8>> = row.get("key_check")?;
            let facts = |check| {
                Ok::<_, rusqlite::Error>(KeyFacts { check, next: row.get("next")?, previous: row.get("previous")? })
            };
            let Some(key_facts) = check.map(facts).transpose()? else { return Ok(None) };
            Ok(Some(Inspected {
                schema,
                is_in_use,
                key_facts,
                api_keys: row.get("api_keys")?,
                configurations: row.get("configurations")?,
                users: row.get("users")?,
                api_secrets: row.get("api_secrets")?,
            }))
        },
    )?;
    close(connection)?;
    inspected.ok_or(StoreError::Damaged("the master key's check is missing"))
}

/// A connection to an existing file, set as every one of them is.
pub(crate) fn connect(file: &Path) -> Result<File, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = File::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // One plan for a statement, whatever is bound: else some are compiled anew at every use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        // What is overwritten is overwritten: an old hash does not stay in free pages. And nothing in the
        // file, should somebody have edited it, may run as code.
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF",
    )?;
    Ok(connection)
}

/// The same for a connection that only reads.
fn connect_to_read(file: &Path) -> Result<File, StoreError> {
    let connection = connect(file)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Work that may wait. Other tasks of this thread go on elsewhere meanwhile, where there is an elsewhere.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

#[cfg(test)]
mod tests {
    use crate::database::connection::Connection;
    use crate::testing::{number, store};

    #[tokio::test]
    async fn a_commit_waits_for_the_disk_and_readers_never_for_writers() {
        let (_directory, _file, store, _first) = store().await;
        let Connection::SqliteWriter(mut turn) = store.database.write().await.unwrap() else { panic!() };
        let mut pragma =
            |sql: &'static str| turn.connection().query_row(sql, (), |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(pragma("SELECT journal_mode FROM pragma_journal_mode"), "wal");
        assert_eq!(pragma("SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous"), "2", "FULL");
        assert_eq!(pragma("SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys"), "1");
        assert_eq!(number(&store, "SELECT query_only FROM pragma_query_only").await, 1);
        // In the midst of a turn.
        assert_eq!(number(&store, "SELECT count(*) FROM api_keys").await, 1);
    }
}
