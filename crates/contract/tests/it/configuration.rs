//! Location history and geofencing: register, update, regenerate.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{self, GatewayErrors, Refusal, SecretRequest, Service};
use latchboard_contract::endpoint::{
    AccountSettings, ChangeSettings, Endpoint, ParameterFault, RegenerateKey, Register, SecretChange,
    UpdateSecret,
};
use latchboard_contract::error::Code;

use crate::answers::{answer, decode, fixture};

const KEY: &str = "UpP9m2jg4PU6fWAFnvskU33CwfW24e17P0oTC5byUfUzMElS";

fn register_code(response: &latchboard_contract::http::Response) -> Code {
    decode::<Register>(response).err().expect("a refusal").code
}

#[test]
fn register_is_written_as_documented() {
    let request = Register::encode(&SecretRequest {
        service: Service::LocationHistory,
        secret: Secret::from("my \"own\" é"),
    });
    let request = request.api_key(&Secret::from("the key"));
    assert_eq!(request.method.as_str(), "POST");
    assert_eq!(request.path_and_query().as_str(), "/locationHistory/1/register?key=the%20key");
    let body = request.body.unwrap();
    assert_eq!(body.content_type, "application/json");
    assert_eq!(body.text.as_str(), r#"{"secret":"my \"own\" é"}"#);
}

#[test]
fn update_carries_both_secrets_and_regenerate_serves_the_twin() {
    let request = UpdateSecret::encode(&SecretChange {
        service: Service::LocationHistory,
        secret: Secret::from("old"),
        new_secret: Secret::from("new"),
    });
    assert_eq!(request.path, "/locationHistory/1/updateSecret");
    assert_eq!(request.body.unwrap().text.as_str(), r#"{"secret":"old","newSecret":"new"}"#);
    let request =
        RegenerateKey::encode(&SecretRequest { service: Service::Geofencing, secret: Secret::from("s") });
    assert_eq!(request.path, "/geofencing/1/regenerateKey");
}

#[test]
fn what_the_client_writes_the_server_accepts() {
    let secret = Secret::from("q\"\\/\u{1F511} x");
    let sent =
        Register::encode(&SecretRequest { service: Service::LocationHistory, secret: secret.duplicate() });
    assert!(configuration::accept_secret(sent.body.unwrap().text.as_bytes()).unwrap() == secret);
    let change = SecretChange { service: Service::LocationHistory, secret, new_secret: Secret::from("n") };
    let sent = UpdateSecret::encode(&change);
    let (old, new) = UpdateSecret::accept(sent.body.unwrap().text.as_bytes()).unwrap();
    assert!(old == change.secret && new == change.new_secret);
}

#[test]
fn the_server_refuses_bodies_that_say_no_secret() {
    let malformed = Some(Refusal::MalformedRequest);
    let invalid = |name, fault| Some(Refusal::ParameterInvalid(name, fault));
    for (body, refusal) in [
        ("", malformed),
        ("{", malformed),
        (r#"["a"]"#, malformed),
        ("[object Object]", malformed),
        ("\"\"", malformed),
        ("secret=a", malformed),
        ("{}", malformed),
        (r#"{"secret":""}"#, malformed),
        (r#"{"secret":null}"#, malformed),
        (r#"{"secret":1e5}"#, invalid("secret", ParameterFault::NotText)),
        (r#"{"secret":{}}"#, invalid("secret", ParameterFault::NotText)),
        (r#"{"secret":"\ud800"}"#, invalid("secret", ParameterFault::HalfCharacter)),
        (r#"{"secret":"one","secret":"two"}"#, invalid("secret", ParameterFault::Duplicate)),
    ] {
        assert_eq!(configuration::accept_secret(body.as_bytes()).err(), refusal, "{body}");
    }
    for (body, refusal) in [
        (r#"{"secret":"a"}"#, malformed),
        (r#"{"newSecret":"a"}"#, malformed),
        (r#"{"secret":"a","newSecret":""}"#, malformed),
        (r#"{"secret":"a","newSecret":7}"#, invalid("newSecret", ParameterFault::NotText)),
        (r#"["a","b"]"#, malformed),
    ] {
        assert_eq!(UpdateSecret::accept(body.as_bytes()).err(), refusal, "{body}");
    }
    let positions = "consentForStoringObjectsPositionsHistory";
    for (body, refusal) in [
        ("{}".to_owned(), malformed),
        (format!(r#"{{"{positions}":"true"}}"#), invalid(positions, ParameterFault::NotFlag)),
        (
            format!(r#"{{"{positions}":true,"{positions}":true}}"#),
            invalid(positions, ParameterFault::Duplicate),
        ),
    ] {
        assert_eq!(ChangeSettings::accept(body.as_bytes()).err(), refusal, "{body}");
    }
    assert_eq!(
        Refusal::ParameterInvalid("secret", ParameterFault::NotText).message(),
        "Malformed request. Parameter 'secret' must be text, in quotes"
    );
    assert!(
        configuration::accept_secret(br#"{"secret":"a","more":1}"#).is_ok(),
        "unknown members are ignored"
    );
}

#[test]
fn the_documented_admin_key_is_read_and_written() {
    let reply = decode::<Register>(&answer(200, &fixture("admin_key"))).ok().unwrap();
    assert!(reply.0 == Secret::from(KEY));
    crate::answers::assert_same_bytes(&configuration::answer_admin_key(&Secret::from(KEY)), "admin_key");
}

#[test]
fn a_success_without_an_admin_key_is_not_believed() {
    for body in ["", "<html>hello</html>", "{}", r#"{"adminKey":""}"#, r#"{"adminKey":5}"#, "\"x\""] {
        assert_eq!(register_code(&answer(200, body)), Code::AnswerUnreadable, "{body}");
    }
    assert_eq!(register_code(&answer(204, "")), Code::AnswerUnreadable);
}

#[test]
fn update_succeeds_with_204_and_with_200() {
    let key = |status, body: &str| {
        decode::<UpdateSecret>(&answer(status, body)).ok().map(|reply| reply.admin_key.is_some())
    };
    assert_eq!(key(204, ""), Some(false));
    assert_eq!(key(200, &fixture("admin_key")), Some(true));
    assert_eq!(key(200, ""), Some(false));
    assert_eq!(key(200, "{}"), Some(false));
    assert_eq!(key(200, "<html>sign in to the hotel</html>"), None);
    assert_eq!(key(200, r#"{"error":"no"}"#), None);
    assert!(UpdateSecret::answer().status == 204 && UpdateSecret::answer().bytes().is_empty());
}

#[test]
fn each_refusal_of_our_server_is_recognised() {
    let expected = |refusal| match refusal {
        Refusal::MalformedRequest | Refusal::ParameterInvalid(..) => Code::RequestMalformed,
        Refusal::AlreadyRegistered => Code::Refused,
        Refusal::SecretInvalid | Refusal::ConfigurationNotFound => Code::SecretRejected,
        // Only settings take an admin key.
        Refusal::AdminKeyInvalid => Code::SecretRejected,
        Refusal::ApiKeyRejected => Code::ApiKeyRejected,
        Refusal::AddressUnknown => Code::AddressWrong,
        Refusal::Internal => Code::ServiceProblem,
    };
    for refusal in Refusal::ALL {
        let problem = decode::<UpdateSecret>(&refusal.answer()).err().unwrap();
        assert_eq!(problem.code, expected(refusal), "{refusal}");
        assert_eq!(problem.vendor_text, Some(refusal.message().into_owned()));
    }
    assert_eq!(register_code(&Refusal::AlreadyRegistered.answer()), Code::AlreadyRegistered);
}

#[test]
fn both_generations_of_gateways_are_recognised() {
    let inactive = answer(403, "<h1>Developer Inactive</h1>");
    assert_eq!(register_code(&inactive), Code::ApiKeyRejected);
    assert_eq!(register_code(&answer(403, "<h1>Not Authorized</h1>")), Code::ProductNotEnabled);
    assert_eq!(register_code(&answer(403, "<h1>Developer Over Qps</h1>")), Code::RateLimited);
    let over = answer(403, "").header("X-Error-Detail-Header", "Account Over Queries Per Second Limit");
    let over = over.header("Retry-After", "1");
    let problem = decode::<Register>(&over).err().unwrap();
    assert_eq!((problem.code, problem.retry_after), (Code::RateLimited, Some(1)));
    assert_eq!(register_code(&answer(403, "<h1>Developer Over Rate</h1>")), Code::QuotaSpent);
    let detail = |code: &str| format!(r#"{{"detailedError":{{"code":"{code}","message":"m"}}}}"#);
    assert_eq!(register_code(&answer(403, &detail("Forbidden"))), Code::ProductNotEnabled);
    assert_eq!(register_code(&answer(403, &detail("InvalidReferer"))), Code::DomainNotAllowed);
    assert_eq!(register_code(&answer(401, &detail("anything"))), Code::ApiKeyRejected);
    assert_eq!(register_code(&answer(429, "slow down")), Code::RateLimited);
    assert_eq!(register_code(&answer(596, "")), Code::AddressWrong);
    assert_eq!(register_code(&answer(502, "<html>")), Code::UpstreamFailed);
}

#[test]
fn a_tracking_id_is_letters_digits_and_hyphens() {
    for good in ["a", "9b2f6c1e-0d5a-4f7e-8a51-3f2b", &"x".repeat(100)] {
        assert!(configuration::is_tracking_id(good), "{good}");
    }
    for bad in ["", "a b", "a_b", "é", "a\n", &"x".repeat(101)] {
        assert!(!configuration::is_tracking_id(bad), "{bad}");
    }
}

#[test]
fn the_older_gateway_says_in_xml_what_it_says_at_all() {
    let recorded: serde_json::Value =
        serde_json::from_str(&fixture("answers/g05-developer-inactive")).unwrap();
    let refused = Refusal::ApiKeyRejected.answer_behind(GatewayErrors::Legacy);
    assert_eq!((refused.status, refused.text().as_ref()), (403, recorded["body"].as_str().unwrap()));
    for (name, value) in recorded["headers"].as_object().unwrap() {
        let sent = refused.headers().iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str());
        assert_eq!(sent, value.as_str(), "{name}");
    }
    for refusal in Refusal::ALL {
        let of_gateway = [Refusal::ApiKeyRejected, Refusal::AddressUnknown].contains(&refusal);
        let older = refusal.answer_behind(GatewayErrors::Legacy);
        assert_eq!(older.text() != refusal.answer().text(), of_gateway, "{refusal:?}");
        // However it is worded, it means the same.
        assert_eq!(register_code(&older), register_code(&refusal.answer()), "{refusal:?}");
        let current = refusal.answer_behind(GatewayErrors::Current);
        assert_eq!(current.text(), refusal.answer().text());
    }
}

#[test]
fn the_limits_of_an_account_are_the_recorded_ones() {
    for (service, name) in
        [(Service::LocationHistory, "settings"), (Service::Geofencing, "settings-geofencing")]
    {
        let recorded: serde_json::Value = serde_json::from_str(&fixture(&format!("answers/{name}"))).unwrap();
        let documented = serde_json::to_value(AccountSettings::documented(service)).unwrap();
        assert_eq!(documented, recorded["body"]["accountSettings"]);
    }
}
