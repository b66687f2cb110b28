//! `cargo xtask lint`: formatting, clippy for both targets, rustdoc, the dependencies, and the types of the end-to-end
//! tests.
//!
//! Changes no file. All checks run, so that one look shows everything there is to do.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::toolchain::Part;
use crate::{e2e, project, step, tools};

/// What is compiled for the browser: clippy sees other code there than natively.
const IN_THE_BROWSER: [&str; 4] =
    ["latchboard", "latchboard-client", "latchboard-module", "latchboard-module-search"];

pub(crate) fn lint() -> Result<ExitCode> {
    for part in Part::ALL {
        part.ensure()?;
    }
    let mut checks = vec![
        // The names of the files are enough: `cargo fmt --all` does the rest.
        (
            "fmt",
            "checking the formatting",
            cargo(&["fmt", "--all", "--", "--check", "-l", "--color", "never"]),
        ),
        (
            "clippy",
            "clippy, native",
            cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
        ),
    ];
    let mut wasm = cargo(&["clippy", "--target", project::WASM_TARGET]);
    for package in IN_THE_BROWSER {
        wasm.args(["--package", package]);
    }
    // With their tests, which exist on this target only.
    wasm.args(["--all-targets", "--", "--deny", "warnings"]);
    checks.push(("clippy-wasm", "clippy, wasm", wasm));
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"]);
    doc.env("RUSTDOCFLAGS", "--deny warnings");
    checks.push(("rustdoc", "rustdoc", doc));

    let mut failed = 0_u32;
    for (name, title, command) in checks {
        failed += u32::from(!passed(step::run(name, title, command)));
    }
    failed += u32::from(!passed(dependencies()));
    failed += u32::from(!passed(e2e::check_types()));
    if failed > 0 {
        step::say(format!("{failed} of the checks failed"));
        return Ok(ExitCode::FAILURE);
    }
    step::say("all checks passed");
    Ok(ExitCode::SUCCESS)
}

/// Licences, sources, advisories, and dependencies that nothing uses.
fn dependencies() -> Result<()> {
    let tools = [tools::cargo_deny(), tools::cargo_machete()];
    let path = tools::ensure_all(&tools)?;
    let tool = |name: &str, arguments: &[&str]| {
        let mut command = Command::new(name);
        command.args(arguments).current_dir(project::root()).env("PATH", &path);
        command
    };
    let judged = tool("cargo-deny", &["--offline", "check", "bans", "licenses", "sources"]);
    step::run("deny", "judging the dependencies' licences and sources", judged)?;
    let unused = tool("cargo-machete", &["benches", "crates", "src", "xtask", "Cargo.toml"]);
    step::run("machete", "looking for dependencies that nothing uses", unused)?;
    // The list of advisories comes from the network: where it cannot be had, everything else still holds.
    let advisories =
        tool("cargo-deny", &["check", "advisories"]).output().context("cargo-deny could not be started")?;
    let said = String::from_utf8_lossy(&advisories.stderr);
    if said.contains("failed to fetch advisory database") {
        step::say("not run: the list of known advisories cannot be fetched");
        return Ok(());
    }
    ensure!(advisories.status.success(), "known advisories:\n{said}");
    Ok(())
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = project::cargo();
    command.args(arguments);
    command
}

fn passed(result: Result<()>) -> bool {
    if let Err(error) = &result {
        eprintln!("{error:#}");
    }
    result.is_ok()
}
