//! What the dashboard does, free of Yew, HTTP and the browser.
//!
//! A page is a [`Model`]: actions go in, a new state and effects come out. Views only draw it,
//! and effects are carried out elsewhere, so every behaviour can be tested in microseconds.
//!
//! - [`admin_key`]: register, change the secret, regenerate; the key that is shown once.
//! - [`api_secrets`]: sign in, list, create, switch on and off.
//! - [`connection`]: which server answers, and whether it does.
//! - [`place`], [`connections`]: choosing them, and what a failed connection means.
//! - [`error_guide`]: which codes match a search.
//! - [`journal`]: what this browser did, and what its calls proved.

pub mod admin_key;
pub mod api_secrets;
pub mod connection;
pub mod connections;
pub mod error_guide;
mod inquiry;
pub mod journal;
mod model;
mod outcome;
pub mod place;

pub use inquiry::Inquiry;
pub use model::{Model, Remote, Ticket, Timestamp};
pub use outcome::{Outcome, OutcomeKind};
