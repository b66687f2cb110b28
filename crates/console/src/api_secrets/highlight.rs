//! Which parts of a name a search has found.

use std::cmp::Reverse;

use super::rows::fold;

/// `name` in pieces, in order, each with whether it is one of the folded `terms`; in one piece where it holds none.
pub(super) fn highlighted<'a>(name: &'a str, terms: &[Box<str>]) -> Vec<(&'a str, bool)> {
    if terms.is_empty() {
        return vec![(name, false)];
    }
    // Folding changes lengths: for each byte of the key, the end of the letter that it comes from.
    let (mut key, mut ends) = (String::new(), Vec::new());
    for (start, letter) in name.char_indices() {
        let before = key.len();
        fold(letter.encode_utf8(&mut [0; 4]), &mut key);
        let end = start + letter.len_utf8();
        // What folds to nothing belongs to the letter before it.
        match ends.last_mut() {
            Some(last) if key.len() == before => *last = end,
            _ => ends.resize(key.len(), end),
        }
    }
    let end = |byte: usize| byte.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or_default();
    let mut found: Vec<_> = terms
        .iter()
        .flat_map(|term| key.match_indices(&**term))
        .map(|(start, term)| (end(start), end(start + term.len())))
        .collect();
    found.sort_unstable_by_key(|(start, end)| (*start, Reverse(*end)));
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut push = |upto: usize, is_found| {
        if let Some(piece) = name.get(at..upto).filter(|piece| !piece.is_empty()) {
            pieces.push((piece, is_found));
            at = upto;
        }
    };
    for (start, end) in found {
        push(start, false);
        push(end, true);
    }
    push(name.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::filter::Criteria;
    use super::super::query::Query;

    fn highlighted<'a>(name: &'a str, search: &str) -> Vec<(&'a str, bool)> {
        super::highlighted(name, Criteria::of(&Query { search: search.into(), ..Query::default() }).terms())
    }

    #[test]
    fn what_was_found_is_marked_as_it_is_written() {
        assert_eq!(
            highlighted("Ação de mapas", "ACAO map"),
            [("Ação", true), (" de ", false), ("map", true), ("as", false)]
        );
        // The accent is a character of its own, and goes with its letter.
        assert_eq!(highlighted("Ac\u{327}a", "ca"), [("A", false), ("c\u{327}a", true)]);
        assert_eq!(highlighted("aaa", "aa a"), [("aa", true), ("a", true)]);
        assert_eq!(highlighted("Mailer", ""), [("Mailer", false)]);
        assert_eq!(highlighted("Mailer", "17"), [("Mailer", false)]);
        assert_eq!(highlighted("", "a"), [] as [(&str, bool); 0]);
    }

    proptest! {
        #[test]
        fn nothing_of_the_name_is_lost(name in any::<String>(), search in any::<String>()) {
            let pieces = highlighted(&name, &search);
            prop_assert_eq!(pieces.iter().map(|(piece, _)| *piece).collect::<String>(), name.clone());
        }

        #[test]
        fn a_part_of_the_name_is_found(name in "[a-zç]{1,8}", from in 0..8_usize) {
            let part: String = name.chars().skip(from).collect();
            let marked = highlighted(&name, &part).iter().any(|(_, is_found)| *is_found);
            prop_assert_eq!(marked, !part.is_empty());
        }
    }
}
