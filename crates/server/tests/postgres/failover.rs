//! The primary of a pair is lost and its replica takes its place, while changes come in all the time: none that was answered
//! is lost, and none is made twice.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::cluster::{Cluster, Session, USER, give_away};
use crate::fixture::{DEADLINE, Home, JSON, Server, agent, post, program, run, say, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
const ITEMS: usize = 8;

/// How often, on demand; else a few times.
const FAILOVERS: &str = "LATCHBOARD_TEST_FAILOVERS";

/// Tells threads to come to their end, also when what waits for them fails.
pub(crate) struct Over<'a>(pub(crate) &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Cluster {
    pub(crate) fn replica_of(primary: &Self, settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let replica = Self::prepare(settings);
        replica.become_replica_of(primary);
        replica
    }

    /// Starts with what another one has in place of its own data, and follows that one from then on. As `pg_basebackup`
    /// does it, which not every installation has.
    pub(crate) fn become_replica_of(&self, primary: &Self) {
        let data = self.data();
        if data.exists() {
            std::fs::remove_dir_all(&data).expect("nobody uses it");
        }
        let session = primary.session("postgres").expect("a primary");
        session.sql("SELECT pg_backup_start('replica', TRUE)");
        copy(&primary.data(), &data);
        let label = session.sql("SELECT labelfile FROM pg_backup_stop(FALSE)");
        let follow =
            format!("primary_conninfo = 'host={} user={USER}'\n", primary.directory.path().display());
        for (name, text) in
            [("backup_label", &*label), ("standby.signal", ""), ("postgresql.auto.conf", &*follow)]
        {
            std::fs::write(data.join(name), text).expect("a file");
            give_away(&data.join(name));
        }
        self.resume();
    }

    /// Ends all of its processes in the midst of whatever they do.
    pub(crate) fn kill(&self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).expect("one that runs");
        let first = file.lines().next().expect("its number");
        let send = |signal: &str, processes: &[&str]| {
            Command::new("kill")
                .arg(signal)
                .args(processes)
                .stderr(Stdio::null())
                .status()
                .expect("kill runs")
        };
        // It starts no others meanwhile.
        assert!(send("-STOP", &[first]).success(), "{first} is not there");
        let others = std::fs::read_to_string(format!("/proc/{first}/task/{first}/children"));
        let others = others.expect("the processes that it has started");
        let all: Vec<&str> = std::iter::once(first).chain(others.split_whitespace()).collect();
        // One of them may have ended by itself.
        let _some = send("-KILL", &all);
        self.stop();
    }
}

/// The files of a cluster that runs, but for what belongs to its process, and for its log, which is asked for later.
fn copy(from: &Path, to: &Path) {
    const WITHOUT: [&str; 2] = ["postmaster.pid", "postmaster.opts"];
    const EMPTY: [&str; 6] =
        ["pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_stat_tmp", "pg_subtrans"];
    std::fs::create_dir(to).expect("a new directory");
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).expect("a directory of ours");
    give_away(to);
    for entry in std::fs::read_dir(from).expect("a directory").map(|entry| entry.expect("an entry")) {
        let (name, path) = (entry.file_name(), entry.path());
        let (name, new) = (name.to_string_lossy(), to.join(&name));
        let in_emptied = EMPTY.iter().any(|known| from.ends_with(known));
        if path.is_dir() {
            copy(&path, &new);
        } else if !in_emptied && !WITHOUT.contains(&&*name) {
            match std::fs::copy(&path, &new) {
                Ok(_) => give_away(&new),
                // It was of a moment only.
                Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{}", path.display()),
            }
        }
    }
}

/// When changes were answered.
#[derive(Default)]
struct Answered {
    times: Mutex<Vec<Instant>>,
    more: Condvar,
}

impl Answered {
    fn add(&self) {
        self.times.lock().unwrap().push(Instant::now());
        self.more.notify_all();
    }

    /// Waits for so many more.
    fn wait(&self, count: usize) {
        let times = self.times.lock().unwrap();
        let enough = times.len() + count;
        let waited = self.more.wait_timeout_while(times, DEADLINE, |times| times.len() < enough).unwrap();
        assert!(!waited.1.timed_out(), "nothing is answered any more");
    }

    /// The longest time without any, from a moment on; and when it began, from that moment.
    fn longest_pause(&self, since: Instant) -> (Duration, Duration) {
        let mut times = self.times.lock().unwrap().clone();
        times.sort_unstable();
        let first = times.partition_point(|time| *time < since).saturating_sub(1);
        let pauses = times[first..]
            .windows(2)
            .map(|pair| (pair[1] - pair[0], pair[0].saturating_duration_since(since)));
        pauses.max().unwrap_or_default()
    }
}

/// Switches one API secret to and fro, each time under a key of its own, which stays until there is an answer.
fn drive(
    server: &Server,
    bearer: &str,
    item: usize,
    answered: &Answered,
    over: &AtomicBool,
) -> (usize, bool) {
    let agent = agent();
    let (mut changes, mut active) = (0, true);
    while !over.load(Ordering::SeqCst) {
        active = !active;
        let change = if active { "active" } else { "inactive" };
        let url = server.url(&format!("{COLLECTION}/{change}/{item}"));
        let key = format!("{item}-{changes}");
        let headers = [("authorization", bearer), ("idempotency-key", key.as_str()), JSON];
        let asked = Instant::now();
        let answer = loop {
            let answer = post(&agent, &url, &headers, "").expect("the server lives");
            if answer.status == 200 {
                break answer;
            }
            assert!(answer.status >= 500, "{answer:?}");
            assert!(asked.elapsed() < DEADLINE, "never answered: {answer:?}");
        };
        assert!(!answer.text.contains("already"), "the state before was another: {answer:?}");
        answered.add();
        changes += 1;
    }
    (changes, active)
}

/// Waits until something holds.
fn until(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < DEADLINE, "{what}");
        std::thread::yield_now();
    }
}

/// A connection to one that may be starting.
fn session(cluster: &Cluster) -> Session {
    let begun = Instant::now();
    loop {
        match cluster.session("postgres") {
            Ok(session) => return session,
            Err(said) => assert!(begun.elapsed() < DEADLINE, "{said}"),
        }
    }
}

/// From now on no commit is answered that the replica does not have.
fn wait_for_replica(primary: &Session) {
    primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.sql("SELECT pg_reload_conf()");
    until("the replica does not follow", || {
        primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == "1"
    });
}

#[test]
fn when_the_primary_is_lost_nothing_answered_is_lost_and_nothing_is_made_twice() {
    let failovers = std::env::var(FAILOVERS).map_or(2, |number| number.parse().expect("a number"));
    // What a replica has yet to fetch is kept for it.
    let settings = || vec!["wal_keep_size=1GB".to_owned()];
    let mut primary = Cluster::start_with(|_| settings());
    let mut replica = Cluster::replica_of(&primary, |_| settings());
    let home = Home::with_a_file();
    let hosts = [&primary, &replica].map(|cluster| cluster.directory.path().display().to_string()).join(",");
    let url =
        format!("postgres://latchboard@localhost/postgres?host={hosts}&target_session_attrs=read-write");
    let command = |arguments: &[&str]| {
        let mut command = program();
        command.args(arguments).args(["--database-url", &url]).arg("--data-dir").arg(home.data_dir());
        command
    };
    let server = Server::start(command(&["serve", "--listen", "127.0.0.1:0"]));
    let bearer = format!("Bearer {}", server.sign_in(&server.credentials()));
    let on_primary = session(&primary);
    on_primary.sql(&format!(
        "INSERT INTO api_secrets (owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
         SELECT 1, n, 'u', 'c', '', '', '', 0, 0 FROM generate_series(1, {ITEMS}) AS n"
    ));
    wait_for_replica(&on_primary);

    let (answered, over) = (Answered::default(), AtomicBool::new(false));
    let mut pauses = Vec::new();
    let driven: Vec<(usize, bool)> = std::thread::scope(|scope| {
        let over = Over(&over);
        let (server, bearer, answered, until_over) = (&server, bearer.as_str(), &answered, over.0);
        let drivers: Vec<_> = (1..=ITEMS)
            .map(|item| scope.spawn(move || drive(server, bearer, item, answered, until_over)))
            .collect();
        for failover in 1..=failovers {
            // Of these all are with the replica.
            answered.wait(20 * ITEMS);
            let killed = Instant::now();
            primary.kill();
            let on_replica = session(&replica);
            on_replica.sql("SELECT pg_promote()");
            let promoted = killed.elapsed();
            answered.wait(20 * ITEMS);
            // The one that was lost follows now.
            primary.become_replica_of(&replica);
            std::mem::swap(&mut primary, &mut replica);
            wait_for_replica(&on_replica);
            answered.wait(ITEMS);
            let (pause, begun) = answered.longest_pause(killed);
            say(&format!(
                "failover {failover}: promoted after {:.2} s, no answered change for {:.2} s from {:.2} s on",
                promoted.as_secs_f64(),
                pause.as_secs_f64(),
                begun.as_secs_f64()
            ));
            pauses.push(pause);
        }
        drop(over);
        drivers.into_iter().map(|driver| driver.join().unwrap()).collect()
    });

    let on_primary = session(&primary);
    for (item, (_, active)) in (1..).zip(&driven) {
        let stored = on_primary.sql(&format!("SELECT active FROM api_secrets WHERE id = {item}"));
        assert_eq!(stored, if *active { "t" } else { "f" }, "{item}");
    }
    let changes: usize = driven.iter().map(|(changes, _)| changes).sum();
    let made = on_primary.sql("SELECT count(*) FROM audit WHERE action LIKE '%activate' AND event = 'done'");
    assert_eq!(made, changes.to_string(), "each change that was answered was made once");
    let verified = run(&mut command(&["audit", "verify"]));
    assert!(verified.status.success(), "{}", text(&verified.stderr));
    pauses.sort_unstable();
    say(&format!(
        "{failovers} failovers, {changes} answered changes, none lost, none made twice; \
         seconds without an answered change: {:.2} in the median, {:.2} at most",
        pauses[failovers / 2].as_secs_f64(),
        pauses[failovers - 1].as_secs_f64(),
    ));
}
