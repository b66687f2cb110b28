//! The contract's tests against the golden bodies: what the client reads and what the server writes.

mod answers;
mod configuration;
mod envelope;
mod error_guide;
mod validation;
