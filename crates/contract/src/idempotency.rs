//! `Idempotency-Key`: a name for one call, so that repeats of it are answered and not carried out again
//! (draft-ietf-httpapi-idempotency-key-header-07).
//!
//! An extension of our own. It is sent only where a server says in its capabilities that it takes it
//! ([`Extension::IdempotencyKey`](crate::endpoint::Extension)): elsewhere a browser would ask for
//! permission first, and be refused.

/// The header, in lower case.
pub const HEADER: &str = "idempotency-key";

/// The header of an answer of our gateway that says that the call was passed on under its key, that the vendor gave no
/// answer that can be trusted, and that it will not be passed on a second time.
pub const KEY_SPENT: &str = "idempotency-key-spent";

/// Characters of a key at most.
pub const MAX_LENGTH: usize = 128;

/// The name of one call. No secret: it means something only together with the credential that it was
/// used with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads a key, or the value of the header: a text in double quotes, as the draft has it, or bare, as many
    /// clients send it. `None` unless it is 1 to 128 visible ASCII characters without `"` and `\`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let key = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
        let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
        let taken = (1..=MAX_LENGTH).contains(&key.len()) && key.bytes().all(fits);
        taken.then(|| Self(key.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in the header.
    #[must_use]
    pub fn header_value(&self) -> String {
        ["\"", &self.0, "\""].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::IdempotencyKey;

    #[test]
    fn a_key_is_read_quoted_or_bare_and_written_quoted() {
        for text in ["8e03978e-40d5", "\"8e03978e-40d5\"", " \"8e03978e-40d5\" "] {
            let key = IdempotencyKey::parse(text).unwrap();
            assert_eq!(key.as_str(), "8e03978e-40d5");
            assert_eq!(key.header_value(), "\"8e03978e-40d5\"");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let long = "x".repeat(129);
        for text in ["", "\"\"", "\"", "a b", "a\"b", "a\\b", "é", "a\nb", &long] {
            assert_eq!(IdempotencyKey::parse(text.trim_matches(' ')), None, "{text:?}");
        }
        assert!(IdempotencyKey::parse(&"x".repeat(128)).is_some());
    }
}
