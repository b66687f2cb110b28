//! The log in the database: whether it is whole, and the same as an export.

use std::collections::BTreeMap;

use latchboard_contract::audit::{
    ChainHash, Checkpoint, CheckpointKind, Fault, Finding, Header, LaneEnd, Line, Note, Numbered, Report,
    TILE, Tile, Tree, Verifier, Version, width,
};

use crate::clock::now_millis;
use crate::store::{AuditRow, AuditState, Store, StoreError};

/// Entries that are read at a time.
const PIECE: u32 = 1000;

/// Why a log was not found to be whole.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error(transparent)]
    Found(#[from] Finding),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the whole log, as it was when this began: what has a number, and then what has none yet.
pub(crate) async fn verify(store: &Store, verifier: Verifier) -> Result<Report, Problem> {
    let mut walk = Walk::begin(store, verifier.with_tiles()).await?;
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
pub(crate) struct Export {
    walk: Option<Walk>,
    started: bool,
}

impl Export {
    /// Of the log as it is now.
    pub(crate) async fn begin(store: &Store) -> Result<Self, Problem> {
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
    pub(crate) async fn piece(&mut self, store: &Store) -> Result<Option<String>, Problem> {
        let mut text = String::new();
        let mut write = |line: &Line| {
            text.push_str(&line.write());
            text.push('\n');
        };
        let keys = store.audit_keys()?;
        if !self.started {
            self.started = true;
            write(&Line::Header(Header { version: Version::Tree, key: keys.public() }));
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

/// On the way through the log.
struct Walk {
    verifier: Verifier,
    /// How many entries have a number.
    last: u64,
    /// What is signed of them.
    note: Option<Note>,
    /// Where the lanes end by their own records.
    lanes: BTreeMap<u64, LaneEnd>,
}

impl Walk {
    async fn begin(store: &Store, mut verifier: Verifier) -> Result<Self, Problem> {
        let keys = store.audit_keys()?;
        verifier.signed_with(keys.public())?;
        let AuditState { lanes: found, size, note, last_checkpoint, in_spans, tiles, has_strays } =
            store.audit_state().await?;
        // Without its own records of its ends: the server never takes them away.
        let not_ours = Finding { fault: Fault::NotAuthentic, sequence: 0 };
        let (Some(last), false) = (size, has_strays) else { return Err(not_ours.into()) };
        let at_end = |fault| Problem::Found(Finding { fault, sequence: last });
        let (mut lanes, mut numbered) = (BTreeMap::new(), 0);
        for lane in found {
            let hash = lane.hash.ok_or_else(|| at_end(Fault::Unreadable))?;
            // The record of its end is somebody else's, or an old one that was put back.
            let fits = keys.fits_head(lane.lane, lane.sequence, &hash, &lane.mac);
            if !fits || lane.last > lane.sequence || lane.numbered > lane.sequence {
                return Err(at_end(Fault::NotAuthentic));
            }
            lanes.insert(lane.lane, LaneEnd { sequence: lane.sequence, hash });
            numbered += lane.numbered;
        }
        if last_checkpoint > lanes.get(&0).map_or(0, |end| end.sequence) {
            return Err(at_end(Fault::Differs));
        }
        // What the spans say that has a number is what the tree is over.
        if numbered != last || in_spans != last || tiles != tiles_of(last) {
            return Err(at_end(Fault::Differs));
        }
        match &note {
            Some(note) if note.size() != last => return Err(at_end(Fault::Differs)),
            None if last > 0 => return Err(at_end(Fault::Forged)),
            _ => {}
        }
        Ok(Self { verifier, last, note, lanes })
    }

    /// Reads the next entries that have a number; false when there are no more.
    async fn piece(&mut self, store: &Store, line: impl FnMut(Line)) -> Result<bool, Problem> {
        let after = self.verifier.sequence();
        let rows = store.audit_numbered(after, self.last, PIECE).await?;
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
        if !keys.fits_entry(lane, sequence, &hash, &mac) {
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
