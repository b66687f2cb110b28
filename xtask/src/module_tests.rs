//! The JavaScript module as its users have it: packed by npm, installed from the archive, and tried in Node.js and with the
//! TypeScript compiler, against a real server. The tests themselves lie in `tests/module`.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, bail};

use crate::runner::{Counts, tee};
use crate::{build, e2e, module, project, step, tools};

/// What the tests need beside the module. Answers where it lies.
pub(crate) fn packages() -> Result<PathBuf> {
    let directory = project::root().join("tests/module");
    e2e::check_node()?;
    e2e::install_packages(&directory, "the tests of the module")?;
    Ok(directory)
}

/// `cargo xtask test module`.
pub(crate) fn run(arguments: &[OsString]) -> Result<(Counts, ExitStatus)> {
    build::module()?;
    build::server(build::SHIPPED)?;
    let directory = install()?;
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=tap"])
        .args(arguments)
        .arg("suite/")
        .current_dir(&directory)
        .env("LATCHBOARD_SERVER", build::server_binary(build::SHIPPED)?)
        .env("LATCHBOARD_BARE_MODULE", module::bare()?)
        .env("LATCHBOARD_MODULE_FOR_BUNDLERS", module::for_bundlers()?);
    let mut counts = Counts::default();
    let status = tee(command, |line| count(&mut counts, line))?;
    Ok((counts, status))
}

/// Installs the packages that the tests need, and ours from its own archive. Answers where.
pub(crate) fn install() -> Result<PathBuf> {
    let directory = packages()?;
    let package = module::package_dir();
    let mut command = tools::npm()?;
    command.args(["pack", "--silent", "--pack-destination"]).arg(project::log_dir()).current_dir(&package);
    fs::create_dir_all(project::log_dir())?;
    let output = command.output().context("npm could not be started")?;
    if !output.status.success() {
        bail!("npm pack failed:\n{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let name = said.lines().last().context("npm pack named no archive")?.trim();
    let archive = project::log_dir().join(name);
    let into = directory.join("node_modules/latchboard");
    match fs::remove_dir_all(&into) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} could not be removed", into.display()));
        }
        _ => {}
    }
    let mut command = tools::npm()?;
    command
        // With the lock file, which `--no-save` leaves as it is: without it npm asks the registry about the other packages.
        .args(["install", "--no-save", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"])
        .arg(&archive)
        .current_dir(&directory);
    step::run("npm-module", "installing the module from its archive", command)?;
    Ok(directory)
}

/// `# pass 12` and the like, of Node's own runner. A skipped test is a defect: nothing here is skipped on purpose.
fn count(counts: &mut Counts, line: &str) {
    let number = |word: &str| line.strip_prefix(word)?.trim().parse::<u64>().ok();
    if let Some(passed) = number("# pass ") {
        counts.passed += passed;
    }
    for word in ["# fail ", "# cancelled ", "# skipped ", "# todo "] {
        if let Some(failed) = number(word) {
            counts.failed += failed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nodes_runner_reports_is_counted_and_nothing_is_forgiven() {
        let mut counts = Counts::default();
        for line in
            ["# tests 9", "# pass 5", "# fail 1", "# cancelled 1", "# skipped 1", "# todo 1", "ok 1 - x"]
        {
            count(&mut counts, line);
        }
        assert_eq!(counts, Counts { passed: 5, failed: 4, ..Counts::default() });
    }
}
