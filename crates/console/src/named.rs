//! API secrets as people know them.

use std::rc::Rc;

use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};

/// An API secret by its number and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its number in the vault.
    pub identifier: Identifier,
    /// Its name in the list; not unique.
    pub name: Rc<str>,
}

impl Named {
    /// `None` for what the vault would take as no identifier.
    #[must_use]
    pub fn of(identifier: &str, name: &str) -> Option<Self> {
        Some(Self { identifier: Identifier::parse(identifier).ok()?, name: name.into() })
    }
}
