//! Hashing, sealing and randomness. Knows nothing of what is stored where, and invents nothing:
//! every primitive comes from a library.

mod audit_keys;
mod digest;
mod master_key;
mod password;
pub(crate) mod random;

pub(crate) use audit_keys::AuditKeys;
pub(crate) use digest::Digest;
pub(crate) use master_key::{
    AssociatedData, KEY_LENGTH, KeyBytes, KeyFacts, KeyId, MasterKey, SealError, Sealed, parse_key,
    sealed_with, written_key,
};
pub(crate) use password::{PasswordError, Passwords};
pub(crate) use random::RandomError;
