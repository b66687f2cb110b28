//! API keys: they name an account of Location History or Geofencing. Kept as hashes.

use latchboard_contract::audit::{Outcome, Target};

use crate::audit::Attempt;
use crate::clock::now;
use crate::crypto::Digest;
use crate::database::connection::Connection;
use crate::database::sql::{Query, Row, query};
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
    /// Adds an API key.
    pub async fn add_api_key(&self, attempt: &Attempt, digest: &Digest) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        insert_api_key(&mut transaction, digest).await?;
        let row = query("SELECT id FROM api_keys WHERE digest = $1").bind(digest.as_bytes());
        let number: i64 = row.fetch_one(&mut transaction).await?.get(0)?;
        let target = u64::try_from(number).ok().map(Target::ApiKey);
        self.commit_of(transaction, attempt, target, 1).await
    }

    /// The API key with this digest, unless it is unknown or revoked.
    pub async fn api_key(&self, digest: &Digest) -> Result<Option<ApiKeyId>, StoreError> {
        let row = query("SELECT id FROM api_keys WHERE digest = $1 AND revoked_at IS NULL")
            .bind(digest.as_bytes())
            .fetch_optional(&mut self.database.read().await?)
            .await?;
        row.map(|row| row.get(0).map(ApiKeyId)).transpose()
    }

    /// Every API key, revoked ones included, the oldest first.
    pub async fn api_keys(&self) -> Result<Vec<ListedApiKey>, StoreError> {
        let rows = query("SELECT id, digest, created_at, revoked_at FROM api_keys ORDER BY id")
            .fetch_all(&mut self.database.read().await?)
            .await?;
        let listed = |row: &Row| {
            Ok(ListedApiKey {
                id: ApiKeyId(row.get(0)?),
                digest: digest(row, 1)?,
                created_at: row.get(2)?,
                revoked_at: row.get(3)?,
            })
        };
        rows.iter().map(listed).collect()
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
        let known = query("SELECT 1 FROM api_keys WHERE id = $1")
            .bind(number)
            .fetch_optional(&mut transaction)
            .await?;
        if known.is_none() {
            return Ok(Revocation::NotFound);
        }
        self.commit(transaction, attempt, Outcome::Already).await?;
        Ok(Revocation::AlreadySo)
    }
}

pub(crate) fn digest(row: &Row, index: usize) -> Result<Digest, StoreError> {
    Digest::from_stored(&row.get::<Vec<u8>>(index)?)
        .ok_or(StoreError::Damaged("a digest has the wrong length"))
}

fn api_key_row(digest: &Digest) -> Query {
    query("INSERT INTO api_keys (digest, created_at) VALUES ($1, $2)").bind(digest.as_bytes()).bind(now())
}

pub(crate) async fn insert_api_key(connection: &mut Connection, digest: &Digest) -> Result<(), StoreError> {
    api_key_row(digest).execute(connection).await?;
    Ok(())
}
