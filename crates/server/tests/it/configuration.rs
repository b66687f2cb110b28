//! Register, update, regenerate, settings: statuses, bodies, order of checks, races, restarts.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::fixture::{Answer, Home, JSON, Server, raw, recorded, request, status_of, value};

const REGISTER: &str = "/locationHistory/1/register";
const UPDATE: &str = "/locationHistory/1/updateSecret";
const REGENERATE: &str = "/locationHistory/1/regenerateKey";

fn call(server: &Server, path: &str, key: &str, body: &str) -> Answer {
    server.post(&format!("{path}?key={key}"), &[JSON], body)
}

fn message(answer: &Answer) -> String {
    answer.json()["message"].as_str().unwrap_or_default().to_owned()
}

fn admin_key(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
    let key = body["adminKey"].as_str().unwrap().to_owned();
    assert!(key.len() == 48 && key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    key
}

#[test]
fn a_secret_is_registered_once_then_changed_and_its_key_regenerated() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let first = admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    let again = call(&server, REGISTER, &key, r#"{"secret":"one"}"#);
    assert_eq!(
        (again.status, message(&again).as_str()),
        (403, "Each customer can register only one configuration")
    );

    let second = admin_key(&call(&server, REGENERATE, &key, r#"{"secret":"one"}"#));
    assert_ne!(first, second);

    let changed = call(&server, UPDATE, &key, r#"{"secret":"one","newSecret":"two"}"#);
    assert_eq!((changed.status, changed.text.as_str(), changed.header("content-type")), (204, "", None));
    for (path, body) in
        [(UPDATE, r#"{"secret":"one","newSecret":"two"}"#), (REGENERATE, r#"{"secret":"one"}"#)]
    {
        let dead = call(&server, path, &key, body);
        assert_eq!((dead.status, message(&dead).as_str()), (401, "Provided secret is invalid"));
    }
    admin_key(&call(&server, REGENERATE, &key, r#"{"secret":"two"}"#));
    // Not changed, but not refused either: only the dashboard minds.
    assert_eq!(call(&server, UPDATE, &key, r#"{"secret":"two","newSecret":"two"}"#).status, 204);
}

#[test]
fn location_history_and_geofencing_and_each_api_key_have_slots_of_their_own() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    let twin = call(&server, "/geofencing/1/regenerateKey", &key, r#"{"secret":"one"}"#);
    assert_eq!((twin.status, message(&twin).as_str()), (401, "Configuration not found"));
    admin_key(&call(&server, "/geofencing/1/register", &key, r#"{"secret":"other"}"#));
    admin_key(&call(&server, REGENERATE, &key, r#"{"secret":"one"}"#));

    let printed = home.admin(&["api-key", "create"]);
    let other = value(&String::from_utf8(printed.stdout).unwrap(), "API key");
    admin_key(&call(&server, REGISTER, &other, r#"{"secret":"third"}"#));
}

#[test]
fn the_api_key_is_checked_before_the_body_and_the_body_before_the_registration() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    for path in [REGISTER, UPDATE, REGENERATE] {
        for query in ["", "?key=", "?key=wrong", "?KEY=x"] {
            let refused = server.post(&format!("{path}{query}"), &[JSON], "{");
            assert_eq!(refused.status, 401, "{path}{query}");
            assert_eq!(refused.json()["detailedError"]["code"], "Unauthorized");
        }
        for body in ["", "{", r#"["a","b"]"#, "{}", r#"{"secret":""}"#, r#"{"secret":null}"#, "\u{0}"] {
            let refused = call(&server, path, &key, body);
            assert_eq!(
                (refused.status, message(&refused).as_str()),
                (400, "Malformed request"),
                "{path} {body}"
            );
        }
        let large = format!(r#"{{"secret":"{}"}}"#, "x".repeat(64 * 1024));
        assert_eq!(call(&server, path, &key, &large).status, 400);
    }
    admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    assert_eq!(call(&server, REGISTER, &key, "{").status, 400, "before: already registered");
    assert_eq!(call(&server, UPDATE, &key, r#"{"secret":"wrong"}"#).status, 400, "before: wrong secret");
}

#[test]
fn the_content_type_and_unknown_members_do_not_matter() {
    let home = Home::new();
    let server = home.serve();
    let path = format!("{REGISTER}?more=1&key={}", server.greeted("API key"));
    let body = r#" {"more":[1],"secret":"\u0061é"} "#;
    admin_key(&server.post(&path, &[("content-type", "text/plain")], body));
}

#[test]
fn a_tracking_id_is_echoed_or_made_or_refused() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let path = format!("{REGENERATE}?key={key}");
    let send = |id: &str| server.post(&path, &[("tracking-id", id)], r#"{"secret":"s"}"#);
    let echoed = send("9f1c-AB");
    assert_eq!((echoed.status, echoed.header("tracking-id")), (401, Some("9f1c-AB")));
    for bad in ["a_b", &"x".repeat(101)] {
        let refused = send(bad);
        assert_eq!((refused.status, message(&refused).as_str()), (400, "Malformed request"));
        assert_ne!(refused.header("tracking-id"), Some(bad));
    }
    let wrong_key = server.post(&format!("{REGENERATE}?key=x"), &[("tracking-id", "a_b")], "{}");
    assert_eq!(wrong_key.status, 401, "the key comes first");
    let made = call(&server, REGENERATE, &key, "{}");
    assert!(made.header("tracking-id").is_some_and(|id| !id.is_empty()));
}

#[test]
fn answers_are_kept_by_nobody_and_of_the_documented_type() {
    let home = Home::new();
    let server = home.serve();
    let answer = call(&server, REGISTER, &server.greeted("API key"), r#"{"secret":"one"}"#);
    assert_eq!(answer.header("content-type"), Some("application/json;charset=UTF-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
}

#[test]
fn unknown_paths_and_methods_are_unknown_addresses() {
    let home = Home::new();
    let server = home.serve();
    let register = format!("{REGISTER}?key={}", server.greeted("API key"));
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        let answer = raw(&server, &request(method, &register));
        assert_eq!(status_of(&answer), 404, "{method}: {answer}");
        assert!(method == "HEAD" || answer.ends_with(r#"{"message":"Service not found"}"#), "{answer}");
    }
    for path in
        ["/locationHistory", "/locationHistory/2/register", "/geofencing/1/", "/geofencing/1/register/x"]
    {
        let answer = raw(&server, &request("POST", path));
        assert_eq!(status_of(&answer), 404, "{path}");
        assert!(answer.ends_with(r#"{"message":"Service not found"}"#), "{answer}");
    }
}

#[test]
fn of_twenty_registrations_at_once_exactly_one_succeeds() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let together = Barrier::new(20);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..20)
            .map(|number| {
                let (server, key, together) = (&server, &key, &together);
                scope.spawn(move || {
                    together.wait();
                    call(server, REGISTER, key, &format!(r#"{{"secret":"secret {number}"}}"#)).status
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|&&status| status == 403).count(), 19, "{statuses:?}");
}

#[test]
fn of_two_changes_from_the_same_secret_exactly_one_succeeds() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    admin_key(&call(&server, REGISTER, &key, r#"{"secret":"0"}"#));
    let mut present = "0".to_owned();
    for round in 1..=5 {
        let together = Barrier::new(2);
        let wishes = [format!("{round} a"), format!("{round} b")];
        let statuses = std::thread::scope(|scope| {
            let callers = wishes.each_ref().map(|wish| {
                let (server, key, together, present) = (&server, &key, &together, &present);
                scope.spawn(move || {
                    let body = format!(r#"{{"secret":"{present}","newSecret":"{wish}"}}"#);
                    together.wait();
                    call(server, UPDATE, key, &body).status
                })
            });
            callers.map(|caller| caller.join().unwrap())
        });
        let winner = match statuses {
            [204, 401] => 0,
            [401, 204] => 1,
            _ => panic!("{statuses:?}"),
        };
        present.clone_from(&wishes[winner]);
        let proof = format!(r#"{{"secret":"{present}"}}"#);
        admin_key(&call(&server, REGENERATE, &key, &proof));
    }
}

#[test]
fn a_registration_survives_a_restart_and_kill_9() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    let (status, ..) = server.stop();
    assert!(status.success());

    let server = home.serve();
    assert!(server.greeting.is_empty(), "credentials are shown once: {:?}", server.greeting);
    assert_eq!(call(&server, UPDATE, &key, r#"{"secret":"one","newSecret":"two"}"#).status, 204);
    server.kill();

    let server = home.serve();
    assert_eq!(call(&server, REGISTER, &key, r#"{"secret":"two"}"#).status, 403);
    assert_eq!(call(&server, REGENERATE, &key, r#"{"secret":"one"}"#).status, 401);
    admin_key(&call(&server, REGENERATE, &key, r#"{"secret":"two"}"#));
}

const SETTINGS: &str = "/locationHistory/1/settings";
const FENCES: &str = "/geofencing/1/settings";

/// The address of settings, as somebody with these keys asks for them.
fn settings(path: &str, key: &str, admin_key: &str) -> String {
    format!("{path}?key={key}&adminKey={admin_key}")
}

/// A consent in the words of the contract.
fn positions(given: bool) -> String {
    let mut consent = recorded("settings-changed");
    consent["consentForStoringObjectsPositionsHistory"] = given.into();
    consent.to_string()
}

/// The names of all members.
fn names(value: &Value) -> Vec<String> {
    let members = value.as_object().into_iter().flatten();
    members.flat_map(|(name, value)| std::iter::once(name.clone()).chain(names(value))).collect()
}

#[test]
fn settings_prove_the_admin_key_in_force_and_no_other() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let nothing = server.get(&settings(SETTINGS, &key, "x"), &[]);
    assert_eq!((nothing.status, message(&nothing).as_str()), (401, "Configuration not found"));
    let first = admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));

    let read = server.get(&settings(SETTINGS, &key, &first), &[]);
    assert_eq!(read.status, 200, "{}", read.text);
    let mut documented = recorded("settings");
    let privacy = documented["privacySettings"].as_object_mut().unwrap();
    privacy.retain(|name, _| !name.starts_with("deleteAll"));
    privacy["consentForStoringObjectsPositionsHistory"] = false.into();
    assert_eq!(read.json(), documented, "nobody has consented yet, nothing is being deleted");

    let second = admin_key(&call(&server, REGENERATE, &key, r#"{"secret":"one"}"#));
    assert_eq!(server.get(&settings(SETTINGS, &key, &second), &[]).status, 200);
    let twin = server.get(&settings(FENCES, &key, &second), &[]);
    assert_eq!(message(&twin), "Configuration not found", "geofencing has a key of its own");
    let path = settings(SETTINGS, &key, &first);
    for refused in [
        server.get(&path, &[]),
        server.post(&path, &[JSON], &positions(true)),
        server.get(&format!("{SETTINGS}?key={key}"), &[]),
        server.get(&settings(SETTINGS, &key, ""), &[]),
        server.post(&settings(SETTINGS, &key, "x"), &[JSON], "{"),
    ] {
        assert_eq!(refused.status, 401);
        assert_eq!(refused.json(), json!({ "message": "Admin Key is missing or not valid" }));
    }
    // Nor does a dead admin key come in under the idempotency key of a call with the one in force.
    let keyed = [JSON, ("idempotency-key", "once")];
    let by =
        |admin_key: &str| server.post(&settings(SETTINGS, &key, admin_key), &keyed, &positions(true)).status;
    assert_eq!([by(&second), by(&second), by(&first)], [200, 200, 401]);
    for query in [format!("?adminKey={second}"), format!("?key=x&adminKey={second}")] {
        let refused = server.get(&format!("{SETTINGS}{query}"), &[]);
        assert_eq!(refused.json()["detailedError"]["code"], "Unauthorized", "the API key comes first");
    }
    // 204 says nothing about the admin key, because it lives on.
    call(&server, UPDATE, &key, r#"{"secret":"one","newSecret":"two"}"#);
    assert_eq!(server.get(&settings(SETTINGS, &key, &second), &[]).status, 200);
}

#[test]
fn a_consent_counts_for_both_services_and_survives_a_restart() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let own = admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    let twin = admin_key(&call(&server, "/geofencing/1/register", &key, r#"{"secret":"two"}"#));
    let changed = server.post(&settings(SETTINGS, &key, &own), &[JSON], &positions(true));
    assert_eq!((changed.status, changed.json()), (200, recorded("settings-changed")));
    let both = json!({
        "consentForStoringObjectsPositionsHistory": true, "consentForStoringTransitionsHistory": true, "x": 1
    });
    let changed = server.post(&settings(FENCES, &key, &twin), &[JSON], &both.to_string());
    assert_eq!((changed.status, names(&changed.json()).len()), (200, 2), "{}", changed.text);
    server.kill();

    let server = home.serve();
    let privacy = |path: &str, admin_key: &str| {
        let read = server.get(&settings(path, &key, admin_key), &[]);
        assert_eq!(read.status, 200);
        read.json()["privacySettings"].clone()
    };
    let own_name = "consentForStoringObjectsPositionsHistory";
    assert_eq!(privacy(SETTINGS, &own), json!({ own_name: true }));
    let read = server.get(&settings(FENCES, &key, &twin), &[]).json();
    let mut expected = names(&recorded("settings-geofencing"));
    expected.retain(|name| !name.starts_with("deleteAll"));
    assert_eq!(names(&read), expected);
    server.post(&settings(FENCES, &key, &twin), &[JSON], &positions(false));
    assert_eq!(privacy(SETTINGS, &own)[own_name], false);
    assert_eq!(privacy(FENCES, &twin)["consentForStoringTransitionsHistory"], true, "it was not mentioned");
}

#[test]
fn a_change_of_settings_needs_a_consent() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let own = admin_key(&call(&server, REGISTER, &key, r#"{"secret":"one"}"#));
    for body in ["", "{", "{}", "[true]", r#"{"consentForStoringTransitionsHistory":true}"#] {
        let refused = server.post(&settings(SETTINGS, &key, &own), &[JSON], body);
        assert_eq!((refused.status, refused.json()), (400, recorded("g04-malformed-request")), "{body}");
    }
    for method in ["PUT", "DELETE"] {
        let answer = raw(&server, &request(method, &settings(SETTINGS, &key, &own)));
        assert_eq!(status_of(&answer), 404, "{method}");
    }
    assert_eq!(status_of(&raw(&server, &request("HEAD", &settings(SETTINGS, &key, &own)))), 200);
}
