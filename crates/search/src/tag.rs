//! What stands in the index for a value: 48 bits, part quick to compute at every place of a text, part a hash.
//!
//! The quick part is no cryptographic hash. What it must not do is let a part of a value be tested apart from the rest,
//! or be a linear function of it (those fall to lattice reduction as soon as a few salts are known). So it takes in the
//! whole value, eight bytes at a time, through two rounds of multiplication and shift, each fed forward: knowing what comes
//! out of a step and the block that went in does not give what went in before, and 40 of its 64 bits are never shown.
//! Whoever holds an index can test guesses of whole values, 48 bits each, and nothing else.

use std::fmt;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// Values below this many bytes are in no index: all of them can be guessed.
pub const SHORTEST: usize = 8;

/// Up to here the tag covers the whole value; of longer ones it covers the 32 bytes in the middle.
pub(crate) const WINDOW: usize = 32;

const BLOCK: usize = 8;

/// The salt of an installation: 16 random bytes. Who holds an index holds its salt, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// From random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// From Base64, as it goes over the wire.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        Base64::decode_vec(text).ok()?.try_into().ok().map(Self)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Salt")
    }
}

/// What is computed from a salt once.
#[derive(Clone)]
pub(crate) struct Keys {
    /// For the steps at 0, 8 and 16, and for the last one.
    steps: [u64; 4],
    /// SHA-256 after the 64 bytes of domain and salt.
    hash: Sha256,
}

/// 48 bytes, so that the first block of the hash is domain and salt and nothing else.
const HASH_DOMAIN: &[u8; 48] = b"latchboard search index, hash of a value, v1\0\0\0\0";
const TAG_DOMAIN: &[u8; 48] = b"latchboard search index, keys of the tag, v1\0\0\0\0";

impl Keys {
    pub(crate) fn new(salt: &Salt) -> Self {
        let mut steps = [0; 4];
        let digest = Sha256::new().chain_update(TAG_DOMAIN).chain_update(salt.0).finalize();
        for (step, bytes) in steps.iter_mut().zip(digest.as_slice().chunks_exact(BLOCK)) {
            *step = bytes.try_into().map_or(0, u64::from_le_bytes);
        }
        Self { steps, hash: Sha256::new().chain_update(HASH_DOMAIN).chain_update(salt.0) }
    }

    /// The state after the block at 0, at 8 or at 16.
    #[inline]
    pub(crate) fn absorb(&self, step: usize, state: u64, block: u64) -> u64 {
        mix(state ^ block.wrapping_add(self.steps[step]))
    }

    /// What the last step is keyed with, for windows of `length` bytes.
    pub(crate) fn last_key(&self, length: usize) -> u64 {
        mix(self.steps[3] ^ length as u64)
    }

    /// All 64 bits of the tag of a window of 8 to 32 bytes.
    pub(crate) fn window(&self, window: &[u8], length: usize) -> u64 {
        let mut state = 0;
        for step in 0..steps_before_last(window.len()) {
            state = self.absorb(step, state, block(window, step * BLOCK));
        }
        last(state, block(window, window.len() - BLOCK), self.last_key(length))
    }

    /// The first 64 bits of the hash.
    pub(crate) fn hash(&self, value: &[u8]) -> u64 {
        self.hash_of_both(value, b"")
    }

    /// Those of a value that is cut in two.
    pub(crate) fn hash_of_both(&self, value: &[u8], end: &[u8]) -> u64 {
        let digest = self.hash.clone().chain_update(value).chain_update(end).finalize();
        digest.as_slice().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// The 48 bits; none for a value that is too short.
    pub(crate) fn entry(&self, value: &[u8]) -> Option<u64> {
        let length = value.len();
        if length < SHORTEST {
            return None;
        }
        if length <= WINDOW {
            let tag = self.window(value, length) >> SHORT_SHIFT;
            return Some(tag << 24 | self.hash(value) >> 40);
        }
        let start = middle(length);
        let tag = self.window(&value[start..start + WINDOW], LONG) >> LONG_SHIFT;
        Some(tag << 16 | self.hash(value) >> 48)
    }
}

/// What stands for the length of values above 32 bytes: one pass finds the middles of all of them.
pub(crate) const LONG: usize = WINDOW + 1;
/// The 24 highest bits of a state are the tag of a short value,
pub(crate) const SHORT_SHIFT: u32 = 40;
/// the 32 highest that of a long one.
pub(crate) const LONG_SHIFT: u32 = 32;

/// Where the middle of a long value begins.
pub(crate) const fn middle(length: usize) -> usize {
    (length - WINDOW) / 2
}

/// Blocks at 0, 8 and 16 that are taken in before the last one, which ends where the window ends.
pub(crate) const fn steps_before_last(length: usize) -> usize {
    (length - 1) / BLOCK
}

#[inline]
pub(crate) fn last(state: u64, block: u64, key: u64) -> u64 {
    mix(state ^ block.wrapping_add(key))
}

#[inline]
fn block(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |block| u64::from_le_bytes(*block))
}

/// Two rounds of multiplication and shift (the constants are those of `MurmurHash3`'s finaliser), fed forward.
#[inline]
pub(crate) const fn mix(input: u64) -> u64 {
    let mut state = input ^ input >> 33;
    state = state.wrapping_mul(0xff51_afd7_ed55_8ccd);
    state ^= state >> 29;
    state = state.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (state ^ state >> 32).wrapping_add(input.rotate_left(23))
}

/// The 48 bits that stand for `value` in an index under `salt`, in the low bits; none for a value below 8 bytes.
///
/// 8 to 32 bytes: 24 bits of tag, then 24 of hash. Longer: 32 bits of tag over the 32 bytes in the middle, then 16 of hash.
#[must_use]
pub fn tag(salt: &Salt, value: &[u8]) -> Option<u64> {
    Keys::new(salt).entry(value)
}

#[cfg(test)]
mod tests {
    use super::{Salt, tag};

    const SALT: Salt = Salt::new(*b"0123456789abcdef");

    #[test]
    fn every_byte_of_a_value_counts() {
        for length in [8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 34, 64, 200] {
            let value = vec![b'x'; length];
            let whole = tag(&SALT, &value).unwrap();
            assert!(whole < 1 << 48);
            for at in 0..length {
                let mut other = value.clone();
                other[at] ^= 1;
                let other = tag(&SALT, &other).unwrap();
                assert_ne!(whole, other, "{at} of {length}");
                if length <= 32 {
                    assert_ne!(whole >> 24, other >> 24, "the tag alone: {at} of {length}");
                }
            }
        }
        assert_eq!(tag(&SALT, b"1234567"), None);
    }

    #[test]
    fn another_salt_gives_other_bits_in_both_parts() {
        let other = Salt::new(*b"0123456789abcdeg");
        for value in [b"a value of ours".as_slice(), b"a value of ours that is longer than 32 bytes"] {
            let [first, second] = [&SALT, &other].map(|salt| tag(salt, value).unwrap());
            assert_ne!(first >> 24, second >> 24);
            assert_ne!(first & 0xffff, second & 0xffff);
        }
    }

    #[test]
    fn a_flipped_bit_flips_about_half_of_the_tag() {
        let mut flipped = 0;
        let mut count = 0;
        for length in 8..=32_usize {
            let value: Vec<u8> = (0..length).map(|at| b'a' + (at * 7 % 26) as u8).collect();
            let whole = tag(&SALT, &value).unwrap() >> 24;
            for bit in 0..8 * length {
                let mut other = value.clone();
                other[bit / 8] ^= 1 << (bit % 8);
                flipped += (whole ^ tag(&SALT, &other).unwrap() >> 24).count_ones();
                count += 1;
            }
        }
        let share = f64::from(flipped) / f64::from(24 * count);
        assert!((0.48..0.52).contains(&share), "{share}");
    }
}
