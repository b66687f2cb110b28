//! A short name for a secret that two people can compare without showing it.

use std::fmt;

use base16ct::{lower, mixed};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Secret;

/// The first 12 hexadecimal digits of the SHA-256 of a secret's UTF-8 bytes.
///
/// Good for comparing over the phone. It is no protection for a guessable secret: anybody can
/// hash guesses until one fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

/// 48 bits: enough that two secrets in use never share one, short enough to read aloud.
const SHOWN_BYTES: usize = 6;

/// Small enough for the first cache of any processor.
const PIECE: usize = 16 * 1024;

impl Fingerprint {
    /// The fingerprint of `secret`.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        FullFingerprint::of(secret).short()
    }

    /// The fingerprint of a text that is read piece by piece, so that no copy of the whole is needed:
    /// `read` fills the front of the slice that it is given and says how much, 0 at the end. What it
    /// wrote is wiped.
    #[must_use]
    pub fn of_pieces(mut read: impl FnMut(&mut [u8]) -> usize) -> Self {
        let mut hasher = Box::new(Sha256::new());
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        loop {
            let length = read(&mut piece).min(PIECE);
            if length == 0 {
                return FullFingerprint(end(&mut hasher)).short();
            }
            hasher.update(&piece[..length]);
        }
    }

    /// Twelve lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The whole SHA-256 of a secret's UTF-8 bytes: what a server is asked with in place of the secret.
///
/// Who has it can try guesses on it, so it goes into bodies only and is never logged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FullFingerprint([u8; 32]);

impl FullFingerprint {
    /// The fingerprint of `secret`.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        let mut hasher = Box::new(Sha256::new());
        hasher.update(secret.expose());
        Self(end(&mut hasher))
    }

    /// From 64 hexadecimal digits of either case, as `sha256sum` prints them; none from anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let read = mixed::decode(text, &mut bytes).ok()?.len();
        (read == bytes.len()).then_some(Self(bytes))
    }

    /// From a SHA-256 that was computed elsewhere.
    #[must_use]
    pub const fn from_bytes(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        lower::encode_string(&self.0)
    }

    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The short one, for people.
    #[must_use]
    pub fn short(&self) -> Fingerprint {
        Fingerprint(lower::encode_string(&self.0[..SHOWN_BYTES]))
    }
}

/// The hash. The hasher stays where it is and is wiped there: its buffer holds the end of the secret, a short one whole,
/// and each move would leave a copy on the stack.
fn end(hasher: &mut Sha256) -> [u8; 32] {
    let mut hash = [0; 32];
    hasher.finalize_into_reset((&mut hash).into());
    hash
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, FullFingerprint};
    use crate::Secret;

    #[test]
    fn it_is_the_head_of_the_sha_256() {
        // `printf abc | sha256sum` begins ba7816bf8f01cfea (FIPS 180-4, example B.1).
        assert_eq!(Fingerprint::of(&Secret::from("abc")).as_str(), "ba7816bf8f01");
    }

    #[test]
    fn the_whole_one_is_read_as_it_is_written_and_nothing_else_is() {
        let whole = FullFingerprint::of(&Secret::from("abc"));
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(whole.to_hex(), text);
        assert!(FullFingerprint::parse(text) == Some(whole.clone()));
        assert!(FullFingerprint::parse(&text.to_uppercase()) == Some(whole.clone()));
        assert_eq!(whole.short(), Fingerprint::of(&Secret::from("abc")));
        for wrong in ["", &text[1..], &format!("{text}0"), &text.replace('b', "g"), &text.replace("ba", "+a")]
        {
            assert!(FullFingerprint::parse(wrong).is_none(), "{wrong}");
        }
        assert!(FullFingerprint::parse(&"é".repeat(32)).is_none());
    }

    #[test]
    fn a_text_in_pieces_has_the_fingerprint_of_the_whole() {
        for length in [0, 1, super::PIECE - 1, super::PIECE, super::PIECE + 1, 3 * super::PIECE + 7] {
            let text = "é".repeat(length);
            let mut rest = text.as_bytes();
            let in_pieces = Fingerprint::of_pieces(|piece| {
                let length = rest.len().min(piece.len());
                let (head, tail) = rest.split_at(length);
                piece[..length].copy_from_slice(head);
                rest = tail;
                length
            });
            assert_eq!(in_pieces, Fingerprint::of(&Secret::from(text.as_str())), "{length}");
        }
    }
}
