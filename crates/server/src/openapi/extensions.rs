//! What only this server answers.

use latchboard_contract::endpoint::envelope::{Profile, Refusal};
use latchboard_contract::endpoint::{
    BodyFault, Capabilities, Endpoint, Extension, Find, Found, FoundApiSecret, IndexGroup, IndexReply,
    Inventory, InventoryItem, ParameterFault, ReadCapabilities, ReadIndex, ReadInventory, RevokeToken,
    Upstreams, gateway,
};
use latchboard_contract::http;
use latchboard_contract::{FullFingerprint, Secret};
use serde_json::{Value, json};

use super::operation::{Answer, Body, Operation};
use super::{BASIC, BEARER, OAUTH, REQUEST_ID, vault};

pub(super) fn operations(profile: Profile) -> [Operation; 5] {
    [find(profile), index(profile), inventory(profile), capabilities(profile), revoke_token(profile)]
}

fn operation(
    method: &'static str,
    path: &str,
    id: &str,
    summary: &str,
    security: Value,
    answers: Vec<Answer>,
) -> Operation {
    Operation {
        path: path.to_owned(),
        method,
        id: id.to_owned(),
        tag: super::EXTENSIONS,
        summary: summary.to_owned(),
        security,
        parameters: Vec::new(),
        body: None,
        answers,
        headers: vec![REQUEST_ID],
        forwarded: false,
    }
}

fn find(profile: Profile) -> Operation {
    let waits = [gateway::Refusal::TooManyCalls(1), gateway::Refusal::TooManyCalls(600)];
    let refusals = [
        Refusal::ParameterMissing("fingerprints"),
        Refusal::ParameterInvalid("fingerprints", ParameterFault::NotFingerprints),
        Refusal::BodyMalformed,
        Refusal::NoRoute,
        Refusal::BodyTooLarge,
        Refusal::Unexpected,
    ];
    let answers = [Answer::success(
        "Found",
        "For each fingerprint, the API secrets with that value that may be viewed",
        &found(),
    )]
    .into_iter()
    .chain(refusals.map(|it| vault::refusal(it, profile)))
    .chain([Answer::refusal(waits[0], &waits.map(gateway::Refusal::answer))])
    .collect();
    let sent = ["a-client-secret", "b-client-secret"].map(|text| Find::encode(&vec![of(text)]));
    let summary = "Find API secrets by the SHA-256 of their client secrets, in hexadecimal digits";
    let security = json!([{ OAUTH: [] }, { BEARER: [] }]);
    let operation = operation("post", Find::PATH, "find", summary, security, answers);
    Operation { body: Some(Body::sent(&sent)), ..operation }
}

fn index(profile: Profile) -> Operation {
    let waits = [gateway::Refusal::TooManyCalls(1), gateway::Refusal::TooManyCalls(600)];
    let refusals = [Refusal::NoRoute, Refusal::Unexpected];
    let group = |length, entries: &str| IndexGroup { length, entries: entries.to_owned() };
    let samples = [
        ("MDEyMzQ1Njc4OWFiY2RlZg==", vec![group(24, "AAECAwQF"), group(32, "AQIDBAUGAgMEBQYH")], false),
        ("Zm9ydHktdHdvIHNlY3JldA==", vec![group(16, "BQYHCAkK")], true),
        ("bm8gdmFsdWUgYXQgYWxsIQ==", Vec::new(), true),
    ]
    .map(|(salt, groups, sees_all)| {
        ReadIndex::answer(&IndexReply { salt: salt.to_owned(), groups, sees_all })
    });
    let means = "48 bits of each value of at least 8 bytes that may be viewed in clear, by length";
    let answers = [Answer::success("Index", means, &samples)]
        .into_iter()
        .chain(refusals.map(|it| vault::refusal(it, profile)))
        .chain([Answer::refusal(waits[0], &waits.map(gateway::Refusal::answer))])
        .collect();
    let summary = "Read an index of the values, to look for them in a text that goes nowhere";
    let security = json!([{ OAUTH: [] }, { BEARER: [] }]);
    operation("post", ReadIndex::PATH, "index", summary, security, answers)
}

/// The parameters of an inventory, and what they are for.
const INVENTORY: [(&str, &str, &str); 9] = [
    ("tag", "string", "Only those with this tag."),
    ("identifier_code", "string", "Only the one with this code."),
    ("active", "boolean", "Only those in this state."),
    ("owner", "string", "Only those with exactly this owner."),
    ("exposed", "boolean", "Only those whose value is known to have leaked, or only the others."),
    (
        "expires_before",
        "integer",
        "Only those that are good until some time before then, in seconds since 1970.",
    ),
    (
        "unused_since",
        "integer",
        "Only those that were neither read nor made since then, in seconds since 1970.",
    ),
    ("after", "integer", "Only those behind this identifier: the `next` of the page before."),
    (
        "limit",
        "integer",
        "How many at most, never more than 10,000; all of them in one answer unless told otherwise.",
    ),
];

fn inventory(profile: Profile) -> Operation {
    let refusals = [
        Refusal::ParameterInvalid("limit", ParameterFault::NotFilter),
        Refusal::NoRoute,
        Refusal::Unexpected,
    ];
    let tagged =
        |page: &Inventory| ReadInventory::answer(page).header("etag", "W/\"0f1e2d3c4b5a69788796a5b4\"");
    let means = "By identifier; what is not there is not known, or not so";
    let answers = [
        Answer::success("Inventory", means, &inventories().map(|page| tagged(&page))),
        Answer::nothing("InventoryUnchanged", 304, "Nothing has changed since the answer with that ETag"),
    ]
    .into_iter()
    .chain(refusals.map(|it| vault::refusal(it, profile)))
    .collect();
    let summary = "Read the inventory: state, use, times, owner and expiry of the API secrets that the access key may see";
    let security = json!([{ OAUTH: [] }, { BEARER: [] }]);
    let operation = operation("get", ReadInventory::PATH, "inventory", summary, security, answers);
    let parameters = INVENTORY.map(|(name, kind, description)| {
        json!({ "name": name, "in": "query", "required": false, "description": description, "schema": { "type": kind } })
    });
    Operation { parameters: parameters.into(), ..operation }
}

/// With everything that may be there, in two ways, and with as little as there can be.
fn inventories() -> [Inventory; 3] {
    let full = |number: i64, flag| InventoryItem {
        identifier: number.to_string(),
        name: format!("Payments {number}"),
        client_id: format!("payments-{number}"),
        identifier_code: format!("code-{number}"),
        tags: format!("prod,eu-{number}"),
        active: flag,
        can_write: !flag,
        need_justify: true,
        need_approval: true,
        created_at: 1_790_000_000 + number,
        changed_at: 1_790_000_100 + number,
        version: 1 + number,
        changed_by: Some(format!("joão-{number}")),
        last_read_at: Some(1_790_000_200 + number),
        switched_at: Some(1_790_000_300 + number),
        switched_by: Some(format!("maria-{number}")),
        owner: Some(format!("Payments team {number}")),
        expires_at: Some(1_900_000_000 + number),
        expires_note: Some(format!("Renew with the vendor {number}")),
        exposed_at: Some(1_790_000_400 + number),
    };
    let least = InventoryItem {
        identifier: "45".to_owned(),
        name: "Invoices".to_owned(),
        client_id: "invoices".to_owned(),
        created_at: 1_780_000_000,
        changed_at: 1_780_000_001,
        version: 1,
        ..InventoryItem::default()
    };
    [
        Inventory { api_secrets: vec![full(43, true), full(44, false)], next: Some(44) },
        Inventory { api_secrets: vec![least], next: None },
        Inventory::default(),
    ]
}

fn revoke_token(profile: Profile) -> Operation {
    let waits = [gateway::Refusal::TooManyAttempts(1), gateway::Refusal::TooManyAttempts(15)];
    let refusals = [
        Refusal::InvalidRequest(BodyFault::Missing("token")),
        Refusal::InvalidClient,
        Refusal::BodyTooLarge,
        Refusal::Unexpected,
    ];
    let means = "The token does not work any more, or never did";
    let answers = [Answer::nothing("Revoked", RevokeToken::answer().status, means)]
        .into_iter()
        .chain(refusals.map(|it| vault::refusal(it, profile)))
        .chain([Answer::refusal(waits[0], &waits.map(gateway::Refusal::answer))])
        .collect();
    let sent =
        ["8Xk2vQmZr1LwTfY7", "Jc5NeB0uHs9AdGp4"].map(|token| RevokeToken::encode(&Secret::from(token)));
    let summary = "End a token (RFC 7009), by its client, in the body or the Basic header, or by itself";
    let security = json!([{ BASIC: [] }, { OAUTH: [] }, { BEARER: [] }, {}]);
    let operation = operation("post", RevokeToken::PATH, "revokeToken", summary, security, answers);
    let mut body = Body { media_types: vec![http::FORM, http::JSON], ..Body::sent(&sent) };
    // What kind of token it is makes no difference, and need not be said.
    body.samples
        .extend([json!({ "token": "t" }), json!({ "token": "t", "token_type_hint": "refresh_token" })]);
    Operation { body: Some(body), ..operation }
}

fn of(text: &str) -> FullFingerprint {
    FullFingerprint::of(&Secret::from(text))
}

/// With every flag in both states, and nothing.
fn found() -> [http::Response; 2] {
    let one = |number: &str, active| FoundApiSecret {
        identifier: number.to_owned(),
        name: format!("Payments {number}"),
        identifier_code: format!("payments-{number}"),
        active,
        can_write: !active,
    };
    [
        Found {
            found: vec![vec![one("43", true), one("44", false)], Vec::new()],
            complete: true,
            sees_all: false,
        },
        Found { found: vec![Vec::new()], complete: false, sees_all: true },
    ]
    .map(|found| Find::answer(&found))
}

fn capabilities(profile: Profile) -> Operation {
    let host = || Some("vault.example.com".to_owned());
    let sample = |version: &str, extensions: &[Extension], rehearsal, upstreams| {
        let (version, extensions) = (version.to_owned(), extensions.to_vec());
        let profile = Some(profile);
        ReadCapabilities::answer(&Capabilities { version, extensions, profile, rehearsal, upstreams })
    };
    let both = Upstreams { location_history: Some("history.example.com".to_owned()), mysafe: host() };
    let samples = [
        sample(env!("CARGO_PKG_VERSION"), &Extension::ALL, false, Upstreams::default()),
        sample("0.0.0", &[], true, both),
        sample("0.0.0", &[], true, Upstreams { location_history: host(), mysafe: Some("other".to_owned()) }),
    ];
    let answers = vec![
        Answer::success("Capabilities", "What this server offers beside the vendors' calls", &samples),
        vault::refusal(Refusal::Unexpected, profile),
    ];
    operation(
        "get",
        ReadCapabilities::PATH,
        "capabilities",
        "What this server offers; nobody has to sign in",
        json!([]),
        answers,
    )
}
