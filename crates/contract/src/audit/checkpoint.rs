//! Number and hash of the last entry, signed: of lane 0 what somebody kept elsewhere to hold the log to it, of an export
//! its end.

use std::fmt;
use std::str::FromStr;

use super::Unreadable;
use super::chain::{ChainHash, hex, unhex};

/// The Ed25519 key that checkpoints are verified with. No secret: the more know it, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// An Ed25519 signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureBytes([u8; 64]);

macro_rules! bytes {
    ($name:ident, $length:literal) => {
        impl $name {
            /// As computed or stored.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// To be stored or verified.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, out)
            }
        }

        impl FromStr for $name {
            type Err = Unreadable;

            fn from_str(text: &str) -> Result<Self, Unreadable> {
                unhex(text).map(Self)
            }
        }
    };
}

bytes!(PublicKey, 32);
bytes!(SignatureBytes, 64);

/// What a signature is for. One is never taken for the other: else a log that was cut behind a
/// checkpoint would look like one that ends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointKind {
    /// Lane 0 goes on.
    Between,
    /// An export of lane 0 alone ends here.
    End,
    /// An export ends here; the hash is the root of its tree.
    TreeEnd,
}

/// How far the log was at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of the last entry; so many there are.
    pub sequence: u64,
    /// Milliseconds since 1970.
    pub time: i64,
    /// Of the last entry; at the end of an export with a tree, its root.
    pub hash: ChainHash,
}

impl Checkpoint {
    /// What is signed. Unambiguous: its first line tells the kind, what follows has a fixed length.
    #[must_use]
    pub fn message(&self, kind: CheckpointKind) -> Vec<u8> {
        let purpose: &[u8] = match kind {
            CheckpointKind::Between => b"latchboard audit checkpoint v1\n",
            CheckpointKind::End => b"latchboard audit end v1\n",
            CheckpointKind::TreeEnd => b"latchboard audit end v2\n",
        };
        [purpose, &self.sequence.to_be_bytes(), &self.time.to_be_bytes(), self.hash.as_bytes()].concat()
    }
}

/// A checkpoint with its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    pub checkpoint: Checkpoint,
    pub kind: CheckpointKind,
    /// By whom there is the public key of.
    pub signature: SignatureBytes,
}

#[cfg(feature = "verify")]
impl Signed {
    /// Whether the holder of the key signed it.
    #[must_use]
    pub fn is_by(&self, key: &PublicKey) -> bool {
        is_signed(&self.checkpoint.message(self.kind), &self.signature, key)
    }
}

#[cfg(feature = "verify")]
pub(super) fn is_signed(message: &[u8], signature: &SignatureBytes, key: &PublicKey) -> bool {
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    // Strict: a signature has one way to be written, and weak keys are none.
    ed25519_dalek::VerifyingKey::from_bytes(&key.0)
        .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}
