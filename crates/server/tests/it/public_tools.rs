//! What public tools say of the OpenAPI document, and of a server that they try by it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::fixture::{FORM, Home, JSON, installed, text};

/// The document that a server without options prints.
fn document(home: &Home) -> PathBuf {
    let file = home.path().join("openapi.json");
    fs::write(&file, home.admin(&["openapi", "--gateway", "--rehearsal"]).stdout).unwrap();
    file
}

/// How long a tool takes is no matter of ours: on a busy machine half a minute was not enough for one.
fn judged(output: &Output) {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn redocly_has_nothing_to_say_of_the_document() {
    let Some(redocly) = installed("redocly", module_path!()) else { return };
    let home = Home::with_a_file();
    let mut command = Command::new(redocly);
    command.args(["lint", "--extends", "recommended", "--max-problems", "1000"]).arg(document(&home));
    // It would ask for newer versions of itself.
    command
        .current_dir(home.path())
        .envs([("REDOCLY_TELEMETRY", "off"), ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")]);
    let output = command.output().unwrap();
    judged(&output);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(!said.contains("warning was") && !said.contains("Warning was"), "{said}");
    assert!(said.contains("Your API description is valid"), "{said}");
}

#[test]
fn spectral_has_nothing_to_say_of_the_document() {
    let Some(spectral) = installed("spectral", module_path!()) else { return };
    let home = Home::with_a_file();
    let rules = home.path().join("rules.yaml");
    fs::write(&rules, "extends: [\"spectral:oas\"]\n").unwrap();
    let mut command = Command::new(spectral);
    command.args(["lint", "--fail-severity", "hint", "--ruleset"]).arg(rules).arg(document(&home));
    judged(&command.output().unwrap());
}

/// So many requests per operation and phase that it takes a minute.
const EXAMPLES: &str = "20";

#[test]
fn a_tester_that_is_led_by_the_document_finds_nothing() {
    const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
        response_schema_conformance,response_headers_conformance,negative_data_rejection";
    let Some(schemathesis) = installed("schemathesis", module_path!()) else { return };
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let token = server.sign_in(&credentials);
    let bearer = format!("Bearer {token}");
    for service in ["locationHistory", "geofencing"] {
        let path = format!("/{service}/1/register?key={}", credentials.api_key);
        assert_eq!(server.post(&path, &[JSON], r#"{"secret":"the first one"}"#).status, 200);
    }
    let path = format!("/locationHistory/1/regenerateKey?key={}", credentials.api_key);
    let admin_key = server.post(&path, &[JSON], r#"{"secret":"the first one"}"#).json()["adminKey"].clone();
    for name in 1..=5 {
        let body = format!("name={name}&url=u&client_id=c");
        assert_eq!(
            server.post("/api/mysafe/secretapi", &[FORM, ("authorization", &bearer)], &body).status,
            201
        );
    }
    // Of a client of its own: its guesses keep nobody else waiting.
    let client = home.access_key(&["--user", "tester"]);
    let configuration = format!(
        "[auth.openapi.apiKey]\napi_key = \"{}\"\n[auth.openapi.adminKey]\napi_key = {admin_key}\n\
         [auth.openapi.bearer]\nbearer = \"{token}\"\n\
         [auth.openapi.clientInHeader]\nusername = \"{}\"\npassword = \"{}\"\n",
        credentials.api_key, client.client_id, client.client_secret
    );
    let file = home.path().join("schemathesis.toml");
    fs::write(&file, configuration).unwrap();
    let report = home.path().join("report");
    let mut command = Command::new(schemathesis);
    command.arg("--config-file").arg(file).args(["run", &server.url("/openapi.json"), "--no-color"]);
    command.args(["--seed", "1", "--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing"]);
    command.args(["--checks", CHECKS, "--continue-on-failure"]);
    command.current_dir(home.path()).stdin(Stdio::null()).stderr(Stdio::null());
    // Longer than anything else may take.
    let status = command.stdout(fs::File::create(&report).unwrap()).status().unwrap();
    let said = fs::read_to_string(&report).unwrap();
    assert!(status.success(), "{said}");
    assert!(said.contains("Tested: "), "{said}");
    assert_eq!(server.get("/readyz", &[]).status, 200);
}
