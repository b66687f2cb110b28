//! Native tests of the dashboard: addresses, and models as Yew state.
#![cfg(not(target_arch = "wasm32"))]

mod route;
mod store;
