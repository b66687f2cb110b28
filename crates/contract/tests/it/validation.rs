//! Whatever somebody types or pastes: the checks never panic, and what they say holds.

use latchboard_contract::error::Code;
use latchboard_contract::validate::{
    self, Identifier, Known, Level, MAX_SECRET_BYTES, Reason, Role, WarningKind, strength, warnings,
};
use latchboard_contract::{Fingerprint, Secret};
use latchboard_texts::Language;
use proptest::prelude::*;

/// Texts as they come: any Unicode, and what the checks look for in between.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ \u{a0}\u{2009}\u{2028}\t\r\n\0]{0,4}",
        "[a-z]{0,12}",
        "[0-9./-]{0,12}",
        "(password|P4\\$\\$w0rd|qwertz|1q2w3e4r|aaaa|abcd|4321|31\\.12\\.1999|2024-02-30)",
        "[“”‘’–аеоΟＡé\u{301}\u{200b}가が]{0,6}",
        "(your_secret|Enter a new_secret|<string>|admin_key)",
        "(aB3aB3aB3aB3|Zx9Zx9Zx9)",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), Code> {
    validate::customer_secret(&Secret::from(text))
}

fn breaks_lines(text: &str) -> bool {
    text.contains(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}')
}

proptest! {
    #[test]
    fn an_accepted_secret_satisfies_every_rule(text in texts()) {
        if check(&text).is_ok() {
            prop_assert!(!text.is_empty() && text.len() <= MAX_SECRET_BYTES);
            prop_assert!(!breaks_lines(&text));
            prop_assert_eq!(validate::present_secret(&Secret::from(text.as_str())), Ok(()));
        }
    }

    #[test]
    fn a_refusal_names_a_rule_that_is_broken(text in texts()) {
        let broken = match check(&text) {
            Ok(()) => true,
            Err(Code::SecretEmpty) => text.is_empty(),
            Err(Code::SecretTooLong) => text.len() > MAX_SECRET_BYTES,
            Err(Code::SecretControlCharacter) => breaks_lines(&text),
            Err(Code::SecretPlaceholder) => {
                let found = warnings(&Secret::from(text.as_str()), Role::Present, &Known::default());
                found.iter().any(|warning| warning.kind == WarningKind::Placeholder)
            }
            Err(_) => false,
        };
        prop_assert!(broken, "{:?}", check(&text));
    }

    #[test]
    fn a_change_needs_two_good_secrets_that_differ(old in texts(), new in texts()) {
        let (old, new) = (Secret::from(old.as_str()), Secret::from(new.as_str()));
        let expected = validate::present_secret(&old).is_ok() && validate::customer_secret(&new).is_ok() && old != new;
        prop_assert_eq!(validate::secret_change(&old, &new).is_ok(), expected);
        prop_assert!(validate::secret_change(&new, &new).is_err());
    }

    #[test]
    fn a_warning_points_between_characters(text in texts()) {
        let api_key = Secret::from("aB3aB3aB3aB3");
        let admin_key = Fingerprint::of(&Secret::from("Zx9Zx9Zx9"));
        let known = Known { api_key: Some(&api_key), admin_key: Some(&admin_key) };
        for role in [Role::Chosen, Role::Present] {
            let found = warnings(&Secret::from(text.as_str()), role, &known);
            for (index, warning) in found.iter().enumerate() {
                prop_assert!(found[..index].iter().all(|other| other.kind != warning.kind));
                let mut after = 0;
                for place in &warning.ranges {
                    let pointed = text.get(place.bytes.clone());
                    prop_assert!(pointed.is_some_and(|pointed| !pointed.is_empty()), "{:?}", place);
                    prop_assert!(place.bytes.start >= after, "places do not overlap");
                    after = place.bytes.end;
                    let before = text[..place.bytes.start].chars().count();
                    prop_assert_eq!(place.characters.start, before);
                    prop_assert_eq!(place.characters.len(), pointed.unwrap_or_default().chars().count());
                }
            }
        }
    }

    #[test]
    fn every_text_has_a_strength_and_a_reason_when_it_is_weak(text in texts()) {
        let secret = Secret::from(text.as_str());
        let estimate = strength(&secret);
        prop_assert_eq!(estimate, strength(&secret));
        prop_assert_eq!(estimate.reason.is_none(), estimate.level >= Level::Strong);
        if text.chars().count() <= 4 {
            prop_assert_eq!(estimate.level, Level::VeryWeak);
        }
    }

    #[test]
    fn nothing_is_gained_by_writing_it_twice_or_by_one_character_in_a_row(text in "[a-zA-Z0-9]{1,40}") {
        let level = |text: &str| strength(&Secret::from(text)).level;
        let (once, twice) = (level(&text), level(&text.repeat(2)));
        prop_assert!(twice <= once || once as usize + 1 == twice as usize, "a little, at most");
        prop_assert_eq!(level(&text[..1].repeat(text.len())), Level::VeryWeak);
    }

    #[test]
    fn keys_and_identifiers_are_checked_without_a_panic(text in texts()) {
        let key = validate::api_key(&Secret::from(text.as_str()));
        prop_assert!(key.is_err() || !text.contains(|c: char| c.is_whitespace() || c.is_control()));
        if let Ok(identifier) = Identifier::parse(&text) {
            prop_assert!(identifier.as_str().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}

#[test]
fn no_message_has_a_place_for_what_was_typed() {
    let reasons = Reason::ALL.map(Reason::text);
    let texts = WarningKind::ALL.map(WarningKind::text);
    for text in texts.iter().chain(&reasons) {
        for language in Language::ALL {
            assert!(!text.in_(language).contains(['{', '}', '%']), "{}", text.in_(language));
        }
    }
}
