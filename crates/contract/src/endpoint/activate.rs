//! `POST /api/mysafe/secretapi/active/{identifier}`
//!
//! Switches an API secret on. Documented as idempotent: the second call says "already".

use super::envelope::{self, Switched};
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::validate::Identifier;

/// Switches an API secret on.
pub struct Activate;

impl Activate {
    /// The path segment between collection and identifier.
    pub const CHANGE: &str = "active";

    #[must_use]
    pub fn answer(switched: Switched) -> Response {
        let message = match switched {
            Switched::Done => "Api secret activated successfully",
            Switched::AlreadySo => "Api secret has already been activated",
        };
        envelope::acknowledge(message, true)
    }
}

impl Endpoint for Activate {
    const ID: EndpointId = EndpointId::Activate;
    type Request = Identifier;
    type Reply = Switched;

    fn encode(identifier: &Identifier) -> Request {
        Request::new(Self::ID, Method::Post, envelope::item_path(Some(Self::CHANGE), identifier))
    }

    fn decode(sent: &Request, response: &Response) -> Result<Switched, Problem> {
        envelope::decode_switch(sent, response)
    }
}
