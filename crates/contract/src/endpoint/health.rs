//! `GET /healthz`
//!
//! Whether a server is there at all. Any answer to it says yes: a vendor's server has no such
//! page, but a 404 comes from somebody.

use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Asks whether a server is there.
pub struct Health;

impl Health {
    pub const PATH: &str = "/healthz";
}

impl Endpoint for Health {
    const ID: EndpointId = EndpointId::Health;
    type Request = ();
    /// The HTTP status of whoever answered.
    type Reply = u16;

    fn encode((): &()) -> Request {
        Request::new(Self::ID, Method::Get, Self::PATH)
    }

    fn decode(_: &Request, response: &Response) -> Result<u16, Problem> {
        Ok(response.status)
    }
}
