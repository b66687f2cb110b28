//! The gateway, before a second server in the vendor's place, and before vendors that misbehave.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use crate::fixture::{DEADLINE, FORM, Home, JSON, Server, raw, request, run, status_of, text};

const LOCATION_HISTORY: &str = "/gateway/location-history";
const MYSAFE: &str = "/gateway/mysafe";

/// A gateway to this vendor, for both families.
fn before(vendor: &str, arguments: &[&str]) -> (Home, Server) {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(["--upstream-location-history", vendor, "--upstream-mysafe", vendor]).args(arguments);
    command.env("RUST_LOG", "trace");
    let server = Server::start(command);
    (home, server)
}

/// Answers one connection after the other with these bytes, then closes it; what was asked.
fn vendor(answer: &'static [u8]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, asked) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = head_of(&mut stream);
            // The test may be over.
            let _nobody_asks = sender.send(head);
            let _gone = stream.write_all(answer);
        }
    });
    (address, asked)
}

fn head_of(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.push(byte[0]);
    }
    text(&head)
}

/// The life of both families' secrets, at the vendor and nowhere else.
fn converse(gateway: &Server, vendor: &Server) {
    let theirs = vendor.credentials();
    let path =
        |operation: &str| format!("{LOCATION_HISTORY}/geofencing/1/{operation}?key={}", theirs.api_key);
    let registered = gateway.post(&path("register"), &[JSON, ("tracking-id", "one-2")], r#"{"secret":"s"}"#);
    assert_eq!(registered.status, 200, "{}", registered.text);
    assert_eq!(registered.header("content-type"), Some("application/json;charset=UTF-8"));
    assert_eq!(registered.header("tracking-id"), Some("one-2"));
    assert_eq!(registered.header("cache-control"), Some("no-store"));
    let again = gateway.post(&path("register"), &[JSON], r#"{"secret":"s"}"#);
    assert_eq!(again.status, 403);
    assert_ne!(again.header("tracking-id"), again.header("x-request-id"), "the vendor's own");
    let changed = gateway.post(&path("updateSecret"), &[JSON], r#"{"secret":"s","newSecret":"t"}"#);
    assert_eq!((changed.status, changed.text.as_str()), (204, ""));
    let ours = format!("{LOCATION_HISTORY}/geofencing/1/register?key={}", gateway.greeted("API key"));
    assert_eq!(gateway.post(&ours, &[JSON], r#"{"secret":"s"}"#).status, 401, "our keys mean nothing there");

    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        theirs.client_id, theirs.client_secret
    );
    let token = gateway.post(&format!("{MYSAFE}/iso/oauth2/token"), &[FORM], &form).json();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let headers = [("authorization", bearer.as_str()), JSON];
    let collection = format!("{MYSAFE}/api/mysafe/secretapi");
    let body = r#"{"name":"n","url":"u","client_id":"c","client_secret":"v","tags":"a b"}"#;
    assert_eq!(gateway.post(&collection, &headers, body).status, 201);
    let listed = gateway.get(&format!("{collection}?tag=a%20b"), &headers);
    assert_eq!(listed.json()["api_secret_on_list"][0]["identifier"], "1", "{}", listed.text);
    // Of a version that the vendor would refuse, if it got to see it.
    let bound: Vec<_> = headers.iter().copied().chain([("if-match", "\"99\"")]).collect();
    assert_eq!(gateway.put(&format!("{collection}/update/1"), &bound, "{}").status, 200);
    assert_eq!(gateway.post(&format!("{collection}/inactive/1"), &headers, "").status, 200);
    let read = gateway.get(&format!("{collection}/1"), &headers);
    assert_eq!((read.status, read.exception()), (400, Some(1009)));
    assert_eq!(vendor.get("/api/mysafe/secretapi/1", &headers).exception(), Some(1009), "it is there");
    assert_eq!(
        gateway.get("/api/mysafe/secretapi", &headers).status,
        404,
        "and their token means nothing here"
    );
}

#[test]
fn a_vendor_is_reached_over_http_on_this_machine() {
    let home = Home::new();
    let vendor = home.serve();
    let (_home, gateway) = before(&vendor.address, &[]);
    converse(&gateway, &vendor);
    let credentials = vendor.credentials();
    let log = gateway.stop().2;
    assert!(log.contains(r#"route="/gateway/mysafe/api/mysafe/secretapi/{identifier}""#), "{log}");
    for secret in [credentials.api_key, credentials.client_secret, r#""s""#.to_owned()] {
        assert!(!log.contains(&secret), "{secret} in {log}");
    }
}

#[test]
fn a_change_is_entered_before_it_is_passed_on_and_not_passed_on_when_it_cannot_be() {
    let (address, asked) = vendor(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");
    let (home, gateway) = before(&address, &[]);
    let path = format!("{LOCATION_HISTORY}/geofencing/1/updateSecret?key=theirKey");
    let body = r#"{"secret":"s3cret-one","newSecret":"s3cret-two"}"#;
    assert_eq!(gateway.post(&path, &[JSON], body).status, 204);
    asked.recv_timeout(DEADLINE).unwrap();
    let read = format!("{LOCATION_HISTORY}/geofencing/1/settings?key=theirKey&adminKey=x");
    gateway.get(&read, &[]);
    asked.recv_timeout(DEADLINE).unwrap();
    let (dead, _) = vendor(b"");
    let export = text(&home.admin(&["audit", "export"]).stdout);
    let of_gateway: Vec<&str> = export.lines().filter(|line| line.contains("\"gateway\"")).collect();
    assert_eq!(of_gateway.len(), 2, "{export}");
    assert!(
        of_gateway[0]
            .contains(r#""updateSecret","target":"vendor-registration:geofencing","event":"attempt""#)
    );
    assert!(of_gateway[1].contains(r#""event":"done""#));
    assert!(!export.contains("s3cret") && !export.contains("theirKey"));

    // The log's end is not the server's any more.
    crate::audit::sql(&home, "UPDATE audit_lanes SET sequence = 0");
    let refused = gateway.post(&path, &[JSON], body);
    assert_eq!((refused.status, &refused.json()["latchboard_code"]), (503, &"not_audited".into()));
    gateway.get(&read, &[]);
    assert!(asked.recv_timeout(DEADLINE).unwrap().starts_with("GET"), "the change was not passed on");

    let (home, gateway) = before(&dead, &[]);
    assert_eq!(gateway.post(&path, &[JSON], body).status, 502);
    let export = text(&home.admin(&["audit", "export"]).stdout);
    assert!(export.contains(r#""event":"unknown""#), "{export}");
}

#[test]
fn a_vendor_is_reached_over_tls_when_its_authority_is_trusted_and_only_then() {
    let home = Home::new();
    let vendor = home.serve();
    let authority = home.path().join("authority.pem");
    let port = tls_before(vendor.authority().to_owned(), &authority);
    let ca = authority.display().to_string();
    let (_home, gateway) = before(&format!("https://localhost:{port}"), &["--upstream-ca", &ca]);
    converse(&gateway, &vendor);

    let register = format!("{LOCATION_HISTORY}/geofencing/1/register?key=k");
    // Nobody who knows this name; and the name of somebody else.
    let stranger = home.path().join("stranger.pem");
    tls_before(vendor.authority().to_owned(), &stranger);
    for (url, ca) in [
        (format!("https://localhost:{port}"), stranger.display().to_string()),
        (format!("https://127.0.0.1:{port}"), ca),
    ] {
        let (_home, gateway) = before(&url, &["--upstream-ca", &ca]);
        let answer = gateway.post(&register, &[JSON], r#"{"secret":"s"}"#);
        assert_eq!(answer.status, 502, "{}", answer.text);
        assert!(gateway.stop().2.contains("certificate"), "the log says why");
    }
}

/// A TLS endpoint for `localhost` before a server; writes the certificate of its authority.
fn tls_before(server: String, authority: &std::path::Path) -> u16 {
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    fs::write(authority, params.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = rcgen::Issuer::new(params, key);
    let own = rcgen::KeyPair::generate().unwrap();
    let names = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = names.signed_by(&own, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(own.serialize_der().into()))
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, server) = (acceptor.clone(), server.clone());
                tokio::spawn(async move {
                    let mut client = acceptor.accept(stream).await?;
                    let mut server = tokio::net::TcpStream::connect(server).await?;
                    tokio::io::copy_bidirectional(&mut client, &mut server).await
                });
            }
        });
    });
    port
}

#[test]
fn nothing_but_the_contract_can_be_reached() {
    let (url, asked) = vendor(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    let (_home, gateway) = before(&url, &[]);
    for (method, path) in [
        ("GET", "/gateway/location-history/locationHistory/1/register"),
        ("DELETE", "/gateway/location-history/locationHistory/1/settings"),
        ("POST", "/gateway/location-history/locationHistory/1/../../admin"),
        ("POST", "/gateway/location-history/locationHistory/2/register"),
        ("POST", "/gateway/location-history/locationHistory/1/register/admin"),
        ("POST", "/gateway/location-history/api/oauth2/token"),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/1%2f..%2f..%2fadmin"),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/%2e%2e"),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/.."),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/1%3fx"),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/1%0d%0aX:%20y"),
        ("GET", "/gateway/mysafe/api/mysafe/secretapi/x"),
        ("HEAD", "/gateway/mysafe/api/mysafe/secretapi"),
        ("GET", "/gateway/mysafe/api/mysafe/password/1"),
        ("GET", "/gateway/mysafe/locationHistory/1/settings"),
        ("GET", "/gateway/mysafe/http://evil.example/"),
        ("GET", "/gateway/http://evil.example/"),
        ("GET", "/gateway/mysafe/"),
        ("GET", "/gateway"),
    ] {
        let answer = raw(&gateway, &request(method, path));
        assert_eq!(status_of(&answer), 404, "{method} {path}: {answer}");
    }
    assert!(asked.try_recv().is_err(), "nobody was asked");
    let address = "/gateway/mysafe/api/mysafe/secretapi?u=http://evil.example/&x=@evil.example";
    assert_eq!(status_of(&raw(&gateway, &request("GET", address))), 200);
    let head = asked.recv_timeout(DEADLINE).unwrap();
    assert!(head.starts_with("GET /api/mysafe/secretapi?u=http://evil.example/&x=@evil.example "), "{head}");
    assert!(head.to_lowercase().contains(&format!("host: {}\r\n", &url["http://".len()..])), "{head}");
    for path in ["/locationHistory/1/register/", "//locationHistory//1/register"] {
        let path = format!("/gateway/location-history{path}");
        assert_eq!(status_of(&raw(&gateway, &request("POST", &path))), 200, "{path}");
        assert!(asked.recv_timeout(DEADLINE).unwrap().starts_with("POST /locationHistory/1/register "));
    }
}

#[test]
fn only_the_headers_that_are_meant_for_the_other_side_pass() {
    let (url, asked) = vendor(
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/xml\r\nContent-Length: 26\r\nSet-Cookie: a=b\r\n\
          Retry-After: 1\r\nTracking-ID: theirs\r\nX-Error-Detail-Header: Account Inactive\r\n\
          X-Mashery-Error-Code: ERR_403_DEVELOPER_INACTIVE\r\nServer: s\r\nAccess-Control-Allow-Origin: *\r\n\
          Keep-Alive: 5\r\nLocation: /x\r\n\r\n<h1>Developer Inactive</h1",
    );
    let (_home, gateway) = before(&url, &[]);
    let headers = [
        JSON,
        ("cookie", "a=b"),
        ("authorization", "Bearer ours"),
        ("x-forwarded-for", "10.0.0.1"),
        ("origin", "http://localhost"),
        ("tracking-id", "mine"),
    ];
    let register = format!("{LOCATION_HISTORY}/locationHistory/1/register?key=k%201");
    let answer = gateway.post(&register, &headers, r#"{"secret":"s"}"#);
    assert_eq!((answer.status, answer.text.as_str()), (403, "<h1>Developer Inactive</h1"));
    for (name, value) in [
        ("content-type", Some("text/xml")),
        ("retry-after", Some("1")),
        ("tracking-id", Some("theirs")),
        ("x-error-detail-header", Some("Account Inactive")),
        ("x-mashery-error-code", Some("ERR_403_DEVELOPER_INACTIVE")),
        ("set-cookie", None),
        ("server", None),
        ("access-control-allow-origin", None),
        ("keep-alive", None),
        ("location", None),
        ("x-content-type-options", Some("nosniff")),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let head = asked.recv_timeout(DEADLINE).unwrap().to_lowercase();
    assert!(head.starts_with("post /locationhistory/1/register?key=k%201 http/1.1\r\n"), "{head}");
    assert!(head.contains("tracking-id: mine") && head.contains("content-type: application/json"), "{head}");
    for none in ["cookie", "authorization", "x-forwarded", "origin"] {
        assert!(!head.contains(none), "{none}: {head}");
    }

    let (url, asked) = vendor(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    let (_home, gateway) = before(&url, &[]);
    gateway.get(&format!("{MYSAFE}/api/mysafe/secretapi"), &headers);
    let head = asked.recv_timeout(DEADLINE).unwrap().to_lowercase();
    assert!(head.contains("authorization: bearer ours") && !head.contains("cookie"), "{head}");
}

#[test]
fn what_is_no_whole_answer_is_a_gateways_failure() {
    let failed = "An invalid response was received from the upstream server";
    for (answer, status, message) in [
        (&b""[..], 502, failed),
        (b"nonsense\r\n\r\n", 502, failed),
        (b"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n", 502, failed),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 502, failed),
    ] {
        let (url, _asked) = vendor(answer);
        let (_home, gateway) = before(&url, &[]);
        let path = format!("{LOCATION_HISTORY}/locationHistory/1/register?key=k");
        let answered = gateway.post(&path, &[JSON], r#"{"secret":"s"}"#);
        assert_eq!((answered.status, answered.json()["message"].as_str()), (status, Some(message)));
        assert_eq!(answered.header("location"), None);
        assert_eq!(answered.header("content-type"), Some("application/json"));
    }
    // Nobody listens on port 9; somebody listens, but says nothing.
    let (_home, gateway) = before("http://127.0.0.1:9", &[]);
    assert_eq!(gateway.get(&format!("{MYSAFE}/api/mysafe/secretapi"), &[]).status, 502);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let (_home, gateway) = before(&url, &["--upstream-timeout", "1"]);
    let answer = gateway.get(&format!("{MYSAFE}/api/mysafe/secretapi"), &[]);
    assert_eq!(
        (answer.status, answer.json()["message"].as_str()),
        (504, Some("The upstream server is timing out"))
    );
    // Half an answer never looks like a whole one.
    let (url, _asked) = vendor(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
    let (_home, gateway) = before(&url, &[]);
    let half = raw(&gateway, &request("GET", &format!("{MYSAFE}/api/mysafe/secretapi")));
    assert!(half.contains("content-length: 100") && half.ends_with("{\"half\":"), "{half}");
    assert_eq!(gateway.post(&format!("{MYSAFE}/api/oauth2/token"), &[FORM], &"x".repeat(70_000)).status, 413);
}

#[test]
fn an_upstream_that_cannot_be_trusted_is_refused_at_the_start() {
    let home = Home::new();
    for url in
        ["http://vault.example", "https://user@vault.example", "vault.example", "https://v.example/../x"]
    {
        let output = run(home.serve_command().args(["--upstream-mysafe", url]));
        assert_eq!(output.status.code(), Some(2), "{url}");
    }
    let nothing = home.path().join("nothing.pem");
    fs::write(&nothing, "dear diary").unwrap();
    for path in [nothing, home.path().join("missing.pem")] {
        let mut command = home.serve_command();
        let output =
            run(command.args(["--upstream-mysafe", "https://v.example", "--upstream-ca"]).arg(&path));
        let sentence = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{sentence}");
        assert!(
            sentence.contains("--upstream-ca") && sentence.contains(&path.display().to_string()),
            "{sentence}"
        );
    }
    assert!(!home.data_dir().exists());
    let server = home.serve();
    assert_eq!(
        server.get(&format!("{MYSAFE}/api/mysafe/secretapi"), &[]).status,
        404,
        "not without an upstream"
    );
}

#[test]
fn a_call_is_passed_on_once_under_its_key_and_the_vendor_never_sees_that() {
    const KEY: (&str, &str) = ("idempotency-key", "\"k\"");
    let path = format!("{LOCATION_HISTORY}/locationHistory/1/register?key=k");
    let register = |gateway: &Server| gateway.post(&path, &[JSON, KEY], r#"{"secret":"s"}"#);
    let (url, asked) = vendor(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nTracking-ID: t\r\nContent-Length: 16\r\n\r\n\
          {\"adminKey\":\"a\"}",
    );
    let (_home, gateway) = before(&url, &[]);
    let offered = gateway.get(&format!("{LOCATION_HISTORY}/api/latchboard/v1/capabilities"), &[]).json();
    assert_eq!(offered["extensions"], serde_json::json!(["idempotency-key"]));
    let answers = [register(&gateway), register(&gateway), register(&gateway)];
    for answer in &answers {
        assert_eq!((answer.status, answer.text.as_str()), (200, "{\"adminKey\":\"a\"}"));
        assert_eq!(answer.header("content-type"), Some("application/json;charset=UTF-8"));
        assert_eq!(answer.header("tracking-id"), Some("t"));
        assert_eq!(answer.header("idempotency-key-spent"), None);
    }
    let head = asked.recv_timeout(DEADLINE).unwrap().to_lowercase();
    assert!(!head.contains("idempotency"), "{head}");
    assert!(asked.try_recv().is_err(), "it was asked once");
    assert_eq!(gateway.post(&path, &[JSON, KEY], r#"{"secret":"other"}"#).status, 422);

    // A refusal changed nothing; what was refused may be right later.
    let (url, asked) = vendor(b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
    let (_home, gateway) = before(&url, &[]);
    for _ in 0..2 {
        assert_eq!(register(&gateway).status, 429);
        asked.recv_timeout(DEADLINE).unwrap();
    }

    // Nobody knows what such a vendor did, and it is not asked to do it twice.
    for (answer, status) in [
        (&b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"[..], 500),
        (b"", 502),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", 502),
    ] {
        let (url, asked) = vendor(answer);
        let (home, gateway) = before(&url, &[]);
        for _ in 0..2 {
            let answer = register(&gateway);
            assert_eq!((answer.status, answer.header("idempotency-key-spent")), (status, Some("1")));
        }
        asked.recv_timeout(DEADLINE).unwrap();
        assert!(asked.try_recv().is_err(), "it was asked once");
        // Nor does anybody know it later.
        home.execute(
            "UPDATE idempotency SET created_at = created_at - 660, answer_until = answer_until - 660",
        );
        assert_eq!(register(&gateway).header("idempotency-key-spent"), Some("1"));
        // One that died while it waited: so long ago that no other server can still be waiting.
        home.execute(
            "UPDATE idempotency SET answer = NULL, answer_until = NULL, created_at = created_at - 3600",
        );
        let answer = register(&gateway);
        assert_eq!((answer.status, answer.header("idempotency-key-spent")), (504, Some("1")));
        assert!(asked.try_recv().is_err());
    }
}

#[test]
fn a_kept_answer_of_a_vault_is_for_the_token_that_it_was_given_to() {
    const KEY: (&str, &str) = ("idempotency-key", "\"k\"");
    let (url, asked) = vendor(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nits-v4lue-is");
    let (_home, gateway) = before(&url, &[]);
    let create = |token: &[(&str, &str)]| {
        let headers = [&[JSON, KEY], token].concat();
        gateway.post(&format!("{MYSAFE}/api/mysafe/secretapi"), &headers, r#"{"name":"x"}"#)
    };
    let own = [("authorization", "Bearer own")];
    for _ in 0..2 {
        let answer = create(&own);
        assert_eq!((answer.status, answer.text.as_str()), (200, "its-v4lue-is"));
        assert_eq!(answer.header("latchboard-held-by"), None);
    }
    for other in [&[("authorization", "Bearer other")][..], &[]] {
        let answer = create(other);
        assert_eq!(answer.status, 410, "{}", answer.text);
        assert!(!answer.text.contains("v4lue"));
    }
    asked.recv_timeout(DEADLINE).unwrap();
    assert!(asked.try_recv().is_err(), "it was asked once");
}

#[test]
fn what_only_our_server_keeps_never_reaches_a_vendor() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, asked) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = head_of(&mut stream).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            let mut body = vec![0; length.parse().unwrap()];
            stream.read_exact(&mut body).unwrap();
            let _nobody_asks = sender.send(text(&body));
            let _gone =
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        }
    });
    let (_home, gateway) = before(&address, &[]);
    let collection = format!("{MYSAFE}/api/mysafe/secretapi");
    let update = format!("{MYSAFE}/iso/mysafe/secretapi/update/5");
    for (kind, sent, passed) in [
        (JSON, r#"{"name":"n","latchboard":{"owner":"Payments"},"url":"u"}"#, r#"{"name":"n","url":"u"}"#),
        (JSON, r#"{"l\u0061tchboard":null}"#, "{}"),
        (JSON, r#"{ "name" : 1.50 }"#, r#"{ "name" : 1.50 }"#),
        (FORM, "name=n&latchboard=%7B%7D&url=u%2B+", "name=n&url=u%2B+"),
        (FORM, r#"{"latchboard":{},"name":"n"}"#, r#"{"name":"n"}"#),
    ] {
        gateway.post(&collection, &[kind], sent);
        assert_eq!(asked.recv_timeout(DEADLINE).unwrap(), passed, "{sent}");
        gateway.put(&update, &[kind], sent);
        assert_eq!(asked.recv_timeout(DEADLINE).unwrap(), passed, "{sent}");
        // Also where the answer is kept for repeats.
        let key = format!("key-of-{}", sent.len());
        gateway.post(&collection, &[kind, ("idempotency-key", &key)], sent);
        assert_eq!(asked.recv_timeout(DEADLINE).unwrap(), passed, "{sent}");
    }
    let offered = gateway.get(&format!("{MYSAFE}/api/latchboard/v1/capabilities"), &[]).json();
    assert_eq!(offered["extensions"], serde_json::json!(["idempotency-key"]));
    assert_eq!(gateway.get(&format!("{MYSAFE}/api/latchboard/v1/inventory"), &[]).status, 404);
}
