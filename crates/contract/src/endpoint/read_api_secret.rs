//! `GET /api/mysafe/secretapi/{identifier}`
//!
//! Reads one API secret, its client secret in clear text included. Counts as a use, so it is
//! called on the user's word only. An inactive one can't be read (1009).

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::envelope::Profile;
use super::share::Share;
use super::{ApiSecretText, ApiSecretTexts, Endpoint, EndpointId, envelope, lenient, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::validate::Identifier;

pub struct ReadApiSecret;

/// An API secret, whole.
#[derive(Default, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct ApiSecret {
    /// The vault's number for it, as digits.
    pub identifier: String,
    pub texts: ApiSecretTexts,
    /// The secret itself; encrypted text where the access key says so.
    pub client_secret: Option<Secret>,
    pub users_allowed: Vec<Share>,
    pub groups_allowed: Vec<Share>,
    /// Shares that failed when it was written, in the server's words; their shape is not documented.
    pub shared_error: Vec<String>,
}

impl TryFrom<Map<String, Value>> for ApiSecret {
    type Error = serde_json::Error;

    fn try_from(mut printed: Map<String, Value>) -> Result<Self, serde_json::Error> {
        let mut member = |name: &str| printed.remove(name).unwrap_or_default();
        Ok(Self {
            identifier: lenient::identifier(member("identifier"))?,
            client_secret: Deserialize::deserialize(member("client_secret"))?,
            users_allowed: lenient::list(member("users_allowed"))?,
            groups_allowed: lenient::list(member("groups_allowed"))?,
            shared_error: lenient::entries_as_text(member("shared_error"))?,
            texts: ApiSecretTexts::from_fn(|text| match (text, member(text.name())) {
                // One page of the vendor drops the first letter.
                (ApiSecretText::IdentifierCode, Value::Null) => lenient::as_text(member("dentifier_code")),
                (_, value) => lenient::as_text(value),
            }),
        })
    }
}

/// Reading has its own name for the entity; either is taken from either.
#[derive(Deserialize)]
struct EntityReply {
    api_secret_entity: Option<ApiSecret>,
    api_entity: Option<ApiSecret>,
}

/// Reads an answer that must carry an API secret to be a success.
pub(super) fn decode_entity(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
    envelope::open(sent, response)?;
    let payload: EntityReply = envelope::payload(sent, response)?;
    payload.api_secret_entity.or(payload.api_entity).ok_or_else(|| unreadable(sent, response))
}

/// An entity as the vendor prints it; create and update name users otherwise than read does.
struct Entity<'a> {
    secret: &'a ApiSecret,
    users_named: &'static str,
    with_shared_error: bool,
}

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ApiSecret { identifier, texts, client_secret, users_allowed, groups_allowed, shared_error } =
            self.secret;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("identifier", identifier)?;
        for (text, value) in texts.iter() {
            if text == ApiSecretText::ClientId {
                members
                    .serialize_entry("client_secret", client_secret.as_ref().map_or("", Secret::expose))?;
            }
            members.serialize_entry(text.name(), value)?;
        }
        let shares = |shares: &[Share], named: &str| -> Value {
            shares.iter().map(|share| json!({ named: share.name, "can_edit": share.can_edit })).collect()
        };
        members.serialize_entry("users_allowed", &shares(users_allowed, self.users_named))?;
        members.serialize_entry("groups_allowed", &shares(groups_allowed, "name"))?;
        if self.with_shared_error {
            members.serialize_entry("shared_error", shared_error)?;
        }
        members.end()
    }
}

/// The answer of create and update, with the API secret as it is now.
pub(super) fn answer_written(status: u16, message: &str, secret: &ApiSecret) -> Response {
    #[derive(Serialize)]
    struct Payload<'a> {
        api_entity: Entity<'a>,
    }
    let api_entity = Entity { secret, users_named: "username", with_shared_error: true };
    envelope::success(status, message, &Payload { api_entity })
}

impl ReadApiSecret {
    /// 200 with the API secret.
    #[must_use]
    pub fn answer(secret: &ApiSecret) -> Response {
        Self::answer_as(Profile::default(), secret)
    }

    /// 200 with the API secret, as a release prints it.
    #[must_use]
    pub fn answer_as(profile: Profile, secret: &ApiSecret) -> Response {
        #[derive(Serialize)]
        struct Payload<'a> {
            api_secret_entity: Entity<'a>,
        }
        let api_secret_entity = Entity { secret, users_named: "name", with_shared_error: false };
        let payload = Payload { api_secret_entity };
        match profile {
            Profile::V3_32 => envelope::success(200, "Success", &payload),
            Profile::V3_33 => envelope::success_with_capital(200, "Success", &payload),
        }
    }
}

impl Endpoint for ReadApiSecret {
    const ID: EndpointId = EndpointId::ReadApiSecret;
    type Request = Identifier;
    type Reply = ApiSecret;

    fn encode(identifier: &Identifier) -> Request {
        Request::new(Self::ID, Method::Get, envelope::item_path(None, identifier))
    }

    fn decode(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
        decode_entity(sent, response)
    }
}
