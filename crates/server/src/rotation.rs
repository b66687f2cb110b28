//! Another master key in place of the present one: the command that does it, and how a running server
//! gets to know.
//!
//! Resumable after a crash at any point: what has been done says the database, where every sealed
//! value carries the id of its key.

use std::io;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use latchboard_contract::Secret;
use latchboard_store::audit::Attempt;
use latchboard_store::crypto::{AssociatedData, KeyBytes, KeyFacts, MasterKey, sealed_with, written_key};
use latchboard_store::{SealedItem, Store, StoreError, StoredValue};

/// How many values are sealed anew together.
const PIECE: u32 = 500;
/// How often a server asks which key is in force.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// A line about every so many values.
const TELL_EVERY: i64 = 1_000;

/// How far a rotation is.
pub(crate) enum Progress {
    /// One that was interrupted goes on.
    Resumed,
    /// The new key is in force.
    InForce,
    /// API secrets that were looked at.
    Resealed { seen: i64, total: i64 },
}

/// Hears of it; an error ends the rotation, to be resumed.
pub(crate) type Report = fn(Progress) -> io::Result<()>;

/// Learns which key is in force. An error when none that is held belongs to the database: then this
/// server was away while the key was changed.
pub(crate) async fn learn(store: &Store, master_key: &MasterKey) -> Result<(), StoreError> {
    if master_key.learn(&store.key_facts().await?) { Ok(()) } else { Err(StoreError::KeyChanged) }
}

/// Keeps a server informed for as long as it runs: of the key, and of whether the schema still is its
/// own.
pub(crate) async fn watch(store: &Store, master_key: &MasterKey) {
    let (mut known, mut own) = (true, true);
    loop {
        tokio::time::sleep(ASK_EVERY).await;
        match store.check_schema().await {
            Ok(()) => own = true,
            Err(error @ StoreError::NewerSchema { .. }) if own => {
                own = false;
                tracing::error!(
                    %error,
                    "a newer program has upgraded the database: nothing is written any more; replace this program"
                );
            }
            Err(_) => {}
        }
        match store.key_in_force().await {
            Ok(id) if id == master_key.id() => known = true,
            Ok(_) => match learn(store, master_key).await {
                Ok(()) => {
                    known = true;
                    tracing::info!("another master key is in force, and known here");
                }
                Err(StoreError::KeyChanged) if known => {
                    known = false;
                    tracing::error!(
                        "another master key is in force, and not known here: start this server again with it"
                    );
                }
                Err(_) => {}
            },
            Err(StoreError::Closed) => return,
            // Others say so loudly enough.
            Err(_) => {}
        }
    }
}

/// Puts `new` in force where `old` is.
pub(crate) async fn begin(store: &Store, attempt: &Attempt, old: &KeyBytes, new: &KeyBytes) -> Result<()> {
    let (of_old, of_new) = (MasterKey::new(old), MasterKey::new(new));
    let facts = KeyFacts {
        check: of_new.seal(AssociatedData::Check, &Secret::from(""))?,
        next: Some(of_old.seal(AssociatedData::NextKey, &written_key(new))?),
        previous: Some(of_new.seal(AssociatedData::PreviousKey, &written_key(old))?),
    };
    store
        .begin_rotation(attempt, of_old.id(), &facts)
        .await
        .context("The new master key could not be put in force")
}

/// Seals everything anew that is not sealed with the key in force; how many values that were.
pub(crate) async fn reseal(store: &Store, master_key: &MasterKey, report: Report) -> Result<i64> {
    for item in store.sealed_items().await? {
        reseal_item(store, master_key, &item).await?;
    }
    let (total, mut seen, mut changed, mut after) = (store.count_of_values().await?, 0, 0, 0);
    loop {
        let piece = store.values(after, PIECE).await?;
        let Some(last) = piece.last().map(|row| row.id) else { break };
        let before = seen;
        seen += i64::try_from(piece.len()).unwrap_or_default();
        changed += reseal_values(store, master_key, piece).await?;
        after = last;
        if seen / TELL_EVERY > before / TELL_EVERY && changed > 0 {
            report(Progress::Resealed { seen, total })?;
        }
    }
    Ok(changed)
}

async fn reseal_item(store: &Store, master_key: &MasterKey, item: &SealedItem) -> Result<()> {
    if sealed_with(&item.sealed) == Some(master_key.id()) {
        return Ok(());
    }
    let text = master_key.open(item.context, &item.sealed)?;
    Ok(store.reseal_item(item, &master_key.seal(item.context, &text)?).await?)
}

async fn reseal_values(store: &Store, master_key: &MasterKey, piece: Vec<StoredValue>) -> Result<i64> {
    let mut values = Vec::new();
    for row in piece {
        if sealed_with(&row.sealed) == Some(master_key.id()) && !row.unindexed {
            continue;
        }
        let context = AssociatedData::ApiSecret { owner: row.owner.get(), id: row.id };
        let text = master_key.open(context, &row.sealed).with_context(|| {
            format!("API secret {} cannot be opened; the rotation goes on when it is put right", row.id)
        })?;
        let sealed = master_key.seal_findable(context, &text)?;
        values.push((row, sealed));
    }
    if !values.is_empty() {
        store.reseal(&values).await?;
    }
    Ok(i64::try_from(values.len()).unwrap_or_default())
}

/// Waits until `patience` has passed since `started`: so long every server that runs gets to learn of
/// the new key, and then writes nothing under the old one.
pub(crate) async fn settle(started: Instant, patience: Duration) {
    tokio::time::sleep(patience.saturating_sub(started.elapsed())).await;
}
