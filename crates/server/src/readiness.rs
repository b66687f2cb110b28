//! Whether the server can do its work: the database answers, it can be written to disk, and it is
//! still the file that was opened.
//!
//! Asked often and by anybody, so a result is kept for a moment, and one question at a time reaches
//! the disk.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use latchboard_store::crypto::MasterKey;
use latchboard_store::{Store, StoreError};
use tokio::sync::Mutex;

use crate::rotation;

/// How long a result counts.
const FRESH: Duration = Duration::from_secs(1);
/// How long the database may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why the server is not ready.
#[derive(Debug)]
enum Trouble {
    /// Another file, or none, lies where the database was: what is written would be lost.
    Replaced,
    Store(StoreError),
    /// It did not answer in time.
    Silent,
    /// Another master key is in force, and not known here.
    Key,
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replaced => formatter.write_str(
                "the database file was moved, removed or replaced while the server used it; put it back, or restart",
            ),
            Self::Store(error) => error.fmt(formatter),
            Self::Key => formatter.write_str(
                "another master key was put in force while this server was away; start it again with that one",
            ),
            Self::Silent => write!(formatter, "the database did not answer within {} s", PATIENCE.as_secs()),
        }
    }
}

/// Finds out, and remembers for a moment.
pub(crate) struct Readiness {
    /// None when the database is on a server.
    file: Option<PathBuf>,
    opened: Option<Identity>,
    last: Mutex<Option<(Instant, bool)>>,
    /// The server is about to end.
    draining: AtomicBool,
}

impl Readiness {
    /// Of a database that was just opened.
    pub(crate) fn new(file: Option<PathBuf>) -> Self {
        let opened = file.as_deref().and_then(identity);
        Self { file, opened, last: Mutex::default(), draining: AtomicBool::new(false) }
    }

    /// The database, where it is a file.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// From now on it is not ready.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether all is well. Why not stands in the log, when it begins.
    pub(crate) async fn check(&self, store: &Store, master_key: &MasterKey) -> bool {
        if self.draining.load(Ordering::Relaxed) {
            return false;
        }
        let mut last = self.last.lock().await;
        let before = last.map(|(_, ready)| ready);
        if let Some((at, ready)) = *last
            && at.elapsed() < FRESH
        {
            return ready;
        }
        let found = self.ask(store, master_key).await;
        match (&found, before) {
            (Err(trouble), None | Some(true)) => tracing::error!(%trouble, "not ready"),
            (Ok(()), Some(false)) => tracing::info!("ready again"),
            _ => {}
        }
        *last = Some((Instant::now(), found.is_ok()));
        found.is_ok()
    }

    async fn ask(&self, store: &Store, master_key: &MasterKey) -> Result<(), Trouble> {
        if self.opened != self.file.as_deref().and_then(identity) {
            return Err(Trouble::Replaced);
        }
        let asked = async {
            store.probe().await.map_err(Trouble::Store)?;
            if store.key_in_force().await.map_err(Trouble::Store)? == master_key.id() {
                return Ok(());
            }
            rotation::learn(store, master_key).await.map_err(|_| Trouble::Key)
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(Trouble::Silent))
    }
}

/// Which file it is, whatever its name.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(file: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_file: &Path) -> Option<Identity> {
    None
}
