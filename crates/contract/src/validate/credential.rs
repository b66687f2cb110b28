//! Which of the server's own credentials a text may be, so that one in the wrong field is noticed before it is sent.

/// A credential that a Latchboard server makes: ASCII letters and digits, and a length of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// For location history and geofencing; the vendor's have the same length.
    ApiKey,
    /// Of an access key to the vault.
    ClientId,
    /// Of an access key to the vault.
    ClientSecret,
}

impl CredentialKind {
    pub const ALL: [Self; 3] = [Self::ApiKey, Self::ClientId, Self::ClientSecret];

    /// How many characters it has.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            // 62^32 is about 2^190.
            Self::ApiKey => 32,
            // It is no secret; long enough that two never meet.
            Self::ClientId => 24,
            Self::ClientSecret => 48,
        }
    }

    /// The one that has this form. What others make is rarely of capitals, small letters and digits alike.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
        let is_made = text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
            && has(u8::is_ascii_digit);
        Self::ALL.into_iter().find(|kind| is_made && kind.length() == text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::CredentialKind;

    #[test]
    fn each_has_a_form_of_its_own() {
        for kind in CredentialKind::ALL {
            assert_eq!(CredentialKind::of(&"aB1c".repeat(kind.length() / 4)), Some(kind));
            assert_eq!(CredentialKind::of(&"aB1-".repeat(kind.length() / 4)), None);
        }
        assert_eq!(CredentialKind::of(&format!(" {}\n", "Bc3".repeat(8))), Some(CredentialKind::ClientId));
        assert_eq!(CredentialKind::of(&"0a".repeat(16)), None, "hexadecimal");
        assert_eq!(CredentialKind::of("mailer"), None);
    }
}
