//! Runners of tests: how one in a browser is told what to run, and how what they say is counted.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{chrome, live, project, step};

/// Loading and compiling a debug wasm file of many megabytes counts into the runner's limit, which is 20 s by default
/// and too short for a busy machine.
const BROWSER_TEST_SECONDS: &str = "180";

/// How many tests passed and failed, as the runner says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Said by tests whose program is not on this machine.
    pub(crate) not_run: u64,
}

/// What the runner of tests in a browser is told: which one, where the page with the tests lies, and which server it may call.
pub(crate) fn in_chrome(
    command: &mut Command,
    pair: &chrome::Pair,
    address: &str,
    server: &live::Server,
) -> Result<()> {
    command
        .env("WASM_BINDGEN_TEST_ADDRESS", address)
        .env("LATCHBOARD_LIVE", &server.description)
        // A test that forgot to ask for the browser would pass in Node.js, or fail for the wrong reason.
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TEST_SECONDS)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver_json(pair)?);
    Ok(())
}

/// Our flags from `webdriver.json` and, added to them, which browser: the driver would choose one by itself.
fn webdriver_json(pair: &chrome::Pair) -> Result<std::path::PathBuf> {
    let ours = project::root().join("webdriver.json");
    let text =
        std::fs::read_to_string(&ours).with_context(|| format!("{} could not be read", ours.display()))?;
    let mut value: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
    value["goog:chromeOptions"]["binary"] = Value::from(pair.chromium.path.to_string_lossy());
    let directory = project::log_dir();
    std::fs::create_dir_all(&directory)
        .with_context(|| format!("{} could not be created", directory.display()))?;
    let file = directory.join("webdriver.json");
    std::fs::write(&file, value.to_string())
        .with_context(|| format!("{} could not be written", file.display()))?;
    Ok(file)
}

/// Counts what a line of libtest, or of the runner in the browser, says.
pub(crate) fn count_libtest(counts: &mut Counts, line: &str) {
    if let Some(result) = libtest_result(line) {
        counts.passed += result.passed;
        counts.failed += result.failed;
    }
    counts.not_run += u64::from(says_not_run(line));
}

/// What a test says whose program is not on this machine.
pub(crate) fn says_not_run(line: &str) -> bool {
    line.starts_with("not run: ")
}

/// Runs a test runner: all it says is shown and read at once.
pub(crate) fn tee(mut command: Command, mut read: impl FnMut(&str)) -> Result<ExitStatus> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (reader, writer) = io::pipe().context("no pipe for the test runner's output")?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().with_context(|| format!("`{program}` could not be started"))?;
    // It holds this process's ends of the pipe: with them open the reader would never see the end.
    drop(command);
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.context("the test runner's output could not be read")?;
        let mut out = io::stdout().lock();
        // Which mirror the packages came from is left out, see `without_hosts`.
        let text = String::from_utf8_lossy(&line);
        let shown = if text.contains("registry") || text.contains("Updating") || text.contains("Download") {
            step::without_hosts(&text)
        } else {
            text.into_owned()
        };
        writeln!(out, "{shown}").context("the test runner's output could not be shown")?;
        drop(out);
        read(&without_colours(&shown));
    }
    child.wait().context("the test runner's end could not be awaited")
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`, the line of libtest and of the wasm runner alike.
fn libtest_result(line: &str) -> Option<Counts> {
    let rest = line.trim().strip_prefix("test result: ")?;
    let number = |word: &str| {
        rest.split(['.', ';']).find_map(|piece| piece.trim().strip_suffix(word)?.trim().parse::<u64>().ok())
    };
    Some(Counts { passed: number("passed")?, failed: number("failed")?, ..Counts::default() })
}

fn without_colours(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("\x1b[") {
        out.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Counts, libtest_result, without_colours};

    #[test]
    fn the_runners_result_lines_are_counted() {
        let counts = |passed, failed| Some(Counts { passed, failed, ..Counts::default() });
        for (line, expected) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
                counts(12, 0),
            ),
            (
                "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out; finished in 4.20s",
                counts(1, 2),
            ),
            ("test register::twice ... ok", None),
            ("they said test result: ok. 1 passed; 0 failed", None),
            ("running 3 tests", None),
        ] {
            assert_eq!(libtest_result(line), expected, "{line}");
        }
        assert_eq!(
            libtest_result(&without_colours("test result: \x1b[32mok\x1b[m. 7 passed; 0 failed; 0 ignored")),
            counts(7, 0)
        );
    }
}
