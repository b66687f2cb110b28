//! The rows as files: those that are here, or all that match.

use latchboard_contract::error::Problem;

use super::{ActivityPage, Effect, Row};
use crate::{Changed, Effects, Ticket, csv};

/// What can happen to the files.
#[derive(Clone, Debug)]
pub enum Action {
    /// The rows that match and are here shall be saved.
    HereAsked(Format),
    /// All rows that match shall be saved, wherever they are.
    AllAsked(Format),
    /// So many entries of the server are there.
    Went(Ticket, usize),
    /// They are saved, or not.
    Ended(Ticket, Result<(), Problem>),
}

/// Gathering everything that matches for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// So many entries of the server's log are there.
    Going(Ticket, Format, usize),
    /// It did not come to an end.
    Failed(Format, Problem),
}

impl ActivityPage {
    pub(super) fn update_export(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::HereAsked(format) => {
                effects.push(Effect::Export(format, self.filter.clone(), self.log.clone()));
            }
            Action::AllAsked(format) => {
                let ticket = self.next_ticket();
                self.saving = Some(Saving::Going(ticket, format, 0));
                effects.push(Effect::ExportAll(ticket, format, self.filter.clone()));
            }
            Action::Went(ticket, count) => {
                self.saving = Some(Saving::Going(ticket, self.gathered_as(ticket)?, count));
            }
            Action::Ended(ticket, result) => {
                let format = self.gathered_as(ticket)?;
                self.saving = result.err().map(|problem| Saving::Failed(format, problem));
            }
        }
        Some(Changed)
    }

    /// What everything is gathered for, if that goes on under `ticket`.
    fn gathered_as(&self, ticket: Ticket) -> Option<Format> {
        let Some(Saving::Going(its, format, _)) = self.saving else { return None };
        (its == ticket).then_some(format)
    }
}

/// How rows are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// For spreadsheets (RFC 4180).
    Csv,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::JsonLines, Self::Csv];

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv;charset=utf-8",
        }
    }

    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::JsonLines => "latchboard-activity.jsonl",
            Self::Csv => "latchboard-activity.csv",
        }
    }

    /// The rows as a file.
    #[must_use]
    pub fn write(self, rows: impl Iterator<Item = Row>) -> String {
        let mut text = String::new();
        if self == Self::Csv {
            text.push(csv::BYTE_ORDER_MARK);
            text.push_str(&csv::line(COLUMNS));
        }
        for row in rows {
            let values = values(&row);
            match self {
                Self::Csv => text.push_str(&csv::line(values.iter().map(String::as_str))),
                Self::JsonLines => {
                    let members = COLUMNS.iter().zip(&values).filter(|(_, value)| !value.is_empty());
                    // Texts under names in order: serialising them has no way to fail.
                    let members: Vec<_> = members
                        .map(|(name, value)| {
                            format!("\"{name}\":{}", serde_json::to_string(value).unwrap_or_default())
                        })
                        .collect();
                    text.push_str(&format!("{{{}}}\n", members.join(",")));
                }
            }
        }
        text
    }
}

const COLUMNS: [&str; 12] = [
    "time", "log", "number", "actor", "action", "target", "outcome", "code", "status", "count", "attempt",
    "request",
];

fn values(row: &Row) -> [String; 12] {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        row.at.iso(),
        row.source.as_str().to_owned(),
        row.number.to_string(),
        row.actor.clone(),
        row.action.as_str().to_owned(),
        row.target.clone(),
        row.ending.as_str().to_owned(),
        row.code.map(|code| code.as_str().to_owned()).unwrap_or_default(),
        number(row.status.map(u64::from)),
        row.count.to_string(),
        number(row.attempt),
        row.request.clone(),
    ]
}
