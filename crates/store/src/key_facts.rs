//! Which master key is in force.

use crate::StoreError;
use crate::crypto::{KeyFacts, KeyId, sealed_with};
use crate::database::connection::Connection;
use crate::database::facts::{KEY_CHECK, NEXT_KEY, PREVIOUS_KEY};
use crate::database::sql::{from_row, query};

/// A single value, by its name.
struct Fact {
    name: String,
    value: Vec<u8>,
}

from_row!(Fact { name, value });

pub(crate) async fn facts(connection: &mut Connection) -> Result<KeyFacts, StoreError> {
    let rows: Vec<Fact> = query("SELECT name, value FROM facts WHERE name IN ($1, $2, $3)")
        .bind(KEY_CHECK)
        .bind(NEXT_KEY)
        .bind(PREVIOUS_KEY)
        .fetch_all(connection)
        .await?;
    let (mut check, mut next, mut previous) = (None, None, None);
    for Fact { name, value } in rows {
        match name.as_str() {
            NEXT_KEY => next = Some(value),
            PREVIOUS_KEY => previous = Some(value),
            _ => check = Some(value),
        }
    }
    let check = check.ok_or(StoreError::Damaged("the master key's check is missing"))?;
    Ok(KeyFacts { check, next, previous })
}

pub(crate) fn id_of(check: &[u8]) -> Result<KeyId, StoreError> {
    sealed_with(check).ok_or(StoreError::Damaged("the master key's check is none"))
}

/// The key that this transaction may write sealed things with: it stays in force until the end of it.
pub(crate) async fn key_in_force(transaction: &mut Connection) -> Result<KeyId, StoreError> {
    let locking = "SELECT value FROM facts WHERE name = $1 FOR SHARE";
    check(transaction.either(CHECK, locking), transaction).await
}

/// The key that is in force at this moment.
pub(crate) async fn key_of_now(connection: &mut Connection) -> Result<KeyId, StoreError> {
    check(CHECK, connection).await
}

/// As [`key_of_now`], which no other transaction may count on until this one ends: waits for those that do.
pub(crate) async fn claim_key(transaction: &mut Connection) -> Result<KeyId, StoreError> {
    let locking = "SELECT value FROM facts WHERE name = $1 FOR UPDATE";
    check(transaction.either(CHECK, locking), transaction).await
}

const CHECK: &str = "SELECT value FROM facts WHERE name = $1";

async fn check(sql: &'static str, connection: &mut Connection) -> Result<KeyId, StoreError> {
    let check: Option<Vec<u8>> = query(sql).bind(KEY_CHECK).fetch_optional(connection).await?;
    id_of(&check.ok_or(StoreError::Damaged("the master key's check is missing"))?)
}

/// Refuses what was sealed with another key than the one in force.
pub(crate) fn require(key: KeyId, sealed: &[u8]) -> Result<(), StoreError> {
    if sealed_with(sealed) == Some(key) { Ok(()) } else { Err(StoreError::KeyChanged) }
}
