//! Access keys: client id and client secret of programs that sign in to the vault, and what limits them. Secrets are kept
//! as hashes.

use latchboard_contract::audit::{Name, Outcome, Target};

use crate::api_keys::Revocation;
use crate::audit::Attempt;
use crate::clock::now;
use crate::crypto::Digest;
use crate::database::connection::Connection;
use crate::database::sql::{column, from_row, query};
use crate::networks::Networks;
use crate::users::ensure_user;
use crate::{Store, StoreError};

/// A new access key, without its secret.
pub struct NewAccessKey {
    /// Its client id; unique.
    pub client_id: String,
    /// Of its client secret.
    pub secret: Digest,
}

/// An OAuth client, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AccessKeyId(pub(crate) i64);

impl AccessKeyId {
    /// The number of the row.
    pub const fn get(self) -> i64 {
        self.0
    }
}

column!(AccessKeyId: |id: i64| Ok(Self(id)));

/// An OAuth client as stored.
pub struct AccessKey {
    pub id: AccessKeyId,
    /// Of its client secret.
    pub secret: Digest,
    /// From when on it is over.
    pub expires_at: Option<i64>,
    /// Where it may be used from.
    pub networks: Networks,
}

from_row!(AccessKey: |id, secret_digest, expires_at, networks| Self {
    id,
    secret: secret_digest,
    expires_at,
    networks,
});

/// An access key for people to look through.
pub struct ListedAccessKey {
    /// Unique among all, revoked ones included.
    pub client_id: String,
    /// The name of the user whom it belongs to.
    pub user: String,
    /// What it may be used for and from where.
    pub bounds: Bounds,
    /// Seconds since 1970.
    pub created_at: i64,
    /// Seconds since 1970, if it was.
    pub revoked_at: Option<i64>,
    /// When it was last used; seconds since 1970.
    pub last_used_at: Option<i64>,
}

/// One without the items that it is limited to, which are rows of their own.
struct Listed {
    id: AccessKeyId,
    limited: bool,
    key: ListedAccessKey,
}

from_row!(Listed: |id, client_id, user_name, expires_at, networks, limited, created_at, revoked_at, auditor,
    last_used_at|
{
    let bounds = Bounds { expires_at, networks, items: None, auditor };
    let key = ListedAccessKey { client_id, user: user_name, bounds, created_at, revoked_at, last_used_at };
    Self { id, limited, key }
});

/// Limits of an access key beyond those of its user.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// From when on it is as good as revoked; seconds since 1970.
    pub expires_at: Option<i64>,
    /// Where it may be used from.
    pub networks: Networks,
    /// The only API secrets that it reaches; none means all that its user does.
    pub items: Option<Vec<i64>>,
    /// Whether it may read the audit log: no limit, but it goes the same way.
    pub auditor: bool,
}

/// What became of a new access key.
#[derive(Debug, PartialEq, Eq)]
pub enum Grant {
    Done,
    /// It was to reach an API secret that does not exist.
    NoItem(i64),
}

impl Store {
    /// Adds an access key; its user too, when there is none of that name.
    pub async fn add_access_key(
        &self,
        attempt: &Attempt,
        user: &str,
        key: &NewAccessKey,
        bounds: &Bounds,
    ) -> Result<Grant, StoreError> {
        let mut transaction = self.database.write().await?;
        let grant = insert_access_key(&mut transaction, user, key, bounds).await?;
        if grant == Grant::Done {
            let target = Name::parse(&key.client_id).map(Target::AccessKey);
            self.commit_of(transaction, attempt, target, 1).await?;
        }
        Ok(grant)
    }

    /// The access key with this client id, unless it is unknown, revoked or over.
    pub async fn access_key(&self, client_id: &str, now: i64) -> Result<Option<AccessKey>, StoreError> {
        query(
            "SELECT id, secret_digest, expires_at, networks FROM access_keys
             WHERE client_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(client_id)
        .bind(now)
        .fetch_optional(&mut self.database.read().await?)
        .await
    }

    /// Every access key, revoked ones included, the oldest first.
    pub async fn access_keys(&self) -> Result<Vec<ListedAccessKey>, StoreError> {
        let rows = query(
            "SELECT access_keys.id, client_id, users.name AS user_name, expires_at, networks, limited,
                    access_keys.created_at, revoked_at, auditor, last_used_at
             FROM access_keys JOIN users ON users.id = access_keys.user_id ORDER BY access_keys.id",
        )
        .fetch_all(&mut self.database.read().await?)
        .await?;
        let mut listed = Vec::with_capacity(rows.len());
        for Listed { id, limited, mut key } in rows {
            if limited {
                key.bounds.items = Some(self.items(id).await?);
            }
            listed.push(key);
        }
        Ok(listed)
    }

    async fn items(&self, key: AccessKeyId) -> Result<Vec<i64>, StoreError> {
        query("SELECT api_secret_id FROM access_key_items WHERE access_key_id = $1 ORDER BY api_secret_id")
            .bind(key.0)
            .fetch_all(&mut self.database.read().await?)
            .await
    }

    /// Ends an access key and its tokens.
    pub async fn revoke_access_key(
        &self,
        attempt: &Attempt,
        client_id: &str,
    ) -> Result<Revocation, StoreError> {
        let mut transaction = self.database.write().await?;
        let row = query("SELECT id, revoked_at FROM access_keys WHERE client_id = $1")
            .bind(client_id)
            .fetch_optional(&mut transaction)
            .await?;
        let Some(End { id, revoked_at }) = row else { return Ok(Revocation::NotFound) };
        if revoked_at.is_some() {
            self.commit(transaction, attempt, Outcome::Already).await?;
            return Ok(Revocation::AlreadySo);
        }
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
}

/// Whether and when a key was revoked.
struct End {
    id: i64,
    revoked_at: Option<i64>,
}

from_row!(End { id, revoked_at });

/// Call it inside a transaction, which is to be given up unless it is granted.
pub(crate) async fn insert_access_key(
    connection: &mut Connection,
    user: &str,
    key: &NewAccessKey,
    bounds: &Bounds,
) -> Result<Grant, StoreError> {
    let user = ensure_user(connection, user).await?;
    let id: i64 = query(
        "INSERT INTO access_keys
             (user_id, client_id, secret_digest, created_at, expires_at, networks, limited, auditor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    )
    .bind(user.0)
    .bind(&key.client_id)
    .bind(key.secret.as_bytes())
    .bind(now())
    .bind(bounds.expires_at)
    .bind(bounds.networks.to_string())
    .bind(bounds.items.is_some())
    .bind(bounds.auditor)
    .fetch_one(connection)
    .await?;
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

#[cfg(test)]
mod tests {
    use super::{Bounds, Grant};
    use crate::audit::Who;
    use crate::testing::{another, attempt, caller, created, digest, new_access_key, store};
    use crate::{Access, Among, Revocation, RowChange, Switch, Update};

    #[tokio::test]
    async fn revoked_credentials_are_as_unknown_ones() {
        let (_directory, _file, store, first) = store().await;
        let client_id = first.client_id.as_str();
        let key = store.access_key(client_id, 0).await.unwrap().unwrap();
        let token = digest();
        store.add_token(&Who::server(), key.id, &token, 0, i64::MAX).await.unwrap();
        assert_eq!(store.revoke_api_key(&attempt(&store).await, 1).await.unwrap(), Revocation::Done);
        assert_eq!(store.revoke_api_key(&attempt(&store).await, 1).await.unwrap(), Revocation::AlreadySo);
        assert_eq!(store.revoke_api_key(&attempt(&store).await, 2).await.unwrap(), Revocation::NotFound);
        assert_eq!(
            store.revoke_access_key(&attempt(&store).await, client_id).await.unwrap(),
            Revocation::Done
        );
        assert_eq!(
            store.revoke_access_key(&attempt(&store).await, client_id).await.unwrap(),
            Revocation::AlreadySo
        );
        assert_eq!(
            store.revoke_access_key(&attempt(&store).await, "nobody").await.unwrap(),
            Revocation::NotFound
        );
        assert!(store.api_key(&first.api_key).await.unwrap().is_none());
        assert!(store.access_key(client_id, 0).await.unwrap().is_none());
        assert!(store.token(&token, 1).await.unwrap().is_none());
        // Not only because it is gone.
        store.add_token(&Who::server(), key.id, &token, 0, i64::MAX).await.unwrap();
        assert!(store.token(&token, 1).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn an_access_key_and_its_tokens_end_together() {
        let (_directory, _file, store, _first) = store().await;
        let made = new_access_key();
        let bounds = Bounds { expires_at: Some(5000), ..Bounds::default() };
        store.add_access_key(&attempt(&store).await, "maria", &made, &bounds).await.unwrap();
        let key = store.access_key(&made.client_id, 4999).await.unwrap().unwrap();
        let token = digest();
        store.add_token(&Who::server(), key.id, &token, 4999, 8599).await.unwrap();
        assert!(store.token(&token, 4999).await.unwrap().is_some());
        assert!(store.token(&token, 5000).await.unwrap().is_none());
        assert!(store.access_key(&made.client_id, 5000).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_limited_access_key_reaches_its_items_and_what_it_makes() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.client_id).await;
        let (inside, outside) =
            (created(&store, owner, "", Vec::new()).await, created(&store, owner, "", Vec::new()).await);
        let bounds = Bounds { items: Some(vec![inside]), ..Bounds::default() };
        let limited = another(&store, "admin", &bounds).await;
        assert_eq!(store.access(limited, inside).await.unwrap(), Some(Access::Edit));
        assert_eq!(store.access(limited, outside).await.unwrap(), Some(Access::None));
        assert_eq!(
            store.switch(&attempt(&store).await, limited, outside, false, |_| Ok(None)).await.unwrap(),
            Switch::NoAccess
        );
        let update = store
            .update_api_secret(
                &attempt(&store).await,
                limited,
                outside,
                &RowChange::default(),
                |_| Ok(None),
                |_, _| Ok(()),
            )
            .await;
        assert!(matches!(update, Ok(Update::NoAccess)));
        let made = created(&store, limited, "", Vec::new()).await;
        let listed = store.list(limited, &Among::All, 0, 100).await.unwrap();
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [inside, made]);
        assert_eq!(store.list(owner, &Among::All, 0, 100).await.unwrap().len(), 3);

        let key = new_access_key();
        let bounds = Bounds { items: Some(vec![inside, 99]), ..Bounds::default() };
        assert_eq!(
            store.add_access_key(&attempt(&store).await, "eve", &key, &bounds).await.unwrap(),
            Grant::NoItem(99)
        );
        assert!(store.access_key(&key.client_id, 0).await.unwrap().is_none());
        let listed = store.access_keys().await.unwrap();
        assert_eq!(listed.iter().map(|key| key.user.as_str()).collect::<Vec<_>>(), ["admin", "admin"]);
        assert_eq!(listed[1].bounds.items.as_deref(), Some(&[inside, made][..]));
    }
}
