//! The OpenAPI document (3.1): every operation, and every status and body that may come back.
//!
//! Nothing here repeats the wire. Paths and methods are the contract's; bodies are what its own
//! `encode` and `answer` write, and schemas and examples are taken from those. So the document says
//! what this server, started like this, really does: its releases' words, its gateway, its mode.

mod audit;
mod configuration;
mod extensions;
mod operation;
mod operations;
mod schema;
mod vault;

use std::collections::BTreeMap;

use latchboard_contract::endpoint::configuration::{
    ADMIN_KEY_PARAMETER, API_KEY_PARAMETER, Refusal as ConfigurationRefusal, Service, TRACKING_ID,
};
use latchboard_contract::endpoint::envelope::Refusal as VaultRefusal;
use latchboard_contract::endpoint::gateway::Refusal;
use latchboard_contract::endpoint::{Token, UpdateApiSecret};
use latchboard_contract::http::REQUEST_ID;
use latchboard_contract::idempotency::MAX_LENGTH;
use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Map, Value, json};

use operation::{Answer, KEY_PARAMETER, Operation, Shared, TEXT};

use crate::base_path::BasePath;
use crate::config::ReplyStyle;
use crate::own_paths::{GATEWAY_LOCATION_HISTORY, GATEWAY_MYSAFE};

/// The security schemes by name.
const API_KEY: &str = "apiKey";
const ADMIN_KEY: &str = "adminKey";
const OAUTH: &str = "clientCredentials";
const BEARER: &str = "bearer";
const BASIC: &str = "clientInHeader";

/// The groups of operations.
const LOCATION_HISTORY: &str = "Location history";
const GEOFENCING: &str = "Geofencing";
const VAULT: &str = "Vault";
const EXTENSIONS: &str = "Extensions";
const GATEWAY: &str = "Gateway";
const OPERATIONS: &str = "Operations";

const TAGS: [(&str, &str); 6] = [
    (LOCATION_HISTORY, "The customer secret and the admin key of an account"),
    (GEOFENCING, "The same for the other service, with secrets and admin keys of its own"),
    (VAULT, "API secrets, and the token that their calls need"),
    (EXTENSIONS, "What the vendors do not have"),
    (GATEWAY, "Calls that are passed on to the vendors"),
    (OPERATIONS, "For those who run the server"),
];

/// What a server offers.
#[derive(Clone, Default)]
pub(crate) struct Surface {
    /// The path under which all of it is found.
    pub(crate) base_path: BasePath,
    /// Which of the documented shapes answers have.
    pub(crate) style: ReplyStyle,
    /// Calls of location history and geofencing are passed on to a vendor.
    pub(crate) location_history: bool,
    /// Calls of the vault are passed on to a vendor.
    pub(crate) mysafe: bool,
    pub(crate) rehearsal: bool,
}

/// The document for people and for keeping: indented, the same bytes for the same surface.
pub(crate) fn text(surface: &Surface) -> String {
    let mut text = Vec::new();
    let mut out = serde_json::Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b" "));
    // A value in memory: writing it has no way to fail.
    let _written = document(surface).serialize(&mut out);
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

pub(crate) fn document(surface: &Surface) -> Value {
    let mut shared = Shared::default();
    let mut paths = BTreeMap::<String, Map<String, Value>>::new();
    for operation in all(surface) {
        let value = operation.value(&mut shared);
        paths.entry(operation.path).or_default().insert(operation.method.to_owned(), value);
    }
    let gateway = surface.style.gateway_errors;
    let elsewhere = [
        (
            "Configuration",
            Answer::refusal(
                ConfigurationRefusal::AddressUnknown,
                &[ConfigurationRefusal::AddressUnknown.answer_behind(gateway)],
            ),
        ),
        ("Vault", Answer::refusal(VaultRefusal::NoRoute, &[VaultRefusal::NoRoute.answer()])),
        ("Page", Answer::words("NotFound", 404, TEXT, "There is nothing here")),
    ];
    let mut nowhere = Map::new();
    for (family, answer) in elsewhere {
        // Apart from the others, as no operation uses it.
        let mut apart = Shared::default();
        let mut value = apart.response(&[&answer], &[REQUEST_ID], false);
        apart.inline(&mut value);
        nowhere.insert(family.to_owned(), value);
    }
    let base_path = if surface.base_path.as_str().is_empty() { "/" } else { surface.base_path.as_str() };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Latchboard",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
            "contact": { "name": "Whoever runs this server" },
            "description": about(),
        },
        "servers": [{ "url": base_path, "description": "The one that this document comes from" }],
        "tags": TAGS.map(|(name, description)| json!({ "name": name, "description": description })),
        "paths": paths,
        "components": {
            "schemas": shared.schemas,
            "responses": shared.responses,
            "examples": shared.examples,
            "requestBodies": shared.request_bodies,
            "headers": headers(),
            "parameters": { "IdempotencyKey": idempotency_key() },
            "securitySchemes": security(),
        },
        // Of no operation: what answers where there is none.
        "x-elsewhere": nowhere,
    })
}

/// What is true of every operation.
fn about() -> String {
    let [one, other] = Service::ALL.map(Service::segment);
    format!(
        "\
What this server answers, as it was started. Unknown members of a body are ignored. A known one that is there twice, \
of another type or with half a character in it is refused by its name. What begins as a JSON object is read as one, \
whatever its media type says; a form goes by `application/x-www-form-urlencoded`, with lists in it as JSON. Of a query \
parameter that is there twice, the first API key and the last filter count. Slashes at the end of a path, or several \
for one, make no difference.

Where no path or method fits, the answer is 404 (596 as the older gateway of location history says it), with \
`Configuration` of `x-elsewhere` under /{one}, /{other} and \
{GATEWAY_LOCATION_HISTORY}, `Vault` under /api, /iso and the rest of /gateway, and `Page` \
everywhere else, unless a dashboard is served there. There is no 405 in either family, and HEAD answers as GET \
without the body (through the gateway, and for a token: `Vault`). With allowed origins, OPTIONS is a browser's question \
and is answered with 200.

What is no HTTP is answered with 400 and no body, a head that is too large with 431 and no body, before any of the \
operations is looked for; a client that is too slow finds its connection closed."
    )
}

/// Every operation of a server.
fn all(surface: &Surface) -> Vec<Operation> {
    let mut configurations = configuration::operations(surface.style);
    let mut vault = vault::operations(surface.style.profile);
    for operation in configurations.iter_mut().chain(&mut vault).filter(|it| changes(it)) {
        operation.answers.extend(of_changes());
        operation.parameters.push(json!({ "$ref": KEY_PARAMETER }));
    }
    let mut all = Vec::new();
    if surface.location_history {
        let refused = ConfigurationRefusal::MalformedRequest;
        let refused = Answer::refusal(refused, &[refused.answer()]);
        all.extend(configurations.iter().map(|it| forwarded(it, GATEWAY_LOCATION_HISTORY, &refused)));
    }
    if surface.mysafe {
        let refused = Answer::refusal(VaultRefusal::BodyTooLarge, &[VaultRefusal::BodyTooLarge.answer()]);
        // The way that vendors document for it, and no other.
        let update = format!("/{}/", UpdateApiSecret::CHANGE);
        let documented = vault.iter().filter(|it| !(it.method == "post" && it.path.contains(&update)));
        all.extend(documented.map(|it| forwarded(it, GATEWAY_MYSAFE, &refused)));
    }
    all.extend(configurations);
    all.extend(vault);
    all.extend(extensions::operations(surface.style.profile));
    all.extend(audit::operations(surface.style.profile));
    if surface.rehearsal {
        for operation in &mut all {
            operation.answers.extend(faults());
        }
        all.extend(operations::rehearsal());
    }
    let mut pages = operations::operations();
    for operation in &mut all {
        operation.answers.extend(front().map(|refusal| Answer::refusal(refusal, &[refusal.answer()])));
    }
    for operation in &mut pages {
        // The same, in words.
        let words = front()
            .map(|refusal| Answer::words(&format!("{refusal:?}"), refusal.status(), TEXT, refusal.message()));
        operation.answers.extend(words);
    }
    all.extend(pages);
    for operation in &mut all {
        operation.answers.push(Answer::nothing("HeadTooLarge", 431, "The request's head is too large"));
    }
    all
}

/// What is refused whatever is asked.
const fn front() -> [Refusal; 3] {
    [Refusal::HostMissing, Refusal::HostUnknown, Refusal::AddressTooLong]
}

/// What any call that changes something may be answered.
fn of_changes() -> [Answer; 4] {
    [
        Refusal::NotAudited,
        Refusal::IdempotencyKeyMalformed,
        Refusal::IdempotencyKeyReused,
        Refusal::AnswerExpired,
    ]
    .map(|refusal| Answer::refusal(refusal, &[refusal.answer()]))
}

/// The header that makes a repeat harmless.
fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Names this call: a repeat under the same key, within a day, is not carried out and gets the \
            first answer. Quoted, as draft-ietf-httpapi-idempotency-key-header has it, or bare. A refusal is not kept.",
        "schema": {
            "type": "string",
            "pattern": format!("^(\"[!#-\\[\\]-~]{{1,{MAX_LENGTH}}}\"|[!#-\\[\\]-~]{{1,{MAX_LENGTH}}})$"),
            "maxLength": MAX_LENGTH + 2,
        },
        "example": "\"01979bdb-3c9a-7d3c-8b1e-5f0a4b8e2c11\"",
    })
}

/// The faults of a rehearsal that look like answers of their own.
fn faults() -> [Answer; 2] {
    let waits = [Refusal::TooManyCalls(1), Refusal::TooManyCalls(60)];
    [
        Answer::refusal(waits[0], &waits.map(Refusal::answer)),
        Answer::success("NoAccess_Fault", "A planned fault: no access", &[VaultRefusal::NoAccess.answer()]),
    ]
}

/// Whether something may be changed by it, other than who is signed in.
fn changes(operation: &Operation) -> bool {
    operation.method != "get" && ![Token::PATH, Token::PATH_ALIAS].contains(&operation.path.as_str())
}

/// The same operation, answered by a vendor.
fn forwarded(operation: &Operation, prefix: &str, too_large: &Answer) -> Operation {
    let refusal = |refusal: Refusal| Answer::refusal(refusal, &[refusal.answer()]);
    let no_route = Answer::refusal(VaultRefusal::NoRoute, &[VaultRefusal::NoRoute.answer()]);
    let mut answers = vec![
        too_large.clone(),
        no_route,
        refusal(Refusal::UpstreamFailed),
        refusal(Refusal::UpstreamTimedOut),
    ];
    if changes(operation) {
        let waits = [Refusal::TooManyAttempts(1), Refusal::TooManyAttempts(15)];
        answers.extend(of_changes());
        answers.push(Answer::refusal(waits[0], &waits.map(Refusal::answer)));
    }
    Operation {
        path: format!("{prefix}{}", operation.path),
        id: format!("gateway_{}", operation.id),
        tag: GATEWAY,
        answers,
        forwarded: true,
        ..operation.clone()
    }
}

fn headers() -> Value {
    let header = |description| json!({ "description": description, "schema": { "type": "string" } });
    json!({
        REQUEST_ID: header("Names the request in the server's log."),
        TRACKING_ID: header("The one that the caller chose, else one of the server's."),
    })
}

fn security() -> Value {
    let in_query = |name| json!({ "type": "apiKey", "in": "query", "name": name });
    json!({
        API_KEY: in_query(API_KEY_PARAMETER),
        ADMIN_KEY: in_query(ADMIN_KEY_PARAMETER),
        OAUTH: {
            "type": "oauth2",
            "flows": { "clientCredentials": { "tokenUrl": Token::PATH, "scopes": {} } },
        },
        BEARER: { "type": "http", "scheme": "bearer" },
        BASIC: { "type": "http", "scheme": "basic" },
    })
}
