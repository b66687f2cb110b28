//! The pages that the dashboard is put beside: an empty Yew page, built and bundled by the same steps, and a list in
//! JavaScript. And which of the dashboard's own files its first page is made of.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::build::{self, WASM_PROFILE};
use crate::files::{Fnv, collect_files};
use crate::toolchain::Part;
use crate::{bundle, compress, e2e, project, step, tools};

const EMPTY: &str = "empty-yew";
const PEER: &str = "peer-list";
/// Says what a page was built from, and is no part of it.
const STAMP: &str = ".inputs";

fn source(name: &str) -> PathBuf {
    project::root().join("benches").join(name)
}

fn built(name: &str) -> PathBuf {
    project::root().join("dist/bench").join(name)
}

/// The files that a page consists of.
pub(crate) fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect_files(directory, &mut files)?;
    files.retain(|file| *file != directory.join(STAMP) && !compress::is_compressed(file));
    files.sort();
    Ok(files)
}

/// The smallest page that Yew can draw. Answers where it is.
pub(crate) fn empty() -> Result<PathBuf> {
    let directory = built(EMPTY);
    let inputs = inputs(EMPTY, &["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"])?;
    if is_fresh(&directory, &inputs) {
        return Ok(directory);
    }
    Part::WasmTarget.ensure()?;
    build::fetch()?;
    let wanted = build::dashboard_tools()?;
    let path = tools::ensure_all(&wanted)?;
    let mut command = project::cargo();
    command.args(["build", "--package", EMPTY, "--target", project::WASM_TARGET, "--profile", WASM_PROFILE]);
    step::run("compile-empty", "compiling the empty Yew page", command)?;
    let compiled =
        project::target_dir()?.join(project::WASM_TARGET).join(WASM_PROFILE).join(format!("{EMPTY}.wasm"));
    let root = source(EMPTY);
    let page =
        bundle::Source { compiled: &compiled, root: &root, name: EMPTY, in_parts: false, fetched: &[] };
    bundle::bundle(&page, &directory, &path)?;
    finished(&directory, &inputs)
}

/// The list in JavaScript. Answers where it is.
pub(super) fn peer() -> Result<PathBuf> {
    let (directory, root) = (built(PEER), source(PEER));
    e2e::install_packages(&root, "the peer of the list")?;
    let inputs = inputs(PEER, &[])?;
    if is_fresh(&directory, &inputs) {
        return Ok(directory);
    }
    let path = tools::ensure_all(&[tools::esbuild()])?;
    let mut command = Command::new("esbuild");
    command.args(["src/list.jsx", "--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    command.args(["--jsx=automatic", "--jsx-import-source=preact"]);
    command.args(["--alias:react=preact/compat", "--alias:react-dom=preact/compat"]);
    command.arg("--define:process.env.NODE_ENV=\"production\"");
    command.arg(format!("--outfile={}", directory.join("list.js").display()));
    command.current_dir(&root).env("PATH", &path);
    step::run("bundle-peer", "bundling the peer of the list", command)?;
    let mut command = Command::new("esbuild");
    command.args(["src/list.css", "--minify", "--log-level=warning"]);
    command.arg(format!("--outfile={}", directory.join("list.css").display()));
    command.current_dir(&root).env("PATH", &path);
    step::run("minify-peer", "minifying the styles of the peer", command)?;
    fs::copy(root.join("index.html"), directory.join("index.html"))
        .context("the peer's index.html could not be copied")?;
    finished(&directory, &inputs)
}

fn finished(directory: &Path, inputs: &str) -> Result<PathBuf> {
    compress::brotli(&files(directory)?)?;
    fs::write(directory.join(STAMP), inputs).context("the mark of a finished page could not be written")?;
    Ok(directory.to_owned())
}

fn is_fresh(directory: &Path, inputs: &str) -> bool {
    fs::read_to_string(directory.join(STAMP)).is_ok_and(|built_from| built_from == inputs)
}

/// A digest of what the page is built from: its own sources, and these files of the checkout.
fn inputs(name: &str, of_the_checkout: &[&str]) -> Result<String> {
    let root = source(name);
    let mut files = Vec::new();
    collect_files(&root, &mut files)?;
    files.retain(|file| !file.starts_with(root.join("node_modules")));
    files.extend(of_the_checkout.iter().map(|name| project::root().join(name)));
    files.sort();
    let mut digest = Fnv::new();
    for file in files {
        digest.add(file.to_string_lossy().as_bytes());
        digest.add(&fs::read(&file).with_context(|| format!("{} could not be read", file.display()))?);
    }
    Ok(digest.hex())
}

/// The dashboard's files that a browser asks for when it opens `/`: all but the parts that other pages are made of.
pub(crate) fn first_page() -> Result<Vec<PathBuf>> {
    let files = build::dashboard_files()?;
    let named = |start: &str, end: &str| {
        let fits = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(start) && name.ends_with(end)
        };
        files.iter().find(fits).with_context(|| format!("the dashboard has no {start}….{end}"))
    };
    let loader = fs::read_to_string(named("parts-", ".js")?)?;
    let parts = parts(&loader)?;
    let of_pages = fs::read_to_string(project::root().join("src/part.rs"))?;
    let needed: Vec<&str> = match part_of_home(&of_pages) {
        None => Vec::new(),
        Some(name) => {
            let part = parts.iter().find(|part| part.name == Some(name.as_str()));
            let part = part.with_context(|| format!("the dashboard has no part {name}"))?;
            let of = |variable: &&str| parts.iter().find(|part| part.variable == *variable);
            part.needs.iter().filter_map(of).map(|part| part.file).chain([part.file]).collect()
        }
    };
    let is_needed = |file: &&PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_other_language = name.starts_with("texts-") && !name.starts_with("texts-en-");
        let is_of_parts = name.starts_with("parts-") && name.ends_with(".css");
        !is_other_language
            && !is_of_parts
            && (!parts.iter().any(|part| part.file == name) || needed.contains(&&*name))
    };
    Ok(files.iter().filter(is_needed).cloned().collect())
}

/// A module as the minified loader names it.
#[derive(Debug, PartialEq)]
struct Loaded<'a> {
    /// Where it is a part of its own, and no piece that parts share.
    name: Option<&'a str>,
    variable: &'a str,
    file: &'a str,
    /// The variables of the pieces that have to be there before it.
    needs: Vec<&'a str>,
}

/// Where the browser asks for the files of the first page.
pub(super) fn first_page_paths() -> Result<Vec<String>> {
    let directory = project::dashboard_dir();
    let path = |file: PathBuf| format!("/{}", file.strip_prefix(&directory).unwrap_or(&file).display());
    Ok(first_page()?.into_iter().map(path).collect())
}

/// Reads the loader that the splitting tool wrote: `a=s(()=>{… new URL("./FILE" …},[b,c])`.
fn parts(loader: &str) -> Result<Vec<Loaded<'_>>> {
    const MARK: &str = "new URL(\"./";
    const PART: &str = "__wasm_split_load_";
    let mut found = Vec::new();
    let mut before = loader.split(MARK).next().unwrap_or_default();
    for rest in loader.split(MARK).skip(1) {
        let (file, rest) = rest.split_once('"').context("a name in the loader has no end")?;
        // The last assignment that begins a loader: everything since the one before is behind its list of needs.
        let (left, _) = before.rsplit_once("(()=>{").context("the loader has another form than is known")?;
        let left = left.rsplit_once('=').context("a loader in the loader has no name")?.0;
        let variable =
            left.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next().unwrap_or_default();
        let needs = rest.split_once("},[").and_then(|(_, list)| Some(list.split_once(']')?.0));
        let needs = needs.context("the loader does not say what a module needs")?;
        let needs = needs.split(',').filter(|need| !need.is_empty()).collect();
        found.push(Loaded { name: variable.strip_prefix(PART), variable, file, needs });
        before = rest;
    }
    ensure!(found.iter().any(|part| part.name.is_some()), "the loader names no parts");
    Ok(found)
}

/// Every page of the dashboard that has a link of its own, `/` first.
pub(super) fn paths() -> Result<Vec<String>> {
    let routes = fs::read_to_string(project::root().join("crates/console/src/route.rs"))?;
    let paths = paths_in(&routes);
    ensure!(paths.first().is_some_and(|path| path == "/"), "the routes name no first page");
    Ok(paths)
}

fn paths_in(routes: &str) -> Vec<String> {
    let body = routes.split_once("fn path(self)").map_or("", |(_, body)| body);
    let body = body.split("pub ").next().unwrap_or_default();
    let path = |line: &str| {
        let path = line.split_once("(\"")?.1.split_once('"')?.0;
        Some(match path {
            "/admin-key/" => "/admin-key/register".to_owned(),
            // A page for each code, made of the same files.
            _ if path == "/not-found" || (path.len() > 1 && path.ends_with('/')) => return None,
            _ => path.to_owned(),
        })
    };
    body.lines().filter_map(path).collect()
}

/// The part that draws `/`, from the function that says so; `None`: the main module does.
fn part_of_home(of_pages: &str) -> Option<String> {
    let (_, body) = of_pages.split_once("fn of(page: Route)")?;
    let arm = body.lines().find(|line| line.contains("Route::Home") && line.contains("=>"))?;
    let (_, part) = arm.split_once("Some(Self::")?;
    let name: String = part.chars().take_while(|c| c.is_alphanumeric()).collect();
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    Some(snake)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"import{initSync as b}from"./x.js";function s(t,e){const c=async()=>{const a=e.map(h=>h())}}const _=s(()=>{const t=fetch(new URL("./chunk_4-8.wasm",import.meta.url));return async e=>f(t,e)},[]),m=s(()=>{const t=fetch(new URL("./chunk_5-3.wasm",import.meta.url));return async e=>f(t,e)},[]);export const __wasm_split_load_vault=i(s(()=>{const t=fetch(new URL("./vault-1.wasm",import.meta.url));return async e=>f(t,e)},[m])),__wasm_split_load_admin_key=i(s(()=>{const t=fetch(new URL("./admin_key-d.wasm",import.meta.url));return async e=>f(t,e)},[_,m]));"#;

    #[test]
    fn the_loader_says_which_part_needs_what() {
        let parts = parts(LOADER).unwrap();
        let admin = parts.iter().find(|part| part.name == Some("admin_key")).unwrap();
        assert_eq!((admin.file, &*admin.needs), ("admin_key-d.wasm", &["_", "m"][..]));
        assert_eq!(parts[0].variable, "_");
        assert_eq!(parts.len(), 4);
        assert!(super::parts("nothing").is_err());
    }

    #[test]
    fn the_pages_are_those_that_have_a_path() {
        let paths = paths().unwrap();
        assert_eq!(paths[0], "/");
        for path in ["/admin-key/register", "/api-secrets", "/errors"] {
            assert!(paths.iter().any(|one| one == path), "{paths:?}");
        }
        assert!(!paths.iter().any(|path| path.contains("not-found")), "{paths:?}");
    }

    #[test]
    fn the_part_of_the_first_page_is_read_from_the_routes() {
        let one = "fn of(page: Route) -> Option<Self> {\n Route::Home | Route::AdminKey { .. } => Some(Self::AdminKey),\n";
        assert_eq!(part_of_home(one).as_deref(), Some("admin_key"));
        assert_eq!(part_of_home("fn of(page: Route) {\n Route::Home | Route::NotFound => None,\n"), None);
    }
}
