//! Who may import whom, from `cargo metadata`, and what the pure crates may not depend on, from `cargo tree`.
//!
//! The table below is the drawing in docs/ARCHITECTURE.md, written for a program.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Finding;
use crate::project;

/// Crate, what it may import, and what its tests may import beyond that. What is not here is forbidden.
const MAY_IMPORT: [(&str, &[&str], &[&str]); 13] = [
    ("latchboard-texts", &[], &[]),
    ("latchboard-contract", &["latchboard-texts"], &[]),
    ("latchboard-search", &["latchboard-contract"], &[]),
    ("latchboard-client", &["latchboard-contract", "latchboard-texts"], &[]),
    ("latchboard-store", &["latchboard-contract"], &[]),
    // Its tests talk to it as everybody does, with the client.
    (
        "latchboard-server",
        &["latchboard-contract", "latchboard-search", "latchboard-store", "latchboard-texts"],
        &["latchboard-client"],
    ),
    (
        "latchboard-console",
        &["latchboard-client", "latchboard-contract", "latchboard-search", "latchboard-texts"],
        &[],
    ),
    ("latchboard-module", &["latchboard-client", "latchboard-contract", "latchboard-texts"], &[]),
    ("latchboard-module-search", &["latchboard-contract", "latchboard-search"], &[]),
    (
        "latchboard",
        &[
            "latchboard-console",
            "latchboard-client",
            "latchboard-contract",
            "latchboard-search",
            "latchboard-texts",
        ],
        // All languages inside, in place of those that a page fetches.
        &["latchboard-texts"],
    ),
    ("xtask", &[], &[]),
    ("empty-yew", &[], &[]),
    ("server-figures", &[], &[]),
];

/// The browser, the network, the database: what pure crates know nothing of. A name stands for its family: `yew` for `yew-router` too.
const IMPURE: [&str; 11] = [
    "web-sys",
    "js-sys",
    "gloo",
    "wasm-bindgen",
    "tokio",
    "axum",
    "rusqlite",
    "yew",
    "reqwest",
    "hyper",
    "getrandom",
];

/// JavaScript itself, in every browser and outside of them, and who may ask it: see `crates/search/src/normal_form.rs`.
const JAVASCRIPT_CRATES: [&str; 2] = ["js-sys", "wasm-bindgen"];
const MAY_USE_JAVASCRIPT: &str = "latchboard-search";

/// The drivers of the databases, and who may have them outside of tests: the store, and what is measured beside it.
const DRIVERS: [&str; 2] = ["rusqlite", "tokio-postgres"];
const HAVE_DRIVERS: [&str; 2] = ["latchboard-store", "server-figures"];

pub(super) fn check() -> Result<Vec<Finding>> {
    let packages = project::metadata()?["packages"].as_array().context("cargo metadata lists no packages")?;
    let mut found = Vec::new();
    for package in packages {
        let package = Package::read(package)?;
        imports(&package, &mut found);
        drivers(&package, &mut found);
        pinned(&package, &mut found);
        if package.name == "latchboard-console" {
            // What the client needs in the browser comes with it; the console itself names none of that.
            let direct = package.dependencies.iter().filter(|dependency| !dependency.for_tests);
            impure(&package, direct.map(|dependency| &*dependency.name), &mut found);
        }
        if ["latchboard-contract", "latchboard-search", "latchboard-texts"].contains(&&*package.name) {
            let tree = dependency_tree(&package.name)?;
            let is_known =
                |name: &&str| package.name == MAY_USE_JAVASCRIPT && is_of_family(name, &JAVASCRIPT_CRATES);
            impure(&package, names_in_tree(&tree).filter(|name| !is_known(name)), &mut found);
        }
    }
    Ok(found)
}

struct Package {
    name: String,
    /// Its manifest, as seen from the root of the checkout.
    manifest: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    requirement: String,
    for_tests: bool,
}

impl Package {
    fn read(value: &Value) -> Result<Self> {
        let text = |value: &Value, name: &str| -> Result<String> {
            let text = value[name].as_str().with_context(|| format!("cargo metadata gives no {name}"))?;
            Ok(text.to_owned())
        };
        let manifest = text(value, "manifest_path")?;
        let root = format!("{}/", project::root().display());
        let mut dependencies = Vec::new();
        for dependency in value["dependencies"].as_array().context("cargo metadata gives no dependencies")? {
            dependencies.push(Dependency {
                name: text(dependency, "name")?,
                requirement: text(dependency, "req")?,
                for_tests: dependency["kind"] == "dev",
            });
        }
        let manifest = manifest.strip_prefix(&root).unwrap_or(&manifest).to_owned();
        Ok(Self { name: text(value, "name")?, manifest, dependencies })
    }
}

fn is_ours(name: &str) -> bool {
    MAY_IMPORT.iter().any(|(ours, _, _)| *ours == name) || name.starts_with("latchboard")
}

fn imports(package: &Package, found: &mut Vec<Finding>) {
    let Some((_, always, in_tests)) = MAY_IMPORT.iter().find(|(name, _, _)| *name == package.name) else {
        let text =
            format!("nobody wrote down what {} may import: add it to xtask/src/tidy/deps.rs", package.name);
        found.push(Finding::new(&package.manifest, 0, text));
        return;
    };
    for Dependency { name, for_tests, .. } in &package.dependencies {
        let permitted =
            always.contains(&&**name) || (*for_tests && in_tests.contains(&&**name)) || *name == package.name;
        if is_ours(name) && !permitted {
            let text = format!("{} may not import {name} (see docs/ARCHITECTURE.md)", package.name);
            found.push(Finding::new(&package.manifest, 0, text));
        }
    }
}

fn drivers(package: &Package, found: &mut Vec<Finding>) {
    let names = package.dependencies.iter().filter(|dependency| !dependency.for_tests);
    for name in names.map(|dependency| &*dependency.name).filter(|name| DRIVERS.contains(name)) {
        if !HAVE_DRIVERS.contains(&&*package.name) {
            let text = format!("{} may not depend on {name}: SQL stands in crates/store only", package.name);
            found.push(Finding::new(&package.manifest, 0, text));
        }
    }
}

/// The wasm-bindgen CLI works with exactly one version of the crate.
fn pinned(package: &Package, found: &mut Vec<Finding>) {
    for dependency in &package.dependencies {
        if dependency.name == "wasm-bindgen" && !dependency.requirement.starts_with('=') {
            let text = format!("wasm-bindgen {} must be pinned with `=`", dependency.requirement);
            found.push(Finding::new(&package.manifest, 0, text));
        }
    }
}

fn impure<'a>(package: &Package, names: impl Iterator<Item = &'a str>, found: &mut Vec<Finding>) {
    for name in names {
        if is_of_family(name, &IMPURE) {
            let text = format!("{} is pure and may not depend on {name}", package.name);
            found.push(Finding::new(&package.manifest, 0, text));
        }
    }
}

fn is_of_family(name: &str, families: &[&str]) -> bool {
    families.iter().any(|family| name == *family || name.starts_with(&format!("{family}-")))
}

fn dependency_tree(package: &str) -> Result<String> {
    let output = project::cargo()
        .args(["tree", "--locked", "--package", package, "--edges", "normal", "--target", "all"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("cargo tree failed:\n{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// One package per line: `serde v1.0.0`, `serde v1.0.0 (*)`, `latchboard-contract v0.1.0 (/path)`.
fn names_in_tree(tree: &str) -> impl Iterator<Item = &str> {
    tree.lines().filter_map(|line| line.split(' ').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, &str, bool)]) -> Package {
        let read = |&(name, requirement, for_tests): &(&str, &str, bool)| Dependency {
            name: name.to_owned(),
            requirement: requirement.to_owned(),
            for_tests,
        };
        Package {
            name: name.to_owned(),
            manifest: "Cargo.toml".to_owned(),
            dependencies: dependencies.iter().map(read).collect(),
        }
    }

    fn forbidden(name: &str, dependency: &str, for_tests: bool) -> bool {
        let mut found = Vec::new();
        imports(&package(name, &[(dependency, "*", for_tests)]), &mut found);
        !found.is_empty()
    }

    #[test]
    fn imports_against_the_arrows_are_refused() {
        for (name, dependency) in [
            ("latchboard-contract", "latchboard-client"),
            ("latchboard-client", "latchboard-console"),
            ("latchboard-server", "latchboard"),
            ("latchboard-server", "latchboard-client"),
            ("latchboard-server", "latchboard-console"),
            ("latchboard-store", "latchboard-server"),
            ("latchboard-store", "latchboard-search"),
            ("latchboard-console", "latchboard-server"),
            ("latchboard-module", "latchboard-console"),
            ("latchboard", "latchboard-server"),
            ("xtask", "latchboard-contract"),
        ] {
            assert!(forbidden(name, dependency, false), "{name} imports {dependency}");
        }
    }

    #[test]
    fn drivers_are_for_the_store_and_for_tests() {
        let count = |name, driver, for_tests| {
            let mut found = Vec::new();
            drivers(&package(name, &[(driver, "*", for_tests)]), &mut found);
            found.len()
        };
        assert_eq!(count("latchboard-server", "rusqlite", false), 1);
        assert_eq!(count("latchboard-client", "tokio-postgres", false), 1);
        assert_eq!(count("latchboard-server", "rusqlite", true), 0);
        assert_eq!(count("latchboard-store", "tokio-postgres", false), 0);
        assert_eq!(count("latchboard-server", "serde", false), 0);
    }

    #[test]
    fn imports_along_the_arrows_are_fine() {
        assert!(!forbidden("latchboard-client", "latchboard-contract", false));
        assert!(!forbidden("latchboard-server", "latchboard-contract", false));
        assert!(!forbidden("latchboard-server", "latchboard-store", false));
        assert!(!forbidden("latchboard-server", "latchboard-client", true));
        assert!(forbidden("latchboard-contract", "latchboard-client", true));
        assert!(!forbidden("latchboard", "latchboard-console", false));
        assert!(!forbidden("xtask", "anyhow", false));
    }

    #[test]
    fn a_crate_that_nobody_wrote_down_is_refused() {
        assert!(forbidden("latchboard-extra", "serde", false));
    }

    #[test]
    fn wasm_bindgen_without_an_exact_version_is_refused() {
        for (requirement, expected) in [("=0.2.130", 0), ("^0.2.130", 1)] {
            let mut found = Vec::new();
            pinned(&package("latchboard", &[("wasm-bindgen", requirement, false)]), &mut found);
            assert_eq!(found.len(), expected, "{requirement}");
        }
    }

    #[test]
    fn the_pure_crates_are_told_what_makes_them_impure() {
        let tree = "latchboard-contract v0.1.0 (/x)\nserde v1.0.0\ntokio v1.0.0 (*)\nwasm-bindgen-shared v0.2.130\nhypertext v1\n";
        let mut found = Vec::new();
        impure(&package("latchboard-contract", &[]), names_in_tree(tree), &mut found);
        let text: Vec<&str> = found.iter().map(|finding| &*finding.text).collect();
        assert_eq!(text.len(), 2, "{text:?}");
        assert!(text[0].ends_with("tokio") && text[1].ends_with("wasm-bindgen-shared"), "{text:?}");
    }

    #[test]
    fn every_crate_of_the_table_is_in_the_workspace() {
        let packages = project::metadata().unwrap()["packages"].as_array().unwrap();
        for (name, _, _) in MAY_IMPORT {
            assert!(
                packages.iter().any(|package| package["name"] == name),
                "{name} is gone: remove it from the table"
            );
        }
    }
}
