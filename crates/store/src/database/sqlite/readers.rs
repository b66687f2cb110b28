//! Connections that only read.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::connect_to_read;
use crate::StoreError;

/// Idle ones that are kept. As many are in use as there are threads that read, since nothing waits with one
/// in hand.
const KEPT: usize = 8;

/// The idle ones; none when the file is closed.
type Idle = Arc<Mutex<Option<Vec<Connection>>>>;

pub(crate) struct Readers {
    file: PathBuf,
    idle: Idle,
}

impl Readers {
    pub(crate) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Arc::new(Mutex::new(Some(Vec::new()))) }
    }

    /// An idle connection, or a new one.
    pub(crate) fn take(&self) -> Result<Reader, StoreError> {
        let idle = lock(&self.idle).as_mut().ok_or(StoreError::Closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect_to_read(&self.file)?,
        };
        Ok(Reader { connection: Some(connection), idle: Arc::clone(&self.idle) })
    }

    /// Those in use close when they come back.
    pub(crate) fn close(&self) {
        drop(lock(&self.idle).take());
    }
}

fn lock(idle: &Idle) -> MutexGuard<'_, Option<Vec<Connection>>> {
    // Nothing that holds it can leave it half done.
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of them, for as long as this lives.
pub(crate) struct Reader {
    connection: Option<Connection>,
    idle: Idle,
}

impl Reader {
    #[expect(clippy::unwrap_used, reason = "taken by drop only")]
    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().unwrap()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(idle) = &mut *lock(&self.idle)
            && idle.len() < KEPT
            && let Some(connection) = mem::take(&mut self.connection)
        {
            idle.push(connection);
        }
    }
}
