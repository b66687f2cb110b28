//! What ties an entry to all entries before it in its lane.

use base16ct::lower;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::Unreadable;
use super::entry::Entry;

/// SHA-256 over the hash before and the entry as it is written. Everybody can compute it; who may write
/// to the log and knows no key can, too. What he can't make is in the server (a keyed hash of it) and
/// in checkpoints (a signature over it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// Before the first entry.
    pub const START: Self = Self([0; 32]);

    /// That of `entry`, behind an entry with this one.
    #[must_use]
    pub fn then(self, entry: &Entry) -> Self {
        let purpose: &[u8] =
            if entry.lane == 0 { b"latchboard audit entry v1\n" } else { b"latchboard audit entry v2\n" };
        let hash = Sha256::new()
            .chain_update(purpose)
            .chain_update(self.0)
            .chain_update(entry.canonical().as_bytes());
        Self(hash.finalize().into())
    }

    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, out)
    }
}

impl FromStr for ChainHash {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        unhex(text).map(Self)
    }
}

pub(super) fn hex(bytes: &[u8], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str(&lower::encode_string(bytes))
}

/// Lower case only: every value has one way to be written.
pub(super) fn unhex<const N: usize>(text: &str) -> Result<[u8; N], Unreadable> {
    lower::decode_vec(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Unreadable)
}
