//! Servers behind a real nginx, which takes a server out when an answer of it fails, and may serve other things beside it.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fixture::{DEADLINE, Home, Server, installed, request, run, status_of, text};

/// Ends with the test.
struct Nginx {
    program: PathBuf,
    /// Configuration, socket and log.
    directory: PathBuf,
}

impl Nginx {
    /// `None`, and a line that says so, where nginx is not installed: `cargo xtask test` does that where it may.
    fn start(directory: &Path, servers: &[&Server], locations: &str) -> Option<Self> {
        let program = installed("nginx", module_path!())?;
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
                 proxy_set_header Host localhost; proxy_http_version 1.1; {locations} }} }}"
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
        status_of(&self.answer(head, body))
    }

    /// The answer to a request.
    fn answer(&self, head: &str, body: &[u8]) -> String {
        let mut stream = UnixStream::connect(self.directory.join("nginx.sock")).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // nginx may answer before it has all of it.
        let _answered = stream.write_all(body);
        let mut answer = Vec::new();
        let _reset_after_the_answer = stream.read_to_end(&mut answer);
        text(&answer)
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
        let locations =
            format!("location / {{ proxy_pass http://servers; proxy_request_buffering {buffering}; }}");
        let Some(nginx) = Nginx::start(home.path(), &[&one, &other], &locations) else { return };
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

#[test]
fn a_path_of_the_proxys_leads_to_page_module_and_api_whether_it_is_taken_off_or_not() {
    const PAGE: &str = "<!doctype html><html data-base=\"\"><link href=\"/app-4d79204f15ab2d70.css\">\
        <script>const files = {\"a\":[\"/app-4d79204f15ab2d70.js\"]};</script></html>";
    let home = Home::new();
    let dist = home.path().join("dist");
    fs::create_dir_all(dist.join("module")).unwrap();
    let files = ["app-4d79204f15ab2d70.css", "app-4d79204f15ab2d70.js", "module/page.js"];
    for (name, content) in files.iter().map(|name| (*name, *name)).chain([
        ("index.html", PAGE),
        ("index.html.br", "of the page as it was built"),
        ("module/index.html", "the module's page"),
    ]) {
        fs::write(dist.join(name), content).unwrap();
    }
    let mut command = home.serve_command();
    command.arg("--dashboard").arg(&dist).args(["--base-path", "/latchboard"]);
    let server = Server::start(command);
    let credentials = server.credentials();
    for passed_on in ["http://servers", "http://servers/"] {
        let locations = format!(
            "location / {{ return 418; }} location = /latchboard {{ return 301 /latchboard/; }}
             location /latchboard/ {{ proxy_pass {passed_on}; }}"
        );
        let Some(nginx) = Nginx::start(home.path(), &[&server], &locations) else { return };
        let get = |target: &str, accept: &str| {
            let head = format!(
                "GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: {accept}\r\nAccept-Encoding: br\r\n\r\n"
            );
            nginx.answer(&head, b"")
        };
        for address in ["/latchboard/", "/latchboard/admin-key/register?x=y"] {
            let page = get(address, "text/html");
            assert_eq!(status_of(&page), 200, "{page}");
            assert!(page.contains("data-base=\"/latchboard\""), "{page}");
            for named in
                ["href=\"/latchboard/app-4d79204f15ab2d70.css\"", "[\"/latchboard/app-4d79204f15ab2d70.js\"]"]
            {
                assert!(page.contains(named), "{named} in {page}");
            }
        }
        for file in files {
            let answer = get(&format!("/latchboard/{file}"), "*/*");
            assert!(status_of(&answer) == 200 && answer.ends_with(file), "{answer}");
        }
        let module = get("/latchboard/module", "text/html");
        assert!(status_of(&module) == 307 && module.contains("\r\nlocation: module/\r\n"), "{module}");
        assert!(get("/latchboard/module/", "text/html").ends_with("the module's page"));
        for (operation, found) in [("healthz", 200), ("readyz", 200), ("openapi.json", 200), ("nothing", 404)]
        {
            assert_eq!(status_of(&get(&format!("/latchboard/{operation}"), "*/*")), found, "{operation}");
        }
        let refused = get("/latchboard/api/mysafe/secretapi", "*/*");
        assert!(status_of(&refused) == 404 && refused.contains("no Route matched"), "{refused}");
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            credentials.client_id, credentials.client_secret
        );
        let head = format!(
            "POST /latchboard/api/oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            form.len()
        );
        assert_eq!(nginx.ask(&head, form.as_bytes()), 200);
    }
}
