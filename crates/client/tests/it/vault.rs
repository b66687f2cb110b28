//! Tokens are fetched once, renewed in time, and never confused with the call itself.

use std::ops::ControlFlow;
use std::time::Duration;

use futures_executor::block_on;
use futures_util::future::join_all;
use latchboard_client::resolve::{Conclusion, Finding};
use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, KnownCapabilities, State, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::{Refusal, Switched};
use latchboard_contract::endpoint::{
    AccessToken, Activate, ApiSecret, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, Capabilities,
    CreateApiSecret, Credentials, Deactivate, Extension, FactsChange, Inventory, InventoryItem,
    InventoryQuery, ListApiSecrets, ListFilter, ListedApiSecret, NewApiSecret, ReadCapabilities,
    ReadInventory, RevokeToken, Token, UpdateApiSecret, Upstreams,
};
use latchboard_contract::error::Code;
use latchboard_contract::http::{JSON, Response};
use latchboard_contract::validate::Identifier;

use crate::scripted::{Scripted, known};

fn token(text: &str) -> Result<Response, Silence> {
    Ok(Token::answer(&AccessToken { token: Secret::from(text), expires_in: 3600 }))
}

fn vault(transport: &Scripted) -> Vault<&Scripted> {
    let credentials =
        Credentials { client_id: "id".into(), client_secret: Secret::from("secret"), tenant: None };
    Vault::new(transport, BaseUrl::same_origin(), credentials).with_known_capabilities(known(false))
}

/// Asks what the server offers.
fn asking(transport: &Scripted) -> Vault<&Scripted> {
    vault(transport).with_known_capabilities(KnownCapabilities::default())
}

fn id() -> Identifier {
    Identifier::parse("7").expect("digits")
}

#[test]
fn one_token_serves_many_calls_until_shortly_before_its_end() {
    let empty = || Ok(ListApiSecrets::answer(&[]));
    let transport = Scripted::answering([token("one"), empty(), empty(), empty(), token("two"), empty()]);
    let vault = vault(&transport);
    let filter = ListFilter::default();
    block_on(async {
        let lists = join_all([vault.list(&filter), vault.list(&filter), vault.list(&filter)]).await;
        assert!(lists.iter().all(Result::is_ok));
        transport.now.set(Duration::from_secs(3600 - 59));
        assert!(vault.list(&filter).await.is_ok());
    });
    let bearers: Vec<_> = transport.asked.borrow().iter().filter_map(|(_, bearer)| bearer.clone()).collect();
    assert_eq!(bearers, ["Bearer one", "Bearer one", "Bearer one", "Bearer two"]);
}

#[test]
fn who_has_signed_out_is_not_signed_in_again_by_a_call_that_was_under_way() {
    let empty = Ok(ListApiSecrets::answer(&[]));
    let transport = Scripted::answering([token("one"), Err(Silence::NoAnswer), token("two"), empty]);
    let vault = asking(&transport);
    block_on(async {
        assert!(vault.sign_in().await.is_ok());
        vault.sign_out().await;
        let asked = transport.asked.borrow().len();
        let list = vault.list(&ListFilter::default()).await;
        assert_eq!(list.err().map(|problem| problem.code), Some(Code::NotSignedIn));
        assert_eq!(transport.asked.borrow().len(), asked, "nothing was sent");
        assert!(vault.sign_in().await.is_ok() && vault.list(&ListFilter::default()).await.is_ok());
    });
}

#[test]
fn signing_out_ends_the_token_where_the_server_can_and_never_fails() {
    let offering = |extensions: &[Extension]| {
        let (version, extensions) = ("1".to_owned(), extensions.to_vec());
        let (profile, upstreams) = (None, Upstreams::default());
        let offered = Capabilities { version, extensions, profile, rehearsal: false, upstreams };
        Ok(ReadCapabilities::answer(&offered))
    };
    let asked = |answers: Vec<_>| {
        let transport = Scripted::answering([token("one")].into_iter().chain(answers));
        let vault = asking(&transport);
        block_on(async {
            vault.sign_out().await;
            assert!(vault.sign_in().await.is_ok());
            vault.sign_out().await;
            // Once.
            vault.sign_out().await;
        });
        transport.asked.take().split_off(1)
    };
    let (capabilities, revoke) = (ReadCapabilities::PATH.to_owned(), RevokeToken::PATH.to_owned());
    let ended = [(capabilities.clone(), None), (revoke, Some("Bearer one".to_owned()))];
    let offers = || offering(&[Extension::RevokeToken]);
    assert_eq!(asked(vec![offers(), Ok(RevokeToken::answer())]), ended);
    assert_eq!(asked(vec![offers(), Err(Silence::NoAnswer)]), ended);
    for not_offered in [offering(&[Extension::Find]), Ok(Refusal::NoRoute.answer()), Err(Silence::NoAnswer)] {
        assert_eq!(asked(vec![not_offered]), [(capabilities.clone(), None)]);
    }
}

#[test]
fn the_audit_log_is_handed_over_in_pieces_and_a_dead_token_is_renewed_once() {
    let lines = || Ok(Response::new(200).body(b"{}\n{}\n".to_vec()));
    let no_route = || Ok(Refusal::NoRoute.answer());
    let exported = |answers: Vec<_>| {
        let transport = Scripted::answering(answers);
        let mut text = Vec::new();
        let mut take = |piece: &[u8]| {
            text.extend_from_slice(piece);
            ControlFlow::Continue(())
        };
        let result = block_on(vault(&transport).export_audit(&mut take));
        let paths = transport.paths();
        (result.map_err(|problem| problem.code), String::from_utf8(text).expect("text"), paths.len())
    };
    assert_eq!(exported(vec![token("one"), lines()]), (Ok(()), "{}\n{}\n".into(), 2));
    let renewed = exported(vec![token("one"), no_route(), token("two"), lines()]);
    assert_eq!(renewed, (Ok(()), "{}\n{}\n".into(), 4), "nothing of a refusal is taken for a line");
    let refused = exported(vec![token("one"), no_route(), token("two"), no_route()]);
    assert_eq!(refused, (Err(Code::NotAuthorised), String::new(), 4));
    let no_access = exported(vec![token("one"), Ok(Refusal::NoAccess.answer())]);
    assert_eq!(no_access, (Err(Code::NoAccess), String::new(), 2));
    assert_eq!(exported(vec![token("one"), Err(Silence::NoAnswer)]).0, Err(Code::ConnectionFailed));
}

#[test]
fn a_token_that_died_early_is_renewed_once() {
    let no_route = || Ok(Refusal::NoRoute.answer());
    let transport =
        Scripted::answering([token("one"), no_route(), token("two"), Ok(Deactivate::answer(Switched::Done))]);
    assert_eq!(block_on(vault(&transport).switch(&id(), State::Inactive)), Verdict::Done(()));

    let transport = Scripted::answering([token("one"), no_route(), token("two"), no_route()]);
    let verdict = block_on(vault(&transport).switch(&id(), State::Inactive));
    assert!(matches!(verdict, Verdict::Refused(problem) if problem.code == Code::NotAuthorised));
}

#[test]
fn who_waited_for_a_sign_in_that_failed_hears_of_that_failure() {
    let transport =
        Scripted::answering([Ok(Refusal::InvalidClient.answer()), Ok(Refusal::InvalidClient.answer())]);
    let (vault, filter) = (vault(&transport), ListFilter::default());
    let lists = block_on(join_all([vault.list(&filter), vault.list(&filter), vault.list(&filter)]));
    assert!(
        lists.iter().all(|list| list.as_ref().is_err_and(|problem| problem.code == Code::ClientRejected))
    );
    assert_eq!(transport.paths().len(), 2, "one sign-in, in its two styles");
}

#[test]
fn a_token_is_asked_for_in_every_style_and_the_one_that_works_is_kept() {
    let no_route = || Ok(Refusal::NoRoute.answer());
    let rejected = || Ok(Refusal::InvalidClient.answer());
    let list = || Ok(ListApiSecrets::answer(&[]));
    let transport = Scripted::answering([no_route(), rejected(), token("one"), list(), token("two"), list()]);
    let (vault, filter) = (vault(&transport), ListFilter::default());
    block_on(async {
        assert!(vault.list(&filter).await.is_ok());
        transport.now.set(Duration::from_secs(4000));
        assert!(vault.list(&filter).await.is_ok());
    });
    let paths = transport.paths();
    let tokens: Vec<_> = paths.iter().filter(|path| path.contains("token")).collect();
    assert_eq!(tokens, ["/api/oauth2/token", "/iso/oauth2/token", "/iso/oauth2/token", "/iso/oauth2/token"]);
    let basic = |index: usize| transport.asked.borrow()[index].1.as_deref() == Some("Basic aWQ6c2VjcmV0");
    assert!(!basic(0) && !basic(1) && basic(2) && basic(4), "id:secret, by RFC 7617");
    assert!(paths.iter().all(|path| !path.contains("secret=")), "never in the query");
}

#[test]
fn wrong_credentials_are_told_even_when_the_other_path_is_missing() {
    let transport = Scripted::answering([
        Ok(Refusal::InvalidClient.answer()),
        Ok(Refusal::NoRoute.answer()),
        Ok(Refusal::NoRoute.answer()),
    ]);
    let problem = block_on(vault(&transport).sign_in()).unwrap_err();
    assert_eq!(problem.code, Code::ClientRejected);
}

#[test]
fn a_read_is_tried_three_times_in_all_with_growing_pauses() {
    let fails = || Err(Silence::NoAnswer);
    let transport =
        Scripted::answering([token("one"), fails(), Ok(Response::new(503)), Ok(ListApiSecrets::answer(&[]))]);
    assert!(block_on(vault(&transport).list(&ListFilter::default())).is_ok());
    assert_eq!(*transport.slept.borrow(), [Duration::from_secs(1), Duration::from_millis(1500)]);

    let transport = Scripted::answering([token("one"), fails(), fails(), fails()]);
    let problem = block_on(vault(&transport).list(&ListFilter::default())).unwrap_err();
    assert_eq!(problem.code, Code::ConnectionFailed);
}

#[test]
fn the_servers_own_pause_is_kept_unless_nobody_would_wait_for_it() {
    let limited = |seconds: &str| Ok(Response::new(429).header("retry-after", seconds));
    let transport = Scripted::answering([token("one"), limited("7"), Ok(ListApiSecrets::answer(&[]))]);
    assert!(block_on(vault(&transport).list(&ListFilter::default())).is_ok());
    assert_eq!(*transport.slept.borrow(), [Duration::from_secs(7)]);

    let transport = Scripted::answering([token("one"), limited("3600")]);
    let problem = block_on(vault(&transport).list(&ListFilter::default())).unwrap_err();
    assert_eq!((problem.code, problem.retry_after), (Code::RateLimited, Some(3600)));
}

#[test]
fn a_refusal_after_a_lost_reply_does_not_make_the_switch_refused() {
    let switch = |second| {
        let transport = Scripted::answering([token("one"), Err(Silence::NoAnswer), second]);
        block_on(vault(&transport).switch(&id(), State::Inactive))
    };
    assert_eq!(switch(Ok(Deactivate::answer(Switched::AlreadySo))), Verdict::AlreadySo);
    assert!(matches!(switch(Ok(Refusal::NoAccess.answer())), Verdict::Unknown(_)));
    assert!(
        matches!(switch(Ok(Refusal::NotFound.answer())), Verdict::Refused(problem) if problem.code == Code::NotFound)
    );
}

#[test]
fn a_creation_is_never_repeated_by_itself() {
    for lost in
        [Err(Silence::TimedOut), Err(Silence::NoAnswer), Ok(Response::new(502)), Ok(Response::new(504))]
    {
        let transport = Scripted::answering([token("one"), lost]);
        assert!(matches!(block_on(vault(&transport).create(&new(""))), Verdict::Unknown(_)));
    }
}

#[test]
fn a_creation_that_the_gateway_turned_away_goes_out_again_with_a_fresh_token() {
    let (no_route, made) = (|| Ok(Refusal::NoRoute.answer()), || Ok(CreateApiSecret::answer(&created())));
    let transport = Scripted::answering([token("one"), no_route(), token("two"), made()]);
    assert!(
        matches!(block_on(vault(&transport).create(&new(""))), Verdict::Done(made) if made.texts.name == "n")
    );

    // Once, and not after an answer that leaves open whether it was stored.
    let transport = Scripted::answering([token("one"), no_route(), token("two"), no_route()]);
    let refused = block_on(vault(&transport).create(&new("")));
    assert!(matches!(refused, Verdict::Refused(problem) if problem.code == Code::NotAuthorised));
    let transport = Scripted::answering([token("one"), no_route(), token("two"), Err(Silence::NoAnswer)]);
    assert!(matches!(block_on(vault(&transport).create(&new(""))), Verdict::Unknown(_)));
    let rejected = || Ok(Refusal::InvalidClient.answer());
    let transport = Scripted::answering([token("one"), no_route(), rejected(), rejected()]);
    let verdict = block_on(vault(&transport).create(&new("")));
    // It was sent, so it is refused, by whatever was said last.
    assert!(matches!(verdict, Verdict::Refused(problem) if problem.code == Code::ClientRejected));
    let silent = || Err(Silence::NoAnswer);
    let transport = Scripted::answering([token("one"), no_route(), silent(), silent(), silent()]);
    let verdict = block_on(vault(&transport).switch(&id(), State::Inactive));
    assert!(matches!(verdict, Verdict::Refused(problem) if problem.code == Code::NotAuthorised));
}

#[test]
fn without_a_token_the_call_was_not_attempted() {
    type Answer = fn() -> Result<Response, Silence>;
    let cases: [(Answer, Code, usize); 3] = [
        (|| Ok(Refusal::InvalidClient.answer()), Code::ClientRejected, 2),
        (|| Err(Silence::NoAnswer), Code::ConnectionFailed, 3),
        (|| Ok(Response::new(500)), Code::ServiceProblem, 1),
    ];
    for (answer, code, attempts) in cases {
        let transport = Scripted::answering((0..attempts).map(|_| answer()));
        let verdict = block_on(vault(&transport).switch(&id(), State::Active));
        assert!(matches!(verdict, Verdict::NotAttempted(problem) if problem.code == code), "{code}");
        assert_eq!(transport.paths(), vec!["/api/oauth2/token"; attempts]);
    }
}

#[test]
fn a_switch_is_done_already_so_refused_or_unknown() {
    let activate = |answer| {
        let transport = Scripted::answering([token("one"), answer]);
        block_on(vault(&transport).switch(&id(), State::Active))
    };
    assert_eq!(activate(Ok(Activate::answer(Switched::Done))), Verdict::Done(()));
    assert_eq!(activate(Ok(Activate::answer(Switched::AlreadySo))), Verdict::AlreadySo);
    assert!(
        matches!(activate(Ok(Refusal::NotFound.answer())), Verdict::Refused(problem) if problem.code == Code::NotFound)
    );
    assert!(matches!(activate(Ok(Refusal::Unexpected.answer())), Verdict::Unknown(_)));
}

fn new(identifier_code: &str) -> NewApiSecret {
    let body = format!(r#"{{"name":"n","url":"u","client_id":"c","identifier_code":"{identifier_code}"}}"#);
    CreateApiSecret::accept(JSON, body.as_bytes()).expect("a new API secret")
}

fn created() -> ApiSecret {
    let texts = ApiSecretTexts { name: "n".into(), ..ApiSecretTexts::default() };
    ApiSecret { identifier: "7".into(), texts, ..ApiSecret::default() }
}

fn row(name: &str) -> ListedApiSecret {
    ListedApiSecret {
        identifier: "7".into(),
        name: name.into(),
        need_justify: false,
        need_approval: false,
        can_view: true,
        can_write: true,
    }
}

#[test]
fn a_lost_creation_is_looked_up_and_what_was_there_before_is_not_taken_for_it() {
    let resolve = |code: &str, rows: &[ListedApiSecret], before: Option<&[&str]>| {
        let transport = Scripted::answering([token("one"), Ok(ListApiSecrets::answer(rows))]);
        let was_there = |identifier: &str| before.is_some_and(|before| before.contains(&identifier));
        let was_there: Option<&dyn Fn(&str) -> bool> = if before.is_some() { Some(&was_there) } else { None };
        let Conclusion::Settled(finding) = block_on(vault(&transport).resolve_create(&new(code), was_there))
        else {
            panic!("settled")
        };
        (finding, transport.paths().pop().unwrap())
    };
    let (found, path) = resolve("code-1", &[row("n")], Some(&["1"]));
    assert_eq!(found, Finding::AsAsked);
    assert!(path.ends_with("?identifier_code=code-1"));
    let finding = |code, rows: &[_], before| resolve(code, rows, before).0;
    assert_eq!(finding("code-1", &[row("n")], Some(&["1", "7"])), Finding::NotMade, "it is older");
    assert_eq!(finding("code-1", &[row("n")], None), Finding::PerhapsMade, "nobody knows how old it is");
    assert_eq!(finding("", &[row("n")], Some(&["1"])), Finding::PerhapsMade, "names are not unique");
    assert_eq!(finding("", &[row("n")], Some(&["7"])), Finding::NotMade);
    assert_eq!(finding("", &[row("other")], Some(&[])), Finding::NotMade);
    assert_eq!(finding("", &[row("other")], None), Finding::NotMade);
}

#[test]
fn a_lost_switch_is_asked_again_and_settled() {
    let transport = Scripted::answering([token("one"), Ok(Deactivate::answer(Switched::AlreadySo))]);
    let (answer, found) = block_on(vault(&transport).resolve_switch(&id(), State::Inactive, None));
    assert_eq!((answer, found), (Verdict::AlreadySo, Conclusion::Settled(Finding::AsAsked)));
}

#[test]
fn an_update_is_sent_once_and_never_empties_what_is_required() {
    let update = |name: &str| ApiSecretUpdate {
        identifier: id(),
        change: ApiSecretChange {
            texts: ApiSecretTexts { name: Some(name.into()), ..ApiSecretTexts::default() },
            ..ApiSecretChange::default()
        },
        if_version: None,
    };
    let transport = Scripted::answering([token("one"), Err(Silence::NoAnswer)]);
    assert!(matches!(block_on(vault(&transport).update(&update("x"))), Verdict::Unknown(_)));
    let transport = Scripted::default();
    let verdict = block_on(vault(&transport).update(&update(" ")));
    assert!(matches!(verdict, Verdict::NotAttempted(problem) if problem.code == Code::FieldMissing));
}

#[test]
fn what_vendors_do_not_keep_is_told_to_nobody_but_who_says_that_it_does() {
    let offering = |extensions: &[Extension]| {
        let (version, extensions) = ("1".to_owned(), extensions.to_vec());
        let (profile, upstreams) = (None, Upstreams::default());
        Ok(ReadCapabilities::answer(&Capabilities {
            version,
            extensions,
            profile,
            rehearsal: false,
            upstreams,
        }))
    };
    let nobody = || Ok(Refusal::NoRoute.answer());
    let stored =
        || Ok(CreateApiSecret::answer(&ApiSecret { identifier: "7".into(), ..ApiSecret::default() }));
    let facts = || FactsChange { owner: Some(Some("Payments".into())), ..FactsChange::default() };
    let text = || "x".to_owned();
    let texts = ApiSecretTexts { name: text(), url: text(), client_id: text(), ..ApiSecretTexts::default() };
    let new = NewApiSecret { texts, facts: facts(), ..NewApiSecret::default() };
    let update = |facts| ApiSecretUpdate {
        identifier: id(),
        change: ApiSecretChange { facts, ..ApiSecretChange::default() },
        if_version: None,
    };
    let of_ours = || offering(&[Extension::Inventory]);
    let of_an_older_one = || offering(&[Extension::Find]);
    let offers: [&dyn Fn() -> Result<Response, Silence>; 3] = [&of_ours, &of_an_older_one, &nobody];
    for (number, offered) in offers.into_iter().enumerate() {
        // It is asked once.
        let transport = Scripted::answering([offered(), token("one"), stored(), stored()]);
        let vault = asking(&transport);
        assert!(matches!(block_on(vault.create(&new)), Verdict::Done(_)));
        assert!(matches!(block_on(vault.update(&update(facts()))), Verdict::Done(_)));
        let bodies = transport.bodies.take();
        assert_eq!(
            bodies.iter().filter(|body| body.contains("Payments")).count(),
            if number == 0 { 2 } else { 0 }
        );
    }
    // Without a word of it nothing is sent, and it is asked again the next time.
    let transport = Scripted::answering([Err(Silence::TimedOut), of_ours(), token("one"), stored()]);
    let vault = asking(&transport);
    let first = block_on(vault.create(&new));
    assert!(matches!(first, Verdict::NotAttempted(problem) if problem.code == Code::TimedOut));
    assert!(matches!(block_on(vault.create(&new)), Verdict::Done(_)));
    // Nobody is asked where there is nothing to tell.
    let transport = Scripted::answering([token("one"), stored()]);
    let unchanged = block_on(self::vault(&transport).update(&update(FactsChange::default())));
    assert!(matches!(unchanged, Verdict::Done(_)));
}

#[test]
fn a_change_is_bound_to_a_version_only_where_the_server_counts_them() {
    let update =
        ApiSecretUpdate { identifier: id(), change: ApiSecretChange::default(), if_version: Some(7) };
    let stored =
        || Ok(UpdateApiSecret::answer(&ApiSecret { identifier: "7".into(), ..ApiSecret::default() }));
    for (extension, expected) in
        [(Extension::Inventory, Some(("if-match", "\"7\"".to_owned()))), (Extension::Find, None)]
    {
        let (version, upstreams) = ("1".to_owned(), Upstreams::default());
        let offered =
            Capabilities { version, extensions: vec![extension], profile: None, rehearsal: false, upstreams };
        let transport = Scripted::answering([Ok(ReadCapabilities::answer(&offered)), token("one"), stored()]);
        assert!(matches!(block_on(asking(&transport).update(&update)), Verdict::Done(_)));
        assert_eq!(transport.conditions.take(), Vec::from_iter(expected));
    }
}

#[test]
fn an_inventory_that_is_known_is_not_told_again() {
    let told = ReadInventory::answer(&Inventory::default()).header("etag", "W/\"1\"");
    let transport = Scripted::answering([token("one"), Ok(told), Ok(Response::new(304))]);
    let vault = vault(&transport);
    let (query, known) = (InventoryQuery::default(), Some("W/\"1\"".to_owned()));
    let first = block_on(vault.inventory_unless(&query, None));
    assert_eq!(first, Ok(Some((Inventory::default(), known.clone()))));
    assert_eq!(block_on(vault.inventory_unless(&query, known.as_deref())), Ok(None));
    assert_eq!(transport.conditions.take(), [("if-none-match", "W/\"1\"".to_owned())]);
}

#[test]
fn one_item_of_the_inventory_is_asked_for_by_what_stands_before_it() {
    let (version, upstreams) = ("1".to_owned(), Upstreams::default());
    let extensions = vec![Extension::Inventory];
    let offered = Capabilities { version, extensions, profile: None, rehearsal: false, upstreams };
    let told = |identifier: &str| {
        let item =
            InventoryItem { identifier: identifier.to_owned(), version: 3, ..InventoryItem::default() };
        Ok(ReadInventory::answer(&Inventory { api_secrets: vec![item], next: None }))
    };
    let transport =
        Scripted::answering([Ok(ReadCapabilities::answer(&offered)), token("one"), told("7"), told("8")]);
    let vault = asking(&transport);
    assert_eq!(block_on(vault.inventory_item(&id())).unwrap().unwrap().version, 3);
    assert_eq!(block_on(vault.inventory_item(&id())), Ok(None), "there is only the one behind it");
    let asked = transport.paths();
    assert_eq!(asked.last().unwrap(), "/api/latchboard/v1/inventory?after=6&limit=1");
}

#[test]
fn what_a_server_offers_is_asked_anew_and_no_silence_is_a_no() {
    let inventory = || {
        Ok(ReadCapabilities::answer(&Capabilities {
            version: "1".to_owned(),
            extensions: vec![Extension::Inventory],
            profile: None,
            rehearsal: false,
            upstreams: Upstreams::default(),
        }))
    };
    let extensions = |vault: &Vault<&Scripted>| {
        block_on(vault.capabilities()).map(|offered| offered.map(|offered| offered.extensions))
    };
    // A proxy without a server behind it says nothing of the server.
    for failure in [Err(Silence::TimedOut), Ok(Response::new(503)), Ok(Response::new(520))] {
        let transport = Scripted::answering([
            failure,
            inventory(),
            Err(Silence::NoAnswer),
            Ok(Response::new(500)),
            Ok(Response::new(200).body(b"<html>back soon".to_vec())),
            Ok(Refusal::NoRoute.answer()),
        ]);
        let vault = asking(&transport);
        let first = extensions(&vault);
        let known = if first.is_ok() { first } else { extensions(&vault) };
        assert_eq!(known, Ok(Some(vec![Extension::Inventory])));
        // It said so before, and a page of a proxy takes nothing of it back.
        for _ in 0..3 {
            assert_eq!(extensions(&vault), Ok(Some(vec![Extension::Inventory])));
        }
        // Somebody else is there now.
        assert_eq!(extensions(&vault), Ok(None));
    }
    let transport = Scripted::answering([Ok(Response::new(500))]);
    assert_eq!(extensions(&asking(&transport)), Ok(None), "what some vendors make of any other address");
}
