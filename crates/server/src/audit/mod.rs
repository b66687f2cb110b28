//! How much is entered into the audit log of what nobody proved to be allowed to do.

mod refusals;
mod unverified_callers;

pub(crate) use refusals::{ROOM, Refusals};
pub(crate) use unverified_callers::UnverifiedCallers;
