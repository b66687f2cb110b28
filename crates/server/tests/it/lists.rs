//! Long lists: whole, in order and by every filter, in pieces that nobody in the database waits for.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use serde_json::{Value, json};

use crate::fixture::{Credentials, DEADLINE, Home, Server, text};

const COLLECTION: &str = "/api/mysafe/secretapi";

fn import(home: &Home, user: &str, lines: impl Iterator<Item = Value>) {
    let file = home.path().join("lines");
    std::fs::write(&file, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let output = home.admin(&["secret", "import", "--user", user, file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// The identifiers in a list, and whether each may be changed.
fn listed(server: &Server, credentials: &Credentials, query: &str) -> Vec<(usize, bool)> {
    let bearer = format!("Bearer {}", server.sign_in(credentials));
    let answer = server.get(&format!("{COLLECTION}{query}"), &[("authorization", &bearer)]);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body["response"]["status"], 200);
    let row = |row: &Value| {
        (row["identifier"].as_str().unwrap().parse().unwrap(), row["can_write"].as_bool().unwrap())
    };
    body["api_secret_on_list"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_long_list_is_whole_and_in_order_for_everybody_and_by_every_filter() {
    let home = Home::new();
    let server = home.serve();
    let admin = server.credentials();
    let maria = home.access_key(&["--user", "maria"]);
    // Turn by turn, in pieces of odd sizes, so that whose they are changes within and between pieces.
    let line = |number: usize, owner: &str| {
        let shares = match (owner, number % 3) {
            ("admin", 0) => json!([{ "username": "maria", "can_edit": number.is_multiple_of(2) }]),
            _ => json!([]),
        };
        let tags = ["", "seventh,x", "x, other"]
            [usize::from(number.is_multiple_of(7)) + usize::from(number.is_multiple_of(11))];
        json!({ "name": number.to_string(), "url": "u", "client_id": "c", "tags": tags, "users_allowed": shares,
            "identifier_code": if number.is_multiple_of(100) { format!("code {number}") } else { String::new() } })
    };
    let owner = |number: usize| if (number / 137).is_multiple_of(2) { "admin" } else { "maria" };
    let mut from = 1;
    while from <= 2_400 {
        let to = (from..).find(|number| owner(*number) != owner(from)).unwrap().min(2_401);
        import(&home, owner(from), (from..to).map(|number| line(number, owner(number))));
        from = to;
    }
    let all = 1..=2_400_usize;
    let own = |user: &'static str| move |number: &usize| owner(*number) == user;
    let by_admin: Vec<_> = all.clone().filter(own("admin")).map(|number| (number, true)).collect();
    assert_eq!(listed(&server, &admin, ""), by_admin);
    let seen_by_maria: Vec<_> = all
        .filter(|number| owner(*number) == "maria" || number.is_multiple_of(3))
        .map(|number| (number, owner(number) == "maria" || number.is_multiple_of(2)))
        .collect();
    assert_eq!(listed(&server, &maria, ""), seen_by_maria);
    let tagged = |number: &usize| {
        let tags = line(*number, owner(*number))["tags"].as_str().unwrap().to_owned();
        move |tag: &str| tags.split(',').any(|known| known.trim() == tag)
    };
    for tag in ["seventh", "x", "other", "none"] {
        let expected: Vec<_> =
            seen_by_maria.iter().copied().filter(|(number, _)| tagged(number)(tag)).collect();
        assert_eq!(listed(&server, &maria, &format!("?tag={tag}")), expected, "{tag}");
        let other = listed(&server, &maria, &format!("?tag=%20{tag}%09"));
        assert_eq!(other, expected, "white space around it means nothing");
    }
    let coded = line(300, owner(300))["identifier_code"].as_str().unwrap().replace(' ', "%20");
    let found = listed(&server, &admin, &format!("?identifier_code={coded}"));
    let expected = if owner(300) == "admin" { vec![(300, true)] } else { vec![] };
    assert_eq!(found, expected);

    let items: Vec<_> = (1..=2_400).step_by(2).map(|number: usize| number.to_string()).collect();
    let limited = home.access_key(&["--user", "maria", "--only", &items.join(",")]);
    let expected: Vec<_> = seen_by_maria.iter().copied().filter(|(number, _)| number % 2 == 1).collect();
    assert_eq!(listed(&server, &limited, ""), expected);
    let expected: Vec<_> = expected.into_iter().filter(|(number, _)| tagged(number)("x")).collect();
    assert_eq!(listed(&server, &limited, "?tag=x"), expected);
}

#[test]
fn a_tag_that_is_longer_than_its_index_is_told_from_others_that_begin_so() {
    let home = Home::new();
    let server = home.serve();
    let admin = server.credentials();
    let long = "ä".repeat(300);
    let tags = [long.clone(), format!("{long}b"), "ä".repeat(200), "ä".repeat(201)];
    let line = |tags: &String| json!({ "name": "n", "url": "u", "client_id": "c", "tags": tags });
    import(&home, "admin", tags.iter().map(line));
    for (index, tag) in tags.iter().enumerate() {
        let query: String = tag.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(listed(&server, &admin, &format!("?tag={query}")), [(index + 1, true)]);
    }
}

#[test]
fn who_stops_taking_a_list_holds_up_nobody_in_the_database() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    // 15 MB: more than all buffers on the way hold.
    let name = "x".repeat(10_000);
    let line = |_| json!({ "name": name, "url": "u", "client_id": "c" });
    import(&home, "admin", (0..1_500).map(line));
    let bearer = server.sign_in(&credentials);
    let mut stalled = TcpStream::connect(server.authority()).unwrap();
    stalled.set_read_timeout(Some(DEADLINE)).unwrap();
    let request =
        format!("GET {COLLECTION} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {bearer}\r\n\r\n");
    stalled.write_all(request.as_bytes()).unwrap();
    let mut first = [0; 1];
    stalled.read_exact(&mut first).unwrap();
    // A reader that is in the midst of something keeps SQLite from emptying its log; PostgreSQL tells.
    let deadline = Instant::now() + DEADLINE;
    loop {
        let held = home.query(
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL",
        );
        if held.trim() == "0" {
            break;
        }
        assert!(Instant::now() < deadline, "the database is still busy with it: {held}");
    }
    assert_eq!(server.get("/readyz", &[]).status, 200);
    // It goes on where it was when the rest is taken.
    let mut rest = Vec::new();
    stalled.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    stalled.read_to_end(&mut rest).unwrap();
    let rest = text(&rest);
    assert_eq!(rest.matches("\"identifier\":").count(), 1_500);
    assert!(rest.contains("]}") && rest.ends_with("ok\n"));
}
