//! The language of the page. Every text stands in `texts` or in the contract, in all languages.

use std::cell::Cell;

use latchboard_contract::text::{Language, Text};

thread_local! {
    // One page, one language: handing it through every function would say the same on each line.
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language in which the page is drawn.
#[must_use]
pub fn language() -> Language {
    LANGUAGE.get()
}

/// From now on everything is drawn in `language`. What is drawn already has to be drawn again.
pub fn draw_in(language: Language) {
    LANGUAGE.set(language);
}

/// Texts in the language of the page.
pub trait Here {
    /// The text.
    fn here(self) -> &'static str;
}

impl Here for Text {
    fn here(self) -> &'static str {
        self.in_(language())
    }
}

/// A text with `values` in the places of its `{}`, one after the other.
#[must_use]
pub fn fill(text: Text, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut values = values.iter();
    for (index, piece) in text.here().split("{}").enumerate() {
        if index > 0 {
            filled.push_str(values.next().unwrap_or(&""));
        }
        filled.push_str(piece);
    }
    filled
}

/// A count as people of the page's language write it. By hand: `Intl` is slow, and counts are drawn with every key.
#[must_use]
pub fn number(count: usize) -> String {
    let separator = match language() {
        Language::English => ',',
        Language::BrazilianPortuguese => '.',
    };
    let digits = count.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(separator);
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
            draw_in(Language::English);
            assert_eq!(number(count), english);
            draw_in(Language::BrazilianPortuguese);
            assert_eq!(number(count), portuguese);
        }
    }
}
