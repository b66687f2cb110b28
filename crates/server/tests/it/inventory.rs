//! The inventory: what is known of API secrets beside their values, to whom, and how little is sent when nothing has changed.

use std::time::Instant;

use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, DEADLINE, FORM, Home, JSON, Server, recorded, run, text};

const INVENTORY: &str = "/api/latchboard/v1/inventory";
const COLLECTION: &str = "/api/mysafe/secretapi";

/// Somebody who is signed in.
struct User<'a> {
    server: &'a Server,
    bearer: String,
}

impl<'a> User<'a> {
    fn sign_in(server: &'a Server, credentials: &Credentials) -> Self {
        Self { server, bearer: format!("Bearer {}", server.sign_in(credentials)) }
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let (path, headers) =
            (format!("{COLLECTION}{path}"), [("authorization", self.bearer.as_str()), JSON]);
        match method {
            "PUT" => self.server.put(&path, &headers, body),
            _ => self.server.post(&path, &headers, body),
        }
    }

    fn create(&self, more: &Value) -> String {
        let mut body = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": "s3cret" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.send("POST", "", &body.to_string());
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
    }

    fn update(&self, id: &str, body: &Value) {
        let answer = self.send("PUT", &format!("/update/{id}"), &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    fn switch(&self, change: &str, id: &str) {
        assert_eq!(self.send("POST", &format!("/{change}/{id}"), "").status, 200);
    }

    fn ask(&self, query: &str, known: Option<&str>) -> Answer {
        let headers =
            [Some(("authorization", self.bearer.as_str())), known.map(|etag| ("if-none-match", etag))];
        self.server.get(&format!("{INVENTORY}{query}"), &headers.into_iter().flatten().collect::<Vec<_>>())
    }

    fn page(&self, query: &str) -> Value {
        let answer = self.ask(query, None);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    fn items(&self, query: &str) -> Vec<Value> {
        self.page(query)["api_secrets"].as_array().unwrap().clone()
    }

    fn identifiers(&self, query: &str) -> Vec<String> {
        self.items(query).iter().map(|item| item["identifier"].as_str().unwrap().to_owned()).collect()
    }

    fn item(&self, id: &str) -> Value {
        let items = self.items("");
        items.into_iter().find(|item| item["identifier"] == id).unwrap_or_else(|| panic!("no {id}"))
    }
}

/// Asks until what is written a moment later is there.
fn until(mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < deadline, "it never becomes so");
    }
}

#[test]
fn a_change_of_a_version_that_is_gone_is_refused_and_tells_whose_it_is_now() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let id = user.create(&json!({}));
    let told = || {
        let item = user.item(&id);
        (item["version"].clone(), item.get("changed_by").cloned())
    };
    let change = |condition: Option<&str>, key: Option<&str>, notes: &str| {
        let headers = [
            Some(("authorization", user.bearer.as_str())),
            Some(JSON),
            condition.map(|condition| ("if-match", condition)),
            key.map(|key| ("idempotency-key", key)),
        ];
        let headers: Vec<_> = headers.into_iter().flatten().collect();
        let body = json!({ "notes": notes }).to_string();
        server.put(&format!("{COLLECTION}/update/{id}"), &headers, &body)
    };
    assert_eq!(told(), (json!(1), None));
    assert_eq!(change(Some("\"1\""), Some("\"k\""), "first").status, 200);
    assert_eq!(told(), (json!(2), Some(json!("admin"))));
    assert_eq!(
        change(Some("\"1\""), Some("\"k\""), "first").status,
        200,
        "a repeat is answered as it was the first time"
    );
    for gone in ["\"1\"", "\"3\"", "2", "W/\"2\"", "", "\"x\"", "\"1\", \"99999999999999999999\""] {
        let refused = change(Some(gone), None, "second");
        assert_eq!(refused.status, 412, "{gone}: {}", refused.text);
        assert_eq!(refused.json()["latchboard_code"], "changed_meanwhile", "{gone}");
    }
    let log = text(&home.admin(&["audit", "export"]).stdout);
    assert!(log.contains("changed_meanwhile"), "{log}");
    assert_eq!(told().0, 2);
    for taken in ["\"2\"", "\"1\", \"3\"", "*"] {
        assert_eq!(change(Some(taken), None, "third").status, 200, "{taken}");
    }
    assert_eq!(change(None, None, "fourth").status, 200);
    assert_eq!(told().0, 6);
    user.switch("inactive", &id);
    assert_eq!(told().0, 6, "a switch takes nothing of it away");
    let nobody = server.put(
        &format!("{COLLECTION}/update/99"),
        &[("authorization", &user.bearer), JSON, ("if-match", "\"1\"")],
        "{}",
    );
    assert_eq!(nobody.status, 400, "there is none");
}

#[test]
fn it_tells_state_use_and_times_and_what_only_we_keep() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let facts =
        json!({ "owner": " Payments team ", "expires_at": 1_900_000_000, "expires_note": "with the vendor" });
    let id = user.create(&json!({ "tags": "prod, eu", "identifier_code": "k-1", "latchboard": facts }));
    let item = user.item(&id);
    let created = item["created_at"].as_i64().unwrap();
    assert_eq!(
        item,
        json!({ "identifier": "1", "name": "n", "client_id": "c", "identifier_code": "k-1", "tags": "prod, eu",
            "active": true, "can_write": true, "created_at": created, "changed_at": created, "version": 1,
            "owner": "Payments team", "expires_at": 1_900_000_000, "expires_note": "with the vendor" })
    );
    user.switch("inactive", &id);
    let item = user.item(&id);
    assert_eq!((&item["active"], &item["switched_by"]), (&json!(false), &json!("admin")));
    let switched = item["switched_at"].as_i64().unwrap();
    assert!(switched >= created && item["changed_at"] == created, "to switch is not to change: {item}");
    user.switch("inactive", &id);
    assert_eq!(user.item(&id), item, "it was so before");

    user.switch("active", &id);
    assert_eq!(server.get(&format!("{COLLECTION}/{id}"), &[("authorization", &user.bearer)]).status, 200);
    until(|| user.item(&id)["last_read_at"].as_i64().is_some_and(|read| read >= switched));

    // Taken away one by one; what is not spoken of stays, and a form says the same.
    user.update(&id, &json!({ "latchboard": { "expires_at": null } }));
    let item = user.item(&id);
    assert_eq!((&item["owner"], item.get("expires_at")), (&json!("Payments team"), None));
    let form = "tags=moved&latchboard=%7B%22owner%22%3A%22%22%2C%22expires_note%22%3Anull%7D";
    let headers = [("authorization", user.bearer.as_str()), FORM];
    assert_eq!(server.put(&format!("{COLLECTION}/update/{id}"), &headers, form).status, 200);
    let item = user.item(&id);
    assert_eq!((&item["tags"], item.get("owner"), item.get("expires_note")), (&json!("moved"), None, None));
    // Nothing of it in what vendors answer, too.
    let updated = user.send("PUT", &format!("/update/{id}"), r#"{"latchboard":{"owner":"x"}}"#);
    assert!(!updated.text.contains("latchboard") && !updated.text.contains("owner"), "{}", updated.text);
}

#[test]
fn what_is_no_fact_is_refused_by_its_name_and_changes_nothing() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let id = user.create(&json!({ "latchboard": { "owner": "somebody" } }));
    for facts in [
        json!([]),
        json!("owner"),
        json!({ "owner": 5 }),
        json!({ "expires_at": "2027-01-31" }),
        json!({ "expires_at": -1 }),
        json!({ "exposed": "yes" }),
        json!({ "ownr": "x" }),
        json!({ "expires_note": "x".repeat(501) }),
    ] {
        let body =
            json!({ "name": "renamed", "url": "u", "client_id": "c", "latchboard": facts }).to_string();
        for (method, path) in [("POST", String::new()), ("PUT", format!("/update/{id}"))] {
            let refused = user.send(method, &path, &body);
            assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{facts}: {}", refused.text);
            assert!(refused.text.contains("Parameter 'latchboard' must be an object"), "{}", refused.text);
        }
    }
    let item = user.item(&id);
    assert_eq!((&item["name"], &item["owner"]), (&json!("n"), &json!("somebody")));
    assert_eq!(user.items("").len(), 1);
}

#[test]
fn nobody_sees_what_they_may_not_see() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let maria = User::sign_in(&server, &home.access_key(&["--user", "maria"]));
    let shares = |can_edit| json!({ "users_allowed": [{ "username": "maria", "can_edit": can_edit }] });
    let own = owner.create(&json!({ "latchboard": { "owner": "hidden" } }));
    let viewed = owner.create(&shares(false));
    let edited = owner.create(&shares(true));
    let marias = maria.create(&json!({}));
    assert_eq!(owner.identifiers(""), [own.as_str(), &viewed, &edited]);
    let seen: Vec<_> =
        maria.items("").iter().map(|item| (item["identifier"].clone(), item["can_write"].clone())).collect();
    assert_eq!(
        seen,
        [(json!(viewed), json!(false)), (json!(edited), json!(true)), (json!(marias), json!(true))]
    );
    assert!(!maria.ask("", None).text.contains("hidden"));
    assert_eq!(maria.identifiers("?owner=hidden"), Vec::<String>::new());

    // An access key that reaches some items only, and what it makes.
    let bound = User::sign_in(&server, &home.access_key(&["--user", "admin", "--only", &viewed]));
    assert_eq!(bound.identifiers(""), [viewed.as_str()]);
    let made = bound.create(&json!({ "tags": "of the bound one" }));
    assert_eq!(bound.identifiers(""), [viewed.as_str(), &made]);
    assert_eq!(bound.identifiers("?tag=of+the+bound+one"), [made.as_str()]);

    // As soon as it is not shared any more.
    owner.update(&edited, &json!({ "users_allowed": [] }));
    assert_eq!(maria.identifiers(""), [viewed.as_str(), &marias]);
    for headers in [&[][..], &[("authorization", "Bearer nobodys")]] {
        let refused = server.get(INVENTORY, headers);
        assert_eq!((refused.status, refused.json()), (404, recorded("h11-no-route")));
    }
}

#[test]
fn it_is_filtered_and_read_page_by_page() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    for number in 1..=7 {
        let facts = json!({
            "owner": if number % 2 == 0 { "even" } else { "odd" },
            "expires_at": 1_000 * number,
            "exposed": number == 7,
        });
        user.create(&json!({ "tags": format!("t{}", number % 3), "latchboard": facts, "identifier_code": format!("c{number}") }));
    }
    user.switch("inactive", "3");
    for (query, expected) in [
        ("?active=true", &["1", "2", "4", "5", "6", "7"][..]),
        ("?active=false", &["3"]),
        ("?owner=even", &["2", "4", "6"]),
        ("?owner=Even", &[]),
        ("?tag=t1", &["1", "4", "7"]),
        ("?tag=t1&owner=odd", &["1", "7"]),
        ("?identifier_code=c5", &["5"]),
        ("?exposed=true", &["7"]),
        ("?exposed=false&expires_before=3001", &["1", "2", "3"]),
        ("?unused_since=1", &[]),
        ("?unused_since=9999999999", &["1", "2", "3", "4", "5", "6", "7"]),
        ("?after=5", &["6", "7"]),
        ("?more=x&owner=&limit=0", &["1", "2", "3", "4", "5", "6", "7"]),
    ] {
        assert_eq!(user.identifiers(query), expected, "{query}");
    }
    for query in
        ["?active=1", "?exposed=maybe", "?limit=x", "?after=1.5", "?expires_before=soon", "?unused_since=-"]
    {
        let refused = user.ask(query, None);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{query}: {}", refused.text);
    }
    for (filter, expected) in [("", 7), ("&tag=t1", 3), ("&owner=even", 3), ("&active=false", 1)] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = user.page(&format!("?limit=2{filter}{after}"));
            let items = page["api_secrets"].as_array().unwrap();
            assert!(items.len() <= 2, "{page}");
            seen.extend(items.iter().map(|item| item["identifier"].clone()));
            let Some(next) = page["next"].as_i64() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(seen.len(), expected, "{filter}: {seen:?}");
    }
    assert_eq!(user.page("?limit=7")["next"], Value::Null, "nothing is behind it");
}

#[test]
fn a_long_one_is_whole_and_in_order() {
    const COUNT: usize = 1_203;
    let home = Home::new();
    let server = home.serve();
    let lines: String = (1..=COUNT)
        .map(|number| {
            let facts = json!({ "owner": "bulk" });
            let line =
                json!({ "name": format!("{number}"), "url": "u", "client_id": "c", "latchboard": facts });
            format!("{line}\n")
        })
        .collect();
    let file = home.path().join("lines");
    std::fs::write(&file, lines).unwrap();
    let imported = run(home.program().args(["secret", "import", "--user", "admin"]).arg(file));
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let user = User::sign_in(&server, &server.credentials());
    let expected: Vec<String> = (1..=COUNT).map(|number| number.to_string()).collect();
    for query in ["", "?owner=bulk", "?limit=2000", "?active=true"] {
        assert_eq!(user.identifiers(query), expected, "{query}");
    }
    let page = user.page("?limit=700");
    assert_eq!((page["api_secrets"].as_array().unwrap().len(), &page["next"]), (700, &json!(700)));
    assert_eq!(user.identifiers("?limit=700&after=700"), expected[700..]);
}

#[test]
fn who_has_it_is_told_so_until_something_changes() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let id = user.create(&json!({}));
    let etag = |user: &User<'_>, query: &str| {
        let answer = user.ask(query, None);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.header("etag").unwrap().to_owned()
    };
    let is_new = |known: &str| match user.ask("", Some(known)) {
        Answer { status: 200, .. } => true,
        unchanged => {
            assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
            assert_eq!(unchanged.header("etag"), Some(known));
            false
        }
    };
    let mut known = etag(&user, "");
    assert!(!is_new(&known) && !is_new(&known), "to ask changes nothing");
    assert!(known != etag(&user, "?active=true"), "another question");
    let other = User::sign_in(&server, &home.access_key(&["--user", "maria"]));
    assert!(known != etag(&other, ""), "somebody else");
    assert_eq!(user.send("POST", "/inactive/999", "").status, 400);
    assert!(!is_new(&known), "a refusal changes nothing");

    let changes: [(&str, &dyn Fn()); 6] = [
        ("switch", &|| user.switch("inactive", &id)),
        ("switch back", &|| user.switch("active", &id)),
        ("change", &|| user.update(&id, &json!({ "tags": "x" }))),
        ("mark", &|| user.update(&id, &json!({ "latchboard": { "exposed": true } }))),
        ("creation", &|| drop(user.create(&json!({})))),
        ("share", &|| {
            drop(other.create(&json!({ "users_allowed": [{ "username": "admin", "can_edit": true }] })));
        }),
    ];
    for (what, change) in changes {
        change();
        assert!(is_new(&known), "{what}");
        known = etag(&user, "");
        assert!(!is_new(&known), "{what}");
    }
    // A use is written a moment later.
    assert_eq!(server.get(&format!("{COLLECTION}/{id}"), &[("authorization", &user.bearer)]).status, 200);
    until(|| is_new(&known));
    // Whoever restarts it, or another server on the same data, says the same.
    let (known, bearer) = (etag(&user, ""), user.bearer.clone());
    server.stop();
    let server = home.serve();
    let user = User { server: &server, bearer };
    assert_eq!(user.ask("", Some(&known)).status, 304);
    assert_eq!(user.ask("", Some("*")).status, 304);
}

#[test]
fn the_mark_of_a_leaked_value_goes_when_it_is_off_and_has_another() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let id = user.create(&json!({}));
    let is_exposed = || user.item(&id)["exposed_at"].is_i64();
    let mark = |exposed: bool| user.update(&id, &json!({ "latchboard": { "exposed": exposed } }));
    let replace = |value: &str| user.update(&id, &json!({ "client_secret": value }));
    assert!(!is_exposed());
    mark(true);
    assert!(is_exposed());
    mark(false);
    assert!(!is_exposed(), "it was no leak");

    mark(true);
    let since = user.item(&id)["exposed_at"].clone();
    mark(true);
    assert_eq!(user.item(&id)["exposed_at"], since, "it has leaked before");
    user.switch("inactive", &id);
    assert!(is_exposed(), "the value is the same");
    user.switch("active", &id);
    user.switch("inactive", &id);
    replace("another one");
    assert!(!is_exposed(), "off, and another one");

    user.switch("active", &id);
    mark(true);
    replace("a third one");
    assert!(is_exposed(), "who has it may still use it, until it was off for once");
    user.switch("inactive", &id);
    assert!(!is_exposed());

    // The value that it has now has leaked, too.
    user.switch("active", &id);
    mark(true);
    replace("a fourth one");
    mark(true);
    user.switch("inactive", &id);
    assert!(is_exposed());

    // By itself the mark has a name of its own; beside something else, or taken away, it is a change like any.
    user.update(&id, &json!({ "tags": "x", "latchboard": { "exposed": true } }));
    let marked = home.query(
        "SELECT count(*) FROM audit WHERE action = 'markExposed' AND event = 'done' AND target = 'api-secret:1'",
        "SELECT count(*) FROM audit WHERE action = 'markExposed' AND event = 'done' AND target = 'api-secret:1'",
    );
    assert_eq!(marked.trim(), "6");
    assert!(home.admin(&["audit", "verify"]).status.success());

    let maria = User::sign_in(&server, &home.access_key(&["--user", "maria"]));
    user.update(&id, &json!({ "users_allowed": [{ "username": "maria", "can_edit": false }] }));
    let refused = maria.send("PUT", &format!("/update/{id}"), r#"{"latchboard":{"exposed":false}}"#);
    assert_eq!((refused.status, refused.exception()), (400, Some(1006)));
}

#[test]
fn what_only_we_keep_is_exported_and_imported() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let facts =
        json!({ "owner": "Payments", "expires_at": 1_900_000_000, "expires_note": "renew", "exposed": true });
    user.create(&json!({ "latchboard": facts }));
    user.create(&json!({}));
    let exported = home.admin(&["secret", "export", "--with-client-secrets"]);
    let lines: Vec<Value> =
        text(&exported.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["latchboard"], lines[1].get("latchboard")), (&facts, None));
    let file = home.path().join("lines");
    std::fs::write(&file, &exported.stdout).unwrap();
    let imported = home.admin(&["secret", "import", "--user", "maria", file.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let maria = User::sign_in(&server, &home.access_key(&["--user", "maria"]));
    let items = maria.items("");
    for member in ["owner", "expires_at", "expires_note"] {
        assert_eq!(items[0][member], facts[member], "{member}");
    }
    assert!(items[0]["exposed_at"].is_i64() && items[1].get("exposed_at").is_none());
}
