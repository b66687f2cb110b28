//! The log in the database: whether it is whole, and the same as an export.

use std::collections::BTreeMap;

use latchboard_contract::audit::{
    Action, ChainHash, Checkpoint, CheckpointKind, Fault, Finding, Header, KeptCheckpoint, LaneEnd, Line,
    Note, Numbered, Report, SignedPruned, TILE, Tile, Tree, Verifier, Version, width,
};

use tokio::task::JoinHandle;

use super::reading::{AuditRow, AuditState};
use crate::audit::{Attempt, Who};
use crate::clock::now_millis;
use crate::{Store, StoreError};

/// Entries that are read at a time.
const PIECE: u32 = 1000;
/// Entries that are removed at a time, in whole tiles.
const STEP: u64 = 64 * TILE as u64;

/// Why a log was not found to be whole.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is not what was written, at that entry.
    #[error(transparent)]
    Found(#[from] Finding),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the whole log, as it was when this began: what has a number, and then what has none yet.
pub async fn verify(store: &Store, verifier: Verifier) -> Result<Report, Problem> {
    let mut walk = Walk::begin(store, verifier.with_tiles()).await?;
    walk.removed(store).await?;
    while walk.piece(store, |_| {}).await? {
        let whole = walk.verifier.take_tiles();
        walk.compare(store, whole).await?;
    }
    let partial = walk.verifier.partial_tiles().collect();
    walk.compare(store, partial).await?;
    if let Some(note) = walk.note.take() {
        walk.verifier.note(&note)?;
    }
    walk.without_numbers(store).await?;
    Ok(walk.verifier.finish()?)
}

/// A log on its way out, piece by piece.
pub struct Export {
    walk: Option<Walk>,
    started: bool,
}

impl Export {
    /// Of the log as it is now.
    pub async fn begin(store: &Store) -> Result<Self, Problem> {
        let numbered = store.number_all().await;
        let verifier = Verifier::new(Some(store.audit_keys()?.public()));
        let walk = Walk::begin(store, verifier).await?;
        match numbered {
            // What has its number can be read all the same.
            Err(error) if walk.last > 0 && !matches!(error, StoreError::Damaged(_)) => {
                tracing::warn!(%error, "the end of the audit log is not in an export of it");
            }
            numbered => numbered?,
        }
        Ok(Self { walk: Some(walk), started: false })
    }

    /// The next lines; none when there are no more. What is not as it was written ends it without an
    /// end, so that nobody takes it for whole.
    pub async fn piece(&mut self, store: &Store) -> Result<Option<String>, Problem> {
        let mut text = String::new();
        let mut write = |line: &Line| {
            text.push_str(&line.write());
            text.push('\n');
        };
        let keys = store.audit_keys()?;
        if !self.started {
            self.started = true;
            write(&Line::Header(Header { version: Version::Tree, key: keys.public() }));
            if let Some(walk) = &mut self.walk
                && let Some(signed) = &walk.goes_on_from
            {
                walk.verifier.go_on_from(signed)?;
                write(&Line::Pruned(Box::new(signed.clone())));
            }
        }
        let Some(walk) = &mut self.walk else { return Ok(None) };
        if !walk.piece(store, |line| write(&line)).await? {
            // What is written is what was signed.
            if let Some(note) = walk.note.take() {
                walk.verifier.note(&note)?;
            }
            let Tree { size, root } = walk.verifier.tree();
            let (sequence, time, hash) = (size, now_millis(), ChainHash::from_bytes(*root.as_bytes()));
            write(&Line::Signed(keys.sign(Checkpoint { sequence, time, hash }, CheckpointKind::TreeEnd)));
            self.walk = None;
        }
        Ok(Some(text))
    }
}

/// Removes the entries up to a checkpoint that was kept, as far as they fill tiles, whose hashes stay. How many that are,
/// all removals together; none when there is nothing to remove.
pub async fn prune(store: &Store, kept: &KeptCheckpoint) -> Result<Option<u64>, Problem> {
    store.number_all().await?;
    // Nothing is signed in place of what is not whole.
    let report = verify(store, Verifier::new(None).hold_to(kept)?).await?;
    let target = kept.kept.number() / TILE as u64 * TILE as u64;
    if target <= report.pruned {
        return Ok(None);
    }
    let attempt = store.attempt(&Who::command_line(), Action::PruneAudit, None).await?;
    let pruned = prune_to(store, report.pruned, target, &attempt).await;
    if pruned.is_err() {
        store.end_failed(&attempt).await;
    }
    pruned.map(|()| Some(target))
}

/// Step by step, so that nobody waits for long: after each the log is whole.
async fn prune_to(store: &Store, from: u64, target: u64, attempt: &Attempt) -> Result<(), Problem> {
    let keys = store.audit_keys()?;
    let mut walk = Walk::begin(store, Verifier::new(Some(keys.public()))).await?;
    let mut before = String::new();
    if let Some(signed) = &walk.goes_on_from {
        walk.verifier.go_on_from(signed)?;
        before = Line::Pruned(Box::new(signed.clone())).write();
    }
    while walk.verifier.sequence() < target {
        let step = target.min(walk.verifier.sequence() + STEP);
        walk.up_to(store, step).await?;
        let signed = keys.sign_pruned(walk.verifier.pruned());
        let end = (step == target).then_some((attempt, target - from));
        store.remove_entries(&before, &signed, end).await?;
        before = Line::Pruned(Box::new(signed)).write();
    }
    Ok(())
}

/// On the way through the log.
struct Walk {
    verifier: Verifier,
    /// How many entries have a number.
    last: u64,
    /// What is signed of them.
    note: Option<Note>,
    /// Where the lanes end by their own records.
    lanes: BTreeMap<u64, LaneEnd>,
    /// What is in place of entries that were removed.
    goes_on_from: Option<SignedPruned>,
    /// The entries that follow, on their way.
    ahead: Option<JoinHandle<Result<Vec<AuditRow>, StoreError>>>,
}

impl Walk {
    async fn begin(store: &Store, mut verifier: Verifier) -> Result<Self, Problem> {
        let keys = store.audit_keys()?;
        verifier.signed_with(keys.public())?;
        let state = store.audit_state().await?;
        let AuditState { lanes: found, size, note, pruned, in_spans, tiles, has_strays, .. } = state;
        // Without its own records of its ends: the server never takes them away.
        let not_ours = Finding { fault: Fault::NotAuthentic, sequence: 0 };
        let (Some(last), false) = (size, has_strays) else { return Err(not_ours.into()) };
        let at_end = |fault| Problem::Found(Finding { fault, sequence: last });
        let goes_on_from = state.goes_on_from.ok_or_else(|| at_end(Fault::Unreadable))?;
        let goes_on_from = match (pruned, goes_on_from.as_str()) {
            (0, "") => None,
            (_, line) => match Line::read(line) {
                Ok(Line::Pruned(signed)) if signed.pruned.size() == pruned => Some(*signed),
                Ok(_) => return Err(at_end(Fault::Differs)),
                Err(_) => return Err(at_end(Fault::Unreadable)),
            },
        };
        // The last entry of a lane that was removed.
        let removed = |lane: u64| {
            let ends = goes_on_from.iter().flat_map(|signed| &signed.pruned.lanes);
            ends.filter(|end| end.lane == lane).map(|end| end.sequence).max().unwrap_or_default()
        };
        let (mut lanes, mut numbered) = (BTreeMap::new(), 0);
        for lane in found {
            let hash = lane.hash.ok_or_else(|| at_end(Fault::Unreadable))?;
            // The record of its end is somebody else's, or an old one that was put back.
            let fits = keys.fits_head(lane.lane, lane.sequence, &hash, &lane.mac);
            let removed = removed(lane.lane);
            let is_stray = lane.first.is_some_and(|first| first <= removed);
            if !fits || is_stray || lane.last.max(removed).max(lane.numbered) > lane.sequence {
                return Err(at_end(Fault::NotAuthentic));
            }
            lanes.insert(lane.lane, LaneEnd { sequence: lane.sequence, hash });
            numbered += lane.numbered;
        }
        let of_lane_0 = removed(0) + 1..=lanes.get(&0).map_or(0, |end| end.sequence);
        if !state.checkpoints.is_none_or(|ends| ends.iter().all(|end| of_lane_0.contains(end))) {
            return Err(at_end(Fault::Differs));
        }
        // What the spans say that has a number is what the tree is over.
        if numbered != last || pruned + in_spans != last || tiles != tiles_of(last) {
            return Err(at_end(Fault::Differs));
        }
        match &note {
            Some(note) if note.size() != last => return Err(at_end(Fault::Differs)),
            None if last > 0 => return Err(at_end(Fault::Forged)),
            _ => {}
        }
        if let Some(signed) = &goes_on_from {
            let has_all = signed.pruned.lanes.iter().all(|end| lanes.contains_key(&end.lane));
            if !has_all || !store.keeps_spans_of(&signed.pruned).await? {
                return Err(at_end(Fault::Differs));
            }
        }
        Ok(Self { verifier, last, note, lanes, goes_on_from, ahead: None })
    }

    /// Reads the hashes of the entries that were removed, and goes on from there.
    async fn removed(&mut self, store: &Store) -> Result<(), Problem> {
        let Some(signed) = &self.goes_on_from else { return Ok(()) };
        for tile in 0..signed.pruned.size() / TILE as u64 {
            let kept = store.audit_tile(0, tile).await?.and_then(|kept| Tile::hashes(&kept).ok());
            let kept = kept.filter(|hashes| hashes.len() == TILE);
            for leaf in kept.ok_or_else(|| self.verifier.found(Fault::Differs))? {
                self.verifier.removed(leaf)?;
            }
            let whole = self.verifier.take_tiles();
            self.compare(store, whole).await?;
        }
        Ok(self.verifier.go_on_from(signed)?)
    }

    /// Reads the entries up to one that has a number.
    async fn up_to(&mut self, store: &Store, last: u64) -> Result<(), Problem> {
        self.last = last;
        while self.piece(store, |_| {}).await? {}
        Ok(())
    }

    /// Reads the next entries that have a number; false when there are no more.
    async fn piece(&mut self, store: &Store, line: impl FnMut(Line)) -> Result<bool, Problem> {
        let after = self.verifier.sequence();
        let read = self.ahead.take().unwrap_or_else(|| store.audit_numbered(after, self.last, PIECE));
        // It does not end before its time but with the process.
        let rows = read.await.map_err(|_| StoreError::Closed)??;
        let read_to = after + rows.len() as u64;
        if read_to < self.last && rows.len() == PIECE as usize {
            self.ahead = Some(store.audit_numbered(read_to, self.last, PIECE));
        }
        if rows.is_empty() {
            return if after < self.last { Err(self.verifier.found(Fault::Cut).into()) } else { Ok(false) };
        }
        for (number, row) in (after + 1..).zip(&rows) {
            if row.number != Some(number) {
                let sequence = row.number.unwrap_or(number);
                return Err(Finding { fault: Fault::Gap, sequence }.into());
            }
        }
        self.take(store, rows, line).await?;
        Ok(true)
    }

    /// Takes the entries that follow.
    async fn take(
        &mut self,
        store: &Store,
        rows: Vec<AuditRow>,
        mut line: impl FnMut(Line),
    ) -> Result<(), Problem> {
        // Lane 0 comes first, and its numbers are those of the log.
        let (first, count) = (self.verifier.lane(0).sequence + 1, rows.len() as u64);
        let mut checkpoints = store.audit_checkpoints(first, first + count).await?;
        for row in rows {
            let (lane, sequence) = (row.lane, row.sequence);
            line(Line::Entry(self.entry(store, row)?));
            if lane == 0
                && let Some(signed) = checkpoints.remove(&sequence)
            {
                let signed = signed.ok_or(Finding { fault: Fault::Forged, sequence })?;
                self.verifier.signed(&signed)?;
                line(Line::Signed(signed));
            }
        }
        Ok(())
    }

    /// The next entry, if it is what was written.
    fn entry(&mut self, store: &Store, row: AuditRow) -> Result<Numbered, Problem> {
        let (keys, number) = (store.audit_keys()?, self.verifier.sequence() + 1);
        let found = |fault| Finding { fault, sequence: number };
        let AuditRow { lane, sequence, entry, hash, mac, .. } = row;
        if !self.lanes.contains_key(&lane) {
            return Err(found(Fault::NotAuthentic).into());
        }
        let entry = entry.map_err(|_| found(Fault::Unreadable))?;
        let hash = hash.ok_or_else(|| found(Fault::Changed))?;
        let attempt = entry.event.attempt();
        let attempt = attempt.and_then(|attempt| self.verifier.number_of_attempt(lane, attempt));
        let numbered = Numbered { number, attempt, entry, hash };
        self.verifier.entry(&numbered)?;
        if !mac.is_some_and(|mac| keys.fits_entry(lane, sequence, &hash, &mac)) {
            return Err(found(Fault::NotAuthentic).into());
        }
        Ok(numbered)
    }

    /// Reads the entries of all lanes that have no number yet, as if they had one.
    async fn without_numbers(&mut self, store: &Store) -> Result<(), Problem> {
        for (lane, end) in self.lanes.clone() {
            loop {
                let LaneEnd { sequence, hash } = self.verifier.lane(lane);
                if sequence == end.sequence {
                    if hash != end.hash {
                        return Err(self.verifier.found(Fault::NotAuthentic).into());
                    }
                    break;
                }
                let rows = store.audit_of_lane(lane, sequence, end.sequence, PIECE).await?;
                if rows.is_empty() {
                    return Err(self.verifier.found(Fault::Cut).into());
                }
                self.take(store, rows, |_| {}).await?;
            }
        }
        Ok(())
    }

    /// Holds the tiles that are kept against those that there must be.
    async fn compare(&self, store: &Store, tiles: Vec<Tile>) -> Result<(), Problem> {
        for tile in tiles {
            let (kept, bytes) = (store.audit_tile(tile.level, tile.index).await?, tile.bytes());
            let is_same = match kept {
                Some(kept) if kept == bytes => true,
                // It may have grown meanwhile.
                Some(kept) if tile.hashes.len() < TILE && kept.starts_with(&bytes) => {
                    store.audit_size().await? > self.last
                }
                _ => false,
            };
            if !is_same {
                return Err(self.verifier.found(Fault::Differs).into());
            }
        }
        Ok(())
    }
}

/// How many tiles there are of a tree of that size: of level 0 those that are whole.
fn tiles_of(size: u64) -> u64 {
    let of_level = |level: u32| {
        let whole = size.checked_shr(8 * (level + 1)).unwrap_or_default();
        width(size, level).map(|width| whole + u64::from(level > 0 && width > 0))
    };
    (0..).map_while(of_level).sum()
}
