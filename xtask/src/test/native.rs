//! `cargo xtask test native`: all tests that run without a browser, and the server's once more on another PostgreSQL whose
//! default isolation is another, and behind a PgBouncer.

use std::ffi::OsString;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::colour;
use crate::runner::{Counts, count_libtest, tee};
use crate::{packages, postgres, project, step, tools};

/// Where the server's tests look for a PostgreSQL, and how they reach it (`crates/server/tests/it/cluster.rs`).
const PROGRAMS: &str = "LATCHBOARD_TEST_POSTGRES_PROGRAMS";
const WAY: &str = "LATCHBOARD_TEST_POSTGRES";

/// Tests at a time for each processor: those of the server wait for programs and databases more than they compute.
const TESTS_PER_PROCESSOR: usize = 2;

/// Modules of the server's tests that are about HTTP, texts, and passwords. They have run on the first PostgreSQL, and say
/// nothing new on another one. A new module runs everywhere until it stands here.
const WITHOUT_NEWS: [&str; 13] = [
    "client",
    "cors",
    "curl",
    "dashboard",
    "described",
    "gateway",
    "hostile",
    "logs",
    "openapi",
    "protection",
    "public_tools",
    "vendor_clients",
    "words",
];

/// Tests of the server on one database, as the closing lines have them.
pub(super) struct Suite {
    name: String,
    counts: Counts,
    took: Duration,
    /// Why it did not run.
    missing: Option<String>,
}

impl Suite {
    fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), counts: Counts::default(), took: Duration::ZERO, missing: None }
    }

    fn not_run(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self { missing: Some(why.into()), ..Self::new(name) }
    }

    pub(super) fn line(&self) -> String {
        let Self { name, counts, took, missing } = self;
        match missing {
            Some(why) => format!("        {name}: not run, {why}\n"),
            None => format!(
                "        {name:<40} {:>5} passed {:>5} failed {:>7.1} s\n",
                counts.passed - counts.not_run.min(counts.passed),
                counts.failed,
                took.as_secs_f64()
            ),
        }
    }
}

/// Which test program runs, as cargo says it.
#[derive(Default)]
struct Running {
    package: String,
    begun: Option<Instant>,
    on_sqlite: bool,
    on_postgres: bool,
}

impl Running {
    /// A line like `     Running tests/it/main.rs (target/debug/deps/it-0123456789abcdef)`.
    fn read(&mut self, line: &str) {
        let Some((source, program)) =
            line.trim_start().strip_prefix("Running ").and_then(|rest| rest.split_once(" ("))
        else {
            return;
        };
        if let Some(crate_root) = source.strip_prefix("unittests ") {
            // A package's own code comes before its tests.
            let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
            let name = name.rsplit_once('-').map_or(name, |(name, _)| name);
            if crate_root.replace('\\', "/").ends_with("src/lib.rs") {
                name.clone_into(&mut self.package);
            }
        }
        let source = source.replace('\\', "/");
        let is_server = self.package == "latchboard_server";
        self.on_sqlite = is_server && source.ends_with("tests/it/main.rs");
        self.on_postgres = is_server && source.ends_with("tests/postgres/main.rs");
        self.begun = Some(Instant::now());
    }
}

pub(super) fn run(arguments: &[OsString], suites: &mut Vec<Suite>) -> Result<(Counts, ExitStatus)> {
    let own = postgres::ensure();
    if let Err(error) = &own {
        // The tests that need it fail with the same sentence; the others can still be told apart from them.
        step::say(format!("{error:#}"));
    }
    packages::for_tests(&[packages::NGINX, packages::FAKETIME, packages::PGBOUNCER]);
    let path = tools::path_before(&tools::of_openapi())?;
    let newer = postgres::ensure_newer();
    if let Err(error) = &newer {
        step::say(format!("{error:#}"));
    }
    let version = |programs: &std::path::PathBuf| postgres::version(programs).unwrap_or_default();
    let (own, own_version) = match own {
        Ok(own) => (Some(own.clone()), version(&own)),
        Err(_) => (None, String::new()),
    };
    // The newest one has all of it, the other one what may differ.
    let (first, first_version) = match &newer {
        Ok(newer) => (Some(newer.clone()), version(newer)),
        Err(_) => (own.clone(), own_version.clone()),
    };

    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let at_a_time =
        std::env::var("RUST_TEST_THREADS").unwrap_or_else(|_| (processors * TESTS_PER_PROCESSOR).to_string());
    let cargo = || {
        let mut command = project::cargo();
        command.env("RUST_TEST_THREADS", &at_a_time);
        command.args(["test", "--workspace", "--no-fail-fast"]).env("PATH", &path);
        colour(&mut command);
        command
    };
    let mut command = cargo();
    if let Some(first) = &first {
        command.env(PROGRAMS, first);
    }
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    let mut counts = Counts::default();
    let mut status = watched(command, &mut counts, suites, &first_version)?;

    let again = |name: String, programs: &std::path::Path, way: &str| {
        let mut command = cargo();
        command.args(["--test", "postgres"]);
        command.env(PROGRAMS, programs).env(WAY, way);
        command.arg("--").args(arguments);
        for module in WITHOUT_NEWS {
            command.args(["--skip", &format!("{module}::")]);
        }
        step::say(&name);
        let (mut suite, begun) = (Suite::new(name), Instant::now());
        let status = tee(command, |line| count_libtest(&mut suite.counts, line))?;
        suite.took = begun.elapsed();
        Ok::<_, anyhow::Error>((suite, status))
    };
    let mut add = |suite: Suite, ended: ExitStatus| {
        counts.passed += suite.counts.passed;
        counts.failed += suite.counts.failed;
        counts.not_run += suite.counts.not_run;
        suites.push(suite);
        if !ended.success() {
            status = ended;
        }
    };
    // The other version and another isolation by default say what they have to say together.
    let mut missing = Vec::new();
    if let Err(error) = &newer {
        missing.push(Suite::not_run("a newer PostgreSQL", format!("{error:#}")));
    }
    let (other, version) = if own.is_some() { (&own, &own_version) } else { (&first, &first_version) };
    if let Some(programs) = other {
        let name = format!("PostgreSQL {version}, serializable");
        let (suite, ended) = again(name, programs, "serializable")?;
        add(suite, ended);
    }
    if let Some(programs) = &first {
        let name = "PgBouncer in transaction mode";
        if packages::PGBOUNCER.is_present() {
            let name = format!("PostgreSQL {first_version}, {name}");
            let (suite, ended) = again(name, programs, "pgbouncer")?;
            add(suite, ended);
        } else {
            missing.push(Suite::not_run(name, "pgbouncer is not installed"));
        }
    }
    // As tests count that say so of themselves.
    counts.passed += missing.len() as u64;
    counts.not_run += missing.len() as u64;
    suites.extend(missing);
    Ok((counts, status))
}

/// All tests of the workspace, with the server's counted apart as well.
fn watched(
    command: Command,
    counts: &mut Counts,
    suites: &mut Vec<Suite>,
    version: &str,
) -> Result<ExitStatus> {
    let mut running = Running::default();
    let (mut sqlite, mut postgres) = (Suite::new("SQLite"), Suite::new(format!("PostgreSQL {version}")));
    let status = tee(command, |line| {
        count_libtest(counts, line);
        running.read(line);
        let suite = match &running {
            Running { on_sqlite: true, .. } => &mut sqlite,
            Running { on_postgres: true, .. } => &mut postgres,
            Running { .. } => return,
        };
        count_libtest(&mut suite.counts, line);
        suite.took = running.begun.map_or(Duration::ZERO, |begun| begun.elapsed());
    })?;
    suites.extend([sqlite, postgres]);
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_suites_are_told_from_those_of_others() {
        let mut running = Running::default();
        let mut on = |line: &str| {
            running.read(line);
            (running.on_sqlite, running.on_postgres)
        };
        for (line, expected) in [
            ("     Running unittests src/lib.rs (target/debug/deps/latchboard_client-12ab)", (false, false)),
            ("     Running tests/it/main.rs (target/debug/deps/it-12ab)", (false, false)),
            ("     Running unittests src/lib.rs (/x/deps/latchboard_server-12ab)", (false, false)),
            ("     Running unittests src/main.rs (/x/deps/latchboard_server-34cd)", (false, false)),
            ("     Running tests/it/main.rs (/x/deps/it-34cd)", (true, false)),
            ("test found::a_value ... ok", (true, false)),
            ("     Running tests/postgres/main.rs (/x/deps/postgres-34cd)", (false, true)),
            ("     Running unittests src/lib.rs (/x/deps/latchboard_texts-34cd)", (false, false)),
            ("   Doc-tests latchboard_server", (false, false)),
        ] {
            assert_eq!(on(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_left_out_on_other_databases_is_there() {
        let directory = project::root().join("crates/server/tests/it");
        for module in WITHOUT_NEWS {
            assert!(directory.join(format!("{module}.rs")).is_file(), "{module}");
        }
    }

    #[test]
    fn a_suite_is_a_line_also_when_it_did_not_run() {
        let ran = Suite {
            counts: Counts { passed: 5, failed: 1, not_run: 2 },
            took: Duration::from_secs(7),
            ..Suite::new("SQLite")
        };
        assert_eq!(
            ran.line().split_whitespace().collect::<Vec<_>>(),
            ["SQLite", "3", "passed", "1", "failed", "7.0", "s"]
        );
        let line = Suite::not_run("PgBouncer", "it is not installed").line();
        assert_eq!(line.trim(), "PgBouncer: not run, it is not installed");
    }
}
