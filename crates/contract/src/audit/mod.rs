//! The audit log: what an entry says, how entries hang together, how a log is written to a file, and
//! how anybody finds out whether it is whole.
//!
//! - `entry`: who did what to what, when, and how it ended. No secret has a type that fits in.
//! - `chain`: each entry's hash covers the hash before it, so nothing in between can be changed,
//!   removed or moved unnoticed.
//! - `checkpoint`: a signature over number and hash of the last entry. Whoever keeps one can tell
//!   later whether the log still is the one that it was taken of.
//! - `export`: a whole log as JSON Lines, with a signed end.
//! - `verify` (feature `verify`): reads all of that with public material only. Server, command line
//!   and page run the same code.

mod chain;
mod checkpoint;
mod entry;
mod export;
#[cfg(feature = "verify")]
mod verify;

pub use chain::ChainHash;
pub use checkpoint::{Checkpoint, CheckpointKind, PublicKey, SignatureBytes, Signed};
pub use entry::{Action, Actor, Entry, Event, Name, Outcome, RequestId, Target, Unreadable};
pub(crate) use export::read_listed;
pub use export::{Header, Line};
#[cfg(feature = "verify")]
pub use verify::{ExportVerifier, Fault, Finding, KeptCheckpoint, Report, Verifier, bare};

/// After so many entries a checkpoint is part of the log, so one that is missing is missed. Few
/// enough that a signature costs nothing beside the entries, many enough that checking them does not.
pub const CHECKPOINT_EVERY: u64 = 1000;
