//! `POST /locationHistory/1/register?key=` and `POST /geofencing/1/register?key=`
//!
//! Registers the customer secret, once per API key; answers the admin key.

use super::configuration::{self, AdminKey, SecretRequest};
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{Request, Response};

/// Registers a customer secret. Not idempotent: the second call is refused.
pub struct Register;

impl Register {
    /// The last path segment.
    pub const OPERATION: &str = "register";
}

impl Endpoint for Register {
    const ID: EndpointId = EndpointId::Register;
    type Request = SecretRequest;
    type Reply = AdminKey;

    fn encode(request: &SecretRequest) -> Request {
        request.encode(Self::ID, Self::OPERATION)
    }

    fn decode(sent: &Request, response: &Response) -> Result<AdminKey, Problem> {
        configuration::decode_admin_key(sent, response)
    }
}
