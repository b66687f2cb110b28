//! How much may be made of a text.

/// Bytes that may be made.
pub(crate) struct Budget {
    left: u64,
    is_spent: bool,
}

impl Budget {
    pub(crate) const fn new(bytes: u64) -> Self {
        Self { left: bytes, is_spent: false }
    }

    /// Asked before so many bytes are made; with the first refusal it is over.
    pub(crate) const fn take(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes as u64) {
            Some(left) if !self.is_spent => self.left = left,
            Some(_) | None => self.is_spent = true,
        }
        !self.is_spent
    }

    /// What was made already is not counted again.
    pub(crate) const fn give_back(&mut self, bytes: usize) {
        self.left += bytes as u64;
    }

    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    pub(crate) const fn is_spent(&self) -> bool {
        self.is_spent
    }
}
