//! What is pointed out about a secret while the user may still overrule it: kinds and ranges,
//! never the text itself.

use std::ops::Range;

use latchboard_texts::{Text, warnings as texts};

use super::characters::{Oddity, oddity};
use super::strength::characters;
use super::words::Words;
use super::{Level, is_control, is_placeholder, strength};
use crate::{Fingerprint, Secret};

/// Something about a secret that the user should know but may overrule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub kind: WarningKind,
    /// Where it is, in the order of the text. Empty when it is about the whole.
    pub ranges: Vec<CharacterRange>,
}

/// A stretch of a text; its length in characters is how many of them there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharacterRange {
    /// In bytes of UTF-8; both ends lie between characters.
    pub bytes: Range<usize>,
    /// In characters (Unicode scalar values).
    pub characters: Range<usize>,
}

crate::names! {
    /// The kinds of warnings.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum WarningKind {
        /// It begins with white space, which is sent as it is.
        LeadingSpace = "leading_space",
        /// It ends with white space, which is sent as it is.
        TrailingSpace = "trailing_space",
        /// It begins and ends with white space, which is sent as it is.
        OuterSpace = "outer_space",
        /// It contains characters that nobody sees.
        Invisible = "invisible",
        /// It contains spaces that are none of the keyboard's.
        UnusualSpace = "unusual_space",
        /// It contains characters that look like others.
        LookAlike = "look_alike",
        /// It contains characters that other programs may write with other bytes.
        SeveralForms = "several_forms",
        /// It contains the API key.
        ContainsApiKey = "contains_api_key",
        /// It is the admin key.
        IsAdminKey = "is_admin_key",
        /// It is a sample text of the vendors' documentation; warned of where it can't be refused.
        Placeholder = "placeholder",
        /// It is a common password, or one in disguise.
        CommonPassword = "common_password",
        /// It is weak by estimate; [`strength()`](super::strength()) has the details.
        Weak = "weak",
    }
}

impl WarningKind {
    /// What it is and what to do about it.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::LeadingSpace => texts::LEADING_SPACE,
            Self::TrailingSpace => texts::TRAILING_SPACE,
            Self::OuterSpace => texts::OUTER_SPACE,
            Self::Invisible => texts::INVISIBLE,
            Self::UnusualSpace => texts::UNUSUAL_SPACE,
            Self::LookAlike => texts::LOOK_ALIKE,
            Self::SeveralForms => texts::SEVERAL_FORMS,
            Self::ContainsApiKey => texts::CONTAINS_API_KEY,
            Self::IsAdminKey => texts::IS_ADMIN_KEY,
            Self::Placeholder => texts::PLACEHOLDER,
            Self::CommonPassword => texts::COMMON_PASSWORD,
            Self::Weak => texts::WEAK,
        }
    }

    /// The same of a text that is no secret, such as a name.
    #[must_use]
    pub const fn text_of_plain(self) -> Text {
        match self {
            Self::LeadingSpace => texts::PLAIN_LEADING_SPACE,
            Self::TrailingSpace => texts::PLAIN_TRAILING_SPACE,
            Self::OuterSpace => texts::PLAIN_OUTER_SPACE,
            Self::Invisible => texts::PLAIN_INVISIBLE,
            Self::UnusualSpace => texts::PLAIN_UNUSUAL_SPACE,
            Self::LookAlike => texts::PLAIN_LOOK_ALIKE,
            Self::SeveralForms
            | Self::ContainsApiKey
            | Self::IsAdminKey
            | Self::Placeholder
            | Self::CommonPassword
            | Self::Weak => self.text(),
        }
    }
}

crate::names! {
    /// What a secret is entered for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Role {
        /// It is being chosen.
        Chosen = "chosen",
        /// It is in force already. That it is weak is no news then, and must not keep anybody from
        /// replacing it.
        Present = "present",
    }
}

/// Other secrets that the caller knows and that are pasted into the wrong field at times.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// The account's API key.
    pub api_key: Option<&'a Secret>,
    /// The fingerprint of the account's admin key: the key itself is not kept.
    pub admin_key: Option<&'a Fingerprint>,
}

/// Shorter keys are in too many texts by chance.
const SHORTEST_KEY: usize = 8;

/// What to point out about `secret`. Nothing is ever trimmed or replaced: all of it may be part of
/// the secret.
#[must_use]
pub fn warnings(secret: &Secret, role: Role, known: &Known<'_>) -> Vec<Warning> {
    let text = secret.expose();
    let mut found = Vec::new();
    found.extend(outer_space(text));
    odd_characters(text, &mut found);
    found.extend(known.api_key.and_then(|key| contained_api_key(text, key)));
    found.extend(known.admin_key.and_then(|fingerprint| same_admin_key(text, fingerprint)));
    let whole = |kind| Warning { kind, ranges: Vec::new() };
    match role {
        Role::Present if is_placeholder(text) => found.push(whole(WarningKind::Placeholder)),
        Role::Chosen if Words::new().has(&characters(text)) => {
            found.push(whole(WarningKind::CommonPassword));
        }
        Role::Chosen if !text.is_empty() && strength(secret).level <= Level::Weak => {
            found.push(whole(WarningKind::Weak));
        }
        Role::Present | Role::Chosen => {}
    }
    found
}

/// White space at the ends. A secret of nothing else begins with it.
fn outer_space(text: &str) -> Option<Warning> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    let (leading, trailing) = (place(text, 0..start), place(text, end..text.len()));
    let (kind, ranges) = match (start > 0, end < text.len()) {
        (true, true) => (WarningKind::OuterSpace, vec![leading, trailing]),
        (true, false) => (WarningKind::LeadingSpace, vec![leading]),
        (false, true) => (WarningKind::TrailingSpace, vec![trailing]),
        (false, false) => return None,
    };
    Some(Warning { kind, ranges })
}

/// One warning per kind of odd character, each with all its ranges. White space at the ends has
/// been told of already.
fn odd_characters(text: &str, found: &mut Vec<Warning>) {
    let kinds = [
        WarningKind::Invisible,
        WarningKind::UnusualSpace,
        WarningKind::LookAlike,
        WarningKind::SeveralForms,
    ];
    let mut ranges = [const { Vec::<CharacterRange>::new() }; 4];
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    for (index, (at, character)) in text.char_indices().enumerate() {
        let kind = match oddity(character) {
            Some(Oddity::Invisible) => 0,
            Some(Oddity::UnusualSpace) if at < start || at >= end => continue,
            Some(Oddity::UnusualSpace) => 1,
            Some(Oddity::LookAlike) => 2,
            Some(Oddity::SeveralForms) => 3,
            None => continue,
        };
        add(&mut ranges[kind], index, at, character);
    }
    let some = kinds.into_iter().zip(ranges).filter(|(_, ranges)| !ranges.is_empty());
    found.extend(some.map(|(kind, ranges)| Warning { kind, ranges }));
}

/// Where `secret` has what [`present_secret`](super::present_secret) refuses as control characters: line breaks
/// and their like.
#[must_use]
pub fn control_characters(secret: &Secret) -> Vec<CharacterRange> {
    let mut ranges = Vec::new();
    for (index, (at, character)) in secret.expose().char_indices().enumerate() {
        if is_control(character) {
            add(&mut ranges, index, at, character);
        }
    }
    ranges
}

/// One more character, to the stretch that ends before it if there is one.
fn add(ranges: &mut Vec<CharacterRange>, index: usize, at: usize, character: char) {
    let after = at + character.len_utf8();
    match ranges.last_mut() {
        Some(place) if place.bytes.end == at => {
            place.bytes.end = after;
            place.characters.end = index + 1;
        }
        _ => ranges.push(CharacterRange { bytes: at..after, characters: index..index + 1 }),
    }
}

fn contained_api_key(text: &str, key: &Secret) -> Option<Warning> {
    let key = key.expose().trim();
    let at = if key.len() >= SHORTEST_KEY {
        text.as_bytes().windows(key.len()).position(|part| part == key.as_bytes())?
    } else {
        let same = !key.is_empty() && text.trim() == key;
        same.then(|| text.len() - text.trim_start().len())?
    };
    Some(Warning { kind: WarningKind::ContainsApiKey, ranges: vec![place(text, at..at + key.len())] })
}

fn same_admin_key(text: &str, fingerprint: &Fingerprint) -> Option<Warning> {
    let (start, trimmed) = (text.len() - text.trim_start().len(), text.trim());
    let same = !trimmed.is_empty() && Fingerprint::of(&Secret::from(trimmed)) == *fingerprint;
    same.then(|| Warning {
        kind: WarningKind::IsAdminKey,
        ranges: vec![place(text, start..start + trimmed.len())],
    })
}

/// `bytes` must lie between characters of `text`.
fn place(text: &str, bytes: Range<usize>) -> CharacterRange {
    let start = text[..bytes.start].chars().count();
    let characters = start..start + text[bytes.clone()].chars().count();
    CharacterRange { bytes, characters }
}

#[cfg(test)]
mod tests {
    use super::{CharacterRange, Known, Role, Warning, WarningKind, control_characters, warnings};
    use crate::{Fingerprint, Secret};

    fn of(text: &str, role: Role) -> Vec<WarningKind> {
        warnings(&Secret::from(text), role, &Known::default())
            .into_iter()
            .map(|warning| warning.kind)
            .collect()
    }

    const LONG: &str = "v7Kq2mX9pLw4";

    #[test]
    fn white_space_at_the_ends_is_pointed_out_not_trimmed() {
        for (text, kind) in [
            (format!(" {LONG}"), WarningKind::LeadingSpace),
            (format!("{LONG}\u{a0}"), WarningKind::TrailingSpace),
            (format!(" {LONG}  "), WarningKind::OuterSpace),
        ] {
            assert_eq!(of(&text, Role::Chosen), [kind], "{text:?}");
        }
        assert_eq!(of(&format!("{LONG} {LONG}"), Role::Chosen), []);
        assert_eq!(of("   ", Role::Present), [WarningKind::LeadingSpace]);
        let found = warnings(&Secret::from(" é  "), Role::Present, &Known::default());
        let place = |bytes, characters| CharacterRange { bytes, characters };
        assert_eq!(found[0].ranges, [place(0..1, 0..1), place(3..5, 2..4)]);
    }

    #[test]
    fn odd_characters_are_pointed_at_in_stretches() {
        let found = warnings(&Secret::from("a“”b”é\u{a0}c"), Role::Present, &Known::default());
        let place = |bytes, characters| CharacterRange { bytes, characters };
        assert_eq!(
            found,
            [
                Warning { kind: WarningKind::UnusualSpace, ranges: vec![place(13..15, 6..7)] },
                Warning { kind: WarningKind::LookAlike, ranges: vec![place(1..7, 1..3), place(8..11, 4..5)] },
                Warning { kind: WarningKind::SeveralForms, ranges: vec![place(11..13, 5..6)] },
            ]
        );
        assert_eq!(
            of("zero\u{200b}width and much more of it, 47 times", Role::Chosen),
            [WarningKind::Invisible]
        );
    }

    #[test]
    fn line_breaks_are_pointed_at() {
        let of = |text: &str| control_characters(&Secret::from(text));
        let place = |bytes, characters| CharacterRange { bytes, characters };
        assert_eq!(of("é\r\nb\t"), [place(2..4, 1..3), place(5..6, 4..5)]);
        assert_eq!(of("a\u{2028}b"), [place(1..4, 1..2)]);
        assert_eq!(of(" two words "), []);
    }

    #[test]
    fn a_key_in_the_wrong_field_is_recognised() {
        let api_key = Secret::from("aB3aB3aB3aB3");
        let admin_key = Fingerprint::of(&Secret::from("UpP9m2jg4PU6fWAF"));
        let known = Known { api_key: Some(&api_key), admin_key: Some(&admin_key) };
        let of = |text: &str| warnings(&Secret::from(text), Role::Present, &known);
        let found = of("key=aB3aB3aB3aB3;");
        assert_eq!(found[0].kind, WarningKind::ContainsApiKey);
        assert_eq!(found[0].ranges[0].bytes, 4..16);
        let found = of(" UpP9m2jg4PU6fWAF");
        assert_eq!((found[0].kind, found[1].kind), (WarningKind::LeadingSpace, WarningKind::IsAdminKey));
        assert_eq!(found[1].ranges[0].bytes, 1..17);
        assert_eq!(of("UpP9m2jg4PU6fWAFn"), []);
    }

    #[test]
    fn a_short_api_key_is_in_many_texts_by_chance() {
        let of = |text: &str, key: &str| {
            let key = Secret::from(key);
            warnings(&Secret::from(text), Role::Present, &Known { api_key: Some(&key), admin_key: None })
        };
        assert_eq!(of("short", "short")[0].kind, WarningKind::ContainsApiKey);
        assert_eq!(of("shortest", "short"), []);
        assert_eq!(of("", ""), []);
    }

    #[test]
    fn only_a_secret_that_is_being_chosen_is_called_weak() {
        assert_eq!(of("P@ssw0rd1", Role::Chosen), [WarningKind::CommonPassword]);
        assert_eq!(of("zqtmvkwj", Role::Chosen), [WarningKind::Weak]);
        for text in ["P@ssw0rd1", "zqtmvkwj", ""] {
            assert_eq!(of(text, Role::Present), [], "{text}");
        }
        assert_eq!(of("", Role::Chosen), []);
        assert_eq!(of("{your_secret}", Role::Present), [WarningKind::Placeholder]);
    }
}
