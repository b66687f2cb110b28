//! Which rows are selected: a bit for each, so that all hundred thousand cost as little as one.

use std::rc::Rc;

/// Bits in a word.
const BITS: u32 = u64::BITS;

/// A set of rows, by their place in the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    words: Rc<Vec<u64>>,
    count: u32,
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.words, &other.words) || (self.count == other.count && self.words == other.words)
    }
}

impl Selection {
    /// How many rows are selected.
    #[must_use]
    pub(super) const fn len(&self) -> u32 {
        self.count
    }

    #[must_use]
    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether a row is selected.
    #[must_use]
    pub(super) fn has(&self, row: u32) -> bool {
        self.words.get((row / BITS) as usize).is_some_and(|word| word & bit(row) != 0)
    }

    /// The selected rows, in the order of the list.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = (0..).step_by(BITS as usize).zip(self.words.iter());
        words.flat_map(|(start, word)| (start..start + BITS).filter(move |row| word & bit(*row) != 0))
    }

    pub(super) fn set(&mut self, rows: impl IntoIterator<Item = u32>, selected: bool) {
        let words = Rc::make_mut(&mut self.words);
        for row in rows {
            let at = (row / BITS) as usize;
            if selected && words.len() <= at {
                words.resize(at + 1, 0);
            }
            let Some(word) = words.get_mut(at) else { continue };
            match (*word & bit(row) != 0, selected) {
                (false, true) => self.count += 1,
                (true, false) => self.count -= 1,
                _ => continue,
            }
            *word ^= bit(row);
        }
    }
}

const fn bit(row: u32) -> u64 {
    1 << (row % BITS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::Selection;

    proptest! {
        #[test]
        fn it_holds_what_a_set_would_hold(steps in vec((0..300_u32, 0..80_u32, any::<bool>()), 0..20)) {
            let (mut selection, mut set) = (Selection::default(), BTreeSet::new());
            for (start, length, selected) in steps {
                selection.set(start..start + length, selected);
                for row in start..start + length {
                    if selected { set.insert(row); } else { set.remove(&row); }
                }
                prop_assert_eq!(selection.len() as usize, set.len());
                prop_assert!(selection.iter().eq(set.iter().copied()));
                prop_assert!((0..400).all(|row| selection.has(row) == set.contains(&row)));
            }
        }
    }
}
