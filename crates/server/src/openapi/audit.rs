//! The audit log.

use latchboard_contract::audit::{
    Action, Actor, ChainHash, Entry, Event, Name, Note, Numbered, Outcome, Proof, Proofs, PublicKey,
    RequestId, SignatureBytes, Target, Tree, TreeHash,
};
use latchboard_contract::endpoint::envelope::{Profile, Refusal};
use latchboard_contract::endpoint::{AuditPage, ParameterFault, ProveAudit, ReadAudit};
use latchboard_contract::error::Code;
use latchboard_contract::http::{JSON, REQUEST_ID, Response};
use serde_json::{Value, json};

use super::operation::{Answer, Operation};
use super::{BEARER, OAUTH, vault};

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

/// Those of a proof, and which of them are required.
const PROOF_PARAMETERS: [(&str, &str, &str, bool); 3] = [
    ("target", "api-secret:42", "To what it was done. May stand there up to 100 times.", true),
    (
        "request",
        "0000000000ab-7",
        "All that this request did: what the `x-request-id` of its answer says.",
        false,
    ),
    (
        "action",
        "deactivate",
        "Without a request: the last of these actions by the caller, or the last of any.",
        false,
    ),
];

pub(super) fn operations(profile: Profile) -> [Operation; 3] {
    let refusals = [
        Refusal::ParameterInvalid("limit", ParameterFault::NotFilter),
        Refusal::NoAccess,
        Refusal::NoRoute,
        Refusal::Unexpected,
    ];
    let refusals = refusals.map(|it| vault::refusal(it, profile));
    // Whoever did something may ask for its proof.
    let of_all = [
        Refusal::ParameterInvalid("target", ParameterFault::NotFilter),
        Refusal::NoRoute,
        Refusal::Unexpected,
    ];
    let of_all = of_all.map(|it| vault::refusal(it, profile));
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
    let asked = PROOF_PARAMETERS.map(|(name, example, description, required)| {
        json!({ "name": name, "in": "query", "required": required, "description": description, "example": example, "schema": { "type": "string" } })
    });
    let means = "Entries about these targets, each with what ties it to the signed checkpoint; who may not read the audit log \
                 gets those of its own access key";
    let proven = Answer::success("AuditProofs", means, &proofs());
    let unused = proven.clone();
    let page = Answer::success(
        "AuditPage",
        "Entries, the newest first",
        &samples().map(|page| ReadAudit::answer(&page)),
    );
    let whole = "The whole log, the oldest entry first, with signatures and a signed end";
    let lines = Answer::words("AuditExport", 200, ReadAudit::LINES, whole);
    [
        operation(ReadAudit::PATH, "readAudit", "Read the audit log", page, parameters.into()),
        operation(ReadAudit::EXPORT_PATH, "exportAudit", "Export the audit log", lines, Vec::<Value>::new()),
        Operation {
            answers: [proven].into_iter().chain(of_all).collect(),
            ..operation(ProveAudit::PATH, "proveAudit", "Prove what was done", unused, asked.into())
        },
    ]
}

/// With everything that may be there, in two ways, and with nothing.
fn proofs() -> [Response; 3] {
    let [one, other, _] = samples();
    let of = |AuditPage { key, entries, .. }: AuditPage, byte| {
        let (before, path) = (ChainHash::from_bytes([byte; 32]), vec![TreeHash::from_bytes([byte; 32]); 2]);
        let proof = |numbered| Proof { numbered, before, path: path.clone() };
        let tree = Tree { size: 4, root: TreeHash::from_bytes([4; 32]) };
        let note = Note::signed(&tree, &key, &SignatureBytes::from_bytes([4; 64]));
        Proofs { key, note, proofs: entries.into_iter().map(proof).collect() }
    };
    let one = of(one, 5);
    let none = Proofs { proofs: Vec::new(), ..one.clone() };
    [one, of(other, 6), none]
        .map(|proofs| Response::new(200).header("content-type", JSON).body(proofs.write().into_bytes()))
}

/// With everything that may be there, in two ways, and with nothing.
fn samples() -> [AuditPage; 3] {
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
    [one, other, empty]
}
