//! The audit log, as the person meets it who has to rely on it: what is in it, that nothing is done without
//! it, and that nobody changes it unnoticed.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, FORM, Home, JSON, Server, run, text, value};

const AUDIT: &str = "/api/latchboard/v1/audit";
const COLLECTION: &str = "/api/mysafe/secretapi";

/// Executes a statement in the database, as somebody does who may write to it.
pub(crate) fn sql(home: &Home, statement: &str) {
    if crate::POSTGRES {
        home.sql(statement);
        return;
    }
    let connection = rusqlite::Connection::open(home.database()).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    connection.execute_batch(statement).unwrap();
}

fn bearer(server: &Server, credentials: &Credentials) -> String {
    format!("Bearer {}", server.sign_in(credentials))
}

fn create(server: &Server, bearer: &str) -> String {
    let new = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": "s3cret-value-in-it" });
    let answer = server.post(COLLECTION, &[("authorization", bearer), JSON], &new.to_string());
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
}

fn switch(server: &Server, bearer: &str, change: &str, item: &str) -> Answer {
    server.post(&format!("{COLLECTION}/{change}/{item}"), &[("authorization", bearer)], "")
}

/// A page of the log, oldest first.
fn entries(server: &Server, bearer: &str, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("{AUDIT}{query}"), &[("authorization", bearer)]);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut entries = answer.json()["entries"].as_array().unwrap().clone();
    entries.reverse();
    entries
}

/// `action event target`, the end of an attempt with the number of entries since.
fn told(entries: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let tell = |entry: &Value| {
        let mut line = ["action", "event", "target"].map(|name| text(&entry[name])).join(" ");
        if let Some(code) = entry["code"].as_str() {
            line = format!("{line} {code}");
        }
        line
    };
    entries.iter().map(tell).collect()
}

fn verify(home: &Home, arguments: &[&str]) -> Output {
    home.admin(&[&["audit", "verify"], arguments].concat())
}

fn whole(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The one sentence of a log that is not whole.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

fn export(home: &Home) -> String {
    whole(&home.admin(&["audit", "export"]))
}

#[test]
fn what_is_done_is_told_before_and_after_and_without_secrets() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let bearer = bearer(&server, &credentials);
    let key = &credentials.api_key;
    let register = format!("/locationHistory/1/register?key={key}");
    let registered = server.post(&register, &[JSON], r#"{"secret":"customer-secret-in-it"}"#);
    assert_eq!(registered.status, 200);
    let admin_key = registered.json()["adminKey"].as_str().unwrap().to_owned();
    assert_eq!(server.post(&register, &[JSON], r#"{"secret":"x"}"#).status, 403);
    let settings = format!("/locationHistory/1/settings?key={key}&adminKey={admin_key}");
    let consent = r#"{"consentForStoringObjectsPositionsHistory":true}"#;
    assert_eq!(server.post(&settings, &[JSON], consent).status, 200);
    let update = format!("/locationHistory/1/updateSecret?key={key}");
    let body = r#"{"secret":"customer-secret-in-it","newSecret":"new-secret-in-it"}"#;
    assert_eq!(server.post(&update, &[JSON], body).status, 204);
    let regenerate = format!("/locationHistory/1/regenerateKey?key={key}");
    assert_eq!(server.post(&regenerate, &[JSON], r#"{"secret":"new-secret-in-it"}"#).status, 200);
    let item = create(&server, &bearer);
    let deactivated = switch(&server, &bearer, "inactive", &item);
    assert_eq!(switch(&server, &bearer, "inactive", &item).status, 200);
    assert_eq!(switch(&server, &bearer, "active", "999").status, 400);
    let headers = [("authorization", bearer.as_str()), JSON];
    let changed = server.put(&format!("{COLLECTION}/update/{item}"), &headers, r#"{"notes":"note-in-it"}"#);
    assert_eq!(changed.status, 200, "{}", changed.text);

    let log = entries(&server, &bearer, "?limit=1000");
    let target = format!("api-secret:{item}");
    let registration = "registration:1:locationHistory";
    let expected = [
        "begin done -".to_owned(),
        "signIn done -".to_owned(),
        format!("register attempt {registration}"),
        format!("register done {registration}"),
        "register refused - already_registered".to_owned(),
        format!("changeSettings attempt {registration}"),
        format!("changeSettings done {registration}"),
        format!("updateSecret attempt {registration}"),
        format!("updateSecret done {registration}"),
        format!("regenerateKey attempt {registration}"),
        format!("regenerateKey done {registration}"),
        "create attempt -".to_owned(),
        format!("create done {target}"),
        format!("deactivate attempt {target}"),
        format!("deactivate done {target}"),
        format!("deactivate attempt {target}"),
        format!("deactivate already {target}"),
        "activate attempt api-secret:999".to_owned(),
        "activate refused api-secret:999 not_found".to_owned(),
        format!("update attempt {target}"),
        format!("update done {target}"),
    ];
    // A refusal is entered beside the work, so its place may differ.
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(told(&log)), sorted(expected.into()));
    let of =
        |event: &str| log.iter().find(|entry| entry["action"] == "deactivate" && entry["event"] == event);
    let (attempt, done) = (of("attempt").unwrap(), of("done").unwrap());
    assert_eq!(attempt["actor"], format!("access-key:{}", credentials.client_id));
    assert_eq!(attempt["request"], deactivated.header("x-request-id").unwrap());
    assert_eq!((&done["attempt"], &done["request"]), (&attempt["sequence"], &attempt["request"]));
    assert_eq!(of("already").unwrap()["actor"], attempt["actor"]);
    let by_key = log.iter().filter(|entry| entry["actor"] == "api-key:1").count();
    assert_eq!(by_key, 9);

    let export = export(&home);
    let page = server.get(&format!("{AUDIT}?limit=1000"), &headers).text;
    for secret in [
        "customer-secret-in-it",
        "new-secret-in-it",
        "s3cret-value-in-it",
        "note-in-it",
        &admin_key,
        key,
        &credentials.client_secret,
        bearer.trim_start_matches("Bearer "),
    ] {
        assert!(!export.contains(secret) && !page.contains(secret), "{secret}");
    }
    let same = server.get(&format!("{AUDIT}/export"), &headers);
    assert_eq!(same.header("content-type"), Some("application/x-ndjson"));
    let entries_of = |text: &str| {
        text.lines().filter(|line| line.starts_with("{\"sequence\"")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(entries_of(&same.text), entries_of(&export));
    assert!(whole(&verify(&home, &[])).contains("The audit log is whole: 21 entries"));
}

#[test]
fn the_log_is_read_by_those_who_may_and_by_what_they_ask_for() {
    let home = Home::new();
    let server = home.serve();
    let bearer = bearer(&server, &server.credentials());
    let made = |arguments: &[&str]| {
        let printed = whole(&home.admin(&[&["access-key", "create", "--user", "maria"], arguments].concat()));
        Credentials {
            api_key: String::new(),
            client_id: value(&printed, "Client id"),
            client_secret: value(&printed, "Client secret"),
        }
    };
    let (maria, auditor) = (made(&[]), made(&["--auditor"]));
    let of_maria = format!("Bearer {}", server.sign_in(&maria));
    for path in [AUDIT.to_owned(), format!("{AUDIT}/export")] {
        assert_eq!(server.get(&path, &[]).status, 404);
        let refused = server.get(&path, &[("authorization", &of_maria)]);
        assert_eq!((refused.status, refused.exception()), (400, Some(1006)));
    }
    let of_auditor = format!("Bearer {}", server.sign_in(&auditor));
    let item = create(&server, &bearer);
    for change in ["inactive", "active", "inactive"] {
        switch(&server, &bearer, change, &item);
    }

    let page = |query: &str| server.get(&format!("{AUDIT}{query}"), &[("authorization", &of_auditor)]).json();
    let first = page("?limit=3");
    let newest = first["entries"].as_array().unwrap();
    let numbers: Vec<u64> = newest.iter().map(|entry| entry["sequence"].as_u64().unwrap()).collect();
    assert_eq!(numbers.len(), 3);
    assert!(numbers.is_sorted_by(|one, next| *one == next + 1), "{numbers:?}");
    // A page that others come before stays the same.
    switch(&server, &bearer, "active", &item);
    let second = page(&format!("?limit=3&before={}", first["next"]));
    assert_eq!(second["entries"][0]["sequence"], numbers[2] - 1);
    let mut seen = 0;
    let mut next = json!(null);
    loop {
        let query = if next.is_null() { "?limit=4".to_owned() } else { format!("?limit=4&before={next}") };
        let page = page(&query);
        seen += page["entries"].as_array().unwrap().len();
        next = page["next"].clone();
        if next.is_null() {
            break;
        }
    }
    assert_eq!(seen, page("?limit=1000")["entries"].as_array().unwrap().len());

    let of = |query: &str| told(&entries(&server, &of_auditor, query));
    let target = format!("api-secret:{item}");
    assert_eq!(of(&format!("?target={target}&event=done")).len(), 5, "created and switched");
    assert_eq!(of("?action=activate&event=attempt").len(), 2);
    assert!(of("?actor=command-line").iter().all(|line| line.starts_with("createAccessKey")));
    assert_eq!(of(&format!("?actor=access-key:{}&event=done", maria.client_id)), ["signIn done -"]);
    let times: Vec<i64> = entries(&server, &of_auditor, "?limit=1000")
        .iter()
        .map(|entry| entry["time"].as_i64().unwrap())
        .collect();
    assert_eq!(of(&format!("?limit=1000&from={}", times[0])).len(), times.len());
    assert_eq!(of(&format!("?to={}", times[0])).len(), 0);
    for wrong in ["?action=x", "?limit=x", "?event=changed", "?target=1"] {
        let refused = server.get(&format!("{AUDIT}{wrong}"), &[("authorization", &of_auditor)]);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{wrong}");
    }
    assert!(whole(&home.admin(&["access-key", "list"])).contains("AUDITOR"));
}

#[test]
fn nothing_is_changed_that_cannot_be_entered() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let bearer = bearer(&server, &credentials);
    let item = create(&server, &bearer);
    sql(&home, "ALTER TABLE audit RENAME TO audit_away");
    let refused = |answer: &Answer| {
        assert_eq!(answer.status, 503, "{}", answer.text);
        assert_eq!(answer.json()["latchboard_code"], "not_audited");
    };
    let headers = [("authorization", bearer.as_str()), JSON];
    refused(&switch(&server, &bearer, "inactive", &item));
    refused(&server.post(COLLECTION, &headers, r#"{"name":"n","url":"u","client_id":"c"}"#));
    refused(&server.put(&format!("{COLLECTION}/update/{item}"), &headers, r#"{"notes":"new"}"#));
    let register = format!("/geofencing/1/register?key={}", credentials.api_key);
    refused(&server.post(&register, &[JSON], r#"{"secret":"s"}"#));
    let made = home.admin(&["api-key", "create"]);
    assert!(!made.status.success() && made.stdout.is_empty(), "{}", text(&made.stdout));
    assert!(text(&made.stderr).contains("The audit log cannot be written, so nothing was changed"));
    assert!(!home.admin(&["api-key", "revoke", "1"]).status.success());

    // Reads go on, and show that nothing was done.
    let read = server.get(&format!("{COLLECTION}/{item}"), &headers);
    assert_eq!(read.status, 200, "it is active: {}", read.text);
    assert_ne!(read.json()["api_secret_entity"]["notes"], "new");
    let listed = server.get(COLLECTION, &headers).json();
    assert_eq!(listed["api_secret_on_list"].as_array().unwrap().len(), 1);
    assert_eq!(whole(&home.admin(&["api-key", "list"])).lines().count(), 2);

    sql(&home, "ALTER TABLE audit_away RENAME TO audit");
    assert_eq!(switch(&server, &bearer, "inactive", &item).status, 200);
    assert_eq!(server.post(&register, &[JSON], r#"{"secret":"s"}"#).status, 200);
    whole(&verify(&home, &[]));

    // Nor behind an end that is not the server's.
    sql(&home, "UPDATE audit_lanes SET sequence = sequence - 1");
    refused(&switch(&server, &bearer, "active", &item));
}

#[test]
fn what_is_changed_in_the_database_is_found_and_where() {
    let row = "time, request, actor, action, target, event, attempt, code, count, hash, mac";
    for (statement, expected) in [
        ("UPDATE audit SET actor = 'nobody' WHERE sequence = 4".to_owned(), "Entry 4: "),
        (
            "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)".to_owned(),
            "Entry 7: The last entries are",
        ),
        ("DELETE FROM audit WHERE sequence > 2".to_owned(), "Entry 2: The last entries"),
        ("DELETE FROM audit WHERE sequence = 3".to_owned(), "Entry 4: Entries are missing"),
        (
            format!(
                "INSERT INTO audit (lane, sequence, {row}) SELECT 1, 9, {row} FROM audit WHERE sequence = 8"
            ),
            "Entry 8: The server did not write this",
        ),
        ("DELETE FROM audit_lanes".to_owned(), "Entry 0: The server did not write this"),
        (
            "UPDATE audit_tree SET note = replace(note, 'latchboard', 'latchbored')".to_owned(),
            "The signature of a checkpoint does not match",
        ),
    ] {
        let home = Home::new();
        let server = home.serve();
        let bearer = bearer(&server, &server.credentials());
        let item = create(&server, &bearer);
        switch(&server, &bearer, "inactive", &item);
        switch(&server, &bearer, "active", &item);
        // Its end signs the log.
        server.stop();
        let said = whole(&verify(&home, &[]));
        assert!(said.contains("8 entries") && said.contains("Signed up to entry 8"), "{said}");
        sql(&home, &statement);
        let said = complaint(&verify(&home, &[]));
        assert!(said.contains(expected), "{statement}: {said}");
        // Nobody gets an export that looks whole.
        assert!(!home.admin(&["audit", "export"]).status.success());
    }
}

#[test]
fn an_export_is_verified_anywhere_and_a_flipped_byte_or_a_cut_row_is_found() {
    let home = Home::new();
    let server = home.serve();
    let bearer = bearer(&server, &server.credentials());
    let item = create(&server, &bearer);
    switch(&server, &bearer, "inactive", &item);
    let first = whole(&home.admin(&["audit", "checkpoint"]));
    switch(&server, &bearer, "active", &item);
    let export = export(&home);
    let file = |name: &str, content: &[u8]| {
        let path: PathBuf = home.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    // Another machine: no data there at all.
    let anywhere =
        |arguments: &[&str]| run(crate::fixture::program().args([&["audit", "verify"], arguments].concat()));
    let good = file("good.jsonl", export.as_bytes());
    let key = whole(&home.admin(&["audit", "key"])).trim().to_owned();
    let said = whole(&anywhere(&[&good]));
    assert!(said.contains("8 entries") && said.contains(&key), "{said}");
    let held = ["--public-key", &key, "--checkpoint", &file("kept", first.as_bytes())];
    let said = whole(&anywhere(&[&[good.as_str()], &held[..]].concat()));
    assert!(said.contains("Goes on from the checkpoint that was kept, at entry 6."), "{said}");

    let lines: Vec<&str> = export.lines().collect();
    let mut flipped = export.clone().into_bytes();
    let place = export.find("deactivate").unwrap();
    flipped[place] ^= 1;
    assert!(complaint(&anywhere(&[&file("flipped", &flipped)])).contains("Entry 5: "));
    let cut = format!("{}\n", lines[..lines.len() - 1].join("\n"));
    assert!(complaint(&anywhere(&[&file("cut", cut.as_bytes())])).contains("The signed end is missing"));
    let end = format!("{}\n{}\n", lines[..lines.len() - 3].join("\n"), lines[lines.len() - 1]);
    assert!(complaint(&anywhere(&[&file("last", end.as_bytes())])).contains("The last entries are missing"));
    let half = file("half", &export.as_bytes()[..export.len() - 20]);
    assert!(complaint(&anywhere(&[&half])).contains("it was changed"), "a line that was cut");
    complaint(&anywhere(&[&file("twice", export.repeat(2).as_bytes())]));
    // What editors, shells and version control do to a file changes nothing that is signed.
    let handled = [
        ("no-line-break", export.trim_end().to_owned()),
        ("carriage-returns", export.replace('\n', "\r\n")),
        ("byte-order-mark", format!("\u{feff}{export}")),
        ("empty-lines", format!("{export}\n\r\n")),
    ];
    for (name, content) in handled {
        whole(&anywhere(&[
            &file(name, content.as_bytes()),
            "--checkpoint",
            &file("kept", content.as_bytes()),
        ]));
    }
    // Not whole is one thing, not read another.
    for unread in [&["absent"][..], &[home.path().to_str().unwrap()], &[&good, "--checkpoint", "absent"]] {
        let output = anywhere(unread);
        assert_eq!(output.status.code(), Some(2), "{unread:?}");
        assert!(text(&output.stderr).contains("was not verified: "), "{}", text(&output.stderr));
    }
    // Nor is it a changed log that nobody could be told about.
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = crate::fixture::program();
    let status = command.args(["audit", "verify", &good]).stdout(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
    let utf_16: Vec<u8> = export.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (content, why) in [
        (b"dear diary\n".as_slice(), "no export of an audit log"),
        (&[0xff; 100], "no export of an audit log"),
        (b"\x1f\x8b\x08\x00", "gunzip"),
        (&[b"\xff\xfe", utf_16.as_slice()].concat(), "UTF-16"),
    ] {
        let output = anywhere(&[&file("other", content)]);
        assert_eq!(output.status.code(), Some(2), "{why}");
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
    }
    complaint(&anywhere(&[&file("empty", b"")]));

    // An earlier export is whole in itself; who kept a later checkpoint knows better.
    let later = whole(&home.admin(&["audit", "checkpoint"]));
    switch(&server, &bearer, "inactive", &item);
    let latest = whole(&home.admin(&["audit", "checkpoint"]));
    assert!(later != latest);
    whole(&anywhere(&[&good, "--checkpoint", &file("later", later.as_bytes())]));
    let said = complaint(&anywhere(&[&good, "--checkpoint", &file("latest", latest.as_bytes())]));
    assert!(said.contains("it was rolled back to an earlier state"), "{said}");
    let other = Home::new();
    other.serve().stop();
    let other_key = whole(&other.admin(&["audit", "key"])).trim().to_owned();
    assert!(complaint(&anywhere(&[&good, "--public-key", &other_key])).contains("a different key"));
    assert_eq!(anywhere(&[&good, "--public-key", "12"]).status.code(), Some(2));
}

#[test]
fn a_flood_of_refusals_is_counted_and_takes_little_room() {
    const FLOOD: u64 = 500;
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    for number in 0..FLOOD {
        let path = format!("/locationHistory/1/register?key=guess{number}");
        assert_eq!(server.post(&path, &[JSON], r#"{"secret":"s"}"#).status, 401);
    }
    let wrong = format!("grant_type=client_credentials&client_id=pasted-secret&client_secret={FLOOD}");
    assert_eq!(server.post("/api/oauth2/token", &[FORM], &wrong).status, 401);
    let known =
        format!("grant_type=client_credentials&client_id={}&client_secret=wrong", credentials.client_id);
    assert_eq!(server.post("/api/oauth2/token", &[FORM], &known).status, 401);
    server.stop();
    let export = export(&home);
    let refused: Vec<Value> = export
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|entry| entry["event"] == "refused")
        .collect();
    assert!(refused.len() < 100, "{}", refused.len());
    let count = |code: &str, actor: &str| -> u64 {
        let of = refused.iter().filter(|entry| entry["code"] == code && entry["actor"] == actor);
        of.map(|entry| entry["count"].as_u64().unwrap()).sum()
    };
    assert_eq!(count("api_key_rejected", "nobody"), FLOOD);
    assert_eq!(count("client_rejected", "nobody"), 1);
    assert_eq!(count("client_rejected", &format!("access-key:{}", credentials.client_id)), 1);
    assert!(!export.contains("pasted-secret") && !export.contains("guess1"));
    whole(&verify(&home, &[]));
}

#[test]
fn what_the_command_line_does_is_told_too() {
    let home = Home::new();
    home.serve().stop();
    whole(&home.admin(&["api-key", "create"]));
    whole(&home.admin(&["api-key", "revoke", "2"]));
    whole(&home.admin(&["api-key", "revoke", "2"]));
    assert!(!home.admin(&["api-key", "revoke", "77"]).status.success());
    let made = whole(&home.admin(&["access-key", "create", "--user", "maria"]));
    let client_id = value(&made, "Client id");
    whole(&home.admin(&["access-key", "revoke", &client_id]));
    let lines = home.path().join("lines");
    let one = r#"{"name":"n","url":"u","client_id":"c","client_secret":"imported-secret"}"#;
    fs::write(&lines, format!("{one}\n{one}\nx\n")).unwrap();
    home.admin(&["secret", "import", "--user", "maria", lines.to_str().unwrap()]);
    whole(&home.admin(&["secret", "export", "--with-client-secrets"]));
    whole(&home.admin(&["secret", "export"]));
    let export = export(&home);
    let told: Vec<String> = export
        .lines()
        .filter(|line| line.contains("\"actor\":\"command-line\"") && !line.contains("\"event\":\"attempt\""))
        .map(|line| {
            let entry: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
            format!("{} {} {} {}", text("action"), text("event"), text("target"), entry["count"])
        })
        .collect();
    let expected = [
        "createApiKey done api-key:2 1".to_owned(),
        "revokeApiKey done api-key:2 1".to_owned(),
        "revokeApiKey already api-key:2 1".to_owned(),
        "revokeApiKey refused api-key:77 1".to_owned(),
        format!("createAccessKey done access-key:{client_id} 1"),
        format!("revokeAccessKey done access-key:{client_id} 1"),
        "createUser already user:maria 1".to_owned(),
        "import done user:maria 2".to_owned(),
        "exportSecrets done - 1".to_owned(),
    ];
    assert_eq!(told, expected);
    assert!(!export.contains("imported-secret"));
    whole(&verify(&home, &[]));
}
