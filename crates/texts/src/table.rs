//! Messages at run time: the table of a language, and how values are put into a text.

use std::sync::OnceLock;

use crate::{Language, OF_THE_SHELL, Portion, numbers};

/// A message without values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Text(pub(crate) u16);

/// What can be said in every language.
pub trait Localized {
    /// A borrowed text, or one that was made for its values.
    type Output;

    /// In one language; empty where its table was never loaded.
    fn in_(self, language: Language) -> Self::Output;
}

impl Text {
    /// In one language; empty where its table was never loaded.
    #[must_use]
    pub fn in_(self, language: Language) -> &'static str {
        table(language, self.portion()).map_or("", |table| table.message(self))
    }

    const fn portion(self) -> Portion {
        if self.0 < OF_THE_SHELL { Portion::Shell } else { Portion::Parts }
    }
}

impl Localized for Text {
    type Output = &'static str;

    fn in_(self, language: Language) -> &'static str {
        self.in_(language)
    }
}

/// A value of a message.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Count(usize),
}

/// What `build.rs` writes for a language and a portion. First a line with the plural category of the numbers 0 to 99 and of those of the
/// hundreds that end so, then a message on each line.
struct Table {
    plurals: &'static [u8],
    messages: Box<[&'static str]>,
}

/// Where a value stands in a message; its index follows, as a digit.
const VALUE: char = '\u{1}';
/// Where the count of that index chooses a variant. Each begins with its category and ends with [`VARIANT_END`].
const SELECT: char = '\u{2}';
const VARIANT_END: char = '\u{3}';
const SELECT_END: char = '\u{4}';
/// Around a value that runs the other way, as Unicode's first strong isolate and its end.
const ISOLATE: char = '\u{2068}';
const ISOLATE_END: char = '\u{2069}';
/// The category that every selection has.
const OTHER: u8 = b'5';

static TABLES: [[OnceLock<Table>; Portion::ALL.len()]; Language::ALL.len()] =
    [const { [const { OnceLock::new() }; Portion::ALL.len()] }; Language::ALL.len()];

/// Takes a table of a language, for as long as the program lives; the first one stays.
pub fn load(language: Language, portion: Portion, table: String) {
    TABLES[language as usize][portion as usize].get_or_init(|| Table::read(table.leak()));
}

fn table(language: Language, portion: Portion) -> Option<&'static Table> {
    let table = &TABLES[language as usize][portion as usize];
    #[cfg(embedded)]
    return Some(table.get_or_init(|| Table::read(language.table(portion))));
    #[cfg(not(embedded))]
    return table.get();
}

impl Table {
    fn read(text: &'static str) -> Self {
        let (plurals, messages) = text.split_once('\n').unwrap_or_default();
        Self { plurals: plurals.as_bytes(), messages: messages.lines().collect() }
    }

    fn message(&self, message: Text) -> &'static str {
        let before = if message.portion() == Portion::Shell { 0 } else { OF_THE_SHELL };
        self.messages.get(usize::from(message.0 - before)).copied().unwrap_or_default()
    }

    fn category(&self, count: usize) -> u8 {
        let place = if count < 100 { count } else { 100 + count % 100 };
        self.plurals.get(place).copied().unwrap_or(OTHER)
    }
}

pub(crate) fn fill(message: Text, language: Language, values: &[Value<'_>]) -> String {
    let mut filled = String::new();
    if let Some(table) = table(language, message.portion()) {
        put(table, language, table.message(message), values, &mut filled);
    }
    filled
}

fn put(table: &Table, language: Language, pattern: &str, values: &[Value<'_>], filled: &mut String) {
    let mut rest = pattern;
    while let Some(at) = rest.find([VALUE, SELECT]) {
        filled.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        let mark = after.next();
        let index = after.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default() as usize;
        rest = after.as_str();
        let value = values.get(index).copied().unwrap_or(Value::Text(""));
        match value {
            Value::Count(count) if mark == Some(SELECT) => {
                let (variants, after) = rest.split_once(SELECT_END).unwrap_or((rest, ""));
                let chosen = variant(variants, table.category(count)).or_else(|| variant(variants, OTHER));
                put(table, language, chosen.unwrap_or_default(), values, filled);
                rest = after;
            }
            Value::Count(count) => filled.push_str(&number(count, language)),
            Value::Text(text) if may_turn(text) => {
                filled.push(ISOLATE);
                filled.extend(seen(text));
                filled.push(ISOLATE_END);
            }
            Value::Text(text) => filled.push_str(text),
        }
    }
    filled.push_str(rest);
}

/// A name that somebody gave, as it may be shown: what turns the direction of writing by itself, and can make one name look
/// like another, is seen in its place. Letters of scripts that run from right to left stay.
#[must_use]
pub fn visible(name: &str) -> String {
    seen(name).collect()
}

fn seen(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|character| match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..=ISOLATE_END => '\u{fffd}',
        _ => character,
    })
}

/// Whether a text has characters that run from right to left, or that turn others: in a sentence it would take what follows
/// along. By blocks of scripts, since an isolation too many does no harm.
fn may_turn(text: &str) -> bool {
    let turns = |character| {
        matches!(character, '\u{590}'..='\u{8ff}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{2069}'
            | '\u{fb1d}'..='\u{feff}' | '\u{10800}'..='\u{1efff}')
    };
    text.chars().any(turns)
}

fn variant(variants: &str, category: u8) -> Option<&str> {
    let mut variants = variants.split_terminator(VARIANT_END);
    variants.find_map(|variant| variant.strip_prefix(char::from(category)))
}

/// A count with its digits in groups, as people of the language write it.
#[must_use]
pub fn number(count: usize, language: Language) -> String {
    let digits = count.to_string();
    if digits.len() < numbers::FEWEST_GROUPED_DIGITS.in_(language).parse().unwrap_or(usize::MAX) {
        return digits;
    }
    let separator = numbers::SEPARATOR.in_(language);
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push_str(separator);
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_written_in_groups_of_three() {
        for (count, english, portuguese) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1,000", "1.000"),
            (1_234_567, "1,234,567", "1.234.567"),
        ] {
            assert_eq!(number(count, Language::English), english);
            assert_eq!(number(count, Language::BrazilianPortuguese), portuguese);
        }
    }

    #[test]
    fn a_name_that_runs_the_other_way_turns_nothing_but_itself() {
        let said = |name: &str| crate::api_secrets::MayView { name }.in_(Language::English);
        let plain = said("maria");
        assert!(!plain.contains([ISOLATE, ISOLATE_END]));
        let isolated = |name: &str| plain.replace("maria", &format!("{ISOLATE}{name}{ISOLATE_END}"));
        for name in ["\u{5d0}\u{5d1}", "\u{200f}gnp.exe", "\u{627} 1"] {
            assert_eq!(said(name), isolated(name));
            for own in ['\u{202a}', '\u{202e}', '\u{2066}', ISOLATE, ISOLATE_END] {
                assert_eq!(said(&format!("{name}{own}x")), isolated(&format!("{name}\u{fffd}x")));
            }
        }
    }

    #[test]
    fn a_count_chooses_its_variant_by_the_rules_of_the_language() {
        let found = |count, language| crate::leak::Found { count }.in_(language);
        assert_eq!(found(1, Language::English), "1 copy found");
        assert_eq!(found(0, Language::English), "0 copies found");
        assert_eq!(found(2101, Language::English), "2,101 copies found");
        assert_eq!(found(1, Language::BrazilianPortuguese), "1 cópia encontrada");
        assert_eq!(found(2101, Language::BrazilianPortuguese), "2.101 cópias encontradas");
    }
}
