//! Helpers: a home for data, a running server, calls and answers.
//!
//! Nothing sleeps here: what is waited for is a line, an exit or an answer, each with a deadline.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;
use serde_json::Value;
use tempfile::TempDir;

use crate::cluster::Database;

/// How long anything may take on a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(120);

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchboard-server"));
    command.stdin(Stdio::null()).env_remove("RUST_LOG");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LATCHBOARD_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end. One that goes on, like a server that should have refused to start, is
/// killed and fails the test.
pub(crate) fn run(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let (out, err) = (collect(child.stdout.take().unwrap()), collect(child.stderr.take().unwrap()));
    // Its output ends when it ends, which spares asking again and again.
    let stdout = out.recv_timeout(DEADLINE).unwrap_or_else(|_| {
        let _gone = child.kill();
        panic!("it goes on: {}{}", text(&out.recv().unwrap()), text(&err.recv().unwrap()))
    });
    let status = child.wait().expect("a child of ours");
    Output { status, stdout, stderr: err.recv().unwrap() }
}

/// All that comes out of a stream, when it ends.
fn collect(mut stream: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _cut = stream.read_to_end(&mut bytes);
        let _nobody_asks = sender.send(bytes);
    });
    receiver
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A directory for one test, and a database where the tests run on PostgreSQL; what lies in it outlives
/// the servers that use it.
pub(crate) struct Home {
    directory: TempDir,
    pub(crate) database: Option<Database>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { database: crate::POSTGRES.then(Database::fresh), ..Self::with_a_file() }
    }

    /// For what is kept in a file whatever the tests run on.
    pub(crate) fn with_a_file() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory"), database: None }
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Another access key, made on the command line with these arguments.
    pub(crate) fn access_key(&self, arguments: &[&str]) -> Credentials {
        let output = self.admin(&[&["access-key", "create"], arguments].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        let printed = text(&output.stdout);
        Credentials {
            api_key: String::new(),
            client_id: value(&printed, "Client id"),
            client_secret: value(&printed, "Client secret"),
        }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data_dir().join("latchboard.sqlite")
    }

    /// What a statement prints that PostgreSQL executes.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.database.as_ref().expect("a test on PostgreSQL").sql(sql)
    }

    /// Executes a statement that means the same to either database.
    pub(crate) fn execute(&self, sql: &'static str) {
        self.query(sql, sql);
    }

    /// What a statement prints, a line per row, on whichever database the tests run.
    pub(crate) fn query(&self, sqlite: &'static str, postgres: &'static str) -> String {
        if self.database.is_some() {
            return self.sql(postgres);
        }
        let connection = rusqlite::Connection::open(self.database()).expect("a database");
        connection.busy_timeout(DEADLINE).expect("a connection");
        let mut statement = connection.prepare(sqlite).unwrap_or_else(|error| panic!("{sqlite}: {error}"));
        let mut rows = statement.query(()).expect("no parameters");
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap_or_else(|error| panic!("{sqlite}: {error}")) {
            lines.push(match row.get_ref(0).expect("a column") {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Integer(number) => number.to_string(),
                other => panic!("{sqlite}: neither a text nor a number: {other:?}"),
            });
        }
        lines.join("\n")
    }

    /// What says in a command's environment where the data is.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let url = self.database.iter().map(|database| ("LATCHBOARD_DATABASE_URL", database.url().into()));
        url.chain([("LATCHBOARD_DATA_DIR", self.data_dir().into())]).collect()
    }

    /// The program, told where this home's data is.
    pub(crate) fn program(&self) -> Command {
        let mut command = program();
        command.envs(self.environment());
        command
    }

    pub(crate) fn serve_command(&self) -> Command {
        let mut command = self.program();
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command
    }

    pub(crate) fn serve(&self) -> Server {
        Server::start(self.serve_command())
    }

    /// An admin command on this home's data.
    pub(crate) fn admin(&self, arguments: &[&str]) -> Output {
        run(self.program().args(arguments))
    }

    /// Every byte in the data directory, file by file.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = std::fs::read_dir(self.data_dir()).expect("a data directory");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.map(|path| (path.clone(), std::fs::read(&path).unwrap_or_default())).collect()
    }
}

/// Standard output by line, and standard error; each comes when the process has ended.
type Written = (Receiver<Vec<String>>, Receiver<Vec<u8>>);

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// What it printed before it was ready.
    pub(crate) greeting: Vec<String>,
    agent: ureq::Agent,
    output: Mutex<Written>,
}

impl Server {
    /// Starts it and waits for the line that says that it is ready.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the server starts");
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        let (sender_of_all, stdout) = mpsc::channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            let all = lines.inspect(|line| drop(sender.send(line.clone()))).collect();
            let _nobody_asks = sender_of_all.send(all);
        });
        let stderr = collect(err);
        let mut greeting = Vec::new();
        let deadline = Instant::now() + DEADLINE;
        let address = loop {
            match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some(url) = line.strip_prefix("Latchboard is ready on ") {
                        break url.to_owned();
                    }
                    greeting.push(line);
                }
                Err(_) => {
                    let _gone = child.kill();
                    panic!("the server did not get ready: {greeting:?}\n{}", text(&stderr.recv().unwrap()));
                }
            }
        };
        Self { child, address, greeting, agent: agent(), output: Mutex::new((stdout, stderr)) }
    }

    /// The value of a line `name: value` of the greeting.
    pub(crate) fn greeted(&self, name: &str) -> String {
        value(&self.greeting.join("\n"), name)
    }

    pub(crate) fn credentials(&self) -> Credentials {
        Credentials {
            api_key: self.greeted("API key"),
            client_id: self.greeted("Client id"),
            client_secret: self.greeted("Client secret"),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub(crate) fn authority(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&self.agent, &self.url(path), headers).expect("an answer")
    }

    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        post(&self.agent, &self.url(path), headers, body).expect("an answer")
    }

    pub(crate) fn put(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = self.agent.put(self.url(path));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        read(request.send(body).expect("an answer")).expect("an answer")
    }

    /// A token for these credentials.
    pub(crate) fn sign_in(&self, credentials: &Credentials) -> String {
        let Credentials { client_id, client_secret, .. } = credentials;
        let form =
            format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
        let answer = self.post("/api/oauth2/token", &[FORM], &form);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// As `kill -9`.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().expect("a running server");
        self.child.wait().expect("an end");
        self.written().1
    }

    pub(crate) fn terminate(&self) {
        let sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(sent.expect("the kill command").success());
    }

    /// Waits for its end; the status, and what it wrote to standard output and standard error.
    pub(crate) fn ended(mut self) -> (ExitStatus, String, String) {
        let (out, err) = self.written();
        (self.child.wait().expect("an end"), out, err)
    }

    /// Asks it to stop and waits.
    pub(crate) fn stop(self) -> (ExitStatus, String, String) {
        self.terminate();
        self.ended()
    }

    /// All that it wrote; waits for its end.
    fn written(&self) -> (String, String) {
        let (out, err) = &*self.output.lock().unwrap();
        let out = out.recv_timeout(DEADLINE).expect("the server ends");
        (out.join("\n"), text(&err.recv_timeout(DEADLINE).expect("the server ends")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended_before = self.child.kill();
        let _reaped_before = self.child.wait();
    }
}

/// What the first start, or an admin command, printed.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) api_key: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// The value of a line `name: value`.
pub(crate) fn value(printed: &str, name: &str) -> String {
    let prefix = format!("{name}: ");
    let line = printed.lines().find_map(|line| line.strip_prefix(&prefix));
    line.unwrap_or_else(|| panic!("no `{name}` in {printed}")).to_owned()
}

pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The vault's own code.
    pub(crate) fn exception(&self) -> Option<u64> {
        self.json()["exception"]["code"].as_u64()
    }
}

/// The documented body of that name.
pub(crate) fn documented(name: &str) -> Value {
    let path = format!("{}/../contract/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).expect("a fixture is JSON")
}

/// The body of a recorded answer.
pub(crate) fn recorded(name: &str) -> Value {
    documented(&format!("answers/{name}"))["body"].clone()
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(DEADLINE)).build().into()
}

pub(crate) fn get(agent: &ureq::Agent, url: &str, headers: &[(&str, &str)]) -> Result<Answer, ureq::Error> {
    let request = headers.iter().fold(agent.get(url), |request, (name, value)| request.header(*name, *value));
    read(request.call()?)
}

pub(crate) fn post(
    agent: &ureq::Agent,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Answer, ureq::Error> {
    let request =
        headers.iter().fold(agent.post(url), |request, (name, value)| request.header(*name, *value));
    read(request.send(body)?)
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect();
    let bytes = response.body_mut().read_to_vec()?;
    Ok(Answer { status: response.status().as_u16(), headers, text: text(&bytes) })
}

/// Says something whether or not a test fails.
pub(crate) fn say(line: &str) {
    #[expect(clippy::explicit_write, reason = "what the macros write is shown for failed tests only")]
    writeln!(std::io::stderr(), "{line}").unwrap();
}

/// Says that a test did not run, and why, where `cargo xtask test` counts it.
pub(crate) fn not_run(test: &str, why: &str) {
    say(&format!("not run: {test}: {why}"));
}

/// A program that `cargo xtask test` installs where it may; without it, says that `test` did not run.
pub(crate) fn installed(name: &str, test: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = places.map(|place| place.join(name)).find(|program| program.is_file());
    if found.is_none() {
        not_run(test, &format!("{name} is not installed"));
    }
    found
}

/// Sends bytes that no polite client would, and reads all that comes back.
pub(crate) fn raw(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.authority()).expect("a connection");
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _reset_after_the_answer = stream.read_to_end(&mut answer);
    text(&answer)
}

/// A request line and the headers that end the connection.
pub(crate) fn request(method: &str, target: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

/// The status of a raw answer.
pub(crate) fn status_of(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in {answer:?}"))
}
