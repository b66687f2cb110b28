//! Randomness, from the operating system only.

use latchboard_contract::Secret;
use zeroize::Zeroizing;

/// What keys are written with: survives every shell, URL and double click.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The operating system gave no randomness.
#[derive(Clone, Debug, thiserror::Error)]
#[error("The operating system gave no random numbers: {0}.")]
pub struct RandomError(getrandom::Error);

/// `N` bytes, each value equally likely.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(RandomError)?;
    Ok(bytes)
}

/// `length` characters of `[A-Za-z0-9]`, each equally likely.
pub fn alphanumeric(length: usize) -> Result<Secret, RandomError> {
    // Wiped on every way out; never grows, so no copy stays behind.
    let mut text = Zeroizing::new(String::with_capacity(length));
    let mut pool = Zeroizing::new([0u8; 64]);
    while text.len() < length {
        getrandom::fill(pool.as_mut_slice()).map_err(RandomError)?;
        let characters = pool.iter().filter_map(|&byte| character(byte));
        let missing = length - text.len();
        text.extend(characters.take(missing));
    }
    Ok(Secret::new(std::mem::take(&mut *text)))
}

/// The character for a random byte; none for the last eight values, which would make the first
/// eight characters likelier than the others.
fn character(byte: u8) -> Option<char> {
    let usable = u8::MAX - u8::MAX % 62;
    (byte < usable).then(|| char::from(ALPHABET[usize::from(byte % 62)]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{alphanumeric, character};

    #[test]
    fn every_character_is_equally_likely() {
        let mut counts = BTreeMap::new();
        for character in (0..=u8::MAX).filter_map(character) {
            *counts.entry(character).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 62);
        assert!(counts.values().all(|&count| count == 4), "{counts:?}");
    }

    #[test]
    fn two_keys_differ_and_have_the_asked_length() {
        let (one, other) = (alphanumeric(48).unwrap(), alphanumeric(48).unwrap());
        assert_eq!(one.expose().len(), 48);
        assert!(one.expose().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(one != other);
    }
}
