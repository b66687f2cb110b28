//! Wrong secrets, counted. Every attempt is settled in the one queue of writers, so that however many
//! come at once, no more of them are told than come one after the other.

use std::time::Duration;

use sqlx::sqlite::SqliteRow;
use sqlx::{Executor, Row, Sqlite};

use super::{Store, StoreError};
use crate::throttle::{Failures, Subject, forgotten_before};

impl Store {
    /// How long nothing is looked at for this subject.
    pub(crate) async fn wait(&self, subject: &Subject<'_>, now: i64) -> Result<Option<Duration>, StoreError> {
        Ok(failures(&self.readers, &subject.name()).await?.wait(now))
    }

    /// Counts an attempt by what it was, unless it came during a wait: then it was none, and the
    /// caller must not learn whether it would have been right.
    pub(crate) async fn settle(
        &self,
        subject: &Subject<'_>,
        right: bool,
        now: i64,
    ) -> Result<Option<Duration>, StoreError> {
        let name = subject.name();
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let before = failures(&mut *transaction, &name).await?;
        if let Some(wait) = before.wait(now) {
            return Ok(Some(wait));
        }
        if right {
            if before.count > 0 {
                sqlx::query("DELETE FROM attempts WHERE subject = ?")
                    .bind(&name)
                    .execute(&mut *transaction)
                    .await?;
            }
        } else {
            let after = before.and_one(now);
            sqlx::query("DELETE FROM attempts WHERE failed_at < ?")
                .bind(forgotten_before(now))
                .execute(&mut *transaction)
                .await?;
            sqlx::query(
                "INSERT INTO attempts (subject, failures, failed_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (subject) DO UPDATE SET failures = ?2, failed_at = ?3",
            )
            .bind(&name)
            .bind(after.count)
            .bind(now)
            .execute(&mut *transaction)
            .await?;
            if after.wait(now).is_some() {
                tracing::warn!(subject = name, failures = after.count, "wrong secrets: slowed down");
            }
        }
        transaction.commit().await?;
        Ok(None)
    }
}

async fn failures(
    connection: impl Executor<'_, Database = Sqlite>,
    name: &str,
) -> Result<Failures, StoreError> {
    let row = sqlx::query("SELECT failures, failed_at FROM attempts WHERE subject = ?");
    let row = row.bind(name).fetch_optional(connection).await?;
    let read = |row: SqliteRow| Ok(Failures { count: row.try_get(0)?, last: row.try_get(1)? });
    row.map_or(Ok(Failures::default()), read)
}
