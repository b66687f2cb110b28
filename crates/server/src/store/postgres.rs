//! PostgreSQL: one database for any number of processes.
//!
//! Nothing is kept in a process that another one needs. What SQLite gets from its one writer, locks of
//! rows, unique indexes and, where these do not reach, advisory locks give here.

use std::mem;
use std::time::Duration;

use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection as _, Postgres, Row, Transaction};

use super::location::DatabaseUrl;
use super::sql::Value;
use super::{Head, StoreError, Upgrade, migrations};

/// Connections at a time, of each process.
const CONNECTIONS: u32 = 16;
/// How long a call queues for a connection, or tries to get one, before it fails.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a statement waits for a lock: less than a client waits for its answer.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a statement may take. The longest by far, an import's piece, takes a second.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// What only one process may do at a time. The numbers are ours in this database, and stay.
#[derive(Clone, Copy)]
pub(super) enum Lock {
    /// Creating or upgrading the schema.
    Schema,
    Attempts,
    Import,
    /// Putting another master key in force; shared by those who write what is sealed.
    Key,
    /// Beginning the audit log.
    Audit,
}

impl Lock {
    /// The number of its lock: `LTCH` and a number of ours, so that other programs do not meet it.
    pub(super) const fn number(self) -> i64 {
        let number = match self {
            Self::Schema => 1,
            Self::Attempts => 2,
            Self::Import => 3,
            Self::Key => 4,
            Self::Audit => 5,
        };
        0x4c54_4348_0000 + number
    }
}

/// A transaction, and what it adds to the audit log. From the reading of the log's head on all others who write wait
/// for the commit, so everything behind that is one statement, however many entries there are.
pub(super) struct Writing {
    transaction: Transaction<'static, Postgres>,
    /// Where the log ends: in the database, or once `entries` are in it.
    head: Option<Head>,
    /// The keyed hash of the head, if there are entries.
    mac: Option<[u8; 32]>,
    /// In the order of the columns of [`ENTER`].
    entries: Vec<Vec<Value>>,
}

/// Each parameter but the last three holds a column of all entries.
const ENTER: &str = "WITH entered AS (
    INSERT INTO audit (id, time, request, actor, action, target, event, attempt, code, count, hash, mac)
    SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[],
                         $8::BIGINT[], $9::TEXT[], $10::BIGINT[], $11::BYTEA[], $12::BYTEA[])
) UPDATE audit_head SET sequence = $13, hash = $14, mac = $15 WHERE id = 1";

/// What is in a column.
#[derive(Clone, Copy)]
enum Kind {
    Integers,
    Texts,
    Bytes,
}

/// The first parameters of [`ENTER`].
const COLUMNS: [Kind; 12] = {
    use Kind::{Bytes, Integers, Texts};
    [Integers, Integers, Texts, Texts, Texts, Texts, Texts, Integers, Texts, Integers, Bytes, Bytes]
};

impl Writing {
    pub(super) const fn new(transaction: Transaction<'static, Postgres>) -> Self {
        Self { transaction, head: None, mac: None, entries: Vec::new() }
    }

    /// To do the work with.
    pub(super) fn driver(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// Where the audit log ends, if that was found out in this transaction.
    pub(super) const fn head(&self) -> Option<Head> {
        self.head
    }

    pub(super) fn remember_head(&mut self, head: Head) {
        self.head = Some(head);
    }

    /// Adds an entry, with the values in the order of the table's columns.
    pub(super) fn enter(&mut self, entry: Vec<Value>, head: Head, mac: [u8; 32]) {
        self.entries.push(entry);
        (self.head, self.mac) = (Some(head), Some(mac));
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if let (Some(head), Some(mac)) = (self.head, self.mac) {
            let mut enter = sqlx::query(ENTER);
            for (column, kind) in COLUMNS.into_iter().enumerate() {
                let values =
                    self.entries.iter_mut().map(|entry| mem::replace(&mut entry[column], Value::NOTHING));
                enter = match kind {
                    Kind::Integers => enter.bind(values.map(Value::integer).collect::<Vec<_>>()),
                    Kind::Texts => enter.bind(values.map(Value::text).collect::<Vec<_>>()),
                    Kind::Bytes => enter.bind(values.map(Value::bytes).collect::<Vec<_>>()),
                };
            }
            let sequence = i64::try_from(head.sequence).unwrap_or(i64::MAX);
            let enter = enter.bind(sequence).bind(head.hash.as_bytes().as_slice()).bind(mac.as_slice());
            enter.execute(&mut *self.transaction).await?;
        }
        Ok(self.transaction.commit().await?)
    }
}

/// Opens an existing database.
pub(super) async fn open(url: &DatabaseUrl, upgrade: Upgrade) -> Result<PgPool, StoreError> {
    let mut connection = url.options().connect().await?;
    let found = version(&mut connection).await?.unwrap_or_default();
    if migrations::missing(found, upgrade)? {
        let mut transaction = connection.begin().await?;
        lock(&mut transaction, Lock::Schema).await?;
        // Another process may have been here meanwhile.
        let found = version(&mut transaction).await?.unwrap_or_default();
        if migrations::missing(found, upgrade)? {
            migrations::upgrade_postgres(&mut transaction, found).await?;
        }
        transaction.commit().await?;
    }
    connection.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(QUEUE_TIMEOUT)
        .after_connect(|connection, _| Box::pin(set_up(connection)));
    Ok(pool.connect_lazy_with(url.options()))
}

/// An empty database in a transaction, with the schema in it; none when another process was first.
pub(super) async fn begin_to_create(url: &DatabaseUrl) -> Result<Option<Writing>, StoreError> {
    let options = PgPoolOptions::new().max_connections(1).acquire_timeout(QUEUE_TIMEOUT);
    let pool = options.connect_lazy_with(url.options());
    let mut transaction = pool.begin().await?;
    lock(&mut transaction, Lock::Schema).await?;
    if look_with(&mut transaction).await? {
        return Ok(None);
    }
    make_durable(&mut transaction).await?;
    migrations::upgrade_postgres(&mut transaction, 0).await?;
    Ok(Some(Writing::new(transaction)))
}

/// Whether there is data of ours. Only reads.
pub(super) async fn look(url: &DatabaseUrl) -> Result<bool, StoreError> {
    let mut connection = url.options().connect().await?;
    let ours = look_with(&mut connection).await?;
    connection.close().await?;
    Ok(ours)
}

async fn look_with(connection: &mut PgConnection) -> Result<bool, StoreError> {
    if version(connection).await?.is_some() {
        return Ok(true);
    }
    let tables = "SELECT count(*), current_setting('server_encoding') FROM pg_catalog.pg_tables
                  WHERE schemaname = current_schema()";
    let row = sqlx::query(tables).fetch_one(connection).await?;
    if row.try_get::<String, _>(1)? != "UTF8" {
        return Err(StoreError::Foreign("its encoding is not UTF8"));
    }
    match row.try_get::<i64, _>(0)? {
        0 => Ok(false),
        _ => Err(StoreError::Foreign("there are tables of another program in it")),
    }
}

/// The version of the schema; none when there is none of ours.
async fn version(connection: &mut PgConnection) -> Result<Option<u32>, StoreError> {
    let known = sqlx::query("SELECT to_regclass('latchboard_schema') IS NOT NULL");
    if !known.fetch_one(&mut *connection).await?.try_get::<bool, _>(0)? {
        return Ok(None);
    }
    let row = sqlx::query("SELECT version FROM latchboard_schema").fetch_one(connection).await?;
    let version = u32::try_from(row.try_get::<i64, _>(0)?);
    version.map(Some).map_err(|_| StoreError::Damaged("the schema's version is negative"))
}

/// The version of a schema that is in use.
pub(super) async fn version_in(pool: &PgPool) -> Result<u32, StoreError> {
    let mut connection = pool.acquire().await?;
    version(&mut connection).await?.ok_or(StoreError::Damaged("the schema's version is gone"))
}

/// Waits until no other transaction holds this lock, and holds it until this one ends.
async fn lock(connection: &mut PgConnection, alone: Lock) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(alone.number()).execute(connection).await?;
    Ok(())
}

/// What is answered is on disk, even where the server is set up to be faster than that.
async fn make_durable(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let setting = "SELECT set_config('synchronous_commit', 'on', false)
                   WHERE current_setting('synchronous_commit') = 'off'";
    sqlx::query(setting).execute(connection).await?;
    Ok(())
}

/// Nobody waits for long for what somebody else holds, such as an administrator who locks a table.
async fn set_up(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    make_durable(connection).await?;
    sqlx::query("SELECT set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false)")
        .bind(format!("{}ms", LOCK_TIMEOUT.as_millis()))
        .bind(format!("{}ms", STATEMENT_TIMEOUT.as_millis()))
        .execute(connection)
        .await?;
    Ok(())
}
