//! Signing in: every way in which credentials may come, and those in which they may not.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::fixture::{Answer, FORM, Home, JSON, Server, agent, text};

const PATH: &str = "/api/oauth2/token";

fn assert_token(server: &Server, answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&"Bearer".into(), &3600.into()));
    let token = body["access_token"].as_str().unwrap();
    assert!(token.len() >= 43, "{token}");
    let bearer = format!("Bearer {token}");
    assert_eq!(server.get("/api/mysafe/secretapi", &[("authorization", &bearer)]).status, 200);
}

fn assert_rejected(answer: &Answer) {
    assert_eq!((answer.status, &answer.json()["error"]), (401, &"invalid_client".into()));
    assert_eq!(answer.json()["error_description"], "Client authentication failed");
}

#[test]
fn credentials_may_come_as_form_json_or_basic_to_both_addresses() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let (id, secret) = (&credentials.client_id, &credentials.client_secret);
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&tenant=x");
    let json =
        format!(r#"{{"grant_type":"client_credentials","client_id":"{id}","client_secret":"{secret}"}}"#);
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for path in [PATH, "/iso/oauth2/token"] {
        assert_token(&server, &server.post(path, &[FORM], &form));
        assert_token(
            &server,
            &server.post(path, &[("content-type", "Application/JSON; charset=utf-8")], &json),
        );
        let both = [FORM, ("authorization", basic.as_str())];
        assert_token(&server, &server.post(path, &both, "grant_type=client_credentials"));
        let url = server.url(path);
        let mut got = agent().get(&url).header(FORM.0, FORM.1).force_send_body().send(&form).unwrap();
        assert_eq!(got.status().as_u16(), 200);
        assert!(text(&got.body_mut().read_to_vec().unwrap()).contains("access_token"));
    }
}

#[test]
fn credentials_in_the_query_are_not_looked_at() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let query = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        credentials.client_id, credentials.client_secret
    );
    let answer = server.post(&format!("{PATH}?{query}"), &[FORM], "grant_type=client_credentials");
    assert_rejected(&answer);
    let answer = server.get(&format!("{PATH}?{query}"), &[]);
    assert_eq!((answer.status, &answer.json()["error"]), (400, &"invalid_request".into()));
}

#[test]
fn wrong_credentials_are_refused_all_alike() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let (id, secret) = (&credentials.client_id, &credentials.client_secret);
    for form in [
        "grant_type=client_credentials".to_owned(),
        format!("grant_type=client_credentials&client_id={id}"),
        format!("grant_type=client_credentials&client_id={id}&client_secret="),
        format!("grant_type=client_credentials&client_id={id}&client_secret={secret}x"),
        format!("grant_type=client_credentials&client_id=nobody&client_secret={secret}"),
    ] {
        assert_rejected(&server.post(PATH, &[FORM], &form));
    }
    let grant =
        server.post(PATH, &[FORM], &format!("grant_type=password&client_id={id}&client_secret={secret}"));
    assert_eq!((grant.status, &grant.json()["error"]), (400, &"unsupported_grant_type".into()));
    assert_eq!(server.post(PATH, &[JSON], &"x".repeat(70_000)).status, 413);
}

#[test]
fn a_token_survives_a_restart() {
    let home = Home::new();
    let server = home.serve();
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    server.kill();
    let server = home.serve();
    assert_eq!(server.get("/api/mysafe/secretapi", &[("authorization", &bearer)]).status, 200);
}
