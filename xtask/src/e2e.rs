//! Sets up and starts the end-to-end journeys in `tests/e2e`: browser, packages, dashboard, server, Playwright.
//!
//! The journeys themselves are TypeScript and know nothing of this file but the environment variables set here.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::runner::{Counts, says_not_run, tee};
use crate::{build, chrome, module, packages, project, step, tools};

/// Playwright and its tests are written for this one; older ones lack what they use.
const NODE_MAJOR: u32 = 20;
/// Lies in `node_modules`, so that it goes when they go.
const STAMP: &str = ".latchboard-lock";

pub(crate) fn journeys(arguments: &[OsString]) -> Result<(Counts, ExitStatus)> {
    // The cheap questions first: whoever lacks a browser should not wait for a build to learn it.
    check_node()?;
    let browser = chrome::ensure_chromium()?;
    step::say(format!("testing in Chromium {} ({})", browser.version, browser.path.display()));
    let directory = packages()?;
    packages::for_tests(&[
        packages::NGINX,
        packages::FIREFOX,
        packages::WEBKIT,
        packages::XVFB,
        packages::XAUTH,
    ]);
    let others = other_browsers();
    build::dashboard_and_server()?;
    module::page()?;

    let report = project::log_dir().join("e2e.json");
    let _old_one_removed = fs::remove_file(&report);
    let mut command = Command::new("node");
    command
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .args(arguments)
        .current_dir(&directory)
        .env("LATCHBOARD_SERVER", build::server_binary(build::SHIPPED)?)
        .env("LATCHBOARD_DASHBOARD", project::dashboard_dir())
        .env("LATCHBOARD_CHROMIUM", &browser.path)
        .env("LATCHBOARD_REPORT", &report)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .envs(others);
    let mut not_run = 0;
    let status = tee(command, |line| not_run += u64::from(says_not_run(line)))?;
    let text =
        fs::read_to_string(&report).context("Playwright stopped before it wrote its report, see above")?;
    let counts = counts_in(&text).context("Playwright's report is not of the known form")?;
    Ok((Counts { not_run, ..counts }, status))
}

/// Where Firefox, WebKitGTK and their drivers are, as far as they are here.
fn other_browsers() -> Vec<(&'static str, PathBuf)> {
    let mut found = Vec::new();
    if let Some(firefox) = project::on_path(packages::FIREFOX.program()) {
        match tools::geckodriver().ensure() {
            Ok(driver) => {
                found.push(("LATCHBOARD_FIREFOX", firefox));
                found.push(("LATCHBOARD_GECKODRIVER", driver.directory().join("geckodriver")));
            }
            Err(error) => step::say(format!("{error:#}")),
        }
    }
    let is_screen_here = project::on_path(packages::XVFB.program()).is_some();
    if let (Some(driver), Some(browser), true) =
        (project::on_path(packages::WEBKIT.program()), mini_browser(), is_screen_here)
    {
        found.push(("LATCHBOARD_WEBKIT_DRIVER", driver));
        found.push(("LATCHBOARD_MINIBROWSER", browser));
    }
    found
}

/// The browser that comes with WebKitGTK: beside its library, whose directory bears the processor's name.
fn mini_browser() -> Option<PathBuf> {
    let libraries = fs::read_dir("/usr/lib").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    libraries.map(|library| library.join("webkit2gtk-4.1/MiniBrowser")).find(|path| path.is_file())
}

/// In Playwright's words: expected = passed, unexpected = failed, flaky = failed and then passed when tried again.
/// A skipped journey is a defect: nothing here is skipped on purpose.
fn counts_in(report: &str) -> Option<Counts> {
    let value: Value = serde_json::from_str(report).ok()?;
    let stats = &value["stats"];
    let number = |name: &str| stats[name].as_u64();
    // Errors outside of any test: a file that cannot be loaded, a `test.only` that was left behind.
    let errors = value["errors"].as_array().map_or(0, Vec::len) as u64;
    Some(Counts {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")? + number("skipped")? + errors,
        ..Counts::default()
    })
}

/// Checks the types of the journeys: Playwright strips them without a look.
pub(crate) fn check_types() -> Result<()> {
    let directory = packages()?;
    let mut command = Command::new("node");
    command.args(["node_modules/typescript/bin/tsc", "--noEmit"]).current_dir(&directory);
    step::run("types", "checking the types of the end-to-end tests", command)
}

/// The version of Node.js, when it is new enough.
pub(crate) fn check_node() -> Result<String> {
    let Ok(output) = Command::new("node").arg("--version").output() else {
        bail!("Node.js is not on PATH: install Node.js {NODE_MAJOR} or later.");
    };
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match node_major(&version) {
        Some(major) if major >= NODE_MAJOR => Ok(version),
        _ => {
            bail!("Node.js {NODE_MAJOR} or later is needed, and `node --version` says {version}: update it.")
        }
    }
}

fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// What the journeys need, and whatever else drives a browser. Answers where it lies.
pub(crate) fn packages() -> Result<PathBuf> {
    let directory = project::root().join("tests/e2e");
    check_node()?;
    install_packages(&directory, "the end-to-end tests")?;
    Ok(directory)
}

/// `npm ci`, when the lock file is another than the one `node_modules` was made from.
pub(crate) fn install_packages(directory: &Path, of: &str) -> Result<()> {
    let lock = fs::read_to_string(directory.join("package-lock.json"))
        .with_context(|| format!("{}/package-lock.json could not be read", directory.display()))?;
    let modules = directory.join("node_modules");
    if fs::read_to_string(modules.join(STAMP)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut command = tools::npm()?;
    command
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(directory)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step::run("npm-ci", &format!("installing the packages of {of}"), command)?;
    fs::write(modules.join(STAMP), lock).context("the mark of the finished installation could not be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playwrights_report_is_counted_and_nothing_in_it_is_forgiven() {
        let report = |stats: &str, errors: &str| format!("{{\"stats\":{{{stats}}},\"errors\":[{errors}]}}");
        let good = report("\"expected\":5,\"unexpected\":0,\"flaky\":0,\"skipped\":0", "");
        assert_eq!(counts_in(&good), Some(Counts { passed: 5, failed: 0, ..Counts::default() }));
        let bad = report("\"expected\":5,\"unexpected\":1,\"flaky\":1,\"skipped\":1", "{\"message\":\"x\"}");
        assert_eq!(counts_in(&bad), Some(Counts { passed: 5, failed: 4, ..Counts::default() }));
        assert_eq!(counts_in("{}"), None);
        assert_eq!(counts_in("<html>"), None);
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(node_major("v20.20.2"), Some(20));
        assert_eq!(node_major("20"), None);
    }
}
