//! The rows of the error catalogue that only the client makes are all made by its calls, and no others.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_executor::block_on;
use latchboard_client::bulk::Bulk;
use latchboard_client::transport::{Silence, health};
use latchboard_client::{
    BaseUrl, KnownCapabilities, LocationHistory, Pace, State, Transport, Vault, capabilities,
};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{
    AccessToken, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, AuditQuery, Consent, Credentials,
    EndpointId, InventoryQuery, ListFilter, NewApiSecret, Token,
};
use latchboard_contract::error::{Code, Problem, catalogue};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

/// The same silence to every call but a sign-in on the way to another call.
struct Silent {
    silence: Silence,
    signs_in: bool,
}

impl Transport for Silent {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        if self.signs_in && request.endpoint == EndpointId::Token {
            return Ok(Token::answer(&AccessToken { token: Secret::from("t"), expires_in: 3600 }));
        }
        Err(self.silence)
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}

    fn chance(&self) -> f64 {
        0.0
    }
}

fn id() -> Identifier {
    Identifier::parse("7").expect("digits")
}

fn update(name: &str) -> ApiSecretUpdate {
    let texts = ApiSecretTexts { name: Some(name.into()), ..ApiSecretTexts::default() };
    let change = ApiSecretChange { texts, ..ApiSecretChange::default() };
    ApiSecretUpdate { identifier: id(), change, if_version: None }
}

fn new(text: &str) -> NewApiSecret {
    let text = text.to_owned();
    let texts = ApiSecretTexts {
        name: text.clone(),
        url: text.clone(),
        client_id: text,
        ..ApiSecretTexts::default()
    };
    NewApiSecret { texts, ..NewApiSecret::default() }
}

/// Makes every call of location history once; an empty admin key is not sent.
async fn configuration(transport: &Silent, admin_key: &str) -> Vec<Option<Problem>> {
    let (base, pace, keys) = (BaseUrl::same_origin(), Pace::default(), KnownCapabilities::default());
    let api_key = Secret::from("key");
    let (admin_key, old, new) =
        (Secret::from(admin_key), Secret::from("the old one"), Secret::from("the new one"));
    let service = Service::LocationHistory;
    let consent = Consent { positions: Some(true), transitions: None };
    // The clock stands still, so each call gets a pace of its own.
    let client = LocationHistory { transport, base: &base, api_key: &api_key, pace: &pace, known: &keys };
    let mut problems = vec![
        client.register(service, &old).await.problem().cloned(),
        client.update_secret(service, &old, &new).await.problem().cloned(),
        client.regenerate_key(service, &old).await.problem().cloned(),
        client.change_settings(service, &admin_key, consent).await.problem().cloned(),
        health(transport, &base).await.err(),
        capabilities(transport, &base).await.err(),
    ];
    let others = Pace::default();
    let client = LocationHistory { pace: &others, ..client };
    problems.push(client.settings(service, &admin_key).await.err());
    problems
}

/// Makes every call of the vault once; empty texts are not sent.
async fn vault(transport: &Silent, text: &str) -> Vec<Option<Problem>> {
    let credentials = Credentials { client_id: "id".into(), client_secret: Secret::from("s"), tenant: None };
    let vault = Vault::new(transport, BaseUrl::same_origin(), credentials);
    vec![
        vault.sign_in().await.err(),
        vault.list(&ListFilter::default()).await.err(),
        vault.find(&[FullFingerprint::of(&Secret::from(text))]).await.err(),
        vault.index().await.err(),
        vault.inventory(&InventoryQuery::default()).await.err(),
        vault.audit(&AuditQuery::default()).await.err(),
        vault.read(&id()).await.err(),
        vault.create(&new(text)).await.problem().cloned(),
        vault.update(&update(text)).await.problem().cloned(),
        vault.switch(&id(), State::Active).await.problem().cloned(),
        vault.switch(&id(), State::Inactive).await.problem().cloned(),
    ]
}

#[test]
fn every_row_that_only_the_client_makes_is_made_by_a_call() {
    let mut made: Vec<Option<Problem>> = Vec::new();
    for silence in [Silence::NotSent, Silence::NoAnswer, Silence::TimedOut] {
        for signs_in in [true, false] {
            let transport = Silent { silence, signs_in };
            made.extend(block_on(vault(&transport, "text")));
        }
        made.extend(block_on(configuration(&Silent { silence, signs_in: true }, "the admin key")));
    }
    // What is empty is not sent, so only that is asked of these.
    let transport = Silent { silence: Silence::NoAnswer, signs_in: true };
    made.extend(block_on(vault(&transport, "")));
    made.extend(block_on(configuration(&transport, "")));
    for state in [State::Active, State::Inactive] {
        let never_begun = Bulk::new(state, [id()]);
        made.extend(never_begun.verdicts().map(|(_, verdict)| verdict.problem().cloned()));
    }

    let codes =
        [Code::FieldMissing, Code::Stopped, Code::Unreachable, Code::ConnectionFailed, Code::TimedOut];
    let name = |code: Code, endpoint: EndpointId| format!("{code} at {endpoint:?}");
    let made: BTreeSet<_> =
        made.into_iter().flatten().map(|problem| name(problem.code, problem.endpoint)).collect();
    let listed: BTreeSet<_> = catalogue::pairs()
        .filter(|(code, _)| codes.contains(code))
        .map(|(code, endpoint)| name(code, endpoint))
        .collect();
    assert_eq!(made, listed);
}
