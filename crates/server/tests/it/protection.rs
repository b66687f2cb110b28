//! Against those who are not meant to call, and those who cost too much: host names, sizes, time.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::fixture::{DEADLINE, FORM, Home, JSON, Server, raw, status_of, text};

fn serving(arguments: &[&str]) -> (Home, Server) {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(arguments);
    let server = Server::start(command);
    (home, server)
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}

/// A request for a path under one host name, or whatever else the lines say.
fn ask(server: &Server, path: &str, lines: &str) -> String {
    raw(server, &format!("GET {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n"))
}

#[test]
fn under_the_name_of_somebody_else_nothing_is_answered() {
    let (_home, server) = serving(&[]);
    for path in ["/locationHistory/1/register", "/api/mysafe/secretapi", "/healthz", "/"] {
        let answer = ask(&server, path, "Host: evil.example\r\n");
        assert_eq!(status_of(&answer), 421, "{path}: {answer}");
        assert!(answer.contains("does not answer under that host name"), "{answer}");
        assert!(answer.contains("x-request-id: ") && !answer.contains("evil"), "{answer}");
        assert_eq!(answer.contains(r#"{"message":"#), path.len() > 8, "{path}: {answer}");
        for lines in ["", "Host: localhost\r\nHost: evil.example\r\n"] {
            assert_eq!(status_of(&ask(&server, path, lines)), 400, "{path} {lines}");
        }
    }
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80"] {
        assert_eq!(status_of(&ask(&server, "/healthz", &format!("Host: {host}\r\n"))), 200, "{host}");
    }
    assert_eq!(status_of(&ask(&server, "http://evil.example/healthz", "Host: localhost\r\n")), 421);
}

#[test]
fn a_public_name_is_answered_to_when_it_was_told() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(["--public-host", "one.example"]).env("LATCHBOARD_TLS_IN_FRONT", "true");
    let server = Server::start(command);
    assert_eq!(status_of(&ask(&server, "/healthz", "Host: One.Example:443\r\n")), 200);
    assert_eq!(status_of(&ask(&server, "/healthz", "Host: two.example\r\n")), 421);
    let header = server.get("/healthz", &[]).header("strict-transport-security").map(str::to_owned);
    assert_eq!(header.as_deref(), Some("max-age=31536000"));

    let home = Home::new();
    let mut command = home.serve_command();
    command.env("LATCHBOARD_PUBLIC_HOST", "one.example,two.example");
    let server = Server::start(command);
    assert_eq!(status_of(&ask(&server, "/healthz", "Host: two.example\r\n")), 200);
    assert_eq!(server.get("/healthz", &[]).header("strict-transport-security"), None, "nobody said TLS");
}

#[test]
fn an_answer_of_the_api_is_no_page() {
    let (_home, server) = serving(&[]);
    for path in ["/locationHistory/1/register", "/api/mysafe/secretapi", "/api/oauth2/token"] {
        let answer = server.get(path, &[]);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{path}: {policy}");
    }
}

#[test]
fn heads_are_bounded_in_every_direction() {
    let (_home, server) = serving(&[]);
    let long = |length| format!("/api/mysafe/secretapi?tag={}", "x".repeat(length));
    let answer = ask(&server, &long(9_000), "Host: localhost\r\n");
    assert_eq!(status_of(&answer), 414, "{answer}");
    assert!(answer.contains(r#"{"message":"The address is too long","#), "{answer}");
    assert_eq!(status_of(&ask(&server, &long(7_000), "Host: localhost\r\n")), 404, "not signed in");

    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    assert_eq!(status_of(&ask(&server, "/healthz", &format!("Host: localhost\r\n{many}"))), 431);
    let large = format!("Host: localhost\r\nX: {}\r\n", "y".repeat(20_000));
    assert_eq!(status_of(&ask(&server, "/healthz", &large)), 431);
    assert_eq!(server.get("/healthz", &[]).status, 200);
}

#[test]
fn a_thousand_slow_connections_keep_nobody_else_waiting_and_are_given_up() {
    let (_home, server) = serving(&["--client-timeout", "2"]);
    let slow = |_| {
        let mut stream = connect(&server);
        stream.write_all(b"POST /api/oauth2/token HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").unwrap();
        stream
    };
    let slow: Vec<_> = (0..1_000).map(slow).collect();
    let credentials = server.credentials();
    server.sign_in(&credentials);
    for mut stream in slow {
        let mut rest = Vec::new();
        let _reset = stream.read_to_end(&mut rest);
        assert!(!text(&rest).contains("200 OK"), "{}", text(&rest));
    }
    server.sign_in(&credentials);
}

#[test]
fn who_finds_all_places_taken_waits_until_one_is_free() {
    let (_home, server) = serving(&["--client-timeout", "1", "--max-connections", "2"]);
    let _silent = [connect(&server), connect(&server)];
    // Answered, though not at once: the silent ones are given up first.
    assert_eq!(status_of(&ask(&server, "/healthz", "Host: localhost\r\n")), 200);
}

#[test]
fn hostile_bodies_are_refused_as_documented() {
    let (_home, server) = serving(&[]);
    let credentials = server.credentials();
    let register = format!("/locationHistory/1/register?key={}", credentials.api_key);
    let large = format!(r#"{{"secret":"{}"}}"#, "x".repeat(10_000_000));
    assert_eq!(server.post(&register, &[JSON], &large).status, 400);
    let deep = "[".repeat(50_000);
    for body in
        [deep.as_str(), "{\"secret\":1}", "{\"secret\":{}}", "\u{feff}", "null", "{\"secret\":\"\\ud800\"}"]
    {
        assert_eq!(server.post(&register, &[JSON], body).status, 400, "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(server.post("/api/oauth2/token", &[FORM], &large).status, 413);
    assert_eq!(
        server.post(&register, &[JSON], r#"{"secret":"'; DROP TABLE api_keys; --<script>"}"#).status,
        200
    );
    assert_eq!(server.get("/healthz", &[]).status, 200);
}
