//! PostgreSQL: one database for any number of processes.
//!
//! Nothing is kept in a process that another one needs. What SQLite gets from its one writer, locks of
//! rows and unique indexes give here.

use std::mem;
use std::time::{Duration, Instant};

use tokio_postgres::types::Type;

use super::location::DatabaseUrl;
use super::migrations::Upgrade;
use super::session::{Parameter, Pool, Session};
use super::sql::{Value, query};
use super::{Head, migrations};
use crate::StoreError;

/// A transaction, and what it adds to this process's lane of the audit log. From the reading of the lane's end on all others
/// of this process who write wait for the commit, so everything behind that is one statement, however many entries there are.
pub(crate) struct Writing {
    session: Session,
    /// Where the session comes from.
    pool: Pool,
    /// Where the lane ends: in the database, or once `entries` are in it.
    head: Option<Head>,
    /// The keyed hash of that, if there are entries.
    mac: Option<[u8; 32]>,
    /// In the order of the columns of [`ENTER`].
    entries: Vec<Vec<Value>>,
}

/// Each parameter but the last four holds a column of all entries.
const ENTER: &str = "WITH entered AS (
    INSERT INTO audit (lane, sequence, time, request, actor, action, target, event, attempt, code, count, hash, mac)
    SELECT $16, * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[],
                              $8::BIGINT[], $9::TEXT[], $10::BIGINT[], $11::BYTEA[], $12::BYTEA[])
) UPDATE audit_lanes SET sequence = $13, hash = $14, mac = $15 WHERE lane = $16";

impl Writing {
    /// In a transaction that has begun.
    pub(crate) const fn new(session: Session, pool: Pool) -> Self {
        Self { session, pool, head: None, mac: None, entries: Vec::new() }
    }

    /// To do the work with.
    pub(crate) const fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Where connections come from.
    pub(crate) const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Where its lane of the audit log ends, if that was found out in this transaction.
    pub(crate) const fn head(&self) -> Option<Head> {
        self.head
    }

    pub(crate) fn remember_head(&mut self, head: Head) {
        self.head = Some(head);
    }

    /// Adds an entry, with the values in the order of [`ENTER`].
    pub(crate) fn enter(&mut self, entry: Vec<Value>, head: Head, mac: [u8; 32]) {
        self.entries.push(entry);
        (self.head, self.mac) = (Some(head), Some(mac));
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let (Some(head), Some(mac)) = (self.head, self.mac) else { return self.session.commit().await };
        let columns = Column::all(self.entries);
        let [lane, sequence] =
            [head.lane, head.sequence].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        let (hash, mac) = (head.hash.as_bytes().as_slice(), mac.as_slice());
        let mut parameters: Vec<Parameter<'_>> = columns.iter().map(Column::parameter).collect();
        parameters.extend([
            (&sequence as _, Type::INT8),
            (&hash as _, Type::BYTEA),
            (&mac as _, Type::BYTEA),
            (&lane as _, Type::INT8),
        ]);
        self.session.execute_with(ENTER, &parameters).await?;
        match self.session.commit().await {
            // On its way, or not any more.
            Err(error) if error.is_connection_failure() => {
                match was_committed(&self.pool, lane, sequence, hash).await {
                    Ok(true) => Ok(()),
                    Ok(false) => Err(error),
                    Err(_) => Err(StoreError::CommitUnknown),
                }
            }
            committed => committed,
        }
    }
}

/// How long a database is asked what became of a commit, and how often, while it does not answer.
const FOUND_OUT_WITHIN: Duration = Duration::from_secs(10);
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// Whether the lane has the entry with this number and hash.
async fn was_committed(pool: &Pool, lane: i64, sequence: i64, hash: &[u8]) -> Result<bool, StoreError> {
    let asked_since = Instant::now();
    loop {
        match has_entry(pool, lane, sequence, hash).await {
            Err(error) if error.is_connection_failure() && asked_since.elapsed() < FOUND_OUT_WITHIN => {
                tokio::time::sleep(ASKED_EVERY).await;
            }
            found => return found,
        }
    }
}

async fn has_entry(pool: &Pool, lane: i64, sequence: i64, hash: &[u8]) -> Result<bool, StoreError> {
    let mut session = pool.begin().await?;
    // As long as the other transaction goes on it holds the lane.
    session.fetch(&query("SELECT lane FROM audit_lanes WHERE lane = $1 FOR UPDATE").bind(lane)).await?;
    let entry = query("SELECT hash FROM audit WHERE lane = $1 AND sequence = $2").bind(lane).bind(sequence);
    let rows = session.fetch(&entry).await?;
    Ok(rows
        .first()
        .map(|row| row.try_get::<_, &[u8]>("hash"))
        .transpose()?
        .is_some_and(|found| found == hash))
}

/// The values of all entries in one column.
enum Column {
    Integers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// The first parameters of [`ENTER`].
    fn all(mut entries: Vec<Vec<Value>>) -> [Self; 12] {
        let mut integers = |index| Self::Integers(column(&mut entries, index, Value::integer));
        let [sequence, time, attempt, count] = [0, 1, 7, 9].map(&mut integers);
        let mut texts = |index| Self::Texts(column(&mut entries, index, Value::text));
        let [request, actor, action, target, event, code] = [2, 3, 4, 5, 6, 8].map(&mut texts);
        let [hash, mac] = [10, 11].map(|index| Self::Bytes(column(&mut entries, index, Value::bytes)));
        [sequence, time, request, actor, action, target, event, attempt, code, count, hash, mac]
    }

    fn parameter(&self) -> Parameter<'_> {
        match self {
            Self::Integers(values) => (values, Type::INT8_ARRAY),
            Self::Texts(values) => (values, Type::TEXT_ARRAY),
            Self::Bytes(values) => (values, Type::BYTEA_ARRAY),
        }
    }
}

fn column<T>(entries: &mut [Vec<Value>], index: usize, read: fn(Value) -> Option<T>) -> Vec<Option<T>> {
    entries.iter_mut().map(|entry| read(mem::replace(&mut entry[index], Value::NOTHING))).collect()
}

/// Opens an existing database.
pub(crate) async fn open(url: &DatabaseUrl, upgrade: Upgrade) -> Result<Pool, StoreError> {
    let pool = Pool::of(url);
    let found = version(&mut pool.session().await?).await?.unwrap_or_default();
    if migrations::missing(found, upgrade)? {
        let mut session = pool.begin_upgrade().await?;
        // Another process may have been here meanwhile, or be at it.
        session.run("SELECT version FROM latchboard_schema FOR UPDATE").await?;
        let found = version(&mut session).await?.unwrap_or_default();
        if migrations::missing(found, upgrade)? {
            migrations::upgrade_postgres(&mut session, found).await?;
        }
        session.commit().await?;
    }
    Ok(pool)
}

/// An empty database in a transaction, with the schema in it; none when another process was first.
pub(crate) async fn begin_to_create(url: &DatabaseUrl) -> Result<Option<Writing>, StoreError> {
    let pool = Pool::of(url);
    let mut session = pool.begin_upgrade().await?;
    if look_with(&mut session).await? {
        return Ok(None);
    }
    match migrations::upgrade_postgres(&mut session, 0).await {
        Ok(()) => Ok(Some(Writing::new(session, pool))),
        // Waited for another process that is at it, and has put its tables there.
        Err(error) if error.is_of_an_existing_table() && look_with(&mut pool.session().await?).await? => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whether there is data of ours. Only reads.
pub(crate) async fn look(url: &DatabaseUrl) -> Result<bool, StoreError> {
    look_with(&mut Pool::of(url).session().await?).await
}

async fn look_with(session: &mut Session) -> Result<bool, StoreError> {
    // One statement: between two another process may have put its tables there.
    let tables = query(
        "SELECT count(*) AS tables, count(*) FILTER (WHERE tablename = 'latchboard_schema') AS ours,
                current_setting('server_encoding') AS encoding
         FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
    );
    let rows = session.fetch(&tables).await?;
    let row = rows.first().ok_or(StoreError::Damaged("a count is no row"))?;
    match (row.try_get::<_, i64>("tables")?, row.try_get::<_, i64>("ours")?) {
        (_, 1..) => Ok(true),
        _ if row.try_get::<_, &str>("encoding")? != "UTF8" => {
            Err(StoreError::Foreign("its encoding is not UTF8"))
        }
        (0, _) => Ok(false),
        _ => Err(StoreError::Foreign("there are tables of another program in it")),
    }
}

/// The version of the schema; none when there is none of ours.
async fn version(session: &mut Session) -> Result<Option<u32>, StoreError> {
    let known = session.fetch(&query("SELECT to_regclass('latchboard_schema')::TEXT AS name")).await?;
    if known.first().map(|row| row.try_get::<_, Option<&str>>("name")).transpose()?.flatten().is_none() {
        return Ok(None);
    }
    let rows = session.fetch(&query("SELECT version FROM latchboard_schema")).await?;
    let row = rows.first().ok_or(StoreError::Damaged("the schema's version is gone"))?;
    let version = u32::try_from(row.try_get::<_, i64>("version")?);
    version.map(Some).map_err(|_| StoreError::Damaged("the schema's version is negative"))
}

/// The version of a schema that is in use.
pub(crate) async fn version_in(pool: &Pool) -> Result<u32, StoreError> {
    let version = version(&mut pool.session().await?).await?;
    version.ok_or(StoreError::Damaged("the schema's version is gone"))
}
