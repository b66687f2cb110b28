//! `audit`: whether the log is whole, the log as a file, and a signature to keep elsewhere.

use std::fmt::{self, Display, Formatter};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use latchboard_contract::audit::{
    Action, Entry, ExportVerifier, Fault, Finding, KeptCheckpoint, Line, Numbered, PROOFS_START, Proof,
    Proofs, PublicKey, Report, Target, Verifier,
};
use latchboard_contract::error::Code;
use latchboard_store::Store;
use latchboard_store::audit::{self, Attempt, Export, Problem, Who};
use serde_json::Value;

use super::Data;
use super::receipt::{Held, Receipt};
use crate::console_output;
use latchboard_contract::time::utc;

/// Said of what is done all the same.
pub(super) const NOT_ENTERED: &str = "It was done, but its end could not be entered into the audit log";

/// The longest line of an export: of what is left of entries that were removed, with the last few thousand attempts.
const LINE: u64 = 256 * 1024;

/// The longest receipt that is read: of tens of thousands of calls.
const LONGEST: u64 = 64 << 20;

#[derive(Subcommand)]
pub(super) enum Audit {
    /// Find out whether the log, or an export of it, is whole and unchanged.
    ///
    /// Ends with 0 when it is; with 1 and one sentence that says what is wrong, at which entry, when it is not; and with
    /// 2 when it could not be read. A receipt is verified by the proofs in it: 0 means that each call that it says came to
    /// something did. Attempts without an end are named, and are no fault: whoever made them died before
    /// it, or is still at it.
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
    /// Remove the entries up to a checkpoint that was kept, and keep their hashes.
    ///
    /// Proofs of them still hold, and so does the log, which is verified first. Entries go in whole tiles of 256, so a few
    /// before the checkpoint stay. Keep an export first: what is removed is nowhere else.
    Prune {
        #[command(flatten)]
        data: Data,
        /// What `audit checkpoint` printed, or an export, which ends with one.
        #[arg(long, value_name = "FILE")]
        checkpoint: PathBuf,
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
    /// An export, proofs, or a receipt of the dashboard with proofs in it. Without it, the log in the database is verified, with the server's own keys.
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

impl Source {
    /// What is in the file, if it is verified without the rest of the log.
    fn proof(&self) -> Result<Option<ProofFile>> {
        let Some(path) = &self.file else { return Ok(None) };
        let unread = || format!("{} cannot be read", path.display());
        let mut input =
            File::open(path).map(|file| BufReader::new(file).take(LONGEST)).with_context(unread)?;
        let mut text = Vec::new();
        input.read_until(b'\n', &mut text).with_context(unread)?;
        // The first line of an export is an object by itself, and tells its format otherwise.
        let is_export = serde_json::from_slice::<Value>(&text).is_ok_and(|line| line.get("format").is_none());
        if is_export && !text.starts_with(PROOFS_START.as_bytes()) {
            return Ok(None);
        }
        input.read_to_end(&mut text).with_context(unread)?;
        let Ok(text) = String::from_utf8(text) else { return Ok(None) };
        if text.starts_with(PROOFS_START) {
            return Ok(Some(ProofFile::Proofs(text)));
        }
        Ok(Receipt::read(&text)?.map(ProofFile::Receipt))
    }
}

/// What somebody keeps of the log.
enum ProofFile {
    Proofs(String),
    Receipt(Receipt),
}

fn public_key(text: &str) -> Result<PublicKey, &'static str> {
    text.trim().parse().map_err(|_| "a key has 64 hexadecimal digits")
}

pub(super) async fn audit(command: Audit) -> Result<()> {
    match command {
        Audit::Verify { source, public_key, checkpoint } => {
            if let Some(proof) = source.proof().context(NotVerified)? {
                if checkpoint.is_some() {
                    return Err(anyhow!(
                        "proofs are held to a key, and to no other checkpoint than their own"
                    ))
                    .context(NotVerified);
                }
                return match proof {
                    ProofFile::Proofs(text) => verify_proofs(&[text], public_key).map(drop),
                    ProofFile::Receipt(receipt) => verify_receipt(&receipt, public_key),
                };
            }
            let held_to = checkpoint.as_deref().map(kept).transpose().context(NotVerified)?;
            let found = verify(source, public_key, held_to.as_ref()).await.context(NotVerified)?;
            let report = found.map_err(changed)?;
            show(&report, public_key.is_some(), held_to.as_ref())
        }
        Audit::Export { data } => {
            let opened = data.open().await?;
            let written = export(&opened.store, &mut io::stdout().lock()).await;
            opened.store.close().await;
            written.context("The audit log could not be exported")
        }
        Audit::Checkpoint { data } => {
            let opened = data.open().await?;
            let kept = checkpoint(&opened.store).await.context("The audit log could not be signed");
            opened.store.close().await;
            Ok(console_output::printed(&kept?.write())?)
        }
        Audit::Prune { data, checkpoint } => {
            let kept = kept(&checkpoint)?;
            let opened = data.open().await?;
            let pruned = audit::prune(&opened.store, &kept).await;
            opened.store.close().await;
            match pruned {
                Ok(Some(last)) => Ok(console_output::done(&format!("Entries up to {last} were removed"))?),
                Ok(None) => bail!(
                    "Nothing was removed: entries go in whole tiles of 256, and there is none before entry {} any more",
                    kept.kept.number()
                ),
                Err(Problem::Found(finding)) => Err(changed(finding)).context("Nothing was removed"),
                Err(Problem::Store(error)) => Err(error).context("Not all could be removed"),
            }
        }
        Audit::Key { data } => {
            let opened = data.open().await?;
            let key = opened.store.audit_keys()?.public();
            opened.store.close().await;
            Ok(console_output::done(&key.to_string())?)
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

async fn checkpoint(store: &Store) -> Result<KeptCheckpoint> {
    store.number_all().await?;
    let note = store.latest_note().await?.context("nothing is signed yet")?;
    Ok(KeptCheckpoint::new(store.audit_keys()?.public(), &Line::Note(note))?)
}

async fn export(store: &Store, out: &mut impl Write) -> Result<()> {
    let mut export = Export::begin(store).await?;
    while let Some(piece) = export.piece(store).await? {
        out.write_all(piece.as_bytes())?;
    }
    Ok(out.flush()?)
}

/// Whether the log is whole could not be found out, which is not the same as that it is not.
#[derive(Debug)]
pub(super) struct NotVerified;

impl Display for NotVerified {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("The audit log was not verified")
    }
}

/// What is wrong with the log, unless it could not be read.
async fn verify(
    source: Source,
    public_key: Option<PublicKey>,
    held_to: Option<&KeptCheckpoint>,
) -> Result<Result<Report, Finding>> {
    let mut verifier = Verifier::new(public_key);
    if let Some(kept) = held_to {
        verifier = match verifier.hold_to(kept) {
            Ok(verifier) => verifier,
            Err(finding) => return Ok(Err(finding)),
        };
    }
    let Source { file, data_dir, database_url, database_ca } = source;
    if let Some(file) = file {
        let unread = || format!("{} cannot be read", file.display());
        let mut input = File::open(&file).map(BufReader::new).with_context(unread)?;
        return read_export(&mut input, verifier).with_context(unread);
    }
    let data_dir = data_dir.context("Name an export, or the data with --data-dir")?;
    let opened = Data { data_dir, database_url, database_ca }.open().await?;
    let report = audit::verify(&opened.store, verifier).await;
    opened.store.close().await;
    match report {
        Ok(report) => Ok(Ok(report)),
        Err(Problem::Found(finding)) => Ok(Err(finding)),
        Err(Problem::Store(error)) => Err(error.into()),
    }
}

/// Prints the entries that documents of proofs prove, and answers them by number.
fn verify_proofs(documents: &[String], public_key: Option<PublicKey>) -> Result<Vec<(u64, Entry)>> {
    let unreadable = |_| changed(Finding { fault: Fault::Unreadable, sequence: 0 });
    let (mut entries, mut said, mut key) = (Vec::new(), String::new(), public_key);
    for document in documents {
        let proofs = Proofs::read(document.trim_end()).map_err(unreadable)?;
        let tree = proofs.verify(key).map_err(changed)?;
        key = Some(proofs.key);
        said += &format!("These are in the audit log of {} entries, as they were written:\n", tree.size);
        for Proof { numbered: Numbered { number, entry, .. }, .. } in proofs.proofs {
            let target = entry.target.as_ref().map(ToString::to_string).unwrap_or_default();
            let (time, action) = (utc(entry.time.div_euclid(1000)), entry.action);
            let (actor, event) = (&entry.actor, entry.event.as_str());
            said += &format!("Entry {number}: {time} {actor} {action} {target} {event}\n");
            entries.push((number, entry));
        }
    }
    if let Some(key) = key.filter(|_| public_key.is_none()) {
        said += &format!("Signed with the key {key}. Compare it with the one that you kept.\n");
    }
    console_output::printed(&said).context(NotVerified)?;
    Ok(entries)
}

fn verify_receipt(receipt: &Receipt, public_key: Option<PublicKey>) -> Result<()> {
    if receipt.is_changed {
        bail!("The receipt was changed: its checksum is that of another one");
    }
    let entries = verify_proofs(&receipt.documents(), public_key)?;
    let Held { definite, unproven } = receipt.held_to(&entries)?;
    if !unproven.is_empty() {
        let all: Vec<_> = unproven.iter().map(ToString::to_string).collect();
        let (some, all) = (unproven.len(), all.join(", "));
        bail!(
            "Of {definite} calls that the receipt says came to something, {some} are not proven by it: API secrets {all}"
        );
    }
    let said = format!("All {definite} calls that the receipt says came to something are proven.\n");
    console_output::printed(&said).context(NotVerified)
}

fn kept(path: &Path) -> Result<KeptCheckpoint> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    KeptCheckpoint::read(&text).map_err(|finding| {
        anyhow!("{} is no checkpoint: {}", path.display(), finding.fault.text().in_(ENGLISH))
    })
}

const ENGLISH: latchboard_texts::Language = latchboard_texts::Language::English;

fn changed(finding: Finding) -> anyhow::Error {
    anyhow!("The audit log is not what was written. {finding}")
}

/// What makes a file none that an export could have become by being changed.
fn no_export(start: &[u8]) -> Option<&'static str> {
    const GZIP: &[u8] = b"\x1f\x8b";
    const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if start.starts_with(GZIP) {
        Some("it is compressed: unpack it with `gunzip` first")
    } else if UTF_16.iter().any(|mark| start.starts_with(mark)) {
        Some("it is UTF-16: write it as UTF-8 first")
    } else if text.first().is_some_and(|first| *first != b'{') {
        Some("it is no export of an audit log, which has a JSON object in each line")
    } else {
        None
    }
}

/// Line by line, so that its size does not matter.
fn read_export(mut input: impl BufRead, verifier: Verifier) -> io::Result<Result<Report, Finding>> {
    if let Some(why) = no_export(input.fill_buf()?) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    let mut export = ExportVerifier::new(verifier);
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(export.finish());
        }
        let text = std::str::from_utf8(line.strip_suffix(b"\n").unwrap_or(&line));
        // What is no text is none of ours, whatever it is.
        if let Err(finding) = export.line(text.unwrap_or("?")) {
            return Ok(Err(finding));
        }
    }
}

fn show(report: &Report, has_key: bool, held_to: Option<&KeptCheckpoint>) -> Result<()> {
    let mut text = format!("The audit log is whole: {} entries", report.entries);
    if let Some((first, last)) = report.times {
        text += &format!(", {} to {}", utc(first.div_euclid(1000)), utc(last.div_euclid(1000)));
    }
    text += &format!(".\nSigned up to entry {}, {} signatures.\n", report.signed_up_to, report.checkpoints);
    if report.pruned > 0 {
        text += &format!("Entries up to {} were removed; their hashes are kept.\n", report.pruned);
    }
    let unnumbered = report.entries - report.signed_up_to;
    if unnumbered > 0 {
        text += &format!(
            "Entries without a number yet: {unnumbered}. A running server numbers them within a second.\n"
        );
    }
    if !report.open.is_empty() {
        let open: Vec<_> = report.open.iter().take(20).map(ToString::to_string).collect();
        let more = if report.open.len() > open.len() { ", …" } else { "" };
        text +=
            &format!("Attempts without an end: {} (entry {}{more}).\n", report.open.len(), open.join(", "));
    }
    if let Some(checkpoint) = held_to {
        text +=
            &format!("Goes on from the checkpoint that was kept, at entry {}.\n", checkpoint.kept.number());
    }
    match report.key {
        Some(key) if !has_key && held_to.is_none() => {
            text += &format!("Signed with the key {key}. Compare it with the one that you kept.\n");
        }
        Some(_) => {}
        None => bail!(changed(Finding { fault: Fault::EndMissing, sequence: report.entries })),
    }
    console_output::printed(&text).context(NotVerified)
}
