//! A call under an `Idempotency-Key` is carried out once, however often and wherever it comes.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::fixture::{Answer, Home, JSON, Server, agent, post, text};

const COLLECTION: &str = "/api/mysafe/secretapi";

/// Every call that changes something, as `(path, body)`, with its own key.
struct Calls {
    api_key: String,
    bearer: String,
    identifier: String,
}

impl Calls {
    fn new(server: &Server) -> Self {
        let credentials = server.credentials();
        let bearer = format!("Bearer {}", server.sign_in(&credentials));
        let new = r#"{"name":"n","url":"u","client_id":"c"}"#;
        let made = server.post(COLLECTION, &[JSON, ("authorization", &bearer)], new);
        let identifier = made.json()["api_entity"]["identifier"].as_str().unwrap().to_owned();
        Self { api_key: credentials.api_key, bearer, identifier }
    }

    fn send(&self, server: &Server, call: &str, key: &str) -> Answer {
        self.try_send(server, call, key).unwrap()
    }

    fn try_send(&self, server: &Server, call: &str, key: &str) -> Result<Answer, ureq::Error> {
        let history = |operation: &str| format!("/locationHistory/1/{operation}?key={}", self.api_key);
        let (path, body) = match call {
            "register" => (history("register"), r#"{"secret":"first secret"}"#.to_owned()),
            "updateSecret" => (
                history("updateSecret"),
                r#"{"secret":"first secret","newSecret":"second secret"}"#.to_owned(),
            ),
            "regenerateKey" => (history("regenerateKey"), r#"{"secret":"second secret"}"#.to_owned()),
            "create" => {
                let body = json!({ "name": "once", "url": "u", "client_id": "c", "client_secret": "v4lue",
                                   "identifier_code": "once" });
                (COLLECTION.to_owned(), body.to_string())
            }
            "update" => {
                (format!("{COLLECTION}/update/{}", self.identifier), r#"{"notes":"once"}"#.to_owned())
            }
            change => (format!("{COLLECTION}/{change}/{}", self.identifier), String::new()),
        };
        let headers = [JSON, ("authorization", self.bearer.as_str()), ("idempotency-key", key)];
        post(&agent(), &server.url(&path), &headers, &body)
    }
}

const CHANGES: [&str; 7] =
    ["register", "updateSecret", "regenerateKey", "create", "update", "inactive", "active"];

/// How often each change was made, by the audit log.
fn made(home: &Home) -> Vec<(String, u64)> {
    let rows = home.query(
        "SELECT action || ' ' || count(*) FROM audit WHERE event = 'done' AND attempt IS NOT NULL GROUP BY action",
        "SELECT action || ' ' || count(*) FROM audit WHERE event = 'done' AND attempt IS NOT NULL GROUP BY action",
    );
    let row = |row: &str| row.rsplit_once(' ').map(|(name, count)| (name.to_owned(), count.parse().unwrap()));
    rows.lines().filter_map(row).collect()
}

#[test]
fn a_repeat_gets_the_first_answer_and_changes_nothing() {
    let home = Home::new();
    let server = home.serve();
    let calls = Calls::new(&server);
    for call in CHANGES {
        let first = calls.send(&server, call, call);
        assert!((200..300).contains(&first.status), "{call}: {}", first.text);
        for key in [call.to_owned(), format!("\"{call}\"")] {
            let again = calls.send(&server, call, &key);
            assert_eq!((again.status, &again.text), (first.status, &first.text), "{call}");
            assert_eq!(again.header("content-type"), first.header("content-type"), "{call}");
        }
    }
    let twice: Vec<_> = made(&home).into_iter().filter(|(_, count)| *count > 1).collect();
    // One API secret was made for the others to change.
    assert_eq!(twice, [("create".to_owned(), 2)]);
    assert!(home.admin(&["audit", "verify"]).status.success());
}

#[test]
fn a_key_belongs_to_one_call_of_one_credential() {
    let home = Home::new();
    let server = home.serve();
    let calls = Calls::new(&server);
    assert_eq!(calls.send(&server, "inactive", "k").status, 200);
    let reused = calls.send(&server, "active", "k");
    assert_eq!(
        (reused.status, reused.json()["latchboard_code"].as_str()),
        (422, Some("idempotency_key_reused"))
    );
    // Another access key's is another key.
    let other = home.access_key(&["--user", "admin"]);
    let bearer = format!("Bearer {}", server.sign_in(&other));
    let other = Calls { bearer, api_key: String::new(), identifier: calls.identifier.clone() };
    assert_eq!(other.send(&server, "active", "k").status, 200);
    // A refusal is not kept: what was refused may be right later.
    assert_eq!(calls.send(&server, "updateSecret", "r").status, 401);
    assert_eq!(calls.send(&server, "register", "s").status, 200);
    assert_eq!(calls.send(&server, "updateSecret", "r").status, 204);
}

#[test]
fn an_answer_lies_encrypted_and_is_gone_in_time() {
    let home = Home::new();
    let server = home.serve();
    let calls = Calls::new(&server);
    let admin_key = calls.send(&server, "register", "k").json()["adminKey"].as_str().unwrap().to_owned();
    assert_eq!(calls.send(&server, "inactive", "off").status, 200);
    for (path, bytes) in home.files() {
        let found = bytes.windows(admin_key.len()).any(|part| part == admin_key.as_bytes());
        assert!(!found, "the admin key lies in {}", path.display());
    }
    home.execute("UPDATE idempotency SET answer_until = answer_until - 600, created_at = created_at - 600");
    let gone = calls.send(&server, "register", "k");
    assert_eq!((gone.status, gone.json()["latchboard_code"].as_str()), (410, Some("answer_expired")));
    assert_eq!(calls.send(&server, "inactive", "off").status, 200, "nothing in it is secret");
    // Written while the clock ran ahead, so nobody knows how old it is.
    home.execute("UPDATE idempotency SET answer_until = answer_until + 7200, created_at = created_at + 7200");
    assert_eq!(calls.send(&server, "register", "k").status, 410);
    let (_, _, log) = server.stop();
    assert!(!log.contains(&admin_key));
}

#[test]
fn answers_under_another_master_key_are_as_good_as_gone() {
    let home = Home::new();
    let server = home.serve();
    let calls = Calls::new(&server);
    assert_eq!(calls.send(&server, "register", "k").status, 200);
    assert_eq!(calls.send(&server, "inactive", "off").status, 200);
    server.stop();
    let rotated = home.admin(&["master-key", "rotate", "--settle", "3"]);
    assert!(rotated.status.success(), "{}", text(&rotated.stderr));
    let server = home.serve();
    for (call, key) in [("register", "k"), ("inactive", "off")] {
        let again = calls.send(&server, call, key);
        assert_eq!((again.status, again.json()["latchboard_code"].as_str()), (410, Some("answer_expired")));
    }
    assert_eq!(calls.send(&server, "active", "on").status, 200);
    assert_eq!(calls.send(&server, "active", "on").status, 200);
}

/// Sends the same call to each of these at once; the answers of those that lived to give one.
fn at_once(calls: &Calls, servers: &[&Server], call: &str) -> Vec<Answer> {
    let start = Barrier::new(servers.len());
    std::thread::scope(|scope| {
        let send = |server| {
            start.wait();
            calls.try_send(server, call, call)
        };
        let sent: Vec<_> = servers.iter().map(|server| scope.spawn(move || send(server))).collect();
        sent.into_iter().filter_map(|sent| sent.join().unwrap().ok()).collect()
    })
}

fn all_alike(answers: &[Answer], call: &str) {
    let alike: BTreeSet<_> = answers.iter().map(|answer| (answer.status, &answer.text)).collect();
    assert!(alike.len() <= 1, "{call}: {alike:?}");
    assert!(answers.iter().all(|answer| (200..300).contains(&answer.status)), "{call}: {alike:?}");
}

fn each_made_once(home: &Home) {
    // One API secret was made for the others to change.
    let expected = |action: &str| 1 + u64::from(action == "create");
    let made = made(home);
    assert_eq!(made.len(), CHANGES.len(), "{made:?}");
    assert!(made.iter().all(|(action, count)| *count == expected(action)), "{made:?}");
    assert!(home.admin(&["audit", "verify"]).status.success());
}

#[test]
fn of_the_same_call_at_once_one_is_carried_out_and_all_are_answered_alike() {
    let home = Home::new();
    let server = home.serve();
    let calls = Calls::new(&server);
    for (round, call) in CHANGES.into_iter().enumerate() {
        let answers = at_once(&calls, &vec![&server; 1 + round % 5], call);
        assert!(!answers.is_empty());
        all_alike(&answers, call);
    }
    each_made_once(&home);
}

#[test]
fn whoever_is_killed_in_between_the_same_call_is_carried_out_once() {
    let home = Home::new();
    let mut servers: Vec<Server> = Vec::new();
    // A file has one server at a time.
    let most = if crate::POSTGRES { 2 } else { 1 };
    servers.push(home.serve());
    let calls = Calls::new(&servers[0]);
    for (round, call) in CHANGES.into_iter().cycle().take(2 * CHANGES.len()).enumerate() {
        while servers.len() < most {
            servers.push(home.serve());
        }
        let count = 1 + (7 * round + 3) % 5;
        let targets: Vec<&Server> = (0..count).map(|number| &servers[number % servers.len()]).collect();
        let victim = servers[round % servers.len()].process();
        let mut answers = std::thread::scope(|scope| {
            let sent = scope.spawn(|| at_once(&calls, &targets, call));
            // Somewhere in the midst of it: some calls take a millisecond, others a hundred.
            let until = Instant::now() + Duration::from_micros(400 * (1 + 37 * round as u64 % 211));
            while Instant::now() < until {
                std::thread::yield_now();
            }
            kill(victim);
            sent.join().unwrap()
        });
        servers.remove(round % servers.len()).kill();
        if servers.is_empty() {
            servers.push(home.serve());
        }
        // Whoever heard nothing asks again.
        answers.push(calls.send(&servers[0], call, call));
        all_alike(&answers, call);
    }
    each_made_once(&home);
}

fn kill(process: u32) {
    let sent = Command::new("kill").args(["-9", &process.to_string()]).status();
    assert!(sent.expect("the kill command").success());
}
