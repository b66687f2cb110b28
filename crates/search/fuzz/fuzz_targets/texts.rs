//! The targets of `tests/fuzz`, led by coverage. The first byte picks the target, or the environment
//! does by its name:
//! `LATCHBOARD_FUZZ_TARGET=search cargo +nightly fuzz run --fuzz-dir crates/search/fuzz texts`

#![no_main]

#[path = "../../tests/support/targets.rs"]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use targets::{TARGETS, Target};

static CHOSEN: LazyLock<Vec<&Target>> = LazyLock::new(|| {
    let wanted = std::env::var("LATCHBOARD_FUZZ_TARGET").unwrap_or_default();
    let chosen: Vec<_> =
        TARGETS.iter().filter(|target| wanted.is_empty() || target.name == wanted).collect();
    assert!(!chosen.is_empty(), "no target is called {wanted}");
    chosen
});

fuzz_target!(|data: &[u8]| {
    if let Some((first, input)) = data.split_first() {
        (CHOSEN[usize::from(*first) % CHOSEN.len()].run)(input);
    }
});
