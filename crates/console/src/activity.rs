//! The *Activity* page: the log of this browser and the server's in one table, its filters, and as files.
//!
//! What the server is asked for its log is `server_log`'s business, verifying one `audit_check`'s.

use std::cmp::Reverse;

use latchboard_client::CancellationToken;
use latchboard_contract::audit::{self, Finding};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem, catalogue};
use latchboard_texts::Text;

use crate::audit_check::{Expected, NotKept, Whole};
use crate::journal::{Entry, Journal, Target};
use crate::server_log::{Access, LogAnswer, ServerLog};
use crate::{Changed, Effects, Model, OutcomeKind, Ticket, Timestamp};

/// Rows that are drawn at a time.
pub const ROWS: usize = 50;

/// How far back to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// To the beginning.
    #[default]
    Beginning,
    /// One week.
    Week,
    /// One day.
    Day,
    /// One hour.
    Hour,
}

impl Since {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Beginning, Self::Week, Self::Day, Self::Hour];

    /// As it stands in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Beginning => "",
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }

    /// The earliest moment that counts, where there is one.
    #[must_use]
    pub const fn bound(self, now: Timestamp) -> Option<Timestamp> {
        const HOUR: u64 = 3_600_000;
        let back = match self {
            Self::Beginning => return None,
            Self::Week => 7 * 24 * HOUR,
            Self::Day => 24 * HOUR,
            Self::Hour => HOUR,
        };
        Some(Timestamp(now.0.saturating_sub(back)))
    }
}

/// How what a row tells about ended. The server's log has more ways than the five verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// One of the five.
    Verdict(OutcomeKind),
    /// It is about to be done.
    Attempt,
    /// The server failed at it.
    Failed,
}

impl Ending {
    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verdict(kind) => kind.as_str(),
            Self::Attempt => "attempt",
            Self::Failed => "failed",
        }
    }
}

/// Whose log a row is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// This browser's.
    Browser,
    /// The server's.
    Server,
}

impl Source {
    /// Both, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::Browser, Self::Server];

    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Server => "server",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performed {
    /// A call that both logs tell of.
    Call(EndpointId),
    /// Something that only the server's log tells of.
    Server(audit::Action),
}

impl Performed {
    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call(endpoint) => endpoint.as_str(),
            Self::Server(action) => action.as_str(),
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Call(endpoint) => catalogue::endpoint(endpoint),
            Self::Server(action) => action.label(),
        }
    }
}

/// One row of the table. Its texts are made of numbers and of names out of lists; see [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose log it is from.
    pub source: Source,
    /// Its number there.
    pub number: u64,
    /// When it ended.
    pub at: Timestamp,
    /// What was done.
    pub action: Performed,
    /// To what: the same words in every language, for people and programs.
    pub target: String,
    /// By whom, where the log says.
    pub actor: String,
    /// How it ended.
    pub ending: Ending,
    /// What stood in the way.
    pub code: Option<Code>,
    /// The HTTP status of that.
    pub status: Option<u16>,
    /// How many it stands for.
    pub count: u64,
    /// The number of the attempt that it is the end of.
    pub attempt: Option<u64>,
    /// What the server called the request.
    pub request: String,
}

impl Row {
    fn of(number: u64, entry: &Entry) -> Self {
        Self {
            source: Source::Browser,
            number,
            at: entry.at,
            action: Performed::Call(entry.endpoint),
            target: target(&entry.target),
            actor: String::new(),
            ending: Ending::Verdict(entry.kind),
            code: entry.code,
            status: entry.status,
            count: 1,
            attempt: None,
            request: String::new(),
        }
    }

    /// Later ones first; of one moment the server's, which is where it was done.
    fn order(&self) -> (Reverse<Timestamp>, Reverse<bool>, Reverse<u64>) {
        (Reverse(self.at), Reverse(self.source == Source::Server), Reverse(self.number))
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Server => "server".to_owned(),
        Target::Service(Service::LocationHistory) => "location-history".to_owned(),
        Target::Service(Service::Geofencing) => "geofencing".to_owned(),
        Target::Vault => "vault".to_owned(),
        Target::Listed(count) => format!("vault:{count}"),
        Target::ApiSecret(identifier) => format!("api-secret:{}", identifier.as_str()),
    }
}

/// Which rows are wanted. An empty text matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Out of which log; none: out of both.
    pub log: Option<Source>,
    /// What was done, by its name for programs.
    pub action: String,
    /// How it ended, by its name.
    pub ending: String,
    /// A part of what it was done to or of who did it; a whole `api-secret:43` is that one and no other.
    /// Stands in no address: people search for what they have at hand, and that may be a secret.
    pub target: String,
    /// How far back.
    pub since: Since,
}

impl Filter {
    fn matches(&self, row: &Row, earliest: Option<Timestamp>) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        earliest.is_none_or(|earliest| row.at >= earliest)
            && self.log.is_none_or(|log| log == row.source)
            && is(&self.ending, row.ending.as_str())
            && self.is_about(row)
            && (self.action.is_empty() || self.action == row.action.as_str())
    }

    fn is_about(&self, row: &Row) -> bool {
        let wanted = self.target.trim().to_lowercase();
        match self.exact_target() {
            Some(_) => row.target == wanted,
            None => row.target.to_lowercase().contains(&wanted) || row.actor.to_lowercase().contains(&wanted),
        }
    }

    /// The API secret that is named in full: the server can be asked for it, however far back it stands.
    #[must_use]
    pub fn exact_target(&self) -> Option<u64> {
        let wanted = self.target.trim().to_lowercase();
        let number: u64 = wanted.strip_prefix("api-secret:")?.parse().ok()?;
        (wanted == format!("api-secret:{number}")).then_some(number)
    }

    /// Whether the server would answer with other entries.
    fn asks_for_others(&self, before: &Self) -> bool {
        let asked = |it: &Self| (it.log == Some(Source::Browser), it.since, it.exact_target());
        asked(self) != asked(before) || self.action != before.action || self.ending != before.ending
    }

    /// Whether a search goes no further than what was read of the server's log.
    #[must_use]
    pub fn looks_at_what_is_here(&self) -> bool {
        !self.target.trim().is_empty() && self.exact_target().is_none() && self.log != Some(Source::Browser)
    }

    /// What of it stands in the page's address.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pairs = [
            ("log", self.log.map_or("", Source::as_str)),
            ("action", &*self.action),
            ("outcome", &*self.ending),
            ("since", self.since.as_str()),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// Reads that. Names that are none match nothing later on, which the page says.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        let mut filter = Self::default();
        let is_name =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "log" => filter.log = Source::named(value),
                "action" if is_name(value) => filter.action = value.to_owned(),
                "outcome" if is_name(value) => filter.ending = value.to_owned(),
                "since" => {
                    let known = Since::ALL.into_iter().find(|since| since.as_str() == value);
                    filter.since = known.unwrap_or_default();
                }
                _ => {}
            }
        }
        filter
    }
}

/// The page's state. This browser's rows are not in it: they are read off the journal when they are drawn.
#[derive(Clone, Default)]
pub struct ActivityPage {
    /// Which rows.
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

/// Gathering everything that matches for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// So many entries of the server's log are there.
    Going(Ticket, Format, usize),
    /// It did not come to an end.
    Failed(Format, Problem),
}

/// What a log is read from to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The server, which sends its whole log.
    Server {
        /// What it sent is saved as well, once it was found whole.
        save: bool,
    },
    /// The chosen file.
    File,
    /// The pasted text.
    Pasted,
}

/// Verifying a log.
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
}

/// How far verifying is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CheckState {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// It goes on.
    Going {
        /// For the news.
        ticket: Ticket,
        /// What is read.
        origin: Origin,
        /// Entries that are as they were written so far.
        entries: u64,
    },
    /// It is over.
    Over(Origin, Checked),
}

/// What a log was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Whole and unchanged.
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

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The page is looked at, by whoever is signed in, if anybody is.
    Opened(Option<u64>),
    /// Only this log, or both.
    LogChosen(Option<Source>),
    /// Only this action, or all.
    ActionChosen(String),
    /// Only this ending, or all.
    EndingChosen(String),
    /// Somebody typed a target.
    TargetEdited(String),
    /// How far back.
    SinceChosen(Since),
    /// All rows again.
    FilterCleared,
    /// Other rows.
    PageChosen(usize),
    /// The address says which rows.
    Addressed(String),
    /// The server is to be asked once more.
    RefreshAsked,
    /// Older entries of the server are wanted.
    OlderAsked,
    /// The server's answer, to a question for those before a number or for the newest.
    LogRead(Ticket, Option<u64>, Result<LogAnswer, Problem>),
    /// The rows that match and are here shall be saved.
    ExportAsked(Format),
    /// All rows that match shall be saved, wherever they are.
    ExportAllAsked(Format),
    /// So many entries of the server are there.
    ExportWent(Ticket, usize),
    /// They are saved, or not.
    Exported(Ticket, Result<(), Problem>),
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
    /// It is over.
    Verified(Ticket, Checked),
    /// The last signature of the log that was found whole is to be kept.
    CheckpointSaveAsked,
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
    /// Read the chosen file with a checkpoint.
    ReadCheckpoint,
    /// Verify a log.
    Verify(Ticket, Origin, Expected, CancellationToken),
    /// Do not go on with that.
    StopVerifying(CancellationToken),
    /// Save a checkpoint.
    SaveCheckpoint(String),
}

type Step = Option<(ActivityPage, Vec<Effect>)>;

impl ActivityPage {
    fn opened(&self, sign_in: Option<u64>) -> Step {
        let Some(sign_in) = sign_in else {
            let is_news = self.log.access != Access::SignedOut;
            return is_news.then(|| (Self { log: ServerLog::default(), ..self.clone() }, Vec::new()));
        };
        let page = if self.log.is_of(sign_in) && self.log.access != Access::SignedOut {
            self.clone()
        } else {
            Self { log: ServerLog::of(sign_in), ..self.clone() }
        };
        if page.log.pending.is_none() && page.log.is_worth_asking() { page.ask(None) } else { None }
    }

    /// Asks the server, where there is something to ask it for.
    fn ask(self, before: Option<u64>) -> Step {
        let ticket = self.ticket.next();
        let effect = Effect::ReadLog(ticket, self.filter.clone(), before);
        Some((Self { ticket, log: self.log.asked(ticket), ..self }, vec![effect]))
    }

    /// With another filter; the server is asked again where that makes a difference to it.
    fn filtered(&self, filter: Filter, shown: bool) -> Step {
        if filter == self.filter {
            return None;
        }
        let query = filter.to_query();
        let show = (shown && self.filter.to_query() != query).then_some(Effect::Show(query));
        let others = filter.asks_for_others(&self.filter);
        let page = Self { filter, page: 0, ..self.clone() };
        let readable = matches!(page.log.access, Access::Open | Access::Asked);
        let (page, mut effects) = if others && readable { page.asking_anew()? } else { (page, Vec::new()) };
        effects.extend(show);
        Some((page, effects))
    }

    /// Asks for entries that another filter lets through.
    fn asking_anew(self) -> Step {
        Self { log: self.log.outdated(), ..self }.ask(None)
    }

    fn verify(&self, origin: Origin) -> Step {
        if matches!(self.check.state, CheckState::Going { .. }) {
            return None;
        }
        let quiet = |check| Some((Self { check, ..self.clone() }, Vec::new()));
        let expected = match Expected::read(&self.check.key, &self.check.checkpoint) {
            Ok(expected) => expected,
            Err(fault) => {
                let check = Check { fault: Some(fault), state: CheckState::Idle, ..self.check.clone() };
                return quiet(check);
            }
        };
        let (ticket, stop) = (self.ticket.next(), CancellationToken::new());
        let state = CheckState::Going { ticket, origin, entries: 0 };
        let check = Check { fault: None, state, stop: stop.clone(), ..self.check.clone() };
        let effect = Effect::Verify(ticket, origin, expected, stop);
        Some((Self { ticket, check, ..self.clone() }, vec![effect]))
    }

    /// What a log is held to was changed: what was found before was held to something else.
    fn held_to(&self, change: impl FnOnce(&mut Check)) -> Step {
        if matches!(self.check.state, CheckState::Going { .. }) {
            return None;
        }
        let mut check = Check { fault: None, state: CheckState::Idle, ..self.check.clone() };
        change(&mut check);
        Some((Self { check, ..self.clone() }, Vec::new()))
    }

    fn with_check(&self, state: CheckState) -> Step {
        Some((Self { check: Check { state, ..self.check.clone() }, ..self.clone() }, Vec::new()))
    }
}

impl Model for ActivityPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl ActivityPage {
    fn stepped(&self, action: Action) -> Step {
        let mut filter = self.filter.clone();
        match action {
            Action::Opened(sign_in) => self.opened(sign_in),
            Action::PageChosen(page) => {
                (page != self.page).then(|| (Self { page, ..self.clone() }, Vec::new()))
            }
            Action::RefreshAsked => {
                (self.log.access != Access::SignedOut).then(|| self.clone().ask(None)).flatten()
            }
            Action::OlderAsked => match self.log.next {
                Some(next) if self.log.pending.is_none() => self.clone().ask(Some(next)),
                _ => None,
            },
            Action::LogRead(ticket, before, result) if self.log.pending == Some(ticket) => {
                Some((Self { log: self.log.answered(result, before), ..self.clone() }, Vec::new()))
            }
            Action::ExportAsked(format) => {
                Some((self.clone(), vec![Effect::Export(format, filter, self.log.clone())]))
            }
            Action::ExportAllAsked(format) => {
                let ticket = self.ticket.next();
                let page = Self { ticket, saving: Some(Saving::Going(ticket, format, 0)), ..self.clone() };
                Some((page, vec![Effect::ExportAll(ticket, format, filter)]))
            }
            Action::ExportWent(its, count) => match self.saving {
                Some(Saving::Going(ticket, format, _)) if ticket == its => {
                    let saving = Some(Saving::Going(ticket, format, count));
                    Some((Self { saving, ..self.clone() }, Vec::new()))
                }
                _ => None,
            },
            Action::Exported(its, result) => match self.saving {
                Some(Saving::Going(ticket, format, _)) if ticket == its => {
                    let saving = result.err().map(|problem| Saving::Failed(format, problem));
                    Some((Self { saving, ..self.clone() }, Vec::new()))
                }
                _ => None,
            },
            Action::KeyTyped(key) => self.held_to(|check| check.key = key),
            Action::CheckpointTyped(checkpoint) => self.held_to(|check| check.checkpoint = checkpoint),
            Action::CheckpointChosen => Some((self.clone(), vec![Effect::ReadCheckpoint])),
            Action::VerifyAsked(origin) => self.verify(origin),
            Action::VerifyWent(its, entries) => match self.check.state {
                CheckState::Going { ticket, origin, .. } if ticket == its => {
                    self.with_check(CheckState::Going { ticket, origin, entries })
                }
                _ => None,
            },
            Action::VerifyStopAsked => match self.check.state {
                CheckState::Going { .. } => {
                    Some((self.clone(), vec![Effect::StopVerifying(self.check.stop.clone())]))
                }
                _ => None,
            },
            Action::Verified(its, checked) => match self.check.state {
                CheckState::Going { ticket, origin, .. } if ticket == its => {
                    self.with_check(CheckState::Over(origin, checked))
                }
                _ => None,
            },
            Action::CheckpointSaveAsked => match &self.check.state {
                CheckState::Over(_, Checked::Whole(whole)) => {
                    Some((self.clone(), vec![Effect::SaveCheckpoint(whole.checkpoint.clone())]))
                }
                _ => None,
            },
            Action::LogRead(..) => None,
            Action::Addressed(query) => {
                // What is typed survives: it is in no address.
                self.filtered(Filter { target: filter.target, ..Filter::from_query(&query) }, false)
            }
            Action::LogChosen(log) => self.filtered(Filter { log, ..filter }, true),
            Action::ActionChosen(action) => self.filtered(Filter { action, ..filter }, true),
            Action::EndingChosen(ending) => self.filtered(Filter { ending, ..filter }, true),
            Action::TargetEdited(target) => {
                filter.target = target;
                self.filtered(filter, true)
            }
            Action::SinceChosen(since) => self.filtered(Filter { since, ..filter }, true),
            Action::FilterCleared => self.filtered(Filter::default(), true),
        }
    }
}

/// The rows of the journal that match, the newest first.
pub fn rows<'a>(journal: &'a Journal, filter: &'a Filter, now: Timestamp) -> impl Iterator<Item = Row> + 'a {
    let earliest = filter.since.bound(now);
    journal
        .newest()
        .map(|(number, entry)| Row::of(number, entry))
        .filter(move |row| filter.matches(row, earliest))
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
    let server = server.into_iter().filter(|row| filter.matches(row, earliest));
    let mut rows: Vec<_> = rows(journal, filter, now).chain(server).collect();
    rows.sort_by_key(Row::order);
    rows
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

/// The table, from what is here.
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

/// How rows are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// For spreadsheets (RFC 4180).
    Csv,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::JsonLines, Self::Csv];

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv;charset=utf-8",
        }
    }

    /// The name of a file.
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
            text.push_str(&COLUMNS.join(","));
            text.push_str("\r\n");
        }
        for row in rows {
            let values = values(&row);
            match self {
                Self::Csv => {
                    let cells: Vec<_> = values.iter().map(|value| cell(value)).collect();
                    text.push_str(&cells.join(","));
                    text.push_str("\r\n");
                }
                Self::JsonLines => {
                    let members = COLUMNS.iter().zip(&values).filter(|(_, value)| !value.is_empty());
                    let members: Vec<_> =
                        members.map(|(name, value)| format!("\"{name}\":{}", json(value))).collect();
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

/// A cell that no spreadsheet takes for a formula: names of users are somebody else's.
fn cell(value: &str) -> String {
    let value = value.replace('"', "\"\"");
    if value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("\"'{value}\"")
    } else if value.contains(['"', ',', ';', '\r', '\n']) {
        format!("\"{value}\"")
    } else {
        value
    }
}

fn json(value: &str) -> String {
    let mut text = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            control if control.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            character => text.push(character),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use latchboard_client::Verdict;
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::error::{Code, Problem};
    use latchboard_contract::validate::Identifier;

    use super::{Action, ActivityPage, Effect, Filter, Format, Row, Since, cell, json, rows};
    use crate::journal::{Entry, Journal, Target};
    use crate::{Model, Timestamp};

    const HOUR: u64 = 3_600_000;

    fn journal() -> Journal {
        let mut journal = Journal::default();
        let service = Target::Service(Service::LocationHistory);
        journal.report(Entry::of(EndpointId::Register, service, &Verdict::Done(()), Timestamp(HOUR)));
        let refused = Problem { status: Some(400), ..Problem::local(EndpointId::Deactivate, Code::NoAccess) };
        for (number, verdict) in [(43, Verdict::Done(())), (44, Verdict::Refused(refused))] {
            let target = Target::ApiSecret(Identifier::parse(&number.to_string()).unwrap());
            journal.report(Entry::of(EndpointId::Deactivate, target, &verdict, Timestamp(number * HOUR)));
        }
        journal
    }

    fn found(filter: &Filter) -> Vec<u64> {
        rows(&journal(), filter, Timestamp(44 * HOUR)).map(|row| row.number).collect()
    }

    #[test]
    fn the_newest_come_first_and_every_filter_narrows() {
        assert_eq!(found(&Filter::default()), [3, 2, 1]);
        let with = |change: fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            found(&filter)
        };
        assert_eq!(with(|filter| filter.action = "deactivate".into()), [3, 2]);
        assert_eq!(with(|filter| filter.ending = "refused".into()), [3]);
        assert_eq!(with(|filter| filter.target = " API-secret: ".into()), [3, 2]);
        assert_eq!(with(|filter| filter.target = " API-secret:44 ".into()), [3]);
        assert_eq!(
            with(|filter| filter.target = "api-secret:4".into()),
            [0_u64; 0],
            "a whole one is no part"
        );
        assert_eq!(with(|filter| filter.since = Since::Hour), [3, 2]);
        assert_eq!(with(|filter| filter.since = Since::Week), [3, 2, 1]);
        assert_eq!(with(|filter| filter.action = "no-such-thing".into()), [0_u64; 0]);
    }

    fn step(page: &ActivityPage, action: Action) -> (ActivityPage, Vec<String>) {
        let (page, effects) = page.after(action).expect("a change");
        let shown = effects.into_iter().map(|effect| match effect {
            Effect::Show(query) => query,
            _ => panic!("nobody is signed in"),
        });
        (page, shown.collect())
    }

    #[test]
    fn what_is_typed_stands_in_no_address() {
        let page = ActivityPage { page: 2, ..ActivityPage::default() };
        let (page, shown) = step(&page, Action::TargetEdited("hunter2".into()));
        assert_eq!((shown, page.page), (Vec::new(), 0));
        let (page, shown) = step(&page, Action::EndingChosen("refused".into()));
        assert_eq!(shown, ["outcome=refused"]);
        let (page, shown) = step(&page, Action::SinceChosen(Since::Day));
        assert_eq!(shown, ["outcome=refused&since=day"]);
        let (page, shown) = step(&page, Action::LogChosen(Some(super::Source::Server)));
        assert_eq!(shown, ["log=server&outcome=refused&since=day"]);
        assert_eq!(Filter { target: String::new(), ..page.filter.clone() }, {
            Filter::from_query(&page.filter.to_query())
        });
        assert!(page.after(Action::Addressed("log=server&outcome=refused&since=day".into())).is_none());
        let (page, _) = step(&page, Action::Addressed("action=register".into()));
        assert_eq!((&*page.filter.target, &*page.filter.action), ("hunter2", "register"));
        let (page, shown) = step(&page, Action::FilterCleared);
        assert_eq!((page.filter, shown), (Filter::default(), vec![String::new()]));
    }

    #[test]
    fn nonsense_in_the_address_is_not_taken_over() {
        assert_eq!(Filter::from_query("action=%3Cb%3E&since=ever&x=1&outcome&log=moon"), Filter::default());
    }

    #[test]
    fn files_say_the_same_in_both_formats() {
        let all = || rows(&journal(), &Filter::default(), Timestamp(0)).collect::<Vec<Row>>().into_iter();
        assert_eq!(
            Format::Csv.write(all()),
            "time,log,number,actor,action,target,outcome,code,status,count,attempt,request\r\n\
             1970-01-02T20:00:00.000Z,browser,3,,deactivate,api-secret:44,refused,no_access,400,1,,\r\n\
             1970-01-02T19:00:00.000Z,browser,2,,deactivate,api-secret:43,done,,,1,,\r\n\
             1970-01-01T01:00:00.000Z,browser,1,,register,location-history,done,,,1,,\r\n"
        );
        let lines = Format::JsonLines.write(all());
        assert_eq!(
            lines.lines().next(),
            Some(
                "{\"time\":\"1970-01-02T20:00:00.000Z\",\"log\":\"browser\",\"number\":\"3\",\
                 \"action\":\"deactivate\",\"target\":\"api-secret:44\",\"outcome\":\"refused\",\
                 \"code\":\"no_access\",\"status\":\"400\",\"count\":\"1\"}"
            )
        );
        assert_eq!(lines.lines().count(), 3);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (value, written) in [
            ("plain", "plain"),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\t=1", "\"'\t=1\""),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
        ] {
            assert_eq!(cell(value), written, "{value}");
        }
        assert_eq!(json("a\"\\\n"), "\"a\\\"\\\\\\u000a\"");
    }
}
