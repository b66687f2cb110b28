//! The audit log.

use latchboard_contract::audit::{
    Action, Actor, ChainHash, Entry, Event, Name, Note, Numbered, Outcome, PublicKey, RequestId,
    SignatureBytes, Target, Tree, TreeHash,
};
use latchboard_contract::endpoint::envelope::{Profile, Refusal};
use latchboard_contract::endpoint::{AuditPage, ParameterFault, ReadAudit};
use latchboard_contract::error::Code;
use latchboard_contract::http::REQUEST_ID;
use serde_json::{Value, json};

use super::operation::{Answer, Operation};
use super::{BEARER, OAUTH, vault};

/// The parameters, and what they are for.
const PARAMETERS: [(&str, &str, &str); 8] = [
    ("limit", "integer", "How many entries at most: 100 unless told otherwise, never more than 1,000."),
    ("before", "integer", "Only those with a lower number: the `next` of the page before."),
    ("from", "integer", "Only those since then, in milliseconds since 1970."),
    ("to", "integer", "Only those before then, in milliseconds since 1970."),
    ("actor", "string", "By whom, such as `access-key:CLIENT_ID`, `api-key:1` or `command-line`."),
    ("action", "string", "What was done, such as `deactivate`."),
    ("target", "string", "To what, such as `api-secret:42`."),
    ("event", "string", "`attempt`, or how it ended: `done`, `already`, `refused`, `failed` or `unknown`."),
];

pub(super) fn operations(profile: Profile) -> [Operation; 2] {
    let refusals = [
        Refusal::ParameterInvalid("limit", ParameterFault::NotFilter),
        Refusal::NoAccess,
        Refusal::NoRoute,
        Refusal::Unexpected,
    ];
    let refusals = refusals.map(|it| vault::refusal(it, profile));
    let operation = |path: &str, id: &str, summary: &str, success, parameters| Operation {
        path: path.to_owned(),
        method: "get",
        id: id.to_owned(),
        tag: super::EXTENSIONS,
        summary: summary.to_owned(),
        security: json!([{ OAUTH: [] }, { BEARER: [] }]),
        parameters,
        body: None,
        answers: [success].into_iter().chain(refusals.clone()).collect(),
        headers: vec![REQUEST_ID],
        forwarded: false,
    };
    let parameters = PARAMETERS.map(|(name, kind, description)| {
        json!({ "name": name, "in": "query", "required": false, "description": description, "schema": { "type": kind } })
    });
    let page = Answer::success("AuditPage", "Entries, the newest first", &pages());
    let whole = "The whole log, the oldest entry first, with signatures and a signed end";
    let lines = Answer::words("AuditExport", 200, ReadAudit::LINES, whole);
    [
        operation(ReadAudit::PATH, "readAudit", "Read the audit log", page, parameters.into()),
        operation(ReadAudit::EXPORT_PATH, "exportAudit", "Export the audit log", lines, Vec::<Value>::new()),
    ]
}

/// With everything that may be there, in two ways, and with nothing.
fn pages() -> [latchboard_contract::http::Response; 3] {
    let ended = |attempt, outcome| Event::Ended { attempt: Some(attempt), outcome };
    let full = |number: u8, action, name: &str, codes: [Code; 2]| {
        let (hash, sequence) = (ChainHash::from_bytes([number; 32]), 3 + u64::from(number));
        let entry = |lane, sequence, target, event: Event| {
            let entry = Entry {
                lane,
                sequence,
                time: 1_790_000_000_000 + i64::from(number),
                request: (number == 1).then_some(RequestId { run: 0xab, number: sequence }),
                actor: Name::parse(name).map_or(Actor::Nobody, Actor::AccessKey),
                action,
                target,
                event,
                count: number.into(),
            };
            let behind = lane * 10;
            let attempt = event.attempt().map(|attempt| attempt + behind);
            Numbered { number: sequence + behind, attempt, entry, hash }
        };
        let target = Some(Target::ApiSecret(number.into()));
        let key = PublicKey::from_bytes([number; 32]);
        let tree = Tree { size: sequence, root: TreeHash::from_bytes([number; 32]) };
        let of_lane = |lane| {
            [
                entry(lane, sequence, target.clone(), ended(sequence - 2, Outcome::Refused(codes[0]))),
                entry(lane, sequence - 1, target.clone(), ended(sequence - 2, Outcome::Refused(codes[1]))),
                entry(lane, sequence - 1, None, ended(sequence - 2, Outcome::Done)),
                entry(lane, sequence - 2, target.clone(), Event::Attempt),
            ]
        };
        AuditPage {
            entries: of_lane(number.into()).into_iter().chain(of_lane(0)).collect(),
            next: Some(sequence - 2),
            key,
            checkpoint: Some(Note::signed(&tree, &key, &SignatureBytes::from_bytes([number; 64]))),
        }
    };
    let empty =
        AuditPage { entries: Vec::new(), next: None, key: PublicKey::from_bytes([3; 32]), checkpoint: None };
    let one = full(1, Action::Deactivate, "dLw9Jr0TtQ2", [Code::NoAccess, Code::NotFound]);
    let other = full(2, Action::Update, "aZ7pQ3vK8sM", [Code::NoAccess, Code::NotFound]);
    [one, other, empty].map(|page| ReadAudit::answer(&page))
}
