//! What JavaScript gets: a facade over `client` and `contract`, and nothing that is not in them.
//!
//! - `secrets`: what is told about a secret before anything is sent.
//! - `location_history` and `my_safe`: the calls; `bulk`: one switch for many API secrets.
//! - `js`: how values come in and go out; `outcome`: results as plain objects.
//!
//! The types are written by hand in `types/latchboard.d.ts`, more precisely than they could be made
//! from here; tests hold them against this crate. Errors are values; misuse throws.
//!
//! Texts for people are no part of it: nobody should load every sentence in every language before the
//! first call. `examples/module_texts.rs` of `client` prints them, `js/api.js` reads them, and
//! `js/package.d.ts` has their types: what wasm-pack makes of this crate alone declares no more than it has.

mod bulk;
mod call;
mod js;
mod location_history;
mod my_safe;
mod outcome;
mod secrets;

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
const TYPES: &str = include_str!("../types/latchboard.d.ts");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Display;

    use latchboard_client::State;
    use latchboard_client::resolve::{Finding, Question};
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::error::{Code, RemedyAction, Retry, catalogue};
    use latchboard_contract::validate::{self, Level, Reason, Role, WarningKind};
    use latchboard_texts::Language;

    /// The types of the whole package.
    const TYPES: &str = concat!(include_str!("../types/latchboard.d.ts"), include_str!("../js/package.d.ts"));

    /// The texts in quotes between `from` and the semicolon behind it.
    fn union(from: &str) -> BTreeSet<String> {
        let (_, rest) = TYPES.split_once(from).unwrap_or_else(|| panic!("the types have no {from}"));
        let (declared, _) = rest.split_once(';').expect("a semicolon");
        declared.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn names<T: Display>(all: impl IntoIterator<Item = T>) -> BTreeSet<String> {
        all.into_iter().map(|one| one.to_string()).collect()
    }

    fn codes(which: impl Fn(Code) -> bool) -> BTreeSet<String> {
        Code::ALL.iter().filter(|code| which(**code)).map(|code| code.as_str().to_owned()).collect()
    }

    #[test]
    fn the_published_codes_are_those_of_the_catalogue() {
        assert_eq!(union("export type Code ="), codes(|_| true));
        assert_eq!(union("export type OpenCode ="), codes(Code::leaves_outcome_open));
        assert_eq!(union("export type LocalCode ="), codes(Code::is_local));
        let of_secrets =
            [Code::SecretEmpty, Code::SecretTooLong, Code::SecretControlCharacter, Code::SecretPlaceholder];
        assert_eq!(union("export type SecretCode ="), codes(|code| of_secrets.contains(&code)));
    }

    #[test]
    fn the_published_words_are_those_of_the_contract() {
        assert_eq!(union("export type Endpoint ="), names(EndpointId::ALL));
        assert_eq!(union("export type Service ="), names(Service::ALL));
        assert_eq!(union("export type WarningKind ="), names(WarningKind::ALL));
        assert_eq!(union("readonly level:"), names(Level::ALL));
        assert_eq!(union("readonly reason:"), names(Reason::ALL));
        assert_eq!(union("readonly role?:"), names(Role::ALL));
        assert_eq!(union("readonly retry:"), names(Retry::ALL));
        assert_eq!(union("bulk(state:"), names(State::ALL));
        let tags = Language::ALL.map(|language| language.tag().to_owned());
        assert_eq!(union("export type Language ="), BTreeSet::from(tags));
        // What a catalogue entry offers, and which questions follow another, have no list of their own;
        // those that occur do.
        let offered = catalogue::pairs().filter_map(|(code, at)| catalogue::entry(code, at).action);
        let mut actions = names(offered);
        actions.insert(RemedyAction::Resolve.to_string());
        assert!(actions.is_subset(&union("export type RemedyAction =")), "{actions:?}");
        assert_eq!(union("export type Finding ="), names(Finding::ALL));
        let questions = [Question::SameAgain, Question::ClaimRegistration, Question::ConfirmNewSecret];
        assert_eq!(union("export type NextQuestion ="), names(questions));
    }

    #[test]
    fn the_published_types_know_no_any() {
        for line in TYPES.lines() {
            let code = line.split("//").next().unwrap_or_default();
            let words = |word: &str| code.split(|c: char| !c.is_alphanumeric()).any(|it| it == word);
            assert!(line.trim_start().starts_with(['*', '/']) || !words("any"), "{line}");
        }
    }

    #[test]
    fn the_stated_limit_is_the_one_in_force() {
        assert_eq!(latchboard_contract::GENERATED_LENGTH, 48);
        assert!(TYPES.contains("A secret of 48 random letters and digits"));
        assert_eq!(validate::MAX_SECRET_BYTES, 4096);
    }
}
