//! A typed client for both API families that never lies about what happened.
//!
//! - [`transport`]: how a request reaches a server; one for browsers, one for everything else.
//! - [`LocationHistory`] and [`Vault`]: the calls, one method each.
//! - [`Verdict`]: what became of a call that changes something.
//!
//! What the bodies look like is not known here: that is `contract`'s business.

mod location_history;
pub mod transport;
mod vault;
mod verdict;

pub use location_history::LocationHistory;
pub use transport::{BaseUrl, Transport, health};
pub use vault::Vault;
pub use verdict::Verdict;
