//! What is refused, or warned of, before anything is sent. No message ever quotes the input.

use crate::Secret;
use crate::error::Code;

/// The longest secret that is sent, in bytes of UTF-8: generous for any secret in use, far below
/// the body limits of gateways.
pub const MAX_SECRET_BYTES: usize = 4096;

/// Sample texts of the vendors' own documentation. Whoever sends one has pasted the sample.
const PLACEHOLDERS: [&str; 9] = [
    "enter an old_secret",
    "enter a new_secret",
    "my very secret secret",
    "my very secret newsecret",
    "your_secret",
    "secret_key",
    "secret value",
    "admin_key",
    "admin_key_string",
];

/// Whether `secret` may be sent as a customer secret.
///
/// # Errors
///
/// The first rule that it breaks: empty, over [`MAX_SECRET_BYTES`], control characters (line
/// breaks included), a placeholder of the vendors' documentation.
pub fn customer_secret(secret: &Secret) -> Result<(), Code> {
    let text = secret.expose();
    if text.is_empty() {
        Err(Code::SecretEmpty)
    } else if text.len() > MAX_SECRET_BYTES {
        Err(Code::SecretTooLong)
    } else if text.chars().any(char::is_control) {
        Err(Code::SecretControlCharacter)
    } else if PLACEHOLDERS.contains(&text.trim().to_ascii_lowercase().as_str()) {
        Err(Code::SecretPlaceholder)
    } else {
        Ok(())
    }
}

/// Whether `new` may replace `old` (both are checked).
///
/// # Errors
///
/// As [`customer_secret`], and [`Code::SecretUnchanged`].
pub fn secret_change(old: &Secret, new: &Secret) -> Result<(), Code> {
    customer_secret(old)?;
    customer_secret(new)?;
    if old == new { Err(Code::SecretUnchanged) } else { Ok(()) }
}

/// Something about a secret that the user should know but may overrule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// It begins with white space, which is sent as it is.
    LeadingSpace,
    /// It ends with white space, which is sent as it is.
    TrailingSpace,
}

/// What to point out about `secret`. White space is never trimmed: it may be part of the secret.
#[must_use]
pub fn warnings(secret: &Secret) -> Vec<Warning> {
    let text = secret.expose();
    let mut found = Vec::new();
    if text.starts_with(char::is_whitespace) {
        found.push(Warning::LeadingSpace);
    }
    if text.ends_with(char::is_whitespace) {
        found.push(Warning::TrailingSpace);
    }
    found
}

/// Whether `key` may be sent as an API key. The vendors name no format, so only what can never
/// be one is refused.
///
/// # Errors
///
/// [`Code::ApiKeyMissing`] when empty, [`Code::ApiKeyMalformed`] with white space or control
/// characters in it.
pub fn api_key(key: &Secret) -> Result<(), Code> {
    let text = key.expose();
    if text.is_empty() {
        Err(Code::ApiKeyMissing)
    } else if text.chars().any(|character| character.is_whitespace() || character.is_control()) {
        Err(Code::ApiKeyMalformed)
    } else {
        Ok(())
    }
}

/// The number that the vault gave an API secret: decimal digits, kept as text.
///
/// Anything else is refused before sending, since browsers rewrite paths with dots in them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(String);

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

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Identifier, MAX_SECRET_BYTES, Warning, api_key, customer_secret, secret_change, warnings};
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
        for control in ["a\0b", "a\nb", "a\r\n", "\u{7f}x", "a\u{85}"] {
            assert_eq!(refused(control), Some(Code::SecretControlCharacter));
        }
        assert_eq!(refused(" My very secret newSecret "), Some(Code::SecretPlaceholder));
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
    fn white_space_at_the_ends_is_pointed_out_not_trimmed() {
        assert_eq!(warnings(&Secret::from(" a ")), [Warning::LeadingSpace, Warning::TrailingSpace]);
        assert_eq!(warnings(&Secret::from("a b")), []);
    }

    #[test]
    fn an_api_key_is_any_text_without_white_space() {
        assert_eq!(api_key(&Secret::from("aB3-_x")), Ok(()));
        assert_eq!(api_key(&Secret::from("")), Err(Code::ApiKeyMissing));
        assert_eq!(api_key(&Secret::from("ab c")), Err(Code::ApiKeyMalformed));
    }

    #[test]
    fn identifiers_are_digits() {
        assert_eq!(Identifier::parse(" 0043\n").unwrap().as_str(), "0043");
        for text in ["", "..", "4/3", "-1", "4.0", "١", "123456789012345678901"] {
            assert_eq!(Identifier::parse(text), Err(Code::IdentifierNotNumeric), "{text}");
        }
    }
}
