//! The JavaScript module as an npm package in `crates/module/pkg`: what wasm-pack makes of the crate, and what it cannot make,
//! the entry for Node.js, conditional exports and the texts, bundled by esbuild; and the page that shows it.
//!
//! Tests nothing and publishes nothing.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::imports::Names;
use crate::toolchain::Part;
use crate::{compress, project, step, tools};

/// The cargo profile of the module.
const PROFILE: &str = "wasm-module";
/// What rustc is asked for beyond the profile, also where wasm-pack calls cargo.
const CONFIG: &str = ".cargo/config.toml";
/// A crate that wasm-pack makes a package of.
struct Packed {
    source: &'static str,
    /// Its name to cargo.
    package: &'static str,
    /// What wasm-pack calls the glue code, its types and the WebAssembly beside them.
    name: &'static str,
}

const CORE: Packed =
    Packed { source: "crates/module", package: "latchboard-module", name: "latchboard_core" };
/// Is loaded when the first text is searched.
const SEARCH: Packed =
    Packed { source: "crates/module-search", package: "latchboard-module-search", name: "latchboard_search" };
const PACKED: [Packed; 2] = [CORE, SEARCH];

impl Packed {
    fn declared(&self) -> String {
        format!("{}.d.ts", self.name)
    }

    fn wasm(&self) -> String {
        format!("{}_bg.wasm", self.name)
    }
}

/// What is loaded first: on a page or in a worker, and in Node.js.
const ENTRIES: [&str; 2] = ["browser.js", "node.js"];
/// What both are made of, beside the glue code.
const SHARED: [&str; 3] = ["api.js", "load.js", "search.js"];
/// The glue code of the search, which they load.
const SEARCH_PART: &str = "search-part.js";
const TYPES: &str = "latchboard.d.ts";
/// What `client` prints: the error catalogue, and the other texts; a file for each language.
const ERRORS: &str = "errors.";
const TEXTS: &str = "texts.";
/// Which languages there are, for programs and for their compilers.
const LANGUAGES: [&str; 2] = ["languages.js", "languages.d.ts"];
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
    [ENTRIES[0], &CORE.wasm()].map(|name| package_dir().join(name))
}

/// What it loads of it when it searches the first text.
pub(crate) fn search_files() -> [PathBuf; 2] {
    [SEARCH_PART, &SEARCH.wasm()].map(|name| package_dir().join(name))
}

/// What a page or worker loads of the package when it explains an error, by language.
pub(crate) fn errors() -> Result<Vec<PathBuf>> {
    printed_files(&package_dir(), ERRORS)
}

/// What it loads for the texts of checks and resolutions, by language.
pub(crate) fn texts() -> Result<Vec<PathBuf>> {
    printed_files(&package_dir(), TEXTS)
}

/// A file for each language.
fn printed_files(directory: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let mut files = crate::files::files_in(directory, "js")?;
    files.retain(|file| file.file_name().is_some_and(|own| own.to_string_lossy().starts_with(name)));
    Ok(files)
}

/// What wasm-pack makes of the crate, with nothing of the package around it.
pub(crate) fn bare() -> Result<PathBuf> {
    Ok(project::target_dir()?.join("module-parts"))
}

/// What wasm-pack makes of the crate for those whose bundler takes WebAssembly for a module.
pub(crate) fn for_bundlers() -> Result<PathBuf> {
    let into = project::target_dir()?.join("module-for-bundlers");
    pack(&CORE, "bundler", &into)?;
    Ok(into)
}

/// `wasm-pack build crates/module`, as small as the package.
fn pack(packed: &Packed, target: &str, into: &Path) -> Result<()> {
    let path = tools::ensure_all(&[tools::wasm_bindgen()?, tools::wasm_opt(), tools::wasm_pack()])?;
    let mut directories = vec![tools::quick_wasm_opt(&project::target_dir()?.join("module-tools"))?];
    directories.extend(std::env::split_paths(&path));
    let path = std::env::join_paths(directories).context("no PATH for wasm-pack")?;
    let mut command = Command::new("wasm-pack");
    command.args(["build", "--mode", "no-install", "--target", target, "--profile", PROFILE]);
    command.args(["--out-name", packed.name, "--out-dir"]).arg(into);
    command.arg(project::root().join(packed.source)).env("PATH", path);
    step::run(
        &format!("pack-{}-for-{target}", packed.package),
        "packing the JavaScript module with wasm-pack",
        command,
    )
}

/// Builds the package, if anything it is built from has changed.
pub(crate) fn build() -> Result<()> {
    Part::WasmTarget.ensure()?;
    let path = tools::ensure_all(&[
        tools::wasm_bindgen()?,
        tools::wasm_opt(),
        tools::wasm_pack(),
        tools::esbuild(),
    ])?;
    let compiled = compile()?;
    let printed = project::target_dir()?.join("module-texts");
    let mut command = project::cargo();
    command.args(["run", "--package", "latchboard-client", "--example", "module_texts", "--"]);
    command.arg(&printed);
    step::run("print-module-texts", "printing the texts of the module", command)?;
    let (package, work) = (package_dir(), bare()?);
    let search = work.join("search");
    let inputs = inputs(&compiled, &printed)?;
    if fs::read_to_string(package.join(STAMP)).is_ok_and(|built_from| built_from == inputs)
        && search.join(SEARCH.declared()).is_file()
    {
        step::say(format!("the module in {} is built from these sources already", project::shown(&package)));
        return Ok(());
    }
    // Nothing of an older build may stay in the package.
    for directory in [&package, &work] {
        match fs::remove_dir_all(directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} could not be removed", directory.display()));
            }
            _ => fs::create_dir_all(directory)?,
        }
    }
    for (packed, into) in [(&CORE, &work), (&SEARCH, &search)] {
        pack(packed, "web", into)?;
        copy(&into.join(packed.wasm()), &package.join(packed.wasm()))?;
    }
    for name in ENTRIES.iter().chain(&SHARED) {
        copy(&source("js").join(name), &work.join(name))?;
    }
    copy(&printed.join(LANGUAGES[0]), &work.join(LANGUAGES[0]))?;
    let names = Names::none_in(work.join("names.json"))?;
    let mut command = Command::new("esbuild");
    names.choose(&mut command);
    // What is loaded only when it is needed, and what Node.js brings along, stay where they are.
    command.args(["--bundle", "--format=esm", "--minify", "--external:./errors.*"]);
    command.args(["--external:./texts.*", &format!("--external:./{SEARCH_PART}"), "--external:node:*"]);
    command.args(["--charset=utf8", "--log-level=warning"]).arg(format!("--outdir={}", package.display()));
    command.args(ENTRIES.map(|name| work.join(name)));
    let glue = search.join(SEARCH.name).with_extension("js");
    command.arg(format!("{}={}", SEARCH_PART.trim_end_matches(".js"), glue.display())).env("PATH", &path);
    step::run("bundle-module", "bundling the module's scripts", command)?;
    for packed in &PACKED {
        names.give(&package.join(packed.wasm()))?;
    }
    for file in [printed_files(&printed, ERRORS)?, printed_files(&printed, TEXTS)?].concat() {
        copy(&file, &package.join(file.file_name().unwrap_or_default()))?;
    }
    let declared = types(&read(&work.join(CORE.declared()))?, &read(&search.join(SEARCH.declared()))?)?;
    write(&package.join(TYPES), &(declared + &read(&printed.join(LANGUAGES[1]))?))?;
    write(&package.join("package.json"), &manifest()?)?;
    copy(&source("README.md"), &package.join("README.md"))?;
    copy(&project::root().join("LICENSE"), &package.join("LICENSE"))?;
    compress::brotli(&[loaded_files(), search_files()].concat())?;
    compress::brotli(&[errors()?, texts()?].concat())?;
    write(&package.join(STAMP), &inputs)?;
    step::say(format!("the module is in {}", project::shown(&package)));
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
    for from in loaded_files().into_iter().chain(search_files()).chain(errors()?).chain(texts()?) {
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

/// Both parts as cargo compiles them: wasm-pack calls it with the same words, and finds it done.
fn compile() -> Result<[PathBuf; 2]> {
    for packed in &PACKED {
        let mut command = project::cargo();
        command.args(["build", "--package", packed.package, "--lib", "--config"]).arg(source(CONFIG));
        command.args(["--target", project::WASM_TARGET, "--profile", PROFILE]);
        step::run(&format!("compile-{}", packed.package), "compiling the JavaScript module", command)?;
    }
    let target = project::target_dir()?.join(project::WASM_TARGET).join(PROFILE);
    Ok(PACKED.map(|packed| target.join(packed.package.replace('-', "_")).with_extension("wasm")))
}

/// The types of the package: those of the module and of what its search sees, as wasm-bindgen declares them, but for how they
/// are loaded, and those of what only the package has.
fn types(core: &str, search: &str) -> Result<String> {
    let (search, _) = search.split_once(SEARCH_CLASS).context("the search has another class")?;
    Ok(of_package(core)? + &members_read_only(search) + &read(&source("js/package.d.ts"))?)
}

/// Where the declarations begin that the package has its own function for.
const SEARCH_CLASS: &str = "/**\n * A search under way.";

/// What wasm-bindgen says without words, and what we say of it.
const UNDOCUMENTED: [(&str, &str); 2] = [
    ("    private constructor();", "    /** Not for callers. */\n"),
    (
        "    free(): void;",
        "    /** Frees what it holds, see the class. Whatever it is asked afterwards throws an `Error`. */\n",
    ),
];

/// The declarations of wasm-bindgen as the package has them: it is loaded in its own way, no reader needs the newest library
/// of TypeScript for `using`, everything says something, and nobody writes to what the module gives out.
fn of_package(declared: &str) -> Result<String> {
    let (kept, _) = declared
        .split_once("\nexport type InitInput =")
        .context("the types of wasm-bindgen don't say how the module is loaded")?;
    Ok(members_read_only(kept))
}

fn members_read_only(declared: &str) -> String {
    let mut text = String::with_capacity(declared.len());
    for line in declared.lines().filter(|line| !line.contains("[Symbol.dispose]()")) {
        if let Some((_, words)) = UNDOCUMENTED.iter().find(|(undocumented, _)| line == *undocumented) {
            text += words;
        }
        text += &read_only(line);
        text.push('\n');
    }
    text
}

/// A member of an interface that can be read only; any other line as it is.
fn read_only(line: &str) -> String {
    let Some(member) = line.strip_prefix("    ") else { return line.to_owned() };
    let name = member.split([':', '?']).next().unwrap_or_default();
    let is_member = member.contains(": ")
        && !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_alphanumeric());
    if is_member { format!("    readonly {member}") } else { line.to_owned() }
}

/// The package's manifest, with the version of the workspace. Written by hand: the order of its conditions counts.
fn manifest() -> Result<String> {
    let packages = project::metadata()?["packages"].as_array().context("cargo metadata lists no packages")?;
    let ours = packages.iter().find(|package| package["name"] == CORE.package);
    let version =
        ours.and_then(|ours| ours["version"].as_str()).context("latchboard-module has no version")?;
    Ok(read(&source("js/package.json"))?.replace("VERSION", version))
}

/// What the package is made of, as a number. It tells builds apart; nobody is kept from forging it.
fn inputs(compiled: &[PathBuf], printed: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let bytes = |path: &Path| fs::read(path).with_context(|| format!("{} could not be read", path.display()));
    for file in compiled {
        bytes(file)?.hash(&mut hasher);
    }
    for name in ENTRIES.iter().chain(&SHARED) {
        bytes(&source("js").join(name))?.hash(&mut hasher);
    }
    for file in [printed_files(printed, ERRORS)?, printed_files(printed, TEXTS)?].concat() {
        bytes(&file)?.hash(&mut hasher);
    }
    for name in LANGUAGES {
        bytes(&printed.join(name))?.hash(&mut hasher);
    }
    read(&source("js/package.d.ts"))?.hash(&mut hasher);
    for packed in &PACKED {
        read(&project::root().join(packed.source).join("Cargo.toml"))?.hash(&mut hasher);
    }
    manifest()?.hash(&mut hasher);
    read(&source("README.md"))?.hash(&mut hasher);
    for tool in [tools::wasm_opt(), tools::wasm_pack(), tools::esbuild()] {
        tool.title().hash(&mut hasher);
    }
    include_str!("module.rs").hash(&mut hasher);
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
        let wasm = PACKED.map(|packed| packed.wasm());
        let others = ["errors.*.js", "texts.*.js", SEARCH_PART, TYPES];
        for file in ENTRIES.into_iter().chain(others).chain(wasm.iter().map(String::as_str)) {
            assert!(files.contains(&file), "{file}");
        }
        let entry = &manifest["exports"]["."];
        for named in [&entry["types"], &entry["node"], &entry["default"], &manifest["main"]] {
            let name = named.as_str().unwrap().strip_prefix("./").unwrap();
            assert!(files.contains(&name), "{name}");
        }
        assert!(!manifest["version"].as_str().unwrap().contains('V'));
    }

    #[test]
    fn the_declarations_of_wasm_bindgen_become_those_of_the_package() {
        let declared = "\
/** Words. */
export class A {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /** Words. */
    b(c: Text): void;
}
export interface B {
    /** Words: more. */
    d?: string;
}

export type InitInput = string;
export default function init(): void;
";
        let expected = "\
/** Words. */
export class A {
    /** Not for callers. */
    private constructor();
    /** Frees what it holds, see the class. Whatever it is asked afterwards throws an `Error`. */
    free(): void;
    /** Words. */
    b(c: Text): void;
}
export interface B {
    /** Words: more. */
    readonly d?: string;
}
";
        assert_eq!(of_package(declared).unwrap(), expected);
        assert!(of_package("export class A {}").is_err());
    }
}
