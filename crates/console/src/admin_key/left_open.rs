//! Calls that were sent before the page went away, and whose answer nobody has seen: which, and when. Nothing of what they
//! carried.

use latchboard_contract::endpoint::configuration::Service;

use super::Task;
use crate::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOpen {
    pub task: Task,
    pub service: Service,
    /// When it was sent.
    pub at: Timestamp,
}

impl LeftOpen {
    /// Whether it is this call.
    pub(super) fn is_about(&self, task: Task, service: Service) -> bool {
        self.task == task && self.service == service
    }
}
