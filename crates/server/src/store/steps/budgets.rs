//! What access keys have spent of what they may look for.

use super::Store;
use crate::budget::Kind;
use crate::clock::now;
use crate::store::StoreError;
use crate::store::sql::query;

impl Store {
    /// Spends `amount`, unless the window has no room for it; then how many seconds it still lasts.
    pub(crate) async fn spend(
        &self,
        kind: Kind,
        access_key: i64,
        amount: u32,
    ) -> Result<Result<(), u32>, StoreError> {
        let (limit, window) = kind.limit();
        let (now, window) = (now(), i64::try_from(window.as_secs()).unwrap_or(i64::MAX));
        let subject = kind.subject(access_key);
        let mut transaction = self.database.write().await?;
        // A window that begins in the future is one from before the clock was set back.
        let spent = query(
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
        .fetch_one(&mut transaction)
        .await?;
        let (spent, began_at): (i64, i64) = (spent.get(0)?, spent.get(1)?);
        if spent > i64::from(limit) {
            // What is refused is not spent: the transaction is given up.
            return Ok(Err(u32::try_from(began_at + window - now).unwrap_or(1).max(1)));
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Gives back what was spent and not used.
    pub(crate) async fn give_back(&self, kind: Kind, access_key: i64, amount: u32) -> Result<(), StoreError> {
        query("UPDATE budgets SET spent = spent - $1 WHERE subject = $2 AND spent >= $1")
            .bind(i64::from(amount))
            .bind(kind.subject(access_key).as_str())
            .once(&self.database)
            .await?;
        Ok(())
    }
}
