//! What a list costs: time and the server's largest resident memory, for 100,000 API secrets and for a
//! filter that fits ten of them, and what a server takes that has just started. Linux only, as it
//! reads `/proc`.
//!
//! ```text
//! cargo bench -p latchboard-server --bench lists
//! ```

#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

const COUNT: usize = 100_000;
const RARE: usize = 10;
/// The median of so many is told.
const TIMES: usize = 7;

fn main() -> ExitCode {
    // Called by itself, as the server.
    if std::env::args().nth(1).is_some_and(|word| ["serve", "secret", "bootstrap"].contains(&word.as_str())) {
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
    let directory = tempfile::tempdir_in(program.parent().context("no directory")?)?;
    let data = directory.path().join("data");
    let made = run(command(&program, &data, &["bootstrap"]))?;
    let printed = |name: &str| {
        let line = made.lines().find_map(|line| line.strip_prefix(name));
        line.map(str::to_owned).context("no credentials")
    };
    let credentials = (printed("Client id: ")?, printed("Client secret: ")?);
    let file = directory.path().join("lines");
    std::fs::write(&file, lines()?)?;
    let started = Instant::now();
    let file = file.display().to_string();
    run(command(&program, &data, &["secret", "import", "--user", "admin", &file]))?;
    println!("import of {COUNT}: {:.1} s", started.elapsed().as_secs_f64());

    let server = Server::start(&program, &data)?;
    println!(
        "an existing database is ready after {} ms, {} KiB resident",
        server.ready_after.as_millis(),
        server.memory("VmRSS:")?
    );
    drop(server);
    for (name, query, rows) in [
        ("all", "", COUNT),
        ("by tag", "?tag=rare", RARE),
        ("by code", "?identifier_code=code-77", 1),
        ("no such tag", "?tag=none", 0),
    ] {
        // A server of its own for each, so that the memory is that of this list.
        let server = Server::start(&program, &data)?;
        let token = server.sign_in(&credentials)?;
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let asked = Instant::now();
            let answer = server.get(&format!("/api/mysafe/secretapi{query}"), &token)?;
            times.push(asked.elapsed());
            bytes = answer.len();
            let found = answer.windows(13).filter(|window| window == b"\"identifier\":").count();
            ensure!(found == rows, "{found} rows for {name}");
        }
        times.sort_unstable();
        println!(
            "{name:<12} {rows:>6} rows, {bytes:>8} bytes: {:>7.1} ms, at most {:>6} KiB",
            times[TIMES / 2].as_secs_f64() * 1000.0,
            server.memory("VmHWM:")?
        );
    }
    let server = Server::start(&program, &data)?;
    let token = server.sign_in(&credentials)?;
    std::thread::scope(|scope| {
        let asked: Vec<_> =
            (0..8).map(|_| scope.spawn(|| server.get("/api/mysafe/secretapi", &token))).collect();
        asked.into_iter().try_for_each(|asked| asked.join().map_or(Ok(()), |answer| answer.map(drop)))
    })?;
    println!("eight lists of all at once: at most {} KiB", server.memory("VmHWM:")?);
    Ok(())
}

fn lines() -> Result<String> {
    let mut lines = String::new();
    for number in 0..COUNT {
        let rare = if number % (COUNT / RARE) == 7 { ",rare" } else { "" };
        writeln!(
            lines,
            r#"{{"name":"Service {number}, production","url":"https://service-{number}.example.com","client_id":"client-{number}","client_secret":"secret value number {number}","identifier_code":"code-{number}","method":"POST","tags":"prod,eu{rare}","notes":"a note"}}"#
        )?;
    }
    Ok(lines)
}

fn command(program: &Path, data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env("LATCHBOARD_DATA_DIR", data).env("RUST_LOG", "warn").stdin(Stdio::null());
    command
}

fn run(mut command: Command) -> Result<String> {
    let output = command.output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Killed when dropped.
struct Server {
    child: Child,
    address: String,
    ready_after: Duration,
}

impl Server {
    fn start(program: &Path, data: &Path) -> Result<Self> {
        let started = Instant::now();
        let mut command = command(program, data, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let ready_after = started.elapsed();
        let address = line.trim_end().strip_prefix("Latchboard is ready on http://").map(str::to_owned);
        let mut server = Self { child, address: String::new(), ready_after };
        server.address = address.context("the server did not start")?;
        Ok(server)
    }

    /// A line of what the system says about the process, in KiB.
    fn memory(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    fn sign_in(&self, (client, secret): &(String, String)) -> Result<String> {
        let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
        let request = format!(
            "POST /api/oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let answer = String::from_utf8(self.ask(&request)?)?;
        let (_, rest) = answer.split_once("\"access_token\":\"").context("no token")?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    fn get(&self, path: &str, token: &str) -> Result<Vec<u8>> {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
        ))
    }

    fn ask(&self, request: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        if answer.starts_with(b"HTTP/1.1 200 ") { Ok(answer) } else { bail!("refused") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
