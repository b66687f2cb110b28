//! The models driven as the dashboard drives them, against a vault that really keeps states behind a
//! network that fails on command.
#![cfg(not(target_arch = "wasm32"))]

mod activity;
mod bulk;
mod drill;
mod leak;
mod stored_run;
mod vault;
