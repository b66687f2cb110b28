//! The JavaScript module as an npm package in `crates/module/pkg`: cargo, wasm-bindgen, wasm-opt, and the files that are
//! written by hand, bundled by esbuild; and the page that shows it.
//!
//! The first three tools are what wasm-pack calls; called from here, nobody has to wait for wasm-pack to be installed. Tests
//! nothing and publishes nothing.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::toolchain::Part;
use crate::{build, bundle, compress, project, step, tools};

/// The cargo profile of the module.
const PROFILE: &str = "wasm-module";
/// What rustc is asked for beyond the profile, also where wasm-pack calls cargo.
const CONFIG: &str = ".cargo/config.toml";
/// What wasm-bindgen calls its glue code and the WebAssembly beside it.
const NAME: &str = "latchboard_core";
const WASM: &str = "latchboard_core_bg.wasm";
/// What is loaded first: on a page or in a worker, and in Node.js.
const ENTRIES: [&str; 2] = ["browser.js", "node.js"];
/// What both are made of, beside the glue code.
const SHARED: [&str; 2] = ["api.js", "load.js"];
/// Smallest of what was tried. Nothing here lies at an address below 1,024, where the stack would have to end first.
const OPTIMISE: [&str; 6] =
    ["-Oz", "--low-memory-unused", "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"];
/// What rustc emits for vectors, beyond what it emits anyway.
const VECTORS: &str = "--enable-simd";
const TYPES: &str = "latchboard.d.ts";
/// What `client` prints: the error catalogue, and the other texts; a file for each language.
const ERRORS: [&str; 2] = ["errors.en.js", "errors.pt-BR.js"];
const TEXTS: [&str; 2] = ["texts.en.js", "texts.pt-BR.js"];
/// What the package was built from; no part of it, see `files` in its manifest.
const STAMP: &str = ".inputs";
/// Where the page lies among the files of the dashboard, and the package beside it.
const PAGE: &str = "module";
const BESIDE_THE_PAGE: &str = "latchboard";

pub(crate) fn package_dir() -> PathBuf {
    source("pkg")
}

/// What a page or worker loads of the package.
pub(crate) fn loaded_files() -> [PathBuf; 2] {
    [ENTRIES[0], WASM].map(|name| package_dir().join(name))
}

/// What a page or worker loads of the package when it explains an error, by language.
pub(crate) fn errors() -> [PathBuf; 2] {
    ERRORS.map(|name| package_dir().join(name))
}

/// What it loads for the texts of checks and resolutions, by language.
pub(crate) fn texts() -> [PathBuf; 2] {
    TEXTS.map(|name| package_dir().join(name))
}

/// The module as cargo compiles it.
fn compiled() -> Result<PathBuf> {
    let target = project::target_dir()?.join(project::WASM_TARGET);
    Ok(target.join(PROFILE).join("latchboard_module.wasm"))
}

/// What `wasm-pack build` makes of the crate, with nothing of the package around it: built before, it takes a second, and
/// the answer is where it lies.
pub(crate) fn bare() -> Result<PathBuf> {
    let into = project::target_dir()?.join("module-bare");
    let mut command = Command::new("wasm-bindgen");
    command.args(["--target", "web", "--out-dir"]).arg(&into).arg(compiled()?);
    command.env("PATH", tools::path_of(&[tools::wasm_bindgen()?])?);
    step::run("bindgen-bare-module", "writing the glue code that wasm-pack would", command)?;
    Ok(into)
}

/// Builds the package, if anything it is built from has changed.
pub(crate) fn build() -> Result<()> {
    Part::WasmTarget.ensure()?;
    let path = tools::ensure_all(&[tools::wasm_bindgen()?, tools::wasm_opt(), tools::esbuild()])?;
    let mut command = project::cargo();
    command.args(["build", "--package", "latchboard-module", "--lib", "--config"]).arg(source(CONFIG));
    command.args(["--target", project::WASM_TARGET, "--profile", PROFILE]);
    step::run("compile-module", "compiling the JavaScript module", command)?;
    let compiled = compiled()?;
    let printed = project::target_dir()?.join("module-texts");
    let mut command = project::cargo();
    command.args(["run", "--package", "latchboard-client", "--example", "module_texts", "--"]);
    command.arg(&printed);
    step::run("print-module-texts", "printing the texts of the module", command)?;
    let inputs = inputs(&compiled, &printed)?;
    let package = package_dir();
    if fs::read_to_string(package.join(STAMP)).is_ok_and(|built_from| built_from == inputs) {
        step::say(format!("the module in {} is built from these sources already", build::shown(&package)));
        return Ok(());
    }
    // Nothing of an older build may stay in the package.
    match fs::remove_dir_all(&package) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} could not be removed", package.display()));
        }
        _ => fs::create_dir_all(&package)?,
    }
    let work = project::target_dir()?.join("module-parts");
    let mut command = Command::new("wasm-bindgen");
    command
        .args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"])
        .arg(&work)
        .arg(&compiled)
        .env("PATH", &path);
    step::run("bindgen-module", "writing the module's glue code", command)?;
    let optimiser = tools::wasm_opt_words()?;
    let mut command = Command::new(&optimiser[0]);
    command.args(&optimiser[1..]).args(bundle::WASM_FEATURES).arg(VECTORS).args(OPTIMISE);
    command.arg(work.join(WASM)).arg("-o").arg(package.join(WASM)).env("PATH", &path);
    step::run("optimise-module", "making the module smaller", command)?;
    for name in ENTRIES.iter().chain(&SHARED) {
        copy(&source("js").join(name), &work.join(name))?;
    }
    let mut command = Command::new("esbuild");
    // What is loaded only when it is needed, and what Node.js brings along, stay where they are.
    command.args(["--bundle", "--format=esm", "--minify", "--external:./errors.*"]);
    command.args(["--external:./texts.*", "--external:node:*"]);
    command.args(["--charset=utf8", "--log-level=warning"]).arg(format!("--outdir={}", package.display()));
    command.args(ENTRIES.map(|name| work.join(name))).env("PATH", &path);
    step::run("bundle-module", "bundling the module's scripts", command)?;
    for name in ERRORS.iter().chain(&TEXTS) {
        copy(&printed.join(name), &package.join(name))?;
    }
    write(&package.join(TYPES), &types()?)?;
    write(&package.join("package.json"), &manifest()?)?;
    copy(&source("README.md"), &package.join("README.md"))?;
    copy(&project::root().join("LICENSE"), &package.join("LICENSE"))?;
    compress::brotli(&loaded_files())?;
    compress::brotli(&[errors(), texts()].concat())?;
    write(&package.join(STAMP), &inputs)?;
    step::say(format!("the module is in {}", build::shown(&package)));
    Ok(())
}

/// Builds the package and lays it, with the page that shows it, among the files of the dashboard.
pub(crate) fn page() -> Result<()> {
    build()?;
    let page = project::dashboard_dir().join(PAGE);
    let beside = page.join(BESIDE_THE_PAGE);
    fs::create_dir_all(&beside).with_context(|| format!("{} could not be created", beside.display()))?;
    let mut files = Vec::new();
    for (from, to) in [("www/module", page.clone()), ("www/styles", page.join("styles"))] {
        fs::create_dir_all(&to).with_context(|| format!("{} could not be created", to.display()))?;
        for entry in
            fs::read_dir(project::root().join(from)).with_context(|| format!("{from} could not be read"))?
        {
            let from = entry?.path();
            let to = to.join(from.file_name().unwrap_or_default());
            copy(&from, &to)?;
            files.push(to);
        }
    }
    for from in loaded_files().into_iter().chain(errors()).chain(texts()) {
        let to = beside.join(from.file_name().unwrap_or_default());
        copy(&from, &to)?;
        copy(&compress::beside(&from), &compress::beside(&to))?;
    }
    compress::brotli(&files)
}

/// Whether `file` belongs to the module's page, and not to the dashboard that it lies in.
pub(crate) fn is_of_the_page(file: &Path) -> bool {
    file.starts_with(project::dashboard_dir().join(PAGE))
}

/// The types: those that go into the WebAssembly as well, and those of what only the package has.
fn types() -> Result<String> {
    Ok(read(&source("types").join(TYPES))? + &read(&source("js/package.d.ts"))?)
}

/// The package's manifest, with the version of the workspace. Written by hand: the order of its conditions counts.
fn manifest() -> Result<String> {
    let packages = project::metadata()?["packages"].as_array().context("cargo metadata lists no packages")?;
    let ours = packages.iter().find(|package| package["name"] == "latchboard-module");
    let version =
        ours.and_then(|ours| ours["version"].as_str()).context("latchboard-module has no version")?;
    Ok(read(&source("js/package.json"))?.replace("VERSION", version))
}

/// What the package is made of, as a number. It tells builds apart; nobody is kept from forging it.
fn inputs(compiled: &Path, printed: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let read = |path: &Path| fs::read(path).with_context(|| format!("{} could not be read", path.display()));
    read(compiled)?.hash(&mut hasher);
    for name in ENTRIES.iter().chain(&SHARED) {
        read(&source("js").join(name))?.hash(&mut hasher);
    }
    for name in ERRORS.iter().chain(&TEXTS) {
        read(&printed.join(name))?.hash(&mut hasher);
    }
    types()?.hash(&mut hasher);
    manifest()?.hash(&mut hasher);
    read(&source("README.md"))?.hash(&mut hasher);
    tools::wasm_opt().title().hash(&mut hasher);
    tools::esbuild().title().hash(&mut hasher);
    OPTIMISE.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn source(name: impl AsRef<OsStr>) -> PathBuf {
    project::root().join("crates/module").join(name.as_ref())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("{} could not be written", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = fs::copy(from, to);
    copied.map(drop).with_context(|| format!("{} could not be copied", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_files_that_the_package_has() {
        let manifest: serde_json::Value = serde_json::from_str(&manifest().unwrap()).unwrap();
        let files: Vec<&str> =
            manifest["files"].as_array().unwrap().iter().filter_map(|file| file.as_str()).collect();
        for file in ENTRIES.iter().chain(&ERRORS).chain(&TEXTS).chain(&[WASM, TYPES]) {
            assert!(files.contains(file), "{file}");
        }
        let entry = &manifest["exports"]["."];
        for named in [&entry["types"], &entry["node"], &entry["default"], &manifest["main"]] {
            let name = named.as_str().unwrap().strip_prefix("./").unwrap();
            assert!(files.contains(&name), "{name}");
        }
        assert!(!manifest["version"].as_str().unwrap().contains('V'));
    }
}
