//! How hard a secret is to guess, as an estimate in words.
//!
//! The model: every character that was chosen freely is worth the logarithm of the alphabet that it
//! was taken from (its classes: digits, small and capital letters, marks, everything else). What
//! follows from its neighbours (a repetition, a sequence, a run on the keyboard, a date, a common
//! word) is worth two or three characters, however long. It knows no dictionary and no leaked
//! passwords, so it can only be wrong in one way: too kind to a secret made of things that it does
//! not know. One pass, whole numbers only: the same everywhere, and linear in the length.

use latchboard_texts::{Text, warnings as texts};
use zeroize::Zeroizing;

use super::words::{Words, fold};
use crate::Secret;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    pub level: Level,
    /// What keeps it from being stronger; nothing from [`Level::Strong`] on.
    pub reason: Option<Reason>,
}

crate::names! {
    /// The five steps of the meter.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Level {
        /// Below 35 bits: guessed by whoever tries.
        VeryWeak = "very_weak",
        /// Below 55 bits.
        Weak = "weak",
        /// Below 70 bits.
        Fair = "fair",
        /// Below 100 bits.
        Strong = "strong",
        /// 100 bits and more: nobody guesses it.
        VeryStrong = "very_strong",
    }
}

impl Level {
    /// Its name, to be shown at the meter. It goes with “strength”, which is feminine in Portuguese.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::VeryWeak => texts::LEVEL_VERY_WEAK,
            Self::Weak => texts::LEVEL_WEAK,
            Self::Fair => texts::LEVEL_FAIR,
            Self::Strong => texts::LEVEL_STRONG,
            Self::VeryStrong => texts::LEVEL_VERY_STRONG,
        }
    }

    const fn of(tenth_bits: usize) -> Self {
        match tenth_bits {
            0..350 => Self::VeryWeak,
            350..550 => Self::Weak,
            550..700 => Self::Fair,
            700..1000 => Self::Strong,
            _ => Self::VeryStrong,
        }
    }
}

crate::names! {
    /// What keeps a secret from being stronger.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Reason {
        /// It has few characters.
        TooShort = "too_short",
        OnlyDigits = "only_digits",
        /// All its characters are of one kind.
        OneKind = "one_kind",
        Repeats = "repeats",
        /// Its characters follow each other, as in `abcd` or `4321`.
        Sequence = "sequence",
        /// Its characters are neighbours on the keyboard.
        Keyboard = "keyboard",
        /// It contains a date or a year.
        Date = "date",
        /// It contains a word that is in many passwords.
        CommonWord = "common_word",
        /// It is made of few words.
        FewWords = "few_words",
    }
}

impl Reason {
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::TooShort => texts::REASON_TOO_SHORT,
            Self::OnlyDigits => texts::REASON_ONLY_DIGITS,
            Self::OneKind => texts::REASON_ONE_KIND,
            Self::Repeats => texts::REASON_REPEATS,
            Self::Sequence => texts::REASON_SEQUENCE,
            Self::Keyboard => texts::REASON_KEYBOARD,
            Self::Date => texts::REASON_DATE,
            Self::CommonWord => texts::REASON_COMMON_WORD,
            Self::FewWords => texts::REASON_FEW_WORDS,
        }
    }
}

/// Estimates how hard `secret` is to guess.
#[must_use]
pub fn strength(secret: &Secret) -> Strength {
    let text = characters(secret.expose());
    let period = period(&text);
    let repeats = period * 2 <= text.len() && !text.is_empty();
    let core = if repeats { &text[..period] } else { &text[..] };

    let mut lost = Lost::default();
    let mut units = units(core, &mut lost);
    if repeats {
        units += 1;
        lost.add(Reason::Repeats, text.len() - period);
    }
    if let Some(phrase) = phrase_units(core).filter(|phrase| *phrase < units) {
        lost.add(Reason::FewWords, units - phrase);
        units = phrase;
    }
    let level = Level::of(units * tenth_bits(alphabet(core)));
    let reason = (level < Level::Strong).then(|| lost.most().unwrap_or_else(|| plain_reason(&text)));
    Strength { level, reason }
}

/// The characters of a secret, in memory that is wiped and never moved half-filled.
pub(super) fn characters(text: &str) -> Zeroizing<Vec<char>> {
    let mut characters = Zeroizing::new(Vec::with_capacity(text.len()));
    characters.extend(text.chars());
    characters
}

/// Below this, length is what is missing first.
const SHORT: usize = 12;

fn plain_reason(text: &[char]) -> Reason {
    if !text.is_empty() && text.iter().all(char::is_ascii_digit) {
        Reason::OnlyDigits
    } else if text.len() < SHORT {
        Reason::TooShort
    } else {
        Reason::OneKind
    }
}

/// How many characters each reason cost.
#[derive(Default)]
struct Lost([usize; Reason::ALL.len()]);

impl Lost {
    fn add(&mut self, reason: Reason, characters: usize) {
        self.0[reason as usize] += characters;
    }

    fn most(&self) -> Option<Reason> {
        let costly = Reason::ALL.into_iter().filter(|reason| self.0[*reason as usize] > 0);
        costly.max_by_key(|reason| self.0[*reason as usize])
    }
}

/// A stretch of text that is worth less than its length.
struct Stretch {
    length: usize,
    worth: usize,
    reason: Reason,
}

/// The number of freely chosen characters that `text` is worth.
fn units(text: &[char], lost: &mut Lost) -> usize {
    let mut folded = Zeroizing::new(Vec::with_capacity(text.len()));
    folded.extend(text.iter().map(|character| fold(*character)));
    let words = Words::new();
    let (mut at, mut units) = (0, 0);
    while at < text.len() {
        let (rest, before) = (&text[at..], at.checked_sub(1).map(|before| text[before]));
        let stretches = [
            Stretch { length: repetition(rest), worth: 2, reason: Reason::Repeats },
            Stretch { length: sequence(rest), worth: 2, reason: Reason::Sequence },
            Stretch { length: keyboard_run(rest), worth: 2, reason: Reason::Keyboard },
            Stretch { length: words.at(&folded[at..]), worth: 2, reason: Reason::CommonWord },
            date(rest, before),
        ];
        let saved = |stretch: &Stretch| stretch.length.saturating_sub(stretch.worth);
        match stretches.into_iter().filter(|stretch| saved(stretch) > 0).max_by_key(saved) {
            Some(stretch) => {
                lost.add(stretch.reason, saved(&stretch));
                units += stretch.worth;
                at += stretch.length;
            }
            None => {
                units += 1;
                at += 1;
            }
        }
    }
    units
}

/// How often the first character stands there in a row.
fn repetition(text: &[char]) -> usize {
    text.iter().take_while(|character| **character == text[0]).count()
}

/// How long each character is the one before plus one, or minus one: of letters and digits.
fn sequence(text: &[char]) -> usize {
    let step = |pair: &[char]| {
        let both = pair[0].is_alphanumeric() && pair[1].is_alphanumeric();
        both.then(|| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])))
    };
    let Some(first @ (1 | -1)) = text.get(..2).and_then(step) else { return 1 };
    1 + text.windows(2).take_while(|pair| step(pair) == Some(first)).count()
}

/// Shorter runs on the keyboard are in many words.
const KEYBOARD_RUN: usize = 4;
/// Rows of keyboards, and the two columns that are typed most.
const ROWS: [&str; 7] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgb",
];

/// How many characters follow each other in one row, in either direction.
fn keyboard_run(text: &[char]) -> usize {
    let run = |row: &&str, backwards: bool| {
        let row = row.as_bytes();
        let place = |character: &char| {
            let key = character.to_ascii_lowercase();
            row.iter().position(|byte| char::from(*byte) == key)
        };
        let Some(start) = text.first().and_then(place) else { return 0 };
        let keys: &mut dyn Iterator<Item = &u8> =
            if backwards { &mut row[..=start].iter().rev() } else { &mut row[start..].iter() };
        let same = |(key, have): &(&u8, &char)| char::from(**key) == have.to_ascii_lowercase();
        keys.zip(text).take_while(same).count()
    };
    let longest = ROWS.iter().flat_map(|row| [run(row, false), run(row, true)]).max().unwrap_or(0);
    if longest >= KEYBOARD_RUN { longest } else { 0 }
}

/// A year or date that begins here and is no part of a longer number.
fn date(text: &[char], before: Option<char>) -> Stretch {
    let stretch = |length, worth| Stretch { length, worth, reason: Reason::Date };
    let digits = text.iter().take(9).take_while(|character| character.is_ascii_digit()).count();
    if digits == 0 || before.is_some_and(|before| before.is_ascii_digit()) {
        return stretch(0, 0);
    }
    let number = |from: usize, to: usize| {
        text[from..to]
            .iter()
            .filter_map(|character| character.to_digit(10))
            .fold(0, |sum, digit| sum * 10 + digit)
    };
    let year = |year: u32| (1900..2100).contains(&year);
    let month = |month: u32| (1..=12).contains(&month);
    let day = |day: u32| (1..=31).contains(&day);
    let days = |a: u32, b: u32| (day(a) && month(b)) || (month(a) && day(b));
    // 31.12.1999, 1/2/24, 2024-12-31: numbers between two equal marks.
    let separated = || {
        let mark = *text.get(digits).filter(|mark| matches!(mark, '.' | '/' | '-' | '_' | ' '))?;
        let length = |from: usize| text[from..].iter().take(5).take_while(|c| c.is_ascii_digit()).count();
        let second = digits + 1;
        let second_end = second + length(second);
        let third = second_end + 1;
        if text.get(second_end) != Some(&mark) {
            return None;
        }
        let third_end = third + length(third);
        let (a, b, c) = (number(0, digits), number(second, second_end), number(third, third_end));
        let shape = (digits, second_end - second, third_end - third);
        let fits = match shape {
            (4, 1..=2, 1..=2) => year(a) && days(b, c),
            (1..=2, 1..=2, 4) => days(a, b) && year(c),
            (1..=2, 1..=2, 2) => days(a, b),
            _ => false,
        };
        fits.then_some(third_end)
    };
    if let Some(length) = (digits <= 4).then(separated).flatten() {
        return stretch(length, 3);
    }
    match digits {
        4 if year(number(0, 4)) => stretch(4, 2),
        6 if days(number(0, 2), number(2, 4)) || days(number(2, 4), number(4, 6)) => stretch(6, 3),
        8 if days(number(0, 2), number(2, 4)) && year(number(4, 8)) => stretch(8, 3),
        8 if year(number(0, 4)) && days(number(4, 6), number(6, 8)) => stretch(8, 3),
        _ => stretch(0, 0),
    }
}

/// What a word of a phrase is worth: three letters chosen freely, about 14 bits.
const WORD: usize = 3;

/// The worth of a phrase: words of letters with one space or mark between them.
fn phrase_units(text: &[char]) -> Option<usize> {
    let is_mark = |character: &char| matches!(character, ' ' | '-' | '_' | '.');
    let words = text.split(is_mark);
    let is_word = |word: &[char]| (2..=15).contains(&word.len()) && word.iter().all(|c| c.is_alphabetic());
    let (count, all) = words.fold((0, true), |(count, all), word| (count + 1, all && is_word(word)));
    (count >= 2 && all).then_some(count * WORD)
}

/// The length after which `text` begins again; its whole length if it never does.
fn period(text: &[char]) -> usize {
    // Knuth, Morris and Pratt: how much of the text's head ends at each place.
    let mut head = vec![0; text.len()];
    let mut matched = 0;
    for at in 1..text.len() {
        while matched > 0 && text[at] != text[matched] {
            matched = head[matched - 1];
        }
        if text[at] == text[matched] {
            matched += 1;
        }
        head[at] = matched;
    }
    text.len() - head.last().copied().unwrap_or(0)
}

/// How many characters the text was chosen from.
fn alphabet(text: &[char]) -> usize {
    let any = |class: fn(&char) -> bool| text.iter().any(class);
    let classes = [
        (any(char::is_ascii_digit), 10),
        (any(char::is_ascii_lowercase), 26),
        (any(char::is_ascii_uppercase), 26),
        (any(|character| character.is_ascii() && !character.is_ascii_alphanumeric()), 33),
        (any(|character| !character.is_ascii()), 100),
    ];
    classes.into_iter().filter(|(present, _)| *present).map(|(_, size)| size).sum()
}

/// Ten times the logarithm of `alphabet` to base 2, rounded down; the table has every size that the
/// five classes can add up to at its place or just below.
const fn tenth_bits(alphabet: usize) -> usize {
    match alphabet {
        0..10 => 0,
        10..26 => 33,
        26..33 => 47,
        33..36 => 50,
        36..43 => 51,
        43..52 => 54,
        52..59 => 57,
        59..62 => 58,
        62..69 => 59,
        69..85 => 61,
        85..95 => 64,
        95..126 => 65,
        126..162 => 69,
        _ => 73,
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Reason, Strength, strength};
    use crate::Secret;

    fn of(text: &str) -> (Level, Option<Reason>) {
        let Strength { level, reason } = strength(&Secret::from(text));
        (level, reason)
    }

    #[test]
    fn typical_secrets_get_the_level_and_reason_that_a_person_would_give() {
        use Level::{Fair, Strong, VeryStrong, VeryWeak, Weak};
        for (text, level, reason) in [
            ("", VeryWeak, Some(Reason::TooShort)),
            ("x7Q", VeryWeak, Some(Reason::TooShort)),
            ("password", VeryWeak, Some(Reason::CommonWord)),
            ("P@ssw0rd!2024", VeryWeak, Some(Reason::CommonWord)),
            ("Senha123!", VeryWeak, Some(Reason::CommonWord)),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", VeryWeak, Some(Reason::Repeats)),
            ("k3Vk3Vk3Vk3Vk3Vk3V", VeryWeak, Some(Reason::Repeats)),
            ("abcdefghijkl", VeryWeak, Some(Reason::Sequence)),
            ("9876543210", VeryWeak, Some(Reason::Sequence)),
            ("qwertyuiop", VeryWeak, Some(Reason::Keyboard)),
            ("1q2w3e4r5t", VeryWeak, Some(Reason::Keyboard)),
            ("31/12/1999", VeryWeak, Some(Reason::Date)),
            ("31121999", VeryWeak, Some(Reason::Date)),
            ("8305172946", VeryWeak, Some(Reason::OnlyDigits)),
            ("zqtmvkwj", Weak, Some(Reason::TooShort)),
            ("v7$Kq!2m", Weak, Some(Reason::TooShort)),
            ("zqtmvkwjrhxpg", Fair, Some(Reason::OneKind)),
            ("wrong horse", VeryWeak, Some(Reason::FewWords)),
            ("correct horse battery staple", Fair, Some(Reason::FewWords)),
            ("v7Kq2mX9pLw4", Strong, None),
            ("wrong horse battery staple under clouds", VeryStrong, None),
            ("UpP9m2jg4PU6fWAFnvskU33CwfW24e17P0oTC5byUfUzMElS", VeryStrong, None),
        ] {
            assert_eq!(of(text), (level, reason), "{text}");
        }
    }

    #[test]
    fn the_longest_secrets_are_estimated_as_well() {
        let pattern =
            |pattern: &str| -> String { pattern.chars().cycle().take(4093).chain("xyz".chars()).collect() };
        // What grows with the square of the length would not come to an end here.
        for text in
            [pattern("a"), pattern("ab"), pattern("passwor"), pattern("pas1q2aab12/3qwe"), pattern("1/1/1")]
        {
            assert!(Level::ALL.contains(&strength(&Secret::from(text.as_str())).level));
        }
    }
}
