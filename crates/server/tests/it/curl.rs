//! The `curl` commands of the three seed documents, made valid (the documents forget `-H`, print line
//! numbers and put the address behind the body), and those of our own page, against the running server.

use std::process::Command;

use serde_json::Value;

use crate::fixture::{Credentials, Home, documented, run, text, value};

/// Status and body, as curl saw them.
fn curl(arguments: &[&str]) -> (u16, String) {
    let output = run(Command::new("curl").args(["-sS", "-w", "\n%{http_code}"]).args(arguments));
    assert!(output.status.success(), "curl is needed here: {}", text(&output.stderr));
    let printed = text(&output.stdout);
    let (body, status) = printed.rsplit_once('\n').unwrap();
    (status.parse().unwrap(), body.to_owned())
}

fn json(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
}

fn sign_in(url: &str, client_id: &str, client_secret: &str) -> String {
    let (id, secret) = (format!("client_id={client_id}"), format!("client_secret={client_secret}"));
    let (status, body) =
        curl(&["-X", "POST", "-d", "grant_type=client_credentials", "-d", &id, "-d", &secret, url]);
    assert_eq!(status, 200, "{body}");
    format!("Authorization: Bearer {}", json(&body)["access_token"].as_str().unwrap())
}

#[test]
fn the_commands_of_the_configuration_documents_are_answered_as_documented() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let call = |operation: &str, body: &str| {
        let url = server.url(&format!("/locationHistory/1/{operation}?key={key}"));
        curl(&["-X", "POST", "-H", "Content-type: application/json", "-d", body, &url])
    };
    let (status, body) = call("register", r#"{ "secret": "My very secret secret" }"#);
    assert_eq!(status, 200);
    let (answered, printed) = (json(&body), documented("admin_key"));
    let members = |body: &Value| body.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(members(&answered), members(&printed));
    assert_eq!(answered["adminKey"].as_str().unwrap().len(), printed["adminKey"].as_str().unwrap().len());

    assert_eq!(call("register", r#"{ "secret": "My very secret secret" }"#).0, 403);
    for broken in ["{}", r#"{"secret":""}"#, r#"{"secret":"#] {
        assert_eq!(call("register", broken).0, 400, "{broken}");
        assert_eq!(call("updateSecret", broken).0, 400, "{broken}");
        assert_eq!(call("regenerateKey", broken).0, 400, "{broken}");
    }
    let change = r#"{ "secret": "My very secret secret", "newSecret": "My very secret newSecret" }"#;
    assert_eq!(call("updateSecret", change), (204, String::new()));
    assert_eq!(call("updateSecret", change).0, 401);
    let (status, body) = call("regenerateKey", r#"{ "secret": "My very secret newSecret" }"#);
    assert_eq!((status, members(&json(&body))), (200, members(&printed)));
    assert_eq!(call("regenerateKey", r#"{ "secret": "My very secret secret" }"#).0, 401);
}

#[test]
fn the_calls_of_the_vault_document_are_answered_byte_for_byte() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let token_url = server.url("/api/oauth2/token");
    let owner = sign_in(&token_url, &credentials.client_id, &credentials.client_secret);
    let collection = server.url("/api/mysafe/secretapi");
    let new = r#"{"name":"n","url":"u","client_id":"c","client_secret":"s"}"#;
    let (status, body) =
        curl(&["-H", &owner, "-H", "Content-Type: application/json", "-d", new, &collection]);
    assert_eq!(status, 201, "{body}");
    let id = json(&body)["api_entity"]["identifier"].as_str().unwrap().to_owned();

    let post = |who: &str, change: &str, id: &str| {
        curl(&["-X", "POST", "-H", who, &format!("{collection}/{change}/{id}")])
    };
    // The members in the order of the document: outer `code` where it prints one, and only there.
    assert_eq!(post(&owner, "inactive", &id), (200, printed("deactivated")));
    assert_eq!(post(&owner, "active", &id), (200, printed("activated")));
    for change in ["inactive", "active"] {
        assert_eq!(post(&owner, change, "4711"), (400, printed("not_found")));
    }
    let output = home.admin(&["access-key", "create", "--user", "maria"]);
    let made = text(&output.stdout);
    let other = sign_in(&token_url, &value(&made, "Client id"), &value(&made, "Client secret"));
    for change in ["inactive", "active"] {
        assert_eq!(post(&other, change, &id), (400, printed("no_access")));
    }
}

#[test]
fn the_commands_of_our_own_page_work_as_they_stand() {
    let home = Home::new();
    let server = home.serve();
    let Credentials { api_key, client_id, client_secret } = server.credentials();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/API.md")).unwrap();
    // The first block stands for the environment.
    let blocks: Vec<&str> =
        page.split("```sh\n").skip(2).map(|block| block.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 5, "{page}");
    let output = run(Command::new("bash")
        .args(["-euo", "pipefail", "-c", &blocks.concat()])
        .env("LATCHBOARD", server.url(""))
        .env("API_KEY", api_key)
        .env("CLIENT_ID", client_id)
        .env("CLIENT_SECRET", client_secret));
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{printed}{}", text(&output.stderr));
    let mut rest = &*printed;
    for said in [
        "\"adminKey\"",
        "accountSettings",
        "\"Mailer\"",
        "successfully deactivated",
        "already been deactivated",
        "activated successfully",
        "sk_live_mailer",
        "prod,mail",
        "\"identifier\"",
        "\"extensions\"",
        "entries",
    ] {
        rest =
            rest.split_once(said).unwrap_or_else(|| panic!("{said} is missing, or too early: {printed}")).1;
    }
}

/// A documented body on one line, its members in their order.
fn printed(name: &str) -> String {
    let path = format!("{}/../contract/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).unwrap();
    lines.lines().map(|line| line.trim().replace("\": ", "\":")).collect()
}
