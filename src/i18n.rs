//! The language of the page.

use std::cell::Cell;

use latchboard_texts::{Language, Localized};

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

/// What can be said, in the language of the page.
pub trait Here: Localized + Sized {
    /// In the language that [`draw_in`] was given last.
    fn here(self) -> Self::Output {
        self.in_(language())
    }
}

impl<T: Localized> Here for T {}

/// A count as people of the page's language write it. By hand: `Intl` is slow, and counts are drawn with every key.
#[must_use]
pub fn number(count: usize) -> String {
    latchboard_texts::number(count, language())
}
