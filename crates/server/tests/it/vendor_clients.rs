//! The vendor's public clients, by their ways of calling: the Ansible helper (forms, `{base}/iso/…`, a JSON text in
//! place of an empty form), the command line (form headers on every call, strict types), and the other libraries
//! that were found in public code. All of the vault's calls must work for each, and every refusal be readable.

use data_encoding::BASE64;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, FORM, Home, JSON, Server, raw, request, status_of, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
const ALIAS: &str = "/iso/mysafe/secretapi";
const TOKEN: &str = "/api/oauth2/token";

/// The part of every answer that typed clients decode.
#[derive(Debug, Deserialize)]
struct Response {
    status: u16,
    message: String,
    error: bool,
    error_code: i32,
}

#[derive(Debug, Deserialize)]
struct Switched {
    response: Response,
}

#[derive(Debug, Deserialize)]
struct Written {
    response: Response,
    api_entity: Entity,
}

#[derive(Debug, Deserialize)]
struct ReadOne {
    response: Response,
    api_secret_entity: Entity,
}

#[derive(Debug, Deserialize)]
struct Listed {
    response: Response,
    api_secret_on_list: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Entity {
    identifier: String,
    name: String,
    url: String,
    client_id: String,
    client_secret: Option<String>,
    identifier_code: String,
    tags: String,
    notes: String,
}

#[derive(Debug, Deserialize)]
struct Row {
    identifier: String,
    name: String,
    need_justify: String,
    need_approval: String,
    can_view: bool,
    can_write: bool,
}

/// As the Rust client decodes a refusal.
#[derive(Debug, Deserialize)]
struct Refused {
    response: Response,
    exception: Option<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    code: u16,
    message: String,
    detail: Option<String>,
}

/// As the command line decodes whatever comes back from signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SignedIn {
    error: String,
    message: String,
    expires_in: i64,
    token_type: String,
    access_token: String,
    response: Option<Response>,
}

fn decoded<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

/// A refusal that the strict clients read, with this status.
fn refused(answer: &Answer, status: u16) -> Refused {
    let refused: Refused = decoded(answer);
    let Response { status: stated, message, error, error_code } = &refused.response;
    assert_eq!((answer.status, *stated, *error, *error_code), (status, status, true, 1), "{message}");
    assert!(!message.is_empty());
    if let Some(Exception { code, message, detail }) = &refused.exception {
        assert!(message.starts_with(&code.to_string()) && detail.as_deref().unwrap_or_default().is_empty());
    }
    refused
}

fn sign_in_form(credentials: &Credentials) -> String {
    let Credentials { client_id, client_secret, .. } = credentials;
    format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}")
}

/// The life of an API secret, as a client calls it: `join` makes an address of its base and a path, `headers` go along
/// everywhere, `nothing` is what it sends where there is nothing to say.
fn live(server: &Server, join: impl Fn(&str) -> String, headers: &[(&str, &str)], nothing: (&str, &str)) {
    let signed_in: SignedIn =
        decoded(&server.post(&join("/iso/oauth2/token"), headers, &sign_in_form(&server.credentials())));
    assert_eq!((signed_in.token_type.as_str(), signed_in.expires_in), ("Bearer", 3600));
    assert!(signed_in.error.is_empty() && signed_in.message.is_empty() && signed_in.response.is_none());
    let bearer = format!("Bearer {}", signed_in.access_token);
    let with = |more: &[(&'static str, &'static str)]| {
        let all =
            headers.iter().chain(more).copied().map(|(name, value)| (name.to_owned(), value.to_owned()));
        all.chain([("authorization".to_owned(), bearer.clone())]).collect::<Vec<_>>()
    };
    let send = |method: &str, path: &str, body: &str| {
        let own = with(&[]);
        let own: Vec<_> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match method {
            "GET" => server.get(&join(path), &own),
            "PUT" => server.put(&join(path), &own, body),
            "POST" => server.post(&join(path), &own, body),
            _ => panic!("nobody calls {method}"),
        }
    };

    let new = "name=Mail+%26+more&url=https%3A%2F%2Fx&client_id=c%C3%A9&client_secret=%2Bs%3D%25+t&\
               tags=prod%2Cmail&identifier_code=mail-1&notes=";
    let created = send("POST", ALIAS, new);
    assert_eq!(created.status, 201, "{}", created.text);
    let Written { response, api_entity: entity } = decoded(&created);
    assert_eq!((response.status, response.error, response.error_code), (201, false, 0));
    assert_eq!([&*entity.name, &entity.url, &entity.client_id], ["Mail & more", "https://x", "cé"]);
    assert_eq!((entity.client_secret.as_deref(), &*entity.notes), (Some("+s=% t"), ""));
    assert_eq!((&*entity.tags, &*entity.identifier_code), ("prod,mail", "mail-1"));
    let id = entity.identifier;

    let Listed { response, api_secret_on_list: rows } =
        decoded(&send("GET", &format!("{ALIAS}?tag=mail"), ""));
    assert!(response.status == 200 && rows.len() == 1);
    assert_eq!((&rows[0].identifier, &*rows[0].name), (&id, "Mail & more"));
    assert_eq!([&*rows[0].need_justify, &rows[0].need_approval], ["0", "0"]);
    assert!(rows[0].can_view && rows[0].can_write);

    for method in ["PUT", "POST"] {
        let changed = send(method, &format!("{ALIAS}/update/{id}"), &format!("notes={method}+it"));
        let Written { response, api_entity: entity } = decoded(&changed);
        assert_eq!((changed.status, response.status), (200, 200));
        assert_eq!((entity.notes, &*entity.tags), (format!("{method} it"), "prod,mail"));
    }
    for (change, said) in
        [("inactive", "deactivated"), ("inactive", "already"), ("active", "activated"), ("active", "already")]
    {
        let own = with(&[]);
        let own: Vec<_> = own.iter().filter(|(name, _)| name != "content-type").collect();
        let own: Vec<_> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let own = [&own[..], &[("content-type", nothing.0)]].concat();
        let answer = server.post(&join(&format!("{ALIAS}/{change}/{id}")), &own, nothing.1);
        let Switched { response } = decoded(&answer);
        assert!(answer.status == 200 && response.message.contains(said), "{change}: {}", answer.text);
    }
    let ReadOne { response, api_secret_entity: entity } = decoded(&send("GET", &format!("{ALIAS}/{id}"), ""));
    assert_eq!((response.status, entity.client_secret.as_deref()), (200, Some("+s=% t")));

    let missing = refused(&send("POST", ALIAS, "name=n&url=u"), 400);
    assert_eq!(missing.exception.unwrap().code, 1001);
    assert!(missing.response.message.contains("Parameter 'client_id' was not informed"));
    assert_eq!(refused(&send("POST", ALIAS, new), 400).exception.unwrap().code, 1001, "the code is taken");
    assert_eq!(refused(&send("GET", &format!("{ALIAS}/77"), ""), 400).exception.unwrap().code, 1005);
    assert_eq!(refused(&send("GET", &format!("{ALIAS}/x"), ""), 400).exception.unwrap().code, 1010);
    let wrong =
        server.post(&join("/iso/oauth2/token"), headers, &(sign_in_form(&server.credentials()) + "x"));
    let wrong: SignedIn = decoded(&wrong);
    assert_eq!([&*wrong.error, &wrong.message], ["invalid_client", "Client authentication failed"]);
    assert_eq!(wrong.response.unwrap().status, 401);
}

#[test]
fn the_ansible_helper_works_with_forms_and_with_a_slash_behind_its_base() {
    let home = Home::new();
    let server = home.serve();
    let headers = [FORM, ("accept", "*/*"), ("user-agent", "python-requests/2.31.0")];
    // What the helper's library makes of an empty dictionary and `json.dumps` of it.
    live(&server, |path| format!("/{path}"), &headers, ("application/json", "\"{}\""));
}

#[test]
fn the_command_line_works_with_form_headers_on_every_call() {
    let home = Home::new();
    let server = home.serve();
    live(&server, str::to_owned, &[FORM, ("user-agent", "Go-http-client/1.1")], (FORM.1, ""));
    live_by_get(&server);
}

/// A GET with the header of a form, with a length, and with a body.
fn live_by_get(server: &Server) {
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    for body in ["", "a=b"] {
        let length = body.len();
        let head = format!(
            "GET {ALIAS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {authorization}\r\n\
             Content-Type: {}\r\nContent-Length: {length}\r\n\r\n{body}",
            FORM.1
        );
        assert_eq!(status_of(&raw(server, &head)), 200, "{body}");
    }
}

#[test]
fn other_clients_work_with_slashes_at_the_end_and_charsets() {
    let home = Home::new();
    let server = home.serve();
    let headers = [("content-type", "APPLICATION/x-www-form-urlencoded; charset=\"utf-8\"")];
    let slash = |path: &str| match path.split_once('?') {
        Some((path, query)) => format!("{path}/?{query}"),
        None => format!("{path}//"),
    };
    live(&server, slash, &headers, ("text/plain", "anything"));
}

/// A server, somebody who is signed in, and one API secret with tags.
struct Vault {
    _home: Home,
    server: Server,
    bearer: String,
}

impl Vault {
    fn new() -> Self {
        let home = Home::new();
        let server = home.serve();
        let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
        let vault = Self { _home: home, server, bearer };
        let new =
            json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": "s", "tags": "prod,eu" });
        assert_eq!(vault.post(COLLECTION, JSON, &new.to_string()).status, 201);
        vault
    }

    fn post(&self, path: &str, content_type: (&str, &str), body: &str) -> Answer {
        self.server.post(path, &[content_type, ("authorization", &self.bearer)], body)
    }

    fn get(&self, path: &str) -> Answer {
        self.server.get(path, &[("authorization", &self.bearer)])
    }

    fn tags(&self) -> Value {
        self.get(&format!("{COLLECTION}/1")).json()["api_secret_entity"]["tags"].clone()
    }
}

#[test]
fn what_is_no_text_or_there_twice_is_refused_by_its_name_and_changes_nothing() {
    let vault = Vault::new();
    let update = format!("{COLLECTION}/update/1");
    for (member, value, says) in [
        ("client_secret", "01234567", "neither a JSON object nor a form"),
        ("client_secret", "12345678901234567890", "must be text, in quotes"),
        ("tags", r#"["x"]"#, "must be text, in quotes"),
        ("notes", r#"{"a":1}"#, "must be text, in quotes"),
        ("identifier_code", "[5]", "must be text, in quotes"),
        ("method", "true", "must be text, in quotes"),
        ("name", "7", "must be text, in quotes"),
        ("notes", r#""\ud83d""#, "holds half a character"),
        ("url", r#""a","url":"b""#, "was informed twice"),
        ("users_allowed", r#"["maria"]"#, "must be a list of objects"),
        ("groups_allowed", r#"[{"name":["x"]}]"#, "must be a list of objects"),
    ] {
        let texts = [("name", "\"n\""), ("url", "\"u\""), ("client_id", "\"c\"")];
        let others = texts.into_iter().filter(|(name, _)| *name != member);
        let others: String = others.map(|(name, text)| format!(r#""{name}":{text},"#)).collect();
        for (path, body) in [
            (COLLECTION, format!(r#"{{{others}"{member}":{value}}}"#)),
            (update.as_str(), format!(r#"{{"{member}":{value}}}"#)),
        ] {
            let refusal = refused(&vault.post(path, JSON, &body), 400);
            let message = refusal.response.message;
            assert!(message.starts_with("1001: ") && message.contains(says), "{path} {body}: {message}");
            assert!(message.contains(&format!("'{member}'")) || says.starts_with("neither"), "{message}");
            assert!(!message.contains("not informed"), "{body}: {message}");
        }
    }
    for (body, says) in [
        ("name=a&url=u&client_id=c&name=b", "'name' was informed twice"),
        ("name=a&url=u&client_id=c&tags[]=x", "'tags' must be one field"),
        ("name=a&url=u&client_id=c&users_allowed[0][username]=x", "'users_allowed' must be one field"),
        ("name=a&url=u&client_id=c&notes=%ff", "'notes' holds half a character"),
    ] {
        for path in [COLLECTION, &update] {
            let message = refused(&vault.post(path, FORM, body), 400).response.message;
            assert!(message.contains(says), "{body}: {message}");
        }
    }
    let find = "/api/latchboard/v1/find";
    for (body, says) in [
        ("{", "neither a JSON object nor a form"),
        (r#"{"fingerprints":5}"#, "'fingerprints' must be a list"),
        (r#"{"fingerprints":[],"fingerprints":[]}"#, "'fingerprints' was informed twice"),
        (
            r#"{"fingerprints":["a"]}"#,
            "'fingerprints' must be a list of 1 to 2000 SHA-256, 64 hexadecimal digits",
        ),
        ("{}", "'fingerprints' was not informed"),
    ] {
        let message = refused(&vault.post(find, JSON, body), 400).response.message;
        assert!(message.contains(says), "{body}: {message}");
    }
    assert_eq!(vault.tags(), "prod,eu");
    let all = vault.get(COLLECTION).json();
    assert_eq!(all["api_secret_on_list"].as_array().unwrap().len(), 1, "nothing was stored");
}

#[test]
fn location_history_refuses_by_name_what_is_no_text_or_there_twice() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let call = |operation: &str, body: &str| {
        server.post(&format!("/locationHistory/1/{operation}?key={key}"), &[JSON], body)
    };
    for (operation, member, more) in [
        ("register", "secret", ""),
        ("regenerateKey", "secret", ""),
        ("updateSecret", "secret", r#","newSecret":"n""#),
        ("updateSecret", "newSecret", r#","secret":"o""#),
    ] {
        for (value, says) in [
            ("1e5", "must be text, in quotes"),
            ("null,\"x\":1", ""),
            (r#"{"secret":"a"}"#, "must be text, in quotes"),
            (r#""\ude00""#, "holds half a character"),
            (&format!(r#""one","{member}":"two""#), "was informed twice"),
        ] {
            let answer = call(operation, &format!(r#"{{"{member}":{value}{more}}}"#));
            let expected = match says {
                "" => "Malformed request".to_owned(),
                says => format!("Malformed request. Parameter '{member}' {says}"),
            };
            assert_eq!(
                (answer.status, &answer.json()["message"]),
                (400, &expected.into()),
                "{operation} {value}"
            );
        }
    }
    // Bodies as broken clients send them, and line ends that are none of JSON's business.
    for body in ["\"\"", "[object Object]", "secret=a", "{'secret':'a'}"] {
        assert_eq!(call("register", body).json(), json!({ "message": "Malformed request" }), "{body}");
    }
    let twice = format!("/locationHistory/1/register?&key={key}&key={key}");
    let registered = server.post(&twice, &[JSON], "{\r\n\"secret\":\r\n\"a\"}\r\n");
    assert_eq!(registered.status, 200, "{}", registered.text);
    let admin_key = registered.json()["adminKey"].as_str().unwrap().to_owned();
    let settings = format!("/locationHistory/1/settings/?key={key}&adminKey={admin_key}");
    let consent = "consentForStoringObjectsPositionsHistory";
    for (value, says) in [
        ("\"true\"", "must be true or false, without quotes"),
        ("1", "must be true or false, without quotes"),
        (&format!("true,\"{consent}\":false"), "was informed twice"),
    ] {
        let answer = server.post(&settings, &[JSON], &format!(r#"{{"{consent}":{value}}}"#));
        let expected = format!("Malformed request. Parameter '{consent}' {says}");
        assert_eq!((answer.status, &answer.json()["message"]), (400, &expected.into()));
    }
}

#[test]
fn an_address_with_a_body_or_a_line_end_in_it_is_refused_and_not_logged() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.env("RUST_LOG", "trace");
    let server = Server::start(command);
    let key = server.greeted("API key");
    let whole = raw(
        &server,
        &request("POST", &format!("/locationHistory/1/register?key={key}{{\"secret\":\"s3cr3t\"}}")),
    );
    assert!([400, 401].contains(&status_of(&whole)), "{whole}");
    let line_end =
        server.post(&format!("/locationHistory/1/register?key={key}%0A"), &[JSON], r#"{"secret":"a"}"#);
    assert_eq!(line_end.status, 401);
    let (_, out, err) = server.stop();
    assert!(!out.contains("s3cr3t") && !err.contains("s3cr3t") && !err.contains(&key), "{err}");
}

#[test]
fn slashes_make_no_difference_and_nothing_is_redirected() {
    let vault = Vault::new();
    let server = &vault.server;
    let form = sign_in_form(&server.credentials());
    for path in ["//iso/oauth2/token", "/api//oauth2/token", "/api/oauth2/token/", "///api/oauth2///token//"]
    {
        assert_eq!(server.post(path, &[FORM], &form).status, 200, "{path}");
    }
    for path in ["/api/mysafe/secretapi//1", "//api/mysafe/secretapi/1/", "/iso//mysafe//secretapi/1"] {
        assert_eq!(vault.get(path).json()["api_secret_entity"]["identifier"], "1", "{path}");
    }
    for path in ["/api/mysafe/secretapi/inactive/1/", "//iso/mysafe/secretapi/inactive//1"] {
        assert_eq!(vault.post(path, FORM, "").status, 200, "{path}");
    }
    let new = r#"{"name":"n","url":"u","client_id":"c"}"#;
    assert_eq!(vault.post("/api/mysafe/secretapi/", JSON, new).status, 201);
    assert_eq!(vault.get("/api/mysafe/secretapi/?tag=eu").status, 200);
    let key = server.greeted("API key");
    for (path, status) in [("//locationHistory/1/register/", 200), ("/locationHistory//1/register", 403)] {
        let answer = server.post(&format!("{path}?key={key}"), &[JSON], r#"{"secret":"a"}"#);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(answer.header("tracking-id").is_some());
    }
    // What leads nowhere without them leads nowhere with them; pages keep their paths.
    for path in [
        "/api/mysafe/secretapi/inactive/",
        "/api/mysafe//password/inactive/1",
        "//api/",
        "/apimysafe/secretapi",
    ] {
        assert_eq!(vault.post(path, JSON, "").status, 404, "{path}");
    }
    assert_eq!(server.get("/healthz/", &[]).status, 404);
    let counts = server.get("/metrics", &[]).text;
    assert!(counts.contains(r#"route="/api/mysafe/secretapi/inactive/{identifier}""#), "{counts}");
    assert!(!counts.contains("//"), "{counts}");
}

#[test]
fn identifiers_and_filters_are_read_as_they_are_spelled() {
    let vault = Vault::new();
    for spelling in ["0001", "%31", "%30%31"] {
        assert_eq!(vault.get(&format!("{COLLECTION}/{spelling}")).status, 200, "{spelling}");
    }
    for spelling in ["1.0", "+1", "1%D9%A3", "-1", "1e0"] {
        assert_eq!(vault.get(&format!("{COLLECTION}/{spelling}")).exception(), Some(1010), "{spelling}");
    }
    for beyond in ["9223372036854775808", "18446744073709551616"] {
        assert!([Some(1005), Some(1010)].contains(&vault.get(&format!("{COLLECTION}/{beyond}")).exception()));
    }
    let new = json!({ "name": "n", "url": "u", "client_id": "c", "tags": "prod eu,C++,café", "identifier_code": "0043" });
    assert_eq!(vault.post(COLLECTION, JSON, &new.to_string()).status, 201);
    let found = |query: &str| {
        let answer = vault.get(&format!("{COLLECTION}?{query}"));
        let Listed { api_secret_on_list: rows, .. } = decoded(&answer);
        rows.into_iter().map(|row| row.identifier).collect::<Vec<_>>().join(" ")
    };
    for (query, ids) in [
        ("tag=prod%20eu", "2"),
        ("tag=prod+eu", "2"),
        ("tag=C%2B%2B", "2"),
        ("tag=caf%C3%A9", "2"),
        ("tag=cafe%CC%81", ""),
        ("tag=prod,eu", ""),
        ("tag=", "1 2"),
        ("tag=C%2B%2B&tag=eu", "1"),
        ("TAG=eu", "1 2"),
        ("identifier_code=0043", "2"),
        ("identifier_code=43", ""),
        ("page=2&limit=50", "1 2"),
    ] {
        assert_eq!(found(query), ids, "{query}");
    }
    assert_eq!(vault.post(&format!("{COLLECTION}/inactive/%30%31"), FORM, "").status, 200);
    let export = text(&vault._home.admin(&["audit", "export"]).stdout);
    assert!(export.contains("api-secret:1\"") && !export.contains("api-secret:01"), "{export}");
}

#[test]
fn every_refusal_that_no_page_of_the_vendor_shows_is_readable() {
    let vault = Vault::new();
    let server = &vault.server;
    refused(&vault.post(COLLECTION, JSON, &"x".repeat(70_000)), 413);
    refused(&server.post(TOKEN, &[FORM], &"x".repeat(70_000)), 413);
    refused(&vault.get(&format!("{COLLECTION}?tag={}", "x".repeat(9_000))), 414);
    refused(&server.get(COLLECTION, &[("host", "vault.example")]), 421);
    refused(&server.post(TOKEN, &[FORM], ""), 400);
    let key = [JSON, ("authorization", vault.bearer.as_str()), ("idempotency-key", "a b")];
    refused(&server.post(COLLECTION, &key, "{}"), 400);
    for _ in 0..6 {
        server.post(TOKEN, &[FORM], "grant_type=client_credentials&client_id=nobody&client_secret=x");
    }
    let throttled =
        server.post(TOKEN, &[FORM], "grant_type=client_credentials&client_id=nobody&client_secret=x");
    refused(&throttled, 429);
    assert!(throttled.header("retry-after").is_some());
    // The one that the pages do show.
    let no_route = json!({ "message": "no Route matched with those values" });
    for answer in [server.get(COLLECTION, &[]), vault.get("/api/nothing"), vault.post("/iso/x", JSON, "{}")] {
        assert_eq!((answer.status, answer.json()), (404, no_route.clone()));
    }
}

#[test]
fn a_sign_in_is_taken_in_every_spelling_that_clients_have() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let (id, secret) = (&credentials.client_id, &credentials.client_secret);
    let form = sign_in_form(&credentials);
    let json =
        json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret }).to_string();
    for content_type in [
        "application/x-www-form-urlencoded;charset=UTF-8",
        "application/x-www-form-urlencoded; charset=\"utf-8\"",
        "APPLICATION/X-WWW-FORM-URLENCODED",
    ] {
        assert_eq!(
            server.post(TOKEN, &[("content-type", content_type)], &form).status,
            200,
            "{content_type}"
        );
    }
    for content_type in
        ["application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\"", FORM.1, "text/plain"]
    {
        assert_eq!(
            server.post(TOKEN, &[("content-type", content_type)], &json).status,
            200,
            "{content_type}"
        );
    }
    let bare = format!(
        "POST {TOKEN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{json}",
        json.len()
    );
    assert_eq!(status_of(&raw(&server, &bare)), 200, "no content type at all");

    let basic = |pair: &str| format!("Basic {}", BASE64.encode(pair.as_bytes()));
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let grant = "grant_type=client_credentials";
    for (authorization, body, status) in [
        (basic(&format!("{id}:{secret}")), grant, 200),
        (basic(&format!("{}:{}", encoded(id), encoded(secret))), grant, 200),
        (basic(&format!("{id}:{secret}")), form.as_str(), 200),
        (basic("proxy:password"), form.as_str(), 200),
        ("Basic !!".to_owned(), form.as_str(), 200),
        (basic(&format!("{id}:{secret}")), &format!("{grant}&client_id={id}"), 200),
        (basic("proxy:password"), grant, 401),
        (basic(&format!("{id}:{secret}")), &format!("{grant}&client_id={id}&client_secret=wrong"), 401),
    ] {
        let answer = server.post(TOKEN, &[FORM, ("authorization", &authorization)], body);
        assert_eq!(answer.status, status, "{authorization} {body}: {}", answer.text);
        let challenge = answer.header("www-authenticate");
        assert_eq!(challenge.is_some_and(|it| it.starts_with("Basic realm=")), status == 401);
    }
    assert!(server.post(TOKEN, &[FORM], &format!("{form}x")).header("www-authenticate").is_some());

    for (body, error) in [
        ("", "invalid_request"),
        ("client_id=i&client_secret=s", "invalid_request"),
        ("grantType=client_credentials&client_id=i&client_secret=s", "invalid_request"),
        (&format!("{form}&{grant}"), "invalid_request"),
        (&format!("{form}&client_id={id}"), "invalid_request"),
        (&form.replace("=client_credentials", "=%20client_credentials"), "unsupported_grant_type"),
        (&form.replace("=client_credentials", "=password"), "unsupported_grant_type"),
    ] {
        let answer = server.post(TOKEN, &[FORM], body);
        assert_eq!((answer.status, &answer.json()["error"]), (400, &error.into()), "{body}");
    }
    for (body, says) in [
        ("{", "neither a JSON object nor a form"),
        (r#"{"grant_type":"client_credentials","client_id":5}"#, "'client_id' must be text, in quotes"),
        (r#"{"grant_type":"client_credentials","client_secret":"\ud800"}"#, "'client_secret' holds half"),
    ] {
        let answer = server.post(TOKEN, &[JSON], body);
        let said = answer.json();
        assert_eq!((answer.status, &said["error"]), (400, &"invalid_request".into()));
        assert!(said["error_description"].as_str().unwrap().contains(says), "{said}");
    }
}

#[test]
fn encoded_credentials_count_once_and_head_leaves_no_token() {
    let home = Home::new();
    let server = home.serve();
    let Credentials { client_id: id, client_secret: secret, .. } = server.credentials();
    let basic = |pair: &str| format!("Basic {}", BASE64.encode(pair.as_bytes()));
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let ask = |pair: String| {
        let headers = [FORM, ("authorization", &*basic(&pair))];
        server.post(TOKEN, &headers, "grant_type=client_credentials").status
    };
    for attempt in 0..6 {
        // However the client id is spelled, it is the same one.
        let id = if attempt % 2 == 0 { encoded(&id) } else { id.clone() };
        assert_eq!(ask(format!("{id}:wrong%2{attempt}")), 401, "{attempt}");
    }
    assert_eq!(ask(format!("{id}:{secret}")), 429, "six were counted, and no more than those");
    home.execute("DELETE FROM attempts");
    let tokens = || home.query("SELECT count(*) FROM tokens", "SELECT count(*) FROM tokens");
    let before = tokens();
    let authorization = basic(&format!("{id}:{secret}"));
    let head = format!(
        "HEAD {TOKEN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {authorization}\r\n\r\n"
    );
    assert_eq!(status_of(&raw(&server, &head)), 404);
    assert_eq!(tokens(), before);
    assert_eq!(status_of(&raw(&server, &head.replace("HEAD", "GET"))), 200);
    assert_ne!(tokens(), before);
}

#[test]
fn a_bearer_token_is_read_as_its_standard_spells_it() {
    let vault = Vault::new();
    let token = vault.bearer.strip_prefix("Bearer ").unwrap();
    let list = |authorization: &str| vault.server.get(COLLECTION, &[("authorization", authorization)]).status;
    for right in [format!("bearer {token}"), format!("BEARER  {token}")] {
        assert_eq!(list(&right), 200, "{right}");
    }
    for wrong in [
        format!("Bearer\t{token}"),
        format!("Bearer \"{token}\""),
        format!("Bearer Bearer {token}"),
        format!("Bearer{token}"),
        token.to_owned(),
    ] {
        assert_eq!(list(&wrong), 404, "{wrong}");
    }
    assert_eq!(vault.server.get(&format!("{COLLECTION}?access_token={token}"), &[]).status, 404);
}
