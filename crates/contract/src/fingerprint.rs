//! A short name for a secret that two people can compare without showing it.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::Secret;

/// The first 12 hexadecimal digits of the SHA-256 of a secret's UTF-8 bytes.
///
/// Good for comparing over the phone. It is no protection for a guessable secret: anybody can
/// hash guesses until one fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

/// 48 bits: enough that two secrets in use never share one, short enough to read aloud.
const SHOWN_BYTES: usize = 6;

impl Fingerprint {
    /// The fingerprint of `secret`.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        let digest = Sha256::digest(secret.expose().as_bytes());
        Self(digest.iter().take(SHOWN_BYTES).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Twelve lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use crate::Secret;

    #[test]
    fn it_is_the_head_of_the_sha_256() {
        // `printf abc | sha256sum` begins ba7816bf8f01cfea (FIPS 180-4, example B.1).
        assert_eq!(Fingerprint::of(&Secret::from("abc")).as_str(), "ba7816bf8f01");
    }
}
