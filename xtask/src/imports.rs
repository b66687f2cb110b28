//! What WebAssembly imports from its glue code, under short names. wasm-bindgen ends each with a digest, which nothing compresses.
//!
//! esbuild chooses the names while it minifies the glue code, and notes them; the WebAssembly follows.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{Import, ImportSectionReader, Parser};

/// The members of the glue code that end so, and nothing else in it.
const DIGEST: &str = "^__wb.*_[0-9a-f]{16}$";

/// Where esbuild notes the names that it chose.
pub(crate) struct Names(PathBuf);

impl Names {
    /// None yet. What `file` holds goes.
    pub(crate) fn none_in(file: PathBuf) -> Result<Self> {
        fs::write(&file, "{}").with_context(|| format!("{} could not be written", file.display()))?;
        Ok(Self(file))
    }

    pub(crate) fn choose(&self, esbuild: &mut Command) {
        esbuild.arg(format!("--mangle-props={DIGEST}"));
        esbuild.arg(format!("--mangle-cache={}", self.0.display()));
    }

    /// Gives them to what `module` imports.
    pub(crate) fn give(&self, module: &Path) -> Result<()> {
        let read =
            |file: &Path| fs::read(file).with_context(|| format!("{} could not be read", file.display()));
        let renamed = renamed(&read(module)?, serde_json::from_slice(&read(&self.0)?)?)?;
        fs::write(module, renamed).with_context(|| format!("{} could not be written", module.display()))
    }
}

struct Renaming(BTreeMap<String, String>);

impl Reencode for Renaming {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        renamed: &mut ImportSection,
        imports: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in imports.into_imports() {
            let Import { module, name, ty } = import?;
            let kind = self.entity_type(ty)?;
            renamed.import(module, self.0.get(name).map_or(name, String::as_str), kind);
        }
        Ok(())
    }
}

fn renamed(module: &[u8], names: BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut renamed = Module::new();
    Renaming(names).parse_core_module(&mut renamed, Parser::new(0), module)?;
    Ok(renamed.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_new_name_is_imported_by_it_and_everything_else_by_its_own() {
        let module = |names: [&str; 2]| {
            let mut imports = ImportSection::new();
            for name in names {
                imports.import("glue", name, wasm_encoder::EntityType::Function(0));
            }
            let mut types = wasm_encoder::TypeSection::new();
            types.ty().function([], []);
            let mut module = Module::new();
            module.section(&types).section(&imports);
            module.finish()
        };
        let names = BTreeMap::from([("__wbg_log_0123456789abcdef".to_owned(), "a".to_owned())]);
        assert_eq!(
            renamed(&module(["__wbg_log_0123456789abcdef", "memory"]), names).unwrap(),
            module(["a", "memory"])
        );
    }
}
