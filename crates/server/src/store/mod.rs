//! What is kept, and how it is asked for. The only place that names SQL or its driver.
//!
//! The methods of [`Store`] are the whole interface: each is one durable step that either happened
//! or did not, and none knows HTTP. A second database joins as a second type with these methods.
//! Secrets arrive here hashed or sealed; plain ones never do.

mod migrations;
mod sqlite;

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::crypto::{Digest, SealError};

pub(crate) use sqlite::{Inspected, Store, Upgrade};

/// Marks a database file as ours: `LTCH` in the header field that SQLite has for it.
pub(crate) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"LTCH");

/// An API key, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ApiKeyId(i64);

/// A user of the vault, by the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UserId(i64);

impl UserId {
    /// The number of the row.
    pub(crate) const fn get(self) -> i64 {
        self.0
    }
}

/// An OAuth client, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct AccessKeyId(i64);

/// An OAuth client as stored.
pub(crate) struct AccessKey {
    /// Which.
    pub(crate) id: AccessKeyId,
    /// Of its client secret.
    pub(crate) secret: Digest,
}

/// One API secret of a list.
pub(crate) struct ListedRow {
    /// The identifier.
    pub(crate) id: i64,
    /// Not unique.
    pub(crate) name: String,
    /// One text, separated by commas.
    pub(crate) tags: String,
    /// Access asks for a justification.
    pub(crate) need_justify: bool,
    /// Access asks for an approval.
    pub(crate) need_approval: bool,
}

/// The texts of an API secret that are stored as they are.
#[derive(Default)]
pub(crate) struct Texts {
    /// Not unique.
    pub(crate) name: String,
    /// Free text.
    pub(crate) url: String,
    /// Who uses the secret.
    pub(crate) client_id: String,
    /// Unique per user; empty for none.
    pub(crate) identifier_code: String,
    /// Free text.
    pub(crate) method: String,
    /// One text, separated by commas.
    pub(crate) tags: String,
    /// Free text.
    pub(crate) notes: String,
}

/// An API secret as stored.
pub(crate) struct StoredApiSecret {
    /// Whom it belongs to.
    pub(crate) owner: UserId,
    /// Inactive ones can't be read.
    pub(crate) active: bool,
    /// The plain members.
    pub(crate) texts: Texts,
    /// Encrypted; none when none was given.
    pub(crate) sealed: Option<Vec<u8>>,
}

/// What became of a new API secret.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Creation {
    /// Stored, under this identifier.
    Stored(i64),
    /// Another one of this user has the same `identifier_code`.
    CodeTaken,
}

/// What became of a switch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    /// The state changed.
    Done,
    /// It was so before.
    AlreadySo,
    /// There is none with this identifier.
    NotFound,
    /// It belongs to somebody else.
    NoAccess,
}

/// Why the store could not do what was asked. Not: that something is refused.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// The database or its disk failed.
    Database(sqlx::Error),
    /// Something in the database is not what we wrote.
    Damaged(&'static str),
    /// A later version of the program wrote the database.
    NewerSchema {
        /// Its version.
        found: u32,
    },
    /// An earlier version of the program wrote the database, and nobody has upgraded it yet.
    OlderSchema {
        /// Its version.
        found: u32,
    },
    /// Sealing a value failed.
    Seal(SealError),
}

impl StoreError {
    /// The latest schema that this program knows.
    pub(crate) const KNOWN_SCHEMA: u32 = migrations::LATEST;
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(formatter, "the database failed: {error}"),
            Self::Damaged(what) => write!(formatter, "the database is damaged: {what}"),
            Self::NewerSchema { found } => {
                write!(
                    formatter,
                    "the schema is version {found}, this program knows up to {}",
                    Self::KNOWN_SCHEMA
                )
            }
            Self::OlderSchema { found } => {
                write!(formatter, "the schema is version {found}, this program needs {}", Self::KNOWN_SCHEMA)
            }
            Self::Seal(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Seconds since 1970, by the system's clock.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
