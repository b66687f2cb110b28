//! The OpenAPI document holds what it says: it is the tracked one, and the server answers nothing that
//! it does not describe, whatever is sent.
//!
//! The requests are made from the document itself: each operation as its example shows it, and then
//! with every part of it missing, of another type, empty, huge or hostile, one at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::{fs, path::PathBuf};

use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::http::{Method, Request};
use serde_json::{Map, Value, json};

use crate::described::{Described, Operation, Reply};
use crate::fixture::{Credentials, DEADLINE, Home, JSON, Server, documented, program, run, text};

/// What no answer may repeat, in the middle of everything hostile.
const MARK: &str = "hostile-7391";

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json"))
}

fn printed(arguments: &[&str]) -> String {
    let output = run(program().arg("openapi").args(arguments));
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn the_tracked_document_is_the_one_that_the_program_prints_and_serves() {
    let document = printed(&[]);
    if std::env::var_os("LATCHBOARD_BLESS").is_some() {
        fs::write(path(), &document).expect("docs/openapi.json can be written");
    }
    assert!(
        fs::read_to_string(path()).unwrap_or_default() == document,
        "docs/openapi.json is not what the server answers: renew it with `LATCHBOARD_BLESS=1 cargo test -p latchboard-server`"
    );
    let home = Home::new();
    let answer = home.serve().get("/openapi.json", &[]);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(answer.text == document, "a server without options serves the same");
}

#[test]
fn a_server_describes_itself_as_it_was_started() {
    let plain = Described(serde_json::from_str(&printed(&[])).unwrap());
    let options = ["--gateway", "--rehearsal", "--mysafe-profile", "v3-33", "--gateway-errors", "legacy"];
    let full = printed(&[&options[..], &["--update-secret-reply", "200-new-key"]].concat());
    let full = Described(serde_json::from_str(&full).unwrap());
    for document in [&plain, &full] {
        document.check_references();
        let operations = document.operations();
        let ids: BTreeSet<_> = operations.iter().map(Operation::id).collect();
        assert_eq!(ids.len(), operations.len(), "every operation has an id of its own");
    }
    let has = |document: &Described, part| document.operations().iter().any(|it| it.path.contains(part));
    for part in ["/gateway/location-history/geofencing", "/gateway/mysafe/iso", "/v1/rehearsal"] {
        assert!(has(&full, part) && !has(&plain, part), "{part}");
    }
    let statuses = |document: &Described| {
        let operation = &document.0["paths"]["/geofencing/1/updateSecret"]["post"]["responses"];
        operation.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert!(statuses(&plain).contains(&"204".to_owned()) && !statuses(&plain).contains(&"200".to_owned()));
    assert!(statuses(&full).contains(&"200".to_owned()) && !statuses(&full).contains(&"204".to_owned()));
    assert!(statuses(&full).contains(&"403".to_owned()), "the older gateway's refusal");
}

#[test]
fn examples_are_the_documented_answers() {
    let document: Value = serde_json::from_str(&printed(&[])).unwrap();
    for (example, fixture) in [
        ("AdminKey", "admin_key"),
        ("Activated", "activated"),
        ("Deactivated", "deactivated"),
        ("NoAccess", "no_access"),
        ("NotFound", "not_found"),
    ] {
        assert_eq!(document["components"]["examples"][example]["value"], documented(fixture), "{example}");
    }
}

/// A request as somebody may send it.
#[derive(Clone)]
struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// What is special about it.
    trick: String,
}

impl Sent {
    fn with(&self, trick: impl Into<String>) -> Self {
        Self { trick: trick.into(), ..self.clone() }
    }

    fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    fn header(self, name: &str, value: &str) -> Self {
        let mut sent = self.without_header(name);
        sent.headers.push((name.to_owned(), value.to_owned()));
        sent
    }

    fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn target(mut self, target: impl Into<String>) -> Self {
        self.target = target.into();
        self
    }

    fn send(&self, server: &Server) -> Reply {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.headers.iter().any(|(name, _)| name == "transfer-encoding") {
            head += &format!("content-length: {}\r\n", self.body.len());
        }
        head += "connection: close\r\n\r\n";
        let mut stream = TcpStream::connect(server.authority()).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // Refused before it was whole: the answer is there all the same.
        let _refused_early = stream.write_all(&self.body);
        let mut bytes = Vec::new();
        let _reset_after_the_answer = stream.read_to_end(&mut bytes);
        Reply::read(&bytes)
            .unwrap_or_else(|| panic!("no answer to {} {}: {}", self.method, self.target, self.trick))
    }
}

/// A server, its document, and what is needed to be let in.
struct Drive<'a> {
    server: &'a Server,
    document: &'a Described,
    credentials: Credentials,
    token: String,
    /// By the first segment of the path.
    admin_keys: BTreeMap<String, String>,
    identifier: String,
    /// Operation and status of every answer.
    seen: BTreeSet<(String, u16)>,
    requests: usize,
    complaints: Vec<String>,
}

/// Values that are no good, or that look as if they did harm.
fn hostile_values() -> Vec<Value> {
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1.5),
        json!(1e300),
        json!([]),
        json!({}),
        json!([[[["x"]]]]),
        json!({ "name": 1, "can_edit": "x" }),
        json!([{ "username": null }, 7]),
        json!("x".repeat(70_000)),
    ];
    values.extend(hostile_texts().into_iter().map(Value::from));
    values
}

fn hostile_texts() -> Vec<String> {
    let mut texts = vec![String::new(), " ".to_owned()];
    texts.extend(
        [
            "'; DROP TABLE api_secrets; --",
            "' OR '1'='1",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "\u{0}",
            "a\u{0}b",
            "\r\nSet-Cookie: a=b",
            "\u{202e}\u{feff}\u{1f512}é",
            "{{7*7}}${7*7}%s%n",
            "../../../../etc/passwd",
        ]
        .map(|text| format!("{text}{MARK}")),
    );
    texts.push("9".repeat(400));
    texts
}

/// The service of a path: its first segment.
fn service(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// Every byte in the way in which it means nothing special.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Drive<'_> {
    /// The operation as its example shows it, by somebody who may.
    fn valid(&self, operation: &Operation<'_>) -> Sent {
        let mut sent = Sent {
            method: operation.method.to_uppercase(),
            target: operation.path.replace("{identifier}", &self.identifier),
            headers: vec![("host".to_owned(), "localhost".to_owned())],
            body: Vec::new(),
            trick: "as the example shows it".to_owned(),
        };
        let scheme = operation.value["security"][0].as_object().cloned().unwrap_or_default();
        let mut query = Vec::new();
        for name in scheme.keys() {
            match name.as_str() {
                "apiKey" => query.push(format!("key={}", self.credentials.api_key)),
                "adminKey" => query.push(format!("adminKey={}", self.admin_key(operation.path))),
                "clientCredentials" | "bearer" => {
                    sent = sent.header("authorization", &format!("Bearer {}", self.token));
                }
                "clientInHeader" => {
                    sent = sent.header("authorization", &self.basic(&self.credentials.client_secret));
                }
                _ => panic!("nobody taught this test the scheme {name}"),
            }
        }
        let parameters = operation.value["parameters"].as_array().into_iter().flatten();
        for parameter in parameters.filter(|it| it["in"] == "query" && it["required"] == true) {
            let [name, example] = ["name", "example"].map(|it| parameter[it].as_str().expect(it));
            query.push(format!("{name}={example}"));
        }
        if !query.is_empty() {
            sent.target = format!("{}?{}", sent.target, query.join("&"));
        }
        if let Some((media_type, content)) = self.content(operation) {
            let body = self.own(operation, content["example"].clone());
            sent = sent.header("content-type", media_type).body(written(media_type, &body));
        }
        sent
    }

    fn admin_key(&self, path: &str) -> &str {
        self.admin_keys.get(service(path)).map_or("none", String::as_str)
    }

    fn basic(&self, secret: &str) -> String {
        let secret = Secret::from(secret);
        let request = Request::new(EndpointId::Token, Method::Get, "/");
        request.basic(&self.credentials.client_id, &secret).authorization().unwrap().to_owned()
    }

    fn content<'d>(&'d self, operation: &Operation<'d>) -> Option<(&'d str, &'d Value)> {
        let body = self.document.resolve(&operation.value["requestBody"]);
        let content = body["content"].as_object()?;
        content.iter().next().map(|(media_type, content)| (media_type.as_str(), content))
    }

    /// The example with our own client in it, where it names one.
    fn own(&self, operation: &Operation<'_>, mut example: Value) -> Value {
        if operation.id().starts_with("token") {
            example["client_id"] = self.credentials.client_id.as_str().into();
            example["client_secret"] = self.credentials.client_secret.as_str().into();
        }
        // A code may be used once.
        if let Some(code) = example.get_mut("identifier_code") {
            *code = operation.id().into();
        }
        example
    }

    /// Sends it, and holds the answer against what the document says of this operation.
    fn hold(&mut self, operation: &Operation<'_>, sent: &Sent) -> Reply {
        let reply = sent.send(self.server);
        self.seen.insert((operation.id().to_owned(), reply.status));
        let judged = self.document.judge(operation.value, &reply);
        // A path that was tampered with may lead nowhere instead.
        let elsewhere = sent.target.contains('%') || sent.target.contains("..") || sent.target.contains("//");
        let judged = match judged {
            Err(_) if elsewhere && reply.status == 404 => {
                self.document.judge_elsewhere(operation.path, &reply)
            }
            judged => judged,
        };
        self.judge(sent, &reply, judged);
        reply
    }

    fn judge(&mut self, sent: &Sent, reply: &Reply, judged: Result<(), String>) {
        self.requests += 1;
        let mut complaint = judged.err();
        if reply.status >= 500 && ![502, 596].contains(&reply.status) {
            complaint = Some("the server failed".to_owned());
        }
        // What was asked to be kept is given back; a refusal repeats nothing.
        let repeated = !(200..300).contains(&reply.status) && reply.text().contains(MARK);
        if repeated || reply.headers.iter().any(|(_, value)| value.contains(MARK)) {
            complaint = Some("it repeats what was sent".to_owned());
        }
        if let Some(complaint) = complaint {
            let Sent { method, target, trick, .. } = sent;
            let target: String = target.chars().take(120).collect();
            self.complaints.push(format!("{method} {target} ({trick}): {complaint}: {}", reply.text()));
        }
    }

    /// Everything that can be wrong with a call of this operation, one thing at a time.
    fn torment(&mut self, operation: &Operation<'_>) {
        let valid = self.valid(operation);
        let mut calls = self.wrong_credentials(operation, &valid);
        calls.extend(self.wrong_bodies(operation, &valid));
        if operation.id() == "find" {
            // Often enough that the budget is spent.
            let body = json!({ "fingerprints": vec![format!("{:064x}", 1); 2000] }).to_string();
            calls.extend((0..11).map(|guess| valid.with(format!("guesses {guess}")).body(body.clone())));
        }
        if operation.id() == "index" {
            calls.extend((0..21).map(|time| valid.with(format!("time {time}"))));
        }
        calls.extend(wrong_heads(&valid));
        calls.extend(wrong_addresses(operation, &valid));
        for sent in calls {
            self.hold(operation, &sent);
        }
        self.wrong_methods(operation, &valid);
    }

    fn wrong_credentials(&self, operation: &Operation<'_>, valid: &Sent) -> Vec<Sent> {
        let mut calls = Vec::new();
        let path = valid.target.split('?').next().unwrap_or_default().to_owned();
        calls.push(valid.with("no credentials").without_header("authorization").target(path.as_str()));
        for value in
            ["Bearer", "Bearer ", "Bearer x", "bearer \u{e9}", "Basic !!", "Basic Og==", "Digest a=b", "x"]
        {
            calls.push(valid.with(format!("authorization: {value}")).header("authorization", value));
        }
        if operation.value["security"][0].get("clientInHeader").is_some() {
            // Often enough that whoever guesses has to wait.
            for guess in 0..8 {
                let guess = self.basic(&format!("guess {guess}"));
                calls.push(valid.with("a wrong secret").header("authorization", &guess));
            }
        }
        if operation.value["security"][0].get("apiKey").is_some() {
            let (good, admin) = (&self.credentials.api_key, self.admin_key(operation.path));
            for text in hostile_texts() {
                let (wrong, right) = (encoded(&text), encoded(good));
                calls.push(
                    valid.with("a wrong API key").target(format!("{path}?key={wrong}&adminKey={admin}")),
                );
                calls.push(
                    valid.with("a wrong admin key").target(format!("{path}?key={right}&adminKey={wrong}")),
                );
            }
            calls.push(valid.with("two API keys").target(format!("{path}?key=x&key={good}")));
        }
        calls
    }

    fn wrong_bodies(&self, operation: &Operation<'_>, valid: &Sent) -> Vec<Sent> {
        let mut calls = Vec::new();
        let raw: [&[u8]; 12] = [
            b"",
            b"null",
            b"[]",
            b"{",
            b"\"x\"",
            b"\xff\xfe{}",
            b"\xef\xbb\xbf{}",
            b"{\"secret\":\"\\ud800\"}",
            b"a=b&a=%zz&=&&",
            b"{\"name\":\"a\",\"name\":1}",
            b"<?xml version=\"1.0\"?><a/>",
            b"\0\0\0\0",
        ];
        for body in raw {
            calls.push(valid.with(format!("body {}", text(body))).body(body));
        }
        calls.push(valid.with("a deep body").body("[".repeat(50_000)));
        calls.push(valid.with("a large body").body("x".repeat(1_000_000)));
        let Some((_, content)) = self.content(operation) else { return calls };
        let body = self.document.resolve(&operation.value["requestBody"]);
        for media_type in body["content"].as_object().unwrap().keys() {
            let example = self.own(operation, content["example"].clone());
            let members = example.as_object().cloned().unwrap_or_default();
            let mut send = |trick: String, members: &Map<String, Value>| {
                let body = written(media_type, &Value::Object(members.clone()));
                calls.push(valid.with(trick).header("content-type", media_type).body(body));
            };
            send(format!("as {media_type}"), &members);
            for name in members.keys() {
                let mut less = members.clone();
                less.remove(name);
                send(format!("without {name}"), &less);
                for value in hostile_values() {
                    let mut other = members.clone();
                    let shown: String = value.to_string().chars().take(40).collect();
                    other.insert(name.clone(), value);
                    // One that is stored must not keep the next from being stored.
                    if name != "identifier_code" {
                        other.remove("identifier_code");
                    }
                    send(format!("{name} is {shown}"), &other);
                }
            }
            let mut more = members.clone();
            more.remove("identifier_code");
            more.insert("unknown".to_owned(), json!({ "a": [1] }));
            send("a member that nobody knows".to_owned(), &more);
        }
        for media_type in [
            "",
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "x",
        ] {
            calls.push(valid.with(format!("media type {media_type}")).header("content-type", media_type));
        }
        calls.push(valid.with("no media type").without_header("content-type"));
        calls
    }

    /// What can be wrong with the key of a call that was made under the operation's id. `other` is another API secret.
    fn repeat(&mut self, operation: &Operation<'_>, other: &str) {
        let valid = self.valid(operation);
        let keyed = valid.clone().header("idempotency-key", &format!("\"{}\"", operation.id()));
        assert!((200..300).contains(&self.hold(operation, &keyed.with("once more")).status));
        let altered = match self.content(operation) {
            Some(_) => keyed.with("another body").body(r#"{"other":1}"#),
            None => keyed.with("another target").target(operation.path.replace("{identifier}", other)),
        };
        assert_eq!(self.hold(operation, &altered).status, 422, "{}", operation.id());
        for key in ["", "a b", "\u{e9}", &"x".repeat(129)] {
            let malformed = valid.with(format!("key {key}")).header("idempotency-key", key);
            assert_eq!(self.hold(operation, &malformed).status, 400, "{}", operation.id());
        }
        let mut two = keyed.with("two keys");
        two.headers.push(("idempotency-key".to_owned(), "other".to_owned()));
        assert_eq!(self.hold(operation, &two).status, 400);
    }

    /// Methods that the path does not have.
    fn wrong_methods(&mut self, operation: &Operation<'_>, valid: &Sent) {
        let known = self.document.0["paths"][operation.path].as_object().unwrap();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "HEAD"] {
            if known.contains_key(&method.to_lowercase()) {
                continue;
            }
            let mut sent = valid.with("another method");
            method.clone_into(&mut sent.method);
            let reply = sent.send(self.server);
            let judged = match known.get("get") {
                // An answer without its body can only be told by its status.
                _ if method == "HEAD" && reply.body.is_empty() && [404, 596].contains(&reply.status) => {
                    Ok(())
                }
                Some(get) if method == "HEAD" && reply.body.is_empty() => {
                    let described = get["responses"].get(reply.status.to_string()).is_some();
                    described.then_some(()).ok_or_else(|| "GET has no such status".to_owned())
                }
                _ => self.document.judge_elsewhere(operation.path, &reply),
            };
            self.judge(&sent, &reply, judged);
        }
    }
}

/// A body in one of the two ways.
fn written(media_type: &str, body: &Value) -> Vec<u8> {
    if media_type.starts_with("application/json") {
        return body.to_string().into_bytes();
    }
    let fields = body.as_object().into_iter().flatten().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{}={}", encoded(name), encoded(&value))
    });
    fields.collect::<Vec<_>>().join("&").into_bytes()
}

fn wrong_heads(valid: &Sent) -> Vec<Sent> {
    let mut calls = Vec::new();
    for text in ["", " ", "a b", "<b>", "../..", "x".repeat(101).as_str(), "\u{e9}", MARK] {
        // This one is a tracking id like any other, and is repeated by design.
        if text != MARK {
            calls.push(valid.with(format!("tracking id {text}")).header("tracking-id", text));
        }
    }
    for host in ["evil.example", "localhost@evil.example", "", "a b", "127.0.0.1.evil.example"] {
        calls.push(valid.with(format!("host {host}")).header("host", host));
    }
    calls.push(valid.with("no host").without_header("host"));
    let mut two = valid.with("two hosts");
    two.headers.push(("host".to_owned(), "evil.example".to_owned()));
    calls.push(two);
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("x-http-method-override", "DELETE"),
        ("x-original-url", "/metrics"),
        ("origin", "https://evil.example"),
        ("accept", "application/xml"),
        ("accept-encoding", "gzip, br"),
        ("range", "bytes=0-1"),
        ("if-none-match", "*"),
        ("if-match", "\"99\""),
        ("cookie", "a=b"),
    ] {
        calls.push(valid.with(format!("{name}: {value}")).header(name, value));
    }
    calls.push(valid.with("a large head").header("x-large", &"y".repeat(20_000)));
    calls
}

fn wrong_addresses(operation: &Operation<'_>, valid: &Sent) -> Vec<Sent> {
    let mut calls = Vec::new();
    let (path, query) = valid.target.split_once('?').unwrap_or((&valid.target, ""));
    for more in ["&", "&&=&=x&%zz", "&tag=%00&identifier_code=%ff", "&__proto__=1&a[]=2", "&key"] {
        calls.push(valid.with(format!("query {more}")).target(format!("{path}?{query}{more}")));
    }
    calls.push(valid.with("a long address").target(format!("{path}?{query}&x={}", "y".repeat(9_000))));
    for text in hostile_texts() {
        let text = encoded(&text);
        let query = format!("{path}?{query}&tag={text}&identifier_code={text}");
        if query.len() < 8_000 {
            calls.push(valid.with("a hostile filter").target(query));
        }
    }
    if operation.path.contains("{identifier}") {
        let texts = hostile_texts().into_iter().filter(|text| !text.is_empty()).map(|text| encoded(&text));
        let tricks = [
            "0",
            "-1",
            "x",
            "1e3",
            "99999999999999999999",
            "999999999999999999999",
            "18446744073709551616",
            "%D9%A1",
            "%ff",
            "%00",
            "%2e%2e",
            "..%2f..%2fmetrics",
            "1%2f2",
            "1%20",
            "+1",
            "0x1",
            "1;2",
            "..",
            ".",
            "1,2",
            "%",
        ];
        for value in tricks.map(str::to_owned).into_iter().chain(texts) {
            let target = operation.path.replace("{identifier}", &value);
            let shown: String = value.chars().take(40).collect();
            calls.push(valid.with(format!("identifier {shown}")).target(format!("{target}?{query}")));
        }
    }
    calls
}

/// What comes first decides: who registers and signs in, before who changes what was registered.
fn turn(operation: &Operation<'_>) -> usize {
    let id = operation.id();
    ["register_", "create", "list"].iter().position(|first| id.starts_with(first)).unwrap_or({
        // These end what others need: the admin key, the secret in the examples, being active.
        let ends = ["regenerateKey", "updateSecret_", "deactivate"].iter().any(|end| id.starts_with(end));
        if ends { 5 } else { 4 }
    })
}

/// Whether a repeat of a call is harmless.
fn takes_key(operation: &Operation<'_>) -> bool {
    let parameters = operation.value["parameters"].as_array();
    parameters
        .into_iter()
        .flatten()
        .any(|parameter| parameter["$ref"] == "#/components/parameters/IdempotencyKey")
}

fn drive<'a>(server: &'a Server, document: &'a Described) -> Drive<'a> {
    let credentials = server.credentials();
    let token = server.sign_in(&credentials);
    Drive {
        server,
        document,
        credentials,
        token,
        admin_keys: BTreeMap::new(),
        identifier: "1".to_owned(),
        seen: BTreeSet::new(),
        requests: 0,
        complaints: Vec::new(),
    }
}

impl Drive<'_> {
    fn create(&self, body: &Value) -> String {
        let authorization = format!("Bearer {}", self.token);
        let headers = [JSON, ("authorization", authorization.as_str())];
        let answer = self.server.post("/api/mysafe/secretapi", &headers, &body.to_string());
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
    }

    /// What the document describes, short of failures, and nobody got to see.
    fn never_seen(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for operation in self.document.operations() {
            let statuses = operation.value["responses"].as_object().unwrap().keys();
            for status in statuses.map(|status| status.parse::<u16>().unwrap()).filter(|status| *status < 500)
            {
                if !self.seen.contains(&(operation.id().to_owned(), status)) {
                    missing.push(format!("{} {status}", operation.id()));
                }
            }
        }
        missing
    }

    fn end(&self) {
        let complaints = self.complaints.join("\n");
        assert!(self.complaints.is_empty(), "of {} answers:\n{complaints}", self.requests);
        assert_eq!(self.server.get("/healthz", &[]).status, 200);
    }
}

#[test]
fn nothing_is_answered_that_the_document_does_not_describe() {
    let home = Home::new();
    let server = home.serve();
    let document = Described(server.get("/openapi.json", &[]).json());
    let mut drive = drive(&server, &document);
    drive.identifier = drive.create(&json!({ "name": "target", "url": "u", "client_id": "c" }));
    let kept =
        json!({ "name": "kept", "url": "u", "client_id": "c", "client_secret": "s3cret", "notes": "é" });
    let kept = drive.create(&kept);
    let authorization = format!("Bearer {}", drive.token);
    let read =
        || server.get(&format!("/api/mysafe/secretapi/{kept}"), &[("authorization", &authorization)]).text;
    let before = read();

    let mut operations = document.operations();
    operations.sort_by_key(turn);
    for operation in &operations {
        // First as it should be, so that every success is seen, too.
        let valid = drive.valid(operation);
        let keyed = valid.clone().header("idempotency-key", operation.id());
        let reply = drive.hold(operation, if takes_key(operation) { &keyed } else { &valid });
        assert!((200..300).contains(&reply.status), "{}: {}", operation.id(), reply.text());
        if operation.id().starts_with("register_") {
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            let key = body["adminKey"].as_str().unwrap().to_owned();
            drive.admin_keys.insert(service(operation.path).to_owned(), key);
        }
        if operation.id().starts_with("deactivate") {
            let again = drive.hold(operation, &valid);
            assert!(again.text().contains("already"), "{}", again.text());
        }
    }
    for operation in operations.iter().filter(|operation| takes_key(operation)) {
        drive.repeat(operation, &kept);
    }
    home.execute("UPDATE idempotency SET answer = NULL");
    for operation in operations.iter().filter(|operation| takes_key(operation)) {
        let sent = drive.valid(operation).header("idempotency-key", operation.id());
        assert_eq!(drive.hold(operation, &sent.with("when the answer is gone")).status, 410);
    }
    for operation in &operations {
        drive.torment(operation);
    }
    drive.end();
    assert_eq!(read(), before, "what nobody touched is as it was");
    assert_eq!(drive.never_seen(), Vec::<String>::new(), "described, and yet never answered");
}

#[test]
fn the_gateway_a_rehearsal_and_other_words_are_described_as_well() {
    let home = Home::with_a_file();
    // Nobody is there: what can be known of answers is what we answer ourselves.
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let mut command = home.serve_command();
    command.args(["--rehearsal", "--upstream-location-history", &closed, "--upstream-mysafe", &closed]);
    // In other words than those of a server without options.
    command.args(["--mysafe-profile", "v3-33", "--gateway-errors", "legacy"]);
    command.args(["--update-secret-reply", "200-new-key"]);
    let server = Server::start(command);
    let document = Described(server.get("/openapi.json", &[]).json());
    let mut drive = drive(&server, &document);
    for operation in document.operations() {
        if operation.path.contains("rehearsal") || operation.path.starts_with("/gateway") {
            let valid = drive.valid(&operation);
            let status = drive.hold(&operation, &valid).status;
            assert_eq!(status, if operation.path.contains("rehearsal") { 200 } else { 502 });
            drive.torment(&operation);
            // What the example planned is not to strike here.
            if operation.id() == "plan" {
                assert_eq!(server.put(operation.path, &[], r#"{"faults":[]}"#).status, 200);
            }
        } else {
            let valid = drive.valid(&operation);
            drive.hold(&operation, &valid);
            for sent in drive.wrong_credentials(&operation, &valid) {
                drive.hold(&operation, &sent);
            }
            drive.wrong_methods(&operation, &valid);
        }
    }
    drive.end();
}
