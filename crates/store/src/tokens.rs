//! Tokens: what a sign-in answers. Kept as hashes, until they expire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchboard_contract::audit::{Action, Name, Outcome};

use crate::access_keys::AccessKeyId;
use crate::audit::{Draft, Who};
use crate::crypto::Digest;
use crate::database::sql::{from_row, query};
use crate::networks::Networks;
use crate::users::UserId;
use crate::{Store, StoreError};

/// Tokens of one access key that live at a time. Who signs in before every call of his has this many within an hour.
const LIVE_TOKENS: i64 = 1000;

/// Who calls: a user, through one of his access keys.
#[derive(Clone, Copy)]
pub struct Caller {
    /// Whose API secrets are his own.
    pub user: UserId,
    pub(crate) key: AccessKeyId,
    /// Whether the access key reaches its own items only.
    pub(crate) limited: bool,
    /// The token that he calls with.
    pub(crate) token: Digest,
}

impl Caller {
    /// The row of the access key.
    pub const fn access_key(self) -> i64 {
        self.key.0
    }

    pub const fn key(self) -> AccessKeyId {
        self.key
    }
}

/// Who called with a token when it was looked up. Taken only by what asks by itself whether the token still lives.
#[derive(Clone, Copy)]
pub struct RememberedCaller(pub(crate) Caller);

impl RememberedCaller {
    /// The row of the access key.
    pub const fn access_key(self) -> i64 {
        self.0.access_key()
    }
}

impl From<Caller> for RememberedCaller {
    fn from(caller: Caller) -> Self {
        Self(caller)
    }
}

/// A token as stored.
pub struct Token<C = Caller> {
    /// Who calls with it.
    pub caller: C,
    /// Where its access key may be used from.
    pub networks: Networks,
    /// Of its access key.
    pub client_id: Name,
    /// Whether its access key may read the audit log.
    pub auditor: bool,
    /// From when on it is over; seconds since 1970.
    pub expires_at: i64,
    /// From when on its access key is.
    key_expires_at: Option<i64>,
}

from_row!(Token: |digest, user_id, id, limited, networks, client_id: String, auditor, expires_at, key_expires_at| Self {
    caller: Caller { user: user_id, key: id, limited, token: digest },
    networks,
    client_id: Name::parse(&client_id).ok_or(StoreError::Damaged("a client id is none"))?,
    auditor,
    expires_at,
    key_expires_at,
});

/// Whether there is a token with this digest, of an access key that is not revoked. When they expire never changes.
macro_rules! token_lives {
    ($digest:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM tokens JOIN access_keys ON access_keys.id = tokens.access_key_id
                     WHERE tokens.digest = ",
            $digest,
            " AND access_keys.revoked_at IS NULL)"
        )
    };
}
pub(crate) use token_lives;

/// Tokens that were looked up lately: who calls with one never changes, only whether it still lives.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<HashMap<[u8; 32], RememberedToken>>);

type RememberedToken = Arc<Token<RememberedCaller>>;

impl Remembered {
    /// At most. Then all are forgotten: looking one up again costs a statement.
    const MOST: usize = 10_000;

    fn tokens(&self) -> MutexGuard<'_, HashMap<[u8; 32], RememberedToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, digest: &Digest, token: Option<&Token>) {
        let mut tokens = self.tokens();
        let Some(token) = token else {
            tokens.remove(digest.as_bytes());
            return;
        };
        // Nothing about it has changed.
        if tokens.contains_key(digest.as_bytes()) {
            return;
        }
        if tokens.len() >= Self::MOST {
            tokens.clear();
        }
        let Token { caller, networks, client_id, auditor, expires_at, key_expires_at } = token;
        let remembered = Token {
            caller: RememberedCaller(*caller),
            networks: networks.clone(),
            client_id: client_id.clone(),
            auditor: *auditor,
            expires_at: *expires_at,
            key_expires_at: *key_expires_at,
        };
        tokens.insert(*digest.as_bytes(), Arc::new(remembered));
    }
}

/// What became of the end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    /// It is dead from now on.
    Done,
    /// There is none, so it was over before.
    NotFound,
    /// It belongs to another access key.
    OfAnother,
}

impl Store {
    /// Adds a token for somebody. Removes those that are over, and the oldest of an access key that has too many.
    pub async fn add_token(
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
    pub async fn revoke_token(
        &self,
        who: &Who,
        key: AccessKeyId,
        token: &Digest,
    ) -> Result<TokenEnd, StoreError> {
        let mut transaction = self.database.write().await?;
        let row = query("SELECT access_key_id FROM tokens WHERE digest = $1").bind(token.as_bytes());
        match row.fetch_optional::<i64>(&mut transaction).await? {
            None => Ok(TokenEnd::NotFound),
            Some(owner) if owner != key.0 => Ok(TokenEnd::OfAnother),
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
    pub async fn token(&self, token: &Digest, now: i64) -> Result<Option<Token>, StoreError> {
        let found = query(
            "SELECT tokens.digest, access_keys.user_id, access_keys.id, access_keys.limited, access_keys.networks,
                    access_keys.client_id, access_keys.auditor, tokens.expires_at,
                    access_keys.expires_at AS key_expires_at
             FROM tokens JOIN access_keys ON access_keys.id = tokens.access_key_id
             WHERE tokens.digest = $1 AND tokens.expires_at > $2 AND access_keys.revoked_at IS NULL
               AND (access_keys.expires_at IS NULL OR access_keys.expires_at > $2)",
        )
        .bind(token.as_bytes())
        .bind(now)
        .fetch_optional(&mut self.database.read().await?)
        .await?;
        self.remembered.set(token, found.as_ref());
        Ok(found)
    }

    /// Whether the token of a caller still lives, but for its time.
    pub async fn lives(&self, RememberedCaller(caller): RememberedCaller) -> Result<bool, StoreError> {
        let lives = query(concat!("SELECT ", token_lives!("$1"))).bind(caller.token.as_bytes());
        let lives: bool = lives.fetch_one(&mut self.database.read().await?).await?;
        if !lives {
            self.remembered.set(&caller.token, None);
        }
        Ok(lives)
    }

    /// Whose token this was when it was last looked up.
    pub fn remembered_token(&self, token: &Digest, now: i64) -> Option<Arc<Token<RememberedCaller>>> {
        let known = self.remembered.tokens().get(token.as_bytes()).cloned()?;
        let is_over = known.expires_at <= now || known.key_expires_at.is_some_and(|end| end <= now);
        (!is_over).then_some(known)
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::Who;
    use crate::testing::{attempt, caller, created, digest, new_access_key, number, open, store};
    use crate::{Bounds, TokenEnd};

    /// Another server on the same database ends it: what this one remembers is not enough to read.
    #[tokio::test]
    async fn a_remembered_token_reads_nothing_once_it_is_over() {
        let (_directory, file, store, first) = store().await;
        let other = open(&file).await;
        let key = store.access_key(&first.client_id, 0).await.unwrap().unwrap();
        let owner = caller(&store, &first.client_id).await;
        let id = created(&store, owner, "", Vec::new()).await;
        let signed_in = async || {
            let token = digest();
            store.add_token(&Who::server(), key.id, &token, 0, 1000).await.unwrap();
            assert!(store.remembered_token(&token, 1).is_none(), "nobody has asked for it yet");
            store.token(&token, 1).await.unwrap().unwrap();
            token
        };
        let reads = async |token| {
            let caller = store.remembered_token(token, 999).unwrap().caller;
            store.read(caller, id).await.unwrap().is_some()
        };

        let (one, two) = (signed_in().await, signed_in().await);
        assert!(reads(&one).await && reads(&two).await);
        assert!(store.remembered_token(&one, 1000).is_none(), "it has expired");
        assert_eq!(other.revoke_token(&Who::server(), key.id, &one).await.unwrap(), TokenEnd::Done);
        assert!(!reads(&one).await && reads(&two).await);
        let (dead, alive) = [&one, &two].map(|token| store.remembered_token(token, 1).unwrap().caller).into();
        assert!(!store.lives(dead).await.unwrap() && store.lives(alive).await.unwrap());
        assert!(store.remembered_token(&one, 1).is_none() && store.token(&one, 1).await.unwrap().is_none());
        other.revoke_access_key(&attempt(&other).await, &first.client_id).await.unwrap();
        assert!(!reads(&two).await);
        // Made by a sign-in that the end of the access key overtook.
        store.add_token(&Who::server(), key.id, &two, 0, 1000).await.unwrap();
        assert!(!reads(&two).await);
    }

    #[tokio::test]
    async fn a_remembered_token_ends_with_its_access_key() {
        let (_directory, _file, store, _first) = store().await;
        let (made, token) = (new_access_key(), digest());
        let bounds = Bounds { expires_at: Some(500), ..Bounds::default() };
        store.add_access_key(&attempt(&store).await, "maria", &made, &bounds).await.unwrap();
        let key = store.access_key(&made.client_id, 0).await.unwrap().unwrap();
        store.add_token(&Who::server(), key.id, &token, 0, 1000).await.unwrap();
        store.token(&token, 1).await.unwrap().unwrap();
        assert!(
            store.remembered_token(&token, 499).is_some() && store.remembered_token(&token, 500).is_none()
        );
    }

    #[tokio::test]
    async fn a_token_works_until_its_last_second_and_is_removed_later() {
        let (_directory, _file, store, first) = store().await;
        let key = store.access_key(&first.client_id, 1000).await.unwrap().unwrap();
        let (token, next) = (digest(), digest());
        store.add_token(&Who::server(), key.id, &token, 1000, 4600).await.unwrap();
        assert!(store.token(&token, 4599).await.unwrap().is_some());
        assert!(store.token(&token, 4600).await.unwrap().is_none());
        assert!(store.token(&next, 1000).await.unwrap().is_none());
        store.add_token(&Who::server(), key.id, &next, 4600, 8200).await.unwrap();
        assert_eq!(number(&store, "SELECT count(*) FROM tokens").await, 1);
    }
}
