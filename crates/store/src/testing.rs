//! What tests of several nouns begin with.

use std::fs;
use std::path::Path;

use latchboard_contract::Secret;
use latchboard_contract::audit::Action;
use latchboard_contract::endpoint::{ApiSecretTexts, Share};
use tempfile::TempDir;

use crate::audit::{Attempt, Who};
use crate::crypto::{AssociatedData, Digest, MasterKey, random};
use crate::database::facts::KEY_CHECK;
use crate::database::sql::query;
use crate::{
    Beginning, Bounds, Caller, Grant, Location, NewAccessKey, NewAdminKey, NewRow, Store, StoreError, Upgrade,
};

pub(crate) const KEY: [u8; 32] = [7; 32];

/// What a store was filled with.
pub(crate) struct First {
    pub(crate) api_key: Digest,
    pub(crate) client_id: String,
}

/// A store with first credentials, in a directory that goes away with it.
pub(crate) async fn store() -> (TempDir, Location, Store, First) {
    let directory = tempfile::tempdir().unwrap();
    let file = empty(directory.path());
    let (api_key, access_key) = (digest(), new_access_key());
    let first = First { api_key, client_id: access_key.client_id.clone() };
    let beginning = Beginning { key_check: key_check(), api_key, access_key };
    assert!(Store::create(&file, || Ok::<_, StoreError>(beginning)).await.unwrap());
    let store = open(&file).await;
    (directory, file, store, first)
}

/// As a command beside a server does.
pub(crate) async fn open(location: &Location) -> Store {
    let store = Store::open(location, Upgrade::Refused).await.unwrap();
    store.open_audit(&MasterKey::new(&KEY)).await.unwrap();
    store
}

fn key_check() -> Vec<u8> {
    MasterKey::new(&KEY).seal(AssociatedData::Check, &Secret::from("")).unwrap()
}

/// Of a secret that nobody knows.
pub(crate) fn digest() -> Digest {
    Digest::of(&random::alphanumeric(48).unwrap())
}

pub(crate) fn new_access_key() -> NewAccessKey {
    NewAccessKey { client_id: random::alphanumeric(32).unwrap().expose().to_owned(), secret: digest() }
}

pub(crate) fn empty(directory: &Path) -> Location {
    let file = directory.join("db");
    fs::write(&file, "").unwrap();
    Location::File(file)
}

/// What a database begins with, whatever its schema.
pub(crate) fn insert_check(connection: &rusqlite::Connection) {
    connection.execute("INSERT INTO facts VALUES (?, ?)", (KEY_CHECK, key_check())).unwrap();
}

/// What an older program left, as a server opens it.
pub(crate) async fn upgraded(file: &Location) -> Store {
    let store = Store::open(file, Upgrade::Allowed).await.unwrap();
    store.open_audit(&MasterKey::new(&KEY)).await.unwrap();
    store
}

pub(crate) async fn attempt(store: &Store) -> Attempt {
    store.attempt(&Who::server(), Action::Import, None).await.unwrap()
}

pub(crate) async fn number(store: &Store, sql: &'static str) -> i64 {
    query(sql).fetch_one(&mut store.database.read().await.unwrap()).await.unwrap()
}

pub(crate) async fn execute(store: &Store, sql: &'static str) {
    query(sql).once(&store.database).await.unwrap();
}

/// Somebody who signs in with this access key.
pub(crate) async fn caller(store: &Store, client_id: &str) -> Caller {
    let key = store.access_key(client_id, 0).await.unwrap().unwrap();
    let token = digest();
    store.add_token(&Who::server(), key.id, &token, 0, i64::MAX).await.unwrap();
    store.token(&token, 0).await.unwrap().unwrap().caller
}

/// A caller with an access key of its own.
pub(crate) async fn another(store: &Store, user: &str, bounds: &Bounds) -> Caller {
    let key = new_access_key();
    assert_eq!(store.add_access_key(&attempt(store).await, user, &key, bounds).await.unwrap(), Grant::Done);
    caller(store, &key.client_id).await
}

pub(crate) async fn created(store: &Store, caller: Caller, code: &str, shares: Vec<Share>) -> i64 {
    let texts = ApiSecretTexts { identifier_code: code.into(), ..ApiSecretTexts::default() };
    let row = NewRow { shares, ..NewRow::of(texts) };
    let attempt = attempt(store).await;
    let created = store.create_api_secret(&attempt, caller, &row, |_| Ok(None), |_| Ok(())).await.unwrap();
    created.map(|created| created.id).unwrap_or_else(|| panic!("{code} is taken"))
}

pub(crate) fn shared_with(name: &str, can_edit: bool) -> Vec<Share> {
    vec![Share { name: name.into(), can_edit }]
}

pub(crate) fn admin_key() -> NewAdminKey {
    NewAdminKey { digest: digest(), sealed: None }
}
