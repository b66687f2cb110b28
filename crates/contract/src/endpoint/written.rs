//! The body of create and update, as it is sent.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::share::Share;
use super::{ApiSecretText, ApiSecretTexts, FactsChange};

/// What is `None` is not sent.
pub(super) struct WrittenBody<'a> {
    pub(super) texts: ApiSecretTexts<Option<&'a str>>,
    pub(super) client_secret: Option<&'a str>,
    pub(super) users_allowed: Option<&'a [Share]>,
    pub(super) groups_allowed: Option<&'a [Share]>,
    pub(super) facts: &'a FactsChange,
}

impl Serialize for WrittenBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for (text, value) in self.texts.iter() {
            if let Some(value) = value {
                members.serialize_entry(text.name(), value)?;
            }
            if let (ApiSecretText::ClientId, Some(secret)) = (text, self.client_secret) {
                members.serialize_entry("client_secret", secret)?;
            }
        }
        // Users are written by `username`; reading calls the same thing `name`.
        let lists = [
            ("users_allowed", "username", self.users_allowed),
            ("groups_allowed", "name", self.groups_allowed),
        ];
        for (name, named, shares) in lists {
            if let Some(shares) = shares {
                let shares: Vec<_> = shares.iter().map(|share| NamedShare { named, share }).collect();
                members.serialize_entry(name, &shares)?;
            }
        }
        if !self.facts.is_empty() {
            members.serialize_entry(FactsChange::MEMBER, self.facts)?;
        }
        members.end()
    }
}

struct NamedShare<'a> {
    named: &'static str,
    share: &'a Share,
}

impl Serialize for NamedShare<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(2))?;
        members.serialize_entry(self.named, &self.share.name)?;
        members.serialize_entry("can_edit", &self.share.can_edit)?;
        members.end()
    }
}
