//! The documented shapes of answers that a server can be told to use.

use serde_json::Value;

use crate::fixture::{Answer, FORM, Home, JSON, Server, documented, recorded};

const COLLECTION: &str = "/api/mysafe/secretapi";

fn serving(home: &Home, words: &[&str]) -> Server {
    let mut command = home.serve_command();
    command.args(words);
    Server::start(command)
}

fn call(server: &Server, key: &str, operation: &str, body: &str) -> Answer {
    server.post(&format!("/locationHistory/1/{operation}?key={key}"), &[JSON], body)
}

fn admin_key(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["adminKey"].as_str().unwrap().to_owned()
}

/// Whether an admin key works.
fn works(server: &Server, key: &str, admin_key: &str) -> bool {
    let path = format!("/locationHistory/1/settings?key={key}&adminKey={admin_key}");
    server.get(&path, &[]).status == 200
}

/// The members of an object in their order.
fn members(answer: &Value) -> Vec<&String> {
    answer["response"].as_object().unwrap().keys().collect()
}

#[test]
fn the_newer_profile_has_the_words_and_members_of_its_release() {
    let home = Home::new();
    let server = serving(&home, &["--mysafe-profile", "v3-33"]);
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    let headers = [("authorization", bearer.as_str()), JSON];
    let post = |path: &str, body: &str| server.post(&format!("{COLLECTION}{path}"), &headers, body);
    let new = r#"{"name":"n","url":"u","client_id":"c","identifier_code":"k"}"#;
    assert_eq!(post("", new).status, 201);
    let read = server.get(&format!("{COLLECTION}/1"), &headers).json();
    assert_eq!(members(&read), members(&recorded("h12-read-one")));
    assert_eq!(read["response"]["Message"], "Success");

    assert_eq!(post("/inactive/1", "").json(), recorded("h03-deactivated-newer"));
    assert_eq!(post("/inactive/1", "").json(), recorded("h05-already-deactivated"));
    let inactive = server.get(&format!("{COLLECTION}/1"), &headers).json();
    assert_eq!(inactive["exception"]["message"], "1009: Inactive Api secret");
    assert_eq!(post("/active/1", "").json(), documented("activated"));
    let taken = post("", new).json();
    let sentence = "1001: Identifier already found in another API key of this user";
    assert_eq!(taken["response"]["message"], sentence);
    assert_eq!(post("/active/9", "").json(), documented("not_found"));
}

#[test]
fn the_older_profile_is_the_default_and_has_the_seed_documents_words() {
    let (default, named) = (Home::new(), Home::new());
    for server in [serving(&default, &[]), serving(&named, &["--mysafe-profile", "v3-32"])] {
        let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
        let headers = [("authorization", bearer.as_str()), JSON];
        let post = |path: &str, body: &str| server.post(&format!("{COLLECTION}{path}"), &headers, body);
        let new = r#"{"name":"n","url":"u","client_id":"c","identifier_code":"k"}"#;
        post("", new);
        assert_eq!(post("", new).json(), recorded("identifier-taken"));
        assert_eq!(post("/inactive/1", "").json(), documented("deactivated"));
        assert_eq!(post("/inactive/1", "").json(), recorded("h05-already-deactivated"));
        assert_eq!(server.get(&format!("{COLLECTION}/1"), &headers).json(), recorded("inactive"));
    }
}

#[test]
fn a_changed_secret_may_be_answered_with_a_new_admin_key() {
    let home = Home::new();
    let server = serving(&home, &["--update-secret-reply", "200-new-key"]);
    let key = server.greeted("API key");
    let first = admin_key(&call(&server, &key, "register", r#"{"secret":"one"}"#));
    let second = admin_key(&call(&server, &key, "updateSecret", r#"{"secret":"one","newSecret":"two"}"#));
    assert_ne!(first, second);
    assert!(!works(&server, &key, &first) && works(&server, &key, &second));
    let dead = call(&server, &key, "updateSecret", r#"{"secret":"one","newSecret":"three"}"#);
    assert_eq!(dead.status, 401);
    assert!(works(&server, &key, &second), "a refused change changes nothing");
}

#[test]
fn a_changed_secret_may_be_answered_with_the_same_admin_key_as_long_as_it_is_kept() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let first = admin_key(&call(&server, &key, "register", r#"{"secret":"0"}"#));
    server.stop();

    let same = ["--update-secret-reply", "200-same-key"];
    let server = serving(&home, &same);
    let change = |server: &Server, from: u8| {
        let body = format!(r#"{{"secret":"{from}","newSecret":"{}"}}"#, from + 1);
        call(server, &key, "updateSecret", &body)
    };
    assert_eq!(change(&server, 0).status, 204, "only its hash is there");
    assert!(works(&server, &key, &first));
    let second = admin_key(&call(&server, &key, "regenerateKey", r#"{"secret":"1"}"#));
    assert_eq!(admin_key(&change(&server, 1)), second);
    assert_eq!(admin_key(&change(&server, 2)), second);
    server.stop();
    assert!(home.files().iter().all(|(_, bytes)| !bytes.windows(48).any(|part| part == second.as_bytes())));

    let server = home.serve();
    assert_eq!(change(&server, 3).status, 204);
    server.stop();
    let server = serving(&home, &same);
    assert_eq!(change(&server, 4).status, 204, "the run in between has removed it");
    assert!(works(&server, &key, &second));
}

#[test]
fn the_older_gateway_speaks_xml_and_knows_596() {
    let home = Home::new();
    const PAGE: &str = "http://127.0.0.1:8081";
    let server = serving(&home, &["--gateway-errors", "legacy", "--allow-origin", PAGE]);
    let key = server.greeted("API key");
    for unknown in ["", "unknown"] {
        let refused = call(&server, unknown, "register", r#"{"secret":"s"}"#);
        let expected = documented("answers/g05-developer-inactive");
        assert_eq!((refused.status, refused.text.as_str()), (403, expected["body"].as_str().unwrap()));
        for (name, value) in expected["headers"].as_object().unwrap() {
            assert_eq!(refused.header(name), value.as_str(), "{name}");
        }
        assert_eq!(refused.header("x-error-detail-header"), Some("Account Inactive"));
    }
    let seen = server.post("/locationHistory/1/register", &[("origin", PAGE), JSON], "{}");
    let exposed = seen.header("access-control-expose-headers").unwrap();
    assert!(
        exposed.contains("x-mashery-error-code") && exposed.contains("x-error-detail-header"),
        "{exposed}"
    );
    for path in ["/locationHistory/1/nowhere", "/geofencing/2/register"] {
        let unknown = server.post(path, &[JSON], "{}");
        assert_eq!((unknown.status, unknown.text.as_str()), (596, "<h1>Service Not Found</h1>"));
    }
    // What the service itself says stays as it is, as does the vault.
    let malformed = call(&server, &key, "register", "{");
    assert_eq!((malformed.status, malformed.json()), (400, recorded("g04-malformed-request")));
    let vault = server.post("/api/oauth2/nowhere", &[FORM], "");
    assert_eq!((vault.status, vault.json()), (404, recorded("h11-no-route")));
}
