//! A request that is refused before its body was read gets its answer whole, and no proxy takes the server for dead.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::fixture::{DEADLINE, Home, Server, status_of, text};

/// Sends a head, then a body piece by piece as a proxy does, whatever is answered meanwhile; then reads. The answer, and
/// whether writing ever failed.
fn send(server: &Server, head: &str, body: usize) -> (String, bool) {
    let mut stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream.write_all(format!("{head}Host: localhost\r\n\r\n").as_bytes()).unwrap();
    let piece = [b'a'; 4096];
    let mut broken = false;
    for _ in 0..body.div_ceil(piece.len()) {
        broken |= stream.write_all(&piece).is_err();
    }
    let mut answer = Vec::new();
    broken |= stream.read_to_end(&mut answer).is_err();
    (text(&answer), broken)
}

#[test]
fn an_early_refusal_breaks_no_connection() {
    const MIB: usize = 1024 * 1024;
    let home = Home::new();
    let server = home.serve();
    for (target, length, status) in [
        // Nobody has signed in.
        ("/api/mysafe/secretapi", 65_536, 404),
        ("/api/mysafe/secretapi", 4 * MIB, 404),
        // Too large, by its own length and without one.
        ("/api/oauth2/token", 4 * MIB, 413),
        ("/locationHistory/1/register?key=none", MIB, 401),
        ("/nowhere", MIB, 404),
    ] {
        let head = format!("POST {target} HTTP/1.1\r\nContent-Length: {length}\r\nConnection: close\r\n");
        let (answer, broken) = send(&server, &head, length);
        assert_eq!((status_of(&answer), broken), (status, false), "{target}, {length}: {answer}");
    }
}

#[test]
fn who_asks_whether_to_go_on_is_told_no_and_sends_nothing() {
    let home = Home::new();
    let server = home.serve();
    let head = "POST /api/oauth2/token HTTP/1.1\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n";
    let (answer, _) = send(&server, head, 0);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn who_never_stops_sending_is_not_listened_to_for_long() {
    let home = Home::new();
    let server = home.serve();
    let started = Instant::now();
    let head = "POST /api/oauth2/token HTTP/1.1\r\nContent-Length: 99999999999\r\n";
    let (_, broken) = send(&server, head, 1 << 30);
    assert!(broken && started.elapsed() < DEADLINE, "{:?}", started.elapsed());
    // Nor who says nothing more.
    let mut stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream.write_all(format!("{head}Host: localhost\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(status_of(&text(&answer)), 413);
}

#[test]
fn a_thousand_connections_at_once_are_taken_without_a_second_try() {
    const COUNT: usize = 1_000;
    let home = Home::new();
    let server = home.serve();
    let address = server.authority().parse().unwrap();
    let started = Instant::now();
    let connections: Vec<_> =
        (0..COUNT).map(|_| TcpStream::connect_timeout(&address, DEADLINE).unwrap()).collect();
    // One that is not taken at once is tried again after a second, then after two more.
    assert!(started.elapsed() < Duration::from_secs(1), "{:?} for {}", started.elapsed(), connections.len());
}
