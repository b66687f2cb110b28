//! `POST /api/mysafe/secretapi`
//!
//! Stores a new API secret. Not idempotent, unless an `identifier_code` goes along: then a
//! repeat is refused as a duplicate.

use super::body::Body;
use super::envelope::{self, Refusal};
use super::read_api_secret::{self, ApiSecret, Share};
use super::written::{self, WrittenBody};
use super::{Endpoint, EndpointId};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Stores a new API secret.
pub struct CreateApiSecret;

/// What is stored. Empty texts count as not given.
#[derive(Default)]
pub struct NewApiSecret {
    /// Required.
    pub name: String,
    /// Required; free text.
    pub url: String,
    /// Required.
    pub client_id: String,
    /// The secret itself.
    pub client_secret: Option<Secret>,
    /// Unique per user.
    pub identifier_code: String,
    /// Free text.
    pub method: String,
    /// One text, separated by commas.
    pub tags: String,
    /// Free text.
    pub notes: String,
    /// The users to share it with; `None` says nothing about it.
    pub users_allowed: Option<Vec<Share>>,
    /// The groups to share it with; `None` says nothing about it.
    pub groups_allowed: Option<Vec<Share>>,
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
            name: members.required("name")?,
            url: members.required("url")?,
            client_id: members.required("client_id")?,
            client_secret: members.secret("client_secret")?,
            identifier_code: members.text("identifier_code")?.unwrap_or_default(),
            method: members.text("method")?.unwrap_or_default(),
            tags: members.text("tags")?.unwrap_or_default(),
            notes: members.text("notes")?.unwrap_or_default(),
            users_allowed: members.shares("users_allowed")?,
            groups_allowed: members.shares("groups_allowed")?,
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
            // These three go even where they are empty: it is for the vault to say that they are missing.
            name: Some(&new.name),
            url: Some(&new.url),
            client_id: Some(&new.client_id),
            client_secret: new.client_secret.as_ref().map(Secret::expose).and_then(given),
            identifier_code: given(&new.identifier_code),
            method: given(&new.method),
            tags: given(&new.tags),
            notes: given(&new.notes),
            users_allowed: new.users_allowed.as_deref().map(written::users),
            groups_allowed: new.groups_allowed.as_deref().map(written::groups),
        };
        let request = Request::new(Self::ID, Method::Post, envelope::COLLECTION).json(&body);
        new.client_secret.iter().fold(request, Request::sensitive)
    }

    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        read_api_secret::decode_entity(sent, response)
    }
}

/// A text that says something.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
