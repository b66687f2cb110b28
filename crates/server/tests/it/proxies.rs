//! Two servers behind a real nginx, which takes a server out when an answer of it fails.

use std::fs;
use std::io::{Read, Write, stderr};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fixture::{DEADLINE, Home, Server, request, run, status_of, text};

/// Ends with the test.
struct Nginx {
    program: PathBuf,
    /// Configuration, socket and log.
    directory: PathBuf,
}

impl Nginx {
    /// `None`, and a line that says so, where nginx is not installed: `cargo xtask test` does that where it may.
    fn start(directory: &Path, servers: &[&Server], buffering: &str) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
        let Some(program) = places.map(|place| place.join("nginx")).find(|program| program.is_file()) else {
            #[expect(
                clippy::explicit_write,
                reason = "what the macros write is shown for failed tests only"
            )]
            writeln!(stderr(), "not run: {}: nginx is not installed", module_path!()).unwrap();
            return None;
        };
        let place = directory.display();
        let upstreams: String =
            servers.iter().map(|server| format!("server {};", server.authority())).collect();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {place}/{name};"))
            .collect();
        let configuration = format!(
            "user root; worker_processes 1; pid {place}/nginx.pid; events {{ worker_connections 256; }}
             http {{ access_log off; {temporary}
               upstream servers {{ {upstreams} }}
               server {{ listen unix:{place}/nginx.sock; client_max_body_size 8m;
                 location / {{ proxy_pass http://servers; proxy_set_header Host localhost;
                   proxy_http_version 1.1; proxy_request_buffering {buffering}; }} }} }}"
        );
        fs::write(directory.join("nginx.conf"), configuration).unwrap();
        let nginx = Self { program, directory: directory.to_owned() };
        // It goes to the background once it listens.
        let started = run(&mut nginx.command());
        assert!(started.status.success(), "{}", nginx.errors());
        Some(nginx)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(self.directory.join("nginx.conf"));
        command.arg("-e").arg(self.directory.join("error.log"));
        command
    }

    fn errors(&self) -> String {
        fs::read_to_string(self.directory.join("error.log")).unwrap_or_default()
    }

    /// The status of the answer to a request.
    fn ask(&self, head: &str, body: &[u8]) -> u16 {
        let mut stream = UnixStream::connect(self.directory.join("nginx.sock")).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // nginx may answer before it has all of it.
        let _answered = stream.write_all(body);
        let mut answer = Vec::new();
        let _reset_after_the_answer = stream.read_to_end(&mut answer);
        status_of(&text(&answer))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ended = run(self.command().args(["-s", "stop"]));
    }
}

#[test]
fn refused_bodies_take_no_server_out() {
    const ROUNDS: usize = 60;
    const MIB: usize = 1024 * 1024;
    for buffering in ["on", "off"] {
        let (home, other_home) = (Home::new(), Home::new());
        let (one, other) = (home.serve(), other_home.serve());
        let Some(nginx) = Nginx::start(home.path(), &[&one, &other], buffering) else { return };
        let post = |target: &str, length: usize| {
            let head = format!(
                "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
            );
            nginx.ask(&head, &vec![b'a'; length])
        };
        std::thread::scope(|scope| {
            let attack = scope.spawn(|| {
                for _ in 0..ROUNDS {
                    // Nobody has signed in; and more than any call has.
                    assert_eq!(post("/api/mysafe/secretapi", 65_000), 404);
                    assert_eq!(post("/api/oauth2/token", 2 * MIB), 413);
                }
            });
            let probes: Vec<u16> = (0..ROUNDS).map(|_| nginx.ask(&request("GET", "/healthz"), b"")).collect();
            assert_eq!(probes, [200; ROUNDS], "request buffering {buffering}");
            attack.join().unwrap();
        });
        let log = nginx.errors();
        for complaint in ["Broken pipe", "reset by peer", "no live upstreams", "upstream prematurely"] {
            assert!(!log.contains(complaint), "request buffering {buffering}: {log}");
        }
    }
}
