//! A connection to either database: statements on it, and its end.

use super::Head;
use super::postgres::Writing;
use super::session::{Pool, Session};
use super::sql::{FromRow, Nothing, Query, read_all};
use super::sqlite::{Reader, Turn};
use crate::StoreError;

/// A connection to either database, and what it may be used for.
pub(crate) enum Connection {
    SqliteReader(Reader),
    /// A turn at SQLite's one writer.
    SqliteWriter(Turn),
    /// SQLite with nobody beside it.
    SqliteAlone(Box<rusqlite::Connection>),
    /// Each statement to PostgreSQL for itself.
    Postgres(Session),
    /// A transaction in PostgreSQL.
    PostgresTransaction(Writing),
}

enum Driver<'a> {
    /// Mutable although nothing asks for it: a shared one could not go from thread to thread with a future.
    Sqlite(&'a mut rusqlite::Connection),
    Postgres(&'a mut Session),
}

impl Connection {
    fn driver(&mut self) -> Driver<'_> {
        match self {
            Self::SqliteReader(reader) => Driver::Sqlite(reader.connection()),
            Self::SqliteWriter(turn) => Driver::Sqlite(turn.connection()),
            Self::SqliteAlone(connection) => Driver::Sqlite(connection),
            Self::Postgres(session) => Driver::Postgres(session),
            Self::PostgresTransaction(writing) => Driver::Postgres(writing.session()),
        }
    }

    /// Of a transaction in PostgreSQL, for statements that SQLite has no use for.
    pub(crate) fn session(&mut self) -> Result<&mut Session, StoreError> {
        match self {
            Self::PostgresTransaction(writing) => Ok(writing.session()),
            _ => Err(StoreError::Damaged("a statement for PostgreSQL needs a transaction there")),
        }
    }

    /// Where further connections come from, of a transaction in PostgreSQL.
    pub(crate) const fn pool(&self) -> Option<&Pool> {
        match self {
            Self::PostgresTransaction(writing) => Some(writing.pool()),
            Self::SqliteReader(_) | Self::SqliteWriter(_) | Self::SqliteAlone(_) | Self::Postgres(_) => None,
        }
    }

    /// Makes what was done last. When this returns without an error it is durable; without this call
    /// it is taken back.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::SqliteWriter(turn) => turn.commit().await,
            Self::PostgresTransaction(writing) => writing.commit().await,
            // Their statements are committed one by one.
            Self::SqliteReader(_) | Self::SqliteAlone(_) | Self::Postgres(_) => Ok(()),
        }
    }

    /// Where its lane of the audit log ends, if that is known without asking.
    pub(crate) fn head(&mut self) -> Option<Head> {
        match self {
            Self::SqliteWriter(turn) => turn.head(),
            Self::PostgresTransaction(writing) => writing.head(),
            _ => None,
        }
    }

    /// For those who share this transaction.
    pub(crate) fn remember_head(&mut self, head: Head) {
        match self {
            Self::SqliteWriter(turn) => turn.remember_head(head, None),
            Self::PostgresTransaction(writing) => writing.remember_head(head),
            _ => {}
        }
    }

    /// Adds an entry to the audit log, whose lane then ends at `head`, with the keyed hash that says so. What several
    /// entries can share is done once, before the commit.
    pub(crate) fn enter(&mut self, entry: Query, head: Head, mac: [u8; 32]) -> Result<(), StoreError> {
        match self {
            Self::PostgresTransaction(writing) => writing.enter(entry.values, head, mac),
            Self::SqliteWriter(turn) => {
                entry.execute_in_sqlite(turn.connection())?;
                turn.remember_head(head, Some(mac));
            }
            Self::SqliteReader(_) | Self::SqliteAlone(_) | Self::Postgres(_) => {
                return Err(StoreError::Damaged("an entry of the audit log needs a transaction"));
            }
        }
        Ok(())
    }

    /// Ends a transaction in which nothing was done.
    pub(crate) fn leave(self) {
        if let Self::SqliteWriter(turn) = self {
            turn.leave();
        }
    }

    /// The statement that this database needs, where no one statement does for both.
    pub(crate) const fn either(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::SqliteReader(_) | Self::SqliteWriter(_) | Self::SqliteAlone(_) => sqlite,
            Self::Postgres(_) | Self::PostgresTransaction(_) => postgres,
        }
    }
}

impl Query {
    /// How many rows it changed.
    pub(crate) async fn execute(self, connection: &mut Connection) -> Result<u64, StoreError> {
        match connection.driver() {
            Driver::Sqlite(driver) => self.execute_in_sqlite(driver),
            Driver::Postgres(session) => session.execute(&self).await,
        }
    }

    /// What is made of the first row; none where there is no row.
    pub(crate) async fn fetch_optional<T: FromRow>(
        self,
        connection: &mut Connection,
    ) -> Result<Option<T>, StoreError> {
        match connection.driver() {
            Driver::Sqlite(driver) => Ok(self.rows_of_sqlite(driver, 1)?.pop()),
            Driver::Postgres(session) => {
                Ok(read_all(session.fetch(&self).await?.get(..1).unwrap_or_default())?.pop())
            }
        }
    }

    /// What is made of the one row that there must be.
    pub(crate) async fn fetch_one<T: FromRow>(self, connection: &mut Connection) -> Result<T, StoreError> {
        let row = self.fetch_optional(connection).await?;
        row.ok_or(StoreError::Damaged("a row is missing that others point to"))
    }

    /// What is made of each row.
    pub(crate) async fn fetch_all<T: FromRow>(
        self,
        connection: &mut Connection,
    ) -> Result<Vec<T>, StoreError> {
        match connection.driver() {
            Driver::Sqlite(driver) => self.rows_of_sqlite(driver, usize::MAX),
            Driver::Postgres(session) => read_all(&session.fetch(&self).await?),
        }
    }

    /// Whether there is a row, whatever is in it.
    pub(crate) async fn has_row(self, connection: &mut Connection) -> Result<bool, StoreError> {
        Ok(self.fetch_optional::<Nothing>(connection).await?.is_some())
    }
}
