//! Compresses the dashboard's files once, when it is built, so that no server does it at every request.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What the compressed file is called, beside the original: the server looks for it there.
const ENDING: &str = ".br";

/// Node.js is needed for the build in any case and brings brotli along; a crate for it would be compiled by everybody.
/// Quality 11, as for files that are compressed once and sent often; several at a time. One file name per line of
/// standard input.
const SCRIPT: &str = "
const { readFileSync, writeFileSync } = require('node:fs');
const { promisify } = require('node:util');
const brotli = promisify(require('node:zlib').brotliCompress);
for (const file of readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  brotli(readFileSync(file)).then((compressed) => writeFileSync(file + '.br', compressed));
}";

/// Writes a compressed file beside each of `files`.
pub(crate) fn brotli(files: &[PathBuf]) -> Result<()> {
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .spawn()
        .context("Node.js could not be started: install Node.js 20 or later")?;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    // Dropped at the end of the statement, which tells node that there are no more names.
    node.stdin.take().context("node has no standard input")?.write_all(names.join("\n").as_bytes())?;
    let status = node.wait().context("node's end could not be awaited")?;
    if !status.success() {
        bail!("the files could not be compressed (node ended with {status})");
    }
    Ok(())
}

/// Where the compressed file of `file` lies.
pub(crate) fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ENDING);
    PathBuf::from(name)
}

/// Whether `file` is a compressed one.
pub(crate) fn is_compressed(file: &Path) -> bool {
    file.as_os_str().to_string_lossy().ends_with(ENDING)
}
