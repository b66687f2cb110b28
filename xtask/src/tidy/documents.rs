//! What documents name: a file or folder of this checkout must be there, unless git ignores it: then a build makes it.

use std::path::Path;
use std::process::Command;

use super::Finding;

/// What a path of the checkout begins with.
const FOLDERS: [&str; 9] =
    [".ci/", "benches/", "crates/", "deploy/", "docs/", "src/", "tests/", "www/", "xtask/"];

pub(super) fn check(root: &Path, path: &str, text: &str, found: &mut Vec<Finding>) {
    if !path.ends_with(".md") || path == "CHANGELOG.md" {
        return;
    }
    for (number, line) in text.lines().enumerate() {
        for named in paths(line) {
            if !root.join(named).exists() && !is_ignored(root, named) {
                found.push(Finding::new(path, number + 1, format!("{named} is not there")));
            }
        }
    }
}

/// The paths that stand in a line between backticks. Patterns and commands are none.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split('`').skip(1).step_by(2);
    code.filter(|code| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        FOLDERS.iter().any(|folder| code.starts_with(folder)) && code.chars().all(plain)
    })
}

fn is_ignored(root: &Path, path: &str) -> bool {
    let path = format!("{}/", path.trim_end_matches('/'));
    let mut git = Command::new("git");
    git.args(["check-ignore", "--quiet", &path]).current_dir(root);
    git.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::{is_ignored, paths};
    use crate::project;

    #[test]
    fn what_a_build_makes_may_be_named() {
        assert!(is_ignored(project::root(), "crates/module/pkg"));
        assert!(!is_ignored(project::root(), "crates/module/gone"));
    }

    #[test]
    fn paths_are_told_from_commands_and_patterns() {
        let line = "see `src/app.rs`, `crates/*/src`, `cargo run`, `docs/` and `src/{a,b}.rs`";
        assert_eq!(paths(line).collect::<Vec<_>>(), ["src/app.rs", "docs/"]);
    }
}
