//! Is it the log that was written, and all of it? Needs nothing secret.
//!
//! What each part finds, and what it does not:
//!
//! - The chains of the lanes find a changed, missing, moved or foreign entry, unless everything behind it was computed
//!   anew. The tree finds another order of the lanes.
//! - Signatures find that, too: nobody without the server's key makes a checkpoint. Behind the last one
//!   only the server itself can tell (it keeps a keyed hash of each entry, and of the end).
//! - A checkpoint that somebody kept elsewhere finds a whole log that was put back to an earlier state, or
//!   made anew with another key.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use latchboard_texts::{Language, Localized, Text, audit_faults as texts};

use super::CHECKPOINT_EVERY;
use super::chain::ChainHash;
use super::checkpoint::{Checkpoint, CheckpointKind, PublicKey, Signed};
use super::entry::{Action, Event, Outcome};
use super::export::{Header, Line, Version};
use super::note::Note;
use super::numbered::Numbered;
use super::pruned::{Ended, Pruned, PrunedAttempt, PrunedLane, SignedPruned};
use super::tree::{Edge, Peaks, Tile, Tree, TreeHash};

/// Ended attempts that are remembered, so that memory does not grow with the log.
const REMEMBERED: usize = 4096;
/// Milliseconds within which an attempt may end once more.
const SOON: i64 = 10 * 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A line, or a row, that this program does not write.
    Unreadable,
    /// The sequence numbers do not go on by one.
    Gap,
    /// The hash does not fit.
    Changed,
    /// The keyed hash does not fit; only the server can tell.
    NotAuthentic,
    /// The log is not as long as its own record of it; only the server can tell.
    Cut,
    /// An end to an attempt that there is not, or of another action.
    NoAttempt,
    /// A signature does not fit.
    Forged,
    /// A checkpoint is signed, and of another log.
    Differs,
    /// Where a checkpoint always is, there is none.
    CheckpointMissing,
    /// An export without its end.
    EndMissing,
    /// Something behind the end of an export.
    BehindEnd,
    /// Signed with another key than the one that was asked for.
    OtherKey,
    /// The log ends before a checkpoint that was kept.
    RolledBack,
    /// Another log than the one that a kept checkpoint was taken of.
    Rewritten,
    /// Entries behind a kept checkpoint were removed, and it cannot be held to it without their hashes.
    Pruned,
}

impl Fault {
    pub const ALL: [Self; 15] = [
        Self::Unreadable,
        Self::Gap,
        Self::Changed,
        Self::NotAuthentic,
        Self::Cut,
        Self::NoAttempt,
        Self::Forged,
        Self::Differs,
        Self::CheckpointMissing,
        Self::EndMissing,
        Self::BehindEnd,
        Self::OtherKey,
        Self::RolledBack,
        Self::Rewritten,
        Self::Pruned,
    ];

    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::Unreadable => texts::UNREADABLE,
            Self::Gap => texts::GAP,
            Self::Changed => texts::CHANGED,
            Self::NotAuthentic => texts::NOT_AUTHENTIC,
            Self::Cut => texts::CUT,
            Self::NoAttempt => texts::NO_ATTEMPT,
            Self::Forged => texts::FORGED,
            Self::Differs => texts::DIFFERS,
            Self::CheckpointMissing => texts::CHECKPOINT_MISSING,
            Self::EndMissing => texts::END_MISSING,
            Self::BehindEnd => texts::BEHIND_END,
            Self::OtherKey => texts::OTHER_KEY,
            Self::RolledBack => texts::ROLLED_BACK,
            Self::Rewritten => texts::REWRITTEN,
            Self::Pruned => texts::PRUNED,
        }
    }
}

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// The sequence number of the entry that it was found at, or behind which it is.
    pub sequence: u64,
}

impl Finding {
    /// In one sentence, with the place.
    #[must_use]
    pub fn in_(&self, language: Language) -> String {
        let fault = self.fault.text().in_(language);
        texts::At { sequence: &self.sequence.to_string(), fault }.in_(language)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.in_(Language::English))
    }
}

impl std::error::Error for Finding {}

/// A checkpoint that somebody kept elsewhere, with the key that it is signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    pub key: PublicKey,
    pub kept: Kept,
    line: String,
}

/// What a checkpoint says that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// How far lane 0 was, when there was no other.
    Chain(Checkpoint),
    /// How large the tree was.
    Tree(Tree),
}

impl Kept {
    /// The number of the last entry.
    #[must_use]
    pub const fn number(&self) -> u64 {
        match self {
            Self::Chain(checkpoint) => checkpoint.sequence,
            Self::Tree(tree) => tree.size,
        }
    }
}

impl KeptCheckpoint {
    /// A line that the holder of the key signed.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it is none, or its signature does not fit.
    pub fn new(key: PublicKey, line: &Line) -> Result<Self, Finding> {
        let forged = |sequence| Finding { fault: Fault::Forged, sequence };
        let kept = match line {
            Line::Signed(signed) if !signed.is_by(&key) => return Err(forged(signed.checkpoint.sequence)),
            Line::Signed(Signed { checkpoint, kind, .. }) => match kind {
                CheckpointKind::Between | CheckpointKind::End => Kept::Chain(*checkpoint),
                CheckpointKind::TreeEnd => Kept::Tree(tree_of(checkpoint)),
            },
            Line::Note(note) => Kept::Tree(note.open(&key).ok_or_else(|| forged(note.size()))?),
            Line::Header(_) | Line::Pruned(_) | Line::Entry(_) => {
                return Err(Finding { fault: Fault::Unreadable, sequence: 0 });
            }
        };
        Ok(Self { key, kept, line: line.write() })
    }

    /// As two lines: the head of an export, and the checkpoint.
    #[must_use]
    pub fn write(&self) -> String {
        let version = match self.kept {
            Kept::Chain(_) => Version::Chain,
            Kept::Tree(_) => Version::Tree,
        };
        let header = Line::Header(Header { version, key: self.key });
        format!("{}\n{}\n", header.write(), self.line)
    }

    /// Reads what [`KeptCheckpoint::write`] wrote, or takes the end of a whole export.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it is neither, or its signature does not fit.
    pub fn read(text: &str) -> Result<Self, Finding> {
        let unreadable = Finding { fault: Fault::Unreadable, sequence: 0 };
        let mut lines = text.lines().map(bare).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let last = lines.next_back().unwrap_or_default();
        let (Ok(Line::Header(header)), Ok(line)) = (Line::read(first), Line::read(last)) else {
            return Err(unreadable);
        };
        Self::new(header.key, &line)
    }
}

/// The tree at the end of an export.
const fn tree_of(end: &Checkpoint) -> Tree {
    Tree { size: end.sequence, root: TreeHash::from_bytes(*end.hash.as_bytes()) }
}

/// What a log was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The key that it is signed with; none when nothing signed was there.
    pub key: Option<PublicKey>,
    /// How many entries there are, or were.
    pub entries: u64,
    /// How many of them were removed: the first ones.
    pub pruned: u64,
    /// The tree over them.
    pub tree: Tree,
    /// How many signatures were checked.
    pub checkpoints: u64,
    /// The last entry that a signature covers.
    pub signed_up_to: u64,
    /// Attempts without an end: whoever made them died before it, or is still at it.
    pub open: Vec<u64>,
    /// When the first and the last entry were written, in milliseconds since 1970.
    pub times: Option<(i64, i64)>,
}

/// Reads a log from its beginning and stops at the first thing that is wrong.
pub struct Verifier {
    key: Option<PublicKey>,
    kept: Option<Kept>,
    lanes: BTreeMap<u64, LaneEnd>,
    /// The number of the last entry in each lane.
    numbers: BTreeMap<u64, u64>,
    /// Over all entries by number.
    tree: Growing,
    pruned: u64,
    checkpoints: u64,
    signed_up_to: u64,
    /// The next entry must not come before a checkpoint of this one did.
    due: Option<u64>,
    attempts: Attempts,
    times: Option<(i64, i64)>,
}

/// A tree that entries are added to.
enum Growing {
    Bare(Peaks),
    /// With the tiles that became whole, for who wants to compare them.
    Tiled(Edge, Vec<Tile>),
}

impl Growing {
    const fn size(&self) -> u64 {
        match self {
            Self::Bare(peaks) => peaks.size(),
            Self::Tiled(edge, _) => edge.size(),
        }
    }

    fn tree(&self) -> Tree {
        self.peaks().tree()
    }

    fn peaks(&self) -> Peaks {
        match self {
            Self::Bare(peaks) => peaks.clone(),
            Self::Tiled(edge, _) => edge.peaks(),
        }
    }

    fn push(&mut self, leaf: TreeHash) {
        match self {
            Self::Bare(peaks) => peaks.push(leaf),
            Self::Tiled(edge, whole) => whole.extend(edge.push(leaf)),
        }
    }
}

/// Where a lane ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneEnd {
    /// How many entries are in it.
    pub sequence: u64,
    pub hash: ChainHash,
}

impl LaneEnd {
    /// Before the first entry.
    pub const START: Self = Self { sequence: 0, hash: ChainHash::START };
}

/// Where an attempt stands: its lane, and its number there.
type Place = (u64, u64);

/// Attempts, and what is known of their ends.
#[derive(Default)]
struct Attempts {
    /// Those that have no end yet, with their numbers.
    open: BTreeMap<Place, (u64, Action)>,
    /// Those that ended. A commit whose answer was lost is told as *failed* and *done*, in either order.
    ended: BTreeMap<Place, (u64, Action, Ended)>,
    /// Those, the first that ended first.
    order: VecDeque<Place>,
}

impl Attempts {
    fn number(&self, place: Place) -> Option<u64> {
        let ended = || self.ended.get(&place).map(|(number, ..)| *number);
        self.open.get(&place).map(|(number, _)| *number).or_else(ended)
    }

    /// Whether an end fits an attempt.
    fn settle(&mut self, numbered: &Numbered) -> bool {
        let Numbered { number, attempt: attempt_number, ref entry, .. } = *numbered;
        match entry.event {
            Event::Attempt => {
                self.open.insert((entry.lane, entry.sequence), (number, entry.action));
                true
            }
            Event::Ended { attempt: None, .. } => true,
            Event::Ended { attempt: Some(attempt), outcome } => {
                let place = (entry.lane, attempt);
                let ended = Ended { failed: outcome == Outcome::Failed, time: entry.time };
                let fits = |known, action| attempt_number == Some(known) && action == entry.action;
                if let Some((known, action)) = self.open.remove(&place) {
                    self.remember(place, (known, action, ended));
                    fits(known, action)
                } else {
                    let before = self.ended.remove(&place);
                    before.is_some_and(|(known, action, before)| {
                        fits(known, action) && ended.failed != before.failed
                    })
                }
            }
        }
    }

    fn remember(&mut self, place: Place, ended: (u64, Action, Ended)) {
        self.ended.insert(place, ended);
        self.order.push_back(place);
        // What may follow follows soon.
        if self.order.len() > REMEMBERED
            && let Some(first) = self.order.pop_front()
        {
            self.ended.remove(&first);
        }
    }

    /// Those that are open, and those that have ended since `time`, in order.
    fn since(&self, time: i64) -> Vec<PrunedAttempt> {
        let attempt = |(lane, sequence): Place, number, action, ended| PrunedAttempt {
            number,
            lane,
            sequence,
            action,
            ended,
        };
        let open = self.open.iter().map(|(place, (number, action))| attempt(*place, *number, *action, None));
        let ended = self.ended.iter().filter(|(_, (.., ended))| ended.time >= time);
        let ended =
            ended.map(|(place, (number, action, ended))| attempt(*place, *number, *action, Some(*ended)));
        let mut attempts: Vec<_> = open.chain(ended).collect();
        attempts.sort_unstable_by_key(|attempt| attempt.number);
        attempts
    }
}

impl Verifier {
    /// Before the first entry. With a key, what is signed must be signed with it.
    #[must_use]
    pub fn new(key: Option<PublicKey>) -> Self {
        Self {
            key,
            kept: None,
            lanes: BTreeMap::new(),
            numbers: BTreeMap::new(),
            tree: Growing::Bare(Peaks::default()),
            pruned: 0,
            checkpoints: 0,
            signed_up_to: 0,
            due: None,
            attempts: Attempts::default(),
            times: None,
        }
    }

    /// Keeps the tiles that become whole, to be taken with [`Self::take_tiles`].
    #[must_use]
    pub fn with_tiles(mut self) -> Self {
        self.tree = Growing::Tiled(Edge::default(), Vec::new());
        self
    }

    /// The tiles that became whole since they were last taken.
    pub fn take_tiles(&mut self) -> Vec<Tile> {
        if let Growing::Tiled(_, whole) = &mut self.tree { std::mem::take(whole) } else { Vec::new() }
    }

    /// The tiles above level 0 that are not whole.
    pub fn partial_tiles(&self) -> impl Iterator<Item = Tile> + '_ {
        let edge = if let Growing::Tiled(edge, _) = &self.tree { Some(edge) } else { None };
        edge.into_iter().flat_map(Edge::partial)
    }

    /// Holds the log to a checkpoint that was kept.
    ///
    /// # Errors
    ///
    /// [`Fault::OtherKey`] when it is of another key than the one that was asked for.
    pub fn hold_to(mut self, kept: &KeptCheckpoint) -> Result<Self, Finding> {
        if self.key.is_some_and(|key| key != kept.key) {
            return Err(Finding { fault: Fault::OtherKey, sequence: kept.kept.number() });
        }
        self.key = Some(kept.key);
        self.kept = Some(kept.kept);
        Ok(self)
    }

    /// The key that a log says it is signed with.
    ///
    /// # Errors
    ///
    /// [`Fault::OtherKey`] when another one was asked for.
    pub fn signed_with(&mut self, key: PublicKey) -> Result<(), Finding> {
        match self.key {
            Some(known) if known != key => Err(self.found(Fault::OtherKey)),
            _ => {
                self.key = Some(key);
                Ok(())
            }
        }
    }

    /// The number of the last entry.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.tree.size()
    }

    /// The tree so far.
    #[must_use]
    pub fn tree(&self) -> Tree {
        self.tree.tree()
    }

    /// Where a lane ends so far.
    #[must_use]
    pub fn lane(&self, lane: u64) -> LaneEnd {
        self.lanes.get(&lane).copied().unwrap_or(LaneEnd::START)
    }

    /// The number of an attempt, by its lane and its number there; none where it is not remembered.
    #[must_use]
    pub fn number_of_attempt(&self, lane: u64, sequence: u64) -> Option<u64> {
        self.attempts.number((lane, sequence))
    }

    /// The hash of the next entry, which was removed.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it is another than the one that a checkpoint was taken of.
    pub fn removed(&mut self, leaf: TreeHash) -> Result<(), Finding> {
        self.tree.push(leaf);
        self.held(|kept| kept.sequence == self.sequence() && TreeHash::leaf(&kept.hash) != leaf)
    }

    /// The entries up to here were removed. To be called before the first one that there is, and either behind the hashes of
    /// all that were removed or without any of them.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when that is not by the server, or not what the hashes say.
    pub fn go_on_from(&mut self, signed: &SignedPruned) -> Result<(), Finding> {
        let SignedPruned { pruned, .. } = signed;
        let found = |fault| Err(Finding { fault, sequence: pruned.size() });
        if !self.key.is_some_and(|key| signed.is_by(&key)) {
            return found(Fault::Forged);
        }
        if self.sequence() == 0 {
            if self.kept.is_some_and(|kept| kept.number() < pruned.size()) {
                return found(Fault::Pruned);
            }
            self.tree = Growing::Bare(pruned.peaks.clone());
            let is_end = |lane: &PrunedLane, kept: &Checkpoint| lane.lane == 0 && lane.hash == kept.hash;
            self.held(|kept| {
                kept.sequence == pruned.size() && !pruned.lanes.iter().any(|lane| is_end(lane, kept))
            })?;
        } else if self.tree.peaks() != pruned.peaks {
            return found(Fault::Differs);
        }
        for PrunedLane { number, lane, sequence, hash } in &pruned.lanes {
            self.lanes.insert(*lane, LaneEnd { sequence: *sequence, hash: *hash });
            self.numbers.insert(*lane, *number);
        }
        for PrunedAttempt { number, lane, sequence, action, ended } in &pruned.attempts {
            match ended {
                None => _ = self.attempts.open.insert((*lane, *sequence), (*number, *action)),
                Some(ended) => self.attempts.remember((*lane, *sequence), (*number, *action, *ended)),
            }
        }
        self.pruned = pruned.size();
        Ok(())
    }

    /// What the rest goes on from when all entries up to here are removed.
    #[must_use]
    pub fn pruned(&self) -> Pruned {
        let lane = |(lane, end): (&u64, &LaneEnd)| PrunedLane {
            number: self.numbers.get(lane).copied().unwrap_or_default(),
            lane: *lane,
            sequence: end.sequence,
            hash: end.hash,
        };
        let last = self.times.map_or(i64::MIN, |(_, last)| last);
        Pruned {
            peaks: self.tree.peaks(),
            lanes: self.lanes.iter().map(lane).collect(),
            attempts: self.attempts.since(last.saturating_sub(SOON)),
        }
    }

    /// Whether the log is still the one that a checkpoint was taken of. `is_other` tells of one of lane 0.
    fn held(&self, is_other: impl FnOnce(&Checkpoint) -> bool) -> Result<(), Finding> {
        let rewritten = match &self.kept {
            Some(Kept::Chain(kept)) => is_other(kept),
            Some(Kept::Tree(kept)) => kept.size == self.sequence() && *kept != self.tree.tree(),
            None => false,
        };
        if rewritten { Err(self.found(Fault::Rewritten)) } else { Ok(()) }
    }

    /// `fault`, at the last entry.
    #[must_use]
    pub const fn found(&self, fault: Fault) -> Finding {
        Finding { fault, sequence: self.sequence() }
    }

    /// The next entry.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it does not belong there.
    pub fn entry(&mut self, numbered: &Numbered) -> Result<(), Finding> {
        let Numbered { number, ref entry, hash, .. } = *numbered;
        let found = |fault| Err(Finding { fault, sequence: number });
        if let Some(due) = self.due {
            return Err(Finding { fault: Fault::CheckpointMissing, sequence: due });
        }
        let end = self.lane(entry.lane);
        if number != self.sequence() + 1 || entry.sequence != end.sequence + 1 {
            return found(Fault::Gap);
        }
        if end.hash.then(entry) != hash {
            return found(Fault::Changed);
        }
        if !self.attempts.settle(numbered) {
            return found(Fault::NoAttempt);
        }
        let end = LaneEnd { sequence: entry.sequence, hash };
        self.lanes.insert(entry.lane, end);
        self.numbers.insert(entry.lane, number);
        self.tree.push(TreeHash::leaf(&hash));
        self.due = (entry.lane == 0 && end.sequence.is_multiple_of(CHECKPOINT_EVERY)).then_some(end.sequence);
        self.times = Some((self.times.map_or(entry.time, |times| times.0), entry.time));
        self.held(|kept| entry.lane == 0 && kept.sequence == end.sequence && kept.hash != hash)
    }

    /// A checkpoint of lane 0, or an end.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it is not of this log and this key.
    pub fn signed(&mut self, signed: &Signed) -> Result<(), Finding> {
        let Checkpoint { sequence, hash, .. } = signed.checkpoint;
        if !self.key.is_some_and(|key| signed.is_by(&key)) {
            return Err(Finding { fault: Fault::Forged, sequence });
        }
        match signed.kind {
            CheckpointKind::Between if sequence > 0 && sequence == self.signed_up_to => {
                Err(Finding { fault: Fault::Unreadable, sequence })
            }
            CheckpointKind::Between | CheckpointKind::End => {
                // It speaks of lane 0 alone, and of a log that has no other.
                let end = self.lane(0);
                self.covers(sequence, end.sequence == self.sequence() && end.hash == hash)?;
                if signed.kind == CheckpointKind::Between {
                    self.due = None;
                }
                Ok(())
            }
            CheckpointKind::TreeEnd => self.covers(sequence, self.tree.tree() == tree_of(&signed.checkpoint)),
        }
    }

    /// A checkpoint of the tree.
    ///
    /// # Errors
    ///
    /// As for [`Self::signed`].
    pub fn note(&mut self, note: &Note) -> Result<(), Finding> {
        let opened = self.key.and_then(|key| note.open(&key));
        let tree = opened.ok_or(Finding { fault: Fault::Forged, sequence: note.size() })?;
        self.covers(tree.size, self.tree.tree() == tree)
    }

    /// A signature over so many entries, which are these or not.
    fn covers(&mut self, number: u64, these: bool) -> Result<(), Finding> {
        if number > self.sequence() {
            return Err(self.found(Fault::Cut));
        }
        if number != self.sequence() || !these {
            return Err(Finding { fault: Fault::Differs, sequence: number });
        }
        self.checkpoints += 1;
        self.signed_up_to = number;
        Ok(())
    }

    /// There is no more.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when there should be.
    pub fn finish(self) -> Result<Report, Finding> {
        if let Some(due) = self.due {
            return Err(Finding { fault: Fault::CheckpointMissing, sequence: due });
        }
        let goes_on = match self.kept {
            Some(Kept::Chain(kept)) => self.lane(0).sequence >= kept.sequence,
            Some(Kept::Tree(kept)) => self.sequence() >= kept.size,
            None => true,
        };
        if !goes_on {
            return Err(self.found(Fault::RolledBack));
        }
        let mut open: Vec<u64> = self.attempts.open.values().map(|(number, _)| *number).collect();
        open.sort_unstable();
        Ok(Report {
            key: self.key,
            entries: self.sequence(),
            pruned: self.pruned,
            tree: self.tree.tree(),
            checkpoints: self.checkpoints,
            signed_up_to: self.signed_up_to,
            open,
            times: self.times,
        })
    }
}

/// Reads an export line by line, so that its size does not matter. The last line must have had a line
/// break, too: who splits the text has to see to that.
pub struct ExportVerifier {
    verifier: Verifier,
    started: bool,
    ended: bool,
}

/// A line without what editors, shells and version control put around it.
#[must_use]
pub fn bare(line: &str) -> &str {
    line.trim_start_matches('\u{feff}').trim_end_matches('\r')
}

impl ExportVerifier {
    /// Before the first line.
    #[must_use]
    pub const fn new(verifier: Verifier) -> Self {
        Self { verifier, started: false, ended: false }
    }

    /// The number of the last entry.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.verifier.sequence()
    }

    /// The next line, without its line break. What editors, shells and version control put around lines (a byte order
    /// mark, carriage returns, empty lines at the end) changes nothing that is signed, and is passed over.
    ///
    /// # Errors
    ///
    /// The first [`Finding`].
    pub fn line(&mut self, text: &str) -> Result<(), Finding> {
        let text = bare(text);
        if self.ended {
            if text.is_empty() {
                return Ok(());
            }
            return Err(self.verifier.found(Fault::BehindEnd));
        }
        let verifier = &mut self.verifier;
        let next = verifier.sequence() + 1;
        let unreadable = Finding { fault: Fault::Unreadable, sequence: next };
        match Line::read(text).map_err(|_| unreadable)? {
            Line::Header(header) if !self.started => {
                self.started = true;
                verifier.signed_with(header.key)
            }
            // Nothing before the head, and no second one.
            _ if !self.started => Err(unreadable),
            Line::Header(_) => Err(unreadable),
            Line::Pruned(pruned) if verifier.sequence() == 0 => verifier.go_on_from(&pruned),
            Line::Pruned(_) => Err(unreadable),
            Line::Entry(numbered) => verifier.entry(&numbered),
            Line::Note(note) => verifier.note(&note),
            Line::Signed(signed) => {
                self.ended = match signed.kind {
                    CheckpointKind::Between => false,
                    CheckpointKind::End | CheckpointKind::TreeEnd => true,
                };
                verifier.signed(&signed)
            }
        }
    }

    /// There are no more lines.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when there should be.
    pub fn finish(self) -> Result<Report, Finding> {
        if !self.ended {
            return Err(self.verifier.found(Fault::EndMissing));
        }
        self.verifier.finish()
    }
}
