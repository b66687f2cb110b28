//! Throws bent and broken inputs at every reader of foreign bytes, on any toolchain. Knows JSON, so
//! most inputs get past the parser; knows nothing of coverage (`fuzz/` does, on nightly).
//!
//! Runs for a moment with the other tests. For longer, with another seed each time:
//! `LATCHBOARD_FUZZ_SECONDS=600 cargo test -p latchboard-contract --release --test fuzz -- --nocapture`
//! `LATCHBOARD_FUZZ_SEED` repeats a run; `LATCHBOARD_FUZZ_TARGET` picks the targets by part of a name;
//! `LATCHBOARD_FUZZ_INPUT` is one input, in the hexadecimal digits that a failure prints.

#[path = "../support/calls.rs"]
mod calls;
mod mutate;
#[path = "../support/oracle.rs"]
mod oracle;
#[path = "../support/targets.rs"]
mod targets;

use latchboard_contract::endpoint::EndpointId;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mutate::Mutator;
use targets::{Kind, Target};

/// Enough to see every kind of mutation at every target in a debug build, too short to be waited for.
const DEFAULT_SECONDS: u64 = 2;
/// Inputs per turn of a target: few enough that all get their turn in the shortest run.
const TURN: u32 = 64;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

#[test]
fn no_input_breaks_a_promise() {
    let seconds = number("LATCHBOARD_FUZZ_SECONDS");
    let by_clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    // A short run is the same every time; a long one looks elsewhere each time.
    let seed = number("LATCHBOARD_FUZZ_SEED").unwrap_or(if seconds.is_some() { by_clock } else { 1 });
    let wanted = std::env::var("LATCHBOARD_FUZZ_TARGET").unwrap_or_default();
    let targets: Vec<Target> =
        targets::all().into_iter().filter(|target| target.name.contains(&wanted)).collect();
    assert!(!targets.is_empty(), "no target has {wanted} in its name");

    if let Ok(hex) = std::env::var("LATCHBOARD_FUZZ_INPUT") {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
        let input: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
        return targets.iter().for_each(|target| run(target, &input, seed));
    }
    let mut mutator = Mutator::new(seed);
    let mut runs = vec![0_u64; targets.len()];
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(DEFAULT_SECONDS));
    // Every target once, even where the machine is too busy for the time to suffice.
    while Instant::now() < until || runs.contains(&0) {
        for (target, runs) in targets.iter().zip(&mut runs) {
            for _ in 0..TURN {
                run(target, &mutator.input(&target.kind), seed);
                *runs += 1;
            }
        }
    }
    report(&targets, &runs, seed);
}

fn run(target: &Target, input: &[u8], seed: u64) {
    if catch_unwind(AssertUnwindSafe(|| target.run(input))).is_err() {
        let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = String::from_utf8_lossy(input);
        panic!("{} fails (seed {seed}) on {text:?}\nhexadecimal: {hex}", target.name);
    }
}

/// Shown with `--nocapture` only.
fn report(targets: &[Target], runs: &[u64], seed: u64) {
    let mut text = format!("seed {seed}, {} inputs\n", runs.iter().sum::<u64>());
    for (target, runs) in targets.iter().zip(runs) {
        text.push_str(&format!("{runs:>12}  {}\n", target.name));
    }
    // The test's own output, asked for on the command line.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

#[test]
fn the_targets_are_all_readers_of_foreign_bytes() {
    let targets = targets::all();
    let count = |wanted: fn(&Kind) -> bool| targets.iter().filter(|target| wanted(&target.kind)).count();
    assert_eq!(count(|kind| matches!(kind, Kind::Answer(_))), EndpointId::ALL.len());
    assert_eq!(count(|kind| matches!(kind, Kind::Body(_))), 8);
    assert_eq!(count(|kind| matches!(kind, Kind::Text(_))), 4);
}
