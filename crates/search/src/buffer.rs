//! Bytes that are overwritten before their memory is given back, also when they outgrow it.

use std::ops::Deref;

use zeroize::Zeroize;

/// A growing list of bytes that may hold secrets.
#[derive(Default)]
pub(crate) struct Buffer(Vec<u8>);

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(crate) fn push(&mut self, byte: u8) {
        self.make_room(1);
        self.0.push(byte);
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.make_room(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn clear(&mut self) {
        self.wipe();
        self.0.clear();
    }

    /// Behind its end the memory was never written, or is wiped: so there is nothing to do there.
    #[inline(never)]
    fn wipe(&mut self) {
        self.0.as_mut_slice().zeroize();
    }

    /// Takes out the first `count` bytes.
    pub(crate) fn drop_front(&mut self, count: usize) {
        let count = count.min(self.0.len());
        let left = self.0.len() - count;
        self.0.copy_within(count.., 0);
        self.0[left..].zeroize();
        self.0.truncate(left);
    }

    /// A vector that outgrows its memory leaves a copy there; this one does not.
    fn make_room(&mut self, more: usize) {
        let needed = self.0.len() + more;
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(2 * self.0.capacity()).max(64));
            larger.extend_from_slice(&self.0);
            self.wipe();
            self.0 = larger;
        }
    }
}

impl From<&[u8]> for Buffer {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
mod tests {
    use super::Buffer;

    #[test]
    fn it_holds_what_it_was_given() {
        let mut buffer = Buffer::new();
        for round in 0..1000_u32 {
            buffer.push(round.to_le_bytes()[0]);
            buffer.extend(b"ab");
        }
        assert_eq!(buffer.len(), 3000);
        buffer.drop_front(2998);
        assert_eq!(&*buffer, b"ab");
        buffer.drop_front(3);
        assert!(buffer.is_empty());
    }
}
