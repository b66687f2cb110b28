//! Hashing, sealing and randomness. Knows nothing of what is stored where, and invents nothing:
//! every primitive comes from a library.

mod audit_keys;
mod digest;
mod master_key;
pub mod random;

pub use audit_keys::AuditKeys;
pub use digest::Digest;
pub use master_key::{
    AssociatedData, KEY_LENGTH, KeyBytes, KeyFacts, KeyId, MasterKey, SealError, Sealed, parse_key,
    sealed_with, written_key,
};
pub use random::RandomError;
