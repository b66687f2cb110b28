//! `secret search`: hits by place, never by value; three ends that a script can tell apart.

use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::json;

use crate::fixture::{Home, run, text};

const FIRST: &str = "first-leaked \"value\" of ours";
const SECOND: &str = "second-leaked-value-of-ours";

/// Two API secrets with the first value, one of which is off, and one with the second.
fn home() -> Home {
    let home = Home::new();
    assert!(home.admin(&["bootstrap"]).status.success());
    let line = |name: &str, value: &str, active: bool| {
        json!({ "name": name, "url": "u", "client_id": "c", "client_secret": value, "active": active })
            .to_string()
    };
    let lines = [
        line("Mailer", FIRST, true),
        line("Mailer\told", FIRST, false),
        line("Backup", SECOND, true),
        line("Short", "seven77", true),
    ];
    let file = home.path().join("lines");
    std::fs::write(&file, lines.join("\n")).unwrap();
    assert!(run(home.program().args(["secret", "import", "--user", "maria"]).arg(file)).status.success());
    home
}

fn search(home: &Home, texts: &[(&str, &[u8])]) -> Output {
    let mut command = home.program();
    command.args(["secret", "search"]).current_dir(home.path());
    for (name, content) in texts {
        std::fs::write(home.path().join(name), content).unwrap();
        command.arg(name);
    }
    run(&mut command)
}

#[test]
fn a_hit_is_a_line_that_names_the_place_and_never_the_value() {
    let home = home();
    let log = format!("nothing\n{{\"key\":{}}}\n", serde_json::to_string(FIRST).unwrap());
    let found = search(&home, &[("a.log", log.as_bytes()), ("b.env", format!("é={SECOND}").as_bytes())]);
    assert_eq!(
        text(&found.stdout),
        "a.log:2:9\tescapes\t1\tMailer\tactive\na.log:2:9\tescapes\t2\tMailer old\tinactive\n\
         b.env:1:3\tplain\t3\tBackup\tactive\n"
    );
    assert_eq!(
        text(&found.stderr),
        "Looked for 2 values of the vault. Not looked for, since they have fewer than 8 bytes: 1.\n"
    );
    assert_eq!(found.status.code(), Some(1));
    let log = text(&home.admin(&["audit", "export"]).stdout);
    assert!(log.contains("readIndex") && !log.contains("leaked"), "{log}");
}

#[test]
fn nothing_found_is_zero_and_what_could_not_be_looked_at_is_two() {
    let home = home();
    let none = search(&home, &[("a.log", b"KEY=value of somebody else\nTOKEN=ab********yz\n")]);
    assert_eq!((none.status.code(), text(&none.stdout)), (Some(0), String::new()));
    assert!(text(&none.stderr).contains("masked"), "{}", text(&none.stderr));
    let unread = search(&home, &[("a.log", b"KEY=1"), ("a.zip", b"PK\x03\x04 and more than that")]);
    assert_eq!((unread.status.code(), text(&unread.stdout)), (Some(2), String::new()));
    assert!(text(&unread.stderr).contains("a.zip: compressed"), "{}", text(&unread.stderr));
    assert_eq!(home.admin(&["secret", "search", "no/such/file"]).status.code(), Some(2));
    let elsewhere = Home::new();
    assert_eq!(elsewhere.admin(&["secret", "search", "-"]).status.code(), Some(2), "there is no data");
    assert_eq!(home.admin(&["secret", "search"]).status.code(), Some(2), "no file is named");
}

#[test]
fn standard_input_is_a_text_like_any_other() {
    let home = home();
    let mut command = home.program();
    command
        .args(["secret", "search", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("Bearer {SECOND}").as_bytes()).unwrap();
    let found = child.wait_with_output().unwrap();
    assert_eq!(text(&found.stdout), "-:1:8\tplain\t3\tBackup\tactive\n");
    assert_eq!(found.status.code(), Some(1));
}
