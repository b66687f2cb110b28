//! What documents name: a file or folder of this checkout must be there.

use std::path::Path;

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
            if !root.join(named).exists() {
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

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_told_from_commands_and_patterns() {
        let line = "see `src/app.rs`, `crates/*/src`, `cargo run`, `docs/` and `src/{a,b}.rs`";
        assert_eq!(paths(line).collect::<Vec<_>>(), ["src/app.rs", "docs/"]);
    }
}
