//! What can be wrong with a data directory, in sentences with a way out.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::crypto::{RandomError, SealError};
use crate::store::{Location, StoreError};

/// Why data could not be created or opened.
#[derive(Debug)]
pub(crate) enum DataError {
    /// The directory can't be created.
    NoDirectory {
        /// The directory.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file can't be written.
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file can't be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The database file is somebody else's.
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// Another server uses the directory.
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// There is no data.
    NoData {
        /// The directory or the database.
        location: String,
    },
    /// A key file without its database.
    KeyAlone {
        /// The key file.
        path: PathBuf,
        /// Where the database should be.
        database: PathBuf,
    },
    /// There is data already.
    Exists {
        /// The directory or the database.
        location: String,
    },
    /// The database breaks off at its beginning.
    Damaged {
        /// The database.
        path: PathBuf,
    },
    /// A database without a key file.
    KeyMissing {
        /// The key file.
        path: PathBuf,
    },
    /// The key file is damaged.
    KeyMalformed {
        /// The key file.
        path: PathBuf,
    },
    /// A key in the environment is none.
    KeyVariable {
        /// Where it is.
        variable: &'static str,
    },
    /// The key file belongs to other data.
    KeyMismatch {
        /// The key file.
        path: PathBuf,
        /// The database.
        location: Location,
    },
    /// A backup was asked of a database that has tools of its own for it.
    NotHere {
        /// The database.
        location: Location,
    },
    /// The database failed.
    Store {
        /// Where it is.
        location: Location,
        /// Why.
        error: StoreError,
    },
    /// No randomness.
    Random(RandomError),
    /// Sealing failed.
    Seal(SealError),
}

impl fmt::Display for DataError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDirectory { path, error } => write!(
                out,
                "The data directory {} cannot be created: {error}. Create it so that this account may write \
                 in it, or choose another one with --data-dir.",
                path.display()
            ),
            Self::Unwritable { path, error } => write!(
                out,
                "{} cannot be written: {error}. Give this account the right to write there, or choose \
                 another directory with --data-dir.",
                path.display()
            ),
            Self::Unreadable { path, error } => write!(
                out,
                "{} cannot be read: {error}. Give this account the right to read it, or choose another \
                 directory with --data-dir.",
                path.display()
            ),
            Self::Foreign { path, what } => write!(
                out,
                "{} was not made by Latchboard: {what}. It was left as it is. Move it away, or choose \
                 another directory with --data-dir.",
                path.display()
            ),
            Self::InUse { path } => write!(
                out,
                "The data directory {} is in use by another Latchboard server. Stop that one, or choose \
                 another directory with --data-dir.",
                path.display()
            ),
            Self::NoData { location } => write!(
                out,
                "There is no Latchboard data in {location}. Create it with `latchboard-server bootstrap` or by \
                 serving once, or name the right directory with --data-dir."
            ),
            Self::KeyAlone { path, database } => write!(
                out,
                "There is a master key, {}, but no database beside it: {} is missing. Put it back, or bring a backup \
                 back with `latchboard-server restore`. To begin anew, move the key away first.",
                path.display(),
                database.display()
            ),
            Self::Exists { location } => write!(
                out,
                "There is Latchboard data in {location} already; nothing was changed. For new credentials use \
                 `latchboard-server api-key create` and `latchboard-server access-key create`."
            ),
            Self::NotHere { location } => write!(
                out,
                "Latchboard keeps its data in {location}: back it up and restore it with pg_dump and pg_restore, and \
                 the master key apart from it. This command knows files only; leave out --database-url and \
                 LATCHBOARD_DATABASE_URL for those."
            ),
            Self::KeyMissing { path } => write!(
                out,
                "The master key {} is missing, and without it the stored API secrets cannot be read. Put it \
                 back from your backup, or copy it from another server on the same database.",
                path.display()
            ),
            Self::KeyMalformed { path } => write!(
                out,
                "The master key {} is damaged: it must hold 32 bytes in base64. Put it back from your backup.",
                path.display()
            ),
            Self::KeyVariable { variable } => write!(
                out,
                "{variable} is no master key: it must hold 32 bytes in base64. Make a key with `openssl rand -base64 32`, \
                 or leave the variable out to keep the key in a file."
            ),
            Self::KeyMismatch { path, location: Location::Server(url) } => {
                let given: &dyn fmt::Display = if super::key_file::in_environment() {
                    &super::key_file::VARIABLE
                } else {
                    &path.display()
                };
                write!(
                    out,
                    "The master key in {given} does not belong to {url}. All servers on one database have one key: \
                     copy it from one that works, or put it back from your backup."
                )
            }
            Self::KeyMismatch { path, .. } if super::key_file::in_environment() => write!(
                out,
                "The master key in {} does not belong to the database beside {}. Put the right one back from your \
                 backup.",
                super::key_file::VARIABLE,
                path.display()
            ),
            Self::KeyMismatch { path, .. } => write!(
                out,
                "The master key {} does not belong to the database beside it. Put the right one back from \
                 your backup.",
                path.display()
            ),
            Self::Store { location, error: StoreError::NewerSchema { found } } => write!(
                out,
                "{location} was written by a newer Latchboard (schema {found}; this one knows {}). It was left as it \
                 is. Use the newer program, or choose another directory with --data-dir.",
                StoreError::KNOWN_SCHEMA
            ),
            Self::Store { location, error: StoreError::OlderSchema { found } } => write!(
                out,
                "{location} was written by an older Latchboard (schema {found}; this one needs {}). Start this \
                 version's server once: it brings the data up to date.",
                StoreError::KNOWN_SCHEMA
            ),
            Self::Store { location: location @ Location::Server(_), error: StoreError::Foreign(what) } => {
                write!(
                    out,
                    "{location} was not made by Latchboard: {what}. It was left as it is. Name an empty one with \
                 --database-url."
                )
            }
            Self::Store { location: location @ Location::Server(_), error } if error.is_of_tls() => write!(
                out,
                "{location} is not trusted: {error}. Name the certificate authority with --database-ca, and the database \
                 by the name in its certificate; sslmode in --database-url says how much has to be proven."
            ),
            Self::Store { location: location @ Location::Server(_), error } => write!(
                out,
                "{location} cannot be used: {error}. Check that PostgreSQL runs there, and that name and password in \
                 --database-url are right."
            ),
            Self::Store { location, error } if error.is_of_damage() => write!(
                out,
                "{location} is damaged: {error}. It was left as it is. Move it away for whoever looks into it, and bring the \
                 latest backup back with `latchboard-server restore`."
            ),
            Self::Damaged { path } => write!(
                out,
                "{} is damaged: it breaks off. It was left as it is. Move it away for whoever looks into it, and bring the \
                 latest backup back with `latchboard-server restore`.",
                path.display()
            ),
            Self::Store { location, error } => write!(
                out,
                "{location} cannot be used: {error}. Check that the disk is not full and that this account may write \
                 there."
            ),
            Self::Random(error) => error.fmt(out),
            Self::Seal(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for DataError {}
