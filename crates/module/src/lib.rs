//! What JavaScript gets: a facade over `client` and `contract`, and nothing that is not in them.
//!
//! - `secrets`: what is told about a secret before anything is sent.
//! - `location_history` and `my_safe`: the calls; `bulk`: one switch for many API secrets.
//! - `arguments`: how values come in; `outcome`: results as plain objects; `words`: names of enums.
//!
//! The types for TypeScript are made from these: of structures by tsify, with what serde is told about them; of enums by
//! `words`; of functions and classes by wasm-bindgen. Errors are values; misuse throws.
//!
//! Texts for people are no part of it: nobody should load every sentence in every language before the
//! first call. `examples/module_texts.rs` of `client` prints them, `js/api.js` reads them, and
//! `js/package.d.ts` has their types: what wasm-pack makes of this crate alone declares no more than it has.

mod arguments;
mod bulk;
mod call;
mod location_history;
mod my_safe;
mod outcome;
mod secrets;
mod sign_in;
mod words;

pub use bulk::Bulk;
pub use location_history::LocationHistory;
pub use my_safe::MySafe;
pub use secrets::{fingerprint, generate_secret, validate_secret};

#[cfg(target_family = "wasm")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(target_family = "wasm")]
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: secrets pass through buffers of other crates, too. Beneath it one a quarter of the size of the
/// standard allocator; the module has one thread.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: ZeroAlloc<WasmDynamicTalc> = ZeroAlloc(new_wasm_dynamic_allocator());

#[wasm_bindgen(typescript_custom_section)]
const ABOUT: &str = r#"/**
 * Latchboard for JavaScript: the life of admin keys and API secrets, with a verdict for every call.
 *
 * Errors are values: the promise of a call is fulfilled with an object that says what became of it. Misuse throws (or
 * rejects) a `TypeError` that says what to pass. What else can throw says so where it is declared: `free`, `Bulk.run`,
 * `generateSecret`, and what loads a file.
 *
 * Secrets go in as strings, because JavaScript has nothing better. The module wipes its own copies; those of the JavaScript
 * engine stay until its memory is used again.
 */"#;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use latchboard_contract::error::{RemedyAction, Retry};

    /// The types of what only the finished package has; wasm-bindgen makes the others.
    const TYPES: &str = include_str!("../js/package.d.ts");

    /// The texts in quotes between `from` and the semicolon behind it.
    fn union(from: &str) -> BTreeSet<&str> {
        let (_, rest) = TYPES.split_once(from).unwrap_or_else(|| panic!("the types have no {from}"));
        let (declared, _) = rest.split_once(';').expect("a semicolon");
        declared.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_words_of_the_package_are_those_of_the_contract() {
        assert_eq!(union("readonly retry:"), BTreeSet::from_iter(Retry::NAMES.iter().copied()));
        assert_eq!(
            union("export type RemedyAction ="),
            BTreeSet::from_iter(RemedyAction::NAMES.iter().copied())
        );
    }

    #[test]
    fn the_stated_limit_is_the_one_in_force() {
        assert_eq!(latchboard_contract::GENERATED_LENGTH, 48);
        assert!(include_str!("secrets.rs").contains("A secret of 48 random letters and digits"));
    }
}
