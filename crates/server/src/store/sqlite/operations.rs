//! What those who run the server ask of the database: whether it works, and a copy of it.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, Row};

use super::{KEY_CHECK, Store, StoreError, options};
use crate::store::{migrations, now};

/// The name of the fact that is written to prove that writing works.
const PROBE: &str = "probe";

/// What a copy holds, for people to compare with what they expect.
pub(crate) struct Inspected {
    /// The version of its schema.
    pub(crate) schema: u32,
    /// The sealed text that only its master key opens.
    pub(crate) key_check: Vec<u8>,
    /// API keys, revoked ones included.
    pub(crate) api_keys: i64,
    /// Registered customer secrets.
    pub(crate) configurations: i64,
    /// Users of the vault.
    pub(crate) users: i64,
    /// API secrets.
    pub(crate) api_secrets: i64,
}

impl Store {
    /// Writes something that means nothing, to disk, and reads it back.
    pub(crate) async fn probe(&self) -> Result<(), StoreError> {
        let written = now().to_be_bytes();
        sqlx::query(
            "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(PROBE)
        .bind(written.as_slice())
        .execute(&self.writer)
        .await?;
        let row = sqlx::query("SELECT value FROM facts WHERE name = ?")
            .bind(PROBE)
            .fetch_one(&self.readers)
            .await?;
        let read: Vec<u8> = row.try_get(0)?;
        // Somebody else's probe may have come in between; it is as good.
        if read.len() == written.len() {
            Ok(())
        } else {
            Err(StoreError::Damaged("a probe changed its length"))
        }
    }

    /// Copies a database, as it is at one moment, into an empty file. Others may go on writing
    /// meanwhile; what they write is not in the copy.
    pub(crate) async fn copy(file: &Path, to: &Path) -> Result<(), StoreError> {
        let mut connection = options(file).connect().await?;
        sqlx::query("VACUUM INTO ?").bind(to.to_string_lossy().as_ref()).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }

    /// Reads a whole database that nobody else uses, and finds out whether it is sound.
    pub(crate) async fn inspect(file: &Path) -> Result<Inspected, StoreError> {
        let mut connection = options(file).pragma("query_only", "ON").connect().await?;
        let schema = migrations::version(&mut connection).await?;
        if schema > migrations::LATEST {
            return Err(StoreError::NewerSchema { found: schema });
        }
        let sound = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
        if sound.try_get::<String, _>(0)? != "ok" {
            return Err(StoreError::Damaged("its pages or indexes contradict each other"));
        }
        let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await?;
        if dangling.is_some() {
            return Err(StoreError::Damaged("a row points to one that is gone"));
        }
        let row = sqlx::query(
            "SELECT (SELECT value FROM facts WHERE name = ?), (SELECT count(*) FROM api_keys),
                    (SELECT count(*) FROM configurations), (SELECT count(*) FROM users),
                    (SELECT count(*) FROM api_secrets)",
        )
        .bind(KEY_CHECK)
        .fetch_one(&mut connection)
        .await?;
        let key_check: Option<Vec<u8>> = row.try_get(0)?;
        let inspected = Inspected {
            schema,
            key_check: key_check.ok_or(StoreError::Damaged("the master key's check is missing"))?,
            api_keys: row.try_get(1)?,
            configurations: row.try_get(2)?,
            users: row.try_get(3)?,
            api_secrets: row.try_get(4)?,
        };
        connection.close().await?;
        Ok(inspected)
    }
}
