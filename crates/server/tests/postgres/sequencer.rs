//! The process that numbers the entries of the audit log is killed again and again, while several write: entries are signed soon
//! after they were made, whoever does it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::cluster::{Cluster, Session};
use crate::failover::Over;
use crate::fixture::{DEADLINE, Home, JSON, Server, agent, post, program, run, say, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
const ITEMS: usize = 8;
const SERVERS: usize = 3;

/// How often it is killed, every five seconds, on demand; else a few times, as soon as another one is at it.
const KILLS: &str = "LATCHBOARD_TEST_SEQUENCER_KILLS";
const EVERY: Duration = Duration::from_secs(5);

/// Writes down when the tree grew, how far, and by whom.
const WATCH: &str = "
CREATE SCHEMA watch;
CREATE TABLE watch.passes (before BIGINT, size BIGINT, server TEXT);
CREATE FUNCTION watch.note() RETURNS TRIGGER LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO watch.passes VALUES (OLD.size, NEW.size, current_setting('application_name')); RETURN NULL; END $$;
CREATE TRIGGER note AFTER UPDATE ON audit_tree FOR EACH ROW EXECUTE FUNCTION watch.note();";

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// Switches one API secret to and fro, each time under a key of its own and at another server, until there is an answer.
fn drive(addresses: &Mutex<Vec<String>>, bearer: &str, item: usize, over: &AtomicBool) -> usize {
    let (mut changes, mut asked) = (0, item);
    let mut agent = agent();
    while !over.load(Ordering::SeqCst) {
        let change = if changes % 2 == 1 { "active" } else { "inactive" };
        let key = format!("{item}-{changes}");
        let headers = [("authorization", bearer), ("idempotency-key", key.as_str()), JSON];
        let begun = Instant::now();
        loop {
            let address = addresses.lock().unwrap()[asked % SERVERS].clone();
            match post(&agent, &format!("{address}{COLLECTION}/{change}/{item}"), &headers, "") {
                Ok(answer) => {
                    assert_eq!(answer.status, 200, "{answer:?}");
                    assert!(!answer.text.contains("already"), "the state before was another: {answer:?}");
                    break;
                }
                // It was killed: another one knows whether it had been made.
                Err(error) => {
                    assert!(begun.elapsed() < DEADLINE, "never answered: {error}");
                    (asked, agent) = (asked + 1, crate::fixture::agent());
                }
            }
        }
        (changes, asked) = (changes + 1, asked + 1);
    }
    changes
}

/// A row of numbers for each line.
fn numbers<const N: usize>(session: &Session, sql: &str) -> Vec<[i64; N]> {
    let line = |line: &str| {
        let numbers: Vec<i64> = line.split('|').map(|number| number.parse().unwrap()).collect();
        numbers.try_into().unwrap()
    };
    session.sql(sql).lines().map(line).collect()
}

/// When each entry was made, and when it was signed; milliseconds since 1970.
fn signed(session: &Session) -> Vec<(i64, i64)> {
    let passes = "SELECT size, floor(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::BIGINT
                  FROM watch.passes ORDER BY size";
    let passes: BTreeMap<i64, i64> =
        numbers::<2>(session, passes).into_iter().map(|[size, time]| (size, time)).collect();
    let [before] = numbers::<1>(session, "SELECT min(before) FROM watch.passes")[0];
    let spans = "SELECT lane, lane_first, first, count FROM audit_spans ORDER BY lane, lane_first";
    let spans: BTreeMap<(i64, i64), (i64, i64)> = numbers::<4>(session, spans)
        .into_iter()
        .map(|[lane, at, first, count]| ((lane, at), (first, count)))
        .collect();
    let entries = numbers::<3>(session, "SELECT lane, sequence, time FROM audit");
    let signed = entries.into_iter().filter_map(|[lane, sequence, made]| {
        let (&(_, at), &(first, count)) = spans.range((lane, 0)..=(lane, sequence)).next_back()?;
        let number = first + sequence - at;
        // The last ones had to wait for a server that there was none of any more.
        (number > before && sequence - at < count)
            .then(|| (made, *passes.range(number..).next().expect("it is numbered").1))
    });
    signed.collect()
}

/// The value that so many of a thousand do not exceed.
fn quantile(sorted: &[i64], of_a_thousand: usize) -> i64 {
    sorted.get((sorted.len() * of_a_thousand).div_ceil(1000).saturating_sub(1)).copied().unwrap_or_default()
}

#[test]
fn whoever_numbers_the_log_may_be_killed_at_any_time() {
    let asked = std::env::var(KILLS).ok().map(|number| number.parse::<usize>().expect("a number"));
    let kills = asked.unwrap_or(3);
    let cluster = Cluster::start_with(|_| vec!["track_commit_timestamp=on".to_owned()]);
    let home = Home::with_a_file();
    let command = |arguments: &[&str], name: &str| {
        let mut command = program();
        let url = format!("{}&application_name={name}", cluster.url("postgres"));
        command.args(arguments).args(["--database-url", &url]).arg("--data-dir").arg(home.data_dir());
        command
    };
    let serve = |number: usize| {
        Server::start(command(&["serve", "--listen", "127.0.0.1:0"], &format!("server-{number}")))
    };
    let mut servers: Vec<Server> = (0..SERVERS).map(serve).collect();
    let bearer = format!("Bearer {}", servers[0].sign_in(&servers[0].credentials()));
    let session = cluster.session("postgres").unwrap();
    session.sql(&format!(
        "INSERT INTO api_secrets (owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
         SELECT 1, n, 'u', 'c', '', '', '', 0, 0 FROM generate_series(1, {ITEMS}) AS n"
    ));
    session.sql(WATCH);

    let addresses = Mutex::new(servers.iter().map(|server| server.address.clone()).collect::<Vec<_>>());
    let over = AtomicBool::new(false);
    let mut killed = Vec::new();
    let changes: usize = std::thread::scope(|scope| {
        let over = Over(&over);
        let (addresses, bearer, until_over) = (&addresses, bearer.as_str(), over.0);
        // Each driver holds one end: the other one tells when all have ended.
        let (lives, ended) = mpsc::channel::<()>();
        let drivers: Vec<_> = (1..=ITEMS)
            .map(|item| {
                let lives = lives.clone();
                scope.spawn(move || {
                    let _until_the_end = lives;
                    drive(addresses, bearer, item, until_over)
                })
            })
            .collect();
        drop(lives);
        let rest =
            |time| assert_eq!(ended.recv_timeout(time), Err(RecvTimeoutError::Timeout), "all have ended");
        let passes = || numbers::<1>(&session, "SELECT count(*) FROM watch.passes")[0][0];
        // Until it has been numbered a few times since.
        let numbered = || {
            let (before, begun) = (passes(), Instant::now());
            while passes() < before + 4 {
                assert!(begun.elapsed() < DEADLINE, "nothing is numbered any more");
                rest(Duration::from_millis(20));
            }
            begun.elapsed()
        };
        for _ in 0..kills {
            let took = numbered();
            if asked.is_some() {
                rest(EVERY.saturating_sub(took));
            }
            let last = session.sql("SELECT server FROM watch.passes ORDER BY size DESC LIMIT 1");
            let number: usize = last.strip_prefix("server-").unwrap().parse().unwrap();
            killed.push(now());
            servers.remove(number).kill();
            servers.insert(number, serve(number));
            addresses.lock().unwrap()[number].clone_from(&servers[number].address);
        }
        numbered();
        drop(over);
        drivers.into_iter().map(|driver| driver.join().unwrap()).sum()
    });
    drop(servers);

    let verified = run(&mut command(&["audit", "verify"], "command"));
    assert!(verified.status.success(), "{}", text(&verified.stderr));
    let made = session.sql("SELECT count(*) FROM audit WHERE action LIKE '%activate' AND event = 'done'");
    assert_eq!(made, changes.to_string(), "each change that was answered was made once");
    let signed = signed(&session);
    let during = |made: i64, signed: i64| killed.iter().any(|time| (made..=signed).contains(time));
    let latency = |which: bool| {
        let mut latency: Vec<i64> = signed
            .iter()
            .filter(|(made, signed)| during(*made, *signed) == which)
            .map(|(made, signed)| signed - made)
            .collect();
        latency.sort_unstable();
        latency
    };
    let (outside, around) = (latency(false), latency(true));
    assert!(!outside.is_empty());
    say(&format!(
        "{kills} kills, {changes} answered changes; from an entry to its checkpoint: {} ms for 50 %, {} ms for 99 %, {} ms at most; around a kill {} ms at most",
        quantile(&outside, 500),
        quantile(&outside, 990),
        quantile(&outside, 1000),
        quantile(&around, 1000),
    ));
}
