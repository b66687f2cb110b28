//! What was done, to be kept with the incident: who did what to which API secrets, when, and what
//! came of each; with a checksum, and without anything secret.
//!
//! The text is JSON with its members in order and no white space, so that
//! `jq -cS 'del(.checksum, .log)' receipt.json | tr -d '\n' | sha256sum` prints the checksum again. `log` is what the server's
//! audit log proves of its calls; `latchboard-server audit verify` holds one to the other.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchboard_client::bulk::{Ended, Progress};
use latchboard_client::{State, Verdict};
use latchboard_contract::audit::{Action, Target};
use latchboard_contract::endpoint::{ProofOf, ProofQuery};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

use crate::bulk::{self, Run};
use crate::leak::LeakPage;
use crate::leak_record::{ProofRecord, Reading, ReadingOutcome, SearchRecord};
use crate::named::Named;
use crate::{OutcomeKind, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The document, without what the server's log has to say of it.
    pub json: String,
    /// SHA-256 of everything in it but the checksum and the log, in hexadecimal digits.
    pub checksum: String,
    /// What to call the file.
    pub file_name: String,
    pub server: String,
    /// What the audit log is asked to prove: the last such call about each API secret that one was sent about.
    pub calls: ProofQuery,
}

impl Receipt {
    /// The whole document, with what the log proves.
    #[must_use]
    pub fn with_log(&self, documents: &[String]) -> String {
        let members = self.json.strip_suffix('}').unwrap_or(&self.json);
        format!("{members},\"log\":[{}]}}", documents.join(","))
    }
}

/// The receipt of a response to a leak, once something was done.
#[must_use]
pub fn of_leak(page: &LeakPage, server: &str) -> Option<Receipt> {
    let (leak, run) = (page.record()?, page.off_run()?);
    let proof = leak.proof.as_ref();
    let copy = |named: &Named, members: &mut Members| {
        members.insert("fingerprint", leak.fingerprint(&named.identifier).map_or(Json::Null, text));
        let proved = proof.filter(|proof| proof.off.contains(&named.identifier)).map(|proof| proof.at);
        members.insert("verified_off_at", time_or_null(proved));
    };
    let mut copies = run_items(run, copy);
    copies.extend(leak.off_when_found.iter().map(|named| {
        // No call was sent: the search said so.
        let mut members = Members::from([
            ("answered_at", time(leak.found_at)),
            ("code", Json::Null),
            ("http_status", Json::Null),
            ("identifier", text(named.identifier.as_str())),
            ("name", text(&named.name)),
            ("perhaps_by_this_run", Json::Truth(false)),
            ("sent_at", Json::Null),
            ("verdict", text(OutcomeKind::AlreadySo.as_str())),
            ("vendor_code", Json::Null),
        ]);
        copy(named, &mut members);
        Json::Object(members)
    }));
    let left_on = leak.left_on.iter().map(|named| {
        object([
            ("fingerprint", leak.fingerprint(&named.identifier).map_or(Json::Null, text)),
            ("identifier", text(named.identifier.as_str())),
            ("name", text(&named.name)),
        ])
    });
    let readings = |outcome| Json::List(leak.readings(outcome).map(read).collect());
    let off_before = leak.off_when_found.len();
    let mut members = about("latchboard-leak-receipt", server, Some(&leak.client_id), run, off_before);
    members.extend([
        ("all_off_at", time_or_null(page.all_off_at())),
        ("copies", Json::List(copies)),
        ("fingerprints", readings(ReadingOutcome::Copies)),
        ("found_at", time(leak.found_at)),
        ("incident", given(&page.incident)),
        ("left_on", Json::List(left_on.collect())),
        ("left_out", readings(ReadingOutcome::LeftOut)),
        ("not_looked_for", readings(ReadingOutcome::NotLookedFor)),
        ("operator", given(&page.operator)),
        ("pasted_at", time(leak.pasted_at)),
        ("readings_cut", Json::Truth(leak.cut)),
        ("search", search(&leak.search)),
        ("still_on", still_on(proof)),
        ("without_copies", readings(ReadingOutcome::WithoutCopies)),
    ]);
    let undone = page.bulk.run.as_ref().filter(|undo| undo.plan.state() == State::Active);
    members.insert("undone", undone.map_or(Json::Null, |undo| Json::List(run_items(undo, |_, _| ()))));
    Some(finish("leak", members, run, server))
}

/// What somebody typed; null where that is nothing.
fn given(typed: &str) -> Json {
    Some(typed.trim()).filter(|typed| !typed.is_empty()).map_or(Json::Null, text)
}

/// A value that stands in the text, by where and how it was read; nothing else of it.
fn read(reading: &Reading) -> Json {
    let decodings = reading.decodings.iter().map(|name| text(name)).collect();
    object([
        ("bytes", number(reading.bytes as usize)),
        ("line", reading.line.map_or(Json::Null, |line| number(line as usize))),
        ("read_by", Json::List(decodings)),
        ("sha256_first_12", text(&reading.sha256_first_12)),
    ])
}

#[must_use]
pub fn of_run(run: &Run, server: &str) -> Receipt {
    let mut members = about("latchboard-bulk-receipt", server, None, run, 0);
    members.insert("items", Json::List(run_items(run, |_, _| ())));
    finish("bulk", members, run, server)
}

type Members = BTreeMap<&'static str, Json>;

/// `server` is the one that is asked now. `off_before`: copies that were off without a call.
fn about(format: &str, server: &str, searched_by: Option<&Rc<str>>, run: &Run, off_before: usize) -> Members {
    let others = run.senders.iter().filter(|sender| Some(*sender) != searched_by);
    let client_ids: Vec<_> = searched_by.into_iter().chain(others).map(|it| &**it).collect();
    let counts = run.counts();
    let counts = object([
        ("already_so", number(counts.already_so + off_before)),
        ("done", number(counts.done)),
        ("not_attempted", number(counts.not_attempted + counts.waiting)),
        ("refused", number(counts.refused)),
        ("unknown", number(counts.unknown + counts.under_way)),
    ]);
    Members::from([
        ("asked_state", text(state_name(run.plan.state()))),
        ("began_at", time(run.began)),
        ("client_id", text(&client_ids.join(", "))),
        ("counts", counts),
        ("ended", text(if run.is_going() { "going_on" } else { ended(run) })),
        ("ended_at", time(run.latest)),
        ("format", text(format)),
        ("server", text(asked(run, server))),
        ("version", number(1)),
    ])
}

const fn ended(run: &Run) -> &'static str {
    match &run.phase {
        bulk::Phase::Over(_) if run.is_interrupted => "interrupted",
        bulk::Phase::Over(Ended::Complete) => "complete",
        bulk::Phase::Over(Ended::Stopped) => "stopped",
        bulk::Phase::Over(Ended::Halted(_)) => "halted",
        bulk::Phase::Going(_) | bulk::Phase::Stopping(_) => "going_on",
    }
}

fn run_items(run: &Run, more: impl Fn(&Named, &mut Members)) -> Vec<Json> {
    let verdicts = run.bulk.verdicts().zip(run.bulk.items());
    let items = run.plan.items().iter().zip(verdicts).map(|(named, ((_, verdict), (_, item)))| {
        let problem = verdict.problem();
        let mut members = Members::from([
            ("answered_at", time_or_null(item.over_at().map(bulk::moment))),
            ("code", problem.map_or(Json::Null, |problem| text(problem.code.as_str()))),
            ("http_status", problem.and_then(|it| it.status).map_or(Json::Null, |it| number(it.into()))),
            ("identifier", text(named.identifier.as_str())),
            ("name", text(&named.name)),
            ("sent_at", time_or_null(item.sent_at().map(bulk::moment))),
            ("verdict", text(OutcomeKind::of(&verdict).as_str())),
            ("vendor_code", problem.and_then(|it| it.vendor_code.as_deref()).map_or(Json::Null, text)),
        ]);
        // As asked, though an answer was lost on the way: perhaps it was this run that did it.
        let perhaps =
            item.is_perhaps_changed() && matches!(item.progress(), Progress::Over(Verdict::AlreadySo));
        members.insert("perhaps_by_this_run", Json::Truth(perhaps));
        more(named, &mut members);
        Json::Object(members)
    });
    items.collect()
}

fn search(how: &SearchRecord) -> Json {
    match how {
        SearchRecord::Find { complete, sees_all } => object([
            ("by", text("find")),
            ("complete", Json::Truth(*complete)),
            ("sees_all", Json::Truth(*sees_all)),
        ]),
        SearchRecord::Scan { listed, read, inactive, unread, complete } => {
            let identifiers =
                |all: &[Identifier]| Json::List(all.iter().map(|it| text(it.as_str())).collect());
            object([
                ("by", text("scan")),
                ("complete", Json::Truth(*complete)),
                ("inactive", identifiers(inactive)),
                ("listed", number(*listed)),
                ("read", number(*read)),
                ("unread", identifiers(unread)),
            ])
        }
    }
}

fn still_on(proof: Option<&ProofRecord>) -> Json {
    proof.map_or(Json::Null, |proof| {
        Json::List(proof.on.iter().map(|named| text(named.identifier.as_str())).collect())
    })
}

fn finish(kind: &str, mut members: Members, run: &Run, server: &str) -> Receipt {
    let checksum = sha256(&write(&Json::Object(members.clone())));
    members.insert("checksum", object([("sha256", text(&checksum))]));
    let json = write(&Json::Object(members));
    let at: String = run.began.iso().chars().filter(|it| it.is_ascii_digit()).take(14).collect();
    let file_name = format!("latchboard-{kind}-receipt-{at}.json");
    Receipt { json, checksum, file_name, server: asked(run, server).to_owned(), calls: calls(run) }
}

/// A run that was taken up may belong to another server than the one that is asked now.
fn asked<'s>(run: &'s Run, now: &'s str) -> &'s str {
    if run.is_resumed { &run.server } else { now }
}

fn calls(run: &Run) -> ProofQuery {
    let sent = run.bulk.items().filter(|(_, item)| item.sent_at().is_some());
    let target = |identifier: &Identifier| identifier.as_str().parse().ok().map(Target::ApiSecret);
    let targets = sent.filter_map(|(identifier, _)| target(identifier)).collect();
    let action = match run.plan.state() {
        State::Active => Action::Activate,
        State::Inactive => Action::Deactivate,
    };
    ProofQuery { targets, of: ProofOf::Last(Some(action)) }
}

fn sha256(document: &str) -> String {
    FullFingerprint::of(&Secret::from(document)).to_hex()
}

const fn state_name(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Inactive => "inactive",
    }
}

/// As much of JSON as a receipt needs.
#[derive(Clone)]
enum Json {
    Null,
    Truth(bool),
    Number(usize),
    Text(String),
    List(Vec<Self>),
    Object(Members),
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

const fn number(number: usize) -> Json {
    Json::Number(number)
}

fn object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
    Json::Object(members.into())
}

fn time(at: Timestamp) -> Json {
    Json::Text(at.iso())
}

fn time_or_null(at: Option<Timestamp>) -> Json {
    at.map_or(Json::Null, time)
}

fn write(value: &Json) -> String {
    let mut out = String::new();
    write_to(value, &mut out);
    out
}

fn write_to(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Json::Number(number) => out.push_str(&number.to_string()),
        Json::Text(text) => quote(text, out),
        Json::List(values) => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_to(value, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (place, (name, value)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                quote(name, out);
                out.push(':');
                write_to(value, out);
            }
            out.push('}');
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ..='\u{1f}' | '\u{7f}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            character => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Json, Members, write};

    #[test]
    fn any_name_is_written_so_that_it_is_read_back() {
        let odd: String = (0..0x3000).filter_map(char::from_u32).chain(['😀', '\u{2028}']).collect();
        let written = write(&Json::Object(Members::from([("name", Json::Text(odd.clone()))])));
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["name"], odd);
    }
}
