//! Many, large and malformed: what is sent to do harm costs little, is refused, and keeps nobody else
//! from being answered. What is merely odd is kept as it is.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;

use serde_json::json;

use crate::fixture::{DEADLINE, Home, JSON, Server, get, post, raw, status_of, text};

fn bearer(server: &Server) -> String {
    format!("Bearer {}", server.sign_in(&server.credentials()))
}

#[test]
fn texts_that_mean_something_elsewhere_are_kept_letter_by_letter() {
    let home = Home::new();
    let server = home.serve();
    let authorization = bearer(&server);
    let headers = [JSON, ("authorization", authorization.as_str())];
    let texts = [
        "'; DROP TABLE api_secrets; --",
        "' OR '1'='1",
        "%' ESCAPE '\\",
        "<script>alert(1)</script>\"&amp;",
        "\u{202e}\u{1f512}e\u{301}é\u{feff}",
        "a\u{0}b\u{1b}[31m\r\nc",
        "../../etc/passwd",
        "{{7*7}}${7*7}%s%n\\u0041",
    ];
    for odd in texts {
        let sent = json!({
            "name": odd, "url": odd, "client_id": odd, "client_secret": odd, "identifier_code": odd,
            "method": odd, "tags": odd, "notes": odd,
        });
        let stored = server.post("/api/mysafe/secretapi", &headers, &sent.to_string());
        assert_eq!(stored.status, 201, "{odd:?}: {}", stored.text);
        let stored = stored.json();
        let id = stored["api_entity"]["identifier"].as_str().unwrap();
        let read = server.get(&format!("/api/mysafe/secretapi/{id}"), &headers).json();
        for (member, value) in sent.as_object().unwrap() {
            assert_eq!(read["api_secret_entity"][member], *value, "{odd:?} {member}");
        }
        // As a filter it finds itself, and is no more than a text there, too.
        for filter in ["identifier_code", "tag"] {
            let value: String = odd.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let listed = server.get(&format!("/api/mysafe/secretapi?{filter}={value}"), &headers).json();
            let rows = listed["api_secret_on_list"].as_array().unwrap();
            assert_eq!(rows.len(), 1, "{odd:?} as {filter}");
            assert_eq!(rows[0]["identifier"], id);
        }
    }
    let all = server.get("/api/mysafe/secretapi", &headers).json();
    assert_eq!(all["api_secret_on_list"].as_array().map(Vec::len), Some(texts.len()));
    let log = server.stop().2;
    assert!(!log.contains("DROP TABLE") && !log.contains("<script>"), "{log}");
}

#[test]
fn large_bodies_at_once_cost_little_and_keep_nobody_waiting() {
    const CALLERS: usize = 16;
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let authorization = bearer(&server);
    let headers = [JSON, ("authorization", authorization.as_str())];
    let new = json!({ "name": "kept", "url": "u", "client_id": "c" }).to_string();
    assert_eq!(server.post("/api/mysafe/secretapi", &headers, &new).status, 201);
    #[cfg(target_os = "linux")]
    let before = memory::peak(server.process());

    let large = json!({ "name": "x".repeat(10_000_000), "url": "u", "client_id": "c" }).to_string();
    let addresses = ["/api/mysafe/secretapi", "/api/mysafe/secretapi/update/1", "/api/oauth2/token"];
    thread::scope(|scope| {
        for caller in 0..CALLERS {
            let url = server.url(addresses[caller % addresses.len()]);
            let (headers, large) = (&headers, &large);
            scope.spawn(move || {
                let answer = post(&crate::fixture::agent(), &url, headers, large).expect("an answer");
                assert_eq!(answer.status, 413, "{url}: {}", answer.text);
            });
        }
        // In between, everybody else.
        for _ in 0..8 {
            server.sign_in(&credentials);
            assert_eq!(get(&crate::fixture::agent(), &server.url("/healthz"), &[]).unwrap().status, 200);
        }
    });
    let answer = server.get("/api/mysafe/secretapi", &headers).json();
    assert_eq!(answer["api_secret_on_list"][0]["name"], "kept");
    #[cfg(target_os = "linux")]
    assert!(
        memory::peak(server.process()) - before < 32 * 1024,
        "160 MB were sent, few of them were ever held"
    );
}

#[test]
fn a_body_that_breaks_off_is_the_senders_failure_and_changes_nothing() {
    let home = Home::new();
    let server = home.serve();
    let (credentials, authorization) = (server.credentials(), bearer(&server));
    let register = format!("/locationHistory/1/register?key={}", credentials.api_key);
    for path in [register.as_str(), "/api/mysafe/secretapi", "/api/oauth2/token"] {
        let mut stream = TcpStream::connect(server.authority()).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n");
        stream.write_all(format!("{head}Content-Length: 99\r\n\r\n{{\"secret\":\"x\"}}").as_bytes()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _cut = stream.read_to_end(&mut answer);
        // Nothing, or a refusal.
        assert!(answer.is_empty() || text(&answer).starts_with("HTTP/1.1 400 "), "{path}: {}", text(&answer));
    }
    let counts = server.get("/metrics", &[]).text;
    assert!(counts.contains("status=\"4xx\"") && !counts.contains("status=\"5xx\""), "{counts}");
    assert_eq!(
        server.post(&register, &[JSON], "{\"secret\":\"a whole one\"}").status,
        200,
        "not registered yet"
    );
}

#[test]
fn what_is_no_http_is_refused_and_ends_the_connection() {
    let home = Home::new();
    let server = home.serve();
    let post = "POST /api/oauth2/token HTTP/1.1\r\nHost: localhost\r\n";
    let smuggled = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for wrong in [
        "\r\n\r\nhello\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\r\n\r\n".to_owned(),
        "GET /\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".to_owned(),
        "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost localhost\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\u{0}b\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n".to_owned(),
        format!("{post}Content-Length: x\r\n\r\n"),
        format!("{post}Content-Length: -1\r\n\r\n"),
        format!("{post}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc{smuggled}"),
        format!("{post}Transfer-Encoding: gzip\r\n\r\n{smuggled}"),
        format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{smuggled}"),
    ] {
        let answer = raw(&server, &wrong);
        assert_eq!(status_of(&answer), 400, "{wrong:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{wrong:?}: {answer}");
        assert!(answer.ends_with("\r\n\r\n"), "without a body: {answer}");
    }
    // Lengths that contradict each other must not let a second request through unseen.
    let two = format!(
        "{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n{smuggled}"
    );
    let answer = raw(&server, &two);
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert!(!answer.contains("latchboard_"), "{answer}");
    let chunk =
        format!("{post}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffffffffffff\r\nabc");
    assert!(!raw(&server, &chunk).contains("200 OK"));
    assert_eq!(server.get("/healthz", &[]).status, 200);
}

#[test]
fn no_path_leads_around_the_checks_of_the_path_that_it_looks_like() {
    let home = Home::new();
    let server = home.serve();
    for path in [
        "//api/mysafe/secretapi",
        "/api//mysafe/secretapi",
        "/api/mysafe/secretapi/",
        "/API/mysafe/secretapi",
        "/api/mysafe/./secretapi",
        "/healthz/../api/mysafe/secretapi",
        "/api/mysafe/secretapi;x=1",
        "/api/mysafe/%73ecretapi",
        "/api/mysafe/secretapi%2f1",
        "/api%2fmysafe%2fsecretapi",
        "/api/mysafe/secretapi/inactive/1/",
        "/api/mysafe/secretapi/inactive/..%2f1",
        "/api\\mysafe\\secretapi",
        "/metrics/",
        "/metrics%00",
    ] {
        let answer = raw(&server, &crate::fixture::request("GET", path));
        assert_eq!(status_of(&answer), 404, "{path}: {answer}");
    }
    let authority = server.authority();
    for target in [format!("http://{authority}/api/mysafe/secretapi"), "*".to_owned()] {
        let status = status_of(&raw(&server, &crate::fixture::request("GET", &target)));
        assert!(matches!(status, 400 | 404), "{target}: {status}");
    }
}

/// Only this system says how much memory a process had at most.
#[cfg(target_os = "linux")]
mod memory {
    use std::io::Write as _;
    use std::process::Stdio;

    use serde_json::json;

    use crate::fixture::{FORM, Home, text, value};

    /// The most memory that a process has had so far, in KiB.
    pub(super) fn peak(process: u32) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Stores so many API secrets from standard input; the most memory that it took, in KiB.
    fn import(home: &Home, user: &str, count: usize) -> u64 {
        let mut command = home.program();
        command.args(["secret", "import", "--user", user]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for number in 0..count {
            let line = json!({
                "name": format!("Service {number:06}"), "url": "https://service.example.com", "client_id": "c",
                "client_secret": format!("s{number}"), "identifier_code": format!("code-{number}"), "tags": "prod",
            });
            writeln!(input, "{line}").unwrap();
        }
        // It has read all but what fits into a pipe, and lives as long as the pipe is open.
        let peak = peak(child.id());
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stdout), format!("{count} API secrets stored.\n"));
        peak
    }

    #[test]
    fn an_import_takes_no_more_memory_for_ten_times_as_much_and_the_list_has_it_all() {
        let home = Home::new();
        assert!(home.admin(&["bootstrap"]).status.success());
        let (few, many) = (import(&home, "few", 2_000), import(&home, "many", 20_000));
        assert!(many < few + 8 * 1024, "{few} KiB for 2,000 and {many} KiB for 20,000");

        let server = home.serve();
        let list = |user: &str| {
            let made = text(&home.admin(&["access-key", "create", "--user", user]).stdout);
            let (id, secret) = (value(&made, "Client id"), value(&made, "Client secret"));
            let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
            let token = server.post("/api/oauth2/token", &[FORM], &form).json();
            let authorization = format!("Bearer {}", token["access_token"].as_str().unwrap());
            server.get("/api/mysafe/secretapi", &[("authorization", &authorization)])
        };
        for (user, count) in [("few", 2_000), ("many", 20_000)] {
            let answer = list(user);
            let rows = answer.json()["api_secret_on_list"].as_array().map(Vec::len);
            assert_eq!(rows, Some(count), "{user}");
        }
        // A list is built whole, but not much more than whole.
        let peak = peak(server.process());
        assert!(peak < 256 * 1024, "{peak} KiB");
    }
}
