//! The client's tests on a scripted transport: faults and clocks that no real server offers.
#![cfg(not(target_arch = "wasm32"))]

mod bulk;
mod golden;
mod location_history;
mod reached;
mod scripted;
mod simulated;
mod vault;
