//! Places in texts.

use crate::decoding::Decoding;

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the text, from 0.
    pub text: u32,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// In bytes from the beginning of the text; of UTF-16 with a byte order mark, of the same text in UTF-8.
    pub offset: u64,
    /// How it was read, the outermost first; none where it stands there as it is.
    pub decodings: Vec<Decoding>,
}
