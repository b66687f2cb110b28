//! A PostgreSQL of the benchmark's own, as it is installed and as it is meant to be run: every commit is on disk before it
//! is answered.

use std::io::Write as _;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::disk::Disk;

/// Where distributions put what is not on the path, in a directory per version.
const PLACES: [&str; 3] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt"];
const USER: &str = "latchboard";
const DEADLINE: Duration = Duration::from_secs(60);
/// Between two looks at whether it is ready.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Ends with the value, and its data with it.
pub(crate) struct Postgres {
    child: Child,
    programs: PathBuf,
    directory: tempfile::TempDir,
}

impl Postgres {
    /// Fails where it is not installed: a row that is missing would look like one that nobody wanted.
    pub(crate) fn start(disk: &Disk) -> Result<Self> {
        let programs = programs().context(
            "PostgreSQL is not installed: with Debian and Ubuntu it comes with `apt-get install postgresql`",
        )?;
        // Another account may have to enter it.
        let directory = tempfile::Builder::new().prefix("latchboard-pg").tempdir()?;
        if let Some((user, group)) = other_account()? {
            std::os::unix::fs::chown(directory.path(), Some(user), Some(group))?;
        }
        let data = directory.path().join("data");
        let mut initdb = command(&programs.join("initdb"))?;
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--username", USER, "-D"]).arg(&data);
        let output = initdb.output()?;
        ensure!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));
        let mut postgres = command(&programs.join("postgres"))?;
        postgres.arg("-D").arg(&data).arg("-k").arg(directory.path());
        for setting in ["listen_addresses=", "max_connections=200", "logging_collector=off"] {
            postgres.args(["-c", setting]);
        }
        disk.under(&mut postgres);
        let child = postgres.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn()?;
        let postgres = Self { child, programs, directory };
        let started = Instant::now();
        while let Err(said) = postgres.sql("postgres", "SELECT 1") {
            ensure!(started.elapsed() < DEADLINE, "PostgreSQL did not get ready: {said}");
            std::thread::sleep(LOOK_AGAIN);
        }
        Ok(postgres)
    }

    pub(crate) fn database(&self, name: &str) -> Result<String> {
        self.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.url(name))
    }

    /// So many changes of one row, one after the other, each with a commit and a sync of its own. Answers how many per second.
    pub(crate) fn commits(&self, count: usize) -> Result<f64> {
        const DATABASE: &str = "commits";
        self.database(DATABASE)?;
        self.sql(DATABASE, "CREATE TABLE items (id INT PRIMARY KEY, active BOOL NOT NULL); INSERT INTO items VALUES (1, true)")?;
        let mut psql = self.psql(DATABASE);
        let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut input = child.stdin.take().context("no standard input")?;
        let started = Instant::now();
        input.write_all("UPDATE items SET active = NOT active WHERE id = 1;\n".repeat(count).as_bytes())?;
        drop(input);
        ensure!(child.wait()?.success(), "psql failed");
        let rate = count as f64 / started.elapsed().as_secs_f64();
        self.sql("postgres", &format!("DROP DATABASE {DATABASE}"))?;
        Ok(rate)
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).arg(self.url(database));
        psql
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@localhost/{database}?host={}", self.directory.path().display())
    }

    fn sql(&self, database: &str, sql: &str) -> Result<()> {
        let output = self.psql(database).args(["-c", sql]).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It ends its children, too, which a kill would leave behind.
        let stopped = command(&self.programs.join("pg_ctl")).and_then(|mut stop| {
            let data = self.directory.path().join("data");
            Ok(stop.args(["stop", "-s", "-m", "immediate", "-D"]).arg(data).status()?)
        });
        if stopped.is_err() {
            let _killed = self.child.kill();
        }
        let _awaited = self.child.wait();
    }
}

/// The newest that is installed.
fn programs() -> Option<PathBuf> {
    let has_all = |directory: &PathBuf| {
        ["initdb", "postgres", "psql", "pg_ctl"].iter().all(|name| directory.join(name).is_file())
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = PLACES.iter().filter_map(|place| std::fs::read_dir(place).ok()).flatten();
    let places = places.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let version = |directory: &PathBuf| -> u32 {
        let name = directory.parent().and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().parse().unwrap_or_default()
    };
    places.chain(std::env::split_paths(&path)).filter(has_all).max_by_key(version)
}

/// PostgreSQL refuses to run as root: then the account of the system's own.
fn other_account() -> Result<Option<(u32, u32)>> {
    let number = |arguments: &[&str]| {
        let output = Command::new("id").args(arguments).output()?;
        Ok::<_, anyhow::Error>(String::from_utf8_lossy(&output.stdout).trim().parse::<u32>().ok())
    };
    if number(&["-u"])? != Some(0) {
        return Ok(None);
    }
    for name in ["postgres", "nobody"] {
        if let (Some(user), Some(group)) = (number(&["-u", name])?, number(&["-g", name])?) {
            return Ok(Some((user, group)));
        }
    }
    Err(anyhow::anyhow!("PostgreSQL does not run as root, and there is no other account"))
}

fn command(program: &Path) -> Result<Command> {
    let mut command = Command::new(program);
    if let Some((user, group)) = other_account().context("no account for PostgreSQL")? {
        command.uid(user).gid(group);
    }
    command.current_dir("/").stdin(Stdio::null());
    Ok(command)
}
