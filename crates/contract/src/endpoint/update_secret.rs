//! `POST /locationHistory/1/updateSecret?key=` and `POST /geofencing/1/updateSecret?key=`
//!
//! Replaces the customer secret. Success has two documented shapes: 204 without a body, and 200
//! with an admin key.

use serde::Serialize;

use super::body::Body;
use super::configuration::{self, AdminKey, Refusal, Service};
use super::lenient::is_set;
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Changes the customer secret. Not idempotent: after a success the old secret is refused.
pub struct UpdateSecret;

/// The old and the new secret, on their way to one service.
pub struct SecretChange {
    pub service: Service,
    /// The secret that is registered now.
    pub secret: Secret,
    /// The one that takes its place.
    pub new_secret: Secret,
}

/// The secret was changed; the admin key only comes along when the server sent one.
pub struct SecretUpdated {
    /// The admin key in force, if the server said so. Without it the old one is believed to live on.
    pub admin_key: Option<AdminKey>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdateBody<'a> {
    secret: &'a str,
    new_secret: &'a str,
}

impl UpdateSecret {
    /// The last path segment.
    pub const OPERATION: &str = "updateSecret";

    /// Reads the body: the old and the new secret.
    ///
    /// # Errors
    ///
    /// [`Refusal::MalformedRequest`] unless it is a JSON object with two non-empty texts;
    /// [`Refusal::ParameterInvalid`] where one is there in another shape.
    pub fn accept(body: &[u8]) -> Result<(Secret, Secret), Refusal> {
        let members = Body::read_json(body, "secret")?;
        Ok((members.required_secret("secret")?, members.required_secret("newSecret")?))
    }

    /// 204: changed, the admin key lives on.
    #[must_use]
    pub fn answer() -> Response {
        Response::new(204)
    }
}

impl Endpoint for UpdateSecret {
    const ID: EndpointId = EndpointId::UpdateSecret;
    type Request = SecretChange;
    type Reply = SecretUpdated;

    fn encode(request: &SecretChange) -> Request {
        let (old, new) = (&request.secret, &request.new_secret);
        let body = UpdateBody { secret: old.expose(), new_secret: new.expose() };
        Request::new(Self::ID, Method::Post, request.service.path(Self::OPERATION))
            .json(&body)
            .sensitive(old)
            .sensitive(new)
    }

    fn decode(sent: &Request, response: &Response) -> Result<SecretUpdated, Problem> {
        let nothing_more = SecretUpdated { admin_key: None };
        match response.status {
            204 => Ok(nothing_more),
            200 if response.text().is_empty() => Ok(nothing_more),
            // A page with status 200 comes from something in between, and proves nothing; nor does an
            // object with a message, as errors have it.
            _ => {
                let members = configuration::open(sent, response)?;
                let admin_key = configuration::admin_key(&members);
                let silent = response.status == 200 && !is_set(&members["message"]);
                let believed = admin_key.is_some() || silent;
                believed.then_some(SecretUpdated { admin_key }).ok_or_else(|| unreadable(sent, response))
            }
        }
    }
}
