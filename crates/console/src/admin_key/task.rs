//! What the page is for: three tasks, each with an address and a call of its own.

use std::fmt;
use std::str::FromStr;

use latchboard_contract::endpoint::EndpointId;

/// What a user comes to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Register a customer secret.
    #[default]
    Register,
    /// Replace the customer secret.
    ChangeSecret,
    /// Make a new admin key.
    Regenerate,
}

impl Task {
    /// All tasks, in the order of their use.
    pub const ALL: [Self; 3] = [Self::Register, Self::ChangeSecret, Self::Regenerate];

    /// The call that it makes.
    #[must_use]
    pub const fn endpoint(self) -> EndpointId {
        match self {
            Self::Register => EndpointId::Register,
            Self::ChangeSecret => EndpointId::UpdateSecret,
            Self::Regenerate => EndpointId::RegenerateKey,
        }
    }

    /// As it stands in the page's address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::ChangeSecret => "change-secret",
            Self::Regenerate => "regenerate",
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.slug())
    }
}

impl FromStr for Task {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|task| task.slug() == text).ok_or(())
    }
}
