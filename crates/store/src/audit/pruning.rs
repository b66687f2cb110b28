//! Removes the first entries of the audit log, and keeps what the others go on from.

use std::collections::BTreeSet;

use latchboard_contract::audit::{ChainHash, Line, Pruned, SignedPruned};

use super::lanes::integer;
use crate::audit::Attempt;
use crate::database::sql::{from_row, query};
use crate::{Store, StoreError};

impl Store {
    /// Removes the entries that `pruned` is in place of. `before` is what was in place of those that were removed before;
    /// the last step of an attempt enters its end, and how many entries it removed.
    pub(crate) async fn remove_entries(
        &self,
        before: &str,
        pruned: &SignedPruned,
        end: Option<(&Attempt, u64)>,
    ) -> Result<(), StoreError> {
        let line = Line::Pruned(Box::new(pruned.clone())).write();
        let pruned = &pruned.pruned;
        let size = integer(pruned.size());
        let mut transaction = self.database.write().await?;
        let moved = query(
            "UPDATE audit_tree SET pruned = $1, goes_on_from = $2
             WHERE id = 1 AND goes_on_from = $3 AND size >= $1",
        );
        if moved.bind(size).bind(line).bind(before).execute(&mut transaction).await? == 0 {
            return Err(StoreError::Damaged("entries were removed by another process meanwhile"));
        }
        for lane in &pruned.lanes {
            query("DELETE FROM audit WHERE lane = $1 AND sequence <= $2")
                .bind(integer(lane.lane))
                .bind(integer(lane.sequence))
                .execute(&mut transaction)
                .await?;
            if lane.lane == 0 {
                let signatures = query("DELETE FROM audit_checkpoints WHERE id <= $1");
                signatures.bind(integer(lane.sequence)).execute(&mut transaction).await?;
            }
        }
        query("DELETE FROM audit_spans WHERE first + count - 1 <= $1")
            .bind(size)
            .execute(&mut transaction)
            .await?;
        // The one that has entries on both sides.
        query(
            "UPDATE audit_spans
             SET first = $1 + 1, lane_first = lane_first + $1 + 1 - first, count = count - ($1 + 1 - first)
             WHERE first <= $1",
        )
        .bind(size)
        .execute(&mut transaction)
        .await?;
        for [first, lane, lane_first, count] in spans_kept(pruned) {
            query("INSERT INTO audit_spans (first, lane, lane_first, count) VALUES ($1, $2, $3, $4)")
                .bind(first)
                .bind(lane)
                .bind(lane_first)
                .bind(count)
                .execute(&mut transaction)
                .await?;
        }
        match end {
            Some((attempt, count)) => self.commit_of(transaction, attempt, None, count).await,
            None => transaction.commit().await,
        }
    }

    /// What the log goes on from, as a line of an export; empty where nothing was removed.
    pub(crate) async fn goes_on_from(&self) -> Result<String, StoreError> {
        let row = query("SELECT goes_on_from FROM audit_tree WHERE id = 1");
        Ok(row.fetch_optional(&mut self.database.read().await?).await?.unwrap_or_default())
    }

    /// The hash of the last entry of a lane that was removed, if it has that number there.
    pub(crate) async fn removed_end(
        &self,
        lane: u64,
        sequence: u64,
    ) -> Result<Option<ChainHash>, StoreError> {
        let Ok(Line::Pruned(signed)) = Line::read(&self.goes_on_from().await?) else { return Ok(None) };
        let end = signed.pruned.lanes.iter().find(|end| (end.lane, end.sequence) == (lane, sequence));
        Ok(end.map(|end| end.hash))
    }

    /// Whether the spans of entries that were removed are those that are kept.
    pub(crate) async fn keeps_spans_of(&self, pruned: &Pruned) -> Result<bool, StoreError> {
        let sql = "SELECT first, lane, lane_first, count FROM audit_spans WHERE first <= $1 ORDER BY first";
        let kept: Vec<Kept> =
            query(sql).bind(integer(pruned.size())).fetch_all(&mut self.database.read().await?).await?;
        Ok(kept.into_iter().map(|Kept(span)| span).eq(spans_kept(pruned)))
    }
}

/// A span: number, lane, number there, and how many.
struct Kept([i64; 4]);

from_row!(Kept: |first, lane, lane_first, count| Self([first, lane, lane_first, count]));

/// Of single entries that were removed and that others refer to: number, lane, number there, and one.
fn spans_kept(pruned: &Pruned) -> Vec<[i64; 4]> {
    let ends = pruned.lanes.iter().map(|end| [end.number, end.lane, end.sequence, 1]);
    let attempts = pruned.attempts.iter().map(|attempt| [attempt.number, attempt.lane, attempt.sequence, 1]);
    let spans: BTreeSet<_> = ends.chain(attempts).collect();
    spans.into_iter().map(|span| span.map(integer)).collect()
}
