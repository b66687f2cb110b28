//! Native tests of the dashboard: addresses, colours, what is printed beforehand, and models as Yew state.
#![cfg(not(target_arch = "wasm32"))]

mod contrast;
mod prerendered;
mod route;
mod store;
