//! The reports that are JSON. Members of another type than the documented one are passed over, not complained about.

use std::collections::BTreeMap;
use std::ops::Range;

use latchboard_contract::Secret;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Finding, Report, Scanner, State, state};

/// A finding of gitleaks, of trufflehog or of GitHub: the names tell which.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Item<'a> {
    #[serde(borrow, rename = "RuleID")]
    rule_id: Option<&'a RawValue>,
    #[serde(borrow, rename = "File")]
    file: Option<&'a RawValue>,
    #[serde(borrow, rename = "StartLine")]
    start_line: Option<&'a RawValue>,
    #[serde(borrow, rename = "Secret")]
    found: Option<&'a RawValue>,
    #[serde(borrow, rename = "Match")]
    hit: Option<&'a RawValue>,
    #[serde(borrow, rename = "DetectorName")]
    detector: Option<&'a RawValue>,
    #[serde(borrow, rename = "Raw")]
    raw: Option<&'a RawValue>,
    #[serde(borrow, rename = "RawV2")]
    raw_v2: Option<&'a RawValue>,
    #[serde(borrow, rename = "SourceMetadata")]
    source: Option<&'a RawValue>,
    #[serde(borrow)]
    secret_type: Option<&'a RawValue>,
    #[serde(borrow)]
    secret: Option<&'a RawValue>,
    #[serde(borrow)]
    alert: Option<&'a RawValue>,
    #[serde(borrow)]
    runs: Option<&'a RawValue>,
    #[serde(borrow)]
    results: Option<&'a RawValue>,
    #[serde(borrow)]
    plugins_used: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Source<'a> {
    #[serde(borrow, rename = "Data")]
    data: BTreeMap<String, &'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    line: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Run<'a> {
    #[serde(borrow, default)]
    results: Vec<SarifResult<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SarifResult<'a> {
    #[serde(borrow)]
    rule_id: Option<&'a RawValue>,
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow)]
    locations: Vec<SarifLocation<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SarifLocation<'a> {
    #[serde(borrow)]
    physical_location: SarifPlace<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SarifPlace<'a> {
    #[serde(borrow)]
    artifact_location: SarifFile<'a>,
    #[serde(borrow)]
    region: SarifRegion<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SarifFile<'a> {
    #[serde(borrow)]
    uri: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SarifRegion<'a> {
    #[serde(borrow)]
    start_line: Option<&'a RawValue>,
    #[serde(borrow)]
    snippet: SarifSnippet<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SarifSnippet<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename = "Baseline")]
struct BaselineItem<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    line_number: Option<&'a RawValue>,
}

pub(super) fn read(text: &str) -> Option<Report> {
    let reader = Reader { text };
    match text.trim_start().bytes().next()? {
        b'[' => reader.items(serde_json::from_str::<Vec<Item<'_>>>(text).ok()?.into_iter()),
        b'{' => match serde_json::from_str::<Item<'_>>(text) {
            Ok(item) => reader.whole(item),
            // An object a line: what is none of them is passed over, as logs stand between them.
            Err(_) => reader.items(text.lines().filter_map(|line| serde_json::from_str(line).ok())),
        },
        _ => None,
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn whole(&self, item: Item<'a>) -> Option<Report> {
        if let Some(runs) = item.runs {
            return self.sarif(serde_json::from_str(runs.get()).ok()?);
        }
        if let Some(results) = item.results.filter(|_| item.plugins_used.is_some()) {
            return baseline(results);
        }
        match item.alert {
            Some(alert) => self.items(serde_json::from_str(alert.get()).into_iter()),
            None => self.items([item].into_iter()),
        }
    }

    fn items(&self, items: impl Iterator<Item = Item<'a>>) -> Option<Report> {
        let mut report: Option<Report> = None;
        for item in items {
            let (scanner, finding, secrets) = if item.rule_id.is_some()
                && (item.found.is_some() || item.hit.is_some())
            {
                let finding = finding(
                    text(item.rule_id),
                    text(item.file),
                    number(item.start_line),
                    item.found.or(item.hit),
                );
                (Scanner::Gitleaks, finding, [item.found, item.hit])
            } else if item.detector.is_some() && (item.raw.is_some() || item.raw_v2.is_some()) {
                let place = item.source.and_then(location).unwrap_or_default();
                let finding = finding(text(item.detector), text(place.file), number(place.line), item.raw);
                (Scanner::Trufflehog, finding, [item.raw, item.raw_v2])
            } else if item.secret_type.is_some() {
                let finding = finding(text(item.secret_type), String::new(), None, item.secret);
                (Scanner::GitHub, finding, [item.secret, None])
            } else {
                continue;
            };
            let report = report.get_or_insert_with(|| Report::new(scanner));
            report.push(finding, secrets.into_iter().flatten().map(|raw| self.place(raw)));
        }
        report
    }

    fn sarif(&self, runs: Vec<Run<'a>>) -> Option<Report> {
        let mut report = Report::new(Scanner::Sarif);
        for result in runs.into_iter().flat_map(|run| run.results) {
            let place = result.locations.into_iter().next().unwrap_or_default().physical_location;
            let snippet = place.region.snippet.text;
            let (file, line) = (text(place.artifact_location.uri), number(place.region.start_line));
            let finding = finding(text(result.rule_id), file, line, snippet);
            report.push(finding, [snippet, result.message].into_iter().flatten().map(|raw| self.place(raw)));
        }
        Some(report)
    }

    /// Raw values are parts of the text, so their addresses tell where they stand.
    fn place(&self, raw: &'a RawValue) -> Range<u64> {
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize) as u64;
        start..start + raw.get().len() as u64
    }
}

fn baseline(results: &RawValue) -> Option<Report> {
    let files: BTreeMap<String, Vec<BaselineItem<'_>>> = serde_json::from_str(results.get()).ok()?;
    let mut report = Report::new(Scanner::DetectSecrets);
    for (file, items) in files {
        for item in items {
            let (rule, line) = (text(item.kind), number(item.line_number));
            report.push(Finding { rule, file: file.clone(), line, state: State::Hashed }, std::iter::empty());
        }
    }
    Some(report)
}

fn location(source: &RawValue) -> Option<Location<'_>> {
    let source: Source<'_> = serde_json::from_str(source.get()).ok()?;
    serde_json::from_str(source.data.into_values().next()?.get()).ok()
}

fn finding(rule: String, file: String, line: Option<u32>, secret: Option<&RawValue>) -> Finding {
    let secret = secret.and_then(|raw| serde_json::from_str::<Secret>(raw.get()).ok());
    Finding { rule, file, line, state: state(secret.as_ref()) }
}

fn text(raw: Option<&RawValue>) -> String {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

fn number(raw: Option<&RawValue>) -> Option<u32> {
    raw.and_then(|raw| raw.get().trim_matches('"').parse().ok())
}
