//! Where the vendors' documents are ambiguous: one test for each point, with its number in the
//! project's study of the wire (A: location history and geofencing, B: the vault).

use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{SecretRequest, Service};
use latchboard_contract::endpoint::envelope::{Refusal, Switched};
use latchboard_contract::endpoint::{
    Activate, ApiSecretChange, ApiSecretUpdate, BodyFault, ChangeSettings, Consent, CreateApiSecret,
    Credentials, Deactivate, Endpoint, EndpointId, ListApiSecrets, NewApiSecret, ParameterFault,
    ReadApiSecret, ReadSettings, RegenerateKey, Register, SettingsRequest, Share, Token, TokenStyle,
    UpdateApiSecret, UpdateSecret, configuration,
};
use latchboard_contract::error::{Code, Problem, catalogue};
use latchboard_contract::http::{JSON, Method, Response};
use latchboard_contract::validate::{self, Identifier, Known, Role, WarningKind};
use serde_json::json;

use crate::answers::{answer, decode};
use crate::calls;

fn refused<E: Endpoint>(status: u16, body: &str) -> Code {
    problem::<E>(&answer(status, body)).code
}

fn problem<E: Endpoint>(response: &Response) -> Problem {
    decode::<E>(response).err().expect("a refusal")
}

fn said<E: Endpoint>(status: u16, body: &str) -> Option<String> {
    problem::<E>(&answer(status, body)).vendor_text
}

const ADMIN_CALLS: [EndpointId; 3] =
    [EndpointId::Register, EndpointId::UpdateSecret, EndpointId::RegenerateKey];

// --- Location history and geofencing ----------------------------------------------------------

/// A1, A2
#[test]
fn a_changed_secret_is_believed_with_and_without_an_admin_key() {
    let key = |status, body: &str| {
        decode::<UpdateSecret>(&answer(status, body)).ok().map(|it| it.admin_key.map(|key| key.0))
    };
    assert!(key(204, "").is_some_and(|key| key.is_none()));
    for body in ["", " \r\n", "\u{feff}", "{}", r#"{"adminKey":null}"#, r#"{"adminKey":""}"#] {
        assert!(key(200, body).is_some_and(|key| key.is_none()), "{body:?}");
    }
    for status in [200, 201] {
        let body = r#"{"adminKey":"k","message":"done"}"#;
        assert!(key(status, body).flatten() == Some(Secret::from("k")), "{status}");
    }
}

/// A1
#[test]
fn a_changed_secret_is_not_believed_from_anything_else() {
    for status in [201, 202, 203, 205, 206, 226, 299, 301, 304] {
        assert_eq!(refused::<UpdateSecret>(status, ""), Code::AnswerUnreadable, "{status}");
        assert_eq!(refused::<UpdateSecret>(status, "{}"), Code::AnswerUnreadable, "{status}");
    }
    for body in [
        "<html>",
        "OK",
        "[]",
        "null",
        "\"\"",
        r#"{"message":"Malformed request"}"#,
        r#"{"error":true}"#,
        r#"{"error":{}}"#,
        r#"{"errorText":"x"}"#,
        r#"{"detailedError":{"code":"Forbidden"}}"#,
        r#"{"httpStatusCode":403}"#,
        r#"{"adminKey":"k","error":"no"}"#,
        r#"{"adminKey":"k""#,
    ] {
        assert_eq!(refused::<UpdateSecret>(200, body), Code::AnswerUnreadable, "{body}");
        assert_eq!(refused::<Register>(200, body), Code::AnswerUnreadable, "{body}");
    }
    assert_eq!(refused::<Register>(202, r#"{"adminKey":"k"}"#), Code::AnswerUnreadable);
}

/// A3, A4
#[test]
fn the_two_services_and_their_keys_stay_apart() {
    for service in Service::ALL {
        let secret = || SecretRequest { service, secret: Secret::from("s") };
        let admin_key = Secret::from("a/b");
        let settings =
            ReadSettings::encode(&SettingsRequest { service, admin_key }).api_key(&Secret::from("k"));
        let prefix = format!("/{}/1/", service.segment());
        assert_eq!(Register::encode(&secret()).path, format!("{prefix}register"));
        assert_eq!(RegenerateKey::encode(&secret()).path, format!("{prefix}regenerateKey"));
        let query = settings.path_and_query().to_string();
        assert_eq!(query, format!("{prefix}settings?adminKey=a%2Fb&key=k"));
    }
}

/// A5
#[test]
fn forbidden_on_register_names_both_causes_unless_the_answer_decides() {
    for body in ["", r#"{"message":"Each customer can register only one configuration"}"#, "{}", "Forbidden"]
    {
        assert_eq!(refused::<Register>(403, body), Code::AlreadyRegistered, "{body}");
    }
    let cause = catalogue::entry(Code::AlreadyRegistered, EndpointId::Register).cause;
    assert!(cause.in_(latchboard_texts::Language::English).contains("API key"), "{cause:?}");
    for page in ["<h1>Developer Inactive</h1>", "Developer Inactive", r#"{"message":"Account Inactive"}"#] {
        assert_eq!(refused::<Register>(403, page), Code::ApiKeyRejected, "{page}");
    }
    let by_header = answer(403, "").header("X-Mashery-Error-Code", "ERR_403_DEVELOPER_INACTIVE");
    assert_eq!(problem::<Register>(&by_header).code, Code::ApiKeyRejected);
    let by_a_code_of_its_own = answer(403, "").header("X-Mashery-Error-Code", "ERR_403_SOMETHING_NEW");
    assert_eq!(problem::<Register>(&by_a_code_of_its_own).code, Code::ApiKeyRejected);
    let not_authorised = answer(403, "").header("X-Mashery-Error-Code", "ERR_403_NOT_AUTHORIZED");
    assert_eq!(problem::<Register>(&not_authorised).code, Code::ProductNotEnabled);
    assert_eq!(refused::<Register>(403, "unknown referer"), Code::DomainNotAllowed);
    assert_eq!(refused::<Register>(403, "Service Requires SSL"), Code::AddressWrong);
}

/// A6
#[test]
fn unauthorised_is_the_gateway_first_and_then_the_secret_or_the_admin_key() {
    for body in ["", "{}", r#"{"message":"Provided secret is invalid"}"#, "Unauthorized"] {
        assert_eq!(refused::<RegenerateKey>(401, body), Code::SecretRejected, "{body}");
        assert_eq!(refused::<UpdateSecret>(401, body), Code::SecretRejected, "{body}");
        assert_eq!(refused::<ReadSettings>(401, body), Code::AdminKeyRejected, "{body}");
        assert_eq!(refused::<ChangeSettings>(401, body), Code::AdminKeyRejected, "{body}");
        assert_eq!(refused::<Register>(401, body), Code::ApiKeyRejected, "{body}");
    }
    for body in [r#"{"detailedError":{"code":"Unauthorized","message":"m"}}"#, "<h1>Unauthorized</h1>"] {
        assert_eq!(refused::<RegenerateKey>(401, body), Code::ApiKeyRejected, "{body}");
        assert_eq!(refused::<ReadSettings>(401, body), Code::ApiKeyRejected, "{body}");
    }
    let nothing = r#"{"detailedError":null,"message":"Configuration not found"}"#;
    assert_eq!(refused::<RegenerateKey>(401, nothing), Code::SecretRejected);
}

/// A7
#[test]
fn six_shapes_of_errors_are_read_and_broken_ones_keep_the_status() {
    for body in [
        r#"{"errorText":"why","detailedError":{"code":"c","message":"","target":"t"},"httpStatusCode":400}"#,
        r#"{"error":"why","httpStatusCode":400,"detailedError":{"code":"c","message":5}}"#,
        r#"{"formatVersion":"1","error":{"description":"why"},"detailedError":null}"#,
        r#"{"message":"why"}"#,
        r#"{"detailedError":{"code":"c","message":"why"},"message":"else"}"#,
        "\u{feff} why",
        "<?xml version=\"1.0\"?><h1>why</h1>",
    ] {
        assert_eq!(said::<Register>(400, body).as_deref(), Some("why"), "{body}");
        assert_eq!(refused::<Register>(400, body), Code::RequestMalformed, "{body}");
    }
    for body in ["", "{", "[]", "[\"why\"]", "\"why\"", r#"{"adminKey":"leaked""#, r#"{"message":{"a":1}}"#] {
        assert_eq!(said::<Register>(400, body), None, "{body}");
        assert_eq!(refused::<Register>(400, body), Code::RequestMalformed, "{body}");
    }
}

/// A8
#[test]
fn only_register_is_ever_told_that_something_is_registered() {
    let body = r#"{"message":"Each customer can register only one configuration."}"#;
    assert_eq!(refused::<UpdateSecret>(403, body), Code::Refused);
    assert_eq!(refused::<RegenerateKey>(403, body), Code::Refused);
    assert_eq!(refused::<ReadSettings>(403, body), Code::Refused);
    let elsewhere = catalogue::pairs().filter(|(code, _)| *code == Code::AlreadyRegistered);
    assert_eq!(elsewhere.collect::<Vec<_>>(), [(Code::AlreadyRegistered, EndpointId::Register)]);
}

/// A9
#[test]
fn a_missing_api_key_is_never_sent_and_known_in_each_of_its_answers() {
    assert_eq!(validate::api_key(&Secret::from("")), Err(Code::ApiKeyMissing));
    assert_eq!(refused::<ReadSettings>(400, r#"{"message":"Key missing"}"#), Code::ApiKeyRejected);
    assert_eq!(refused::<ReadSettings>(400, r#"{"message":"Admin key missing"}"#), Code::RequestMalformed);
    let answer = configuration::Refusal::ApiKeyRejected.answer();
    for code in [problem::<Register>(&answer).code, problem::<ReadSettings>(&answer).code] {
        assert_eq!(code, Code::ApiKeyRejected);
    }
}

/// A10
#[test]
fn no_request_carries_a_header_that_a_preflight_could_refuse() {
    for endpoint in EndpointId::ALL {
        let sent = calls::call(endpoint, "secret");
        let vault = sent.path.starts_with("/api/mysafe/")
            || [EndpointId::Find, EndpointId::ReadIndex, EndpointId::ReadInventory, EndpointId::ReadAudit]
                .contains(&endpoint);
        assert_eq!(sent.authorization().is_some(), vault, "{endpoint:?}");
    }
}

/// A11
#[test]
fn any_secret_goes_as_it_is_typed() {
    assert_eq!(validate::customer_secret(&Secret::from(" x ")), Ok(()));
    let warnings = validate::warnings(&Secret::from(" x "), Role::Present, &Known::default());
    assert_eq!(warnings.first().map(|warning| warning.kind), Some(WarningKind::OuterSpace));
    let same = Secret::from("one and the same");
    assert_eq!(validate::secret_change(&same, &same), Err(Code::SecretUnchanged));
    let body = br#"{"secret":" ","newSecret":" "}"#;
    assert!(UpdateSecret::accept(body).is_ok(), "the server takes what it must not judge");
}

/// A12
#[test]
fn a_withdrawn_service_answers_like_a_wrong_address() {
    for status in [404, 405, 410, 596] {
        for body in ["", "<h1>Gone</h1>", r#"{"message":"Service not found"}"#] {
            for endpoint in
                ADMIN_CALLS.into_iter().chain([EndpointId::ReadSettings, EndpointId::ChangeSettings])
            {
                let problem = calls::read(&calls::call(endpoint, "s"), &answer(status, body)).unwrap_err();
                assert_eq!(problem.code, Code::AddressWrong, "{status} {body}");
            }
        }
    }
}

/// A13
#[test]
fn the_admin_key_goes_along_only_where_it_is_documented() {
    for endpoint in EndpointId::ALL {
        let with_admin_key = calls::call(endpoint, "secret").path_and_query().contains("adminKey=");
        let documented = [EndpointId::ReadSettings, EndpointId::ChangeSettings].contains(&endpoint);
        assert_eq!(with_admin_key, documented, "{endpoint:?}");
    }
}

/// Not numbered: throttling uses the statuses of refusals.
#[test]
fn throttling_is_told_from_a_refusal() {
    for text in ["Developer Over Qps", "Account over queries per second limit", "Rate limit  exceeded"] {
        for status in [401, 403] {
            assert_eq!(refused::<Register>(status, text), Code::RateLimited, "{text}");
        }
    }
    assert_eq!(refused::<Register>(403, "Account Over the Rate limit"), Code::QuotaSpent);
    assert_eq!(refused::<Register>(503, "rate limit"), Code::ServiceProblem, "it may have been carried out");
    let wait =
        |value: &str| problem::<Register>(&Response::new(429).header("Retry-After", value)).retry_after;
    assert_eq!((wait("7"), wait("Wed, 21 Oct 2026 07:28:00 GMT"), wait("-1")), (Some(7), None, None));
}

/// Not numbered: settings prove an admin key, so nothing else may look like them.
#[test]
fn settings_are_read_leniently_and_believed_strictly() {
    let read = |body: &str| decode::<ReadSettings>(&answer(200, body)).ok();
    let settings = read(r#"{"accountSettings":{"maxObjects":"1000"},"more":1}"#).unwrap();
    assert_eq!(settings.account_settings.max_objects, Some(1000));
    assert_eq!(settings.privacy_settings.consent_for_storing_objects_positions_history, None);
    let privacy =
        r#"{"accountSettings":null,"privacySettings":{"consentForStoringObjectsPositionsHistory":"true"}}"#;
    let consent = read(privacy).unwrap().privacy_settings.consent_for_storing_objects_positions_history;
    assert_eq!(consent, Some(true));
    for body in ["", "{}", "[]", r#"{"accountSettings":[]}"#, r#"{"accountSettings":{},"privacySettings":5}"#]
    {
        assert_eq!(read(body), None, "{body}");
    }
    let consent = |body: &str| {
        let sent = calls::call(EndpointId::ChangeSettings, "key");
        ChangeSettings::decode(&sent, &answer(200, body)).ok()
    };
    let given = Consent { positions: Some(true), transitions: None };
    assert_eq!(consent(r#"{"consentForStoringObjectsPositionsHistory":true}"#), Some(given));
    assert_eq!(consent(privacy), Some(given));
    for body in [
        "",
        "{}",
        r#"{"consentForStoringObjectsPositionsHistory":false}"#,
        r#"{"consentForStoringTransitionsHistory":true}"#,
    ] {
        assert_eq!(consent(body), None, "{body}");
    }
}

// --- The vault --------------------------------------------------------------------------------

const FINE: &str = r#""response":{"status":200,"message":"m","error":false}"#;

fn switched(body: &str) -> Option<Switched> {
    decode::<Deactivate>(&answer(200, body)).ok()
}

/// B1, B3
#[test]
fn a_token_is_asked_for_in_every_way_but_the_query() {
    let credentials = Credentials {
        client_id: "i".into(),
        client_secret: Secret::from("s3cr et"),
        tenant: Some("t".into()),
    };
    for style in [TokenStyle::Form, TokenStyle::Basic, TokenStyle::AliasForm, TokenStyle::AliasBasic] {
        let sent = Token::encode_in(style, &credentials);
        assert_eq!(sent.method, Method::Post);
        assert!([Token::PATH, Token::PATH_ALIAS].contains(&sent.path_and_query().as_str()), "no query");
        let body = sent.body.as_ref().unwrap();
        let basic = sent.authorization().map(|_| "i:s3cr et");
        let read = Token::accept(body.content_type, body.text.as_bytes(), basic).ok().unwrap().credentials;
        assert!(read.client_id == "i" && read.client_secret == credentials.client_secret);
        assert_eq!(read.tenant.as_deref(), Some("t"));
    }
    assert!(Token::accept("", b"", Some("i:s")).is_ok(), "the documented GET has no body");
    let missing = Refusal::InvalidRequest(BodyFault::Missing("grant_type"));
    assert_eq!(Token::accept("", b"", None).err(), Some(missing));
    let json = "\u{feff}{\"grant_type\":\"client_credentials\",\"client_id\":\"i\",\"client_secret\":\"s\"}";
    assert!(Token::accept("Application/JSON; charset=utf-8", json.as_bytes(), None).is_ok());
}

/// B1: what stands in the header is as good as the secret in it.
#[test]
fn an_echoed_basic_header_is_not_shown() {
    let credentials =
        Credentials { client_id: "i".into(), client_secret: Secret::from("s3cr et"), tenant: None };
    let sent = Token::encode_in(TokenStyle::Basic, &credentials);
    let echo = answer(400, &format!("bad header: {}", sent.authorization().unwrap()));
    let problem = Token::decode(&sent, &echo).err().unwrap();
    assert_eq!(problem.vendor_text.as_deref(), Some("bad header: Basic [redacted]"));
}

/// B2
#[test]
fn a_token_lives_as_long_as_it_says_where_that_makes_sense() {
    let lives = |expires_in: &str| {
        let body = format!(r#"{{"access_token":"x","token_type":"bearer","expires_in":{expires_in}}}"#);
        decode::<Token>(&answer(200, &body)).ok().map(|token| token.expires_in)
    };
    for (expires_in, seconds) in [("60", 60), ("\" 60 \"", 60), ("60.9", 60), ("\"60.0\"", 60), ("0", 0)] {
        assert_eq!(lives(expires_in), Some(seconds), "{expires_in}");
    }
    for absurd in ["null", "-1", "1e300", "99999999999", "\"soon\"", "\"NaN\"", "true", "{}", "[60]"] {
        assert_eq!(lives(absurd), Some(Token::DEFAULT_EXPIRES_IN), "{absurd}");
    }
}

/// B2
#[test]
fn a_token_that_cannot_be_sent_is_none() {
    let token = |body: &str| decode::<Token>(&answer(200, body)).is_ok();
    assert!(token(r#"{"access_token":"a.b-c_d~e+f/g==","token_type":"BEARER"}"#));
    for body in [
        r#"{"access_token":""}"#,
        r#"{"access_token":"a b"}"#,
        r#"{"access_token":"a\r\nX: y"}"#,
        r#"{"access_token":"é"}"#,
        r#"{"access_token":"x","token_type":"mac"}"#,
        r#"{"access_token":"x","error":"invalid_client"}"#,
        r#"["x","bearer",5]"#,
    ] {
        assert!(!token(body), "{body}");
    }
    let forms = [
        r#"{"error":"Client authentication failed","message":"no"}"#,
        r#"{"error":"no","message":"Client  authentication\nfailed"}"#,
        r#"{"error":"invalid_client"}"#,
        r#"{"response":{"status":400,"message":"Client authentication failed","error":true,"error_code":1}}"#,
    ];
    for body in forms {
        for status in [200, 400, 401] {
            assert_eq!(refused::<Token>(status, body), Code::ClientRejected, "{status} {body}");
        }
    }
    assert_eq!(refused::<Token>(401, "<html>"), Code::ClientRejected);
    assert_eq!(refused::<Token>(400, r#"{"error":"unsupported_grant_type"}"#), Code::Refused);
}

/// B4
#[test]
fn the_outer_code_is_never_looked_at() {
    for code in ["", r#""code":200,"#, r#""code":400,"#, r#""code":"x","#, r#""code":null,"#] {
        assert_eq!(switched(&format!("{{{code}{FINE}}}")), Some(Switched::Done), "{code}");
    }
}

/// B5
#[test]
fn spelling_spaces_and_case_of_a_text_decide_nothing() {
    let body = |text: &str| format!(r#"{{"response":{{"error":false,"message":"{text}"}}}}"#);
    for text in ["API secret  successfully deactivated", "API SECRET SUCCESSFULLY DEACTIVATED", "feito", ""] {
        assert_eq!(switched(&body(text)), Some(Switched::Done), "{text}");
    }
    assert_eq!(switched(&body("Api  secret HAS ALREADY been deactivated")), Some(Switched::AlreadySo));
    let only = |member: &str| format!(r#"{{"response":{{"error":false,"{member}":"has already been"}}}}"#);
    for member in ["message", "mensagem", "Message"] {
        assert_eq!(switched(&only(member)), Some(Switched::AlreadySo), "{member}");
    }
    for text in ["1006: User does not have access", "1006 User", "1006", "  1006 :x"] {
        assert_eq!(refused::<Deactivate>(400, &body(text)), Code::NoAccess, "{text}");
    }
    for text in ["10061: x", "x 1006", "+1006", "２１"] {
        assert_eq!(refused::<Deactivate>(400, &body(text)), Code::Refused, "{text}");
    }
}

/// B5: `exception.code` decides; samples have it as number or text, and print other numbers there.
#[test]
fn the_code_of_the_exception_goes_before_the_number_in_the_text() {
    let body = |code: &str, detail: &str| {
        format!(
            r#"{{"response":{{"status":400,"message":"1006: x","error":true,"error_code":0}},
                "exception":{{"code":{code},"message":"1006: x","detail":{detail}}},"tenant":"t"}}"#
        )
    };
    for detail in ["null", "\"\"", "\"more\"", "{}"] {
        for code in ["1005", "\"1005\"", "\" 1005 \"", "1005.0"] {
            assert_eq!(refused::<Deactivate>(400, &body(code, detail)), Code::NotFound, "{code}");
        }
        for code in ["400", "0", "null", "\"\"", "{}", "-1"] {
            assert_eq!(refused::<Deactivate>(400, &body(code, detail)), Code::NoAccess, "{code}");
        }
    }
}

/// B6, B18
#[test]
fn a_list_without_rows_is_empty_however_it_is_written() {
    let rows = |list: &str| {
        decode::<ListApiSecrets>(&answer(200, &format!("{{{FINE}{list}}}"))).map(|rows| rows.len())
    };
    for list in ["", "null", "[]", "{}"] {
        let member = if list.is_empty() { String::new() } else { format!(r#","api_secret_on_list":{list}"#) };
        assert_eq!(rows(&member), Ok(0), "{list}");
    }
    assert_eq!(rows(r#","api_secret_on_list":{"7":{"identifier":1},"9":{"identifier":"2"}}"#), Ok(2));
    for list in
        ["\"\"", "0", "[null]", "[[1]]", "[{}]", r#"[{"identifier":""}]"#, r#"{"identifier":"1","name":"n"}"#]
    {
        assert!(
            rows(&format!(r#","api_secret_on_list":{list}"#)).is_err(),
            "a row must not get lost: {list}"
        );
    }
}

/// B7
#[test]
fn flags_are_read_as_text_number_and_boolean() {
    let flags = |value: &str| {
        let row = format!(
            r#"{{"identifier":1,"need_justify":{value},"need_approval":{value},"can_view":{value},"can_write":{value}}}"#
        );
        let rows =
            decode::<ListApiSecrets>(&answer(200, &format!(r#"{{{FINE},"api_secret_on_list":[{row}]}}"#)));
        rows.map(|rows| [rows[0].need_justify, rows[0].need_approval, rows[0].can_view, rows[0].can_write])
    };
    for value in ["true", "1", "1.0", "\"1\"", "\"true\"", "\"TRUE\"", "\" yes \""] {
        assert_eq!(flags(value), Ok([true; 4]), "{value}");
    }
    for value in ["false", "0", "\"0\"", "\"false\"", "\"\"", "null", "\"maybe\"", "2", "[]"] {
        assert_eq!(flags(value), Ok([false; 4]), "{value}");
    }
}

/// B8, B12
#[test]
fn reading_is_a_get_of_its_own_and_passwords_are_never_touched() {
    for endpoint in EndpointId::ALL {
        let sent = calls::call(endpoint, "secret");
        assert!(!sent.path.contains("password"), "{}", sent.path);
        // What must not stand in an address goes in a body.
        let reads = !endpoint.changes()
            && ![EndpointId::Token, EndpointId::Find, EndpointId::ReadIndex].contains(&endpoint);
        assert_eq!(sent.method == Method::Get, reads, "{endpoint:?}");
    }
}

/// B9
#[test]
fn a_client_secret_may_be_missing_but_is_never_guessed() {
    let read = |secret: &str| {
        let body = format!(r#"{{{FINE},"api_secret_entity":{{"identifier":"1"{secret}}}}}"#);
        decode::<ReadApiSecret>(&answer(200, &body))
            .map(|it| it.client_secret.map(|it| it.expose().to_owned()))
    };
    assert_eq!(read(""), Ok(None));
    assert_eq!(read(r#","client_secret":null"#), Ok(None));
    assert_eq!(read(r#","client_secret":"""#), Ok(Some(String::new())));
    assert_eq!(read(r#","client_secret":"******""#), Ok(Some("******".into())), "shown as it came");
    assert!(read(r#","client_secret":7"#).is_err(), "0007 and 7 would look the same");
    assert!(read(r#","client_secret":false"#).is_err());
    let body = |change| UpdateApiSecret::encode(&update(change)).body.unwrap().text.to_string();
    let empty = ApiSecretChange { client_secret: Some(Secret::from("")), ..ApiSecretChange::default() };
    assert_eq!(body(empty), "{}", "an empty secret is never written");
    let typed = ApiSecretChange { client_secret: Some(Secret::from("x")), ..ApiSecretChange::default() };
    assert_eq!(body(typed), r#"{"client_secret":"x"}"#);
}

fn update(change: ApiSecretChange) -> ApiSecretUpdate {
    ApiSecretUpdate { identifier: Identifier::parse("43").expect("digits"), change, if_version: None }
}

/// B10
#[test]
fn an_update_is_put_and_believed_with_200_and_201() {
    let sent = UpdateApiSecret::encode(&update(ApiSecretChange::default()));
    assert_eq!((sent.method, sent.path.as_str()), (Method::Put, "/api/mysafe/secretapi/update/43"));
    let body = format!(r#"{{{FINE},"api_entity":{{"identifier":43}}}}"#);
    for status in [200, 201] {
        assert!(UpdateApiSecret::decode(&sent, &answer(status, &body)).is_ok_and(|it| it.identifier == "43"));
        assert!(decode::<CreateApiSecret>(&answer(status, &body)).is_ok());
    }
    for status in [202, 203, 204, 206] {
        assert_eq!(refused::<UpdateApiSecret>(status, &body), Code::AnswerUnreadable, "{status}");
    }
}

/// B11, B16
#[test]
fn sharing_lists_go_along_only_when_given_and_empty_ones_count() {
    let body = |users, groups| {
        let change =
            ApiSecretChange { users_allowed: users, groups_allowed: groups, ..ApiSecretChange::default() };
        UpdateApiSecret::encode(&update(change)).body.unwrap().text.to_string()
    };
    let share = || vec![Share { name: "a".into(), can_edit: true }];
    assert_eq!(body(None, None), "{}");
    assert_eq!(body(Some(Vec::new()), None), r#"{"users_allowed":[]}"#);
    let both = r#"{"users_allowed":[{"username":"a","can_edit":true}],"groups_allowed":[{"name":"a","can_edit":true}]}"#;
    assert_eq!(body(Some(share()), Some(share())), both);
    let new = NewApiSecret {
        users_allowed: Some(share()),
        groups_allowed: Some(share()),
        ..NewApiSecret::default()
    };
    let sent = CreateApiSecret::encode(&new).body.unwrap();
    assert_eq!(sent.text.as_str(), format!(r#"{{"name":"","url":"","client_id":"",{}"#, &both[1..]));

    let accept = |members: &str| UpdateApiSecret::accept(JSON, format!("{{{members}}}").as_bytes());
    assert!(accept("").is_ok_and(|change| change.users_allowed.is_none()));
    assert!(accept(r#""users_allowed":null"#).is_ok_and(|change| change.users_allowed.is_none()));
    assert!(accept(r#""users_allowed":[]"#).is_ok_and(|change| change.users_allowed == Some(Vec::new())));
    for user in [r#""username":"a""#, r#""name":"a""#, r#""name":"A. B.","username":"a""#] {
        let change = accept(&format!(r#""users_allowed":[{{{user},"can_edit":"1"}}]"#)).ok().unwrap();
        assert_eq!(change.users_allowed, Some(share()), "{user}");
    }
    let wrong = accept(r#""users_allowed":"a""#).err();
    assert_eq!(wrong, Some(Refusal::ParameterInvalid("users_allowed", ParameterFault::NotShares)));
}

/// B13
#[test]
fn a_gateway_is_known_by_its_words_at_any_status() {
    for (text, code) in [
        ("no Route matched with those values", Code::NotAuthorised),
        ("No  route matched with those values.", Code::NotAuthorised),
        ("An invalid response was received from the upstream server", Code::UpstreamFailed),
        ("The upstream server is timing out", Code::UpstreamTimedOut),
    ] {
        for status in [200, 400, 401, 404, 500, 502, 504] {
            let json = json!({ "message": text, "request_id": "00ff" }).to_string();
            assert_eq!(refused::<Deactivate>(status, &json), code, "{status} {text}");
            if status != 200 {
                assert_eq!(refused::<Deactivate>(status, text), code, "{status} {text}");
            }
        }
    }
    for (status, code) in [
        (401, Code::NotAuthorised),
        (403, Code::NotAuthorised),
        (404, Code::NotAuthorised),
        (405, Code::AddressWrong),
        (408, Code::UpstreamTimedOut),
        (410, Code::AddressWrong),
        (413, Code::Refused),
        (429, Code::RateLimited),
        (500, Code::ServiceProblem),
        (502, Code::UpstreamFailed),
        (503, Code::ServiceProblem),
        (504, Code::UpstreamTimedOut),
        (596, Code::AddressWrong),
        (100, Code::AnswerUnreadable),
        (302, Code::AnswerUnreadable),
        (999, Code::AnswerUnreadable),
    ] {
        for body in ["", "<html>", "{}", "{"] {
            assert_eq!(refused::<Deactivate>(status, body), code, "{status} {body}");
        }
    }
}

/// B13: a 404 of the vault itself is no wrong address.
#[test]
fn a_404_in_the_envelope_is_the_vaults_own_refusal() {
    let body = r#"{"response":{"status":404,"message":"Resource sub not found","error":true}}"#;
    assert_eq!(refused::<Deactivate>(404, body), Code::Refused);
    assert_eq!(refused::<Deactivate>(200, body), Code::Refused);
    assert_eq!(said::<Deactivate>(404, body).as_deref(), Some("Resource sub not found"));
}

/// B14
#[test]
fn an_identifier_is_a_text_whatever_it_came_as() {
    let read = |identifier: &str| {
        let body = format!(r#"{{{FINE},"api_secret_entity":{{"identifier":{identifier}}}}}"#);
        decode::<ReadApiSecret>(&answer(200, &body)).ok().map(|secret| secret.identifier)
    };
    for identifier in ["43", "\"43\"", "\" 43\\n\"", "43.0"] {
        assert_eq!(read(identifier).as_deref(), Some("43"), "{identifier}");
    }
    assert_eq!(read("18446744073709551615").as_deref(), Some("18446744073709551615"));
    for identifier in ["null", "\"\"", "\" \"", "[]", "{}", "true", "-1"] {
        assert_eq!(read(identifier), None, "{identifier}");
    }
}

/// B15
#[test]
fn every_call_of_an_item_can_be_told_that_its_identifier_is_no_number() {
    let answer = Refusal::IdentifierNotNumeric.answer();
    assert_eq!(problem::<Deactivate>(&answer).code, Code::IdentifierNotNumeric);
    assert_eq!(problem::<Activate>(&answer).code, Code::IdentifierNotNumeric);
    assert_eq!(problem::<ReadApiSecret>(&answer).code, Code::IdentifierNotNumeric);
    assert_eq!(problem::<UpdateApiSecret>(&answer).code, Code::IdentifierNotNumeric);
}

/// B17
#[test]
fn shares_that_failed_are_kept_as_text() {
    let failed = |value: &str| {
        let body = format!(r#"{{{FINE},"api_entity":{{"identifier":1,"shared_error":{value}}}}}"#);
        decode::<CreateApiSecret>(&answer(201, &body)).map(|secret| secret.shared_error)
    };
    for none in ["[]", "null", "\"\"", "{}", "false"] {
        assert_eq!(failed(none), Ok(Vec::new()), "{none}");
    }
    assert_eq!(failed(r#"["no user x",{"user":"y"},7]"#).unwrap(), ["no user x", r#"{"user":"y"}"#, "7"]);
    assert_eq!(failed(r#"{"user":"y"}"#).unwrap(), [r#"{"user":"y"}"#]);
}

/// B19
#[test]
fn the_vault_may_ask_to_wait() {
    for (status, code) in [(429, Code::RateLimited), (503, Code::ServiceProblem)] {
        let problem = problem::<Deactivate>(&Response::new(status).header("Retry-After", " 3 "));
        assert_eq!((problem.code, problem.retry_after), (code, Some(3)));
    }
}

/// B20
#[test]
fn an_access_key_that_does_not_admit_this_page_is_among_the_named_causes() {
    let cause = catalogue::entry(Code::NotAuthorised, EndpointId::Deactivate).cause;
    assert!(cause.in_(latchboard_texts::Language::English).contains("page"), "{cause:?}");
}

/// Not numbered: errors come as flag, as text and as object, and any of them takes a success back.
#[test]
fn a_success_with_any_error_member_is_none() {
    for error in [
        r#""response":{"status":200,"error":true}"#,
        r#""response":{"status":200,"error":"true"}"#,
        r#""response":{"status":200,"error":1}"#,
        r#""response":{"status":200,"erro":"sim"}"#,
        r#""response":{"status":200,"error":false,"erro":true}"#,
        r#""response":{"status":500,"error":false}"#,
        r#""response":{"status":"400"}"#,
        r#""response":{"status":200,"error":false},"exception":{"code":1}"#,
        r#""response":{"status":200,"error":false},"exception":"x""#,
        r#""response":{"status":200,"error":false},"error":"x""#,
        r#""response":{"status":200,"error":false},"error":{"description":"x"}"#,
        r#""response":{"status":200,"error":false},"error":true"#,
    ] {
        assert_eq!(switched(&format!("{{{error}}}")), None, "{error}");
    }
    for fine in [
        r#""response":{"status":200}"#,
        r#""response":{"status":"200"}"#,
        r#""response":{"error":false}"#,
        r#""response":{"error":"false"}"#,
        r#""response":{"erro":0},"exception":null,"error":"","tenant":"t""#,
        r#""response":{"error":false},"exception":[],"error":false"#,
    ] {
        assert_eq!(switched(&format!("{{{fine}}}")), Some(Switched::Done), "{fine}");
    }
}

/// Not numbered: the bodies of create and update name the member that is wrong.
#[test]
fn the_server_names_the_first_member_that_it_cannot_use() {
    let create = |more: &str| {
        CreateApiSecret::accept(JSON, format!(r#"{{"name":"n","url":"u","client_id":"1"{more}}}"#).as_bytes())
            .err()
    };
    assert_eq!(create(""), None);
    assert_eq!(create(r#","client_secret":null,"users_allowed":{"0":{"username":"a"}}"#), None);
    assert_eq!(
        create(r#","client_secret":5"#),
        Some(Refusal::ParameterInvalid("client_secret", ParameterFault::NotText))
    );
    assert_eq!(
        create(r#","groups_allowed":5"#),
        Some(Refusal::ParameterInvalid("groups_allowed", ParameterFault::NotShares))
    );
    let update = |body: &str| UpdateApiSecret::accept(JSON, body.as_bytes()).err();
    assert_eq!(update("[]"), Some(Refusal::BodyMalformed));
    assert_eq!(update(""), Some(Refusal::ParameterMissing("name")));
    assert_eq!(update(r#"{"tags":["x"]}"#), Some(Refusal::ParameterInvalid("tags", ParameterFault::NotText)));
    assert_eq!(update(r#"{"url":" "}"#), Some(Refusal::ParameterMissing("url")));
    assert_eq!(update(r#"{"tags":"","url":null}"#), None);
    let change = UpdateApiSecret::accept(JSON, br#"{"tags":"","client_secret":""}"#).ok().unwrap();
    assert!(
        change.texts.tags.as_deref() == Some("")
            && change.client_secret.is_none()
            && change.texts.name.is_none()
    );
    let consent = |body: &str| ChangeSettings::accept(body.as_bytes()).ok();
    let positions = Some(Consent { positions: Some(false), transitions: None });
    assert_eq!(consent(r#"{"consentForStoringObjectsPositionsHistory":false,"x":1}"#), positions);
    for body in ["", "{}", "[true]", r#"{"consentForStoringObjectsPositionsHistory":"no"}"#] {
        assert_eq!(consent(body), None, "{body}");
    }
}
