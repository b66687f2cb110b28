//! The client's conversation with a real server, over whatever transport it is given. The same
//! lines run natively and in a browser.

use latchboard_client::bulk::{Bulk, CONCURRENCY, Ended};
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_client::{
    BaseUrl, CancellationToken, KnownCapabilities, LocationHistory, Pace, State, Transport, Vault, Verdict,
    capabilities, health,
};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{
    ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, Consent, CreateApiSecret, Credentials, EndpointId,
    Extension, FactsChange, InventoryQuery, ListFilter, NewApiSecret,
};
use latchboard_contract::error::Code;
use latchboard_contract::http::JSON;
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

/// A fresh server and the credentials that it printed.
pub(crate) struct Live {
    pub(crate) base: BaseUrl,
    pub(crate) api_key: Secret,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
}

fn code<T>(verdict: &Verdict<T>) -> Code {
    let Verdict::Refused(problem) = verdict else { panic!("not refused: {:?}", verdict.problem()) };
    problem.code
}

/// Register, change, regenerate: each outcome that the documents name.
pub(crate) async fn the_life_of_an_admin_key<T: Transport>(transport: &T, live: &Live) {
    let (first, second) = (Secret::from("the first secret"), Secret::from("the second \"secret\" é"));
    let (pace, keys) = (Pace::default(), KnownCapabilities::default());
    let client =
        LocationHistory { transport, base: &live.base, api_key: &live.api_key, pace: &pace, known: &keys };
    let service = Service::LocationHistory;

    assert_eq!(code(&client.regenerate_key(service, &first).await), Code::SecretRejected);
    let Verdict::Done(key) = client.register(service, &first).await else { panic!("registered") };
    assert_eq!(key.0.expose().len(), 48);

    assert!(
        client
            .settings(service, &key.0)
            .await
            .is_ok_and(|read| read.account_settings.max_objects == Some(1000))
    );
    let consent = Consent { positions: Some(true), transitions: None };
    assert_eq!(client.change_settings(service, &key.0, consent).await, Verdict::Done(consent));

    // As if the answer had been lost: the documented questions lead to the truth.
    let again = client.register(service, &first).await;
    assert_eq!(code(&again), Code::AlreadyRegistered);
    let next = Question::SameAgain.conclude(EndpointId::Register, &again);
    assert_eq!(next, Conclusion::Ask(Question::ClaimRegistration));
    let claimed = client.regenerate_key(service, &first).await;
    let found = Question::ClaimRegistration.conclude(EndpointId::Register, &claimed);
    assert_eq!(found, Conclusion::Settled(Finding::AsAsked));

    let dead = client.settings(service, &key.0).await.expect_err("the old admin key is dead");
    assert_eq!(dead.code, Code::AdminKeyRejected);

    let Verdict::Done(updated) = client.update_secret(service, &first, &second).await else {
        panic!("changed")
    };
    assert!(updated.admin_key.is_none(), "204 by default");
    let dead = client.update_secret(service, &first, &second).await;
    let next = Question::SameAgain.conclude(EndpointId::UpdateSecret, &dead);
    assert_eq!(next, Conclusion::Ask(Question::ConfirmNewSecret));
    assert!(matches!(client.regenerate_key(service, &second).await, Verdict::Done(_)));

    let wrong = Secret::from("not-the-api-key");
    let stranger = LocationHistory { api_key: &wrong, ..client };
    assert_eq!(code(&stranger.register(service, &first).await), Code::ApiKeyRejected);
}

fn vault<T: Transport>(transport: T, live: &Live, client_secret: &Secret) -> Vault<T> {
    let client_secret = client_secret.duplicate();
    let credentials = Credentials { client_id: live.client_id.clone(), client_secret, tenant: None };
    Vault::new(transport, live.base.clone(), credentials)
}

fn new(name: &str) -> NewApiSecret {
    let text =
        format!(r#"{{"name":"{name}","url":"www.url.com","client_id":"app","client_secret":"sk_live"}}"#);
    CreateApiSecret::accept(JSON, text.as_bytes()).expect("a new API secret")
}

/// Sign in, store, list, read, switch one and many.
pub(crate) async fn the_life_of_api_secrets<T: Transport + Copy>(transport: T, live: &Live) {
    let refused = vault(transport, live, &Secret::from("wrong")).sign_in().await;
    assert_eq!(refused.map_err(|problem| problem.code), Err(Code::ClientRejected));

    let vault = vault(transport, live, &live.client_secret);
    assert_eq!(vault.list(&ListFilter::default()).await.map(|rows| rows.len()), Ok(0));
    let mut identifiers = Vec::new();
    for number in 0..12 {
        let Verdict::Done(stored) = vault.create(&new(&format!("secret {number}"))).await else {
            panic!("stored")
        };
        identifiers.push(Identifier::parse(&stored.identifier).expect("digits"));
    }
    let rows = vault.list(&ListFilter::default()).await.expect("a list");
    assert!(rows.len() == 12 && rows.iter().all(|row| row.can_write));

    let offered = capabilities(&transport, &live.base).await.expect("an answer").expect("our own server");
    assert!(offered.extensions.contains(&Extension::Find) && !offered.rehearsal);
    let found = vault.find(&[FullFingerprint::of(&Secret::from("sk_live"))]).await.expect("an answer");
    let found_identifiers: Vec<_> = found.found[0].iter().map(|it| it.identifier.as_str()).collect();
    assert_eq!(found_identifiers, identifiers.iter().map(Identifier::as_str).collect::<Vec<_>>());
    assert!(found.complete && found.sees_all && found.found[0].iter().all(|it| it.active && it.can_write));
    let found = vault.find(&[FullFingerprint::of(&Secret::from("sk_live "))]).await.expect("an answer");
    assert!(found.found[0].is_empty() && found.complete);

    let first = &identifiers[0];
    assert!(offered.extensions.contains(&Extension::Inventory));
    let facts = FactsChange { owner: Some(Some("Payments".into())), ..FactsChange::default() };
    let owned = ApiSecretUpdate {
        identifier: first.clone(),
        change: ApiSecretChange { facts, ..ApiSecretChange::default() },
        if_version: vault.inventory_item(first).await.expect("an answer").map(|item| item.version),
    };
    assert!(matches!(vault.update(&owned).await, Verdict::Done(_)));
    let again = vault.update(&owned).await;
    assert!(matches!(again, Verdict::Refused(problem) if problem.code == Code::ChangedMeanwhile));
    let query = InventoryQuery { limit: Some(2), ..InventoryQuery::default() };
    let page = vault.inventory(&query).await.expect("an answer");
    assert_eq!(
        (page.api_secrets.len(), page.next.map(|next| next.to_string())),
        (2, Some(identifiers[1].as_str().into()))
    );
    assert!(page.api_secrets[0].active && page.api_secrets[0].owner.as_deref() == Some("Payments"));

    assert!(vault.read(first).await.is_ok_and(|read| read.client_secret == Some(Secret::from("sk_live"))));
    let texts = ApiSecretTexts { name: Some("renamed".into()), ..ApiSecretTexts::default() };
    let change = ApiSecretChange { texts, ..ApiSecretChange::default() };
    let update = ApiSecretUpdate { identifier: first.clone(), change, if_version: None };
    assert!(matches!(vault.update(&update).await, Verdict::Done(updated) if updated.texts.name == "renamed"));
    let kept = vault.read(first).await.expect("still there");
    assert!(kept.client_secret == Some(Secret::from("sk_live")), "what was not sent stays");
    assert_eq!(vault.switch(first, State::Inactive).await, Verdict::Done(()));
    assert_eq!(vault.switch(first, State::Inactive).await, Verdict::AlreadySo);
    assert_eq!(vault.read(first).await.err().map(|problem| problem.code), Some(Code::Inactive));
    assert_eq!(vault.switch(first, State::Active).await, Verdict::Done(()));
    let unknown = Identifier::parse("999999").expect("digits");
    assert_eq!(code(&vault.switch(&unknown, State::Inactive).await), Code::NotFound);

    let mut bulk = Bulk::new(State::Inactive, identifiers.iter().cloned().chain([unknown]));
    assert_eq!(bulk.run(&vault, CONCURRENCY, &CancellationToken::new(), |_| ()).await, Ended::Complete);
    assert_eq!((bulk.counts().done, bulk.counts().refused), (12, 1));
    let mut undo = bulk.undo();
    assert_eq!(undo.run(&vault, CONCURRENCY, &CancellationToken::new(), |_| ()).await, Ended::Complete);
    assert_eq!(undo.counts().done, 12);
}

/// Whoever answers, answers; and where nobody does, nothing is claimed.
pub(crate) async fn a_server_that_is_not_there<T: Transport + Copy>(
    transport: T,
    live: &Live,
    nowhere: &BaseUrl,
) {
    assert_eq!(health(&transport, &live.base).await.ok(), Some(200));
    let problem = health(&transport, nowhere).await.expect_err("nobody answers");
    assert!(matches!(problem.code, Code::Unreachable | Code::ConnectionFailed), "{}", problem.code);
    let (pace, keys, secret) = (Pace::default(), KnownCapabilities::default(), Secret::from("a secret"));
    let client = LocationHistory {
        transport: &transport,
        base: nowhere,
        api_key: &live.api_key,
        pace: &pace,
        known: &keys,
    };
    let verdict = client.register(Service::Geofencing, &secret).await;
    assert!(matches!(verdict, Verdict::NotAttempted(_) | Verdict::Unknown(_)));
}
