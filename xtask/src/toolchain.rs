//! The Rust toolchain's parts: the wasm target, clippy and rustfmt. Adds what is missing with rustup.
//!
//! The toolchain itself is there: it compiled this program.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{project, step};

/// A part of the toolchain that rustup can add.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The standard library for wasm.
    WasmTarget,
    Clippy,
    Rustfmt,
}

impl Part {
    pub(crate) const ALL: [Self; 3] = [Self::WasmTarget, Self::Clippy, Self::Rustfmt];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::WasmTarget => "the wasm target",
            Self::Clippy => "clippy",
            Self::Rustfmt => "rustfmt",
        }
    }

    pub(crate) fn is_present(self) -> Result<bool> {
        let sysroot = sysroot()?;
        Ok(match self {
            Self::WasmTarget => sysroot.join("lib/rustlib").join(project::WASM_TARGET).join("lib").is_dir(),
            Self::Clippy => has_program(&sysroot, "cargo-clippy"),
            Self::Rustfmt => has_program(&sysroot, "rustfmt"),
        })
    }

    /// Adds it when it is missing. The toolchain is named: automatic installation may be switched off, and the default toolchain
    /// may be another one.
    pub(crate) fn ensure(self) -> Result<()> {
        if self.is_present()? {
            return Ok(());
        }
        let arguments = match self {
            Self::WasmTarget => ["target", "add", project::WASM_TARGET],
            Self::Clippy => ["component", "add", "clippy"],
            Self::Rustfmt => ["component", "add", "rustfmt"],
        };
        if project::on_path("rustup").is_none() {
            bail!(
                "{} is missing and rustup is not on PATH. Install rustup, or add that part to your Rust by other means.",
                self.title()
            );
        }
        let mut command = Command::new("rustup");
        command.args(arguments);
        if let Some(toolchain) = name() {
            command.arg("--toolchain").arg(toolchain);
        }
        command.current_dir(project::root());
        step::run("rustup", &format!("adding {} with rustup", self.title()), command)
    }
}

fn has_program(sysroot: &std::path::Path, name: &str) -> bool {
    // A cargo that was not installed by rustup has its companions on PATH.
    sysroot.join("bin").join(name).is_file()
        || (env::var_os("RUSTUP_TOOLCHAIN").is_none() && project::on_path(name).is_some())
}

fn sysroot() -> Result<PathBuf> {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .current_dir(project::root())
        .output()
        .context("rustc could not be started: is ~/.cargo/bin on PATH?")?;
    if !output.status.success() {
        bail!("rustc failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// What rustup calls the toolchain that runs us; without it, what `rust-toolchain.toml` asks for.
pub(crate) fn name() -> Option<String> {
    if let Some(name) = env::var_os("RUSTUP_TOOLCHAIN") {
        return Some(name.to_string_lossy().into_owned());
    }
    let text = std::fs::read_to_string(project::root().join("rust-toolchain.toml")).unwrap_or_default();
    text.lines().find_map(|line| Some(line.strip_prefix("channel = \"")?.strip_suffix('"')?.to_owned()))
}
