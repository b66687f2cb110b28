//! Native tests of the dashboard: addresses, colours, and models as Yew state.
#![cfg(not(target_arch = "wasm32"))]

mod contrast;
mod route;
mod store;
