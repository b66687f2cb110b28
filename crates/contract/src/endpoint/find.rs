//! `POST /api/latchboard/v1/find`
//!
//! Finds the API secrets whose values have these fingerprints, up to [`Find::MOST`] in one call, so that leaked ones
//! need not be sent anywhere to learn where else they lie. An extension of our own: a vendor's server has no such
//! path and answers as to any other. The fingerprints go in the body, which nobody logs.
//!
//! The answer names what the access key may view and says nothing of what it may not. What a person
//! on call has to know, that there may be more, stands beside it: `complete` and `sees_all` are
//! the same whatever was asked for.

use serde::{Deserialize, Serialize};

use super::body::{Body, BodyFault, ParameterFault};
use super::envelope::{self, Refusal};
use super::{Endpoint, EndpointId, lenient, unreadable};
use crate::FullFingerprint;
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Finds API secrets by the fingerprint of their value. Safe to repeat.
pub struct Find;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// For each fingerprint, in the order in which they were asked for, those with that value, by identifier.
    pub found: Vec<Vec<FoundApiSecret>>,
    /// All values that are stored were looked at; false while older ones are still being indexed.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub complete: bool,
    /// This access key sees every API secret of the server. False: there are others, and whether
    /// one of them has such a value is not said.
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
    pub const PATH: &str = "/api/latchboard/v1/find";

    /// Fingerprints in one call.
    pub const MOST: usize = 2000;

    /// Reads the body, a JSON object.
    ///
    /// # Errors
    ///
    /// [`Refusal::BodyMalformed`], else [`Refusal::ParameterMissing`], or [`Refusal::ParameterInvalid`] unless it is a list
    /// of 1 to [`Self::MOST`] texts of 64 hexadecimal digits.
    pub fn accept(body: &[u8]) -> Result<Vec<FullFingerprint>, Refusal> {
        const NAME: &str = "fingerprints";
        let texts = Body::read_json(body, NAME)?.texts(NAME)?.ok_or(BodyFault::Missing(NAME))?;
        let parsed = texts.iter().map(|digits| FullFingerprint::parse(digits)).collect::<Option<Vec<_>>>();
        let fits = parsed.filter(|fingerprints| (1..=Self::MOST).contains(&fingerprints.len()));
        Ok(fits.ok_or(BodyFault::Invalid(NAME, ParameterFault::NotFingerprints))?)
    }

    /// 200 with what was found.
    #[must_use]
    pub fn answer(found: &Found) -> Response {
        Response::json(200, JSON, found)
    }
}

#[derive(Serialize)]
struct FindBody {
    fingerprints: Vec<String>,
}

impl Endpoint for Find {
    const ID: EndpointId = EndpointId::Find;
    type Request = Vec<FullFingerprint>;
    type Reply = Found;

    fn encode(fingerprints: &Vec<FullFingerprint>) -> Request {
        let body = FindBody { fingerprints: fingerprints.iter().map(FullFingerprint::to_hex).collect() };
        let request = Request::new(Self::ID, Method::Post, Self::PATH).json(&body);
        body.fingerprints.iter().fold(request, |request, digits| request.sensitive(&digits.as_str().into()))
    }

    /// An answer to fewer or more fingerprints than were asked for is none.
    fn decode(sent: &Request, response: &Response) -> Result<Found, Problem> {
        let found: Found = envelope::bare(sent, response)?;
        let asked = sent.body.as_ref().and_then(|body| Self::accept(body.text.as_bytes()).ok());
        let is_whole = asked.is_some_and(|asked| asked.len() == found.found.len());
        is_whole.then_some(found).ok_or_else(|| unreadable(sent, response))
    }
}

#[cfg(test)]
mod tests {
    use super::{Find, Found, FoundApiSecret};
    use crate::endpoint::envelope::Refusal;
    use crate::endpoint::{Endpoint, ParameterFault};
    use crate::error::Code;
    use crate::http::Response;
    use crate::{FullFingerprint, Secret};

    fn asked() -> Vec<FullFingerprint> {
        ["leaked", "other"].map(|text| FullFingerprint::of(&Secret::from(text))).into()
    }

    #[test]
    fn the_server_takes_what_the_client_sends_and_the_client_what_the_server_answers() {
        let sent = Find::encode(&asked());
        assert_eq!(sent.path, Find::PATH, "not in the address");
        let body = sent.body.as_ref().unwrap();
        assert!(!body.text.contains("leaked"));
        assert!(Find::accept(body.text.as_bytes()) == Ok(asked()));
        let one = FoundApiSecret {
            identifier: "43".to_owned(),
            name: "n \"q\"".to_owned(),
            identifier_code: String::new(),
            active: true,
            can_write: false,
        };
        for found in [
            Found { found: vec![vec![one], Vec::new()], complete: true, sees_all: false },
            Found { found: vec![Vec::new(); 2], complete: false, sees_all: true },
        ] {
            assert_eq!(Find::decode(&sent, &Find::answer(&found)), Ok(found));
        }
    }

    #[test]
    fn what_is_no_list_of_fingerprints_is_refused() {
        let invalid = |fault| Refusal::ParameterInvalid("fingerprints", fault);
        let missing = Refusal::ParameterMissing("fingerprints");
        let digits = asked()[0].to_hex();
        let many = |count: usize| format!("{{\"fingerprints\":{:?}}}", vec![digits.as_str(); count]);
        assert!(Find::accept(many(Find::MOST).as_bytes()).is_ok_and(|list| list.len() == Find::MOST));
        for (body, refusal) in [
            (String::new(), missing),
            ("{}".into(), missing),
            ("[]".into(), Refusal::BodyMalformed),
            (r#"{"fingerprints":7}"#.into(), invalid(ParameterFault::NotFingerprints)),
            (format!(r#"{{"fingerprints":"{digits}"}}"#), invalid(ParameterFault::NotFingerprints)),
            (r#"{"fingerprints":["leaked"]}"#.into(), invalid(ParameterFault::NotFingerprints)),
            (many(0), invalid(ParameterFault::NotFingerprints)),
            (many(Find::MOST + 1), invalid(ParameterFault::NotFingerprints)),
        ] {
            assert_eq!(Find::accept(body.as_bytes()).err(), Some(refusal), "{body:.80}");
        }
    }

    #[test]
    fn an_answer_that_says_nothing_of_copies_is_no_empty_list() {
        let sent = Find::encode(&asked());
        for body in [
            "{}",
            "[]",
            r#"{"found":null}"#,
            r#"{"found":[]}"#,
            r#"{"found":[[]]}"#,
            r#"{"found":[[{}],[]]}"#,
            "<html>",
        ] {
            let problem = Find::decode(&sent, &Response::new(200).body(body.into())).unwrap_err();
            assert_eq!(problem.code, Code::AnswerUnreadable, "{body}");
        }
        // Who does not say that all was looked at is not taken to have said so.
        let bare = Find::decode(&sent, &Response::new(200).body(br#"{"found":[[],[]]}"#.to_vec()));
        assert_eq!(bare, Ok(Found { found: vec![Vec::new(); 2], ..Found::default() }));
        let elsewhere = Find::decode(&sent, &Refusal::NoRoute.answer()).unwrap_err();
        assert_eq!(elsewhere.code, Code::NotAuthorised, "a server that has no such path");
    }
}
