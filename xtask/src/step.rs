//! Tells what is going on: one line per step with the seconds since the start, the last line of a long build live on a
//! terminal, and the full output in a log file that is named when the step fails.
//!
//! Decides nothing about what the steps are.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::project;

/// How much of a failed step's output is shown from its first error on, or of its end where no line says `error`. The
/// rest is in its log.
const ERROR_LINES: usize = 100;
const TAIL_LINES: usize = 30;
/// Some compilers are called with pages of arguments, and say so when they fail.
const LINE_LENGTH: usize = 300;
/// Without a terminal, a sign of life this often: CI systems stop a job that is silent for ten minutes.
const HEARTBEAT: Duration = Duration::from_secs(30);
const REDRAW: Duration = Duration::from_millis(200);
/// Standard terminals are at least this wide; a longer status line would wrap and could not be wiped.
const STATUS_WIDTH: usize = 79;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static SCREEN: LazyLock<Screen> =
    LazyLock::new(|| Screen { tty: io::stderr().is_terminal(), running: Mutex::new(Vec::new()) });

struct Screen {
    tty: bool,
    running: Mutex<Vec<Running>>,
}

struct Running {
    title: String,
    last_line: String,
}

impl Screen {
    fn lock(&self) -> MutexGuard<'_, Vec<Running>> {
        // A poisoned list of titles is still a list of titles.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the clock. Called first thing, so that the seconds shown are those the user waited.
pub(crate) fn start_clock() {
    LazyLock::force(&START);
}

fn stamp() -> String {
    format!("[{:>6.1} s]", START.elapsed().as_secs_f64())
}

/// Says one thing, on standard error like every line here: standard output is left to what a user may pipe.
pub(crate) fn say(text: impl AsRef<str>) {
    let running = SCREEN.lock();
    if SCREEN.tty && !running.is_empty() {
        eprint!("\r\x1b[2K");
    }
    eprintln!("{} {}", stamp(), text.as_ref());
}

/// Runs a command to its end with its output in the log `dist/logs/<name>.log`. `title` reads like "building the server".
pub(crate) fn run(name: &str, title: &str, mut command: Command) -> Result<()> {
    let directory = project::log_dir();
    fs::create_dir_all(&directory)
        .with_context(|| format!("{} could not be created", directory.display()))?;
    let log_path = directory.join(format!("{name}.log"));
    let mut log =
        File::create(&log_path).with_context(|| format!("{} could not be written", log_path.display()))?;

    let started = Instant::now();
    say(format!("{title} …"));
    let (reader, writer) = io::pipe().context("no pipe for the command's output")?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .spawn()
        .with_context(|| format!("`{program}` could not be started: is it installed and on PATH?"))?;
    // It holds this process's ends of the pipe: with them open the reader would never see the end.
    drop(command);

    let shown = Shown::new(title);
    let mut tail: VecDeque<String> = VecDeque::new();
    let mut from_error: Vec<String> = Vec::new();
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.context("the command's output could not be read")?;
        log.write_all(&line)?;
        log.write_all(b"\n")?;
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if line.is_empty() {
            continue;
        }
        shown.update(&line);
        let is_error = line.trim_start().starts_with("error") || line.starts_with("npm error");
        if from_error.len() < ERROR_LINES && (is_error || !from_error.is_empty()) {
            from_error.push(line.clone());
        }
        if tail.len() == TAIL_LINES {
            tail.pop_front();
        }
        tail.push_back(line);
    }
    let status = child.wait().context("the command's end could not be awaited")?;
    drop(shown);

    let seconds = started.elapsed().as_secs_f64();
    if status.success() {
        say(format!("{title}: done in {seconds:.1} s"));
        return Ok(());
    }
    let what_counts = if from_error.is_empty() { Vec::from(tail) } else { from_error };
    let text: String =
        what_counts.iter().map(|line| format!("    {}\n", shortened(&without_hosts(line)))).collect();
    bail!(
        "{title} failed after {seconds:.1} s ({status}):\n{text}The whole of its output is in {}",
        log_path.display()
    )
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(LINE_LENGTH) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line.to_owned(),
    }
}

/// A line in the live status for as long as it lives.
struct Shown {
    title: String,
}

impl Shown {
    fn new(title: &str) -> Self {
        static TICKER: LazyLock<()> = LazyLock::new(|| drop(thread::spawn(tick)));
        LazyLock::force(&TICKER);
        SCREEN.lock().push(Running { title: title.to_owned(), last_line: String::new() });
        Self { title: title.to_owned() }
    }

    fn update(&self, line: &str) {
        if let Some(entry) = SCREEN.lock().iter_mut().find(|entry| entry.title == self.title) {
            line.trim().clone_into(&mut entry.last_line);
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let mut running = SCREEN.lock();
        running.retain(|entry| entry.title != self.title);
        if SCREEN.tty {
            eprint!("\r\x1b[2K");
        }
    }
}

fn tick() {
    let mut last_heartbeat = Instant::now();
    loop {
        thread::sleep(REDRAW);
        let running = SCREEN.lock();
        if running.is_empty() {
            last_heartbeat = Instant::now();
            continue;
        }
        let parts: Vec<String> = running
            .iter()
            .map(|entry| format!("{}: {}", short_title(&entry.title), without_hosts(&entry.last_line)))
            .collect();
        if SCREEN.tty {
            let line: String =
                format!("{} {}", stamp(), parts.join(" | ")).chars().take(STATUS_WIDTH).collect();
            eprint!("\r\x1b[2K{line}");
            let _flushed = io::stderr().flush();
        } else if last_heartbeat.elapsed() >= HEARTBEAT {
            last_heartbeat = Instant::now();
            eprintln!("{} still at it: {}", stamp(), parts.join(" | "));
        }
    }
}

/// "installing trunk 0.21.14 from source" needs too much room when three of them share one line.
fn short_title(title: &str) -> String {
    title
        .split(' ')
        .filter(|word| !matches!(*word, "the" | "from" | "source"))
        .take(2)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Which mirror a company or a CI system loads packages from is nobody's business in a public log: the hosts of URLs are
/// left out of what is shown. The log file on disk keeps them.
pub(crate) fn without_hosts(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c == '/' || c.is_whitespace() || "`'\")>,".contains(c))
            .unwrap_or(after.len());
        let (host, tail) = after.split_at(end);
        // The compiler's explanations are no mirror, and of use to the reader.
        let own = ["127.0.0.1", "localhost", "[::1]", "doc.rust-lang.org", "rust-lang.github.io"]
            .iter()
            .any(|name| host.starts_with(name));
        out.push_str(if own || before.ends_with("file://") { host } else { "…" });
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A piece of work for [`side_by_side`].
pub(crate) type Job<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;

/// Runs jobs at the same time, at most as many as there are processors (and at least two, for a download beside a build), in the order given.
/// After a failure no new job starts; those under way are finished, because their results are kept for the next run.
pub(crate) fn side_by_side(jobs: Vec<Job<'_>>) -> Result<()> {
    let workers = thread::available_parallelism().map_or(2, usize::from).max(2).min(jobs.len());
    let queue = Mutex::new(VecDeque::from(jobs));
    let errors: Mutex<Vec<anyhow::Error>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    if !errors.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                        return;
                    }
                    let job = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(job) = job else { return };
                    if let Err(error) = job() {
                        // Said at once: the other jobs may take minutes.
                        say(format!("failed: {}", first_line(&error)));
                        errors.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                    }
                }
            });
        }
    });
    let errors = errors.into_inner().unwrap_or_else(PoisonError::into_inner);
    match errors.len() {
        0 => Ok(()),
        1 => Err(errors.into_iter().next().unwrap_or_else(|| anyhow!("a job failed"))),
        _ => {
            let texts: Vec<String> = errors.iter().map(|error| format!("{error:#}")).collect();
            Err(anyhow!(texts.join("\n\n")))
        }
    }
}

fn first_line(error: &anyhow::Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_urls_are_left_out_and_our_own_are_kept() {
        assert_eq!(
            without_hosts("Updating `https://mirror.example/index/` now"),
            "Updating `https://…/index/` now"
        );
        assert_eq!(
            without_hosts("see https://a.example and https://b.example"),
            "see https://… and https://…"
        );
        assert_eq!(without_hosts("http://127.0.0.1:8080/x"), "http://127.0.0.1:8080/x");
        assert_eq!(without_hosts("plain"), "plain");
    }

    #[test]
    fn a_failed_command_names_its_log_and_shows_the_end_of_its_output() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo the cause >&2; exit 3"]);
        let text = run("xtask-self-test", "testing a failure", command).expect_err("exit 3").to_string();
        assert!(text.contains("    first\n    the cause\n"), "{text}");
        assert!(text.contains("xtask-self-test.log"), "{text}");
    }

    #[test]
    fn what_is_shown_of_a_failure_begins_with_the_first_error() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo Compiling; echo error: the cause; seq 1 50; exit 1"]);
        let text = run("xtask-self-test-error", "testing an error", command).expect_err("exit 1").to_string();
        assert!(text.contains(":\n    error: the cause\n    1\n"), "{text}");
        assert!(text.contains("    50\n"), "{text}");
    }

    #[test]
    fn a_line_of_many_pages_is_shortened() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"ä".repeat(400)).chars().count(), LINE_LENGTH + 2);
    }

    #[test]
    fn all_failures_of_jobs_side_by_side_are_told() {
        let barrier = std::sync::Barrier::new(2);
        let job = |text: &'static str| -> Job<'_> {
            let barrier = &barrier;
            Box::new(move || {
                barrier.wait();
                bail!(text)
            })
        };
        let text = side_by_side(vec![job("one"), job("two")]).expect_err("both fail").to_string();
        assert!(text.contains("one") && text.contains("two"), "{text}");
    }
}
