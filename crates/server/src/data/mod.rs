//! The data directory: what lies in it, whether it is ours, and how it begins.
//!
//! ```text
//! latchboard.sqlite   everything that is kept (with -wal and -shm beside it while in use)
//! master.key          what the API secrets in it are encrypted with; mode 0600
//! master.key.next     while it takes the place of that one; then that one lies in master.key.ID.old
//! latchboard.lock     held by the server that uses the directory
//! reserve             room for the day on which the disk is full
//! ```
//!
//! Where a PostgreSQL database takes the place of the file, the master key is all that lies here, and
//! nothing does when the environment holds it. Any number of servers may then use the directory.
//!
//! Whatever is not ours is left untouched, byte for byte.

mod backup;
mod error;
mod key_file;
mod key_variable;
mod lock;
mod private_file;
mod rotate;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use latchboard_contract::Secret;
use latchboard_store::crypto::{AssociatedData, MasterKey};
use latchboard_store::{APPLICATION_ID, Beginning, DatabaseUrl, Location, Store, StoreError, Upgrade};

pub(crate) use backup::BackedUp;
pub(crate) use error::DataError;
pub(crate) use lock::Lock;
pub(crate) use rotate::Rotated;

use crate::credentials::FirstCredentials;

const DATABASE: &str = "latchboard.sqlite";
const MASTER_KEY: &str = "master.key";
const LOCK: &str = "latchboard.lock";

/// What every SQLite file begins with.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of an SQLite header.
const SQLITE_HEADER: usize = 100;
/// Where in it the application's mark stands, as a big-endian number.
const APPLICATION_ID_AT: std::ops::Range<usize> = 68..72;

/// A directory that holds, or is to hold, our data.
pub(crate) struct DataDir {
    path: PathBuf,
    /// The database that takes the place of the file, if one does.
    url: Option<DatabaseUrl>,
}

/// Whether there is data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    Nothing,
    /// A database of ours.
    Ours,
}

/// Data that is open.
pub(crate) struct Opened {
    pub(crate) store: Store,
    /// Opens what is sealed in it.
    pub(crate) master_key: MasterKey,
}

impl DataDir {
    pub(crate) fn new(path: PathBuf, url: Option<DatabaseUrl>) -> Self {
        Self { path, url }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that everything is in; none when it is in a database on a server.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        self.url.is_none().then(|| self.database())
    }

    pub(crate) fn location(&self) -> Location {
        match &self.url {
            Some(url) => Location::Server(url.clone()),
            None => Location::File(self.database()),
        }
    }

    fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    fn key(&self) -> PathBuf {
        self.path.join(MASTER_KEY)
    }

    /// Creates the directory where it is missing, and locks it for this process. With a database on a
    /// server there is nothing to lock but the key file, while it is made.
    pub(crate) async fn lock(&self) -> Result<Lock, DataError> {
        if self.url.is_some() {
            return Ok(Lock::none());
        }
        // Before anything is created: a foreign file gets no company.
        self.look().await?;
        self.create_directory()?;
        Lock::take(&self.path, &self.path.join(LOCK))
    }

    fn create_directory(&self) -> Result<(), DataError> {
        create_directory(&self.path)
            .map_err(|error| DataError::NoDirectory { path: self.path.clone(), error })
    }

    /// Whether the directory can be entered by other accounts.
    #[cfg(unix)]
    pub(crate) fn is_open_to_others(&self) -> bool {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(&self.path).is_ok_and(|found| found.permissions().mode() & 0o007 != 0)
    }

    #[cfg(not(unix))]
    pub(crate) fn is_open_to_others(&self) -> bool {
        false
    }

    /// Whether there is data. Only reads.
    pub(crate) async fn look(&self) -> Result<Found, DataError> {
        match &self.url {
            None => look_at(self.database()),
            Some(url) => {
                let ours = Store::look(url).await.map_err(|error| self.failed(error))?;
                Ok(if ours { Found::Ours } else { Found::Nothing })
            }
        }
    }

    /// Creates data with first credentials, which are on disk when this returns; none when another
    /// process did so a moment before.
    pub(crate) async fn create(&self, _lock: &Lock) -> Result<Option<FirstCredentials>, DataError> {
        if self.url.is_none() {
            let path = self.database();
            // A first start that was cut off leaves the empty file, whatever else.
            if self.key().is_file() && !path.exists() {
                return Err(DataError::KeyAlone { path: self.key(), database: path });
            }
            let is_new = !path.exists();
            let unwritable = |error| DataError::Unwritable { path: path.clone(), error };
            private_file::create(&path).map_err(unwritable)?;
            // Before the first table: whoever finds a database finds its key.
            if let Err(error) = key_file::load_or_create(&self.key()) {
                if is_new {
                    // There is nothing in it.
                    fs::remove_file(&path).map_err(unwritable)?;
                }
                return Err(error);
            }
        }
        let prepare = || {
            let master_key = self.make_key()?;
            let made = FirstCredentials::make().map_err(DataError::Random)?;
            let check = master_key.seal(AssociatedData::Check, &Secret::from("")).map_err(DataError::Seal)?;
            Ok((made, check))
        };
        let mut first = None;
        let prepare = || {
            let (made, key_check) = prepare().map_err(Failed::Data)?;
            let (api_key, access_key) = (made.api_key_digest, made.access_key.stored());
            first = Some(made);
            Ok(Beginning { key_check, api_key, access_key })
        };
        match Store::create(&self.location(), prepare).await {
            Ok(is_ours) => Ok(first.filter(|_| is_ours)),
            Err(Failed::Data(error)) => Err(error),
            Err(Failed::Store(error)) => Err(self.failed(error)),
        }
    }

    /// The master key, or a new one where there is none yet.
    fn make_key(&self) -> Result<MasterKey, DataError> {
        if key_variable::in_environment() {
            return key_file::load(&self.key());
        }
        self.create_directory()?;
        key_file::load_or_create(&self.key())
    }

    /// Opens data for a server.
    pub(crate) async fn open(&self, _lock: &Lock) -> Result<Opened, DataError> {
        self.open_with(Upgrade::Allowed).await
    }

    /// Opens data for an admin command, which may run beside a server: both databases let both write.
    /// The schema stays as it is.
    pub(crate) async fn open_beside(&self) -> Result<Opened, DataError> {
        match self.look().await? {
            Found::Nothing => Err(DataError::NoData { location: self.found() }),
            Found::Ours => self.open_with(Upgrade::Refused).await,
        }
    }

    async fn open_with(&self, upgrade: Upgrade) -> Result<Opened, DataError> {
        // First: a database without its key is not touched.
        let master_key = key_file::load(&self.key())?;
        let store = Store::open(&self.location(), upgrade).await.map_err(|error| self.failed(error))?;
        let facts = store.key_facts().await.map_err(|error| self.failed(error))?;
        if !master_key.learn(&facts) {
            store.close().await;
            return Err(DataError::KeyMismatch { path: self.key(), location: self.location() });
        }
        store.open_audit(&master_key).await.map_err(|error| self.failed(error))?;
        Ok(Opened { store, master_key })
    }

    /// What people look for their data in: the directory, or the database that takes its place.
    pub(crate) fn found(&self) -> String {
        match &self.url {
            Some(url) => url.to_string(),
            None => self.path.display().to_string(),
        }
    }

    pub(crate) fn failed(&self, error: StoreError) -> DataError {
        DataError::Store { location: self.location(), error }
    }
}

/// Why data was not created.
enum Failed {
    Data(DataError),
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Whether there is a database of ours in that file. Only reads.
fn look_at(path: PathBuf) -> Result<Found, DataError> {
    let unreadable = |error| DataError::Unreadable { path: path.clone(), error };
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        // A file where the directory should be: creating the directory says it better.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(Found::Nothing),
        Err(error) => return Err(unreadable(error)),
    };
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(DataError::Foreign { path, what: "it is no file" });
    }
    let mut header = Vec::with_capacity(SQLITE_HEADER);
    file.by_ref().take(SQLITE_HEADER as u64).read_to_end(&mut header).map_err(unreadable)?;
    if header.starts_with(SQLITE_MAGIC) && header.len() < SQLITE_HEADER {
        return Err(DataError::Damaged { path });
    }
    match recognise(&header) {
        Ok(found) => Ok(found),
        Err(what) => Err(DataError::Foreign { path, what }),
    }
}

/// Whether a file that begins so is ours; if not, what it is.
fn recognise(header: &[u8]) -> Result<Found, &'static str> {
    if header.is_empty() {
        // What is left when we are killed before the first transaction. There is nothing in it to lose.
        return Ok(Found::Nothing);
    }
    if !header.starts_with(SQLITE_MAGIC) || header.len() < SQLITE_HEADER {
        return Err("it is no SQLite database");
    }
    if header[APPLICATION_ID_AT] == APPLICATION_ID.to_be_bytes() {
        Ok(Found::Ours)
    } else {
        Err("it is the SQLite database of another program")
    }
}

/// A directory for this account alone, unless it exists already.
fn create_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::{APPLICATION_ID_AT, Found, SQLITE_HEADER, SQLITE_MAGIC, recognise};

    fn header(mark: &[u8; 4]) -> Vec<u8> {
        let mut header = vec![0; SQLITE_HEADER];
        header[..16].copy_from_slice(SQLITE_MAGIC);
        header[APPLICATION_ID_AT].copy_from_slice(mark);
        header
    }

    #[test]
    fn only_an_empty_file_and_our_own_are_accepted() {
        assert_eq!(recognise(b""), Ok(Found::Nothing));
        assert_eq!(recognise(&header(b"LTCH")), Ok(Found::Ours));
        assert!(recognise(&header(b"GPKG")).is_err());
        assert!(recognise(&header(&[0; 4])).is_err());
        assert!(recognise(b"dear diary").is_err());
        assert!(recognise(&header(b"LTCH")[..80]).is_err());
    }
}
