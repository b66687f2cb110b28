//! `cargo xtask lint`: formatting, clippy for both targets, rustdoc, and the types of the end-to-end tests.
//!
//! Changes no file. All checks run, so that one look shows everything there is to do.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::toolchain::Part;
use crate::{e2e, project, step};

/// What is compiled for the browser: clippy sees other code there than natively.
const IN_THE_BROWSER: [&str; 3] = ["latchboard", "latchboard-client", "latchboard-module"];

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
    failed += u32::from(!passed(e2e::check_types()));
    if failed > 0 {
        step::say(format!("{failed} of the checks failed"));
        return Ok(ExitCode::FAILURE);
    }
    step::say("all checks passed");
    Ok(ExitCode::SUCCESS)
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
