//! Fingerprints for the API secrets of an older program, which kept none. In the background and in
//! pieces, so that nobody waits for it; until it is done, `find` says that it may not know all.

use std::time::Duration;

use latchboard_contract::FullFingerprint;
use latchboard_store::crypto::{AssociatedData, MasterKey};
use latchboard_store::{Store, StoreError};

use crate::rotation;

/// How many are done together.
const PIECE: u32 = 500;
/// How long to wait after a failure of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Goes on until every value has its fingerprint, or the server ends.
pub(crate) async fn run(store: &Store, master_key: &MasterKey) {
    let (mut after, mut done) = (0, 0_usize);
    loop {
        match piece(store, master_key, after).await {
            Ok(Some((last, count))) => (after, done) = (last, done + count),
            Ok(None) => break,
            Err(StoreError::Closed) => return,
            Err(StoreError::KeyChanged) if rotation::learn(store, master_key).await.is_ok() => {}
            Err(error) => {
                tracing::warn!(%error, "fingerprints could not be made; going on in a moment");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    if done > 0 {
        tracing::info!(count = done, "API secrets of an earlier version can be found by fingerprint now");
    }
}

/// The last one of a piece and how many of it were done; none when there is none left.
async fn piece(
    store: &Store,
    master_key: &MasterKey,
    after: i64,
) -> Result<Option<(i64, usize)>, StoreError> {
    let rows = store.unindexed(after, PIECE).await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(None) };
    let mut fingerprints = Vec::with_capacity(rows.len());
    for row in rows {
        let context = AssociatedData::ApiSecret { owner: row.owner.get(), id: row.id };
        match master_key.open(context, &row.sealed) {
            Ok(secret) => {
                let [_, current] = master_key.fingerprints(&FullFingerprint::of(&secret));
                fingerprints.push((row, current));
            }
            // Passed over; so `find` never says that it is complete.
            Err(error) => tracing::error!(id = row.id, %error, "an API secret cannot be opened"),
        }
    }
    store.index(&fingerprints).await?;
    Ok(Some((last, fingerprints.len())))
}
