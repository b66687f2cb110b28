//! Builds: the dashboard, the server, and the JavaScript module.
//!
//! Starts nothing and tests nothing. A build whose inputs have not changed is not repeated.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::{Fnv, collect_files, files_in};
use crate::toolchain::Part;
use crate::tools::{self, Tool};
use crate::{bundle, compress, module, project, step};

/// The profile the server is built in for `serve` and for all tests: the one that is shipped, so that nothing is built
/// twice.
pub(crate) const SHIPPED: &str = "release";
/// The cargo profile of the page.
pub(crate) const WASM_PROFILE: &str = "wasm-release";
/// Lies among the built files: the directory is emptied before a new build is written, and the mark is gone with it.
const STAMP: &str = ".inputs";

/// What the dashboard's build consists of. A crate that is added counts as well; those that are left out are no part of the page.
const NOT_IN_THE_DASHBOARD: [&str; 3] = ["crates/server", "crates/store", "crates/module"];

/// The tools a build of the dashboard needs.
pub(crate) fn dashboard_tools() -> Result<Vec<Tool>> {
    Ok(vec![tools::wasm_bindgen()?, tools::wasm_split(), tools::wasm_opt(), tools::esbuild()])
}

/// Everything `serve` and the end-to-end tests need: tools, dashboard and server, built side by side where that saves time.
pub(crate) fn dashboard_and_server() -> Result<()> {
    if dashboard_is_fresh()? && server_binary(SHIPPED)?.is_file() {
        step::say("the dashboard is built from these sources already");
        // Cargo decides whether there is anything to do: a fraction of a second when there is not.
        return server(SHIPPED);
    }
    Part::WasmTarget.ensure()?;
    fetch()?;
    let wanted = dashboard_tools()?;
    // The longest first: short ones fit beside them.
    let mut jobs = tools::missing(&wanted)?;
    jobs.push(Box::new(|| server(SHIPPED)));
    jobs.push(Box::new(|| compile_dashboard().map(drop)));
    step::side_by_side(jobs)?;
    bundle_dashboard(&wanted)
}

/// The dashboard alone, as a release build in `dist/dashboard`.
pub(crate) fn dashboard() -> Result<()> {
    if dashboard_is_fresh()? {
        step::say(format!(
            "the dashboard in {} is built from these sources already",
            project::shown(&project::dashboard_dir())
        ));
        return Ok(());
    }
    Part::WasmTarget.ensure()?;
    fetch()?;
    let wanted = dashboard_tools()?;
    let mut jobs = tools::missing(&wanted)?;
    jobs.push(Box::new(|| compile_dashboard().map(drop)));
    step::side_by_side(jobs)?;
    bundle_dashboard(&wanted)
}

pub(crate) fn server(profile: &str) -> Result<()> {
    let mut command = project::cargo();
    command.args(["build", "--package", "latchboard-server", "--bin", "latchboard-server"]);
    command.args(["--profile", profile]);
    step::run("build-server", "building the server", command)
}

/// Where cargo puts the server.
pub(crate) fn server_binary(profile: &str) -> Result<PathBuf> {
    Ok(project::target_dir()?.join(profile).join("latchboard-server"))
}

/// The JavaScript module, as an npm package in `crates/module/pkg`.
pub(crate) fn module() -> Result<()> {
    fetch()?;
    module::build()
}

/// Loads the source of all dependencies, so that what follows needs no network.
pub(crate) fn fetch() -> Result<()> {
    let mut command = project::cargo();
    command.arg("fetch");
    step::run("fetch", "fetching the dependencies", command)
}

/// The page as one module, in which the splitting tool finds what belongs to which part.
fn compile_dashboard() -> Result<PathBuf> {
    let mut command = project::cargo();
    command.args(["rustc", "--package", "latchboard", "--bin", "latchboard", "--features", "split"]);
    command.args(["--target", project::WASM_TARGET, "--profile", WASM_PROFILE]);
    // The splitting tool follows the relocations from function to function.
    command.args(["--", "-C", "link-args=--emit-relocs"]);
    step::run("compile-dashboard", "compiling the dashboard", command)?;
    let built = project::target_dir()?.join(project::WASM_TARGET).join(WASM_PROFILE);
    Ok(built.join("latchboard.wasm"))
}

fn bundle_dashboard(wanted: &[Tool]) -> Result<()> {
    let inputs = inputs_fingerprint(project::root())?;
    let directory = project::dashboard_dir();
    // Compiled already; cargo names the file and finds nothing to do.
    let compiled = compile_dashboard()?;
    let texts = print_texts(&project::target_dir()?.join("page-texts"))?;
    let source = bundle::Source {
        compiled: &compiled,
        root: project::root(),
        name: "latchboard",
        in_parts: true,
        fetched: &texts,
    };
    bundle::bundle(&source, &directory, &tools::path_of(wanted)?)?;
    compress::brotli(&dashboard_files()?)?;
    fs::write(directory.join(STAMP), inputs)
        .context("the mark of the finished build could not be written")?;
    Ok(())
}

/// A table of texts for each language.
fn print_texts(directory: &Path) -> Result<Vec<PathBuf>> {
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    let mut command = project::cargo();
    command.args(["run", "--package", "latchboard-texts", "--example", "tables", "--"]).arg(directory);
    step::run("print-texts", "printing the texts of the page", command)?;
    files_in(directory, "txt")
}

fn dashboard_is_fresh() -> Result<bool> {
    let directory = project::dashboard_dir();
    if !directory.join("index.html").is_file() {
        return Ok(false);
    }
    let Ok(built_from) = fs::read_to_string(directory.join(STAMP)) else { return Ok(false) };
    Ok(built_from == inputs_fingerprint(project::root())?)
}

/// A digest of every file the dashboard is built from. Contents, not times: a checkout of another branch and back gives
/// new times to old contents.
fn inputs_fingerprint(root: &Path) -> Result<String> {
    let mut files = Vec::new();
    for name in
        ["index.html", "Trunk.toml", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo/config.toml"]
    {
        let path = root.join(name);
        if path.is_file() {
            files.push(path);
        }
    }
    for directory in ["src", "www", "crates"] {
        collect_files(&root.join(directory), &mut files)?;
    }
    let left_out: Vec<PathBuf> = NOT_IN_THE_DASHBOARD.iter().map(|name| root.join(name)).collect();
    files.retain(|file| !left_out.iter().any(|directory| file.starts_with(directory)));
    files.sort();

    let mut digest = Fnv::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        digest.add(name.to_string_lossy().as_bytes());
        digest.add(&fs::read(&file).with_context(|| format!("{} could not be read", file.display()))?);
    }
    Ok(digest.hex())
}

/// The files of the dashboard that a browser may ask for.
pub(crate) fn dashboard_files() -> Result<Vec<PathBuf>> {
    let directory = project::dashboard_dir();
    let mut files = Vec::new();
    collect_files(&directory, &mut files)?;
    files.retain(|file| *file != directory.join(STAMP) && !compress::is_compressed(file));
    files.retain(|file| !module::is_of_the_page(file));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_changes_with_an_input_and_not_with_the_server() {
        let root = std::env::temp_dir().join(format!("latchboard-inputs-{}", std::process::id()));
        for directory in ["src", "crates/console/src", "crates/server/src"] {
            fs::create_dir_all(root.join(directory)).unwrap();
        }
        fs::write(root.join("src/main.rs"), "1").unwrap();
        let first = inputs_fingerprint(&root).unwrap();
        fs::write(root.join("crates/server/src/lib.rs"), "1").unwrap();
        assert_eq!(inputs_fingerprint(&root).unwrap(), first);
        fs::write(root.join("crates/console/src/lib.rs"), "1").unwrap();
        let second = inputs_fingerprint(&root).unwrap();
        assert_ne!(second, first);
        fs::write(root.join("src/main.rs"), "2").unwrap();
        assert_ne!(inputs_fingerprint(&root).unwrap(), second);
        fs::remove_dir_all(&root).unwrap();
    }
}
