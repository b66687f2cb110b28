//! The texts of a page come one after the other.

/// The texts of a language come in two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portion {
    /// Those of the frame and of *Overview*.
    Shell,
    Parts,
}

impl Portion {
    /// In the order in which a page needs them, and `index.html` names their files.
    pub const ALL: [Self; 2] = [Self::Shell, Self::Parts];
}
