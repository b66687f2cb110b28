//! Circles of imports. Modules of one parent, each with all that lies below it, import each other in one direction only.
//! What a module takes from those above or below it does not count: they belong together.
//!
//! An import is each path, in a `use` or qualified, in macros as elsewhere, that leads to a module of the same crate. A
//! name counts as one of the module that defines it, not of those that re-export it. Test code does not count, and a
//! method that is called without a path is not seen.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use proc_macro2::{Ident, TokenStream, TokenTree};
use serde_json::Value;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemMod, ItemUse, Macro, Meta, UseTree, VisRestricted};

use super::Finding;
use crate::project;

pub(super) fn check(root: &Path, found: &mut Vec<Finding>) -> Result<()> {
    let packages = project::metadata()?["packages"].as_array().context("cargo metadata lists no packages")?;
    for target in packages.iter().filter_map(|package| package["targets"].as_array()).flatten() {
        let is_product =
            |kind: &Value| ["lib", "rlib", "cdylib", "bin"].iter().any(|product| kind == product);
        if !target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(is_product)) {
            continue;
        }
        let file = target["src_path"].as_str().context("cargo metadata gives no src_path")?;
        let read = |path: &Path| {
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
        };
        Modules::read(Path::new(file), &read)?.circles(root, found);
    }
    Ok(())
}

/// The modules of a crate; the first one is its root.
struct Modules(Vec<Module>);

struct Module {
    name: String,
    parent: Option<usize>,
    file: PathBuf,
    children: HashMap<String, usize>,
    items: HashSet<String>,
    /// Names that are imported, by the paths that they stand for.
    uses: HashMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    /// Every path that is written here, with its line.
    paths: Vec<(Vec<String>, usize)>,
}

/// A module, or an item that it defines.
struct Target {
    module: usize,
    is_item: bool,
}

impl Target {
    const fn module(module: usize) -> Self {
        Self { module, is_item: false }
    }
}

/// Pairs of modules, and what the first imports of the second: by file and imported file, line and path.
type Siblings<'a> = BTreeMap<(usize, usize), BTreeMap<(&'a Path, &'a Path), String>>;

impl Modules {
    /// All modules of the crate with this root; `text_of` reads a file.
    fn read(file: &Path, text_of: &impl Fn(&Path) -> Result<String>) -> Result<Self> {
        let mut modules = Self(Vec::new());
        let root = modules.add("crate", None, file);
        modules.read_file(root, file.parent().unwrap_or(Path::new("")), text_of)?;
        Ok(modules)
    }

    fn add(&mut self, name: &str, parent: Option<usize>, file: &Path) -> usize {
        let at = self.0.len();
        self.0.push(Module {
            name: name.to_owned(),
            parent,
            file: file.to_owned(),
            children: HashMap::new(),
            items: HashSet::new(),
            uses: HashMap::new(),
            globs: Vec::new(),
            paths: Vec::new(),
        });
        if let Some(parent) = parent {
            self.0[parent].children.insert(name.to_owned(), at);
        }
        at
    }

    /// Reads a module's file; `directory` is where those of its children lie.
    fn read_file(
        &mut self,
        module: usize,
        directory: &Path,
        text_of: &impl Fn(&Path) -> Result<String>,
    ) -> Result<()> {
        let file = self.0[module].file.clone();
        let syntax = syn::parse_file(&text_of(&file)?)
            .with_context(|| format!("{} cannot be parsed", file.display()))?;
        self.read_items(module, directory, &syntax.items, text_of)
    }

    fn read_items(
        &mut self,
        module: usize,
        directory: &Path,
        items: &[Item],
        text_of: &impl Fn(&Path) -> Result<String>,
    ) -> Result<()> {
        for item in items {
            if let Item::Mod(child) = item {
                self.read_child(module, directory, child, text_of)?;
                continue;
            }
            if let Some(name) = name(item) {
                self.0[module].items.insert(name);
            }
            Reader(&mut self.0[module]).visit_item(item);
        }
        Ok(())
    }

    fn read_child(
        &mut self,
        module: usize,
        directory: &Path,
        child: &ItemMod,
        text_of: &impl Fn(&Path) -> Result<String>,
    ) -> Result<()> {
        if is_test(&child.attrs) {
            return Ok(());
        }
        let name = child.ident.to_string();
        let below = directory.join(&name);
        if let Some((_, items)) = &child.content {
            let file = self.0[module].file.clone();
            let inline = self.add(&name, Some(module), &file);
            return self.read_items(inline, &below, items, text_of);
        }
        let (file, other) = (below.with_extension("rs"), below.join("mod.rs"));
        let file = if text_of(&file).is_ok() { file } else { other };
        let child = self.add(&name, Some(module), &file);
        self.read_file(child, &below, text_of)
    }

    /// Where a path leads. Nowhere when it is of another crate, or a name within its file.
    fn resolve(&self, from: usize, path: &[String], asked: &mut HashSet<(usize, String)>) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut target = match &**first {
            "crate" => Target::module(0),
            "self" => Target::module(from),
            "super" => Target::module(self.0[from].parent?),
            name => self.step(from, name, asked)?,
        };
        while !target.is_item
            && let Some((name, behind)) = rest.split_first()
        {
            target = match &**name {
                "super" => Target::module(self.0[target.module].parent?),
                name => match self.step(target.module, name, asked) {
                    Some(next) => next,
                    // A macro has made it, where it was called.
                    None => return Some(Target { module: target.module, is_item: true }),
                },
            };
            rest = behind;
        }
        Some(target)
    }

    /// What a module has under a name: a child, an item, or what it imports.
    fn step(&self, at: usize, name: &str, asked: &mut HashSet<(usize, String)>) -> Option<Target> {
        let module = &self.0[at];
        if let Some(child) = module.children.get(name) {
            return Some(Target::module(*child));
        }
        if module.items.contains(name) {
            return Some(Target { module: at, is_item: true });
        }
        // Modules may import each other's names in a circle.
        if !asked.insert((at, name.to_owned())) {
            return None;
        }
        if let Some(path) = module.uses.get(name) {
            return self.resolve(at, path, asked);
        }
        module.globs.iter().find_map(|glob| {
            let from = self.resolve(at, glob, asked).filter(|from| !from.is_item)?;
            self.step(from.module, name, asked)
        })
    }

    /// The modules above this one and itself, from the root on.
    fn lineage(&self, module: usize) -> Vec<usize> {
        let mut lineage: Vec<usize> = std::iter::successors(Some(module), |at| self.0[*at].parent).collect();
        lineage.reverse();
        lineage
    }

    /// What the children of one module import of each other, by that module: for each file the first path that leads to
    /// another one.
    fn imports(&self) -> BTreeMap<usize, Siblings<'_>> {
        let mut imports: BTreeMap<usize, Siblings<'_>> = BTreeMap::new();
        for (from, module) in self.0.iter().enumerate() {
            for (path, line) in &module.paths {
                let Some(to) = self.resolve(from, path, &mut HashSet::new()) else { continue };
                let (of_from, of_to) = (self.lineage(from), self.lineage(to.module));
                // Where none differs, one lies below the other.
                let apart = of_from.iter().zip(&of_to).position(|(one, other)| one != other);
                let Some(apart) = apart else { continue };
                let siblings = imports.entry(of_from[apart - 1]).or_default();
                let between = siblings.entry((of_from[apart], of_to[apart])).or_default();
                between
                    .entry((&module.file, &self.0[to.module].file))
                    .or_insert_with(|| format!("{line}: {}", path.join("::")));
            }
        }
        imports
    }

    fn circles(&self, root: &Path, found: &mut Vec<Finding>) {
        let seen = |file: &Path| file.strip_prefix(root).unwrap_or(file).display().to_string();
        for siblings in self.imports().values() {
            for circle in circles(siblings.keys().copied()) {
                let names: Vec<String> = circle.iter().map(|module| self.path(*module)).collect();
                let mut text = format!("a circle of imports: {}", names.join(", "));
                let inside = |(from, to): &(usize, usize)| circle.contains(from) && circle.contains(to);
                let mut between: Vec<_> = siblings.iter().filter(|(pair, _)| inside(pair)).collect();
                // Where there are few, the circle is best broken.
                between.sort_by_key(|(_, imports)| imports.len());
                for ((from, to), imports) in between {
                    text.push_str(&format!("\n    {} → {}", self.path(*from), self.path(*to)));
                    for ((file, _), import) in imports {
                        text.push_str(&format!("\n        {}:{import}", seen(file)));
                    }
                }
                found.push(Finding::new(&seen(&self.0[0].file), 0, text));
            }
        }
    }

    fn path(&self, module: usize) -> String {
        let names: Vec<&str> = self.lineage(module).iter().map(|at| &*self.0[*at].name).collect();
        names.join("::")
    }
}

/// The strongly connected components of more than one node.
fn circles(edges: impl Iterator<Item = (usize, usize)>) -> Vec<BTreeSet<usize>> {
    let mut reached: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (from, to) in edges {
        reached.entry(from).or_default().insert(to);
    }
    let nodes: Vec<usize> = reached.keys().copied().collect();
    for through in &nodes {
        let further = reached[through].clone();
        for to in reached.values_mut().filter(|to| to.contains(through)) {
            to.extend(&further);
        }
    }
    let mut circles: Vec<BTreeSet<usize>> = Vec::new();
    for node in nodes.into_iter().filter(|node| reached[node].contains(node)) {
        if !circles.iter().any(|circle| circle.contains(&node)) {
            let back = |other: &&usize| reached.get(other).is_some_and(|to| to.contains(&node));
            circles.push(reached[&node].iter().filter(back).copied().collect());
        }
    }
    circles
}

/// The name by which an item is found in its module.
fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Whether `cfg` keeps something for tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            // Also of `all(test, …)`; `not(test)` is none of them.
            let condition = list.tokens.to_string();
            condition == "test" || condition.starts_with("all (test ,") || condition.starts_with("all(test ,")
        }
        _ => false,
    })
}

/// Collects what one module names.
struct Reader<'a>(&'a mut Module);

impl Reader<'_> {
    fn note(&mut self, path: Vec<&Ident>) {
        if let Some(first) = path.first().filter(|_| path.len() > 1) {
            let line = first.span().start().line;
            self.0.paths.push((path.iter().map(ToString::to_string).collect(), line));
        }
    }

    fn note_use(&mut self, before: &[&Ident], tree: &UseTree) {
        let (name, known_as) = match tree {
            UseTree::Path(path) => {
                return self.note_use(&[before, &[&path.ident]].concat(), &path.tree);
            }
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.note_use(before, tree));
            }
            UseTree::Glob(_) => {
                self.0.globs.push(before.iter().map(ToString::to_string).collect());
                return self.note(before.to_vec());
            }
            UseTree::Name(name) => (&name.ident, &name.ident),
            UseTree::Rename(name) => (&name.ident, &name.rename),
        };
        let path = if name == "self" { before.to_vec() } else { [before, &[name]].concat() };
        let known_as = if known_as == "self" { path.last().copied() } else { Some(known_as) };
        if let Some(known_as) = known_as {
            self.0.uses.insert(known_as.to_string(), path.iter().map(ToString::to_string).collect());
        }
        self.note(path);
    }

    /// The paths among tokens that are no syntax yet.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons): (Vec<Ident>, usize) = (Vec::new(), 0);
        for token in tokens {
            if let TokenTree::Punct(punct) = &token
                && punct.as_char() == ':'
            {
                colons += 1;
                continue;
            }
            if !matches!(token, TokenTree::Ident(_)) || colons != 2 {
                self.note(path.iter().collect());
                path.clear();
            }
            colons = 0;
            match token {
                TokenTree::Ident(name) => path.push(name),
                TokenTree::Group(group) => self.note_tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        self.note(path.iter().collect());
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Const(item) => &*item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            _ => &[],
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &*item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            _ => &[],
        };
        if !is_test(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.segments.iter().map(|segment| &segment.ident).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        self.note_tokens(called.tokens.clone());
    }

    /// Who may see something is no import.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of each circle in a crate of these files.
    fn circles_in(files: &[(&str, &str)]) -> Vec<String> {
        let text_of = |path: &Path| {
            let file = files.iter().find(|(name, _)| Path::new(name) == path);
            file.map(|(_, text)| (*text).to_owned()).context("no such file")
        };
        let mut found = Vec::new();
        Modules::read(Path::new("lib.rs"), &text_of).unwrap().circles(Path::new(""), &mut found);
        let modules = |finding: Finding| {
            let line = finding.text.lines().next().unwrap_or_default().to_owned();
            line.trim_start_matches("a circle of imports: ").to_owned()
        };
        found.into_iter().map(modules).collect()
    }

    #[test]
    fn siblings_that_import_each_other_are_a_circle() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "pub struct B(super::c::C);"),
            ("c.rs", "pub struct C; fn c() { m!(crate::a::A) }"),
        ];
        assert_eq!(circles_in(&files), ["crate::a, crate::b, crate::c"]);
        let one_way = [files[0], files[1], files[2], ("c.rs", "pub struct C;")];
        assert_eq!(circles_in(&one_way), [""; 0]);
    }

    #[test]
    fn parent_and_child_may_import_each_other() {
        let files = [
            ("lib.rs", "mod a; pub struct Root; use a::A;"),
            ("a.rs", "mod b; mod c; use b::B; pub struct A(crate::Root);"),
            ("a/b.rs", "use super::A; use super::c::C; pub struct B;"),
            ("a/c.rs", "use crate::a::A; pub struct C(crate::Root);"),
        ];
        assert_eq!(circles_in(&files), [""; 0]);
    }

    #[test]
    fn cousins_count_as_their_parents_do() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod x; mod y;"),
            ("a/x.rs", "use crate::b::B;"),
            ("a/y.rs", "pub(crate) struct Y;"),
            ("b.rs", "pub struct B(crate::a::y::Y);"),
        ];
        assert_eq!(circles_in(&files), ["crate::a, crate::b"]);
    }

    #[test]
    fn a_name_is_of_the_module_that_defines_it() {
        let exports = "mod model; mod a; pub use model::{Model, self as models};";
        let model = ("model.rs", "use crate::a::A; pub struct Model;");
        for path in ["crate::Model", "crate::models::Model", "super::Model"] {
            let text = format!("use {path}; pub struct A;");
            assert_eq!(circles_in(&[("lib.rs", exports), model, ("a.rs", &text)]).len(), 1, "{path}");
        }
        let glob =
            [("lib.rs", "mod model; mod a; use model::*;"), model, ("a.rs", "pub type A = super::Model;")];
        assert_eq!(circles_in(&glob).len(), 1);
    }

    #[test]
    fn what_a_macro_makes_is_of_the_module_that_calls_it() {
        // `Kind::Token` is a variant, and not what the module knows as `Token`.
        let files = [
            ("lib.rs", "mod a;"),
            ("a.rs", "mod token; mod b; names! { enum Kind { Token } } pub use token::Token;"),
            ("a/token.rs", "use super::b::B; pub struct Token;"),
            ("a/b.rs", "use super::Kind; pub struct B; fn b() { Kind::Token }"),
        ];
        assert_eq!(circles_in(&files), [""; 0]);
    }

    #[test]
    fn neither_tests_nor_visibility_import() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::B; pub(in crate::b) struct A;"),
            (
                "b.rs",
                "pub struct B; #[cfg(test)] use crate::a::A; #[cfg(test)] mod tests { use crate::a::A; }",
            ),
        ];
        assert_eq!(circles_in(&files), [""; 0]);
    }
}
