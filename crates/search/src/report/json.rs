//! The reports that are JSON, read as they come. What is asked for is a place in the document; all else is passed over, also
//! where it is of another type than the documented one.

use std::ops::Range;

use latchboard_contract::Secret;
use memchr::{memchr, memchr3};

use super::{Finding, Report, Scanner, State, state};
use crate::buffer::Buffer;

/// What a value says of a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Rule,
    File,
    Line,
    Secret,
    /// A text in which the secret stands, too.
    Around,
    Hash,
}

/// Where scanners write what. `*` stands for any name, `[]` for all of a list; in front of each a list may stand.
const ROLES: [(&str, Scanner, Role); 23] = [
    (".RuleID", Scanner::Gitleaks, Role::Rule),
    (".File", Scanner::Gitleaks, Role::File),
    (".StartLine", Scanner::Gitleaks, Role::Line),
    (".Secret", Scanner::Gitleaks, Role::Secret),
    (".Match", Scanner::Gitleaks, Role::Around),
    (".DetectorName", Scanner::Trufflehog, Role::Rule),
    (".SourceMetadata.Data.*.file", Scanner::Trufflehog, Role::File),
    (".SourceMetadata.Data.*.line", Scanner::Trufflehog, Role::Line),
    (".Raw", Scanner::Trufflehog, Role::Secret),
    (".RawV2", Scanner::Trufflehog, Role::Around),
    (".secret_type", Scanner::GitHub, Role::Rule),
    (".secret", Scanner::GitHub, Role::Secret),
    (".alert.secret_type", Scanner::GitHub, Role::Rule),
    (".alert.secret", Scanner::GitHub, Role::Secret),
    (".runs[].results[].ruleId", Scanner::Sarif, Role::Rule),
    (".runs[].results[].locations[].physicalLocation.artifactLocation.uri", Scanner::Sarif, Role::File),
    (".runs[].results[].locations[].physicalLocation.region.startLine", Scanner::Sarif, Role::Line),
    (".runs[].results[].locations[].physicalLocation.region.snippet.text", Scanner::Sarif, Role::Secret),
    (".runs[].results[].message.text", Scanner::Sarif, Role::Around),
    (".runs[].results[].message.markdown", Scanner::Sarif, Role::Around),
    (".results.*[].type", Scanner::DetectSecrets, Role::Rule),
    (".results.*[].line_number", Scanner::DetectSecrets, Role::Line),
    (".results.*[].hashed_secret", Scanner::DetectSecrets, Role::Hash),
];

/// Objects that are findings.
const FINDINGS: [(&str, &[Scanner]); 3] = [
    ("", &[Scanner::Gitleaks, Scanner::Trufflehog, Scanner::GitHub]),
    (".runs[].results[]", &[Scanner::Sarif]),
    (".results.*[]", &[Scanner::DetectSecrets]),
];

/// What stands for `*`, where a path is such a one.
fn fitting<'a>(path: &'a str, pattern: &str) -> Option<&'a str> {
    let path = path.strip_prefix("[]").unwrap_or(path);
    match pattern.split_once('*') {
        Some((before, behind)) => path.strip_prefix(before)?.strip_suffix(behind),
        None => (path == pattern).then_some(""),
    }
}

/// Deeper than any report.
const DEEPEST: usize = 64;
/// Bytes of a value that are looked at.
const LONGEST: usize = 64 * 1024;

/// An object or a list that is open.
struct Open {
    is_list: bool,
    /// Bytes of the path to it.
    path: usize,
}

/// What is being read.
enum Reading {
    Nothing,
    Text {
        role: Option<(Scanner, Role)>,
        is_name: bool,
        is_escaped: bool,
    },
    /// A number or a word.
    Word(Option<(Scanner, Role)>),
    /// What is no JSON, up to the end of its line.
    Line,
}

struct Value {
    scanner: Scanner,
    role: Role,
    /// As it stands there.
    raw: Buffer,
    place: Range<u64>,
}

pub(super) struct Reader {
    open: Vec<Open>,
    path: String,
    is_behind_colon: bool,
    reading: Reading,
    token: Buffer,
    token_at: u64,
    values: Vec<Value>,
}

impl Reader {
    pub(super) const fn new() -> Self {
        Self {
            open: Vec::new(),
            path: String::new(),
            is_behind_colon: false,
            reading: Reading::Nothing,
            token: Buffer::new(),
            token_at: 0,
            values: Vec::new(),
        }
    }

    /// The next bytes, `from` being the place of the first one.
    pub(super) fn push(&mut self, bytes: &[u8], from: u64, report: &mut Option<Report>) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let place = from + at as u64;
            at += match &mut self.reading {
                Reading::Nothing => self.byte(*byte, place, report),
                Reading::Line => match memchr(b'\n', &bytes[at..]) {
                    Some(end) => {
                        self.reading = Reading::Nothing;
                        end + 1
                    }
                    None => bytes.len() - at,
                },
                Reading::Word(role) => {
                    let length =
                        bytes[at..].iter().take_while(|byte| !b",]} \t\r\n\"[{:".contains(byte)).count();
                    let is_wanted = role.is_some();
                    self.keep(&bytes[at..at + length], is_wanted);
                    if at + length < bytes.len() {
                        self.end(place + length as u64);
                    }
                    length
                }
                Reading::Text { is_escaped: true, .. } => self.text(&bytes[at..=at], false),
                Reading::Text { .. } => match memchr3(b'"', b'\\', b'\n', &bytes[at..]) {
                    Some(length) if bytes[at + length] == b'"' => {
                        self.text(&bytes[at..=at + length], false);
                        self.end(place + length as u64 + 1);
                        length + 1
                    }
                    Some(length) if bytes[at + length] == b'\\' => self.text(&bytes[at..=at + length], true),
                    Some(length) => {
                        self.lose(Reading::Nothing);
                        length + 1
                    }
                    None => self.text(&bytes[at..], false),
                },
            };
        }
    }

    /// A byte outside of values; how many bytes were taken.
    fn byte(&mut self, byte: u8, place: u64, report: &mut Option<Report>) -> usize {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b',' => self.is_behind_colon = false,
            b':' => self.is_behind_colon = true,
            b'{' | b'[' if self.open.len() >= DEEPEST => self.lose(Reading::Line),
            b'{' | b'[' => {
                self.open.push(Open { is_list: byte == b'[', path: self.path.len() });
                if byte == b'[' {
                    self.path.push_str("[]");
                }
                self.is_behind_colon = false;
            }
            b'}' | b']' => match self.open.pop() {
                Some(open) if open.is_list == (byte == b']') => {
                    self.path.truncate(open.path);
                    if !open.is_list {
                        self.object(report);
                    }
                }
                _ => self.lose(Reading::Line),
            },
            _ if self.open.is_empty() => self.lose(Reading::Line),
            _ => {
                let is_name = !self.is_behind_colon && self.open.last().is_some_and(|open| !open.is_list);
                let role = if is_name { None } else { self.role() };
                self.token.clear();
                self.token_at = place;
                if byte == b'"' {
                    self.reading = Reading::Text { role, is_name, is_escaped: false };
                    return self.text(b"\"", false);
                }
                self.reading = Reading::Word(role);
                return 0;
            }
        }
        1
    }

    fn text(&mut self, bytes: &[u8], escapes: bool) -> usize {
        let mut is_wanted = false;
        if let Reading::Text { role, is_name, is_escaped } = &mut self.reading {
            *is_escaped = escapes;
            is_wanted = role.is_some() || *is_name;
        }
        self.keep(bytes, is_wanted);
        bytes.len()
    }

    fn keep(&mut self, bytes: &[u8], is_wanted: bool) {
        let room = LONGEST - self.token.len();
        if is_wanted {
            self.token.extend(&bytes[..bytes.len().min(room)]);
        }
    }

    /// What is asked for at the present place.
    fn role(&self) -> Option<(Scanner, Role)> {
        let fits = |(pattern, ..): &&(&str, Scanner, Role)| fitting(&self.path, pattern).is_some();
        ROLES.iter().find(fits).map(|(_, scanner, role)| (*scanner, *role))
    }

    /// A value or a name is over.
    fn end(&mut self, end: u64) {
        match std::mem::replace(&mut self.reading, Reading::Nothing) {
            Reading::Text { is_name: true, .. } => {
                let name = std::str::from_utf8(&self.token).unwrap_or_default().trim_matches('"');
                self.path.truncate(self.open.last().map_or(0, |open| open.path));
                self.path.push('.');
                self.path.push_str(name);
            }
            Reading::Text { role: Some((scanner, role)), .. } | Reading::Word(Some((scanner, role))) => {
                let raw = std::mem::take(&mut self.token);
                self.values.push(Value { scanner, role, raw, place: self.token_at..end });
            }
            Reading::Text { .. } | Reading::Word(None) | Reading::Line | Reading::Nothing => {}
        }
    }

    /// What was read is no JSON: logs stand between the findings of some scanners.
    fn lose(&mut self, reading: Reading) {
        self.open.clear();
        self.path.clear();
        self.values.clear();
        self.is_behind_colon = false;
        self.reading = reading;
    }

    /// An object is over; it may be a finding.
    fn object(&mut self, report: &mut Option<Report>) {
        let kind =
            FINDINGS.iter().find_map(|(pattern, scanners)| Some((fitting(&self.path, pattern)?, *scanners)));
        let Some((name, scanners)) = kind else { return };
        for scanner in scanners {
            let raw = |role: Role| {
                self.values
                    .iter()
                    .find(|value| value.scanner == *scanner && value.role == role)
                    .map(|value| &*value.raw)
            };
            let text = |role: Role| {
                raw(role).and_then(|raw| serde_json::from_slice::<String>(raw).ok()).unwrap_or_default()
            };
            let (secret, around) = (raw(Role::Secret), raw(Role::Around));
            let is_finding = match scanner {
                Scanner::Gitleaks | Scanner::Trufflehog => {
                    raw(Role::Rule).is_some() && (secret.is_some() || around.is_some())
                }
                Scanner::GitHub => raw(Role::Rule).is_some(),
                Scanner::Sarif => true,
                Scanner::DetectSecrets => raw(Role::Hash).is_some(),
            };
            if !is_finding {
                continue;
            }
            let secret = secret.or(around.filter(|_| *scanner == Scanner::Gitleaks));
            let state = match scanner {
                Scanner::DetectSecrets => State::Hashed,
                Scanner::Gitleaks | Scanner::Trufflehog | Scanner::GitHub | Scanner::Sarif => {
                    state(secret.and_then(|raw| serde_json::from_slice::<Secret>(raw).ok()).as_ref())
                }
            };
            let file = if *scanner == Scanner::DetectSecrets { name.to_owned() } else { text(Role::File) };
            let line =
                raw(Role::Line).and_then(|raw| std::str::from_utf8(raw).ok()?.trim_matches('"').parse().ok());
            let finding = Finding { rule: text(Role::Rule), file, line, state };
            let places = self.values.iter().filter(|value| {
                value.scanner == *scanner && matches!(value.role, Role::Secret | Role::Around)
            });
            let report = report.get_or_insert_with(|| Report::new(*scanner));
            report.push(finding, places.map(|value| value.place.clone()));
            break;
        }
        self.values.retain(|value| !scanners.contains(&value.scanner));
    }
}
