//! Chromium and ChromeDriver for the tests: found on this machine, or installed from the system's packages where that
//! is possible and permitted.
//!
//! Never downloads a browser from anywhere else, and never changes one that is there.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::{packages, project};

const CHROMIUM_NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Where Chromium and Chrome lie on a Mac, which has no commands for them.
const CHROMIUM_FILES: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const DRIVER_FILES: [&str; 2] = ["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

/// A program and the version it answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) version: String,
}

impl Program {
    fn major(&self) -> &str {
        self.version.split('.').next().unwrap_or_default()
    }
}

/// Both, of the same major version.
pub(crate) struct Pair {
    pub(crate) chromium: Program,
    pub(crate) driver: Program,
}

/// The browser, `LATCHBOARD_CHROMIUM` before all others.
pub(crate) fn chromium() -> Option<Program> {
    if let Some(path) = named("LATCHBOARD_CHROMIUM") {
        // Whoever names one wants that one or an error, and not another that happens to be there.
        return program(path);
    }
    let on_path = CHROMIUM_NAMES.iter().filter_map(|name| project::on_path(name));
    on_path.chain(CHROMIUM_FILES.iter().map(PathBuf::from)).find_map(program)
}

/// ChromeDriver, `CHROMEDRIVER` before all others.
pub(crate) fn driver() -> Option<Program> {
    if let Some(path) = named("CHROMEDRIVER") {
        return program(path);
    }
    project::on_path("chromedriver")
        .into_iter()
        .chain(DRIVER_FILES.iter().map(PathBuf::from))
        .find_map(program)
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The browser, installed if need be.
pub(crate) fn ensure_chromium() -> Result<Program> {
    if let Some(found) = chromium() {
        return Ok(found);
    }
    if let Some(path) = named("LATCHBOARD_CHROMIUM") {
        bail!("LATCHBOARD_CHROMIUM names {}, which does not start: correct or unset it.", path.display());
    }
    install("Chromium")?;
    match chromium() {
        Some(found) => Ok(found),
        None => {
            bail!("Chromium was installed but is not found on PATH: set LATCHBOARD_CHROMIUM to the program.")
        }
    }
}

/// Browser and driver, installed if need be, and of the same major version.
pub(crate) fn ensure_pair() -> Result<Pair> {
    let browser = ensure_chromium()?;
    let driver = match driver() {
        Some(found) => found,
        None => {
            if let Some(path) = named("CHROMEDRIVER") {
                bail!("CHROMEDRIVER names {}, which does not start: correct or unset it.", path.display());
            }
            install("ChromeDriver")?;
            match driver() {
                Some(found) => found,
                None => {
                    bail!("ChromeDriver was installed but is not found: set CHROMEDRIVER to the program.")
                }
            }
        }
    };
    if let Some(text) = mismatch(&browser, &driver) {
        bail!(text);
    }
    Ok(Pair { chromium: browser, driver })
}

/// What is wrong with this pair, if anything: a driver speaks to browsers of its own major version only.
pub(crate) fn mismatch(browser: &Program, driver: &Program) -> Option<String> {
    (browser.major() != driver.major()).then(|| {
        format!(
            "Chromium is version {} ({}) and ChromeDriver version {} ({}): their major versions must be the same. \
             Update both, or name a matching pair in LATCHBOARD_CHROMIUM and CHROMEDRIVER.",
            browser.version,
            browser.path.display(),
            driver.version,
            driver.path.display()
        )
    })
}

fn program(path: PathBuf) -> Option<Program> {
    let output =
        Command::new(&path).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    let version = version_in_answer(&String::from_utf8_lossy(&output.stdout))?;
    Some(Program { path, version })
}

/// "Chromium 141.0.7390.54 built on Debian", "ChromeDriver 141.0.7390.54 (…)", "Google Chrome 141.0.7390.54".
fn version_in_answer(answer: &str) -> Option<String> {
    answer
        .split_whitespace()
        .find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
}

/// Installs both from Debian's packages: they come in one version and belong together.
fn install(what: &str) -> Result<()> {
    let by_hand = format!(
        "{what} is missing. Install Chromium and ChromeDriver of the same version (on Debian: \
         `apt-get install chromium chromium-driver`), or name the programs in LATCHBOARD_CHROMIUM and CHROMEDRIVER."
    );
    packages::install("Chromium and ChromeDriver", &["chromium", "chromium-driver"], &by_hand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_browsers_answer() {
        for (answer, version) in [
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", "156.0.8078.79"),
            ("ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch-heads/8078@{#1704})", "156.0.8078.79"),
            ("Google Chrome 141.0.7390.54 ", "141.0.7390.54"),
        ] {
            assert_eq!(version_in_answer(answer).as_deref(), Some(version));
        }
        assert_eq!(version_in_answer("Command '/usr/bin/chromium-browser' requires the chromium snap"), None);
    }

    #[test]
    fn a_driver_of_another_major_version_is_told() {
        let program = |version: &str| Program { path: "x".into(), version: version.into() };
        assert_eq!(mismatch(&program("156.0.1.2"), &program("156.0.9.9")), None);
        let text = mismatch(&program("156.0.1.2"), &program("155.0.1.2")).unwrap();
        assert!(text.contains("156.0.1.2") && text.contains("155.0.1.2"), "{text}");
    }
}
