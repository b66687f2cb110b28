//! The *Error guide*: which codes match a search. The texts are the contract's own.

use latchboard_contract::error::{Code, catalogue};
use latchboard_texts::Language;

/// The codes whose name, meaning, causes, remedies or signs contain every word of `search`, in the
/// order of the guide. An empty search matches all.
pub fn matching(search: &str, language: Language) -> impl Iterator<Item = Code> {
    let words: Vec<_> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    Code::ALL.iter().copied().filter(move |code| {
        let text = searchable(*code, language);
        words.iter().all(|word| text.contains(word))
    })
}

fn searchable(code: Code, language: Language) -> String {
    let guide = catalogue::guide(code);
    let mut text = format!("{code} {}", guide.meaning.in_(language));
    for entry in guide.entries {
        for part in [entry.seen_as, entry.cause.in_(language), entry.remedy.in_(language)] {
            text.push(' ');
            text.push_str(part);
        }
    }
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::matching;
    use latchboard_contract::error::Code;
    use latchboard_texts::Language;

    fn found(search: &str) -> Vec<Code> {
        matching(search, Language::English).collect()
    }

    #[test]
    fn a_code_is_found_by_its_name_the_vendors_number_and_words_in_any_case() {
        assert_eq!(found("already_registered"), [Code::AlreadyRegistered]);
        assert!(found("1006").contains(&Code::NoAccess));
        assert!(found("  WHITE   Space ").contains(&Code::ApiKeyMalformed));
        assert!(found("no such thing at all").is_empty());
    }

    #[test]
    fn an_empty_search_finds_all_in_order() {
        assert_eq!(found(" "), Code::ALL);
    }
}
