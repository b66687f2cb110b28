//! What is shown once: an admin key, which becomes a fingerprint, and a secret that this page generated.

use std::rc::Rc;

use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::Problem;
use latchboard_contract::{Fingerprint, Secret};

use crate::{Ticket, Timestamp};

/// The texts that are shown once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneTimeItem {
    /// The admin key that the server gave.
    AdminKey,
    /// The customer secret that this page generated.
    Secret,
}

/// A text that is shown once, until its owner has stored it.
#[derive(Clone)]
pub struct OneTimeText {
    /// The text; empty once it is stored.
    pub text: Rc<Secret>,
    /// What became of the last attempt to copy it, unless it was downloaded since.
    pub copied: Option<Result<(), CopyFailed>>,
    /// It was handed to the browser as a file.
    pub downloaded: bool,
}

impl OneTimeText {
    pub(super) const fn new(text: Rc<Secret>) -> Self {
        Self { text, copied: None, downloaded: false }
    }

    /// Whether its owner has said so.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.text.is_empty()
    }
}

/// An admin key that is shown once.
#[derive(Clone)]
pub struct OneTimeKey {
    /// The key.
    pub shown: OneTimeText,
    /// The service that gave it.
    pub service: Service,
    /// The API key of the account that it belongs to.
    pub api_key: Rc<Secret>,
    /// What the last test of it told.
    pub probe: Probe,
}

/// The browser did not copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyFailed;

/// What stays of an admin key once it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Tells this key from others without showing it.
    pub fingerprint: Fingerprint,
    /// When the server gave it.
    pub at: Timestamp,
}

/// Whether an admin key works, as far as it was tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Probe {
    /// Nobody asked.
    #[default]
    Idle,
    /// The server is being asked.
    Asking(Ticket),
    /// The server accepted the key, or why not.
    Answered(Result<(), Problem>, Timestamp),
}
