//! What a run against a leak keeps of its search: enough for the receipt. Of each value that is the first 12 digits of
//! its fingerprint and its length, which find nothing by themselves but would confirm a guess.

use std::rc::Rc;

use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::named::Named;

/// The search for a leaked text, and what the server said after the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeakRecord {
    /// When the text was pasted.
    pub pasted_at: Timestamp,
    /// When the copies were known.
    pub found_at: Timestamp,
    /// The client id that searched.
    pub client_id: Rc<str>,
    pub search: SearchRecord,
    /// What stands in the text.
    pub readings: Rc<[Reading]>,
    /// Not all of the text was looked at.
    pub cut: bool,
    /// The copies that were found, each with the fingerprint of its value.
    pub copies: Rc<[Copy]>,
    /// Copies that were off when they were found. No call is sent for them.
    pub off_when_found: Rc<[Named]>,
    /// Copies that stay on by choice: they still work.
    #[serde(default)]
    pub left_on: Rc<[Named]>,
    /// Every value of the text was looked for, wherever that could be said.
    pub is_complete: bool,
    /// What the server said after the run.
    pub proof: Option<ProofRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// Its number in the vault.
    pub identifier: Identifier,
    /// The first 12 hexadecimal digits of its value's SHA-256.
    pub sha256_first_12: Rc<str>,
}

/// How the copies were looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchRecord {
    Find {
        /// It looked at all values that it keeps.
        complete: bool,
        /// The access key sees every API secret there is.
        sees_all: bool,
    },
    Scan {
        /// API secrets in the list.
        listed: usize,
        /// Those whose value was compared.
        read: usize,
        /// Those that are off, and so can't be read.
        inactive: Vec<Identifier>,
        /// Those that could not be read for another reason.
        unread: Vec<Identifier>,
        /// Nothing was left to read.
        complete: bool,
    },
}

/// A value that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The first 12 hexadecimal digits of its SHA-256.
    pub sha256_first_12: Rc<str>,
    /// Its length; 0 where only the fingerprint is known.
    #[serde(alias = "characters")]
    pub bytes: u32,
    /// The line where it stands first, from 1.
    pub line: Option<u32>,
    /// How it was read there, the outermost decoding first.
    #[serde(alias = "rules")]
    pub decodings: Rc<[Rc<str>]>,
    /// What the search said of it.
    pub outcome: ReadingOutcome,
}

/// What the search said of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingOutcome {
    /// It has copies, and they are to be switched off.
    Copies,
    /// It has copies, and they stay on by choice.
    LeftOut,
    WithoutCopies,
    /// It was not looked for, and may be a secret.
    NotLookedFor,
}

/// The server's word after the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRecord {
    /// Copies that are off.
    pub off: Vec<Identifier>,
    /// Copies that are on.
    pub on: Vec<Named>,
    /// When it said so.
    pub at: Timestamp,
}

impl LeakRecord {
    /// The fingerprint of a copy's value.
    #[must_use]
    pub fn fingerprint(&self, identifier: &Identifier) -> Option<&str> {
        let copy = self.copies.iter().find(|copy| copy.identifier == *identifier)?;
        Some(&copy.sha256_first_12)
    }

    /// The readings of which the search said this.
    pub fn readings(&self, outcome: ReadingOutcome) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(move |reading| reading.outcome == outcome)
    }
}
