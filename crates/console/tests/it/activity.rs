//! The two logs in one table, and a server's log that is verified: nothing that was changed goes unnoticed.

use ed25519_dalek::{Signer, SigningKey};
use latchboard_client::Verdict;
use latchboard_console::activity::server_log::{Access, LogAnswer, actions, query};
use latchboard_console::activity::{
    Action, ActivityPage, CheckState, Checked, Effect, Filter, Format, Origin, Performed, Saving, Since,
    Source, check, export, log, table,
};
use latchboard_console::audit_check::{Expected, LogReader, NotKept, Whole, ends, verify};
use latchboard_console::journal::{self, Journal};
use latchboard_console::{Model, Ticket, Timestamp};
use latchboard_contract::audit::{
    self, Actor, ChainHash, Checkpoint, CheckpointKind, Entry, Event, Fault, Finding, Header, KeptCheckpoint,
    Line, Name, Numbered, Outcome, PublicKey, RequestId, SignatureBytes, Signed, Target, Version,
};
use latchboard_contract::endpoint::{AuditPage, EndpointId};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

const MINUTE: u64 = 60_000;

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey::from_bytes(key.verifying_key().to_bytes())
}

fn signed(key: &SigningKey, sequence: u64, hash: ChainHash, kind: CheckpointKind) -> Signed {
    let checkpoint = Checkpoint { sequence, time: 0, hash };
    let signature = SignatureBytes::from_bytes(key.sign(&checkpoint.message(kind)).to_bytes());
    Signed { checkpoint, kind, signature }
}

/// An attempt and its end for each API secret in turn, one entry a minute.
fn entry(sequence: u64) -> Entry {
    let event = match sequence % 2 {
        1 => Event::Attempt,
        _ => Event::Ended { attempt: Some(sequence - 1), outcome: Outcome::Refused(Code::NoAccess) },
    };
    Entry {
        lane: 0,
        sequence,
        time: i64::try_from(sequence * MINUTE).expect("a time"),
        request: Some(RequestId { run: 1, number: sequence }),
        actor: Actor::AccessKey(Name::parse("Auditor7").expect("a name")),
        action: audit::Action::Deactivate,
        target: Some(Target::ApiSecret(sequence.div_ceil(2))),
        event,
        count: 1,
    }
}

/// An export, line by line.
fn export(count: u64, key: &SigningKey) -> Vec<String> {
    let mut lines = vec![Line::Header(Header { version: Version::Chain, key: public(key) }).write()];
    let mut hash = ChainHash::START;
    for sequence in 1..=count {
        let entry = entry(sequence);
        hash = hash.then(&entry);
        lines.push(Line::Entry(Numbered::alone(entry, hash)).write());
        if sequence == count / 2 {
            lines.push(Line::Signed(signed(key, sequence, hash, CheckpointKind::Between)).write());
        }
    }
    lines.push(Line::Signed(signed(key, count, hash, CheckpointKind::End)).write());
    lines
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn fault(text: &str) -> Option<Fault> {
    verify(text, Expected::default()).err().map(|finding| finding.fault)
}

/// The server's answer: entries from `newest` down to `oldest`.
fn page(newest: u64, oldest: u64) -> Result<LogAnswer, Problem> {
    let entries =
        (oldest..=newest).rev().map(|number| Numbered::alone(entry(number), ChainHash::START)).collect();
    let next = (oldest > 1).then_some(oldest);
    Ok(LogAnswer::Page(Box::new(AuditPage { entries, next, key: public(&key(1)), checkpoint: None })))
}

fn act(page: &mut ActivityPage, action: impl Into<Action>) -> Vec<Effect> {
    let (next, effects) = page.after(action).expect("a change");
    *page = next;
    effects
}

/// The question to the server among the effects: its ticket, and for those before which number.
fn asked(effects: &[Effect]) -> Option<(Ticket, Option<u64>)> {
    effects.iter().find_map(|effect| {
        let Effect::ReadLog(ticket, _, before) = effect else { return None };
        Some((*ticket, *before))
    })
}

fn answer(page: &mut ActivityPage, effects: &[Effect], answer: Result<LogAnswer, Problem>) {
    let (ticket, before) = asked(effects).expect("a question");
    act(page, log::Action::Read(ticket, before, answer));
}

fn opened() -> ActivityPage {
    let mut open = ActivityPage::default();
    let effects = act(&mut open, log::Action::Opened(Some(1)));
    answer(&mut open, &effects, page(40, 31));
    open
}

fn numbers(page: &ActivityPage) -> Vec<u64> {
    page.log.rows.iter().map(|row| row.number).collect()
}

fn down(from: u64, to: u64) -> Vec<u64> {
    (to..=from).rev().collect()
}

/// What this browser did, one call at each of these minutes.
fn did(minutes: &[u64]) -> Journal {
    let mut journal = Journal::default();
    for minute in minutes {
        let about = journal::Target::ApiSecret(Identifier::parse("7").expect("digits"));
        let at = Timestamp(minute * MINUTE);
        journal.report(journal::Entry::of(EndpointId::Deactivate, about, &Verdict::Done(()), at));
    }
    journal
}

fn refused() -> Problem {
    Problem { status: Some(400), ..Problem::local(EndpointId::ReadAudit, Code::NoAccess) }
}

#[test]
fn both_logs_stand_in_one_order_and_nothing_stands_where_entries_are_missing() {
    let mut open = opened();
    let journal = did(&[10, 35, 41]);
    let shown = |page: &ActivityPage| {
        let table = table(&journal, &page.log, &page.filter, Timestamp(60 * MINUTE));
        let rows: Vec<_> =
            table.rows.iter().map(|row| (row.source == Source::Server, row.at.0 / MINUTE)).collect();
        (rows, table.all, table.later)
    };
    let (rows, all, later) = shown(&open);
    assert_eq!(rows[..3], [(false, 41), (true, 40), (true, 39)]);
    assert_eq!(rows[6..8], [(true, 35), (false, 35)], "of one moment the server's is the later one");
    assert_eq!(
        (rows.len(), all, later),
        (12, 13, 1),
        "what this browser did at 10 comes with the older ones"
    );

    let effects = act(&mut open, log::Action::OlderAsked);
    assert_eq!(asked(&effects).unwrap().1, Some(31));
    answer(&mut open, &effects, page(30, 1));
    let (rows, all, later) = shown(&open);
    assert_eq!((rows.len(), all, later, open.log.next), (43, 43, 0, None));
    assert!(rows.is_sorted_by_key(|(_, at)| std::cmp::Reverse(*at)));
    assert!(open.after(log::Action::OlderAsked).is_none(), "there are no older ones");

    act(&mut open, table::Action::LogChosen(Some(Source::Browser)));
    assert_eq!(shown(&open).0, [(false, 41), (false, 35), (false, 10)]);
    act(&mut open, table::Action::LogChosen(Some(Source::Server)));
    assert!(shown(&open).0.iter().all(|(is_server, _)| *is_server));
}

#[test]
fn newer_entries_join_those_that_are_here_and_a_gap_is_none() {
    let mut open = opened();
    assert_eq!(open.log.newest(), 40);
    let effects = act(&mut open, log::Action::RefreshAsked);
    answer(&mut open, &effects, page(45, 36));
    assert_eq!(open.log.newest(), 45);
    assert_eq!((numbers(&open), open.log.next), (down(45, 31), Some(31)));
    // So much has happened that the newest do not reach down to what is here.
    let effects = act(&mut open, log::Action::RefreshAsked);
    answer(&mut open, &effects, page(90, 81));
    assert_eq!((numbers(&open), open.log.next), (down(90, 81), Some(81)));
}

#[test]
fn a_filter_asks_the_server_anew_and_what_is_here_stays_until_it_answers() {
    let mut open = opened();
    let first = act(&mut open, table::Action::EndingChosen("attempt".into()));
    assert_eq!(numbers(&open), down(40, 31));
    assert!(open.after(log::Action::OlderAsked).is_none(), "older ones of which filter?");
    let second = act(&mut open, table::Action::SinceChosen(Since::Day));
    let (late, _) = asked(&first).unwrap();
    assert!(open.after(log::Action::Read(late, None, page(9, 1))).is_none(), "an answer to an old question");
    answer(&mut open, &second, page(5, 5));
    assert_eq!(numbers(&open), [5], "nothing of the other filter is left");

    let effects = act(&mut open, table::Action::TargetEdited("api-secret".into(), None));
    assert!(asked(&effects).is_none() && open.filter.looks_at_what_is_here());
    let effects = act(&mut open, table::Action::TargetEdited("api-secret:3".into(), None));
    assert!(asked(&effects).is_some() && !open.filter.looks_at_what_is_here());
}

#[test]
fn who_may_not_read_the_log_is_told_and_not_asked_again_until_somebody_else_signs_in() {
    let mut closed = ActivityPage::default();
    assert!(closed.after(log::Action::Opened(None)).is_none(), "nobody is signed in");
    let effects = act(&mut closed, log::Action::Opened(Some(1)));
    answer(&mut closed, &effects, Err(refused()));
    assert_eq!((closed.log.access, closed.log.error.as_ref()), (Access::Closed, Some(&refused())));
    assert!(closed.after(log::Action::Opened(Some(1))).is_none());
    assert!(
        asked(&act(&mut closed.clone(), log::Action::RefreshAsked)).is_some(),
        "on somebody's word it is asked"
    );

    let effects = act(&mut closed, log::Action::Opened(Some(2)));
    answer(&mut closed, &effects, page(3, 1));
    assert_eq!((closed.log.access, numbers(&closed)), (Access::Open, down(3, 1)));
    act(&mut closed, log::Action::Opened(None));
    assert_eq!(
        (closed.log.access, numbers(&closed)),
        (Access::SignedOut, Vec::new()),
        "nothing is left of it"
    );

    let effects = act(&mut closed, log::Action::Opened(Some(3)));
    answer(&mut closed, &effects, Ok(LogAnswer::NotOffered));
    assert_eq!(closed.log.access, Access::NotOffered);
    assert!(closed.after(log::Action::Opened(Some(3))).is_none());
}

#[test]
fn an_answer_that_is_lost_leaves_what_is_here() {
    let mut open = opened();
    let lost = Problem::local(EndpointId::ReadAudit, Code::ConnectionFailed);
    let effects = act(&mut open, log::Action::OlderAsked);
    answer(&mut open, &effects, Err(lost.clone()));
    assert_eq!((open.log.access, open.log.error.clone()), (Access::Open, Some(lost)));
    assert_eq!((numbers(&open), open.log.next), (down(40, 31), Some(31)));
    let effects = act(&mut open, log::Action::OlderAsked);
    answer(&mut open, &effects, page(30, 21));
    assert_eq!((numbers(&open), open.log.error), (down(40, 21), None));
}

#[test]
fn the_server_is_asked_in_its_own_words() {
    let now = Timestamp(100 * MINUTE);
    let ask = |filter: &Filter| query(filter, Some(7), 5000, now);
    let all = ask(&Filter::default()).unwrap();
    assert_eq!((all.limit, all.before, all.from, all.event), (Some(1000), Some(7), None, None));
    for name in actions().map(Performed::as_str) {
        let asked = ask(&Filter { action: name.into(), ..Filter::default() }).expect("an action of the log");
        assert!(asked.action.is_some(), "{name}");
    }
    let deactivate = Filter { action: "deactivate".into(), ..Filter::default() };
    assert_eq!(ask(&deactivate).unwrap().action, Some(audit::Action::Deactivate));
    // Of attempts the ends are read as well: they tell which are still open.
    for (ending, event) in [("already_so", Some("already")), ("attempt", None), ("failed", Some("failed"))] {
        let asked = ask(&Filter { ending: ending.into(), ..Filter::default() }).unwrap();
        assert_eq!(asked.event, event);
    }
    let exact = Filter { target: " API-Secret:43 ".into(), since: Since::Hour, ..Filter::default() };
    let asked = ask(&exact).unwrap();
    assert_eq!((asked.target, asked.from), (Some(Target::ApiSecret(43)), Some(40 * 60_000)));
    assert_eq!(ask(&Filter { target: "api-secret:4x".into(), ..Filter::default() }).unwrap().target, None);
    let named = Filter { target: "Mailer".into(), named: Some(43), ..Filter::default() };
    assert_eq!(ask(&named).unwrap().target, Some(Target::ApiSecret(43)));
    assert!(!named.looks_at_what_is_here());
    // What its log never says is not asked for.
    for filter in [
        Filter { log: Some(Source::Browser), ..Filter::default() },
        Filter { ending: "not_attempted".into(), ..Filter::default() },
        Filter { action: "check-the-server".into(), ..Filter::default() },
    ] {
        assert_eq!(ask(&filter), None, "{filter:?}");
    }
}

#[test]
fn files_hold_both_logs() {
    let open = opened();
    let table = table(&did(&[41]), &open.log, &open.filter, Timestamp(60 * MINUTE));
    let lines = Format::JsonLines.write(table.rows.into_iter());
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]["log"], &lines[1]["log"]), (11, &"browser".into(), &"server".into()));
    let expected = serde_json::json!({
        "time": "1970-01-01T00:40:00.000Z", "log": "server", "number": "40", "actor": "access-key:Auditor7",
        "action": "deactivate", "target": "api-secret:20", "outcome": "refused", "code": "no_access", "count": "1",
        "attempt": "39", "request": "000000000001-40",
    });
    assert_eq!(lines[1], expected);
}

#[test]
fn what_could_not_be_gathered_is_not_saved() {
    let mut open = opened();
    let effects = act(&mut open, export::Action::AllAsked(Format::Csv));
    let [Effect::ExportAll(ticket, Format::Csv, _)] = effects[..] else { panic!("it is to be saved") };
    act(&mut open, export::Action::Went(ticket, 10));
    assert_eq!(open.saving, Some(Saving::Going(ticket, Format::Csv, 10)));
    act(&mut open, export::Action::Ended(ticket, Err(refused())));
    assert_eq!(open.saving, Some(Saving::Failed(Format::Csv, refused())), "as what it can be tried again");
    assert!(open.after(export::Action::Ended(ticket, Ok(()))).is_none());
}

#[test]
fn a_log_is_whole_in_pieces_of_any_size() {
    let log = text(&export(8, &key(1)));
    for size in [1, 7, 64, 300, log.len()] {
        let mut reader = LogReader::new(Expected::default()).unwrap();
        for piece in log.as_bytes().chunks(size) {
            reader.push(piece).unwrap();
        }
        assert_eq!(reader.entries(), 8);
        let whole = reader.finish().unwrap();
        assert_eq!((whole.report.entries, whole.report.signed_up_to), (8, 8));
        assert!(!whole.by_given_key && whole.goes_on_from.is_none());
    }
}

#[test]
fn every_flipped_byte_and_every_missing_line_is_found() {
    let lines = export(6, &key(1));
    let log = text(&lines);
    for at in 0..log.len() {
        let mut bytes = log.clone().into_bytes();
        bytes[at] ^= 1;
        let mut reader = LogReader::new(Expected::default()).unwrap();
        let found = reader.push(&bytes).and_then(|()| reader.finish().map(drop));
        assert!(found.is_err(), "byte {at}");
    }
    for missing in 0..lines.len() {
        let mut cut = lines.clone();
        cut.remove(missing);
        let found = fault(&text(&cut));
        // Without the checkpoint in the midst it is the same log: it has fewer than always have one.
        assert_eq!(
            found.is_none(),
            lines[missing].starts_with("{\"checkpoint\""),
            "line {missing}: {found:?}"
        );
    }
    for end in 0..log.len() - 1 {
        assert!(fault(&log[..end]).is_some(), "cut behind {end} bytes");
    }
    // Nothing that is signed: the last line break, those of another system, a byte order mark, empty lines at the end.
    for handled in
        [log.trim_end().into(), log.replace('\n', "\r\n"), format!("\u{feff}{log}"), format!("{log}\r\n\n")]
    {
        let whole = verify(&handled, Expected::default()).unwrap();
        assert_eq!(whole.checkpoint, verify(&log, Expected::default()).unwrap().checkpoint);
    }
}

#[test]
fn what_is_no_log_is_not_whole() {
    for (text, expected) in [
        (String::new(), Fault::EndMissing),
        ("\n".into(), Fault::Unreadable),
        ("no log\n".into(), Fault::Unreadable),
        ("{\"latchboard_audit\":1".into(), Fault::Unreadable),
        ("x".repeat(1 << 20), Fault::Unreadable),
    ] {
        assert_eq!(fault(&text), Some(expected));
    }
}

fn held(key: &str, checkpoint: &str, log: &str) -> Result<Whole, Finding> {
    verify(log, Expected::read(key, checkpoint).expect("well given"))
}

#[test]
fn a_log_is_held_to_a_key_and_a_checkpoint_that_were_kept() {
    let (mine, other) = (key(1), key(2));
    let log = text(&export(8, &mine));
    let pinned = public(&mine).to_string();
    let whole = held(&format!(" {} \n", pinned.to_uppercase()), "", &log).unwrap();
    assert!(whole.by_given_key);
    let forged = text(&export(8, &other));
    assert_eq!(held(&pinned, "", &forged).unwrap_err().fault, Fault::OtherKey);

    // What a log leaves behind to be kept, or the ends of the whole export, or what the server prints.
    let early = text(&export(4, &mine));
    let kept = verify(&early, Expected::default()).unwrap().checkpoint;
    let hash = (1..=4).fold(ChainHash::START, |hash, sequence| hash.then(&entry(sequence)));
    let printed =
        KeptCheckpoint::new(public(&mine), &Line::Signed(signed(&mine, 4, hash, CheckpointKind::Between)))
            .expect("signed")
            .write();
    assert_eq!(ends(&early), kept);
    for kept in [&kept, &printed, &early] {
        let whole = held("", kept, &log).unwrap();
        assert_eq!((whole.goes_on_from, whole.by_given_key), (Some(4), true));
        assert_eq!(held("", kept, &text(&export(2, &mine))).unwrap_err().fault, Fault::RolledBack);
        assert_eq!(held("", kept, &forged).unwrap_err().fault, Fault::OtherKey);
    }
    let not_his = Expected::read(&public(&other).to_string(), &kept).unwrap();
    assert_eq!(LogReader::new(not_his).err().map(|finding| finding.fault), Some(Fault::OtherKey));
}

#[test]
fn what_was_mistyped_is_not_passed_over() {
    assert_eq!(Expected::read("abc", ""), Err(NotKept::Key));
    let kept = verify(&text(&export(4, &key(1))), Expected::default()).unwrap().checkpoint;
    let tampered = kept.replacen("\"sequence\":4", "\"sequence\":3", 1);
    for (checkpoint, fault) in [("no checkpoint", Fault::Unreadable), (&*tampered, Fault::Forged)] {
        let Err(NotKept::Checkpoint(finding)) = Expected::read("", checkpoint) else {
            panic!("{checkpoint}")
        };
        assert_eq!(finding.fault, fault);
        let mut page = ActivityPage::default();
        act(&mut page, check::Action::CheckpointTyped(checkpoint.into()));
        assert!(act(&mut page, check::Action::VerifyAsked(Origin::File)).is_empty(), "nothing is verified");
        assert_eq!(page.check.fault, Some(NotKept::Checkpoint(finding)));
        act(&mut page, check::Action::CheckpointTyped(String::new()));
        assert_eq!(page.check.fault, None);
    }
}

#[test]
fn verifying_tells_how_far_it_is_can_be_stopped_and_leaves_a_checkpoint() {
    let mut page = ActivityPage::default();
    let effects = act(&mut page, check::Action::VerifyAsked(Origin::Server { save: false }));
    let [Effect::Check(check::Effect::Verify(ticket, Origin::Server { save: false }, _, stop))] =
        &effects[..]
    else {
        panic!("it is to be verified")
    };
    let ticket = *ticket;
    act(&mut page, check::Action::VerifyWent(ticket, 500));
    assert!(matches!(page.check.state, CheckState::Going { entries: 500, .. }));
    assert!(page.after(check::Action::VerifyAsked(Origin::File)).is_none(), "one at a time");
    assert!(page.after(check::Action::KeyTyped("0".into())).is_none(), "it is held to what it began with");
    for effect in act(&mut page, check::Action::VerifyStopAsked) {
        let Effect::Check(check::Effect::StopVerifying(stop)) = effect else { panic!("it is to be stopped") };
        stop.cancel();
    }
    assert!(stop.is_cancelled());
    act(&mut page, check::Action::Verified(ticket, Checked::Stopped(500)));
    assert!(page.after(check::Action::VerifyWent(ticket, 600)).is_none(), "late news");
    assert!(page.after(check::Action::CheckpointSaveAsked).is_none(), "nothing is known about all of it");

    let effects = act(&mut page, check::Action::VerifyAsked(Origin::Pasted));
    let [Effect::Check(check::Effect::Verify(ticket, ..))] = effects[..] else {
        panic!("it is to be verified")
    };
    let whole = verify(&text(&export(2, &key(1))), Expected::default()).unwrap();
    act(&mut page, check::Action::Verified(ticket, Checked::Whole(Box::new(whole.clone()))));
    let effects = act(&mut page, check::Action::CheckpointSaveAsked);
    assert!(
        matches!(&effects[..], [Effect::Check(check::Effect::SaveCheckpoint(text))] if *text == whole.checkpoint)
    );
    act(&mut page, check::Action::KeyTyped("0".into()));
    assert_eq!(page.check.state, CheckState::Idle, "it was held to something else");
}
