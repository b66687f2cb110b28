//! `cargo xtask test`: native tests, component tests in headless Chrome, end-to-end journeys; sets up what each needs
//! and counts what the real runners report.
//!
//! Contains no test of the product itself, and never tries a failed one again.

mod native;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::runner::{Counts, count_libtest, in_chrome, tee};
use crate::toolchain::Part as ToolchainPart;
use crate::{build, chrome, e2e, live, module_tests, project, step, tool_tests, tools};
use native::Suite;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything that runs without a browser, the checks of `tidy` and the examples in the documentation included.
    Native,
    /// Component tests, one binary, in headless Chrome.
    Web,
    /// The JavaScript module as it is installed, in Node.js, and its types.
    Module,
    /// wasm-pack and trunk, as people call them.
    Tools,
    /// Playwright: real server, real build, real browser.
    E2e,
}

impl Part {
    const ALL: [Self; 5] = [Self::Native, Self::Web, Self::Module, Self::Tools, Self::E2e];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
            Self::Module => "module",
            Self::Tools => "tools",
            Self::E2e => "e2e",
        }
    }
}

/// What became of one part.
struct Outcome {
    part: Part,
    counts: Counts,
    /// Why the part failed, where the count of failed tests does not say it.
    problem: Option<String>,
    took: Duration,
    /// Those that have a line of their own.
    suites: Vec<Suite>,
}

pub(crate) fn test(only: Option<Part>, arguments: &[OsString]) -> Result<ExitCode> {
    let parts = only.map_or_else(|| Part::ALL.to_vec(), |part| vec![part]);
    let mut outcomes = Vec::new();
    for part in parts {
        let started = Instant::now();
        step::say(format!("tests, part {}", part.name()));
        let mut suites = Vec::new();
        if only.is_none() && part == Part::Web {
            // Half of the server's build keeps one core busy: what the journeys need as well is built beside it. What fails
            // here fails again in its part, which says so.
            let _ = build::dashboard_and_server();
        }
        let result = match part {
            Part::Native => native::run(arguments, &mut suites),
            Part::Web => web(arguments),
            Part::Module => module_tests::run(arguments),
            Part::Tools => tool_tests::run(arguments),
            Part::E2e => e2e::journeys(arguments),
        };
        // A part that cannot run does not keep the others from running.
        let mut outcome = judge(part, result, started.elapsed());
        outcome.suites = suites;
        outcomes.push(outcome);
    }
    let summary = summary(&outcomes);
    print!("{summary}");
    io::stdout().flush().context("the summary could not be written")?;
    let failed = outcomes.iter().any(|outcome| outcome.counts.failed > 0);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A part that did not run, or ran no test, counts as one failed test: the closing line must never look like success.
fn judge(part: Part, result: Result<(Counts, ExitStatus)>, took: Duration) -> Outcome {
    let (mut counts, problem) = match result {
        Err(error) => (Counts::default(), Some(format!("{error:#}"))),
        Ok((counts, status)) => {
            let problem = if counts.failed > 0 {
                None
            } else if !status.success() {
                Some(format!("the test runner stopped with {status}, see above"))
            } else if counts.passed == 0 {
                Some("not one test was executed".to_owned())
            } else {
                None
            };
            (counts, problem)
        }
    };
    if problem.is_some() {
        counts.failed += 1;
    }
    Outcome { part, counts, problem, took, suites: Vec::new() }
}

fn summary(outcomes: &[Outcome]) -> String {
    let mut text = String::from("\n");
    let mut sum = Counts::default();
    for Outcome { part, counts, problem, took, suites } in outcomes {
        sum.passed += counts.passed;
        sum.failed += counts.failed;
        sum.not_run += counts.not_run;
        text += &format!(
            "{:<7} {:>5} passed {:>5} failed {:>7.1} s\n",
            part.name(),
            counts.passed,
            counts.failed,
            took.as_secs_f64()
        );
        suites.iter().for_each(|suite| text += &suite.line());
        if let Some(problem) = problem {
            text += &format!("        {}\n", problem.trim_end().replace('\n', "\n        "));
        }
    }
    text += &match sum.not_run {
        0 => format!("{} passed, {} failed\n", sum.passed, sum.failed),
        // They count as passed, too: the runner knows nothing else.
        not_run => format!("{} passed, {} failed, {not_run} not run\n", sum.passed - not_run, sum.failed),
    };
    text
}

fn web(arguments: &[OsString]) -> Result<(Counts, ExitStatus)> {
    let packages = packages_with_web_tests()?;
    if packages.is_empty() {
        bail!("no package has a test named `web`: tests/web/main.rs of the dashboard is missing");
    }
    ToolchainPart::WasmTarget.ensure()?;
    let pair = chrome::ensure_pair()?;
    step::say(format!("testing in Chromium {} ({})", pair.chromium.version, pair.chromium.path.display()));
    let path = tools::ensure_all(&[tools::wasm_bindgen()?])?;
    build::server(build::SHIPPED)?;
    // The page with the tests must be allowed to call the server, so its address is chosen beforehand.
    let address = live::free_address()?;
    let server = live::Server::start(&format!("http://{address}"))?;

    let mut command = project::cargo();
    command.args(["test", "--target", project::WASM_TARGET, "--test", "web"]);
    for package in &packages {
        command.args(["--package", package]);
    }
    command
        .arg("--no-fail-fast")
        .env("PATH", path)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &pair.driver.path);
    in_chrome(&mut command, &pair, &address, &server)?;
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    cargo_test(command)
}

/// Component tests live in `tests/web` of the dashboard; any package may have its own beside it.
fn packages_with_web_tests() -> Result<Vec<String>> {
    let packages = project::metadata()?["packages"].as_array().context("cargo metadata lists no packages")?;
    let has_web_test = |package: &&Value| {
        package["targets"].as_array().is_some_and(|targets| {
            targets.iter().any(|target| target["name"] == "web" && target["kind"][0] == "test")
        })
    };
    Ok(packages
        .iter()
        .filter(has_web_test)
        .filter_map(|package| package["name"].as_str())
        .map(str::to_owned)
        .collect())
}

fn cargo_test(mut command: Command) -> Result<(Counts, ExitStatus)> {
    colour(&mut command);
    let mut counts = Counts::default();
    let status = tee(command, |line| count_libtest(&mut counts, line))?;
    Ok((counts, status))
}

/// What goes to a terminal through a pipe is coloured all the same.
fn colour(command: &mut Command) {
    if io::IsTerminal::is_terminal(&io::stdout()) {
        command.env("CARGO_TERM_COLOR", "always");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: &str) -> ExitStatus {
        Command::new("sh").args(["-c", &format!("exit {code}")]).status().unwrap()
    }

    #[test]
    fn no_test_at_all_is_a_failure() {
        let outcome = judge(Part::Web, Ok((Counts::default(), status("0"))), Duration::ZERO);
        assert_eq!(outcome.counts, Counts { passed: 0, failed: 1, ..Counts::default() });
        assert!(summary(&[outcome]).ends_with("not one test was executed\n0 passed, 1 failed\n"));
    }

    #[test]
    fn a_runner_that_stops_without_a_failed_test_is_a_failure() {
        let outcome = judge(
            Part::Native,
            Ok((Counts { passed: 3, failed: 0, ..Counts::default() }, status("101"))),
            Duration::ZERO,
        );
        assert_eq!(outcome.counts, Counts { passed: 3, failed: 1, ..Counts::default() });
    }

    #[test]
    fn the_last_line_is_the_sum_and_nothing_else() {
        let outcomes = [
            judge(
                Part::Native,
                Ok((Counts { passed: 3, failed: 0, ..Counts::default() }, status("0"))),
                Duration::ZERO,
            ),
            judge(
                Part::Web,
                Ok((Counts { passed: 4, failed: 2, ..Counts::default() }, status("1"))),
                Duration::ZERO,
            ),
            judge(Part::E2e, Err(anyhow::anyhow!("no Chromium\nat all")), Duration::ZERO),
        ];
        let text = summary(&outcomes);
        assert_eq!(text.lines().last(), Some("7 passed, 3 failed"));
        let part = judge(
            Part::Native,
            Ok((Counts { passed: 3, failed: 0, not_run: 1 }, status("0"))),
            Duration::ZERO,
        );
        assert!(summary(&[part]).ends_with("\n2 passed, 0 failed, 1 not run\n"));
        assert!(text.contains("        no Chromium\n        at all\n"), "{text}");
    }
}
