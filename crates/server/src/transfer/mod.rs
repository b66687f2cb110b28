//! API secrets in and out as JSON Lines, however many there are: one piece is in memory at a time.

mod export;
mod import;

pub(crate) use export::export;
pub(crate) use import::{Import, Progress, Remark, Report};
