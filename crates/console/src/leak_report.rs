//! What became of each finding of a scanner's report, and that as a file, in the scanner's order.

use latchboard_search::{Finding, State};
use serde::Serialize;

use crate::csv;
use crate::leak::{Hit, LeakPage, Proof};
use crate::leak_text::ReportSeen;

latchboard_contract::names! {
    /// What is known of a finding.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Known {
        /// The vault has its value, and a copy is switched on.
        StillOn = "still_on",
        /// The vault has its value, and all copies that this access key sees are switched off.
        Off = "off",
        /// Its value may be the vault's; that was not asked or could not be told.
        NotTold = "not_told",
        /// None of the values that were looked for stands there.
        NotInVault = "not_in_vault",
        Masked = "masked",
        /// The report has a hash in its place.
        Hashed = "hashed",
        /// The report has nothing in its place.
        Absent = "absent",
    }
}

/// A finding and what is known of it.
pub struct Line<'a> {
    pub finding: &'a Finding,
    /// What became of it.
    pub known: Known,
    /// The copies of its value.
    pub copies: Vec<&'a Hit>,
}

/// The findings of a report, in its order.
#[must_use]
pub fn lines<'a>(page: &'a LeakPage, report: &'a ReportSeen) -> Vec<Line<'a>> {
    let mut by_value: Vec<Vec<&Hit>> = Vec::new();
    for hit in page.findings.iter().flat_map(|findings| findings.hits.iter()) {
        by_value.resize_with(by_value.len().max(hit.value + 1), Vec::new);
        by_value[hit.value].push(hit);
    }
    let is_whole = page.searched.as_ref().is_some_and(|searched| searched.is_whole());
    let is_asked = |value: usize| page.findings.as_ref().is_some_and(|it| it.asked.contains(&value));
    let is_off = |hit: &&Hit| {
        let proved =
            |proof: &Proof| matches!(proof, Proof::Said { off, .. } if off.contains(&hit.named.identifier));
        hit.active == Some(false) || page.proof.as_ref().is_some_and(proved)
    };
    let line = |(finding, value): &'a (Finding, Option<usize>)| {
        let copies = value.and_then(|value| by_value.get(value).cloned()).unwrap_or_default();
        let known = match (value, finding.state) {
            (Some(_), _) if !copies.is_empty() && copies.iter().all(is_off) => Known::Off,
            (Some(_), _) if !copies.is_empty() => Known::StillOn,
            (Some(value), _) if !is_asked(*value) => Known::NotTold,
            (_, State::Masked) => Known::Masked,
            (_, State::Hashed) => Known::Hashed,
            (_, State::Absent) => Known::Absent,
            (Some(_), State::Searchable) => Known::NotInVault,
            (None, State::Searchable) if report.cut || !is_whole => Known::NotTold,
            (None, State::Searchable) => Known::NotInVault,
        };
        Line { finding, known, copies }
    };
    report.findings.iter().map(line).collect()
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    file: &'a str,
    line: Option<u32>,
    known: Known,
    identifiers: Vec<&'a str>,
}

fn row<'a>(line: &Line<'a>) -> Row<'a> {
    let Line { finding, known, copies } = line;
    let identifiers = copies.iter().map(|hit| hit.named.identifier.as_str()).collect();
    Row { rule: &finding.rule, file: &finding.file, line: finding.line, known: *known, identifiers }
}

/// As JSON: a list with an object for each finding.
#[must_use]
pub fn as_json(lines: &[Line<'_>]) -> String {
    // Texts, numbers and lists of them: nothing that could not be written.
    serde_json::to_string(&lines.iter().map(row).collect::<Vec<_>>()).unwrap_or_default()
}

/// As CSV (RFC 4180), with a first line of names.
#[must_use]
pub fn as_csv(lines: &[Line<'_>]) -> String {
    let mut out = String::from(csv::BYTE_ORDER_MARK);
    out.push_str(&csv::line(["rule", "file", "line", "known", "identifiers"]));
    for line in lines {
        let row = row(line);
        let number = row.line.map(|line| line.to_string()).unwrap_or_default();
        let identifiers = row.identifiers.join(" ");
        out.push_str(&csv::line([row.rule, row.file, &number, row.known.as_str(), &identifiers]));
    }
    out
}
