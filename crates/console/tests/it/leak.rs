//! The drill: a leaked value in 40 of 1,000 API secrets, five faults on the way, and 40 right verdicts.

use std::collections::BTreeSet;

use latchboard_client::bulk::{Ended, Progress};
use latchboard_client::{State, Verdict};
use latchboard_console::bulk::{self, Again, Scope};
use latchboard_console::leak::{
    Action, Effect, Hit, How, LeakPage, Marking, Proof, ScanAction, Search, SearchAction,
};
use latchboard_console::leak_text::{Fault as TextFault, MOST_BYTES, Source};
use latchboard_console::named::Named;
use latchboard_console::{Model, receipt};
use latchboard_contract::error::Code;
use latchboard_contract::{FullFingerprint, Secret};
use serde_json::Value;

use crate::drill::{Drill, Driven, Fault, Kept, named, run_id};

const LEAKED: &str = "sk_live_0123456789abcdefghij";
const PASTED: &str = "export CLIENT_SECRET=\"sk_live_0123456789abcdefghij\"\n";

fn leaked(number: u32) -> Option<&'static str> {
    (number % 25 == 7).then_some(LEAKED)
}

fn drill() -> Drill {
    let drill = Drill::new(1_000, leaked);
    for number in [32, 432, 832] {
        drill.edit(number, |kept| kept.active = false);
    }
    for number in [207, 632] {
        drill.edit(number, |kept| kept.foreign = true);
    }
    drill
}

fn paste(page: &mut Driven<'_, LeakPage>, text: &str) {
    assert!(page.paste(text));
}

fn switch_off(page: &mut Driven<'_, LeakPage>) {
    assert!(page.act(Action::SwitchOffAsked));
    let confirm = page.page.bulk.confirm.clone().expect("a question");
    assert_eq!(confirm.plan.scope(), Scope::Leaked);
    let count = confirm.plan.items().len().to_string();
    page.act(Action::Bulk(bulk::Action::CountTyped(count)));
    let at = page.drill.now();
    assert!(page.act(Action::Bulk(bulk::Action::Confirmed(at, run_id(1)))));
}

/// Each verdict against what the vault really holds.
fn assert_true(page: &LeakPage, drill: &Drill) {
    let run = page.off_run().expect("a run");
    let (kept, changed) = (drill.kept.borrow(), drill.changed.borrow());
    for (identifier, item) in run.bulk.items() {
        let number: u32 = identifier.as_str().parse().expect("a number");
        match item.progress() {
            Progress::Over(Verdict::Done(())) => assert!(changed.contains(&number) && !kept[&number].active),
            Progress::Over(Verdict::AlreadySo) => assert!(!kept[&number].active, "{number}"),
            Progress::Over(Verdict::Refused(problem)) => {
                assert!(!changed.contains(&number) && problem.code == Code::NoAccess, "{number}");
            }
            Progress::Over(Verdict::Unknown(_)) => {}
            other => panic!("{number} ended as {other:?}"),
        }
    }
}

#[test]
fn forty_copies_and_five_faults_end_in_forty_right_verdicts() {
    let drill = drill();
    *drill.faults.borrow_mut() = [
        (3, Fault::DropBeforeSend),
        (11, Fault::DropAfterCommit),
        (15, Fault::FailAfterCommit),
        (21, Fault::NoAccess),
        (27, Fault::TooMany),
    ]
    .into();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, PASTED);
    assert_eq!(page.wiped, 1, "the field is emptied at once");
    let findings = page.page.findings.clone().unwrap();
    assert_eq!((findings.hits.len(), findings.may_miss_some()), (40, false));
    let (to_switch, off) = (page.page.to_switch_off().count(), page.page.off_when_found().count());
    assert_eq!((to_switch, off), (37, 3));
    assert_eq!(findings.hits.iter().filter(|hit| hit.active == Some(false)).count(), 3);
    assert_eq!(findings.hits.iter().filter(|hit| !hit.can_write).count(), 2);
    let place = &page.page.value(findings.hits[0].value).unwrap().places[0];
    assert_eq!((place.line, place.column, place.decodings.as_slice()), (1, 23, [].as_slice()));
    assert!(page.texts.is_empty() && page.page.sources.is_empty(), "the text went with its search");

    switch_off(&mut page);
    assert!(drill.faults.borrow().is_empty(), "all five struck");
    assert_true(&page.page, &drill);
    let counts = page.page.off_run().unwrap().counts();
    assert_eq!((counts.refused, counts.unknown), (3, 1), "two foreign ones and one by the drill; the 500");
    assert_eq!(counts.done + counts.already_so, 33, "no call was sent for the three that were off");
    assert_eq!(page.page.all_off_at(), None, "nobody says so before it is so");
    let Some(Proof::Said { on, .. }) = &page.page.proof else { panic!("the server was asked") };
    assert_eq!(on.len(), 3);

    // What is open is resolved, what failed is tried again, and what stays is named.
    assert!(page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Unknown))));
    assert!(page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Refused))));
    assert_true(&page.page, &drill);
    let run = page.page.off_run().unwrap().clone();
    assert_eq!((run.counts().unknown, run.counts().refused), (0, 2));
    let Some(Proof::Said { on, off, .. }) = &page.page.proof else { panic!("the server was asked again") };
    assert_eq!((on.as_slice(), off.len()), ([named(207), named(632)].as_slice(), 38));

    // All are marked but those that the vault said are somebody else's, which are named; the ones that were off before, too.
    let Some(Marking::Ended { marked: 38, failed }) = page.page.marking.clone() else {
        panic!("it was tried")
    };
    let names: Vec<_> = failed.iter().map(|(named, _)| named.clone()).collect();
    assert_eq!((names, page.page.may_mark_again()), (vec![named(207), named(632)], false));
    let marked = drill.marked.borrow().clone();
    assert!(marked.len() == 38 && marked.contains(&32) && !marked.contains(&207));

    let receipt = receipt::of_leak(&page.page, "vault.example").unwrap();
    assert!(!receipt.json.contains(LEAKED) && !receipt.json.contains("CLIENT_SECRET"));
    let document: Value = serde_json::from_str(&receipt.json).unwrap();
    let copies = document["copies"].as_array().unwrap();
    assert_eq!(copies.len(), 40);
    assert!(copies.iter().all(|copy| {
        let refused =
            copy["verdict"] == "refused" && copy["code"] == "no_access" && copy["verified_off_at"].is_null();
        let off = copy["code"].is_null() && copy["verified_off_at"].is_string();
        refused || off
    }));
    assert_eq!(document["still_on"], serde_json::json!(["207", "632"]));
    assert_eq!(
        (document["server"].as_str(), document["client_id"].as_str()),
        (Some("vault.example"), Some("client"))
    );

    // The two others give in, and all is off.
    for number in [207, 632] {
        drill.edit(number, |kept| kept.foreign = false);
    }
    assert!(page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Refused))));
    assert!(page.page.all_off_at().is_some() && page.page.off_run().unwrap().is_all_as_asked());
    let others = |number: &u32| leaked(*number).is_none();
    assert!(drill.kept.borrow().iter().all(|(number, kept)| kept.active == others(number)));
}

#[test]
fn every_single_fault_at_every_place_ends_in_right_verdicts() {
    use Fault::{DropAfterCommit, DropBeforeSend, FailAfterCommit, NoAccess, TooMany};
    for fault in [DropBeforeSend, DropAfterCommit, FailAfterCommit, NoAccess, TooMany] {
        for call in 1..=40 {
            let drill = Drill::new(60, |number| (number <= 40).then_some(LEAKED));
            for number in [3, 20, 33] {
                drill.edit(number, |kept| kept.active = false);
            }
            for number in [8, 26] {
                drill.edit(number, |kept| kept.foreign = true);
            }
            drill.faults.borrow_mut().insert(call, fault);
            let mut page = Driven::<LeakPage>::new(&drill);
            paste(&mut page, LEAKED);
            switch_off(&mut page);
            assert_true(&page.page, &drill);
            page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Unknown)));
            page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Refused)));
            assert_true(&page.page, &drill);
            let run = page.page.off_run().unwrap();
            let counts = run.counts();
            assert_eq!(counts.done + counts.already_so, 35, "{fault:?} at {call}");
            // Where the first answer was lost, the refusal of the second says nothing about the first
            // call; but the server's search names it among those that are on.
            let open = run
                .bulk
                .items()
                .filter(|(_, item)| matches!(item.progress(), Progress::Over(Verdict::Unknown(_))));
            let open: Vec<_> = open.map(|(identifier, _)| identifier.clone()).collect();
            assert!(counts.refused + open.len() == 2 && open.len() <= 1, "{fault:?} at {call}");
            let Some(Proof::Said { on, .. }) = &page.page.proof else { panic!("the server was asked") };
            assert!(open.iter().all(|identifier| on.iter().any(|named| named.identifier == *identifier)));
        }
    }
}

#[test]
fn a_checksum_holds_until_somebody_changes_the_receipt() {
    let drill = drill();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, LEAKED);
    assert!(receipt::of_leak(&page.page, "host").is_none(), "nothing was done yet");
    switch_off(&mut page);
    let receipt = receipt::of_leak(&page.page, "host").unwrap();
    // With another program's idea of canonical JSON: members in order, no white space.
    let sum = |document: &Value| {
        let mut rest = document.as_object().unwrap().clone();
        let stated = rest.remove("checksum").unwrap();
        let text = serde_json::to_string(&rest).unwrap();
        (stated["sha256"].as_str().unwrap().to_owned(), FullFingerprint::of(&Secret::new(text)).to_hex())
    };
    let mut document: Value = serde_json::from_str(&receipt.json).unwrap();
    let (stated, counted) = sum(&document);
    assert_eq!((&stated, &stated), (&counted, &receipt.checksum));
    document["copies"][7]["verdict"] = "done ".into();
    let (stated, counted) = sum(&document);
    assert_ne!(stated, counted);
    assert!(receipt.file_name.starts_with("latchboard-leak-receipt-2026"), "{}", receipt.file_name);
}

#[test]
fn what_was_taken_back_is_on_the_receipt_too() {
    let drill = drill();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, LEAKED);
    switch_off(&mut page);
    assert!(page.act(Action::Bulk(bulk::Action::UndoAsked)));
    page.act(Action::Bulk(bulk::Action::CountTyped("35".into())));
    let at = drill.now();
    assert!(page.act(Action::Bulk(bulk::Action::Confirmed(at, run_id(1)))));
    assert_eq!(page.page.bulk.run.as_ref().unwrap().plan.state(), State::Active);
    let document: Value = serde_json::from_str(&receipt::of_leak(&page.page, "host").unwrap().json).unwrap();
    assert_eq!(document["counts"]["done"], 35);
    assert_eq!(document["undone"].as_array().unwrap().len(), 35);
    assert_eq!(drill.kept.borrow().values().filter(|kept| !kept.active).count(), 3);
}

#[test]
fn a_server_without_the_search_is_scanned_on_the_users_word_only() {
    let mut drill = drill();
    drill.finds = false;
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, PASTED);
    assert_eq!((page.page.search.clone(), drill.reads.get()), (Search::NotOffered, 0));
    assert!(!page.act(ScanAction::ScanConfirmed), "not without the warning");
    assert!(page.act(ScanAction::ScanOffered));
    assert!(page.act(ScanAction::ScanDeclined) && drill.reads.get() == 0);
    page.act(ScanAction::ScanOffered);
    assert!(page.act(ScanAction::ScanConfirmed));
    assert_eq!(drill.reads.get(), 1_000, "each was read once");
    let findings = page.page.findings.clone().unwrap();
    let How::Scan { listed, read, inactive, unread, .. } = &findings.how else { panic!("a scan") };
    assert_eq!((*listed, *read, inactive.len(), unread.len()), (1_000, 997, 3, 0));
    assert_eq!(findings.hits.len(), 37, "those that are off can't be read, and are named");
    assert!(findings.may_miss_some());
    switch_off(&mut page);
    assert!(page.page.proof.is_none(), "nobody can be asked");
    assert_true(&page.page, &drill);
    assert_eq!(page.page.off_run().unwrap().counts().done, 35);
    let document: Value = serde_json::from_str(&receipt::of_leak(&page.page, "host").unwrap().json).unwrap();
    assert_eq!(document["search"]["inactive"], serde_json::json!(["32", "432", "832"]));
}

#[test]
fn a_reading_that_ended_early_goes_on_where_it_was() {
    let mut drill = drill();
    drill.finds = false;
    drill.patience.set(300);
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, PASTED);
    page.act(ScanAction::ScanOffered);
    assert!(page.act(ScanAction::ScanConfirmed));
    let scan = |page: &Driven<'_, LeakPage>| {
        let findings = page.page.findings.clone().expect("findings");
        let How::Scan { listed, read, inactive, unread, ended } = &findings.how else { panic!("a scan") };
        (*listed, *read, inactive.len(), unread.len(), ended.clone(), findings.hits.len())
    };
    let (listed, read, inactive, unread, ended, _) = scan(&page);
    assert_eq!((listed, unread, ended), (1_000, 0, Ended::Stopped));
    let compared = drill.reads.get();
    assert_eq!((read + inactive, page.page.left_to_read()), (compared, Some(1_000 - compared)));

    // Then the server falls silent in the midst of it.
    drill.patience.set(0);
    drill.deaf_from.set(600);
    let told = page.told.len();
    assert!(page.act(ScanAction::ScanResumed));
    let (_, read, inactive, unread, ended, _) = scan(&page);
    assert!(matches!(ended, Ended::Halted(_)) && unread > 0);
    assert_eq!((drill.reads.get(), read + inactive), (600, 600), "what was read was not read again");
    let later = &page.told[told..];
    assert_eq!(later.len(), 600 - compared, "what is known from before is not known from now");

    // Meanwhile somebody has made one more copy, and one that was read is gone.
    drill.deaf_from.set(0);
    drill.kept.borrow_mut().remove(&7);
    let kept = Kept { secret: Secret::from(LEAKED), active: true, foreign: false };
    drill.kept.borrow_mut().insert(1_001, kept);
    assert!(page.act(ScanAction::ScanResumed));
    let (listed, read, inactive, unread, ended, hits) = scan(&page);
    assert_eq!((listed, read, inactive, unread, ended), (1_001, 998, 3, 0, Ended::Complete));
    assert_eq!((hits, drill.reads.get()), (38, 1_001));
    assert!(page.page.left_to_read().is_none() && !page.act(ScanAction::ScanResumed), "nothing is left");
    switch_off(&mut page);
    let off = page.page.off_run().expect("a run");
    assert_eq!(off.plan.items().len(), 38, "those of all three parts");
}

#[test]
fn what_was_left_out_stays_left_out_when_the_reading_goes_on_and_a_run_ends_it() {
    let mut drill = drill();
    drill.finds = false;
    drill.patience.set(500);
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, PASTED);
    page.act(ScanAction::ScanOffered);
    page.act(ScanAction::ScanConfirmed);
    let value = page.page.findings.as_ref().expect("findings").hits[0].value;
    page.act(Action::ValueChosen(value, false));
    drill.patience.set(100);
    assert!(page.act(ScanAction::ScanResumed));
    let findings = page.page.findings.clone().expect("findings");
    assert!(findings.left_out.contains(&value) && page.page.left_to_read().is_some());
    page.act(Action::ValueChosen(value, true));
    switch_off(&mut page);
    assert!(!page.act(ScanAction::ScanResumed), "its copies would be in no run");
}

#[test]
fn a_server_that_is_still_indexing_is_not_taken_at_its_word() {
    let drill = drill();
    drill.complete.set(false);
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, LEAKED);
    assert!(page.page.findings.as_ref().unwrap().may_miss_some());
    assert!(!page.act(ScanAction::ScanOffered), "the text is gone");
    drill.complete.set(true);
    assert!(page.act(SearchAction::FindAsked));
    assert!(!page.page.findings.as_ref().unwrap().may_miss_some());
}

#[test]
fn a_value_that_is_left_out_is_not_switched_off() {
    let drill = Drill::new(100, |number| match number % 10 {
        1 => Some("app:sk_live_0123456789"),
        2 => Some("sk_live_0123456789"),
        _ => None,
    });
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "app:sk_live_0123456789");
    let findings = page.page.findings.clone().unwrap();
    let values: BTreeSet<_> = findings.hits.iter().map(|hit| hit.value).collect();
    assert_eq!((findings.hits.len(), values.len()), (20, 2), "one value within the other");
    let whole = findings.hits.iter().find(|hit| hit.named == named(1)).unwrap().value;
    assert_eq!(findings.count(whole), 10);
    assert!(page.act(Action::ValueChosen(whole, false)));
    switch_off(&mut page);
    let off: Vec<Named> = page.page.off_run().unwrap().changed().cloned().collect();
    assert_eq!(off, (0..10).map(|ten| named(ten * 10 + 2)).collect::<Vec<_>>());
    assert!(matches!(&page.page.proof, Some(Proof::Said { on, .. }) if on.is_empty()));
    assert!(!page.act(Action::ValueChosen(whole, true)), "what was done is done");
}

#[test]
fn what_is_left_on_by_choice_is_named_and_marked_and_nobody_says_that_all_is_off() {
    let drill = Drill::new(100, |number| match number {
        9 | 40 | 90 => Some("first-leaked-secret"),
        12 | 50 => Some("host:second-leaked"),
        _ => None,
    });
    drill.edit(50, |kept| kept.active = false);
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, ENV);
    let name = |hit: &Hit| hit.named.clone();
    let found: Vec<_> = page.page.findings.as_ref().unwrap().hits.iter().map(name).collect();
    assert_eq!(found, [9, 12, 40, 50, 90].map(named));
    let listed = page.page.listed_values();
    let whose = listed.iter().map(|(_, _, copies)| copies.iter().map(|hit| name(hit)).collect());
    let whose: Vec<Vec<_>> = whose.collect();
    assert_eq!(whose, [vec![named(9), named(40), named(90)], vec![named(12), named(50)]]);
    let spared = listed[1].0;
    assert!(page.act(Action::SwitchOffAsked));
    assert_eq!(page.page.bulk.confirm.as_ref().unwrap().plan.values(), 2);
    assert!(page.act(Action::Bulk(bulk::Action::Cancelled)));
    assert!(page.act(Action::ValueChosen(spared, false)));
    assert!(page.act(Action::SwitchOffAsked));
    let plan = page.page.bulk.confirm.clone().unwrap().plan;
    let left_out = plan.left_out();
    assert_eq!(
        (plan.values(), &*left_out.left_on, &*left_out.off_already),
        (1, &[named(12)][..], &[named(50)][..])
    );
    switch_off(&mut page);
    let run = page.page.off_run().unwrap().clone();
    let expected = bulk::Headline { all: 4, as_asked: 4, left_on: 1, ..bulk::Headline::default() };
    assert_eq!((run.headline(), run.left_on()), (expected, [named(12)].as_slice()), "50 was off before");
    assert_eq!((page.page.found_off_at(), page.page.all_off_at()), (None, None));
    assert_eq!(*drill.marked.borrow(), [9, 12, 40, 50, 90].into(), "it leaked as well");

    let second = FullFingerprint::of(&Secret::from("host:second-leaked")).short().as_str().to_owned();
    let left_on = serde_json::json!([{ "fingerprint": second, "identifier": "12", "name": "API secret 12" }]);
    let receipt = document(&page.page);
    assert_eq!((&receipt["left_on"], &receipt["all_off_at"]), (&left_on, &Value::Null));
    let read = page.storage.read(&run_id(1), 0).unwrap();
    let mut later = Driven::<LeakPage>::new(&drill);
    assert!(later.act(Action::Resumed(read.into())));
    assert_eq!(document(&later.page)["left_on"], left_on, "another page knows it as well");
    assert_eq!(later.page.off_run().unwrap().headline(), expected);
}

#[test]
fn what_is_on_again_is_no_longer_called_off_and_is_switched_off_in_the_same_run() {
    let drill = two_leaked();
    drill.edit(91, |kept| kept.active = false);
    drill.edit(81, |kept| kept.foreign = true);
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "first-leaked-secret");
    switch_off(&mut page);
    let numbers = |page: &LeakPage| {
        let headline = page.off_run().unwrap().headline();
        (headline.as_asked, headline.all)
    };
    assert_eq!((numbers(&page.page), page.page.on_again().count()), ((9, 10), 0), "that one is refused");
    drill.edit(81, |kept| kept.foreign = false);
    assert!(page.act(Action::Bulk(bulk::Action::AgainAsked(Again::Refused))));
    assert_eq!(numbers(&page.page), (10, 10));
    assert!(!page.act(Action::OnAgainAsked), "none is");
    let sent = drill.switches.get();

    // One of the run, one that was off before it, and one that nobody knew of.
    drill.edit(11, |kept| kept.active = true);
    drill.edit(91, |kept| kept.active = true);
    drill.edit(100, |kept| kept.secret = Secret::from("first-leaked-secret"));
    assert!(page.act(Action::ProofAsked));
    assert_eq!((numbers(&page.page), page.page.found_off_at()), ((8, 11), None));
    let run = page.page.off_run().unwrap();
    assert_eq!((run.counts().settled(), run.reached()), (9, 8), "the one of the run; 91 was off before it");
    assert!(!run.is_all_as_asked());
    let read = page.storage.read(&run_id(1), 0).unwrap();
    assert!(page.act(Action::OnAgainAsked));
    let again = [named(11), named(91), named(100)];
    assert_eq!(page.page.bulk.confirm.clone().unwrap().plan.items(), again);
    assert!(page.act(Action::Bulk(bulk::Action::Confirmed(drill.now(), run_id(2)))));
    assert_eq!((numbers(&page.page), drill.switches.get()), ((11, 11), sent + 3), "just these");
    assert!(page.page.all_off_at().is_some() && page.page.off_run().unwrap().id == run_id(1));
    let off = |number: &u32| number % 10 == 1 || *number == 100;
    assert!(drill.kept.borrow().iter().all(|(number, kept)| kept.active != off(number)));

    // Another page, which took the run up when they were on again, does the same.
    for named in again {
        drill.edit(named.identifier.as_str().parse().unwrap(), |kept| kept.active = true);
    }
    let mut later = Driven::<LeakPage>::new(&drill);
    assert!(later.act(Action::Resumed(read.into())));
    assert_eq!(numbers(&later.page), (8, 11));
    assert!(later.act(Action::OnAgainAsked));
    assert!(later.act(Action::Bulk(bulk::Action::Confirmed(drill.now(), run_id(3)))));
    assert_eq!(numbers(&later.page), (11, 11));
}

#[test]
fn nothing_of_the_text_stays_and_a_bad_one_says_why() {
    let drill = drill();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, " \n ");
    assert_eq!((page.page.fault, page.wiped), (Some(TextFault::Empty), 1));
    assert!(page.texts.is_empty() && page.page.search == Search::Idle);
    page.texts.insert(8, Secret::from("stands for a large file"));
    let large = vec![Source { id: 8, name: "large.log".into(), bytes: MOST_BYTES + 1 }];
    assert!(page.act(SearchAction::Given(large, drill.now())));
    assert_eq!((page.page.fault, page.texts.len()), (Some(TextFault::TooLong), 0));
    paste(&mut page, "nobody has this one");
    assert!(page.page.findings.as_ref().unwrap().hits.is_empty() && page.page.fault.is_none());
    assert_eq!(page.page.searched.as_ref().unwrap().looked_for, 961);
    assert!(!page.act(Action::SwitchOffAsked), "there is nothing to switch off");
    assert!(page.texts.is_empty());
    assert!(page.act(Action::AnotherAsked));
    assert!(page.page.searched.is_none() && page.page.findings.is_none());
}

#[test]
fn what_is_pasted_later_is_added_and_what_is_searched_already_is_not_searched_again() {
    let drill = two_leaked();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "SECRET=first-leaked-secret");
    paste(&mut page, "nothing\nhere: host:second-leaked");
    let findings = page.page.findings.clone().unwrap();
    assert_eq!((findings.hits.len(), findings.asked.len()), (20, 2));
    let place = &page.page.value(1).unwrap().places[0];
    assert_eq!((place.text, place.line, place.column), (1, 2, 7));

    // While a search is under way it begins anew, with both.
    let mut page = Driven::<LeakPage>::new(&drill);
    page.texts.insert(1, Secret::from("first-leaked-secret"));
    let source = Source { id: 1, name: "".into(), bytes: 19 };
    let (going, effects) = page.page.after(SearchAction::Given(vec![source], drill.now())).unwrap();
    let old = effects.iter().find_map(|effect| match effect {
        Effect::Search(ticket, _, stop) => Some((*ticket, stop.clone())),
        _ => None,
    });
    let (ticket, stop) = old.unwrap();
    page.page = going;
    paste(&mut page, "host:second-leaked");
    assert!(stop.is_cancelled() && page.page.findings.as_ref().unwrap().hits.len() == 20);
    assert!(
        !page.act(SearchAction::Searched(ticket, Ok(None), drill.now())),
        "the old search has nothing to say"
    );
    assert!(page.texts.is_empty());
}

#[test]
fn a_text_that_waits_is_wiped_after_its_time_and_with_the_sign_in() {
    let mut drill = drill();
    drill.finds = false;
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, PASTED);
    assert_eq!((page.page.search.clone(), page.texts.len()), (Search::NotOffered, 1));
    let first = page.timers[0];
    paste(&mut page, "more");
    assert!(!page.act(SearchAction::Expired(first)), "what came later has a time of its own");
    let last = *page.timers.last().unwrap();
    assert!(page.act(SearchAction::Expired(last)));
    assert!(page.texts.is_empty() && page.page.is_wiped && page.page.search == Search::Idle);
    assert!(
        !page.act(ScanAction::ScanOffered) && !page.act(SearchAction::FindAsked),
        "there is nothing to search"
    );
    paste(&mut page, PASTED);
    assert!(!page.page.is_wiped);
    assert!(page.act(Action::SignedOut) && page.texts.is_empty() && page.page.is_wiped);
}

#[test]
fn a_late_answer_to_an_old_search_changes_nothing() {
    let drill = drill();
    let mut page = Driven::<LeakPage>::new(&drill);
    drill.questions.set(0);
    paste(&mut page, LEAKED);
    assert!(matches!(&page.page.search, Search::Failed(problem) if problem.code == Code::RateLimited));
    let again = page.page.after(SearchAction::FindAsked).expect("a question");
    page.page = again.0;
    let Search::Finding(ticket) = page.page.search else { panic!("it is asked") };
    let offline = latchboard_contract::error::Problem::local(
        latchboard_contract::endpoint::EndpointId::Find,
        Code::ConnectionFailed,
    );
    assert!(page.act(SearchAction::Found(ticket, Err(offline.clone()), drill.now())));
    assert_eq!(page.page.search, Search::Failed(offline.clone()));
    assert!(!page.act(SearchAction::Found(ticket, Err(offline), drill.now())));
    drill.questions.set(1);
    assert!(page.act(SearchAction::FindAsked) && page.page.findings.is_some());
}

const ENV: &str =
    "CLIENT_SECRET=\"first-leaked-secret\"\nDATABASE_URL=nobody-has-this\nOTHER_SECRET=host:second-leaked\n";

/// Ten copies of the first secret, ten of the second, which has a colon in it.
fn two_leaked() -> Drill {
    Drill::new(100, |number| match number % 10 {
        1 => Some("first-leaked-secret"),
        2 => Some("host:second-leaked"),
        _ => None,
    })
}

fn document(page: &LeakPage) -> Value {
    serde_json::from_str(&receipt::of_leak(page, "host").expect("a receipt").json).expect("JSON")
}

fn lines(readings: &Value) -> BTreeSet<u64> {
    readings.as_array().expect("a list").iter().filter_map(|reading| reading["line"].as_u64()).collect()
}

fn switch_off_all(page: &mut Driven<'_, LeakPage>) {
    switch_off(page);
    let run = page.page.off_run().expect("a run");
    assert!(run.is_all_as_asked());
}

#[test]
fn every_secret_of_a_file_is_looked_for_and_its_copies_go_off_in_one_run() {
    let drill = two_leaked();
    let nobodys = FullFingerprint::of(&Secret::from("nobody-has-this")).to_hex();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, &[ENV, &nobodys].concat());
    assert_eq!(page.page.findings.as_ref().unwrap().hits.len(), 20, "both secrets");
    switch_off_all(&mut page);
    assert_eq!(page.page.off_run().unwrap().plan.items().len(), 20);
    assert!(page.page.all_off_at().is_some());
    let document = document(&page.page);
    assert_eq!((lines(&document["fingerprints"]), document["all_off_at"].is_string()), ([1, 3].into(), true));
    assert_eq!(lines(&document["without_copies"]), [4].into(), "what was asked in vain is named, too");
    assert_eq!(
        (&document["not_looked_for"], &document["readings_cut"]),
        (&serde_json::json!([]), &false.into())
    );
    let off = |number: &u32| number % 10 == 1 || number % 10 == 2;
    assert!(drill.kept.borrow().iter().all(|(number, kept)| kept.active != off(number)));
}

#[test]
fn a_server_that_lets_wait_is_asked_again_and_the_run_takes_in_what_is_found_later() {
    let drill = two_leaked();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "first-leaked-secret");
    drill.questions.set(0);
    paste(&mut page, "host:second-leaked");
    assert!(matches!(&page.page.search, Search::Failed(problem) if problem.code == Code::RateLimited));
    assert_eq!(page.focused, ["findings", "search"]);
    assert_eq!(page.page.findings.as_ref().unwrap().hits.len(), 10, "what was found stays");
    assert_eq!(page.page.unasked().count(), 1);
    assert!(page.texts.is_empty(), "its fingerprint will do");

    // What is known goes off now; nobody says that it is all.
    drill.questions.set(usize::MAX);
    switch_off_all(&mut page);
    assert!(page.page.found_off_at().is_some() && page.page.all_off_at().is_none());
    let early = document(&page.page);
    assert_eq!((lines(&early["not_looked_for"]), &early["all_off_at"]), ([1].into(), &Value::Null));

    // The rest later, into the same run.
    assert!(page.act(SearchAction::FindAsked));
    assert_eq!((page.page.to_switch_off().count(), page.page.found_off_at()), (10, None));
    assert!(page.act(Action::SwitchOffAsked));
    let confirm = page.page.bulk.confirm.clone().unwrap();
    assert_eq!((confirm.plan.items().len(), confirm.discards), (10, 0));
    assert!(page.act(Action::Bulk(bulk::Action::Confirmed(drill.now(), run_id(1)))));
    let run = page.page.off_run().unwrap();
    assert_eq!((run.plan.items().len(), run.counts().done), (20, 20));
    assert_eq!(drill.switches.get(), 20, "nothing was sent twice");
    assert!(page.page.all_off_at().is_some());
    assert!(
        matches!(&page.page.proof, Some(Proof::Said { on, off, .. }) if on.is_empty() && off.len() == 20)
    );
}

#[test]
fn a_text_that_was_not_searched_to_its_end_or_a_copy_that_is_on_is_not_called_off() {
    let drill = two_leaked();
    let mut page = Driven::<LeakPage>::new(&drill);
    page.texts.insert(1, Secret::from("first-leaked-secret"));
    let source = Source { id: 1, name: "".into(), bytes: 19 };
    let (going, effects) = page.page.after(SearchAction::Given(vec![source], drill.now())).unwrap();
    page.page = going;
    assert!(page.act(SearchAction::FindStopAsked) && !page.act(SearchAction::FindStopAsked));
    let search = effects.into_iter().find(|effect| matches!(effect, Effect::Search(..)));
    let Some(Effect::Search(ticket, ..)) = search else { panic!("a search") };
    let fingerprint = FullFingerprint::of(&Secret::from("first-leaked-secret"));
    let value =
        latchboard_console::leak_text::Value { fingerprint, bytes: Some(19), places: Vec::new(), count: 1 };
    let searched = latchboard_console::leak_text::Searched {
        values: vec![value],
        is_stopped: true,
        ..Default::default()
    };
    assert!(page.act(SearchAction::Searched(ticket, Ok(Some(searched)), drill.now())));
    switch_off_all(&mut page);
    assert!(page.page.found_off_at().is_some() && page.page.all_off_at().is_none());
    assert_eq!(document(&page.page)["readings_cut"], true);

    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "host:second-leaked");
    switch_off_all(&mut page);
    assert!(page.page.all_off_at().is_some());
    drill.edit(2, |kept| kept.active = true);
    assert!(page.act(Action::ProofAsked) && page.page.all_off_at().is_none());
    assert_eq!(page.focused.last(), Some(&"run"), "the button was gone");
}

#[test]
fn who_has_to_sign_in_again_finds_everything_as_it_was_and_what_failed_goes_on() {
    let drill = two_leaked();
    let mut page = Driven::<LeakPage>::new(&drill);
    drill.questions.set(0);
    paste(&mut page, ENV);
    assert!(page.act(Action::SignedOut) && !page.act(Action::SignedOut));
    assert!(matches!(&page.page.search, Search::Failed(problem) if problem.code == Code::NotSignedIn));
    drill.questions.set(usize::MAX);
    assert!(page.act(Action::SignedIn));
    assert!(page.page.search == Search::Idle && page.page.findings.as_ref().unwrap().hits.len() == 20);
    assert!(!page.act(Action::SignedIn), "nothing waits");

    drill.questions.set(0);
    switch_off(&mut page);
    assert!(matches!(page.page.proof, Some(Proof::Failed(_))));
    assert!(page.act(Action::SignedOut));
    drill.questions.set(usize::MAX);
    assert!(page.act(Action::SignedIn));
    assert!(matches!(page.page.proof, Some(Proof::Said { .. })));
    page.focused.clear();
    assert!(page.act(Action::AnotherAsked));
    assert_eq!(page.focused, ["field"]);
}

#[test]
fn what_could_not_be_marked_is_named_and_marked_when_it_can_be() {
    let drill = two_leaked();
    let mut page = Driven::<LeakPage>::new(&drill);
    paste(&mut page, "host:second-leaked");
    assert!(!page.act(Action::MarkAsked), "nothing is known to have leaked");
    assert!(page.act(Action::SwitchOffAsked));
    let confirm = page.page.bulk.confirm.clone().unwrap();
    assert_eq!(confirm.plan.exposed(), 0, "nothing is switched on");
    drill.unheard_marks.set(3);
    assert!(page.act(Action::Bulk(bulk::Action::Confirmed(drill.now(), run_id(1)))));
    let all = page.page.off_run().unwrap().plan.items().len();
    let Some(Marking::Ended { marked, failed }) = page.page.marking.clone() else { panic!("it was tried") };
    assert_eq!(
        (marked, failed.len(), drill.marks.get(), page.page.may_mark_again()),
        (all - 3, 3, all, true)
    );
    assert!(page.act(Action::MarkAsked));
    assert_eq!(drill.marks.get(), all + 3, "what is marked is not asked for again");
    assert_eq!(page.page.marking, Some(Marking::Ended { marked: all, failed: Vec::new() }));
    assert!(!page.act(Action::MarkAsked) && !page.page.may_mark_again());

    // At another tenant the same numbers are others.
    let (server, client_id) = ("vault.example".into(), Some("client".into()));
    let other = bulk::Access { server, client_id, tenant: Some("another".into()) };
    let (elsewhere, _) = page.page.after(Action::Bulk(bulk::Action::AccessChanged(other))).unwrap();
    assert!(!elsewhere.may_mark() && elsewhere.after(Action::MarkAsked).is_none());

    // To take that back is to let out again what leaked.
    assert!(page.act(Action::Bulk(bulk::Action::UndoAsked)));
    let plan = page.page.bulk.confirm.clone().unwrap().plan;
    assert_eq!((plan.exposed(), plan.items().len()), (all, all));
}
