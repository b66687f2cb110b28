//! What became of attempts to copy.

/// The browser did not copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyFailed;
