//! The targets of `tests/fuzz`, led by coverage. The first byte picks the target, or the environment
//! does by its name:
//! `LATCHBOARD_FUZZ_TARGET=answer_token cargo +nightly fuzz run --fuzz-dir crates/contract/fuzz readers`

#![no_main]

#[path = "../../tests/support/calls.rs"]
mod calls;
#[path = "../../tests/support/oracle.rs"]
mod oracle;
#[path = "../../tests/support/targets.rs"]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use targets::Target;

static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let wanted = std::env::var("LATCHBOARD_FUZZ_TARGET").unwrap_or_default();
    let chosen: Vec<_> =
        targets::all().into_iter().filter(|target| wanted.is_empty() || target.name == wanted).collect();
    assert!(!chosen.is_empty(), "no target is called {wanted}");
    chosen
});

fuzz_target!(|data: &[u8]| {
    if let Some((first, input)) = data.split_first() {
        TARGETS[usize::from(*first) % TARGETS.len()].run(input);
    }
});
