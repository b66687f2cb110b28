//! What a search came to.

use std::collections::HashSet;

use latchboard_contract::FullFingerprint;

use crate::input::Kind;
use crate::place::Place;
use crate::recognise::Unsearchable;
use crate::report::{Finding, Report, Scanner};
use crate::search::Search;

/// A value that stands in the texts, or its fingerprint.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    pub fingerprint: FullFingerprint,
    /// In bytes; none where its fingerprint stands there in its place.
    pub bytes: Option<u32>,
    /// Where it stands, the first places.
    pub places: Vec<Place>,
    pub count: u64,
}

/// A scanner's report among the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSeen {
    /// The number of its text.
    pub text: u32,
    pub scanner: Scanner,
    /// In its order, each with the place of the value that stands there.
    pub findings: Vec<(Finding, Option<usize>)>,
    pub cut: bool,
}

/// What was seen of the texts that were pushed.
pub struct Results {
    /// The texts, in order: their names and what they are.
    pub texts: Vec<(String, Kind)>,
    /// What stands in them.
    pub values: Vec<Value>,
    pub reports: Vec<ReportSeen>,
    /// Values that were looked for.
    pub looked_for: usize,
    /// Decoded forms of the texts that were looked at.
    pub views: u64,
    /// Places that are masked, hashed and encrypted.
    pub unsearchable: [u64; 3],
    /// Something of the texts was not looked at under every decoding.
    pub is_cut: bool,
}

impl Search {
    /// What it has come to; reports are told once.
    #[must_use]
    pub fn results(&mut self) -> Results {
        let hits = self.hits().into_iter().map(|hit| Value {
            fingerprint: hit.fingerprint,
            bytes: Some(hit.length),
            places: hit.places,
            count: hit.count,
        });
        let mut values: Vec<_> = hits.collect();
        let known: HashSet<_> = values.iter().map(|value| value.fingerprint.clone()).collect();
        let named = self.named().iter().filter(|named| !known.contains(&named.fingerprint));
        values.extend(named.map(|named| Value {
            fingerprint: named.fingerprint.clone(),
            bytes: None,
            places: vec![named.place.clone()],
            count: named.count,
        }));
        let reports = self.take_reports().into_iter();
        let kinds = [Unsearchable::Masked, Unsearchable::Hashed, Unsearchable::Encrypted];
        Results {
            texts: self.texts().to_vec(),
            reports: reports.map(|(text, report)| seen(text, report, &values)).collect(),
            values,
            looked_for: self.looked_for(),
            views: self.progress().views,
            unsearchable: kinds.map(|kind| self.count(kind)),
            is_cut: self.progress().cut > 0,
        }
    }
}

/// Which value stands where the report has a finding: of several the longest.
fn seen(text: u32, report: Report, values: &[Value]) -> ReportSeen {
    let mut found: Vec<Option<usize>> = vec![None; report.findings.len()];
    let mut is_cut = report.cut;
    for (number, value) in values.iter().enumerate() {
        is_cut |= value.bytes.is_some() && value.count > value.places.len() as u64;
        for place in value.places.iter().filter(|place| place.text == text) {
            let Some(its) = report.finding_at(place.offset).and_then(|its| found.get_mut(its)) else {
                continue;
            };
            let length = |number: usize| values.get(number).and_then(|value| value.bytes);
            if its.is_none_or(|known| length(known) < length(number)) {
                *its = Some(number);
            }
        }
    }
    let findings = report.findings.into_iter().zip(found).collect();
    ReportSeen { text, scanner: report.scanner, findings, cut: is_cut }
}
