//! API keys, access keys and their tokens.

use latchboard_contract::audit::{Action, Outcome, Target};

use super::Store;
use crate::audit::{self, Attempt, Draft, Who};
use crate::clock::now;
use crate::credentials::NewAccessKey;
use crate::crypto::Digest;
use crate::network::Networks;
use crate::store::connection::Connection;
use crate::store::sql::{Query, Row, query};
use crate::store::{
    AccessKey, AccessKeyId, ApiKeyId, Bounds, Caller, Grant, ListedAccessKey, ListedApiKey, Revocation,
    StoreError, Token, UserId,
};

/// Tokens of one access key that live at a time. Who signs in before every call of his has this many within an hour.
const LIVE_TOKENS: i64 = 1000;

/// What became of the end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenEnd {
    Done,
    /// There is none, so it was over before.
    NotFound,
    /// It belongs to another access key.
    OfAnother,
}

impl Store {
    /// Adds an API key.
    pub(crate) async fn add_api_key(&self, attempt: &Attempt, digest: &Digest) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        insert_api_key(&mut transaction, digest).await?;
        let row = query("SELECT id FROM api_keys WHERE digest = $1").bind(digest.as_bytes());
        let number: i64 = row.fetch_one(&mut transaction).await?.get(0)?;
        let target = u64::try_from(number).ok().map(Target::ApiKey);
        self.commit_of(transaction, attempt, target, 1).await
    }

    /// The API key with this digest, unless it is unknown or revoked.
    pub(crate) async fn api_key(&self, digest: &Digest) -> Result<Option<ApiKeyId>, StoreError> {
        let row = query("SELECT id FROM api_keys WHERE digest = $1 AND revoked_at IS NULL")
            .bind(digest.as_bytes())
            .fetch_optional(&mut self.database.read().await?)
            .await?;
        row.map(|row| row.get(0).map(ApiKeyId)).transpose()
    }

    /// Every API key, revoked ones included, the oldest first.
    pub(crate) async fn api_keys(&self) -> Result<Vec<ListedApiKey>, StoreError> {
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
    pub(crate) async fn revoke_api_key(
        &self,
        attempt: &Attempt,
        number: i64,
    ) -> Result<Revocation, StoreError> {
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

    /// Adds an access key; its user too, when there is none of that name.
    pub(crate) async fn add_access_key(
        &self,
        attempt: &Attempt,
        user: &str,
        key: &NewAccessKey,
        bounds: &Bounds,
    ) -> Result<Grant, StoreError> {
        let mut transaction = self.database.write().await?;
        let grant = insert_access_key(&mut transaction, user, key, bounds).await?;
        if grant == Grant::Done {
            let target = audit::name(&key.client_id).map(Target::AccessKey);
            self.commit_of(transaction, attempt, target, 1).await?;
        }
        Ok(grant)
    }

    /// The access key with this client id, unless it is unknown, revoked or over.
    pub(crate) async fn access_key(
        &self,
        client_id: &str,
        now: i64,
    ) -> Result<Option<AccessKey>, StoreError> {
        let row = query(
            "SELECT id, secret_digest, expires_at, networks FROM access_keys
             WHERE client_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(client_id)
        .bind(now)
        .fetch_optional(&mut self.database.read().await?)
        .await?;
        row.map(|row| {
            Ok(AccessKey {
                id: AccessKeyId(row.get(0)?),
                secret: digest(&row, 1)?,
                expires_at: row.get(2)?,
                networks: networks(&row, 3)?,
            })
        })
        .transpose()
    }

    /// Every access key, revoked ones included, the oldest first.
    pub(crate) async fn access_keys(&self) -> Result<Vec<ListedAccessKey>, StoreError> {
        let rows = query(
            "SELECT access_keys.id, client_id, users.name, expires_at, networks, limited,
                    access_keys.created_at, revoked_at, auditor, last_used_at
             FROM access_keys JOIN users ON users.id = access_keys.user_id ORDER BY access_keys.id",
        )
        .fetch_all(&mut self.database.read().await?)
        .await?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            let items = if row.get(5)? { Some(self.items(AccessKeyId(row.get(0)?)).await?) } else { None };
            listed.push(ListedAccessKey {
                client_id: row.get(1)?,
                user: row.get(2)?,
                bounds: Bounds {
                    expires_at: row.get(3)?,
                    networks: networks(row, 4)?,
                    items,
                    auditor: row.get(8)?,
                },
                created_at: row.get(6)?,
                revoked_at: row.get(7)?,
                last_used_at: row.get(9)?,
            });
        }
        Ok(listed)
    }

    async fn items(&self, key: AccessKeyId) -> Result<Vec<i64>, StoreError> {
        let rows = query(
            "SELECT api_secret_id FROM access_key_items WHERE access_key_id = $1 ORDER BY api_secret_id",
        )
        .bind(key.0)
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Ends an access key and its tokens.
    pub(crate) async fn revoke_access_key(
        &self,
        attempt: &Attempt,
        client_id: &str,
    ) -> Result<Revocation, StoreError> {
        let mut transaction = self.database.write().await?;
        let row = query("SELECT id, revoked_at FROM access_keys WHERE client_id = $1")
            .bind(client_id)
            .fetch_optional(&mut transaction)
            .await?;
        let Some(row) = row else { return Ok(Revocation::NotFound) };
        if row.get::<Option<i64>>(1)?.is_some() {
            self.commit(transaction, attempt, Outcome::Already).await?;
            return Ok(Revocation::AlreadySo);
        }
        let id: i64 = row.get(0)?;
        query("UPDATE access_keys SET revoked_at = $1 WHERE id = $2")
            .bind(now())
            .bind(id)
            .execute(&mut transaction)
            .await?;
        // They are refused from now on anyway; nothing needs to be kept of them.
        query("DELETE FROM tokens WHERE access_key_id = $1").bind(id).execute(&mut transaction).await?;
        self.commit(transaction, attempt, Outcome::Done).await?;
        Ok(Revocation::Done)
    }

    /// Adds a token for somebody. Removes those that are over, and the oldest of an access key that has too many.
    pub(crate) async fn add_token(
        &self,
        who: &Who,
        key: AccessKeyId,
        token: &Digest,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        // Others may be at it, too: what they have in hand is left to them.
        let sql = "DELETE FROM tokens WHERE expires_at <= $1";
        let skipping = "DELETE FROM tokens WHERE digest IN
                            (SELECT digest FROM tokens WHERE expires_at <= $1 FOR UPDATE SKIP LOCKED)";
        query(transaction.either(sql, skipping)).bind(now).execute(&mut transaction).await?;
        let sql = "DELETE FROM tokens WHERE digest IN
                       (SELECT digest FROM tokens WHERE access_key_id = $1
                        ORDER BY created_at DESC LIMIT 1000 OFFSET $2)";
        let skipping = "DELETE FROM tokens WHERE digest IN
                            (SELECT digest FROM tokens WHERE access_key_id = $1
                             ORDER BY created_at DESC LIMIT 1000 OFFSET $2 FOR UPDATE SKIP LOCKED)";
        query(transaction.either(sql, skipping))
            .bind(key.0)
            .bind(LIVE_TOKENS - 1)
            .execute(&mut transaction)
            .await?;
        query("INSERT INTO tokens (digest, access_key_id, expires_at, created_at) VALUES ($1, $2, $3, $4)")
            .bind(token.as_bytes())
            .bind(key.0)
            .bind(expires_at)
            .bind(now)
            .execute(&mut transaction)
            .await?;
        let draft = Draft::ended(who, Action::SignIn, None, Outcome::Done);
        self.commit_with(transaction, &draft).await
    }

    /// Ends a token of an access key.
    pub(crate) async fn revoke_token(
        &self,
        who: &Who,
        key: AccessKeyId,
        token: &Digest,
    ) -> Result<TokenEnd, StoreError> {
        let mut transaction = self.database.write().await?;
        let row = query("SELECT access_key_id FROM tokens WHERE digest = $1").bind(token.as_bytes());
        match row.fetch_optional(&mut transaction).await? {
            None => Ok(TokenEnd::NotFound),
            Some(row) if row.get::<i64>(0)? != key.0 => Ok(TokenEnd::OfAnother),
            Some(_) => {
                let row = query("DELETE FROM tokens WHERE digest = $1").bind(token.as_bytes());
                row.execute(&mut transaction).await?;
                let draft = Draft::ended(who, Action::RevokeToken, None, Outcome::Done);
                self.commit_with(transaction, &draft).await?;
                Ok(TokenEnd::Done)
            }
        }
    }

    /// Whose token this is, unless it is unknown, over, or of an access key that is revoked or over.
    pub(crate) async fn token(&self, token: &Digest, now: i64) -> Result<Option<Token>, StoreError> {
        let row = query(
            "SELECT access_keys.user_id, access_keys.id, access_keys.limited, access_keys.networks,
                    access_keys.client_id, access_keys.auditor, tokens.expires_at
             FROM tokens JOIN access_keys ON access_keys.id = tokens.access_key_id
             WHERE tokens.digest = $1 AND tokens.expires_at > $2 AND access_keys.revoked_at IS NULL
               AND (access_keys.expires_at IS NULL OR access_keys.expires_at > $2)",
        )
        .bind(token.as_bytes())
        .bind(now)
        .fetch_optional(&mut self.database.read().await?)
        .await?;
        row.map(|row| {
            let caller =
                Caller { user: UserId(row.get(0)?), key: AccessKeyId(row.get(1)?), limited: row.get(2)? };
            let client_id = audit::name(&row.get::<String>(4)?);
            let client_id = client_id.ok_or(StoreError::Damaged("a client id is none"))?;
            let (auditor, expires_at) = (row.get(5)?, row.get(6)?);
            Ok(Token { caller, networks: networks(&row, 3)?, client_id, auditor, expires_at })
        })
        .transpose()
    }

    /// The user of that name; a new one when there is none.
    pub(crate) async fn user(&self, attempt: &Attempt, name: &str) -> Result<UserId, StoreError> {
        let mut transaction = self.database.write().await?;
        let known = query("SELECT 1 FROM users WHERE name = $1").bind(name);
        let known = known.fetch_optional(&mut transaction).await?.is_some();
        let user = ensure_user(&mut transaction, name).await?;
        let outcome = if known { Outcome::Already } else { Outcome::Done };
        self.commit(transaction, attempt, outcome).await?;
        Ok(user)
    }
}

fn digest(row: &Row, index: usize) -> Result<Digest, StoreError> {
    Digest::from_stored(&row.get::<Vec<u8>>(index)?)
        .ok_or(StoreError::Damaged("a digest has the wrong length"))
}

fn networks(row: &Row, index: usize) -> Result<Networks, StoreError> {
    row.get::<String>(index)?.parse().map_err(|_| StoreError::Damaged("a list of networks is none"))
}

fn api_key_row(digest: &Digest) -> Query {
    query("INSERT INTO api_keys (digest, created_at) VALUES ($1, $2)").bind(digest.as_bytes()).bind(now())
}

pub(super) async fn insert_api_key(connection: &mut Connection, digest: &Digest) -> Result<(), StoreError> {
    api_key_row(digest).execute(connection).await?;
    Ok(())
}

/// Call it inside a transaction, which is to be given up unless it is granted.
pub(super) async fn insert_access_key(
    connection: &mut Connection,
    user: &str,
    key: &NewAccessKey,
    bounds: &Bounds,
) -> Result<Grant, StoreError> {
    let user = ensure_user(connection, user).await?;
    let row = query(
        "INSERT INTO access_keys
             (user_id, client_id, secret_digest, created_at, expires_at, networks, limited, auditor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    )
    .bind(user.0)
    .bind(&key.client_id)
    .bind(key.digest.as_bytes())
    .bind(now())
    .bind(bounds.expires_at)
    .bind(bounds.networks.to_string())
    .bind(bounds.items.is_some())
    .bind(bounds.auditor)
    .fetch_one(connection)
    .await?;
    let id: i64 = row.get(0)?;
    for &item in bounds.items.as_deref().unwrap_or_default() {
        let changed = query(
            "INSERT INTO access_key_items (access_key_id, api_secret_id)
             SELECT $1, id FROM api_secrets WHERE id = $2",
        )
        .bind(id)
        .bind(item)
        .execute(connection)
        .await?;
        if changed == 0 {
            return Ok(Grant::NoItem(item));
        }
    }
    Ok(Grant::Done)
}

/// Call it inside a transaction.
async fn ensure_user(connection: &mut Connection, name: &str) -> Result<UserId, StoreError> {
    query("INSERT INTO users (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(now())
        .execute(connection)
        .await?;
    let row = query("SELECT id FROM users WHERE name = $1").bind(name).fetch_one(connection).await?;
    Ok(UserId(row.get(0)?))
}
