//! No secret in anything that the server writes: not in its output, at whatever level, and not in
//! clear in its files.

use std::path::PathBuf;

use latchboard_contract::{FullFingerprint, Secret};
use serde_json::json;

use crate::fixture::{FORM, Home, JSON, Server, raw, request, run, text};

/// Secrets that the callers choose; each can be found in a heap of text.
const FIRST: &str = "customer-secret-Alpha-1";
const SECOND: &str = "customer-secret-Bravo-2";
const WRONG: &str = "customer-secret-Wrong-3";
const STORED: &str = "api-secret-value-Charlie-4";
const CHANGED: &str = "api-secret-value-Golf-8";
const WRONG_KEY: &str = "WrongApiKeyDelta5";
const WRONG_TOKEN: &str = "WrongTokenEcho6";
const WRONG_CLIENT_SECRET: &str = "WrongClientSecretFoxtrot7";

/// Every kind of call, successes and refusals; returns the secrets that the server made meanwhile.
fn full_set_of_calls(server: &Server) -> Vec<String> {
    let mut made = Vec::new();
    let credentials = server.credentials();
    for service in ["locationHistory", "geofencing"] {
        let call = |operation: &str, key: &str, body: &str| {
            server.post(&format!("/{service}/1/{operation}?key={key}"), &[JSON], body)
        };
        let key = credentials.api_key.as_str();
        let admin_key =
            |answer: crate::fixture::Answer| answer.json()["adminKey"].as_str().unwrap().to_owned();
        made.push(admin_key(call("register", key, &format!(r#"{{"secret":"{FIRST}"}}"#))));
        call("register", key, &format!(r#"{{"secret":"{FIRST}"}}"#));
        call("register", WRONG_KEY, &format!(r#"{{"secret":"{FIRST}"}}"#));
        call("register", key, &format!(r#"{{"secret":"{FIRST}""#));
        call("nowhere", key, &format!(r#"{{"secret":"{FIRST}"}}"#));
        made.push(admin_key(call("regenerateKey", key, &format!(r#"{{"secret":"{FIRST}"}}"#))));
        call("regenerateKey", key, &format!(r#"{{"secret":"{WRONG}"}}"#));
        call("updateSecret", key, &format!(r#"{{"secret":"{WRONG}","newSecret":"{SECOND}"}}"#));
        call("updateSecret", key, &format!(r#"{{"secret":"{FIRST}","newSecret":"{SECOND}"}}"#));
        for given in [&made[made.len() - 1], WRONG_KEY] {
            let path = format!("/{service}/1/settings?key={key}&adminKey={given}");
            server.get(&path, &[]);
            server.post(&path, &[JSON], r#"{"consentForStoringObjectsPositionsHistory":true}"#);
            server.post(&path, &[JSON], FIRST);
        }
        let tracked = [("tracking-id", WRONG), JSON];
        server.post(&format!("/{service}/1/register?key={key}"), &tracked, "{}");
    }
    let bad = format!(
        "grant_type=client_credentials&client_id={}&client_secret={WRONG_CLIENT_SECRET}",
        credentials.client_id
    );
    server.post("/api/oauth2/token", &[FORM], &bad);
    server.get(&format!("/api/oauth2/token?{bad}"), &[]);
    let token = server.sign_in(&credentials);
    let bearer = format!("Bearer {token}");
    made.push(token);
    let headers = [("authorization", bearer.as_str()), JSON];
    let new =
        json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": STORED, "identifier_code": "k" });
    for collection in ["/api/mysafe/secretapi", "/iso/mysafe/secretapi"] {
        server.post(collection, &headers, &new.to_string());
        server.post(collection, &headers, &format!(r#"{{"client_secret":"{STORED}""#));
        for path in ["", "/1", "/2", "/x", "?tag=a"] {
            server.get(&format!("{collection}{path}"), &headers);
            server
                .get(&format!("{collection}{path}"), &[("authorization", &format!("Bearer {WRONG_TOKEN}"))]);
        }
        for body in [format!(r#"{{"client_secret":"{CHANGED}"}}"#), format!("[\"{CHANGED}\"]")] {
            server.put(&format!("{collection}/update/1"), &headers, &body);
            server.put(&format!("{collection}/update/9"), &headers, &body);
        }
        for change in ["inactive", "active"] {
            server.post(&format!("{collection}/{change}/1"), &headers, "");
        }
    }
    let whole = |secret: &str| FullFingerprint::of(&Secret::from(secret)).to_hex();
    for body in
        [json!({ "fingerprints": [whole(STORED)] }), json!({ "fingerprints": [STORED] }), json!([STORED])]
    {
        server.post("/api/latchboard/v1/find", &headers, &body.to_string());
    }
    server.get(&format!("/api/latchboard/v1/find?fingerprint={STORED}"), &headers);
    server.get("/api/latchboard/v1/capabilities", &[]);
    // Who has it can try guesses on it.
    made.push(whole(STORED));
    // Where nobody would put a secret, somebody will.
    server.get(&format!("/{STORED}?key={}", credentials.api_key), &[]);
    raw(server, &request(FIRST, "/"));
    raw(server, &request("GET", &format!("http://{SECOND}@localhost/")));
    raw(
        server,
        &format!("GET / HTTP/1.1\r\nHost: {FIRST}\r\n{SECOND}: {WRONG}\r\nnot http {STORED}\r\n\r\n"),
    );
    made
}

#[test]
fn a_full_set_of_calls_leaves_no_secret_in_output_or_files() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.env("RUST_LOG", "trace");
    let server = Server::start(command);
    let credentials = server.credentials();
    let mut secrets: Vec<String> =
        [FIRST, SECOND, WRONG, STORED, CHANGED, WRONG_KEY, WRONG_TOKEN, WRONG_CLIENT_SECRET]
            .map(str::to_owned)
            .into();
    secrets.extend(full_set_of_calls(&server));
    assert_eq!(secrets.len(), 8 + 4 + 1 + 1);
    secrets.extend([credentials.api_key.clone(), credentials.client_secret.clone()]);
    for path in ["/metrics", "/openapi.json", "/readyz", "/healthz", "/api/latchboard/v1/capabilities"] {
        let told = server.get(path, &[]).text;
        for secret in &secrets {
            assert!(!told.contains(secret.as_str()), "{secret} in {path}");
        }
    }
    let mut said = Vec::new();
    for arguments in [
        &["api-key", "list"][..],
        &["access-key", "list"],
        &["secret", "export"],
        &["master-key", "rotate", "--settle", "3"],
    ] {
        let mut command = home.program();
        let output = run(command.args(arguments).env("RUST_LOG", "trace"));
        said.push(format!("{}{}", text(&output.stdout), text(&output.stderr)));
    }
    let said = said.join("\n");
    for secret in &secrets {
        assert!(!said.contains(secret.as_str()), "{secret} in what a command said:\n{said}");
    }
    if crate::POSTGRES {
        // All tables, what is no text in hexadecimal digits.
        let stored = home.sql("SET xmlbinary TO hex; SELECT database_to_xml(true, true, '')").to_lowercase();
        assert!(stored.contains("<client_secret>") && stored.contains("<fingerprint>"), "it is all there");
        for secret in &secrets {
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            let found = stored.contains(&secret.to_lowercase()) || stored.contains(&hex);
            assert!(!found, "{secret} in the database");
        }
    } else {
        let backup = home.path().join("backup");
        assert!(home.admin(&["backup", "--to", backup.to_str().unwrap()]).status.success());
        let bytes = std::fs::read(backup).unwrap();
        for secret in &secrets {
            assert!(
                !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
                "{secret} in a backup"
            );
        }
    }

    let while_running = home.files();
    let written =
        |(path, bytes): &(PathBuf, Vec<u8>)| path.ends_with("latchboard.sqlite-wal") && !bytes.is_empty();
    assert_eq!(while_running.iter().any(written), !crate::POSTGRES);
    let (status, out, err) = server.stop();
    assert!(status.success());
    for (path, bytes) in while_running.into_iter().chain(home.files()) {
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }

    assert!(
        err.lines().filter(|line| line.contains("answered")).count() > 50,
        "one line per request:\n{err}"
    );
    assert!(err.contains(r#"route="/locationHistory/1/register" status=403"#), "{err}");
    for secret in &secrets {
        assert!(!err.contains(secret.as_str()), "{secret} in the log:\n{err}");
        let shown = usize::from([&credentials.api_key, &credentials.client_secret].contains(&secret));
        assert_eq!(out.matches(secret.as_str()).count(), shown, "{secret} in the output:\n{out}");
    }
}
