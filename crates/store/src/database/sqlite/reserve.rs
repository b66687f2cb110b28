//! Room that is kept for the day on which the disk is full: on that day changes are refused, and what helps to find out
//! and to make room (sign-ins, searches, the audit log's export) goes on in it, as each of these writes a little, too.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk::free_bytes;

const SIZE: u64 = 4 * 1024 * 1024;
/// With less the disk is full.
const FULL: u64 = 1024 * 1024;

/// A file that holds the room.
pub(super) struct Reserve {
    file: PathBuf,
    state: Mutex<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// There was never enough room for it.
    Missing,
    /// It holds the room.
    Held,
    /// The disk is full.
    Released,
}

impl Reserve {
    pub(super) fn beside(database: &Path) -> Self {
        let file = database.with_file_name("reserve");
        let state = if file.is_file() { State::Held } else { State::Missing };
        let reserve = Self { file, state: Mutex::new(state) };
        let _first_state = reserve.update();
        reserve
    }

    /// Gives the room free on a full disk, and takes it again when there is some. Whether the disk is full. To be called
    /// before something is written.
    pub(super) fn update(&self) -> bool {
        let Some(free) = self.file.parent().and_then(free_bytes) else { return false };
        // Whole after every step.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match *state {
            State::Held if free < FULL => {
                *state = State::Released;
                tracing::error!("the disk is full: changes are refused until there is room again");
                if let Err(error) = fs::remove_file(&self.file) {
                    tracing::warn!(%error, "the room that was kept for this could not be given free");
                }
            }
            State::Missing | State::Released if free >= SIZE + 2 * FULL => {
                if self.make().is_ok() {
                    if *state == State::Released {
                        tracing::info!("there is room on the disk again");
                    }
                    *state = State::Held;
                }
            }
            State::Missing if free < FULL => *state = State::Released,
            State::Missing | State::Held | State::Released => {}
        }
        *state == State::Released
    }

    fn make(&self) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.file)?;
        allocate(&file).inspect_err(|_| {
            let _nothing_is_in_it = fs::remove_file(&self.file);
        })
    }
}

#[cfg(target_os = "linux")]
fn allocate(file: &fs::File) -> io::Result<()> {
    Ok(rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, SIZE)?)
}

#[cfg(not(target_os = "linux"))]
fn allocate(mut file: &fs::File) -> io::Result<()> {
    const PIECE: [u8; 4096] = [0; 4096];
    for _ in 0..SIZE / PIECE.len() as u64 {
        io::Write::write_all(&mut file, &PIECE)?;
    }
    Ok(())
}
