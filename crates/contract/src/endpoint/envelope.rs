//! What the vault's calls share: paths, the envelope of every answer, and its refusals.
//!
//! The envelope says everything twice (English and Portuguese names), leaves members out at
//! will, and its `error_code` means nothing. So: HTTP status, the two `error` flags and
//! `exception.code` decide; texts are hints only where no code exists.
//!
//! Source: `mysafe-deactivate-or-activate-an-api-secret` and its sister pages.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::body::{BodyFault, ParameterFault};
use super::failure::{Part, failure};
use super::gateway::own_problem;
use super::lenient::{as_flag, as_number, from_object, is_set, object};
use super::{EndpointId, prose, says, unreadable};
use crate::error::{Code, Problem, catalogue};
use crate::http::{JSON, Request, Response};
use crate::validate::Identifier;

/// The first segments of paths under which only the vault's API is.
pub const ROOTS: [&str; 2] = ["api", "iso"];
/// The API secrets, as printed by the vendor since v3-32.
pub const COLLECTION: &str = "/api/mysafe/secretapi";
/// The same under the older prefix, which the server answers too.
pub const COLLECTION_ALIAS: &str = "/iso/mysafe/secretapi";

/// The path of one API secret, or of a change to it.
pub(super) fn item_path(change: Option<&str>, identifier: &Identifier) -> String {
    let id = identifier.as_str();
    match change {
        Some(change) => [COLLECTION, "/", change, "/", id].concat(),
        None => [COLLECTION, "/", id].concat(),
    }
}

/// The members that every answer may have, success or not.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope {
    response: Value,
    exception: Value,
    /// A gateway's text, when it answers in place of the vault.
    message: Value,
    /// OAuth's error name, a text; inside `response` the same name is a flag.
    error: Value,
    error_description: Value,
    /// Our server's own code, where the vault has none.
    #[serde(rename = "latchboard_code")]
    own_code: Value,
}

impl Envelope {
    fn is_error(&self) -> bool {
        let members = [&self.response["error"], &self.response["erro"], &self.exception, &self.error];
        let status = as_number(&self.response["status"]);
        members.into_iter().any(is_set) || status.is_some_and(|status| status >= 400)
    }

    /// Whether it says in so many words that all went well.
    fn confirms(&self) -> bool {
        let flags = ["error", "erro"].map(|name| as_flag(&self.response[name]));
        flags.contains(&Some(false))
            || self.stated_status().is_some_and(|status| (200..300).contains(&status))
    }

    /// The status as the vault states it itself. The outer `code` is left out as often as not.
    fn stated_status(&self) -> Option<u16> {
        as_number(&self.response["status"])?.try_into().ok()
    }

    /// The most telling text, on one line.
    fn text(&self) -> String {
        let texts = [
            &self.response["message"],
            &self.response["mensagem"],
            &self.response["Message"],
            &self.exception["message"],
            &self.error_description,
            &self.message,
            &self.error["message"],
            &self.error["description"],
            &self.exception,
            &self.error,
            &self.response["error"],
            &self.response["detail"],
            &self.exception["detail"],
        ];
        let texts = texts.into_iter().filter(|value| as_flag(value).is_none()).filter_map(Value::as_str);
        texts.map(one_line).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The four-digit code: the exception's own, else the number before the text. Samples print other
    /// numbers in its place, such as the HTTP status.
    fn number(&self, text: &str) -> Option<u64> {
        let is_code = |number: &u64| (1000..=1999).contains(number);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let stated = as_number(&self.exception["code"]).filter(is_code);
        stated.or_else(|| text[..digits].parse().ok().filter(is_code))
    }

    fn problem(&self, sent: &Request, response: &Response) -> Problem {
        let text = self.text();
        let number = self.number(&text);
        let known = number.and_then(|number| match by_number(number, &text) {
            Some(Code::ParameterMissing) if self.states(Code::ParameterInvalid) => {
                Some(Code::ParameterInvalid)
            }
            known => known,
        });
        // Where a number is not documented, it may mean what it means in a sister product.
        let known = known.filter(|code| catalogue::occurs(*code, sent.endpoint));
        let code = known
            .or_else(|| by_gateway_text(&text))
            .or_else(|| self.by_oauth_error(sent.endpoint, &text))
            .unwrap_or_else(|| self.by_status(sent.endpoint, response));
        // A number with no meaning of its own is still a refusal of the vault, unless it failed.
        let code = match (number, code) {
            (Some(_), Code::NotAuthorised | Code::AddressWrong | Code::AnswerUnreadable) => Code::Refused,
            (_, code) => code,
        };
        // The text of a success is not shown, so a number out of it may only be one that is known.
        let is_success = response.is_success();
        let number = if is_success { known.and(number) } else { number }.map(|number| number.to_string());
        let oauth_code = self.error.as_str().filter(|error| !is_success && *error != text);
        Problem::answered(sent, response, code, number.as_deref().or(oauth_code), &text)
    }

    /// Whether our server says that this is its code.
    fn states(&self, code: Code) -> bool {
        self.own_code.as_str() == Some(code.as_str())
    }

    fn by_oauth_error(&self, endpoint: EndpointId, text: &str) -> Option<Code> {
        let failed = |text: &str| says(&one_line(text), "client authentication failed");
        let error = self.error.as_str().unwrap_or_default();
        let rejected = error.trim() == "invalid_client" || failed(error) || failed(text);
        // Any other call carries a token in place of the client.
        let code = if endpoint == EndpointId::Token { Code::ClientRejected } else { Code::NotAuthorised };
        rejected.then_some(code)
    }

    /// A success that calls itself an error is one of the status that it states.
    fn by_status(&self, endpoint: EndpointId, response: &Response) -> Code {
        let stated = self.stated_status().filter(|status| response.is_success() && *status >= 400);
        match stated.unwrap_or(response.status) {
            // It was the vault that answered, so the address is right.
            404 | 405 | 410 if self.response.is_object() => Code::Refused,
            status => by_status(endpoint, status),
        }
    }
}

/// Words parted by single spaces: releases differ in how many they put.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The vault's own codes, for API secrets. Its other products use the same numbers otherwise.
fn by_number(number: u64, text: &str) -> Option<Code> {
    match number {
        // One number for two causes; only the text tells them apart.
        1001 if says(text, "already") => Some(Code::IdentifierCodeTaken),
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
    let text = one_line(text);
    let begins =
        |phrase: &str| text.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    if begins("no route matched") {
        Some(Code::NotAuthorised)
    } else if says(&text, "invalid response was received from the upstream") {
        Some(Code::UpstreamFailed)
    } else if says(&text, "upstream server is timing out") {
        Some(Code::UpstreamTimedOut)
    } else {
        None
    }
}

fn by_status(endpoint: EndpointId, status: u16) -> Code {
    match status {
        401 if endpoint == EndpointId::Token => Code::ClientRejected,
        401 | 403 | 404 => Code::NotAuthorised,
        405 | 410 | 596 => Code::AddressWrong,
        // Nobody else gets a condition.
        412 if endpoint == EndpointId::UpdateApiSecret => Code::ChangedMeanwhile,
        // Gateways also write 408 when it was they who waited in vain.
        408 | 504 => Code::UpstreamTimedOut,
        429 => Code::RateLimited,
        400..=499 => Code::Refused,
        502 => Code::UpstreamFailed,
        500..=599 => Code::ServiceProblem,
        _ => Code::AnswerUnreadable,
    }
}

/// Reads an answer that must carry the envelope to be a success: status 200 or 201, and an envelope
/// that says itself that there was no error. The text in it.
pub(super) fn open(sent: &Request, response: &Response) -> Result<String, Problem> {
    let text = response.text();
    let envelope = checked(sent, response, &text)?;
    if matches!(response.status, 200 | 201) && envelope.confirms() {
        return Ok(envelope.text());
    }
    Err(unbelievable(&envelope, sent, response))
}

/// Reads an answer without an envelope of its own, such as the token's.
pub(super) fn bare<P: DeserializeOwned>(sent: &Request, response: &Response) -> Result<P, Problem> {
    let text = response.text();
    let envelope = checked(sent, response, &text)?;
    payload(sent, response).map_err(|_| unbelievable(&envelope, sent, response))
}

/// Reads the members that every answer may have, and turns back what is no success.
fn checked(sent: &Request, response: &Response, text: &str) -> Result<Envelope, Problem> {
    if let Some(problem) = own_problem(sent, response) {
        return Err(problem);
    }
    match object::<Envelope>(text) {
        Some(envelope) if !response.is_success() || envelope.is_error() => {
            Err(envelope.problem(sent, response))
        }
        Some(envelope) => Ok(envelope),
        None if response.is_success() => Err(unreadable(sent, response)),
        None => {
            let text = prose(response);
            let by_text = by_gateway_text(&text).filter(|_| response.status >= 400);
            let code = by_text.unwrap_or_else(|| by_status(sent.endpoint, response.status));
            Err(Problem::answered(sent, response, code, None, &text))
        }
    }
}

/// A success that is none: the gateway in the vault's place, or something unknown.
fn unbelievable(envelope: &Envelope, sent: &Request, response: &Response) -> Problem {
    match by_gateway_text(&envelope.text()) {
        Some(_) if !envelope.response.is_object() => envelope.problem(sent, response),
        _ => unreadable(sent, response),
    }
}

/// Reads the payload beside the envelope of a success. It may hold a secret, and one with replaced
/// bytes is none: broken UTF-8 is not read at all.
pub(super) fn payload<P: DeserializeOwned>(sent: &Request, response: &Response) -> Result<P, Problem> {
    from_object(response.bytes()).ok_or_else(|| unreadable(sent, response))
}

/// What a switch did: the answer to activate and deactivate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switched {
    Done,
    /// It was so before.
    AlreadySo,
}

/// Reads the answer to a switch. Whether anything changed stands in the text only.
pub(super) fn decode_switch(sent: &Request, response: &Response) -> Result<Switched, Problem> {
    let text = open(sent, response)?;
    Ok(if says(&text, "already") { Switched::AlreadySo } else { Switched::Done })
}

// --- The server's side ------------------------------------------------------------------------

crate::names! {
    /// Whose words the server uses, where releases of the vault differ. The older profile is the seed
    /// document's, byte for byte.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Profile {
        /// As in release v3-32.
        #[default]
        V3_32 = "v3-32",
        /// As in release v3-33.
        V3_33 = "v3-33",
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

pub(super) fn success(status: u16, message: &str, payload: &impl Serialize) -> Response {
    Response::json(
        status,
        JSON,
        &Answer { code: Some(status), response: Part::new(status, message), payload },
    )
}

/// As [`success`], with `Message` for `mensagem`, as the newer release prints it on reading.
pub(super) fn success_with_capital(status: u16, message: &str, payload: &impl Serialize) -> Response {
    let response = Part { mensagem: None, capital_message: Some(message), ..Part::new(status, message) };
    Response::json(status, JSON, &Answer { code: Some(status), response, payload })
}

/// A success without payload; `outer_code` as each page prints it.
pub(super) fn acknowledge(message: &str, outer_code: bool) -> Response {
    let code = outer_code.then_some(200);
    Response::json(200, JSON, &Answer { code, response: Part::new(200, message), payload: Nothing {} })
}

/// What the server refuses, with the status and body it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 1001: a required parameter is missing or empty.
    ParameterMissing(&'static str),
    /// 1001: a parameter that is there cannot be taken as it is.
    ParameterInvalid(&'static str, ParameterFault),
    /// 1001: the body cannot be read.
    BodyMalformed,
    /// 1001: `identifier_code` is in use.
    IdentifierCodeTaken,
    /// 412: it has another version than the one that the change is for; our own.
    ChangedMeanwhile,
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
    /// The body of a sign-in cannot be read, or not what a parameter of it says.
    InvalidRequest(BodyFault),
    /// `grant_type` is not `client_credentials`.
    UnsupportedGrantType,
    /// The server failed; the cause is in its log.
    Unexpected,
}

impl Refusal {
    pub const ALL: [Self; 15] = [
        Self::ParameterMissing("name"),
        Self::ParameterInvalid("name", ParameterFault::NotText),
        Self::BodyMalformed,
        Self::IdentifierCodeTaken,
        Self::ChangedMeanwhile,
        Self::NotFound,
        Self::NoAccess,
        Self::Inactive,
        Self::IdentifierNotNumeric,
        Self::NoRoute,
        Self::BodyTooLarge,
        Self::InvalidClient,
        Self::InvalidRequest(BodyFault::Missing("grant_type")),
        Self::UnsupportedGrantType,
        Self::Unexpected,
    ];

    /// The whole answer, in the words of a release.
    #[must_use]
    pub fn answer_as(self, profile: Profile) -> Response {
        match (profile, self) {
            (Profile::V3_32, Self::IdentifierCodeTaken) => {
                exception(1001, "'Identifier' already found in another API key of this user")
            }
            (Profile::V3_33, Self::Inactive) => exception(1009, "Inactive Api secret"),
            _ => self.answer(),
        }
    }

    #[must_use]
    pub fn answer(self) -> Response {
        match self {
            Self::ParameterMissing(name) => {
                exception(1001, &format!("{}!", BodyFault::Missing(name).sentence()))
            }
            Self::ParameterInvalid(name, fault) => invalid(BodyFault::Invalid(name, fault)),
            Self::BodyMalformed => invalid(BodyFault::Malformed),
            Self::IdentifierCodeTaken => {
                exception(1001, "Identifier already found in another API key of this user")
            }
            Self::ChangedMeanwhile => {
                failure(412, "Api secret was changed meanwhile", Some(Code::ChangedMeanwhile))
            }
            Self::NotFound => exception(1005, "Api secret not found"),
            Self::NoAccess => exception(1006, "User does not have access"),
            Self::Inactive => exception(1009, "Inactive api secret"),
            Self::IdentifierNotNumeric => exception(1010, "Unexpected identifier type"),
            Self::NoRoute => {
                Response::json(404, JSON, &json!({ "message": "no Route matched with those values" }))
            }
            Self::BodyTooLarge => failure(413, "Request size limit exceeded", None),
            // As RFC 9110 has it, whether or not the client used the header.
            Self::InvalidClient => oauth(401, "invalid_client", "Client authentication failed")
                .header("www-authenticate", "Basic realm=\"Latchboard\", charset=\"UTF-8\""),
            Self::InvalidRequest(fault) => oauth(400, "invalid_request", &fault.sentence()),
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

impl From<BodyFault> for Refusal {
    fn from(fault: BodyFault) -> Self {
        match fault {
            BodyFault::Malformed => Self::BodyMalformed,
            BodyFault::Missing(name) => Self::ParameterMissing(name),
            BodyFault::Invalid(name, fault) => Self::ParameterInvalid(name, fault),
        }
    }
}

/// 1001 for what the vault has no code of its own for.
fn invalid(fault: BodyFault) -> Response {
    exception_with(1001, &format!("{}!", fault.sentence()), Some(Code::ParameterInvalid))
}

/// A refusal with the vault's own code: always status 400.
fn exception(code: u16, text: &str) -> Response {
    exception_with(code, text, None)
}

fn exception_with(code: u16, text: &str, own: Option<Code>) -> Response {
    #[derive(Serialize)]
    struct Payload<'a> {
        exception: Exception<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        latchboard_code: Option<&'static str>,
    }
    #[derive(Serialize)]
    struct Exception<'a> {
        code: u16,
        message: &'a str,
        detail: (),
    }

    let message = &format!("{code}: {text}");
    let exception = Exception { code, message, detail: () };
    let payload = Payload { exception, latchboard_code: own.map(Code::as_str) };
    Response::json(400, JSON, &Answer { code: Some(400), response: Part::new(400, message), payload })
}

/// A refusal of the token endpoint, as OAuth 2.0 (RFC 6749, section 5.2) writes it, with what the vault's clients
/// read beside it.
fn oauth(status: u16, error: &str, description: &str) -> Response {
    let response = Part::new(status, description);
    let body = json!({
        "error": error, "error_description": description, "message": description, "response": response,
    });
    Response::json(status, JSON, &body)
}
