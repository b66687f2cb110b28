//! The messages beside the list: which there are, in which order, and which go by themselves. They lie over the page and move
//! nothing of it, since a press that is on its way must not meet another row.

use latchboard_contract::validate::Identifier;

use crate::Ticket;

/// What a message is about. The page's state has the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// What became of the switch of an API secret.
    Switched(Identifier),
    /// What was stored.
    Written,
    /// Why nothing was sent.
    Blocked,
    /// Why the list could not be loaded again.
    NotLoaded,
}

/// The messages, the latest last.
#[derive(Clone, Default)]
pub(super) struct Messages {
    told: Vec<(Ticket, Message)>,
    /// Somebody points at one or is in one with the cursor: none goes by itself meanwhile.
    is_held: bool,
}

impl Messages {
    /// Takes the place of an earlier one about the same.
    pub(super) fn tell(&mut self, ticket: Ticket, message: Message) {
        self.take(&message);
        self.told.push((ticket, message));
    }

    pub(super) fn take(&mut self, message: &Message) {
        self.told.retain(|(_, told)| told != message);
    }

    /// On somebody's word. Nothing says that a pointer or a cursor has left what is gone.
    pub(super) fn dismiss(&mut self, message: &Message) {
        self.take(message);
        self.is_held = false;
    }

    pub(super) fn hold(&mut self, is_held: bool) -> Option<()> {
        (std::mem::replace(&mut self.is_held, is_held) != is_held).then_some(())
    }

    /// The time of one is over. `None` when it is gone already; else whether it went: one that is held stays for
    /// another while.
    pub(super) fn expire(&mut self, ticket: Ticket) -> Option<bool> {
        let at = self.told.iter().position(|(told, _)| *told == ticket)?;
        if !self.is_held {
            self.told.remove(at);
        }
        Some(!self.is_held)
    }

    /// The latest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.told.iter().rev().map(|(_, message)| message)
    }
}
