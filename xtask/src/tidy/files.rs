//! Which files may be tracked: nothing that a build makes, and nothing big.
//!
//! Looks at names and sizes only.

use super::Finding;

/// Directories that are made by a build.
const GENERATED: [&str; 5] = ["dist", "pkg", "target", "node_modules", "playwright-report"];
/// Every clone carries every version of every file for ever.
const LIMIT: usize = 200_000;
/// Long by nature, and of use as a whole only.
const MAY_BE_LONG: [&str; 3] = ["Cargo.lock", "package-lock.json", "openapi.json"];

pub(super) fn check(path: &str, bytes: usize, found: &mut Vec<Finding>) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let directories = path.strip_suffix(name).unwrap_or_default();
    if let Some(directory) = directories.split('/').find(|directory| GENERATED.contains(directory)) {
        found.push(Finding::new(
            path,
            0,
            format!("a build makes what lies in {directory}/: do not track it"),
        ));
    }
    if path.ends_with(".wasm") {
        found.push(Finding::new(path, 0, "a build makes wasm files: do not track them"));
    }
    if bytes > LIMIT && !MAY_BE_LONG.contains(&name) {
        found.push(Finding::new(
            path,
            0,
            format!("{bytes} bytes are too much to track: the limit is {LIMIT}"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_and_big_files_are_refused() {
        for (path, bytes, expected) in [
            ("src/main.rs", 1, 0),
            ("dist/index.html", 1, 1),
            ("crates/module/pkg/a.js", 1, 1),
            ("tests/e2e/node_modules/x/index.js", 1, 1),
            ("www/a.wasm", 1, 1),
            ("docs/a.png", LIMIT, 0),
            ("docs/a.png", LIMIT + 1, 1),
            ("tests/e2e/package-lock.json", LIMIT + 1, 0),
            ("docs/distance.md", 1, 0),
            ("src/target", 1, 0),
        ] {
            let mut found = Vec::new();
            check(path, bytes, &mut found);
            assert_eq!(found.len(), expected, "{path}: {found:?}");
        }
    }
}
