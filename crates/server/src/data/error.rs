//! What can be wrong with a data directory, in sentences with a way out.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::crypto::{RandomError, SealError};
use crate::store::StoreError;

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
        /// The directory.
        path: PathBuf,
    },
    /// There is data already.
    Exists {
        /// The directory.
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
    /// The key in the environment is none.
    KeyVariable,
    /// The key file belongs to other data.
    KeyMismatch {
        /// The key file.
        path: PathBuf,
    },
    /// The database failed.
    Store {
        /// Its file.
        path: PathBuf,
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
            Self::NoData { path } => write!(
                out,
                "There is no Latchboard data in {}. Create it with `latchboard-server bootstrap` or by \
                 serving once, or name the right directory with --data-dir.",
                path.display()
            ),
            Self::Exists { path } => write!(
                out,
                "There is Latchboard data in {} already; nothing was changed. For new credentials use \
                 `latchboard-server api-key create` and `latchboard-server access-key create`.",
                path.display()
            ),
            Self::KeyMissing { path } => write!(
                out,
                "The master key {} is missing, and without it the stored API secrets cannot be read. Put it \
                 back from your backup.",
                path.display()
            ),
            Self::KeyMalformed { path } => write!(
                out,
                "The master key {} is damaged: it must hold 32 bytes in base64. Put it back from your backup.",
                path.display()
            ),
            Self::KeyVariable => write!(
                out,
                "{} is no master key: it must hold 32 bytes in base64. Make a key with `openssl rand -base64 32`, or \
                 leave the variable out to keep the key in a file.",
                super::key_file::VARIABLE
            ),
            Self::KeyMismatch { path } if std::env::var_os(super::key_file::VARIABLE).is_some() => write!(
                out,
                "The master key in {} does not belong to the database beside {}. Put the right one back from your \
                 backup.",
                super::key_file::VARIABLE,
                path.display()
            ),
            Self::KeyMismatch { path } => write!(
                out,
                "The master key {} does not belong to the database beside it. Put the right one back from \
                 your backup.",
                path.display()
            ),
            Self::Store { path, error: StoreError::NewerSchema { found } } => write!(
                out,
                "{} was written by a newer Latchboard (schema {found}; this one knows {}). It was left as it \
                 is. Use the newer program, or choose another directory with --data-dir.",
                path.display(),
                StoreError::KNOWN_SCHEMA
            ),
            Self::Store { path, error: StoreError::OlderSchema { found } } => write!(
                out,
                "{} was written by an older Latchboard (schema {found}; this one needs {}). Start this \
                 version's server once: it brings the data up to date.",
                path.display(),
                StoreError::KNOWN_SCHEMA
            ),
            Self::Store { path, error } => write!(
                out,
                "{} cannot be used: {error}. Check that the disk is not full and that this account may write \
                 there.",
                path.display()
            ),
            Self::Random(error) => error.fmt(out),
            Self::Seal(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for DataError {}
