//! What is refused, or warned of, before anything is sent. No message ever quotes the input.
//!
//! - [`customer_secret`], [`present_secret`], [`secret_change`], [`api_key`], [`Identifier`]: what is
//!   refused.
//! - [`control_characters`]: where a secret has those for which it is refused.
//! - [`warnings`]: what is pointed out, and where; the user may go on.
//! - [`CredentialKind`]: which of our own credentials a text may be.
//! - [`strength()`]: how hard a secret is to guess, as an estimate in words.

mod characters;
mod credential;
mod strength;
mod warning;
mod words;

pub use credential::CredentialKind;
pub use strength::{Level, Reason, Strength, strength};
pub use warning::{CharacterRange, Known, Role, Warning, WarningKind, control_characters, warnings};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Secret;
use crate::error::Code;

/// The longest secret that is sent, in bytes of UTF-8: generous for any secret in use, far below
/// the body limits of gateways.
pub const MAX_SECRET_BYTES: usize = 4096;

/// Sample texts of the vendors' own documentation, as [`is_placeholder`] reduces them. Whoever
/// sends one has pasted the sample.
const PLACEHOLDERS: [&str; 16] = [
    "enteranoldsecret",
    "enteranewsecret",
    "enteraoldsecret",
    "enterannewsecret",
    "enteroldsecret",
    "enternewsecret",
    "myverysecretsecret",
    "myverysecretnewsecret",
    "yoursecret",
    "yournewsecret",
    "secretkey",
    "secretvalue",
    "adminkey",
    "adminkeystring",
    "string",
    "upp9m2jg4pu6fwafnvsku33cwfw24e17p0otc5byufuzmels",
];

/// The same for API keys.
const API_KEY_PLACEHOLDERS: [&str; 3] = ["yourapikey", "yourvalidapikey", "apikey"];

/// Whether `secret` may be chosen as a customer secret.
///
/// # Errors
///
/// As [`present_secret`], and [`Code::SecretPlaceholder`] for a sample text of the vendors'
/// documentation.
pub fn customer_secret(secret: &Secret) -> Result<(), Code> {
    present_secret(secret)?;
    if is_placeholder(secret.expose()) { Err(Code::SecretPlaceholder) } else { Ok(()) }
}

/// Whether `secret` can be a customer secret that is in force. A sample text can: whoever has
/// registered one must be able to replace it.
///
/// # Errors
///
/// The first rule that it breaks: empty, over [`MAX_SECRET_BYTES`], control characters (line
/// breaks included).
pub fn present_secret(secret: &Secret) -> Result<(), Code> {
    let text = secret.expose();
    if text.is_empty() {
        Err(Code::SecretEmpty)
    } else if text.len() > MAX_SECRET_BYTES {
        Err(Code::SecretTooLong)
    } else if text.chars().any(is_control) {
        Err(Code::SecretControlCharacter)
    } else {
        Ok(())
    }
}

/// Whether `new` may replace `old` (both are checked).
///
/// # Errors
///
/// As [`present_secret`] for the old one and [`customer_secret`] for the new one, and
/// [`Code::SecretUnchanged`].
pub fn secret_change(old: &Secret, new: &Secret) -> Result<(), Code> {
    present_secret(old)?;
    customer_secret(new)?;
    if old == new { Err(Code::SecretUnchanged) } else { Ok(()) }
}

/// NUL, line breaks and their like. Unicode counts its own line and paragraph separator as white
/// space, yet they break lines as the others do.
fn is_control(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}') || character.is_control()
}

/// Whether `text` is a sample text of the vendors' documentation. Capitals, spaces, underscores,
/// brackets and quotes make no difference: the samples themselves come with all of them.
fn is_placeholder(text: &str) -> bool {
    is_one_of(text, &PLACEHOLDERS)
}

fn is_one_of(text: &str, placeholders: &[&str]) -> bool {
    let mut reduced = Zeroizing::new(String::with_capacity(text.len()));
    let kept = text.chars().filter(|character| !character.is_ascii() || character.is_ascii_alphanumeric());
    reduced.extend(kept.map(|character| character.to_ascii_lowercase()));
    placeholders.contains(&reduced.trim_matches(['“', '”', '‘', '’', '«', '»', '…']))
}

/// Whether `key` may be sent as an API key. The vendors name no format, so only what can never
/// be one is refused.
///
/// # Errors
///
/// [`Code::ApiKeyMissing`] when empty, [`Code::ApiKeyMalformed`] with white space or control
/// characters in it, and for a sample text of the vendors' documentation.
pub fn api_key(key: &Secret) -> Result<(), Code> {
    let text = key.expose();
    let spaced = text.chars().any(|character| character.is_whitespace() || character.is_control());
    if text.is_empty() {
        Err(Code::ApiKeyMissing)
    } else if spaced || is_one_of(text, &API_KEY_PLACEHOLDERS) {
        Err(Code::ApiKeyMalformed)
    } else {
        Ok(())
    }
}

/// The number that the vault gave an API secret: decimal digits, kept as text.
///
/// Anything else is refused before sending, since browsers rewrite paths with dots in them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Identifier(String);

impl TryFrom<String> for Identifier {
    type Error = Code;

    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<Identifier> for String {
    fn from(identifier: Identifier) -> Self {
        identifier.0
    }
}

impl Identifier {
    /// The digits of an unsigned 64-bit number.
    const MAX_DIGITS: usize = 20;

    /// Reads an identifier as typed or received; white space around it is dropped, as it can be
    /// no part of a number.
    ///
    /// # Errors
    ///
    /// [`Code::IdentifierNotNumeric`] for anything but 1 to 20 ASCII digits.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.len() <= Self::MAX_DIGITS {
            Ok(Self(text.to_owned()))
        } else {
            Err(Code::IdentifierNotNumeric)
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use latchboard_texts::Language;

    use super::{
        Identifier, MAX_SECRET_BYTES, Reason, WarningKind, api_key, customer_secret, present_secret,
        secret_change,
    };
    use crate::Secret;
    use crate::error::Code;

    fn refused(text: &str) -> Option<Code> {
        customer_secret(&Secret::from(text)).err()
    }

    #[test]
    fn each_rule_for_secrets_holds_at_its_edge() {
        assert_eq!(refused(""), Some(Code::SecretEmpty));
        assert_eq!(refused(&"é".repeat(MAX_SECRET_BYTES / 2)), None);
        assert_eq!(refused(&("é".repeat(MAX_SECRET_BYTES / 2) + "a")), Some(Code::SecretTooLong));
        for control in ["a\0b", "a\nb", "a\r\n", "\tx", "\u{7f}x", "a\u{85}", "a\u{2028}", "\u{2029}b"] {
            assert_eq!(refused(control), Some(Code::SecretControlCharacter));
        }
        assert_eq!(refused("correct horse"), None);
    }

    #[test]
    fn a_change_needs_two_different_secrets() {
        let (a, b) = (Secret::from("one secret"), Secret::from("another secret"));
        assert_eq!(secret_change(&a, &b), Ok(()));
        assert_eq!(secret_change(&a, &a), Err(Code::SecretUnchanged));
        assert_eq!(secret_change(&Secret::from(""), &b), Err(Code::SecretEmpty));
    }

    #[test]
    fn the_samples_of_the_documentation_are_recognised_however_they_are_written() {
        for text in [
            "Enter an old_secret",
            "Enter a new_secret",
            "My very secret secret",
            "My very secret newSecret",
            "my very secret new secret",
            "your_secret",
            "<Your secret>",
            "{your-secret}",
            "\"secret_key\";",
            "“secret_key”",
            "Secret value",
            "<string>",
            "admin_key_string",
            "UpP9m2jg4PU6fWAFnvskU33CwfW24e17P0oTC5byUfUzMElS",
        ] {
            assert_eq!(refused(text), Some(Code::SecretPlaceholder), "{text}");
            assert_eq!(present_secret(&Secret::from(text)), Ok(()), "it may be in force: {text}");
        }
        for text in ["my own secret", "secret_key_2", "yöur_secret", "strings", "-"] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn a_sample_that_is_in_force_can_be_replaced() {
        let (sample, own) = (Secret::from("your_secret"), Secret::from("one of my own"));
        assert_eq!(secret_change(&sample, &own), Ok(()));
        assert_eq!(secret_change(&own, &sample), Err(Code::SecretPlaceholder));
    }

    #[test]
    fn an_api_key_is_any_text_without_white_space() {
        assert_eq!(api_key(&Secret::from("aB3-_x")), Ok(()));
        assert_eq!(api_key(&Secret::from("")), Err(Code::ApiKeyMissing));
        for text in ["ab c", "ab\u{a0}", "{Your_API_Key}", "Your_API_Key"] {
            assert_eq!(api_key(&Secret::from(text)), Err(Code::ApiKeyMalformed), "{text}");
        }
    }

    #[test]
    fn identifiers_are_digits() {
        assert_eq!(Identifier::parse(" 0043\n").unwrap().as_str(), "0043");
        for text in ["", "..", "4/3", "-1", "4.0", "١", "123456789012345678901"] {
            assert_eq!(Identifier::parse(text), Err(Code::IdentifierNotNumeric), "{text}");
        }
    }

    #[test]
    fn everything_is_said_in_sentences() {
        for text in WarningKind::ALL.map(WarningKind::text).into_iter().chain(Reason::ALL.map(Reason::text)) {
            for text in Language::ALL.map(|language| text.in_(language)) {
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}
