//! Where things lie: the checkout, the target directory, the per-user cache, and the commands we start in them.
//!
//! Knows paths and environment variables only; it builds and installs nothing.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The wasm target the dashboard and its tests are compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // Set by `cargo run` and `cargo test`. The compiled-in path is for a binary started by hand.
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
    })
}

/// Where the release build of the dashboard goes. Not trunk's own directory (`dist/dev`), which `trunk serve`
/// overwrites with debug builds at any moment.
pub(crate) fn dashboard_dir() -> PathBuf {
    root().join("dist/dashboard")
}

/// The same cargo that runs this program, so that no other toolchain slips in.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // Set by `cargo run` for this program; for the build scripts of others they would be a lie.
    for (name, _) in env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    command
}

/// What `cargo metadata` says about the workspace's own packages (no dependencies resolved, so it needs no network).
pub(crate) fn metadata() -> Result<&'static Value> {
    static METADATA: OnceLock<Value> = OnceLock::new();
    if let Some(value) = METADATA.get() {
        return Ok(value);
    }
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let value = serde_json::from_slice(&output.stdout).context("cargo metadata did not answer with JSON")?;
    Ok(METADATA.get_or_init(|| value))
}

/// Cargo's target directory, wherever the user or the CI moved it.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let directory =
        metadata()?["target_directory"].as_str().context("cargo metadata named no target directory")?;
    Ok(PathBuf::from(directory))
}

/// Where the full output of a step is kept.
pub(crate) fn log_dir() -> PathBuf {
    root().join("dist/logs")
}

/// The per-user cache: `LATCHBOARD_CACHE`, else `$XDG_CACHE_HOME/latchboard`, else `~/.cache/latchboard`.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(directory) = set("LATCHBOARD_CACHE") {
        // Tools are started from other directories than this one.
        return std::path::absolute(&directory).context("LATCHBOARD_CACHE is not a usable path");
    }
    if let Some(directory) = set("XDG_CACHE_HOME").filter(|path| path.is_absolute()) {
        return Ok(directory.join("latchboard"));
    }
    let home =
        env::home_dir().context("no home directory: set LATCHBOARD_CACHE to a directory for the tools")?;
    Ok(home.join(".cache/latchboard"))
}

/// A path as seen from the checkout.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The version of a package in `Cargo.lock`.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))
        .context("Cargo.lock could not be read: run `cargo generate-lockfile`")?;
    locked_version_in(&lock, package).with_context(|| format!("Cargo.lock holds no package {package}"))
}

fn locked_version_in(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// `PATH` with these directories in front.
pub(crate) fn path_with(directories: &[PathBuf]) -> Result<OsString> {
    let present = env::var_os("PATH").unwrap_or_default();
    let all = directories.iter().cloned().chain(env::split_paths(&present));
    env::join_paths(all).context("a directory name holds the character that separates the entries of PATH")
}

/// The first file of that name on `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_named_package_and_not_of_a_longer_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version_in(lock, "wasm"), None);
    }
}
