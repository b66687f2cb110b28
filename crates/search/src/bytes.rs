//! Which bytes are meant, and which occur.

/// A set of bytes.
#[derive(Clone, Copy)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    /// Those that occur in a text.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let mut words = [0; 4];
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
