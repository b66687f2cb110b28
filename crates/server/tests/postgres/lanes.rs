//! The audit log of several servers: each writes to a lane of its own, and whichever is there numbers what all have written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fixture::{Credentials, DEADLINE, Home, JSON, Server, text};
use crate::replicas::pair;

const COLLECTION: &str = "/api/mysafe/secretapi";
const AUDIT: &str = "/api/latchboard/v1/audit";

/// API secrets of the first user, numbered from one.
fn insert(home: &Home, items: usize) {
    home.sql(&format!(
        "INSERT INTO api_secrets (owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
         SELECT 1, n, 'u', 'c', '', '', '', 0, 0 FROM generate_series(1, {items}) AS n"
    ));
}

fn bearer(server: &Server, credentials: &Credentials) -> String {
    format!("Bearer {}", server.sign_in(credentials))
}

fn switch(server: &Server, bearer: &str, item: usize, active: bool) {
    let change = if active { "active" } else { "inactive" };
    let path = format!("{COLLECTION}/{change}/{item}");
    let answer = server.post(&path, &[("authorization", bearer), JSON], "");
    assert_eq!(answer.status, 200, "{}", answer.text);
}

fn signal(server: &Server, signal: &str) {
    let sent = std::process::Command::new("kill").args([signal, &server.process().to_string()]).status();
    assert!(sent.unwrap().success());
}

fn number(home: &Home, sql: &str) -> u64 {
    home.sql(sql).trim().parse().unwrap()
}

/// Waits until a condition holds; how long that took.
fn until(what: &str, condition: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < DEADLINE, "{what}");
        std::thread::yield_now();
    }
    begun.elapsed()
}

fn entries(home: &Home) -> u64 {
    number(home, "SELECT count(*) FROM audit")
}

fn numbered(home: &Home) -> u64 {
    number(home, "SELECT size FROM audit_tree")
}

/// Those of all entries; and that the log is whole.
fn verify(home: &Home, arguments: &[&str]) -> String {
    let output = home.admin(&[&["audit", "verify"], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn checkpoint(home: &Home, name: &str) -> String {
    let output = home.admin(&["audit", "checkpoint"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let path = home.path().join(name);
    std::fs::write(&path, output.stdout).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_server_has_a_lane_and_one_that_is_paused_or_killed_keeps_nobody_waiting() {
    const ITEMS: usize = 12;
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    let (third, fourth) = (home.serve(), home.serve());
    insert(&home, ITEMS);
    let bearer = bearer(&one, &credentials);
    let over = AtomicBool::new(false);
    let checkpoints = std::thread::scope(|scope| {
        // The last two are stopped in the midst of it: whoever is at that moment waits.
        for (item, server) in (1..=ITEMS).zip([&one, &other].into_iter().cycle()) {
            let (bearer, over) = (&bearer, &over);
            scope.spawn(move || {
                let mut active = false;
                while !over.load(Ordering::SeqCst) {
                    switch(server, bearer, item, active);
                    active = !active;
                }
            });
        }
        let mut checkpoints = Vec::new();
        for round in 0..4 {
            for paused in [&third, &fourth] {
                switch(paused, &bearer, 1 + round, round % 2 == 0);
                signal(paused, "-STOP");
            }
            // Changes and numbers go on.
            let before = (entries(&home), numbered(&home));
            until("nothing is entered", || entries(&home) > before.0 + 50);
            until("nothing is numbered", || numbered(&home) > before.1 + 50);
            checkpoints.push(checkpoint(&home, &format!("checkpoint-{round}")));
            for paused in [&third, &fourth] {
                signal(paused, "-CONT");
                switch(paused, &bearer, 1 + round, round % 2 == 1);
            }
        }
        over.store(true, Ordering::SeqCst);
        checkpoints
    });
    let lanes = "SELECT count(*) FROM audit_lanes WHERE sequence > 0";
    assert_eq!(number(&home, lanes), 4);
    for kept in &checkpoints {
        let said = verify(&home, &["--checkpoint", kept]);
        assert!(!said.contains("without an end"), "{said}");
    }
    // Whichever was the one that numbered: the others notice within a second.
    let mut servers = vec![fourth, third, other, one];
    while servers.len() > 1 {
        let killed = servers.remove(0);
        killed.kill();
        switch(&servers[0], &bearer, 1, servers.len() % 2 == 0);
        until("all is numbered", || numbered(&home) == entries(&home));
    }
    for kept in &checkpoints {
        verify(&home, &["--checkpoint", kept]);
    }
}

#[test]
fn a_lane_is_given_back_and_taken_over_and_two_may_write_to_it_after_all() {
    const ITEMS: usize = 6;
    let home = Home::new();
    let first = home.serve();
    let credentials = first.credentials();
    insert(&home, ITEMS);
    let lanes = || number(&home, "SELECT count(*) FROM audit_lanes");
    assert_eq!(lanes(), 1);
    first.stop();
    let second = home.serve();
    assert_eq!(lanes(), 1, "it was given back");
    let bearer = bearer(&second, &credentials);
    // Taken for gone, while it is only slow.
    home.sql("UPDATE audit_lanes SET seen_at = 0");
    let third = home.serve();
    assert_eq!(lanes(), 1, "it was taken over");
    let fourth = home.serve();
    assert_eq!(lanes(), 2);
    std::thread::scope(|scope| {
        for (item, server) in (1..=ITEMS).zip([&second, &third, &fourth].into_iter().cycle()) {
            let bearer = &bearer;
            scope.spawn(move || (0..30).for_each(|round| switch(server, bearer, item, round % 2 == 1)));
        }
    });
    let said = verify(&home, &[]);
    assert!(!said.contains("without an end"), "{said}");
    second.kill();
    third.kill();
    switch(&fourth, &bearer, 1, false);
    verify(&home, &[]);
}

#[test]
fn what_was_entered_is_in_the_answer_and_in_the_order_in_which_it_was_done() {
    const ROUNDS: usize = 20;
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    insert(&home, 1);
    let bearer = bearer(&one, &credentials);
    let headers = [("authorization", bearer.as_str())];
    let page = |server: &Server| -> Vec<Value> {
        let answer = server.get(&format!("{AUDIT}?limit=1000&target=api-secret:1"), &headers);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["entries"].as_array().unwrap().clone()
    };
    // Each after the answer of the one before, on the other server.
    for round in 0..ROUNDS {
        let (server, asked) = if round % 2 == 0 { (&one, &other) } else { (&other, &one) };
        switch(server, &bearer, 1, round % 2 == 1);
        let entries = page(asked);
        assert_eq!(entries.len(), 2 * (round + 1), "all that was done is told");
        let action = if round % 2 == 1 { "activate" } else { "deactivate" };
        assert_eq!((&entries[0]["action"], &entries[0]["event"]), (&action.into(), &"done".into()));
        assert_eq!(entries[0]["attempt"], entries[1]["sequence"]);
    }
    let page = one.get(&format!("{AUDIT}?limit=1000"), &headers).json();
    let numbers: Vec<u64> =
        page["entries"].as_array().unwrap().iter().map(|entry| entry["sequence"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|newer, older| *newer == older + 1), "{numbers:?}");
    assert_eq!(numbers[0], entries(&home));
    let note = page["checkpoint"].as_str().unwrap();
    assert_eq!(note.lines().nth(1), Some(&*numbers[0].to_string()));
    // With nobody who asks.
    switch(&one, &bearer, 1, false);
    let took = until("it is numbered", || numbered(&home) == numbers[0] + 2);
    assert!(took < Duration::from_secs(5), "{took:?}");
    let same: Vec<u64> = numbers.clone();
    let again = other.get(&format!("{AUDIT}?limit=1000&before={}", numbers[0] + 1), &headers).json();
    let again = again["entries"].as_array().unwrap().iter().map(|entry| entry["sequence"].as_u64().unwrap());
    assert_eq!(again.collect::<Vec<_>>(), same, "numbers stay");
}

/// The tables of the log.
const TABLES: [&str; 5] = ["audit", "audit_lanes", "audit_spans", "audit_tree", "audit_tiles"];

#[test]
fn what_is_changed_in_the_lanes_or_their_order_is_found() {
    const ITEMS: usize = 4;
    let home = Home::new();
    let (one, other, credentials) = pair(&home);
    insert(&home, ITEMS);
    let bearer = bearer(&one, &credentials);
    std::thread::scope(|scope| {
        for (item, server) in (1..=ITEMS).zip([&one, &other].into_iter().cycle()) {
            let bearer = &bearer;
            scope.spawn(move || (0..100).for_each(|round| switch(server, bearer, item, round % 2 == 1)));
        }
    });
    one.stop();
    other.stop();
    let said = verify(&home, &[]);
    assert!(said.contains("802 entries") && said.contains("Signed up to entry 802"), "{said}");
    for table in TABLES {
        home.sql(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"));
    }
    let columns = "time, request, actor, action, target, event, attempt, code, count, hash, mac";
    // A pair of spans that follow each other and are of two lanes.
    let pair = "(SELECT first FROM audit_spans AS one WHERE lane <> (SELECT lane FROM audit_spans AS next
                 WHERE next.first = one.first + one.count) ORDER BY first LIMIT 1)";
    for change in [
        "DELETE FROM audit WHERE lane = 2",
        "DELETE FROM audit WHERE lane = 2; DELETE FROM audit_lanes WHERE lane = 2",
        "DELETE FROM audit WHERE lane = 2; DELETE FROM audit_lanes WHERE lane = 2; DELETE FROM audit_spans WHERE lane = 2",
        "DELETE FROM audit_lanes WHERE lane = 2",
        "UPDATE audit SET lane = 13 - lane; UPDATE audit SET lane = lane - 10",
        "UPDATE audit SET lane = 3 WHERE lane = 2; UPDATE audit_lanes SET lane = 3 WHERE lane = 2;
         UPDATE audit_spans SET lane = 3 WHERE lane = 2",
        "UPDATE audit_spans SET lane = 13 - lane; UPDATE audit_spans SET lane = lane - 10",
        "UPDATE audit_lanes SET hash = (SELECT hash FROM audit_lanes AS other WHERE other.lane = 3 - audit_lanes.lane)",
        "UPDATE audit_spans SET lane_first = lane_first + 1 WHERE first = (SELECT max(first) FROM audit_spans)",
        "DELETE FROM audit_spans WHERE first = (SELECT max(first) FROM audit_spans)",
        "DELETE FROM audit_tiles WHERE level = 0 AND tile = 1",
        "UPDATE audit_tiles SET tile = 1 - tile + 10 WHERE level = 0 AND tile < 2; UPDATE audit_tiles SET tile = tile - 10 WHERE level = 0 AND tile >= 10",
        "UPDATE audit_tree SET size = 0, note = ''; DELETE FROM audit_tiles",
        &format!("UPDATE audit SET ({columns}) = (SELECT {columns} FROM kept_audit AS other
                  WHERE other.lane = audit.lane AND other.sequence = 21 - audit.sequence) WHERE sequence IN (10, 11)"),
        &format!("UPDATE audit SET ({columns}) = (SELECT {columns} FROM kept_audit AS other
                  WHERE other.lane = 3 - audit.lane AND other.sequence = audit.sequence) WHERE sequence = 10"),
        &format!("UPDATE audit_spans SET first = first + 1000000 WHERE first = {pair}"),
    ] {
        home.sql(&format!("BEGIN; {change}; COMMIT"));
        let output = home.admin(&["audit", "verify"]);
        assert_eq!(output.status.code(), Some(1), "{change}: {}", text(&output.stdout));
        for table in TABLES {
            home.sql(&format!("BEGIN; DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}; COMMIT"));
        }
        verify(&home, &[]);
    }
}
