//! Copies of the data, and the way back.
//!
//! A backup is one SQLite file without the master key: who finds it has hashes and ciphertexts. It
//! gets its name when it is whole, sound and on disk. A restore never overwrites anything, and says no
//! before it has changed anything.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use latchboard_store::{Inspected, StoreError};

use super::{DataDir, DataError, Found, MASTER_KEY, key_file, look_at, private_file};

/// Why there is no backup, or why it was not restored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(
        "{} exists already and was left as it is. Name another file, for example with the date in it.",
        .path.display()
    )]
    Taken { path: PathBuf },
    /// A file can't be written.
    #[error(
        "{} cannot be written: {error}. Check that the disk is not full and that this account may write \
         there. Nothing half-finished was left.",
        .path.display()
    )]
    Unwritable { path: PathBuf, error: io::Error },
    /// Copying failed, on one side or the other.
    #[error(
        "The database could not be copied to {}: {error}. Check that there is room on that disk. Nothing \
         half-finished was left.",
        .path.display()
    )]
    Uncopied { path: PathBuf, error: StoreError },
    /// The backup can't be read.
    #[error("The backup {} cannot be read: {error}. Nothing was changed.", .path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    /// There is nothing in the backup.
    #[error("There is no backup in {}: it is missing or empty. Nothing was changed.", .path.display())]
    Empty { path: PathBuf },
    /// Some of it lies in a log beside it.
    #[error(
        "The last changes lie in {}, so the file alone is an older state. Restore a file that \
         `latchboard-server backup` made, or move the database with all that lies beside it into a data directory. \
         Nothing was changed.",
        .path.display()
    )]
    Beside { path: PathBuf },
    /// The copy or the backup is no sound database.
    #[error("{} is no sound database: {error}. Nothing was changed.", .path.display())]
    Unsound { path: PathBuf, error: StoreError },
    /// The key is not the one that the backup was made under.
    #[error(
        "The master key does not belong to the backup {}. Name the right one with --master-key FILE. \
         Nothing was changed.",
        .path.display()
    )]
    OtherKey { path: PathBuf },
    /// A key lies where the given one should go.
    #[error(
        "Another master key lies in {} already and was left as it is. Choose an empty directory with \
         --data-dir.",
        .path.display()
    )]
    KeyInTheWay { path: PathBuf },
}

pub(crate) struct BackedUp {
    /// The size of the file.
    pub(crate) bytes: u64,
    pub(crate) holds: Inspected,
    /// Where the master key was copied to, if it was asked for.
    pub(crate) key: Option<PathBuf>,
}

impl DataDir {
    /// Copies the database, as it is at one moment, while a server may use it.
    pub(crate) async fn back_up(&self, to: &Path, with_key: bool) -> Result<BackedUp, BackupError> {
        self.only_files()?;
        if self.look().await? == Found::Nothing {
            return Err(DataError::NoData { location: self.found() }.into());
        }
        let key = with_key.then(|| beside(to, "master.key"));
        for path in [Some(to), key.as_deref()].into_iter().flatten() {
            if path.symlink_metadata().is_ok() {
                return Err(BackupError::Taken { path: path.to_owned() });
            }
        }
        let draft = Draft::create(beside(to, "part"))?;
        let unsound = |error| BackupError::Unsound { path: to.to_owned(), error };
        let uncopied = |error| BackupError::Uncopied { path: to.to_owned(), error };
        latchboard_store::copy(&self.database(), &draft.0).map_err(uncopied)?;
        let holds = latchboard_store::inspect(&draft.0).map_err(unsound)?;
        if let Some(key) = &key {
            copy_private(&self.path().join(MASTER_KEY), key)?;
        }
        let bytes = draft.name(to)?;
        Ok(BackedUp { bytes, holds, key })
    }

    /// Fills an empty directory from a backup.
    pub(crate) async fn restore(&self, from: &Path, key: Option<&Path>) -> Result<Inspected, BackupError> {
        self.only_files()?;
        match look_at(from.to_owned()) {
            Ok(Found::Ours) => {}
            Ok(Found::Nothing) => return Err(BackupError::Empty { path: from.to_owned() }),
            Err(DataError::Unreadable { path, error }) => {
                return Err(BackupError::Unreadable { path, error });
            }
            Err(error) => return Err(error.into()),
        }
        let log = beside_log(from);
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(BackupError::Beside { path: log });
        }
        let exists = || BackupError::from(DataError::Exists { location: self.found() });
        if self.look().await? == Found::Ours {
            return Err(exists());
        }
        let own_key = self.path().join(MASTER_KEY);
        let master_key = key_file::load(key.unwrap_or(&own_key))?;

        let _lock = self.lock().await?;
        if self.look().await? == Found::Ours {
            return Err(exists());
        }
        let draft = Draft::create(beside(&self.database(), "restore"))?;
        draft.fill(from)?;
        let unsound = |error| BackupError::Unsound { path: from.to_owned(), error };
        // Looked at after copying: what is sound is what will be used.
        let holds = latchboard_store::inspect(&draft.0).map_err(unsound)?;
        if !master_key.learn(&holds.key_facts) {
            return Err(BackupError::OtherKey { path: from.to_owned() });
        }
        if let Some(key) = key {
            put_key(key, &own_key)?;
        }
        draft.replace(&self.database())?;
        Ok(holds)
    }

    /// A database on a server has tools of its own.
    fn only_files(&self) -> Result<(), DataError> {
        match self.file() {
            Some(_) => Ok(()),
            None => Err(DataError::NotHere { location: self.location() }),
        }
    }
}

/// `name` with one more extension.
fn beside(path: &Path, extension: &str) -> PathBuf {
    suffixed(path, &[".", extension].concat())
}

/// A file that is being written; gone when it did not get its name.
struct Draft(PathBuf);

impl Draft {
    fn create(path: PathBuf) -> Result<Self, BackupError> {
        match fs::remove_file(&path) {
            // Of a run that was killed.
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(BackupError::Unwritable { path, error }),
        }
        match private_file::create_new(&path) {
            Ok(_) => Ok(Self(path)),
            Err(error) => Err(BackupError::Unwritable { path, error }),
        }
    }

    fn fill(&self, from: &Path) -> Result<(), BackupError> {
        let mut source =
            File::open(from).map_err(|error| BackupError::Unreadable { path: from.to_owned(), error })?;
        let copied = OpenOptions::new().write(true).open(&self.0);
        let copied =
            copied.and_then(|mut file| io::copy(&mut source, &mut file).and_then(|_| file.sync_all()));
        copied.map_err(|error| self.unwritable(error))
    }

    /// Gives it a name that nobody has; its size.
    fn name(self, to: &Path) -> Result<u64, BackupError> {
        let named = || {
            let file = File::open(&self.0)?;
            file.sync_all()?;
            // Unlike renaming, this fails when the name was taken meanwhile.
            match fs::hard_link(&self.0, to) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
                // Not every file system has links.
                Err(_) => fs::rename(&self.0, to)?,
                Ok(()) => {}
            }
            private_file::sync_directory(to)?;
            Ok(file.metadata()?.len())
        };
        named().map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Taken { path: to.to_owned() },
            _ => BackupError::Unwritable { path: to.to_owned(), error },
        })
    }

    /// Gives it a name in place of an empty file.
    fn replace(self, to: &Path) -> Result<(), BackupError> {
        let replaced = fs::rename(&self.0, to).and_then(|()| private_file::sync_directory(to));
        replaced.map_err(|error| self.unwritable(error))
    }

    fn unwritable(&self, error: io::Error) -> BackupError {
        BackupError::Unwritable { path: self.0.clone(), error }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Fails when it got its name, which is fine.
        let _named = fs::remove_file(&self.0);
        let _none = fs::remove_file(beside_journal(&self.0));
    }
}

/// What SQLite leaves beside a draft that it was stopped in.
fn beside_journal(path: &Path) -> PathBuf {
    suffixed(path, "-journal")
}

/// Where SQLite keeps changes that are not in the file yet.
fn beside_log(path: &Path) -> PathBuf {
    suffixed(path, "-wal")
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn copy_private(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from)
        .map_err(|error| DataError::Unreadable { path: from.to_owned(), error })
        .map_err(BackupError::Data)?;
    let written = private_file::create_new(to).and_then(|mut file| {
        io::copy(&mut source, &mut file)?;
        file.sync_all()?;
        private_file::sync_directory(to)
    });
    written.map_err(|error| BackupError::Unwritable { path: to.to_owned(), error })
}

/// Copies the key to its place, unless it is there already.
fn put_key(key: &Path, target: &Path) -> Result<(), BackupError> {
    if !target.exists() {
        return copy_private(key, target);
    }
    let same = key_file::same(key, target);
    if same { Ok(()) } else { Err(BackupError::KeyInTheWay { path: target.to_owned() }) }
}
