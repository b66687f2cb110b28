//! `GET /api/mysafe/secretapi/{identifier}`
//!
//! Reads one API secret, its client secret in clear text included. Counts as a use, so it is
//! called on the user's word only. An inactive one can't be read (1009).

use serde::{Deserialize, Serialize};

use super::envelope::Profile;
use super::lenient::Object;
use super::{Endpoint, EndpointId, envelope, lenient, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::validate::Identifier;

/// Reads one API secret.
pub struct ReadApiSecret;

/// Somebody whom an API secret is shared with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "SharePrinted")]
pub struct Share {
    /// The user's or group's name.
    pub name: String,
    /// May edit and switch it.
    pub can_edit: bool,
}

/// As an answer has it: users go by `name` when read and by `username` when written.
#[derive(Deserialize)]
struct SharePrinted {
    #[serde(default, deserialize_with = "lenient::text")]
    username: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    can_edit: bool,
}

impl From<SharePrinted> for Share {
    /// Where both names are there, `username` is the one to write back.
    fn from(SharePrinted { username, name, can_edit }: SharePrinted) -> Self {
        Self { name: if username.is_empty() { name } else { username }, can_edit }
    }
}

/// An API secret, whole.
#[derive(Default, Deserialize)]
pub struct ApiSecret {
    /// The vault's number for it, as digits.
    #[serde(deserialize_with = "lenient::identifier")]
    pub identifier: String,
    /// Not unique.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub url: String,
    /// Who uses the secret.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_id: String,
    /// The secret itself; encrypted text where the access key says so.
    pub client_secret: Option<Secret>,
    /// The code that the user gave; unique per user. One page of the vendor drops its first letter.
    #[serde(default, alias = "dentifier_code", deserialize_with = "lenient::text")]
    pub identifier_code: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub method: String,
    /// One text, separated by commas.
    #[serde(default, deserialize_with = "lenient::text")]
    pub tags: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub notes: String,
    /// The users who share it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub users_allowed: Vec<Share>,
    /// The groups who share it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub groups_allowed: Vec<Share>,
    /// Shares that failed when it was written, in the server's words; their shape is not documented.
    #[serde(default, deserialize_with = "lenient::entries_as_text")]
    pub shared_error: Vec<String>,
}

/// Reading has its own name for the entity; either is taken from either.
#[derive(Deserialize)]
struct EntityReply {
    api_secret_entity: Option<Object<ApiSecret>>,
    api_entity: Option<Object<ApiSecret>>,
}

/// Reads an answer that must carry an API secret to be a success.
pub(super) fn decode_entity(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
    envelope::open(sent, response)?;
    let payload: EntityReply = envelope::payload(sent, response)?;
    let entity = payload.api_secret_entity.or(payload.api_entity);
    entity.map(|Object(secret)| secret).ok_or_else(|| unreadable(sent, response))
}

/// An entity as the vendor prints it; create and update name users otherwise than read does.
#[derive(Serialize)]
struct Entity<'a> {
    identifier: &'a str,
    name: &'a str,
    url: &'a str,
    client_secret: &'a str,
    client_id: &'a str,
    identifier_code: &'a str,
    method: &'a str,
    tags: &'a str,
    notes: &'a str,
    users_allowed: Vec<serde_json::Value>,
    groups_allowed: Vec<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_error: Option<&'a [String]>,
}

impl ApiSecret {
    fn entity<'a>(&'a self, users_named: &str, shared_error: Option<&'a [String]>) -> Entity<'a> {
        let shares = |shares: &[Share], named: &str| {
            let entry = |share: &Share| serde_json::json!({ named: share.name, "can_edit": share.can_edit });
            shares.iter().map(entry).collect()
        };
        Entity {
            identifier: &self.identifier,
            name: &self.name,
            url: &self.url,
            client_secret: self.client_secret.as_ref().map_or("", Secret::expose),
            client_id: &self.client_id,
            identifier_code: &self.identifier_code,
            method: &self.method,
            tags: &self.tags,
            notes: &self.notes,
            users_allowed: shares(&self.users_allowed, users_named),
            groups_allowed: shares(&self.groups_allowed, "name"),
            shared_error,
        }
    }

    /// As answered by create and update: users by `username`, and the shares that failed.
    fn written_entity(&self) -> Entity<'_> {
        self.entity("username", Some(&self.shared_error))
    }
}

/// The answer of create and update, with the API secret as it is now.
pub(super) fn answer_written(status: u16, message: &str, secret: &ApiSecret) -> Response {
    #[derive(Serialize)]
    struct Payload<'a> {
        api_entity: Entity<'a>,
    }
    envelope::success(status, message, &Payload { api_entity: secret.written_entity() })
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
        struct Payload<E> {
            api_secret_entity: E,
        }
        let payload = Payload { api_secret_entity: secret.entity("name", None) };
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
