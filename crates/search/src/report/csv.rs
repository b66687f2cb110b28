//! gitleaks' CSV.

use std::ops::Range;

use latchboard_contract::Secret;

use super::{Finding, Report, Scanner, state};

/// A field: where it stands, quotes left out.
type Field = Range<usize>;

pub(super) fn read(text: &str) -> Option<Report> {
    let mut rows = Rows { text, at: 0 };
    let head = rows.next()?;
    let column = |name: &str| head.iter().position(|field| text.get(field.clone()) == Some(name));
    let (rule, file, secret) = (column("RuleID")?, column("File")?, column("Secret")?);
    let (hit, line) = (column("Match"), column("StartLine"));
    let mut report = Report::new(Scanner::Gitleaks);
    for row in rows {
        let field =
            |column: usize| row.get(column).and_then(|field| text.get(field.clone())).unwrap_or_default();
        if row.len() < head.len() {
            continue;
        }
        let finding = Finding {
            rule: field(rule).to_owned(),
            file: field(file).replace("\"\"", "\""),
            line: line.and_then(|line| field(line).parse().ok()),
            state: state(Some(&Secret::from(field(secret)))),
        };
        let place = |column: usize| row.get(column).map(|field| field.start as u64..field.end as u64);
        report.push(finding, [place(secret), hit.and_then(place)].into_iter().flatten());
    }
    Some(report)
}

struct Rows<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Rows<'_> {
    type Item = Vec<Field>;

    fn next(&mut self) -> Option<Vec<Field>> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut fields = Vec::new();
        loop {
            fields.push(self.field(bytes));
            match bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                _ => self.at += 1,
            }
            // The byte that was passed over tells whether the row is over.
            if bytes.get(self.at - 1) != Some(&b',') {
                return Some(fields);
            }
        }
    }
}

impl Rows<'_> {
    fn field(&mut self, bytes: &[u8]) -> Field {
        let quoted = bytes.get(self.at) == Some(&b'"');
        let start = self.at + usize::from(quoted);
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => break,
                b',' | b'\n' | b'\r' if !quoted => break,
                _ => {}
            }
            at += 1;
        }
        let at = at.min(bytes.len());
        self.at = at + usize::from(quoted && at < bytes.len());
        start..at
    }
}
