//! A bulk run over any sequence of faults ends with one true verdict per item.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use latchboard_client::bulk::{Again, Bulk, CONCURRENCY, Counts, Ended};
use latchboard_client::{BaseUrl, CancellationToken, State, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{Credentials, EndpointId};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use proptest::prelude::*;

use crate::scripted::known;
use crate::simulated::{Fault, Kept, Simulated};

fn vault(simulated: &Simulated) -> Vault<&Simulated> {
    let credentials = Credentials { client_id: "id".into(), client_secret: Secret::from("s"), tenant: None };
    let keys = known(simulated.takes_keys);
    Vault::new(simulated, BaseUrl::same_origin(), credentials).with_known_capabilities(keys)
}

fn identifiers(count: usize) -> Vec<Identifier> {
    (1..=count).map(|number| Identifier::parse(&number.to_string()).expect("digits")).collect()
}

fn kept(states: &[Kept]) -> BTreeMap<String, Kept> {
    (1..).map(|number: usize| number.to_string()).zip(states.iter().copied()).collect()
}

/// Runs, and drops the run after `patience` looks at it.
fn run(bulk: &mut Bulk, simulated: &Simulated, concurrency: usize, patience: usize) -> Option<Ended> {
    let (vault, stop) = (vault(simulated), CancellationToken::new());
    simulated.stop.replace(stop.clone());
    // Whoever keeps a copy up to date from the events has the same ledger at every moment.
    let mut copy = bulk.clone();
    let mut run = pin!(bulk.run(&vault, concurrency, &stop, |event| {
        copy.follow(event.index, event.item);
        assert_eq!(copy.counts(), event.counts);
        let Counts { waiting, under_way, done, already_so, refused, not_attempted, unknown } = event.counts;
        assert_eq!(waiting + under_way + done + already_so + refused + not_attempted + unknown, copy.len());
    }));
    for _ in 0..patience {
        if let Poll::Ready(ended) = run.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(ended);
        }
    }
    None
}

/// One item is asked for that the vault does not have.
fn whole(states: &[Kept], faults: Vec<Fault>) -> (Bulk, Simulated, Option<Ended>) {
    let simulated = Simulated::new(kept(states), faults);
    let mut bulk = Bulk::new(State::Inactive, identifiers(states.len() + 1));
    let ended = run(&mut bulk, &simulated, CONCURRENCY, usize::MAX);
    (bulk, simulated, ended)
}

#[test]
fn each_item_gets_the_verdict_that_is_true_of_it() {
    let (bulk, _, ended) = whole(&[Kept::Active, Kept::Inactive, Kept::Foreign], vec![]);
    assert_eq!(ended, Some(Ended::Complete));
    let verdicts: Vec<_> = bulk.verdicts().map(|(_, verdict)| verdict).collect();
    assert!(matches!(
        verdicts.as_slice(),
        [Verdict::Done(()), Verdict::AlreadySo, Verdict::Refused(foreign), Verdict::Refused(gone)]
            if foreign.code == Code::NoAccess && gone.code == Code::NotFound
    ));
    assert_eq!(bulk.undo().verdicts().map(|(id, _)| id.as_str().to_owned()).collect::<Vec<_>>(), ["1"]);
}

#[test]
fn an_item_named_twice_is_switched_once() {
    let simulated = Simulated::new(kept(&[Kept::Active]), vec![]);
    let twice = [identifiers(2), identifiers(2)].concat();
    let mut bulk = Bulk::new(State::Inactive, twice);
    run(&mut bulk, &simulated, 2, usize::MAX);
    assert_eq!(bulk.verdicts().count(), 2);
    assert!(!simulated.asked_again.get());
}

#[test]
fn stopping_sends_nothing_more_and_the_rest_goes_on_later() {
    let states = [Kept::Active; 50];
    let (mut bulk, simulated, ended) =
        whole(&states, vec![Fault::Answer, Fault::Answer, Fault::CancellationToken]);
    assert_eq!(ended, Some(Ended::Stopped));
    let changed = simulated.changed.borrow().len();
    assert!((3..3 + CONCURRENCY).contains(&changed), "{changed}");
    let stopped = bulk.verdicts().filter(
        |(_, verdict)| matches!(verdict, Verdict::NotAttempted(problem) if problem.code == Code::Stopped),
    );
    assert_eq!(stopped.count(), 51 - changed);

    assert_eq!(run(&mut bulk, &simulated, CONCURRENCY, usize::MAX), Some(Ended::Complete));
    assert_eq!(bulk.counts().done, 50);
    assert!(!simulated.asked_again.get());
}

#[test]
fn a_dead_server_halts_the_run_instead_of_failing_thousands() {
    let (mut bulk, simulated, ended) = whole(&[Kept::Active; 1000], vec![Fault::DropBeforeCommit; 200]);
    assert!(matches!(ended, Some(Ended::Halted(problem)) if problem.code == Code::ConnectionFailed));
    assert!(bulk.counts().waiting > 900);
    simulated.faults.borrow_mut().clear();
    bulk.retry_failed();
    assert_eq!(run(&mut bulk, &simulated, CONCURRENCY, usize::MAX), Some(Ended::Complete));
    assert_eq!(bulk.counts().done, 1000);
}

#[test]
fn a_server_that_is_asked_too_much_is_left_in_peace_by_all_calls() {
    let (bulk, simulated, ended) = whole(&[Kept::Active; 20], vec![Fault::TooMany; 2]);
    assert_eq!((ended, bulk.counts().done, bulk.counts().refused), (Some(Ended::Complete), 20, 1));
    let second = Duration::from_secs(1);
    let sent_at = simulated.sent_at.borrow();
    let early = sent_at.iter().filter(|at| **at < second).count();
    assert!((1..=CONCURRENCY).contains(&early), "{sent_at:?}");
    assert!(sent_at.iter().all(|at| at.is_zero() || *at >= second), "{sent_at:?}");
}

#[test]
fn a_limit_that_does_not_pass_halts_the_run_and_refuses_nothing() {
    for faults in [vec![Fault::TooManyForLong], vec![Fault::TooMany; 500]] {
        let (mut bulk, simulated, ended) = whole(&[Kept::Active; 200], faults);
        assert!(matches!(ended, Some(Ended::Halted(problem)) if problem.code == Code::RateLimited));
        assert_eq!(bulk.counts().refused, 0);
        simulated.faults.borrow_mut().clear();
        run_long(&mut bulk, &simulated);
        assert_eq!((bulk.counts().done, bulk.counts().refused), (200, 1));
    }
}

#[test]
fn a_stop_ends_a_rest() {
    let simulated = Simulated::new(kept(&[Kept::Active; 9]), vec![Fault::TooMany]);
    let (vault, stop) = (vault(&simulated), CancellationToken::new());
    let mut bulk = Bulk::new(State::Inactive, identifiers(9));
    let mut rests = 0;
    {
        let mut run = pin!(bulk.run(&vault, 1, &stop, |event| {
            if event.rest_until.is_some() {
                rests += 1;
                stop.cancel();
            }
        }));
        let ended = loop {
            if let Poll::Ready(ended) = run.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                break ended;
            }
        };
        assert_eq!(ended, Ended::Stopped);
    }
    assert_eq!((rests, bulk.counts().waiting, simulated.sent_at.borrow().len()), (1, 9, 1));
}

#[test]
fn no_call_is_sent_before_it_is_recorded_nor_after_a_stop_that_came_meanwhile() {
    let simulated = Simulated::new(kept(&[Kept::Active; 9]), vec![]);
    let (vault, stop) = (vault(&simulated), CancellationToken::new());
    let mut bulk = Bulk::new(State::Inactive, identifiers(9));
    let recorded = std::cell::Cell::new(0);
    {
        let record = |index: usize| {
            let recorded = &recorded;
            std::future::poll_fn(move |context| {
                if index < recorded.get() {
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
        };
        let mut run = pin!(bulk.run_recorded(&vault, 4, &stop, record, |_| ()));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..20 {
            assert!(run.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(simulated.sent_at.borrow().len(), 0);
        recorded.set(2);
        while simulated.sent_at.borrow().len() < 2 {
            assert!(run.as_mut().poll(&mut context).is_pending());
        }
        stop.cancel();
        recorded.set(9);
        let ended = loop {
            if let Poll::Ready(ended) = run.as_mut().poll(&mut context) {
                break ended;
            }
        };
        assert_eq!(ended, Ended::Stopped);
    }
    assert_eq!((bulk.counts().done, bulk.counts().waiting), (2, 7));
    assert_eq!(simulated.sent_at.borrow().len(), 2);
}

#[test]
fn a_ledger_that_was_kept_item_by_item_is_the_same_again() {
    let (bulk, ..) = whole(&[Kept::Active; 200], vec![Fault::DropAfterCommit, Fault::NoAccess]);
    let items = || bulk.items().map(|(identifier, item)| (identifier.clone(), item.clone()));
    let again = Bulk::restored(bulk.state(), items()).unwrap();
    assert!(again.items().eq(bulk.items()));
    assert_eq!(again.counts(), bulk.counts());
    assert!(Bulk::restored(bulk.state(), items().chain(items().take(1))).is_none(), "it is there twice");
}

#[test]
fn only_what_was_asked_for_is_asked_again() {
    let faults = vec![Fault::NoAccess, Fault::FailAfterCommit, Fault::Answer, Fault::CancellationToken];
    let simulated = Simulated::new(kept(&[Kept::Active; 9]), faults);
    let mut bulk = Bulk::new(State::Inactive, identifiers(9));
    assert_eq!(run(&mut bulk, &simulated, 1, usize::MAX), Some(Ended::Stopped));
    let many =
        |bulk: &Bulk| [Again::Stopped, Again::Refused, Again::Unknown].map(|it| bulk.how_many_again(it));
    assert_eq!(many(&bulk), [5, 1, 1]);

    assert_eq!(bulk.ask_again(Again::Unknown), 1);
    run_long(&mut bulk, &simulated);
    assert_eq!(many(&bulk), [5, 1, 0]);
    assert_eq!(bulk.perhaps_changed().map(Identifier::as_str).collect::<Vec<_>>(), ["2"]);
    assert_eq!(bulk.ask_again(Again::Refused), 1);
    run_long(&mut bulk, &simulated);
    assert_eq!(many(&bulk), [5, 0, 0]);
    assert_eq!(bulk.ask_again(Again::Stopped), 5);
    run_long(&mut bulk, &simulated);
    assert_eq!((bulk.counts().done, bulk.counts().already_so), (8, 1));
    assert!(!simulated.asked_again.get());
}

#[test]
fn calls_that_a_sign_out_overtakes_are_stopped_and_not_refused() {
    let simulated = Simulated::new(kept(&[Kept::Active; 9]), Vec::new());
    let mut bulk = Bulk::new(State::Inactive, identifiers(9));
    let vault = vault(&simulated);
    futures_executor::block_on(async {
        vault.sign_out().await;
        bulk.run(&vault, CONCURRENCY, &CancellationToken::new(), |_| ()).await;
    });
    assert_eq!(bulk.how_many_again(Again::Stopped), 9);
    assert_eq!(bulk.how_many_again(Again::Refused), 0);
}

#[test]
fn what_was_refused_to_the_access_key_itself_is_resumed_with_another_one() {
    let of = |code| Again::of(&Verdict::Refused(Problem::local(EndpointId::Deactivate, code)));
    assert_eq!([Code::NotAuthorised, Code::ClientRejected].map(of), [Some(Again::Stopped); 2]);
    assert_eq!(of(Code::NoAccess), Some(Again::Refused), "that is the API secret's");
}

#[test]
fn a_ledger_takes_more_in_and_asks_for_those_alone() {
    let simulated = Simulated::new(
        kept(&[Kept::Active; 9]),
        vec![Fault::NoAccess, Fault::Answer, Fault::CancellationToken],
    );
    let mut bulk = Bulk::new(State::Inactive, identifiers(5));
    assert_eq!(run(&mut bulk, &simulated, 1, usize::MAX), Some(Ended::Stopped));
    let before = bulk.clone();
    assert_eq!((bulk.add(identifiers(9)), bulk.len()), (4, 9));
    let first: Vec<_> = bulk.verdicts().take(5).collect();
    assert_eq!(first, before.verdicts().collect::<Vec<_>>(), "those before keep their verdicts");
    let done = bulk.counts().done;
    run_long(&mut bulk, &simulated);
    assert_eq!(bulk.counts().done, done + 4);
    assert_eq!(bulk.how_many_again(Again::Refused), 1);
    assert_eq!(bulk.how_many_again(Again::Stopped), before.how_many_again(Again::Stopped));
    assert!(!simulated.asked_again.get());
    assert_eq!(bulk.add(identifiers(9)), 0);
}

#[test]
fn what_somebody_has_switched_back_is_asked_for_anew_and_nothing_else() {
    let simulated = Simulated::new(kept(&[Kept::Active; 5]), vec![Fault::NoAccess]);
    let mut bulk = Bulk::new(State::Inactive, identifiers(5));
    run_long(&mut bulk, &simulated);
    let before: Vec<_> = bulk.items().map(|(_, item)| item.clone()).collect();
    bulk.ask_anew(&identifiers(2).into_iter().collect());
    assert_eq!((bulk.counts().waiting, bulk.how_many_again(Again::Refused)), (1, 1), "it was refused before");
    run_long(&mut bulk, &simulated);
    let now: Vec<_> = bulk.items().map(|(_, item)| item.clone()).collect();
    assert_eq!((now[0].clone(), &now[2..]), (before[0].clone(), &before[2..]));
    assert_eq!(
        bulk.verdicts().nth(1).map(|(_, verdict)| verdict),
        Some(Verdict::AlreadySo),
        "nobody did here"
    );
}

#[test]
fn a_copy_of_a_ledger_stays_as_it_was() {
    let before = Bulk::new(State::Inactive, identifiers(200));
    let mut bulk = before.clone();
    run_long(&mut bulk, &Simulated::new(kept(&[Kept::Active; 200]), vec![]));
    assert_eq!((before.counts().waiting, bulk.counts().done), (200, 200));
    assert!(before.items().all(|(_, item)| item.over_at().is_none()));
    assert!(bulk.items().all(|(_, item)| item.sent_at() <= item.over_at() && item.is_changed()));
    assert_eq!(bulk.item(199).map(|(identifier, _)| identifier.as_str()), Some("200"));
    assert!(bulk.item(200).is_none());
}

fn run_long(bulk: &mut Bulk, simulated: &Simulated) {
    run(bulk, simulated, CONCURRENCY, usize::MAX);
}

#[test]
fn failed_items_are_tried_again_and_only_those() {
    let (mut bulk, simulated, _) = whole(&[Kept::Active; 20], vec![Fault::NoAccess; 3 * CONCURRENCY]);
    let refused = bulk.counts().refused - 1;
    assert!(refused > 0 && bulk.counts().done == 20 - refused);
    assert_eq!(bulk.retry_failed(), refused + 1, "the one that is gone is asked for again too");
    run(&mut bulk, &simulated, CONCURRENCY, usize::MAX);
    assert_eq!((bulk.counts().done, bulk.counts().refused), (20, 1));
    assert!(!simulated.asked_again.get());
}

#[test]
fn a_change_whose_answer_was_lost_is_not_undone_by_guess() {
    let (bulk, _, _) = whole(&[Kept::Active, Kept::Active], vec![Fault::DropAfterCommit]);
    assert_eq!((bulk.counts().done, bulk.counts().already_so), (1, 1));
    assert_eq!(bulk.undo().verdicts().count(), 1);
    assert_eq!(bulk.perhaps_changed().map(Identifier::as_str).collect::<Vec<_>>(), ["1"]);
}

#[test]
fn under_a_key_a_lost_answer_comes_again_and_its_change_is_undone() {
    let faults = vec![Fault::DropAfterCommit, Fault::FailAfterCommit, Fault::TimeOut];
    let simulated = Simulated { takes_keys: true, ..Simulated::new(kept(&[Kept::Active; 3]), faults) };
    let mut bulk = Bulk::new(State::Inactive, identifiers(3));
    run_long(&mut bulk, &simulated);
    assert_eq!((bulk.counts().done, bulk.perhaps_changed().count()), (3, 0));
    assert_eq!(bulk.undo().verdicts().count(), 3);
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        120 => Just(Fault::Answer),
        10 => Just(Fault::DropBeforeSend),
        10 => Just(Fault::DropBeforeCommit),
        20 => Just(Fault::DropAfterCommit),
        10 => Just(Fault::FailAfterCommit),
        10 => Just(Fault::TimeOut),
        10 => Just(Fault::TooMany),
        10 => Just(Fault::NoAccess),
        // Rare, so that runs are dropped at any point, too.
        1 => Just(Fault::CancellationToken),
    ]
}

fn any_kept() -> impl Strategy<Value = Kept> {
    prop_oneof![8 => Just(Kept::Active), 2 => Just(Kept::Inactive), 1 => Just(Kept::Foreign)]
}

/// How long somebody lets a run go on, and what is asked again before the next.
fn any_sittings() -> impl Strategy<Value = Vec<(usize, Option<Option<Again>>)>> {
    let again = prop_oneof![
        2 => Just(None),
        2 => Just(Some(None)),
        1 => Just(Some(Some(Again::Stopped))),
        1 => Just(Some(Some(Again::Refused))),
        1 => Just(Some(Some(Again::Unknown))),
    ];
    prop::collection::vec((prop_oneof![Just(usize::MAX), 1..500_usize], again), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever the network does, however often the user stops, drops, resumes and retries.
    #[test]
    fn every_item_ends_with_one_true_verdict(
        states in prop::collection::vec(any_kept(), 999),
        faults in prop::collection::vec(any_fault(), 0..3000),
        sittings in any_sittings(),
        concurrency in 1..9_usize,
        takes_keys: bool,
    ) {
        let simulated = Simulated { takes_keys, ..Simulated::new(kept(&states), faults) };
        let mut bulk = Bulk::new(State::Inactive, identifiers(1000));
        for (patience, retry) in sittings {
            run(&mut bulk, &simulated, concurrency, patience);
            prop_assert!(simulated.most_under_way.get() <= concurrency);
            match retry {
                None => {}
                Some(None) => {
                    bulk.retry_failed();
                }
                Some(Some(again)) => {
                    let many = bulk.how_many_again(again);
                    prop_assert_eq!(bulk.ask_again(again), many);
                    prop_assert_eq!(bulk.counts().waiting, many);
                }
            }
        }

        let verdicts: BTreeMap<_, _> = bulk.verdicts().map(|(id, verdict)| (id.as_str().to_owned(), verdict)).collect();
        prop_assert_eq!(verdicts.len(), 1000);
        prop_assert_eq!(bulk.verdicts().count(), 1000);
        let (changed, kept) = (simulated.changed.borrow(), simulated.kept.borrow());
        for (id, verdict) in &verdicts {
            match verdict {
                Verdict::Done(()) => prop_assert!(changed.contains(id), "{} done, but not changed", id),
                Verdict::AlreadySo => prop_assert_eq!(kept.get(id), Some(&Kept::Inactive)),
                Verdict::Refused(_) | Verdict::NotAttempted(_) => {
                    prop_assert!(!changed.contains(id), "{} changed, but {:?}", id, verdict);
                }
                Verdict::Unknown(_) => {}
            }
        }
        prop_assert!(!simulated.asked_again.get(), "asked again after a good answer");
        // Undo takes back nothing that we did not change, and leaves out nothing that is certain.
        let ids = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
        let undone = ids(bulk.undo().verdicts().map(|(id, _)| id.as_str().to_owned()).collect());
        let perhaps = ids(bulk.perhaps_changed().map(|id| id.as_str().to_owned()).collect());
        // Under a key nobody has to guess: whatever has an answer is certain.
        for (id, verdict) in verdicts.iter().filter(|_| takes_keys) {
            prop_assert!(matches!(verdict, Verdict::Unknown(_)) || !perhaps.contains(id), "{}: {:?}", id, verdict);
        }
        prop_assert!(undone.is_subset(&changed));
        prop_assert!(changed.iter().all(|id| undone.contains(id) || perhaps.contains(id)));
    }
}
