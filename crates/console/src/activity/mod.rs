//! The *Activity* page: the log of this browser and the server's in one table, its filters, and as files.
//!
//! What the server is asked for its log is `server_log`'s business, verifying one `audit_check`'s.

mod chart;
pub mod check;
pub mod export;
mod filter;
pub mod log;
mod row;
pub mod server_log;
pub mod table;
#[cfg(test)]
mod tests;

pub use chart::{Bar, Chart, Unit};
pub use check::{Check, CheckState, Checked, Origin};
pub use export::{Format, Saving};
pub use filter::{Filter, Since};
pub use row::{Ending, Performed, Row, Source};
pub use table::{ROWS, Table, both, joined, newest, rows, table};

use self::server_log::ServerLog;
use crate::{Changed, Effects, Model, Ticket};

/// The page's state. This browser's rows are not in it: they are read off the journal when they are drawn.
#[derive(Clone, Default)]
pub struct ActivityPage {
    pub filter: Filter,
    /// Which [`ROWS`] of them, counted from zero.
    pub page: usize,
    /// The server's log, as far as it was read.
    pub log: ServerLog,
    /// Everything is being gathered for a file.
    pub saving: Option<Saving>,
    /// Verifying an export of it.
    pub check: Check,
    ticket: Ticket,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// To the table and its filters.
    Table(table::Action),
    /// To the server's log.
    Log(log::Action),
    Export(export::Action),
    /// To the log that is verified.
    Check(check::Action),
}

impl From<table::Action> for Action {
    fn from(action: table::Action) -> Self {
        Self::Table(action)
    }
}

impl From<log::Action> for Action {
    fn from(action: log::Action) -> Self {
        Self::Log(action)
    }
}

impl From<export::Action> for Action {
    fn from(action: export::Action) -> Self {
        Self::Export(action)
    }
}

impl From<check::Action> for Action {
    fn from(action: check::Action) -> Self {
        Self::Check(action)
    }
}

/// What the page wants done.
pub enum Effect {
    /// Write the state into the address.
    Show(String),
    /// Ask the server for its newest entries, or for those before a number.
    ReadLog(Ticket, Filter, Option<u64>),
    /// Save the rows that match and are here.
    Export(Format, Filter, ServerLog),
    /// Read all that match, and save them.
    ExportAll(Ticket, Format, Filter),
    Check(check::Effect),
}

impl ActivityPage {
    const fn next_ticket(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        self.ticket
    }
}

impl Model for ActivityPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Table(action) => self.update_table(action, effects),
            Action::Log(action) => self.update_log(action, effects),
            Action::Export(action) => self.update_export(action, effects),
            Action::Check(action) => {
                effects.of_part(Effect::Check, |effects| self.check.update(action, effects))
            }
        }
    }
}
