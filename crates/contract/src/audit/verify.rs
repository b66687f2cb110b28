//! Is it the log that was written, and all of it? Needs nothing secret.
//!
//! What each part finds, and what it does not:
//!
//! - The chain finds a changed, missing, moved or foreign entry, unless everything behind it was computed
//!   anew.
//! - Signatures find that, too: nobody without the server's key makes a checkpoint. Behind the last one
//!   only the server itself can tell (it keeps a keyed hash of each entry, and of the end).
//! - A checkpoint that somebody kept elsewhere finds a whole log that was put back to an earlier state, or
//!   made anew with another key.

use std::collections::BTreeMap;
use std::fmt;

use latchboard_texts::{Language, Localized, Text, audit_faults as texts};

use super::CHECKPOINT_EVERY;
use super::chain::ChainHash;
use super::checkpoint::{Checkpoint, CheckpointKind, PublicKey, Signed};
use super::entry::{Action, Entry, Event, Outcome};
use super::export::{Header, Line};

/// Ended attempts that are remembered, so that memory does not grow with the log.
const REMEMBERED: usize = 4096;

/// What is wrong.
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
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 14] = [
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
    ];

    /// In one sentence.
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
        }
    }
}

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// Whose it is.
    pub key: PublicKey,
    /// What was signed.
    pub signed: Signed,
}

impl KeptCheckpoint {
    /// As two lines: the head of an export, and the checkpoint.
    #[must_use]
    pub fn write(&self) -> String {
        let lines = [Line::Header(Header { key: self.key }), Line::Signed(self.signed)];
        lines.map(|line| line.write() + "\n").concat()
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
        let (Ok(Line::Header(header)), Ok(Line::Signed(signed))) = (Line::read(first), Line::read(last))
        else {
            return Err(unreadable);
        };
        if signed.is_by(&header.key) {
            Ok(Self { key: header.key, signed })
        } else {
            Err(Finding { fault: Fault::Forged, sequence: signed.checkpoint.sequence })
        }
    }
}

/// What a log was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The key that it is signed with; none when nothing signed was there.
    pub key: Option<PublicKey>,
    /// How many entries there are.
    pub entries: u64,
    /// Of the last.
    pub head: ChainHash,
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
    kept: Option<Checkpoint>,
    head: ChainHash,
    sequence: u64,
    checkpoints: u64,
    signed_up_to: u64,
    /// The next entry must not come before a checkpoint of this one did.
    due: Option<u64>,
    /// Attempts that have no end yet.
    open: BTreeMap<u64, Action>,
    /// Attempts that ended, and whether as *failed*. A commit whose answer was lost is told as *failed* and
    /// *done*, in either order.
    ended: BTreeMap<u64, (Action, bool)>,
    times: Option<(i64, i64)>,
}

impl Verifier {
    /// Before the first entry. With a key, what is signed must be signed with it.
    #[must_use]
    pub const fn new(key: Option<PublicKey>) -> Self {
        Self {
            key,
            kept: None,
            head: ChainHash::START,
            sequence: 0,
            checkpoints: 0,
            signed_up_to: 0,
            due: None,
            open: BTreeMap::new(),
            ended: BTreeMap::new(),
            times: None,
        }
    }

    /// Holds the log to a checkpoint that was kept.
    ///
    /// # Errors
    ///
    /// [`Fault::OtherKey`] when it is of another key than the one that was asked for.
    pub fn hold_to(mut self, kept: &KeptCheckpoint) -> Result<Self, Finding> {
        let sequence = kept.signed.checkpoint.sequence;
        if self.key.is_some_and(|key| key != kept.key) {
            return Err(Finding { fault: Fault::OtherKey, sequence });
        }
        self.key = Some(kept.key);
        self.kept = Some(kept.signed.checkpoint);
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
        self.sequence
    }

    /// The hash of the last entry.
    #[must_use]
    pub const fn head(&self) -> ChainHash {
        self.head
    }

    /// `fault`, at the last entry.
    #[must_use]
    pub const fn found(&self, fault: Fault) -> Finding {
        Finding { fault, sequence: self.sequence }
    }

    /// The next entry.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it does not belong there.
    pub fn entry(&mut self, entry: &Entry, hash: &ChainHash) -> Result<(), Finding> {
        let sequence = entry.sequence;
        let found = |fault| Err(Finding { fault, sequence });
        if let Some(due) = self.due {
            return Err(Finding { fault: Fault::CheckpointMissing, sequence: due });
        }
        if sequence != self.sequence + 1 {
            return found(Fault::Gap);
        }
        if self.head.then(entry) != *hash {
            return found(Fault::Changed);
        }
        if !self.settles(entry) {
            return found(Fault::NoAttempt);
        }
        self.head = *hash;
        self.sequence = sequence;
        self.due = sequence.is_multiple_of(CHECKPOINT_EVERY).then_some(sequence);
        self.times = Some((self.times.map_or(entry.time, |times| times.0), entry.time));
        if self.kept.is_some_and(|kept| kept.sequence == sequence && kept.hash != self.head) {
            return found(Fault::Rewritten);
        }
        Ok(())
    }

    /// Whether an end fits an attempt.
    fn settles(&mut self, entry: &Entry) -> bool {
        match entry.event {
            Event::Attempt => {
                self.open.insert(entry.sequence, entry.action);
                true
            }
            Event::Ended { attempt: None, .. } => true,
            Event::Ended { attempt: Some(attempt), outcome } => {
                let failed = outcome == Outcome::Failed;
                if let Some(action) = self.open.remove(&attempt) {
                    self.ended.insert(attempt, (action, failed));
                    // What may follow follows soon.
                    if self.ended.len() > REMEMBERED {
                        self.ended.pop_first();
                    }
                    action == entry.action
                } else {
                    let before = self.ended.remove(&attempt);
                    before.is_some_and(|(action, had_failed)| action == entry.action && failed != had_failed)
                }
            }
        }
    }

    /// A checkpoint, or the end.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when it is not of this log and this key.
    pub fn signed(&mut self, signed: &Signed) -> Result<(), Finding> {
        let Checkpoint { sequence, hash, .. } = signed.checkpoint;
        if !self.key.is_some_and(|key| signed.is_by(&key)) {
            return Err(Finding { fault: Fault::Forged, sequence });
        }
        if sequence > self.sequence {
            return Err(self.found(Fault::Cut));
        }
        if sequence != self.sequence || hash != self.head {
            return Err(Finding { fault: Fault::Differs, sequence });
        }
        if signed.kind == CheckpointKind::Between {
            self.due = None;
        }
        self.checkpoints += 1;
        self.signed_up_to = sequence;
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
        if self.kept.is_some_and(|kept| kept.sequence > self.sequence) {
            return Err(self.found(Fault::RolledBack));
        }
        Ok(Report {
            key: self.key,
            entries: self.sequence,
            head: self.head,
            checkpoints: self.checkpoints,
            signed_up_to: self.signed_up_to,
            open: self.open.into_keys().collect(),
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
        self.verifier.sequence
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
        let next = verifier.sequence + 1;
        let unreadable = Finding { fault: Fault::Unreadable, sequence: next };
        match Line::read(text).map_err(|_| unreadable)? {
            Line::Header(header) if !self.started => {
                self.started = true;
                verifier.signed_with(header.key)
            }
            // Nothing before the head, and no second one.
            _ if !self.started => Err(unreadable),
            Line::Header(_) => Err(unreadable),
            Line::Entry(entry, hash) => verifier.entry(&entry, &hash),
            Line::Signed(signed) => {
                self.ended = signed.kind == CheckpointKind::End;
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
