//! Tokens are fetched once, renewed in time, and never confused with the call itself.

use futures_executor::block_on;
use futures_util::future::join_all;
use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::{Refusal, Switched};
use latchboard_contract::endpoint::{
    AccessToken, Activate, Credentials, Deactivate, ListApiSecrets, ListFilter, Token,
};
use latchboard_contract::error::Code;
use latchboard_contract::http::Response;
use latchboard_contract::validate::Identifier;

use crate::scripted::Scripted;

fn token(text: &str) -> Result<Response, Silence> {
    Ok(Token::answer(&AccessToken { token: Secret::from(text), expires_in: 3600 }))
}

fn vault(transport: &Scripted) -> Vault<&Scripted> {
    let credentials =
        Credentials { client_id: "id".into(), client_secret: Secret::from("secret"), tenant: None };
    Vault::new(transport, BaseUrl::same_origin(), credentials)
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
        transport.seconds.set(3600 - 59);
        assert!(vault.list(&filter).await.is_ok());
    });
    let bearers: Vec<_> = transport.asked.borrow().iter().filter_map(|(_, bearer)| bearer.clone()).collect();
    assert_eq!(bearers, ["Bearer one", "Bearer one", "Bearer one", "Bearer two"]);
}

#[test]
fn a_token_that_died_early_is_renewed_once() {
    let no_route = || Ok(Refusal::NoRoute.answer());
    let transport =
        Scripted::answering([token("one"), no_route(), token("two"), Ok(Deactivate::answer(Switched::Done))]);
    assert_eq!(block_on(vault(&transport).deactivate(&id())), Verdict::Done(()));

    let transport = Scripted::answering([token("one"), no_route(), token("two"), no_route()]);
    let verdict = block_on(vault(&transport).deactivate(&id()));
    assert!(matches!(verdict, Verdict::Refused(problem) if problem.code == Code::NotAuthorised));
}

#[test]
fn without_a_token_the_call_was_not_attempted() {
    for (answer, code) in [
        (Ok(Refusal::InvalidClient.answer()), Code::ClientRejected),
        (Err(Silence::NoAnswer), Code::ConnectionFailed),
        (Ok(Response::new(503)), Code::ServiceProblem),
    ] {
        let transport = Scripted::answering([answer]);
        let verdict = block_on(vault(&transport).activate(&id()));
        assert!(matches!(verdict, Verdict::NotAttempted(problem) if problem.code == code), "{code}");
        assert_eq!(transport.paths(), ["/api/oauth2/token"]);
    }
}

#[test]
fn a_switch_is_done_already_so_refused_or_unknown() {
    let activate = |answer| {
        let transport = Scripted::answering([token("one"), answer]);
        block_on(vault(&transport).activate(&id()))
    };
    assert_eq!(activate(Ok(Activate::answer(Switched::Done))), Verdict::Done(()));
    assert_eq!(activate(Ok(Activate::answer(Switched::AlreadySo))), Verdict::AlreadySo);
    assert!(
        matches!(activate(Ok(Refusal::NotFound.answer())), Verdict::Refused(problem) if problem.code == Code::NotFound)
    );
    assert!(matches!(activate(Ok(Refusal::Unexpected.answer())), Verdict::Unknown(_)));
    assert!(matches!(activate(Err(Silence::TimedOut)), Verdict::Unknown(_)));
}
