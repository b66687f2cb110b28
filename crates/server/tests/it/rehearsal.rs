//! Faults on command strike the planned call, after or instead of the change; and nowhere else.

use latchboard_client::transport::Native;
use latchboard_client::{BaseUrl, KnownCapabilities, State, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{Capabilities, CreateApiSecret, Credentials, Extension, Upstreams};
use latchboard_contract::error::Code;
use latchboard_contract::validate::Identifier;
use serde_json::json;

use crate::fixture::{Home, Server};

const PLAN: &str = "/api/latchboard/v1/rehearsal";

fn rehearsing() -> (Home, Server) {
    let home = Home::new();
    let mut command = home.serve_command();
    command.arg("--rehearsal");
    let server = Server::start(command);
    (home, server)
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn plan(server: &Server, faults: &serde_json::Value) -> u16 {
    let body = json!({ "faults": faults }).to_string();
    agent().put(format!("{}{PLAN}", server.address)).send(&body).unwrap().status().as_u16()
}

fn printed(server: &Server, name: &str) -> String {
    server.greeting.iter().find_map(|line| line.strip_prefix(name)).expect("a credential").to_owned()
}

/// Of a server that takes an idempotency key.
fn ours() -> Capabilities {
    Capabilities {
        version: String::new(),
        extensions: vec![Extension::IdempotencyKey],
        profile: None,
        rehearsal: true,
        upstreams: Upstreams::default(),
    }
}

async fn vault_with_one(server: &Server, takes_keys: bool) -> (Vault<Native>, Identifier) {
    let credentials = Credentials {
        client_id: printed(server, "Client id: "),
        client_secret: Secret::new(printed(server, "Client secret: ")),
        tenant: None,
    };
    let base = BaseUrl::new(&server.address);
    let vault = Vault::new(Native::new().unwrap(), base.clone(), credentials);
    let vault = vault.with_known_capabilities(KnownCapabilities::of(base, takes_keys.then(ours)));
    let new = CreateApiSecret::accept("application/json", br#"{"name":"n","url":"u","client_id":"c"}"#)
        .ok()
        .unwrap();
    let Verdict::Done(stored) = vault.create(&new).await else { panic!("stored") };
    (vault, Identifier::parse(&stored.identifier).unwrap())
}

#[tokio::test]
async fn a_lost_answer_after_the_change_is_found_out_by_asking_again() {
    for (takes_keys, expected) in [(true, Verdict::Done(())), (false, Verdict::AlreadySo)] {
        let (_home, server) = rehearsing();
        let (vault, id) = vault_with_one(&server, takes_keys).await;
        for fault in ["drop_after_commit", "fail_after_commit"].into_iter().take(1 + usize::from(takes_keys))
        {
            let (operation, state) = if fault.starts_with("drop") {
                ("inactive", State::Inactive)
            } else {
                ("active", State::Active)
            };
            let faults = json!([{ "operation": operation, "call": 1, "fault": fault }]);
            assert_eq!(plan(&server, &faults), 200);
            assert_eq!(vault.switch(&id, state).await, expected, "{fault}: the second attempt tells");
        }
    }
}

#[tokio::test]
async fn each_fault_is_what_its_name_says() {
    let (_home, server) = rehearsing();
    let (vault, id) = vault_with_one(&server, false).await;
    let faults = json!([
        { "operation": "active", "call": 1, "fault": "no_access" },
        { "operation": "active", "call": 2, "fault": "fail_after_commit" },
        { "operation": "active", "call": 3, "fault": "too_many", "retry_after": 3600 },
        { "operation": "active", "call": 4, "fault": "delay", "ms": 1 },
    ]);
    assert_eq!(plan(&server, &faults), 200);
    let mut verdicts = Vec::new();
    for _ in 0..5 {
        verdicts.push(vault.switch(&id, State::Active).await);
    }
    let codes: Vec<_> =
        verdicts.iter().map(|verdict| verdict.problem().map(|problem| problem.code)).collect();
    let expected = [Some(Code::NoAccess), Some(Code::ServiceProblem), Some(Code::RateLimited), None, None];
    assert_eq!(codes, expected);
    assert!(matches!(verdicts[1], Verdict::Unknown(_)));
}

/// Every row of a list.
fn listed(server: &Server) -> Vec<serde_json::Value> {
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    let answer = server.get("/api/mysafe/secretapi", &[("authorization", &authorization)]);
    answer.json()["api_secret_on_list"].as_array().unwrap().clone()
}

#[test]
fn a_rehearsal_begins_with_a_vault_in_which_one_secret_leaked() {
    let (home, server) = rehearsing();
    let rows = listed(&server);
    assert_eq!(rows.len(), 1_000);
    let count =
        |member: &str, value: serde_json::Value| rows.iter().filter(|row| row[member] == value).count();
    assert_eq!(count("can_write", json!(false)), 59, "of somebody else, to be seen only");
    assert!(count("need_justify", json!("1")) > 0 && count("need_approval", json!("1")) > 0);

    let leaked = printed(&server, "Leaked client secret, in 40 API secrets: ");
    let data_dir = home.data_dir().join("rehearsal");
    let export = || {
        let mut command = crate::fixture::program();
        command.args(["secret", "export", "--with-client-secrets", "--data-dir"]).arg(&data_dir);
        crate::fixture::text(&crate::fixture::run(&mut command).stdout)
    };
    let before = export();
    assert_eq!(before.lines().filter(|line| line.contains(&leaked)).count(), 40);

    // Nothing is made twice, and nothing that was switched is switched back.
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    let switch = "/api/mysafe/secretapi/inactive/1";
    assert_eq!(server.post(switch, &[("authorization", &authorization)], "").status, 200);
    let changed = export();
    assert_ne!(before, changed);
    drop(server);
    let mut command = home.serve_command();
    command.arg("--rehearsal");
    let again = Server::start(command);
    assert_eq!(export(), changed);
    let greeting = again.greeting.join("\n");
    assert!(!greeting.contains("Leaked") && greeting.contains("plan faults"), "{greeting}");
}

#[test]
fn what_the_greeting_says_about_faults_is_a_plan() {
    let (_home, server) = rehearsing();
    let line = server.greeting.iter().find(|line| line.starts_with("Rehearsal: ")).unwrap();
    let (before, body) = line.split_once(" -d '").unwrap();
    assert!(before.ends_with(&server.url(PLAN)), "{line}");
    assert_eq!(server.put(PLAN, &[], body.trim_end_matches('\'')).status, 200, "{line}");
}

#[test]
fn a_plan_that_is_none_is_refused_and_changes_nothing() {
    let (_home, server) = rehearsing();
    let fault = json!([{ "operation": "active", "call": 1, "fault": "no_access" }]);
    assert_eq!(plan(&server, &fault), 200);
    assert_eq!(plan(&server, &json!([{ "operation": "active", "call": 1, "fault": "explode" }])), 400);
    let shown =
        agent().get(format!("{}{PLAN}", server.address)).call().unwrap().body_mut().read_to_string().unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap()["faults"], fault);
}

#[test]
fn outside_rehearsal_there_is_no_such_address_and_data_stay_apart() {
    let home = Home::new();
    let server = home.serve();
    assert_eq!(plan(&server, &json!([])), 404);
    drop(server);
    let mut command = home.serve_command();
    command.arg("--rehearsal");
    let rehearsal = Server::start(command);
    assert!(rehearsal.greeting.iter().any(|line| line.starts_with("API key: ")), "data of its own");
    let mut everywhere = crate::fixture::program();
    everywhere.args(["serve", "--rehearsal", "--listen", "0.0.0.0:0", "--data-dir"]).arg(home.data_dir());
    let output = crate::fixture::run(&mut everywhere);
    assert!(output.status.code() == Some(1) && crate::fixture::text(&output.stderr).contains("127.0.0.1"));
}
