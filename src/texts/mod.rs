//! Every text that the page shows and that is not the contract's own, in all languages. A text without
//! a translation does not compile; one that nobody shows is a warning.

/// Defines texts: their name, English, Portuguese of Brazil. `{}` stands for a value that the page puts in.
macro_rules! texts {
    ($($name:ident: $en:literal, $pt_br:literal;)+) => {
        $(pub(crate) const $name: latchboard_contract::text::Text =
            latchboard_contract::text::Text::new($en, $pt_br);)+

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, latchboard_contract::text::Text)] = &[$((stringify!($name), $name)),+];
    };
}

pub(crate) mod activity;
pub(crate) mod admin_key;
pub(crate) mod api_secrets;
pub(crate) mod bulk;
pub(crate) mod common;
pub(crate) mod connections;
pub(crate) mod decodings;
pub(crate) mod guide;
pub(crate) mod leak;
pub(crate) mod overview;
pub(crate) mod self_test;
pub(crate) mod shell;

#[cfg(test)]
mod tests {
    use latchboard_contract::text::Language;

    #[test]
    fn texts_are_there_in_every_language_and_take_the_same_values() {
        let all = [
            super::activity::ALL,
            super::admin_key::ALL,
            super::api_secrets::ALL,
            super::bulk::ALL,
            super::common::ALL,
            super::connections::ALL,
            super::decodings::ALL,
            super::guide::ALL,
            super::leak::ALL,
            super::overview::ALL,
            super::self_test::ALL,
            super::shell::ALL,
        ];
        for (name, text) in all.into_iter().flatten() {
            let [english, portuguese] = Language::ALL.map(|language| text.in_(language));
            for text in [english, portuguese] {
                assert!(!text.trim().is_empty() && !text.contains("  "), "{name}: {text:?}");
            }
            assert_eq!(english.matches("{}").count(), portuguese.matches("{}").count(), "{name}");
            let ends = |text: &str| text.chars().last().filter(char::is_ascii_punctuation);
            assert_eq!(ends(english), ends(portuguese), "{name}");
        }
    }
}
