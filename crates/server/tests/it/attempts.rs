//! Who guesses is slowed down, and the right owner gets in all the same.

use std::time::Instant;

use crate::fixture::{Answer, DEADLINE, FORM, Home, JSON, Server, text};

/// Slips that cost nothing, and the one that begins the first wait.
const TOLD: usize = 6;

/// Asks until the answer is not to wait.
fn patiently(ask: impl Fn() -> Answer) -> Answer {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let answer = ask();
        if answer.status != 429 {
            return answer;
        }
        let wait: u32 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=15).contains(&wait), "{wait}");
        assert!(Instant::now() < deadline, "the owner never gets in");
    }
}

#[test]
fn a_customer_secret_is_guessed_slowly_and_its_owner_gets_in() {
    let home = Home::new();
    let server = home.serve();
    let key = server.greeted("API key");
    let call = |service: &str, operation: &str, secret: &str| {
        let path = format!("/{service}/1/{operation}?key={key}");
        server.post(&path, &[JSON], &format!(r#"{{"secret":"{secret}"}}"#))
    };
    for service in ["locationHistory", "geofencing"] {
        assert_eq!(call(service, "register", "right").status, 200);
    }
    for _ in 0..TOLD {
        assert_eq!(call("locationHistory", "regenerateKey", "wrong").status, 401);
    }
    let early = call("locationHistory", "regenerateKey", "right");
    assert_eq!(early.status, 429, "{}", early.text);
    assert_eq!(early.json()["message"], "Too many attempts with a wrong secret");
    assert_eq!(call("geofencing", "regenerateKey", "right").status, 200, "the other one is another one");
    assert_eq!(patiently(|| call("locationHistory", "regenerateKey", "right")).status, 200);
    for _ in 0..TOLD {
        assert_eq!(call("locationHistory", "regenerateKey", "wrong").status, 401, "success forgets");
    }
}

fn sign_in(server: &Server, id: &str, secret: &str) -> Answer {
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    server.post("/api/oauth2/token", &[FORM], &form)
}

#[test]
fn clients_that_exist_and_those_that_do_not_are_slowed_down_alike() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    for id in [credentials.client_id.as_str(), "nobody"] {
        for _ in 0..TOLD {
            assert_eq!(sign_in(&server, id, "wrong").status, 401, "{id}");
        }
        assert_eq!(sign_in(&server, id, "wrong").status, 429, "{id}");
    }
    let right = || sign_in(&server, &credentials.client_id, &credentials.client_secret);
    assert_eq!(patiently(right).status, 200);
}

#[test]
fn an_absent_client_answers_as_one_that_exists_also_after_thousands_of_others() {
    let home = Home::new();
    let server = home.serve();
    let existing = server.credentials().client_id;
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let server = &server;
            scope.spawn(move || {
                for attempt in 0..375 {
                    assert_eq!(sign_in(server, &format!("absent-{thread}-{attempt}"), "wrong").status, 401);
                }
            });
        }
    });
    for attempt in 0..=TOLD {
        let [one, other] = [existing.as_str(), "absent"].map(|id| sign_in(&server, id, "wrong"));
        let expected = if attempt < TOLD { 401 } else { 429 };
        assert_eq!((one.status, other.status), (expected, expected), "attempt {attempt}");
        assert_eq!((&one.text, one.header("retry-after")), (&other.text, other.header("retry-after")));
    }
}

/// Numbers as rows of clients that are not there.
const MANY: [&str; 2] = [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
     INSERT INTO attempts SELECT 'unknown client ' || i, 1 + i % 3, unixepoch() * 1000 FROM n RETURNING failures",
    "INSERT INTO attempts SELECT 'unknown client ' || i, 1 + i % 3, extract(epoch from now())::bigint * 1000
     FROM generate_series(1, 10000) AS n(i) RETURNING failures",
];

#[test]
fn names_that_somebody_makes_up_do_not_fill_the_database() {
    let home = Home::new();
    let server = home.serve();
    let client_id = server.credentials().client_id;
    for id in [client_id.as_str(), "absent"] {
        for _ in 0..TOLD {
            assert_eq!(sign_in(&server, id, "wrong").status, 401);
        }
    }
    home.query(MANY[0], MANY[1]);
    assert_eq!(sign_in(&server, "one more", "wrong").status, 401);
    let count = "SELECT count(*) FROM attempts";
    let count: u64 = home.query(count, count).trim().parse().unwrap();
    assert!((7_000..=10_000).contains(&count), "{count}");
    let waiting = "SELECT count(*) FROM attempts WHERE failures = 6";
    assert_eq!(
        home.query(waiting, waiting).trim(),
        "2",
        "those with the most failures are the last to go, there or not"
    );
}

#[test]
fn however_many_guess_at_once_few_are_told() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let started = Instant::now();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess =
            || (0..8).map(|_| sign_in(&server, &credentials.client_id, "wrong").status).collect::<Vec<_>>();
        let guesses: Vec<_> = (0..16).map(|_| scope.spawn(guess)).collect();
        guesses.into_iter().flat_map(|guess| guess.join().unwrap()).collect()
    });
    let told = statuses.iter().filter(|&&status| status == 401).count();
    // One more for each wait that ended meanwhile.
    let waits = usize::try_from(started.elapsed().as_secs()).unwrap();
    assert!((TOLD..=TOLD + waits).contains(&told), "{told} in {waits} s");
    assert!(statuses.iter().all(|status| matches!(status, 401 | 429)), "{statuses:?}");
    server.kill();
    let server = home.serve();
    let again = sign_in(&server, &credentials.client_id, "wrong").status;
    assert!(again == 429 || started.elapsed().as_secs() > 0, "it is kept: {again}");
}

#[test]
fn a_clock_that_is_set_back_keeps_nobody_out_and_lets_no_token_live_on() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let token = server.sign_in(&credentials);
    let list = |token: &str| {
        let authorization = format!("Bearer {token}");
        server.get("/api/mysafe/secretapi", &[("authorization", &authorization)]).status
    };
    for _ in 0..=TOLD {
        sign_in(&server, &credentials.client_id, "wrong");
    }
    // What lies in the database as the clock was two hours ahead.
    home.execute("UPDATE attempts SET failed_at = failed_at + 7200000");
    home.execute("UPDATE tokens SET expires_at = expires_at + 7200");
    assert_eq!(list(&token), 404);
    let right = || sign_in(&server, &credentials.client_id, &credentials.client_secret);
    let answer = patiently(right);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(list(answer.json()["access_token"].as_str().unwrap()), 200);
}

#[test]
fn of_many_guesses_at_once_few_are_looked_at_and_their_memory_is_given_back() {
    const GUESSES: usize = 60;
    let home = Home::new();
    let server = home.serve();
    let path = format!("/locationHistory/1/regenerateKey?key={}", server.greeted("API key"));
    let guess = |secret: &str| server.post(&path, &[JSON], &format!(r#"{{"secret":"{secret}"}}"#)).status;
    let register = path.replace("regenerateKey", "register");
    assert_eq!(server.post(&register, &[JSON], r#"{"secret":"right"}"#).status, 200);
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
    };
    let statuses = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..GUESSES).map(|_| scope.spawn(|| guess("wrong"))).collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect::<Vec<_>>()
    });
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!((TOLD..TOLD + 4).contains(&looked_at), "{looked_at} of {statuses:?}");
    let right = patiently(|| server.post(&path, &[JSON], r#"{"secret":"right"}"#));
    assert_eq!(right.status, 200);
    for _ in 0..GUESSES {
        assert_eq!(guess("right"), 200);
    }
    // One computation takes 19 MiB. Unoptimised, the program itself takes a good part of the rest.
    assert!(resident() < 60 * 1024, "{} kB", resident());
}

#[test]
fn waits_are_listed_and_cleared_while_the_server_runs() {
    let home = Home::new();
    let server = home.serve();
    let known = server.credentials();
    for id in [known.client_id.as_str(), "s3cret-in-the-wrong-field"] {
        for _ in 0..TOLD + 2 {
            let _told_or_not = patiently(|| sign_in(&server, id, "wrong"));
        }
        assert_eq!(sign_in(&server, id, "wrong").status, 429, "{id}");
    }
    let list = || text(&home.admin(&["throttle", "list"]).stdout);
    let listed = list();
    let subject = format!("client {}", known.client_id);
    let line = listed.lines().find(|line| line.ends_with(&subject)).unwrap_or_else(|| panic!("{listed}"));
    assert!(line.starts_with("8  "), "{line}");
    assert!(listed.contains(" unknown client ") && !listed.contains("s3cret"), "{listed}");

    let cleared = home.admin(&["throttle", "clear", &subject]);
    assert_eq!(text(&cleared.stdout), "Cleared: 1.\n", "{}", text(&cleared.stderr));
    assert_eq!(sign_in(&server, &known.client_id, &known.client_secret).status, 200, "at once");
    let again = home.admin(&["throttle", "clear", &subject]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("throttle list"), "{}", text(&again.stderr));
    assert_eq!(home.admin(&["throttle", "clear"]).status.code(), Some(2), "what?");
    assert_eq!(text(&home.admin(&["throttle", "clear", "--all"]).stdout), "Cleared: 1.\n");
    assert_eq!(list().lines().count(), 1, "{}", list());
    assert_eq!(sign_in(&server, "s3cret-in-the-wrong-field", "wrong").status, 401);
    let log = text(&home.admin(&["audit", "export"]).stdout);
    assert!(log.contains("clearThrottle"), "{log}");
}
