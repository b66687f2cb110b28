//! A server, or its floor, as a process that ends with the value; and what the system says about it.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::client::{Connection, get, member, post};
use crate::disk::Disk;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// How many of those that a place is filled with have a tag that the others do not have.
pub(crate) const RARE: usize = 10;

/// Where it keeps its data.
pub(crate) struct Place {
    directory: PathBuf,
    postgres: Option<String>,
    disk: Disk,
    credentials: Option<Credentials>,
}

#[derive(Clone)]
struct Credentials {
    api_key: String,
    client_id: String,
    client_secret: String,
}

fn program() -> Result<OsString> {
    std::env::var_os("LATCHBOARD_SERVER").context("LATCHBOARD_SERVER does not say which server to measure")
}

impl Place {
    pub(crate) fn new(directory: PathBuf, postgres: Option<String>, disk: &Disk) -> Result<Self> {
        let mut place = Self { directory, postgres, disk: disk.clone(), credentials: None };
        let printed = place.run(&["bootstrap"], "")?;
        let line = |name: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim().to_owned()).with_context(|| format!("no {name}in what it printed"))
        };
        place.credentials = Some(Credentials {
            api_key: line("API key: ")?,
            client_id: line("Client id: ")?,
            client_secret: line("Client secret: ")?,
        });
        Ok(place)
    }

    /// Stores so many API secrets more; [`RARE`] of them with the tag `rare`, one with the code `filled-7`.
    pub(crate) fn fill(&self, count: usize) -> Result<()> {
        let mut lines = String::new();
        for number in 0..count {
            lines += &format!(
                "{{\"name\":\"Service {} {} key {number}\",\"url\":\"https://api.example.com/{number}\",\
                 \"client_id\":\"client-{number}\",\"client_secret\":\"value of number {number}\",\
                 \"identifier_code\":\"filled-{number}\",\"tags\":\"prod{}\"}}\n",
                number % 977,
                if number.is_multiple_of(2) { "staging" } else { "production" },
                if number.is_multiple_of(count / RARE) { ",rare" } else { "" },
            );
        }
        self.run(&["secret", "import", "--user", "admin", "--strict"], &lines).map(drop)
    }

    fn command(&self, words: &[&str]) -> Result<Command> {
        let mut command = Command::new(program()?);
        command.args(words).arg("--data-dir").arg(&self.directory).env("RUST_LOG", "off");
        if let Some(url) = &self.postgres {
            command.env("LATCHBOARD_DATABASE_URL", url);
        }
        self.disk.under(&mut command);
        Ok(command)
    }

    fn run(&self, words: &[&str], input: &str) -> Result<String> {
        let mut command = self.command(words)?;
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Verifies the audit log: how many entries it has, and the seconds that this took.
    pub(crate) fn verify(&self) -> Result<(u64, f64)> {
        let started = Instant::now();
        let said = self.run(&["audit", "verify"], "")?;
        let seconds = started.elapsed().as_secs_f64();
        let entries = said.strip_prefix("The audit log is whole: ").and_then(|rest| rest.split(' ').next());
        Ok((entries.context("no number of entries in what it printed")?.parse()?, seconds))
    }

    /// A server for these data, ready.
    pub(crate) fn serve(&self) -> Result<Server> {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"])?;
        Server::start(command.stdin(Stdio::null()), self.credentials.clone())
    }
}

/// A process that answers.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// From its start until it answered that it is ready.
    pub(crate) ready: Duration,
    credentials: Option<Credentials>,
}

impl Server {
    /// The handler that does nothing; with a file, the one that commits each change to it.
    pub(crate) fn floor(file: Option<&Path>) -> Result<Self> {
        Self::start(Command::new(std::env::current_exe()?).arg("floor").args(file), None)
    }

    fn start(command: &mut Command, credentials: Option<Credentials>) -> Result<Self> {
        let started = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut printed = BufReader::new(child.stdout.take().context("no output")?);
        let is_ours = credentials.is_some();
        let mut server = Self { child, address: String::new(), ready: Duration::ZERO, credentials };
        loop {
            let mut line = String::new();
            if printed.read_line(&mut line)? == 0 {
                bail!("the server did not start");
            }
            if let Some(address) = line.trim_end().strip_prefix("Latchboard is ready on http://") {
                address.clone_into(&mut server.address);
                break;
            }
        }
        if is_ours {
            // What it says is believed when it answers so.
            Connection::open(&server.address)?.ask(&get("/readyz", ""))?;
        }
        server.ready = started.elapsed();
        Ok(server)
    }

    pub(crate) fn connection(&self) -> Result<Connection> {
        Connection::open(&self.address)
    }

    fn credentials(&self) -> Result<&Credentials> {
        self.credentials.as_ref().context("a floor has no credentials")
    }

    pub(crate) fn token(&self) -> Result<String> {
        let Credentials { client_id, client_secret, .. } = self.credentials()?;
        let form =
            format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
        member(&self.connection()?.ask(&post("/api/oauth2/token", "", FORM, &form))?, "access_token")
    }

    /// As many API secrets of one's own. Answers their identifiers.
    pub(crate) fn items(&self, token: &str, count: usize) -> Result<Vec<String>> {
        let mut connection = self.connection()?;
        let new = r#"{"name":"n","url":"u","client_id":"c","client_secret":"value","identifier_code":"one"}"#;
        let mut item = || {
            let request = post("/api/mysafe/secretapi", token, JSON, &new.replace("one", &code()));
            member(&connection.ask(&request)?, "identifier")
        };
        (0..count).map(|_| item()).collect()
    }

    /// A request that an admin key lets through.
    pub(crate) fn settings_request(&self) -> Result<String> {
        let key = &self.credentials()?.api_key;
        let register = post(
            &format!("/locationHistory/1/register?key={key}"),
            "",
            JSON,
            r#"{"secret":"a customer secret of the benchmark"}"#,
        );
        let admin_key = member(&self.connection()?.ask(&register)?, "adminKey")?;
        Ok(format!(
            "GET /locationHistory/1/settings?key={key}&adminKey={admin_key} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        ))
    }

    /// A request for which the secret that [`Server::settings_request`] registers is checked.
    pub(crate) fn check_request(&self) -> Result<String> {
        let path = format!("/locationHistory/1/regenerateKey?key={}", self.credentials()?.api_key);
        Ok(post(&path, "", JSON, r#"{"secret":"a customer secret of the benchmark"}"#))
    }

    /// Megabytes of 1,000,000 bytes that are in memory.
    pub(crate) fn resident(&self) -> Result<f64> {
        self.memory("VmRSS:")
    }

    /// As [`Server::resident`], the most that there ever were.
    pub(crate) fn peak(&self) -> Result<f64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kib * 1024.0 / 1e6)
    }

    /// Seconds of the processor that it has used.
    pub(crate) fn processor(&self) -> Result<f64> {
        /// What Linux counts in, on every machine that Rust runs on.
        const PER_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, behind_name) = stat.rsplit_once(')').context("an unknown form of stat")?;
        let numbers: Vec<&str> = behind_name.split_whitespace().collect();
        let ticks = |index: usize| numbers.get(index).and_then(|text| text.parse::<f64>().ok());
        let (user, system) = (ticks(11).context("no utime")?, ticks(12).context("no stime")?);
        Ok((user + system) / PER_SECOND)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _killed = self.child.kill();
        let _awaited = self.child.wait();
    }
}

/// Changes of one row of a file on this disk, one after the other for so many seconds, each with a commit. Answers how many
/// per second.
pub(crate) fn commits(file: &Path, seconds: f64, disk: &Disk) -> Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    disk.under(command.arg("commits").arg(file).arg(seconds.to_string()));
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "the commits failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    said.trim().parse().with_context(|| format!("no rate: {said}"))
}

/// An identifier code that no other API secret has.
fn code() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("code-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Where programs are built is a disk; the directory for temporary files may be none.
pub(crate) fn scratch() -> Result<tempfile::TempDir> {
    let program = std::env::current_exe()?;
    let beside: &Path = program.parent().context("no directory")?;
    Ok(tempfile::tempdir_in(beside)?)
}
