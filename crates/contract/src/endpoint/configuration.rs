//! What the three configuration calls of location history and geofencing share: paths, the
//! admin-key reply and the refusals of gateway and service.
//!
//! Sources: `register-admin-key` (2019.09.18), `change-customer-secret` (2022.08.31) and the
//! vendor's status-code pages. Two generations of gateway answers are in use; both are read.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::{EndpointId, unreadable};
use crate::Secret;
use crate::error::{Code, Problem};
use crate::http::{Method, Request, Response};

/// The query parameter that carries the API key.
pub const API_KEY_PARAMETER: &str = "key";

/// The media type of the service's JSON answers.
pub const CONTENT_TYPE: &str = "application/json;charset=UTF-8";

/// Names one call across client and server logs. The caller may choose it; every answer carries it.
pub const TRACKING_ID: &str = "tracking-id";

/// Whether `text` may be a tracking id: 1 to 100 letters, digits and hyphens, by the vendor's page
/// on headers.
#[must_use]
pub fn is_tracking_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=100).contains(&text.len()) && text.bytes().all(allowed)
}

/// The two services that share this configuration contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Service {
    /// Location History.
    #[default]
    LocationHistory,
    /// Geofencing, its twin.
    Geofencing,
}

impl Service {
    /// Both services.
    pub const ALL: [Self; 2] = [Self::LocationHistory, Self::Geofencing];

    /// The first path segment.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::LocationHistory => "locationHistory",
            Self::Geofencing => "geofencing",
        }
    }

    /// The path of one of the configuration calls, version 1.
    #[must_use]
    pub fn path(self, operation: &str) -> String {
        format!("/{}/1/{operation}", self.segment())
    }
}

/// A customer secret on its way to one service.
pub struct SecretRequest {
    /// The service that is asked.
    pub service: Service,
    /// The customer secret.
    pub secret: Secret,
}

impl SecretRequest {
    pub(super) fn encode(&self, endpoint: EndpointId, operation: &str) -> Request {
        let body = SecretBody { secret: self.secret.expose() };
        Request::new(endpoint, Method::Post, self.service.path(operation))
            .json(json_text(&body, self.secret.expose().len()))
            .sensitive(&self.secret)
    }
}

/// The admin key, which the server shows this once.
pub struct AdminKey(pub Secret);

#[derive(Serialize, Deserialize)]
struct SecretBody<S> {
    secret: S,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AdminKeyBody<'a> {
    admin_key: &'a str,
}

/// JSON text in one allocation, so that no half-grown copy with a secret stays in memory.
/// `length` is that of all texts in `value` together, in bytes.
pub(super) fn json_text(value: &impl Serialize, length: usize) -> Zeroizing<String> {
    // Every byte may grow to six in JSON (\u0000); the rest is names and punctuation.
    let capacity = 256 + 6 * length;
    let mut bytes = Vec::with_capacity(capacity);
    // Structs of texts: serialising them has no way to fail.
    let written = serde_json::to_writer(&mut bytes, value);
    debug_assert!(written.is_ok(), "a struct of texts serialises");
    Zeroizing::new(String::from_utf8(bytes).unwrap_or_default())
}

/// Reads a JSON object. serde alone would fill a struct from an array, too.
pub(super) fn from_object<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    let object = body.trim_ascii_start().starts_with(b"{");
    object.then(|| serde_json::from_slice(body).ok()).flatten()
}

/// Reads the body of register and regenerateKey. Unknown members are ignored, as is the
/// content type.
///
/// # Errors
///
/// [`Refusal::MalformedRequest`] unless it is a JSON object with a non-empty text `secret`.
pub fn accept_secret(body: &[u8]) -> Result<Secret, Refusal> {
    let body: SecretBody<Secret> = from_object(body).ok_or(Refusal::MalformedRequest)?;
    if body.secret.is_empty() { Err(Refusal::MalformedRequest) } else { Ok(body.secret) }
}

/// 200 with the admin key.
#[must_use]
pub fn answer_admin_key(key: &Secret) -> Response {
    Response::json(200, CONTENT_TYPE, &AdminKeyBody { admin_key: key.expose() })
}

/// The admin key of a successful answer, if there is one.
pub(super) fn admin_key(json: &serde_json::Map<String, Value>) -> Option<AdminKey> {
    let key = json.get("adminKey")?.as_str()?;
    (!key.is_empty()).then(|| AdminKey(Secret::from(key)))
}

/// The body as a JSON object, if it is one.
pub(super) fn object(response: &Response) -> Option<serde_json::Map<String, Value>> {
    serde_json::from_str(&response.text()).ok()
}

/// Reads an answer that must carry an admin key to be a success.
pub(super) fn decode_admin_key(sent: &Request, response: &Response) -> Result<AdminKey, Problem> {
    if !response.is_success() {
        return Err(problem(sent, response));
    }
    object(response).as_ref().and_then(admin_key).ok_or_else(|| unreadable(sent, response))
}

/// Names an answer that is no success. The order matters: throttling and the gateway use the
/// same statuses as the service, so they are recognised first.
pub(super) fn problem(sent: &Request, response: &Response) -> Problem {
    let json = object(response);
    let text = json.as_ref().map_or_else(|| response.text().into_owned(), message);
    let detail = json.as_ref().and_then(|json| json.get("detailedError"));
    let detail_code = detail.and_then(|detail| detail.get("code")).and_then(Value::as_str);
    let mashery_code = response.get("x-mashery-error-code");
    let code = throttled(response, &text)
        .or_else(|| gateway(response.status, json.is_some(), detail.is_some(), detail_code, &text))
        .unwrap_or_else(|| service(sent.endpoint, response.status));
    Problem::answered(sent, response, code, detail_code.or(mashery_code), &text)
}

/// Throttling: 429 today, 403 with a phrase in header or body from the older gateway.
fn throttled(response: &Response, text: &str) -> Option<Code> {
    if response.status == 429 {
        return Some(Code::RateLimited);
    }
    if response.status != 403 {
        return None;
    }
    let hint = [Some(text), response.get("x-error-detail-header"), response.get("x-mashery-error-code")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
        .replace('_', " ");
    if hint.contains("over qps") || hint.contains("over queries per second") {
        Some(Code::RateLimited)
    } else if hint.contains("over rate") || hint.contains("rate limit") {
        Some(Code::QuotaSpent)
    } else {
        None
    }
}

/// Answers of the gateway in front of the service: `detailedError`, a page, or status 596.
fn gateway(
    status: u16,
    is_json: bool,
    has_detail: bool,
    detail_code: Option<&str>,
    text: &str,
) -> Option<Code> {
    match (status, detail_code) {
        (404 | 405 | 410 | 596, _) => Some(Code::AddressWrong),
        (401 | 403, Some("Forbidden")) => Some(Code::ProductNotEnabled),
        (401 | 403, Some("InvalidReferer")) => Some(Code::DomainNotAllowed),
        (401 | 403, _) if has_detail => Some(Code::ApiKeyRejected),
        // The older gateway answers with a page; the service itself always with JSON.
        (401 | 403, _) if !is_json => {
            let not_authorised = text.to_lowercase().contains("not authorized");
            Some(if not_authorised { Code::ProductNotEnabled } else { Code::ApiKeyRejected })
        }
        _ => None,
    }
}

/// Answers of the service itself, whose statuses mean different things per endpoint.
fn service(endpoint: EndpointId, status: u16) -> Code {
    match (status, endpoint) {
        (400, _) => Code::RequestMalformed,
        (401, EndpointId::RegenerateKey | EndpointId::UpdateSecret) => Code::SecretRejected,
        (401, _) => Code::ApiKeyRejected,
        (403, EndpointId::Register) => Code::AlreadyRegistered,
        (502, _) => Code::UpstreamFailed,
        (504, _) => Code::UpstreamTimedOut,
        (500..=599, _) => Code::ServiceProblem,
        (200..=399, _) => Code::AnswerUnreadable,
        _ => Code::Refused,
    }
}

/// The text of an error in any of the six shapes in which the vendor's services write it.
fn message(json: &serde_json::Map<String, Value>) -> String {
    let nested = |member: &str, inner: &str| json.get(member).and_then(|value| value.get(inner));
    nested("detailedError", "message")
        .or_else(|| json.get("errorText"))
        .or_else(|| json.get("message"))
        .or_else(|| json.get("error").filter(|error| error.is_string()))
        .or_else(|| nested("error", "description"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// What the server refuses, with the status and body it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The body is not what the endpoint takes.
    MalformedRequest,
    /// Register, for the second time.
    AlreadyRegistered,
    /// The given secret is not the registered one.
    SecretInvalid,
    /// Nothing has been registered with this API key.
    ConfigurationNotFound,
    /// The `key` parameter is missing, unknown or revoked.
    ApiKeyRejected,
    /// Nothing is served under this path.
    AddressUnknown,
    /// The server failed; the cause is in its log.
    Internal,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 7] = [
        Self::MalformedRequest,
        Self::AlreadyRegistered,
        Self::SecretInvalid,
        Self::ConfigurationNotFound,
        Self::ApiKeyRejected,
        Self::AddressUnknown,
        Self::Internal,
    ];

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::AlreadyRegistered => 403,
            Self::SecretInvalid | Self::ConfigurationNotFound | Self::ApiKeyRejected => 401,
            Self::AddressUnknown => 404,
            Self::Internal => 500,
        }
    }

    /// The sentence in the body. The vendor documents only statuses; the sentences follow the
    /// words of its status tables.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::MalformedRequest => "Malformed request",
            Self::AlreadyRegistered => "Each customer can register only one configuration",
            Self::SecretInvalid => "Provided secret is invalid",
            Self::ConfigurationNotFound => "Configuration not found",
            Self::ApiKeyRejected => "The API key is missing or not valid",
            Self::AddressUnknown => "Service not found",
            Self::Internal => "Internal server error",
        }
    }

    /// The whole answer.
    #[must_use]
    pub fn answer(self) -> Response {
        let message = self.message();
        let body = match self {
            // The gateway, not the service, checks the key: its bodies have another shape.
            Self::ApiKeyRejected => {
                serde_json::json!({ "detailedError": { "code": "Unauthorized", "message": message } })
            }
            _ => serde_json::json!({ "message": message }),
        };
        Response::json(self.status(), CONTENT_TYPE, &body)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}
