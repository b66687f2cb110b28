//! What the bodies of create and update share: sharing lists as they are sent, and the members as the
//! server takes them.

use zeroize::Zeroizing;

use super::envelope::Refusal;
use super::lenient::{self, from_object};
use super::read_api_secret::Share;
use crate::Secret;
use crate::json::{self, Writer};

/// A body: texts, and sharing lists where they are given. Users are written by `username`; reading
/// calls the same thing `name`.
pub(super) fn body(
    texts: &[(&'static str, &str)],
    users: Option<&[Share]>,
    groups: Option<&[Share]>,
) -> Zeroizing<String> {
    let lists = [("users_allowed", "username", users), ("groups_allowed", "name", groups)];
    let names = lists.iter().filter_map(|(.., list)| *list).flatten().map(|share| share.name.len() + 8);
    let length = texts.iter().map(|(_, text)| text.len()).chain(names).sum();
    let body = texts.iter().fold(Writer::new(length), |body, (name, text)| body.text(name, text));
    let body = lists.into_iter().fold(body, |body, (name, named, list)| match list {
        Some(list) => body
            .list(name, list, |body, share| body.text(named, &share.name).flag("can_edit", share.can_edit)),
        None => body,
    });
    body.finish()
}

/// The members of a body, on the server's side. Unknown ones are ignored.
pub(super) struct Members<'a>(json::Members<'a>);

impl<'a> Members<'a> {
    /// A body that is no JSON object misses whatever comes first.
    pub(super) fn read(body: &'a [u8]) -> Result<Self, Refusal> {
        from_object(body)
            .filter(json::Members::are_readable)
            .map(Self)
            .ok_or(Refusal::ParameterMissing("name"))
    }

    /// A text, if the member is there.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Some(self.0.get(name)).filter(|value| !value.is_null()).and_then(lenient::text)
    }

    /// A text that says something, if the member is there.
    pub(super) fn filled(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.text(name) {
            Some(text) if text.trim().is_empty() => Err(Refusal::ParameterMissing(name)),
            text => Ok(text),
        }
    }

    /// A text that must be there and say something.
    pub(super) fn required(&self, name: &'static str) -> Result<String, Refusal> {
        self.filled(name)?.ok_or(Refusal::ParameterMissing(name))
    }

    /// The secret. An empty one is none. What is no text is refused, as nobody can know how it was
    /// spelled.
    pub(super) fn client_secret(&self) -> Result<Option<Secret>, Refusal> {
        let value = self.0.get("client_secret");
        if value.is_null() {
            return Ok(None);
        }
        let secret = value.text().map(Secret::new).ok_or(Refusal::ParameterMissing("client_secret"))?;
        Ok(Some(secret).filter(|secret| !secret.is_empty()))
    }

    /// A sharing list, if the member is there; users go by either name.
    pub(super) fn shares(&self, name: &'static str) -> Result<Option<Vec<Share>>, Refusal> {
        let value = self.0.get(name);
        if value.is_null() {
            return Ok(None);
        }
        lenient::list(value, Share::read).map(Some).ok_or(Refusal::ParameterMissing(name))
    }
}
