//! `cargo xtask size`: what the browser transfers for the first page, file by file, compressed as servers compress it.
//!
//! Measures only; which size is too much is decided elsewhere.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::{build, project};

/// Node.js is needed for the build in any case and brings brotli along; a crate for it would be compiled by everybody.
/// Quality 11, as for files that are compressed once and sent often. One line per file name on standard input.
const BROTLI: &str = "
const { readFileSync } = require('node:fs');
const { brotliCompressSync } = require('node:zlib');
for (const file of readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  const bytes = readFileSync(file);
  console.log(bytes.length, brotliCompressSync(bytes).length);
}";

/// One file of the dashboard.
struct Entry {
    name: String,
    raw: u64,
    brotli: u64,
}

pub(crate) fn size() -> Result<ExitCode> {
    build::dashboard()?;
    let files = build::dashboard_files()?;
    print!("{}", table(&measure(&files)?));
    Ok(ExitCode::SUCCESS)
}

fn measure(files: &[PathBuf]) -> Result<Vec<Entry>> {
    let mut node = Command::new("node")
        .args(["-e", BROTLI])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("Node.js could not be started: install Node.js 20 or later")?;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    // Dropped at the end of the statement, which tells node that there are no more names.
    node.stdin.take().context("node has no standard input")?.write_all(names.join("\n").as_bytes())?;
    let output = node.wait_with_output().context("node's answer could not be read")?;
    let answer = String::from_utf8_lossy(&output.stdout);
    let mut entries = Vec::new();
    for (file, line) in files.iter().zip(answer.lines()) {
        let (raw, brotli) =
            line.split_once(' ').context("node answered with something else than two numbers")?;
        let name = file.strip_prefix(project::dashboard_dir()).unwrap_or(file).display().to_string();
        entries.push(Entry { name, raw: raw.parse()?, brotli: brotli.parse()? });
    }
    if !output.status.success() || entries.len() != files.len() {
        bail!("the files could not be compressed (node ended with {})", output.status);
    }
    Ok(entries)
}

fn table(entries: &[Entry]) -> String {
    let mut text = format!("{:>10} {:>10}  file\n", "bytes", "brotli");
    let (mut raw, mut brotli) = (0, 0);
    for entry in entries {
        raw += entry.raw;
        brotli += entry.brotli;
        text += &format!("{:>10} {:>10}  {}\n", entry.raw, entry.brotli, entry.name);
    }
    // Kilobytes of 1,000 bytes, as in the goal.
    let (whole, tenth) = (brotli / 1000, brotli % 1000 / 100);
    text + &format!("{raw:>10} {brotli:>10}  sum: {whole}.{tenth} KB brotli\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_sum_is_that_of_all_files() {
        let entry = |name: &str, raw, brotli| Entry { name: name.into(), raw, brotli };
        let text = table(&[entry("a.js", 1000, 400), entry("b.wasm", 200_000, 49_850)]);
        assert_eq!(text.lines().last(), Some("    201000      50250  sum: 50.2 KB brotli"));
    }

    #[test]
    fn files_are_measured_as_brotli_compresses_them() {
        let file = std::env::temp_dir().join(format!("latchboard-size-{}", std::process::id()));
        fs::write(&file, vec![b'a'; 5000]).unwrap();
        let entries = measure(std::slice::from_ref(&file)).unwrap();
        assert_eq!(entries[0].raw, 5000);
        assert!(entries[0].brotli < 50, "{}", entries[0].brotli);
        fs::remove_file(&file).unwrap();
    }
}
