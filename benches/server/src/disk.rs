//! The disk under a database: this machine's, or one whose syncs take 2 ms longer. That is emulated by a library which is
//! loaded into the programs that sync, so they must be linked to a shared C library.

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::rc::Rc;

use anyhow::{Context, Result, ensure};

/// By how much [`Disk::slow`] is slower, in milliseconds.
pub(crate) const SLOWER: f64 = 2.0;

#[derive(Clone, Default)]
pub(crate) struct Disk(Option<Rc<tempfile::TempDir>>);

impl Disk {
    pub(crate) fn slow() -> Result<Self> {
        // Where any account may enter, that of PostgreSQL as well.
        let directory = tempfile::Builder::new().prefix("latchboard-slow").tempdir()?;
        std::fs::set_permissions(directory.path(), Permissions::from_mode(0o755))?;
        let mut compiler = Command::new("cc")
            .args(["-x", "c", "-", "-shared", "-fPIC", "-O2", "-ldl", "-o"])
            .arg(directory.path().join(LIBRARY))
            .stdin(Stdio::piped())
            .spawn()
            .context("cc could not be started")?;
        let mut input = compiler.stdin.take().context("no standard input")?;
        input.write_all(include_bytes!("../slow_sync.c"))?;
        drop(input);
        ensure!(compiler.wait()?.success(), "slow_sync.c could not be compiled");
        let library = directory.path().join(LIBRARY);
        std::fs::set_permissions(library, Permissions::from_mode(0o755))?;
        Ok(Self(Some(Rc::new(directory))))
    }

    /// Lets a program sync as fast as this disk does.
    pub(crate) fn under(&self, command: &mut Command) {
        if let Self(Some(directory)) = self {
            command.env("LD_PRELOAD", directory.path().join(LIBRARY));
        }
    }
}

const LIBRARY: &str = "slow_sync.so";
