//! `POST /api/mysafe/secretapi`
//!
//! Stores a new API secret. Not idempotent, unless an `identifier_code` goes along: then a
//! repeat is refused as a duplicate.

use serde::{Deserialize, Serialize};

use super::envelope::{self, Refusal, lenient_text};
use super::read_api_secret::ApiSecret;
use super::{Endpoint, EndpointId, configuration, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Stores a new API secret.
pub struct CreateApiSecret;

/// What is stored. Empty texts count as not given.
#[derive(Deserialize)]
pub struct NewApiSecret {
    /// Required.
    #[serde(default, deserialize_with = "lenient_text")]
    pub name: String,
    /// Required; free text.
    #[serde(default, deserialize_with = "lenient_text")]
    pub url: String,
    /// Required.
    #[serde(default, deserialize_with = "lenient_text")]
    pub client_id: String,
    /// The secret itself.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// Unique per user.
    #[serde(default, deserialize_with = "lenient_text")]
    pub identifier_code: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient_text")]
    pub method: String,
    /// One text, separated by commas.
    #[serde(default, deserialize_with = "lenient_text")]
    pub tags: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient_text")]
    pub notes: String,
}

/// The body as sent: what is empty stays away.
#[derive(Serialize)]
struct CreateBody<'a> {
    name: &'a str,
    url: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    client_secret: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    identifier_code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    method: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tags: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    notes: &'a str,
}

#[derive(Deserialize)]
struct CreatedBody {
    #[serde(default, alias = "api_secret_entity")]
    api_entity: Option<ApiSecret>,
}

impl CreateApiSecret {
    /// Reads the body and checks the required members in the order of the documentation.
    ///
    /// # Errors
    ///
    /// [`Refusal::ParameterMissing`] with the first that is missing; a body that is no JSON object
    /// misses them all.
    pub fn accept(body: &[u8]) -> Result<NewApiSecret, Refusal> {
        let new: NewApiSecret = configuration::from_object(body).ok_or(Refusal::ParameterMissing("name"))?;
        let required = [("name", &new.name), ("url", &new.url), ("client_id", &new.client_id)];
        let missing = required.iter().find(|(_, value)| value.trim().is_empty());
        missing.map_or(Ok(()), |(name, _)| Err(Refusal::ParameterMissing(name)))?;
        Ok(new)
    }

    /// 201 with the API secret as stored.
    #[must_use]
    pub fn answer(secret: &ApiSecret) -> Response {
        #[derive(Serialize)]
        struct Payload<E> {
            api_entity: E,
        }
        let payload = Payload { api_entity: secret.written_entity() };
        envelope::success(201, "Api secret successfully registered", &payload)
    }
}

impl Endpoint for CreateApiSecret {
    const ID: EndpointId = EndpointId::CreateApiSecret;
    type Request = NewApiSecret;
    type Reply = ApiSecret;

    fn encode(new: &NewApiSecret) -> Request {
        let body = CreateBody {
            name: &new.name,
            url: &new.url,
            client_id: &new.client_id,
            client_secret: new.client_secret.as_ref().map_or("", Secret::expose),
            identifier_code: &new.identifier_code,
            method: &new.method,
            tags: &new.tags,
            notes: &new.notes,
        };
        let texts = [body.name, body.url, body.client_id, body.client_secret, body.identifier_code];
        let more = [body.method, body.tags, body.notes];
        let length = texts.iter().chain(&more).map(|text| text.len()).sum();
        let request = Request::new(Self::ID, Method::Post, envelope::COLLECTION)
            .json(configuration::json_text(&body, length));
        new.client_secret.iter().fold(request, Request::sensitive)
    }

    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        envelope::open(sent, response)?;
        let body: CreatedBody = envelope::payload(sent, response)?;
        body.api_entity.ok_or_else(|| unreadable(sent, response))
    }
}
