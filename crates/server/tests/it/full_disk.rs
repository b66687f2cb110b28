//! A server on a small disk that somebody fills.

use std::fs;
use std::io::Write;
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use crate::fixture::{DEADLINE, Home, JSON, Server, installed, not_run, run};

/// What mounts a disk of its own for what it starts.
const ON_A_SMALL_DISK: [&str; 6] = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"];

#[test]
fn on_a_full_disk_changes_are_refused_and_what_helps_goes_on() {
    let [unshare, arguments @ ..] = ON_A_SMALL_DISK;
    let small = |script: &str| {
        let mut command = Command::new(unshare);
        command.args(arguments).arg(format!("mount -t tmpfs -o size=16m tmpfs \"$0\" && {script}"));
        command
    };
    let home = Home::new();
    let disk = home.path().join("disk");
    fs::create_dir(&disk).unwrap();
    if installed(unshare, module_path!()).is_none() {
        return;
    }
    if !run(small("true").arg(&disk)).status.success() {
        return not_run(module_path!(), "a small disk cannot be mounted here");
    }
    let mut command = small("exec \"$@\"");
    let program = home.serve_command();
    command.arg(&disk).arg(program.get_program()).args(program.get_args());
    command.arg("--data-dir").arg(disk.join("data"));
    let server = Server::start(command);
    let credentials = server.credentials();
    let bearer = format!("Bearer {}", server.sign_in(&credentials));
    let headers = [("authorization", bearer.as_str()), JSON];
    let body = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": "s3cret" }).to_string();
    let create = || server.post("/api/mysafe/secretapi", &headers, &body).status;
    assert_eq!(create(), 201);

    // Only the server sees its disk: by way of it.
    let filler = format!("/proc/{}/root{}/filler", server.process(), disk.display());
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
    drop(file);
    let refused = server.post("/api/mysafe/secretapi", &headers, &body);
    assert_eq!(
        (refused.status, &refused.json()["latchboard_code"]),
        (503, &"not_audited".into()),
        "{}",
        refused.text
    );
    assert_eq!(server.get("/readyz", &[]).status, 503);
    let fingerprint = "1bb1a7e3a0a7e5dc8ab2e4d4c9f9a3fdb4f5f0b9dfd8c06a18b3b1dbd9e62d11";
    for round in 0..100 {
        server.sign_in(&credentials);
        if round < 3 {
            let find = json!({ "fingerprints": [fingerprint] }).to_string();
            assert_eq!(server.post("/api/latchboard/v1/find", &headers, &find).status, 200);
        }
        assert_eq!(server.get("/api/mysafe/secretapi", &headers).status, 200);
        let exported = server.get("/api/latchboard/v1/audit/export", &headers);
        assert!(
            exported.status == 200 && exported.text.lines().last().unwrap().contains("end"),
            "{}",
            exported.text
        );
    }
    assert_eq!(create(), 503);

    fs::remove_file(&filler).unwrap();
    let deadline = Instant::now() + DEADLINE;
    while create() != 201 || server.get("/readyz", &[]).status != 200 {
        assert!(Instant::now() < deadline, "it never goes on");
    }
    let log = server.stop().2;
    assert!(log.contains("the disk is full") && log.contains("room on the disk again"), "{log}");
}
