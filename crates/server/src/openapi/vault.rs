//! The vault: sign-in and API secrets.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::{COLLECTION, COLLECTION_ALIAS, Profile, Refusal, Switched};
use latchboard_contract::endpoint::{
    AccessToken, Activate, ApiSecret, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, BodyFault,
    CreateApiSecret, Credentials, Deactivate, Endpoint, FactsChange, ListApiSecrets, ListedApiSecret,
    NewApiSecret, ParameterFault, ReadApiSecret, Share, Token, TokenStyle, UpdateApiSecret, gateway,
};
use latchboard_contract::http::{self, REQUEST_ID};
use latchboard_contract::validate::Identifier;
use serde_json::{Value, json};

use super::operation::{Answer, Body, Operation};
use super::{BASIC, BEARER, OAUTH};

/// The parameters that must be there.
const REQUIRED: [&str; 4] = ["name", "url", "client_id", "fingerprints"];

/// All operations, under both prefixes.
pub(super) fn operations(profile: Profile) -> Vec<Operation> {
    let signing_in = [(Token::PATH, ""), (Token::PATH_ALIAS, ALIAS)];
    let signing_in = signing_in.into_iter().flat_map(|(path, suffix)| token(path, suffix, profile));
    let collections = [(COLLECTION, ""), (COLLECTION_ALIAS, ALIAS)];
    let collections = collections.into_iter().flat_map(|(path, suffix)| collection(path, suffix, profile));
    signing_in.chain(collections).collect()
}

/// Ends the ids of operations under the older prefix.
const ALIAS: &str = "_iso";

pub(super) fn refusal(refusal: Refusal, profile: Profile) -> Answer {
    match refusal {
        Refusal::ParameterMissing(_) => {
            let variants = REQUIRED.map(|name| Refusal::ParameterMissing(name).answer_as(profile));
            Answer::refusal(refusal, &variants)
        }
        Refusal::ParameterInvalid(name, _) => {
            let faults = [ParameterFault::NotText, ParameterFault::Duplicate];
            let variants = faults.map(|fault| Refusal::ParameterInvalid(name, fault).answer_as(profile));
            Answer::refusal_in_words("ParameterInvalid", &variants)
        }
        Refusal::InvalidRequest(fault) => {
            let variants =
                [fault, BodyFault::Malformed].map(|it| Refusal::InvalidRequest(it).answer_as(profile));
            Answer::refusal_in_words("InvalidRequest", &variants)
        }
        Refusal::BodyMalformed
        | Refusal::IdentifierCodeTaken
        | Refusal::ChangedMeanwhile
        | Refusal::NotFound
        | Refusal::NoAccess
        | Refusal::Inactive
        | Refusal::IdentifierNotNumeric
        | Refusal::NoRoute
        | Refusal::BodyTooLarge
        | Refusal::InvalidClient
        | Refusal::UnsupportedGrantType
        | Refusal::Unexpected => Answer::refusal(refusal, &[refusal.answer_as(profile)]),
    }
}

fn token(path: &str, suffix: &str, profile: Profile) -> [Operation; 2] {
    let tokens = [("8Xk2vQmZr1LwTfY7", 3600), ("Jc5NeB0uHs9AdGp4", 60)];
    let tokens = tokens
        .map(|(token, expires_in)| Token::answer(&AccessToken { token: Secret::from(token), expires_in }));
    let waits = [gateway::Refusal::TooManyAttempts(1), gateway::Refusal::TooManyAttempts(15)];
    let refusals = [
        Refusal::InvalidRequest(BodyFault::Missing("grant_type")),
        Refusal::UnsupportedGrantType,
        Refusal::InvalidClient,
        Refusal::BodyTooLarge,
        Refusal::Unexpected,
    ];
    let answers: Vec<_> = [Answer::success("Token", "A bearer token, and for how many seconds", &tokens)]
        .into_iter()
        .chain(refusals.map(|it| refusal(it, profile)))
        .chain([Answer::refusal(waits[0], &waits.map(gateway::Refusal::answer))])
        .collect();
    let in_body = |tenant: Option<&str>, secret: &str| Credentials {
        client_id: format!("client-of-{secret}"),
        client_secret: Secret::from(secret),
        tenant: tenant.map(str::to_owned),
    };
    let sent = [
        Token::encode_in(TokenStyle::Form, &in_body(Some("example"), "a-client-secret")),
        Token::encode_in(TokenStyle::Form, &in_body(Some("other"), "b-client-secret")),
        // With the client in the header there is little left for the form.
        Token::encode_in(TokenStyle::Basic, &in_body(None, "c-client-secret")),
    ];
    // With the client in the header nothing needs to be said.
    let body = Body { required: false, media_types: vec![http::FORM, http::JSON], ..Body::sent(&sent) };
    let operation = |method, id: &str, summary: &str, security, body| Operation {
        path: path.to_owned(),
        method,
        id: format!("{id}{suffix}"),
        tag: super::VAULT,
        summary: summary.to_owned(),
        security,
        parameters: Vec::new(),
        body,
        answers: answers.clone(),
        headers: vec![REQUEST_ID],
        forwarded: false,
    };
    [
        operation(
            "post",
            "token",
            "Sign in with client id and client secret",
            json!([{}, { BASIC: [] }]),
            Some(body),
        ),
        operation("get", "tokenByHeader", "Sign in with the Basic header", json!([{ BASIC: [] }]), None),
    ]
}

fn collection(collection: &str, suffix: &str, profile: Profile) -> [Operation; 7] {
    let operation =
        |method, path: &str, id: &str, summary: &str, body, success: Vec<Answer>, refusals: &[Refusal]| {
            let always = [Refusal::NoRoute, Refusal::Unexpected];
            let refusals = refusals.iter().copied().chain(always).map(|it| refusal(it, profile));
            let identified = path.contains("{identifier}").then(identifier);
            Operation {
                path: format!("{collection}{path}"),
                method,
                id: format!("{id}{suffix}"),
                tag: super::VAULT,
                summary: summary.to_owned(),
                security: json!([{ OAUTH: [] }, { BEARER: [] }]),
                parameters: identified.into_iter().collect(),
                body,
                answers: success.into_iter().chain(refusals).collect(),
                headers: vec![REQUEST_ID],
                forwarded: false,
            }
        };
    let item = |change: &str| format!("/{change}/{{identifier}}");
    let one = [Refusal::IdentifierNotNumeric, Refusal::NotFound, Refusal::NoAccess];
    let written = [
        Refusal::ParameterMissing("name"),
        Refusal::ParameterInvalid("tags", ParameterFault::NotText),
        Refusal::BodyMalformed,
        Refusal::IdentifierCodeTaken,
        Refusal::NotFound,
        Refusal::BodyTooLarge,
    ];
    let readable = [one.as_slice(), &[Refusal::Inactive]].concat();
    let changeable = [
        Refusal::ParameterMissing("name"),
        Refusal::ParameterInvalid("tags", ParameterFault::NotText),
        Refusal::BodyMalformed,
        Refusal::IdentifierCodeTaken,
        Refusal::IdentifierNotNumeric,
        Refusal::NotFound,
        Refusal::NoAccess,
        Refusal::ChangedMeanwhile,
        Refusal::BodyTooLarge,
    ];
    let [full, least] = entities();
    let created = [CreateApiSecret::answer(&full), CreateApiSecret::answer(&least)];
    let updated = [UpdateApiSecret::answer(&full), UpdateApiSecret::answer(&least)];
    let read = [&full, &least].map(|entity| ReadApiSecret::answer_as(profile, entity));
    let switched = |name, answer: &dyn Fn(Switched) -> http::Response| {
        let is = |switched, suffix: &str, means| {
            Answer::success(&format!("{name}{suffix}"), means, &[answer(switched)])
        };
        vec![
            is(Switched::Done, "", "Switched"),
            is(Switched::AlreadySo, "_Already", "It was so before; nothing changed"),
        ]
    };
    let update = Body::sent(&changes().iter().map(UpdateApiSecret::encode).collect::<Vec<_>>()).or_form();
    let updated = || vec![Answer::success("Updated", "The API secret as it is now", &updated)];
    let update_operation = |method, id| {
        let path = item(UpdateApiSecret::CHANGE);
        let summary = "Change an API secret: what is not sent stays as it is";
        let mut update = operation(method, &path, id, summary, Some(update.clone()), updated(), &changeable);
        update.parameters.push(if_match());
        update
    };
    let mut list = operation(
        "get",
        "",
        "listApiSecrets",
        "List the API secrets that the access key may see",
        None,
        vec![Answer::success("Listed", "The API secrets", &lists())],
        &[],
    );
    list.parameters = [("tag", "Only those with this tag."), ("identifier_code", "Only the one with this code.")]
        .map(|(name, description)| {
            json!({ "name": name, "in": "query", "required": false, "description": description, "schema": { "type": "string" } })
        })
        .into();
    [
        list,
        operation(
            "post",
            "",
            "createApiSecret",
            "Store a new API secret",
            Some(Body::sent(&news().map(|new| CreateApiSecret::encode(&new))).or_form()),
            vec![Answer::success("Created", "The API secret as stored", &created)],
            &written,
        ),
        operation(
            "get",
            "/{identifier}",
            "readApiSecret",
            "Read one API secret, its client secret included; counts as a use",
            None,
            vec![Answer::success("Read", "The API secret", &read)],
            &readable,
        ),
        update_operation("put", "updateApiSecret"),
        update_operation("post", "updateApiSecretByPost"),
        operation(
            "post",
            &item(Activate::CHANGE),
            "activate",
            "Switch an API secret on",
            None,
            switched("Activated", &Activate::answer),
            &one,
        ),
        operation(
            "post",
            &item(Deactivate::CHANGE),
            "deactivate",
            "Switch an API secret off",
            None,
            switched("Deactivated", &|switched| Deactivate::answer_as(profile, switched)),
            &one,
        ),
    ]
}

fn identifier() -> Value {
    json!({
        "name": "identifier",
        "in": "path",
        "required": true,
        "schema": { "type": "string", "pattern": "^[0-9]{1,20}$" },
        "example": "43",
    })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": false,
        "description": "Only if the API secret still has this `version` of the inventory, in quotes; else 412, and nothing is changed.",
        "schema": { "type": "string" },
        "example": "\"7\"",
    })
}

fn shares(name: &str) -> Vec<Share> {
    [("", true), ("-2", false)]
        .map(|(suffix, can_edit)| Share { name: format!("{name}{suffix}"), can_edit })
        .into()
}

/// One API secret with everything, and one with as little as there can be; no text is the same.
fn entities() -> [ApiSecret; 2] {
    let full = ApiSecret {
        identifier: "43".to_owned(),
        texts: ApiSecretTexts::from_fn(|text| text.example().to_owned()),
        client_secret: Some(Secret::from("a-client-secret")),
        users_allowed: shares("maria"),
        groups_allowed: shares("operations"),
        shared_error: vec!["somebody".to_owned(), "nobody".to_owned()],
    };
    let least = ApiSecret {
        identifier: "44".to_owned(),
        texts: ApiSecretTexts {
            name: "Invoices".to_owned(),
            url: "invoices".to_owned(),
            client_id: "invoices".to_owned(),
            ..ApiSecretTexts::default()
        },
        ..ApiSecret::default()
    };
    [full, least]
}

/// A list with every flag in both states, and an empty one.
fn lists() -> [http::Response; 2] {
    let row = |ApiSecret { identifier, texts, .. }: ApiSecret, flag| ListedApiSecret {
        identifier,
        name: texts.name,
        need_justify: flag,
        need_approval: !flag,
        can_view: flag,
        can_write: !flag,
    };
    let [full, least] = entities();
    [ListApiSecrets::answer(&[row(full, true), row(least, false)]), ListApiSecrets::answer(&[])]
}

fn news() -> [NewApiSecret; 4] {
    let new = |entity: ApiSecret, other: &str, facts| NewApiSecret {
        texts: entity.texts.map(|text| text + other),
        client_secret: entity.client_secret.map(|secret| Secret::new(secret.expose().to_owned() + other)),
        users_allowed: Some(entity.users_allowed).filter(|users| !users.is_empty()),
        groups_allowed: Some(entity.groups_allowed).filter(|groups| !groups.is_empty()),
        facts,
    };
    let ([full, least], [other, _]) = (entities(), entities());
    let [one, two, three] = facts();
    let [_, bare] = entities();
    [new(full, "", one), new(other, "-2", two), new(least, "", three), new(bare, "", FactsChange::default())]
}

/// What only our server keeps: each of them in two ways, and left out.
fn facts() -> [FactsChange; 3] {
    let text = |text: &str| Some(Some(text.to_owned()));
    let (owner, expires_at) = (text("Payments team"), Some(Some(1_900_000_000)));
    let expires_note = text("Renew with the vendor");
    [
        FactsChange { owner, expires_at, expires_note, exposed: None },
        FactsChange {
            owner: text("Mail team"),
            expires_at: Some(Some(1_900_000_001)),
            expires_note: None,
            exposed: Some(true),
        },
        FactsChange { expires_note: text("Ask Maria"), exposed: Some(false), ..FactsChange::default() },
    ]
}

fn changes() -> Vec<ApiSecretUpdate> {
    let [full, other, least, _] = news().map(|new| ApiSecretChange {
        texts: new.texts.map(Some),
        client_secret: new.client_secret,
        users_allowed: new.users_allowed,
        groups_allowed: new.groups_allowed,
        facts: new.facts,
    });
    // Where it goes stands in the path, not in the body.
    let changes = [full, other, least, ApiSecretChange::default()].into_iter();
    changes
        .filter_map(|change| {
            Some(ApiSecretUpdate { identifier: Identifier::parse("43").ok()?, change, if_version: None })
        })
        .collect()
}
