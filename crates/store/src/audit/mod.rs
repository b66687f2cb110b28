//! The audit log: what is changed is entered in it, in the transaction of the change, and what is in it is found whole or not.
//!
//! - `attempt`: entries before they are in the log; `writing`: how they come into it.
//! - `lanes`: the part of it that one process writes; `sequencer`: the numbers of entries, and the signed tree over them.
//! - `reading`, `proofs`: what is in it; `verify`: whether that is whole, and an export; `pruning`: its first entries removed.

mod attempt;
pub(crate) mod lanes;
#[cfg(test)]
mod manipulations;
mod proofs;
mod pruning;
mod reading;
pub(crate) mod sequencer;
#[cfg(test)]
mod tests;
mod verify;
pub(crate) mod writing;

pub(crate) use attempt::Entries;
pub use attempt::{Attempt, Draft, Who};
pub use reading::{AuditFilter, AuditRow};
pub use sequencer::Pass;
pub use verify::{Export, Problem, prune, verify};
