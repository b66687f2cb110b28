//! Which bytes are meant, and which occur.

/// The digits of Base64's two alphabets, in order but for the last two.
pub(crate) const BASE64: &[u8; 66] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
/// The hexadecimal digits.
pub(crate) const HEX: &[u8; 22] = b"0123456789abcdefABCDEF";

/// A set of bytes.
#[derive(Clone, Copy)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    /// Those that occur in a text.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self([0; 4]).and(bytes)
    }

    pub(crate) const fn and(self, bytes: &[u8]) -> Self {
        let Self(mut words) = self;
        let mut at = 0;
        while at < bytes.len() {
            words[(bytes[at] >> 6) as usize] |= 1_u64 << (bytes[at] & 63);
            at += 1;
        }
        Self(words)
    }

    #[inline]
    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize / 64] >> (byte % 64) & 1 == 1
    }

    /// Whether one of `needs` is among them, or nothing is needed.
    pub(crate) fn suffice(&self, needs: &Self) -> bool {
        needs.0 == [0; 4] || self.0.iter().zip(needs.0).any(|(has, needs)| has & needs != 0)
    }
}
