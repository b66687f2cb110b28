//! Import and export: every line is stored or named, nothing of its content is repeated, and what
//! comes out goes in again.

use std::fmt::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::fixture::{Home, JSON, run, text};

/// A command on this home's data.
fn command(home: &Home, arguments: &[&str]) -> Command {
    let mut command = home.program();
    command.args(arguments);
    command
}

fn import(home: &Home, lines: &str, arguments: &[&str]) -> Output {
    let file = home.path().join("lines");
    std::fs::write(&file, lines).unwrap();
    let arguments = [&["secret", "import", "--user", "maria"], arguments].concat();
    run(command(home, &arguments).arg(file))
}

fn export(home: &Home, arguments: &[&str]) -> Vec<Value> {
    let output = run(&mut command(home, &[&["secret", "export"], arguments].concat()));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn bootstrapped() -> Home {
    let home = Home::new();
    assert!(home.admin(&["bootstrap"]).status.success());
    home
}

#[test]
fn what_is_imported_is_served_and_what_is_exported_can_be_imported() {
    let home = Home::new();
    let server = home.serve();
    let lines = [
        json!({ "name": "first", "url": "u", "client_id": "c", "client_secret": "s3cret é",
            "identifier_code": "k", "method": "get", "tags": "a,b", "notes": "line\nline", "need_justify": true,
            "need_approval": "1", "users_allowed": [{ "username": "admin", "can_edit": true }] }),
        json!({ "name": "second", "url": "u", "client_id": "c", "active": false, "unknown": [1] }),
    ];
    let imported = import(&home, &format!("\u{feff}{}\r\n\n{}", lines[0], lines[1]), &[]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    assert_eq!(text(&imported.stdout), "2 API secrets stored.\n");
    assert_eq!(text(&imported.stderr), "", "no terminal, no progress");

    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    let headers = [("authorization", bearer.as_str())];
    let listed = server.get("/api/mysafe/secretapi", &headers).json();
    let row = json!({ "identifier": "1", "name": "first", "need_justify": "1", "need_approval": "1",
        "can_view": true, "can_write": true });
    assert_eq!(listed["api_secret_on_list"], json!([row]), "what is shared with the first user");
    let read = server.get("/api/mysafe/secretapi/1", &headers).json();
    assert_eq!(read["api_secret_entity"]["client_secret"], "s3cret é");
    assert_eq!(server.get("/api/mysafe/secretapi/2", &headers).json()["exception"]["code"], 1006);
    server.stop();

    let rows = export(&home, &[]);
    assert!(rows[0].get("client_secret").is_none(), "{}", rows[0]);
    assert!(rows[0]["last_used"].as_str().unwrap().ends_with('Z'), "reading it was a use");
    assert_eq!((&rows[1]["last_used"], &rows[1]["active"]), (&Value::Null, &false.into()));
    assert_eq!(export(&home, &["--user", "admin"]), [Value::Null; 0]);

    let output = run(&mut command(&home, &["secret", "export", "--with-client-secrets"]));
    assert!(text(&output.stderr).contains("in clear"));
    let second = bootstrapped();
    assert!(import(&second, &text(&output.stdout), &[]).status.success());
    let without_use = |home: &Home| {
        let mut rows = export(home, &["--with-client-secrets"]);
        rows.iter_mut().for_each(|row| row["last_used"] = Value::Null);
        rows
    };
    assert_eq!(without_use(&second), without_use(&home));
    assert_eq!(without_use(&home)[0]["client_secret"], "s3cret é");
}

/// Good and bad lines; nothing of a bad one may be seen again.
const MIXED: &str = r#"{"name":"good","url":"u","client_id":"c","identifier_code":"k"}
{"name":"HIDDEN","url":"u"}
HIDDEN
["HIDDEN"]
{"name":"HIDDEN","url":"u","client_id":"c","identifier_code":"k"}
{"name":"HIDDEN","url":"u","client_id":"c","client_secret":["HIDDEN"]}
{"name":"HIDDEN","url":"u","client_id":"c","need_justify":"HIDDEN"}
{"name":"good","url":"u","client_id":"c","users_allowed":[{"username":"HIDDEN"}],"groups_allowed":[{"name":"HIDDEN"}]}
"#;

#[test]
fn bad_lines_are_named_by_number_and_skipped() {
    let home = bootstrapped();
    let long = format!(r#"{{"name":"{}"}}"#, "HIDDEN".repeat(1_000_000));
    let output = import(&home, &format!("{MIXED}{long}\n{}", MIXED.lines().last().unwrap()), &[]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(text(&output.stdout), "3 API secrets stored.\n");
    for (line, part) in [
        (2, "client_id"),
        (3, "no JSON"),
        (4, "it is no JSON object"),
        (5, "identifier_code"),
        (6, "client_secret"),
        (7, "`need_justify` is neither true nor false"),
        (8, "not shared with 2 names"),
        (9, "longer"),
        (10, "not shared"),
    ] {
        let sentence = said.lines().find(|sentence| sentence.starts_with(&format!("Line {line}: ")));
        assert!(sentence.is_some_and(|sentence| sentence.contains(part)), "{line} {part}: {said}");
    }
    assert!(said.contains("makes such lines of a JSON list.\nLine 3: "), "what is expected, first: {said}");
    assert_eq!(said.matches("Expected is UTF-8").count(), 1, "once is enough: {said}");
    assert!(said.contains("Error: 7 lines could not be stored; all others were"), "{said}");
    assert!(!said.contains("HIDDEN"), "{said}");
    assert_eq!(export(&home, &[]).len(), 3);
    let said = text(&import(&home, r#"{"name":"n"}"#, &[]).stderr);
    assert!(said.contains("Error: 1 line could not be stored; nothing was"), "{said}");
}

#[test]
fn a_strict_import_ends_at_the_first_bad_line() {
    for (first, bad) in [(0, 2), (3, 2)] {
        let home = bootstrapped();
        let lines: Vec<_> = MIXED.lines().collect();
        // Once a line that is wrong by itself, once one that the store refuses.
        let lines = [lines[0], lines[first + 1], lines[7]].join("\n");
        let output = import(&home, &lines, &["--strict"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stdout), "1 API secret stored.\n");
        let said = text(&output.stderr);
        assert!(said.starts_with(&format!("Line {bad}: ")) && said.lines().count() == 2, "{said}");
        let kept = format!(
            "Line {bad} could not be stored. All lines before it are, 1 API secret; it and all lines behind it are not"
        );
        assert!(said.contains(&kept), "{said}");
        assert_eq!(export(&home, &[]).len(), 1);
    }
}

#[test]
fn lines_come_from_standard_input_too_and_more_than_one_piece_of_them() {
    let home = bootstrapped();
    let mut lines = String::new();
    for number in 1..=2500 {
        writeln!(lines, r#"{{"name":"{number}","url":"u","client_id":"c","client_secret":"s{number}"}}"#)
            .unwrap();
    }
    let file = home.path().join("lines");
    std::fs::write(&file, lines).unwrap();
    let mut command = command(&home, &["secret", "import", "--user", "maria"]);
    let output = run(command.stdin(Stdio::from(std::fs::File::open(file).unwrap())));
    assert_eq!(text(&output.stdout), "2500 API secrets stored.\n", "{}", text(&output.stderr));
    let rows = export(&home, &["--user", "maria", "--with-client-secrets"]);
    assert_eq!(rows.len(), 2500);
    for (number, row) in (1..).zip(&rows) {
        assert_eq!(row["name"], format!("{number}").as_str());
        assert_eq!(row["client_secret"], format!("s{number}").as_str());
    }
}

#[test]
fn a_missing_file_makes_no_user() {
    let home = bootstrapped();
    let missing = home.path().join("missing");
    let output = run(command(&home, &["secret", "import", "--user", "maria"]).arg(&missing));
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("missing cannot be read"), "{}", text(&output.stderr));
}

#[test]
fn whatever_the_api_takes_is_carried_over_byte_for_byte() {
    let home = Home::new();
    let server = home.serve();
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    let headers = [JSON, ("authorization", bearer.as_str())];
    // Each of them fills a body; what is escaped in six letters fills a line many times over.
    let control = "\u{1}".repeat(10_000);
    let odd = "100%+2B %41 a+b&c=d#e \u{202e}\u{1f512}\"\\\r\n\t";
    let new = json!({ "name": odd, "url": odd, "client_id": odd, "client_secret": "\n s3cret é\r\n", "tags": odd,
        "notes": "x".repeat(60_000), "identifier_code": "0043" });
    assert_eq!(server.post("/api/mysafe/secretapi", &headers, &new.to_string()).status, 201);
    for member in ["url", "method", "tags"] {
        let change = json!({ member: &control }).to_string();
        assert_eq!(server.put("/api/mysafe/secretapi/update/1", &headers, &change).status, 200);
    }
    let carried = |home: &Home| {
        let mut rows = export(home, &["--with-client-secrets"]);
        for row in &mut rows {
            for of_there in ["identifier", "user", "last_used"] {
                row.as_object_mut().unwrap().remove(of_there);
            }
        }
        rows
    };
    let before = carried(&home);
    assert!(before[0].to_string().len() > 200_000);
    let other = bootstrapped();
    let lines: String = before.iter().map(|row| format!("{row}\n")).collect();
    let imported = import(&other, &lines, &[]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    assert_eq!(carried(&other), before);
}

#[test]
fn an_export_of_nobody_is_no_empty_export() {
    let home = bootstrapped();
    let output = run(&mut command(&home, &["secret", "export", "--user", "mario"]));
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
    assert!(text(&output.stderr).contains("no user of that name"), "{}", text(&output.stderr));
}

#[test]
fn a_second_import_doubles_nothing_unless_it_is_told_to() {
    let home = bootstrapped();
    let line = |number: usize| {
        format!(r#"{{"name":"{number}","url":"u","client_id":"c","client_secret":"s3cret-{number}"}}"#)
    };
    let lines = |count: usize| (1..=count).map(|number| line(number) + "\n").collect::<String>();
    let stored = |output: &Output| text(&output.stdout);
    assert_eq!(stored(&import(&home, &lines(1200), &[])), "1200 API secrets stored.\n");

    let again = import(&home, &lines(2500), &[]);
    assert_eq!((again.status.code(), stored(&again).as_str()), (Some(1), "0 API secrets stored.\n"));
    let said = text(&again.stderr);
    assert!(
        said.contains("Line 1 was imported before") && said.contains("--resume") && said.contains("--again"),
        "{said}"
    );
    assert!(!said.contains("s3cret"), "{said}");

    let resumed = import(&home, &lines(2500), &["--resume"]);
    assert!(resumed.status.success(), "{}", text(&resumed.stderr));
    assert_eq!(stored(&resumed), "1300 API secrets stored. 1200 lines were imported before.\n");
    assert_eq!(export(&home, &[]).len(), 2500);

    // What comes out is known again, though it says more; twice in one file is two; and others have their own.
    let exported: String =
        export(&home, &["--with-client-secrets"]).iter().map(|row| format!("{row}\n")).collect();
    let resumed = import(&home, &exported, &["--resume"]);
    assert_eq!(stored(&resumed), "0 API secrets stored. 2500 lines were imported before.\n");
    let twice = line(1).repeat(2).replace("}{", "}\n{");
    assert_eq!(
        stored(&import(&home, &twice, &["--resume"])),
        "1 API secret stored. 1 line was imported before.\n"
    );
    assert_eq!(stored(&import(&home, &line(1), &["--again"])), "1 API secret stored.\n");
    assert_eq!(
        home.admin(&["secret", "import", "--user", "x", "--again", "--resume"]).status.code(),
        Some(2)
    );
}
