//! The numbered steps from an empty database to the present schema, for either database. Steps of the
//! same number lead to the same tables.
//!
//! The number of the last step that was taken stands in SQLite's `user_version` or in PostgreSQL's
//! table `latchboard_schema`, and is written in the same transaction as the step. A step that was
//! released is never edited; a new one follows, for both.

use rusqlite::Connection;

use super::session::Session;
use super::sql::query;
use super::{APPLICATION_ID, StoreError, Upgrade};

const COUNT: usize = 12;

/// Step `n` stands at index `n - 1`.
const SQLITE: [&str; COUNT] = [
    include_str!("migrations/sqlite/0001_first.sql"),
    include_str!("migrations/sqlite/0002_vault_users.sql"),
    include_str!("migrations/sqlite/0003_attempts.sql"),
    include_str!("migrations/sqlite/0004_find.sql"),
    include_str!("migrations/sqlite/0005_audit.sql"),
    include_str!("migrations/sqlite/0006_idempotency.sql"),
    include_str!("migrations/sqlite/0007_tokens.sql"),
    include_str!("migrations/sqlite/0008_imports.sql"),
    include_str!("migrations/sqlite/0009_budgets.sql"),
    include_str!("migrations/sqlite/0010_inventory.sql"),
    include_str!("migrations/sqlite/0011_lanes.sql"),
    include_str!("migrations/sqlite/0012_pruned.sql"),
];

const POSTGRES: [&str; COUNT] = [
    include_str!("migrations/postgres/0001_first.sql"),
    include_str!("migrations/postgres/0002_vault_users.sql"),
    include_str!("migrations/postgres/0003_attempts.sql"),
    include_str!("migrations/postgres/0004_find.sql"),
    include_str!("migrations/postgres/0005_audit.sql"),
    include_str!("migrations/postgres/0006_idempotency.sql"),
    include_str!("migrations/postgres/0007_tokens.sql"),
    include_str!("migrations/postgres/0008_imports.sql"),
    include_str!("migrations/postgres/0009_budgets.sql"),
    include_str!("migrations/postgres/0010_inventory.sql"),
    include_str!("migrations/postgres/0011_lanes.sql"),
    include_str!("migrations/postgres/0012_pruned.sql"),
];

/// The version that this program works with.
#[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
pub(super) const LATEST: u32 = COUNT as u32;

/// Whether steps are missing, if they may be taken.
pub(super) fn missing(found: u32, upgrade: Upgrade) -> Result<bool, StoreError> {
    if found > LATEST {
        return Err(StoreError::NewerSchema { found });
    }
    if found < LATEST && upgrade == Upgrade::Refused {
        return Err(StoreError::OlderSchema { found });
    }
    Ok(found < LATEST)
}

/// The version of the schema in an SQLite file; 0 when it is empty.
pub(super) fn version_of_sqlite(connection: &Connection) -> Result<u32, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    u32::try_from(version).map_err(|_| StoreError::Damaged("the schema's version is negative"))
}

/// Takes the steps that are missing. Call it inside a transaction.
pub(super) fn upgrade_sqlite(connection: &Connection) -> Result<(), StoreError> {
    let found = version_of_sqlite(connection)?;
    if missing(found, Upgrade::Allowed)? {
        sqlite_up_to(connection, found as usize, COUNT)?;
    }
    Ok(())
}

/// Takes the steps behind `found` up to `version`; the latest one, but for those who want to see what
/// later ones make of the data.
pub(super) fn sqlite_up_to(connection: &Connection, found: usize, version: usize) -> Result<(), StoreError> {
    for step in &SQLITE[found..version] {
        connection.execute_batch(step)?;
    }
    // PRAGMA takes no parameters; both numbers are our own constants.
    let marks = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}");
    connection.execute_batch(&marks)?;
    Ok(())
}

/// Takes the steps behind `found`. Call it inside a transaction that holds the lock.
pub(super) async fn upgrade_postgres(session: &mut Session, found: u32) -> Result<(), StoreError> {
    for step in POSTGRES.iter().skip(found as usize) {
        session.run(step).await?;
    }
    let version = query("UPDATE latchboard_schema SET version = $1").bind(i64::from(LATEST));
    session.execute(&version).await?;
    Ok(())
}
