//! Signing in: every way in which credentials may come, and those in which they may not.

use data_encoding::BASE64;

use crate::fixture::{Answer, Credentials, FORM, Home, JSON, Server, agent, text};

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
    let basic = format!("Basic {}", BASE64.encode(format!("{id}:{secret}").as_bytes()));
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

/// What a call with a token is answered.
fn status_with(server: &Server, token: &str) -> u16 {
    server.get("/api/mysafe/secretapi", &[("authorization", &format!("Bearer {token}"))]).status
}

#[test]
fn a_token_is_ended_by_itself_and_by_its_client() {
    const REVOKE: &str = "/api/oauth2/revoke";
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let Credentials { client_id, client_secret, .. } = &credentials;
    let client = format!("&client_id={client_id}&client_secret={client_secret}");
    let revoke = |headers: &[(&str, &str)], body: &str| {
        let answer = server.post(REVOKE, &[headers, &[FORM]].concat(), body);
        (answer.status, answer.text)
    };
    let [one, two, three] = [(); 3].map(|()| server.sign_in(&credentials));
    let bearer = format!("Bearer {one}");
    assert_eq!(
        revoke(&[("authorization", &bearer)], &format!("token={two}")),
        (200, String::new()),
        "by another"
    );
    assert_eq!([&one, &two, &three].map(|token| status_with(&server, token)), [200, 404, 200]);
    for _ in 0..2 {
        assert_eq!(revoke(&[("authorization", &bearer)], &format!("token={one}")), (200, String::new()));
        assert_eq!(status_with(&server, &one), 404);
    }
    assert_eq!(
        revoke(&[("authorization", &bearer)], &format!("token={three}")).0,
        401,
        "a dead token ends none"
    );
    let other = home.access_key(&["--user", "maria"]);
    let of_other = format!("&client_id={}&client_secret={}", other.client_id, other.client_secret);
    assert_eq!(revoke(&[], &format!("token={three}{of_other}")).0, 401, "another client's");
    assert_eq!(revoke(&[], &format!("token={three}")).0, 401, "nobody's word");
    assert_eq!(revoke(&[], &format!("token={three}&client_id={client_id}&client_secret=wrong")).0, 401);
    assert_eq!(status_with(&server, &three), 200);
    assert_eq!(revoke(&[], &format!("token={three}&token_type_hint=refresh_token{client}")).0, 200);
    assert_eq!(status_with(&server, &three), 404);
    assert_eq!(revoke(&[], &format!("token=never-was-one{client}")).0, 200, "it does not work");
    assert_eq!(revoke(&[], client.trim_start_matches('&')).0, 400);
    assert_eq!(server.get(REVOKE, &[]).status, 404);
    let log = text(&home.admin(&["audit", "export"]).stdout);
    let ended = log.lines().filter(|line| line.contains("revokeToken") && line.contains("done"));
    assert_eq!(ended.count(), 3, "{log}");
}

#[test]
fn the_oldest_of_too_many_tokens_goes_first() {
    const LIVE: usize = 1000;
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let first = server.sign_in(&credentials);
    home.execute("UPDATE tokens SET created_at = created_at - 1");
    let others: Vec<_> = std::thread::scope(|scope| {
        let sign_in = || (1..LIVE).step_by(4).map(|_| server.sign_in(&credentials)).collect::<Vec<_>>();
        let threads = [(); 4].map(|()| scope.spawn(sign_in));
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).take(LIVE - 1).collect()
    });
    let last = server.sign_in(&credentials);
    assert_eq!((status_with(&server, &first), status_with(&server, &last)), (404, 200));
    let alive = others.iter().filter(|token| status_with(&server, token) == 200).count();
    assert!(alive >= LIVE - 2, "{alive}");
    let count = "SELECT count(*) FROM tokens";
    assert_eq!(home.query(count, count).trim(), LIVE.to_string());
}

#[test]
fn the_last_use_of_an_access_key_is_known() {
    let home = Home::new();
    let server = home.serve();
    let (used, unused) = (server.credentials(), home.access_key(&["--user", "maria"]));
    let token = server.sign_in(&used);
    assert_eq!(status_with(&server, &token), 200);
    // Written down on the way out at the latest.
    assert!(server.stop().0.success());
    let listed = text(&home.admin(&["access-key", "list"]).stdout);
    let line = |id: &str| listed.lines().find(|line| line.starts_with(id)).unwrap().to_owned();
    assert!(line(&unused.client_id).contains(" never "), "{listed}");
    assert!(!line(&used.client_id).contains(" never "), "{listed}");
}
