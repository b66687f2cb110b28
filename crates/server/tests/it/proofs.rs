//! What proves that an entry is in the audit log, as who did it gets it, and keeps it.

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::fixture::{Answer, Credentials, Home, JSON, Server, program, run, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
/// Before anything that a test does.
const BEGAN: &str = "2026-01-01T00:00:00.000Z";
const PROOFS: &str = "/api/latchboard/v1/audit/proofs";

fn bearer(server: &Server, credentials: &Credentials) -> String {
    format!("Bearer {}", server.sign_in(credentials))
}

fn create(server: &Server, bearer: &str) -> String {
    let new = r#"{"name":"n","url":"u","client_id":"c"}"#;
    let answer = server.post(COLLECTION, &[("authorization", bearer), JSON], new);
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned()
}

/// Switches it off or on; what the answer calls the request.
fn switch(server: &Server, bearer: &str, item: &str, change: &str) -> String {
    let answer = server.post(&format!("{COLLECTION}/{change}/{item}"), &[("authorization", bearer)], "");
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.header("x-request-id").unwrap().to_owned()
}

fn proofs(server: &Server, bearer: &str, item: &str, request: &str) -> Answer {
    let path = format!("{PROOFS}?target=api-secret:{item}&request={request}");
    server.get(&path, &[("authorization", bearer)])
}

fn events(proofs: &Answer) -> Vec<String> {
    assert_eq!(proofs.status, 200, "{}", proofs.text);
    let list = proofs.json()["proofs"].as_array().unwrap().clone();
    list.iter().map(|proof| proof["entry"]["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn who_did_something_gets_a_proof_that_holds_anywhere() {
    let home = Home::new();
    let server = home.serve();
    let admin = bearer(&server, &server.credentials());
    let maria = bearer(&server, &home.access_key(&["--user", "maria"]));
    let item = create(&server, &maria);
    let requests: Vec<_> = (0..40)
        .map(|round| ["inactive", "active"][round % 2])
        .map(|change| switch(&server, &maria, &item, change))
        .collect();
    let file = |name: &str, content: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let key = text(&home.admin(&["audit", "key"]).stdout).trim().to_owned();
    let verify = |file: &str| run(program().args(["audit", "verify", file, "--public-key", &key]));
    let mut kept = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        let found = proofs(&server, &maria, &item, request);
        assert_eq!(events(&found), ["done", "attempt"], "{}", found.text);
        let path = file(&format!("proofs-{index}"), &found.text);
        let output = verify(&path);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(
            text(&output.stdout).contains(&format!("api-secret:{item} done")),
            "{}",
            text(&output.stdout)
        );
        kept.push(path);
        // The tree grows.
        switch(&server, &maria, &item, "active");
    }
    for path in &kept {
        assert!(verify(path).status.success());
    }
    // A changed one is found, and one by another key.
    let content = std::fs::read_to_string(&kept[3]).unwrap();
    let other = content.replace("\"done\"", "\"already\"");
    let output = verify(&file("changed", &other));
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let other_key = run(program().args(["audit", "verify", &kept[3], "--public-key", &"0".repeat(64)]));
    assert_eq!(other_key.status.code(), Some(1));

    // Who may read the log gets what others did; who may not gets none of it.
    assert_eq!(events(&proofs(&server, &admin, &item, &requests[0])), ["done", "attempt"]);
    let pedro = bearer(&server, &home.access_key(&["--user", "pedro"]));
    assert!(events(&proofs(&server, &pedro, &item, &requests[0])).is_empty());
    assert!(events(&proofs(&server, &maria, &item, "0000000000ab-1")).is_empty());
    assert_eq!(server.get(PROOFS, &[]).status, 404);
    let both = "?target=api-secret:1&request=0000000000ab-1&action=deactivate";
    let many = format!("?{}request=0000000000ab-1", "target=api-secret:1&".repeat(101));
    let wrong =
        ["", "?target=api-secret:1&request=x", "?request=0000000000ab-1", "?target=x&request=0000000000ab-1"];
    for query in wrong.into_iter().chain([both, &many, "?target=api-secret:1&action=none"]) {
        let refused = server.get(&format!("{PROOFS}{query}"), &[("authorization", &maria)]);
        assert_eq!((refused.status, refused.exception()), (400, Some(1001)), "{query}");
    }
}

#[test]
fn a_receipt_is_held_to_the_log_line_by_line() {
    let home = Home::new();
    let server = home.serve();
    let admin = bearer(&server, &server.credentials());
    let key = home.access_key(&["--user", "maria"]);
    let (maria, maria_id) = (bearer(&server, &key), key.client_id.clone());
    let items = [(); 3].map(|()| create(&server, &maria));
    let of_admin = create(&server, &admin);
    for item in &items[..2] {
        switch(&server, &maria, item, "active");
        switch(&server, &maria, item, "inactive");
    }
    switch(&server, &maria, &items[1], "inactive");
    let path = format!("{COLLECTION}/inactive/{of_admin}");
    assert_ne!(server.post(&path, &[("authorization", &maria)], "").status, 200);
    let last = |bearer: &str| {
        let all = items.iter().chain([&of_admin]).map(|item| format!("target=api-secret:{item}&"));
        let path = format!("{PROOFS}?{}action=deactivate", all.collect::<String>());
        server.get(&path, &[("authorization", bearer)])
    };
    let log = last(&maria);
    assert_eq!(events(&log), ["done", "already", "refused"], "{}", log.text);
    assert!(events(&last(&admin)).is_empty(), "an auditor gets what he did himself");

    // As the dashboard writes it: members in order, no white space, a checksum over all but itself and the log.
    let receipt = |state: &str, began: &str, by: &str, verdicts: [&str; 4], log: &str| {
        let calls = items.iter().chain([&of_admin]).zip(verdicts).map(|(item, verdict)| {
            let sent = if verdict == "not_attempted" { "null" } else { "\"2026-11-30T12:00:00.000Z\"" };
            format!(r#"{{"identifier":"{item}","name":"n","sent_at":{sent},"verdict":"{verdict}"}}"#)
        });
        let calls = calls.collect::<Vec<_>>().join(",");
        let members = format!(
            r#"{{"asked_state":"{state}","began_at":"{began}","client_id":"{by}","copies":[{calls}],"format":"latchboard-leak-receipt"}}"#
        );
        let checksum = HEXLOWER.encode(&Sha256::digest(members.as_bytes()));
        let members = members.trim_end_matches('}');
        format!(r#"{members},"checksum":{{"sha256":"{checksum}"}},"log":[{log}]}}"#)
    };
    let verify = |content: &str| {
        let file = home.path().join("receipt.json");
        std::fs::write(&file, content).unwrap();
        let output = run(program().args(["audit", "verify", file.to_str().unwrap()]));
        (output.status.code().unwrap(), text(&output.stdout) + &text(&output.stderr))
    };
    let both = format!("somebody, {maria_id}");
    let honest =
        receipt("inactive", BEGAN, &both, ["done", "already_so", "not_attempted", "refused"], &log.text);
    let (code, said) = verify(&honest);
    assert!(
        code == 0 && said.contains("All 2 calls that the receipt says came to something are proven"),
        "{said}"
    );
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&honest).unwrap()).unwrap();
    assert_eq!(verify(&pretty).0, 0, "written otherwise");
    // What it leaves open needs no proof.
    let open = ["unknown", "already_so", "unknown", "refused"];
    assert_eq!(verify(&receipt("inactive", BEGAN, &both, open, &log.text)).0, 0);

    let done = ["done", "already_so", "done", "done"];
    let (code, said) = verify(&receipt("inactive", BEGAN, &both, done, &log.text));
    let unproven = format!(
        "Of 4 calls that the receipt says came to something, 2 are not proven by it: API secrets {}, {of_admin}",
        items[2]
    );
    assert!(code == 1 && said.contains(&unproven), "{said}");
    for (state, began, by, log) in [
        ("active", BEGAN, both.as_str(), log.text.as_str()),
        ("inactive", "2999-01-01T00:00:00.000Z", &both, &log.text),
        ("inactive", BEGAN, "somebody", &log.text),
        ("inactive", BEGAN, &both, ""),
    ] {
        let some = ["done", "already_so", "not_attempted", "refused"];
        let (code, said) = verify(&receipt(state, began, by, some, log));
        assert!(code == 1 && said.contains("2 are not proven by it"), "{state} {began} {by}: {said}");
    }
    let (code, said) = verify(&honest.replace("not_attempted", "unknown"));
    assert!(code == 1 && said.contains("its checksum is that of another one"), "{said}");
    let (code, said) = verify(&honest.replace("\"event\":\"refused\"", "\"event\":\"done\""));
    assert!(code == 1 && said.contains("is not what was written"), "{said}");
    let (code, said) = verify(&honest.replace("\"copies\"", "\"other\""));
    assert!(code == 2 && said.contains("the receipt cannot be read"), "{said}");
    let (code, said) = verify(&format!("{}\n{}", log.text, log.text));
    assert_eq!(code, 1, "what follows proofs is no part of them: {said}");
}

#[test]
fn a_proof_holds_when_its_entry_was_removed() {
    let home = Home::new();
    let server = home.serve();
    let admin = bearer(&server, &server.credentials());
    let item = create(&server, &admin);
    let file = |name: &str, content: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let said = |arguments: &[&str], code: i32| {
        let output = home.admin(&[&["audit"], arguments].concat());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        text(if code == 0 { &output.stdout } else { &output.stderr })
    };
    let early = file("early", &said(&["checkpoint"], 0));
    let request = switch(&server, &admin, &item, "inactive");
    let receipt = proofs(&server, &admin, &item, &request);
    assert_eq!(events(&receipt), ["done", "attempt"]);
    let receipt = file("receipt", &receipt.text);
    for round in 0..300 {
        switch(&server, &admin, &item, ["active", "inactive"][round % 2]);
    }
    let kept = file("kept", &said(&["checkpoint"], 0));
    let export = file("export", &said(&["export"], 0));

    let refused = said(&["prune", "--checkpoint", &early], 1);
    assert!(refused.contains("Nothing was removed: entries go in whole tiles"), "{refused}");
    // While the server runs.
    assert!(said(&["prune", "--checkpoint", &kept], 0).contains("Entries up to 512 were removed"));
    let again = said(&["prune", "--checkpoint", &kept], 1);
    assert!(again.contains("Nothing was removed"), "{again}");
    let later = switch(&server, &admin, &item, "active");
    let whole = said(&["verify", "--checkpoint", &early], 0);
    assert!(whole.contains("Entries up to 512 were removed; their hashes are kept."), "{whole}");
    let anywhere = |arguments: &[&str]| run(program().args([&["audit", "verify"], arguments].concat()));
    for held in [
        vec![receipt.as_str()],
        vec![&export],
        vec![&file("left", &said(&["export"], 0)), "--checkpoint", &kept],
        vec![&file("later", &proofs(&server, &admin, &item, &later).text)],
    ] {
        let output = anywhere(&held);
        assert!(output.status.success(), "{held:?}: {}", text(&output.stderr));
    }
    assert!(events(&proofs(&server, &admin, &item, &request)).is_empty());
    let page = server.get("/api/latchboard/v1/audit?action=pruneAudit", &[("authorization", &admin)]).json();
    let entry = &page["entries"][0];
    assert_eq!(
        (&entry["event"], &entry["actor"], &entry["count"]),
        (&"done".into(), &"command-line".into(), &512.into())
    );
    // Of an export only what is there can be told, and of another log nothing is removed.
    let output = anywhere(&[&file("left", &said(&["export"], 0)), "--checkpoint", &early]);
    assert!(
        text(&output.stderr).contains("only the server can still compare the log with it"),
        "{}",
        text(&output.stderr)
    );
    let other = Home::new();
    other.serve().stop();
    let output = other.admin(&["audit", "prune", "--checkpoint", &kept]);
    assert_eq!(output.status.code(), Some(1));
    let refused = text(&output.stderr);
    assert!(refused.contains("Nothing was removed: ") && refused.contains("a different key"), "{refused}");
}

#[test]
fn a_proof_of_an_entry_reaches_over_whole_tiles() {
    let home = Home::new();
    let server = home.serve();
    let admin = bearer(&server, &server.credentials());
    let item = create(&server, &admin);
    let mut requests = Vec::new();
    // More entries than two tiles hold.
    for round in 0..300 {
        let request = switch(&server, &admin, &item, ["inactive", "active"][round % 2]);
        if round % 37 == 0 {
            requests.push(request);
        }
    }
    for request in &requests {
        let found = proofs(&server, &admin, &item, request);
        assert_eq!(events(&found), ["done", "attempt"]);
        let path = home.path().join("proofs");
        std::fs::write(&path, &found.text).unwrap();
        let output = run(program().args(["audit", "verify", path.to_str().unwrap()]));
        assert!(output.status.success(), "{}", text(&output.stderr));
        let note: Value = found.json()["checkpoint"].clone();
        let size: u64 = note.as_str().unwrap().lines().nth(1).unwrap().parse().unwrap();
        assert!(size >= 603, "{size}");
    }
}
