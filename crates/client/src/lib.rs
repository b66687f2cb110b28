//! A typed client for both API families that never lies about what happened.
//!
//! - [`transport`]: how a request reaches a server; one for browsers, one for everything else.
//! - [`LocationHistory`] and [`Vault`]: the calls, one method each.
//! - [`Verdict`]: what became of a call that changes something; [`resolve`]: how to find out when
//!   there was no answer.
//! - [`capabilities()`]: what a server offers beside the vendors' calls.
//! - [`bulk`]: one switch for many API secrets, with a verdict for each.
//! - [`scan`]: looks for a leaked value where the server cannot.
//!
//! What the bodies look like is not known here: that is `contract`'s business.

pub mod bulk;
mod cancellation;
mod capabilities;
mod location_history;
mod pace;
mod repeat;
pub mod resolve;
mod retry;
pub mod scan;
pub mod transport;
mod vault;
mod verdict;

pub use cancellation::{CancellationToken, Cancelled};
pub use capabilities::{KnownCapabilities, capabilities};
pub use location_history::LocationHistory;
pub use pace::Pace;
pub use transport::{BaseUrl, Transport, anybody, health};
pub use vault::{State, SwitchReport, Vault};
pub use verdict::Verdict;
