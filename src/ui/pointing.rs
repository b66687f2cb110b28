//! Where something is in a text that is not shown: in words, so that everybody can follow, and without a piece of it.

use latchboard_contract::validate::{CharacterRange, Warning};
use latchboard_texts::{Text, common};

use crate::i18n::Here;

/// More numbers than these help nobody to find a character.
const MOST: usize = 8;

/// A warning, and where the reason for it is.
#[must_use]
pub(super) fn pointed_out(warning: &Warning) -> String {
    said_at(warning.kind.text(), warning)
}

/// The same about a text that is no secret.
#[must_use]
pub fn pointed_out_in_plain(warning: &Warning) -> String {
    said_at(warning.kind.text_of_plain(), warning)
}

fn said_at(text: Text, warning: &Warning) -> String {
    let said = text.here();
    at(&warning.ranges).map_or_else(|| said.to_owned(), |place| [said, " ", &place].concat())
}

/// As a sentence; `None` when it is about the whole.
#[must_use]
pub(super) fn at(places: &[CharacterRange]) -> Option<String> {
    let mut numbers: Vec<String> = Vec::new();
    for place in places {
        // People count from one.
        let (first, last) = (place.characters.start + 1, place.characters.end);
        match last - first {
            0 => numbers.push(first.to_string()),
            1 => numbers.extend([first.to_string(), last.to_string()]),
            _ => numbers.push(common::FromTo { first, last }.here()),
        }
    }
    let is_one = matches!(places, [place] if place.characters.len() == 1);
    let listed = if numbers.len() > MOST {
        common::AndFurther { positions: &numbers[..MOST].join(", ") }.here()
    } else {
        let last = numbers.pop()?;
        if numbers.is_empty() {
            last
        } else {
            common::And { before: &numbers.join(", "), last: &last }.here()
        }
    };
    Some(if is_one {
        common::AtCharacter { position: &listed }.here()
    } else {
        common::AtCharacters { positions: &listed }.here()
    })
}

#[cfg(test)]
mod tests {
    use latchboard_contract::Secret;
    use latchboard_contract::validate::{Known, Role, control_characters, warnings};
    use latchboard_texts::Language;

    use super::{at, pointed_out};
    use crate::i18n::draw_in;

    fn said(text: &str) -> Vec<String> {
        warnings(&Secret::from(text), Role::Present, &Known::default()).iter().map(pointed_out).collect()
    }

    #[test]
    fn a_warning_says_where_in_both_languages_and_nothing_of_the_text() {
        let space =
            |places: &str| format!("It is sent as it is: remove it unless it belongs there. {places}");
        draw_in(Language::English);
        for (text, places) in [
            (" v7Kq2mX9pLw4", "At character 1."),
            ("v7Kq2mX9pLw4  ", "At characters 13 and 14."),
            (" v7Kq2mX9pLw4  ", "At characters 1, 14 and 15."),
            ("   v7Kq2mX9pLw4 ", "At characters 1 to 3 and 16."),
            ("v7Kq2mX9pLw4    ", "At characters 13 to 16."),
        ] {
            let [warning] = &said(text)[..] else { panic!("one warning") };
            assert!(warning.ends_with(&space(places)), "{warning}");
            assert!(!warning.contains("v7Kq"));
        }
        assert_eq!(said("{your_secret}").len(), 1, "about the whole");
        assert!(said("{your_secret}")[0].ends_with("change it now."));
        draw_in(Language::BrazilianPortuguese);
        assert!(said(" v7Kq2mX9pLw4")[0].ends_with(". No caractere 1."));
        assert!(said("v7Kq“””mX9p“w4")[0].ends_with(". Nos caracteres 5 a 7 e 12."));
        draw_in(Language::English);
    }

    #[test]
    fn a_text_full_of_them_is_pointed_at_where_it_begins() {
        let places = control_characters(&Secret::from("a\n".repeat(12).as_str()));
        draw_in(Language::English);
        assert_eq!(at(&places).unwrap(), "At characters 2, 4, 6, 8, 10, 12, 14, 16 and further on.");
        assert_eq!(at(&[]), None);
    }
}
