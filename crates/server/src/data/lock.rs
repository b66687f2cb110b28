//! One server per data directory. The operating system lets the lock go when the process ends,
//! however it ends; the file itself stays and means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::DataError;

/// Held for as long as this lives.
pub(crate) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Where there is nothing to lock.
    pub(super) const fn none() -> Self {
        Self { _file: None }
    }

    pub(super) fn take(directory: &Path, path: &Path) -> Result<Self, DataError> {
        let unwritable = |error| DataError::Unwritable { path: path.to_owned(), error };
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse { path: directory.to_owned() }),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }
}
