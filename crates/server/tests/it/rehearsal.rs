//! Faults on command strike the planned call, after or instead of the change; and nowhere else.

use latchboard_client::transport::Native;
use latchboard_client::{BaseUrl, State, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{CreateApiSecret, Credentials};
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

async fn vault_with_one(server: &Server) -> (Vault<Native>, Identifier) {
    let credentials = Credentials {
        client_id: printed(server, "Client id: "),
        client_secret: Secret::new(printed(server, "Client secret: ")),
        tenant: None,
    };
    let vault = Vault::new(Native::new().unwrap(), BaseUrl::new(&server.address), credentials);
    let new = CreateApiSecret::accept(br#"{"name":"n","url":"u","client_id":"c"}"#).ok().unwrap();
    let Verdict::Done(stored) = vault.create(&new).await else { panic!("stored") };
    (vault, Identifier::parse(&stored.identifier).unwrap())
}

#[tokio::test]
async fn a_lost_answer_after_the_change_is_found_out_by_asking_again() {
    let (_home, server) = rehearsing();
    let (vault, id) = vault_with_one(&server).await;
    assert_eq!(
        plan(&server, &json!([{ "operation": "inactive", "call": 1, "fault": "drop_after_commit" }])),
        200
    );
    assert_eq!(vault.switch(&id, State::Inactive).await, Verdict::AlreadySo, "the second attempt tells");
}

#[tokio::test]
async fn each_fault_is_what_its_name_says() {
    let (_home, server) = rehearsing();
    let (vault, id) = vault_with_one(&server).await;
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
