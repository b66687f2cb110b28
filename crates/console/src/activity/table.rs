//! The table: the rows of both logs that match, and choosing them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem::{replace, take};

use super::{ActivityPage, Effect, Ending, Filter, Row, Since, Source};
use crate::activity::server_log::{Access, ServerLog};
use crate::journal::Journal;
use crate::{Changed, Effects, Timestamp};

/// Rows that are drawn at a time.
pub const ROWS: usize = 50;

#[derive(Clone, Debug)]
pub enum Action {
    /// Only this log, or both.
    LogChosen(Option<Source>),
    ActionChosen(String),
    EndingChosen(String),
    /// Somebody typed a target.
    /// Somebody typed; with the API secret that is called so.
    TargetEdited(String, Option<u64>),
    SinceChosen(Since),
    FilterCleared,
    PageChosen(usize),
    /// The address says which rows.
    Addressed(String),
}

impl ActivityPage {
    pub(super) fn update_table(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let mut filter = self.filter.clone();
        match action {
            Action::PageChosen(page) if page == self.page => return None,
            Action::PageChosen(page) => {
                self.page = page;
                return Some(Changed);
            }
            Action::Addressed(query) => {
                // What is typed survives: it is in no address.
                let (target, named) = (take(&mut filter.target), filter.named);
                let filter = Filter { target, named, ..Filter::from_query(&query) };
                return self.filter_by(filter, effects);
            }
            Action::LogChosen(log) => filter.log = log,
            Action::ActionChosen(action) => filter.action = action,
            Action::EndingChosen(ending) => filter.ending = ending,
            Action::TargetEdited(target, named) => (filter.target, filter.named) = (target, named),
            Action::SinceChosen(since) => filter.since = since,
            Action::FilterCleared => filter = Filter::default(),
        }
        let shown = self.filter.to_query();
        self.filter_by(filter, effects)?;
        let query = self.filter.to_query();
        if query != shown {
            effects.push(Effect::Show(query));
        }
        Some(Changed)
    }

    /// The server is asked again where another filter makes a difference to it.
    fn filter_by(&mut self, filter: Filter, effects: &mut Effects<Effect>) -> Option<Changed> {
        if filter == self.filter {
            return None;
        }
        let before = replace(&mut self.filter, filter);
        self.page = 0;
        let is_readable = matches!(self.log.access, Access::Open | Access::Asked);
        if is_readable && self.filter.asks_for_others(&before) {
            self.log.outdate();
            self.ask(None, effects);
        }
        Some(Changed)
    }
}

/// The rows of the journal, the newest first.
pub fn newest(journal: &Journal) -> impl Iterator<Item = Row> {
    journal.newest().map(|(number, entry)| Row::of(number, entry))
}

/// The rows of the journal that match, the newest first.
pub fn rows<'a>(journal: &'a Journal, filter: &'a Filter, now: Timestamp) -> impl Iterator<Item = Row> + 'a {
    let earliest = filter.since.bound(now);
    newest(journal).filter(move |row| filter.matches(row, earliest))
}

/// The rows of both logs in one order, the newest first.
#[must_use]
pub fn both(
    journal: &Journal,
    server: impl IntoIterator<Item = Row>,
    filter: &Filter,
    now: Timestamp,
) -> Vec<Row> {
    let earliest = filter.since.bound(now);
    // Whether an attempt has ended, its end tells.
    let is_open = filter.ending == Ending::Attempt.as_str();
    let ending = if is_open { String::new() } else { filter.ending.clone() };
    let wider = Filter { ending, ..filter.clone() };
    let server = server.into_iter().filter(|row| wider.matches(row, earliest));
    let mut rows: Vec<_> = rows(journal, &wider, now).chain(server).collect();
    rows.sort_by_key(Row::order);
    if is_open {
        rows = joined(rows);
        rows.retain(|row| row.ending == Ending::Attempt);
    }
    rows
}

/// Milliseconds that an answer is on its way at most, and that the server's clock may be ahead of this browser's.
const ON_ITS_WAY: u64 = 10_000;
const AHEAD: u64 = 1_000;

/// The rows with one for each action, from rows with the newest first: an attempt whose end is among them goes with that, and
/// what this browser noted of a call with what its server did.
#[must_use]
pub fn joined(mut rows: Vec<Row>) -> Vec<Row> {
    let ended: HashSet<u64> = rows.iter().filter_map(|row| row.attempt).collect();
    rows.retain(|row| {
        row.source == Source::Browser || row.ending != Ending::Attempt || !ended.contains(&row.number)
    });
    let noted = noted_twice(&rows);
    for (_, at_server) in &noted {
        rows[*at_server].is_noted_here = true;
    }
    let noted: HashSet<usize> = noted.into_iter().map(|(here, _)| here).collect();
    let rows = rows.into_iter().enumerate();
    rows.filter(|(place, _)| !noted.contains(place)).map(|(_, row)| row).collect()
}

/// The places of rows that tell of the same call, of this browser's and of the server's log. No log knows the other's numbers: it
/// is the same action with the same target and end, the last one before the answer came.
fn noted_twice(rows: &[Row]) -> Vec<(usize, usize)> {
    let told = |row: &Row| (row.action.as_str(), row.target.clone(), row.ending.as_str());
    let mut at_server = HashMap::<_, VecDeque<usize>>::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.source == Source::Server) {
        at_server.entry(told(row)).or_default().push_back(place);
    }
    let mut twice = Vec::new();
    for (here, row) in rows.iter().enumerate().filter(|(_, row)| row.source == Source::Browser) {
        let Some(candidates) = at_server.get_mut(&told(row)) else { continue };
        while let Some(place) = candidates.front().copied() {
            let at = rows[place].at;
            if at.0.saturating_add(ON_ITS_WAY) < row.at.0 {
                break;
            }
            candidates.pop_front();
            if at.0 <= row.at.0.saturating_add(AHEAD) {
                twice.push((here, place));
                break;
            }
        }
    }
    twice
}

/// What the table shows.
pub struct Table {
    /// The rows that match.
    pub rows: Vec<Row>,
    /// Entries that are here, whether they match or not.
    pub all: usize,
    /// Rows of this browser that are older than what was read of the server's log: shown now, they would
    /// stand where entries are missing.
    pub later: usize,
}

#[must_use]
pub fn table(journal: &Journal, log: &ServerLog, filter: &Filter, now: Timestamp) -> Table {
    let mut rows = both(journal, log.rows.iter().cloned(), filter, now);
    let before = rows.len();
    let reaches_to = log.rows.last().filter(|_| log.next.is_some() && filter.log.is_none());
    if let Some(oldest) = reaches_to {
        rows.retain(|row| row.at >= oldest.at);
    }
    let later = before - rows.len();
    Table { rows, all: journal.newest().count() + log.rows.len(), later }
}
