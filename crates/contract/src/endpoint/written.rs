//! What the bodies of create and update share: sharing lists as they are sent, and the members as the
//! server takes them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::envelope::Refusal;
use super::lenient::{self, from_object, optional_list};
use super::read_api_secret::Share;
use crate::Secret;

/// A user as written; reading calls the same thing `name`.
#[derive(Serialize)]
pub(super) struct UserShare<'a> {
    username: &'a str,
    can_edit: bool,
}

/// A group as written.
#[derive(Serialize)]
pub(super) struct GroupShare<'a> {
    name: &'a str,
    can_edit: bool,
}

impl<'a> From<&'a Share> for UserShare<'a> {
    fn from(share: &'a Share) -> Self {
        Self { username: &share.name, can_edit: share.can_edit }
    }
}

impl<'a> From<&'a Share> for GroupShare<'a> {
    fn from(share: &'a Share) -> Self {
        Self { name: &share.name, can_edit: share.can_edit }
    }
}

/// A list as written, where one is given.
pub(super) fn shares<'a, S: From<&'a Share>>(list: Option<&'a [Share]>) -> Option<Vec<S>> {
    list.map(|list| list.iter().map(S::from).collect())
}

/// For the size of a body: the names, and the little that goes round each.
pub(super) fn length(shares: Option<&[Share]>) -> usize {
    shares.unwrap_or_default().iter().map(|share| share.name.len() + 8).sum()
}

/// The members of a body, on the server's side. Unknown ones are ignored.
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// A body that is no JSON object misses whatever comes first.
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        from_object(body).map(Self).ok_or(Refusal::ParameterMissing("name"))
    }

    /// A text, if the member is there.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_null()).map(lenient::text)
    }

    /// A text that says something, if the member is there.
    pub(super) fn filled(&mut self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.text(name) {
            Some(text) if text.trim().is_empty() => Err(Refusal::ParameterMissing(name)),
            text => Ok(text),
        }
    }

    /// A text that must be there and say something.
    pub(super) fn required(&mut self, name: &'static str) -> Result<String, Refusal> {
        self.filled(name)?.ok_or(Refusal::ParameterMissing(name))
    }

    /// The secret: moved, not copied. An empty one is none. What is no text is refused, as nobody can
    /// know how it was spelled.
    pub(super) fn client_secret(&mut self) -> Result<Option<Secret>, Refusal> {
        match self.0.remove("client_secret") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(secret)) => Ok(Some(Secret::new(secret)).filter(|secret| !secret.is_empty())),
            Some(_) => Err(Refusal::ParameterMissing("client_secret")),
        }
    }

    /// A sharing list, if the member is there; users go by either name.
    pub(super) fn shares(&mut self, name: &'static str) -> Result<Option<Vec<Share>>, Refusal> {
        #[derive(Deserialize)]
        struct List(#[serde(deserialize_with = "optional_list")] Option<Vec<Share>>);

        let Some(value) = self.0.remove(name) else { return Ok(None) };
        serde_json::from_value::<List>(value).map(|list| list.0).map_err(|_| Refusal::ParameterMissing(name))
    }
}
