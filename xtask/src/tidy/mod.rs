//! `cargo xtask tidy`: the rules of the house that no compiler checks. Who imports whom (`deps.rs`), what may stand where
//! in the sources (`source.rs`), that no imports go in a circle (`circles.rs`), which files may be tracked (`files.rs`),
//! whether documents name what is there (`documents.rs`, `walks.rs`), and whether every message is shown (`texts.rs`).
//!
//! Changes nothing. The native tests run the same checks, so an untidy tree fails there as well.

mod circles;
mod deps;
mod documents;
mod files;
mod lexer;
mod source;
mod texts;
mod walks;

use std::fmt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{project, step};

/// One breach of one rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    text: String,
}

impl Finding {
    fn new(file: &str, line: usize, text: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.text),
            line => write!(f, "{}:{line}: {}", self.file, self.text),
        }
    }
}

pub(crate) fn tidy() -> Result<ExitCode> {
    let findings = findings(project::root())?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        step::say("the tree is tidy");
        return Ok(ExitCode::SUCCESS);
    }
    step::say(format!("the tree is untidy, findings: {}", findings.len()));
    Ok(ExitCode::FAILURE)
}

fn findings(root: &Path) -> Result<Vec<Finding>> {
    let mut found = deps::check()?;
    circles::check(root, &mut found)?;
    let mut named = texts::Named::default();
    for path in tracked_files(root)? {
        let file = root.join(&path);
        // Removed here and not yet in git.
        let Ok(bytes) = std::fs::read(&file) else { continue };
        files::check(&path, bytes.len(), &mut found);
        if let Ok(text) = String::from_utf8(bytes) {
            source::check(&path, &text, &mut found);
            documents::check(root, &path, &text, &mut found);
            walks::check(root, &path, &text, &mut found);
            named.note(&path, &text);
        }
    }
    named.check(root, &mut found);
    found.sort();
    Ok(found)
}

/// What git tracks, and what it would track next: a breach is best seen before the commit.
fn tracked_files(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git could not be started: tidy asks it which files are tracked")?;
    if !output.status.success() {
        bail!("git does not list the files: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut paths: Vec<String> =
        String::from_utf8_lossy(&output.stdout).split_terminator('\0').map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let findings = findings(project::root()).unwrap();
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }

    #[test]
    fn a_finding_names_file_and_line() {
        assert_eq!(Finding::new("src/a.rs", 3, "no").to_string(), "src/a.rs:3: no");
        assert_eq!(Finding::new("a.wasm", 0, "no").to_string(), "a.wasm: no");
    }

    #[test]
    fn the_listed_files_are_those_of_the_checkout() {
        let files = tracked_files(project::root()).unwrap();
        assert!(files.iter().any(|file| file == "xtask/src/tidy/mod.rs"));
        assert!(!files.iter().any(|file| file.starts_with("target/")));
    }
}
