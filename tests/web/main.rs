//! Component tests in a real browser: a component is mounted, used, and its elements are read.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "clippy does not see that these are tests")]

mod button;
mod dialog;
mod early_input;
mod outcome;
mod page;
mod secret_field;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
