//! What is kept, and how it is asked for. The only place that names SQL or its driver.
//!
//! The methods of [`Store`] are the whole interface: each is one durable step that either happened
//! or did not, and none knows HTTP. Secrets arrive here hashed or sealed; plain ones never do.
//!
//! - `steps`: the methods, written once for both databases.
//! - `sql`: one statement, its values and its rows, for both; `connection`: what it is executed on.
//! - `database`: which of the two it is; `location`: where it is.
//! - `sqlite`, `postgres`: what only one of them needs; `session`, `connector`, `tls`: connections to PostgreSQL.
//! - `migrations`: how their tables came to be.

mod connection;
mod connector;
mod database;
mod location;
mod migrations;
mod postgres;
mod session;
mod sql;
mod sqlite;
mod steps;
mod tls;

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use latchboard_contract::audit::{ChainHash, Entry, Name, Note, Unreadable};
use latchboard_contract::endpoint::{ApiSecretTexts, FactsChange, InventoryItem, Share};
use tokio_postgres::error::SqlState;

use crate::crypto::{Digest, SealError};
use crate::network::Networks;

pub(crate) use database::Load;
pub(crate) use location::{DatabaseUrl, Location, Trust};
pub(crate) use sqlite::{Inspected, copy, inspect};
pub(crate) use steps::{Pass, SealedItem, Store, TokenEnd, Used};

/// The name of the fact that tells whether key and database belong together.
const KEY_CHECK: &str = "master key check";
/// As long as one master key takes the place of another: each of them, sealed with the other.
const NEXT_KEY: &str = "next master key";
const PREVIOUS_KEY: &str = "previous master key";

/// What may be done to the schema when a database is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// Bring it up to date: only a server may.
    Allowed,
    /// Refuse an older one.
    Refused,
}

/// Marks a database file as ours: `LTCH` in the header field that SQLite has for it.
pub(crate) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"LTCH");

/// An API key, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ApiKeyId(i64);

impl ApiKeyId {
    /// The number of the row.
    pub(crate) const fn get(self) -> i64 {
        self.0
    }
}

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

impl AccessKeyId {
    pub(crate) const fn get(self) -> i64 {
        self.0
    }
}

/// An API key for people to look through.
pub(crate) struct ListedApiKey {
    /// Which; counts from one.
    pub(crate) id: ApiKeyId,
    /// Of the key, which is nowhere else any more.
    pub(crate) digest: Digest,
    pub(crate) created_at: i64,
    /// Seconds since 1970, if it was.
    pub(crate) revoked_at: Option<i64>,
}

/// An access key for people to look through.
pub(crate) struct ListedAccessKey {
    pub(crate) client_id: String,
    pub(crate) user: String,
    /// What it may be used for and from where.
    pub(crate) bounds: Bounds,
    pub(crate) created_at: i64,
    /// Seconds since 1970, if it was.
    pub(crate) revoked_at: Option<i64>,
    /// When it was last used; seconds since 1970.
    pub(crate) last_used_at: Option<i64>,
}

/// Limits of an access key beyond those of its user.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// From when on it is as good as revoked; seconds since 1970.
    pub(crate) expires_at: Option<i64>,
    /// Where it may be used from.
    pub(crate) networks: Networks,
    /// The only API secrets that it reaches; none means all that its user does.
    pub(crate) items: Option<Vec<i64>>,
    /// Whether it may read the audit log: no limit, but it goes the same way.
    pub(crate) auditor: bool,
}

/// What became of a new access key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    Done,
    /// It was to reach an API secret that does not exist.
    NoItem(i64),
}

/// What became of the wish to end a key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Revocation {
    /// It is dead from now on.
    Done,
    /// It was dead before.
    AlreadySo,
    NotFound,
}

/// An OAuth client as stored.
pub(crate) struct AccessKey {
    pub(crate) id: AccessKeyId,
    /// Of its client secret.
    pub(crate) secret: Digest,
    /// From when on it is over.
    pub(crate) expires_at: Option<i64>,
    /// Where it may be used from.
    pub(crate) networks: Networks,
}

/// Who calls: a user, through one of his access keys.
#[derive(Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    key: AccessKeyId,
    /// Whether the access key reaches its own items only.
    limited: bool,
}

impl Caller {
    /// The row of the access key.
    pub(crate) const fn access_key(self) -> i64 {
        self.key.0
    }

    pub(crate) const fn key(self) -> AccessKeyId {
        self.key
    }
}

/// A token as stored.
pub(crate) struct Token {
    pub(crate) caller: Caller,
    /// Where its access key may be used from.
    pub(crate) networks: Networks,
    /// Of its access key.
    pub(crate) client_id: Name,
    /// Whether its access key may read the audit log.
    pub(crate) auditor: bool,
    pub(crate) expires_at: i64,
}

/// The consents in force for an API key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Consents {
    pub(crate) positions: bool,
    /// To storing crossings of fences.
    pub(crate) transitions: bool,
}

/// An admin key on its way to a registration.
pub(crate) struct NewAdminKey {
    pub(crate) digest: Digest,
    /// The key itself, encrypted, where the server is told to repeat it.
    pub(crate) sealed: Option<Vec<u8>>,
}

/// The hashes of a customer secret before and after a change.
#[derive(Clone, Copy)]
pub(crate) struct SecretChange<'a> {
    /// The one that the caller's secret was found to fit.
    pub(crate) checked: &'a str,
    /// The one to come.
    pub(crate) new: &'a str,
}

/// A customer secret was replaced.
pub(crate) struct Replaced {
    /// The admin key in force, encrypted, if it is kept.
    pub(crate) sealed_admin_key: Option<Vec<u8>>,
}

/// Which API secrets of those that a caller may see.
pub(crate) enum Among {
    All,
    /// Those with this tag; and perhaps others, where it is very long: look at them.
    Tag(String),
    /// The one with this `identifier_code` of each of its owners.
    Code(String),
}

/// One API secret of a list.
pub(crate) struct ListedRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// One text, separated by commas.
    pub(crate) tags: String,
    /// Access asks for a justification.
    pub(crate) need_justify: bool,
    /// Access asks for an approval.
    pub(crate) need_approval: bool,
    /// The caller may change and switch it.
    pub(crate) can_edit: bool,
}

/// A new API secret without its secret.
pub(crate) struct NewRow {
    pub(crate) texts: ApiSecretTexts,
    /// Access asks for a justification.
    pub(crate) need_justify: bool,
    /// Access asks for an approval.
    pub(crate) need_approval: bool,
    /// Inactive ones can't be read.
    pub(crate) active: bool,
    /// The users to share it with.
    pub(crate) shares: Vec<Share>,
    /// By what an import knows it again.
    pub(crate) import_digest: Option<[u8; 32]>,
    /// What only we keep.
    pub(crate) facts: FactsChange,
}

/// What an import does with what one has stored before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeated {
    /// That is the end.
    Refuse,
    Skip,
    /// Stores it once more.
    Store,
}

impl NewRow {
    /// Active, asking for nothing, shared with nobody.
    pub(crate) fn of(texts: ApiSecretTexts) -> Self {
        Self {
            texts,
            need_justify: false,
            need_approval: false,
            active: true,
            shares: Vec::new(),
            import_digest: None,
            facts: FactsChange::default(),
        }
    }
}

/// What changes about an API secret; none stays as it is.
#[derive(Default)]
pub(crate) struct RowChange {
    pub(crate) texts: ApiSecretTexts<Option<String>>,
    /// Takes the place of all users who share it.
    pub(crate) shares: Option<Vec<Share>>,
    /// What only we keep.
    pub(crate) facts: FactsChange,
}

/// What a caller may do with an API secret; each includes the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Access {
    None,
    View,
    /// Change and switch it, too.
    Edit,
}

/// An API secret as stored.
pub(crate) struct StoredApiSecret {
    /// Whom it belongs to.
    pub(crate) owner: UserId,
    /// Inactive ones can't be read.
    pub(crate) active: bool,
    pub(crate) texts: ApiSecretTexts,
    /// Encrypted; none when none was given.
    pub(crate) sealed: Option<Vec<u8>>,
    /// Access asks for a justification.
    pub(crate) need_justify: bool,
    /// Access asks for an approval.
    pub(crate) need_approval: bool,
    /// When it was last read; seconds since 1970.
    pub(crate) last_used_at: Option<i64>,
    /// The users who share it, by name.
    pub(crate) shares: Vec<Share>,
}

/// What became of a new API secret.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Creation {
    Stored {
        id: i64,
        /// The users to share it with who do not exist.
        unknown: Vec<String>,
    },
    /// Another one of this user has the same `identifier_code`.
    CodeTaken,
    /// An import has stored it before.
    ImportedBefore,
}

/// A new API secret, as it is stored.
pub(crate) struct Created {
    pub(crate) id: i64,
    /// As it is now.
    pub(crate) stored: StoredApiSecret,
    /// The users to share it with who do not exist.
    pub(crate) unknown: Vec<String>,
}

/// What became of a change.
pub(crate) enum Update {
    Done {
        /// As it is now.
        now: Box<StoredApiSecret>,
        /// The users to share it with who do not exist.
        unknown: Vec<String>,
    },
    /// Another one of its owner has the same `identifier_code`.
    CodeTaken,
    /// There is none with this identifier.
    NotFound,
    /// The caller may not.
    NoAccess,
}

/// What became of a switch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    Done,
    /// It was so before.
    AlreadySo,
    /// There is none with this identifier.
    NotFound,
    /// The caller may not.
    NoAccess,
}

/// Where a lane of the audit log ends.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    pub(crate) lane: u64,
    /// The number of the last entry, in the lane.
    pub(crate) sequence: u64,
    pub(crate) hash: ChainHash,
}

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
pub(crate) struct AuditRow {
    pub(crate) lane: u64,
    /// Its number in the lane.
    pub(crate) sequence: u64,
    /// Its number in the log, and that of its attempt, where they were asked for.
    pub(crate) number: Option<u64>,
    pub(crate) attempt: Option<u64>,
    /// What it says, if that is something that an entry can say.
    pub(crate) entry: Result<Entry, Unreadable>,
    /// None when it is no hash.
    pub(crate) hash: Option<ChainHash>,
    /// The keyed hash of that; none when it is none.
    pub(crate) mac: Option<[u8; 32]>,
}

/// Which entries of the audit log; none means all.
#[derive(Debug, Default)]
pub(crate) struct AuditFilter {
    /// Those with a lower number.
    pub(crate) before: Option<u64>,
    /// Since then, in milliseconds since 1970.
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
    pub(crate) actor: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) target: Option<String>,
    /// Attempts, or how it ended.
    pub(crate) event: Option<String>,
    /// Of this request.
    pub(crate) request: Option<String>,
    /// How many at most.
    pub(crate) limit: u32,
}

/// Which API secrets of an inventory; none means all.
pub(crate) struct InventoryFilter {
    /// Those that a list would have.
    pub(crate) among: Among,
    /// In this state.
    pub(crate) active: Option<bool>,
    /// With exactly this owner.
    pub(crate) owner: Option<String>,
    /// Marked as exposed, or not.
    pub(crate) exposed: Option<bool>,
    /// Good until some time before then; seconds since 1970.
    pub(crate) expires_before: Option<i64>,
    /// Neither read nor made since then; seconds since 1970.
    pub(crate) unused_since: Option<i64>,
}

/// One API secret of an inventory.
pub(crate) struct InventoryRow {
    /// The identifier.
    pub(crate) id: i64,
    /// What there is to be said of it.
    pub(crate) item: InventoryItem,
}

/// What an inventory depends on: as long as it stays the same, so does every inventory of the same access key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct VaultVersion {
    /// Of the last change in each lane of the audit log.
    pub(crate) last_changes: Vec<Vec<u8>>,
    /// How often times of use were written.
    pub(crate) uses: i64,
}

/// One API secret of an export.
pub(crate) struct ExportedRow {
    pub(crate) id: i64,
    pub(crate) user: String,
    pub(crate) stored: StoredApiSecret,
    /// What only we keep, as an import sets it.
    pub(crate) facts: FactsChange,
}

/// One API secret with the value that was looked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FoundRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Unique per user; empty for none.
    pub(crate) identifier_code: String,
    /// Inactive ones can't be read.
    pub(crate) active: bool,
    /// The caller may change and switch it.
    pub(crate) can_edit: bool,
}

/// What was found, and how far that is all there is.
pub(crate) struct FoundRows {
    /// For each value, by identifier.
    pub(crate) found: Vec<Vec<FoundRow>>,
    /// Every value has its fingerprint.
    pub(crate) complete: bool,
    /// There is no API secret that the caller does not see.
    pub(crate) sees_all: bool,
}

/// A value that a caller may view.
pub(crate) struct ViewableValue {
    pub(crate) id: i64,
    /// Whose it is; bound to what is sealed.
    pub(crate) owner: UserId,
    pub(crate) sealed: Vec<u8>,
}

/// A value of an API secret, for those who make something of it anew.
pub(crate) struct Value {
    pub(crate) id: i64,
    /// Whom it belongs to.
    pub(crate) owner: UserId,
    pub(crate) sealed: Vec<u8>,
    /// There is no fingerprint of it: an older program wrote it.
    pub(crate) unindexed: bool,
}

/// Why the store could not do what was asked. Not: that something is refused.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database on a server failed, or the way to it; perhaps for several at once.
    #[error(fmt = database_failed)]
    Database(Arc<tokio_postgres::Error>),
    /// The connection was lost while a change was committed, and no database answers what became of that.
    #[error("the connection to the database was lost while a change was committed")]
    Unknown,
    /// No connection came about in time.
    #[error("the database cannot be reached, or has too much to do")]
    Unreachable,
    /// The file or its disk failed; perhaps for several at once.
    #[error("the database failed: {0}")]
    File(Arc<rusqlite::Error>),
    /// The database is another program's.
    #[error("the database was not made by Latchboard: {0}")]
    Foreign(&'static str),
    /// Too many want to write.
    #[error("too many calls wait to write to the database")]
    Busy,
    /// There is no room for what is to be changed.
    #[error("database or disk is full")]
    DiskFull,
    /// The database has been closed.
    #[error("the database has been closed")]
    Closed,
    /// Something in the database is not what we wrote.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// A later version of the program wrote the database.
    #[error("the schema is version {found}, this program knows up to {}", Self::KNOWN_SCHEMA)]
    NewerSchema { found: u32 },
    /// An earlier version of the program wrote the database, and nobody has upgraded it yet.
    #[error("the schema is version {found}, this program needs {}", Self::KNOWN_SCHEMA)]
    OlderSchema { found: u32 },
    /// Sealing a value failed.
    #[error(transparent)]
    Seal(SealError),
    /// Another master key is in force by now; nothing was written.
    #[error("another master key was put in force meanwhile")]
    KeyChanged,
    /// The same call, by its idempotency key, was carried out meanwhile; nothing was written.
    #[error("the same call was carried out meanwhile")]
    Repeated,
}

impl StoreError {
    /// The latest schema that this program knows.
    pub(crate) const KNOWN_SCHEMA: u32 = migrations::LATEST;

    /// The database refused one statement because of what is in it, and went on as before.
    fn is_constraint(&self) -> bool {
        match self {
            Self::File(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation),
            // By its class of SQLSTATE.
            Self::Database(error) => error.code().is_some_and(|state| state.code().starts_with("23")),
            _ => false,
        }
    }

    /// What is in the file is no database, or half of one.
    pub(crate) fn is_of_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Damaged(_) => true,
            Self::File(error) => matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)),
            _ => false,
        }
    }

    /// No connection came about that is protected as was asked.
    pub(crate) fn is_of_tls(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let of_rustls = |error: &(dyn Error + 'static)| {
            let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
            error.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>())
        };
        // The driver tells a server that offers no TLS by words alone.
        causes(&**error).any(|error| of_rustls(error) || error.to_string() == "server does not support TLS")
    }

    /// The connection is of no use any more: broken, silent, or to a server that takes no changes or is going down.
    fn is_of_connection(&self) -> bool {
        let Self::Database(error) = self else { return matches!(self, Self::Unreachable) };
        match error.code() {
            Some(state) => {
                state.code().starts_with("08")
                    || [
                        &SqlState::ADMIN_SHUTDOWN,
                        &SqlState::CRASH_SHUTDOWN,
                        &SqlState::CANNOT_CONNECT_NOW,
                        &SqlState::READ_ONLY_SQL_TRANSACTION,
                    ]
                    .contains(&state)
            }
            None => error.is_closed() || causes(&**error).any(|error| error.is::<std::io::Error>()),
        }
    }

    fn state(&self) -> Option<&SqlState> {
        if let Self::Database(error) = self { error.code() } else { None }
    }

    /// A table is there already, or, where another process was making it at the same time, a row that stands for it.
    fn is_of_an_existing_table(&self) -> bool {
        let states = [&SqlState::DUPLICATE_TABLE, &SqlState::UNIQUE_VIOLATION, &SqlState::DUPLICATE_OBJECT];
        self.state().is_some_and(|state| states.contains(&state))
    }

    /// Somebody else had what it needs for too long.
    fn is_of_a_lock(&self) -> bool {
        self.state() == Some(&SqlState::LOCK_NOT_AVAILABLE)
    }

    /// Nothing was done, for no fault of its own: the same may go well the next time.
    fn is_worth_repeating(&self) -> bool {
        let conflicts = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
        match self.state() {
            Some(state) if conflicts.contains(&state) => true,
            _ => matches!(self, Self::Database(_)) && self.is_of_connection(),
        }
    }

    /// The database takes what was asked amiss; others may ask for something else. By classes of SQLSTATE: data, what must
    /// hold of it, and conflicts.
    fn is_of_a_statement(&self) -> bool {
        let classes = ["22", "23", "40"];
        self.state().is_some_and(|state| classes.iter().any(|class| state.code().starts_with(class)))
    }

    /// Nothing was changed, for sure.
    pub(crate) fn left_all_as_it_was(&self) -> bool {
        match self {
            // What a disk that fails keeps of a commit, nobody knows.
            Self::File(error) => error.sqlite_error_code() != Some(rusqlite::ErrorCode::SystemIoFailure),
            // Nor what became of one that nobody waited for to the end.
            Self::Unknown | Self::Closed => false,
            _ => true,
        }
    }

    /// Something is there already that may be there only once.
    fn is_unique_violation(&self) -> bool {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match self {
            Self::File(error) => error.sqlite_error().is_some_and(|error| {
                [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE].contains(&error.extended_code)
            }),
            Self::Database(error) => error.code() == Some(&SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }
}

/// An error and all that it comes of.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// On one line, and without the details, which may hold what is stored.
fn database_failed(error: &tokio_postgres::Error, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str("the database failed")?;
    if let Some(error) = error.as_db_error() {
        return write!(out, ": {} (SQLSTATE {})", error.message(), error.code().code());
    }
    causes(error).try_for_each(|error| write!(out, ": {error}"))
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::File(Arc::new(error))
    }
}

/// Seconds by which the clocks of two servers may differ.
pub(crate) const CLOCKS_DIFFER: i64 = 60;
