//! One statement for both databases: its text, what is bound to it, and the rows that come back.
//!
//! Parameters are `$1`, `$2` and so on, which both understand. Values are of the few kinds that both
//! have; what differs between them is settled here and nowhere else.

use std::borrow::Cow;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Postgres, Row as _, Sqlite, Transaction};

use super::database::Database;
use super::postgres::Alone;
use super::sqlite::Turn;
use super::{Head, StoreError};

/// Stands before what [`escaped`] replaced.
const ESCAPE: char = '\u{1a}';

/// A connection to either database, and what it may be used for.
pub(super) enum Connection {
    /// Reads from SQLite.
    SqliteReader(PoolConnection<Sqlite>),
    /// A turn at SQLite's one writer.
    SqliteWriter(Turn),
    /// SQLite with nobody beside it.
    SqliteAlone(Box<SqliteConnection>),
    /// Each statement to PostgreSQL for itself.
    Postgres(PoolConnection<Postgres>),
    /// A transaction in PostgreSQL.
    PostgresTransaction(Transaction<'static, Postgres>),
}

enum Driver<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Connection {
    fn driver(&mut self) -> Driver<'_> {
        match self {
            Self::SqliteReader(connection) => Driver::Sqlite(connection),
            Self::SqliteWriter(turn) => Driver::Sqlite(turn.connection()),
            Self::SqliteAlone(connection) => Driver::Sqlite(connection),
            Self::Postgres(connection) => Driver::Postgres(connection),
            Self::PostgresTransaction(transaction) => Driver::Postgres(transaction),
        }
    }

    /// Makes what was done last. When this returns without an error it is durable; without this call
    /// it is taken back.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::SqliteWriter(turn) => turn.commit().await,
            Self::PostgresTransaction(transaction) => Ok(transaction.commit().await?),
            // Their statements are committed one by one.
            Self::SqliteReader(_) | Self::SqliteAlone(_) | Self::Postgres(_) => Ok(()),
        }
    }

    /// Keeps others from what only one may do at a time, until the transaction ends. SQLite has one
    /// writer anyway.
    pub(super) async fn alone(&mut self, what: Alone) -> Result<(), StoreError> {
        if let Driver::Postgres(driver) = self.driver() {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(what.number()).execute(driver).await?;
        }
        Ok(())
    }

    /// Keeps out, until the transaction ends, those who want to be [`alone`](Self::alone) at it.
    pub(super) async fn together(&mut self, what: Alone) -> Result<(), StoreError> {
        if let Driver::Postgres(driver) = self.driver() {
            sqlx::query("SELECT pg_advisory_xact_lock_shared($1)")
                .bind(what.number())
                .execute(driver)
                .await?;
        }
        Ok(())
    }

    /// Where the audit log ends, if that is known without asking.
    pub(super) fn head(&mut self) -> Option<Head> {
        match self {
            Self::SqliteWriter(turn) => turn.head(),
            _ => None,
        }
    }

    /// For those who share this transaction.
    pub(super) fn remember_head(&mut self, head: Head) {
        if let Self::SqliteWriter(turn) = self {
            turn.remember_head(head, None);
        }
    }

    /// Writes where the audit log ends, with the keyed hash that says so.
    pub(super) async fn move_head(&mut self, head: Head, mac: [u8; 32]) -> Result<(), StoreError> {
        if let Self::SqliteWriter(turn) = self {
            // Once, before the commit, however many share it.
            turn.remember_head(head, Some(mac));
            return Ok(());
        }
        query("UPDATE audit_head SET sequence = $1, hash = $2, mac = $3 WHERE id = 1")
            .bind(i64::try_from(head.sequence).unwrap_or(i64::MAX))
            .bind(head.hash.as_bytes().as_slice())
            .bind(mac.as_slice())
            .execute(self)
            .await?;
        Ok(())
    }

    /// Ends a transaction in which nothing was done.
    pub(super) fn leave(self) {
        if let Self::SqliteWriter(turn) = self {
            turn.leave();
        }
    }

    /// The statement that this database needs, where no one statement does for both.
    pub(super) const fn either(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::SqliteReader(_) | Self::SqliteWriter(_) | Self::SqliteAlone(_) => sqlite,
            Self::Postgres(_) | Self::PostgresTransaction(_) => postgres,
        }
    }
}

/// What is bound to a parameter.
#[derive(Clone)]
pub(super) enum Value {
    Integer(Option<i64>),
    Truth(Option<bool>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// A statement with its values.
#[derive(Clone)]
pub(super) struct Query {
    sql: &'static str,
    values: Vec<Value>,
}

pub(super) fn query(sql: &'static str) -> Query {
    Query { sql, values: Vec::new() }
}

macro_rules! statement {
    ($query:expr, $database:ty, $text:expr) => {
        $query.values.into_iter().fold(sqlx::query::<$database>($query.sql), |statement, value| match value {
            Value::Integer(value) => statement.bind(value),
            Value::Truth(value) => statement.bind(value),
            Value::Text(value) => statement.bind(value.map($text)),
            Value::Bytes(value) => statement.bind(value),
        })
    };
}

impl Query {
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// How many rows it changed.
    pub(super) async fn execute(self, connection: &mut Connection) -> Result<u64, StoreError> {
        match connection.driver() {
            Driver::Sqlite(driver) => self.execute_in_sqlite(driver).await,
            Driver::Postgres(driver) => {
                Ok(statement!(self, Postgres, escaped).execute(driver).await?.rows_affected())
            }
        }
    }

    pub(super) async fn execute_in_sqlite(self, driver: &mut SqliteConnection) -> Result<u64, StoreError> {
        Ok(statement!(self, Sqlite, |text| text).execute(driver).await?.rows_affected())
    }

    /// One write for itself: durable when this returns. How many rows it changed.
    pub(super) async fn once(self, database: &Database) -> Result<u64, StoreError> {
        match database {
            Database::Sqlite(sqlite) => sqlite.writers.once(self).await,
            Database::Postgres(server) => {
                Ok(statement!(self, Postgres, escaped).execute(server.writable()?).await?.rows_affected())
            }
        }
    }

    pub(super) async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<Row>, StoreError> {
        Ok(match connection.driver() {
            Driver::Sqlite(driver) => {
                statement!(self, Sqlite, |text| text).fetch_optional(driver).await?.map(Row::Sqlite)
            }
            Driver::Postgres(driver) => {
                statement!(self, Postgres, escaped).fetch_optional(driver).await?.map(Row::Postgres)
            }
        })
    }

    pub(super) async fn fetch_one(self, connection: &mut Connection) -> Result<Row, StoreError> {
        let row = self.fetch_optional(connection).await?;
        row.ok_or(StoreError::Damaged("a row is missing that others point to"))
    }

    pub(super) async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<Row>, StoreError> {
        Ok(match connection.driver() {
            Driver::Sqlite(driver) => {
                let rows = statement!(self, Sqlite, |text| text).fetch_all(driver).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Driver::Postgres(driver) => {
                let rows = statement!(self, Postgres, escaped).fetch_all(driver).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }
}

/// A row of either.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(super) fn get<T: Column>(&self, index: usize) -> Result<T, StoreError> {
        T::read(self, index)
    }
}

/// What a column can be read as.
pub(super) trait Column: Sized {
    fn read(row: &Row, index: usize) -> Result<Self, StoreError>;
}

macro_rules! kinds {
    ($($kind:ident: $type:ty, $read:expr;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$kind(Some(value))
            }
        }

        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value)
            }
        }

        impl Column for $type {
            fn read(row: &Row, index: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => Ok(row.try_get(index)?),
                    Row::Postgres(row) => Ok($read(row.try_get(index)?)),
                }
            }
        }

        impl Column for Option<$type> {
            fn read(row: &Row, index: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => Ok(row.try_get(index)?),
                    Row::Postgres(row) => Ok(row.try_get::<Self, _>(index)?.map($read)),
                }
            }
        }
    )*};
}

kinds! {
    Integer: i64, std::convert::identity;
    Truth: bool, std::convert::identity;
    Text: String, plain;
    Bytes: Vec<u8>, std::convert::identity;
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_owned()))
    }
}

impl From<Option<&[u8]>> for Value {
    fn from(value: Option<&[u8]>) -> Self {
        Self::Bytes(value.map(<[u8]>::to_owned))
    }
}

/// PostgreSQL's texts hold every character but NUL, which JSON does hold: it is written with two others,
/// and so is the first of these. Equal texts stay equal, and no others become so.
fn escaped(text: String) -> String {
    if !text.contains(['\0', ESCAPE]) {
        return text;
    }
    let escape = |c| match c {
        '\0' => Cow::Borrowed("\u{1a}0"),
        ESCAPE => Cow::Borrowed("\u{1a}1"),
        other => Cow::Owned(String::from(other)),
    };
    text.chars().map(escape).collect()
}

/// The way back.
fn plain(text: String) -> String {
    if !text.contains(ESCAPE) {
        return text;
    }
    text.replace("\u{1a}0", "\0").replace("\u{1a}1", "\u{1a}")
}

#[cfg(test)]
mod tests {
    use super::{escaped, plain};

    #[test]
    fn every_text_comes_back_and_none_holds_nul() {
        for text in ["", "plain", "a\0b", "\u{1a}", "\u{1a}0", "\u{1a}1\0", "\0\u{1a}0\u{1a}\u{1a}"] {
            let stored = escaped(text.to_owned());
            assert!(!stored.contains('\0'));
            assert_eq!(plain(stored), text);
        }
    }
}
