//! A credential that looks like another one is not sent at the first press: it is in a wrong field, most of the time.

use latchboard_contract::validate::CredentialKind;

/// Whether what stands in a field has been doubted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubt {
    /// Nobody has tried to send it.
    #[default]
    Unasked,
    /// It was not sent.
    Held,
    /// It was sent all the same: others make theirs as they like.
    Overruled,
}

impl Doubt {
    /// Whether `text`, which is about to be sent as `wanted`, is held.
    pub(crate) fn holds(&mut self, text: &str, wanted: CredentialKind) -> bool {
        let is_other = CredentialKind::of(text).is_some_and(|kind| kind != wanted);
        *self = match (is_other, *self) {
            (false, _) => Self::Unasked,
            (true, Self::Unasked) => Self::Held,
            (true, Self::Held | Self::Overruled) => Self::Overruled,
        };
        *self == Self::Held
    }
}
