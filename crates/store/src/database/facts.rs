//! Names of the values in the table `facts`. Those that are sealed with the master key are in [`SEALED`].

use crate::crypto::AssociatedData;

/// Tells whether key and database belong together.
pub(crate) const KEY_CHECK: &str = "master key check";
/// As long as one master key takes the place of another: each of them, sealed with the other.
pub(crate) const NEXT_KEY: &str = "next master key";
pub(crate) const PREVIOUS_KEY: &str = "previous master key";
/// The audit log's keys, sealed.
pub(crate) const AUDIT_KEYS: &str = "audit keys";
/// Is written to prove that writing works.
pub(crate) const PROBE: &str = "probe";

/// The facts that are sealed with the master key, and their places. Those who add one add it here.
pub(crate) const SEALED: [(&str, AssociatedData); 1] = [(AUDIT_KEYS, AssociatedData::AuditKeys)];
