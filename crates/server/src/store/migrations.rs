//! The numbered steps from an empty database to the present schema.
//!
//! The number of the last step that was taken stands in SQLite's `user_version`, and is written in
//! the same transaction as the step. A step that was released is never edited; a new one follows.

use sqlx::{Row, SqliteConnection};

use super::{APPLICATION_ID, StoreError};

/// Step `n` stands at index `n - 1`.
const STEPS: [&str; 3] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_vault_users.sql"),
    include_str!("migrations/0003_attempts.sql"),
];

/// The version that this program works with.
#[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
pub(super) const LATEST: u32 = STEPS.len() as u32;

/// The version of the schema in the database; 0 when it is empty.
pub(super) async fn version(connection: &mut SqliteConnection) -> Result<u32, StoreError> {
    let row = sqlx::query("PRAGMA user_version").fetch_one(connection).await?;
    u32::try_from(row.try_get::<i64, _>(0)?)
        .map_err(|_| StoreError::Damaged("the schema's version is negative"))
}

/// Takes the steps that are missing. Call it inside a transaction.
pub(super) async fn upgrade(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let found = version(connection).await?;
    if found > LATEST {
        return Err(StoreError::NewerSchema { found });
    }
    if found == LATEST {
        return Ok(());
    }
    for step in STEPS.iter().skip(found as usize) {
        sqlx::raw_sql(*step).execute(&mut *connection).await?;
    }
    // PRAGMA takes no parameters; both numbers are our own constants.
    let marks = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {LATEST}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(marks)).execute(connection).await?;
    Ok(())
}

/// Takes the steps up to `version` only, to see what later ones make of the data.
#[cfg(test)]
pub(super) async fn as_of(connection: &mut SqliteConnection, version: usize) -> Result<(), StoreError> {
    for step in &STEPS[..version] {
        sqlx::raw_sql(*step).execute(&mut *connection).await?;
    }
    let marks = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(marks)).execute(connection).await?;
    Ok(())
}
