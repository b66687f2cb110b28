//! API secrets by the fingerprint of their value, and the fingerprints that older programs left out.

use super::Store;
use crate::store::sql::{Row, query};
use crate::store::{Caller, FoundRow, FoundRows, StoreError, Unindexed, UserId};

impl Store {
    /// The API secrets with this keyed fingerprint that a caller may view.
    pub(crate) async fn find(&self, caller: Caller, fingerprint: &[u8]) -> Result<FoundRows, StoreError> {
        let mut connection = self.database.read().await?;
        // First: one that is indexed meanwhile may be missing below.
        let indexed = query(
            "SELECT NOT EXISTS (SELECT 1 FROM api_secrets WHERE client_secret IS NOT NULL AND fingerprint IS NULL)",
        );
        let complete: bool = indexed.fetch_one(&mut connection).await?.get(0)?;
        // Two halves, as an index finds what is less or more, and not what differs.
        let others = query(
            "SELECT NOT EXISTS (SELECT 1 FROM api_secrets WHERE owner_id < $1 AND NOT EXISTS
                        (SELECT 1 FROM shares WHERE api_secret_id = api_secrets.id AND user_id = $1))
                AND NOT EXISTS (SELECT 1 FROM api_secrets WHERE owner_id > $1 AND NOT EXISTS
                        (SELECT 1 FROM shares WHERE api_secret_id = api_secrets.id AND user_id = $1))",
        );
        let sees_all = if caller.limited {
            false
        } else {
            others.bind(caller.user.0).fetch_one(&mut connection).await?.get(0)?
        };
        // CROSS JOIN keeps SQLite from beginning with the shares, of which there may be many.
        let rows = query(
            "SELECT id, name, identifier_code, active, can_edit FROM (
                 SELECT id, name, identifier_code, active, TRUE AS can_edit
                 FROM api_secrets WHERE fingerprint = $2 AND owner_id = $1
                 UNION ALL
                 SELECT id, name, identifier_code, active, can_edit
                 FROM api_secrets CROSS JOIN shares
                 WHERE fingerprint = $2 AND shares.api_secret_id = api_secrets.id AND user_id = $1
             ) AS visible
             WHERE NOT $3 OR EXISTS (SELECT 1 FROM access_key_items
                   WHERE access_key_id = $4 AND api_secret_id = visible.id)
             ORDER BY id",
        )
        .bind(caller.user.0)
        .bind(fingerprint)
        .bind(caller.limited)
        .bind(caller.key.0)
        .fetch_all(&mut connection)
        .await?;
        let found = |row: &Row| {
            Ok(FoundRow {
                id: row.get(0)?,
                name: row.get(1)?,
                identifier_code: row.get::<Option<String>>(2)?.unwrap_or_default(),
                active: row.get(3)?,
                can_edit: row.get(4)?,
            })
        };
        Ok(FoundRows { rows: rows.iter().map(found).collect::<Result<_, StoreError>>()?, complete, sees_all })
    }

    /// Up to `limit` API secrets behind identifier `after` that have a value and no fingerprint.
    pub(crate) async fn unindexed(&self, after: i64, limit: u32) -> Result<Vec<Unindexed>, StoreError> {
        let rows = query(
            "SELECT id, owner_id, client_secret FROM api_secrets
             WHERE client_secret IS NOT NULL AND fingerprint IS NULL AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        let unindexed =
            |row: &Row| Ok(Unindexed { id: row.get(0)?, owner: UserId(row.get(1)?), sealed: row.get(2)? });
        rows.iter().map(unindexed).collect()
    }

    /// Adds fingerprints to values, unless they were replaced since they were read.
    pub(crate) async fn index(&self, fingerprints: &[(Unindexed, Vec<u8>)]) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        // In the order of their numbers, so that two processes never wait for each other.
        for (row, fingerprint) in fingerprints {
            query("UPDATE api_secrets SET fingerprint = $1 WHERE id = $2 AND client_secret = $3 AND fingerprint IS NULL")
                .bind(fingerprint.as_slice())
                .bind(row.id)
                .bind(row.sealed.as_slice())
                .execute(&mut transaction)
                .await?;
        }
        transaction.commit().await
    }
}
