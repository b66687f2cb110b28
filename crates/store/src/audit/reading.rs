//! The audit log as it is read: by number, by lane, and by what is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use latchboard_contract::audit::{
    ChainHash, Checkpoint, CheckpointKind, Entry, Event, Note, SignatureBytes, Signed, Unreadable,
};

use tokio::task::JoinHandle;

use super::lanes::integer;
use crate::Store;
use crate::StoreError;
use crate::database::Database;
use crate::database::sql::{Row, query};

/// Where the lanes of the audit log end, and how many entries have a number, as found at one moment.
pub(crate) struct AuditState {
    pub(crate) lanes: Vec<LaneState>,
    /// How many entries have a number; none when that is not known any more.
    pub(crate) size: Option<u64>,
    /// The signed checkpoint of that; none when it is none.
    pub(crate) note: Option<Note>,
    /// How many entries were removed.
    pub(crate) pruned: u64,
    /// What the others go on from, as a line of an export; none when it is no text.
    pub(crate) goes_on_from: Option<String>,
    /// The numbers that the first and the last signature of lane 0 are for, if there are any.
    pub(crate) checkpoints: Option<[u64; 2]>,
    /// How many entries the spans say that have a number.
    pub(crate) in_spans: u64,
    /// How many tiles there are, whole or not.
    pub(crate) tiles: u64,
    /// There are entries of a lane that there is not, or other rows that no server writes.
    pub(crate) has_strays: bool,
}

/// Where a lane ends, by its own record and in fact, as found.
pub(crate) struct LaneState {
    pub(crate) lane: u64,
    /// The number of the last entry, by the record.
    pub(crate) sequence: u64,
    /// Its hash; none when it is no hash.
    pub(crate) hash: Option<ChainHash>,
    /// The keyed hash of both.
    pub(crate) mac: Vec<u8>,
    /// The numbers of the first and the last entry that there is.
    pub(crate) first: Option<u64>,
    pub(crate) last: u64,
    /// The last that has a number in the log.
    pub(crate) numbered: u64,
}

/// An entry of the audit log, as found.
pub struct AuditRow {
    /// 0 is the one chain that all wrote once.
    pub lane: u64,
    /// Its number in the lane.
    pub sequence: u64,
    /// Its number in the log, and that of its attempt, where they were asked for.
    pub number: Option<u64>,
    /// The number in the log of the attempt that it ends, where that was asked for and is known.
    pub attempt: Option<u64>,
    /// What it says, if that is something that an entry can say.
    pub entry: Result<Entry, Unreadable>,
    /// None when it is no hash.
    pub hash: Option<ChainHash>,
    /// The keyed hash of that; none when it is none.
    pub mac: Option<[u8; 32]>,
}

/// Which entries of the audit log; none means all.
#[derive(Debug, Default)]
pub struct AuditFilter {
    /// Those with a lower number.
    pub before: Option<u64>,
    /// Since then, in milliseconds since 1970.
    pub from: Option<i64>,
    /// Before then, in milliseconds since 1970.
    pub to: Option<i64>,
    /// By exactly this actor, as an entry writes it.
    pub actor: Option<String>,
    /// Of exactly this action, as an entry writes it.
    pub action: Option<String>,
    /// About exactly this target, as an entry writes it.
    pub target: Option<String>,
    /// Attempts, or how it ended.
    pub event: Option<String>,
    /// Of this request.
    pub request: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// Entries of a span at most, so that a page of entries is found without reading many more.
pub(crate) const SPAN: i64 = 1024;
/// No entry has a number beyond: the sum of two of them is a number, too.
const LAST: i64 = i64::MAX / 2;

/// All columns of an entry.
macro_rules! columns {
    () => {
        "audit.lane, audit.sequence, audit.time, audit.request, audit.actor, audit.action, audit.target, audit.event,
         audit.attempt, audit.code, audit.count, audit.hash, audit.mac"
    };
}

/// The number of the entry in the log, and that of its attempt, where `spans` is the span that it is in.
macro_rules! numbers {
    () => {
        ", spans.first + audit.sequence - spans.lane_first AS number,
         (SELECT of_attempt.first + audit.attempt - of_attempt.lane_first FROM audit_spans AS of_attempt
          WHERE of_attempt.lane = audit.lane AND of_attempt.lane_first <= audit.attempt
          ORDER BY of_attempt.lane_first DESC LIMIT 1)"
    };
}

/// Entries by number. CROSS JOIN keeps SQLite from beginning with the entries.
macro_rules! by_number {
    () => {
        " FROM audit_spans AS spans CROSS JOIN audit
          WHERE audit.lane = spans.lane AND audit.sequence >= spans.lane_first
            AND audit.sequence < spans.lane_first + spans.count"
    };
}

/// What a page may be filtered by.
macro_rules! filtered {
    () => {
        " AND ($1 IS NULL OR spans.first + audit.sequence - spans.lane_first < $1)
          AND ($2 IS NULL OR time >= $2) AND ($3 IS NULL OR time < $3) AND ($4 IS NULL OR actor = $4)
          AND ($5 IS NULL OR action = $5) AND ($7 IS NULL OR event = $7) AND ($9 IS NULL OR request = $9)"
    };
}

/// Backwards from the newest, or from number $1.
const NEWEST: &str = concat!(
    "SELECT ",
    columns!(),
    numbers!(),
    by_number!(),
    " AND ($1 IS NULL OR spans.first < $1) AND ($6 IS NULL OR target = $6)",
    filtered!(),
    " ORDER BY spans.first DESC, audit.sequence DESC LIMIT $8"
);

/// Those about one target, of which there are few among very many.
const OF_TARGET: &str = concat!(
    "SELECT ",
    columns!(),
    numbers!(),
    " FROM audit CROSS JOIN audit_spans AS spans
      WHERE audit.target = $6 AND spans.lane = audit.lane
        AND spans.lane_first = (SELECT max(lane_first) FROM audit_spans AS those
            WHERE those.lane = audit.lane AND those.lane_first <= audit.sequence)
        AND audit.sequence < spans.lane_first + spans.count",
    filtered!(),
    " ORDER BY number DESC LIMIT $8"
);

impl Store {
    /// The last signed checkpoint of the tree; none when there was none yet.
    pub async fn latest_note(&self) -> Result<Option<Note>, StoreError> {
        let row = query("SELECT note FROM audit_tree WHERE id = 1 AND size > 0");
        let row = row.fetch_optional(&mut self.database.read().await?).await?;
        let read = |row: Row| {
            Note::read(&row.get::<String>(0)?)
                .map_err(|_| StoreError::Damaged("the audit log's checkpoint is none"))
        };
        row.map(read).transpose()
    }

    /// How far the log says that it is, and how far it is, at one moment.
    pub(crate) async fn audit_state(&self) -> Result<AuditState, StoreError> {
        // Nothing is reckoned here: what somebody put there may be too large for that.
        let rows = query(
            "WITH RECURSIVE found (lane) AS (
                 SELECT min(lane) FROM audit UNION ALL
                 SELECT (SELECT min(lane) FROM audit WHERE audit.lane > found.lane) FROM found
                 WHERE found.lane IS NOT NULL
             )
             SELECT lanes.lane, lanes.sequence, lanes.hash, lanes.mac,
                 COALESCE((SELECT max(audit.sequence) FROM audit WHERE audit.lane = lanes.lane), 0),
                 (SELECT min(audit.sequence) FROM audit WHERE audit.lane = lanes.lane),
                 (SELECT lane_first FROM audit_spans AS spans
                  WHERE spans.lane = lanes.lane ORDER BY lane_first DESC LIMIT 1),
                 (SELECT count FROM audit_spans AS spans
                  WHERE spans.lane = lanes.lane ORDER BY lane_first DESC LIMIT 1),
                 audit_tree.size, audit_tree.note, (SELECT max(id) FROM audit_checkpoints),
                 (SELECT CAST(COALESCE(sum(count), 0) AS BIGINT) FROM audit_spans
                  WHERE first > audit_tree.pruned AND count >= 1 AND count <= $1),
                 (SELECT count(*) FROM audit_tiles),
                 EXISTS (SELECT 1 FROM found WHERE found.lane NOT IN (SELECT lane FROM audit_lanes))
                 OR EXISTS (SELECT 1 FROM audit_spans WHERE first < 1 OR first > $2 OR lane_first < 1
                            OR lane_first > $2 OR count < 1 OR count > $1)
                 OR EXISTS (SELECT 1 FROM audit_lanes WHERE lane < 0 OR sequence < 0)
                 OR EXISTS (SELECT 1 FROM audit_tree WHERE id <> 1 OR pruned < 0),
                 audit_tree.pruned, audit_tree.goes_on_from, (SELECT min(id) FROM audit_checkpoints)
             FROM audit_lanes AS lanes LEFT JOIN audit_tree ON audit_tree.id = 1 ORDER BY lanes.lane",
        )
        .bind(SPAN)
        .bind(LAST)
        .fetch_all(&mut self.database.read().await?)
        .await?;
        let mut state = AuditState {
            lanes: Vec::with_capacity(rows.len()),
            size: None,
            note: None,
            pruned: 0,
            goes_on_from: None,
            checkpoints: None,
            in_spans: 0,
            tiles: 0,
            has_strays: false,
        };
        for row in &rows {
            let unsigned = |number: i64| u64::try_from(number).unwrap_or_default();
            let number = |index| row.get(index).map(unsigned);
            let (first, count): (Option<i64>, Option<i64>) = (row.get(6)?, row.get(7)?);
            state.lanes.push(LaneState {
                lane: number(0)?,
                sequence: number(1)?,
                hash: hash(row, 2),
                mac: row.get(3)?,
                first: row.get::<Option<i64>>(5)?.map(unsigned),
                last: number(4)?,
                numbered: unsigned(
                    first.zip(count).map_or(0, |(first, count)| first.saturating_add(count) - 1),
                ),
            });
            state.size = row.get::<Option<i64>>(8)?.and_then(|size| u64::try_from(size).ok());
            state.note = row.get::<String>(9).ok().and_then(|note| Note::read(&note).ok());
            let (first, last): (Option<i64>, Option<i64>) = (row.get(16)?, row.get(10)?);
            state.checkpoints = first.zip(last).map(|(first, last)| [first, last].map(unsigned));
            state.in_spans = number(11)?;
            state.tiles = number(12)?;
            state.has_strays = row.get(13)?;
            state.pruned = row.get::<Option<i64>>(14)?.map_or(0, unsigned);
            state.goes_on_from = row.get::<String>(15).ok();
        }
        Ok(state)
    }

    /// How many entries have a number by now.
    pub(crate) async fn audit_size(&self) -> Result<u64, StoreError> {
        let row = query("SELECT size FROM audit_tree WHERE id = 1");
        let row = row.fetch_optional(&mut self.database.read().await?).await?;
        row.map_or(Ok(0), |row| unsigned(&row, 0))
    }

    /// Up to `limit` entries behind number `after`, up to number `last`, in order; read while others are worked on.
    pub(crate) fn audit_numbered(
        &self,
        after: u64,
        last: u64,
        limit: u32,
    ) -> JoinHandle<Result<Vec<AuditRow>, StoreError>> {
        let database = Arc::clone(&self.database);
        tokio::spawn(async move { by_number(&database, after, last, limit).await })
    }

    /// Up to `limit` entries of a lane behind `after`, up to `last`, in order.
    pub(crate) async fn audit_of_lane(
        &self,
        lane: u64,
        after: u64,
        last: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let rows = query(concat!(
            "SELECT ",
            columns!(),
            " FROM audit WHERE lane = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4"
        ))
        .bind(integer(lane))
        .bind(integer(after))
        .bind(integer(last))
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        Ok(rows.iter().map(audit_row).collect())
    }

    /// The signatures of lane 0 between two entries, both included, by entry; none for one that is no signature.
    pub(crate) async fn audit_checkpoints(
        &self,
        first: u64,
        last: u64,
    ) -> Result<BTreeMap<u64, Option<Signed>>, StoreError> {
        let rows = query(
            "SELECT id, time, hash, signature FROM audit_checkpoints WHERE id >= $1 AND id <= $2 ORDER BY id",
        )
        .bind(integer(first))
        .bind(integer(last))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(|row| Ok((unsigned(row, 0)?, signed(row)))).collect()
    }

    /// A tile as it is kept, whatever it holds.
    pub(crate) async fn audit_tile(&self, level: u8, tile: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let row = query("SELECT hashes FROM audit_tiles WHERE level = $1 AND tile = $2");
        let row = row.bind(i64::from(level)).bind(integer(tile));
        row.fetch_optional(&mut self.database.read().await?).await?.map(|row| row.get(0)).transpose()
    }

    /// The newest entries before one, by what is asked for.
    pub async fn audit_page(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let sql = if filter.target.is_some() { OF_TARGET } else { NEWEST };
        let rows = query(sql)
            .bind(filter.before.map(integer))
            .bind(filter.from)
            .bind(filter.to)
            .bind(filter.actor.as_deref())
            .bind(filter.action.as_deref())
            .bind(filter.target.as_deref())
            .bind(filter.event.as_deref())
            .bind(i64::from(filter.limit))
            .bind(filter.request.as_deref())
            .fetch_all(&mut self.database.read().await?)
            .await?;
        rows.iter().map(numbered).collect()
    }
}

async fn by_number(
    database: &Database,
    after: u64,
    last: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    query(concat!(
        "SELECT ",
        columns!(),
        ", spans.first + audit.sequence - spans.lane_first AS number",
        by_number!(),
        " AND spans.first > $1 AND spans.first + audit.sequence - spans.lane_first > $2
          AND spans.first + audit.sequence - spans.lane_first <= $3
          ORDER BY spans.first, audit.sequence LIMIT $4"
    ))
    // No span is longer.
    .bind(integer(after) - SPAN)
    .bind(integer(after))
    .bind(integer(last))
    .bind(i64::from(limit))
    .fetch_mapped(&mut database.read().await?, |row| {
        Ok(AuditRow { number: unsigned(row, 13).ok(), ..audit_row(row) })
    })
    .await
}

fn signed(row: &Row) -> Option<Signed> {
    let checkpoint =
        Checkpoint { sequence: unsigned(row, 0).ok()?, time: row.get(1).ok()?, hash: hash(row, 2)? };
    let signature = SignatureBytes::from_bytes(row.get::<Vec<u8>>(3).ok()?.try_into().ok()?);
    Some(Signed { checkpoint, kind: CheckpointKind::Between, signature })
}

fn unsigned(row: &Row, index: usize) -> Result<u64, StoreError> {
    u64::try_from(row.get::<i64>(index)?).map_err(|_| StoreError::Damaged("an entry has a negative number"))
}

pub(crate) fn hash(row: &Row, index: usize) -> Option<ChainHash> {
    row.bytes(index).ok()?.try_into().ok().map(ChainHash::from_bytes)
}

/// With its numbers in the log behind the columns.
fn numbered(row: &Row) -> Result<AuditRow, StoreError> {
    let attempt = row.get::<Option<i64>>(14)?.and_then(|number| u64::try_from(number).ok());
    Ok(AuditRow { number: unsigned(row, 13).ok(), attempt, ..audit_row(row) })
}

/// Whatever stands in the row: it is for the reader to find what is wrong with it.
fn audit_row(row: &Row) -> AuditRow {
    // No entry is the one before the first.
    let [lane, sequence] = [0, 1].map(|index| unsigned(row, index).unwrap_or_default());
    let entry = entry(row, lane, sequence);
    let (hash, mac) = (hash(row, 11), row.bytes(12).ok().and_then(|mac| mac.try_into().ok()));
    AuditRow { lane, sequence, number: None, attempt: None, entry, hash, mac }
}

fn entry(row: &Row, lane: u64, sequence: u64) -> Result<Entry, Unreadable> {
    fn column<T>(read: Result<T, StoreError>) -> Result<T, Unreadable> {
        read.map_err(|_| Unreadable)
    }
    let some = |index| column(row.text(index));
    let text = |index| some(index)?.ok_or(Unreadable);
    let number = |number: i64| u64::try_from(number).map_err(|_| Unreadable);
    let attempt = column(row.get::<Option<i64>>(8))?.map(number).transpose()?;
    Ok(Entry {
        lane,
        sequence,
        time: column(row.get(2))?,
        request: some(3)?.as_deref().map(str::parse).transpose()?,
        actor: text(4)?.parse()?,
        action: text(5)?.parse()?,
        target: some(6)?.as_deref().map(str::parse).transpose()?,
        event: Event::from_parts(&text(7)?, attempt, some(9)?.as_deref())?,
        count: number(column(row.get(10))?)?,
    })
}
