//! Starting, refusing to start, and ending: each refusal names what is wrong and what helps, and
//! loses nothing.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::fixture::{DEADLINE, Home, JSON, Server, program, run, text, value};

/// The one sentence of a start that fails with exit code 1 and prints nothing else.
fn refusal(command: &mut Command) -> String {
    refused(&run(command))
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(text(&output.stdout), "", "nothing is printed, credentials least of all");
    let sentence = text(&output.stderr);
    assert!(sentence.starts_with("Error: ") && sentence.lines().count() == 1, "{sentence}");
    sentence
}

fn assert_says(sentence: &str, parts: &[&str]) {
    for part in parts {
        assert!(sentence.contains(part), "no {part:?} in: {sentence}");
    }
}

#[test]
fn the_first_start_prints_each_credential_on_its_own_line_and_the_second_none() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    assert_eq!((credentials.api_key.len(), credentials.client_secret.len()), (32, 48));
    let printed = server.greeting.join("\n");
    assert_says(
        &printed,
        &[&home.data_dir().display().to_string(), "shown only now", "belongs under “Admin key”"],
    );
    assert!(server.address.starts_with("http://127.0.0.1:"));
    let (status, out, _) = server.stop();
    assert_eq!((status.code(), out.lines().count()), (Some(0), 7), "{out}");
    assert!(home.serve().greeting.is_empty());
}

#[test]
fn a_port_in_use_costs_nothing() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let mut command = program();
    command.args(["serve", "--listen", &address.to_string(), "--data-dir"]).arg(home.data_dir());
    assert_says(&refusal(&mut command), &[&format!("Port {} ", address.port()), "in use", "--listen"]);
    assert!(!home.data_dir().exists(), "no data was made, so no credentials are burnt");
}

#[test]
fn an_unwritable_directory_is_named() {
    let home = Home::new();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    for directory in [file.join("data"), file.clone(), "/proc/latchboard/data".into()] {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&directory);
        assert_says(
            &refusal(&mut command),
            &[&directory.display().to_string(), "cannot be created", "--data-dir"],
        );
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    // A directory in the place of a file: even root cannot write to it.
    for name in ["latchboard.lock", "master.key", "latchboard.sqlite"] {
        let home = Home::new();
        fs::create_dir_all(home.data_dir().join(name)).unwrap();
        let sentence = refusal(&mut home.serve_command());
        assert_says(&sentence, &[&home.data_dir().join(name).display().to_string(), "--data-dir"]);
    }
}

#[test]
fn a_foreign_file_is_left_byte_for_byte() {
    let home = Home::new();
    home.serve().stop();
    // A valid database with tables, but with the mark of another program.
    let mut other_program = fs::read(home.database()).unwrap();
    other_program[68..72].copy_from_slice(b"GPKG");
    let mut no_mark = other_program.clone();
    no_mark[68..72].fill(0);
    for (content, what) in [
        (b"dear diary".to_vec(), "no SQLite database"),
        (other_program, "another program"),
        (no_mark, "another program"),
    ] {
        let home = Home::new();
        fs::create_dir(home.data_dir()).unwrap();
        fs::write(home.database(), &content).unwrap();
        for output in
            [run(&mut home.serve_command()), home.admin(&["bootstrap"]), home.admin(&["api-key", "create"])]
        {
            assert_says(
                &refused(&output),
                &[&home.database().display().to_string(), what, "It was left as it is"],
            );
        }
        assert_eq!(home.files(), [(home.database(), content)], "nothing beside it either");
    }
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let home = Home::new();
    home.serve().stop();
    let mut newer = fs::read(home.database()).unwrap();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(home.database(), &newer).unwrap();
    for output in [run(&mut home.serve_command()), home.admin(&["api-key", "create"])] {
        assert_says(&refused(&output), &[&home.database().display().to_string(), "newer", "99"]);
    }
    assert_eq!(fs::read(home.database()).unwrap(), newer);
}

#[test]
fn a_second_server_on_the_same_data_is_refused_until_the_first_is_gone() {
    let home = Home::new();
    let server = home.serve();
    let sentence = refusal(&mut home.serve_command());
    assert_says(&sentence, &[&home.data_dir().display().to_string(), "in use", "Stop", "--data-dir"]);
    assert_eq!(server.get("/healthz", &[]).status, 200, "the first goes on");
    server.kill();
    home.serve();
}

#[test]
fn data_without_its_key_or_with_another_key_is_refused() {
    let home = Home::new();
    home.serve().stop();
    let key = home.data_dir().join("master.key");
    let right = fs::read(&key).unwrap();
    let start = || refusal(&mut home.serve_command());

    // Overwritten, not removed: the mode stays, so there is no warning beside the sentence.
    fs::write(&key, "short").unwrap();
    assert_says(&start(), &[&key.display().to_string(), "damaged", "backup"]);
    let other = Home::new();
    other.serve().stop();
    fs::copy(other.data_dir().join("master.key"), &key).unwrap();
    assert_says(&start(), &[&key.display().to_string(), "does not belong", "backup"]);
    fs::remove_file(&key).unwrap();
    assert_says(&start(), &[&key.display().to_string(), "missing", "backup"]);
    assert!(!key.exists(), "no new one takes its place");
    fs::write(&key, right).unwrap();
    home.serve();
}

#[test]
fn a_dashboard_that_is_not_there_is_named_before_anything_is_made() {
    let home = Home::new();
    let missing = home.path().join("dist");
    let start = || refusal(home.serve_command().arg("--dashboard").arg(&missing));
    assert_says(&start(), &[&missing.join("index.html").display().to_string(), "--dashboard"]);
    fs::create_dir(&missing).unwrap();
    assert_says(&start(), &[&missing.join("index.html").display().to_string(), "--dashboard"]);
    assert!(!home.data_dir().exists());
}

#[test]
fn what_is_left_of_a_start_that_was_killed_early_is_no_trouble() {
    let home = Home::new();
    fs::create_dir(home.data_dir()).unwrap();
    fs::write(home.database(), "").unwrap();
    fs::write(home.data_dir().join("master.key.new"), "half").unwrap();
    fs::write(home.data_dir().join("latchboard.lock"), "").unwrap();
    assert_eq!(home.serve().greeted("API key").len(), 32);
}

#[cfg(unix)]
#[test]
fn what_is_created_is_for_this_account_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let _server = home.serve();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.data_dir()), 0o700);
    for name in ["latchboard.sqlite", "latchboard.sqlite-wal", "master.key"] {
        assert_eq!(mode(&home.data_dir().join(name)), 0o600, "{name}");
    }
}

#[test]
fn bootstrap_makes_data_once() {
    let home = Home::new();
    let output = home.admin(&["bootstrap"]);
    assert!(output.status.success(), "{output:?}");
    let key = value(&text(&output.stdout), "API key");
    let again = refused(&home.admin(&["bootstrap"]));
    assert_says(&again, &[&home.data_dir().display().to_string(), "already", "api-key create"]);
    let server = home.serve();
    assert!(server.greeting.is_empty());
    let path = format!("/locationHistory/1/register?key={key}");
    assert_eq!(server.post(&path, &[JSON], r#"{"secret":"s"}"#).status, 200);
    // While the server runs, too.
    assert_says(&refused(&home.admin(&["bootstrap"])), &["already"]);
}

#[test]
fn admin_commands_want_data_and_sensible_arguments() {
    let home = Home::new();
    for command in [&["api-key", "create"][..], &["access-key", "create", "--user", "maria"]] {
        let sentence = refused(&home.admin(command));
        assert_says(&sentence, &[&home.data_dir().display().to_string(), "bootstrap", "--data-dir"]);
    }
    assert!(!home.data_dir().exists());
    for wrong in [&["access-key", "create", "--user", " "][..], &["serve", "--listen", "nowhere"], &["fly"]] {
        assert_eq!(home.admin(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let help = run(program().arg("--help"));
    assert!(help.status.success());
    assert_says(&text(&help.stdout), &["Examples:", "master.key", "api-key create", "RUST_LOG"]);
}

#[test]
fn on_a_signal_the_server_finishes_what_it_accepted() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let body = r#"{"secret":"s"}"#;
    let mut stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let head = format!(
        "POST /locationHistory/1/register?key={key} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // "100 Continue" means that the request is under way, and its body awaited.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100 "), "{}", text(&interim));

    server.terminate();
    let deadline = Instant::now() + DEADLINE;
    while TcpStream::connect(server.authority()).is_ok() {
        assert!(Instant::now() < deadline, "it still accepts connections");
    }
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("adminKey"), "{answer}");
    assert_eq!(server.ended().0.code(), Some(0));
}

#[test]
fn idle_connections_do_not_hold_up_the_end() {
    let home = Home::new();
    let server = home.serve();
    // One that never asked anything, as browsers open them in advance, and one that waits for more.
    let _silent = TcpStream::connect(server.authority()).unwrap();
    let mut idle = TcpStream::connect(server.authority()).unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).unwrap();
    let asked = Instant::now();
    let (status, ..) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
}

#[test]
fn two_servers_with_data_of_their_own_do_not_know_each_other() {
    let (one, other) = (Home::new(), Home::new());
    let (first, second): (Server, Server) = (one.serve(), other.serve());
    assert_ne!(first.process(), second.process());
    let path = format!("/locationHistory/1/register?key={}", first.greeted("API key"));
    assert_eq!(second.post(&path, &[JSON], r#"{"secret":"s"}"#).status, 401);
}

#[test]
fn where_data_are_expected_none_are_made() {
    let home = Home::new();
    let sentence = refusal(home.serve_command().arg("--existing"));
    assert_says(&sentence, &[&home.data_dir().display().to_string()]);
    assert!(!home.data_dir().exists(), "not even an empty directory: {sentence}");
    home.serve().stop();
    let mut command = home.serve_command();
    command.arg("--existing");
    assert!(Server::start(command).greeting.is_empty());
    // A volume that was mounted over, or a file that was moved: the key says that there was something.
    fs::remove_file(home.database()).unwrap();
    let sentence = refusal(&mut home.serve_command());
    assert_says(&sentence, &["master.key", "restore"]);
    assert!(!home.database().exists());
}

#[test]
fn the_port_stays_open_for_as_long_as_it_is_drained_and_says_that_it_is_not_ready() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(["--drain-seconds", "2"]);
    let server = Server::start(command);
    assert_eq!(server.get("/readyz", &[]).status, 200);
    let asked = Instant::now();
    server.terminate();
    while server.get("/readyz", &[]).status == 200 {
        assert!(asked.elapsed() < Duration::from_secs(1), "it notices at once");
    }
    assert_eq!(server.get("/healthz", &[]).status, 200, "others are still served");
    assert_eq!(server.ended().0.code(), Some(0));
    assert!(asked.elapsed() >= Duration::from_secs(2));
}

#[test]
fn a_database_that_breaks_off_names_the_backup() {
    let home = Home::new();
    let server = home.serve();
    server.sign_in(&server.credentials());
    assert!(server.stop().0.success());
    let whole = fs::read(home.database()).unwrap();
    for length in [60, 4096, whole.len() / 2, whole.len() - 4096] {
        fs::write(home.database(), &whole[..length]).unwrap();
        let _nothing_of_it = fs::remove_file(home.data_dir().join("latchboard.sqlite-wal"));
        for command in [&mut home.serve_command(), home.program().args(["access-key", "list"])] {
            assert_says(&refusal(command), &["latchboard.sqlite", "is damaged", "left as it is", "restore"]);
        }
        assert_eq!(fs::read(home.database()).unwrap(), whole[..length], "left as it is");
    }
}

#[test]
fn what_others_could_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    const WARNINGS: [&str; 2] = ["may enter the data directory", "over the network in clear"];
    let home = Home::new();
    let warned = |flags: &[&str]| {
        let mut command = home.program();
        command.arg("serve").args(flags);
        let log = Server::start(command).stop().2;
        WARNINGS.map(|warning| log.contains(warning))
    };
    assert_eq!(warned(&["--listen", "127.0.0.1:0"]), [false, false]);
    fs::set_permissions(home.data_dir(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(warned(&["--listen", "0.0.0.0:0"]), [true, true]);
    assert_eq!(warned(&["--listen", "0.0.0.0:0", "--tls-in-front"]), [true, false]);
}
