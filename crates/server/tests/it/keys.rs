//! API keys and access keys: how they are bounded, listed and ended, while a server runs.

use crate::fixture::{Answer, Credentials, FORM, Home, JSON, Server, documented, recorded, text, value};

const COLLECTION: &str = "/api/mysafe/secretapi";
const TOKEN: &str = "/api/oauth2/token";

/// What an admin command that must succeed printed.
fn printed(home: &Home, arguments: &[&str]) -> String {
    let output = home.admin(arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The sentence of an admin command that must fail with exit code 1.
fn refused(home: &Home, arguments: &[&str]) -> String {
    let output = home.admin(arguments);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
    text(&output.stderr)
}

fn access_key(home: &Home, bounds: &[&str]) -> Credentials {
    let printed = printed(home, &[&["access-key", "create", "--user", "admin"], bounds].concat());
    Credentials {
        api_key: String::new(),
        client_id: value(&printed, "Client id"),
        client_secret: value(&printed, "Client secret"),
    }
}

fn ask_for_token(server: &Server, credentials: &Credentials) -> Answer {
    let Credentials { client_id, client_secret, .. } = credentials;
    let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
    server.post(TOKEN, &[FORM], &form)
}

fn list(server: &Server, token: &str) -> Answer {
    server.get(COLLECTION, &[("authorization", &format!("Bearer {token}"))])
}

fn create(server: &Server, token: &str, name: &str) -> String {
    let body = format!(r#"{{"name":"{name}","url":"u","client_id":"c"}}"#);
    let answer = server.post(COLLECTION, &[("authorization", &format!("Bearer {token}")), JSON], &body);
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
}

/// In one body what some clients read and what others do.
fn assert_client_rejected(answer: &Answer) {
    assert_eq!(answer.status, 401);
    let said = answer.json();
    for (member, value) in recorded("h14-token-error-oauth").as_object().unwrap() {
        assert_eq!(said[member], *value, "{member}");
    }
    let envelope = recorded("h15-token-error-envelope");
    for member in ["message", "error", "error_code"] {
        assert_eq!(said["response"][member], envelope["response"][member], "{member}");
    }
}

#[test]
fn a_revoked_access_key_and_its_tokens_are_dead_at_once() {
    let home = Home::new();
    let server = home.serve();
    let (one, other) = (access_key(&home, &[]), access_key(&home, &[]));
    let (token, unharmed) = (server.sign_in(&one), server.sign_in(&other));
    assert_eq!(list(&server, &token).status, 200);
    let own = format!("{COLLECTION}/{}", create(&server, &token, "one"));
    // One that is there, one that is not, and no number: a dead token learns no difference, also one that the server has
    // just seen alive.
    let items = [&own, &format!("{COLLECTION}/99"), &format!("{COLLECTION}/x")];
    let readers = items.map(|item| (item, server.sign_in(&one)));
    let read = |item: &str, token: &str| server.get(item, &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!(readers.each_ref().map(|(item, token)| read(item, token).status), [200, 400, 400]);
    let said = printed(&home, &["access-key", "revoke", &one.client_id]);
    assert!(said.contains(&one.client_id) && said.contains("is revoked"), "{said}");
    let dead = readers.iter().map(|(item, token)| read(item, token)).chain([list(&server, &token)]);
    for dead in dead {
        assert_eq!((dead.status, dead.json()), (404, recorded("h11-no-route")));
    }
    let dead = ask_for_token(&server, &one);
    assert_client_rejected(&dead);
    assert_eq!(list(&server, &unharmed).status, 200, "the same user, another key");
    assert!(printed(&home, &["access-key", "revoke", &one.client_id]).contains("before"));
    assert!(refused(&home, &["access-key", "revoke", "nobody"]).contains("no such access key"));
}

#[test]
fn a_revoked_api_key_is_an_unknown_one() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let path = format!("/locationHistory/1/register?key={key}");
    assert_eq!(server.post(&path, &[JSON], r#"{"secret":"s"}"#).status, 200);
    let listed = printed(&home, &["api-key", "list"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.contains(" active") && !listed.contains(&key), "{listed}");
    printed(&home, &["api-key", "revoke", "1"]);
    let unknown = server.post("/locationHistory/1/register?key=unknown", &[JSON], "{}");
    let revoked = server.post(&path, &[JSON], "{}");
    assert_eq!((revoked.status, revoked.text), (unknown.status, unknown.text));
    assert!(printed(&home, &["api-key", "list"]).contains(" revoked 2"));
    assert!(refused(&home, &["api-key", "revoke", "2"]).contains("no such API key"));
}

#[test]
fn an_access_key_is_of_no_use_at_an_address_that_is_not_allowed() {
    let home = Home::new();
    let server = home.serve();
    let here = access_key(&home, &["--from", "192.0.2.0/24,127.0.0.0/8"]);
    let elsewhere = access_key(&home, &["--from", "192.0.2.0/24,::1"]);
    assert_eq!(list(&server, &server.sign_in(&here)).status, 200);
    let refused = ask_for_token(&server, &elsewhere);
    assert_client_rejected(&refused);
    let listed = printed(&home, &["access-key", "list"]);
    assert!(listed.contains("192.0.2.0/24,::1/128"), "{listed}");
    for wrong in ["nowhere", "10.0.0.0/33", ""] {
        let output = home.admin(&["access-key", "create", "--user", "x", "--from", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn an_address_counts_as_a_trusted_proxy_tells_it() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(["--trusted-proxy", "127.0.0.1", "--trusted-proxy", "10.0.0.0/8"]);
    let server = Server::start(command);
    let Credentials { client_id, client_secret, .. } = access_key(&home, &["--from", "198.51.100.0/24"]);
    let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
    let inside = ("x-forwarded-for", "192.0.2.1, 198.51.100.7, 10.1.2.3");
    let outside = ("forwarded", "for=198.51.100.7, for=192.0.2.1");
    let ask = |from| server.post(TOKEN, &[FORM, from], &form);
    let token = ask(inside).json()["access_token"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {token}");
    let list = |from| server.get(COLLECTION, &[("authorization", bearer.as_str()), from]).status;
    assert_eq!((list(inside), list(outside)), (200, 404));
    assert_client_rejected(&ask(outside));
    let (_, _, log) = server.stop();
    assert!(log.contains("198.51.100.7") && log.contains("192.0.2.1"), "{log}");

    let server = home.serve();
    assert_client_rejected(&server.post(TOKEN, &[FORM, inside], &form));
}

#[test]
fn a_token_does_not_outlive_its_access_key() {
    let home = Home::new();
    let server = home.serve();
    let key = access_key(&home, &["--days", "1"]);
    assert_eq!(ask_for_token(&server, &key).json()["expires_in"], 3600, "the day is longer");
    let listed = printed(&home, &["access-key", "list"]);
    assert!(
        listed.lines().any(|line| line.starts_with(&key.client_id) && line.contains(" until 2")),
        "{listed}"
    );
    let output = home.admin(&["access-key", "create", "--user", "x", "--days", "0"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_limited_access_key_reaches_its_items_only() {
    let home = Home::new();
    let server = home.serve();
    let owner = server.sign_in(&server.credentials());
    let (inside, outside) = (create(&server, &owner, "inside"), create(&server, &owner, "outside"));
    let limited = server.sign_in(&access_key(&home, &["--only", &inside]));
    let identifiers = |token: &str| {
        let body = list(&server, token).json();
        let rows = body["api_secret_on_list"].as_array().unwrap();
        rows.iter().map(|row| row["identifier"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(identifiers(&limited), std::slice::from_ref(&inside));
    let bearer = format!("Bearer {limited}");
    let headers = [("authorization", bearer.as_str()), JSON];
    let item = |id: &str| server.get(&format!("{COLLECTION}/{id}"), &headers);
    assert_eq!(item(&inside).status, 200);
    for refused in [
        item(&outside),
        server.post(&format!("{COLLECTION}/inactive/{outside}"), &headers, ""),
        server.put(&format!("{COLLECTION}/update/{outside}"), &headers, r#"{"name":"x"}"#),
    ] {
        assert_eq!((refused.status, refused.json()), (400, documented("no_access")));
    }
    let made = create(&server, &limited, "made");
    assert_eq!(identifiers(&limited), [inside, made]);
    assert_eq!(identifiers(&owner).len(), 3);
    let sentence = refused(&home, &["access-key", "create", "--user", "x", "--only", "1,77"]);
    assert!(sentence.contains("77") && sentence.contains("nothing was stored"), "{sentence}");
    assert!(!printed(&home, &["access-key", "list"]).lines().any(|line| line.ends_with(" x")));
}
