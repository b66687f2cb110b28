//! A server whose clock is set while it runs, as the system's may be.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::fixture::{Answer, DEADLINE, FORM, Home, Server, not_run, text};

/// Where libfaketime lies, which a program that is started under it asks for the time.
fn library() -> Option<PathBuf> {
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let file = |place: &&str| Path::new(*place).join("faketime/libfaketimeMT.so.1");
    let found = places.iter().map(file).find(|file| file.is_file());
    if found.is_none() {
        not_run(module_path!(), "libfaketime is not installed");
    }
    found
}

#[test]
fn a_clock_that_goes_back_locks_nobody_out_and_the_log_stays_whole() {
    let Some(library) = library() else { return };
    let home = Home::new();
    let clock = home.path().join("clock");
    let set = |by: &str| fs::write(&clock, by).unwrap();
    set("+2d");
    let mut command = home.serve_command();
    command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &clock);
    command.envs([("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")]);
    let server = Server::start(command);
    let credentials = server.credentials();
    let ask = |secret: &str| -> Answer {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={secret}",
            credentials.client_id
        );
        server.post("/api/oauth2/token", &[FORM], &form)
    };
    let list = |token: &str| {
        server.get("/api/mysafe/secretapi", &[("authorization", &format!("Bearer {token}"))]).status
    };
    let ahead = server.sign_in(&credentials);
    assert_eq!(list(&ahead), 200);
    for _ in 0..6 {
        assert_eq!(ask("wrong").status, 401);
    }
    set("+0");
    assert_eq!(list(&ahead), 404, "a token from the future");
    let deadline = Instant::now() + DEADLINE;
    while ask(&credentials.client_secret).status != 200 {
        assert!(Instant::now() < deadline, "the owner never gets in");
    }
    let now = server.sign_in(&credentials);
    assert_eq!(list(&now), 200);
    let verified = home.admin(&["audit", "verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));
    set("+37h");
    assert_eq!(list(&now), 404, "a token of two days ago");
    assert_eq!(server.get("/readyz", &[]).status, 200);
}
