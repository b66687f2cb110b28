//! SHA-256 of the secrets that we make ourselves.
//!
//! API keys, client secrets, admin keys and tokens are random texts of 190 bit and more: nobody
//! finds one by trying, however fast the hash. A slow, salted hash (see `password`) is for what
//! people choose; here it would only make every request slow.

use data_encoding::HEXLOWER;
use latchboard_contract::Secret;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// What is stored in place of a secret.
#[derive(Clone, Copy)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The hash of a secret.
    pub fn of(secret: &Secret) -> Self {
        Self(Sha256::digest(secret.expose().as_bytes()).into())
    }

    /// As read from the database.
    pub(crate) const fn from_stored(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What goes into the database.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The fingerprint of the secret, to recognise it by.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.0[..6])
    }

    /// All of it, in lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Whether both are of the same secret, in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::{Fingerprint, Secret};

    use super::Digest;

    #[test]
    fn it_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let digest = Digest::of(&Secret::from("abc"));
        assert_eq!(digest.as_bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert!(digest.matches(&Digest::from_stored(*digest.as_bytes())));
        assert!(!digest.matches(&Digest::of(&Secret::from("abd"))));
    }

    #[test]
    fn its_fingerprint_is_that_of_the_secret() {
        let secret = Secret::from("abc");
        assert_eq!(Digest::of(&secret).fingerprint(), Fingerprint::of(&secret).as_str());
    }
}
