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

/// A count as people of the page's language write it.
#[must_use]
pub fn number(count: usize) -> String {
    // Exact far beyond what any list holds.
    js_sys::Number::from(count as f64).to_locale_string(language().tag()).into()
}
