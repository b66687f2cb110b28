//! What those who run the server ask of the database: whether it works.

use crate::clock::now;
use crate::database::facts::PROBE;
use crate::database::sql::query;
use crate::{Load, Store, StoreError};

impl Store {
    /// How much the database has to do for this process.
    pub fn load(&self) -> Load {
        match self.database.load() {
            Load::Sqlite { writes_waiting } => {
                Load::Sqlite { writes_waiting: writes_waiting + self.committer.waiting() }
            }
            load @ Load::Postgres { .. } => load,
        }
    }

    /// Whether the schema still is one that this program knows; when not, nothing is written any more.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        self.database.check_schema().await
    }

    /// Writes something that means nothing, to disk, and reads it back. Also whether the audit log's end can be had:
    /// without it nothing can be changed.
    pub async fn probe(&self) -> Result<(), StoreError> {
        self.check_schema().await?;
        self.database.has_room()?;
        let mut transaction = self.database.write().await?;
        self.log()?.head(&mut transaction).await?;
        transaction.leave();
        let written = now().to_be_bytes();
        query(
            "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(PROBE)
        .bind(written.as_slice())
        .once(&self.database)
        .await?;
        let read: Vec<u8> = query("SELECT value FROM facts WHERE name = $1")
            .bind(PROBE)
            .fetch_one(&mut self.database.read().await?)
            .await?;
        // Somebody else's probe may have come in between; it is as good.
        if read.len() == written.len() {
            Ok(())
        } else {
            Err(StoreError::Damaged("a probe changed its length"))
        }
    }
}
