//! Finding API secrets by the fingerprint of their value: what is found, by whom, and how fast nobody
//! gets to guess.

use std::time::Instant;

use data_encoding::BASE64;
use latchboard_contract::{FullFingerprint, Secret};
use latchboard_search::{Index, Salt};
use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, DEADLINE, Home, JSON, Server, program, run, text};

const FIND: &str = "/api/latchboard/v1/find";
const INDEX: &str = "/api/latchboard/v1/index";
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
        let body = json!({ "fingerprints": [fingerprint] }).to_string();
        self.server.post(FIND, &[("authorization", &self.bearer), JSON], &body)
    }

    /// The identifiers that are found.
    fn find(&self, secret: &str) -> Vec<String> {
        let answer = self.ask(&fingerprint(secret));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let body = answer.json();
        let found = body["found"][0].as_array().unwrap();
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
    assert_eq!(answer, json!({ "found": [expected], "complete": true, "sees_all": true }));
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
        (&seen["found"][0][0]["can_write"], &seen["found"][0][1]["can_write"]),
        (&json!(false), &json!(true))
    );
    assert_eq!((&seen["sees_all"], &seen["complete"]), (&json!(false), &json!(true)));
    // The same words about what matches and is hidden, and about what does not exist at all.
    owner.change(&shared, &json!({ "users_allowed": [] }));
    let stranger = User::sign_in(&server, &home.access_key(&["--user", "stranger"]));
    let (matching, none) = (stranger.ask(&fingerprint(LEAKED)), stranger.ask(&fingerprint("none")));
    assert_eq!((matching.status, &matching.text), (none.status, &none.text));
    assert_eq!(matching.json(), json!({ "found": [[]], "complete": true, "sees_all": false }));

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
    let body = json!({ "fingerprints": [fingerprint(LEAKED)] }).to_string();
    assert_eq!(server.post(FIND, &[JSON], &body).status, 404);
    for wrong in ["", "abc", LEAKED, &"g".repeat(64)] {
        let refused = user.ask(wrong);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{wrong}");
        assert!(
            refused.text.contains("'fingerprints'") && (wrong.is_empty() || !refused.text.contains(wrong))
        );
    }
    assert_eq!(server.get(FIND, &[("authorization", &user.bearer)]).status, 404);
}

#[test]
fn thousands_are_asked_for_at_once_and_answered_by_position() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let ids = [user.create(LEAKED, &json!({})), user.create("another one", &json!({}))];
    let asked = |secrets: &[String]| {
        let all: Vec<_> = secrets.iter().map(|secret| fingerprint(secret)).collect();
        let body = json!({ "fingerprints": all }).to_string();
        server.post(FIND, &[("authorization", &user.bearer), JSON], &body)
    };
    let mut secrets: Vec<_> = (0..2000).map(|number| format!("guess {number}")).collect();
    (secrets[7], secrets[1999]) = ("another one".to_owned(), LEAKED.to_owned());
    let answer = asked(&secrets).json();
    let found = answer["found"].as_array().unwrap();
    assert_eq!(
        (found[7][0]["identifier"].as_str(), found[1999][0]["identifier"].as_str()),
        (Some(&*ids[1]), Some(&*ids[0]))
    );
    assert_eq!(found.iter().filter(|copies| copies[0].is_object()).count(), 2);
    secrets.push("one more".to_owned());
    assert_eq!(asked(&secrets).status, 400);
}

#[test]
fn questions_are_counted_for_each_access_key_and_a_right_one_is_no_miss() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    user.create(LEAKED, &json!({}));
    let ask = |user: &User<'_>, secret: &str, count: usize| {
        let body = json!({ "fingerprints": vec![fingerprint(secret); count] }).to_string();
        server.post(FIND, &[("authorization", &user.bearer), JSON], &body)
    };
    for _ in 0..9 {
        assert_eq!(ask(&user, "guess", 2000).status, 200, "nobody waits before the budget is spent");
    }
    assert_eq!(ask(&user, LEAKED, 1999).status, 200);
    assert_eq!(ask(&user, LEAKED, 2).status, 429, "what does not fit is not begun");
    assert_eq!(ask(&user, LEAKED, 1).status, 200, "and nothing of it is spent");
    let spent = ask(&user, LEAKED, 1);
    let seconds = spent.header("retry-after").unwrap().parse::<u32>().unwrap();
    assert!(spent.status == 429 && (1..=600).contains(&seconds), "{seconds}");
    let misses = home.query(
        "SELECT spent FROM budgets WHERE subject LIKE 'miss%'",
        "SELECT spent FROM budgets WHERE subject LIKE 'miss%'",
    );
    assert_eq!(misses.trim(), "18000");
    let other = User::sign_in(&server, &home.access_key(&["--user", "admin"]));
    assert_eq!(other.find(LEAKED), ["1"], "another access key has a budget of its own");
}

#[test]
fn an_index_holds_what_may_be_viewed_in_clear_and_nothing_of_the_rest() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let lines = home.path().join("lines");
    let line = |secret: &str, more: &Value| {
        let mut line = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": secret });
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("{line}\n")
    };
    let content = [
        line("shared with maria, active", &json!({ "users_allowed": [{ "username": "maria" }] })),
        line(
            "shared with maria, inactive",
            &json!({ "users_allowed": [{ "username": "maria" }], "active": false }),
        ),
        line(
            "hers to edit, and inactive",
            &json!({ "users_allowed": [{ "username": "maria", "can_edit": true }], "active": false }),
        ),
        line(
            "asks for a justification",
            &json!({ "users_allowed": [{ "username": "maria" }], "need_justify": true }),
        ),
        line(
            "asks for an approval",
            &json!({ "users_allowed": [{ "username": "maria" }], "need_approval": true }),
        ),
        line("short", &json!({ "users_allowed": [{ "username": "maria" }] })),
        line("the owner's alone", &json!({})),
    ];
    // Who is named in a sharing list must be there.
    let maria = home.access_key(&["--user", "maria"]);
    std::fs::write(&lines, content.concat()).unwrap();
    let imported = home.admin(&["secret", "import", "--user", "admin", lines.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let maria = User::sign_in(&server, &maria);

    let index = |user: &User<'_>| {
        let answer = server.post(INDEX, &[("authorization", &user.bearer), JSON], "{}");
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (200, Some("no-store")),
            "{}",
            answer.text
        );
        answer.json()
    };
    let decoded = |index: &Value| {
        let salt: [u8; 16] =
            BASE64.decode(index["salt"].as_str().unwrap().as_bytes()).unwrap().try_into().unwrap();
        let group = |group: &'_ Value| {
            let length = group["length"].as_u64().unwrap().try_into().unwrap();
            (length, group["entries"].as_str().unwrap().to_owned())
        };
        let groups: Vec<(u32, String)> = index["groups"].as_array().unwrap().iter().map(group).collect();
        let groups = groups.iter().map(|(length, entries)| (*length, entries.as_str()));
        Index::decode(Salt::new(salt), groups).unwrap()
    };
    let hers = index(&maria);
    let expected = ["shared with maria, active", "hers to edit, and inactive"];
    let of = |values: &[&str], index: &Value| {
        let salt = *decoded(index).salt();
        Index::of(salt, values.iter().map(|value| value.as_bytes())).encode()
    };
    assert_eq!(decoded(&hers).encode(), of(&expected, &hers));
    assert_eq!(hers["sees_all"], false);
    let all = index(&owner);
    assert_eq!((decoded(&all).len(), &all["sees_all"], &all["salt"]), (4, &json!(true), &hers["salt"]));
    // Byte for byte the same, whether another value is in the vault or not.
    let before = index(&maria);
    owner.create("what maria does not see", &json!({}));
    assert_eq!(index(&maria), before);
    let key = User::sign_in(&server, &home.access_key(&["--user", "maria", "--only", "1"]));
    assert_eq!(decoded(&index(&key)).len(), 1, "within the bounds of the access key");

    assert_eq!(server.post(INDEX, &[JSON], "{}").status, 404, "for who is signed in");
    let again = || server.post(INDEX, &[("authorization", &key.bearer), JSON], "{}").status;
    let statuses: Vec<_> = (0..20).map(|_| again()).collect();
    assert_eq!((statuses.iter().filter(|status| **status == 200).count(), statuses[19]), (19, 429));
    let log = home.query(
        "SELECT count FROM audit WHERE action = 'readIndex' ORDER BY sequence LIMIT 2",
        "SELECT count FROM audit WHERE action = 'readIndex' ORDER BY sequence LIMIT 2",
    );
    assert_eq!(log.split_whitespace().collect::<Vec<_>>(), ["2", "4"], "how many, and who");
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
            assert_eq!(answer.json()["found"][0].as_array().unwrap().len(), 12);
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
