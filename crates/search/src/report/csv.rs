//! gitleaks' CSV, read as it comes.

use std::ops::Range;

use latchboard_contract::Secret;

use super::{Finding, Report, Scanner, state};
use crate::buffer::Buffer;

/// The columns that are read, by their names.
const COLUMNS: [&str; 5] = ["RuleID", "File", "Secret", "Match", "StartLine"];
const RULE: usize = 0;
const FILE: usize = 1;
const SECRET: usize = 2;
const MATCH: usize = 3;
const LINE: usize = 4;
/// Without them it is no report.
const NEEDED: [usize; 3] = [RULE, FILE, SECRET];
/// Bytes of a field that are looked at.
const LONGEST: usize = 64 * 1024;
/// Bytes of a first line that names columns.
const LONGEST_HEAD: u64 = 4096;

#[derive(Default)]
struct Field {
    text: Buffer,
    /// Where it stands, quotes left out.
    place: Range<u64>,
}

pub(super) struct Reader {
    /// Of each column of the file, which one it is; none before the first line was read.
    columns: Option<Vec<Option<usize>>>,
    /// The fields of the row so far: all of the first line, else those that are read.
    names: Vec<Buffer>,
    row: [Field; COLUMNS.len()],
    /// The number of the field.
    number: usize,
    field: Field,
    is_quoted: bool,
    /// Behind a quote within quotes, which is a sign of the text if another one follows.
    is_behind_quote: bool,
    is_begun: bool,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            columns: None,
            names: Vec::new(),
            row: Default::default(),
            number: 0,
            field: Field::default(),
            is_quoted: false,
            is_behind_quote: false,
            is_begun: false,
        }
    }

    /// The next bytes, `from` being the place of the first one. Whether it may be a report.
    pub(super) fn push(&mut self, bytes: &[u8], from: u64, report: &mut Option<Report>) -> bool {
        for (at, byte) in bytes.iter().enumerate() {
            let place = from + at as u64;
            if self.columns.is_none() && place > LONGEST_HEAD {
                return false;
            }
            if !self.is_begun {
                self.is_begun = true;
                self.field = Field { text: Buffer::new(), place: place..place };
                if *byte == b'"' {
                    self.is_quoted = true;
                    self.field.place = place + 1..place + 1;
                    continue;
                }
            }
            let is_inside = self.is_quoted && !self.is_behind_quote;
            match byte {
                b'"' if is_inside => self.is_behind_quote = true,
                b'"' if self.is_behind_quote => {
                    self.is_behind_quote = false;
                    self.take(b'"', place);
                }
                b',' if !is_inside => self.end_field(),
                b'\n' if !is_inside => {
                    self.end_field();
                    if !self.end_row(report) {
                        return false;
                    }
                }
                b'\r' if !is_inside => {}
                _ => self.take(*byte, place),
            }
        }
        true
    }

    /// The text is over.
    pub(super) fn end(&mut self, report: &mut Option<Report>) {
        if self.is_begun || self.number > 0 {
            self.end_field();
            self.end_row(report);
        }
    }

    fn take(&mut self, byte: u8, place: u64) {
        let is_read =
            self.columns.as_ref().is_none_or(|columns| columns.get(self.number).is_some_and(Option::is_some));
        if is_read && self.field.text.len() < LONGEST {
            self.field.text.push(byte);
        }
        self.field.place.end = place + 1;
    }

    fn end_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        match &self.columns {
            None => self.names.push(field.text),
            Some(columns) => {
                if let Some(column) = columns.get(self.number).copied().flatten() {
                    self.row[column] = field;
                }
            }
        }
        self.number += 1;
        (self.is_quoted, self.is_behind_quote, self.is_begun) = (false, false, false);
    }

    /// Whether it may be a report.
    fn end_row(&mut self, report: &mut Option<Report>) -> bool {
        let fields = std::mem::take(&mut self.number);
        let Some(columns) = &self.columns else {
            let names = std::mem::take(&mut self.names);
            let column = |name: &Buffer| COLUMNS.iter().position(|column| column.as_bytes() == &**name);
            let columns: Vec<_> = names.iter().map(column).collect();
            let is_report = NEEDED.iter().all(|needed| columns.contains(&Some(*needed)));
            if is_report {
                report.get_or_insert_with(|| Report::new(Scanner::Gitleaks));
            }
            self.columns = Some(columns);
            return is_report;
        };
        let row = std::mem::take(&mut self.row);
        if let Some(report) = report.as_mut().filter(|_| fields >= columns.len()) {
            let text = |column: usize| std::str::from_utf8(&row[column].text).unwrap_or_default();
            let finding = Finding {
                rule: text(RULE).to_owned(),
                file: text(FILE).to_owned(),
                line: text(LINE).parse().ok(),
                state: state(Some(&Secret::from(text(SECRET)))),
            };
            let places = [SECRET, MATCH].map(|column| row[column].place.clone());
            report.push(finding, places.into_iter().filter(|place| !place.is_empty()));
        }
        true
    }
}
