//! The audit log: one way to write it, and nothing that was changed goes unnoticed.

use ed25519_dalek::{Signer, SigningKey};
use latchboard_contract::audit::{
    Action, Actor, CHECKPOINT_EVERY, ChainHash, Checkpoint, CheckpointKind, Entry, Event, ExportVerifier,
    Fault, Finding, Header, KeptCheckpoint, Line, Name, Numbered, Outcome, PublicKey, Report, RequestId,
    SignatureBytes, Signed, Target, Verifier, Version,
};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{AuditPage, AuditQuery, Endpoint, ParameterFault, ReadAudit};
use latchboard_contract::error::Code;
use latchboard_texts::Language;

use crate::audit_lanes;

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub(crate) fn public(key: &SigningKey) -> PublicKey {
    PublicKey::from_bytes(key.verifying_key().to_bytes())
}

pub(crate) fn sign(key: &SigningKey, sequence: u64, hash: ChainHash, kind: CheckpointKind) -> Signed {
    let checkpoint = Checkpoint { sequence, time: 1_800_000_000_000, hash };
    let signature = SignatureBytes::from_bytes(key.sign(&checkpoint.message(kind)).to_bytes());
    Signed { checkpoint, kind, signature }
}

/// A log of `count` entries: attempts and their ends, of every kind in turn.
pub(crate) fn entries(count: u64) -> Vec<Entry> {
    let name = |text| Name::parse(text).expect("a name");
    let actors = [
        Actor::AccessKey(name("dLw9Jr0TtQ")),
        Actor::ApiKey(1),
        Actor::CommandLine,
        Actor::Gateway,
        Actor::Server,
        Actor::Nobody,
    ];
    let targets = [
        Some(Target::ApiSecret(42)),
        Some(Target::Registration { api_key: 3, service: Service::Geofencing }),
        Some(Target::User(name("josé \"o\" \\ 日本"))),
        Some(Target::VendorApiSecret(u64::MAX)),
        Some(Target::VendorRegistration(Service::LocationHistory)),
        Some(Target::AccessKey(name("x"))),
        Some(Target::ApiKey(7)),
        None,
    ];
    let outcomes = [
        Outcome::Done,
        Outcome::Already,
        Outcome::Refused(Code::NoAccess),
        Outcome::Failed,
        Outcome::Unknown,
    ];
    let pick = |number: u64, length: usize| (number / 2) as usize % length;
    (0..count)
        .map(|number| Entry {
            lane: 0,
            sequence: number + 1,
            time: 1_790_000_000_000 + number as i64,
            request: (number % 3 != 2).then_some(RequestId { run: 0xab, number }),
            actor: actors[pick(number, actors.len())].clone(),
            action: Action::ALL[pick(number, Action::ALL.len())],
            target: targets[pick(number, targets.len())].clone(),
            event: if number % 2 == 0 {
                Event::Attempt
            } else {
                Event::Ended { attempt: Some(number), outcome: outcomes[pick(number, outcomes.len())] }
            },
            count: 1 + number % 5,
        })
        .collect()
}

/// As an export of the time of one chain, with a checkpoint behind the entries where there are to be some.
fn export(entries: &[Entry], checkpoints: &[u64], key: &SigningKey) -> Vec<String> {
    let mut lines = vec![Line::Header(Header { version: Version::Chain, key: public(key) }).write()];
    let mut hash = ChainHash::START;
    for entry in entries {
        hash = hash.then(entry);
        lines.push(Line::Entry(Numbered::alone(entry.clone(), hash)).write());
        if checkpoints.contains(&entry.sequence) {
            lines.push(Line::Signed(sign(key, entry.sequence, hash, CheckpointKind::Between)).write());
        }
    }
    lines.push(Line::Signed(sign(key, entries.len() as u64, hash, CheckpointKind::End)).write());
    lines
}

pub(crate) fn verify_with(lines: &[impl AsRef<str>], verifier: Verifier) -> Result<Report, Finding> {
    let mut export = ExportVerifier::new(verifier);
    for line in lines {
        export.line(line.as_ref())?;
    }
    export.finish()
}

pub(crate) fn verify(lines: &[impl AsRef<str>]) -> Result<Report, Finding> {
    verify_with(lines, Verifier::new(None))
}

pub(crate) fn fault(lines: &[impl AsRef<str>]) -> Fault {
    verify(lines).expect_err("it was changed").fault
}

#[test]
fn a_whole_log_is_found_whole_and_open_attempts_are_no_fault() {
    let mut log = entries(9);
    log[8].event = Event::Attempt;
    let report = verify(&export(&log, &[4], &key(1))).unwrap();
    assert_eq!((report.entries, report.checkpoints, report.signed_up_to), (9, 2, 9));
    assert_eq!((report.open, report.key), (vec![9], Some(public(&key(1)))));
    assert_eq!(report.times, Some((log[0].time, log[8].time)));
    assert_eq!(verify(&export(&[], &[], &key(1))).unwrap().entries, 0);
}

#[test]
fn an_entry_is_written_in_one_way_that_never_changes() {
    let entry = &entries(4)[3];
    let text = r#"{"sequence":4,"time":1790000000003,"request":"0000000000ab-3","actor":"api-key:1","action":"register","target":"registration:3:geofencing","event":"already","attempt":3,"code":null,"count":4}"#;
    assert_eq!(entry.canonical(), text);
    // Computed with another program: sha256 of the domain's line, 32 zero bytes and the text.
    assert_eq!(
        ChainHash::START.then(entry).to_string(),
        "6e300dee7ee3e3df1396efcca57c6633623ef8be37475c46fe1ba0a5e4d314e9"
    );
}

#[test]
fn every_entry_is_read_as_it_was_written() {
    for entry in entries(200) {
        let hash = ChainHash::START.then(&entry);
        let line = Line::Entry(Numbered::alone(entry, hash));
        assert_eq!(Line::read(&line.write()), Ok(line));
    }
    for other in [
        r#"{"latchboard_audit":1, "key":"00"}"#,
        r#"{"latchboard_audit":3,"key":"0000000000000000000000000000000000000000000000000000000000000000"}"#,
        "",
        "{}",
        "null",
    ] {
        assert!(Line::read(other).is_err(), "{other}");
    }
    for actor in ["api-key:007", "api-key:+7", "api-key:", "access-key:", "Nobody", "access-key:a\nb", "x:1"]
    {
        assert!(actor.parse::<Actor>().is_err(), "{actor}");
    }
    for target in ["registration:1", "registration:1:other", "api-secret:-1", "user:", "1", "api-secret:1 "] {
        assert!(target.parse::<Target>().is_err(), "{target}");
    }
    for request in ["0-1", "00000000000g-1", "0000000000ab-01", "0000000000AB-1", "0000000000ab"] {
        assert!(request.parse::<RequestId>().is_err(), "{request}");
    }
}

#[test]
fn every_flipped_byte_of_an_export_is_found() {
    let lines = export(&entries(5), &[2], &key(1));
    verify(&lines).unwrap();
    for (number, line) in lines.iter().enumerate() {
        for byte in 0..line.len() {
            // The lowest, and the one between capitals and small letters.
            for bit in [0, 5] {
                let mut bytes = line.as_bytes().to_vec();
                bytes[byte] ^= 1 << bit;
                // What is no text any more is no line at all.
                let Ok(flipped) = String::from_utf8(bytes) else { continue };
                let mut lines = lines.clone();
                lines[number] = flipped;
                assert!(verify(&lines).is_err(), "line {number}, byte {byte}, bit {bit}: {}", lines[number]);
            }
        }
    }
}

#[test]
fn what_is_cut_moved_or_put_in_is_found() {
    let lines = export(&entries(8), &[4, 6], &key(1));
    let without = |gone: &[usize]| -> Vec<&String> {
        lines.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, line)| line).collect()
    };
    // 0 head, 1-4 entries, 5 checkpoint, 6-7 entries, 8 checkpoint, 9-10 entries, 11 end.
    assert_eq!(fault(&without(&[11])), Fault::EndMissing, "the end");
    assert_eq!(fault(&without(&[10])), Fault::Cut, "the last entry, but not the end");
    assert_eq!(fault(&without(&[10, 11])), Fault::EndMissing);
    assert_eq!(fault(&without(&[9, 10, 11])), Fault::EndMissing, "all behind a checkpoint");
    assert_eq!(fault(&without(&[3])), Fault::Gap, "in the middle");
    assert_eq!(fault(&without(&[1])), Fault::Gap, "the first");
    assert_eq!(fault(&without(&[0])), Fault::Unreadable, "the head");
    let mut swapped = lines.clone();
    swapped.swap(2, 3);
    assert_eq!(fault(&swapped), Fault::Gap);
    let mut doubled = lines.clone();
    doubled.insert(3, lines[2].clone());
    assert_eq!(fault(&doubled), Fault::Gap);
    let mut longer = lines.clone();
    longer.push(lines[11].clone());
    assert_eq!(fault(&longer), Fault::BehindEnd);
    let mut moved = lines.clone();
    moved.swap(5, 6);
    assert_eq!(fault(&moved), Fault::Differs, "a checkpoint behind another entry");
    assert_eq!(fault(&[""; 0]), Fault::EndMissing);
}

#[test]
fn a_checkpoint_in_between_does_not_pass_for_the_end() {
    let lines = export(&entries(8), &[4], &key(1));
    let posing = lines[5].replace("checkpoint", "end");
    let cut: Vec<_> = lines[..5].iter().cloned().chain([posing]).collect();
    assert_eq!(fault(&cut), Fault::Forged);
}

#[test]
fn a_log_that_was_computed_anew_is_found_by_its_signatures() {
    let mut log = entries(6);
    let honest = export(&log, &[], &key(1));
    log[2].actor = Actor::Nobody;
    let mut forged = export(&log, &[], &key(2));
    forged[0].clone_from(&honest[0]);
    assert_eq!(fault(&forged), Fault::Forged, "signed with a key of his own");
    forged[7].clone_from(&honest[7]);
    assert_eq!(fault(&forged), Fault::Differs, "with the honest end");
    // With his own key named, too: only who knows the right one can tell.
    let all_his = export(&log, &[], &key(2));
    verify(&all_his).unwrap();
    let finding = verify_with(&all_his, Verifier::new(Some(public(&key(1))))).unwrap_err();
    assert_eq!(finding.fault, Fault::OtherKey);
}

#[test]
fn a_kept_checkpoint_finds_an_earlier_state_and_another_past() {
    let log = entries(8);
    let hash = |log: &[Entry]| log.iter().fold(ChainHash::START, ChainHash::then);
    let (own, other) = (key(1), key(2));
    let signed = sign(&own, 6, hash(&log[..6]), CheckpointKind::Between);
    let written = KeptCheckpoint::new(public(&own), &Line::Signed(signed)).unwrap().write();
    let kept = KeptCheckpoint::read(&written).unwrap();
    let held = |lines: &[String]| verify_with(lines, Verifier::new(None).hold_to(&kept).unwrap());
    assert_eq!(held(&export(&log, &[], &own)).unwrap().entries, 8);
    assert_eq!(held(&export(&log[..6], &[], &own)).unwrap().entries, 6);
    assert_eq!(held(&export(&log[..4], &[], &own)).unwrap_err().fault, Fault::RolledBack);
    let mut past = log.clone();
    past[1].count += 1;
    assert_eq!(held(&export(&past, &[], &own)).unwrap_err().fault, Fault::Rewritten);
    assert_eq!(held(&export(&log, &[], &other)).unwrap_err().fault, Fault::OtherKey);
    let Err(finding) = Verifier::new(Some(public(&other))).hold_to(&kept) else { panic!() };
    assert_eq!(finding.fault, Fault::OtherKey);

    // The end of an export serves as well; a forged one serves nobody.
    let export = export(&log, &[], &own).join("\n");
    assert_eq!(KeptCheckpoint::read(&export).unwrap().kept.number(), 8);
    let forged = written.replace("\"sequence\":6", "\"sequence\":5");
    assert_eq!(KeptCheckpoint::read(&forged).unwrap_err().fault, Fault::Forged);
    assert_eq!(KeptCheckpoint::read("dear diary").unwrap_err().fault, Fault::Unreadable);
}

#[test]
fn ends_without_their_attempts_are_found() {
    let with = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut log = entries(6);
        change(&mut log);
        verify(&export(&log, &[], &key(1))).map(|report| report.open)
    };
    let ended = |attempt, outcome| Event::Ended { attempt: Some(attempt), outcome };
    let no_attempt = |sequence| Err(Finding { fault: Fault::NoAttempt, sequence });
    assert_eq!(with(&|_| {}), Ok(vec![]));
    assert_eq!(with(&|log| log[3].event = ended(1, Outcome::Done)), no_attempt(4), "a second time");
    assert_eq!(with(&|log| log[3].event = ended(9, Outcome::Done)), no_attempt(4), "not there yet");
    assert_eq!(with(&|log| log[3].action = Action::Import), no_attempt(4), "of another action");
    // A commit of which nobody knew at first whether it was made.
    let lost = |log: &mut Vec<Entry>| {
        log[1].event = ended(1, Outcome::Failed);
        log[3].event = ended(1, Outcome::Done);
        log[3].action = log[0].action;
    };
    assert_eq!(with(&lost), Ok(vec![3]));
}

#[test]
fn a_checkpoint_that_always_is_there_is_missed() {
    let log = entries(CHECKPOINT_EVERY + 1);
    verify(&export(&log, &[CHECKPOINT_EVERY], &key(1))).unwrap();
    let finding = verify(&export(&log, &[], &key(1))).unwrap_err();
    assert_eq!(finding, Finding { fault: Fault::CheckpointMissing, sequence: CHECKPOINT_EVERY });
    let finding = verify(&export(&log[..log.len() - 1], &[], &key(1))).unwrap_err();
    assert_eq!(finding.fault, Fault::CheckpointMissing);
}

#[test]
fn every_fault_is_told_in_whole_sentences_with_its_place() {
    for fault in Fault::ALL {
        for text in Language::ALL.map(|language| Finding { fault, sequence: 7 }.in_(language)) {
            assert!(text.contains(" 7: ") && text.ends_with('.'), "{text}");
        }
    }
    let mut names: Vec<_> = Action::ALL.iter().map(|action| action.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Action::ALL.len());
}

#[test]
fn names_are_one_line_and_not_long() {
    assert!(Name::parse(&"é".repeat(Name::MAX)).is_some());
    for name in ["", "a\nb", "a\0", &"x".repeat(Name::MAX + 1)] {
        assert!(Name::parse(name).is_none());
    }
}

#[test]
fn a_page_is_read_as_it_was_answered_and_a_query_as_it_was_asked() {
    let mut hash = ChainHash::START;
    let mut listed: Vec<_> = entries(9)
        .into_iter()
        .map(|entry| {
            hash = hash.then(&entry);
            Numbered::alone(entry, hash)
        })
        .collect();
    listed.extend(audit_lanes::numbered(9));
    listed.reverse();
    let checkpoint = Some(audit_lanes::note(&key(1), &listed));
    let full = AuditPage { entries: listed, next: Some(1), key: public(&key(1)), checkpoint };
    let empty = AuditPage { entries: Vec::new(), next: None, key: public(&key(1)), checkpoint: None };
    for page in [full, empty] {
        let sent = ReadAudit::encode(&AuditQuery::default());
        assert_eq!(ReadAudit::decode(&sent, &ReadAudit::answer(&page)), Ok(page));
    }

    let all = AuditQuery {
        limit: Some(7),
        before: Some(100),
        from: Some(-1),
        to: Some(1_790_000_000_000),
        actor: Some(Actor::ApiKey(3)),
        action: Some(Action::Deactivate),
        target: Some(Target::ApiSecret(42)),
        event: Some("refused"),
    };
    let address = ReadAudit::encode(&all).path_and_query();
    let (path, query) = address.split_once('?').expect("a query");
    assert_eq!((path, ReadAudit::accept(query)), (ReadAudit::PATH, Ok(all)));
    assert_eq!(ReadAudit::accept("limit=&other=x"), Ok(AuditQuery::default()));
    for (query, name) in [("action=x", "action"), ("event=changed", "event"), ("before=-1", "before")] {
        assert_eq!(ReadAudit::accept(query), Err(Refusal::ParameterInvalid(name, ParameterFault::NotFilter)));
    }
}
