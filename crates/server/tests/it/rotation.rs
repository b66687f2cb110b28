//! Another master key: servers go on, a crash in the midst of it loses nothing, and the old key opens
//! nothing any more in the end.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use latchboard_contract::{FullFingerprint, Secret};
use serde_json::{Value, json};

use crate::fixture::{Credentials, Home, JSON, Server, run, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
/// As short as the command allows: what runs asks every two seconds.
const SETTLE: [&str; 2] = ["--settle", "3"];
/// In base64, as `openssl rand -base64 32` prints it.
const GIVEN: &str = "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=";

fn rotate(home: &Home) -> Command {
    let mut command = home.program();
    command.args(["master-key", "rotate"]).args(SETTLE);
    command
}

fn rotated(home: &Home) -> String {
    let output = run(&mut rotate(home));
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Imports so many API secrets; the value of each is made of its number.
fn import(home: &Home, count: usize) {
    let lines = home.path().join("lines");
    let line = |number: usize| {
        let line = json!({ "name": number.to_string(), "url": "u", "client_id": "c",
            "client_secret": format!("value {number}") });
        format!("{line}\n")
    };
    std::fs::write(&lines, (1..=count).map(line).collect::<String>()).unwrap();
    let output = home.admin(&["secret", "import", "--user", "admin", lines.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// Every value is what it was, whichever key it is under.
fn assert_whole(home: &Home, count: usize) {
    let output = home.admin(&["secret", "export", "--with-client-secrets"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert_eq!(printed.lines().count(), count);
    for line in printed.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["client_secret"], format!("value {}", line["name"].as_str().unwrap()));
    }
}

/// How many keys the stored values, and their fingerprints, are under.
fn keys(home: &Home) -> [String; 2] {
    let of = |sqlite, postgres| home.query(sqlite, postgres).trim().to_owned();
    [
        of(
            "SELECT CAST(count(DISTINCT substr(client_secret, 2, 4)) AS TEXT) FROM api_secrets",
            "SELECT count(DISTINCT substr(client_secret, 2, 4)) FROM api_secrets",
        ),
        of(
            "SELECT CAST(count(DISTINCT substr(fingerprint, 1, 4)) AS TEXT) FROM api_secrets",
            "SELECT count(DISTINCT substr(fingerprint, 1, 4)) FROM api_secrets",
        ),
    ]
}

/// How many keys the database holds in sealed form.
fn under_way(home: &Home) -> bool {
    let count = home.query(
        "SELECT CAST(count(*) AS TEXT) FROM facts WHERE name LIKE '% master key'",
        "SELECT count(*) FROM facts WHERE name LIKE '% master key'",
    );
    count.trim() != "0"
}

/// Starts a rotation and kills it as soon as it prints a line that begins so.
fn killed_at(home: &Home, start: &str) {
    let mut child: Child = rotate(home).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let found = lines.into_iter().any(|line| line.starts_with(start));
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(found, "it never said {start:?}: {}", text(&output.stderr));
    assert!(!output.status.success());
}

fn bearer(server: &Server, credentials: &Credentials) -> String {
    format!("Bearer {}", server.sign_in(credentials))
}

#[test]
fn servers_go_on_while_another_master_key_takes_the_place_of_theirs() {
    let home = Home::new();
    let start = || {
        let mut command = home.serve_command();
        command.args(["--update-secret-reply", "200-same-key"]);
        Server::start(command)
    };
    let first = start();
    let credentials = first.credentials();
    import(&home, 1_200);
    // SQLite has one server at a time.
    let servers: Vec<Server> = std::iter::once(first).chain(crate::POSTGRES.then(start)).collect();
    let key = format!("key={}", credentials.api_key);
    let registered = servers[0].post(&format!("/geofencing/1/register?{key}"), &[JSON], r#"{"secret":"s"}"#);
    let old_key = std::fs::read_to_string(home.data_dir().join("master.key")).unwrap();

    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for server in &servers {
            let (over, credentials) = (&over, &credentials);
            scope.spawn(move || {
                let bearer = bearer(server, credentials);
                let headers = [("authorization", bearer.as_str()), JSON];
                let mut number = 0;
                while !over.load(Ordering::SeqCst) {
                    number = number % 1_200 + 1;
                    let read = server.get(&format!("{COLLECTION}/{number}"), &headers);
                    assert_eq!(read.status, 200, "{}", read.text);
                    let secret = &read.json()["api_secret_entity"]["client_secret"];
                    assert_eq!(secret, &json!(format!("value {number}")));
                    let change = json!({ "client_secret": format!("value {number}") }).to_string();
                    let changed = server.put(&format!("{COLLECTION}/update/{number}"), &headers, &change);
                    assert_eq!(changed.status, 200, "{}", changed.text);
                    let whole = FullFingerprint::of(&Secret::new(format!("value {number}"))).to_hex();
                    let body = json!({ "fingerprints": [whole] }).to_string();
                    let found = server.post("/api/latchboard/v1/find", &headers, &body);
                    assert_eq!(found.status, 200, "{}", found.text);
                    assert_eq!(
                        found.json()["found"][0].as_array().unwrap().len(),
                        1,
                        "{number}: {}",
                        found.text
                    );
                }
            });
        }
        let printed = std::panic::catch_unwind(|| rotated(&home));
        over.store(true, Ordering::SeqCst);
        let printed = printed.unwrap();
        assert!(printed.contains("none is left under the old key"), "{printed}");
        assert!(printed.contains(".old") && !printed.contains(old_key.trim()), "{printed}");
    });
    assert_eq!(keys(&home), ["1", "1"]);
    assert!(!under_way(&home));
    assert_whole(&home, 1_200);
    let body = r#"{"secret":"s","newSecret":"t"}"#;
    let changed = servers[0].post(&format!("/geofencing/1/updateSecret?{key}"), &[JSON], body);
    assert_eq!(changed.json(), registered.json(), "the admin key that was kept is the same");
    for server in servers {
        assert_eq!(server.get("/readyz", &[]).status, 200);
        server.stop();
    }

    let new_key = std::fs::read_to_string(home.data_dir().join("master.key")).unwrap();
    assert_ne!(new_key, old_key);
    let old_files: Vec<_> =
        home.files().into_iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "old")).collect();
    assert_eq!(old_files.len(), 1);
    assert_eq!(text(&old_files[0].1), old_key, "it is kept for backups");
    assert!(!home.data_dir().join("master.key.next").exists());
    let mut command = home.serve_command();
    let refused = run(command.env("LATCHBOARD_MASTER_KEY", old_key.trim()));
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("does not belong"), "{}", text(&refused.stderr));
    start();
}

#[test]
fn a_rotation_that_is_killed_is_finished_by_the_next_one() {
    const COUNT: usize = 3_000;
    let home = Home::new();
    home.serve().stop();
    import(&home, COUNT);
    let before = std::fs::read_to_string(home.data_dir().join("master.key")).unwrap();
    killed_at(&home, "1000 of 3000");
    assert!(under_way(&home), "it was not over");
    assert_eq!(std::fs::read_to_string(home.data_dir().join("master.key")).unwrap(), before);
    assert_whole(&home, COUNT);
    // Right after the first words of the next ones.
    for _ in 0..3 {
        killed_at(&home, "Going on");
        assert_whole(&home, COUNT);
    }
    // Either key will do for a server that is started meanwhile.
    let next = std::fs::read_to_string(home.data_dir().join("master.key.next")).unwrap();
    home.serve().stop();
    let mut command = home.serve_command();
    command.env("LATCHBOARD_MASTER_KEY", next.trim());
    Server::start(command).stop();
    // A third one will not, nor will one that is given as the new one.
    let mut command = rotate(&home);
    let other = run(command.env("LATCHBOARD_NEW_MASTER_KEY", GIVEN));
    assert_eq!(other.status.code(), Some(1));
    assert!(text(&other.stderr).contains("already"), "{}", text(&other.stderr));

    let printed = rotated(&home);
    assert!(printed.starts_with("Going on"), "{printed}");
    assert_eq!(keys(&home), ["1", "1"]);
    assert!(!under_way(&home));
    assert_eq!(std::fs::read_to_string(home.data_dir().join("master.key")).unwrap(), next);
    assert_whole(&home, COUNT);
    assert_eq!(home.serve().get("/readyz", &[]).status, 200);
}

#[test]
fn a_wrong_key_is_refused_with_one_sentence_and_nothing_changes() {
    let home = Home::new();
    home.serve().stop();
    import(&home, 2);
    let key = home.data_dir().join("master.key");
    let right = std::fs::read_to_string(&key).unwrap();
    let file = home.path().join("new");
    let refused = |command: &mut Command, part: &str| {
        let output = run(command);
        let said = text(&output.stderr);
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.contains(part), "no {part:?} in {said}");
        assert_eq!(text(&output.stdout), "");
    };
    std::fs::write(&key, GIVEN).unwrap();
    refused(&mut rotate(&home), "does not belong");
    std::fs::write(&key, &right).unwrap();
    refused(rotate(&home).env("LATCHBOARD_MASTER_KEY", GIVEN), "does not belong");
    refused(rotate(&home).env("LATCHBOARD_MASTER_KEY", right.trim()), "has to be given");
    refused(
        rotate(&home).env("LATCHBOARD_NEW_MASTER_KEY", "short"),
        "LATCHBOARD_NEW_MASTER_KEY is no master key",
    );
    refused(rotate(&home).args(["--new-key", file.to_str().unwrap()]), "missing");
    // Copied, so that the mode stays and nobody is warned.
    std::fs::copy(&key, &file).unwrap();
    refused(rotate(&home).args(["--new-key", file.to_str().unwrap()]), "the present one");
    assert!(!home.data_dir().join("master.key.next").exists());
    assert!(!under_way(&home));
    assert_eq!(std::fs::read_to_string(&key).unwrap(), right);
    assert_whole(&home, 2);
}

#[test]
fn keys_in_the_environment_stay_there() {
    let home = Home::new();
    home.serve().stop();
    import(&home, 3);
    let file = home.data_dir().join("master.key");
    let old = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let mut command = rotate(&home);
    command.env("LATCHBOARD_MASTER_KEY", old.trim()).env("LATCHBOARD_NEW_MASTER_KEY", GIVEN);
    let output = run(&mut command);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert!(printed.contains("3 API secrets") && printed.contains("Set LATCHBOARD_MASTER_KEY"), "{printed}");
    assert!(!printed.contains(GIVEN) && !printed.contains(old.trim()));
    let names = home.files().into_iter().filter(|(path, _)| path.to_string_lossy().contains("master.key"));
    assert_eq!(names.count(), 0, "no key is written to a file");
    let mut command = home.serve_command();
    Server::start({
        command.env("LATCHBOARD_MASTER_KEY", GIVEN);
        command
    });
}
