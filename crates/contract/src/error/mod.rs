//! What can go wrong, said once: stable codes, the problem as it happened, and the catalogue
//! that knows cause and remedy.

pub mod catalogue;
mod code;
pub(crate) mod guide;
mod problem;

pub use catalogue::{Endpoints, Entry, Guide, RemedyAction, Retry};
pub use code::Code;
pub use problem::Problem;
