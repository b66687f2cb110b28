//! What can be wrong with a data directory, in sentences with a way out.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use latchboard_store::crypto::{RandomError, SealError};
use latchboard_store::{Location, StoreError};

use super::key_variable::{VARIABLE, in_environment};

/// Why data could not be created or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataError {
    /// The directory can't be created.
    #[error(
        "The data directory {} cannot be created: {error}. Create it so that this account may write \
         in it, or choose another one with --data-dir.",
        .path.display()
    )]
    NoDirectory { path: PathBuf, error: io::Error },
    /// A file can't be written.
    #[error(
        "{} cannot be written: {error}. Give this account the right to write there, or choose \
         another directory with --data-dir.",
        .path.display()
    )]
    Unwritable { path: PathBuf, error: io::Error },
    /// A file can't be read.
    #[error(
        "{} cannot be read: {error}. Give this account the right to read it, or choose another \
         directory with --data-dir.",
        .path.display()
    )]
    Unreadable { path: PathBuf, error: io::Error },
    /// The database file is somebody else's.
    #[error(
        "{} was not made by Latchboard: {what}. It was left as it is. Move it away, or choose \
         another directory with --data-dir.",
        .path.display()
    )]
    Foreign { path: PathBuf, what: &'static str },
    #[error(
        "The data directory {} is in use by another Latchboard server. Stop that one, or choose \
         another directory with --data-dir.",
        .path.display()
    )]
    InUse { path: PathBuf },
    #[error(
        "There is no Latchboard data in {location}. Create it with `latchboard-server bootstrap` or by \
         serving once, or name the right directory with --data-dir."
    )]
    NoData {
        /// The directory or the database.
        location: String,
    },
    /// A key file without its database.
    #[error(
        "There is a master key, {}, but no database beside it: {} is missing. Put it back, or bring a backup \
         back with `latchboard-server restore`. To begin anew, move the key away first.",
        .path.display(),
        .database.display()
    )]
    KeyAlone {
        path: PathBuf,
        /// Where the database should be.
        database: PathBuf,
    },
    #[error(
        "There is Latchboard data in {location} already; nothing was changed. For new credentials use \
         `latchboard-server api-key create` and `latchboard-server access-key create`."
    )]
    Exists {
        /// The directory or the database.
        location: String,
    },
    /// The database breaks off at its beginning.
    #[error(
        "{} is damaged: it breaks off. It was left as it is. Move it away for whoever looks into it, and bring the \
         latest backup back with `latchboard-server restore`.",
        .path.display()
    )]
    Damaged { path: PathBuf },
    /// A database without a key file.
    #[error(
        "The master key {} is missing, and without it the stored API secrets cannot be read. Put it \
         back from your backup, or copy it from another server on the same database.",
        .path.display()
    )]
    KeyMissing { path: PathBuf },
    /// The key file is damaged.
    #[error(
        "The master key {} is damaged: it must hold 32 bytes in base64. Put it back from your backup.",
        .path.display()
    )]
    KeyMalformed { path: PathBuf },
    /// A key in the environment is none.
    #[error(
        "{variable} is no master key: it must hold 32 bytes in base64. Make a key with `openssl rand -base64 32`, \
         or leave the variable out to keep the key in a file."
    )]
    KeyVariable { variable: &'static str },
    /// The key file belongs to other data.
    #[error(fmt = key_mismatch)]
    KeyMismatch { path: PathBuf, location: Location },
    /// A backup was asked of a database that has tools of its own for it.
    #[error(
        "Latchboard keeps its data in {location}: back it up and restore it with pg_dump and pg_restore, and \
         the master key apart from it. This command knows files only; leave out --database-url and \
         LATCHBOARD_DATABASE_URL for those."
    )]
    NotHere { location: Location },
    #[error(fmt = store_failed)]
    Store { location: Location, error: StoreError },
    #[error(transparent)]
    Random(RandomError),
    #[error(transparent)]
    Seal(SealError),
}

fn key_mismatch(path: &Path, location: &Location, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match location {
        Location::Server(url) => {
            let given: &dyn fmt::Display = if in_environment() { &VARIABLE } else { &path.display() };
            write!(
                out,
                "The master key in {given} does not belong to {url}. All servers on one database have one key: \
                     copy it from one that works, or put it back from your backup."
            )
        }
        Location::File(_) if in_environment() => write!(
            out,
            "The master key in {} does not belong to the database beside {}. Put the right one back from your \
                 backup.",
            VARIABLE,
            path.display()
        ),
        Location::File(_) => write!(
            out,
            "The master key {} does not belong to the database beside it. Put the right one back from \
                 your backup.",
            path.display()
        ),
    }
}

fn store_failed(location: &Location, error: &StoreError, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (location, error) {
        (location, StoreError::NewerSchema { found }) => write!(
            out,
            "{location} was written by a newer Latchboard (schema {found}; this one knows {}). It was left as it \
                 is. Use the newer program, or choose another directory with --data-dir.",
            StoreError::KNOWN_SCHEMA
        ),
        (location, StoreError::OlderSchema { found }) => write!(
            out,
            "{location} was written by an older Latchboard (schema {found}; this one needs {}). Start this \
                 version's server once: it brings the data up to date.",
            StoreError::KNOWN_SCHEMA
        ),
        (location @ Location::Server(_), StoreError::Foreign(what)) => {
            write!(
                out,
                "{location} was not made by Latchboard: {what}. It was left as it is. Name an empty one with \
                 --database-url."
            )
        }
        (location @ Location::Server(_), error) if error.is_tls_failure() => write!(
            out,
            "{location} is not trusted: {error}. Name the certificate authority with --database-ca, and the database \
                 by the name in its certificate; sslmode in --database-url says how much has to be proven."
        ),
        (location @ Location::Server(_), error) => write!(
            out,
            "{location} cannot be used: {error}. Check that PostgreSQL runs there, and that name and password in \
                 --database-url are right."
        ),
        (location, error) if error.is_corruption() => write!(
            out,
            "{location} is damaged: {error}. It was left as it is. Move it away for whoever looks into it, and bring the \
                 latest backup back with `latchboard-server restore`."
        ),
        (location, error) => write!(
            out,
            "{location} cannot be used: {error}. Check that the disk is not full and that this account may write \
                 there."
        ),
    }
}
