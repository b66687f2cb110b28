//! Verifying an export of the server's audit log, a piece at a time, with the same code as the server's
//! own command; and what it is held to: a public key and a checkpoint that somebody kept elsewhere.

use latchboard_contract::audit::{
    ExportVerifier, Finding, KeptCheckpoint, PublicKey, Report, Verifier, bare,
};

/// No line of an export is longer: names have 100 characters at most, each of which may take 12 bytes.
const LINE: usize = 256 * 1024;

/// What a log is held to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    key: Option<PublicKey>,
    kept: Option<KeptCheckpoint>,
}

/// What was given to hold it to is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// A key has 64 hexadecimal digits.
    Key,
    /// Neither a checkpoint nor an export; or one whose signature does not fit.
    Checkpoint(Finding),
}

impl Expected {
    /// Reads what was typed, pasted or opened; what is empty is not asked for.
    ///
    /// # Errors
    ///
    /// What of it is not what it should be. Nothing is verified then: a log that was held to nothing must
    /// not look like one that was held to something.
    pub fn read(key: &str, checkpoint: &str) -> Result<Self, NotKept> {
        let key = key.trim().to_ascii_lowercase();
        let key = if key.is_empty() { None } else { Some(key.parse().map_err(|_| NotKept::Key)?) };
        let kept = match checkpoint.trim() {
            "" => None,
            text => Some(KeptCheckpoint::read(text).map_err(NotKept::Checkpoint)?),
        };
        Ok(Self { key, kept })
    }
}

/// The first and the last line of a text: all that a checkpoint is read from, which may be a whole export.
#[must_use]
pub fn ends(text: &str) -> String {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    match lines.next_back() {
        Some(last) => [first, "\n", last, "\n"].concat(),
        None => first.to_owned(),
    }
}

/// A log that is whole and unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What it was found to be.
    pub report: Report,
    /// It is signed with the key that was given.
    pub by_given_key: bool,
    /// It goes on from the checkpoint that was given, which is at this entry.
    pub goes_on_from: Option<u64>,
    /// Its own last signature, to be kept and held against a later log.
    pub checkpoint: String,
}

/// Reads an export in pieces of any size.
pub struct LogReader {
    export: ExportVerifier,
    expected: Expected,
    /// Of a line that has not ended yet.
    rest: Vec<u8>,
    first: String,
    last: String,
}

impl LogReader {
    /// Before the first piece.
    ///
    /// # Errors
    ///
    /// The key and the checkpoint that were given do not belong together.
    pub fn new(expected: Expected) -> Result<Self, Finding> {
        let verifier = Verifier::new(expected.key);
        let verifier = match &expected.kept {
            Some(kept) => verifier.hold_to(kept)?,
            None => verifier,
        };
        let export = ExportVerifier::new(verifier);
        Ok(Self { export, expected, rest: Vec::new(), first: String::new(), last: String::new() })
    }

    /// The number of the last entry that was read.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.export.sequence()
    }

    /// The next piece.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with the entry at which it was found.
    pub fn push(&mut self, mut piece: &[u8]) -> Result<(), Finding> {
        while let Some(end) = piece.iter().position(|byte| *byte == b'\n') {
            self.rest.extend_from_slice(&piece[..end]);
            piece = &piece[end + 1..];
            self.line()?;
        }
        self.rest.extend_from_slice(piece);
        // Something without line breaks is not to be kept as a whole.
        if self.rest.len() > LINE { self.line() } else { Ok(()) }
    }

    fn line(&mut self) -> Result<(), Finding> {
        // Bytes that are no text are replaced, and nothing that has replacements is a line of a log.
        let line = String::from_utf8_lossy(&self.rest).into_owned();
        self.rest.clear();
        self.export.line(&line)?;
        let line = bare(&line);
        if self.first.is_empty() {
            line.clone_into(&mut self.first);
        }
        if !line.is_empty() {
            line.clone_into(&mut self.last);
        }
        Ok(())
    }

    /// There are no more pieces.
    ///
    /// # Errors
    ///
    /// As for [`Self::push`]; what is cut is not whole.
    pub fn finish(mut self) -> Result<Whole, Finding> {
        if !self.rest.is_empty() {
            // Without a line break at its end: an editor's doing, or cut, and then it is no line.
            self.line()?;
        }
        let report = self.export.finish()?;
        Ok(Whole {
            report,
            by_given_key: self.expected.key.is_some() || self.expected.kept.is_some(),
            goes_on_from: self.expected.kept.as_ref().map(|kept| kept.kept.number()),
            checkpoint: [&*self.first, "\n", &self.last, "\n"].concat(),
        })
    }
}

/// Verifies a whole text.
///
/// # Errors
///
/// As for [`LogReader::push`].
pub fn verify(text: &str, expected: Expected) -> Result<Whole, Finding> {
    let mut reader = LogReader::new(expected)?;
    reader.push(text.as_bytes())?;
    reader.finish()
}
