//! Everything that is known about the wire, and nothing else: endpoints as data, the bodies of
//! both API families, validation, fingerprints and the error catalogue.
//!
//! Pure: no I/O, no clock, no randomness. Client, server, dashboard and JavaScript module all
//! speak through this crate; none of them restates a path, a limit, a message or a code.
//!
//! - [`audit`]: entries of the audit log, how they hang together, and how a log is verified.
//! - [`endpoint`]: one file per endpoint, with the client's and the server's side of it.
//! - [`error`]: stable codes, what went wrong ([`error::Problem`]) and what to do about it
//!   ([`error::catalogue`]).
//! - [`http`]: requests and responses as plain data.
//! - [`idempotency`]: names for calls, so that a repeat changes nothing twice.
//! - [`time`]: points in time as people and programs read them.
//! - [`validate`]: what is refused, or warned of, before anything is sent.
//! - [`Secret`]: the only way a secret travels through the code.

pub mod audit;
pub mod endpoint;
mod endpoint_id;
pub mod error;
mod fingerprint;
mod generate;
pub mod http;
pub mod idempotency;
#[doc(hidden)]
pub mod names;
mod redact;
mod secret;
mod service;
pub mod time;
pub mod validate;

pub use fingerprint::{Fingerprint, FullFingerprint};
pub use generate::{GENERATED_LENGTH, generate_from};
pub use redact::echoes;
pub use secret::Secret;
