//! Bulk runs as the page drives them.

use latchboard_client::State;
use latchboard_client::bulk::Ended;
use latchboard_console::bulk::{Action, Again, BulkPage, PAGE_ROWS, Phase, Plan, Scope, Show};

use latchboard_console::named::Named;

use crate::drill::{Drill, Driven, Fault, id, named, run_id};

fn plan(numbers: impl IntoIterator<Item = u32>) -> Plan {
    Plan::new(State::Inactive, Scope::Selected, numbers.into_iter().map(named))
}

fn confirmed<'a>(drill: &'a Drill, plan: Plan) -> Driven<'a, BulkPage> {
    let mut page = Driven::<BulkPage>::new(drill);
    let count = plan.items().len().to_string();
    assert!(page.act(Action::Asked(plan)));
    page.act(Action::CountTyped(count));
    assert!(page.act(Action::Confirmed(drill.now(), run_id(1))));
    page
}

fn none(_: u32) -> Option<&'static str> {
    None
}

#[test]
fn above_twenty_the_count_is_typed_and_nothing_is_sent_before() {
    let drill = Drill::new(1_234, none);
    let mut page = Driven::<BulkPage>::new(&drill);
    assert!(!page.act(Action::Asked(plan([]))), "nothing to switch");
    page.act(Action::Asked(plan(1..=1_234)));
    assert_eq!(page.focused, ["count"]);
    let (first, more) = page.page.confirm.as_ref().unwrap().plan.first_names();
    assert_eq!(first.len() + more, 1_234);
    for wrong in ["", "20", "1.23", "x"] {
        page.act(Action::CountTyped(wrong.into()));
        page.act(Action::Confirmed(drill.now(), run_id(1)));
        assert!(page.page.confirm.as_ref().is_some_and(|confirm| confirm.miscounted), "{wrong}");
        assert!(page.page.run.is_none());
    }
    assert_eq!(drill.switches.get(), 0);
    // As either language writes it.
    page.act(Action::CountTyped("1.234".into()));
    page.act(Action::Confirmed(drill.now(), run_id(1)));
    assert_eq!(page.page.run.as_ref().unwrap().counts().done, 1_234);

    let few = confirmed(&drill, plan(1..=20));
    assert!(few.page.run.is_some(), "twenty are switched at a press");
    let mut declined = Driven::<BulkPage>::new(&drill);
    declined.act(Action::Asked(plan(1..=20)));
    assert!(!declined.page.confirm.as_ref().unwrap().needs_count());
    declined.act(Action::Cancelled);
    assert!(declined.page.confirm.is_none() && declined.page.run.is_none());
}

#[test]
fn a_name_that_comes_twice_is_one_row_of_the_run() {
    let drill = Drill::new(3, none);
    let page = confirmed(&drill, plan([2, 1, 2]));
    let run = page.page.run.unwrap();
    assert_eq!((run.counts().done, run.plan.items().len()), (2, 2));
    assert!(
        run.plan.items().iter().zip(run.bulk.items()).all(|(named, (item, _))| named.identifier == *item)
    );
}

#[test]
fn ten_thousand_answers_are_a_few_hundred_steps_and_the_list_hears_of_each() {
    let drill = Drill::new(10_000, none);
    let page = confirmed(&drill, plan(1..=10_000));
    let run = page.page.run.as_ref().unwrap();
    assert_eq!((run.counts().done, run.phase.clone()), (10_000, Phase::Over(Ended::Complete)));
    assert!(page.steps < 2 * 10_000 / 16 + 10, "{}", page.steps);
    assert_eq!(page.told.len(), 10_000);
    // Every two seconds, and at the end.
    let took = run.latest.0 - run.began.0;
    assert!(page.tellings > 1 && page.tellings as u64 <= took / 2_000 + 1, "{} in {took} ms", page.tellings);
    assert!(run.timeline.samples().len() > 50 && run.timeline.samples().len() <= 160);
    assert!(run.timeline.rate().is_some_and(|rate| rate > 1.0));
}

#[test]
fn a_stopped_run_goes_on_where_it_was() {
    let drill = Drill::new(100, none);
    drill.stop_at.set(30);
    let mut page = confirmed(&drill, plan(1..=100));
    let run = page.page.run.clone().unwrap();
    assert_eq!(run.phase, Phase::Over(Ended::Stopped));
    assert!((30..35).contains(&run.counts().done), "{:?}", run.counts());
    assert!(!page.page.is_going() && page.page.asks_before_leaving(), "the rest is open");
    assert!(page.act(Action::AgainAsked(Again::Stopped)));
    assert!(!page.page.asks_before_leaving());
    assert_eq!((page.page.run.as_ref().unwrap().counts().done, drill.switches.get()), (100, 100));
    assert!(!page.act(Action::AgainAsked(Again::Stopped)), "nothing is left");
}

#[test]
fn stopping_is_asked_for_once_and_answers_still_count() {
    let drill = Drill::new(100, none);
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::Asked(plan(1..=9)));
    // The run begins, and its news have not come yet.
    let (going, _) =
        latchboard_console::Model::after(&page.page, Action::Confirmed(drill.now(), run_id(1))).unwrap();
    page.page = going;
    assert!(page.page.asks_before_leaving());
    assert!(!page.act(Action::Asked(plan([1]))) && !page.act(Action::Closed) && !page.act(Action::UndoAsked));
    assert!(page.act(Action::StopAsked));
    assert!(!page.act(Action::StopAsked));
    let Phase::Stopping(ticket) = page.page.run.as_ref().unwrap().phase else { panic!("stopping") };
    assert!(page.act(Action::Ended { ticket, ended: Ended::Stopped, at: drill.now() }));
    assert!(!page.act(Action::Ended { ticket, ended: Ended::Complete, at: drill.now() }), "late");
    assert!(page.act(Action::Closed) && page.page.run.is_none());
}

#[test]
fn the_rows_are_shown_by_verdict_a_page_at_a_time() {
    let drill = Drill::new(200, none);
    for number in 1..=60 {
        drill.edit(number, |kept| kept.foreign = true);
    }
    let mut page = confirmed(&drill, plan(1..=201));
    let shown = |page: &Driven<'_, BulkPage>| {
        let run = page.page.run.clone().unwrap();
        let (rows, all) = run.rows();
        (rows.map(|(named, _)| named.clone()).collect::<Vec<Named>>(), all)
    };
    let (rows, all) = shown(&page);
    assert_eq!((rows.len(), all), (PAGE_ROWS, 201));
    page.act(Action::ListView(Show::Failed));
    page.act(Action::PageTurned(1));
    let (rows, all) = shown(&page);
    assert_eq!((rows.len(), all), (61 - PAGE_ROWS, 61), "the foreign ones, and one that is not there");
    assert_eq!(rows.last().unwrap().identifier, id(201));
    page.act(Action::ListView(Show::AsAsked));
    assert_eq!(shown(&page).1, 140);
}

#[test]
fn undo_asks_first_and_takes_back_what_was_changed_and_nothing_else() {
    let drill = Drill::new(6, none);
    drill.edit(2, |kept| kept.active = false);
    drill.edit(3, |kept| kept.foreign = true);
    // The fourth is switched, but nobody hears of it until it is asked again.
    drill.faults.borrow_mut().insert(4, Fault::DropAfterCommit);
    let mut page = confirmed(&drill, plan(1..=6));
    let run = page.page.run.clone().unwrap();
    assert_eq!(run.perhaps_changed().collect::<Vec<_>>(), [&named(4)]);
    assert!(page.act(Action::UndoAsked));
    let confirm = page.page.confirm.clone().unwrap();
    assert_eq!((confirm.plan.scope(), confirm.plan.state()), (Scope::Undo, State::Active));
    assert_eq!(confirm.plan.items(), [named(1), named(5), named(6)]);
    page.act(Action::Confirmed(drill.now(), run_id(1)));
    let active: Vec<_> = drill.kept.borrow().values().map(|kept| kept.active).collect();
    assert_eq!(active, [true, false, true, false, true, true]);
}

#[test]
fn a_rest_is_said_while_it_lasts() {
    let drill = Drill::new(40, none);
    drill.faults.borrow_mut().insert(20, Fault::TooMany);
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::Asked(plan(1..=40)));
    page.act(Action::CountTyped("40".into()));
    let (going, effects) =
        latchboard_console::Model::after(&page.page, Action::Confirmed(drill.now(), run_id(1))).unwrap();
    page.page = going;
    let Phase::Going(ticket) = page.page.run.as_ref().unwrap().phase else { panic!("going") };
    assert_eq!(effects.len(), 2);
    let (at, until) = (drill.now(), latchboard_console::Timestamp(drill.now().0 + 1_000));
    page.act(Action::Progressed { ticket, changes: vec![], rest_until: Some(until), at });
    assert_eq!(page.page.run.as_ref().unwrap().rest_until, Some(until));
    page.act(Action::Progressed { ticket, changes: vec![], rest_until: None, at });
    assert_eq!(page.page.run.as_ref().unwrap().rest_until, Some(until), "it is not over yet");
    page.act(Action::Progressed { ticket, changes: vec![], rest_until: None, at: until });
    assert_eq!(page.page.run.as_ref().unwrap().rest_until, None);
}

#[test]
fn silence_is_counted_while_calls_are_under_way_and_at_no_other_time() {
    let drill = Drill::new(2, none);
    let mut page = Driven::<BulkPage>::new(&drill);
    page.act(Action::Asked(plan(1..=2)));
    let (going, _) =
        latchboard_console::Model::after(&page.page, Action::Confirmed(drill.now(), run_id(1))).unwrap();
    page.page = going;
    let Phase::Going(ticket) = page.page.run.as_ref().unwrap().phase else { panic!("going") };
    let silent = |page: &Driven<BulkPage>| page.page.run.as_ref().unwrap().silent_for();
    let began = drill.now().0;
    let at = |seconds: u64| latchboard_console::Timestamp(began + seconds * 1_000);
    for (second, expected) in [(30, 0), (31, 1_000), (60, 30_000)] {
        page.act(Action::Ticked { ticket, at: at(second) });
        assert_eq!(silent(&page), expected, "since calls are sent");
    }
    // While the server wants a rest, nothing is under way; that ends by itself, also without news.
    page.act(Action::Progressed { ticket, changes: vec![], rest_until: Some(at(100)), at: at(61) });
    page.act(Action::Ticked { ticket, at: at(62) });
    assert_eq!(silent(&page), 0);
    page.act(Action::Ticked { ticket, at: at(101) });
    assert_eq!((page.page.run.as_ref().unwrap().rest_until, silent(&page)), (None, 0));
    page.act(Action::Ticked { ticket, at: at(103) });
    assert_eq!(silent(&page), 2_000);
    page.act(Action::Ended { ticket, ended: Ended::Stopped, at: at(104) });
    assert_eq!(silent(&page), 0);
}

#[test]
fn who_signs_out_stops_the_run_and_it_goes_on_after_the_next_sign_in() {
    let drill = Drill::new(9, none);
    let mut page = Driven::<BulkPage>::new(&drill);
    assert!(!page.act(Action::SignedOut), "there is no run");
    page.act(Action::Asked(plan(1..=9)));
    let (going, _) =
        latchboard_console::Model::after(&page.page, Action::Confirmed(drill.now(), run_id(1))).unwrap();
    let (stopping, effects) = latchboard_console::Model::after(&going, Action::SignedOut).unwrap();
    assert!(matches!(effects.as_slice(), [latchboard_console::bulk::Effect::Stop(_)]));
    let run = stopping.run.clone().unwrap();
    let Phase::Stopping(ticket) = run.phase else { panic!("what is under way is waited for") };
    assert!(run.signed_out);
    page.page = stopping;
    page.act(Action::Ended { ticket, ended: Ended::Stopped, at: drill.now() });
    assert!(page.page.run.as_ref().unwrap().signed_out, "and it is said");
    assert!(page.act(Action::AgainAsked(Again::Stopped)));
    let run = page.page.run.clone().unwrap();
    assert!(!run.signed_out && run.counts().done == 9);
    let receipt = |run: &latchboard_console::bulk::Run| {
        let receipt = latchboard_console::receipt::of_run(run, "host");
        serde_json::from_str::<serde_json::Value>(&receipt.json).unwrap()["client_id"].clone()
    };
    assert_eq!(receipt(&run), "client", "who sent it, whoever is signed in now");
    let mut both = run.as_ref().clone();
    both.senders.push("other".into());
    assert_eq!(receipt(&both), "client, other");
}

#[test]
fn the_cursor_goes_to_the_run_whenever_the_pressed_button_is_gone() {
    let drill = Drill::new(30, none);
    drill.stop_at.set(10);
    let mut page = confirmed(&drill, plan(1..=20));
    // Here a run is over before the next effect: it ends and CancellationToken is gone; it began and the question is gone.
    assert_eq!(page.focused, ["run if lost", "run"]);
    page.focused.clear();
    page.act(Action::AgainAsked(Again::Stopped));
    assert_eq!(page.focused, ["run if lost", "run"]);
    page.focused.clear();
    page.act(Action::Closed);
    assert_eq!(page.focused, ["run"]);
}
