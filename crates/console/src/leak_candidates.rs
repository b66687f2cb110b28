//! What a leaked text could be: the secret itself, or the secret in whatever it was pasted with.
//!
//! Leaks come out of logs, scripts and chats, as `export KEY="…"`, as a line of JSON, as a header of a
//! request. Each rule takes one such wrapping off, and what it leaves is looked at again. Nothing is
//! decided here: every reading is a candidate, and the vault knows which of them it has.
//!
//! Where a text has several values, such as the lines of a file, each of them may be a secret of its own.
//! Readings of which one lies in the other are alternatives: where one of them is a secret, the other is none.
//!
//! What is named is the rules, never the text: not even the word before `=`, which may be half of the
//! secret.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use latchboard_contract::{FullFingerprint, Secret};
use serde::{Deserialize, Serialize};

/// Longer texts are no leaked value but a file; reading them would freeze the page.
pub const MOST_BYTES: usize = 64 * 1024;

/// Candidates that are kept; each may become a question to the server.
pub const MOST_CANDIDATES: usize = 400;

/// Wrappings inside wrappings: a quoted header in a quoted command in a line is five.
const MOST_RULES: usize = 8;

/// Lines of a text that are looked at one by one.
const MOST_LINES: usize = 200;

/// A line, a quoted part or a decoded text that is shorter is taken for none of its own: the braces
/// of JSON, flags and names.
const SHORTEST_PART: usize = 6;

/// How a candidate was got from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One line of several.
    Line,
    /// Lines that were broken by their width, put together.
    LineWraps,
    /// White space at the ends, left out.
    WhiteSpace,
    /// `KEY=value`, with `export`, `set` or the like.
    Assignment,
    /// `key: value`, as in YAML, JSON and headers.
    Entry,
    /// One value of a query or a form, decoded.
    Parameter,
    /// The quotes around it.
    Quotes,
    /// `\n`, `\"`, `\u00e9`: the characters that they stand for.
    Escapes,
    /// A comma or semicolon behind it.
    Separator,
    /// A comment behind it.
    Comment,
    /// The name of a scheme, as in `Authorization: Bearer …`.
    Scheme,
    /// The password of `Authorization: Basic …` or of an address.
    Password,
    /// Base64, decoded, as in Kubernetes' secrets.
    Base64,
    /// A line break behind it, as files end with one.
    LineBreakAdded,
    /// 64 hexadecimal digits: the fingerprint itself.
    Fingerprint,
}

/// One reading of the text. The text itself is gone.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What was done to it, in this order; nothing for the text as it was pasted.
    pub rules: Rc<[Rule]>,
    /// Its line, counted from 1, where it is one of several.
    pub line: Option<u32>,
    /// How long it is; 0 where only the fingerprint is known.
    pub characters: usize,
    /// What it is looked for by.
    pub fingerprint: FullFingerprint,
    /// Nothing more can be taken off it.
    pub is_bare: bool,
    /// Where in the text it stands; in more places than one if it comes again.
    places: Vec<LineNumbers>,
}

/// A value's place in a text: its number among the values there, and so on inward.
type LineNumbers = Rc<[u32]>;

impl Candidate {
    /// Whether each of its places holds one of `others`, or lies in one: where those are the secrets, it is none.
    pub fn is_settled_by<'a>(&self, others: impl Iterator<Item = &'a Self> + Clone) -> bool {
        let settles =
            |place: &LineNumbers, other: &LineNumbers| other.starts_with(place) || place.starts_with(other);
        self.places
            .iter()
            .all(|place| others.clone().any(|other| other.places.iter().any(|other| settles(place, other))))
    }
}

/// The readings of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidates {
    /// The likeliest first.
    pub list: Rc<[Candidate]>,
    /// There are more than are looked for.
    pub cut: bool,
}

/// Why a text has no readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing but white space in it.
    Empty,
    /// It has more than [`MOST_BYTES`].
    TooLong,
}

/// A reading under way.
struct Reading {
    text: Secret,
    rules: Vec<Rule>,
    line: Option<u32>,
    place: LineNumbers,
}

/// All readings of `text`.
///
/// # Errors
///
/// When there is nothing to read, or too much.
pub fn candidates(text: &Secret) -> Result<Candidates, Unreadable> {
    if text.expose().trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if text.expose().len() > MOST_BYTES {
        return Err(Unreadable::TooLong);
    }
    let mut seen: HashMap<FullFingerprint, Vec<LineNumbers>> = HashMap::new();
    let (mut bare, mut others) = (Vec::new(), Vec::new());
    let whole = Reading { text: text.duplicate(), rules: Vec::new(), line: None, place: Rc::default() };
    let mut open = VecDeque::from([whole]);
    let mut cut = false;
    while let Some(reading) = open.pop_front() {
        let fingerprint = FullFingerprint::of(&reading.text);
        let places = seen.entry(fingerprint.clone()).or_default();
        places.push(reading.place.clone());
        if places.len() > 1 || reading.text.is_empty() {
            continue;
        }
        let before = open.len();
        if reading.rules.len() < MOST_RULES {
            cut |= unwrap(&reading, &mut open);
        }
        let characters = reading.text.expose().chars().count();
        let is_bare = open.len() == before;
        let (rules, line, places) = (reading.rules.into(), reading.line, Vec::new());
        let candidate = Candidate { rules, line, characters, fingerprint, is_bare, places };
        if is_bare { bare.push((candidate, reading.text)) } else { others.push(candidate) }
    }
    let mut list = Vec::new();
    if let Some(fingerprint) = fingerprint(text.expose()) {
        seen.entry(fingerprint.clone()).or_default().push(Rc::default());
        let (rules, places) = (Rc::from([Rule::Fingerprint]), Vec::new());
        list.push(Candidate { rules, line: None, characters: 0, fingerprint, is_bare: true, places });
    }
    // What nothing more can be taken off is likeliest; the text as a whole is not.
    let mut ends = Vec::new();
    for (candidate, text) in &bare {
        let text = Secret::new([text.expose(), "\n"].concat());
        let fingerprint = FullFingerprint::of(&text);
        let places = seen.get(&candidate.fingerprint).cloned().unwrap_or_default();
        if !seen.contains_key(&fingerprint) {
            seen.insert(fingerprint.clone(), places);
            let rules = candidate.rules.iter().copied().chain([Rule::LineBreakAdded]).collect();
            let characters = candidate.characters + 1;
            ends.push(Candidate { rules, characters, fingerprint, is_bare: false, ..candidate.clone() });
        }
    }
    list.extend(bare.into_iter().map(|(candidate, _)| candidate));
    list.extend(others.into_iter().rev());
    list.extend(ends);
    cut |= list.len() > MOST_CANDIDATES;
    list.truncate(MOST_CANDIDATES);
    for candidate in &mut list {
        candidate.places = seen.get(&candidate.fingerprint).cloned().unwrap_or_default();
    }
    Ok(Candidates { list: list.into(), cut })
}

fn fingerprint(text: &str) -> Option<FullFingerprint> {
    let text = text.trim();
    FullFingerprint::parse(text.strip_prefix("sha256:").unwrap_or(text))
}

/// Takes every wrapping off that can be the outermost one. Whether there is more in it than is looked at.
fn unwrap(reading: &Reading, open: &mut VecDeque<Reading>) -> bool {
    let mut left = Unwrapping { reading, open, parts: 0 };
    let text = reading.text.expose();
    let trimmed = text.trim();
    if trimmed.contains('\n') {
        return lines(trimmed, &mut left);
    }
    if trimmed.len() < text.len() {
        left.leave(Rule::WhiteSpace, trimmed);
        return false;
    }
    if let Some(inner) = quoted(text) {
        inside_quotes(inner, &reading.place, &mut left);
        return false;
    }
    if let Some(rest) = text.strip_suffix([',', ';']) {
        left.leave(Rule::Separator, rest);
    }
    if let Some((rest, _)) = text.split_once(" #").or_else(|| text.split_once(" //")) {
        left.leave(Rule::Comment, rest.trim_end());
    }
    let (value, keyed) = (assigned(text), entry(text));
    if let Some(value) = value {
        left.leave(Rule::Assignment, value);
    }
    if let Some(value) = keyed {
        left.leave(Rule::Entry, value);
    }
    if let Some(token) = scheme(text) {
        left.part(Rule::Scheme, token);
    }
    if value.is_none() && keyed.is_none() {
        for part in quoted_parts(text) {
            let place = left.next_place();
            inside_quotes(part, &place, &mut left);
        }
    }
    addressed(text, &mut left);
    if let Some(decoded) = base64(text) {
        let rule = if reading.rules.last() == Some(&Rule::Scheme) { Rule::Password } else { Rule::Base64 };
        let password = decoded.expose().split_once(':').filter(|_| rule == Rule::Password);
        left.leave(rule, password.map_or(decoded.expose(), |(_, password)| password));
    }
    false
}

/// What is left of a reading.
struct Unwrapping<'a> {
    reading: &'a Reading,
    open: &'a mut VecDeque<Reading>,
    /// Values of their own so far.
    parts: u32,
}

impl Unwrapping<'_> {
    /// The same value, less a wrapping.
    fn leave(&mut self, rule: Rule, left: &str) {
        self.push(rule, self.reading.line, self.reading.place.clone(), left);
    }

    /// A value beside which there may be others.
    fn part(&mut self, rule: Rule, left: &str) {
        let place = self.next_place();
        self.push(rule, self.reading.line, place, left);
    }

    /// The place of the next value in a line.
    fn next_place(&mut self) -> LineNumbers {
        self.parts += 1;
        // No line has this number: what was put together of lines has their place, and parts of its own.
        self.place_of(u32::MAX - self.parts)
    }

    fn place_of(&self, number: u32) -> LineNumbers {
        self.reading.place.iter().copied().chain([number]).collect()
    }

    fn push(&mut self, rule: Rule, line: Option<u32>, place: LineNumbers, left: &str) {
        if !left.trim().is_empty() {
            let rules = self.reading.rules.iter().copied().chain([rule]).collect();
            self.open.push_back(Reading { text: Secret::from(left), rules, line, place });
        }
    }
}

fn inside_quotes(inner: &str, place: &LineNumbers, left: &mut Unwrapping<'_>) {
    let line = left.reading.line;
    if let Some(plain) = inner.contains('\\').then(|| unescape(inner)).flatten() {
        left.push(Rule::Escapes, line, place.clone(), plain.expose());
    }
    left.push(Rule::Quotes, line, place.clone(), inner);
}

/// Whether there are more lines than are looked at.
fn lines(text: &str, left: &mut Unwrapping<'_>) -> bool {
    let all = || text.lines().map(|line| line.trim().trim_end_matches('\\').trim_end());
    // A value that was too wide for where it came from has no spaces in it, and hardly a name in the midst of it.
    let is_wrapped = all().all(|line| !line.contains(char::is_whitespace));
    let is_file = all().skip(1).any(|line| assigned(line).or_else(|| entry(line)).is_some());
    let join = |left: &mut Unwrapping<'_>| {
        left.leave(Rule::LineWraps, Secret::new(all().collect()).expose());
    };
    if is_wrapped && !is_file {
        join(left);
    }
    let mut lines = (1..).zip(all()).filter(|(_, line)| line.len() >= SHORTEST_PART);
    for (number, line) in lines.by_ref().take(MOST_LINES) {
        let place = left.place_of(number);
        left.push(Rule::Line, Some(number), place, line);
    }
    if is_wrapped && is_file {
        join(left);
    }
    lines.next().is_some()
}

const QUOTES: [(char, char); 7] =
    [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('„', '“')];

/// What stands between the quotes that begin and end `text`.
fn quoted(text: &str) -> Option<&str> {
    QUOTES.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        let closes = inner.char_indices().any(|(at, it)| it == *close && !inner[..at].ends_with('\\'));
        (!closes).then_some(inner)
    })
}

/// The quoted parts of a text, but for those that name something: `"key": "value"`.
fn quoted_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['"', '\'']) {
        let (quote, after) = rest[start..].split_at(1);
        let mut end = None;
        let mut escaped = false;
        for (at, character) in after.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '\n' => break,
                _ if after[at..].starts_with(quote) => {
                    end = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else {
            rest = after;
            continue;
        };
        let next = after[end + 1..].trim_start();
        if end >= SHORTEST_PART && !next.starts_with([':', '=']) {
            parts.push(&after[..end]);
        }
        rest = &after[end + 1..];
    }
    parts
}

/// The value of `KEY=value`, whatever word makes it an assignment.
fn assigned(text: &str) -> Option<&str> {
    const WORDS: [&str; 10] =
        ["export ", "set ", "setx ", "declare ", "local ", "let ", "const ", "var ", "ENV ", "-e "];
    let mut text = text;
    while let Some(rest) = WORDS.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest.trim_start();
    }
    let text = text.strip_prefix("$env:").or_else(|| text.strip_prefix('$')).unwrap_or(text);
    let (key, value) = text.split_once('=')?;
    let key = key.trim_end_matches([':', '?', '+']).trim_end();
    (is_name(key) && !value.trim_start_matches('=').is_empty()).then(|| value.trim())
}

/// The value of `key: value`.
fn entry(text: &str) -> Option<&str> {
    let text = text.strip_prefix("- ").unwrap_or(text).trim_start();
    let (key, value) = text.split_once(':')?;
    let key = key.trim_end();
    let key = quoted(key).unwrap_or(key);
    (is_name(key) && !value.starts_with("//")).then(|| value.trim())
}

fn is_name(key: &str) -> bool {
    let in_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '/' | '[' | ']');
    !key.is_empty() && key.chars().all(in_name)
}

/// The token behind the name of a scheme, wherever that stands.
fn scheme(text: &str) -> Option<&str> {
    const SCHEMES: [&str; 6] = ["bearer ", "basic ", "token ", "apikey ", "api-key ", "digest "];
    let lower = text.to_ascii_lowercase();
    let starts = |at: &usize| *at == 0 || lower[..*at].ends_with([' ', ':', '"', '\'', '=']);
    let behind = |word: &&str| Some(lower.find(*word).filter(starts)? + word.len());
    let token = text[SCHEMES.iter().find_map(behind)?..].trim_start();
    Some(token.split([' ', '"', '\'', ',']).next().unwrap_or_default())
}

/// Passwords and parameters of an address, and those of a form.
fn addressed(text: &str, left: &mut Unwrapping<'_>) {
    let mut parameters = text;
    if let Some((_, rest)) = text.split_once("://") {
        let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
        let password = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'));
        if let Some((_, password)) = password {
            left.part(Rule::Password, percent_decoded(password, false).expose());
        }
        parameters = rest.split_once('?').map_or("", |(_, query)| query);
    } else if !text.contains('&') {
        return;
    }
    for parameter in parameters.split(['&', '#']) {
        if let Some((_, value)) = parameter.split_once('=').filter(|(name, _)| is_name(name)) {
            left.part(Rule::Parameter, percent_decoded(value, true).expose());
        }
    }
}

fn percent_decoded(text: &str, form: bool) -> Secret {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.first_chunk().and_then(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?));
        let (byte, length) = match (first, pair) {
            (b'%', Some(byte)) => (byte, 3),
            (b'+', _) if form => (b' ', 1),
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    String::from_utf8(bytes).map_or_else(|_| Secret::from(text), Secret::new)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// What the escapes of JSON and of most languages stand for.
fn unescape(text: &str) -> Option<Secret> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        plain.push(match rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let first = code_unit(&mut rest)?;
                let second = if (0xd800..0xdc00).contains(&first) {
                    rest.next().filter(|it| *it == '\\')?;
                    rest.next().filter(|it| *it == 'u')?;
                    Some(code_unit(&mut rest)?)
                } else {
                    None
                };
                char::decode_utf16([first].into_iter().chain(second)).next()?.ok()?
            }
            other => other,
        });
    }
    Some(Secret::new(plain))
}

fn code_unit(digits: &mut std::str::Chars<'_>) -> Option<u16> {
    let mut unit = 0_u16;
    for _ in 0..4 {
        unit = unit << 4 | u16::try_from(digits.next()?.to_digit(16)?).ok()?;
    }
    Some(unit)
}

/// A readable text that is written in Base64, of either alphabet. Random characters are none: what
/// they decode to is hardly ever readable.
fn base64(text: &str) -> Option<Secret> {
    let digits = text.trim_end_matches('=');
    if digits.len() < SHORTEST_PART || text.len() - digits.len() > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xfff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    let decoded = Secret::new(String::from_utf8(bytes).ok()?);
    let readable = |text: &str| text.chars().all(|it| !it.is_control() || it == '\n');
    readable(decoded.expose()).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use latchboard_contract::{FullFingerprint, Secret};

    use super::{Candidate, MOST_BYTES, MOST_CANDIDATES, MOST_LINES, Rule, Unreadable, candidates};

    const LEAKED: &str = "sk_live_9aF+/x==é\"q";
    const PLAIN: &str = "p4ssW0rd-Of_40.characters~and+more";

    fn found(pasted: &str, secret: &str) -> Option<(usize, Candidate)> {
        let list = candidates(&Secret::from(pasted)).ok()?.list;
        let wanted = FullFingerprint::of(&Secret::from(secret));
        list.iter().cloned().enumerate().find(|(_, candidate)| candidate.fingerprint == wanted)
    }

    #[test]
    fn every_wrapping_that_leaks_come_in_is_taken_off_and_named() {
        use Rule::*;
        let value = PLAIN;
        let basic = base64_of(&format!("client:{value}"));
        let in_base64 = base64_of(value);
        let broken = format!("{}\n    {}", &value[..10], &value[10..]);
        let cases: Vec<(String, &[Rule])> = vec![
            (value.to_owned(), &[]),
            (format!("  {value}\r\n"), &[WhiteSpace]),
            (format!("\"{value}\""), &[Quotes]),
            (format!("“{value}”"), &[Quotes]),
            (format!("`{value}`"), &[Quotes]),
            (format!("KEY={value}"), &[Assignment]),
            (format!("export CLIENT_SECRET='{value}'"), &[Assignment, Quotes]),
            (format!("export CLIENT_SECRET=\"{value}\" # prod"), &[Assignment, Quotes]),
            (format!("CLIENT_SECRET={value} # prod"), &[Comment, Assignment]),
            (format!("$env:CLIENT_SECRET = \"{value}\""), &[Assignment, Quotes]),
            (format!("-e CLIENT_SECRET={value}"), &[Assignment]),
            (format!("client.secret={value}"), &[Assignment]),
            (format!("const secret = '{value}';"), &[Assignment, Quotes]),
            (format!("CLIENT_SECRET={value};"), &[Separator, Assignment]),
            (format!("secret := \"{value}\""), &[Assignment, Quotes]),
            (format!("  client_secret: {value}"), &[WhiteSpace, Entry]),
            (format!("- secret: '{value}'"), &[Entry, Quotes]),
            (format!("    \"client_secret\": \"{value}\","), &[WhiteSpace, Entry, Quotes]),
            (format!("{{\"client_id\":\"app\",\"client_secret\":\"{value}\"}}"), &[Quotes]),
            (
                format!("{{\n  \"client_id\": \"app\",\n  \"client_secret\": \"{value}\"\n}}"),
                &[Line, Entry, Quotes],
            ),
            (format!("Authorization: Bearer {value}"), &[Scheme]),
            (format!("authorization: bearer {value}"), &[Scheme]),
            (format!("Bearer {value}"), &[Scheme]),
            (format!("curl -H 'Authorization: Bearer {value}' https://host/path"), &[Scheme]),
            (format!("Authorization: Basic {basic}"), &[Scheme, Password]),
            (format!("https://user:{value}@host.example/path"), &[Password]),
            (
                format!("https://host.example/?grant=x&client_secret={value}").replace('+', "%2B"),
                &[Parameter],
            ),
            (format!("grant_type=x&client_secret={value}").replace('+', "%2B"), &[Parameter]),
            (format!("client:{value}"), &[Entry]),
            (in_base64.clone(), &[Base64]),
            (format!("  password: {in_base64}"), &[WhiteSpace, Entry, Base64]),
            (broken, &[LineWraps]),
            (format!("# settings\nUSER=app\nSECRET={value}\n"), &[Line, Assignment]),
        ];
        for (pasted, rules) in cases {
            let (_, candidate) = found(&pasted, value).unwrap_or_else(|| panic!("{pasted}"));
            assert_eq!(&*candidate.rules, rules, "{pasted}");
            assert_eq!(candidate.characters, value.chars().count());
        }
        let (_, candidate) = found(&format!("A=b\n\nB={value}"), value).unwrap();
        assert_eq!(candidate.line, Some(3));
    }

    #[test]
    fn escapes_are_read_as_the_characters_that_they_stand_for() {
        let json = format!("\"{}\"", LEAKED.replace('"', "\\\"").replace('é', "\\u00e9"));
        let (_, candidate) = found(&json, LEAKED).unwrap();
        assert_eq!(&*candidate.rules, [Rule::Escapes]);
        assert!(found(r#""\ud83d\ude00 secret""#, "😀 secret").is_some());
        assert!(found(r#""half a pair \ud83d""#, "half a pair \\ud83d").is_some());
    }

    #[test]
    fn the_text_as_it_is_stays_a_candidate_but_the_last_of_its_readings() {
        let (place, whole) = found("KEY=\"value-of-it\"", "KEY=\"value-of-it\"").unwrap();
        assert!(whole.rules.is_empty());
        let (first, _) = found("KEY=\"value-of-it\"", "value-of-it").unwrap();
        assert!(first < place);
        // What is stored with the line break of the file that it came from.
        let (_, ended) = found("KEY=value-of-it", "value-of-it\n").unwrap();
        assert_eq!(&*ended.rules, [Rule::Assignment, Rule::LineBreakAdded]);
    }

    #[test]
    fn a_fingerprint_is_taken_at_its_word() {
        let digits = FullFingerprint::of(&Secret::from(PLAIN)).to_hex();
        for pasted in [digits.clone(), format!(" sha256:{digits}\n"), digits.to_uppercase()] {
            let (place, candidate) = found(&pasted, PLAIN).unwrap();
            assert_eq!((place, &*candidate.rules), (0, [Rule::Fingerprint].as_slice()));
        }
        // A secret may look like one.
        assert!(found(&digits, &digits).is_some());
    }

    #[test]
    fn nothing_and_too_much_have_no_readings() {
        let read = |text: &str| candidates(&Secret::from(text)).err();
        assert_eq!(read(""), Some(Unreadable::Empty));
        assert_eq!(read(" \n\t"), Some(Unreadable::Empty));
        assert_eq!(read(&"x".repeat(MOST_BYTES + 1)), Some(Unreadable::TooLong));
        assert_eq!(read(&"x".repeat(MOST_BYTES)), None);
    }

    #[test]
    fn a_whole_file_is_cut_and_says_so() {
        let file = |lines: u32| -> String {
            (0..lines).map(|number| format!("KEY_{number}='value number {number}'\n")).collect()
        };
        let read = candidates(&Secret::new(file(300))).ok().unwrap();
        assert!(read.cut && read.list.len() == MOST_CANDIDATES);
        assert_eq!(read.list.iter().filter(|it| it.is_bare).count(), MOST_LINES, "the likeliest are kept");
        let same = candidates(&Secret::new("KEY='one value'\n".repeat(MOST_LINES + 1))).ok().unwrap();
        assert!(same.cut, "a line that nobody looked at");
        assert!(!candidates(&Secret::from(PLAIN)).ok().unwrap().cut);
    }

    #[test]
    fn readings_of_one_value_settle_each_other_and_those_of_others_do_not() {
        let settled = |pasted: &str, secret: &str, by: &str| {
            let [(_, secret), (_, by)] = [secret, by].map(|text| found(pasted, text).expect(text));
            secret.is_settled_by([&by].into_iter())
        };
        let file = "FIRST=\"value-one\" # a\nSECOND=host:value-two\nTHIRD=value-one\n";
        for (secret, by, expected) in [
            ("\"value-one\"", "value-one", true),
            ("FIRST=\"value-one\"", "value-one", true),
            ("value-one\n", "value-one", true),
            (file, "value-one", true),
            ("value-two", file, true),
            ("value-two", "host:value-two", true),
            ("THIRD=value-one", "value-one", true),
            ("value-two", "value-one", false),
            ("host:value-two", "value-one", false),
            ("SECOND=host:value-two", "value-one", false),
            // Its third line is none of the first one's.
            ("value-one", "FIRST=\"value-one\"", false),
        ] {
            assert_eq!(settled(file, secret, by), expected, "{secret} by {by}");
        }
        let wrapped = "user=value-one&key=value-two&\nsecret=value-three";
        assert!(settled(wrapped, "secret=value-three", &wrapped.replace('\n', "")));
        assert!(
            !settled(wrapped, "secret=value-three", "value-two"),
            "the second line is not the second value"
        );
        for pasted in [
            r#"{"client_id":"value-one","client_secret":"value-two"}"#,
            "user=value-one&password=value-two",
            "postgres://user:value-one@host/db?key=value-two",
            r#"curl -H "Authorization: Bearer value-one" -d '{"secret":"value-two"}' host"#,
        ] {
            assert!(!settled(pasted, "value-two", "value-one"), "{pasted}");
            assert!(settled(pasted, pasted, "value-one"), "{pasted}");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_read() {
        let odd = [
            "\"",
            "'",
            "\\",
            "=",
            ":",
            "%",
            "%4",
            "%zz",
            "a=%é",
            "\"\\u12\"",
            "“",
            "://@",
            "a://:@/?=&",
            "é\"é",
            "Basic ",
            "=é=",
            "\"a'b\"c'",
            "aaaa====",
            "-",
            "- ",
            "export ",
            "\u{feff}KEY=valuevalue",
            "``",
            "\"\"",
            "a\u{2028}b",
            "İbearer İxİ bearer x",
        ];
        for text in odd {
            for pasted in [text.to_owned(), format!("{text}\n{text}"), format!("x{text}y"), text.repeat(9)] {
                assert!(candidates(&Secret::new(pasted)).is_ok_and(|read| !read.list.is_empty()), "{text}");
            }
        }
    }

    fn base64_of(text: &str) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
        text.as_bytes()
            .chunks(3)
            .flat_map(|chunk| {
                let bits =
                    (0..3).fold(0, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
                let all = [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)];
                (0..4).map(move |at| if at <= chunk.len() { all[at] } else { '=' })
            })
            .collect()
    }
}
