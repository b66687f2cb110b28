//! A run is kept so that another page can take it up at any moment, with every verdict true and nothing secret in it.

use latchboard_client::State;
use latchboard_client::Verdict;
use latchboard_client::bulk::{Ended, Item, Progress};
use latchboard_console::bulk::{
    Access, Action, Again, BulkPage, CHUNK, Effect, Headline, Hindrance, Phase, Plan, Run, RunId, Scope,
};
use latchboard_console::leak::{self, LeakPage};
use latchboard_console::stored_run::{self, Kept};
use latchboard_console::{Model, receipt};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::{FullFingerprint, Secret};
use proptest::prelude::*;
use serde_json::Value;

use crate::drill::{Drill, Driven, Fault, id, named, run_id};

const LEAKED: &str = "sk_live_0123456789abcdefghij";

fn plan(count: u32) -> Plan {
    Plan::new(State::Inactive, Scope::Selected, (1..=count).map(named))
}

fn access(client_id: &str) -> Access {
    Access { server: "vault.example".into(), client_id: Some(client_id.into()), tenant: None }
}

fn begun<'a>(drill: &'a Drill, count: u32) -> Driven<'a, BulkPage> {
    let mut page = Driven::<BulkPage>::new(drill);
    page.act(Action::AccessChanged(access("client")));
    page.act(Action::Asked(plan(count)));
    page.act(Action::CountTyped(count.to_string()));
    assert!(page.act(Action::Confirmed(drill.now(), run_id(1))));
    page
}

/// As another page reads it.
fn again(run: &Run, sent: usize) -> Run {
    let chunks: Vec<_> =
        (0..stored_run::chunks(run)).map(|chunk| stored_run::items(run, chunk).expect("a chunk")).collect();
    stored_run::read(run.id.clone(), &stored_run::head(run).expect("a head"), &chunks, sent)
        .expect("it can be read")
}

#[test]
fn a_run_that_has_ended_is_the_same_when_it_is_read_again() {
    let drill = Drill::new(200, |_| None);
    for number in [3, 130] {
        drill.edit(number, |kept| kept.foreign = true);
    }
    *drill.faults.borrow_mut() = [(9, Fault::DropAfterCommit), (20, Fault::FailAfterCommit)].into();
    drill.stop_at.set(150);
    let page = begun(&drill, 200);
    let run = page.page.run.clone().unwrap();
    let read = page.storage.read(&run_id(1), 200).unwrap();
    let times = |run: &Run| {
        let items = run.bulk.items().map(|(_, item)| (item.sent_at(), item.over_at(), item.lost_reply()));
        items.collect::<Vec<_>>()
    };
    assert_eq!(times(&read), times(&run));
    assert_eq!((read.plan.items(), read.plan.scope()), (run.plan.items(), run.plan.scope()));
    assert_eq!((read.began, read.latest, &read.senders), (run.began, run.latest, &run.senders));
    assert_eq!((read.phase.clone(), read.is_interrupted), (Phase::Over(Ended::Stopped), false));
    assert_eq!(receipt::of_run(&read, "elsewhere"), receipt::of_run(&run, "vault.example"));
    let counts = run.counts();
    assert!(counts.unknown == 1 && counts.refused == 2 && counts.waiting > 40, "{counts:?}");
}

#[test]
fn writes_are_as_few_as_the_news() {
    let drill = Drill::new(10_000, |_| None);
    let page = begun(&drill, 10_000);
    assert!(page.storage.writes <= page.steps, "{} of {}", page.storage.writes, page.steps);
    assert_eq!(page.storage.read(&run_id(1), 0).unwrap().counts().done, 10_000);
}

#[test]
fn what_may_have_been_sent_when_the_page_was_lost_is_unknown_and_the_rest_is_not_sent() {
    let drill = Drill::new(200, |_| None);
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::Asked(plan(200)));
    page.act(Action::CountTyped("200".into()));
    let (going, effects) = page.page.after(Action::Confirmed(drill.now(), run_id(1))).unwrap();
    let [Effect::Run { run, ticket, .. }, Effect::FocusRun] = effects.as_slice() else { panic!("it begins") };
    // Two answers were written, one call is known to be under way, and calls may have been sent up to the 64th.
    let done = Item::restored(Progress::Over(Verdict::Done(())), false, None, None, None);
    let sent = Item::restored(Progress::Sent, false, None, None, None);
    let changes = vec![(0, done.clone()), (1, done), (2, sent)];
    let news = Action::Progressed { ticket: *ticket, changes, rest_until: None, at: drill.now() };
    let (page, effects) = going.after(news).unwrap();
    let [Effect::Keep { run: kept, chunks }] = effects.as_slice() else { panic!("it is kept") };
    assert_eq!(chunks.iter().copied().collect::<Vec<_>>(), [0]);
    assert_eq!(kept.id, run.id);
    let read = again(page.run.as_ref().unwrap(), 64);
    let counts = read.counts();
    assert_eq!((counts.done, counts.unknown, counts.waiting, counts.under_way), (2, 62, 136, 0));
    assert!(read.is_interrupted && read.is_open() && !read.is_going());
    assert_eq!(read.perhaps_changed().count(), 62);
    let headline = read.headline();
    assert_eq!((headline.need_answer, headline.not_sent, headline.as_asked), (62, 136, 2));
    assert_eq!(
        serde_json::from_str::<Value>(&receipt::of_run(&read, "x").json).unwrap()["ended"],
        "interrupted"
    );
}

#[test]
fn a_run_goes_on_in_another_page_with_every_verdict_right() {
    let drill = Drill::new(100, |_| None);
    let mut lost = Driven::<BulkPage>::new(&drill);
    lost.act(Action::AccessChanged(access("client")));
    lost.act(Action::Asked(plan(100)));
    lost.act(Action::CountTyped("100".into()));
    let (going, effects) = lost.page.after(Action::Confirmed(drill.now(), run_id(1))).unwrap();
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Run { .. })));
    // The page dies behind the thirtieth call, and had written nothing since it began.
    for number in 1..=30 {
        drill.edit(number, |kept| kept.active = false);
    }
    let read = again(going.run.as_ref().unwrap(), 64);
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::AccessChanged(access("client")));
    assert!(page.act(Action::Resumed(read.into())));
    assert!(page.page.asks_before_leaving());
    assert!(page.act(Action::AgainAsked(Again::Unknown)));
    assert!(page.act(Action::AgainAsked(Again::Stopped)));
    let run = page.page.run.clone().unwrap();
    let counts = run.counts();
    assert_eq!((counts.already_so, counts.done), (30, 70));
    assert_eq!(run.perhaps_changed().count(), 30, "nobody knows who did it");
    assert!(drill.kept.borrow().values().all(|kept| !kept.active));
    assert!(!run.is_interrupted && run.is_all_as_asked() && !page.page.asks_before_leaving());
    assert_eq!(page.storage.read(&run_id(1), 0).unwrap().counts(), counts, "and is kept again");
}

#[test]
fn another_server_or_access_key_is_no_place_to_go_on() {
    let drill = Drill::new(9, |_| None);
    drill.edit(2, |kept| kept.foreign = true);
    drill.stop_at.set(3);
    let stopped = begun(&drill, 9);
    let read = stopped.storage.read(&run_id(1), 0).unwrap();
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::Resumed(read.into()));
    let hindrance =
        |page: &BulkPage, again| page.run.as_ref().unwrap().hindrance(page.access.as_ref(), again);
    page.act(Action::AccessChanged(access("other")));
    assert_eq!(hindrance(&page.page, Again::Stopped), Some(Hindrance::OtherAccessKey));
    assert!(!page.act(Action::AgainAsked(Again::Stopped)));
    assert_eq!(hindrance(&page.page, Again::Refused), None, "another key may be just what it needs");
    page.act(Action::AccessChanged(Access { server: "elsewhere".into(), ..access("client") }));
    assert_eq!(hindrance(&page.page, Again::Refused), Some(Hindrance::OtherServer));
    assert!(!page.act(Action::AgainAsked(Again::Refused)) && !page.act(Action::UndoAsked));
    page.act(Action::AccessChanged(Access { client_id: None, ..access("client") }));
    assert_eq!(hindrance(&page.page, Again::Stopped), None, "the sign-in is asked for");
    page.act(Action::AccessChanged(access("client")));
    assert!(page.act(Action::AgainAsked(Again::Stopped)));
    assert_eq!(page.page.run.as_ref().unwrap().counts().done, 8);
}

#[test]
fn what_this_version_cannot_read_is_left_alone() {
    let drill = Drill::new(100, |_| None);
    let run = begun(&drill, 100).page.run.unwrap();
    let chunks: Vec<_> = (0..2).map(|chunk| stored_run::items(&run, chunk).unwrap()).collect();
    let head = stored_run::head(&run).unwrap();
    let read = |head: &str, chunks: &[String]| stored_run::read(run_id(1), head, chunks, 0);
    assert!(read(&head, &chunks).is_some() && Kept::read(run_id(1), &head).is_some());
    let newer = head.replacen("\"version\":1", "\"version\":2", 1);
    assert_ne!(newer, head);
    for head in [&newer, "", "{}", "{\"version\":1}", "null"] {
        assert!(read(head, &chunks).is_none() && Kept::read(run_id(1), head).is_none(), "{head}");
    }
    assert!(read(&head, &chunks[..1]).is_none(), "half of it");
    assert!(read(&head, &[chunks[0].clone(), chunks[0].clone()]).is_none(), "an item twice");
    let broken = chunks[1].replace("\"done\"", "\"whatever\"");
    assert!(read(&head, &[chunks[0].clone(), broken]).is_none());
}

#[test]
fn of_what_a_server_said_its_words_are_not_kept() {
    let said = Problem {
        status: Some(400),
        vendor_code: Some("1006".into()),
        vendor_text: Some("User does not have access, and more".into()),
        ..Problem::local(EndpointId::Deactivate, Code::NoAccess)
    };
    let mut run = begun(&Drill::new(2, |_| None), 2).page.run.unwrap().as_ref().clone();
    let refused = Progress::Over(Verdict::Refused(said.clone()));
    run.bulk.follow(1, Item::restored(refused, false, None, None, None));
    run.phase = Phase::Over(Ended::Halted(Problem { endpoint: EndpointId::Token, ..said.clone() }));
    let text = [stored_run::head(&run).unwrap(), stored_run::items(&run, 0).unwrap()].concat();
    assert!(text.contains("1006") && !text.contains("does not have access"), "{text}");
    let read = again(&run, 0);
    let (_, item) = read.bulk.item(1).unwrap();
    let expected = Problem { vendor_text: None, ..said };
    assert_eq!(item.progress(), &Progress::Over(Verdict::Refused(expected.clone())));
    let halted = Problem { endpoint: EndpointId::Token, ..expected };
    assert_eq!(read.phase, Phase::Over(Ended::Halted(halted)));
}

#[test]
fn a_response_to_a_leak_keeps_its_receipt_and_nothing_to_search_with() {
    let drill = Drill::new(60, |number| (number <= 5).then_some(LEAKED));
    drill.edit(4, |kept| kept.active = false);
    drill.edit(5, |kept| kept.foreign = true);
    let mut page = Driven::<LeakPage>::new(&drill);
    page.act(leak::Action::Bulk(Action::AccessChanged(access("client"))));
    let pasted = format!("export CLIENT_SECRET=\"{LEAKED}\"\nother_secret=nobody-has-this-one\n");
    page.paste(&pasted);
    page.act(leak::Action::SwitchOffAsked);
    page.act(leak::Action::Bulk(Action::Confirmed(drill.now(), run_id(7))));
    let receipt = receipt::of_leak(&page.page, "vault.example").unwrap();

    let kept = page.storage.text();
    let whole = FullFingerprint::of(&Secret::from(LEAKED)).to_hex();
    for secret in [LEAKED, "CLIENT_SECRET", "nobody-has-this-one", &whole, &whole[..13], "token"] {
        assert!(!kept.contains(secret), "{secret}: {kept}");
    }
    assert!(kept.contains(&whole[..12]));

    let read = page.storage.read(&run_id(7), 0).unwrap();
    let mut later = Driven::<LeakPage>::new(&drill);
    assert!(later.act(leak::Action::Resumed(read.into())));
    assert_eq!(receipt::of_leak(&later.page, "elsewhere").unwrap(), receipt);
    assert!(later.page.off_run().is_some() && later.page.searched.is_none());
    // It goes on as well, though the server can't be asked by fingerprint any more.
    drill.edit(5, |kept| kept.foreign = false);
    assert!(later.act(leak::Action::Bulk(Action::AgainAsked(Again::Refused))));
    assert!(later.page.off_run().unwrap().is_all_as_asked() && later.page.proof.is_none());
    let headline = later.page.off_run().unwrap().headline();
    assert_eq!((headline.as_asked, headline.all), (5, 5));
    assert!(later.page.found_off_at().is_some());
    assert!(later.act(leak::Action::AnotherAsked));
    assert_eq!(later.storage.let_go, [run_id(7)]);
}

#[test]
fn who_closes_a_run_drops_it_only_when_everything_is_as_asked() {
    let drill = Drill::new(9, |_| None);
    drill.stop_at.set(3);
    let mut page = begun(&drill, 9);
    page.act(Action::Closed);
    assert_eq!(page.storage.let_go, [run_id(1)]);
    let read = page.storage.read(&run_id(1), 0).expect("it is still kept");
    page.act(Action::Resumed(read.into()));
    page.act(Action::AgainAsked(Again::Stopped));
    page.act(Action::Closed);
    assert!(page.storage.read(&run_id(1), 0).is_none());
}

#[test]
fn another_run_lets_the_one_before_go_and_a_run_that_goes_on_stays() {
    let drill = Drill::new(9, |_| None);
    let mut page = begun(&drill, 3);
    let other = page.storage.read(&run_id(1), 0).unwrap();
    page.act(Action::Asked(plan(2)));
    page.act(Action::Confirmed(drill.now(), run_id(2)));
    assert_eq!(page.storage.let_go, [run_id(1)]);
    page.act(Action::Asked(plan(3)));
    let (going, _) = page.page.after(Action::Confirmed(drill.now(), run_id(3))).unwrap();
    let (still, effects) = going.after(Action::Resumed(other.into())).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::LetGo(id)] if *id == run_id(1)));
    assert_eq!(still.run.unwrap().id, run_id(3));
}

#[test]
fn the_headline_says_what_matters() {
    let drill = Drill::new(40, |_| None);
    drill.edit(7, |kept| kept.foreign = true);
    let mut run = begun(&drill, 40).page.run.unwrap().as_ref().clone();
    let expected = Headline { all: 40, as_asked: 39, other_key: 1, ..Headline::default() };
    assert_eq!((run.headline(), run.is_open()), (expected, false));
    let problem = |code| Problem { status: Some(400), ..Problem::local(EndpointId::Deactivate, code) };
    for (place, verdict) in [
        (0, Verdict::Unknown(problem(Code::TimedOut))),
        (1, Verdict::Refused(problem(Code::NotFound))),
        (2, Verdict::NotAttempted(problem(Code::Unreachable))),
    ] {
        run.bulk.follow(place, Item::restored(Progress::Over(verdict), false, None, None, None));
    }
    run.bulk.follow(3, Item::restored(Progress::Waiting, true, None, None, None));
    run.bulk.follow(4, Item::restored(Progress::Waiting, false, None, None, None));
    let expected =
        Headline { all: 40, as_asked: 34, other_key: 1, need_answer: 2, refused: 1, not_sent: 2, left_on: 0 };
    assert_eq!((run.headline(), run.is_open()), (expected, true));
}

fn progress() -> impl Strategy<Value = Progress> {
    let code = (0..Code::ALL.len()).prop_map(|place| Code::ALL[place]);
    let problem = (code, any::<bool>(), any::<Option<u16>>(), any::<Option<String>>()).prop_map(
        |(code, token, status, vendor_code)| {
            let endpoint = if token { EndpointId::Token } else { EndpointId::Deactivate };
            Problem { status, vendor_code, ..Problem::local(endpoint, code) }
        },
    );
    prop_oneof![
        Just(Progress::Waiting),
        Just(Progress::Sent),
        Just(Progress::Over(Verdict::Done(()))),
        Just(Progress::Over(Verdict::AlreadySo)),
        problem.clone().prop_map(|it| Progress::Over(Verdict::Refused(it))),
        problem.clone().prop_map(|it| Progress::Over(Verdict::NotAttempted(it))),
        problem.prop_map(|it| Progress::Over(Verdict::Unknown(it))),
    ]
}

proptest! {
    #[test]
    fn any_ledger_is_read_as_it_was_written(
        items in prop::collection::vec((progress(), any::<bool>(), any::<Option<u32>>()), 1..200),
        name in any::<String>(),
        sent in 0_usize..250,
    ) {
        let drill = Drill::new(1, |_| None);
        let named = |number: usize| latchboard_console::named::Named {
            identifier: id(number as u32), name: name.as_str().into(),
        };
        let plan = Plan::new(State::Inactive, Scope::Matches, (0..items.len()).map(named));
        let going = BulkPage::default().after(Action::Asked(plan)).unwrap().0;
        let going = going.after(Action::CountTyped(items.len().to_string())).unwrap().0;
        let going = going.after(Action::Confirmed(drill.now(), RunId::of([9; 16]))).unwrap().0;
        let mut run = going.run.unwrap().as_ref().clone();
        let at = |at: Option<u32>| at.map(|at| std::time::Duration::from_millis(at.into()));
        for (place, (progress, lost, when)) in items.iter().enumerate() {
            run.bulk.follow(place, Item::restored(progress.clone(), *lost, None, at(*when), None));
        }
        let read = again(&run, sent);
        prop_assert_eq!(read.plan.items(), run.plan.items());
        for (place, ((_, before), (_, after))) in run.bulk.items().zip(read.bulk.items()).enumerate() {
            match before.progress() {
                // Its call may have been sent, so nobody says that it was not.
                Progress::Sent => prop_assert!(after.is_perhaps_changed()),
                Progress::Waiting if place < sent => prop_assert!(after.is_perhaps_changed()),
                _ => prop_assert_eq!(before, after),
            }
        }
        run.phase = Phase::Over(Ended::Stopped);
        let read = again(&run, sent);
        for ((_, before), (_, after)) in run.bulk.items().zip(read.bulk.items()) {
            prop_assert!(matches!(before.progress(), Progress::Sent) || before == after);
        }
        prop_assert_eq!(stored_run::chunks(&run), items.len().div_ceil(CHUNK));
    }
}
