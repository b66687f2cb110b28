//! Reads JSON where it lies and writes the little that requests need. A value is a piece of the text
//! that it came in: what nobody asks for is never copied, so no secret stays behind in a tree of
//! values; and a browser loads none of what derived code for every body would take.
//!
//! What is read is checked whole first: RFC 8259, and at most 127 levels deep.

use std::borrow::Cow;

use zeroize::Zeroizing;

/// As deep as any reader of JSON goes in the other languages at work here.
const DEEPEST: usize = 127;

/// A value, without white space round it.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a>(&'a str);

/// The members of an object, in the order in which they came.
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// The value that a text is, with nothing behind it.
pub(crate) fn read(text: &str) -> Option<Json<'_>> {
    let start = blank(text.as_bytes(), 0);
    let end = value(text.as_bytes(), start, DEEPEST)?;
    (blank(text.as_bytes(), end) == text.len()).then_some(Json(&text[start..end]))
}

/// The members of a text that is one object and nothing else.
pub(crate) fn object(text: &str) -> Option<Members<'_>> {
    read(text)?.members()
}

impl<'a> Members<'a> {
    /// The last member of that name: whoever writes a name twice means that one.
    pub(crate) fn find(&self, name: &str) -> Option<Json<'a>> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// All members of that name.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = Json<'a>> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| *value)
    }

    /// A member; null where there is none.
    pub(crate) fn get(&self, name: &str) -> Json<'a> {
        self.find(name).unwrap_or(Json::NULL)
    }
}

impl<'a> Json<'a> {
    pub(crate) const NULL: Self = Self("null");

    /// As it was written.
    pub(crate) const fn raw(self) -> &'a str {
        self.0
    }

    /// The first letter, which tells what it is.
    pub(crate) fn kind(self) -> u8 {
        self.0.as_bytes().first().copied().unwrap_or(b'n')
    }

    pub(crate) fn is_null(self) -> bool {
        self.kind() == b'n'
    }

    pub(crate) fn is_list(self) -> bool {
        self.kind() == b'['
    }

    pub(crate) fn is_object(self) -> bool {
        self.kind() == b'{'
    }

    /// Nothing unless it is an object; a name that is half a character is none that anybody asks for.
    pub(crate) fn members(self) -> Option<Members<'a>> {
        if !self.is_object() {
            return None;
        }
        let mut members = Vec::new();
        self.parts(|name, value| {
            let plain = &name[1..name.len() - 1];
            let name = if plain.contains('\\') {
                Json(name).text().map_or(Cow::Borrowed(plain), Cow::Owned)
            } else {
                Cow::Borrowed(plain)
            };
            members.push((name, value));
        });
        Some(Members(members))
    }

    /// A member of an object; null where there is none, and of anything else.
    pub(crate) fn get(self, name: &str) -> Self {
        self.members().map_or(Self::NULL, |members| members.get(name))
    }

    /// The entries of a list, or the values of an object.
    pub(crate) fn entries(self) -> Option<Vec<Self>> {
        let mut entries = Vec::new();
        matches!(self.kind(), b'[' | b'{').then(|| self.parts(|_, value| entries.push(value)))?;
        Some(entries)
    }

    /// Goes through a list or an object; the names of a list's entries are empty.
    fn parts(self, mut part: impl FnMut(&'a str, Self)) {
        let (text, bytes) = (self.0, self.0.as_bytes());
        let named = self.is_object();
        let mut at = blank(bytes, 1);
        // It was checked: whatever is missing here is the end.
        while at + 1 < bytes.len() {
            let mut name = "";
            if named {
                let Some(end) = string(bytes, at) else { return };
                name = &text[at..end];
                at = blank(bytes, blank(bytes, end) + 1);
            }
            let Some(end) = value(bytes, at, DEEPEST) else { return };
            part(name, Self(&text[at..end]));
            at = blank(bytes, blank(bytes, end) + 1);
        }
    }

    /// The text of a string, in one allocation. Nothing for anything else, and for half a character.
    pub(crate) fn text(self) -> Option<String> {
        let mut rest = self.0.strip_prefix('"')?.strip_suffix('"')?;
        let mut text = String::with_capacity(rest.len());
        while let Some(at) = rest.find('\\') {
            text.push_str(&rest[..at]);
            let escape = rest.as_bytes()[at + 1];
            rest = &rest[at + 2..];
            text.push(match escape {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    let mut unit = unit(&mut rest)?;
                    if (0xd800..0xdc00).contains(&unit) {
                        rest = rest.strip_prefix("\\u")?;
                        let low = self::unit(&mut rest)?;
                        let low = (0xdc00..0xe000).contains(&low).then_some(low - 0xdc00)?;
                        unit = 0x10000 + ((unit - 0xd800) << 10) + low;
                    }
                    char::from_u32(unit)?
                }
                itself => char::from(itself),
            });
        }
        text.push_str(rest);
        Some(text)
    }

    /// The whole part of a number that is not below zero, and whether that is all of it. A number that
    /// is endless is as large as one can be.
    pub(crate) fn number(self) -> Option<(u64, bool)> {
        if !matches!(self.kind(), b'-' | b'0'..=b'9') {
            return None;
        }
        let (mantissa, exponent) = self.0.split_once(['e', 'E']).unwrap_or((self.0, "0"));
        let unsigned = mantissa.trim_start_matches('-');
        let (digits, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let mut all = digits.bytes().chain(fraction.bytes()).map(|digit| u64::from(digit - b'0'));
        if all.clone().all(|digit| digit == 0) {
            return Some((0, true));
        }
        if mantissa.len() > unsigned.len() {
            return None;
        }
        let shift = match exponent.parse::<i32>() {
            Ok(shift) => i64::from(shift),
            Err(_) if exponent.starts_with('-') => return Some((0, false)),
            Err(_) => return Some((u64::MAX, false)),
        };
        let mut whole = 0_u64;
        // No digit but zero goes on for longer than there are digits without becoming too large.
        for _ in 0..shift + i64::try_from(digits.len()).ok()? {
            let digit = all.next().unwrap_or(0);
            let Some(more) = whole.checked_mul(10).and_then(|more| more.checked_add(digit)) else {
                return Some((u64::MAX, false));
            };
            whole = more;
        }
        Some((whole, all.all(|digit| digit == 0)))
    }

    /// As it was written, without the white space between its parts.
    pub(crate) fn compact(self) -> String {
        let (mut text, mut rest) = (String::new(), self.0);
        while let Some(at) = rest.find([' ', '\n', '\r', '\t', '"']) {
            let end = string(rest.as_bytes(), at);
            text.push_str(&rest[..end.unwrap_or(at)]);
            rest = &rest[end.unwrap_or(at + 1)..];
        }
        text + rest
    }
}

/// Four hexadecimal digits.
fn unit(rest: &mut &str) -> Option<u32> {
    let (digits, behind) = rest.split_at_checked(4)?;
    *rest = behind;
    u32::from_str_radix(digits, 16).ok()
}

/// Where white space ends.
fn blank(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Where the value ends that begins at `at`, if one does.
fn value(bytes: &[u8], at: usize, deeper: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string(bytes, at),
        b'{' => parts(bytes, at, b'}', deeper),
        b'[' => parts(bytes, at, b']', deeper),
        b'-' | b'0'..=b'9' => number(bytes, at),
        _ => {
            let word = |word: &str| bytes[at..].starts_with(word.as_bytes()).then_some(at + word.len());
            word("null").or_else(|| word("true")).or_else(|| word("false"))
        }
    }
}

/// Where a list or an object ends.
fn parts(bytes: &[u8], at: usize, close: u8, deeper: usize) -> Option<usize> {
    let deeper = deeper.checked_sub(1)?;
    let mut at = blank(bytes, at + 1);
    if *bytes.get(at)? == close {
        return Some(at + 1);
    }
    loop {
        if close == b'}' {
            at = blank(bytes, string(bytes, at)?);
            if *bytes.get(at)? != b':' {
                return None;
            }
            at = blank(bytes, at + 1);
        }
        at = blank(bytes, value(bytes, at, deeper)?);
        match *bytes.get(at)? {
            b',' => at = blank(bytes, at + 1),
            byte if byte == close => return Some(at + 1),
            _ => return None,
        }
    }
}

/// Where a string ends.
fn string(bytes: &[u8], at: usize) -> Option<usize> {
    if *bytes.get(at)? != b'"' {
        return None;
    }
    let mut at = at + 1;
    loop {
        match *bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => match *bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => at += 6,
                _ => return None,
            },
            0..=0x1f => return None,
            _ => at += 1,
        }
    }
}

/// Where a number ends.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |at: usize| {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (length > 0).then_some(at + length)
    };
    let begin = at + usize::from(bytes[at] == b'-');
    let mut end = digits(begin)?;
    if bytes[begin] == b'0' && end > begin + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = digits(end + 1 + sign)?;
    }
    Some(end)
}

/// An object on its way out, in one allocation, so that no half-grown copy with a secret stays in
/// memory.
pub(crate) struct Writer(Zeroizing<String>);

impl Writer {
    /// `length` is that of all texts in it together, in bytes.
    pub(crate) fn new(length: usize) -> Self {
        // Every byte may grow to six in JSON (\u0000); the rest is names and punctuation.
        let mut text = Zeroizing::new(String::with_capacity(256 + 6 * length));
        text.push('{');
        Self(text)
    }

    /// Begins a member.
    fn name(&mut self, name: &str) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    /// A text.
    pub(crate) fn text(mut self, name: &str, text: &str) -> Self {
        self.name(name);
        self.0.push('"');
        for character in text.chars() {
            let escape = match character {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\u{8}' => "\\b",
                '\u{c}' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\0'..='\u{1f}' => {
                    let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                    self.0.push_str("\\u00");
                    self.0.push(digit(u32::from(character) >> 4));
                    self.0.push(digit(u32::from(character) & 15));
                    continue;
                }
                _ => {
                    self.0.push(character);
                    continue;
                }
            };
            self.0.push_str(escape);
        }
        self.0.push('"');
        self
    }

    /// A flag.
    pub(crate) fn flag(mut self, name: &str, flag: bool) -> Self {
        self.name(name);
        self.0.push_str(if flag { "true" } else { "false" });
        self
    }

    /// A list of objects, each written by `write`.
    pub(crate) fn list<T>(mut self, name: &str, items: &[T], write: impl Fn(Self, &T) -> Self) -> Self {
        self.name(name);
        self.0.push('[');
        for (index, item) in items.iter().enumerate() {
            self.0.push_str(if index == 0 { "{" } else { ",{" });
            self = write(self, item);
            self.0.push('}');
        }
        self.0.push(']');
        self
    }

    /// The text of the body.
    pub(crate) fn finish(mut self) -> Zeroizing<String> {
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
    use proptest::{prop_assert, prop_assert_eq};
    use serde_json::Value;

    use super::{Json, Writer, object};

    /// The same value as another reader of JSON knows it.
    fn as_value(json: Json<'_>) -> Value {
        match json.kind() {
            b'{' => {
                let members = json.members().unwrap().0;
                members.into_iter().map(|(name, value)| (name.into_owned(), as_value(value))).collect()
            }
            b'[' => json.entries().unwrap().into_iter().map(as_value).collect(),
            b'"' => Value::from(json.text().unwrap()),
            _ => serde_json::from_str(json.raw()).unwrap(),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_another_writer_wrote_is_read_as_it_was_meant(value in values(), pretty: bool) {
            let whole = serde_json::json!({ "it": value });
            let text = if pretty { serde_json::to_string_pretty(&whole) } else { serde_json::to_string(&whole) };
            let text = text.unwrap();
            let read = object(&text).unwrap().get("it");
            prop_assert_eq!(as_value(read), whole["it"].clone());
            prop_assert_eq!(serde_json::from_str::<Value>(&read.compact()).unwrap(), whole["it"].clone());
        }

        #[test]
        fn what_is_written_is_what_another_writer_writes(text: String, flag: bool) {
            let list = [text.clone(), String::new()];
            let written = Writer::new(3 * text.len())
                .text("a", &text)
                .flag("b", flag)
                .list("c", &list, |writer, item| writer.text("d", item))
                .finish();
            let expected = serde_json::json!({ "a": text, "b": flag, "c": [{ "d": text }, { "d": "" }] });
            prop_assert_eq!(&*written, &expected.to_string());
            prop_assert!(written.capacity() >= 256);
        }

        #[test]
        fn nothing_is_taken_that_another_reader_refuses(text in r#"\{("a"|'a'|a)?:?([-+0-9.eE]{0,5}|"[\\u0-9ad"\x00-\x20]{0,8}"|tru|true|nul|\[[1,\] ]{0,4}){0,2},?\}"#) {
            let other = serde_json::from_str::<Value>(&text);
            // Of what nobody asks for, the other complains of halves of characters and endless numbers.
            let merely_endless = other.as_ref().err().is_some_and(|error| {
                let said = error.to_string();
                said.contains("surrogate") || said.contains("hex escape") || said.contains("out of range")
            });
            prop_assert!(merely_endless || object(&text).is_some() == other.is_ok(), "{}", text);
        }
    }

    #[test]
    fn a_number_is_its_whole_part() {
        for (text, number) in [
            ("0", Some((0, true))),
            ("-0.0e5", Some((0, true))),
            ("1.0", Some((1, true))),
            ("10e-1", Some((1, true))),
            ("12.5e1", Some((125, true))),
            ("399.9", Some((399, false))),
            ("1e-9", Some((0, false))),
            ("1e-99999999999", Some((0, false))),
            ("1E+3", Some((1000, true))),
            ("18446744073709551615", Some((u64::MAX, true))),
            ("18446744073709551616", Some((u64::MAX, false))),
            ("1e2147483647", Some((u64::MAX, false))),
            ("1e99999999999", Some((u64::MAX, false))),
            ("-1", None),
        ] {
            let body = format!("{{\"n\":{text}}}");
            assert_eq!(object(&body).unwrap().get("n").number(), number, "{text}");
        }
    }

    #[test]
    fn half_a_character_is_no_text_and_the_last_of_two_members_counts() {
        let halves = r#"{"a":"\ud83d","b":"\ud83d\ude00","a\u0062":1,"c":"\ude00","b2":1,"b2":2}"#;
        let members = object(halves).unwrap();
        assert_eq!(members.get("a").text(), None);
        assert_eq!(members.get("c").text(), None);
        assert_eq!(members.get("b").text().as_deref(), Some("\u{1F600}"));
        assert_eq!(members.get("ab").raw(), "1");
        assert_eq!(members.get("b2").raw(), "2");
        assert_eq!(members.named("b2").map(Json::raw).collect::<Vec<_>>(), ["1", "2"]);
        assert!(members.find("d").is_none());
    }

    #[test]
    fn there_is_an_end_to_how_deep_it_goes() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(object(&nested(126)).is_some());
        assert!(object(&nested(127)).is_none());
        assert!(object(&nested(100_000)).is_none());
    }
}
