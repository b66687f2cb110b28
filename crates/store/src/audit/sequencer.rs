//! The sequencer: it gives the entries of all lanes their numbers, and signs the tree over them.
//!
//! Any process may do it at any time, and none has to hold anything for it: what a pass found is written by one statement,
//! which does nothing where another pass was first. Changes never wait for it. In a lane no entry is on disk before
//! those in front of it, so to know how far each lane was numbered is enough to miss none.

use std::collections::VecDeque;

use latchboard_contract::audit::{ChainHash, Edge, Note, TILE, Tile, TreeHash, width};
use tokio::sync::Mutex;
use tokio_postgres::types::Type;

use super::lanes::integer;
use super::reading::SPAN;
use crate::crypto::AuditKeys;
use crate::database::connection::Connection;
use crate::database::session::Parameter;
use crate::database::sql::{Tolerant, from_row, query};
use crate::database::{Database, Server};
use crate::{Store, StoreError};

/// Entries that get a number in one pass.
const PIECE: i64 = 4096;
const NO_TREE: StoreError = StoreError::Damaged("the audit log's tree is not what was signed");
const FALSE_ENTRY: StoreError =
    StoreError::Damaged("an entry of the audit log was not written by this server; `audit verify` says more");

/// What became of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// All have their numbers: so many.
    Nothing { size: u64 },
    /// So many have one by now, and perhaps others wait.
    Numbered {
        size: u64,
        /// Another pass may find something at once.
        more: bool,
    },
    /// Another process was first.
    Late,
}

/// What this process knows of the tree from its last pass.
#[derive(Default)]
pub(crate) struct Sequencer(Mutex<Option<Edge>>);

/// A lane with entries that have no number yet.
struct Waiting {
    lane: i64,
    /// The last that has one, and the last of all.
    numbered: i64,
    last: i64,
}

/// How far the log was, which nobody else may have changed by the time that a pass writes.
#[derive(Clone, Copy)]
struct At {
    size: i64,
    /// How many entries were removed: their spans, too.
    pruned: i64,
}

/// An entry without a number.
struct Unnumbered {
    time: i64,
    hash: ChainHash,
}

/// Entries of a lane that have their numbers in a row.
#[derive(Clone, Copy)]
struct Span {
    first: i64,
    lane: i64,
    lane_first: i64,
    count: i64,
}

from_row!(Span { first, lane, lane_first, count });

impl Store {
    /// Gives numbers to what is on disk by now.
    ///
    /// # Errors
    ///
    /// Also where an entry is not what was written: those of the other lanes have their numbers all the same.
    pub async fn number_entries(&self) -> Result<Pass, StoreError> {
        let keys = self.audit_keys()?;
        let mut known = self.sequencer.0.lock().await;
        let mut connection = self.database.read().await?;
        let (at, note, waiting) = waiting(&mut connection).await?;
        let size = at.size;
        if waiting.is_empty() {
            return Ok(Pass::Nothing { size: unsigned(size)? });
        }
        let mut lanes = Vec::with_capacity(waiting.len());
        let mut is_false = false;
        for waiting in &waiting {
            let (entries, all) = unnumbered(&mut connection, keys, waiting).await?;
            is_false |= !all;
            lanes.push((waiting.lane, waiting.numbered + 1, VecDeque::from(entries)));
        }
        let (mut edge, last) = match tree(&mut connection, known.take(), size, &note, keys).await {
            // Others have gone on with it meanwhile.
            Err(StoreError::Damaged(_)) if size_now(&mut connection).await? != size => return Ok(Pass::Late),
            tree => tree?,
        };
        // What is kept of entries that were removed stays as it is.
        let last = last.filter(|span| span.first > at.pruned);
        let (mut spans, mut tiles) = (Vec::from_iter(last), Vec::new());
        drop(connection);
        merge(&mut lanes, |lane, sequence, entry| {
            let number = integer(edge.size()) + 1;
            tiles.extend(edge.push(TreeHash::leaf(&entry.hash)));
            match spans.last_mut() {
                Some(span) if span.goes_on_with(lane, sequence) => span.count += 1,
                _ => spans.push(Span { first: number, lane, lane_first: sequence, count: 1 }),
            }
        });
        if integer(edge.size()) == size {
            return Err(FALSE_ENTRY);
        }
        tiles.extend(edge.partial());
        let note = keys.note(&edge.tree());
        let written = match &*self.database {
            Database::Sqlite(_) => write_to_file(&self.database, at, &note, &spans, &tiles).await,
            Database::Postgres(server) => write_to_server(server, at, &note, &spans, &tiles).await,
        };
        match written {
            Ok(false) => return Ok(Pass::Late),
            Err(StoreError::Aborted) => return Ok(Pass::Late),
            Err(error) if error.is_conflict() => return Ok(Pass::Late),
            written => written?,
        };
        let size = edge.size();
        *known = Some(edge);
        if is_false {
            return Err(FALSE_ENTRY);
        }
        // Beyond what was read, or in lanes that had to wait for lane 0.
        let more = waiting.iter().any(|waiting| waiting.last > waiting.read_to() || waiting.lane == 0);
        Ok(Pass::Numbered { size, more })
    }

    /// Gives numbers to all that was on disk when this began.
    pub async fn number_all(&self) -> Result<(), StoreError> {
        loop {
            match self.number_entries().await? {
                Pass::Nothing { .. } | Pass::Numbered { more: false, .. } => return Ok(()),
                Pass::Numbered { more: true, .. } | Pass::Late => {}
            }
        }
    }
}

impl Waiting {
    /// The last that is read in one pass.
    const fn read_to(&self) -> i64 {
        if self.last - self.numbered > PIECE { self.numbered + PIECE } else { self.last }
    }
}

impl Span {
    const fn goes_on_with(&self, lane: i64, sequence: i64) -> bool {
        self.lane == lane && self.lane_first + self.count == sequence && self.count < SPAN
    }
}

/// A lane beside the tree; none where there is no lane.
struct LaneRow {
    size: i64,
    pruned: i64,
    note: String,
    lane: Option<i64>,
    sequence: Option<i64>,
    /// The last that has a number.
    numbered: i64,
}

from_row!(LaneRow { size, pruned, note, lane, sequence, numbered });

/// How many have a number, the checkpoint that says so, and the lanes with others; at one moment.
async fn waiting(connection: &mut Connection) -> Result<(At, String, Vec<Waiting>), StoreError> {
    let rows: Vec<LaneRow> = query(
        "SELECT size, note, lane, sequence,
             COALESCE((SELECT lane_first + count - 1 FROM audit_spans AS spans
                       WHERE spans.lane = lanes.lane ORDER BY lane_first DESC LIMIT 1), 0) AS numbered, pruned
         FROM audit_tree LEFT JOIN audit_lanes AS lanes ON TRUE WHERE audit_tree.id = 1 ORDER BY lane",
    )
    .fetch_all(connection)
    .await?;
    let LaneRow { size, pruned, note, .. } = rows.first().ok_or(NO_TREE)?;
    let (at, note) = (At { size: *size, pruned: *pruned }, note.clone());
    let mut waiting = Vec::new();
    for LaneRow { lane, sequence, numbered, .. } in rows {
        if let (Some(lane), Some(last)) = (lane, sequence)
            && last > numbered
        {
            waiting.push(Waiting { lane, numbered, last });
        }
    }
    // What was one chain has the numbers that it was written with.
    if waiting.first().is_some_and(|first| first.lane == 0) {
        waiting.truncate(1);
    }
    Ok((at, note, waiting))
}

/// What an entry is numbered by, whatever stands in its row.
struct EntryRow {
    sequence: Tolerant<i64>,
    time: Tolerant<i64>,
    hash: Tolerant<ChainHash>,
    mac: Tolerant<Vec<u8>>,
}

from_row!(EntryRow { sequence, time, hash, mac });

/// The entries of a lane that have no number, and whether all of them are the server's: those behind one that is not are
/// left out.
async fn unnumbered(
    connection: &mut Connection,
    keys: &AuditKeys,
    waiting: &Waiting,
) -> Result<(Vec<Unnumbered>, bool), StoreError> {
    let rows: Vec<EntryRow> = query(
        "SELECT sequence, time, hash, mac FROM audit
         WHERE lane = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence",
    )
    .bind(waiting.lane)
    .bind(waiting.numbered)
    .bind(waiting.read_to())
    .fetch_all(connection)
    .await?;
    let (lane, mut entries) = (unsigned(waiting.lane)?, Vec::with_capacity(rows.len()));
    for (sequence, row) in (waiting.numbered + 1..=waiting.read_to()).zip(rows) {
        let EntryRow {
            sequence: Tolerant(found),
            time: Tolerant(time),
            hash: Tolerant(hash),
            mac: Tolerant(mac),
        } = row;
        let (Some(hash), true) = (hash, found == Some(sequence)) else { break };
        if !keys.fits_entry(lane, unsigned(sequence)?, &hash, &mac.unwrap_or_default()) {
            break;
        }
        entries.push(Unnumbered { time: time.ok_or(FALSE_ENTRY)?, hash });
    }
    let all = integer(entries.len() as u64) == waiting.read_to() - waiting.numbered;
    Ok((entries, all))
}

/// Takes entries by their time, and those of a lane in their order: so an attempt comes before its end.
fn merge(lanes: &mut [(i64, i64, VecDeque<Unnumbered>)], mut take: impl FnMut(i64, i64, Unnumbered)) {
    let time = |lane: &(i64, i64, VecDeque<Unnumbered>)| lane.2.front().map(|entry| entry.time);
    while let Some((_, lane)) =
        lanes.iter_mut().filter_map(|lane| Some((time(lane)?, lane))).min_by_key(|(time, _)| *time)
        && let (lane, sequence, Some(entry)) = (lane.0, &mut lane.1, lane.2.pop_front())
    {
        take(lane, *sequence, entry);
        *sequence += 1;
    }
}

async fn size_now(connection: &mut Connection) -> Result<i64, StoreError> {
    let size = query("SELECT size FROM audit_tree WHERE id = 1").fetch_optional(connection).await?;
    size.ok_or(NO_TREE)
}

/// The tree of that size, and the span that may go on.
async fn tree(
    connection: &mut Connection,
    known: Option<Edge>,
    size: i64,
    note: &str,
    keys: &AuditKeys,
) -> Result<(Edge, Option<Span>), StoreError> {
    let edge = match known {
        Some(edge) if integer(edge.size()) == size && signed(&edge, note, keys) => edge,
        _ => edge(connection, size, note, keys).await?,
    };
    Ok((edge, last_span(connection, size).await?))
}

/// Whether the tree is what the checkpoint says.
fn signed(edge: &Edge, note: &str, keys: &AuditKeys) -> bool {
    let tree = edge.tree();
    if tree.size == 0 {
        return note.is_empty();
    }
    // Nothing is signed behind what somebody else put there.
    Note::read(note).ok().and_then(|note| note.open(&keys.public())) == Some(tree)
}

/// The right edge of the tree, as it is kept.
async fn edge(
    connection: &mut Connection,
    size: i64,
    note: &str,
    keys: &AuditKeys,
) -> Result<Edge, StoreError> {
    let entries = unsigned(size)?;
    let mut levels = Vec::new();
    for level in 0.. {
        let Some(width) = width(entries, level) else { break };
        levels.push(match (level, width) {
            (_, 0) => Vec::new(),
            (0, width) => leaves(connection, size - integer(width as u64)).await?,
            (level, _) => {
                let tile = query("SELECT hashes FROM audit_tiles WHERE level = $1 AND tile = $2")
                    .bind(i64::from(level))
                    .bind(integer(entries >> (8 * (level + 1))));
                let hashes: Option<Vec<u8>> = tile.fetch_optional(connection).await?;
                Tile::hashes(&hashes.ok_or(NO_TREE)?).map_err(|_| NO_TREE)?
            }
        });
    }
    let edge = Edge::new(entries, levels).map_err(|_| NO_TREE)?;
    if signed(&edge, note, keys) { Ok(edge) } else { Err(NO_TREE) }
}

/// Those of the entries behind a number, as many as a tile holds.
pub(crate) async fn leaves(connection: &mut Connection, after: i64) -> Result<Vec<TreeHash>, StoreError> {
    let rows: Vec<ChainHash> = query(
        "SELECT audit.hash FROM audit_spans AS spans CROSS JOIN audit
         WHERE spans.first > $1 AND audit.lane = spans.lane AND audit.sequence >= spans.lane_first
           AND audit.sequence < spans.lane_first + spans.count
           AND spans.first + audit.sequence - spans.lane_first > $2
         ORDER BY spans.first, audit.sequence LIMIT $3",
    )
    .bind(after - SPAN)
    .bind(after)
    .bind(integer(TILE as u64))
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(TreeHash::leaf).collect())
}

async fn last_span(connection: &mut Connection, size: i64) -> Result<Option<Span>, StoreError> {
    let last = query("SELECT first, lane, lane_first, count FROM audit_spans ORDER BY first DESC LIMIT 1");
    let Some(span): Option<Span> = last.fetch_optional(connection).await? else { return Ok(None) };
    if span.first + span.count - 1 == size { Ok(Some(span)) } else { Err(NO_TREE) }
}

/// False when another pass was first.
async fn write_to_file(
    database: &Database,
    at: At,
    note: &Note,
    spans: &[Span],
    tiles: &[Tile],
) -> Result<bool, StoreError> {
    let mut transaction = database.write().await?;
    let moved =
        query("UPDATE audit_tree SET size = $1, note = $2 WHERE id = 1 AND size = $3 AND pruned = $4")
            .bind(integer(note.size()))
            .bind(note.as_str())
            .bind(at.size)
            .bind(at.pruned);
    if moved.execute(&mut transaction).await? == 0 {
        return Ok(false);
    }
    for span in spans {
        query(
            "INSERT INTO audit_spans (first, lane, lane_first, count) VALUES ($1, $2, $3, $4)
             ON CONFLICT (first) DO UPDATE SET count = excluded.count",
        )
        .bind(span.first)
        .bind(span.lane)
        .bind(span.lane_first)
        .bind(span.count)
        .execute(&mut transaction)
        .await?;
    }
    for tile in tiles {
        query(
            "INSERT INTO audit_tiles (level, tile, hashes) VALUES ($1, $2, $3)
             ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes",
        )
        .bind(i64::from(tile.level))
        .bind(integer(tile.index))
        .bind(tile.bytes().as_slice())
        .execute(&mut transaction)
        .await?;
    }
    transaction.commit().await?;
    Ok(true)
}

/// As one statement that commits itself: a process that is paused at it, or dies, holds up nobody. It is on disk when it is
/// answered, even where the server is set up to be faster than that, as a checkpoint that somebody saw must not be lost.
const WRITE: &str = "WITH moved AS (
    UPDATE audit_tree SET size = $1, note = $2 WHERE id = 1 AND size = $3 AND pruned = $11
    RETURNING CASE WHEN current_setting('synchronous_commit') = 'off'
                   THEN set_config('synchronous_commit', 'on', true) END
), spans AS (
    INSERT INTO audit_spans (first, lane, lane_first, count)
    SELECT those.* FROM moved, UNNEST($4::BIGINT[], $5::BIGINT[], $6::BIGINT[], $7::BIGINT[]) AS those
    ON CONFLICT (first) DO UPDATE SET count = EXCLUDED.count
), tiles AS (
    INSERT INTO audit_tiles (level, tile, hashes)
    SELECT those.* FROM moved, UNNEST($8::BIGINT[], $9::BIGINT[], $10::BYTEA[]) AS those
    ON CONFLICT (level, tile) DO UPDATE SET hashes = EXCLUDED.hashes
) SELECT count(*) AS moved FROM moved";

/// False when another pass was first.
async fn write_to_server(
    server: &Server,
    at: At,
    note: &Note,
    spans: &[Span],
    tiles: &[Tile],
) -> Result<bool, StoreError> {
    let mut session = server.writable()?.session().await?;
    let of_spans = |column: fn(&Span) -> i64| spans.iter().map(column).collect::<Vec<_>>();
    let [first, lane, lane_first, count] = [
        of_spans(|span| span.first),
        of_spans(|span| span.lane),
        of_spans(|span| span.lane_first),
        of_spans(|span| span.count),
    ];
    let level: Vec<i64> = tiles.iter().map(|tile| i64::from(tile.level)).collect();
    let tile: Vec<i64> = tiles.iter().map(|tile| integer(tile.index)).collect();
    let hashes: Vec<Vec<u8>> = tiles.iter().map(Tile::bytes).collect();
    let (new_size, note) = (integer(note.size()), note.as_str());
    let parameters: [Parameter<'_>; 11] = [
        (&new_size, Type::INT8),
        (&note, Type::TEXT),
        (&at.size, Type::INT8),
        (&first, Type::INT8_ARRAY),
        (&lane, Type::INT8_ARRAY),
        (&lane_first, Type::INT8_ARRAY),
        (&count, Type::INT8_ARRAY),
        (&level, Type::INT8_ARRAY),
        (&tile, Type::INT8_ARRAY),
        (&hashes, Type::BYTEA_ARRAY),
        (&at.pruned, Type::INT8),
    ];
    let rows = session.fetch_with(WRITE, &parameters).await?;
    Ok(rows.first().map(|row| row.try_get::<_, i64>("moved")).transpose()? == Some(1))
}

fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| NO_TREE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_several_lanes_come_by_time_and_never_before_those_in_front_of_them() {
        let lane = |lane, first, times: &[i64]| {
            let entries =
                times.iter().map(|time| Unnumbered { time: *time, hash: ChainHash::START }).collect();
            (lane, first, entries)
        };
        // The clock of the second went back.
        let mut lanes = [lane(1, 7, &[10, 20, 20, 50]), lane(2, 1, &[15, 12, 40]), lane(3, 1, &[])];
        let mut taken = Vec::new();
        merge(&mut lanes, |lane, sequence, entry| taken.push((lane, sequence, entry.time)));
        let expected = [(1, 7, 10), (2, 1, 15), (2, 2, 12), (1, 8, 20), (1, 9, 20), (2, 3, 40), (1, 10, 50)];
        assert_eq!(taken, expected);
    }
}
