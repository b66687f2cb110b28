//! API keys: they name an account of Location History or Geofencing. Kept as hashes.

use latchboard_contract::audit::{Outcome, Target};

use crate::audit::Attempt;
use crate::clock::now;
use crate::crypto::Digest;
use crate::database::connection::Connection;
use crate::database::sql::{column, from_row, query};
use crate::{Store, StoreError};

/// An API key, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ApiKeyId(pub(crate) i64);

impl ApiKeyId {
    /// The number of the row.
    pub const fn get(self) -> i64 {
        self.0
    }
}

column!(ApiKeyId: |id: i64| Ok(Self(id)));

/// An API key for people to look through.
pub struct ListedApiKey {
    /// Which; counts from one.
    pub id: ApiKeyId,
    /// Of the key, which is nowhere else any more.
    pub digest: Digest,
    /// Seconds since 1970.
    pub created_at: i64,
    /// Seconds since 1970, if it was.
    pub revoked_at: Option<i64>,
}

from_row!(ListedApiKey { id, digest, created_at, revoked_at });

/// What became of the wish to end a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Revocation {
    /// It is dead from now on.
    Done,
    /// It was dead before.
    AlreadySo,
    /// There is none of that name or number.
    NotFound,
}

impl Store {
    pub async fn add_api_key(&self, attempt: &Attempt, digest: &Digest) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        insert_api_key(&mut transaction, digest).await?;
        let row = query("SELECT id FROM api_keys WHERE digest = $1").bind(digest.as_bytes());
        let number: i64 = row.fetch_one(&mut transaction).await?;
        let target = u64::try_from(number).ok().map(Target::ApiKey);
        self.commit_of(transaction, attempt, target, 1).await
    }

    /// The API key with this digest, unless it is unknown or revoked.
    pub async fn api_key(&self, digest: &Digest) -> Result<Option<ApiKeyId>, StoreError> {
        query("SELECT id FROM api_keys WHERE digest = $1 AND revoked_at IS NULL")
            .bind(digest.as_bytes())
            .fetch_optional(&mut self.database.read().await?)
            .await
    }

    /// Every API key, revoked ones included, the oldest first.
    pub async fn api_keys(&self) -> Result<Vec<ListedApiKey>, StoreError> {
        query("SELECT id, digest, created_at, revoked_at FROM api_keys ORDER BY id")
            .fetch_all(&mut self.database.read().await?)
            .await
    }

    /// Ends an API key.
    pub async fn revoke_api_key(&self, attempt: &Attempt, number: i64) -> Result<Revocation, StoreError> {
        let mut transaction = self.database.write().await?;
        let changed = query("UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(now())
            .bind(number)
            .execute(&mut transaction)
            .await?;
        if changed == 1 {
            self.commit(transaction, attempt, Outcome::Done).await?;
            return Ok(Revocation::Done);
        }
        let known =
            query("SELECT 1 FROM api_keys WHERE id = $1").bind(number).has_row(&mut transaction).await?;
        if !known {
            return Ok(Revocation::NotFound);
        }
        self.commit(transaction, attempt, Outcome::Already).await?;
        Ok(Revocation::AlreadySo)
    }
}

pub(crate) async fn insert_api_key(connection: &mut Connection, digest: &Digest) -> Result<(), StoreError> {
    let row = query("INSERT INTO api_keys (digest, created_at) VALUES ($1, $2)");
    row.bind(digest.as_bytes()).bind(now()).execute(connection).await?;
    Ok(())
}
