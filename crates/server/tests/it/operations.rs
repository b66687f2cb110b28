//! What those who run the server rely on: whether it is ready, and what it counts.

use std::fs;
use std::time::Instant;

use serde_json::Value;

use crate::fixture::{DEADLINE, FORM, Home, Server, program};

#[test]
fn logs_are_objects_where_a_program_reads_them() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.env("LATCHBOARD_LOG_FORMAT", "json");
    let server = Server::start(command);
    let answer = server.get("/api/mysafe/secretapi/7", &[]);
    let id = answer.header("x-request-id").unwrap().to_owned();
    let log = server.stop().2;
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let line = lines.iter().find(|line| line["message"] == "answered").unwrap();
    assert_eq!(line["span"]["id"], id.as_str(), "{line}");
    assert_eq!((&line["status"], &line["method"]), (&404.into(), &"GET".into()), "{line}");
    assert_eq!(line["route"], "/api/mysafe/secretapi/{identifier}");
    assert!(line["ms"].is_f64() && line["level"] == "INFO" && line["timestamp"].is_string(), "{line}");
}

#[test]
fn a_flag_wins_over_the_environment() {
    let home = Home::new();
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command.env("LATCHBOARD_LISTEN", "nowhere").env("LATCHBOARD_DATA_DIR", home.data_dir());
    let server = Server::start(command);
    assert!(server.address.starts_with("http://127.0.0.1:"));
    assert!(home.database().exists());
}

/// Asks until the status is the expected one; the server keeps an answer for a moment.
fn await_ready(server: &Server, expected: u16) {
    let deadline = Instant::now() + DEADLINE;
    while server.get("/readyz", &[]).status != expected {
        assert!(Instant::now() < deadline, "it never says {expected}");
    }
}

#[test]
fn it_is_ready_while_its_database_is_where_it_was() {
    let home = Home::new();
    let server = home.serve();
    let answer = server.get("/readyz", &[]);
    assert_eq!((answer.status, answer.text.as_str()), (200, "ready\n"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let away = home.path().join("away");
    fs::rename(home.database(), &away).unwrap();
    await_ready(&server, 503);
    assert_eq!(server.get("/readyz", &[]).text, "not ready; the log says why\n");
    assert_eq!(server.get("/healthz", &[]).status, 200, "the process is well");
    fs::copy(&away, home.database()).unwrap();
    await_ready(&server, 503);
    fs::rename(&away, home.database()).unwrap();
    await_ready(&server, 200);
    let log = server.stop().2;
    assert_eq!(log.matches("not ready").count(), 1, "said once:\n{log}");
    assert!(log.contains("moved, removed or replaced") && log.contains("ready again"), "{log}");
}

#[test]
fn metrics_count_by_template_and_show_nothing_that_came_from_outside() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    for id in 1..=3 {
        server.get(&format!("/api/mysafe/secretapi/{id}7700123400"), &[("authorization", &authorization)]);
    }
    server.get(&format!("/locationHistory/1/{}?key={}", "Unknown-Path", credentials.api_key), &[]);
    server.post("/api/oauth2/token", &[FORM], "grant_type=client_credentials&client_id=x&client_secret=y");
    for attempt in 1..=8 {
        let form = "grant_type=client_credentials&client_id=guessed&client_secret=wrong";
        let told = if attempt <= 6 { 401 } else { 429 };
        assert_eq!(server.post("/api/oauth2/token", &[FORM], form).status, told);
    }
    let answer = server.get("/metrics", &[]);
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain; version=0.0.4"));
    let text = answer.text;
    for line in [
        r#"latchboard_requests_total{method="GET",route="/api/mysafe/secretapi/{identifier}",status="4xx"} 3"#,
        r#"latchboard_requests_total{method="POST",route="/api/oauth2/token",status="2xx"} 1"#,
        r#"latchboard_requests_total{method="POST",route="/api/oauth2/token",status="4xx"} 9"#,
        r#"latchboard_requests_total{method="GET",route="(unknown)",status="4xx"} 1"#,
        r#"latchboard_request_duration_seconds_count{route="/api/mysafe/secretapi/{identifier}"} 3"#,
        "latchboard_requests_in_flight 1",
        "latchboard_audit_refusals_waiting 0",
        "latchboard_not_audited_total 0",
        r#"latchboard_throttled_total{subject="client_secret"} 2"#,
        concat!("latchboard_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in:\n{text}");
    }
    // Something may be on its way to the audit log.
    assert!(text.contains("\nlatchboard_database_writes_waiting "), "{text}");
    #[cfg(target_os = "linux")]
    for name in ["process_resident_memory_bytes", "process_open_fds", "latchboard_disk_free_bytes"] {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line.rsplit(' ').next().unwrap().parse::<u64>().unwrap() > 0, "{line}");
    }
    for outside in
        ["Unknown-Path", "17700123400", &credentials.api_key, &credentials.client_id, &authorization[7..]]
    {
        assert!(!text.contains(outside), "{outside} in:\n{text}");
    }
}
