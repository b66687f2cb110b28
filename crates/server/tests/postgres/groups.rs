//! Changes that come together share a transaction, and none is lost, made twice or held up for the sake of another.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crate::cluster::Cluster;
use crate::fixture::{DEADLINE, Home, JSON, Server, program, text};

const COLLECTION: &str = "/api/mysafe/secretapi";

/// API secrets of the first user, numbered from one.
fn insert(items: usize) -> String {
    format!(
        "INSERT INTO api_secrets (owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
         SELECT 1, n, 'u', 'c', '', '', '', 0, 0 FROM generate_series(1, {items}) AS n"
    )
}

/// A server with so many API secrets, numbered from one, and who may switch them.
fn filled(items: usize) -> (Home, Server, String) {
    let home = Home::new();
    let server = home.serve();
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    home.sql(&insert(items));
    (home, server, bearer)
}

/// The status of the answer.
fn switch(server: &Server, bearer: &str, item: usize, active: bool) -> u16 {
    let change = if active { "active" } else { "inactive" };
    server.post(&format!("{COLLECTION}/{change}/{item}"), &[("authorization", bearer), JSON], "").status
}

fn assert_log_is_whole(home: &Home) {
    let output = home.admin(&["audit", "verify"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("without an end"), "{}", text(&output.stdout));
}

#[test]
fn what_comes_together_is_one_transaction_with_all_its_entries() {
    const CALLERS: usize = 32;
    const ROUNDS: usize = 10;
    let (home, server, bearer) = filled(CALLERS);
    std::thread::scope(|scope| {
        for item in 1..=CALLERS {
            let (server, bearer) = (&server, &bearer);
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    assert_eq!(switch(server, bearer, item, round % 2 == 1), 200);
                }
            });
        }
    });
    // What a transaction has written bears its number.
    let transactions = "SELECT count(DISTINCT xmin::TEXT), count(*) FROM audit WHERE action LIKE '%activate'";
    let counted = home.sql(transactions);
    let (transactions, entries) = counted.trim().split_once('|').unwrap();
    assert_eq!(entries, (2 * CALLERS * ROUNDS).to_string(), "an attempt and an end for each");
    let transactions: usize = transactions.parse().unwrap();
    assert!(transactions <= CALLERS * ROUNDS / 2, "{transactions} transactions for {}", CALLERS * ROUNDS);
    let apart = "SELECT count(*) FROM audit AS one JOIN audit AS other ON other.lane = one.lane AND other.attempt = one.sequence
                 WHERE one.xmin::TEXT <> other.xmin::TEXT AND one.action LIKE '%activate'";
    assert_eq!(home.sql(apart).trim(), "0", "an attempt goes with its end");
    assert_eq!(home.sql("SELECT count(*) FROM api_secrets WHERE NOT active").trim(), "0");
    assert_log_is_whole(&home);
}

#[test]
fn a_row_that_somebody_holds_keeps_nobody_else_waiting() {
    const ITEMS: usize = 20;
    let (home, server, bearer) = filled(ITEMS);
    let somebody = home.database.as_ref().expect("a test on PostgreSQL").session();
    somebody.sql("BEGIN");
    somebody.sql("SELECT 1 FROM api_secrets WHERE id = 1 FOR UPDATE");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| switch(&server, &bearer, 1, false));
        std::thread::scope(|others| {
            for item in 2..=ITEMS {
                let (server, bearer) = (&server, &bearer);
                others.spawn(move || assert_eq!(switch(server, bearer, item, false), 200));
            }
        });
        assert!(!waiting.is_finished());
        somebody.sql("COMMIT");
        assert_eq!(waiting.join().unwrap(), 200);
    });
    assert_eq!(home.sql("SELECT count(*) FROM api_secrets WHERE active").trim(), "0");
    assert_log_is_whole(&home);
}

#[test]
fn connections_that_are_cut_at_any_moment_lose_nothing_and_make_nothing_twice() {
    const ITEMS: usize = 16;
    const CUTS: usize = 60;
    let (home, server, bearer) = filled(ITEMS);
    let (done, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for item in 1..=ITEMS {
            let (home, server, bearer, done, over) = (&home, &server, &bearer, &done, &over);
            scope.spawn(move || {
                let mut active = true;
                while !over.load(Ordering::SeqCst) {
                    active = !active;
                    match switch(server, bearer, item, active) {
                        200 => done.fetch_add(1, Ordering::SeqCst),
                        // Where even the token could not be looked at nothing was done.
                        status => {
                            assert!(status >= 500, "{status}");
                            active = !active;
                            continue;
                        }
                    };
                }
                let stored = home.sql(&format!("SELECT active FROM api_secrets WHERE id = {item}"));
                assert_eq!(stored.trim(), if active { "t" } else { "f" }, "{item}");
            });
        }
        let deadline = Instant::now() + 2 * DEADLINE;
        for cut in 1..=CUTS {
            // Something was done since the last one.
            while done.load(Ordering::SeqCst) < 20 * cut {
                assert!(Instant::now() < deadline, "nothing is done any more");
                std::thread::yield_now();
            }
            home.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'COMMIT%'
                    OR random() < 0.2 AND datname = current_database() AND pid <> pg_backend_pid()",
            );
        }
        over.store(true, Ordering::SeqCst);
    });
    let ended = "SELECT count(*) FROM audit WHERE action LIKE '%activate' AND event = 'done'";
    assert_eq!(home.sql(ended).trim(), done.into_inner().to_string());
    assert_log_is_whole(&home);
    assert!(server.get("/readyz", &[]).status == 200);
}

#[test]
fn a_commit_whose_connection_was_lost_is_found_out() {
    let cluster = Cluster::start();
    let sql = |sql: &str| cluster.try_sql("postgres", sql).unwrap();
    let home = Home::with_a_file();
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &cluster.url("postgres")]);
    let server = Server::start({
        command.arg("--data-dir").arg(home.data_dir());
        command
    });
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    sql(&insert(1));

    let over = AtomicBool::new(false);
    let done = std::thread::scope(|scope| {
        let switching = scope.spawn(|| {
            let mut done = 0;
            while !over.load(Ordering::SeqCst) {
                assert_eq!(switch(&server, &bearer, 1, done % 2 == 1), 200);
                done += 1;
            }
            done
        });
        // From now on a commit is on disk, and then waits for a replica that there is none of.
        sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        sql("SELECT pg_reload_conf()");
        let deadline = Instant::now() + DEADLINE;
        let cut =
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        while sql(cut).trim() == "0" && Instant::now() < deadline {}
        over.store(true, Ordering::SeqCst);
        while !switching.is_finished() {
            sql(cut);
        }
        switching.join().unwrap()
    });
    let ended = "SELECT event, count(*) FROM audit WHERE action LIKE '%activate' AND event <> 'attempt' GROUP BY event";
    assert_eq!(sql(ended).trim(), format!("done|{done}"));
    sql("ALTER SYSTEM RESET synchronous_standby_names");
    sql("SELECT pg_reload_conf()");
}
