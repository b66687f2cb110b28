//! Wrong secrets, counted. Attempts at a subject are settled one after the other, each of them locks its row, so that
//! however many come at once, no more of them are told than come one by one.

use std::time::Duration;

use super::Store;
use crate::audit::Attempt;
use crate::store::StoreError;
use crate::store::connection::Connection;
use crate::store::sql::{Row, query};
use crate::throttle::{Failures, Subject, forgotten_before};

impl Store {
    /// How long nothing is looked at for this subject.
    pub(crate) async fn wait(&self, subject: &Subject<'_>, now: i64) -> Result<Option<Duration>, StoreError> {
        let name = subject.name();
        let failures = failures(&mut self.database.read().await?, &name).await?;
        if failures.last > now {
            // Noted before the clock was set back: they count as of now, and the wait runs out.
            query("UPDATE attempts SET failed_at = $1 WHERE subject = $2 AND failed_at > $1")
                .bind(now)
                .bind(name.as_str())
                .once(&self.database)
                .await?;
        }
        Ok(failures.wait(now))
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
        if right {
            // Nothing to wait for and nothing to forget, as nearly always: nothing is written.
            let before = failures(&mut self.database.read().await?, &name).await?;
            if before.count == 0 {
                return Ok(None);
            }
        }
        let mut transaction = self.database.write().await?;
        let before = claim(&mut transaction, &name, now).await?;
        if let Some(wait) = before.wait(now) {
            return Ok(Some(wait));
        }
        if right {
            query("DELETE FROM attempts WHERE subject = $1")
                .bind(name.as_str())
                .execute(&mut transaction)
                .await?;
        } else {
            let after = before.and_one(now);
            query("UPDATE attempts SET failures = $1, failed_at = $2 WHERE subject = $3")
                .bind(i64::from(after.count))
                .bind(now)
                .bind(name.as_str())
                .execute(&mut transaction)
                .await?;
            // Those that somebody else has in hand are left to him: nobody who has a row waits for another one.
            let sql = "DELETE FROM attempts WHERE failed_at < $1";
            let skipping = "DELETE FROM attempts WHERE subject IN
                                (SELECT subject FROM attempts WHERE failed_at < $1 FOR UPDATE SKIP LOCKED)";
            query(transaction.either(sql, skipping))
                .bind(forgotten_before(now))
                .execute(&mut transaction)
                .await?;
            if before.count == 0 {
                make_room(&mut transaction).await?;
            }
            if after.wait(now).is_some() {
                tracing::warn!(subject = name, failures = after.count, "wrong secrets: slowed down");
            }
        }
        transaction.commit().await?;
        Ok(None)
    }
}

impl Store {
    /// All that is counted, the last failure first.
    pub(crate) async fn throttled(&self, now: i64) -> Result<Vec<(String, Failures)>, StoreError> {
        let rows = query(
            "SELECT failures, failed_at, subject FROM attempts WHERE failed_at >= $1 ORDER BY failed_at DESC, subject",
        )
        .bind(forgotten_before(now))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(|row| Ok((row.get(2)?, counted(row)?))).collect()
    }

    /// Forgets the failures of one subject, or of all; how many subjects that were.
    pub(crate) async fn clear_throttle(
        &self,
        attempt: &Attempt,
        subject: Option<&str>,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.database.write().await?;
        let sql = "DELETE FROM attempts WHERE $1 OR subject = $2";
        let rows = query(sql).bind(subject.is_none()).bind(subject.unwrap_or_default());
        let cleared = rows.execute(&mut transaction).await?;
        if cleared > 0 {
            self.commit_of(transaction, attempt, None, cleared).await?;
        }
        Ok(cleared)
    }
}

/// Subjects that are counted at a time. Nobody fills the database with client ids of their own.
const LARGEST: i64 = 10_000;

/// Forgets a quarter of the clients where there are too many, those with the fewest failures first, whether there is
/// such a client or not. To be forgotten after some failures takes thousands of others with as many: who has the time
/// for that is not slowed down much by a wait either.
async fn make_room(transaction: &mut Connection) -> Result<(), StoreError> {
    let count = query("SELECT count(*) FROM attempts").fetch_one(transaction).await?.get::<i64>(0)?;
    if count <= LARGEST {
        return Ok(());
    }
    let sql = "DELETE FROM attempts WHERE subject IN (
                   SELECT subject FROM attempts WHERE subject LIKE 'client %' OR subject LIKE 'unknown client %'
                   ORDER BY failures, failed_at LIMIT $1)";
    let skipping = "DELETE FROM attempts WHERE subject IN (
                        SELECT subject FROM attempts
                        WHERE subject LIKE 'client %' OR subject LIKE 'unknown client %'
                        ORDER BY failures, failed_at LIMIT $1 FOR UPDATE SKIP LOCKED)";
    query(transaction.either(sql, skipping)).bind(LARGEST / 4).execute(transaction).await?;
    Ok(())
}

/// What is counted for a subject, whose row nobody else has until the transaction ends: a new one, with nothing in it,
/// where there is none.
async fn claim(transaction: &mut Connection, name: &str, now: i64) -> Result<Failures, StoreError> {
    let row = query(
        "INSERT INTO attempts AS known (subject, failures, failed_at) VALUES ($1, 0, $2)
         ON CONFLICT (subject) DO UPDATE SET failures = known.failures RETURNING failures, failed_at",
    );
    counted(&row.bind(name).bind(now).fetch_one(transaction).await?)
}

async fn failures(connection: &mut Connection, name: &str) -> Result<Failures, StoreError> {
    let row = query("SELECT failures, failed_at FROM attempts WHERE subject = $1").bind(name);
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(Failures::default()) };
    counted(&row)
}

fn counted(row: &Row) -> Result<Failures, StoreError> {
    let count = u32::try_from(row.get::<i64>(0)?).unwrap_or(u32::MAX);
    Ok(Failures { count, last: row.get(1)? })
}
