//! What is shown once: an admin key, which becomes a fingerprint, and a secret that this page generated.

use std::rc::Rc;

use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::{Fingerprint, Secret};

use super::{AdminKeyPage, Effect, Focus, Probe, nothing};
use crate::clipboard::CopyFailed;
use crate::{Changed, Effects, Timestamp};

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
    pub shown: OneTimeText,
    /// The service that gave it.
    pub service: Service,
    /// The API key of the account that it belongs to.
    pub api_key: Rc<Secret>,
    /// What the last test of it told.
    pub probe: Probe,
}

/// What stays of an admin key once it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Tells this key from others without showing it.
    pub fingerprint: Fingerprint,
    /// When the server gave it.
    pub at: Timestamp,
}

/// What can happen to what is shown once.
pub enum Action {
    /// It shall be copied.
    CopyAsked(OneTimeItem),
    /// The browser copied, or did not.
    Copied(OneTimeItem, Result<(), CopyFailed>),
    /// It shall become a file.
    DownloadAsked(OneTimeItem),
    /// The browser took it.
    Downloaded(OneTimeItem),
    /// The owner has stored it.
    Stored(OneTimeItem),
}

impl AdminKeyPage {
    /// Whether something is on screen that is shown once.
    #[must_use]
    pub const fn shows_once(&self) -> bool {
        self.one_time.is_some() || self.one_time_secret.is_some()
    }

    /// Whether an admin key and a secret are.
    #[must_use]
    pub const fn shows_both_once(&self) -> bool {
        self.one_time.is_some() && self.one_time_secret.is_some()
    }

    /// A text that is shown once, while it is on screen.
    #[must_use]
    pub fn shown_once(&self, item: OneTimeItem) -> Option<&OneTimeText> {
        match item {
            OneTimeItem::AdminKey => self.one_time.as_ref().map(|key| &key.shown),
            OneTimeItem::Secret => self.one_time_secret.as_ref(),
        }
    }

    /// The same, as long as nobody has said that it is stored.
    fn not_stored(&self, item: OneTimeItem) -> Option<&OneTimeText> {
        self.shown_once(item).filter(|shown| !shown.is_stored())
    }

    fn not_stored_mut(&mut self, item: OneTimeItem) -> Option<&mut OneTimeText> {
        let shown = match item {
            OneTimeItem::AdminKey => self.one_time.as_mut().map(|key| &mut key.shown),
            OneTimeItem::Secret => self.one_time_secret.as_mut(),
        };
        shown.filter(|shown| !shown.is_stored())
    }

    pub(super) fn update_one_time(
        &mut self,
        action: Action,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            Action::CopyAsked(item) => {
                effects.push(Effect::Copy(item, self.not_stored(item)?.text.clone()));
            }
            Action::Copied(item, result) => {
                let shown = self.not_stored_mut(item)?;
                (shown.copied, shown.downloaded) = (Some(result), false);
            }
            Action::DownloadAsked(item) => {
                effects.push(Effect::Download(item, self.not_stored(item)?.text.clone()));
            }
            Action::Downloaded(item) => {
                let shown = self.not_stored_mut(item)?;
                (shown.copied, shown.downloaded) = (None, true);
            }
            Action::Stored(item) => {
                *self.not_stored_mut(item)? = OneTimeText::new(nothing());
                // It leaves its place empty until the other one is stored as well: no button moves under a press.
                let items = [OneTimeItem::AdminKey, OneTimeItem::Secret];
                if items.into_iter().all(|item| self.not_stored(item).is_none()) {
                    (self.one_time, self.one_time_secret) = (None, None);
                    effects.push(Effect::Focus(Focus::VerdictIfLost));
                }
            }
        }
        Some(Changed)
    }
}
