//! Reports of scanners: which findings they have, and where in the report the secret of each stands.
//!
//! A report is a text like any other: its values are found by a search. This only tells which finding a place belongs to.

mod csv;
mod json;

use std::ops::Range;

use latchboard_contract::Secret;

/// Findings that are read; more are left out.
pub const MOST_FINDINGS: usize = 100_000;

latchboard_contract::names! {
    /// Who wrote a report.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Scanner {
        Gitleaks = "gitleaks",
        /// JSON, one object a line.
        Trufflehog = "trufflehog",
        /// Alerts of secret scanning, as its API and its webhook give them.
        GitHub = "GitHub",
        /// A baseline; it holds hashes.
        DetectSecrets = "detect-secrets",
        /// Any scanner that writes SARIF.
        Sarif = "SARIF",
    }
}

latchboard_contract::names! {
    /// Whether a finding's secret can be looked for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum State {
        /// It stands in the report.
        Searchable = "searchable",
        Masked = "masked",
        /// A hash stands in its place.
        Hashed = "hashed",
        /// There is nothing in its place.
        Absent = "absent",
    }
}

/// One finding, as the report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The scanner's name for what it found.
    pub rule: String,
    /// The file in which it stood; empty where the report names none.
    pub file: String,
    /// Its line there, from 1.
    pub line: Option<u32>,
    /// Whether its secret can be looked for.
    pub state: State,
}

/// A report that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub scanner: Scanner,
    /// In the report's order.
    pub findings: Vec<Finding>,
    /// There are more than [`MOST_FINDINGS`].
    pub cut: bool,
    /// Where their secrets stand, in bytes, sorted, each with the number of its finding.
    places: Vec<(Range<u64>, usize)>,
}

/// Reads a text that may be a report, as it comes.
pub(crate) struct Reader {
    form: Form,
    /// Bytes that were read.
    at: u64,
    report: Option<Report>,
}

enum Form {
    /// Nothing but white space came.
    Unknown,
    Json(json::Reader),
    Csv(csv::Reader),
    /// It is no report.
    Other,
}

/// A text that has no finding in so many bytes has none.
const LONGEST_WITHOUT: u64 = 4 * 1024 * 1024;

impl Reader {
    pub(crate) const fn new() -> Self {
        Self { form: Form::Unknown, at: 0, report: None }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if let Form::Unknown = self.form {
            match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
                Some(b'[' | b'{') => self.form = Form::Json(json::Reader::new()),
                Some(_) => self.form = Form::Csv(csv::Reader::new()),
                None => {}
            }
        }
        let is_going = match &mut self.form {
            Form::Json(reader) => {
                reader.push(bytes, self.at, &mut self.report);
                self.report.is_some() || self.at < LONGEST_WITHOUT
            }
            Form::Csv(reader) => reader.push(bytes, self.at, &mut self.report),
            Form::Unknown | Form::Other => true,
        };
        if !is_going {
            self.form = Form::Other;
        }
        self.at += bytes.len() as u64;
    }

    /// The report, where it was one.
    pub(crate) fn end(mut self) -> Option<Report> {
        if let Form::Csv(reader) = &mut self.form {
            reader.end(&mut self.report);
        }
        let mut report = self.report?;
        report.places.sort_unstable_by_key(|(range, _)| range.start);
        Some(report)
    }
}

impl Report {
    /// The number of the finding whose secret stands at `offset`, as a [`Place`](crate::Place) has it.
    #[must_use]
    pub fn finding_at(&self, offset: u64) -> Option<usize> {
        let behind = self.places.partition_point(|(range, _)| range.start <= offset);
        let (range, number) = self.places[..behind].last()?;
        range.contains(&offset).then_some(*number)
    }

    const fn new(scanner: Scanner) -> Self {
        Self { scanner, findings: Vec::new(), cut: false, places: Vec::new() }
    }

    fn push(&mut self, finding: Finding, places: impl Iterator<Item = Range<u64>>) {
        if self.findings.len() >= MOST_FINDINGS {
            self.cut = true;
            return;
        }
        let number = self.findings.len();
        self.places.extend(places.map(|range| (range, number)));
        self.findings.push(finding);
    }
}

/// What stands in place of a secret.
fn state(secret: Option<&Secret>) -> State {
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { return State::Absent };
    let text = secret.expose();
    let is_masked = ["***", "•••", "...redacted", "REDACTED", "[redacted", "<redacted", "[MASKED"]
        .iter()
        .any(|mask| text.contains(mask));
    if is_masked { State::Masked } else { State::Searchable }
}

#[cfg(test)]
mod tests {
    use super::{Reader, Report, Scanner};

    /// However it is cut.
    fn read_if(text: &str) -> Option<Report> {
        let of = |size: usize| {
            let mut reader = Reader::new();
            text.as_bytes().chunks(size).for_each(|piece| reader.push(piece));
            reader.end()
        };
        let whole = of(usize::MAX);
        assert!([1, 2, 7].into_iter().all(|size| of(size) == whole), "{text}");
        whole
    }

    fn read(text: &str) -> Report {
        read_if(text).unwrap_or_else(|| panic!("a report: {text}"))
    }

    /// The scanner, and of each finding rule, file, line, state and whether `value` stands in it.
    fn shown(text: &str, value: &str) -> (Scanner, Vec<String>) {
        let report = read(text);
        let ours: Vec<usize> =
            text.match_indices(value).filter_map(|(at, _)| report.finding_at(at as u64)).collect();
        let line = |(number, it): (usize, &super::Finding)| {
            format!("{} {} {:?} {:?} {}", it.rule, it.file, it.line, it.state, ours.contains(&number))
        };
        (report.scanner, report.findings.iter().enumerate().map(line).collect())
    }

    #[test]
    fn gitleaks_is_read_as_json_and_as_csv() {
        let json = r#"[{"RuleID":"generic","File":"a/.env","StartLine":4,"Secret":"value-of-ours","Match":"K=value-of-ours"},
            {"RuleID":"other","File":"b","StartLine":9,"Secret":"REDACTED","Match":"REDACTED"}]"#;
        let expected =
            ["generic a/.env Some(4) Searchable true", "other b Some(9) Masked false"].map(str::to_owned);
        assert_eq!(shown(json, "value-of-ours"), (Scanner::Gitleaks, expected.to_vec()));
        let csv = "RuleID,Commit,File,Secret,Match,StartLine\ngeneric,0f1e,a/.env,value-of-ours,K=value-of-ours,4\r\n\
            other,0f1e,b,REDACTED,\"x\"\"y,\nz\",9\n";
        assert_eq!(shown(csv, "value-of-ours"), (Scanner::Gitleaks, expected.to_vec()));
    }

    #[test]
    fn trufflehog_is_read_line_by_line() {
        let lines = r#"{"level":"info","msg":"running source"}
{"SourceMetadata":{"Data":{"Git":{"file":"keys","line":4}}},"DetectorName":"Custom","Raw":"value-of-ours","RawV2":"","Redacted":"va****"}
{"SourceMetadata":{"Data":{"Filesystem":{"file":"a.txt","line":2}}},"DetectorName":"URI","Raw":"","Redacted":"http://***"}
"#;
        let expected =
            ["Custom keys Some(4) Searchable true", "URI a.txt Some(2) Absent false"].map(str::to_owned);
        assert_eq!(shown(lines, "value-of-ours"), (Scanner::Trufflehog, expected.to_vec()));
    }

    #[test]
    fn the_others_are_read() {
        let alerts = r#"[{"number":43,"state":"open","secret_type":"acme_key","secret":"value-of-ours","locations_url":"u"}]"#;
        assert_eq!(
            shown(alerts, "value-of-ours"),
            (Scanner::GitHub, vec!["acme_key  None Searchable true".to_owned()])
        );
        let hook =
            r#"{"action":"created","alert":{"number":43,"secret_type":"acme_key","secret":"value-of-ours"}}"#;
        assert_eq!(
            shown(hook, "value-of-ours"),
            (Scanner::GitHub, vec!["acme_key  None Searchable true".to_owned()])
        );
        let baseline = r#"{"version":"1.5.0","plugins_used":[],"results":{"a.py":[{"type":"Secret Keyword","filename":"a.py","hashed_secret":"0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33","line_number":3}]}}"#;
        assert_eq!(
            shown(baseline, "x-none"),
            (Scanner::DetectSecrets, vec!["Secret Keyword a.py Some(3) Hashed false".to_owned()])
        );
        let sarif = r#"{"version":"2.1.0","runs":[{"tool":{},"results":[{"ruleId":"generic","message":{"text":"found"},"locations":[{"physicalLocation":
            {"artifactLocation":{"uri":"a/.env"},"region":{"startLine":4,"snippet":{"text":"value-of-ours"}}}}]},{"ruleId":"bare"}]}]}"#;
        let expected =
            ["generic a/.env Some(4) Searchable true", "bare  None Absent false"].map(str::to_owned);
        assert_eq!(shown(sarif, "value-of-ours"), (Scanner::Sarif, expected.to_vec()));
    }

    #[test]
    fn nothing_else_is_a_report() {
        for text in [
            "",
            "[]",
            "{}",
            "[1,2]",
            "null",
            "KEY=value",
            "a,b,c\n1,2,3\n",
            "{\"runs\":7}",
            "[{\"secret\":\"x\"}]",
            "{\"results\":[]}",
            "\"RuleID",
            "RuleID,Secret\n\"open",
        ] {
            assert!(read_if(text).is_none_or(|report| report.findings.len() < 2), "{text}");
        }
        assert!(read_if("KEY=value").is_none() && read_if("[]").is_none());
    }
}
