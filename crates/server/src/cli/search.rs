//! `secret search`: which API secrets stand in leaked texts, for whoever is at the machine. The values are never printed.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use latchboard_contract::FullFingerprint;
use latchboard_contract::audit::{Action, Outcome};
use latchboard_search::{Builder, Kind, Place, Results, Salt, Search as TextSearch, Step};
use latchboard_store::crypto::AssociatedData;
use zeroize::Zeroizing;

use super::Data;
use super::audit::{NOT_ENTERED, attempt};
use crate::data::Opened;
use crate::{console_output, rotation};

/// API secrets that are in memory at a time.
const PIECE: u32 = 1000;
/// Bytes of a text that are read at a time.
const READ: usize = 1024 * 1024;
/// Bytes of views that are looked at between two questions whether there is more.
const STEP: usize = 1024 * 1024;

/// In place of decodings, where a hash of the value stands in the text.
const FINGERPRINT: &str = "fingerprint";

#[derive(Args)]
pub(super) struct Search {
    #[command(flatten)]
    data: Data,
    /// The texts; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// The texts could not be looked at, or not all of them.
#[derive(Debug, thiserror::Error)]
#[error("The texts could not be searched")]
pub(super) struct NotSearched;

/// An API secret whose value may stand in a text.
struct Known {
    id: i64,
    name: String,
    active: bool,
}

/// What is looked for.
struct Vault {
    builder: Builder,
    by_value: HashMap<FullFingerprint, Vec<Known>>,
    /// Values that are too short to be looked for.
    left_out: usize,
}

pub(super) async fn search(command: Search) -> Result<ExitCode> {
    let Search { data, files } = command;
    let opened = data.open().await.context(NotSearched)?;
    let attempt = attempt(&opened.store, Action::ReadIndex, None).await.context(NotSearched)?;
    let vault = read(&opened).await;
    let end = if vault.is_ok() { Outcome::Done } else { Outcome::Failed };
    opened.store.end(&attempt, end).await.context(NOT_ENTERED).context(NotSearched)?;
    opened.store.close().await;
    look(vault.context(NotSearched)?, &files).context(NotSearched)
}

async fn read(opened: &Opened) -> Result<Vault> {
    let Opened { store, master_key, .. } = opened;
    let salt = store.audit_keys()?.index_salt();
    let mut vault = Vault { builder: Builder::new(Salt::new(salt)), by_value: HashMap::new(), left_out: 0 };
    let mut after = 0;
    loop {
        let rows = store.export(None, after, PIECE).await?;
        let Some(last) = rows.last() else { return Ok(vault) };
        after = last.id;
        // Another key may have come into force since the last piece.
        rotation::learn(store, master_key).await?;
        for row in rows {
            let Some(sealed) = &row.stored.sealed else { continue };
            let context = AssociatedData::ApiSecret { owner: row.stored.owner.get(), id: row.id };
            let value = master_key.open(context, sealed)?;
            vault.left_out += usize::from(!vault.builder.add(value.expose().as_bytes()));
            let name = row.stored.texts.iter().find(|(text, _)| text.name() == "name");
            let name = name.map_or_else(String::new, |(_, name)| one_line(name));
            let known = Known { id: row.id, name, active: row.stored.active };
            vault.by_value.entry(FullFingerprint::of(&value)).or_default().push(known);
        }
    }
}

/// Prints the hits. What could not be looked at is named on standard error, and is no "nothing found".
fn look(Vault { builder, by_value, left_out }: Vault, files: &[PathBuf]) -> Result<ExitCode> {
    let mut search = TextSearch::new(&builder.build());
    let mut is_whole = true;
    for file in files {
        search.begin(&file.to_string_lossy());
        if let Err(error) = push(&mut search, file) {
            is_whole = false;
            console_output::warning(&format!("{} was not read to its end: {error}", file.display()));
        }
    }
    let mut out = io::stdout().lock();
    let mut found = 0_usize;
    let Results { texts, values, looked_for, unsearchable, is_cut, .. } = search.results();
    let in_clear: HashSet<_> =
        values.iter().filter(|value| value.bytes.is_some()).map(|value| value.fingerprint.clone()).collect();
    for value in &values {
        let Some(copies) = by_value.get(&value.fingerprint) else { continue };
        found += copies.len();
        let read_as = value.bytes.is_none().then_some(FINGERPRINT);
        for place in &value.places {
            line(&mut out, &texts, place, copies, read_as)?;
        }
        let more = value.count.saturating_sub(value.places.len() as u64);
        if let (None, 1.., Some(first)) = (read_as, more, copies.first()) {
            console_output::warning(&format!(
                "The value of API secret {} stands in {more} more places.",
                first.id
            ));
        }
    }
    // A hash beside its value is another place.
    for named in search.named().iter().filter(|named| in_clear.contains(&named.fingerprint)) {
        let copies = by_value.get(&named.fingerprint).map_or(&[][..], Vec::as_slice);
        line(&mut out, &texts, &named.place, copies, Some(FINGERPRINT))?;
    }
    out.flush()?;
    for (name, kind) in &texts {
        if let Some(why) = unread(*kind) {
            is_whole = false;
            console_output::warning(&format!("{name}: {why}"));
        }
    }
    let reasons = [
        "masked: get the text from where it was not masked yet",
        "hashed otherwise than by SHA-256: get the values themselves",
        "encrypted: decrypt them first",
    ];
    for (count, why) in unsearchable.into_iter().zip(reasons).filter(|(count, _)| *count > 0) {
        console_output::warning(&format!(
            "Places that could not be looked at, since they are {why}: {count}."
        ));
    }
    if is_cut {
        console_output::warning(
            "In a part of the texts there was more to decode than is done: values that are wrapped several times may \
             have been missed there.",
        );
    }
    console_output::warning(&format!(
        "Looked for {looked_for} values of the vault. Not looked for, since they have fewer than 8 bytes: {left_out}."
    ));
    Ok(match (found, is_whole) {
        (1.., _) => ExitCode::from(1),
        (0, true) => ExitCode::SUCCESS,
        (0, false) => ExitCode::from(2),
    })
}

fn push(search: &mut TextSearch, file: &Path) -> io::Result<()> {
    let mut input: Box<dyn Read> =
        if file == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(file)?) };
    let mut piece = Zeroizing::new(vec![0; READ]);
    loop {
        let read = match input.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                search.end();
                while search.step(STEP) == Step::Busy {}
                return Err(error);
            }
        };
        if read == 0 {
            search.end();
        } else {
            search.push(&piece[..read]);
        }
        while search.step(STEP) == Step::Busy {}
        if read == 0 {
            return Ok(());
        }
    }
}

/// `file:line:column`, how it was read, identifier, name and state, parted by tabs.
fn line(
    out: &mut impl Write,
    texts: &[(String, Kind)],
    place: &Place,
    copies: &[Known],
    read_as: Option<&str>,
) -> io::Result<()> {
    let file = texts.get(place.text as usize).map_or("", |(name, _)| name);
    let decodings: Vec<_> = place.decodings.iter().map(|it| it.as_str()).collect();
    let decodings = match read_as {
        Some(name) => name.to_owned(),
        None if decodings.is_empty() => "plain".to_owned(),
        None => decodings.join("+"),
    };
    for Known { id, name, active } in copies {
        let state = if *active { "active" } else { "inactive" };
        let (at, column) = (place.line, place.column);
        writeln!(out, "{}:{at}:{column}\t{decodings}\t{id}\t{name}\t{state}", one_line(file))?;
    }
    Ok(())
}

/// A name that is neither two lines nor a command to the terminal.
fn one_line(name: &str) -> String {
    name.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

const fn unread(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Text | Kind::Utf16 | Kind::Empty | Kind::Program | Kind::Database => None,
        Kind::Image => Some("a picture; what it shows is not read"),
        Kind::Media => Some("sound or film; what is said in it is not read"),
        Kind::Archive => Some("compressed; unpack it first"),
        Kind::Pdf => Some("a PDF; copy its text out of it"),
        Kind::Document => Some("an older Office document; copy its text out of it"),
        Kind::Encrypted => Some("encrypted; decrypt it first"),
    }
}
