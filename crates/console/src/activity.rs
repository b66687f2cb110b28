//! The *Activity* page: the log of this browser as a table, its filters, and as files.

use latchboard_contract::audit::{ExportVerifier, Finding, Report, Verifier};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, catalogue};
use latchboard_contract::text::{Language, Text};

use crate::journal::{Entry, Journal, Target};
use crate::{Model, OutcomeKind, Timestamp};

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

    const fn earliest(self, now: Timestamp) -> Timestamp {
        const HOUR: u64 = 3_600_000;
        let back = match self {
            Self::Beginning => now.0,
            Self::Week => 7 * 24 * HOUR,
            Self::Day => 24 * HOUR,
            Self::Hour => HOUR,
        };
        Timestamp(now.0.saturating_sub(back))
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

/// One row of the table. Its texts are made of numbers and of names out of lists; see [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose log it is from.
    pub source: Source,
    /// Its number there.
    pub number: u64,
    /// When it ended.
    pub at: Timestamp,
    /// What was done, for people.
    pub action: Text,
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
}

impl Row {
    fn of(number: u64, entry: &Entry) -> Self {
        Self {
            source: Source::Browser,
            number,
            at: entry.at,
            action: *catalogue::endpoint(entry.endpoint),
            target: target(&entry.target),
            actor: String::new(),
            ending: Ending::Verdict(entry.kind),
            code: entry.code,
            status: entry.status,
        }
    }

    /// What was done, for programs and addresses.
    #[must_use]
    pub fn action_name(&self) -> String {
        self.action.in_(Language::English).to_lowercase().replace(' ', "-")
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
    /// What was done, by its name for programs.
    pub action: String,
    /// How it ended, by its name.
    pub ending: String,
    /// A part of what it was done to. Stands in no address: people search for what they have at hand,
    /// and that may be a secret.
    pub target: String,
    /// How far back.
    pub since: Since,
}

impl Filter {
    fn matches(&self, row: &Row, earliest: Timestamp) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        row.at >= earliest
            && is(&self.ending, row.ending.as_str())
            && row.target.contains(self.target.trim().to_lowercase().as_str())
            && (self.action.is_empty() || self.action == row.action_name())
    }

    /// What of it stands in the page's address.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pairs = [("action", &*self.action), ("outcome", &*self.ending), ("since", self.since.as_str())];
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

/// The page's state. The rows are not in it: they are read off the journal when they are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityPage {
    /// Which rows.
    pub filter: Filter,
    /// Which [`ROWS`] of them, counted from zero.
    pub page: usize,
    /// What became of verifying a file; `None` in it: it could not be read.
    pub verified: Option<Option<Verified>>,
}

/// What a log was found to be, or the first thing that is wrong with it.
pub type Verified = Result<Report, Finding>;

/// Verifies an export of the server's audit log: line by line and with the same code as the server's own
/// command.
///
/// # Errors
///
/// The first thing that is wrong, with the entry at which it was found.
pub fn verify(text: &str) -> Verified {
    let mut export = ExportVerifier::new(Verifier::new(None));
    let mut rest = text;
    while !rest.is_empty() {
        // What is cut in the midst of a line is no line.
        let (line, after) = rest.split_once('\n').unwrap_or_default();
        export.line(line)?;
        rest = after;
    }
    export.finish()
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
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
    /// The rows that match shall be saved.
    ExportAsked(Format),
    /// A file was chosen to be verified.
    VerifyAsked,
    /// It was, or could not be read.
    Verified(Option<Verified>),
}

/// What the page wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write the state into the address.
    Show(String),
    /// Save the rows that match.
    Export(Format, Filter),
    /// Read the chosen file and verify it.
    Verify,
}

impl Model for ActivityPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        let mut filter = self.filter.clone();
        match action {
            Action::PageChosen(page) => {
                return (page != self.page).then(|| (Self { page, ..self.clone() }, Vec::new()));
            }
            Action::ExportAsked(format) => return Some((self.clone(), vec![Effect::Export(format, filter)])),
            Action::VerifyAsked => {
                return Some((Self { verified: None, ..self.clone() }, vec![Effect::Verify]));
            }
            Action::Verified(verified) => {
                return Some((Self { verified: Some(verified), ..self.clone() }, Vec::new()));
            }
            Action::Addressed(query) => {
                // What is typed survives: it is in no address.
                let filter = Filter { target: filter.target, ..Filter::from_query(&query) };
                return (filter != self.filter)
                    .then_some((Self { filter, page: 0, ..self.clone() }, Vec::new()));
            }
            Action::ActionChosen(action) => filter.action = action,
            Action::EndingChosen(ending) => filter.ending = ending,
            Action::TargetEdited(target) => filter.target = target,
            Action::SinceChosen(since) => filter.since = since,
            Action::FilterCleared => filter = Filter::default(),
        }
        if filter == self.filter {
            return None;
        }
        let (before, query) = (self.filter.to_query(), filter.to_query());
        let show = (before != query).then_some(Effect::Show(query));
        Some((Self { filter, page: 0, ..self.clone() }, show.into_iter().collect()))
    }
}

/// The rows of the journal that match, the newest first.
pub fn rows<'a>(journal: &'a Journal, filter: &'a Filter, now: Timestamp) -> impl Iterator<Item = Row> + 'a {
    let earliest = filter.since.earliest(now);
    journal
        .newest()
        .map(|(number, entry)| Row::of(number, entry))
        .filter(move |row| filter.matches(row, earliest))
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

const COLUMNS: [&str; 9] =
    ["time", "log", "number", "actor", "action", "target", "outcome", "code", "status"];

fn values(row: &Row) -> [String; 9] {
    let log = match row.source {
        Source::Browser => "browser",
        Source::Server => "server",
    };
    [
        row.at.iso(),
        log.to_owned(),
        row.number.to_string(),
        row.actor.clone(),
        row.action_name(),
        row.target.clone(),
        row.ending.as_str().to_owned(),
        row.code.map(|code| code.as_str().to_owned()).unwrap_or_default(),
        row.status.map(|status| status.to_string()).unwrap_or_default(),
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
    use latchboard_contract::audit::Fault;
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::error::{Code, Problem};
    use latchboard_contract::validate::Identifier;

    use super::{Action, ActivityPage, Effect, Filter, Format, Row, Since, cell, json, rows, verify};
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
        assert_eq!(with(|filter| filter.target = " API-secret:4 ".into()), [3, 2]);
        assert_eq!(with(|filter| filter.since = Since::Hour), [3, 2]);
        assert_eq!(with(|filter| filter.since = Since::Week), [3, 2, 1]);
        assert_eq!(with(|filter| filter.action = "no-such-thing".into()), [0_u64; 0]);
    }

    #[test]
    fn what_is_typed_stands_in_no_address() {
        let step = |page: &ActivityPage, action| page.update(action).expect("a change");
        let page = ActivityPage { page: 2, ..ActivityPage::default() };
        let (page, effects) = step(&page, Action::TargetEdited("hunter2".into()));
        assert_eq!((effects, page.page), (Vec::new(), 0));
        let (page, effects) = step(&page, Action::EndingChosen("refused".into()));
        assert_eq!(effects, [Effect::Show("outcome=refused".into())]);
        let (page, effects) = step(&page, Action::SinceChosen(Since::Day));
        assert_eq!(effects, [Effect::Show("outcome=refused&since=day".into())]);
        assert_eq!(Filter { target: String::new(), ..page.filter.clone() }, {
            Filter::from_query(&page.filter.to_query())
        });
        assert!(page.update(Action::Addressed("outcome=refused&since=day".into())).is_none());
        let (page, _) = step(&page, Action::Addressed("action=register".into()));
        assert_eq!((&*page.filter.target, &*page.filter.action), ("hunter2", "register"));
        let (page, effects) = step(&page, Action::FilterCleared);
        assert_eq!((page, effects), (ActivityPage::default(), vec![Effect::Show(String::new())]));
    }

    #[test]
    fn nonsense_in_the_address_is_not_taken_over() {
        assert_eq!(Filter::from_query("action=%3Cb%3E&since=ever&x=1&outcome"), Filter::default());
    }

    #[test]
    fn files_say_the_same_in_both_formats() {
        let all = || rows(&journal(), &Filter::default(), Timestamp(0)).collect::<Vec<Row>>().into_iter();
        assert_eq!(
            Format::Csv.write(all()),
            "time,log,number,actor,action,target,outcome,code,status\r\n\
             1970-01-02T20:00:00.000Z,browser,3,,deactivate,api-secret:44,refused,no_access,400\r\n\
             1970-01-02T19:00:00.000Z,browser,2,,deactivate,api-secret:43,done,,\r\n\
             1970-01-01T01:00:00.000Z,browser,1,,register,location-history,done,,\r\n"
        );
        let lines = Format::JsonLines.write(all());
        assert_eq!(
            lines.lines().next(),
            Some(
                "{\"time\":\"1970-01-02T20:00:00.000Z\",\"log\":\"browser\",\"number\":\"3\",\
                 \"action\":\"deactivate\",\"target\":\"api-secret:44\",\"outcome\":\"refused\",\
                 \"code\":\"no_access\",\"status\":\"400\"}"
            )
        );
        assert_eq!(lines.lines().count(), 3);
    }

    #[test]
    fn a_file_that_is_cut_or_is_no_log_is_not_whole() {
        for (text, fault) in [
            ("", Fault::EndMissing),
            ("\n", Fault::Unreadable),
            ("no log\n", Fault::Unreadable),
            ("{\"latchboard_audit\":1", Fault::Unreadable),
        ] {
            assert_eq!(verify(text).unwrap_err().fault, fault, "{text}");
        }
        let page = ActivityPage::default();
        let (page, effects) = page.update(Action::VerifyAsked).unwrap();
        assert_eq!(effects, [Effect::Verify]);
        let (page, _) = page.update(Action::Verified(Some(verify("no log\n")))).unwrap();
        assert_eq!(page.verified.unwrap().unwrap().unwrap_err().sequence, 1);
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
