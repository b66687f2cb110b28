//! `POST /locationHistory/1/regenerateKey?key=` and `POST /geofencing/1/regenerateKey?key=`
//!
//! Answers a new admin key; the one before it is dead from that moment.

use super::configuration::{self, AdminKey, SecretRequest};
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{Request, Response};

/// Makes a new admin key. Each success kills the key before it.
pub struct RegenerateKey;

impl RegenerateKey {
    /// The last path segment.
    pub const OPERATION: &str = "regenerateKey";
}

impl Endpoint for RegenerateKey {
    const ID: EndpointId = EndpointId::RegenerateKey;
    type Request = SecretRequest;
    type Reply = AdminKey;

    fn encode(request: &SecretRequest) -> Request {
        request.encode(Self::ID, Self::OPERATION)
    }

    fn decode(sent: &Request, response: &Response) -> Result<AdminKey, Problem> {
        configuration::decode_admin_key(sent, response)
    }
}
