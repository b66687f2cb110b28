//! `POST /api/mysafe/secretapi`
//!
//! Stores a new API secret. Not idempotent, unless an `identifier_code` goes along: then a
//! repeat is refused as a duplicate.

use super::body::Body;
use super::envelope::{self, Refusal};
use super::read_api_secret::{self, ApiSecret};
use super::share::Share;
use super::written::WrittenBody;
use super::{ApiSecretTexts, Endpoint, EndpointId, FactsChange};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Stores a new API secret.
pub struct CreateApiSecret;

/// What is stored. Empty texts count as not given.
#[derive(Default)]
pub struct NewApiSecret {
    pub texts: ApiSecretTexts,
    pub client_secret: Option<Secret>,
    /// The users to share it with; `None` says nothing about it.
    pub users_allowed: Option<Vec<Share>>,
    /// The groups to share it with; `None` says nothing about it.
    pub groups_allowed: Option<Vec<Share>>,
    /// What only our server keeps. Only for a server that offers [`super::Extension::Inventory`].
    pub facts: FactsChange,
}

impl NewApiSecret {
    /// The same for a server that keeps nothing beside what vendors keep.
    #[must_use]
    pub fn without_facts(&self) -> Self {
        Self {
            texts: self.texts.clone(),
            client_secret: self.client_secret.as_ref().map(Secret::duplicate),
            users_allowed: self.users_allowed.clone(),
            groups_allowed: self.groups_allowed.clone(),
            facts: FactsChange::default(),
        }
    }
}

impl CreateApiSecret {
    /// Reads the body, a JSON object or a form, and checks the required members in the order of the
    /// documentation. Unknown ones are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::BodyMalformed`], else [`Refusal::ParameterMissing`] or [`Refusal::ParameterInvalid`] for the first
    /// member that is one or the other.
    pub fn accept(content_type: &str, body: &[u8]) -> Result<NewApiSecret, Refusal> {
        let members = Body::read(content_type, body, "name")?;
        Ok(NewApiSecret {
            texts: ApiSecretTexts::try_from_fn(|text| match text.is_required() {
                true => members.required(text.name()),
                false => Ok(members.text(text.name())?.unwrap_or_default()),
            })?,
            client_secret: members.secret("client_secret")?,
            users_allowed: members.shares("users_allowed")?,
            groups_allowed: members.shares("groups_allowed")?,
            facts: members.facts()?,
        })
    }

    /// 201 with the API secret as stored.
    #[must_use]
    pub fn answer(secret: &ApiSecret) -> Response {
        read_api_secret::answer_written(201, "Api secret successfully registered", secret)
    }
}

impl Endpoint for CreateApiSecret {
    const ID: EndpointId = EndpointId::CreateApiSecret;
    type Request = NewApiSecret;
    type Reply = ApiSecret;

    fn encode(new: &NewApiSecret) -> Request {
        let body = WrittenBody {
            // The required ones go even where they are empty: it is for the vault to say that they are missing.
            texts: ApiSecretTexts::from_fn(|text| {
                Some(new.texts.get(text).as_str()).filter(|value| text.is_required() || !value.is_empty())
            }),
            client_secret: new.client_secret.as_ref().filter(|secret| !secret.is_empty()).map(Secret::expose),
            users_allowed: new.users_allowed.as_deref(),
            groups_allowed: new.groups_allowed.as_deref(),
            facts: &new.facts,
        };
        let request = Request::new(Self::ID, Method::Post, envelope::COLLECTION).json(&body);
        new.client_secret.iter().fold(request, Request::sensitive)
    }

    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        read_api_secret::decode_entity(sent, response)
    }
}
