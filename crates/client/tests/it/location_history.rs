//! Register, update and regenerate end in the right verdict.

use std::time::Duration;

use futures_executor::block_on;
use futures_util::future::join_all;
use latchboard_client::resolve::{Conclusion, Finding, Lost, LostCall, Question};
use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, LocationHistory, Pace, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::Consent;
use latchboard_contract::endpoint::configuration::{AdminKey, Refusal, Service};
use latchboard_contract::error::Code;
use latchboard_contract::http::Response;

use crate::scripted::{Scripted, answer, known};

fn register(answer: Result<Response, Silence>) -> Verdict<AdminKey> {
    let transport = Scripted::answering([answer]);
    let (base, key, secret) = (BaseUrl::same_origin(), Secret::from("key"), Secret::from("a good secret"));
    let client = LocationHistory {
        transport: &transport,
        base: &base,
        api_key: &key,
        pace: &Pace::default(),
        known: &known(false),
    };
    block_on(client.register(Service::LocationHistory, &secret))
}

#[test]
fn a_lost_reply_is_unknown_and_a_connection_that_never_was_is_not_attempted() {
    assert!(
        matches!(register(Err(Silence::NoAnswer)), Verdict::Unknown(problem) if problem.code == Code::ConnectionFailed)
    );
    assert!(
        matches!(register(Err(Silence::TimedOut)), Verdict::Unknown(problem) if problem.code == Code::TimedOut)
    );
    assert!(
        matches!(register(Err(Silence::NotSent)), Verdict::NotAttempted(problem) if problem.code == Code::Unreachable)
    );
}

#[test]
fn answers_become_verdicts() {
    assert!(
        matches!(register(answer(200, r#"{"adminKey":"k"}"#)), Verdict::Done(key) if key.0 == Secret::from("k"))
    );
    assert!(
        matches!(register(Ok(Refusal::AlreadyRegistered.answer())), Verdict::Refused(problem) if problem.code == Code::AlreadyRegistered)
    );
    assert!(matches!(register(Ok(Refusal::Internal.answer())), Verdict::Unknown(_)));
    assert!(matches!(register(answer(200, "<html>")), Verdict::Unknown(_)));
}

#[test]
fn update_is_done_when_the_answer_is_204() {
    let transport = Scripted::answering([answer(204, "")]);
    let (base, key) = (BaseUrl::same_origin(), Secret::from("key"));
    let client = LocationHistory {
        transport: &transport,
        base: &base,
        api_key: &key,
        pace: &Pace::default(),
        known: &known(false),
    };
    let (old, new) = (Secret::from("the old one"), Secret::from("the new one"));
    let verdict = block_on(client.update_secret(Service::LocationHistory, &old, &new));
    assert!(matches!(verdict, Verdict::Done(updated) if updated.admin_key.is_none()));
    assert_eq!(transport.paths(), ["/locationHistory/1/updateSecret?key=key"]);
}

#[test]
fn bad_input_is_not_sent() {
    let transport = Scripted::default();
    let base = BaseUrl::same_origin();
    let call = |key: &str, old: &str, new: &str| {
        let key = Secret::from(key);
        let client = LocationHistory {
            transport: &transport,
            base: &base,
            api_key: &key,
            pace: &Pace::default(),
            known: &known(false),
        };
        let verdict =
            block_on(client.update_secret(Service::LocationHistory, &Secret::from(old), &Secret::from(new)));
        let Verdict::NotAttempted(problem) = verdict else { panic!("sent") };
        problem.code
    };
    assert_eq!(call("", "a", "b"), Code::ApiKeyMissing);
    assert_eq!(call("k", "", "b"), Code::SecretEmpty);
    assert_eq!(call("k", "a", "b\n"), Code::SecretControlCharacter);
    assert_eq!(call("k", "a", "a"), Code::SecretUnchanged);
    assert!(transport.paths().is_empty());
}

#[test]
fn a_clock_that_is_set_back_holds_no_call_up() {
    let transport = Scripted::answering((0..6).map(|_| Ok(Refusal::SecretInvalid.answer())));
    let (base, pace, secret) = (BaseUrl::same_origin(), Pace::default(), Secret::from("a good secret"));
    let (keys, key) = (known(false), Secret::from("key"));
    let client =
        LocationHistory { transport: &transport, base: &base, api_key: &key, pace: &pace, known: &keys };
    transport.now.set(Duration::from_hours(2));
    block_on(async {
        for _ in 0..5 {
            client.regenerate_key(Service::LocationHistory, &secret).await;
        }
        transport.now.set(Duration::from_hours(1));
        client.regenerate_key(Service::LocationHistory, &secret).await;
    });
    assert_eq!(*transport.slept.borrow(), []);
}

#[test]
fn one_api_key_makes_at_most_five_calls_per_second_and_another_is_not_held_up() {
    let transport = Scripted::answering((0..13).map(|_| Ok(Refusal::SecretInvalid.answer())));
    let (base, pace, secret) = (BaseUrl::same_origin(), Pace::default(), Secret::from("a good secret"));
    let keys = known(false);
    let (key, other) = (Secret::from("key"), Secret::from("other"));
    let client =
        |api_key| LocationHistory { transport: &transport, base: &base, api_key, pace: &pace, known: &keys };
    block_on(async {
        join_all(
            (0..12).map(|_| async { client(&key).regenerate_key(Service::LocationHistory, &secret).await }),
        )
        .await;
        assert_eq!(
            transport.now.get(),
            Duration::from_secs(2),
            "5 at once, 5 a second later, 2 after another"
        );
        client(&other).regenerate_key(Service::LocationHistory, &secret).await;
        assert_eq!(transport.now.get(), Duration::from_secs(2));
    });
}

#[test]
fn without_a_key_a_configuration_call_is_never_repeated_by_itself() {
    for answer in [Err(Silence::NoAnswer), answer(429, ""), answer(503, "")] {
        let transport = Scripted::answering([answer]);
        let (base, key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
        let keys = known(false);
        let client =
            LocationHistory { transport: &transport, base: &base, api_key: &key, pace: &pace, known: &keys };
        block_on(client.register(Service::LocationHistory, &Secret::from("a good secret")));
        assert_eq!(transport.paths().len(), 1);
    }
}

#[test]
fn a_lost_change_is_resolved_by_the_documented_questions() {
    let (old, new) = (Secret::from("the old one"), Secret::from("the new one"));
    let call = LostCall::UpdateSecret { secret: &old, new_secret: &new };
    let lost = Lost { service: Service::LocationHistory, call, key: None };
    let transport =
        Scripted::answering([Ok(Refusal::SecretInvalid.answer()), answer(200, r#"{"adminKey":"k"}"#)]);
    let (base, key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
    let keys = known(false);
    let client =
        LocationHistory { transport: &transport, base: &base, api_key: &key, pace: &pace, known: &keys };
    let first = Question::first(call.endpoint(), None).unwrap();
    let (_, next) = block_on(client.ask(first, &lost)).unwrap();
    assert_eq!(next, Conclusion::Ask(Question::ConfirmNewSecret));
    let (answer, found) = block_on(client.ask(Question::ConfirmNewSecret, &lost)).unwrap();
    assert_eq!(found, Conclusion::Settled(Finding::AsAsked));
    assert!(
        matches!(answer, Verdict::Done(Some(key)) if key.0 == Secret::from("k")),
        "the new admin key is not lost"
    );
    let paths = transport.paths();
    assert!(paths[0].contains("updateSecret") && paths[1].contains("regenerateKey"));
    assert!(
        block_on(client.ask(Question::ClaimRegistration, &lost)).is_none(),
        "a question about another call"
    );
}

#[test]
fn settings_prove_an_admin_key_and_are_read_again_when_the_answer_is_lost() {
    let body = r#"{"accountSettings":{"maxObjects":1000},"privacySettings":{"consentForStoringObjectsPositionsHistory":true}}"#;
    let transport = Scripted::answering([Err(Silence::NoAnswer), answer(200, body)]);
    let (base, key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
    let keys = known(false);
    let client =
        LocationHistory { transport: &transport, base: &base, api_key: &key, pace: &pace, known: &keys };
    let admin_key = Secret::from("the admin key");
    let settings = block_on(client.settings(Service::LocationHistory, &admin_key)).unwrap();
    assert_eq!(settings.account_settings.max_objects, Some(1000));
    assert_eq!(transport.paths().len(), 2);
    let missing = block_on(client.settings(Service::LocationHistory, &Secret::from(""))).unwrap_err();
    assert_eq!(missing.code, Code::FieldMissing);
}

#[test]
fn a_change_of_settings_is_sent_once() {
    let transport = Scripted::answering([Err(Silence::TimedOut)]);
    let (base, key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
    let keys = known(false);
    let client =
        LocationHistory { transport: &transport, base: &base, api_key: &key, pace: &pace, known: &keys };
    let consent = Consent { positions: Some(true), transitions: None };
    let verdict = block_on(client.change_settings(Service::LocationHistory, &Secret::from("k"), consent));
    assert!(matches!(verdict, Verdict::Unknown(_)));
}

fn keyed(transport: &Scripted) -> Verdict<AdminKey> {
    let (base, key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
    let keys = known(true);
    let client = LocationHistory { transport, base: &base, api_key: &key, pace: &pace, known: &keys };
    block_on(client.register(Service::LocationHistory, &Secret::from("a good secret")))
}

#[test]
fn under_a_key_a_lost_answer_is_asked_for_again_under_the_same_one() {
    for lost in
        [Err(Silence::NoAnswer), Err(Silence::TimedOut), answer(500, ""), answer(502, ""), answer(200, "<")]
    {
        let transport = Scripted::answering([lost, answer(200, r#"{"adminKey":"k"}"#)]);
        assert!(matches!(keyed(&transport), Verdict::Done(key) if key.0 == Secret::from("k")));
        let keys = transport.keys.borrow();
        assert!(keys.len() == 2 && keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
    }
    let transport = Scripted::answering([answer(403, "{}")]);
    let Verdict::Refused(problem) = keyed(&transport) else { panic!("an answer ends it") };
    assert!(!problem.may_be_our_own(), "it is about this call");
}

#[test]
fn only_a_refusal_by_the_operation_says_what_became_of_a_lost_call() {
    let refused = |second| {
        let lost = || Err(Silence::NoAnswer);
        keyed(&Scripted::answering([lost(), second, lost()]))
    };
    assert!(matches!(refused(answer(403, "{}")), Verdict::Refused(_)));
    for (status, body) in
        [(401, ""), (429, ""), (404, ""), (403, r#"{"detailedError":{"code":"Forbidden"}}"#)]
    {
        let Verdict::Unknown(problem) = refused(answer(status, body)) else { panic!("{status}") };
        assert!(problem.key.is_some() && problem.code == Code::ConnectionFailed, "{status}");
    }
}

#[test]
fn the_same_call_comes_to_a_lost_answer_and_a_new_one_has_a_new_key() {
    let lost = || Err(Silence::NoAnswer);
    let transport =
        Scripted::answering([lost(), lost(), lost(), answer(200, r#"{"adminKey":"k"}"#), answer(403, "{}")]);
    let Verdict::Unknown(problem) = keyed(&transport) else { panic!("nobody knows") };
    let (base, api_key, pace) = (BaseUrl::same_origin(), Secret::from("key"), Pace::default());
    let (keys, secret) = (known(true), Secret::from("a good secret"));
    let client =
        LocationHistory { transport: &transport, base: &base, api_key: &api_key, pace: &pace, known: &keys };
    let call = LostCall::Register { secret: &secret };
    let lost = Lost { service: Service::LocationHistory, call, key: problem.key.as_ref() };
    let question = Question::first(call.endpoint(), lost.key).unwrap();
    let (answer, found) = block_on(client.ask(question, &lost)).unwrap();
    assert!(matches!(answer, Verdict::Done(Some(_))) && found == Conclusion::Settled(Finding::AsAsked));
    block_on(client.register(Service::LocationHistory, &secret));
    let keys = transport.keys.borrow();
    assert!(keys[..4].iter().all(|key| *key == problem.key) && keys[4].is_some() && keys[4] != problem.key);
    // To a server that takes no keys it would be a new call.
    let unkeyed = known(false);
    let elsewhere = LocationHistory { known: &unkeyed, ..client };
    let (_, next) = block_on(elsewhere.ask(Question::Repeat, &lost)).unwrap();
    assert!(next == Conclusion::Ask(Question::SameAgain) && transport.keys.borrow().len() == 5);
    // What the server has forgotten by then is no repeat to it.
    transport.now.set(Duration::from_hours(23));
    let (_, next) = block_on(client.ask(Question::Repeat, &lost)).unwrap();
    assert_eq!(next, Conclusion::Ask(Question::SameAgain));
}
