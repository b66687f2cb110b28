//! The audit log as it is read: by number, by lane, and by what is asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use latchboard_contract::audit::{
    ChainHash, Checkpoint, CheckpointKind, Entry, Event, Note, SignatureBytes, Signed, Unreadable,
};

use tokio::task::JoinHandle;

use super::lanes::integer;
use crate::database::Database;
use crate::database::sql::{FromRow, Tolerant, Values, from_row, query};
use crate::{Store, StoreError};

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
          ORDER BY of_attempt.lane_first DESC LIMIT 1) AS number_of_attempt"
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
        let note: Option<String> = row.fetch_optional(&mut self.database.read().await?).await?;
        let read = |note: String| {
            Note::read(&note).map_err(|_| StoreError::Damaged("the audit log's checkpoint is none"))
        };
        note.map(read).transpose()
    }

    /// How far the log says that it is, and how far it is, at one moment.
    pub(crate) async fn audit_state(&self) -> Result<AuditState, StoreError> {
        // Nothing is reckoned here: what somebody put there may be too large for that.
        let rows: Vec<(LaneState, AuditState)> = query(
            "WITH RECURSIVE found (lane) AS (
                 SELECT min(lane) FROM audit UNION ALL
                 SELECT (SELECT min(lane) FROM audit WHERE audit.lane > found.lane) FROM found
                 WHERE found.lane IS NOT NULL
             )
             SELECT lanes.lane, lanes.sequence, lanes.hash, lanes.mac,
                 COALESCE((SELECT max(audit.sequence) FROM audit WHERE audit.lane = lanes.lane), 0) AS last_entry,
                 (SELECT min(audit.sequence) FROM audit WHERE audit.lane = lanes.lane) AS first_entry,
                 (SELECT lane_first FROM audit_spans AS spans
                  WHERE spans.lane = lanes.lane ORDER BY lane_first DESC LIMIT 1) AS span_first,
                 (SELECT count FROM audit_spans AS spans
                  WHERE spans.lane = lanes.lane ORDER BY lane_first DESC LIMIT 1) AS span_count,
                 audit_tree.size, audit_tree.note, (SELECT max(id) FROM audit_checkpoints) AS last_checkpoint,
                 (SELECT CAST(COALESCE(sum(count), 0) AS BIGINT) FROM audit_spans
                  WHERE first > audit_tree.pruned AND count >= 1 AND count <= $1) AS in_spans,
                 (SELECT count(*) FROM audit_tiles) AS tiles,
                 EXISTS (SELECT 1 FROM found WHERE found.lane NOT IN (SELECT lane FROM audit_lanes))
                 OR EXISTS (SELECT 1 FROM audit_spans WHERE first < 1 OR first > $2 OR lane_first < 1
                            OR lane_first > $2 OR count < 1 OR count > $1)
                 OR EXISTS (SELECT 1 FROM audit_lanes WHERE lane < 0 OR sequence < 0)
                 OR EXISTS (SELECT 1 FROM audit_tree WHERE id <> 1 OR pruned < 0) AS has_strays,
                 audit_tree.pruned, audit_tree.goes_on_from, (SELECT min(id) FROM audit_checkpoints) AS first_checkpoint
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
        for (lane, log) in rows {
            state = AuditState { lanes: state.lanes, ..log };
            state.lanes.push(lane);
        }
        Ok(state)
    }

    /// How many entries have a number by now.
    pub(crate) async fn audit_size(&self) -> Result<u64, StoreError> {
        let row = query("SELECT size FROM audit_tree WHERE id = 1");
        let size: Option<i64> = row.fetch_optional(&mut self.database.read().await?).await?;
        size.map_or(Ok(0), unsigned)
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
        query(concat!(
            "SELECT ",
            columns!(),
            " FROM audit WHERE lane = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4"
        ))
        .bind(integer(lane))
        .bind(integer(after))
        .bind(integer(last))
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await
    }

    /// The signatures of lane 0 between two entries, both included, by entry; none for one that is no signature.
    pub(crate) async fn audit_checkpoints(
        &self,
        first: u64,
        last: u64,
    ) -> Result<BTreeMap<u64, Option<Signed>>, StoreError> {
        let rows: Vec<CheckpointRow> = query(
            "SELECT id, time, hash, signature FROM audit_checkpoints WHERE id >= $1 AND id <= $2 ORDER BY id",
        )
        .bind(integer(first))
        .bind(integer(last))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.into_iter().map(|row| Ok((unsigned(row.id)?, row.signed()))).collect()
    }

    /// A tile as it is kept, whatever it holds.
    pub(crate) async fn audit_tile(&self, level: u8, tile: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let row = query("SELECT hashes FROM audit_tiles WHERE level = $1 AND tile = $2");
        let row = row.bind(i64::from(level)).bind(integer(tile));
        row.fetch_optional(&mut self.database.read().await?).await
    }

    /// The newest entries before one, by what is asked for.
    pub async fn audit_page(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let sql = if filter.target.is_some() { OF_TARGET } else { NEWEST };
        let rows: Vec<(AuditRow, Numbers)> = query(sql)
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
        Ok(rows.into_iter().map(|(row, numbers)| row.numbered(&numbers)).collect())
    }
}

async fn by_number(
    database: &Database,
    after: u64,
    last: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let rows: Vec<(AuditRow, Number)> = query(concat!(
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
    .fetch_all(&mut database.read().await?)
    .await?;
    Ok(rows.into_iter().map(|(row, Number { number })| AuditRow { number, ..row }).collect())
}

/// A signature of lane 0, whatever stands in its row.
struct CheckpointRow {
    id: i64,
    time: Tolerant<i64>,
    hash: Tolerant<ChainHash>,
    signature: Tolerant<[u8; 64]>,
}

from_row!(CheckpointRow { id, time, hash, signature });

impl CheckpointRow {
    /// None when it is no signature.
    fn signed(self) -> Option<Signed> {
        let sequence = unsigned(self.id).ok()?;
        let checkpoint = Checkpoint { sequence, time: self.time.0?, hash: self.hash.0? };
        let signature = SignatureBytes::from_bytes(self.signature.0?);
        Some(Signed { checkpoint, kind: CheckpointKind::Between, signature })
    }
}

// Nothing is reckoned with that does not fit.
from_row!(LaneState: |lane, sequence, hash: Tolerant<ChainHash>, mac, last_entry, first_entry: Option<i64>,
    span_first: Option<i64>, span_count: Option<i64>|
Self {
    lane: or_zero(lane),
    sequence: or_zero(sequence),
    hash: hash.0,
    mac,
    first: first_entry.map(or_zero),
    last: or_zero(last_entry),
    numbered: or_zero(
        span_first.zip(span_count).map_or(0, |(first, count)| first.saturating_add(count) - 1),
    ),
});

from_row!(AuditState: |size: Option<i64>, note: Tolerant<String>, pruned: Option<i64>, goes_on_from: Tolerant<String>,
    first_checkpoint: Option<i64>, last_checkpoint: Option<i64>, in_spans, tiles, has_strays|
Self {
    lanes: Vec::new(),
    size: size.and_then(|size| u64::try_from(size).ok()),
    note: note.0.and_then(|note| Note::read(&note).ok()),
    pruned: pruned.map_or(0, or_zero),
    goes_on_from: goes_on_from.0,
    checkpoints: first_checkpoint.zip(last_checkpoint).map(|(first, last)| [first, last].map(or_zero)),
    in_spans: or_zero(in_spans),
    tiles: or_zero(tiles),
    has_strays,
});

/// No number is below the first.
fn or_zero(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("an entry has a negative number"))
}

/// The number of an entry in the log.
struct Number {
    number: Option<u64>,
}

from_row!(Number: |number: Tolerant<i64>| Self { number: number.0.and_then(|number| u64::try_from(number).ok()) });

/// As [`Number`], and that of its attempt.
struct Numbers {
    number: Option<u64>,
    of_attempt: Option<u64>,
}

from_row!(Numbers: |number: Tolerant<i64>, number_of_attempt: Option<i64>| Self {
    number: number.0.and_then(|number| u64::try_from(number).ok()),
    of_attempt: number_of_attempt.and_then(|number| u64::try_from(number).ok()),
});

impl AuditRow {
    fn numbered(self, numbers: &Numbers) -> Self {
        Self { number: numbers.number, attempt: numbers.of_attempt, ..self }
    }
}

/// Whatever stands in the row: it is for the reader to find what is wrong with it.
impl FromRow for AuditRow {
    fn names() -> impl Iterator<Item = &'static str> {
        [
            "lane", "sequence", "time", "request", "actor", "action", "target", "event", "attempt", "code",
            "count", "hash", "mac",
        ]
        .into_iter()
    }

    fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
        // No entry is the one before the first.
        let [lane, sequence] = [values.next::<i64>(), values.next()].map(|number| number.map_or(0, or_zero));
        let entry = EntryColumns::read(values).entry(lane, sequence);
        let (hash, mac) = (values.next().ok(), values.next().ok());
        Ok(Self { lane, sequence, number: None, attempt: None, entry, hash, mac })
    }
}

/// What an entry says, where it lies.
struct EntryColumns<'r> {
    time: Read<i64>,
    request: Read<Option<Cow<'r, str>>>,
    actor: Read<Option<Cow<'r, str>>>,
    action: Read<Option<Cow<'r, str>>>,
    target: Read<Option<Cow<'r, str>>>,
    event: Read<Option<Cow<'r, str>>>,
    attempt: Read<Option<i64>>,
    code: Read<Option<Cow<'r, str>>>,
    count: Read<i64>,
}

type Read<T> = Result<T, StoreError>;

impl<'r> EntryColumns<'r> {
    fn read(values: &mut Values<'r>) -> Self {
        Self {
            time: values.next(),
            request: values.text(),
            actor: values.text(),
            action: values.text(),
            target: values.text(),
            event: values.text(),
            attempt: values.next(),
            code: values.text(),
            count: values.next(),
        }
    }

    fn entry(self, lane: u64, sequence: u64) -> Result<Entry, Unreadable> {
        fn column<T>(read: Read<T>) -> Result<T, Unreadable> {
            read.map_err(|_| Unreadable)
        }
        let text = |read: Read<Option<Cow<'r, str>>>| column(read)?.ok_or(Unreadable);
        let number = |number: i64| u64::try_from(number).map_err(|_| Unreadable);
        let attempt = column(self.attempt)?.map(number).transpose()?;
        Ok(Entry {
            lane,
            sequence,
            time: column(self.time)?,
            request: column(self.request)?.as_deref().map(str::parse).transpose()?,
            actor: text(self.actor)?.parse()?,
            action: text(self.action)?.parse()?,
            target: column(self.target)?.as_deref().map(str::parse).transpose()?,
            event: Event::from_parts(&text(self.event)?, attempt, column(self.code)?.as_deref())?,
            count: number(column(self.count)?)?,
        })
    }
}
