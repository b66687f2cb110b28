//! Finds the vault's values in a leaked text, whatever stands around them.
//!
//! Nothing here guesses which words of a text may be secrets: the vault's values are looked for, by an [`Index`] that tells
//! whether a stretch of text is one of them. The text is looked at under every [`Decoding`], each within the others.
//! No I/O, no clock, no randomness, no browser.
//!
//! ```
//! use latchboard_search::{Index, Salt, Search, Step};
//! // The server builds it (`Builder`), `encode` and `decode` carry it over the wire.
//! let index = Index::of(Salt::new([7; 16]), [b"value-of-ours".as_slice()]);
//! let mut search = Search::new(&index);
//! search.begin("deploy.log");
//! search.push(b"{\"key\":\"value\\u002dof-ours\"}"); // a MiB or so at a time
//! search.end();
//! while search.step(64 * 1024) == Step::Busy {} // between two steps: draw, stop, `progress`
//! for hit in search.hits() {
//!     // Ask `find` for `hit.fingerprint`; show `hit.places`: line, column, decodings.
//!     assert_eq!(hit.places[0].decodings[0].as_str(), "escapes");
//! }
//! // Besides: `named` (fingerprints to ask for), `unsearchable` (masked, hashed, encrypted), `texts` (image, archive, ...);
//! // `results` has all of it, with the findings of scanners' reports.
//! ```

mod budget;
mod buffer;
mod bytes;
mod decoding;
mod explorer;
mod hits;
mod index;
mod input;
mod matcher;
mod normal_form;
mod place;
mod recognise;
mod report;
mod results;
mod rules;
mod search;
mod tag;
mod view;

pub use decoding::Decoding;
pub use hits::{Hit, MOST_PLACES};
pub use index::{BadIndex, Builder, ENTRY_BYTES, Index, LONGEST, MOST_VALUES};
pub use input::Kind;
pub use place::Place;
pub use recognise::{MOST_RECOGNISED, Named, Unsearchable};
pub use report::{Finding, MOST_FINDINGS, Report, Scanner, State};
pub use results::{ReportSeen, Results, Value};
pub use search::{MOST_BYTES, Progress, Search, Step};
pub use tag::{SHORTEST, Salt, tag};
