//! What the product says to people. Each language is a [Fluent] file beside `Cargo.toml`; `build.rs` checks them against each
//! other and makes of every message a constant or, where it takes values, a struct with a field for each. A message that a
//! language lacks, a value that another one does not know, or a name that does not exist stops the build.
//!
//! Fluent's own runtime is left out, since a page would carry a parser and the plural rules of all languages: the build
//! writes a table per language, and a page fetches the one that it shows.
//!
//! Nothing but counts, times and names is put into a text, so that no sentence can come to quote a secret.
//!
//! [Fluent]: https://projectfluent.org

mod language;
mod portion;
mod table;

pub use language::Language;
pub use portion::Portion;
pub use table::{Localized, Text, load, number, visible};

mod generated {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub use generated::*;
