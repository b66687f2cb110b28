//! Finding API secrets by the fingerprint of their value: what is found, by whom, and how fast nobody
//! gets to guess.

use std::time::Instant;

use latchboard_contract::{FullFingerprint, Secret};
use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, DEADLINE, Home, JSON, Server, program, run, text};

const FIND: &str = "/api/latchboard/v1/find";
const CAPABILITIES: &str = "/api/latchboard/v1/capabilities";
const COLLECTION: &str = "/api/mysafe/secretapi";
const LEAKED: &str = "sk_live_51H8-é";

/// Somebody who is signed in.
struct User<'a> {
    server: &'a Server,
    bearer: String,
}

impl<'a> User<'a> {
    fn sign_in(server: &'a Server, credentials: &Credentials) -> Self {
        Self { server, bearer: format!("Bearer {}", server.sign_in(credentials)) }
    }

    fn create(&self, secret: &str, more: &Value) -> String {
        let mut body = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": secret });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer =
            self.server.post(COLLECTION, &[("authorization", &self.bearer), JSON], &body.to_string());
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
    }

    fn change(&self, id: &str, body: &Value) {
        let path = format!("{COLLECTION}/update/{id}");
        let answer = self.server.put(&path, &[("authorization", &self.bearer), JSON], &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    fn ask(&self, fingerprint: &str) -> Answer {
        let body = json!({ "fingerprint": fingerprint }).to_string();
        self.server.post(FIND, &[("authorization", &self.bearer), JSON], &body)
    }

    /// The identifiers that are found.
    fn find(&self, secret: &str) -> Vec<String> {
        let answer = self.ask(&fingerprint(secret));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let body = answer.json();
        let found = body["found"].as_array().unwrap();
        found.iter().map(|row| row["identifier"].as_str().unwrap().to_owned()).collect()
    }
}

fn fingerprint(secret: &str) -> String {
    FullFingerprint::of(&Secret::from(secret)).to_hex()
}

#[test]
fn a_value_is_found_wherever_it_was_written_and_nowhere_else() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let created = user.create(LEAKED, &json!({ "identifier_code": "k" }));
    user.create(&format!("{LEAKED} "), &json!({}));
    let changed = user.create("before", &json!({}));
    user.change(&changed, &json!({ "client_secret": LEAKED }));
    let without = json!({ "name": "none", "url": "u", "client_id": "c" });
    let headers = [("authorization", user.bearer.as_str()), JSON];
    assert_eq!(server.post(COLLECTION, &headers, &without.to_string()).status, 201);
    let lines = home.path().join("lines");
    let line = json!({ "name": "i", "url": "u", "client_id": "c", "client_secret": LEAKED, "active": false });
    std::fs::write(&lines, line.to_string()).unwrap();
    let imported = home.admin(&["secret", "import", "--user", "admin", lines.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));

    let answer = user.ask(&fingerprint(LEAKED).to_uppercase()).json();
    let row = |id: &str, name: &str, code: &str, active| json!({ "identifier": id, "name": name, "identifier_code": code, "active": active, "can_write": true });
    let expected = [row(&created, "n", "k", true), row(&changed, "n", "", true), row("5", "i", "", false)];
    assert_eq!(answer, json!({ "found": expected, "complete": true, "sees_all": true }));
    assert_eq!(user.find("before"), [""; 0], "a value that was replaced is gone");
    user.change(&created, &json!({ "name": "renamed" }));
    assert_eq!(user.find(LEAKED).len(), 3, "what was not changed stays findable");
}

#[test]
fn nobody_finds_what_they_may_not_view_and_is_told_that_there_may_be_more() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let maria = User::sign_in(&server, &home.access_key(&["--user", "maria"]));
    let shared = json!({ "users_allowed": [{ "username": "maria", "can_edit": false }] });
    let (shared, hidden) = (owner.create(LEAKED, &shared), owner.create(LEAKED, &json!({})));
    let own = maria.create(LEAKED, &json!({}));
    let seen = maria.ask(&fingerprint(LEAKED)).json();
    assert_eq!(maria.find(LEAKED), [shared.as_str(), own.as_str()]);
    assert_eq!(
        (&seen["found"][0]["can_write"], &seen["found"][1]["can_write"]),
        (&json!(false), &json!(true))
    );
    assert_eq!((&seen["sees_all"], &seen["complete"]), (&json!(false), &json!(true)));
    // The same words about what matches and is hidden, and about what does not exist at all.
    owner.change(&shared, &json!({ "users_allowed": [] }));
    let stranger = User::sign_in(&server, &home.access_key(&["--user", "stranger"]));
    let (matching, none) = (stranger.ask(&fingerprint(LEAKED)), stranger.ask(&fingerprint("none")));
    assert_eq!((matching.status, &matching.text), (none.status, &none.text));
    assert_eq!(matching.json(), json!({ "found": [], "complete": true, "sees_all": false }));

    assert_eq!(owner.find(LEAKED), [shared.as_str(), hidden.as_str()]);
    let limited = User::sign_in(&server, &home.access_key(&["--user", "admin", "--only", &hidden]));
    assert_eq!(limited.find(LEAKED), [hidden]);
    assert_eq!(limited.ask(&fingerprint(LEAKED)).json()["sees_all"], json!(false));
}

#[test]
fn who_is_not_signed_in_or_sends_no_fingerprint_is_refused() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let body = json!({ "fingerprint": fingerprint(LEAKED) }).to_string();
    assert_eq!(server.post(FIND, &[JSON], &body).status, 404);
    for wrong in ["", "abc", LEAKED, &"g".repeat(64)] {
        let refused = user.ask(wrong);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{wrong}");
        assert!(
            refused.text.contains("'fingerprint'") && (wrong.is_empty() || !refused.text.contains(wrong))
        );
    }
    assert_eq!(server.get(FIND, &[("authorization", &user.bearer)]).status, 404);
}

#[test]
fn guesses_are_slowed_down_and_a_right_one_buys_no_others() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    user.create(LEAKED, &json!({}));
    for _ in 0..20 {
        assert_eq!(user.find(LEAKED), ["1"], "what is there may be asked for as often as one likes");
    }
    // A right one between two wrong ones does not make them forgotten.
    for guess in 0..6 {
        assert_eq!(user.find(&format!("guess {guess}")), [""; 0]);
        if guess < 5 {
            assert_eq!(user.find(LEAKED), ["1"]);
        }
    }
    for secret in [LEAKED, "guess"] {
        let waits = user.ask(&fingerprint(secret));
        assert_eq!(waits.status, 429, "{}", waits.text);
        assert!((1..=15).contains(&waits.header("retry-after").unwrap().parse::<u32>().unwrap()));
    }
    let other = User::sign_in(&server, &home.access_key(&["--user", "admin"]));
    assert_eq!(other.find(LEAKED), ["1"], "another access key has guesses of its own");
    let deadline = Instant::now() + DEADLINE;
    while user.ask(&fingerprint(LEAKED)).status == 429 {
        assert!(Instant::now() < deadline, "it never ends");
    }
}

#[test]
fn a_server_says_what_it_offers_to_everybody_and_no_more_than_that() {
    let home = Home::with_a_file();
    let plain = home.serve();
    let expected = json!({
        "latchboard": { "version": env!("CARGO_PKG_VERSION") }, "extensions": ["find"], "profile": "v3-32",
        "rehearsal": false, "upstreams": { "location_history": null, "mysafe": null }
    });
    let mut answer = plain.get(CAPABILITIES, &[]).json();
    let extensions = answer["extensions"].as_array_mut().unwrap();
    extensions.retain(|name| name == "find");
    assert_eq!(answer, expected);
    plain.stop();

    let mut command = home.serve_command();
    command.args(["--rehearsal", "--mysafe-profile", "v3-33"]);
    command.args(["--upstream-mysafe", "http://127.0.0.1:9/inside/path"]);
    let answer = Server::start(command).get(CAPABILITIES, &[]).json();
    assert_eq!((&answer["rehearsal"], &answer["profile"]), (&json!(true), &json!("v3-33")));
    let upstreams = json!({ "location_history": null, "mysafe": { "host": "127.0.0.1" } });
    assert_eq!(answer["upstreams"], upstreams, "neither port nor path");
}

#[test]
fn values_of_an_older_program_are_indexed_in_the_background() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    // More than one piece of them.
    let lines = home.path().join("lines");
    let line = |number| {
        let secret = if number % 100 == 0 { LEAKED } else { "other" };
        let line =
            json!({ "name": format!("n{number}"), "url": "u", "client_id": "c", "client_secret": secret });
        format!("{line}\n")
    };
    std::fs::write(&lines, (0..1_200).map(line).collect::<String>()).unwrap();
    let imported = home.admin(&["secret", "import", "--user", "admin", lines.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    server.stop();
    home.execute("UPDATE api_secrets SET fingerprint = NULL");

    let server = home.serve();
    let user = User::sign_in(&server, &credentials);
    let deadline = Instant::now() + DEADLINE;
    loop {
        // A miss costs a guess, and there are not many.
        let answer = user.ask(&fingerprint(LEAKED));
        if answer.status == 200 && answer.json()["complete"] == true {
            assert_eq!(answer.json()["found"].as_array().unwrap().len(), 12);
            break;
        }
        assert!(Instant::now() < deadline, "it never gets complete: {}", answer.text);
    }
    let log = server.stop().2;
    assert!(log.contains("can be found by fingerprint now"), "{log}");
}

#[test]
fn the_database_alone_tells_nobody_whether_a_guess_is_right() {
    let home = Home::new();
    let server = home.serve();
    User::sign_in(&server, &server.credentials()).create(LEAKED, &json!({}));
    server.stop();
    let stored = |home: &Home| {
        let sqlite = "SELECT hex(fingerprint) FROM api_secrets";
        home.query(sqlite, "SELECT encode(fingerprint, 'hex') FROM api_secrets").trim().to_lowercase()
    };
    let other_home = Home::new();
    let server = other_home.serve();
    User::sign_in(&server, &server.credentials()).create(LEAKED, &json!({}));
    server.stop();
    let (elsewhere, stored) = (stored(&other_home), stored(&home));
    assert_eq!(stored.len(), 2 * (4 + 32), "{stored}");
    assert!(!stored.contains(&fingerprint(LEAKED)[..16]));
    assert_ne!(elsewhere, stored, "each installation has fingerprints of its own");
}

#[test]
fn a_server_without_its_data_says_nothing_of_it() {
    let output = run(program().args(["openapi"]));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths[FIND].get("post").is_some() && paths[FIND].get("get").is_none(), "never in an address");
}
