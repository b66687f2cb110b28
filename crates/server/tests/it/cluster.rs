//! A PostgreSQL of the tests' own: one private cluster per process on a Unix socket, one fresh database
//! per test, made by the programs that are installed and gone when the process is, however it ends.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, mpsc};

use futures_util::SinkExt;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Config, NoTls, SimpleQueryMessage, SimpleQueryRow};

use crate::fixture::{DEADLINE, installed, text};

/// Where distributions put what is not on the path.
const PLACES: [&str; 3] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt"];
pub(crate) const USER: &str = "latchboard";

/// Starts a program and ends it, by the signal for that, when it is told so, or when nobody holds the other end of its
/// standard input any more: so it does not outlive a test that was killed. Then its directory goes, too.
const KEEPER: &str = r#"directory=$1; signal=$2; shift 2
"$@" & server=$!
read -r word
kill -s "$signal" $server
wait $server
[ "$word" = keep ] || rm -rf "$directory"
"#;

/// A database for one test.
pub(crate) struct Database {
    name: String,
    cluster: &'static Cluster,
    /// The directory of the Unix socket by which servers reach it.
    pub(crate) socket: PathBuf,
}

/// How all tests reach their database, by the environment: as it comes; `serializable`, where that is its default isolation;
/// or `pgbouncer`, through one in transaction mode.
const WAY: &str = "LATCHBOARD_TEST_POSTGRES";
/// The directory with the programs of the PostgreSQL that all tests run on; without it, the newest that is installed.
const PROGRAMS: &str = "LATCHBOARD_TEST_POSTGRES_PROGRAMS";

impl Database {
    pub(crate) fn fresh() -> Self {
        static CLUSTER: OnceLock<(Cluster, Option<Pooler>)> = OnceLock::new();
        let (cluster, pooler) = CLUSTER.get_or_init(|| match std::env::var(WAY).as_deref() {
            Ok("serializable") => {
                (Cluster::start_with(|_| vec!["default_transaction_isolation=serializable".to_owned()]), None)
            }
            Ok("pgbouncer") => {
                let program = installed("pgbouncer", WAY).expect("pgbouncer, which the environment asks for");
                let cluster = Cluster::start();
                let pooler = Pooler::start(&program, cluster.directory.path(), "transaction", 10);
                (cluster, Some(pooler))
            }
            Ok(other) => panic!("{WAY} is {other}: neither serializable nor pgbouncer"),
            Err(_) => (Cluster::start(), None),
        });
        let socket = pooler.as_ref().map_or(&cluster.directory, |pooler| &pooler.directory).path();
        Self::in_cluster(cluster, socket)
    }

    fn in_cluster(cluster: &'static Cluster, socket: &Path) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        cluster.run(&format!("CREATE DATABASE {name}"));
        Self { name, cluster, socket: socket.to_owned() }
    }

    pub(crate) fn url(&self) -> String {
        url(&self.socket, &self.name)
    }

    /// A connection for several statements.
    pub(crate) fn session(&self) -> Session {
        self.cluster.session(&self.name).expect("a connection")
    }

    /// What a statement prints, a line per row.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.cluster.try_sql(&self.name, sql).unwrap_or_else(|said| panic!("{sql}: {said}"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Of no use any more; what is left of it goes with the cluster.
        let _left =
            self.cluster.try_sql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// A running PostgreSQL, which may be stopped and started again.
pub(crate) struct Cluster {
    programs: PathBuf,
    /// Where it lies, and its Unix socket.
    pub(crate) directory: TempDir,
    settings: Vec<String>,
    running: Mutex<Option<Running>>,
}

/// A PgBouncer before a database server.
pub(crate) struct Pooler {
    _running: Running,
    /// Where its Unix socket is.
    pub(crate) directory: TempDir,
}

impl Pooler {
    /// Before the server whose Unix socket is in `database`; but for the mode, and for how many connections it has of
    /// the server's, as it comes.
    pub(crate) fn start(program: &Path, database: &Path, mode: &str, connections: u32) -> Self {
        // In the names of Unix sockets.
        const PORT: u16 = 5432;
        let directory = tempfile::Builder::new().prefix("latchboard-pooler").tempdir().expect("a directory");
        let place = directory.path();
        let settings = format!(
            "[databases]\n* = host={} port={PORT}\n[pgbouncer]\npool_mode = {mode}\nauth_type = trust\n\
             auth_file = {place}/users\nunix_socket_dir = {place}\nlisten_port = {PORT}\n\
             default_pool_size = {connections}\nmax_client_conn = 1000\n",
            database.display(),
            place = place.display(),
        );
        let file = place.join("pgbouncer.ini");
        std::fs::write(&file, settings).expect("a file");
        std::fs::write(place.join("users"), format!("\"{USER}\" \"\"\n")).expect("a file");
        give_away(place);
        let mut keeper = as_other_account(Path::new("/bin/sh"));
        keeper.args(["-c", KEEPER, "sh"]).arg(place).arg("TERM").arg(program).arg(file);
        Self { _running: Running::start(keeper, "process up"), directory }
    }
}

struct Running {
    keeper: Child,
    input: ChildStdin,
}

impl Running {
    /// Returns when it has said that it is ready.
    fn start(mut keeper: Command, ready_line: &'static str) -> Self {
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
        let mut keeper = keeper.spawn().expect("a shell");
        let input = keeper.stdin.take().expect("a pipe");
        let log = BufReader::new(keeper.stderr.take().expect("a pipe"));
        let (sender, ready) = mpsc::channel();
        std::thread::spawn(move || {
            let mut said = String::new();
            for line in log.lines().map_while(Result::ok) {
                if line.contains(ready_line) {
                    let _nobody_asks = sender.send(Ok(()));
                } else if said.len() < 10_000 {
                    said.push_str(&line);
                    said.push('\n');
                }
            }
            let _nobody_asks = sender.send(Err(said));
        });
        let ready = ready.recv_timeout(DEADLINE).expect("it gets ready in time");
        if let Err(said) = ready {
            panic!("it ended:\n{said}");
        }
        Self { keeper, input }
    }
}

impl Cluster {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| Vec::new())
    }

    /// With settings of its own, made for the directory that it lies in.
    pub(crate) fn start_with(settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let cluster = Self::prepare(settings);
        let arguments =
            ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--username", USER, "-D"];
        let mut initdb = as_other_account(&cluster.programs.join("initdb"));
        let output = initdb.args(arguments).arg(cluster.data()).output().expect("initdb runs");
        assert!(output.status.success(), "initdb: {}", text(&output.stderr));
        cluster.resume();
        cluster
    }

    /// A directory for one, and what it is started with.
    pub(crate) fn prepare(settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let directory = tempfile::Builder::new().prefix("latchboard-pg").tempdir().expect("a directory");
        let settings = settings(directory.path());
        let made = std::fs::read_dir(directory.path()).expect("a directory");
        made.for_each(|entry| give_away(&entry.expect("an entry").path()));
        give_away(directory.path());
        let programs = within_reach(programs(), directory.path());
        Self { programs, directory, settings, running: Mutex::default() }
    }

    /// Starts it again; returns when it accepts connections.
    pub(crate) fn resume(&self) {
        let mut keeper = as_other_account(Path::new("/bin/sh"));
        keeper.args(["-c", KEEPER, "sh"]).arg(self.directory.path()).arg("QUIT");
        keeper.arg(self.programs.join("postgres"));
        keeper.arg("-D").arg(self.data()).arg("-k").arg(self.directory.path());
        for setting in [
            "listen_addresses=",
            "max_connections=300",
            "shared_buffers=32MB",
            // A process that is killed loses nothing of what the system has; only a power cut would.
            "fsync=off",
            "full_page_writes=off",
            // Nor is anything to be written out before the end.
            "checkpoint_timeout=1h",
            "max_wal_size=4GB",
            "logging_collector=off",
            "lc_messages=C",
        ]
        .into_iter()
        .chain(self.settings.iter().map(String::as_str))
        {
            keeper.args(["-c", setting]);
        }
        *self.running.lock().unwrap() = Some(Running::start(keeper, "ready to accept"));
    }

    /// Stops it at once, and orderly enough to start again.
    pub(crate) fn stop(&self) {
        let running = self.running.lock().unwrap().take();
        if let Some(Running { mut keeper, mut input }) = running {
            let _ended_before = input.write_all(b"keep\n");
            let _status = keeper.wait();
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// A connection for several statements.
    pub(crate) fn session(&self, database: &str) -> Result<Session, String> {
        Session::open(self.directory.path(), database)
    }

    /// What statements print, a line per row, or why they failed. Several are one transaction.
    pub(crate) fn try_sql(&self, database: &str, sql: &str) -> Result<String, String> {
        self.session(database)?.try_sql(sql)
    }

    fn run(&self, sql: &str) {
        self.try_sql("postgres", sql).unwrap_or_else(|said| panic!("{sql}: {said}"));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Drives what a test waits for, which may be a task of another runtime itself.
struct Driver(Option<Runtime>);

impl Driver {
    fn new() -> Self {
        Self(Some(Builder::new_current_thread().enable_all().build().expect("a runtime")))
    }

    fn wait<T: Send>(&self, future: impl Future<Output = T> + Send) -> T {
        let runtime = self.0.as_ref().expect("it is there until it is dropped");
        // A thread that belongs to no runtime.
        std::thread::scope(|scope| scope.spawn(|| runtime.block_on(future)).join()).expect("an answer")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // In a task nobody may wait for its end.
        self.0.take().expect("it is dropped once").shutdown_background();
    }
}

/// A connection to a PostgreSQL.
pub(crate) struct Session {
    driver: Driver,
    client: tokio_postgres::Client,
}

impl Session {
    fn open(socket: &Path, database: &str) -> Result<Self, String> {
        let driver = Driver::new();
        let mut config = Config::new();
        config.user(USER).dbname(database).host_path(socket);
        let connected = driver.wait(async {
            let (client, connection) = config.connect(NoTls).await?;
            // Goes on whenever something is asked.
            tokio::spawn(connection);
            Ok(client)
        });
        let client = connected.map_err(|error: tokio_postgres::Error| said(&error))?;
        Ok(Self { driver, client })
    }

    /// What statements print, a line per row, or why they failed. Several are one transaction.
    pub(crate) fn try_sql(&self, sql: &str) -> Result<String, String> {
        let messages = self.driver.wait(self.client.simple_query(sql)).map_err(|error| said(&error))?;
        let rows = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let line = |row: &SimpleQueryRow| {
            (0..row.len()).map(|column| row.get(column).unwrap_or_default()).collect::<Vec<_>>().join("|")
        };
        Ok(rows.map(line).collect::<Vec<_>>().join("\n"))
    }

    /// Fills a table with rows as `COPY` reads them.
    pub(crate) fn copy_in(&self, statement: &str, rows: String) {
        let copied = self.driver.wait(async {
            let mut sink = std::pin::pin!(self.client.copy_in(statement).await?);
            sink.send(bytes::Bytes::from(rows)).await?;
            sink.finish().await
        });
        copied.unwrap_or_else(|error| panic!("{statement}: {}", said(&error)));
    }

    /// As [`Session::try_sql`], of what must not fail.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.try_sql(sql).unwrap_or_else(|said| panic!("{sql}: {said}"))
    }
}

fn said(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}

pub(crate) fn url(socket: &Path, database: &str) -> String {
    format!("postgres://{USER}@localhost/{database}?host={}", socket.display())
}

/// Those that the environment names, else the newest that are installed.
fn programs() -> PathBuf {
    let has_all =
        |directory: &PathBuf| ["initdb", "postgres"].iter().all(|name| directory.join(name).is_file());
    if let Some(directory) = std::env::var_os(PROGRAMS).map(PathBuf::from) {
        assert!(
            has_all(&directory),
            "{PROGRAMS} is {}: initdb or postgres is not there",
            directory.display()
        );
        return directory;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = PLACES
        .iter()
        .filter_map(|place| std::fs::read_dir(place).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .chain(std::env::split_paths(&path))
        .filter(has_all)
        .collect();
    found.sort_by_key(|directory| {
        let name = directory.parent().and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().parse::<u32>().unwrap_or_default()
    });
    found.pop().expect(
        "these tests start a PostgreSQL of their own, and its programs initdb and postgres are not \
         installed: install PostgreSQL (on Debian: `apt-get install postgresql`)",
    )
}

/// The programs, where the account that runs them may go: a copy in `directory` of those that lie in somebody's home.
fn within_reach(programs: PathBuf, directory: &Path) -> PathBuf {
    let runs = as_other_account(&programs.join("postgres")).arg("--version").output();
    if runs.is_ok_and(|output| output.status.success()) {
        return programs;
    }
    let copy = directory.join("programs");
    let whole = programs.parent().expect("a directory around that of the programs");
    // No new bytes on the same disk.
    let copied = ["-Rl", "-R"].iter().any(|how| {
        let _what_is_left = std::fs::remove_dir_all(&copy);
        let status = Command::new("cp").arg(how).arg(whole).arg(&copy).stderr(Stdio::null()).status();
        status.expect("cp runs").success()
    });
    assert!(copied, "{} could not be copied", whole.display());
    copy.join("bin")
}

/// A file or directory belongs to the account that PostgreSQL runs under.
pub(crate) fn give_away(path: &Path) {
    if let Some((user, group)) = other_account() {
        std::os::unix::fs::chown(path, Some(user), Some(group)).expect("a new owner");
    }
}

/// PostgreSQL refuses to run as root: then the account of the system's own.
fn other_account() -> Option<(u32, u32)> {
    static ACCOUNT: OnceLock<Option<(u32, u32)>> = OnceLock::new();
    *ACCOUNT.get_or_init(find_account)
}

fn find_account() -> Option<(u32, u32)> {
    let number = |arguments: &[&str]| {
        let output = Command::new("id").args(arguments).output().expect("id runs");
        text(&output.stdout).trim().parse::<u32>().ok()
    };
    if number(&["-u"]) != Some(0) {
        return None;
    }
    let account = |flag| number(&[flag, "postgres"]).or_else(|| number(&[flag, "nobody"]));
    Some((account("-u").expect("an account that is not root"), account("-g").expect("its group")))
}

fn as_other_account(program: &Path) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = other_account() {
        command.uid(user).gid(group);
    }
    // A directory that this account may enter.
    command.current_dir("/").stdin(Stdio::null());
    command
}
