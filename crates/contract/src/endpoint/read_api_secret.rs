//! `GET /api/mysafe/secretapi/{identifier}`
//!
//! Reads one API secret, its client secret in clear text included. Counts as a use, so it is
//! called on the user's word only. An inactive one can't be read (1009).

use serde::{Deserialize, Serialize};

use super::envelope::{self, lenient_flag, lenient_list, lenient_text};
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::validate::Identifier;

/// Reads one API secret.
pub struct ReadApiSecret;

/// Somebody whom an API secret is shared with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Share {
    /// The user's or group's name.
    #[serde(alias = "username", deserialize_with = "lenient_text")]
    pub name: String,
    /// May edit and switch it.
    #[serde(default, deserialize_with = "lenient_flag")]
    pub can_edit: bool,
}

/// An API secret, whole.
#[derive(Deserialize)]
pub struct ApiSecret {
    /// The vault's number for it, as digits. (One page of the vendor drops the first letter.)
    #[serde(alias = "dentifier", deserialize_with = "lenient_text")]
    pub identifier: String,
    /// Not unique.
    #[serde(default, deserialize_with = "lenient_text")]
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "lenient_text")]
    pub url: String,
    /// Who uses the secret.
    #[serde(default, deserialize_with = "lenient_text")]
    pub client_id: String,
    /// The secret itself; encrypted text where the access key says so.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// The code that the user gave; unique per user.
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
    /// The users who share it.
    #[serde(default, deserialize_with = "lenient_list")]
    pub users_allowed: Vec<Share>,
    /// The groups who share it.
    #[serde(default, deserialize_with = "lenient_list")]
    pub groups_allowed: Vec<Share>,
}

#[derive(Deserialize)]
struct ReadBody {
    #[serde(default, alias = "api_entity")]
    api_secret_entity: Option<ApiSecret>,
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
    shared_error: Option<[(); 0]>,
}

impl ApiSecret {
    fn entity(&self, users_named: &str, shared_error: Option<[(); 0]>) -> impl Serialize + '_ {
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
    pub(super) fn written_entity(&self) -> impl Serialize + '_ {
        self.entity("username", Some([]))
    }
}

impl ReadApiSecret {
    /// 200 with the API secret.
    #[must_use]
    pub fn answer(secret: &ApiSecret) -> Response {
        #[derive(Serialize)]
        struct Payload<E> {
            api_secret_entity: E,
        }
        envelope::success(200, "Success", &Payload { api_secret_entity: secret.entity("name", None) })
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
        envelope::open(sent, response)?;
        let body: ReadBody = envelope::payload(sent, response)?;
        body.api_secret_entity.ok_or_else(|| unreadable(sent, response))
    }
}
