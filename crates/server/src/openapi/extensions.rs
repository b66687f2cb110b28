//! What only this server answers.

use latchboard_contract::endpoint::envelope::{Profile, Refusal};
use latchboard_contract::endpoint::{
    BodyFault, Capabilities, Endpoint, Extension, Find, Found, FoundApiSecret, IndexGroup, IndexReply,
    ParameterFault, ReadCapabilities, ReadIndex, RevokeToken, Upstreams, gateway,
};
use latchboard_contract::http;
use latchboard_contract::{FullFingerprint, Secret};
use serde_json::{Value, json};

use super::operation::{Answer, Body, Operation};
use super::{BASIC, BEARER, OAUTH, REQUEST_ID, vault};

pub(super) fn operations(profile: Profile) -> [Operation; 4] {
    [find(profile), index(profile), capabilities(profile), revoke_token(profile)]
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
