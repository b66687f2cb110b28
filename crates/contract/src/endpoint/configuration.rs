//! What the configuration calls of location history and geofencing share: paths, the admin-key
//! reply and the refusals of gateway and service.
//!
//! Sources: `register-admin-key` (2019.09.18), `change-customer-secret` (2022.08.31) and the
//! vendor's status-code pages. Two generations of gateway answers are in use; both are read.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::body::{Body, BodyFault, ParameterFault};
use super::gateway::own_problem;
use super::lenient::{as_number, from_object, is_set, object};
use super::{EndpointId, prose, unreadable};
use crate::Secret;
use crate::error::{Code, Problem};
use crate::http::{Method, Request, Response};
pub use crate::service::Service;

/// The query parameter that carries the API key.
pub const API_KEY_PARAMETER: &str = "key";

/// The query parameter that carries the admin key, on the calls that need it.
pub const ADMIN_KEY_PARAMETER: &str = "adminKey";

/// The header in which the gateway in front of the services names its error.
pub const GATEWAY_CODE: &str = "x-mashery-error-code";

/// The same in words.
pub const GATEWAY_DETAIL: &str = "x-error-detail-header";

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

/// When the vendor withdraws both services, as it announced on 2025-12-16: the beginning of 2027-01-31
/// (UTC), in milliseconds since 1970.
pub const WITHDRAWN_AT: u64 = 1_801_353_600_000;

impl Request {
    /// Adds the API key.
    #[must_use]
    pub fn api_key(self, key: &Secret) -> Self {
        self.secret_query(API_KEY_PARAMETER, key)
    }

    /// Adds the admin key.
    #[must_use]
    pub fn admin_key(self, key: &Secret) -> Self {
        self.secret_query(ADMIN_KEY_PARAMETER, key)
    }
}

/// A customer secret on its way to one service.
pub struct SecretRequest {
    pub service: Service,
    pub secret: Secret,
}

impl SecretRequest {
    pub(super) fn encode(&self, endpoint: EndpointId, operation: &str) -> Request {
        let secret = self.secret.expose();
        Request::new(endpoint, Method::Post, self.service.path(operation))
            .json(&SecretBody { secret })
            .sensitive(&self.secret)
    }
}

#[derive(Serialize)]
struct SecretBody<'a> {
    secret: &'a str,
}

/// The admin key, which the server shows this once.
pub struct AdminKey(pub Secret);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AdminKeyBody<'a> {
    admin_key: &'a str,
}

/// Reads the body of register and regenerateKey. Unknown members are ignored, as is the
/// content type.
///
/// # Errors
///
/// [`Refusal::MalformedRequest`] unless it is a JSON object with a non-empty text `secret`;
/// [`Refusal::ParameterInvalid`] where that is there in another shape.
pub fn accept_secret(body: &[u8]) -> Result<Secret, Refusal> {
    Ok(Body::read_json(body, "secret")?.required_secret("secret")?)
}

/// 200 with the admin key.
#[must_use]
pub fn answer_admin_key(key: &Secret) -> Response {
    Response::json(200, CONTENT_TYPE, &AdminKeyBody { admin_key: key.expose() })
}

/// The admin key in a success, if there is one.
pub(super) fn admin_key(members: &Value) -> Option<AdminKey> {
    let key = members["adminKey"].as_str().filter(|key| !key.trim().is_empty());
    key.map(|key| AdminKey(Secret::from(key)))
}

/// The members of a success with a body: 200 or 201, a JSON object in valid UTF-8, and nothing in
/// it that takes the success back.
pub(super) fn open(sent: &Request, response: &Response) -> Result<Value, Problem> {
    if !response.is_success() {
        return Err(problem(sent, response));
    }
    let documented = matches!(response.status, 200 | 201);
    let members = documented.then(|| from_object(response.bytes())).flatten();
    members.filter(|members| !speaks_of_error(members)).ok_or_else(|| unreadable(sent, response))
}

/// Whether one of the shapes of errors is among the members, or the vault's, whose gateway may be the
/// same. A `message` alone is a shape, too, but beside what the call asked for it is only friendly.
fn speaks_of_error(members: &Value) -> bool {
    // What is no status at all is no success either.
    let failed = |status: &Value| is_set(status) && as_number(status).is_none_or(|status| status >= 400);
    let envelope = &members["response"];
    ["error", "errorText", "detailedError", "exception"].into_iter().any(|name| is_set(&members[name]))
        || [&envelope["error"], &envelope["erro"]].into_iter().any(is_set)
        || failed(&members["httpStatusCode"])
}

/// Reads an answer that must carry an admin key to be a success.
pub(super) fn decode_admin_key(sent: &Request, response: &Response) -> Result<AdminKey, Problem> {
    admin_key(&open(sent, response)?).ok_or_else(|| unreadable(sent, response))
}

/// Names an answer that is no success. The order matters: throttling and the gateway use the
/// same statuses as the service, so they are recognised first.
pub(super) fn problem(sent: &Request, response: &Response) -> Problem {
    if let Some(problem) = own_problem(sent, response) {
        return problem;
    }
    let body = response.text();
    let json: Option<Value> = object(&body);
    // Without our own secrets, so that none of them is taken for a hint.
    let text = sent.redact(&json.as_ref().map_or_else(|| prose(response), message));
    let detail = json.as_ref().map(|json| &json["detailedError"]).filter(|detail| is_set(detail));
    let detail_code = detail.and_then(|detail| detail["code"].as_str());
    let mashery_code = response.get(GATEWAY_CODE);
    let evidence = Evidence {
        status: response.status,
        from_gateway: detail.is_some() || mashery_code.is_some() || body.starts_with('<'),
        detail_code: detail_code.unwrap_or_default(),
        hints: normalised(&[Some(&text), response.get(GATEWAY_DETAIL), mashery_code]),
    };
    let code = evidence
        .throttled()
        .or_else(|| evidence.gateway())
        .unwrap_or_else(|| service(sent.endpoint, response.status));
    Problem::answered(sent, response, code, detail_code.or(mashery_code), &text)
}

/// What tells the gateway's answers from the service's.
struct Evidence<'a> {
    status: u16,
    /// By its shape: `detailedError`, a page, or a header that only the older gateway has.
    from_gateway: bool,
    detail_code: &'a str,
    /// The texts of body and headers, in lower case. The older gateway says everything as text, in
    /// one header or the other: this is one of the places where a text has to decide.
    hints: String,
}

/// Texts in lower case, words parted by single spaces.
fn normalised(texts: &[Option<&str>]) -> String {
    let joined = texts.iter().flatten().copied().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    joined
        .split(|c: char| c.is_whitespace() || c == '_')
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Evidence<'_> {
    fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| super::says(&self.hints, phrase))
    }

    /// Throttling: 429 today, 403 with a phrase in header or body from the older gateway.
    fn throttled(&self) -> Option<Code> {
        match self.status {
            429 => Some(Code::RateLimited),
            401 | 403 if self.says(&["over qps", "over queries per second"]) => Some(Code::RateLimited),
            401 | 403 if self.says(&["over rate", "over the rate"]) => Some(Code::QuotaSpent),
            401 | 403 if self.says(&["rate limit"]) => Some(Code::RateLimited),
            _ => None,
        }
    }

    /// The gateway in front of the service, which checks the address and the API key.
    fn gateway(&self) -> Option<Code> {
        let is = |code: &str| self.detail_code.eq_ignore_ascii_case(code);
        match self.status {
            404 | 405 | 410 | 596 => Some(Code::AddressWrong),
            // A sister service answers so when the parameter is missing.
            400 if self.says(&["key missing"]) && !self.says(&["admin"]) => Some(Code::ApiKeyRejected),
            401 | 403 if is("Forbidden") => Some(Code::ProductNotEnabled),
            401 | 403 if is("InvalidReferer") => Some(Code::DomainNotAllowed),
            401 | 403 if self.says(&["unknown referer"]) => Some(Code::DomainNotAllowed),
            401 | 403 if self.says(&["requires ssl"]) => Some(Code::AddressWrong),
            401 | 403 if self.says(&["not authorized"]) => Some(Code::ProductNotEnabled),
            401 | 403 if self.from_gateway => Some(Code::ApiKeyRejected),
            401 | 403 if self.says(&["developer inactive", "account inactive"]) => Some(Code::ApiKeyRejected),
            _ => None,
        }
    }
}

/// Answers of the service itself, whose statuses mean different things per endpoint.
fn service(endpoint: EndpointId, status: u16) -> Code {
    match (status, endpoint) {
        (400, _) => Code::RequestMalformed,
        (401, EndpointId::RegenerateKey | EndpointId::UpdateSecret) => Code::SecretRejected,
        (401, EndpointId::ReadSettings | EndpointId::ChangeSettings) => Code::AdminKeyRejected,
        (401, _) => Code::ApiKeyRejected,
        (403, EndpointId::Register) => Code::AlreadyRegistered,
        (402..=407 | 409..=499, _) => Code::Refused,
        (502, _) => Code::UpstreamFailed,
        // Gateways also write 408 when it was they who waited in vain.
        (408 | 504, _) => Code::UpstreamTimedOut,
        (500..=599, _) => Code::ServiceProblem,
        _ => Code::AnswerUnreadable,
    }
}

/// The text of an error in any of the six shapes in which the vendor's services write it.
fn message(json: &Value) -> String {
    let places = [
        &json["detailedError"]["message"],
        &json["errorText"],
        &json["message"],
        &json["error"],
        &json["error"]["description"],
        &json["error"]["message"],
    ];
    let mut texts = places.into_iter().filter_map(Value::as_str);
    texts.find(|text| !text.trim().is_empty()).unwrap_or_default().to_owned()
}

/// How the gateway in front of the services words its refusals: two generations are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GatewayErrors {
    /// JSON with a `detailedError`.
    #[default]
    Current,
    /// The older one: XML, the cause in headers, and status 596 for an unknown path.
    Legacy,
}

/// What the server refuses, with the status and body it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The body can't be read or misses something, or a header is not what it must be.
    MalformedRequest,
    /// A parameter of the body that is there cannot be taken as it is.
    ParameterInvalid(&'static str, ParameterFault),
    /// Register, for the second time.
    AlreadyRegistered,
    /// The given secret is not the registered one.
    SecretInvalid,
    /// Nothing has been registered with this API key.
    ConfigurationNotFound,
    /// The `adminKey` parameter is missing, wrong, or of a key that was replaced.
    AdminKeyInvalid,
    /// The `key` parameter is missing, unknown or revoked.
    ApiKeyRejected,
    /// Nothing is served under this path.
    AddressUnknown,
    /// The server failed; the cause is in its log.
    Internal,
}

impl Refusal {
    pub const ALL: [Self; 9] = [
        Self::MalformedRequest,
        Self::ParameterInvalid("secret", ParameterFault::NotText),
        Self::AlreadyRegistered,
        Self::SecretInvalid,
        Self::ConfigurationNotFound,
        Self::AdminKeyInvalid,
        Self::ApiKeyRejected,
        Self::AddressUnknown,
        Self::Internal,
    ];

    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest | Self::ParameterInvalid(..) => 400,
            Self::AlreadyRegistered => 403,
            Self::SecretInvalid
            | Self::ConfigurationNotFound
            | Self::AdminKeyInvalid
            | Self::ApiKeyRejected => 401,
            Self::AddressUnknown => 404,
            Self::Internal => 500,
        }
    }

    /// The sentence in the body. The vendor documents only statuses; the sentences follow the
    /// words of its status tables.
    #[must_use]
    pub fn message(self) -> Cow<'static, str> {
        let words = match self {
            Self::MalformedRequest => "Malformed request",
            Self::ParameterInvalid(name, fault) => {
                return format!("Malformed request. {}", BodyFault::Invalid(name, fault).sentence()).into();
            }
            Self::AlreadyRegistered => "Each customer can register only one configuration",
            Self::SecretInvalid => "Provided secret is invalid",
            Self::ConfigurationNotFound => "Configuration not found",
            Self::AdminKeyInvalid => "Admin Key is missing or not valid",
            Self::ApiKeyRejected => "The API key is missing or not valid",
            Self::AddressUnknown => "Service not found",
            Self::Internal => "Internal server error",
        };
        words.into()
    }

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

    /// The whole answer, behind a gateway of this generation. What the service itself refuses is the
    /// same in both.
    #[must_use]
    pub fn answer_behind(self, gateway: GatewayErrors) -> Response {
        const XML: &str = "text/xml";
        match (gateway, self) {
            (GatewayErrors::Legacy, Self::ApiKeyRejected) => Response::new(403)
                .header("content-type", XML)
                .header(GATEWAY_CODE, "ERR_403_DEVELOPER_INACTIVE")
                .header(GATEWAY_DETAIL, "Account Inactive")
                .body(b"<h1>Developer Inactive</h1>".to_vec()),
            (GatewayErrors::Legacy, Self::AddressUnknown) => Response::new(596)
                .header("content-type", XML)
                .header(GATEWAY_CODE, "ERR_596_SERVICE_NOT_FOUND")
                .body(b"<h1>Service Not Found</h1>".to_vec()),
            _ => self.answer(),
        }
    }
}

impl From<BodyFault> for Refusal {
    fn from(fault: BodyFault) -> Self {
        match fault {
            BodyFault::Malformed | BodyFault::Missing(_) => Self::MalformedRequest,
            BodyFault::Invalid(name, fault) => Self::ParameterInvalid(name, fault),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}
