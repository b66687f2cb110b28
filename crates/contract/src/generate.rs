//! Makes secrets out of random bytes. Where those come from is the caller's business.

use zeroize::Zeroizing;

use crate::Secret;

/// How many characters a generated secret has: about 285 bits.
pub const GENERATED_LENGTH: usize = 48;

/// Digits and letters only: nothing that a shell, a URL or a form could take for something else.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Random bytes are asked for in blocks of this size.
const BLOCK: usize = 64;

/// A good source fills a secret with the first block nearly always; one that needs more than these
/// is broken.
const MOST_BLOCKS: usize = 16;

/// Makes a secret of [`GENERATED_LENGTH`] characters `[A-Za-z0-9]`, each as likely as any other.
///
/// `random` must fill the slice that it is given with bytes of a cryptographic source. `None` when
/// it plainly does not: when its bytes make no secret, or one character again and again.
#[must_use]
pub fn generate_from(random: &mut impl FnMut(&mut [u8])) -> Option<Secret> {
    // One allocation, so that no half-grown copy stays in memory.
    let mut text = Zeroizing::new(String::with_capacity(GENERATED_LENGTH));
    let mut block = Zeroizing::new([0; BLOCK]);
    for _ in 0..MOST_BLOCKS {
        random(block.as_mut_slice());
        for byte in block.iter() {
            // Six bits make a number up to 63. The two numbers without a character are dropped:
            // wrapping them around would make two characters likelier than the others.
            if let Some(character) = ALPHABET.get(usize::from(byte & 0b11_1111)) {
                text.push(char::from(*character));
            }
            if text.len() == GENERATED_LENGTH {
                let varied = text.bytes().any(|byte| !text.starts_with(char::from(byte)));
                return varied.then(|| Secret::new(std::mem::take(&mut *text)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ALPHABET, GENERATED_LENGTH, generate_from};
    use crate::validate::{self, Level, strength};

    /// Xorshift (Marsaglia, 2003): even enough to count characters, and no more than that.
    fn source(mut state: u64) -> impl FnMut(&mut [u8]) {
        move |bytes| {
            for byte in bytes {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                *byte = (state >> 32) as u8;
            }
        }
    }

    #[test]
    fn a_generated_secret_is_accepted_and_very_strong() {
        let mut random = source(1);
        for _ in 0..100 {
            let secret = generate_from(&mut random).unwrap();
            assert_eq!(secret.expose().len(), GENERATED_LENGTH);
            assert!(secret.expose().bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert_eq!(validate::customer_secret(&secret), Ok(()));
            assert_eq!(strength(&secret).level, Level::VeryStrong);
        }
    }

    #[test]
    fn every_character_is_as_likely_as_any_other() {
        let mut counts = BTreeMap::new();
        let mut random = source(2);
        let rounds = 10_000;
        for _ in 0..rounds {
            for byte in generate_from(&mut random).unwrap().expose().bytes() {
                *counts.entry(byte).or_insert(0_u32) += 1;
            }
        }
        assert_eq!(counts.len(), ALPHABET.len());
        // Chi-squared with 61 degrees of freedom: above 120 once in a hundred thousand times.
        let expected = f64::from(rounds) * 48.0 / 62.0;
        let chi_squared: f64 =
            counts.values().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        assert!(chi_squared < 120.0, "{chi_squared}");
        // Wrapping 62 and 63 around to the first two would double these.
        assert!(f64::from(counts[&b'0']) < expected * 1.1 && f64::from(counts[&b'1']) < expected * 1.1);
    }

    #[test]
    fn each_byte_gives_its_own_character_or_none() {
        let mut next = 0_u8;
        let secret = generate_from(&mut |bytes: &mut [u8]| {
            for byte in bytes {
                *byte = next;
                next = next.wrapping_add(1);
            }
        });
        assert_eq!(secret.unwrap().expose().as_bytes(), &ALPHABET[..GENERATED_LENGTH]);
    }

    #[test]
    fn a_source_that_is_broken_makes_no_secret() {
        for stuck in [0, 7, 62, 63, 255] {
            assert!(generate_from(&mut |bytes: &mut [u8]| bytes.fill(stuck)).is_none(), "{stuck}");
        }
        assert!(generate_from(&mut |_: &mut [u8]| {}).is_none(), "nothing is filled in");
    }
}
