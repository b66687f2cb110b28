//! How much an access key may look for. Whoever asks whether something is a value of the vault may be guessing; a leaked
//! log holds thousands of strings that are none. So questions are counted in windows of time, and nobody waits before the
//! window is used up.

use std::time::Duration;

use crate::clock::now;
use crate::database::connection::Connection;
use crate::database::sql::{from_row, query};
use crate::{Store, StoreError};

/// What an access key may do so often in a window of time, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Fingerprints that were asked for.
    Find,
    /// Fingerprints that were no value's.
    Miss,
    /// Indexes that were given out.
    Index,
}

impl Budget {
    /// What may be spent in one window, and how long that is.
    const fn limit(self) -> (u32, Duration) {
        match self {
            Self::Find => (20_000, Duration::from_mins(10)),
            Self::Miss => (40_000, Duration::from_hours(24)),
            Self::Index => (20, Duration::from_mins(10)),
        }
    }

    /// What it is called in the database, for the row of an access key.
    fn subject(self, access_key: i64) -> String {
        let kind = match self {
            Self::Find => "find",
            Self::Miss => "miss",
            Self::Index => "index",
        };
        format!("{kind} by access key {access_key}")
    }
}

/// What was spent since when; seconds since 1970.
struct Window {
    spent: i64,
    began_at: i64,
}

from_row!(Window { spent, began_at });

impl Store {
    /// Spends `amount` of each, unless the window of one has no room for it; then nothing is spent, and this is for how many
    /// seconds that window still lasts.
    pub async fn spend(
        &self,
        budgets: &[Budget],
        access_key: i64,
        amount: u32,
    ) -> Result<Result<(), u32>, StoreError> {
        let mut transaction = self.database.write().await?;
        for budget in budgets {
            if let Err(seconds) = spend_one(&mut transaction, *budget, access_key, amount).await? {
                // What is refused is not spent: the transaction is given up.
                return Ok(Err(seconds));
            }
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Gives back what was spent and not used.
    pub async fn give_back(&self, budget: Budget, access_key: i64, amount: u32) -> Result<(), StoreError> {
        query("UPDATE budgets SET spent = spent - $1 WHERE subject = $2 AND spent >= $1")
            .bind(i64::from(amount))
            .bind(budget.subject(access_key).as_str())
            .once(&self.database)
            .await?;
        Ok(())
    }
}

async fn spend_one(
    transaction: &mut Connection,
    budget: Budget,
    access_key: i64,
    amount: u32,
) -> Result<Result<(), u32>, StoreError> {
    let (limit, window) = budget.limit();
    let (now, window) = (now(), i64::try_from(window.as_secs()).unwrap_or(i64::MAX));
    let subject = budget.subject(access_key);
    // A window that begins in the future is one from before the clock was set back.
    let Window { spent, began_at } = query(
        "INSERT INTO budgets AS budget (subject, began_at, spent) VALUES ($1, $2, $3)
         ON CONFLICT (subject) DO UPDATE SET
             began_at = CASE WHEN budget.began_at BETWEEN $2 - $4 AND $2 THEN budget.began_at ELSE $2 END,
             spent = $3 + CASE WHEN budget.began_at BETWEEN $2 - $4 AND $2 THEN budget.spent ELSE 0 END
         RETURNING spent, began_at",
    )
    .bind(subject.as_str())
    .bind(now)
    .bind(i64::from(amount))
    .bind(window - 1)
    .fetch_one(transaction)
    .await?;
    let is_within = spent <= i64::from(limit);
    Ok(is_within.then_some(()).ok_or_else(|| u32::try_from(began_at + window - now).unwrap_or(1).max(1)))
}
