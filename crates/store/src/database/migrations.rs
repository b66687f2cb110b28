//! The numbered steps from an empty database to the present schema, for either database. Steps of the
//! same number lead to the same tables.
//!
//! The number of the last step that was taken stands in SQLite's `user_version` or in PostgreSQL's
//! table `latchboard_schema`, and is written in the same transaction as the step. A step that was
//! released is never edited; a new one follows, for both.

use rusqlite::Connection;

use super::session::Session;
use super::sql::query;
use crate::StoreError;

/// Marks a database file as ours: `LTCH` in the header field that SQLite has for it.
pub const APPLICATION_ID: u32 = u32::from_be_bytes(*b"LTCH");

/// What may be done to the schema when a database is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Upgrade {
    /// Bring it up to date: only a server may.
    Allowed,
    /// Refuse an older one.
    Refused,
}

const COUNT: usize = StoreError::KNOWN_SCHEMA as usize;

/// Step `n` stands at index `n - 1`.
const SQLITE: [&str; COUNT] = [
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_vault_users.sql"),
    include_str!("../../migrations/sqlite/0003_attempts.sql"),
    include_str!("../../migrations/sqlite/0004_find.sql"),
    include_str!("../../migrations/sqlite/0005_audit.sql"),
    include_str!("../../migrations/sqlite/0006_idempotency.sql"),
    include_str!("../../migrations/sqlite/0007_tokens.sql"),
    include_str!("../../migrations/sqlite/0008_imports.sql"),
    include_str!("../../migrations/sqlite/0009_budgets.sql"),
    include_str!("../../migrations/sqlite/0010_inventory.sql"),
    include_str!("../../migrations/sqlite/0011_lanes.sql"),
    include_str!("../../migrations/sqlite/0012_pruned.sql"),
    include_str!("../../migrations/sqlite/0013_versions.sql"),
];

const POSTGRES: [&str; COUNT] = [
    include_str!("../../migrations/postgres/0001_first.sql"),
    include_str!("../../migrations/postgres/0002_vault_users.sql"),
    include_str!("../../migrations/postgres/0003_attempts.sql"),
    include_str!("../../migrations/postgres/0004_find.sql"),
    include_str!("../../migrations/postgres/0005_audit.sql"),
    include_str!("../../migrations/postgres/0006_idempotency.sql"),
    include_str!("../../migrations/postgres/0007_tokens.sql"),
    include_str!("../../migrations/postgres/0008_imports.sql"),
    include_str!("../../migrations/postgres/0009_budgets.sql"),
    include_str!("../../migrations/postgres/0010_inventory.sql"),
    include_str!("../../migrations/postgres/0011_lanes.sql"),
    include_str!("../../migrations/postgres/0012_pruned.sql"),
    include_str!("../../migrations/postgres/0013_versions.sql"),
];

/// Whether steps are missing, if they may be taken.
pub(crate) fn missing(found: u32, upgrade: Upgrade) -> Result<bool, StoreError> {
    if found > StoreError::KNOWN_SCHEMA {
        return Err(StoreError::NewerSchema { found });
    }
    if found < StoreError::KNOWN_SCHEMA && upgrade == Upgrade::Refused {
        return Err(StoreError::OlderSchema { found });
    }
    Ok(found < StoreError::KNOWN_SCHEMA)
}

/// The version of the schema in an SQLite file; 0 when it is empty.
pub(crate) fn version_of_sqlite(connection: &Connection) -> Result<u32, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    u32::try_from(version).map_err(|_| StoreError::Damaged("the schema's version is negative"))
}

/// Takes the steps that are missing. Call it inside a transaction.
pub(crate) fn upgrade_sqlite(connection: &Connection) -> Result<(), StoreError> {
    let found = version_of_sqlite(connection)?;
    if missing(found, Upgrade::Allowed)? {
        sqlite_up_to(connection, found as usize, COUNT)?;
    }
    Ok(())
}

/// Takes the steps behind `found` up to `version`; the latest one, but for those who want to see what
/// later ones make of the data.
pub(crate) fn sqlite_up_to(connection: &Connection, found: usize, version: usize) -> Result<(), StoreError> {
    for step in &SQLITE[found..version] {
        connection.execute_batch(step)?;
    }
    // PRAGMA takes no parameters; both numbers are our own constants.
    let marks = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}");
    connection.execute_batch(&marks)?;
    Ok(())
}

/// Takes the steps behind `found`. Call it inside a transaction that holds the lock.
pub(crate) async fn upgrade_postgres(session: &mut Session, found: u32) -> Result<(), StoreError> {
    for step in POSTGRES.iter().skip(found as usize) {
        session.run(step).await?;
    }
    let version =
        query("UPDATE latchboard_schema SET version = $1").bind(i64::from(StoreError::KNOWN_SCHEMA));
    session.execute(&version).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::configuration::Service;

    use super::sqlite_up_to;
    use crate::crypto::Digest;
    use crate::database::sqlite;
    use crate::testing::{created, empty, insert_check, number, upgraded};
    use crate::{Access, Bounds, Location, Store, StoreError, Upgrade, UserId};

    #[tokio::test]
    async fn an_older_schema_is_upgraded_by_a_server_only() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let refused = Store::open(&file, Upgrade::Refused).await.err();
        assert!(matches!(refused, Some(StoreError::OlderSchema { found: 0 })));
        let store = Store::open(&file, Upgrade::Allowed).await.unwrap();
        assert_eq!(
            number(&store, "SELECT user_version FROM pragma_user_version").await,
            i64::from(StoreError::KNOWN_SCHEMA)
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
        sqlite_up_to(&connection, 0, 1).unwrap();
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
        let (_, stored) = store.read(token.caller.into(), 9).await.unwrap().unwrap();
        assert!(stored.need_justify && !stored.need_approval && !stored.active);
        assert_eq!((stored.texts.identifier_code.as_str(), stored.last_used_at), ("code", None));
        assert_eq!(stored.sealed.as_deref(), Some(&[0][..]));
        assert_eq!(store.unindexed(0, 10).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [9]);
        assert_eq!(created(&store, token.caller, "", Vec::new()).await, 10, "numbers go on");
    }
}
