//! The commands by which people know such projects, as they would type them: `wasm-pack test`, `trunk build`, `trunk serve`.
//! One of them that is not to be had here is said, and counted as not run.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::runner::{Counts, count_libtest, in_chrome, tee};
use crate::toolchain::Part;
use crate::tools::{self, Tool};
use crate::{build, chrome, live, project, step};

/// trunk compiles the page before it answers, which it has done already when it is asked to serve.
const SERVED_WITHIN: Duration = Duration::from_secs(300);

/// `cargo xtask test tools`.
pub(crate) fn run(arguments: &[OsString]) -> Result<(Counts, ExitStatus)> {
    Part::WasmTarget.ensure()?;
    let mut counts = Counts::default();
    let mut status = ExitStatus::default();
    match tools::wasm_pack().ensure() {
        Ok(_) => status = wasm_pack_test(&path_with(tools::wasm_pack())?, arguments, &mut counts)?,
        Err(error) => not_run("wasm-pack test", &format!("{error:#}"), &mut counts),
    }
    // To compile it takes as long as all other tools together, and no build here needs it.
    if tools::trunk().find()?.is_none() {
        let way = format!("{} is not here; `cargo xtask tool trunk` installs it", tools::trunk().title());
        for name in ["trunk build", "trunk serve"] {
            not_run(name, &way, &mut counts);
        }
    } else {
        let path = path_with(tools::trunk())?;
        let built = project::target_dir()?.join("trunk");
        for (name, result) in
            [("trunk build", trunk_build(&path, &built)), ("trunk serve", trunk_serve(&path, &built))]
        {
            match result {
                Ok(()) => counts.passed += 1,
                Err(error) => {
                    counts.failed += 1;
                    step::say(format!("{name}: {error:#}"));
                }
            }
        }
    }
    Ok((counts, status))
}

/// It counts as passed, too, as with all runners.
fn not_run(name: &str, why: &str, counts: &mut Counts) {
    println!("not run: {name}: {why}");
    counts.passed += 1;
    counts.not_run += 1;
}

/// The `PATH` with a tool and what it calls.
fn path_with(tool: Tool) -> Result<OsString> {
    tools::ensure_all(&[tool, tools::wasm_bindgen()?, tools::wasm_opt()])
}

/// `wasm-pack test --headless --chrome crates/module`.
fn wasm_pack_test(path: &OsString, arguments: &[OsString], counts: &mut Counts) -> Result<ExitStatus> {
    let pair = chrome::ensure_pair()?;
    build::server(build::SHIPPED)?;
    let address = live::free_address()?;
    let server = live::Server::start(&format!("http://{address}"))?;
    let mut command = Command::new("wasm-pack");
    command.args(["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"]);
    command.arg(&pair.driver.path).arg(project::root().join("crates/module")).args(["--test", "web"]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    in_chrome(&mut command, &pair, &address, &server)?;
    command.env("PATH", path).current_dir(project::root());
    tee(command, |line| count_libtest(counts, line))
}

/// `trunk build`: a page whose files are all there.
fn trunk_build(path: &OsString, into: &Path) -> Result<()> {
    let mut command = trunk(path, "build", into);
    command.stdin(Stdio::null());
    step::run("trunk-build", "building the page with trunk", command)?;
    let page = fs::read_to_string(into.join("index.html")).context("trunk wrote no index.html")?;
    assert_whole(&page, |file| Ok(into.join(file).is_file()))
}

/// `trunk serve`: the same page, from its own server.
fn trunk_serve(path: &OsString, into: &Path) -> Result<()> {
    let address = live::free_address()?;
    let port = address.rsplit(':').next().context("an address without a port")?;
    let mut command = trunk(path, "serve", into);
    command.args(["--port", port, "--no-autoreload"]);
    let log = fs::File::create(project::log_dir().join("trunk-serve.log"))?;
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    step::say("serving the page with trunk …");
    let mut served = Served(command.spawn().context("trunk could not be started")?);
    let deadline = Instant::now() + SERVED_WITHIN;
    let page = loop {
        match get(&address, "/") {
            Ok(page) => break page,
            Err(error) if Instant::now() > deadline => {
                return Err(error.context("no page within the time; see dist/logs/trunk-serve.log"));
            }
            Err(_) => {}
        }
        if let Some(status) = served.0.try_wait()? {
            bail!("trunk ended with {status}; see dist/logs/trunk-serve.log");
        }
        thread::sleep(Duration::from_millis(200));
    };
    assert_whole(&page, |file| Ok(get(&address, &format!("/{file}")).is_ok()))
}

fn trunk(path: &OsString, word: &str, into: &Path) -> Command {
    let mut command = Command::new("trunk");
    // trunk reads NO_COLOR as a flag with a value and stops at the customary "1".
    command.arg(word).arg("--dist").arg(into).env("PATH", path).env_remove("NO_COLOR");
    command.current_dir(project::root());
    command
}

/// Ends when the test does.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _killed = self.0.kill();
        let _awaited = self.0.wait();
    }
}

/// The page names its script and its WebAssembly, and each file that it names is there.
fn assert_whole(page: &str, mut is_there: impl FnMut(&str) -> Result<bool>) -> Result<()> {
    let named = named_files(page);
    for ending in [".js", ".wasm", ".css"] {
        ensure!(named.iter().any(|file| file.ends_with(ending)), "the page names no file {ending}");
    }
    for file in named {
        ensure!(is_there(file)?, "the page names {file}, which is not there");
    }
    Ok(())
}

/// What stands in quotes after a slash and ends like a file of the build.
fn named_files(page: &str) -> Vec<&str> {
    let endings = [".js", ".wasm", ".css"];
    let quoted = page.split(['"', '\'']).filter_map(|text| text.strip_prefix('/'));
    quoted.filter(|text| endings.iter().any(|ending| text.ends_with(ending))).collect()
}

/// A file over HTTP, as text; what is not there is an error.
fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {}", head.lines().next().unwrap_or_default());
    Ok(body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_names_must_be_there() {
        let page =
            "<link href=\"/a.css\"><script>import init from '/b.js'; init('/b_bg.wasm')</script> '/api/x'";
        assert_eq!(named_files(page), ["a.css", "b.js", "b_bg.wasm"]);
        assert!(assert_whole(page, |_| Ok(true)).is_ok());
        assert!(assert_whole(page, |file| Ok(file != "b.js")).unwrap_err().to_string().contains("b.js"));
        assert!(assert_whole("<p>", |_| Ok(true)).is_err());
    }
}
