//! What became of the calls: the last one of each task at each service.

use std::rc::Rc;

use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::Service;

use super::Task;
use crate::{Outcome, Resolution};

/// What a call carries.
#[derive(Clone)]
pub struct Sent {
    pub service: Service,
    /// The account's API key.
    pub api_key: Rc<Secret>,
    pub secret: Rc<Secret>,
    /// The new secret, for a change.
    pub new_secret: Rc<Secret>,
    /// The secret that is in force after the call, if it was generated here: nobody else has it.
    pub(super) generated: Option<Rc<Secret>>,
}

/// What became of a call.
#[derive(Clone)]
pub(super) struct CallRecord {
    pub(super) task: Task,
    pub(super) service: Service,
    pub(super) outcome: Outcome,
    /// The server sent a new admin key.
    pub(super) has_new_key: bool,
    /// How it is found out, for a call that was left without an answer.
    pub(super) resolution: Option<Resolution>,
    /// What that call carried, for as long as it is not known what became of it.
    pub(super) sent: Option<Sent>,
}

impl CallRecord {
    /// Nobody knows yet, and it can be asked.
    pub(super) const fn is_open(&self) -> bool {
        self.sent.is_some()
    }

    pub(super) fn is_about(&self, task: Task, service: Service) -> bool {
        self.task == task && self.service == service
    }
}
