//! The vault: list, read, create, update, switch; whose they are, and in which order things are checked.

use serde_json::{Value, json};

use crate::fixture::{Answer, Credentials, Home, JSON, Server, documented, raw, recorded, status_of};

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

    fn get(&self, path: &str) -> Answer {
        self.server.get(&format!("{COLLECTION}{path}"), &[("authorization", &self.bearer)])
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        self.server.post(&format!("{COLLECTION}{path}"), &[("authorization", &self.bearer), JSON], body)
    }

    fn update(&self, id: &str, body: &Value) -> Answer {
        let path = format!("{COLLECTION}/update/{id}");
        self.server.put(&path, &[("authorization", &self.bearer), JSON], &body.to_string())
    }

    fn create(&self, body: &Value) -> String {
        let answer = self.post("", &body.to_string());
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
    }

    fn listed(&self, query: &str) -> Vec<String> {
        let answer = self.get(query);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let body = answer.json();
        let rows = body["api_secret_on_list"].as_array().unwrap();
        rows.iter().map(|row| row["identifier"].as_str().unwrap().to_owned()).collect()
    }
}

/// Another user of the vault, made while the server runs.
fn minimal(name: &str) -> Value {
    json!({ "name": name, "url": "www.url.com", "client_id": "c" })
}

#[test]
fn an_api_secret_is_created_read_and_switched_as_documented() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let new = json!({
        "name": "My API secret é", "url": "www.url.com", "client_id": "c", "client_secret": "s3cret",
        "identifier_code": "dfqw45d", "method": "get", "tags": "secret, eu", "notes": "line\nline",
        "users_allowed": [{ "username": "pduarte" }]
    });
    let created = user.post("", &new.to_string());
    assert_eq!(created.status, 201);
    let expected = json!({
        "identifier": "1", "name": "My API secret é", "url": "www.url.com", "client_secret": "s3cret",
        "client_id": "c", "identifier_code": "dfqw45d", "method": "get", "tags": "secret, eu",
        "notes": "line\nline", "users_allowed": [], "groups_allowed": [], "shared_error": ["pduarte"]
    });
    assert_eq!(created.json()["api_entity"], expected);
    assert_eq!(created.json()["response"]["message"], "Api secret successfully registered");

    let mut read = user.get("/1").json()["api_secret_entity"].clone();
    read["shared_error"] = json!(["pduarte"]);
    assert_eq!(read, expected);

    assert_eq!(user.post("/inactive/1", "").json(), documented("deactivated"));
    let again = user.post("/inactive/1", "");
    assert_eq!((again.status, &again.json()["code"]), (200, &200.into()));
    assert_eq!(again.json()["response"]["message"], "Api secret has already been deactivated");
    let inactive = user.get("/1");
    assert_eq!((inactive.status, inactive.exception()), (400, Some(1009)));
    assert_eq!(user.listed(""), ["1"], "its owner still sees it");

    assert_eq!(user.post("/active/1", "").json(), documented("activated"));
    let again = user.post("/active/1", "");
    assert_eq!(again.json()["response"]["message"], "Api secret has already been activated");
    assert_eq!(user.get("/1").status, 200);
}

#[test]
fn identifiers_count_from_one_and_the_list_is_in_their_order() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    assert_eq!(user.listed(""), [""; 0]);
    for number in 1..=12 {
        assert_eq!(user.create(&minimal("same name")), number.to_string());
    }
    assert_eq!(user.listed("").last().unwrap(), "12");
    let first = &user.get("").json()["api_secret_on_list"][0];
    let row = json!({
        "identifier": "1", "name": "same name", "need_justify": "0", "need_approval": "0",
        "can_view": true, "can_write": true
    });
    assert_eq!(*first, row);
}

#[test]
fn the_list_is_filtered_by_tag_and_by_code() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    for (code, tags) in [("a", "prod, eu"), ("b", "europe"), ("", "eu")] {
        let mut new = minimal("n");
        new["identifier_code"] = code.into();
        new["tags"] = tags.into();
        user.create(&new);
    }
    assert_eq!(user.listed("?tag=eu"), ["1", "3"]);
    assert_eq!(user.listed("?identifier_code=b"), ["2"]);
    assert_eq!(user.listed("?identifier_code=a&tag=europe"), [""; 0]);
    assert_eq!(user.listed("?tag=&identifier_code="), ["1", "2", "3"]);
    assert_eq!(user.listed("?tag=%27%20OR%201=1--"), [""; 0]);
}

#[test]
fn the_first_missing_parameter_is_named_and_a_code_is_unique_per_user() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    for (body, missing) in
        [("", "name"), ("{}", "name"), (r#"{"name":"n"}"#, "url"), (r#"{"name":"n","url":"u"}"#, "client_id")]
    {
        let refused = user.post("", body);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{body}");
        let sentence = format!("1001: Parameter '{missing}' was not informed!");
        assert_eq!(refused.json()["response"]["message"], sentence.as_str());
    }
    let mut new = minimal("n");
    new["identifier_code"] = "code".into();
    user.create(&new);
    let twice = user.post("", &new.to_string());
    assert_eq!((twice.status, twice.exception()), (400, Some(1001)));
    assert!(twice.text.contains("already found"), "{}", twice.text);
    let credentials = home.access_key(&["--user", "maria"]);
    User::sign_in(&server, &credentials).create(&new);
    user.create(&minimal("no code"));
    user.create(&minimal("no code either"));

    let large = json!({ "name": "x".repeat(70_000) }).to_string();
    assert_eq!(user.post("", &large).status, 413);
}

#[test]
fn others_neither_see_nor_touch_an_api_secret() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let id = owner.create(&minimal("mine"));
    let credentials = home.access_key(&["--user", "maria"]);
    let other = User::sign_in(&server, &credentials);
    assert_eq!(other.listed(""), [""; 0]);
    for answer in [
        other.get(&format!("/{id}")),
        other.post(&format!("/inactive/{id}"), ""),
        other.post(&format!("/active/{id}"), ""),
    ] {
        assert_eq!((answer.status, answer.json()), (400, documented("no_access")));
    }
    assert_eq!(owner.get(&format!("/{id}")).status, 200, "it is still active");
    // A second access key of the same user is the same user.
    let credentials = home.access_key(&["--user", "admin"]);
    assert_eq!(User::sign_in(&server, &credentials).listed(""), [id]);
}

#[test]
fn checks_come_in_the_documented_order() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    owner.create(&minimal("mine"));
    owner.post("/inactive/1", "");
    for path in ["/x", "/%20", "/1a", "/-1", "/%ff", "/%2e"] {
        assert_eq!(owner.get(path).exception(), Some(1010), "{path}");
        assert_eq!(owner.post(&format!("/inactive{path}"), "").exception(), Some(1010), "{path}");
    }
    for id in ["2", "0", "18446744073709551615"] {
        for answer in [owner.get(&format!("/{id}")), owner.post(&format!("/active/{id}"), "")] {
            assert_eq!((answer.status, answer.json()), (400, documented("not_found")), "{id}");
        }
    }
    let credentials = home.access_key(&["--user", "maria"]);
    let other = User::sign_in(&server, &credentials);
    assert_eq!(other.get("/1").exception(), Some(1006), "before: inactive");
}

#[test]
fn without_a_valid_token_there_is_no_route() {
    let home = Home::new();
    let server = home.serve();
    let token = server.sign_in(&server.credentials());
    let (lower, broken) = (format!("bearer {token}"), format!("Bearer {token}x"));
    for path in [COLLECTION.to_owned(), format!("{COLLECTION}/x"), format!("{COLLECTION}/1")] {
        for headers in [&[][..], &[("authorization", broken.as_str())], &[("authorization", token.as_str())]]
        {
            let answer = server.get(&path, headers);
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.json(), json!({ "message": "no Route matched with those values" }));
        }
    }
    assert_eq!(server.get(COLLECTION, &[("authorization", &lower)]).status, 200);
    assert_eq!(server.get("/iso/mysafe/secretapi", &[("authorization", &lower)]).status, 200);
}

#[test]
fn unknown_paths_and_methods_have_no_route() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let id = user.create(&minimal("n"));
    let send = |method: &str, path: &str| {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        raw(&server, &format!("{head}Authorization: {}\r\n\r\n", user.bearer))
    };
    for (method, path) in [
        ("DELETE", format!("{COLLECTION}/{id}")),
        ("OPTIONS", COLLECTION.to_owned()),
        ("PUT", COLLECTION.to_owned()),
        ("GET", format!("{COLLECTION}/inactive/{id}")),
        ("GET", format!("{COLLECTION}s")),
        ("BREW", "/api/coffee".to_owned()),
        ("GET", "/api".to_owned()),
        ("POST", format!("/api/mysafe/password/inactive/{id}")),
    ] {
        let answer = send(method, &path);
        assert_eq!(status_of(&answer), 404, "{method} {path}: {answer}");
        assert!(answer.contains("no Route matched"), "{method} {path}: {answer}");
    }
    assert_eq!(status_of(&send("HEAD", COLLECTION)), 200);
    assert_eq!(user.get(&format!("/{id}")).status, 200, "nothing was switched");
}

#[test]
fn everything_survives_a_restart() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let user = User::sign_in(&server, &credentials);
    let mut new = minimal("n");
    new["client_secret"] = "s3cret \"é\"".into();
    user.create(&new);
    user.create(&minimal("off"));
    user.post("/inactive/2", "");
    server.kill();

    let server = home.serve();
    let user = User::sign_in(&server, &credentials);
    assert_eq!(user.get("/1").json()["api_secret_entity"]["client_secret"], "s3cret \"é\"");
    assert_eq!(user.get("/2").exception(), Some(1009));
    assert_eq!(user.create(&minimal("third")), "3");
}

#[test]
fn an_update_changes_what_is_sent_and_is_answered_as_documented() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let entity = recorded("h12-updated")["api_entity"].clone();
    let mut new = entity.clone();
    new["name"] = "old".into();
    let id = user.create(&new);
    let updated = user.update(&id, &json!({ "name": entity["name"] }));
    let mut expected = recorded("h12-updated");
    expected["api_entity"]["identifier"] = id.as_str().into();
    assert_eq!((updated.status, updated.json()), (200, expected.clone()));
    // The title of the vendor's page says POST, and it is the same twice.
    let body = json!({ "name": entity["name"], "client_secret": "" }).to_string();
    let again = user.post(&format!("/update/{id}"), &body);
    assert_eq!((again.status, again.json()), (200, expected));

    let secret = || user.get(&format!("/{id}")).json()["api_secret_entity"]["client_secret"].clone();
    assert_eq!(secret(), "s3cret value", "it was not sent");
    let path = format!("/iso/mysafe/secretapi/update/{id}");
    let body = json!({ "client_secret": "new \"é\"", "tags": "", "method": "post" }).to_string();
    let alias = server.put(&path, &[("authorization", &user.bearer), JSON], &body);
    let entity = &alias.json()["api_entity"];
    assert_eq!(
        (&entity["tags"], &entity["method"], &entity["notes"]),
        (&"".into(), &"post".into(), &"a note".into())
    );
    assert_eq!(secret(), "new \"é\"");
}

#[test]
fn an_update_is_checked_in_the_documented_order() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let mut new = minimal("first");
    new["identifier_code"] = "taken".into();
    owner.create(&new);
    let id = owner.create(&minimal("mine"));
    let bad = json!([1]);
    assert_eq!(server.put(&format!("{COLLECTION}/update/x"), &[JSON], "{}").status, 404, "no token");
    assert_eq!(owner.update("x", &bad).json(), recorded("identifier-not-numeric"));
    assert_eq!(owner.update("99", &bad).json(), documented("not_found"));
    let credentials = home.access_key(&["--user", "maria"]);
    let maria = User::sign_in(&server, &credentials);
    assert_eq!(maria.update(&id, &bad).json(), documented("no_access"));
    assert_eq!(owner.update(&id, &bad).json()["latchboard_code"], "parameter_invalid");
    assert_eq!(owner.update(&id, &json!({ "name": " " })).json(), recorded("parameter-missing"));
    let taken = owner.update(&id, &json!({ "identifier_code": "taken", "name": "other" }));
    assert_eq!((taken.status, taken.json()), (400, recorded("identifier-taken")));
    assert_eq!(owner.get("").json()["api_secret_on_list"][1]["name"], "mine", "nothing was changed");
    assert_eq!(owner.update(&id, &json!({ "identifier_code": "free" })).status, 200);
}

#[test]
fn an_update_shows_no_secret_that_may_not_be_read() {
    let home = Home::new();
    let server = home.serve();
    let user = User::sign_in(&server, &server.credentials());
    let mut new = minimal("n");
    new["client_secret"] = "s3cret".into();
    let id = user.create(&new);
    user.post(&format!("/inactive/{id}"), "");
    let updated = user.update(&id, &json!({ "notes": "switched off" }));
    assert_eq!((updated.status, &updated.json()["api_entity"]["client_secret"]), (200, &"".into()));
    assert_eq!(user.get(&format!("/{id}")).json(), recorded("inactive"));
    user.post(&format!("/active/{id}"), "");
    let read = user.get(&format!("/{id}")).json()["api_secret_entity"].clone();
    assert_eq!((&read["client_secret"], &read["notes"]), (&"s3cret".into(), &"switched off".into()));
}

#[test]
fn what_is_shared_is_seen_and_changed_as_far_as_the_share_goes() {
    let home = Home::new();
    let server = home.serve();
    let owner = User::sign_in(&server, &server.credentials());
    let (credentials, others) = (home.access_key(&["--user", "maria"]), home.access_key(&["--user", "eve"]));
    let (maria, eve) = (User::sign_in(&server, &credentials), User::sign_in(&server, &others));
    let mut new = minimal("shared");
    new["client_secret"] = "s3cret".into();
    new["users_allowed"] =
        json!([{ "username": "maria" }, { "username": "nobody" }, { "username": "admin" }]);
    new["groups_allowed"] = json!([{ "name": "staff", "can_edit": true }]);
    let created = owner.post("", &new.to_string()).json()["api_entity"].clone();
    assert_eq!(created["users_allowed"], json!([{ "username": "maria", "can_edit": false }]));
    assert_eq!(
        (&created["groups_allowed"], &created["shared_error"]),
        (&json!([]), &json!(["nobody", "staff"]))
    );
    let id = created["identifier"].as_str().unwrap();

    let flags = |user: &User<'_>| {
        let row = &user.get("").json()["api_secret_on_list"][0];
        (row["can_view"].clone(), row["can_write"].clone())
    };
    assert_eq!(flags(&owner), (true.into(), true.into()));
    assert_eq!(flags(&maria), (true.into(), false.into()));
    assert_eq!(eve.listed(""), [""; 0]);
    let read = maria.get(&format!("/{id}")).json()["api_secret_entity"].clone();
    assert_eq!(read["client_secret"], "s3cret");
    assert_eq!(read["users_allowed"], json!([{ "name": "maria", "can_edit": false }]));
    let attempts = |user: &User<'_>| {
        [
            user.post(&format!("/inactive/{id}"), ""),
            user.post(&format!("/active/{id}"), ""),
            user.update(id, &json!({ "name": "hers" })),
        ]
    };
    for refused in attempts(&maria).into_iter().chain([eve.get(&format!("/{id}"))]) {
        assert_eq!((refused.status, refused.json()), (400, documented("no_access")));
    }

    let users = |list: Value| owner.update(id, &json!({ "users_allowed": list }));
    let shared =
        users(json!([{ "username": "eve", "can_edit": true }, { "username": "maria", "can_edit": true }]));
    assert_eq!(shared.json()["api_entity"]["users_allowed"][0]["username"], "eve");
    assert_eq!(flags(&maria), (true.into(), true.into()));
    for done in attempts(&maria) {
        assert_eq!(done.status, 200, "{}", done.text);
    }
    assert_eq!(owner.get("").json()["api_secret_on_list"][0]["name"], "hers");
    assert_eq!(
        owner.update(id, &json!({ "name": "n" })).json()["api_entity"]["users_allowed"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(users(json!([])).json()["api_entity"]["users_allowed"], json!([]));
    assert_eq!(maria.listed(""), [""; 0]);
    assert_eq!(maria.get(&format!("/{id}")).json(), documented("no_access"));
    assert_eq!(owner.get(&format!("/{id}")).status, 200);
}
