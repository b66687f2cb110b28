//! What the vault's calls share: paths, the envelope of every answer, and its refusals.
//!
//! The envelope says everything twice (English and Portuguese names), leaves members out at
//! will, and its `error_code` means nothing. So: HTTP status, the two `error` flags and
//! `exception.code` decide; texts are hints only where no code exists.
//!
//! Source: `mysafe-deactivate-or-activate-an-api-secret` and its sister pages.

use serde::de::{self, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::unreadable;
use crate::error::{Code, Problem};
use crate::http::{JSON, Request, Response};
use crate::validate::Identifier;

/// The API secrets, as printed by the vendor since v3-32.
pub const COLLECTION: &str = "/api/mysafe/secretapi";
/// The same under the older prefix, which the server answers too.
pub const COLLECTION_ALIAS: &str = "/iso/mysafe/secretapi";

/// The path of one API secret, or of a change to it.
pub(super) fn item_path(change: Option<&str>, identifier: &Identifier) -> String {
    let id = identifier.as_str();
    match change {
        Some(change) => format!("{COLLECTION}/{change}/{id}"),
        None => format!("{COLLECTION}/{id}"),
    }
}

/// The members that every answer may have, success or not.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    response: Value,
    #[serde(default)]
    exception: Value,
    /// A gateway's text, when it answers in place of the vault.
    #[serde(default)]
    message: Value,
    /// OAuth's error name, a text; inside `response` the same name is a flag.
    #[serde(default)]
    error: Value,
    #[serde(default)]
    error_description: Value,
}

impl Envelope {
    fn read(response: &Response) -> Option<Self> {
        serde_json::from_str(&response.text()).ok()
    }

    fn is_error(&self) -> bool {
        flag(&self.response["error"])
            || flag(&self.response["erro"])
            || self.exception.is_object()
            || is_set(&self.error)
    }

    /// The most telling text.
    fn text(&self) -> &str {
        [
            &self.response["message"],
            &self.response["mensagem"],
            &self.response["Message"],
            &self.exception["message"],
            &self.error_description,
            &self.message,
            &self.error,
        ]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|text| !text.trim().is_empty())
        .unwrap_or_default()
    }

    /// The four-digit code: the exception's own, else the number before the text.
    fn number(&self, text: &str) -> Option<u64> {
        let exception = &self.exception["code"];
        let stated = exception.as_u64().or_else(|| exception.as_str()?.trim().parse().ok());
        stated
            .or_else(|| text.trim_start().get(..4)?.parse().ok())
            .filter(|code| (1000..=9999).contains(code))
    }

    fn problem(&self, sent: &Request, response: &Response) -> Problem {
        let text = self.text();
        let number = self.number(text);
        let code = number
            .and_then(|number| by_number(number, text))
            .or_else(|| by_gateway_text(text))
            .or_else(|| self.by_oauth_error(text))
            .unwrap_or_else(|| by_status(response.status));
        // A number with no meaning of its own is still a refusal of the vault, unless it failed.
        let code = match (number, code) {
            (Some(_), Code::NotAuthorised | Code::AnswerUnreadable) => Code::Refused,
            (_, code) => code,
        };
        let vendor_code = number.map(|number| number.to_string());
        let oauth_code = self.error.as_str().filter(|error| *error != text);
        Problem::answered(sent, response, code, vendor_code.as_deref().or(oauth_code), text)
    }

    fn by_oauth_error(&self, text: &str) -> Option<Code> {
        let rejected = self.error.as_str() == Some("invalid_client")
            || text.to_lowercase().contains("client authentication failed");
        rejected.then_some(Code::ClientRejected)
    }
}

/// The vault's own codes, for API secrets. Its other products use the same numbers otherwise.
fn by_number(number: u64, text: &str) -> Option<Code> {
    match number {
        // One number for two causes; only the text tells them apart.
        1001 if text.to_lowercase().contains("already") => Some(Code::IdentifierCodeTaken),
        1001 => Some(Code::ParameterMissing),
        1005 => Some(Code::NotFound),
        1006 => Some(Code::NoAccess),
        1009 => Some(Code::Inactive),
        1010 => Some(Code::IdentifierNotNumeric),
        _ => None,
    }
}

/// The gateway's answers have no code, and their statuses are not documented.
fn by_gateway_text(text: &str) -> Option<Code> {
    let text = text.to_lowercase();
    if text.starts_with("no route matched") {
        Some(Code::NotAuthorised)
    } else if text.contains("invalid response was received from the upstream") {
        Some(Code::UpstreamFailed)
    } else if text.contains("upstream server is timing out") {
        Some(Code::UpstreamTimedOut)
    } else {
        None
    }
}

fn by_status(status: u16) -> Code {
    match status {
        401 | 403 | 404 => Code::NotAuthorised,
        405 | 410 | 596 => Code::AddressWrong,
        429 => Code::RateLimited,
        400..=499 => Code::Refused,
        502 => Code::UpstreamFailed,
        504 => Code::UpstreamTimedOut,
        500..=599 => Code::ServiceProblem,
        _ => Code::AnswerUnreadable,
    }
}

/// Reads an answer that must carry the envelope to be a success; the text in it.
pub(super) fn open(sent: &Request, response: &Response) -> Result<String, Problem> {
    let Some(envelope) = Envelope::read(response) else {
        if response.is_success() {
            return Err(unreadable(sent, response));
        }
        let code = by_status(response.status);
        return Err(Problem::answered(sent, response, code, None, &response.text()));
    };
    if !response.is_success() || envelope.is_error() {
        return Err(envelope.problem(sent, response));
    }
    if envelope.response.is_object() {
        return Ok(envelope.text().to_owned());
    }
    Err(match by_gateway_text(envelope.text()) {
        Some(_) => envelope.problem(sent, response),
        None => unreadable(sent, response),
    })
}

/// Reads an answer without an envelope of its own, such as the token's.
pub(super) fn bare<P: DeserializeOwned>(sent: &Request, response: &Response) -> Result<P, Problem> {
    let refused = match Envelope::read(response) {
        Some(envelope) if !response.is_success() || envelope.is_error() => {
            Some(envelope.problem(sent, response))
        }
        None if !response.is_success() => open(sent, response).err(),
        _ => None,
    };
    refused.map_or_else(|| payload(sent, response), Err)
}

/// Reads the payload beside the envelope of a success.
pub(super) fn payload<P: DeserializeOwned>(sent: &Request, response: &Response) -> Result<P, Problem> {
    serde_json::from_str(&response.text()).map_err(|_| unreadable(sent, response))
}

/// What a switch did: the answer to activate and deactivate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switched {
    /// The state changed.
    Done,
    /// It was so before.
    AlreadySo,
}

/// Reads the answer to a switch. Whether anything changed stands in the text only.
pub(super) fn decode_switch(sent: &Request, response: &Response) -> Result<Switched, Problem> {
    let text = open(sent, response)?;
    Ok(if text.to_lowercase().contains("already") { Switched::AlreadySo } else { Switched::Done })
}

// --- Reading members whose types vary --------------------------------------------------------

fn flag(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() == Some(1.0),
        Value::String(text) => matches!(text.trim().to_lowercase().as_str(), "1" | "true" | "yes"),
        _ => false,
    }
}

fn is_set(value: &Value) -> bool {
    flag(value) || value.as_str().is_some_and(|text| !matches!(text.trim(), "" | "0" | "false"))
}

/// A flag as boolean, number or text.
pub(super) fn lenient_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Value::deserialize(deserializer).map(|value| flag(&value))
}

/// A text that may come as a number, or as null for none.
pub(super) fn lenient_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    })
}

/// A list that may be missing, null, or an object whose values are the entries.
pub(super) fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct List<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a list")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(entry) = entries.next_element()? {
                list.push(entry);
            }
            Ok(list)
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some((_, entry)) = entries.next_entry::<de::IgnoredAny, T>()? {
                list.push(entry);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_any(List(std::marker::PhantomData))
}

// --- The server's side ------------------------------------------------------------------------

/// Everything that an answer says twice.
#[derive(Serialize)]
struct Part<'a> {
    status: u16,
    message: &'a str,
    error: bool,
    error_code: u8,
    detail: &'static str,
    mensagem: &'a str,
    erro: bool,
    cod_erro: u8,
}

impl<'a> Part<'a> {
    fn new(status: u16, message: &'a str) -> Self {
        let error = status >= 400;
        let error_code = u8::from(error);
        Self {
            status,
            message,
            error,
            error_code,
            detail: "",
            mensagem: message,
            erro: error,
            cod_erro: error_code,
        }
    }
}

#[derive(Serialize)]
struct Answer<'a, P> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    response: Part<'a>,
    #[serde(flatten)]
    payload: P,
}

/// Nothing beside the envelope.
#[derive(Serialize)]
struct Nothing {}

/// A success with a payload.
pub(super) fn success(status: u16, message: &str, payload: &impl Serialize) -> Response {
    Response::json(
        status,
        JSON,
        &Answer { code: Some(status), response: Part::new(status, message), payload },
    )
}

/// A success without payload; `outer_code` as each page prints it.
pub(super) fn acknowledge(message: &str, outer_code: bool) -> Response {
    let code = outer_code.then_some(200);
    Response::json(200, JSON, &Answer { code, response: Part::new(200, message), payload: Nothing {} })
}

/// What the server refuses, with the status and body it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 1001: a required parameter is missing.
    ParameterMissing(&'static str),
    /// 1001: `identifier_code` is in use.
    IdentifierCodeTaken,
    /// 1005.
    NotFound,
    /// 1006.
    NoAccess,
    /// 1009, on reading.
    Inactive,
    /// 1010.
    IdentifierNotNumeric,
    /// The bearer token is missing or dead, or nothing is served under this path.
    NoRoute,
    /// The body is larger than the server takes; 413, as the gateway in front of the vault says it.
    BodyTooLarge,
    /// Client id or client secret are wrong.
    InvalidClient,
    /// `grant_type` is not `client_credentials`.
    UnsupportedGrantType,
    /// The server failed; the cause is in its log.
    Unexpected,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 11] = [
        Self::ParameterMissing("name"),
        Self::IdentifierCodeTaken,
        Self::NotFound,
        Self::NoAccess,
        Self::Inactive,
        Self::IdentifierNotNumeric,
        Self::NoRoute,
        Self::BodyTooLarge,
        Self::InvalidClient,
        Self::UnsupportedGrantType,
        Self::Unexpected,
    ];

    /// The whole answer.
    #[must_use]
    pub fn answer(self) -> Response {
        match self {
            Self::ParameterMissing(name) => exception(1001, &format!("Parameter '{name}' was not informed!")),
            Self::IdentifierCodeTaken => {
                exception(1001, "Identifier already found in another API key of this user")
            }
            Self::NotFound => exception(1005, "Api secret not found"),
            Self::NoAccess => exception(1006, "User does not have access"),
            Self::Inactive => exception(1009, "Inactive api secret"),
            Self::IdentifierNotNumeric => exception(1010, "Unexpected identifier type"),
            Self::NoRoute => {
                Response::json(404, JSON, &json!({ "message": "no Route matched with those values" }))
            }
            Self::BodyTooLarge => {
                Response::json(413, JSON, &json!({ "message": "Request size limit exceeded" }))
            }
            Self::InvalidClient => oauth(401, "invalid_client", "Client authentication failed"),
            Self::UnsupportedGrantType => {
                oauth(400, "unsupported_grant_type", "The grant type must be client_credentials")
            }
            Self::Unexpected => {
                let payload = json!({});
                Response::json(
                    500,
                    JSON,
                    &Answer { code: Some(500), response: Part::new(500, "Unexpected error."), payload },
                )
            }
        }
    }
}

/// A refusal with the vault's own code: always status 400.
fn exception(code: u16, text: &str) -> Response {
    #[derive(Serialize)]
    struct Payload<'a> {
        exception: Exception<'a>,
    }
    #[derive(Serialize)]
    struct Exception<'a> {
        code: u16,
        message: &'a str,
        detail: (),
    }

    let message = &format!("{code}: {text}");
    let payload = Payload { exception: Exception { code, message, detail: () } };
    Response::json(400, JSON, &Answer { code: Some(400), response: Part::new(400, message), payload })
}

/// A refusal of the token endpoint, as OAuth 2.0 (RFC 6749, section 5.2) writes it.
fn oauth(status: u16, error: &str, description: &str) -> Response {
    let body = json!({ "error": error, "error_description": description, "message": description });
    Response::json(status, JSON, &body)
}
