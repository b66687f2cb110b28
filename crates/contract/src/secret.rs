//! The one type a secret has, from the key press to the wire.
//!
//! It does not encrypt anything and cannot reach copies that the browser or the kernel keeps.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A text that must not be seen: customer secret, admin key, API key, client secret or token.
///
/// Its memory is overwritten when it is dropped. There is no `Debug`, `Display`, `Serialize` or
/// `Clone`, so it cannot reach a log, an error or a copy by accident:
///
/// ```compile_fail,E0277
/// println!("{:?}", latchboard_contract::Secret::new("hunter2".to_owned()));
/// ```
/// ```compile_fail,E0277
/// println!("{}", latchboard_contract::Secret::new("hunter2".to_owned()));
/// ```
/// ```compile_fail,E0277
/// serde_json::to_string(&latchboard_contract::Secret::new("hunter2".to_owned()));
/// ```
/// ```compile_fail,E0599
/// let secret = latchboard_contract::Secret::new("hunter2".to_owned());
/// let copy = secret.clone();
/// ```
///
/// Two secrets compare in time that depends on their lengths only.
pub struct Secret(String);

impl Secret {
    /// Takes the text over; no other copy of it is made.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself. Every call is a place where the secret leaves its guard.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A second, independent copy, for the rare place that needs one.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl Drop for Secret {
    /// Once for all places where a secret ends: written out at each of them it would be a tenth of
    /// what a browser has to load.
    #[inline(never)]
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Zeroize for Secret {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Text)
    }
}

/// Reads a string; unlike serde's own visitor, its complaints never quote what it saw.
struct Text;

impl Visitor<'_> for Text {
    type Value = Secret;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Secret, E> {
        Ok(Secret::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn secrets_compare_by_their_text() {
        assert!(Secret::from("a") == Secret::from("a"));
        assert!(Secret::from("a") != Secret::from("b"));
        assert!(Secret::from("a") != Secret::from("aa"));
    }

    #[test]
    fn a_secret_is_read_from_json_text_only() {
        assert!(serde_json::from_str::<Secret>(r#""ab\u00e9""#).unwrap() == Secret::from("abé"));
        assert!(serde_json::from_str::<Secret>("12").is_err());
    }
}
