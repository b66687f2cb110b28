//! Two servers on one database: nothing that one of them needs is known to the other alone.

use std::collections::BTreeSet;
use std::sync::{Barrier, Condvar, Mutex};
use std::time::Instant;

use serde_json::json;

use crate::cluster::{Cluster, url};
use crate::fixture::{
    Answer, Credentials, DEADLINE, FORM, Home, JSON, Server, agent, get, post, program, run, text,
};

const REGISTER: &str = "/locationHistory/1/register";
const COLLECTION: &str = "/api/mysafe/secretapi";
const RACES: usize = 200;
/// Races at a time.
const LANES: usize = 8;

impl Cluster {
    pub(crate) fn url(&self, database: &str) -> String {
        url(self.directory.path(), database)
    }
}

/// Two that started at once on an empty database, and what the one that was first printed.
pub(crate) fn pair(home: &Home) -> (Server, Server, Credentials) {
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| home.serve());
        (home.serve(), other.join().unwrap())
    });
    let first = if one.greeting.is_empty() { &other } else { &one };
    let credentials = first.credentials();
    (one, other, credentials)
}

#[test]
fn of_servers_that_start_at_once_one_makes_the_data() {
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    assert_ne!(one.greeting.is_empty(), other.greeting.is_empty(), "credentials are printed once");
    for server in [&one, &other] {
        server.sign_in(&credentials);
        assert_eq!(server.get("/readyz", &[]).status, 200);
    }
}

#[test]
fn two_servers_write_one_log() {
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    write_one_log(&home, [&one, &other], &credentials);
}

/// Both switch the same API secrets at the same time.
pub(crate) fn write_one_log(home: &Home, [one, other]: [&Server; 2], credentials: &Credentials) {
    const LANES: usize = 6;
    const ROUNDS: usize = 40;
    let bearer = format!("Bearer {}", one.sign_in(credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    let new = r#"{"name":"n","url":"u","client_id":"c"}"#;
    let items: Vec<String> = (0..LANES)
        .map(|_| {
            one.post(COLLECTION, &headers, new).json()["api_entity"]["identifier"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    std::thread::scope(|scope| {
        for (lane, item) in items.iter().enumerate() {
            // Two lanes for each item, one on each server, and sign-ins in between.
            for server in [one, other] {
                let headers = &headers;
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let change = if (round + lane) % 2 == 0 { "inactive" } else { "active" };
                        let path = format!("{COLLECTION}/{change}/{item}");
                        let answer = server.post(&path, headers, "");
                        assert_eq!(answer.status, 200, "{}", answer.text);
                        if round % 20 == 0 {
                            server.sign_in(credentials);
                        }
                    }
                });
            }
        }
    });
    let output = home.admin(&["audit", "verify"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let ended =
        home.sql("SELECT count(*) FROM audit WHERE action LIKE '%activate' AND event IN ('done', 'already')");
    assert_eq!(ended.trim(), (2 * LANES * ROUNDS).to_string());
    assert!(!text(&output.stdout).contains("without an end"), "{}", text(&output.stdout));
}

#[test]
fn of_two_that_register_at_once_one_is_told_no() {
    let home = Home::new();
    let (one, other, _) = pair(&home);
    home.sql(&format!(
        "INSERT INTO api_keys (digest, created_at)
         SELECT sha256(convert_to('race' || n, 'UTF8')), 0 FROM generate_series(0, {RACES} - 1) AS n"
    ));
    let refused = json!({ "message": "Each customer can register only one configuration" });
    let lanes: Vec<usize> = (0..LANES).collect();
    std::thread::scope(|scope| {
        for lane in lanes {
            let start = std::sync::Arc::new(Barrier::new(2));
            let results: std::sync::Arc<Mutex<Vec<(usize, Answer)>>> = std::sync::Arc::default();
            let sides: Vec<_> = [&one, &other]
                .map(|server| {
                    let (start, results) = (start.clone(), results.clone());
                    scope.spawn(move || {
                        for race in (lane..RACES).step_by(LANES) {
                            start.wait();
                            let path = format!("{REGISTER}?key=race{race}");
                            let answer = server.post(&path, &[JSON], r#"{"secret":"s"}"#);
                            results.lock().unwrap().push((race, answer));
                        }
                    })
                })
                .into();
            let refused = &refused;
            scope.spawn(move || {
                for side in sides {
                    side.join().unwrap();
                }
                let results = results.lock().unwrap();
                for race in (lane..RACES).step_by(LANES) {
                    let answers: Vec<_> = results.iter().filter(|(number, _)| *number == race).collect();
                    let winners = answers.iter().filter(|(_, answer)| answer.status == 200).count();
                    assert_eq!((answers.len(), winners), (2, 1), "race {race}: {answers:?}");
                    for (_, answer) in answers {
                        match answer.status {
                            200 => assert_eq!(answer.json()["adminKey"].as_str().unwrap().len(), 48),
                            403 => assert_eq!(&answer.json(), refused),
                            _ => panic!("race {race}: {answer:?}"),
                        }
                    }
                }
            });
        }
    });
    assert_eq!(home.sql("SELECT count(*) FROM configurations").trim(), RACES.to_string());
}

#[test]
fn a_token_of_one_works_with_the_other_until_its_key_is_revoked() {
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    let bearer = format!("Bearer {}", one.sign_in(&credentials));
    let list = |server: &Server| server.get(COLLECTION, &[("authorization", &bearer)]).status;
    assert_eq!((list(&one), list(&other)), (200, 200));
    let output = home.admin(&["access-key", "revoke", &credentials.client_id]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!((list(&one), list(&other)), (404, 404), "at once, and for both");

    let path = format!("{REGISTER}?key={}", credentials.api_key);
    assert_eq!(home.admin(&["api-key", "revoke", "1"]).status.code(), Some(0));
    for server in [&one, &other] {
        assert_eq!(server.post(&path, &[JSON], r#"{"secret":"s"}"#).status, 401);
    }
}

#[test]
fn who_guesses_at_one_is_slowed_down_at_the_other() {
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    let ask = |server: &Server, secret: &str| {
        let client = &credentials.client_id;
        let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
        server.post("/api/oauth2/token", &[FORM], &form).status
    };
    for guess in 0..6 {
        assert_eq!(ask(if guess % 2 == 0 { &one } else { &other }, "wrong"), 401);
    }
    assert_eq!((ask(&one, "wrong"), ask(&other, &credentials.client_secret)), (429, 429));
}

/// What was answered, and who is told when there is more of it.
#[derive(Default)]
struct Answered {
    identifiers: Mutex<(Vec<String>, bool)>,
    more: Condvar,
}

impl Answered {
    fn add(&self, identifier: String) -> bool {
        let mut identifiers = self.identifiers.lock().unwrap();
        identifiers.0.push(identifier);
        self.more.notify_all();
        identifiers.1
    }

    fn wait(&self, count: usize, then_end: bool) {
        let mut identifiers = self.identifiers.lock().unwrap();
        while identifiers.0.len() < count {
            let before = identifiers.0.len();
            // From one answer to the next: how long all of them take depends on the disk.
            let waited = self.more.wait_timeout_while(identifiers, DEADLINE, |now| now.0.len() == before);
            let (now, waited) = waited.unwrap();
            assert!(!waited.timed_out(), "nothing is answered any more");
            identifiers = now;
        }
        identifiers.1 = then_end;
    }
}

#[test]
fn what_was_answered_outlives_kill_9_of_the_one_that_answered() {
    let home = Home::new();
    let (doomed, survivor, credentials) = pair(&home);
    let bearer = format!("Bearer {}", doomed.sign_in(&credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    let addresses = [doomed.address.clone(), survivor.address.clone()];
    let answered = Answered::default();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let (answered, addresses, headers) = (&answered, &addresses, &headers);
            scope.spawn(move || {
                let agent = agent();
                let mut address = &addresses[worker % 2];
                for number in 0.. {
                    let body = json!({ "name": format!("{worker} {number}"), "url": "u", "client_id": "c" });
                    match post(&agent, &format!("{address}{COLLECTION}"), headers, &body.to_string()) {
                        Ok(answer) => {
                            assert_eq!(answer.status, 201, "{answer:?}");
                            let identifier = answer.json()["api_entity"]["identifier"].clone();
                            if answered.add(identifier.as_str().unwrap().to_owned()) {
                                return;
                            }
                        }
                        // Killed in the midst of it: nobody knows, and nothing was promised.
                        Err(_) => {
                            assert_eq!(address, &addresses[0], "the other one lives");
                            address = &addresses[1];
                        }
                    }
                }
            });
        }
        answered.wait(200, false);
        doomed.kill();
        answered.wait(600, true);
    });
    let promised = answered.identifiers.into_inner().unwrap().0;
    let distinct: BTreeSet<&String> = promised.iter().collect();
    assert_eq!(distinct.len(), promised.len(), "each number is given out once");
    let list = survivor.get(COLLECTION, &headers).json();
    let stored = list["api_secret_on_list"].as_array().unwrap();
    let stored: BTreeSet<_> = stored.iter().map(|row| row["identifier"].as_str().unwrap()).collect();
    for identifier in promised {
        assert!(stored.contains(identifier.as_str()), "{identifier} was answered and is lost");
    }
}

#[test]
fn without_its_database_it_says_so_and_goes_on_when_it_is_back() {
    let cluster = Cluster::start();
    let home = Home::new();
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &cluster.url("postgres")]);
    let server = Server::start({
        command.arg("--data-dir").arg(home.data_dir());
        command
    });
    let credentials = server.credentials();
    let bearer = format!("Bearer {}", server.sign_in(&credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    let create = |name: &str| {
        let body = json!({ "name": name, "url": "u", "client_id": "c" }).to_string();
        server.post(COLLECTION, &headers, &body)
    };
    assert_eq!(create("before").status, 201);
    cluster.stop();
    let refused = create("meanwhile");
    assert_eq!(refused.status, 500, "{refused:?}");
    assert_eq!(server.get("/readyz", &[]).status, 503);
    assert_eq!(server.get("/healthz", &[]).status, 200, "the process is well");
    cluster.resume();
    let deadline = Instant::now() + DEADLINE;
    while server.get("/readyz", &[]).status != 200 {
        assert!(Instant::now() < deadline, "it never gets ready again");
    }
    assert_eq!(create("after").status, 201);
    let names = get(&agent(), &server.url(COLLECTION), &headers).unwrap().json();
    let names: Vec<_> =
        names["api_secret_on_list"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["before", "after"], "what was answered with an error is not there");
    let log = server.stop().2;
    assert!(log.contains("database") && log.contains("ready again"), "{log}");
}

#[test]
fn all_servers_on_one_database_have_one_master_key() {
    let home = Home::new();
    let first = home.serve();
    let elsewhere = home.path().join("elsewhere");
    let refusal = || {
        let mut command = home.serve_command();
        let output = run(command.env("LATCHBOARD_DATA_DIR", &elsewhere));
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
        text(&output.stderr)
    };
    assert!(refusal().contains("master.key is missing"), "{}", refusal());
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::fs::write(elsewhere.join("master.key"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
    assert!(refusal().contains("does not belong to the PostgreSQL database"), "{}", refusal());
    let key = std::fs::read_to_string(home.data_dir().join("master.key")).unwrap();
    let mut command = home.serve_command();
    command.env("LATCHBOARD_DATA_DIR", home.path().join("nothing")).env("LATCHBOARD_MASTER_KEY", key.trim());
    let second = Server::start(command);
    second.sign_in(&first.credentials());
    assert!(!home.path().join("nothing").exists(), "the environment holds all that it needs");
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let home = Home::new();
    home.sql("CREATE TABLE users (id INTEGER)");
    for output in
        [run(&mut home.serve_command()), home.admin(&["bootstrap"]), home.admin(&["api-key", "list"])]
    {
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains("was not made by Latchboard") && said.lines().count() == 1, "{said}");
    }
    assert_eq!(home.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").trim(), "1");
    assert!(!home.data_dir().exists());
}

#[test]
fn no_message_shows_the_password_of_the_database() {
    let home = Home::new();
    for url in ["postgres://u:Hidden1@127.0.0.1:1/d", "postgres://u:Hidden1@[/d", "mysql://u:Hidden1@h/d"] {
        for arguments in
            [&["serve", "--listen", "127.0.0.1:0"][..], &["api-key", "list"], &["serve", "--help"]]
        {
            let mut command = program();
            command.args(arguments).env("LATCHBOARD_DATABASE_URL", url);
            let output = run(command.env("LATCHBOARD_DATA_DIR", home.data_dir()).env("RUST_LOG", "trace"));
            let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
            assert!(!said.contains("Hidden1"), "{said}");
        }
    }
}

#[test]
fn backups_of_a_server_are_the_servers_business() {
    let home = Home::new();
    home.serve();
    let file = home.path().join("copy");
    let output = home.admin(&["backup", "--to", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("pg_dump"), "{}", text(&output.stderr));
    assert!(!file.exists());
}

#[test]
fn one_that_meets_a_newer_schema_says_so_and_writes_nothing_any_more() {
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    let bearer = format!("Bearer {}", one.sign_in(&credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    let new = json!({ "name": "n", "url": "u", "client_id": "c" }).to_string();
    assert_eq!(one.post(COLLECTION, &headers, &new).status, 201);
    // As a newer program would.
    home.sql("UPDATE latchboard_schema SET version = version + 1");
    for server in [&one, &other] {
        let deadline = Instant::now() + DEADLINE;
        while server.get("/readyz", &[]).status != 503 {
            assert!(Instant::now() < deadline, "it never notices");
        }
        assert_eq!(server.post(COLLECTION, &headers, &new).status, 503);
        assert_eq!(server.post(&format!("{COLLECTION}/inactive/1"), &headers, "").status, 503);
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            credentials.client_id, credentials.client_secret
        );
        assert_eq!(server.post("/api/oauth2/token", &[FORM], &form).status, 500);
        assert_eq!(server.get("/healthz", &[]).status, 200);
    }
    assert_eq!(home.sql("SELECT count(*) FROM api_secrets WHERE active").trim(), "1");
    for server in [one, other] {
        let log = server.stop().2;
        assert!(log.contains("this program knows up to"), "{log}");
    }
}

#[test]
fn many_who_switch_the_same_ones_in_opposite_orders_all_get_their_answer() {
    const ITEMS: usize = 30;
    const ROUNDS: usize = 4;
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    let bearer = format!("Bearer {}", one.sign_in(&credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    for number in 0..ITEMS {
        let new = json!({ "name": format!("{number}"), "url": "u", "client_id": "c", "client_secret": "s" });
        assert_eq!(one.post(COLLECTION, &headers, &new.to_string()).status, 201);
    }
    std::thread::scope(|scope| {
        for worker in 0..12 {
            let (server, headers) = (if worker % 2 == 0 { &one } else { &other }, &headers);
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let change = if (worker + round) % 2 == 0 { "inactive" } else { "active" };
                    let forth: Vec<usize> = (1..=ITEMS).collect();
                    let back = forth.iter().rev().copied().collect();
                    for item in if worker % 4 < 2 { forth } else { back } {
                        let answer = server.post(&format!("{COLLECTION}/{change}/{item}"), headers, "");
                        assert_eq!(answer.status, 200, "{}", answer.text);
                        // Times of use are written for many at once, and updates take several statements.
                        let read = server.get(&format!("{COLLECTION}/{item}"), headers);
                        assert!(read.status == 200 || read.exception() == Some(1009), "{}", read.text);
                        if item % 5 == 0 {
                            let body = r#"{"tags":"a,b","client_secret":"t"}"#;
                            let path = format!("{COLLECTION}/update/{item}");
                            assert_eq!(server.put(&path, headers, body).status, 200);
                        }
                    }
                }
            });
        }
    });
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(home.sql(deadlocks).trim(), "0");
    for server in [one, other] {
        let log = server.stop().2;
        assert!(!log.contains("deadlock") && !log.contains("ERROR"), "{log}");
    }
}

#[test]
fn a_lock_that_somebody_holds_keeps_nobody_waiting_for_ever_and_shows() {
    let home = Home::new();
    let server = home.serve();
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    let headers = [("authorization", bearer.as_str()), JSON];
    let create = || server.post(COLLECTION, &headers, r#"{"name":"n","url":"u","client_id":"c"}"#);
    assert_eq!(create().status, 201);
    let somebody = home.database.as_ref().expect("a test on PostgreSQL").session();
    somebody.sql("BEGIN");
    somebody.sql("LOCK TABLE audit_lanes IN ACCESS EXCLUSIVE MODE");
    let started = Instant::now();
    let refused = create();
    assert_eq!(refused.json()["latchboard_code"], "not_audited", "{refused:?}");
    assert!(started.elapsed() < std::time::Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(server.get("/readyz", &[]).status, 503);
    somebody.sql("ROLLBACK");
    let deadline = Instant::now() + DEADLINE;
    while server.get("/readyz", &[]).status != 200 {
        assert!(Instant::now() < deadline, "it never gets ready again");
    }
    assert_eq!(create().status, 201);
}

#[test]
fn imports_of_the_same_codes_in_opposite_orders_do_not_wait_for_each_other_in_a_circle() {
    const LINES: usize = 400;
    let home = Home::new();
    assert!(home.admin(&["bootstrap"]).status.success());
    let line = |name: &str, number: usize| {
        let code = format!("code {number}");
        json!({ "name": name, "url": "u", "client_id": "c", "identifier_code": code }).to_string() + "\n"
    };
    let files = [home.path().join("forth"), home.path().join("back")];
    let forth: String = (0..LINES).map(|number| line("forth", number)).collect();
    let back: String = (0..LINES).rev().map(|number| line("back", number)).collect();
    std::fs::write(&files[0], forth).unwrap();
    std::fs::write(&files[1], back).unwrap();
    let refused: usize = std::thread::scope(|scope| {
        let imports = files.map(|file| {
            let home = &home;
            scope.spawn(move || home.admin(&["secret", "import", "--user", "maria", file.to_str().unwrap()]))
        });
        let refused = |output: std::process::Output| {
            let said = text(&output.stderr);
            assert!(!said.contains("deadlock") && !said.contains("database"), "{said}");
            said.matches("identifier_code").count()
        };
        imports.map(|import| refused(import.join().unwrap())).iter().sum()
    });
    assert_eq!(refused, LINES, "each code is stored once, and refused once");
    assert_eq!(home.sql("SELECT count(*) FROM api_secrets").trim(), LINES.to_string());
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(home.sql(deadlocks).trim(), "0");
}
