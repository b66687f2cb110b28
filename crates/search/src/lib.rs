//! Finds the vault's values in a leaked text, whatever stands around them.
//!
//! Nothing here guesses which words of a text may be secrets: the vault's values are looked for, by an [`Index`] that tells
//! whether a stretch of text is one of them. The text is looked at under every [`Decoding`], each within the others.
//! No I/O, no clock, no randomness, no browser.

mod buffer;
mod decoding;
mod explorer;
mod hits;
mod index;
mod input;
mod matcher;
mod recognise;
mod report;
mod rules;
mod search;
mod tag;
mod view;

pub use decoding::Decoding;
pub use hits::{Hit, MOST_PLACES, Place};
pub use index::{BadIndex, Builder, ENTRY_BYTES, Group, Index, LONGEST, MOST_VALUES};
pub use input::Kind;
pub use recognise::{MOST_RECOGNISED, Named, Unsearchable};
pub use report::{Finding, MOST_FINDINGS, Report, Scanner, State};
pub use search::{MOST_BYTES, Progress, Search, Step};
pub use tag::{SHORTEST, Salt, tag};
