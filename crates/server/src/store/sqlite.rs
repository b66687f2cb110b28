//! The store in one SQLite file.
//!
//! Write-ahead log with `synchronous = FULL`: when a method that changes something has returned, the
//! change is on disk, and a `kill -9` or a power cut cannot take it back. SQLite knows one writer at
//! a time; a pool of one connection lets writers queue here in order, instead of polling its lock.
//! Readers have connections of their own and never wait for it.

mod operations;

use std::path::Path;
use std::time::Duration;

use latchboard_contract::endpoint::configuration::Service;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use super::{
    AccessKey, AccessKeyId, ApiKeyId, Creation, ListedRow, StoreError, StoredApiSecret, Switch, Texts,
    UserId, migrations, now,
};
use crate::credentials::{FirstCredentials, NewAccessKey};
use crate::crypto::{Digest, SealError};

/// Readers at a time. Reads take microseconds, so a few serve thousands per second.
const READERS: u32 = 4;
/// How long a call waits for another process that is writing (an admin command beside the server).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a call queues for a connection before it fails.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);
/// The user whom the first access key belongs to.
const FIRST_USER: &str = "admin";
/// The name of the fact that tells whether key file and database belong together.
const KEY_CHECK: &str = "master key check";

/// What may be done to the schema when a database is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// Bring it up to date: only who holds the lock of the data directory may.
    Allowed,
    /// Refuse an older one.
    Refused,
}

pub(crate) use operations::Inspected;

/// The open database.
pub(crate) struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Fills an empty file with schema and first credentials, all in one transaction: after a crash
    /// there is either nothing or everything.
    pub(crate) async fn create(
        file: &Path,
        first: &FirstCredentials,
        key_check: &[u8],
    ) -> Result<(), StoreError> {
        // Not in WAL mode yet: so the mark that says "ours" is in the file itself, never only in a log beside it.
        let mut connection = options(file).connect().await?;
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        migrations::upgrade(&mut transaction).await?;
        sqlx::query("INSERT INTO facts (name, value) VALUES (?, ?)")
            .bind(KEY_CHECK)
            .bind(key_check)
            .execute(&mut *transaction)
            .await?;
        insert_api_key(&mut transaction, &first.api_key_digest).await?;
        insert_access_key(&mut transaction, FIRST_USER, &first.access_key).await?;
        transaction.commit().await?;
        connection.close().await?;
        Ok(())
    }

    /// Opens an existing database. Takes the same time however much is in it.
    pub(crate) async fn open(file: &Path, upgrade: Upgrade) -> Result<Self, StoreError> {
        // Looked at before anything is set: a newer program's file is left as it is.
        let mut connection = options(file).connect().await?;
        let found = migrations::version(&mut connection).await?;
        if found > migrations::LATEST {
            return Err(StoreError::NewerSchema { found });
        }
        if found < migrations::LATEST {
            if upgrade == Upgrade::Refused {
                return Err(StoreError::OlderSchema { found });
            }
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            migrations::upgrade(&mut transaction).await?;
            transaction.commit().await?;
        }
        connection.close().await?;

        let durable = options(file).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let writer = pool(1).connect_with(durable).await?;
        let readers = pool(READERS).connect_lazy_with(options(file).pragma("query_only", "ON"));
        Ok(Self { writer, readers })
    }

    /// Lets what is under way end and closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// The sealed text that only the right master key opens.
    pub(crate) async fn key_check(&self) -> Result<Vec<u8>, StoreError> {
        let row = sqlx::query("SELECT value FROM facts WHERE name = ?")
            .bind(KEY_CHECK)
            .fetch_optional(&self.writer)
            .await?;
        Ok(row.ok_or(StoreError::Damaged("the master key's check is missing"))?.try_get(0)?)
    }

    // --- Credentials -------------------------------------------------------------------------

    /// Adds an API key.
    pub(crate) async fn add_api_key(&self, digest: &Digest) -> Result<(), StoreError> {
        insert_api_key(&mut *self.writer.acquire().await?, digest).await
    }

    /// Adds an access key; its user too, when there is none of that name.
    pub(crate) async fn add_access_key(&self, user: &str, key: &NewAccessKey) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        insert_access_key(&mut transaction, user, key).await?;
        Ok(transaction.commit().await?)
    }

    /// The API key with this digest, unless it is unknown or revoked.
    pub(crate) async fn api_key(&self, digest: &Digest) -> Result<Option<ApiKeyId>, StoreError> {
        let row = sqlx::query("SELECT id FROM api_keys WHERE digest = ? AND revoked_at IS NULL")
            .bind(digest.as_bytes())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|row| row.try_get(0).map(ApiKeyId)).transpose()?)
    }

    /// The access key with this client id, unless it is unknown or revoked.
    pub(crate) async fn access_key(&self, client_id: &str) -> Result<Option<AccessKey>, StoreError> {
        let row = sqlx::query(
            "SELECT id, secret_digest FROM access_keys WHERE client_id = ? AND revoked_at IS NULL",
        )
        .bind(client_id)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            let digest = Digest::from_stored(row.try_get(1)?);
            let secret = digest.ok_or(StoreError::Damaged("a digest has the wrong length"))?;
            Ok(AccessKey { id: AccessKeyId(row.try_get(0)?), secret })
        })
        .transpose()
    }

    // --- Configurations ----------------------------------------------------------------------

    /// The hash of the registered customer secret.
    pub(crate) async fn secret_hash(
        &self,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT secret_hash FROM configurations WHERE api_key_id = ? AND service = ?")
            .bind(key.0)
            .bind(service.segment())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Registers; false when somebody was first.
    pub(crate) async fn register(
        &self,
        key: ApiKeyId,
        service: Service,
        secret_hash: &str,
        admin_key: &Digest,
    ) -> Result<bool, StoreError> {
        let now = now();
        let result = sqlx::query(
            "INSERT INTO configurations (api_key_id, service, secret_hash, admin_key_digest, created_at, changed_at)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (api_key_id, service) DO NOTHING",
        )
        .bind(key.0)
        .bind(service.segment())
        .bind(secret_hash)
        .bind(admin_key.as_bytes())
        .bind(now)
        .bind(now)
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Replaces the customer secret, if it still is the one that was checked; else false.
    pub(crate) async fn replace_secret(
        &self,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        let result = sqlx::query(
            "UPDATE configurations SET secret_hash = ?, changed_at = ?
             WHERE api_key_id = ? AND service = ? AND secret_hash = ?",
        )
        .bind(new)
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Replaces the admin key, if the customer secret still is the one that was checked; else false.
    pub(crate) async fn replace_admin_key(
        &self,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        admin_key: &Digest,
    ) -> Result<bool, StoreError> {
        let result = sqlx::query(
            "UPDATE configurations SET admin_key_digest = ?, changed_at = ?
             WHERE api_key_id = ? AND service = ? AND secret_hash = ?",
        )
        .bind(admin_key.as_bytes())
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    // --- Tokens ------------------------------------------------------------------------------

    /// Adds a token and removes those that are over.
    pub(crate) async fn add_token(
        &self,
        key: AccessKeyId,
        token: &Digest,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM tokens WHERE expires_at <= ?").bind(now).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO tokens (digest, access_key_id, expires_at) VALUES (?, ?, ?)")
            .bind(token.as_bytes())
            .bind(key.0)
            .bind(expires_at)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Whose token this is, unless it is unknown, over, or of a revoked access key.
    pub(crate) async fn token_user(&self, token: &Digest, now: i64) -> Result<Option<UserId>, StoreError> {
        let row = sqlx::query(
            "SELECT access_keys.user_id FROM tokens JOIN access_keys ON access_keys.id = tokens.access_key_id
             WHERE tokens.digest = ? AND tokens.expires_at > ? AND access_keys.revoked_at IS NULL",
        )
        .bind(token.as_bytes())
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.map(|row| row.try_get(0).map(UserId)).transpose()?)
    }

    // --- API secrets -------------------------------------------------------------------------

    /// The API secrets of a user by identifier, inactive ones included; optionally only the one with
    /// this `identifier_code`.
    pub(crate) async fn list(
        &self,
        user: UserId,
        identifier_code: Option<&str>,
    ) -> Result<Vec<ListedRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, name, tags, need_justify, need_approval FROM api_secrets
             WHERE owner_id = ?1 AND (?2 IS NULL OR identifier_code = ?2) ORDER BY id",
        )
        .bind(user.0)
        .bind(identifier_code)
        .fetch_all(&self.readers)
        .await?;
        let listed = |row: &SqliteRow| {
            Ok(ListedRow {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                tags: row.try_get(2)?,
                need_justify: row.try_get(3)?,
                need_approval: row.try_get(4)?,
            })
        };
        rows.iter().map(listed).collect()
    }

    /// One API secret, whoever owns it.
    pub(crate) async fn read(&self, id: i64) -> Result<Option<StoredApiSecret>, StoreError> {
        let row = sqlx::query(
            "SELECT owner_id, active, name, url, client_id, identifier_code, method, tags, notes, client_secret
             FROM api_secrets WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            let texts = Texts {
                name: row.try_get(2)?,
                url: row.try_get(3)?,
                client_id: row.try_get(4)?,
                identifier_code: row.try_get::<Option<String>, _>(5)?.unwrap_or_default(),
                method: row.try_get(6)?,
                tags: row.try_get(7)?,
                notes: row.try_get(8)?,
            };
            let owner = UserId(row.try_get(0)?);
            Ok(StoredApiSecret { owner, active: row.try_get(1)?, texts, sealed: row.try_get(9)? })
        })
        .transpose()
    }

    /// Stores a new, active API secret. `seal` encrypts its client secret, if it has one, for the
    /// identifier that it is given.
    pub(crate) async fn create_api_secret(
        &self,
        owner: UserId,
        texts: &Texts,
        seal: impl FnOnce(i64) -> Result<Option<Vec<u8>>, SealError> + Send,
    ) -> Result<Creation, StoreError> {
        let code = Some(texts.identifier_code.as_str()).filter(|code| !code.is_empty());
        let now = now();
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let row = sqlx::query(
            "INSERT INTO api_secrets
                 (owner_id, name, url, client_id, identifier_code, method, tags, notes, created_at, changed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (owner_id, identifier_code) DO NOTHING RETURNING id",
        )
        .bind(owner.0)
        .bind(&texts.name)
        .bind(&texts.url)
        .bind(&texts.client_id)
        .bind(code)
        .bind(&texts.method)
        .bind(&texts.tags)
        .bind(&texts.notes)
        .bind(now)
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(Creation::CodeTaken) };
        let id = row.try_get(0)?;
        // Two steps: what is sealed is bound to the row, whose number is known only now.
        if let Some(sealed) = seal(id).map_err(StoreError::Seal)? {
            sqlx::query("UPDATE api_secrets SET client_secret = ? WHERE id = ?")
                .bind(sealed)
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(Creation::Stored(id))
    }

    /// Switches an API secret on or off.
    pub(crate) async fn switch(&self, user: UserId, id: i64, active: bool) -> Result<Switch, StoreError> {
        // `execute` steps the statement to its end, so the commit is done when it returns.
        let result = sqlx::query(
            "UPDATE api_secrets SET active = ?1, changed_at = ?2 WHERE id = ?3 AND owner_id = ?4 AND active <> ?1",
        )
        .bind(active)
        .bind(now())
        .bind(id)
        .bind(user.0)
        .execute(&self.writer)
        .await?;
        if result.rows_affected() == 1 {
            return Ok(Switch::Done);
        }
        let owner = sqlx::query("SELECT owner_id FROM api_secrets WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        Ok(match owner.map(|row| row.try_get::<i64, _>(0)).transpose()? {
            None => Switch::NotFound,
            Some(owner) if owner == user.0 => Switch::AlreadySo,
            Some(_) => Switch::NoAccess,
        })
    }
}

/// What every connection is opened with.
fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .synchronous(SqliteSynchronous::Full)
        // What is overwritten is overwritten: an old hash does not stay in free pages.
        .pragma("secure_delete", "ON")
        // Nothing in the file, should somebody have edited it, may run as code.
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(QUEUE_TIMEOUT)
        // The file does not hang up: connections stay, and need no test before use.
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
}

async fn insert_api_key(connection: &mut SqliteConnection, digest: &Digest) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO api_keys (digest, created_at) VALUES (?, ?)")
        .bind(digest.as_bytes())
        .bind(now())
        .execute(connection)
        .await?;
    Ok(())
}

/// Call it inside a transaction.
async fn insert_access_key(
    connection: &mut SqliteConnection,
    user: &str,
    key: &NewAccessKey,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO users (name, created_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
        .bind(user)
        .bind(now())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO access_keys (user_id, client_id, secret_digest, created_at)
         VALUES ((SELECT id FROM users WHERE name = ?), ?, ?, ?)",
    )
    .bind(user)
    .bind(&key.client_id)
    .bind(key.digest.as_bytes())
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use latchboard_contract::Secret;
    use tempfile::TempDir;

    use super::*;
    use crate::credentials::Made;
    use crate::crypto::{MasterKey, Place};

    /// A store with first credentials, in a directory that goes away with it.
    async fn store() -> (TempDir, PathBuf, Store, FirstCredentials) {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("db");
        std::fs::write(&file, "").unwrap();
        let first = FirstCredentials::make().unwrap();
        Store::create(&file, &first, b"check").await.unwrap();
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        (directory, file, store, first)
    }

    async fn number(pool: &SqlitePool, sql: &'static str) -> i64 {
        sqlx::query(sql).fetch_one(pool).await.unwrap().try_get(0).unwrap()
    }

    #[tokio::test]
    async fn a_commit_waits_for_the_disk_and_readers_never_for_writers() {
        let (_directory, _file, store, _first) = store().await;
        let mode = sqlx::query("PRAGMA journal_mode").fetch_one(&store.writer).await.unwrap();
        assert_eq!(mode.try_get::<String, _>(0).unwrap(), "wal");
        assert_eq!(number(&store.writer, "PRAGMA synchronous").await, 2, "FULL");
        assert_eq!(number(&store.writer, "PRAGMA foreign_keys").await, 1);
        assert_eq!(number(&store.readers, "PRAGMA query_only").await, 1);
        let _open = store.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        assert_eq!(number(&store.readers, "SELECT count(*) FROM api_keys").await, 1);
    }

    #[tokio::test]
    async fn a_token_works_until_its_last_second_and_is_removed_later() {
        let (_directory, _file, store, first) = store().await;
        let key = store.access_key(&first.access_key.client_id).await.unwrap().unwrap();
        let (token, next) = (Made::token().unwrap(), Made::token().unwrap());
        store.add_token(key.id, &token.digest, 1000, 4600).await.unwrap();
        assert!(store.token_user(&token.digest, 4599).await.unwrap().is_some());
        assert!(store.token_user(&token.digest, 4600).await.unwrap().is_none());
        assert!(store.token_user(&next.digest, 1000).await.unwrap().is_none());
        store.add_token(key.id, &next.digest, 4600, 8200).await.unwrap();
        assert_eq!(number(&store.writer, "SELECT count(*) FROM tokens").await, 1);
    }

    #[tokio::test]
    async fn a_replacement_needs_the_hash_that_was_checked() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key_digest).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        let admin_key = Made::admin_key().unwrap().digest;
        assert!(store.register(key, service, "h1", &admin_key).await.unwrap());
        assert!(!store.register(key, service, "h2", &admin_key).await.unwrap());
        assert!(!store.replace_secret(key, service, "h0", "h2").await.unwrap());
        assert!(!store.replace_admin_key(key, service, "h0", &admin_key).await.unwrap());
        assert!(store.replace_secret(key, service, "h1", "h2").await.unwrap());
        assert!(!store.replace_secret(key, service, "h1", "h3").await.unwrap());
        assert!(store.replace_admin_key(key, service, "h2", &admin_key).await.unwrap());
        assert_eq!(store.secret_hash(key, service).await.unwrap().as_deref(), Some("h2"));
        assert_eq!(store.secret_hash(key, Service::Geofencing).await.unwrap(), None);
    }

    #[tokio::test]
    async fn revoked_credentials_are_as_unknown_ones() {
        let (_directory, _file, store, first) = store().await;
        let key = store.access_key(&first.access_key.client_id).await.unwrap().unwrap();
        let token = Made::token().unwrap();
        store.add_token(key.id, &token.digest, 0, i64::MAX).await.unwrap();
        for table in ["UPDATE api_keys SET revoked_at = 1", "UPDATE access_keys SET revoked_at = 1"] {
            sqlx::query(table).execute(&store.writer).await.unwrap();
        }
        assert!(store.api_key(&first.api_key_digest).await.unwrap().is_none());
        assert!(store.access_key(&first.access_key.client_id).await.unwrap().is_none());
        assert!(store.token_user(&token.digest, 1).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_sealed_text_that_was_moved_to_another_row_does_not_open() {
        let (_directory, _file, store, _first) = store().await;
        let (owner, key) = (UserId(1), MasterKey::new(&[7; 32]));
        for text in ["mine", "yours"] {
            let seal = |id| {
                let place = Place::ApiSecret { owner: owner.get(), id };
                key.seal(place, &Secret::from(text)).map(Some)
            };
            store.create_api_secret(owner, &Texts::default(), seal).await.unwrap();
        }
        let open = async || {
            let stored = store.read(1).await.unwrap().unwrap();
            key.open(Place::ApiSecret { owner: owner.get(), id: 1 }, &stored.sealed.unwrap())
        };
        assert!(open().await.unwrap() == Secret::from("mine"));
        let swap =
            "UPDATE api_secrets SET client_secret = (SELECT client_secret FROM api_secrets WHERE id = 2)
                    WHERE id = 1";
        sqlx::query(swap).execute(&store.writer).await.unwrap();
        assert!(matches!(open().await, Err(SealError::NotAuthentic)));
    }

    #[tokio::test]
    async fn a_creation_that_cannot_be_sealed_leaves_nothing() {
        let (_directory, _file, store, _first) = store().await;
        let failed =
            store.create_api_secret(UserId(1), &Texts::default(), |_| Err(SealError::Malformed)).await;
        assert!(matches!(failed, Err(StoreError::Seal(_))));
        assert!(store.list(UserId(1), None).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_older_schema_is_upgraded_by_a_server_only() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("db");
        std::fs::write(&file, "").unwrap();
        let refused = Store::open(&file, Upgrade::Refused).await.err();
        assert!(matches!(refused, Some(StoreError::OlderSchema { found: 0 })));
        let store = Store::open(&file, Upgrade::Allowed).await.unwrap();
        assert_eq!(number(&store.writer, "PRAGMA user_version").await, i64::from(migrations::LATEST));
        store.close().await;
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        assert_eq!(number(&store.writer, "SELECT count(*) FROM api_secrets").await, 0);
    }
}
