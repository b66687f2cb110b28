//! A real server for tests that run in a browser and cannot start one themselves, and for measurements.
//!
//! Lives as long as the value; its data go with it.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::build;

/// What the server prints before each of these, in the order in which [`Server::description`] has them.
const PRINTED: [&str; 4] = ["Latchboard is ready on ", "API key: ", "Client id: ", "Client secret: "];

/// A running server with a data directory of its own.
pub(crate) struct Server {
    program: PathBuf,
    child: Child,
    data_dir: PathBuf,
    /// Address, API key, client id and client secret, separated by spaces.
    pub(crate) description: String,
}

impl Server {
    /// Starts the one that is shipped; pages at `origin` may call it.
    pub(crate) fn start(origin: &str) -> Result<Self> {
        Self::start_with(build::SHIPPED, &["--allow-origin", origin])
    }

    /// Starts the one that was built in this profile, with these arguments beyond the usual ones.
    pub(crate) fn start_with(profile: &str, arguments: &[impl AsRef<OsStr>]) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let data_dir = std::env::temp_dir().join(format!("latchboard-live-{}-{number}", std::process::id()));
        let program = build::server_binary(profile)?;
        let child = spawned(&program, &data_dir, arguments)?;
        let mut server = Self { program, child, data_dir, description: String::new() };
        server.description = printed(&mut server.child, &PRINTED)?;
        Ok(server)
    }

    /// Goes on with the same data and credentials, and with other arguments beyond the usual ones.
    pub(crate) fn restart(&mut self, arguments: &[impl AsRef<OsStr>]) -> Result<()> {
        self.stop();
        self.child = spawned(&self.program, &self.data_dir, arguments)?;
        let address = printed(&mut self.child, &PRINTED[..1])?;
        let (_, credentials) = self.description.split_once(' ').context("a server without credentials")?;
        self.description = format!("{address} {credentials}");
        Ok(())
    }

    fn stop(&mut self) {
        // Both fail only when it is gone already.
        let _killed = self.child.kill();
        let _awaited = self.child.wait();
    }

    /// Stores API secrets, as JSON Lines, for the user whose credentials it printed.
    pub(crate) fn import(&self, lines: &str) -> Result<()> {
        let mut child = Command::new(&self.program)
            .args(["secret", "import", "--strict", "--user", "admin", "--data-dir"])
            .arg(&self.data_dir)
            .env("RUST_LOG", "off")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("the import could not be started")?;
        child.stdin.take().context("the import has no input")?.write_all(lines.as_bytes())?;
        let status = child.wait().context("the import's end could not be awaited")?;
        anyhow::ensure!(status.success(), "the import ended with {status}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let _removed = fs::remove_dir_all(&self.data_dir);
    }
}

fn spawned(program: &Path, data_dir: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<Child> {
    Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir)
        .args(arguments)
        .env("RUST_LOG", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("the server could not be started")
}

fn printed(server: &mut Child, names: &[&str]) -> Result<String> {
    read_values(names, BufReader::new(server.stdout.take().context("the server has no output")?))
}

/// Reads until everything with a name is there, or until the server ends. Answers the values, separated by spaces.
fn read_values(names: &[&str], out: impl BufRead) -> Result<String> {
    let mut found = HashMap::new();
    for line in out.lines() {
        let line = line.context("the server's output could not be read")?;
        let known = names.iter().find_map(|name| Some((*name, line.strip_prefix(name)?)));
        if let Some((name, value)) = known {
            found.insert(name, value.trim().to_owned());
        }
        if found.len() == names.len() {
            break;
        }
    }
    let words: Option<Vec<_>> = names.iter().map(|name| found.remove(name)).collect();
    words.map(|words| words.join(" ")).context("the server ended before it was ready, see above")
}

/// An address of this machine that is free at the moment.
pub(crate) fn free_address() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr().context("the port is not known")?.to_string())
}

#[cfg(test)]
mod tests {
    use super::{PRINTED, read_values};

    #[test]
    fn address_and_credentials_are_read_in_any_order() {
        let said =
            "Hello\nAPI key: k\nClient id: i\nClient secret: s\nLatchboard is ready on http://127.0.0.1:1\n";
        assert_eq!(read_values(&PRINTED, said.as_bytes()).unwrap(), "http://127.0.0.1:1 k i s");
        assert!(read_values(&PRINTED, "API key: k\n".as_bytes()).is_err());
    }
}
