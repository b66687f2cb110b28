//! The load: many connections in one thread of a process of its own, each asking as fast as it is answered. One thread,
//! because whatever it takes of the processor is missing to the server.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;

/// Not counted: connections that open, caches that fill.
const WARM_UP: Duration = Duration::from_millis(300);

#[derive(Deserialize, Serialize)]
pub(crate) struct Plan {
    pub(crate) address: String,
    pub(crate) seconds: f64,
    /// For every connection the requests that it sends, over and over.
    pub(crate) connections: Vec<Vec<String>>,
    /// Whether refusals belong to it.
    pub(crate) refusals: bool,
}

/// What came of it.
#[derive(Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(crate) per_second: f64,
    /// Milliseconds that half of the answers took at most, and so on.
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
    /// All of them, those of the warm-up and those that came too late among them: what the server worked for.
    pub(crate) answers: u64,
}

impl Plan {
    /// Carries it out in another process.
    pub(crate) fn carry_out(&self) -> Result<Outcome> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg("load").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        serde_json::to_writer(child.stdin.take().context("no standard input")?, self)?;
        let output = child.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "the load failed: {said}");
        Ok(serde_json::from_str(&said)?)
    }
}

/// In the role of the load: a plan on standard input, its outcome on standard output.
pub(crate) fn run() -> Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let plan: Plan = serde_json::from_str(&text)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{}", serde_json::to_string(&runtime.block_on(ask(plan))?)?);
    Ok(())
}

async fn ask(plan: Plan) -> Result<Outcome> {
    let begin = Instant::now() + WARM_UP;
    let end = begin + Duration::from_secs_f64(plan.seconds);
    let mut tasks = Vec::new();
    for requests in plan.connections {
        let stream = TcpStream::connect(&plan.address).await?;
        stream.set_nodelay(true)?;
        tasks.push(tokio::spawn(one(stream, requests, plan.refusals, begin, end)));
    }
    let (mut took, mut answers) = (Vec::new(), 0);
    for task in tasks {
        let (counted, all) = task.await??;
        took.extend(counted);
        answers += all;
    }
    ensure!(!took.is_empty(), "nothing was answered in time");
    took.sort_unstable();
    let quantile = |at: f64| took[((took.len() - 1) as f64 * at) as usize].as_secs_f64() * 1e3;
    Ok(Outcome {
        per_second: took.len() as f64 / plan.seconds,
        p50: quantile(0.50),
        p95: quantile(0.95),
        p99: quantile(0.99),
        answers,
    })
}

/// One connection. Answers how long each of those took that were asked and answered while it counted, and how many
/// answers there were in all.
async fn one(
    stream: TcpStream,
    requests: Vec<String>,
    refusals: bool,
    begin: Instant,
    end: Instant,
) -> Result<(Vec<Duration>, u64)> {
    let (mut took, mut all, mut buffer) = (Vec::new(), 0, Vec::new());
    for request in requests.iter().cycle() {
        let asked = Instant::now();
        if asked >= end {
            break;
        }
        write(&stream, request.as_bytes()).await?;
        answer(&stream, refusals, &mut buffer).await?;
        let answered = Instant::now();
        all += 1;
        if asked >= begin && answered <= end {
            took.push(answered - asked);
        }
    }
    Ok((took, all))
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Where an answer ends.
#[derive(Clone, Copy)]
enum End {
    /// After so many bytes, the head among them.
    At(usize),
    /// With an empty piece, as lists do.
    InPieces,
}

/// Reads one answer to its end; any that is not a success, nor a refusal that belongs to it, ends the measurement.
async fn answer(stream: &TcpStream, refusals: bool, buffer: &mut Vec<u8>) -> Result<()> {
    buffer.clear();
    let (mut end, mut piece) = (None, [0; 4096]);
    loop {
        stream.readable().await?;
        match stream.try_read(&mut piece) {
            Ok(0) => bail!("the server closed a connection"),
            Ok(read) => buffer.extend_from_slice(&piece[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error.into()),
        }
        if end.is_none() {
            end = end_of(buffer, refusals)?;
        }
        let is_whole = match end {
            None => false,
            Some(End::At(end)) => buffer.len() >= end,
            Some(End::InPieces) => buffer.ends_with(b"\r\n0\r\n\r\n"),
        };
        if is_whole {
            return Ok(());
        }
    }
}

/// Where the answer will end, once its head is there.
fn end_of(buffer: &[u8], refusals: bool) -> Result<Option<End>> {
    let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&buffer[..head])?;
    let expected = text.starts_with("HTTP/1.1 2") || (refusals && text.starts_with("HTTP/1.1 4"));
    ensure!(expected, "{}", String::from_utf8_lossy(buffer));
    let value = |wanted: &str| {
        let mut headers = text.lines().filter_map(|line| line.split_once(':'));
        headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    if value("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return Ok(Some(End::InPieces));
    }
    let body: usize = value("content-length").context("an answer without a length")?.parse()?;
    Ok(Some(End::At(head + 4 + body)))
}
