//! SHA-256 of one megabyte: the module in Node.js beside native code of the same crate, `crypto.subtle` and
//! `@noble/hashes`.
//!
//! Native code is measured twice: as the crate chooses by itself, which uses the processor's own instructions for SHA-256
//! where it has them, and with the crate's portable code, which is what WebAssembly can run at all.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Effort, Goal, Row, Series, table};
use crate::{build, module_tests, project, step};

/// The first repetitions of each are not counted.
const WARM_UP: usize = 10;
/// Keeps the portable build apart, so that neither throws the other away.
const PORTABLE: &str = "--cfg sha2_256_backend=\"soft\"";

/// Native code of the same crate without the processor's own instructions for SHA-256, which WebAssembly has not.
pub(super) const NATIVE: Goal =
    Goal::at_least("SHA-256 of 1 MB in the module", 0.95).times("native, portable code");
pub(super) const NOBLE: Goal = Goal::at_least("SHA-256 of 1 MB in the module", 2.4).times("@noble/hashes");
const OURS: &str = "latchboard, Uint8Array";
const PEER: &str = "@noble/hashes";

/// Native code, in both kinds.
pub(super) fn build(effort: Effort) -> Result<()> {
    for (kind, flags) in [("sha256", ""), ("sha256-portable", PORTABLE)] {
        let mut command = native(flags, effort)?;
        command.arg("--no-run");
        step::run(&format!("build-{kind}"), &format!("building {kind} in native code"), command)?;
    }
    Ok(())
}

pub(super) fn measure(effort: Effort) -> Result<Vec<Row>> {
    build::module()?;
    let directory = module_tests::install()?;
    build(effort)?;
    let native = measure_native("native, as the crate chooses", "", effort)?;
    let portable = measure_native("native, portable code of the same crate", PORTABLE, effort)?;
    step::say("measuring in Node.js …");
    let output = Command::new("node")
        .arg("bench/sha256.mjs")
        .current_dir(&directory)
        .output()
        .context("Node.js could not be started")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value =
        serde_json::from_slice(&output.stdout).context("the measurement did not answer with JSON")?;
    let measured = answer.as_array().context("the measurement is no list")?;
    let portable_median = portable.median();
    let mut all = vec![portable, native];
    for one in measured {
        let name = one["name"].as_str().context("a series has no name")?;
        let values = one["milliseconds"].as_array().context("a series has no values")?;
        all.push(Series::new(name, values.iter().filter_map(Value::as_f64).collect(), WARM_UP)?);
    }
    print!("{}", table("ms for 1 MB, SHA-256", &all, true));
    let median = |name: &str| {
        let found = all.iter().find(|one| one.name == name);
        Ok::<_, anyhow::Error>(found.with_context(|| format!("{name} was not measured"))?.median())
    };
    let module = median(OURS)?;
    Ok(vec![NATIVE.beside(portable_median / module), NOBLE.beside(median(PEER)? / module)])
}

/// The command that measures native code.
fn native(flags: &str, effort: Effort) -> Result<Command> {
    let mut command = project::cargo();
    command.args(["bench", "--quiet", "--package", "latchboard-contract", "--bench", "sha256"]);
    command.args(["--profile", effort.profile()]);
    if !flags.is_empty() {
        let directory = project::target_dir()?.join("bench-portable");
        command.env("RUSTFLAGS", flags).env("CARGO_TARGET_DIR", directory);
    }
    Ok(command)
}

fn measure_native(name: &str, flags: &str, effort: Effort) -> Result<Series> {
    step::say(format!("measuring {name} …"));
    let output = native(flags, effort)?.output().context("cargo could not be started")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let nanoseconds = text.lines().filter_map(|line| line.trim().parse::<f64>().ok());
    Series::new(name, nanoseconds.map(|nanoseconds| nanoseconds / 1e6).collect(), WARM_UP)
}
