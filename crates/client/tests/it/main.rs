//! The client's tests on a scripted transport: faults and clocks that no real server offers.

mod location_history;
mod scripted;
mod vault;
