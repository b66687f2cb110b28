//! The audit log: what an entry says, how entries hang together, how a log is written to a file, and
//! how anybody finds out whether it is whole.
//!
//! - `entry`: who did what to what, when, and how it ended. No secret has a type that fits in.
//! - `chain`: each entry's hash covers the hash before it in its lane, so nothing in between can be changed,
//!   removed or moved unnoticed. Every process that writes has a lane; lane 0 is the one chain that all wrote once.
//! - `numbered`: an entry with its number, which the order of all lanes gives it afterwards.
//! - `tree`: a Merkle tree over all entries in that order; `note`: a signature over its size and root. Whoever keeps one
//!   can tell later whether the log still is the one that it was taken of.
//! - `proof` (feature `verify`): that one entry is in such a tree, for who has nothing else of the log.
//! - `checkpoint`: such signatures of lane 0, and the one at the end of an export.
//! - `pruned`: what is left of entries that were removed.
//! - `export`: a whole log as JSON Lines, with a signed end.
//! - `verify` (feature `verify`): reads all of that with public material only. Server, command line
//!   and page run the same code.

mod chain;
mod checkpoint;
mod entry;
mod export;
mod note;
mod numbered;
#[cfg(feature = "verify")]
mod proof;
mod pruned;
mod tree;
#[cfg(feature = "verify")]
mod verify;

pub use chain::ChainHash;
pub use checkpoint::{Checkpoint, CheckpointKind, PublicKey, SignatureBytes, Signed};
pub use entry::{Action, Actor, Entry, Event, Name, Outcome, RequestId, Target, Unreadable};
pub use export::{Header, Line, Version};
pub use note::Note;
pub use numbered::Numbered;
pub(crate) use numbered::read_listed;
#[cfg(feature = "verify")]
pub use proof::{Proof, Proofs, path};
pub use pruned::{Ended, Pruned, PrunedAttempt, PrunedLane, SignedPruned};
pub use tree::{Edge, Peaks, TILE, Tile, Tree, TreeHash, perfect_root, perfect_trees, width};
#[cfg(feature = "verify")]
pub use verify::{ExportVerifier, Fault, Finding, Kept, KeptCheckpoint, LaneEnd, Report, Verifier, bare};

/// How a document of proofs begins.
pub const PROOFS_START: &str = "{\"latchboard_proofs\":";

/// After so many entries a checkpoint is part of lane 0, so one that is missing is missed.
pub const CHECKPOINT_EVERY: u64 = 1000;
