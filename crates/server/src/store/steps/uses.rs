//! When API secrets were last read, and access keys last used. Kept as well as can be without a reader ever waiting for it: the
//! times are collected in memory and written together a moment later. A crash loses that moment.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Store;
use crate::clock::now;
use crate::store::StoreError;
use crate::store::database::Database;
use crate::store::sql::query;

/// How long times are collected before they are written.
const MOMENT: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Used {
    /// An API secret, by its identifier.
    ApiSecret(i64),
    /// An access key, by its row.
    AccessKey(i64),
}

/// Times of use on their way to the database: at most one for each. In order, so that processes that write the same rows
/// wait for each other and not in a circle.
#[derive(Clone)]
pub(super) struct Uses {
    waiting: Arc<Mutex<BTreeMap<Used, i64>>>,
    database: Arc<Database>,
}

impl Store {
    /// Notes a use. Never waits and never fails.
    pub(crate) fn used(&self, used: Used) {
        self.uses.note(used, now());
    }
}

impl Uses {
    pub(super) fn new(database: Arc<Database>) -> Self {
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
    pub(super) async fn write(&self) {
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
