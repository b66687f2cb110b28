//! The contract's tests: what the client reads, what the server writes, and what neither ever does.

mod ambiguities;
mod answers;
#[cfg(feature = "verify")]
mod audit;
mod audit_lanes;
#[path = "../support/calls.rs"]
mod calls;
mod configuration;
mod envelope;
mod error_guide;
mod golden;
#[path = "../support/oracle.rs"]
mod oracle;
mod properties;
mod reached;
mod validation;
