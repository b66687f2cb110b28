//! `PUT /api/mysafe/secretapi/update/{identifier}`
//!
//! Changes an API secret: what is not sent stays as it is. The same change twice is the same.

use super::body::Body;
use super::envelope::{self, Refusal};
use super::read_api_secret::{self, ApiSecret};
use super::share::Share;
use super::written::WrittenBody;
use super::{ApiSecretTexts, Endpoint, EndpointId, FactsChange};
use crate::Secret;
use crate::error::Problem;
use crate::http::{IF_MATCH, Method, Request, Response};
use crate::validate::Identifier;

/// Changes an API secret.
pub struct UpdateApiSecret;

/// A change on its way to one API secret.
pub struct ApiSecretUpdate {
    pub identifier: Identifier,
    pub change: ApiSecretChange,
    /// Only if this is still its version ([`super::InventoryItem::version`]). Only for a server that offers
    /// [`super::Extension::Inventory`].
    pub if_version: Option<i64>,
}

impl ApiSecretUpdate {
    /// The same for a server that keeps nothing beside what vendors keep.
    #[must_use]
    pub fn without_facts(&self) -> Self {
        let ApiSecretChange { texts, client_secret, users_allowed, groups_allowed, facts: _ } = &self.change;
        let change = ApiSecretChange {
            texts: texts.clone(),
            client_secret: client_secret.as_ref().map(Secret::duplicate),
            users_allowed: users_allowed.clone(),
            groups_allowed: groups_allowed.clone(),
            facts: FactsChange::default(),
        };
        Self { identifier: self.identifier.clone(), change, if_version: None }
    }
}

/// What changes; `None` stays as it is.
#[derive(Default)]
pub struct ApiSecretChange {
    /// The required ones are never empty.
    pub texts: ApiSecretTexts<Option<String>>,
    /// A new secret, as somebody typed it. What was read is never written back: it may be masked or
    /// encrypted. An empty one is not sent.
    pub client_secret: Option<Secret>,
    /// Takes the place of all users who share it: an empty list ends all sharing.
    pub users_allowed: Option<Vec<Share>>,
    /// Takes the place of all groups who share it.
    pub groups_allowed: Option<Vec<Share>>,
    /// What only our server keeps. Only for a server that offers [`super::Extension::Inventory`].
    pub facts: FactsChange,
}

impl ApiSecretChange {
    /// Whether nothing changes but that its value is marked as leaked.
    #[must_use]
    pub fn only_marks(&self) -> bool {
        let FactsChange { owner, expires_at, expires_note, exposed } = &self.facts;
        *exposed == Some(true)
            && owner.is_none()
            && expires_at.is_none()
            && expires_note.is_none()
            && self.texts.iter().all(|(_, text)| text.is_none())
            && self.client_secret.is_none()
            && self.users_allowed.is_none()
            && self.groups_allowed.is_none()
    }
}

impl UpdateApiSecret {
    /// The path segment between collection and identifier.
    pub const CHANGE: &str = "update";

    /// Reads the body, a JSON object or a form. Unknown members are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::BodyMalformed`], else [`Refusal::ParameterMissing`] for the first required member that is there
    /// but empty (`name` for an empty body), or [`Refusal::ParameterInvalid`].
    pub fn accept(content_type: &str, body: &[u8]) -> Result<ApiSecretChange, Refusal> {
        let members = Body::read(content_type, body, "name")?;
        Ok(ApiSecretChange {
            texts: ApiSecretTexts::try_from_fn(|text| match text.is_required() {
                true => members.filled(text.name()),
                false => members.text(text.name()),
            })?,
            client_secret: members.secret("client_secret")?,
            users_allowed: members.shares("users_allowed")?,
            groups_allowed: members.shares("groups_allowed")?,
            facts: members.facts()?,
        })
    }

    /// 200 with the API secret as it is now.
    #[must_use]
    pub fn answer(secret: &ApiSecret) -> Response {
        read_api_secret::answer_written(200, "Api secret updated successfully", secret)
    }
}

impl Endpoint for UpdateApiSecret {
    const ID: EndpointId = EndpointId::UpdateApiSecret;
    type Request = ApiSecretUpdate;
    type Reply = ApiSecret;

    fn encode(update: &ApiSecretUpdate) -> Request {
        let ApiSecretUpdate { identifier, change, if_version } = update;
        let secret = change.client_secret.as_ref().filter(|secret| !secret.is_empty());
        let body = WrittenBody {
            texts: ApiSecretTexts::from_fn(|text| change.texts.get(text).as_deref()),
            client_secret: secret.map(Secret::expose),
            users_allowed: change.users_allowed.as_deref(),
            groups_allowed: change.groups_allowed.as_deref(),
            facts: &change.facts,
        };
        let path = envelope::item_path(Some(Self::CHANGE), identifier);
        let request = Request::new(Self::ID, Method::Put, path).json(&body);
        let request = match if_version {
            Some(version) => request.condition(IF_MATCH, format!("\"{version}\"")),
            None => request,
        };
        secret.into_iter().fold(request, Request::sensitive)
    }

    /// One page of the vendor answers 200 and "updated", another 201 and "registered".
    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        read_api_secret::decode_entity(sent, response)
    }
}
