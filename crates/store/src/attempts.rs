//! Wrong secrets, counted, and how long who gave them has to wait: not at all after a few slips, then longer each time,
//! never long enough to keep the right owner out.
//!
//! Attempts at a subject are settled one after the other, each of them locks its row, so that however many come at once,
//! no more of them are told than come one by one.

use std::time::Duration;

use data_encoding::HEXLOWER;

use crate::audit::Attempt;
use crate::database::connection::Connection;
use crate::database::sql::{from_row, query};
use crate::{Store, StoreError};

/// Slips that cost nothing.
const FREE: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST: Duration = Duration::from_secs(1);
/// The longest wait. Somebody who guesses without end gets four guesses a minute, and the owner a turn.
const LONGEST: Duration = Duration::from_secs(15);
/// After so long without a failure, those before are forgotten.
const MEMORY: Duration = Duration::from_mins(15);

/// What was tried on.
pub enum Subject<'a> {
    /// A customer secret: the row of its API key, and its service.
    CustomerSecret(i64, &'static str),
    /// A client secret, by its client id.
    Client(&'a str),
    /// A client id that there is not, by a keyed hash: it may be a secret in the wrong field. Counted as one that
    /// there is, so that nobody learns which of them there are.
    NoClient([u8; 32]),
}

impl Subject<'_> {
    /// What may be guessed, in words without anything of the caller's.
    pub const KINDS: [&'static str; 2] = ["customer_secret", "client_secret"];

    /// One of [`Subject::KINDS`].
    pub const fn kind(&self) -> &'static str {
        let [customer_secret, client_secret] = Self::KINDS;
        match self {
            Self::CustomerSecret(..) => customer_secret,
            Self::Client(_) | Self::NoClient(_) => client_secret,
        }
    }

    /// What it is called in the database and in the log.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::CustomerSecret(key, service) => format!("customer secret of API key {key}, {service}"),
            Self::Client(client_id) => format!("client {client_id}"),
            Self::NoClient(hash) => {
                format!("unknown client {}", HEXLOWER.encode(hash))
            }
        }
    }
}

/// Wrong secrets in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many; more than there is room for count as `u32::MAX`.
    pub count: u32,
    /// When the last one was, in milliseconds since 1970.
    pub last: i64,
}

from_row!(Failures: |failures, failed_at| Self::counted(failures, failed_at));

/// A subject that somebody gave wrong secrets for.
struct Throttled {
    subject: String,
    failures: Failures,
}

from_row!(Throttled: |failures, failed_at, subject| Self {
    subject,
    failures: Failures::counted(failures, failed_at),
});

impl Failures {
    /// As they are kept.
    fn counted(failures: i64, failed_at: i64) -> Self {
        Self { count: u32::try_from(failures).unwrap_or(u32::MAX), last: failed_at }
    }

    /// How long nothing is looked at yet.
    pub fn wait(self, now: i64) -> Option<Duration> {
        let doublings = self.count.checked_sub(FREE + 1)?;
        let whole = FIRST.saturating_mul(1 << doublings.min(10)).min(LONGEST);
        let passed = Duration::from_millis(u64::try_from(now.saturating_sub(self.last)).unwrap_or(0));
        whole.checked_sub(passed).filter(|left| !left.is_zero())
    }

    pub(crate) fn and_one(self, now: i64) -> Self {
        let before = if self.last < forgotten_before(now) { 0 } else { self.count };
        Self { count: before.saturating_add(1), last: now }
    }
}

/// Failures before this moment do not count any more.
fn forgotten_before(now: i64) -> i64 {
    now.saturating_sub(i64::try_from(MEMORY.as_millis()).unwrap_or(i64::MAX))
}

impl Store {
    /// How long nothing is looked at for this subject.
    pub async fn wait(&self, subject: &Subject<'_>, now: i64) -> Result<Option<Duration>, StoreError> {
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
    pub async fn settle(
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

    /// All that is counted, the last failure first.
    pub async fn throttled(&self, now: i64) -> Result<Vec<(String, Failures)>, StoreError> {
        let rows: Vec<Throttled> = query(
            "SELECT failures, failed_at, subject FROM attempts WHERE failed_at >= $1 ORDER BY failed_at DESC, subject",
        )
        .bind(forgotten_before(now))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        Ok(rows.into_iter().map(|Throttled { subject, failures }| (subject, failures)).collect())
    }

    /// Forgets the failures of one subject, or of all; how many subjects that were.
    pub async fn clear_throttle(&self, attempt: &Attempt, subject: Option<&str>) -> Result<u64, StoreError> {
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
    let count: i64 = query("SELECT count(*) FROM attempts").fetch_one(transaction).await?;
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
    row.bind(name).bind(now).fetch_one(transaction).await
}

async fn failures(connection: &mut Connection, name: &str) -> Result<Failures, StoreError> {
    let row = query("SELECT failures, failed_at FROM attempts WHERE subject = $1").bind(name);
    Ok(row.fetch_optional(connection).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Failures, MEMORY};

    const NOW: i64 = 1_700_000_000_000;

    fn wait(count: u32, passed: i64) -> u64 {
        let left = Failures { count, last: NOW }.wait(NOW + passed).unwrap_or_default();
        u64::try_from(left.as_millis()).unwrap()
    }

    #[test]
    fn waits_grow_to_a_bound_and_run_out() {
        let waits: Vec<_> = [0, 1, 5, 6, 7, 8, 9, 10, 11, u32::MAX].map(|count| wait(count, 0)).into();
        assert_eq!(waits, [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!((wait(7, 1_999), wait(7, 2_000), wait(7, 60_000)), (1, 0, 0));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out_for_longer() {
        assert_eq!(wait(u32::MAX, -3_600_000), 15_000);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let memory = i64::try_from(MEMORY.as_millis()).unwrap();
        let failures = Failures { count: 9, last: NOW };
        assert_eq!(failures.and_one(NOW + memory), Failures { count: 10, last: NOW + memory });
        assert_eq!(failures.and_one(NOW + memory + 1).count, 1);
        assert_eq!(failures.and_one(NOW).wait(NOW), Some(Duration::from_secs(15)));
    }
}
