//! `audit`: whether the log is whole, the log as a file, and a signature to keep elsewhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use latchboard_contract::audit::{
    Action, ExportVerifier, Fault, Finding, KeptCheckpoint, PublicKey, Report, Target, Verifier,
};
use latchboard_contract::error::Code;

use super::Data;
use crate::audit::{self, Attempt, Export, Who};
use crate::clock::utc;
use crate::say;
use crate::store::Store;

/// Said of what is done all the same.
pub(super) const NOT_ENTERED: &str = "It was done, but its end could not be entered into the audit log";

/// The longest line of an export: names have 100 characters at most, each of which may take 12 bytes.
const LINE: u64 = 16 * 1024;

#[derive(Subcommand)]
pub(super) enum Audit {
    /// Find out whether the log, or an export of it, is whole and unchanged.
    ///
    /// Ends with 0 when it is; else with 1 and one sentence that says what is wrong, at which entry. Attempts without
    /// an end are named, and are no fault: whoever made them died before it, or is still at it.
    Verify {
        #[command(flatten)]
        source: Source,
        /// The key that it must be signed with, as `audit key` shows it. Keep it where nobody can change it who can
        /// change the log.
        #[arg(long, value_name = "HEX", value_parser = public_key)]
        public_key: Option<PublicKey>,
        /// A checkpoint, or an export, that was kept: the log must go on from there. Finds a log that was put back to
        /// an earlier state as a whole.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Print the whole log as JSON Lines, with signatures, for `audit verify` on any machine.
    Export {
        #[command(flatten)]
        data: Data,
    },
    /// Sign how far the log is, and print that, to be kept elsewhere.
    Checkpoint {
        #[command(flatten)]
        data: Data,
    },
    /// Print the key that signatures are verified with. No secret.
    Key {
        #[command(flatten)]
        data: Data,
    },
}

/// Either a file or the data itself.
#[derive(Args)]
pub(super) struct Source {
    /// An export. Without it, the log in the database is verified, with the server's own keys.
    file: Option<PathBuf>,
    /// Where the data lies: database, master key and lock.
    #[arg(long, value_name = "DIRECTORY", env = "LATCHBOARD_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// The PostgreSQL database that takes the place of the file.
    #[arg(long, value_name = "URL", env = "LATCHBOARD_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Certificates (PEM) that are trusted beside the system's.
    #[arg(long, value_name = "FILE", env = "LATCHBOARD_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

fn public_key(text: &str) -> Result<PublicKey, &'static str> {
    text.trim().parse().map_err(|_| "a key has 64 hexadecimal digits")
}

pub(super) async fn audit(command: Audit) -> Result<()> {
    match command {
        Audit::Verify { source, public_key, checkpoint } => {
            let verifier = Verifier::new(public_key);
            let verifier = match &checkpoint {
                Some(path) => verifier.hold_to(&kept(path)?).map_err(found)?,
                None => verifier,
            };
            let report = match source.file {
                Some(file) => {
                    let read = || File::open(&file).map(BufReader::new);
                    let input = read().with_context(|| format!("{} cannot be read", file.display()))?;
                    read_export(input, verifier)?
                }
                None => {
                    let Source { data_dir, database_url, database_ca, .. } = source;
                    let data_dir = data_dir.context("Name an export, or the data with --data-dir")?;
                    let opened = Data { data_dir, database_url, database_ca }.open().await?;
                    let report = audit::verify(&opened.store, verifier).await;
                    opened.store.close().await;
                    report.map_err(|problem| match problem {
                        audit::Problem::Found(finding) => found(finding),
                        audit::Problem::Store(error) => {
                            anyhow!(error).context("The audit log could not be read")
                        }
                    })?
                }
            };
            show(&report, public_key.is_some() || checkpoint.is_some())
        }
        Audit::Export { data } => {
            let opened = data.open().await?;
            let written = export(&opened.store, &mut io::stdout().lock()).await;
            opened.store.close().await;
            written.context("The audit log could not be exported")
        }
        Audit::Checkpoint { data } => {
            let opened = data.open().await?;
            let signed = opened.store.checkpoint().await.context("The audit log could not be signed")?;
            let key = opened.store.audit_keys()?.public();
            opened.store.close().await;
            Ok(say::printed(&KeptCheckpoint { key, signed }.write())?)
        }
        Audit::Key { data } => {
            let opened = data.open().await?;
            let key = opened.store.audit_keys()?.public();
            opened.store.close().await;
            Ok(say::done(&key.to_string())?)
        }
    }
}

/// Enters what is about to be done. When that fails, it is not done.
pub(super) async fn attempt(store: &Store, action: Action, target: Option<Target>) -> Result<Attempt> {
    let attempt = store.attempt(&Who::command_line(), action, target).await;
    attempt.context("The audit log cannot be written, so nothing was changed")
}

/// Enters that nothing was changed, unless something was.
pub(super) async fn ended(store: &Store, attempt: &Attempt) -> Result<()> {
    use latchboard_contract::audit::Outcome;
    if attempt.has_ended() {
        return Ok(());
    }
    store.end(attempt, Outcome::Refused(Code::NotFound)).await.context(NOT_ENTERED)
}

async fn export(store: &Store, out: &mut impl Write) -> Result<()> {
    let mut export = Export::begin(store).await?;
    while let Some(piece) = export.piece(store).await? {
        out.write_all(piece.as_bytes())?;
    }
    Ok(out.flush()?)
}

fn kept(path: &Path) -> Result<KeptCheckpoint> {
    let mut text = String::new();
    let read = File::open(path).and_then(|mut file| file.read_to_string(&mut text));
    read.with_context(|| format!("{} cannot be read", path.display()))?;
    KeptCheckpoint::read(&text).map_err(|finding| {
        anyhow!("{} is no checkpoint: {}", path.display(), finding.fault.text().in_(ENGLISH))
    })
}

const ENGLISH: latchboard_contract::text::Language = latchboard_contract::text::Language::English;

fn found(finding: Finding) -> anyhow::Error {
    anyhow!("The audit log is not what was written. {finding}")
}

/// Line by line, so that its size does not matter.
fn read_export(mut input: impl BufRead, verifier: Verifier) -> Result<Report> {
    let mut export = ExportVerifier::new(verifier);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = input.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        if length == 0 {
            return export.finish().map_err(found);
        }
        // The last one, too: what is cut in the midst of a line shows.
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        // What no line can hold is none of ours, whatever it is.
        export.line(text.unwrap_or_default()).map_err(found)?;
    }
}

fn show(report: &Report, pinned: bool) -> Result<()> {
    let mut text = format!("The audit log is whole: {} entries", report.entries);
    if let Some((first, last)) = report.times {
        text += &format!(", {} to {}", utc(first.div_euclid(1000)), utc(last.div_euclid(1000)));
    }
    text += &format!(".\nSigned up to entry {}, {} signatures.\n", report.signed_up_to, report.checkpoints);
    if !report.open.is_empty() {
        let open: Vec<_> = report.open.iter().take(20).map(ToString::to_string).collect();
        let more = if report.open.len() > open.len() { ", …" } else { "" };
        text +=
            &format!("Attempts without an end: {} (entry {}{more}).\n", report.open.len(), open.join(", "));
    }
    match report.key {
        Some(key) if !pinned => {
            text += &format!("Signed with the key {key}. Compare it with the one that you kept.\n");
        }
        Some(_) => {}
        None => bail!(found(Finding { fault: Fault::EndMissing, sequence: report.entries })),
    }
    Ok(say::printed(&text)?)
}
