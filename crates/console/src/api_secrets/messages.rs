//! The messages beside the list: which there are, in which order, and which go by themselves. They lie over the page and move
//! nothing of it, since a press that is on its way must not meet another row.

use latchboard_contract::validate::Identifier;

use crate::{Changed, Effects, Ticket};

use super::{ApiSecretsPage, Effect};

/// What a message is about. The page's state has the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// What became of the switch of an API secret.
    Switched(Identifier),
    /// An API secret was created or changed.
    Written,
    /// Why nothing was sent.
    Blocked,
    /// Why the list could not be loaded again.
    NotLoaded,
}

/// What keeps messages from going by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// A pointer is over them.
    Pointer,
    /// The cursor is in one of them.
    Focus,
}

/// The messages, the latest last.
#[derive(Clone, Default)]
pub(super) struct Messages {
    told: Vec<(Ticket, Message)>,
    /// Not empty: none goes by itself.
    holds: Vec<Hold>,
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
        self.holds.clear();
    }

    /// `None` when nothing changes by it.
    pub(super) fn hold(&mut self, hold: Hold, is_held: bool) -> Option<()> {
        if self.holds.contains(&hold) == is_held {
            return None;
        }
        self.holds.retain(|other| *other != hold);
        self.holds.extend(is_held.then_some(hold));
        Some(())
    }

    /// The time of one is over. `None` when it is gone already; else whether it went: one that is held gets its time
    /// once more.
    pub(super) fn expire(&mut self, ticket: Ticket) -> Option<bool> {
        let at = self.told.iter().position(|(told, _)| *told == ticket)?;
        let goes = self.holds.is_empty();
        if goes {
            self.told.remove(at);
        }
        Some(goes)
    }

    /// In the order of the page: the latest is on top.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.told.iter().rev().map(|(_, message)| message)
    }
}

pub enum MessageAction {
    /// A switch's outcome was read.
    OutcomeDismissed(Identifier),
    /// Another message was read.
    MessageDismissed(Message),
    /// The time of a message is over.
    MessageExpired(Ticket),
    /// Somebody points at the messages or is among them with the cursor, or no longer.
    MessagesHeld(Hold, bool),
}

impl ApiSecretsPage {
    pub(super) fn update_messages(
        &mut self,
        action: MessageAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            MessageAction::OutcomeDismissed(identifier) => {
                return self.dismiss(&Message::Switched(identifier), effects);
            }
            MessageAction::MessageDismissed(message) => return self.dismiss(&message, effects),
            MessageAction::MessageExpired(ticket) => {
                if !self.messages.expire(ticket)? {
                    effects.push(Effect::ExpireMessage(ticket));
                }
            }
            MessageAction::MessagesHeld(hold, is_held) => self.messages.hold(hold, is_held)?,
        }
        Some(Changed)
    }

    pub(super) fn tell(&mut self, message: Message) -> Ticket {
        let ticket = self.next_ticket();
        self.messages.tell(ticket, message);
        ticket
    }

    /// What needs no answer goes by itself.
    pub(super) fn tell_for_a_while(&mut self, message: Message, effects: &mut Effects<Effect>) {
        let ticket = self.tell(message);
        effects.push(Effect::ExpireMessage(ticket));
    }

    /// The button that was pressed is gone with the message.
    fn dismiss(&mut self, message: &Message, effects: &mut Effects<Effect>) -> Option<Changed> {
        match message {
            Message::Switched(identifier) => {
                self.outcomes.remove(identifier)?;
                self.messages.dismiss(message);
                self.focus_switch(identifier, effects);
                return Some(Changed);
            }
            Message::Blocked => {
                let (identifier, _) = self.blocked.take()?;
                self.view.put_cursor(Some(identifier.as_str()));
            }
            Message::Written => self.created = None,
            Message::NotLoaded => {}
        }
        self.messages.dismiss(message);
        self.focus_if_lost(effects);
        Some(Changed)
    }
}
