//! `GET /api/latchboard/v1/audit?limit=&before=&from=&to=&actor=&action=&target=&event=`, `GET
//! /api/latchboard/v1/audit/export`, and `GET /api/latchboard/v1/audit/proofs?target=&request=&action=`
//!
//! The server's audit log: the newest entries first, to look at; all of it as JSON Lines, the oldest first, to verify and to
//! keep; and some entries, each with what proves that it is in the log. Only access keys that were made for it may read the
//! first two; proofs are for who did something, too.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::body::ParameterFault;
use super::envelope::{self, Refusal};
use super::{Endpoint, EndpointId, unreadable};
use crate::audit::{
    Action, Actor, Event, Line, Note, Numbered, PROOFS_START, PublicKey, RequestId, Target, Unreadable,
    read_listed,
};
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Reads the audit log. Safe to repeat.
pub struct ReadAudit;

/// Which entries; none means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// How many at most.
    pub limit: Option<u32>,
    /// Only those with a lower number: the `next` of the page before.
    pub before: Option<u64>,
    /// Only those since then, in milliseconds since 1970.
    pub from: Option<i64>,
    /// Only those before then.
    pub to: Option<i64>,
    pub actor: Option<Actor>,
    pub action: Option<Action>,
    pub target: Option<Target>,
    /// Attempts, or how it ended: the name of an [`Event`].
    pub event: Option<&'static str>,
}

/// Asks for proofs. Safe to repeat. What comes back is the document, which is kept as it is and verified elsewhere.
pub struct ProveAudit;

/// The entries that proofs are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofQuery {
    /// To what something was done; at most [`ProveAudit::MOST`].
    pub targets: Vec<Target>,
    /// Which entries about each.
    pub of: ProofOf,
}

impl ProofQuery {
    /// The same in queries of [`ProveAudit::MOST`] targets each.
    pub fn parts(&self) -> impl Iterator<Item = Self> {
        self.targets
            .chunks(ProveAudit::MOST)
            .map(|targets| Self { targets: targets.to_vec(), of: self.of.clone() })
    }
}

/// What is to be proved of each target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofOf {
    /// All that this request did, by the `x-request-id` of its answer.
    Request(RequestId),
    /// The last thing that the caller did; of these actions, where one is given.
    Last(Option<Action>),
}

/// Some entries, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// With their numbers and hashes.
    pub entries: Vec<Numbered>,
    /// What the next page is asked for with; none when there is none.
    pub next: Option<u64>,
    /// What signatures are verified with.
    pub key: PublicKey,
    /// The last signature over all entries; none where there was none yet.
    pub checkpoint: Option<Note>,
}

impl ReadAudit {
    pub const PATH: &str = "/api/latchboard/v1/audit";
    /// The path of the whole log.
    pub const EXPORT_PATH: &str = "/api/latchboard/v1/audit/export";
    /// The media type of the whole log.
    pub const LINES: &str = "application/x-ndjson";
    /// Entries of a page that nobody asked for a length of.
    pub const DEFAULT_LIMIT: u32 = 100;
    /// The longest page: about 400 KB.
    pub const MAX_LIMIT: u32 = 1000;

    /// The whole log, to be read line by line. The answer is no page.
    #[must_use]
    pub fn encode_export() -> Request {
        Request::new(Self::ID, Method::Get, Self::EXPORT_PATH)
    }

    /// Whether an export begins; its lines are the verifier's business.
    ///
    /// # Errors
    ///
    /// The server's refusal.
    pub fn decode_export(sent: &Request, response: &Response) -> Result<(), Problem> {
        if response.is_success() { Ok(()) } else { Self::decode(sent, response).map(drop) }
    }

    /// The parameters by name.
    fn parameters(query: &AuditQuery) -> Vec<(&'static str, String)> {
        let text = |name, value: Option<String>| value.map(|value| (name, value));
        [
            text("limit", query.limit.map(|it| it.to_string())),
            text("before", query.before.map(|it| it.to_string())),
            text("from", query.from.map(|it| it.to_string())),
            text("to", query.to.map(|it| it.to_string())),
            text("actor", query.actor.as_ref().map(ToString::to_string)),
            text("action", query.action.map(|it| it.to_string())),
            text("target", query.target.as_ref().map(ToString::to_string)),
            text("event", query.event.map(str::to_owned)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Reads a query; empty parameters count as not given, unknown ones are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::ParameterInvalid`] with the name of a parameter that is none: a filter that is not
    /// understood must not look like one that found nothing.
    pub fn accept(query: &str) -> Result<AuditQuery, Refusal> {
        let mut asked = AuditQuery::default();
        let given = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty());
        for (name, value) in given {
            match &*name {
                "limit" => asked.limit = Some(parsed("limit", &value)?).filter(|limit| *limit > 0),
                "before" => asked.before = Some(parsed("before", &value)?),
                "from" => asked.from = Some(parsed("from", &value)?),
                "to" => asked.to = Some(parsed("to", &value)?),
                "actor" => asked.actor = Some(parsed("actor", &value)?),
                "action" => asked.action = Some(parsed("action", &value)?),
                "target" => asked.target = Some(parsed("target", &value)?),
                "event" => {
                    let known = Event::NAMES.into_iter().find(|known| *known == value);
                    asked.event =
                        Some(known.ok_or(Refusal::ParameterInvalid("event", ParameterFault::NotFilter))?);
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// 200 with a page.
    #[must_use]
    pub fn answer(page: &AuditPage) -> Response {
        let mut text = String::from("{\"entries\":[");
        for (index, numbered) in page.entries.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&Line::Entry(numbered.clone()).write());
        }
        let next = page.next.map_or_else(|| "null".to_owned(), |next| next.to_string());
        let checkpoint = page.checkpoint.as_ref().map(Note::as_str);
        let checkpoint = Value::from(checkpoint);
        text.push_str(&format!("],\"next\":{next},\"key\":\"{}\",\"checkpoint\":{checkpoint}}}", page.key));
        Response::new(200).header("content-type", JSON).body(text.into_bytes())
    }

    fn read(body: Body) -> Result<AuditPage, Unreadable> {
        Ok(AuditPage {
            entries: body.entries.into_iter().map(read_listed).collect::<Result<_, _>>()?,
            next: body.next,
            key: body.key.parse()?,
            checkpoint: body.checkpoint.as_deref().map(Note::read).transpose()?,
        })
    }
}

impl Endpoint for ReadAudit {
    const ID: EndpointId = EndpointId::ReadAudit;
    type Request = AuditQuery;
    type Reply = AuditPage;

    fn encode(query: &AuditQuery) -> Request {
        let request = Request::new(Self::ID, Method::Get, Self::PATH);
        let parameters = Self::parameters(query).into_iter();
        parameters.fold(request, |request, (name, value)| request.query(name, &value))
    }

    fn decode(sent: &Request, response: &Response) -> Result<AuditPage, Problem> {
        let body = envelope::bare(sent, response)?;
        Self::read(body).map_err(|_| unreadable(sent, response))
    }
}

impl ProveAudit {
    pub const PATH: &str = "/api/latchboard/v1/audit/proofs";
    /// Targets in one call: more would not fit into an address.
    pub const MOST: usize = 100;

    /// Reads a query; unknown parameters are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::ParameterInvalid`] with the name of a parameter that is missing, is none, or stands there too often.
    pub fn accept(query: &str) -> Result<ProofQuery, Refusal> {
        let given = |name| {
            let all = form_urlencoded::parse(query.as_bytes());
            all.filter(move |(known, value)| known == name && !value.is_empty()).map(|(_, value)| value)
        };
        let targets: Vec<_> =
            given("target").map(|target| parsed("target", &target)).collect::<Result<_, _>>()?;
        if targets.is_empty() || targets.len() > Self::MOST {
            return Err(Refusal::ParameterInvalid("target", ParameterFault::NotFilter));
        }
        let action = given("action").next().map(|action| parsed("action", &action)).transpose()?;
        let of = match (given("request").next(), action) {
            (None, action) => ProofOf::Last(action),
            (Some(request), None) => ProofOf::Request(parsed("request", &request)?),
            (Some(_), Some(_)) => {
                return Err(Refusal::ParameterInvalid("action", ParameterFault::NotFilter));
            }
        };
        Ok(ProofQuery { targets, of })
    }
}

impl Endpoint for ProveAudit {
    const ID: EndpointId = EndpointId::ReadAudit;
    type Request = ProofQuery;
    type Reply = String;

    fn encode(query: &ProofQuery) -> Request {
        let request = Request::new(Self::ID, Method::Get, Self::PATH);
        let request = query
            .targets
            .iter()
            .fold(request, |request, target| request.query("target", &target.to_string()));
        match &query.of {
            ProofOf::Request(id) => request.query("request", &id.to_string()),
            ProofOf::Last(Some(action)) => request.query("action", action.as_str()),
            ProofOf::Last(None) => request,
        }
    }

    fn decode(sent: &Request, response: &Response) -> Result<String, Problem> {
        let _members: Map<String, Value> = envelope::bare(sent, response)?;
        let document = response.text().into_owned();
        if document.starts_with(PROOFS_START) { Ok(document) } else { Err(unreadable(sent, response)) }
    }
}

fn parsed<T: std::str::FromStr>(name: &'static str, value: &str) -> Result<T, Refusal> {
    value.parse().map_err(|_| Refusal::ParameterInvalid(name, ParameterFault::NotFilter))
}

#[derive(Deserialize)]
struct Body {
    entries: Vec<Map<String, Value>>,
    next: Option<u64>,
    key: String,
    checkpoint: Option<String>,
}
