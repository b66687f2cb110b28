//! Verifying a log: what it is held to, how far that is, and what was found. Reading one is `audit_check`'s business.

use latchboard_client::CancellationToken;
use latchboard_contract::audit::Finding;
use latchboard_contract::error::Problem;

use crate::audit_check::{Expected, NotKept, Whole};
use crate::{Changed, Effects, Model, Ticket};

/// What a log is read from to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The server, which sends its whole log.
    Server {
        /// What it sent is saved as well, once it was found whole.
        save: bool,
    },
    /// A file of this machine, with the lines of an export.
    File,
    /// A text with the lines of an export.
    Pasted,
}

/// What a log is held to, and how far verifying it is.
#[derive(Clone, Default)]
pub struct Check {
    /// The public key that it must be signed with, as typed.
    pub key: String,
    /// The checkpoint that it must go on from, as pasted or opened.
    pub checkpoint: String,
    /// What of these is not what it should be.
    pub fault: Option<NotKept>,
    /// How far it is.
    pub state: CheckState,
    stop: CancellationToken,
    ticket: Ticket,
}

/// How far verifying is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CheckState {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// Its entries are being read.
    Going {
        /// News with another one are of a reading before.
        ticket: Ticket,
        /// Where the entries come from.
        origin: Origin,
        /// Entries that are as they were written so far.
        entries: u64,
    },
    /// The last reading has ended, with this result.
    Over(Origin, Checked),
}

/// What a log was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// All entries are there, as they were written.
    Whole(Box<Whole>),
    /// Not; and the first thing that is wrong.
    Wrong(Finding),
    /// The file could not be read.
    Unread,
    /// Somebody did not want to wait for the end, behind so many entries.
    Stopped(u64),
    /// The server refused, or broke off behind so many entries.
    Failed(Problem, u64),
}

#[derive(Clone, Debug)]
pub enum Action {
    /// Somebody typed a public key.
    KeyTyped(String),
    /// Somebody typed or pasted a checkpoint.
    CheckpointTyped(String),
    /// A file with one was chosen.
    CheckpointChosen,
    /// A log is to be verified.
    VerifyAsked(Origin),
    /// So many entries are as they were written.
    VerifyWent(Ticket, u64),
    /// Nobody waits for the end.
    VerifyStopAsked,
    /// A reading has ended.
    Verified(Ticket, Checked),
    /// The last signature of the log that was found whole is to be kept.
    CheckpointSaveAsked,
}

pub enum Effect {
    /// Read the chosen file with a checkpoint.
    ReadCheckpoint,
    Verify(Ticket, Origin, Expected, CancellationToken),
    /// Do not go on with that.
    StopVerifying(CancellationToken),
    SaveCheckpoint(String),
}

impl Check {
    const fn is_going(&self) -> bool {
        matches!(self.state, CheckState::Going { .. })
    }

    /// What is read, if it goes on under `ticket`.
    fn going(&self, ticket: Ticket) -> Option<Origin> {
        let CheckState::Going { ticket: its, origin, .. } = self.state else { return None };
        (its == ticket).then_some(origin)
    }

    /// What was found before was held to something else.
    fn forget(&mut self) {
        (self.fault, self.state) = (None, CheckState::Idle);
    }

    fn verify(&mut self, origin: Origin, effects: &mut Effects<Effect>) {
        self.forget();
        match Expected::read(&self.key, &self.checkpoint) {
            Err(fault) => self.fault = Some(fault),
            Ok(expected) => {
                let ticket = self.ticket.next();
                (self.ticket, self.stop) = (ticket, CancellationToken::new());
                self.state = CheckState::Going { ticket, origin, entries: 0 };
                effects.push(Effect::Verify(ticket, origin, expected, self.stop.clone()));
            }
        }
    }
}

impl Model for Check {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::KeyTyped(_) | Action::CheckpointTyped(_) | Action::VerifyAsked(_) if self.is_going() => {
                return None;
            }
            Action::KeyTyped(key) => {
                self.forget();
                self.key = key;
            }
            Action::CheckpointTyped(checkpoint) => {
                self.forget();
                self.checkpoint = checkpoint;
            }
            Action::CheckpointChosen => effects.push(Effect::ReadCheckpoint),
            Action::VerifyAsked(origin) => self.verify(origin, effects),
            Action::VerifyWent(ticket, entries) => {
                self.state = CheckState::Going { ticket, origin: self.going(ticket)?, entries };
            }
            Action::VerifyStopAsked if !self.is_going() => return None,
            Action::VerifyStopAsked => effects.push(Effect::StopVerifying(self.stop.clone())),
            Action::Verified(ticket, checked) => {
                self.state = CheckState::Over(self.going(ticket)?, checked);
            }
            Action::CheckpointSaveAsked => {
                let CheckState::Over(_, Checked::Whole(whole)) = &self.state else { return None };
                effects.push(Effect::SaveCheckpoint(whole.checkpoint.clone()));
            }
        }
        Some(Changed)
    }
}
