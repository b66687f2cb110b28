//! `POST /api/latchboard/v1/find`
//!
//! Finds the API secrets whose value has a fingerprint, so that a leaked one need not be sent
//! anywhere to learn where else it lies. An extension of our own: a vendor's server has no such
//! path and answers as to any other. The fingerprint goes in the body, which nobody logs.
//!
//! The answer names what the access key may view and says nothing of what it may not. What a person
//! on call has to know, that there may be more, stands beside it: `complete` and `sees_all` are
//! the same whatever was asked for.

use serde::{Deserialize, Serialize};

use super::body::{Body, BodyFault, ParameterFault};
use super::envelope::{self, Refusal};
use super::{Endpoint, EndpointId, lenient};
use crate::FullFingerprint;
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Finds API secrets by the fingerprint of their value. Safe to repeat.
pub struct Find;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Those with that value, by identifier.
    pub found: Vec<FoundApiSecret>,
    /// All values that are stored were looked at; false while older ones are still being indexed.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub complete: bool,
    /// This access key sees every API secret of the server. False: there are others, and whether
    /// one of them has that value is not said.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub sees_all: bool,
}

/// One API secret with that value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundApiSecret {
    /// The vault's number for it, as digits.
    #[serde(deserialize_with = "lenient::identifier")]
    pub identifier: String,
    /// Not unique.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// The code that the user gave; empty for none.
    #[serde(default, deserialize_with = "lenient::text")]
    pub identifier_code: String,
    /// It may be used.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub active: bool,
    /// This access key may edit and switch it.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub can_write: bool,
}

impl Find {
    /// The path.
    pub const PATH: &str = "/api/latchboard/v1/find";

    /// Reads the body, a JSON object or a form.
    ///
    /// # Errors
    ///
    /// [`Refusal::BodyMalformed`], else [`Refusal::ParameterMissing`], or [`Refusal::ParameterInvalid`] when it is not
    /// 64 hexadecimal digits.
    pub fn accept(content_type: &str, body: &[u8]) -> Result<FullFingerprint, Refusal> {
        const NAME: &str = "fingerprint";
        let digits = Body::read(content_type, body, NAME)?.required_secret(NAME)?;
        let fingerprint = FullFingerprint::parse(digits.expose());
        Ok(fingerprint.ok_or(BodyFault::Invalid(NAME, ParameterFault::NotFingerprint))?)
    }

    /// 200 with what was found.
    #[must_use]
    pub fn answer(found: &Found) -> Response {
        Response::json(200, JSON, found)
    }
}

#[derive(Serialize)]
struct FindBody<'a> {
    fingerprint: &'a str,
}

impl Endpoint for Find {
    const ID: EndpointId = EndpointId::Find;
    type Request = FullFingerprint;
    type Reply = Found;

    fn encode(fingerprint: &FullFingerprint) -> Request {
        let digits = fingerprint.to_hex();
        let request =
            Request::new(Self::ID, Method::Post, Self::PATH).json(&FindBody { fingerprint: &digits });
        request.sensitive(&digits.as_str().into())
    }

    fn decode(sent: &Request, response: &Response) -> Result<Found, Problem> {
        envelope::bare(sent, response)
    }
}

#[cfg(test)]
mod tests {
    use super::{Find, Found, FoundApiSecret};
    use crate::endpoint::envelope::Refusal;
    use crate::endpoint::{Endpoint, ParameterFault};
    use crate::error::Code;
    use crate::http::{FORM, JSON, Response};
    use crate::{FullFingerprint, Secret};

    fn asked() -> FullFingerprint {
        FullFingerprint::of(&Secret::from("leaked"))
    }

    #[test]
    fn the_server_takes_what_the_client_sends_and_the_client_what_the_server_answers() {
        let sent = Find::encode(&asked());
        assert_eq!(sent.path, Find::PATH, "not in the address");
        let body = sent.body.as_ref().unwrap();
        assert!(!body.text.contains("leaked"));
        assert!(Find::accept(JSON, body.text.as_bytes()) == Ok(asked()));
        let one = FoundApiSecret {
            identifier: "43".to_owned(),
            name: "n \"q\"".to_owned(),
            identifier_code: String::new(),
            active: true,
            can_write: false,
        };
        for found in [
            Found { found: vec![one], complete: true, sees_all: false },
            Found { complete: false, sees_all: true, ..Found::default() },
        ] {
            assert_eq!(Find::decode(&sent, &Find::answer(&found)), Ok(found));
        }
    }

    #[test]
    fn what_is_no_fingerprint_is_refused() {
        let invalid = |fault| Refusal::ParameterInvalid("fingerprint", fault);
        let missing = Refusal::ParameterMissing("fingerprint");
        for (body, refusal) in [
            ("", missing),
            ("{}", missing),
            (r#"{"fingerprint":""}"#, missing),
            ("[]", Refusal::BodyMalformed),
            (r#"{"fingerprint":7}"#, invalid(ParameterFault::NotText)),
            (r#"{"fingerprint":"leaked"}"#, invalid(ParameterFault::NotFingerprint)),
        ] {
            assert_eq!(Find::accept(JSON, body.as_bytes()).err(), Some(refusal), "{body}");
        }
        let form = ["fingerprint=", &asked().to_hex()].concat();
        assert!(Find::accept(FORM, form.as_bytes()) == Ok(asked()));
    }

    #[test]
    fn an_answer_that_says_nothing_of_copies_is_no_empty_list() {
        let sent = Find::encode(&asked());
        for body in ["{}", "[]", r#"{"found":null}"#, r#"{"found":[{}]}"#, "<html>"] {
            let problem = Find::decode(&sent, &Response::new(200).body(body.into())).unwrap_err();
            assert_eq!(problem.code, Code::AnswerUnreadable, "{body}");
        }
        // Who does not say that all was looked at is not taken to have said so.
        let bare = Find::decode(&sent, &Response::new(200).body(br#"{"found":[]}"#.to_vec()));
        assert_eq!(bare, Ok(Found::default()));
        let elsewhere = Find::decode(&sent, &Refusal::NoRoute.answer()).unwrap_err();
        assert_eq!(elsewhere.code, Code::NotAuthorised, "a server that has no such path");
    }
}
