//! `POST /api/mysafe/secretapi/inactive/{identifier}`
//!
//! Switches an API secret off. Documented as idempotent: the second call says "already".

use super::envelope::{self, Profile, Switched};
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::validate::Identifier;

/// Switches an API secret off.
pub struct Deactivate;

impl Deactivate {
    /// The path segment between collection and identifier.
    pub const CHANGE: &str = "inactive";

    /// The answer; the seed document prints the first without an outer `code`.
    #[must_use]
    pub fn answer(switched: Switched) -> Response {
        match switched {
            Switched::Done => envelope::acknowledge("API secret successfully deactivated", false),
            Switched::AlreadySo => envelope::acknowledge("Api secret has already been deactivated", true),
        }
    }

    /// The answer in the words of a release.
    #[must_use]
    pub fn answer_as(profile: Profile, switched: Switched) -> Response {
        match (profile, switched) {
            (Profile::V3_33, Switched::Done) => {
                envelope::acknowledge("Api secret successfully deactivated", true)
            }
            _ => Self::answer(switched),
        }
    }
}

impl Endpoint for Deactivate {
    const ID: EndpointId = EndpointId::Deactivate;
    type Request = Identifier;
    type Reply = Switched;

    fn encode(identifier: &Identifier) -> Request {
        Request::new(Self::ID, Method::Post, envelope::item_path(Some(Self::CHANGE), identifier))
    }

    fn decode(sent: &Request, response: &Response) -> Result<Switched, Problem> {
        envelope::decode_switch(sent, response)
    }
}
