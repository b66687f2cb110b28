//! `GET /api/mysafe/secretapi/{identifier}`
//!
//! Reads one API secret, its client secret in clear text included. Counts as a use, so it is
//! called on the user's word only. An inactive one can't be read (1009).

use serde::Serialize;

use super::envelope::Profile;
use super::lenient::{entries_as_text, identifier, lenient_flag, lenient_list, text};
use super::{Endpoint, EndpointId, envelope};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::json::{Json, Members};
use crate::validate::Identifier;

/// Reads one API secret.
pub struct ReadApiSecret;

/// Somebody whom an API secret is shared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The user's or group's name.
    pub name: String,
    /// May edit and switch it.
    pub can_edit: bool,
}

impl Share {
    /// Users go by `name` when read and by `username` when written; where both are there, the latter
    /// is the one to write back.
    pub(super) fn read(members: &Members<'_>) -> Option<Self> {
        let (username, name) = (text(members.get("username"))?, text(members.get("name"))?);
        let name = if username.is_empty() { name } else { username };
        Some(Self { name, can_edit: lenient_flag(members.get("can_edit")) })
    }
}

/// An API secret, whole.
#[derive(Default)]
pub struct ApiSecret {
    /// The vault's number for it, as digits.
    pub identifier: String,
    /// Not unique.
    pub name: String,
    /// Free text.
    pub url: String,
    /// Who uses the secret.
    pub client_id: String,
    /// The secret itself; encrypted text where the access key says so.
    pub client_secret: Option<Secret>,
    /// The code that the user gave; unique per user.
    pub identifier_code: String,
    /// Free text.
    pub method: String,
    /// One text, separated by commas.
    pub tags: String,
    /// Free text.
    pub notes: String,
    /// The users who share it.
    pub users_allowed: Vec<Share>,
    /// The groups who share it.
    pub groups_allowed: Vec<Share>,
    /// Shares that failed when it was written, in the server's words; their shape is not documented.
    pub shared_error: Vec<String>,
}

impl ApiSecret {
    fn read(members: &Members<'_>) -> Option<Self> {
        let client_secret = members.get("client_secret");
        // One page of the vendor drops the first letter.
        let identifier_code = members.find("identifier_code").or_else(|| members.find("dentifier_code"));
        Some(Self {
            identifier: identifier(members.get("identifier"))?,
            name: text(members.get("name"))?,
            url: text(members.get("url"))?,
            client_id: text(members.get("client_id"))?,
            client_secret: if client_secret.is_null() {
                None
            } else {
                Some(Secret::new(client_secret.text()?))
            },
            identifier_code: text(identifier_code.unwrap_or(Json::NULL))?,
            method: text(members.get("method"))?,
            tags: text(members.get("tags"))?,
            notes: text(members.get("notes"))?,
            users_allowed: lenient_list(members.get("users_allowed"), Share::read)?,
            groups_allowed: lenient_list(members.get("groups_allowed"), Share::read)?,
            shared_error: entries_as_text(members.get("shared_error"))?,
        })
    }
}

/// Reads an answer that must carry an API secret to be a success.
pub(super) fn decode_entity(sent: &Request, response: &Response) -> Result<ApiSecret, Problem> {
    envelope::open(sent, response)?;
    envelope::payload(sent, response, |members| {
        // Reading has its own name for the entity; either is taken from either.
        let names = ["api_secret_entity", "api_entity"];
        let entity = names.into_iter().map(|name| members.get(name)).find(|entity| !entity.is_null());
        ApiSecret::read(&entity?.members()?)
    })
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
