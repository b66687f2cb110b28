//! The vault: token, list, read, create, switch.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::{Profile, Refusal, Switched};
use latchboard_contract::endpoint::{
    AccessToken, Activate, ApiSecret, ApiSecretTexts, BodyFault, CreateApiSecret, Credentials, Deactivate,
    Endpoint, ListApiSecrets, ListFilter, ListedApiSecret, NewApiSecret, ParameterFault, ReadApiSecret,
    Share, SignIn, Token, UpdateApiSecret, gateway,
};
use latchboard_contract::error::Code;
use latchboard_contract::http::{FORM, JSON, Response};
use latchboard_contract::validate::Identifier;

use crate::answers::{answer, assert_same_bytes, decode, fixture};

fn code(response: &Response) -> Code {
    decode::<Deactivate>(response).expect_err("a refusal").code
}

#[test]
fn the_server_writes_the_seed_document_byte_for_byte() {
    let deactivated = Deactivate::answer(Switched::Done);
    assert_same_bytes(&deactivated, "deactivated");
    assert!(!deactivated.text().contains(r#""code":200"#), "deactivate has no outer code");
    assert_same_bytes(&Activate::answer(Switched::Done), "activated");
    assert_same_bytes(&Refusal::NoAccess.answer(), "no_access");
    assert_same_bytes(&Refusal::NotFound.answer(), "not_found");
}

#[test]
fn a_switch_is_read_with_and_without_the_outer_code() {
    assert_eq!(decode::<Deactivate>(&answer(200, &fixture("deactivated"))), Ok(Switched::Done));
    assert_eq!(decode::<Activate>(&answer(200, &fixture("activated"))), Ok(Switched::Done));
    assert_eq!(decode::<Deactivate>(&Deactivate::answer(Switched::AlreadySo)), Ok(Switched::AlreadySo));
    assert_eq!(decode::<Activate>(&Activate::answer(Switched::AlreadySo)), Ok(Switched::AlreadySo));
}

#[test]
fn the_documented_refusals_keep_code_status_and_text() {
    let problem = decode::<Deactivate>(&answer(400, &fixture("no_access"))).unwrap_err();
    assert_eq!(problem.code, Code::NoAccess);
    assert_eq!(problem.status, Some(400));
    assert_eq!(problem.vendor_code.as_deref(), Some("1006"));
    assert_eq!(problem.vendor_text.as_deref(), Some("1006: User does not have access"));
    assert_eq!(code(&answer(400, &fixture("not_found"))), Code::NotFound);
}

#[test]
fn the_code_decides_whatever_the_status_and_the_flags_say() {
    let legacy = r#"{"response":{"status":400,"mensagem":"1005: Password not found","erro":true,"cod_erro":0},
        "exception":{"code":"1005","message":"1005: Password not found","detail":""}}"#;
    assert_eq!(code(&answer(200, legacy)), Code::NotFound);
    assert_eq!(
        code(&answer(400, r#"{"response":{"message":"1006 User does not have access","error":"true"}}"#)),
        Code::NoAccess
    );
    let crash = r#"{"code":500,"response":{"status":500,"message":"Unexpected error","error":true},
        "exception":{"code":400,"message":"Ocorreu um erro ao criptografar o texto","detail":null}}"#;
    assert_eq!(code(&answer(500, crash)), Code::ServiceProblem);
    assert_eq!(
        code(&answer(400, r#"{"response":{"message":"1004: something new","error":true}}"#)),
        Code::Refused
    );
}

#[test]
fn gateways_and_pages_are_told_from_the_vault() {
    let no_route = r#"{"message":"No Route matched with those values","request_id":"00ff"}"#;
    for status in [200, 401, 404] {
        assert_eq!(code(&answer(status, no_route)), Code::NotAuthorised);
    }
    assert_eq!(
        code(&answer(500, r#"{"message":"An invalid response was received from the upstream server"}"#)),
        Code::UpstreamFailed
    );
    assert_eq!(
        code(&answer(504, r#"{"message":"The upstream server is timing out"}"#)),
        Code::UpstreamTimedOut
    );
    assert_eq!(code(&answer(503, "")), Code::ServiceProblem);
    let nothing_said =
        ["{}", "[]", "null", r#"{"response":null}"#, r#"{"response":{}}"#, r#"[{"error":false}]"#];
    for body in ["", "<html>login</html>"].into_iter().chain(nothing_said) {
        assert_eq!(code(&answer(200, body)), Code::AnswerUnreadable, "{body}");
    }
}

#[test]
fn each_refusal_of_our_server_is_recognised() {
    for refusal in Refusal::ALL {
        let expected = match refusal {
            Refusal::ParameterMissing(_)
            | Refusal::ParameterInvalid(..)
            | Refusal::BodyMalformed
            | Refusal::IdentifierCodeTaken => Code::Refused,
            Refusal::NotFound => Code::NotFound,
            Refusal::NoAccess => Code::NoAccess,
            Refusal::IdentifierNotNumeric => Code::IdentifierNotNumeric,
            Refusal::NoRoute => Code::NotAuthorised,
            // Here nobody signs in.
            Refusal::InvalidClient => Code::NotAuthorised,
            // No switch is documented to end so.
            Refusal::ChangedMeanwhile
            | Refusal::Inactive
            | Refusal::BodyTooLarge
            | Refusal::InvalidRequest(_)
            | Refusal::UnsupportedGrantType => Code::Refused,
            Refusal::Unexpected => Code::ServiceProblem,
        };
        assert_eq!(code(&refusal.answer()), expected, "{refusal:?}");
    }
}

#[test]
fn the_token_travels_in_a_form_and_back() {
    let credentials = Credentials {
        client_id: "a&b".into(),
        client_secret: Secret::from("c=d é"),
        tenant: Some("t".into()),
    };
    let sent = Token::encode(&credentials);
    assert_eq!(sent.path_and_query().as_str(), "/api/oauth2/token", "no secret in the query");
    let body = sent.body.unwrap();
    let read = Token::accept(body.content_type, body.text.as_bytes(), None).ok().unwrap().credentials;
    assert!(
        read.client_id == "a&b"
            && read.client_secret == credentials.client_secret
            && read.tenant.as_deref() == Some("t")
    );

    let token = AccessToken { token: Secret::from("xyz"), expires_in: 60 };
    let read = decode::<Token>(&Token::answer(&token)).ok().unwrap();
    assert!(read.token == token.token && read.expires_in == 60);
}

#[test]
fn token_answers_vary() {
    let expires = |body: &str| decode::<Token>(&answer(200, body)).ok().map(|token| token.expires_in);
    assert_eq!(expires(r#"{"access_token":"x","token_type":"bearer","expires_in":"90"}"#), Some(90));
    assert_eq!(expires(r#"{"access_token":"x"}"#), Some(3600));
    assert_eq!(expires(r#"{"access_token":5}"#), None);
    assert_eq!(expires(r#"{"access_token":"x","error":"invalid_client"}"#), None);
    let refused = |status, body: &str| decode::<Token>(&answer(status, body)).err().unwrap().code;
    assert_eq!(refused(401, r#"{"error":"invalid_client","message":"nope"}"#), Code::ClientRejected);
    let envelope =
        r#"{"response":{"status":401,"message":"Client authentication failed","error":true,"error_code":1}}"#;
    assert_eq!(refused(400, envelope), Code::ClientRejected);
    assert_eq!(refused(502, "<html>"), Code::UpstreamFailed);
}

#[test]
fn credentials_come_as_form_json_or_basic() {
    let json = br#"{"grant_type":"client_credentials","client_id":"i","client_secret":"s"}"#;
    assert!(Token::accept("application/json;charset=UTF-8", json, None).is_ok());
    let form = b"grant_type=client_credentials";
    assert!(
        Token::accept("application/x-www-form-urlencoded", form, Some("i:s:t"))
            .is_ok_and(|read| read.credentials.client_secret == Secret::from("s:t"))
    );
    let refused = |body: &[u8]| Token::accept("application/x-www-form-urlencoded", body, None).err();
    assert_eq!(refused(form), Some(Refusal::InvalidClient));
    let invalid = |fault| Some(Refusal::InvalidRequest(fault));
    let twice = BodyFault::Invalid("client_id", ParameterFault::Duplicate);
    for (body, refusal) in [
        ("", invalid(BodyFault::Missing("grant_type"))),
        ("client_id=i&client_secret=s", invalid(BodyFault::Missing("grant_type"))),
        ("grant_type=&client_id=i&client_secret=s", invalid(BodyFault::Missing("grant_type"))),
        ("grantType=client_credentials", invalid(BodyFault::Missing("grant_type"))),
        ("grant_type=+client_credentials", Some(Refusal::UnsupportedGrantType)),
        ("grant_type=client_credentials&client_id=i&client_id=i&client_secret=s", invalid(twice)),
        ("grant_type=client_credentials&client_id=i&client_secret=", Some(Refusal::InvalidClient)),
    ] {
        assert_eq!(refused(body.as_bytes()), refusal, "{body}");
    }
    let number = br#"{"grant_type":"client_credentials","client_id":5,"client_secret":"s"}"#;
    let no_text = BodyFault::Invalid("client_id", ParameterFault::NotText);
    assert_eq!(Token::accept(JSON, number, Some("i:s")).err(), invalid(no_text));
    assert_eq!(
        Token::accept(JSON, b"grant_type=client_credentials", None).err(),
        invalid(BodyFault::Malformed)
    );
}

#[test]
fn credentials_in_the_body_go_before_a_header_that_may_be_a_proxys() {
    let read = |more: &str, basic| {
        let form = format!("grant_type=client_credentials{more}");
        let SignIn { credentials, decoded } = Token::accept(FORM, form.as_bytes(), Some(basic)).ok().unwrap();
        let pair = |it: Credentials| format!("{}:{}", it.client_id, it.client_secret.expose());
        (pair(credentials), decoded.map(pair))
    };
    let alone = |pair: &str| (pair.to_owned(), None);
    assert_eq!(read("&client_id=i&client_secret=s", "proxy:p"), alone("i:s"));
    for half in ["", "&client_id=i", "&client_secret=s", "&client_id=&client_secret="] {
        assert_eq!(read(half, "j:t"), alone("j:t"), "{half}");
    }
    // RFC 6749, section 2.3.1, and those who do not keep to it.
    assert_eq!(read("", "i%61:s+%2B"), ("i%61:s+%2B".to_owned(), Some("ia:s +".to_owned())));
    assert_eq!(read("", "i:%ff"), alone("i:%ff"));
}

#[test]
fn the_list_is_read_in_all_its_shapes() {
    let rows = |payload: &str| {
        let body = format!(r#"{{"response":{{"error":false}}{payload}}}"#);
        decode::<ListApiSecrets>(&answer(200, &body)).map(|rows| rows.len())
    };
    assert_eq!(rows(""), Ok(0));
    assert_eq!(rows(r#","api_secret_on_list":null"#), Ok(0));
    assert_eq!(rows(r#","api_secret_on_list":[]"#), Ok(0));
    assert_eq!(rows(r#","api_secret_on_list":{"0":{"identifier":1},"1":{"identifier":"2"}}"#), Ok(2));
    assert!(rows(r#","api_secret_on_list":"none""#).is_err());

    let row = ListedApiSecret {
        identifier: "14".into(),
        name: "Teste".into(),
        need_justify: true,
        need_approval: false,
        can_view: true,
        can_write: false,
    };
    let answer = ListApiSecrets::answer(std::slice::from_ref(&row));
    assert!(
        answer.text().contains(r#""need_justify":"1","need_approval":"0","can_view":true,"can_write":false"#)
    );
    assert_eq!(decode::<ListApiSecrets>(&answer).unwrap(), [row]);

    let filter = ListFilter { tag: Some("a b".into()), identifier_code: None };
    assert_eq!(ListApiSecrets::encode(&filter).path_and_query().as_str(), "/api/mysafe/secretapi?tag=a%20b");
}

fn stored() -> ApiSecret {
    ApiSecret {
        identifier: "40".to_owned(),
        texts: ApiSecretTexts {
            name: "My API secret".to_owned(),
            url: "www.url.com".to_owned(),
            client_id: "c".to_owned(),
            ..ApiSecretTexts::default()
        },
        client_secret: Some(Secret::from("s3cret")),
        users_allowed: vec![Share { name: "pduarte".to_owned(), can_edit: true }],
        ..ApiSecret::default()
    }
}

#[test]
fn an_api_secret_is_created_and_read() {
    let new = NewApiSecret {
        texts: ApiSecretTexts {
            name: "n".into(),
            url: "u".into(),
            client_id: "c".into(),
            ..ApiSecretTexts::default()
        },
        client_secret: Some(Secret::from("s3cret")),
        ..NewApiSecret::default()
    };
    let sent = CreateApiSecret::encode(&new);
    let text = sent.body.as_ref().unwrap().text.as_str();
    assert_eq!(
        text, r#"{"name":"n","url":"u","client_id":"c","client_secret":"s3cret"}"#,
        "what is empty stays away"
    );
    assert!(CreateApiSecret::accept(JSON, text.as_bytes()).is_ok());

    let created = CreateApiSecret::answer(&stored());
    assert_eq!(created.status, 201);
    assert!(created.text().contains(r#""users_allowed":[{"can_edit":true,"username":"pduarte"}]"#));
    assert!(created.text().contains(r#""shared_error":[]"#));
    assert!(decode::<CreateApiSecret>(&created).is_ok_and(|secret| secret.identifier == "40"));

    let read = ReadApiSecret::answer(&stored());
    assert!(read.text().contains(r#""name":"pduarte""#) && !read.text().contains("shared_error"));
    assert!(
        decode::<ReadApiSecret>(&read)
            .is_ok_and(|secret| secret.client_secret == Some(Secret::from("s3cret")))
    );
}

#[test]
fn create_names_the_first_missing_parameter() {
    let refused = |body: &str| CreateApiSecret::accept(JSON, body.as_bytes()).err();
    assert_eq!(refused(""), Some(Refusal::ParameterMissing("name")));
    assert_eq!(refused("{"), Some(Refusal::BodyMalformed));
    assert_eq!(refused(r#"["n","u","c"]"#), Some(Refusal::BodyMalformed));
    assert_eq!(refused(r#"{"name":" "}"#), Some(Refusal::ParameterMissing("name")));
    assert_eq!(refused(r#"{"name":"n"}"#), Some(Refusal::ParameterMissing("url")));
    assert_eq!(refused(r#"{"name":"n","url":"u"}"#), Some(Refusal::ParameterMissing("client_id")));
    assert!(
        Refusal::ParameterMissing("url").answer().text().contains("1001: Parameter 'url' was not informed!")
    );
}

#[test]
fn create_and_update_take_forms_as_the_vendors_clients_send_them() {
    let form = b"name=a%20b&url=u+v&client_id=c&client_secret=%2Bs%3D%26&tags=prod%2Ceu&unknown[]=1";
    let new = CreateApiSecret::accept(FORM, form).ok().unwrap();
    let texts = &new.texts;
    assert_eq!([&*texts.name, &texts.url, &texts.client_id, &texts.tags], ["a b", "u v", "c", "prod,eu"]);
    assert!(new.client_secret == Some(Secret::from("+s=&")) && new.users_allowed.is_none());
    let change = UpdateApiSecret::accept(FORM, b"tags=&notes=x").ok().unwrap();
    let texts = change.texts;
    assert_eq!((texts.tags.as_deref(), texts.notes.as_deref(), texts.name), (Some(""), Some("x"), None));
    let refused = |body: &str| UpdateApiSecret::accept(FORM, body.as_bytes()).err();
    let invalid = |name, fault| Some(Refusal::ParameterInvalid(name, fault));
    assert_eq!(refused("name=a&name=b"), invalid("name", ParameterFault::Duplicate));
    assert_eq!(refused("tags[]=a&tags[]=b"), invalid("tags", ParameterFault::Brackets));
    assert_eq!(refused("users_allowed[0][username]=a"), invalid("users_allowed", ParameterFault::Brackets));
    assert_eq!(refused("notes=%ff"), invalid("notes", ParameterFault::HalfCharacter));
    assert_eq!(refused(""), Some(Refusal::ParameterMissing("name")));
}

#[test]
fn what_was_sent_and_cannot_be_taken_has_a_sentence_and_a_code_of_its_own() {
    for fault in ParameterFault::ALL {
        let answer = Refusal::ParameterInvalid("tags", fault).answer();
        let problem = decode::<CreateApiSecret>(&answer).err().unwrap();
        assert_eq!((problem.code, problem.vendor_code.as_deref()), (Code::ParameterInvalid, Some("1001")));
        let text = problem.vendor_text.unwrap();
        assert!(text.starts_with("1001: Parameter 'tags' ") && !text.contains("was not informed"), "{text}");
    }
    let text =
        Refusal::ParameterInvalid("client_secret", ParameterFault::NotText).answer().text().into_owned();
    assert!(text.contains("1001: Parameter 'client_secret' must be text, in quotes!"), "{text}");
    let broken = decode::<UpdateApiSecret>(&Refusal::BodyMalformed.answer()).err().unwrap();
    assert_eq!(broken.code, Code::ParameterInvalid);
    let missing = decode::<CreateApiSecret>(&Refusal::ParameterMissing("url").answer()).err().unwrap();
    assert_eq!(missing.code, Code::ParameterMissing);
}

/// H122: what the vendor's public Rust client must find in every answer that is no success, by its types.
#[test]
fn strict_decoders_read_every_refusal_that_no_page_of_the_vendor_shows() {
    #[derive(serde::Deserialize)]
    struct ApiError {
        response: Outcome,
    }
    #[derive(serde::Deserialize)]
    struct Outcome {
        status: u16,
        message: String,
        error: bool,
        error_code: i32,
    }
    let of_vault = Refusal::ALL.into_iter().filter(|it| *it != Refusal::NoRoute).map(Refusal::answer);
    let documented = [gateway::Refusal::UpstreamFailed, gateway::Refusal::UpstreamTimedOut];
    let in_front = gateway::Refusal::ALL.into_iter().filter(|refusal| !documented.contains(refusal));
    for answer in of_vault.chain(in_front.map(gateway::Refusal::answer)) {
        let text = answer.text();
        let ApiError { response } =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(response.status == answer.status && response.error && response.error_code == 1, "{text}");
        assert!(!response.message.is_empty(), "{text}");
        // The vendor's command line takes a text or nothing here.
        let error = serde_json::from_str::<serde_json::Value>(&text).unwrap()["error"].clone();
        assert!(error.is_null() || error.is_string(), "{text}");
    }
    for (answer, body) in [
        (Refusal::NoRoute.answer(), r#"{"message":"no Route matched with those values"}"#),
        (
            documented[0].answer(),
            r#"{"message":"An invalid response was received from the upstream server"}"#,
        ),
        (documented[1].answer(), r#"{"message":"The upstream server is timing out"}"#),
    ] {
        assert_eq!(answer.text(), body, "as the vendor's pages have it");
    }
}

#[test]
fn paths_are_the_documented_ones() {
    let id = Identifier::parse("43").unwrap();
    assert_eq!(Deactivate::encode(&id).path, "/api/mysafe/secretapi/inactive/43");
    assert_eq!(Activate::encode(&id).path, "/api/mysafe/secretapi/active/43");
    assert_eq!(ReadApiSecret::encode(&id).path, "/api/mysafe/secretapi/43");
}

/// The body of a recorded answer.
fn recorded(name: &str) -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(&fixture(&format!("answers/{name}"))).expect("JSON");
    file["body"].clone()
}

#[test]
fn a_profile_has_the_words_of_its_release() {
    let json = |response: &Response| serde_json::from_str::<serde_json::Value>(&response.text()).unwrap();
    let off = |profile| json(&Deactivate::answer_as(profile, Switched::Done));
    assert_eq!(off(Profile::V3_32), recorded("h01-deactivated"));
    assert_eq!(off(Profile::V3_33), recorded("h03-deactivated-newer"));
    for profile in [Profile::V3_32, Profile::V3_33] {
        let already = Deactivate::answer_as(profile, Switched::AlreadySo);
        assert_eq!(json(&already), recorded("h05-already-deactivated"));
        for refusal in Refusal::ALL {
            assert_eq!(code(&refusal.answer_as(profile)), code(&refusal.answer()), "{refusal:?}");
        }
    }
    assert_eq!(json(&Refusal::IdentifierCodeTaken.answer_as(Profile::V3_32)), recorded("identifier-taken"));
    assert_eq!(json(&Refusal::Inactive.answer_as(Profile::V3_32)), recorded("inactive"));
    let inactive = Refusal::Inactive.answer_as(Profile::V3_33);
    assert!(inactive.text().contains(r#""message":"1009: Inactive Api secret""#));

    let members =
        |body: serde_json::Value| body["response"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let read = ReadApiSecret::answer_as(Profile::V3_33, &stored());
    assert_eq!(members(json(&read)), members(recorded("h12-read-one")));
    assert!(decode::<ReadApiSecret>(&read).is_ok_and(|secret| secret.identifier == "40"));
    let read = ReadApiSecret::answer_as(Profile::V3_32, &stored());
    assert_eq!(members(json(&read)), members(recorded("h12-list")));
}
