//! The variables of the environment that may hold the master key in place of its file.

/// Where the key may be instead of in a file.
pub(super) const VARIABLE: &str = "LATCHBOARD_MASTER_KEY";
/// Where the one that is to take its place may be.
pub(super) const NEW_VARIABLE: &str = "LATCHBOARD_NEW_MASTER_KEY";

/// Whether the environment holds the key.
pub(super) fn in_environment() -> bool {
    std::env::var_os(VARIABLE).is_some()
}
