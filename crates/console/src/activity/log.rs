//! When the server is asked for its log; what it answers is kept by `server_log`.

use latchboard_contract::error::Problem;

use super::{ActivityPage, Effect};
use crate::activity::server_log::{Access, LogAnswer, ServerLog};
use crate::{Changed, Effects, Ticket};

/// What can happen to the server's log.
#[derive(Clone, Debug)]
pub enum Action {
    /// The page is looked at, by whoever is signed in, if anybody is.
    Opened(Option<u64>),
    /// The server is to be asked once more.
    RefreshAsked,
    /// Older entries are wanted.
    OlderAsked,
    /// The server's answer, to a question for those before a number or for the newest.
    Read(Ticket, Option<u64>, Result<LogAnswer, Problem>),
}

impl ActivityPage {
    pub(super) fn update_log(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Opened(None) if self.log.access == Access::SignedOut => return None,
            Action::Opened(None) => self.log = ServerLog::default(),
            Action::Opened(Some(sign_in)) => {
                let is_known = self.log.is_of(sign_in) && self.log.access != Access::SignedOut;
                if is_known && (self.log.pending.is_some() || !self.log.is_worth_asking()) {
                    return None;
                }
                if !is_known {
                    self.log = ServerLog::of(sign_in);
                }
                self.ask(None, effects);
            }
            Action::RefreshAsked if self.log.access == Access::SignedOut => return None,
            Action::RefreshAsked => self.ask(None, effects),
            Action::OlderAsked if self.log.pending.is_some() => return None,
            Action::OlderAsked => self.ask(Some(self.log.next?), effects),
            Action::Read(ticket, ..) if self.log.pending != Some(ticket) => return None,
            Action::Read(_, before, result) => self.log.answer(result, before),
        }
        Some(Changed)
    }

    /// Asks for the newest entries, or for those before a number.
    pub(super) fn ask(&mut self, before: Option<u64>, effects: &mut Effects<Effect>) {
        let ticket = self.next_ticket();
        self.log.ask(ticket);
        effects.push(Effect::ReadLog(ticket, self.filter.clone(), before));
    }
}
