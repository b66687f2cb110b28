//! Pages of other origins may call only when they are on the list.

use crate::fixture::{Home, Server, raw};

const PAGE: &str = "http://127.0.0.1:8081";

fn serving(allowed: &[&str]) -> (Home, Server) {
    let home = Home::new();
    let mut command = home.serve_command();
    for origin in allowed {
        command.args(["--allow-origin", origin]);
    }
    let server = Server::start(command);
    (home, server)
}

/// The origin that the answer allows.
fn allowed(server: &Server, method: &str, origin: &str) -> Option<String> {
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}/api/mysafe/secretapi", server.address))
        .header("origin", origin)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization")
        .body(())
        .unwrap();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let answer = agent.run(request).unwrap();
    let header = answer.headers().get("access-control-allow-origin");
    header.map(|value| value.to_str().unwrap().to_owned())
}

#[test]
fn a_page_on_the_list_may_call_and_sees_refusals_too() {
    let (_home, server) = serving(&[PAGE, "https://other.example.com"]);
    for method in ["OPTIONS", "GET"] {
        assert_eq!(allowed(&server, method, PAGE).as_deref(), Some(PAGE), "{method}");
        assert_eq!(
            allowed(&server, method, "https://other.example.com").as_deref(),
            Some("https://other.example.com")
        );
        for origin in ["http://127.0.0.1:8082", "https://127.0.0.1:8081", "null", "http://evil.example.com"] {
            assert_eq!(allowed(&server, method, origin), None, "{method} from {origin}");
        }
    }
}

#[test]
fn a_page_may_name_its_calls_and_read_what_our_gateway_says_of_the_name() {
    let (_home, server) = serving(&[PAGE]);
    let asked = "authorization,content-type,idempotency-key,if-match,if-none-match,tracking-id";
    let head = format!(
        "OPTIONS /api/mysafe/secretapi HTTP/1.1\r\nHost: localhost\r\nOrigin: {PAGE}\r\nConnection: close\r\n\
         Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: {asked}\r\n\r\n"
    );
    let answer = raw(&server, &head).to_lowercase();
    let line = |name: &str| answer.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    for header in asked.split(',') {
        assert!(line("access-control-allow-headers").contains(header), "{header}: {answer}");
    }
    let answer = server.get("/api/mysafe/secretapi", &[("origin", PAGE)]);
    let exposed = answer.header("access-control-expose-headers").unwrap();
    for header in ["idempotency-key-spent", "x-request-id", "etag"] {
        assert!(exposed.contains(header), "{header}: {exposed}");
    }
}

#[test]
fn without_a_list_no_other_origin_may_call() {
    let (_home, server) = serving(&[]);
    assert_eq!(allowed(&server, "OPTIONS", PAGE), None);
    assert_eq!(allowed(&server, "GET", PAGE), None);
}

#[test]
fn a_wildcard_is_refused_with_an_explanation() {
    let home = Home::new();
    let output = crate::fixture::run(home.serve_command().args(["--allow-origin", "*"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(crate::fixture::text(&output.stderr).contains("scheme, host and port"));
}
