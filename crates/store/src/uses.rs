//! When API secrets were last read, and access keys last used. Kept as well as can be without a reader ever waiting for it: the
//! times are collected in memory and written together a moment later. A crash loses that moment.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock::now;
use crate::database::Database;
use crate::database::sql::query;
use crate::{Store, StoreError};

/// How long times are collected before they are written.
const MOMENT: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Used {
    /// An API secret, by its identifier.
    ApiSecret(i64),
    /// An access key, by its row.
    AccessKey(i64),
}

/// Times of use on their way to the database: at most one for each. In order, so that processes that write the same rows
/// wait for each other and not in a circle.
#[derive(Clone)]
pub(crate) struct Uses {
    waiting: Arc<Mutex<BTreeMap<Used, i64>>>,
    database: Arc<Database>,
}

impl Store {
    /// Notes a use. Never waits and never fails.
    pub fn used(&self, used: Used) {
        self.uses.note(used, now());
    }
}

impl Uses {
    pub(crate) fn new(database: Arc<Database>) -> Self {
        Self { waiting: Arc::default(), database }
    }

    fn note(&self, used: Used, at: i64) {
        let first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let first = waiting.is_empty();
            waiting.insert(used, at);
            first
        };
        if first {
            let uses = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(MOMENT).await;
                uses.write().await;
            });
        }
    }

    /// Writes what has been collected.
    pub(crate) async fn write(&self) {
        let collected = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if collected.is_empty() {
            return;
        }
        if let Err(error) = self.store(&collected).await {
            tracing::warn!(%error, "times of last use could not be written and are lost");
        }
    }

    async fn store(&self, uses: &BTreeMap<Used, i64>) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        for (used, at) in uses {
            // Another process may have written a later one.
            let (sql, id) = match used {
                Used::ApiSecret(id) => (
                    "UPDATE api_secrets SET last_used_at = $1
                     WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)",
                    id,
                ),
                Used::AccessKey(id) => (
                    "UPDATE access_keys SET last_used_at = $1
                     WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)",
                    id,
                ),
            };
            query(sql).bind(*at).bind(*id).execute(&mut transaction).await?;
        }
        if uses.keys().any(|used| matches!(used, Used::ApiSecret(_))) {
            query("UPDATE uses SET written = written + 1 WHERE id = 1").execute(&mut transaction).await?;
        }
        transaction.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::Used;
    use crate::testing::{caller, created, execute, store};
    use crate::{Store, Upgrade};

    #[tokio::test]
    async fn a_use_is_written_when_the_store_is_closed_and_never_goes_back() {
        let (_directory, file, store, first) = store().await;
        let caller = caller(&store, &first.client_id).await;
        let id = created(&store, caller, "", Vec::new()).await;
        store.used(Used::ApiSecret(id));
        store.close().await;
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        let last = async || store.export(None, 0, 1).await.unwrap()[0].stored.last_used_at;
        assert!(last().await.is_some());
        execute(&store, "UPDATE api_secrets SET last_used_at = 9223372036854775807").await;
        store.used(Used::ApiSecret(id));
        store.uses.write().await;
        assert_eq!(last().await, Some(i64::MAX));
    }
}
