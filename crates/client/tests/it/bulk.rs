//! A bulk run over any sequence of faults ends with one true verdict per item.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use latchboard_client::bulk::{Bulk, CONCURRENCY, Counts, Ended};
use latchboard_client::{BaseUrl, State, Stop, Vault, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::Credentials;
use latchboard_contract::error::Code;
use latchboard_contract::validate::Identifier;
use proptest::prelude::*;

use crate::simulated::{Fault, Kept, Simulated};

fn vault(simulated: &Simulated) -> Vault<&Simulated> {
    let credentials = Credentials { client_id: "id".into(), client_secret: Secret::from("s"), tenant: None };
    Vault::new(simulated, BaseUrl::same_origin(), credentials)
}

fn identifiers(count: usize) -> Vec<Identifier> {
    (1..=count).map(|number| Identifier::parse(&number.to_string()).expect("digits")).collect()
}

fn kept(states: &[Kept]) -> BTreeMap<String, Kept> {
    (1..).map(|number: usize| number.to_string()).zip(states.iter().copied()).collect()
}

/// Runs, and drops the run after `patience` looks at it.
fn run(bulk: &mut Bulk, simulated: &Simulated, concurrency: usize, patience: usize) -> Option<Ended> {
    let (vault, stop) = (vault(simulated), Stop::new());
    simulated.stop.replace(stop.clone());
    let mut run = pin!(bulk.run(&vault, concurrency, &stop, |event| {
        let Counts { waiting, under_way, done, already_so, refused, not_attempted, unknown } = event.counts;
        assert_eq!(
            waiting + under_way + done + already_so + refused + not_attempted + unknown,
            simulated_items(simulated)
        );
    }));
    for _ in 0..patience {
        if let Poll::Ready(ended) = run.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(ended);
        }
    }
    None
}

/// One item is asked for that the vault does not have.
fn simulated_items(simulated: &Simulated) -> usize {
    simulated.kept.borrow().len() + 1
}

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
    let (mut bulk, simulated, ended) = whole(&states, vec![Fault::Answer, Fault::Answer, Fault::Stop]);
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
fn failed_items_are_tried_again_and_only_those() {
    let (mut bulk, simulated, _) = whole(&[Kept::Active; 20], vec![Fault::TooMany; 3 * CONCURRENCY]);
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

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        12 => Just(Fault::Answer),
        1 => Just(Fault::DropBeforeSend),
        1 => Just(Fault::DropBeforeCommit),
        2 => Just(Fault::DropAfterCommit),
        1 => Just(Fault::FailAfterCommit),
        1 => Just(Fault::TimeOut),
        1 => Just(Fault::TooMany),
        1 => Just(Fault::Stop),
    ]
}

fn any_kept() -> impl Strategy<Value = Kept> {
    prop_oneof![8 => Just(Kept::Active), 2 => Just(Kept::Inactive), 1 => Just(Kept::Foreign)]
}

/// How long somebody lets a run go on, and whether failures are tried again before the next.
fn any_sittings() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((prop_oneof![Just(usize::MAX), 1..500_usize], any::<bool>()), 1..6)
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
    ) {
        let simulated = Simulated::new(kept(&states), faults);
        let mut bulk = Bulk::new(State::Inactive, identifiers(1000));
        for (patience, retry) in sittings {
            run(&mut bulk, &simulated, concurrency, patience);
            prop_assert!(simulated.most_under_way.get() <= concurrency);
            if retry {
                bulk.retry_failed();
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
        prop_assert!(undone.is_subset(&changed));
        prop_assert!(changed.iter().all(|id| undone.contains(id) || perhaps.contains(id)));
    }
}
