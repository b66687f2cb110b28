//! How many toggles per second are durable: the real server at 64 connections, against one commit per
//! toggle on the same disk, without HTTP, in the same run. Prints both and their ratio.
//!
//! ```text
//! cargo bench -p latchboard-server --bench toggles
//! ```

#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

const CONNECTIONS: usize = 64;
const LONG: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    // Called by itself, as the server.
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return latchboard_server::cli::main();
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<()> {
    let program = std::env::current_exe()?;
    // Where programs are built is a disk; the directory for temporary files may be none.
    let directory = tempfile::tempdir_in(program.parent().context("no directory")?)?;
    // Before, between and after: a disk is not as fast at all times.
    let mut alone = Vec::new();
    let mut together = Vec::new();
    for round in 0..3 {
        alone.push(one_by_one(&directory.path().join(format!("alone{round}")))?);
        together.push(served(&program, &directory.path().join(format!("served{round}")))?);
    }
    let mean = |rates: &[f64]| rates.iter().sum::<f64>() / rates.len() as f64;
    let (alone, together) = (mean(&alone), mean(&together));
    println!("one commit per toggle:          {alone:>9.0} per second");
    println!("the server, {CONNECTIONS} connections:     {together:>9.0} per second");
    println!("ratio:                          {:>9.1}", together / alone);
    Ok(())
}

/// One after the other, each with a commit and a sync of its own.
fn one_by_one(file: &Path) -> Result<f64> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = options.connect().await?;
        sqlx::raw_sql("CREATE TABLE items (id INTEGER PRIMARY KEY, active INTEGER NOT NULL)")
            .execute(&mut connection)
            .await?;
        sqlx::raw_sql("INSERT INTO items VALUES (1, 0)").execute(&mut connection).await?;
        let (started, mut count) = (Instant::now(), 0_u32);
        while started.elapsed() < LONG {
            sqlx::query("UPDATE items SET active = 1 - active WHERE id = 1").execute(&mut connection).await?;
            count += 1;
        }
        Ok(f64::from(count) / started.elapsed().as_secs_f64())
    })
}

/// As many connections, each toggling an item of its own as fast as it is answered.
fn served(program: &Path, data: &Path) -> Result<f64> {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data).env("RUST_LOG", "warn");
    let mut server = command.stdout(Stdio::piped()).spawn()?;
    let result = ask(&mut BufReader::new(server.stdout.take().context("no output")?));
    server.kill()?;
    server.wait()?;
    result
}

fn ask(printed: &mut impl BufRead) -> Result<f64> {
    let (mut client, mut secret) = (String::new(), String::new());
    let address = loop {
        let mut line = String::new();
        if printed.read_line(&mut line)? == 0 {
            bail!("the server did not start");
        }
        let line = line.trim_end();
        if let Some(address) = line.strip_prefix("Latchboard is ready on http://") {
            break address.to_owned();
        } else if let Some(id) = line.strip_prefix("Client id: ") {
            id.clone_into(&mut client);
        } else if let Some(text) = line.strip_prefix("Client secret: ") {
            text.clone_into(&mut secret);
        }
    };
    let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
    let mut connection = Connection::open(&address, "")?;
    let answer = connection.post("/api/oauth2/token", "application/x-www-form-urlencoded", &form)?;
    let token = member(&answer, "access_token")?;
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut connection = Connection::open(&address, &token)?;
        let new = r#"{"name":"n","url":"u","client_id":"c"}"#;
        let answer = connection.post("/api/mysafe/secretapi", "application/json", new)?;
        connections.push((connection, member(&answer, "identifier")?));
    }
    let count = AtomicU64::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for (connection, item) in &mut connections {
            let count = &count;
            scope.spawn(move || {
                for change in ["inactive", "active"].into_iter().cycle() {
                    if started.elapsed() >= LONG {
                        return;
                    }
                    let path = format!("/api/mysafe/secretapi/{change}/{item}");
                    if connection.post(&path, "application/json", "").is_ok() {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    Ok(count.into_inner() as f64 / started.elapsed().as_secs_f64())
}

fn member(answer: &str, name: &str) -> Result<String> {
    let (_, rest) = answer.split_once(&format!("\"{name}\":\"")).context("an unexpected answer")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// A connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Connection {
    fn open(address: &str, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), token: token.to_owned() })
    }

    fn post(&mut self, path: &str, kind: &str, body: &str) -> Result<String> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? <= 2 {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer)?;
        let answer = String::from_utf8(answer)?;
        if status.starts_with("HTTP/1.1 2") { Ok(answer) } else { bail!("{status}{answer}") }
    }
}
