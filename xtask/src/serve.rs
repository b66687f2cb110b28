//! `cargo xtask serve`: sets up what is missing, builds what is not built, starts the server and stays with it.
//!
//! The server does the serving; this file only watches over it, so that no process is left behind.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{build, module, project, step};

const DEFAULT_PORT: u16 = 8080;
/// How the line begins with which the server says that it accepts connections.
const READY: &str = "Latchboard is ready on ";
/// A Ctrl-C reaches the whole process group, so the server is stopping already; only a signal that came to us alone
/// has to be passed on.
const STOPS_BY_ITSELF: Duration = Duration::from_millis(700);
/// Longer than any request under way may take to be answered.
const STOPS_WHEN_ASKED: Duration = Duration::from_secs(10);

/// What `serve` was asked for.
pub(crate) struct Options {
    port: u16,
    data_dir: PathBuf,
}

impl Options {
    pub(crate) fn new(port: Option<u16>, data_dir: Option<OsString>) -> Result<Self> {
        // Ours by default; a directory the user names is relative to where the user stands.
        let data_dir = match data_dir {
            Some(directory) => std::path::absolute(&directory)
                .with_context(|| format!("--data-dir {} is not a usable path", directory.display()))?,
            None => project::root().join(".latchboard"),
        };
        Ok(Self { port: port.unwrap_or(DEFAULT_PORT), data_dir })
    }
}

/// The server's process, which never outlives this value, whatever goes wrong here.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            let _killed = self.0.kill();
            let _waited = self.0.wait();
        }
    }
}

enum Event {
    Line(String),
    Signal,
}

pub(crate) fn serve(options: &Options) -> Result<ExitCode> {
    port_is_free(options.port)?;
    build::dashboard_and_server()?;
    // On a new machine wasm-pack is compiled first, and nobody needs the page that shows the module to begin.
    thread::spawn(|| match module::page() {
        Ok(()) => step::say("the JavaScript module is at work under /module/"),
        Err(error) => step::say(format!("there is no page under /module/: {error:#}")),
    });

    let (sender, events) = mpsc::channel();
    watch_signals(sender.clone())?;
    let mut command = Command::new(build::server_binary(build::SHIPPED)?);
    command
        .arg("serve")
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", options.port))
        .arg("--data-dir")
        .arg(&options.data_dir)
        .arg("--dashboard")
        .arg(project::dashboard_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    step::say(format!("starting the server, its data in {}", project::shown(&options.data_dir)));
    let mut server = Server(command.spawn().context("the server could not be started")?);
    let child = &mut server.0;
    let lines = child.stdout.take().context("the server has no standard output")?;
    let reader = thread::spawn(move || {
        for line in BufReader::new(lines).lines().map_while(Result::ok) {
            if sender.send(Event::Line(line)).is_err() {
                return;
            }
        }
    });

    loop {
        match events.recv_timeout(Duration::from_millis(100)) {
            Ok(Event::Line(line)) => show(&line),
            Ok(Event::Signal) => {
                let status = stop(child)?;
                step::say("the server has stopped");
                return Ok(exit_code(status));
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                if let Some(status) = child.try_wait().context("the server's end could not be awaited")? {
                    // What it said last is worth more than its exit status.
                    let _joined = reader.join();
                    for event in events.try_iter() {
                        if let Event::Line(line) = event {
                            show(&line);
                        }
                    }
                    step::say(format!("the server ended by itself ({status})"));
                    return Ok(exit_code(status));
                }
            }
        }
    }
}

fn show(line: &str) {
    // Not `println!`: that panics when nobody reads any more, and a server would be left behind.
    let _nobody_reads = writeln!(std::io::stdout(), "{line}");
    if let Some(url) = line.strip_prefix(READY) {
        step::say(format!("ready: open {} in a browser; Ctrl-C stops the server", url.trim()));
    }
}

/// Asked before anything is built: who waits minutes for a build should not learn afterwards that it was for nothing.
fn port_is_free(port: u16) -> Result<()> {
    // Port 0 lets the system choose.
    if port == 0 {
        return Ok(());
    }
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_listener) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "Port {port} on 127.0.0.1 is in use by another program. CancellationToken that one, or choose another port: \
             cargo xtask serve --port {}",
            port.checked_add(1).unwrap_or(DEFAULT_PORT)
        ),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => bail!(
            "Port {port} may not be used by this account (those below 1024 belong to the system). Choose another: \
             cargo xtask serve --port 8080"
        ),
        Err(error) => Err(error).with_context(|| format!("port {port} on 127.0.0.1 cannot be used")),
    }
}

#[cfg(unix)]
fn watch_signals(sender: Sender<Event>) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
        .context("signals could not be watched")?;
    thread::spawn(move || {
        for _signal in signals.forever() {
            if sender.send(Event::Signal).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Elsewhere the console ends both processes on Ctrl-C.
#[cfg(not(unix))]
fn watch_signals(_sender: Sender<Event>) -> Result<()> {
    Ok(())
}

/// Lets the server finish, asks it to, and as a last resort ends it: an answered change is on disk by then in any case.
fn stop(child: &mut Child) -> Result<ExitStatus> {
    if let Some(status) = wait(child, STOPS_BY_ITSELF)? {
        return Ok(status);
    }
    ask_to_stop(child);
    if let Some(status) = wait(child, STOPS_WHEN_ASKED)? {
        return Ok(status);
    }
    step::say(format!("the server does not stop within {} s: ending it", STOPS_WHEN_ASKED.as_secs()));
    child.kill().context("the server could not be ended")?;
    child.wait().context("the server's end could not be awaited")
}

fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().context("the server's end could not be awaited")? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn ask_to_stop(child: &mut Child) {
    // The standard library can only kill; `kill` is there on every Unix.
    let asked = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    if !asked.is_ok_and(|status| status.success()) {
        let _ended_hard = child.kill();
    }
}

/// The server's own code. A server that was ended by the signal that we were sent as well did what was wanted.
fn exit_code(status: ExitStatus) -> ExitCode {
    match status.code() {
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        None if ended_by_request(status) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
fn ended_by_request(status: ExitStatus) -> bool {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use std::os::unix::process::ExitStatusExt;
    status.signal().is_some_and(|signal| [SIGINT, SIGTERM, SIGHUP].contains(&signal))
}

#[cfg(not(unix))]
fn ended_by_request(_status: ExitStatus) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_refused_with_its_number_and_the_way_out() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let text = port_is_free(port).unwrap_err().to_string();
        assert!(text.contains(&format!("Port {port} ")) && text.contains("--port"), "{text}");
        drop(listener);
        port_is_free(port).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_server_that_ignores_requests_to_stop_is_asked_and_then_awaited() {
        // Ends only when it is sent SIGTERM: nobody presses Ctrl-C here.
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let status = stop(&mut child).unwrap();
        assert!(ended_by_request(status));
        assert_eq!(child.try_wait().unwrap(), Some(status));
    }
}
