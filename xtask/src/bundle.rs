//! From compiled wasm to the files a browser gets: split into parts, bound to JavaScript, optimised, minified, and
//! named after their contents.
//!
//! `index.html` says what belongs to the page, in the attributes that trunk reads as well; `trunk serve` builds the
//! same page unsplit. Trunk itself cannot split (its issue 1022), so the release build is made here.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::{Fnv, files_in};
use crate::imports::Names;
use crate::{project, step, tools};

/// What rustc emits and browsers of the last years understand.
pub(crate) const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];
/// The module by which the main one loads the others, as the splitting tool calls it.
const LOADER: &str = "__wasm_split.js";
/// What it is called here, before its digest.
const LOADER_NAME: &str = "parts";

/// What a page is made of.
pub(crate) struct Source<'a> {
    /// The module as cargo made it.
    pub(crate) compiled: &'a Path,
    /// Where `index.html` lies; what it names is named from there.
    pub(crate) root: &'a Path,
    /// What its files are called.
    pub(crate) name: &'a str,
    /// Compiled to be split into parts.
    pub(crate) in_parts: bool,
    /// What it fetches besides, made for it: each named in `index.html` as it is named here.
    pub(crate) fetched: &'a [PathBuf],
}

/// Writes the page into `directory`, whose old contents go.
pub(crate) fn bundle(source: &Source<'_>, directory: &Path, path: &OsStr) -> Result<()> {
    let Source { compiled, root, name: page_name, in_parts, fetched } = *source;
    let work = project::target_dir()?.join("pages").join(page_name);
    for old in [&work, &work.with_extension("new")] {
        if old.exists() {
            fs::remove_dir_all(old).with_context(|| format!("{} could not be removed", old.display()))?;
        }
    }
    let tool = |name: &str| {
        let mut command = Command::new(name);
        command.current_dir(project::root()).env("PATH", path);
        command
    };

    // Script and module have to agree on the names that esbuild gives what is imported.
    let name = format!("{page_name}-{}", digest(&[&read(compiled)?, tools::ESBUILD.as_bytes()].concat()));
    let (split, bound, new) = (work.join("split"), work.join("bound"), work.with_extension("new"));
    for made in [&split, &bound, &new] {
        fs::create_dir_all(made).with_context(|| format!("{} could not be created", made.display()))?;
    }

    if in_parts {
        let mut command = tool("wasm-split-cli");
        command.arg(compiled).arg(&split).args(["--out-name", &name]);
        step::run("split-page", &format!("splitting {page_name} into its parts"), command)?;
    }

    let mut command = tool("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript"]);
    if in_parts {
        // The parts share the table of functions, which is not exported otherwise.
        command.arg("--keep-lld-exports");
    }
    command.args(["--out-name", &name, "--out-dir"]).arg(&bound);
    command.arg(if in_parts { split.join(format!("{name}.wasm")) } else { compiled.to_owned() });
    step::run("bind-page", &format!("binding {page_name} to JavaScript"), command)?;

    let main = bound.join(format!("{name}_bg.wasm"));
    let mut modules = vec![(main, format!("{name}_bg.wasm"))];
    let mut renamed = Vec::new();
    for part in files_in(&split, "wasm")? {
        let own = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if own != name {
            let called = format!("{}-{}.wasm", own.trim_start_matches("split_"), digest(&read(&part)?));
            renamed.push((format!("{own}.wasm"), called.clone()));
            modules.push((part, called));
        }
    }
    // The longest first.
    modules.sort_by_key(|(from, _)| Reverse(fs::metadata(from).map_or(0, |file| file.len())));
    let optimiser = tools::wasm_opt_words()?;
    let jobs = modules.iter().map(|(from, called)| {
        let mut command = Command::new(&optimiser[0]);
        command
            .current_dir(project::root())
            .env("PATH", path)
            .args(&optimiser[1..])
            // Like beside like: brotli finds more.
            .args(["--low-memory-unused", "-Oz", "--reorder-functions-by-name"])
            .args(WASM_FEATURES)
            .args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
        command.arg(from).arg("-o").arg(new.join(called));
        let called = called.clone();
        let job = move || step::run(&format!("optimise-{called}"), &format!("optimising {called}"), command);
        Box::new(job) as step::Job<'_>
    });
    step::side_by_side(jobs.collect())?;

    // The file is called otherwise; the wasm still asks for it by its old name, which is left alone.
    let mut script = text(&bound.join(format!("{name}.js")))?;
    let (mut loader, mut parts) = (None, BTreeMap::new());
    if in_parts {
        let mut text = begun_early(&text(&split.join(LOADER))?)?;
        for (old, called) in &renamed {
            let part = new.join(called);
            if fs::metadata(&part).with_context(|| format!("{} is missing", part.display()))?.len() > SMALL {
                text = text.replace(old, called);
            } else {
                text = inlined(&text, old, &read(&part)?)?;
                fs::remove_file(&part)?;
            }
        }
        let called = format!("{LOADER_NAME}-{}.js", digest(text.as_bytes()));
        script = script.replace(&format!("from \"./{LOADER}\""), &format!("from \"./{called}\""));
        if !script.contains(&called) {
            bail!("the page's script does not load its parts: did the splitting tool change its names?");
        }
        parts = needed_by(&text, &called);
        loader = Some((text, called));
    }
    let names = Names::none_in(work.join("names.json"))?;
    let minify = |source: &str, extension: &str, into: &Path| {
        let file = work.join(format!("plain.{extension}"));
        fs::write(&file, source)?;
        let mut command = tool("esbuild");
        command.arg(&file).args(["--minify", "--log-level=warning"]);
        names.choose(&mut command);
        command.arg(format!("--outfile={}", into.display()));
        let called = into.file_name().unwrap_or_default().display();
        step::run(&format!("minify-{called}"), &format!("minifying {called}"), command)
    };
    let esbuild = |source: &str, extension: &str, called: &str| minify(source, extension, &new.join(called));
    if let Some((text, called)) = loader {
        esbuild(&text, "js", &called)?;
    }
    esbuild(&script, "js", &format!("{name}.js"))?;
    names.give(&new.join(format!("{name}_bg.wasm")))?;

    let page = Page::read(&text(&root.join("index.html"))?)?;
    let styles: String = page.styles.iter().map(|file| text(&root.join(file))).collect::<Result<_>>()?;
    let styles_name = format!("{page_name}-{}.css", digest(styles.as_bytes()));
    esbuild(&styles, "css", &styles_name)?;
    let icon = read(&root.join(&page.icon))?;
    let icon_name = format!("{page_name}-{}.svg", digest(&icon));
    fs::write(new.join(&icon_name), icon)?;
    let mut document =
        with_inlined(&page.with(&name, &styles_name, &icon_name, &parts)?, |file| text(&root.join(file)))?;
    let of_the_page = page.fetched.iter().map(|file| root.join(file));
    for file in of_the_page.chain(fetched.iter().cloned()) {
        let plain = file.file_name().unwrap_or_default().to_string_lossy();
        let (stem, extension) = plain.rsplit_once('.').context("a file without an extension")?;
        let called = format!("{stem}-{}.{extension}", digest(&read(&file)?));
        if extension == "css" {
            esbuild(&text(&file)?, extension, &called)?;
        } else {
            fs::copy(&file, new.join(&called))?;
        }
        document = document.replace(&format!("\"/{plain}\""), &format!("\"/{called}\""));
    }
    let document = with_scripts(&for_browsers(&document), |script| {
        let minified = work.join("in-index.html.js");
        minify(script, "js", &minified)?;
        text(&minified)
    })?;
    fs::write(new.join("index.html"), document)?;

    if directory.exists() {
        fs::remove_dir_all(directory)
            .with_context(|| format!("{} could not be removed", directory.display()))?;
    }
    fs::create_dir_all(directory.parent().unwrap_or(directory))?;
    move_directory(&new, directory)
}

/// A module of so many bytes costs more to ask for than to have.
const SMALL: u64 = 256;

/// The loader with a module in it in place of the way to its file.
fn inlined(loader: &str, file: &str, module: &[u8]) -> Result<String> {
    use std::fmt::Write as _;
    let way = format!("begun(new URL(\"./{file}\", import.meta.url))");
    if !loader.contains(&way) {
        bail!("the loader has no `{way}`");
    }
    let mut bytes = String::new();
    for byte in module {
        // Writing to a text has no way to fail.
        let _ = write!(bytes, "{byte},");
    }
    Ok(loader.replace(&way, &format!("WebAssembly.compile(new Uint8Array([{bytes}]))")))
}

/// The addresses of all files that a part needs, by the part's name.
type Parts = BTreeMap<String, Vec<String>>;

/// Where they stand in `index.html`.
const FILES_OF_PARTS: &str = "const files = {};";

/// The loader takes what the document has begun to compile, and takes it once: what failed is fetched anew.
const BEGUN: &str = "const begun = (url) => {
    const early = globalThis.latchboardParts ?? {}, part = early[url.pathname];
    delete early[url.pathname];
    return part ?? WebAssembly.compileStreaming(fetch(url));
};
";

/// The splitting tool's script, which fetches a part when it is wanted, with [`BEGUN`] in place of that.
fn begun_early(loader: &str) -> Result<String> {
    const CHANGES: [(&str, &str); 2] = [
        ("const src = fetch(new URL(", "const src = begun(new URL("),
        ("(WebAssembly.instantiateStreaming(src, imports))", "(WebAssembly.instantiate(await src, imports))"),
    ];
    let mut text = loader.to_owned();
    for (from, to) in CHANGES {
        if !text.contains(from) {
            bail!("the splitting tool's script is another one than is known here: it has no `{from}`");
        }
        text = text.replace(from, to);
    }
    // Behind the imports.
    let (imports, rest) = text.split_once('\n').context("an empty script")?;
    Ok(format!("{imports}\n{BEGUN}{rest}"))
}

/// Read in the splitting tool's script `called` so: what several parts share stands under a comment with their names.
fn needed_by(loader: &str, called: &str) -> Parts {
    let (mut parts, mut users) = (Parts::new(), Vec::new());
    for line in loader.lines() {
        if let Some(names) = line.strip_prefix("/* ").and_then(|line| line.strip_suffix(" */")) {
            users = names.split(", ").collect();
        } else if let Some(rest) = line.strip_prefix("export const __wasm_split_load_") {
            users = rest.split(' ').take(1).collect();
        } else if let Some((_, rest)) = line.split_once("new URL(\"./") {
            let file = rest.split('"').next().unwrap_or_default();
            for user in users.drain(..) {
                let files = parts.entry(user.to_owned()).or_insert_with(|| vec![format!("/{called}")]);
                files.push(format!("/{file}"));
            }
        }
    }
    parts
}

struct Page {
    before: String,
    after: String,
    styles: Vec<String>,
    icon: String,
    /// What it fetches besides.
    fetched: Vec<String>,
}

impl Page {
    /// Takes out the elements that are meant for the build.
    fn read(html: &str) -> Result<Self> {
        const MARK: &str = "<link data-trunk";
        let first = html.find(MARK).or_else(|| html.find("<link\n      data-trunk"));
        let first = first.context("index.html names no styles")?;
        let (mut styles, mut icon, mut fetched) = (Vec::new(), None, Vec::new());
        let (before, mut rest) = html.split_at(first);
        while let Some(element) = rest.strip_prefix("<link") {
            let (element, tail) = element.split_once('>').context("an element of index.html has no end")?;
            let href = || attribute(element, "href").context("an element of index.html names no file");
            match attribute(element, "rel").as_deref() {
                Some("css") => styles.push(href()?),
                Some("icon") => icon = Some(href()?),
                Some("copy-file") => fetched.push(href()?),
                // What it says about cargo and wasm-opt is for trunk.
                Some("rust") => {}
                other => bail!("index.html has an element for the build that is not known here: {other:?}"),
            }
            rest = tail.trim_start();
        }
        let icon = icon.context("index.html names no icon")?;
        Ok(Self { before: before.trim_end().to_owned(), after: rest.to_owned(), styles, icon, fetched })
    }

    fn with(&self, name: &str, styles: &str, icon: &str, parts: &Parts) -> Result<String> {
        let Self { before, after, .. } = self;
        let mut after = after.clone();
        if !parts.is_empty() {
            if !after.contains(FILES_OF_PARTS) {
                bail!("index.html has no place for the files of the parts: `{FILES_OF_PARTS}`");
            }
            let files = serde_json::to_string(parts)?;
            after = after.replace(FILES_OF_PARTS, &FILES_OF_PARTS.replace("{}", &files));
        }
        // Both files are asked for at once, not one after the other.
        Ok(format!(
            r#"{before}
    <link rel="icon" href="/{icon}">
    <link rel="stylesheet" href="/{styles}">
    <link rel="modulepreload" href="/{name}.js">
    <link rel="preload" href="/{name}_bg.wasm" as="fetch" type="application/wasm" crossorigin>
    <script type="module">
      import init from "/{name}.js";
      init({{ module_or_path: "/{name}_bg.wasm" }});
    </script>
  {after}"#
        ))
    }
}

/// A document with the files in it that it wants inlined.
fn with_inlined(document: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    const MARK: &str = "<link data-trunk rel=\"inline\"";
    let mut pieces = document.split(MARK);
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (element, rest) = piece.split_once('>').context("an element of index.html has no end")?;
        let file = attribute(element, "href").context("an element of index.html names no file")?;
        whole.push_str(read(&file)?.trim_end());
        whole.push_str(rest);
    }
    Ok(whole)
}

/// A document without what only its authors read: comments, and how it is indented.
fn for_browsers(document: &str) -> String {
    let mut pieces = document.split("<!--");
    let before = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once("-->").map_or("", |(_, rest)| rest));
    let whole = before.to_owned() + &rest.collect::<String>();
    whole.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A document with something else in place of each script that stands in it.
fn with_scripts(document: &str, other: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut pieces = document.split("<script");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (attributes, rest) = piece.split_once('>').context("an element of index.html has no end")?;
        let (script, rest) = rest.split_once("</script>").context("a script of index.html has no end")?;
        for part in ["<script", attributes, ">", other(script)?.trim(), "</script>", rest] {
            whole.push_str(part);
        }
    }
    Ok(whole)
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, value) = element.split_once(&format!("{name}=\""))?;
    Some(value.split_once('"')?.0.to_owned())
}

/// Twelve hexadecimal digits, which the server takes as the mark of a file that never changes.
fn digest(bytes: &[u8]) -> String {
    let mut digest = Fnv::new();
    digest.add(bytes);
    // 48 bits: many names stand in the first page, and nothing compresses them.
    digest.hex().split_off(20)
}

/// A rename, or copies where the target directory lies on another file system.
fn move_directory(from: &Path, to: &Path) -> Result<()> {
    if fs::rename(from, to).is_ok() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(fs::remove_dir_all(from)?)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} could not be read", path.display()))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_stay_with_the_authors() {
        assert_eq!(for_browsers("<!-- a -->\n<p>\n  x<!-- b\nc --> y\n\n</p>\n"), "<p>\nx y\n</p>");
    }

    #[test]
    fn the_page_names_what_was_built_and_nothing_that_was_meant_for_the_build() {
        let html = text(&project::root().join("index.html")).unwrap();
        let page = Page::read(&html).unwrap();
        assert_eq!(page.styles.len(), 5);
        assert_eq!(page.fetched, ["www/styles/parts.css"]);
        let parts = needed_by(
            "/* one, two */\nconst a = load(() => {\n    fetch(new URL(\"./shared.wasm\", here));\n}, []);\n\
             export const __wasm_split_load_one = load(() => {\n    fetch(new URL(\"./one.wasm\", here));\n});\n",
            "parts.js",
        );
        assert_eq!(parts["one"], ["/parts.js", "/shared.wasm", "/one.wasm"]);
        assert_eq!(parts["two"], ["/parts.js", "/shared.wasm"]);
        let built = page.with("latchboard-1", "a.css", "b.svg", &parts).unwrap();
        assert!(
            built.contains(r#"const files = {"one":["/parts.js","/shared.wasm","/one.wasm"],"#),
            "{built}"
        );
        let built = with_inlined(&built, |file| Ok(format!("<p>{file}</p>\n"))).unwrap();
        assert!(built.contains("    <p>www/prerendered.html</p>\n    <script>"), "{built}");
        assert!(!built.contains("data-trunk"), "{built}");
        for part in
            ["/latchboard-1.js", "/latchboard-1_bg.wasm", "/a.css", "/b.svg", "id=\"skeleton\"", "</head>"]
        {
            assert!(built.contains(part), "{part} in {built}");
        }
    }

    #[test]
    fn scripts_in_a_document_are_replaced_and_nothing_else() {
        let document = "<p>a</p><script>\n  b\n</script><i>c</i><script type=\"module\">d</script>";
        let shouted = with_scripts(document, |script| Ok(script.to_uppercase())).unwrap();
        assert_eq!(shouted, "<p>a</p><script>B</script><i>c</i><script type=\"module\">D</script>");
        assert!(with_scripts("<script>a", |script| Ok(script.to_owned())).is_err());
    }

    #[test]
    fn an_element_that_is_not_known_here_is_not_lost_in_silence() {
        assert!(Page::read("<link data-trunk rel=\"scss\" href=\"x\">").is_err());
        assert!(Page::read("<p>").is_err());
    }

    #[test]
    fn the_loader_takes_what_was_begun_and_an_unknown_one_is_refused() {
        let loader = "import { a } from \"b\";\nconst src = fetch(new URL(\"./c.wasm\", here));\n\
                      async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n";
        let changed = begun_early(loader).unwrap();
        assert!(changed.starts_with("import { a } from \"b\";\nconst begun = (url) =>"), "{changed}");
        assert!(changed.contains("const src = begun(new URL(\"./c.wasm\", here));"), "{changed}");
        assert!(!changed.contains("instantiateStreaming"), "{changed}");
        assert!(begun_early("import { a } from \"b\";\nsomething else").is_err());
    }

    #[test]
    fn a_small_module_stands_in_the_loader() {
        let loader = "const src = begun(new URL(\"./chunk_5.wasm\", import.meta.url));\nsrc.catch(() => {});";
        let changed = inlined(loader, "chunk_5.wasm", &[0, 97]).unwrap();
        assert!(
            changed.starts_with("const src = WebAssembly.compile(new Uint8Array([0,97,]));\n"),
            "{changed}"
        );
        assert!(inlined(loader, "chunk_6.wasm", &[0]).is_err());
    }

    #[test]
    fn names_carry_twelve_digits_of_the_content() {
        assert_eq!(digest(b"a").len(), 12);
        assert_ne!(digest(b"a"), digest(b"b"));
    }
}
