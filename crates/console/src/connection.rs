//! Which server the dashboard talks to, and whether it answers.

use latchboard_contract::error::Problem;

use crate::{Model, Remote, Ticket, Timestamp};

/// The connection, as the top bar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Host and port of the server.
    pub host: String,
    /// Since when it is known to answer.
    pub health: Remote<Timestamp>,
    ticket: Ticket,
}

/// What can happen to the connection.
#[derive(Debug)]
pub enum Action {
    /// Somebody wants to know.
    CheckAsked,
    /// The answer to a check.
    Checked {
        /// The question.
        ticket: Ticket,
        /// When it was answered, or why not.
        result: Result<Timestamp, Problem>,
    },
}

/// What the connection wants done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server whether it is there.
    Check(Ticket),
}

impl Connection {
    /// The connection to `host`, not checked yet.
    #[must_use]
    pub fn new(host: String) -> Self {
        Self { host, health: Remote::default(), ticket: Ticket::default() }
    }
}

impl Model for Connection {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        match action {
            Action::CheckAsked if self.health.pending.is_some() => None,
            Action::CheckAsked => {
                let ticket = self.ticket.next();
                let health = self.health.clone().asked(ticket);
                Some((Self { ticket, health, ..self.clone() }, vec![Effect::Check(ticket)]))
            }
            Action::Checked { ticket, result } => {
                let health = self.health.clone().answered(ticket, result)?;
                Some((Self { health, ..self.clone() }, Vec::new()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Connection, Effect};
    use crate::{Model, Timestamp};

    #[test]
    fn one_check_is_under_way_at_a_time() {
        let (checking, effects) = Connection::new("host".into()).update(Action::CheckAsked).unwrap();
        assert!(checking.update(Action::CheckAsked).is_none());
        let Effect::Check(ticket) = effects[0];
        let (known, _) = checking.update(Action::Checked { ticket, result: Ok(Timestamp(7)) }).unwrap();
        assert_eq!(known.health.data, Some(Timestamp(7)));
        assert!(known.update(Action::CheckAsked).is_some());
    }
}
