//! `POST /api/mysafe/secretapi`
//!
//! Stores a new API secret. Not idempotent, unless an `identifier_code` goes along: then a
//! repeat is refused as a duplicate.

use serde::Serialize;

use super::envelope::{self, Refusal};
use super::read_api_secret::{self, ApiSecret, Share};
use super::written::{self, GroupShare, Members, UserShare};
use super::{Endpoint, EndpointId, configuration};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    users_allowed: Option<Vec<UserShare<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups_allowed: Option<Vec<GroupShare<'a>>>,
}

impl CreateApiSecret {
    /// Reads the body and checks the required members in the order of the documentation.
    ///
    /// # Errors
    ///
    /// [`Refusal::ParameterMissing`] with the first that is missing or cannot be read; a body that is
    /// no JSON object misses them all.
    pub fn accept(body: &[u8]) -> Result<NewApiSecret, Refusal> {
        let mut members = Members::read(body)?;
        Ok(NewApiSecret {
            name: members.required("name")?,
            url: members.required("url")?,
            client_id: members.required("client_id")?,
            client_secret: members.client_secret()?,
            identifier_code: members.text("identifier_code").unwrap_or_default(),
            method: members.text("method").unwrap_or_default(),
            tags: members.text("tags").unwrap_or_default(),
            notes: members.text("notes").unwrap_or_default(),
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
        let body = CreateBody {
            name: &new.name,
            url: &new.url,
            client_id: &new.client_id,
            client_secret: new.client_secret.as_ref().map_or("", Secret::expose),
            identifier_code: &new.identifier_code,
            method: &new.method,
            tags: &new.tags,
            notes: &new.notes,
            users_allowed: written::shares(new.users_allowed.as_deref()),
            groups_allowed: written::shares(new.groups_allowed.as_deref()),
        };
        let texts = [body.name, body.url, body.client_id, body.client_secret, body.identifier_code];
        let more = [body.method, body.tags, body.notes];
        let texts = texts.iter().chain(&more).map(|text| text.len()).sum::<usize>();
        let shares =
            [&new.users_allowed, &new.groups_allowed].map(|shares| written::length(shares.as_deref()));
        let request = Request::new(Self::ID, Method::Post, envelope::COLLECTION)
            .json(configuration::json_text(&body, texts + shares.iter().sum::<usize>()));
        new.client_secret.iter().fold(request, Request::sensitive)
    }

    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        read_api_secret::decode_entity(sent, response)
    }
}
