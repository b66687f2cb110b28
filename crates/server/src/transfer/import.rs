//! From JSON Lines to the store.
//!
//! Nothing of a line is ever repeated: what cannot be stored is named by its number and a reason.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, Read};

use anyhow::{Context, Result};
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Name, Target};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{ApiSecretTexts, BodyFault, CreateApiSecret, NewApiSecret};
use latchboard_contract::http::JSON;
use latchboard_store::audit::Who;
use latchboard_store::crypto::{AssociatedData, MasterKey};
use latchboard_store::{Creation, NewRow, Repeated, Store, StoreError, UserId};
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::rotation;

/// Lines that are stored together: one sync of the disk for all, and others get their turn soon.
const PIECE: usize = 1000;
/// The longest line. A body that the API takes is at most 64 KiB, each change of an API secret is one more of them, and an
/// export escapes a character in up to six: whatever the API can have stored fits.
const LINE: usize = 4 * 1024 * 1024;

/// Hears how an import goes on.
pub(crate) trait Progress {
    /// A piece is stored; so many bytes were read.
    fn show(&mut self, bytes: u64, report: &Report);
    /// Something about a line.
    fn remark(&mut self, line: u64, remark: Remark);
    /// Nothing is shown any more.
    fn end(&mut self);
}

/// An import into the vault of one user.
pub(crate) struct Import<'a> {
    pub(crate) store: &'a Store,
    pub(crate) master_key: &'a MasterKey,
    pub(crate) who: &'a Who,
    pub(crate) owner: UserId,
    /// The same, by name.
    pub(crate) user: &'a str,
    /// Whether the first line that cannot be stored is the end.
    pub(crate) strict: bool,
    /// What becomes of lines that were imported before.
    pub(crate) repeated: Repeated,
}

/// What became of an import.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// API secrets that were stored.
    pub(crate) stored: u64,
    /// Lines that could not be.
    pub(crate) refused: u64,
    /// The number of the first of them.
    pub(crate) refused_at: Option<u64>,
    /// Lines that were passed over, as they were imported before.
    pub(crate) skipped: u64,
    /// The number of the line at which it ended, as it was imported before.
    pub(crate) repeated_at: Option<u64>,
}

impl Report {
    /// Whether nothing behind a line that was refused, or imported before, is to be looked at.
    const fn is_over(&self, strict: bool) -> bool {
        (strict && self.refused > 0) || self.repeated_at.is_some()
    }

    fn refuse(&mut self, number: u64) {
        self.refused += 1;
        self.refused_at.get_or_insert(number);
    }
}

/// Why a line was not stored, or not all that it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remark {
    TooLong,
    NotJson,
    NotAnObject,
    NotFlag(&'static str),
    Missing(&'static str),
    Invalid(BodyFault),
    CodeTaken,
    /// Stored, but not shared with so many users or groups that do not exist.
    NotShared(usize),
}

impl fmt::Display for Remark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(out, "it is longer than {LINE} bytes"),
            Self::NotJson => out.write_str("it is no JSON"),
            Self::NotAnObject => out.write_str("it is no JSON object"),
            Self::NotFlag(name) => write!(out, "`{name}` is neither true nor false"),
            Self::Missing(name) => write!(out, "`{name}` is missing or empty"),
            Self::Invalid(fault) => out.write_str(&fault.sentence()),
            Self::CodeTaken => {
                out.write_str("this user has an API secret with its `identifier_code` already")
            }
            Self::NotShared(1) => out.write_str("stored, but not shared with one name that does not exist"),
            Self::NotShared(count) => {
                write!(out, "stored, but not shared with {count} names that do not exist")
            }
        }
    }
}

/// The members that only an import has.
#[derive(Deserialize)]
struct Flags {
    need_justify: Option<Value>,
    need_approval: Option<Value>,
    active: Option<Value>,
}

/// A flag, also in the way in which the vault lists it.
fn flag(name: &'static str, value: Option<Value>, absent: bool) -> Result<bool, Remark> {
    match value {
        None => Ok(absent),
        Some(Value::Bool(flag)) => Ok(flag),
        Some(Value::String(text)) if text == "1" => Ok(true),
        Some(Value::String(text)) if text == "0" => Ok(false),
        Some(_) => Err(Remark::NotFlag(name)),
    }
}

/// A line that can be stored, as far as can be told without the store.
struct Parsed {
    row: NewRow,
    client_secret: Option<Secret>,
    groups: usize,
}

fn parse(line: &[u8]) -> Result<Parsed, Remark> {
    let flags: Flags = serde_json::from_slice(line).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Remark::NotAnObject,
        _ => Remark::NotJson,
    })?;
    let new = CreateApiSecret::accept(JSON, line).map_err(|refusal| match refusal {
        Refusal::ParameterMissing(name) => Remark::Missing(name),
        Refusal::ParameterInvalid(name, fault) => Remark::Invalid(BodyFault::Invalid(name, fault)),
        _ => Remark::NotAnObject,
    })?;
    let NewApiSecret { texts, client_secret, users_allowed, groups_allowed, facts } = new;
    let row = NewRow {
        texts,
        need_justify: flag("need_justify", flags.need_justify, false)?,
        need_approval: flag("need_approval", flags.need_approval, false)?,
        active: flag("active", flags.active, true)?,
        shares: users_allowed.unwrap_or_default(),
        import_digest: None,
        facts,
    };
    Ok(Parsed { row, client_secret, groups: groups_allowed.map_or(0, |groups| groups.len()) })
}

/// Lines that wait to be stored.
#[derive(Default)]
struct Piece {
    numbers: Vec<u64>,
    rows: Vec<NewRow>,
    secrets: Vec<Option<Secret>>,
    groups: Vec<usize>,
}

impl Import<'_> {
    pub(crate) async fn run(&self, mut input: impl BufRead, progress: &mut impl Progress) -> Result<Report> {
        let (mut report, mut piece) = (Report::default(), Piece::default());
        let mut line = Zeroizing::new(Vec::new());
        let (mut number, mut bytes) = (0, 0);
        let mut seen = HashMap::new();
        while let Some(read) = next_line(&mut input, &mut line)? {
            number += 1;
            bytes += read;
            // A byte order mark is no part of the first line.
            let text = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| number == 1).unwrap_or(&line);
            let parsed = match text.trim_ascii() {
                [] => continue,
                _ if line.len() > LINE => Err(Remark::TooLong),
                text => parse(text),
            };
            match parsed {
                Ok(Parsed { mut row, client_secret, groups }) => {
                    row.import_digest = Some(self.digest(&row.texts, client_secret.as_ref(), &mut seen)?);
                    piece.numbers.push(number);
                    piece.rows.push(row);
                    piece.secrets.push(client_secret);
                    piece.groups.push(groups);
                }
                Err(remark) => {
                    // In the order of the lines: what comes before it is looked at before it.
                    if self.strict {
                        self.store(&mut piece, &mut report, progress).await.with_context(|| kept(&report))?;
                        if report.is_over(true) {
                            return Ok(report);
                        }
                    }
                    report.refuse(number);
                    progress.remark(number, remark);
                    if self.strict {
                        return Ok(report);
                    }
                }
            }
            if piece.rows.len() == PIECE {
                self.store(&mut piece, &mut report, progress).await.with_context(|| kept(&report))?;
                progress.show(bytes, &report);
                if report.is_over(self.strict) {
                    return Ok(report);
                }
            }
        }
        self.store(&mut piece, &mut report, progress).await.with_context(|| kept(&report))?;
        progress.end();
        Ok(report)
    }

    /// By what a line is known again, whatever is noted beside what it stores: the same line twice in one file is two.
    fn digest(
        &self,
        texts: &ApiSecretTexts,
        client_secret: Option<&Secret>,
        seen: &mut HashMap<[u8; 32], u64>,
    ) -> Result<[u8; 32]> {
        let keys = self.store.audit_keys()?;
        let texts: Vec<_> = texts.iter().map(|(_, text)| text.as_bytes()).collect();
        let (owner, has_secret) = (self.owner.get().to_be_bytes(), [u8::from(client_secret.is_some())]);
        let secret = client_secret.map_or("", Secret::expose).as_bytes();
        let content = keys.of_import(&[&[&owner[..], &has_secret, secret][..], &texts].concat());
        let before = seen.entry(content).or_default();
        *before += 1;
        Ok(keys.of_import(&[&content, &before.to_be_bytes()]))
    }

    async fn store(
        &self,
        piece: &mut Piece,
        report: &mut Report,
        progress: &mut impl Progress,
    ) -> Result<()> {
        let Piece { numbers, rows, secrets, groups } = std::mem::take(piece);
        if rows.is_empty() {
            return Ok(());
        }
        let owner = self.owner.get();
        let seal = |index: usize, id| {
            let secret = secrets[index].as_ref();
            let context = AssociatedData::ApiSecret { owner, id };
            secret.map(|secret| self.master_key.seal_findable(context, secret)).transpose()
        };
        let user = Name::parse(self.user).map(Target::User);
        let attempt = self.store.attempt(self.who, Action::Import, user).await?;
        let creations =
            match self.store.import(&attempt, self.owner, &rows, self.strict, self.repeated, &seal).await {
                // Another one came into force: nothing of this piece is stored yet.
                Err(StoreError::KeyChanged) => {
                    rotation::learn(self.store, self.master_key).await?;
                    self.store.import(&attempt, self.owner, &rows, self.strict, self.repeated, &seal).await
                }
                creations => creations,
            };
        if creations.is_err() {
            self.store.end_failed(&attempt).await;
        }
        let creations = creations?;
        for ((number, creation), groups) in numbers.into_iter().zip(creations).zip(groups) {
            match creation {
                Creation::Stored { unknown, .. } => {
                    report.stored += 1;
                    if unknown.len() + groups > 0 {
                        progress.remark(number, Remark::NotShared(unknown.len() + groups));
                    }
                }
                Creation::CodeTaken => {
                    report.refuse(number);
                    progress.remark(number, Remark::CodeTaken);
                }
                Creation::ImportedBefore if self.repeated == Repeated::Refuse => {
                    report.repeated_at = Some(number);
                }
                Creation::ImportedBefore => report.skipped += 1,
            }
        }
        Ok(())
    }
}

/// What a failure of the database leaves behind: pieces are stored whole or not at all.
fn kept(report: &Report) -> String {
    format!("{} were stored and stay, nothing behind them was", report.stored)
}

/// Reads a line, without its end, and how many bytes that were; none at the end of the input. Of one
/// that is too long, only so much that this can be seen.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<u64>> {
    line.clear();
    let mut read = input.by_ref().take(LINE as u64 + 1).read_until(b'\n', line)?;
    let mut total = read as u64;
    let mut rest = Zeroizing::new(Vec::new());
    while read > LINE && line.len() > LINE && rest.last().or(line.last()) != Some(&b'\n') {
        rest.clear();
        read = input.by_ref().take(LINE as u64 + 1).read_until(b'\n', &mut rest)?;
        total += read as u64;
        if rest.last() == Some(&b'\n') || read == 0 {
            break;
        }
    }
    Ok((total > 0).then_some(total))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{LINE, Remark, next_line, parse};

    fn remark(line: &str) -> Option<Remark> {
        parse(line.as_bytes()).err()
    }

    #[test]
    fn a_line_says_what_creating_one_says_and_three_flags() {
        let parsed = parse(br#"{"name":"n","url":"u","client_id":"c","need_justify":"1","active":false}"#);
        let row = parsed.ok().unwrap().row;
        assert!(row.need_justify && !row.need_approval && !row.active);
        assert!(parse(br#"{"name":"n","url":"u","client_id":"c"}"#).ok().unwrap().row.active);
        assert_eq!(remark("{"), Some(Remark::NotJson));
        assert_eq!(remark("name=n"), Some(Remark::NotJson));
        assert_eq!(remark("[1]"), Some(Remark::NotAnObject));
        assert_eq!(
            remark(r#"{"name":"n","url":"u","client_id":"c","active":"no"}"#),
            Some(Remark::NotFlag("active"))
        );
        assert_eq!(remark(r#"{"name":"n"}"#), Some(Remark::Missing("url")));
        let number = r#"{"name":"n","url":"u","client_id":"c","client_secret":1}"#;
        let said = remark(number).unwrap().to_string();
        assert_eq!(said, "Parameter 'client_secret' must be text, in quotes");
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_whole() {
        let long = "x".repeat(3 * LINE + 5);
        let exact = "y".repeat(LINE);
        let text = format!("a\n{long}\nb\n{exact}\n\n{long}");
        let mut input = Cursor::new(text.clone());
        let mut line = Vec::new();
        let mut seen = Vec::new();
        let mut total = 0;
        while let Some(read) = next_line(&mut input, &mut line).unwrap() {
            total += read;
            seen.push((line.len() > LINE, line.first().copied()));
        }
        let expected =
            [(false, b'a'), (true, b'x'), (false, b'b'), (true, b'y'), (false, b'\n'), (true, b'x')];
        assert_eq!(seen, expected.map(|(long, first)| (long, Some(first))));
        assert_eq!(total, text.len() as u64);
    }
}
