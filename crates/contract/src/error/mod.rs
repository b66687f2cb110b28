//! What can go wrong, said once: stable codes, the problem as it happened, and the catalogue
//! that knows cause and remedy.

pub mod catalogue;
mod code;
mod entry;
mod guide;
mod problem;

pub use code::Code;
pub use entry::{Endpoints, Entry, Guide, RemedyAction, Retry};
pub use problem::Problem;
