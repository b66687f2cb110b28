//! How much an access key may look for. Whoever asks whether something is a value of the vault may be guessing; a leaked
//! log holds thousands of strings that are none. So questions are counted in windows of time, and nobody waits before the
//! window is used up. Pure; the counts are in the database.

use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Fingerprints that were asked for.
    Find,
    /// Fingerprints that were no value's.
    Miss,
    /// Indexes that were given out.
    Index,
}

impl Kind {
    /// What may be spent in one window, and how long that is.
    pub(crate) const fn limit(self) -> (u32, Duration) {
        match self {
            Self::Find => (20_000, Duration::from_mins(10)),
            Self::Miss => (40_000, Duration::from_hours(24)),
            Self::Index => (20, Duration::from_mins(10)),
        }
    }

    /// What it is called in the database, for the row of an access key.
    pub(crate) fn subject(self, access_key: i64) -> String {
        let kind = match self {
            Self::Find => "find",
            Self::Miss => "miss",
            Self::Index => "index",
        };
        format!("{kind} by access key {access_key}")
    }
}
