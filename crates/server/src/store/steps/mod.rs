//! The steps: what is read and written, in statements that both databases understand.

mod api_secrets;
mod attempts;
mod audit;
#[cfg(test)]
mod audit_manipulations;
mod audit_reading;
#[cfg(test)]
mod audit_tests;
mod budgets;
mod committer;
mod configurations;
mod credentials;
mod found;
mod idempotency;
mod inventory;
mod key;
mod lanes;
mod operations;
mod proofs;
mod pruning;
mod rotation;
mod sequencer;
mod switches;
mod transfer;
mod uses;

use std::sync::{Arc, OnceLock};

use super::connection::Connection;
use super::database::{Database, Server};
use super::location::Location;
use super::sql::query;
use super::sqlite::{self, Sqlite};
use super::{Bounds, KEY_CHECK, StoreError, Upgrade, postgres};
use crate::credentials::FirstCredentials;
use committer::Committer;
pub(crate) use credentials::TokenEnd;
use lanes::Log;
pub(crate) use rotation::SealedItem;
pub(crate) use sequencer::Pass;
use sequencer::Sequencer;
pub(crate) use uses::Used;
use uses::Uses;

/// The user whom the first access key belongs to.
const FIRST_USER: &str = "admin";

pub(crate) struct Store {
    database: Arc<Database>,
    uses: Uses,
    audit: Arc<OnceLock<Log>>,
    committer: Committer,
    sequencer: Sequencer,
}

impl Store {
    /// Whether there is data of ours in a database on a server. Only reads.
    pub(crate) async fn look(url: &super::DatabaseUrl) -> Result<bool, StoreError> {
        postgres::look(url).await
    }

    /// Fills an empty database with schema and first credentials, all in one transaction: after a crash
    /// there is either nothing or everything. `prepare` makes the credentials, and the text that only
    /// the right master key opens; it is asked, and they count, only when nobody else was first.
    pub(crate) async fn create<E: From<StoreError>>(
        location: &Location,
        prepare: impl FnOnce() -> Result<(FirstCredentials, Vec<u8>), E>,
    ) -> Result<Option<FirstCredentials>, E> {
        let mut connection = match location {
            Location::File(file) => Connection::SqliteAlone(Box::new(sqlite::begin_to_create(file)?)),
            Location::Server(url) => match postgres::begin_to_create(url).await? {
                Some(writing) => Connection::PostgresTransaction(writing),
                None => return Ok(None),
            },
        };
        let (first, key_check) = prepare()?;
        fill(&mut connection, &first, key_check).await?;
        match connection {
            Connection::SqliteAlone(connection) => sqlite::created(*connection)?,
            connection => connection.commit().await?,
        }
        Ok(Some(first))
    }

    /// Opens an existing database.
    pub(crate) async fn open(location: &Location, upgrade: Upgrade) -> Result<Self, StoreError> {
        let database = Arc::new(match location {
            Location::File(file) => Database::Sqlite(Sqlite::open(file, upgrade)?),
            Location::Server(url) => Database::Postgres(Server::new(postgres::open(url, upgrade).await?)),
        });
        let uses = Uses::new(Arc::clone(&database));
        let audit = Arc::default();
        let committer = Committer::new(Arc::clone(&database), Arc::clone(&audit));
        Ok(Self { database, uses, audit, committer, sequencer: Sequencer::default() })
    }

    /// Lets what is under way end and closes the database.
    pub(crate) async fn close(&self) {
        self.uses.write().await;
        self.leave_lane().await;
        self.database.close().await;
    }
}

async fn fill(
    connection: &mut Connection,
    first: &FirstCredentials,
    key_check: Vec<u8>,
) -> Result<(), StoreError> {
    query("INSERT INTO facts (name, value) VALUES ($1, $2)")
        .bind(KEY_CHECK)
        .bind(key_check)
        .execute(connection)
        .await?;
    credentials::insert_api_key(connection, &first.api_key_digest).await?;
    // Whoever sets a server up sees what is done on it.
    let bounds = Bounds { auditor: true, ..Bounds::default() };
    credentials::insert_access_key(connection, FIRST_USER, &first.access_key, &bounds).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use latchboard_contract::audit::Action;
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::endpoint::{ApiSecretTexts, Consent, Share};
    use latchboard_contract::{FullFingerprint, Secret};
    use tempfile::TempDir;

    use super::*;
    use crate::audit::{Attempt, Who};
    use crate::credentials::{Made, NewAccessKey};
    use crate::crypto::{AssociatedData, Digest, MasterKey, SealError};
    use crate::store::{
        Access, Among, Caller, Consents, Creation, Grant, NewAdminKey, NewRow, Repeated, Replaced,
        Revocation, RowChange, SecretChange, Switch, Update, UserId, migrations,
    };

    fn empty(directory: &Path) -> Location {
        let file = directory.join("db");
        fs::write(&file, "").unwrap();
        Location::File(file)
    }

    /// A store with first credentials, in a directory that goes away with it.
    async fn store() -> (TempDir, Location, Store, FirstCredentials) {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let first = FirstCredentials::make().unwrap();
        let check = MasterKey::new(&[7; 32]).seal(AssociatedData::Check, &Secret::from("")).unwrap();
        let first = Store::create(&file, || Ok::<_, StoreError>((first, check))).await;
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        store.open_audit(&MasterKey::new(&[7; 32])).await.unwrap();
        (directory, file, store, first.unwrap().unwrap())
    }

    /// What a database begins with, whatever its schema.
    fn insert_check(connection: &rusqlite::Connection) {
        let check = MasterKey::new(&[7; 32]).seal(AssociatedData::Check, &Secret::from("")).unwrap();
        connection.execute("INSERT INTO facts VALUES (?, ?)", (KEY_CHECK, check)).unwrap();
    }

    /// What an older program left, as a server opens it.
    async fn upgraded(file: &Location) -> Store {
        let store = Store::open(file, Upgrade::Allowed).await.unwrap();
        store.open_audit(&MasterKey::new(&[7; 32])).await.unwrap();
        store
    }

    async fn attempt(store: &Store) -> Attempt {
        store.attempt(&Who::server(), Action::Import, None).await.unwrap()
    }

    async fn number(store: &Store, sql: &'static str) -> i64 {
        query(sql).fetch_one(&mut store.database.read().await.unwrap()).await.unwrap().get(0).unwrap()
    }

    async fn execute(store: &Store, sql: &'static str) {
        query(sql).once(&store.database).await.unwrap();
    }

    /// Somebody who signs in with this access key.
    async fn caller(store: &Store, client_id: &str) -> Caller {
        let key = store.access_key(client_id, 0).await.unwrap().unwrap();
        let token = Made::token().unwrap().digest;
        store.add_token(&Who::server(), key.id, &token, 0, i64::MAX).await.unwrap();
        store.token(&token, 0).await.unwrap().unwrap().caller
    }

    /// A caller with an access key of its own.
    async fn another(store: &Store, user: &str, bounds: &Bounds) -> Caller {
        let key = NewAccessKey::make().unwrap();
        assert_eq!(
            store.add_access_key(&attempt(store).await, user, &key, bounds).await.unwrap(),
            Grant::Done
        );
        caller(store, &key.client_id).await
    }

    async fn created(store: &Store, caller: Caller, code: &str, shares: Vec<Share>) -> i64 {
        let texts = ApiSecretTexts { identifier_code: code.into(), ..ApiSecretTexts::default() };
        let row = NewRow { shares, ..NewRow::of(texts) };
        let attempt = attempt(store).await;
        let created =
            store.create_api_secret(&attempt, caller, &row, |_| Ok(None), |_| Ok(())).await.unwrap();
        created.map(|created| created.id).unwrap_or_else(|| panic!("{code} is taken"))
    }

    fn shared_with(name: &str, can_edit: bool) -> Vec<Share> {
        vec![Share { name: name.into(), can_edit }]
    }

    fn admin_key() -> NewAdminKey {
        NewAdminKey { digest: Made::admin_key().unwrap().digest, sealed: None }
    }

    #[tokio::test]
    async fn a_commit_waits_for_the_disk_and_readers_never_for_writers() {
        let (_directory, _file, store, _first) = store().await;
        let Connection::SqliteWriter(mut turn) = store.database.write().await.unwrap() else { panic!() };
        let mut pragma =
            |sql: &'static str| turn.connection().query_row(sql, (), |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(pragma("SELECT journal_mode FROM pragma_journal_mode"), "wal");
        assert_eq!(pragma("SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous"), "2", "FULL");
        assert_eq!(pragma("SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys"), "1");
        assert_eq!(number(&store, "SELECT query_only FROM pragma_query_only").await, 1);
        // In the midst of a turn.
        assert_eq!(number(&store, "SELECT count(*) FROM api_keys").await, 1);
    }

    #[tokio::test]
    async fn a_token_works_until_its_last_second_and_is_removed_later() {
        let (_directory, _file, store, first) = store().await;
        let key = store.access_key(&first.access_key.client_id, 1000).await.unwrap().unwrap();
        let (token, next) = (Made::token().unwrap(), Made::token().unwrap());
        store.add_token(&Who::server(), key.id, &token.digest, 1000, 4600).await.unwrap();
        assert!(store.token(&token.digest, 4599).await.unwrap().is_some());
        assert!(store.token(&token.digest, 4600).await.unwrap().is_none());
        assert!(store.token(&next.digest, 1000).await.unwrap().is_none());
        store.add_token(&Who::server(), key.id, &next.digest, 4600, 8200).await.unwrap();
        assert_eq!(number(&store, "SELECT count(*) FROM tokens").await, 1);
    }

    #[tokio::test]
    async fn a_replacement_needs_the_hash_that_was_checked() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key_digest).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        let admin_key = admin_key();
        assert!(store.register(&attempt(&store).await, key, service, "h1", &admin_key).await.unwrap());
        assert!(!store.register(&attempt(&store).await, key, service, "h2", &admin_key).await.unwrap());
        let replace = async |from, to| {
            let attempt = attempt(&store).await;
            let change = SecretChange { checked: from, new: to };
            store.replace_secret(&attempt, key, service, change, None, |_| Ok(())).await.unwrap()
        };
        assert!(!replace("h0", "h2").await);
        assert!(
            !store.replace_admin_key(&attempt(&store).await, key, service, "h0", &admin_key).await.unwrap()
        );
        assert!(replace("h1", "h2").await);
        assert!(!replace("h1", "h3").await);
        assert!(
            store.replace_admin_key(&attempt(&store).await, key, service, "h2", &admin_key).await.unwrap()
        );
        assert_eq!(store.secret_hash(key, service).await.unwrap().as_deref(), Some("h2"));
        assert_eq!(store.secret_hash(key, Service::Geofencing).await.unwrap(), None);
    }

    #[tokio::test]
    async fn consents_change_by_the_admin_key_in_force_and_are_shared_by_both_services() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key_digest).await.unwrap().unwrap();
        let (live, dead) = (admin_key(), admin_key());
        let service = Service::Geofencing;
        store.register(&attempt(&store).await, key, service, "h", &live).await.unwrap();
        let give = Consent { positions: Some(true), transitions: None };
        assert!(
            !store.change_consents(&attempt(&store).await, key, service, &dead.digest, give).await.unwrap()
        );
        let other = Service::LocationHistory;
        assert!(
            !store.change_consents(&attempt(&store).await, key, other, &live.digest, give).await.unwrap()
        );
        let none = Consents { positions: false, transitions: false };
        assert_eq!(store.consents(key).await.unwrap(), none);
        assert!(
            store.change_consents(&attempt(&store).await, key, service, &live.digest, give).await.unwrap()
        );
        assert_eq!(store.consents(key).await.unwrap(), Consents { positions: true, ..none });
    }

    #[tokio::test]
    async fn sealed_admin_keys_are_forgotten_on_command() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key_digest).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        let kept = NewAdminKey { sealed: Some(b"sealed".to_vec()), ..admin_key() };
        store.register(&attempt(&store).await, key, service, "h1", &kept).await.unwrap();
        let replace = async |from, to| {
            let (attempt, mut kept) = (attempt(&store).await, None);
            let look = |replaced: &Replaced| {
                kept = replaced.sealed_admin_key.clone();
                Ok(())
            };
            let change = SecretChange { checked: from, new: to };
            assert!(store.replace_secret(&attempt, key, service, change, None, look).await.unwrap());
            kept
        };
        assert_eq!(replace("h1", "h2").await.as_deref(), Some(&b"sealed"[..]));
        store.forget_sealed_admin_keys().await.unwrap();
        assert_eq!(replace("h2", "h3").await, None);
        let digest = store.admin_key(key, service).await.unwrap().unwrap();
        assert!(digest.matches(&kept.digest), "it goes on working");
    }

    #[tokio::test]
    async fn revoked_credentials_are_as_unknown_ones() {
        let (_directory, _file, store, first) = store().await;
        let client_id = first.access_key.client_id.as_str();
        let key = store.access_key(client_id, 0).await.unwrap().unwrap();
        let token = Made::token().unwrap();
        store.add_token(&Who::server(), key.id, &token.digest, 0, i64::MAX).await.unwrap();
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
        assert!(store.api_key(&first.api_key_digest).await.unwrap().is_none());
        assert!(store.access_key(client_id, 0).await.unwrap().is_none());
        assert!(store.token(&token.digest, 1).await.unwrap().is_none());
        // Not only because it is gone.
        store.add_token(&Who::server(), key.id, &token.digest, 0, i64::MAX).await.unwrap();
        assert!(store.token(&token.digest, 1).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn an_access_key_and_its_tokens_end_together() {
        let (_directory, _file, store, _first) = store().await;
        let made = NewAccessKey::make().unwrap();
        let bounds = Bounds { expires_at: Some(5000), ..Bounds::default() };
        store.add_access_key(&attempt(&store).await, "maria", &made, &bounds).await.unwrap();
        let key = store.access_key(&made.client_id, 4999).await.unwrap().unwrap();
        let token = Made::token().unwrap();
        store.add_token(&Who::server(), key.id, &token.digest, 4999, 8599).await.unwrap();
        assert!(store.token(&token.digest, 4999).await.unwrap().is_some());
        assert!(store.token(&token.digest, 5000).await.unwrap().is_none());
        assert!(store.access_key(&made.client_id, 5000).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_share_allows_what_it_says_and_nothing_more() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.access_key.client_id).await;
        let maria = another(&store, "maria", &Bounds::default()).await;
        let secret = created(&store, owner, "", shared_with("maria", false)).await;
        let access = async |who| store.access(who, secret).await.unwrap();
        assert_eq!(access(owner).await, Some(Access::Edit));
        assert_eq!(access(maria).await, Some(Access::View));
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::NoAccess
        );
        assert!(!store.list(maria, &Among::All, 0, 100).await.unwrap()[0].can_edit);

        let share = async |shares| {
            let change = RowChange { shares: Some(shares), ..RowChange::default() };
            match store
                .update_api_secret(
                    &attempt(&store).await,
                    owner,
                    secret,
                    &change,
                    |_| Ok(None),
                    |_, _| Ok(()),
                )
                .await
                .unwrap()
            {
                Update::Done { unknown, .. } => unknown,
                _ => panic!("its owner may share it"),
            }
        };
        assert_eq!(share(shared_with("maria", true)).await, [""; 0]);
        assert_eq!(access(maria).await, Some(Access::Edit));
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::Done
        );
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::AlreadySo
        );
        assert!(store.list(maria, &Among::All, 0, 100).await.unwrap()[0].can_edit);

        assert_eq!(share(shared_with("nobody", true)).await, ["nobody"], "in place of maria");
        assert_eq!(access(maria).await, Some(Access::None));
        assert!(store.list(maria, &Among::All, 0, 100).await.unwrap().is_empty());
        assert_eq!(store.access(maria, secret + 1).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_limited_access_key_reaches_its_items_and_what_it_makes() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.access_key.client_id).await;
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

        let key = NewAccessKey::make().unwrap();
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

    #[tokio::test]
    async fn an_update_changes_what_is_given_and_a_code_is_unique_per_owner() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.access_key.client_id).await;
        let maria = another(&store, "maria", &Bounds::default()).await;
        created(&store, owner, "taken", Vec::new()).await;
        let id = created(&store, owner, "own", shared_with("maria", true)).await;
        let code = |code: &str| RowChange {
            texts: ApiSecretTexts { identifier_code: Some(code.into()), ..ApiSecretTexts::default() },
            ..RowChange::default()
        };
        let update = async |change: RowChange| {
            // By somebody else: the owner's codes count, not the editor's.
            match store
                .update_api_secret(&attempt(&store).await, maria, id, &change, |_| Ok(None), |_, _| Ok(()))
                .await
                .unwrap()
            {
                Update::Done { now, .. } => Some(now.texts),
                Update::CodeTaken => None,
                _ => panic!("she may edit it"),
            }
        };
        assert!(update(code("taken")).await.is_none());
        assert_eq!(update(code("own")).await.unwrap().identifier_code, "own");
        let texts = ApiSecretTexts { name: Some("n".into()), ..ApiSecretTexts::default() };
        let name = RowChange { texts, ..RowChange::default() };
        let texts = update(name).await.unwrap();
        assert_eq!((texts.name.as_str(), texts.identifier_code.as_str()), ("n", "own"));
        assert_eq!(update(code("")).await.unwrap().identifier_code, "");
        assert_eq!(update(RowChange::default()).await.unwrap().name, "n");
    }

    #[tokio::test]
    async fn a_sealed_text_that_was_moved_to_another_row_does_not_open() {
        let (_directory, _file, store, first) = store().await;
        let (caller, key) = (caller(&store, &first.access_key.client_id).await, MasterKey::new(&[7; 32]));
        let owner = caller.user.get();
        for text in ["mine", "yours"] {
            let seal = |id| {
                key.seal_findable(AssociatedData::ApiSecret { owner, id }, &Secret::from(text)).map(Some)
            };
            let attempt = attempt(&store).await;
            store
                .create_api_secret(&attempt, caller, &NewRow::of(ApiSecretTexts::default()), seal, |_| Ok(()))
                .await
                .unwrap();
        }
        let open = async || {
            let (_, stored) = store.read(caller, 1).await.unwrap().unwrap();
            key.open(AssociatedData::ApiSecret { owner, id: 1 }, &stored.sealed.unwrap())
        };
        assert!(open().await.unwrap() == Secret::from("mine"));
        let swap =
            "UPDATE api_secrets SET client_secret = (SELECT client_secret FROM api_secrets WHERE id = 2)
                    WHERE id = 1";
        execute(&store, swap).await;
        assert!(matches!(open().await, Err(SealError::NotAuthentic)));
    }

    #[tokio::test]
    async fn what_cannot_be_sealed_leaves_nothing() {
        let (_directory, _file, store, first) = store().await;
        let caller = caller(&store, &first.access_key.client_id).await;
        let row = NewRow::of(ApiSecretTexts::default());
        let failed = store
            .create_api_secret(
                &attempt(&store).await,
                caller,
                &row,
                |_| Err(SealError::Malformed),
                |_| Ok(()),
            )
            .await;
        assert!(matches!(failed, Err(StoreError::Seal(_))));
        let rows = [NewRow::of(ApiSecretTexts::default()), NewRow::of(ApiSecretTexts::default())];
        let second = |index, _| if index == 1 { Err(SealError::Malformed) } else { Ok(None) };
        assert!(matches!(
            store.import(&attempt(&store).await, caller.user, &rows, false, Repeated::Store, second).await,
            Err(StoreError::Seal(_))
        ));
        assert!(store.list(caller, &Among::All, 0, 100).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_import_says_what_became_of_each_row_and_an_export_goes_on_where_it_ended() {
        let (_directory, _file, store, _first) = store().await;
        let owner = store.user(&attempt(&store).await, "maria").await.unwrap();
        assert_eq!(store.user(&attempt(&store).await, "maria").await.unwrap(), owner);
        let row = |code: &str| {
            NewRow::of(ApiSecretTexts { identifier_code: code.into(), ..ApiSecretTexts::default() })
        };
        let rows = [row("a"), row("a"), row(""), NewRow { shares: shared_with("x", true), ..row("") }];
        let creations = store
            .import(&attempt(&store).await, owner, &rows, false, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        let stored = |creation: &Creation| match creation {
            Creation::Stored { id, unknown } => Some((*id, unknown.join(","))),
            Creation::CodeTaken | Creation::ImportedBefore => None,
        };
        let [first, None, second, third] = [0, 1, 2, 3].map(|index| stored(&creations[index])) else {
            panic!("{creations:?}")
        };
        let [first, second, third] = [first, second, third].map(Option::unwrap);
        assert_eq!([&first.1, &second.1, &third.1], ["", "", "x"]);
        let (first, second, third) = (first.0, second.0, third.0);
        let strictly = store
            .import(&attempt(&store).await, owner, &rows, true, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        assert_eq!(strictly, [Creation::CodeTaken]);
        let ids = async |user, after, limit| {
            let rows = store.export(user, after, limit).await.unwrap();
            rows.iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, 0, 2).await, [first, second]);
        assert_eq!(ids(Some("maria"), second, 2).await, [third]);
        assert_eq!(ids(Some("admin"), 0, 2).await, [0; 0]);
    }

    #[tokio::test]
    async fn a_use_is_written_when_the_store_is_closed_and_never_goes_back() {
        let (_directory, file, store, first) = store().await;
        let caller = caller(&store, &first.access_key.client_id).await;
        let id = created(&store, caller, "", Vec::new()).await;
        store.used(Used::ApiSecret(id));
        store.close().await;
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        let last = async || store.export(None, 0, 1).await.unwrap()[0].stored.last_used_at;
        assert!(last().await.is_some());
        execute(&store, "UPDATE api_secrets SET last_used_at = 9223372036854775807").await;
        store.used(Used::ApiSecret(id));
        store.uses.write().await;
        assert_eq!(last().await, Some(i64::MAX));
    }

    #[tokio::test]
    async fn an_older_schema_is_upgraded_by_a_server_only() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let refused = Store::open(&file, Upgrade::Refused).await.err();
        assert!(matches!(refused, Some(StoreError::OlderSchema { found: 0 })));
        let store = Store::open(&file, Upgrade::Allowed).await.unwrap();
        assert_eq!(
            number(&store, "SELECT user_version FROM pragma_user_version").await,
            i64::from(migrations::LATEST)
        );
        store.close().await;
        let store = Store::open(&file, Upgrade::Refused).await.unwrap();
        assert_eq!(number(&store, "SELECT count(*) FROM api_secrets").await, 0);
    }

    #[tokio::test]
    async fn the_first_schema_keeps_its_data_when_it_is_upgraded() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let (key, secret) = (Digest::of(&Secret::from("key")), Digest::of(&Secret::from("secret")));
        let Location::File(path) = &file else { panic!() };
        let connection = sqlite::connect(path).unwrap();
        migrations::sqlite_up_to(&connection, 0, 1).unwrap();
        insert_check(&connection);
        for sql in [
            "INSERT INTO api_keys VALUES (1, ?1, 7, NULL)",
            "INSERT INTO configurations VALUES (1, 'locationHistory', 'hash', ?1, 7, 7)",
            "INSERT INTO users VALUES (5, 'maria', 7)",
            "INSERT INTO access_keys VALUES (3, 5, 'client', ?2, 7, NULL)",
            "INSERT INTO tokens VALUES (?2, 3, 1000)",
            "INSERT INTO api_secrets VALUES (9, 5, 'n', 'u', 'c', x'00', 'code', 'm', 't', 'notes', 1, 0, 0, 7, 7)",
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            for (name, digest) in [("?1", &key), ("?2", &secret)] {
                if let Some(index) = statement.parameter_index(name).unwrap() {
                    statement.raw_bind_parameter(index, digest.as_bytes()).unwrap();
                }
            }
            statement.raw_execute().unwrap();
        }
        drop(connection);
        let refused = Store::open(&file, Upgrade::Refused).await.err();
        assert!(matches!(refused, Some(StoreError::OlderSchema { found: 1 })));

        let store = upgraded(&file).await;
        let api_key = store.api_key(&key).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        assert_eq!(store.secret_hash(api_key, service).await.unwrap().as_deref(), Some("hash"));
        assert!(store.admin_key(api_key, service).await.unwrap().unwrap().matches(&key));
        assert!(!store.consents(api_key).await.unwrap().positions);
        let token = store.token(&secret, 999).await.unwrap().unwrap();
        assert_eq!(token.caller.user, UserId(5));
        assert!(token.networks.contain(None), "from everywhere, as before");
        assert_eq!(store.access_keys().await.unwrap()[0].bounds, Bounds::default());
        assert_eq!(store.access(token.caller, 9).await.unwrap(), Some(Access::Edit));
        let (_, stored) = store.read(token.caller, 9).await.unwrap().unwrap();
        assert!(stored.need_justify && !stored.need_approval && !stored.active);
        assert_eq!((stored.texts.identifier_code.as_str(), stored.last_used_at), ("code", None));
        assert_eq!(stored.sealed.as_deref(), Some(&[0][..]));
        assert_eq!(store.unindexed(0, 10).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [9]);
        assert_eq!(created(&store, token.caller, "", Vec::new()).await, 10, "numbers go on");
    }

    #[tokio::test]
    async fn who_switched_what_and_when_is_taken_from_the_log_of_an_older_program() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let Location::File(path) = &file else { panic!() };
        let connection = sqlite::connect(path).unwrap();
        migrations::sqlite_up_to(&connection, 0, 9).unwrap();
        insert_check(&connection);
        connection
            .execute_batch(
                "INSERT INTO users VALUES (5, 'maria', 0);
                 INSERT INTO access_keys (id, user_id, client_id, secret_digest, created_at) VALUES (3, 5, 'c1', x'00', 0);
                 INSERT INTO api_secrets (id, owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
                     SELECT value, 5, '', '', '', '', '', '', 0, 0 FROM json_each('[1, 2, 3]')",
            )
            .unwrap();
        for (id, (time, actor, action, target, event)) in (1_i64..).zip([
            (1_000, "access-key:c1", "deactivate", "api-secret:1", "attempt"),
            (1_500, "access-key:c1", "deactivate", "api-secret:1", "done"),
            (2_500, "access-key:gone", "activate", "api-secret:2", "done"),
            (3_500, "access-key:c1", "deactivate", "api-secret:1", "already"),
            (4_500, "access-key:c1", "update", "api-secret:1", "done"),
            (5_500, "access-key:c1", "activate", "api-secret:12", "done"),
        ]) {
            let sql = "INSERT INTO audit (id, time, actor, action, target, event, count, hash, mac)
                       VALUES (?, ?, ?, ?, ?, ?, 1, x'00', x'00')";
            connection.execute(sql, (id, time, actor, action, target, event)).unwrap();
        }
        drop(connection);
        let store = Store::open(&file, Upgrade::Allowed).await.unwrap();
        let rows = query("SELECT switched_at, switched_by FROM api_secrets ORDER BY id");
        let rows = rows.fetch_all(&mut store.database.read().await.unwrap()).await.unwrap();
        let switched: Vec<(Option<i64>, Option<i64>)> =
            rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())).collect();
        assert_eq!(switched, [(Some(1), Some(5)), (Some(2), None), (None, None)]);
    }

    #[tokio::test]
    async fn tags_of_an_older_program_are_indexed_as_new_ones_are() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let Location::File(path) = &file else { panic!() };
        let connection = sqlite::connect(path).unwrap();
        migrations::sqlite_up_to(&connection, 0, 3).unwrap();
        insert_check(&connection);
        let texts =
            ["", " , ,", "a", "a,a, a ", "\u{a0}\u{3000}b c\t,d\u{2003}", &format!("{},e", "é".repeat(300))];
        connection.execute_batch("INSERT INTO users VALUES (1, 'admin', 0)").unwrap();
        for (id, text) in (1_i64..).zip(texts) {
            let sql = "INSERT INTO api_secrets
                     (id, owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
                 VALUES (?, 1, '', '', '', '', ?, '', 0, 0)";
            connection.execute(sql, (id, text)).unwrap();
        }
        drop(connection);
        let store = upgraded(&file).await;
        let old = async |id: i64| {
            let rows = query("SELECT tag FROM tags WHERE api_secret_id = $1 ORDER BY tag").bind(id);
            let rows = rows.fetch_all(&mut store.database.read().await.unwrap()).await.unwrap();
            rows.iter().map(|row| row.get(0).unwrap()).collect::<Vec<String>>()
        };
        let owner = store.user(&attempt(&store).await, "admin").await.unwrap();
        let rows: Vec<_> = texts
            .map(|tags| NewRow::of(ApiSecretTexts { tags: tags.into(), ..ApiSecretTexts::default() }))
            .into();
        store
            .import(&attempt(&store).await, owner, &rows, true, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        for id in 1..=6 {
            assert_eq!(old(id).await, old(id + 6).await, "{id}");
        }
        assert_eq!(old(4).await, ["a"]);
        assert_eq!(old(5).await, ["b c", "d"]);
        assert_eq!(old(6).await, ["e".to_owned(), "é".repeat(200)]);
    }

    #[tokio::test]
    async fn a_fingerprint_is_added_to_the_value_that_it_was_made_of_and_to_no_later_one() {
        let (_directory, _file, store, first) = store().await;
        let (owner, key) = (caller(&store, &first.access_key.client_id).await, MasterKey::new(&[7; 32]));
        let seal = |text: &str| key.seal_findable(AssociatedData::Check, &Secret::from(text)).map(Some);
        let row = NewRow::of(ApiSecretTexts::default());
        for text in ["one", "other", "one"] {
            store
                .create_api_secret(&attempt(&store).await, owner, &row, |_| seal(text), |_| Ok(()))
                .await
                .unwrap();
        }
        let whole = |text: &str| key.fingerprints(&FullFingerprint::of(&Secret::from(text)))[1].clone();
        let find = async |text| {
            let found = store.find(owner, &[[whole(text), whole(text)]], key.id()).await.unwrap();
            (found.found[0].iter().map(|row| row.id).collect::<Vec<_>>(), found.complete)
        };
        assert_eq!(find("one").await, (vec![1, 3], true));
        execute(&store, "UPDATE api_secrets SET fingerprint = NULL").await;
        assert_eq!(find("one").await, (vec![], false), "it does not claim to know");
        let read = store.unindexed(0, 2).await.unwrap();
        assert_eq!(read.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 2], "in pieces");
        let update = store
            .update_api_secret(
                &attempt(&store).await,
                owner,
                1,
                &RowChange::default(),
                |_| seal("replaced"),
                |_, _| Ok(()),
            )
            .await
            .unwrap();
        assert!(matches!(update, Update::Done { .. }));
        let made: Vec<_> = read.into_iter().zip([whole("one"), whole("other")]).collect();
        store.index(&made).await.unwrap();
        assert_eq!(find("one").await, (vec![], false), "the first one has another value by now");
        assert_eq!(find("replaced").await.0, [1]);
        let rest = store.unindexed(2, 2).await.unwrap();
        store.index(&rest.into_iter().zip([whole("one")]).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(find("one").await, (vec![3], true));
        assert_eq!(find("other").await, (vec![2], true));
    }
}
