//! The index: what a page gets in place of the vault's values.
//!
//! **On the wire** it is a list of groups, one for each length that occurs, in rising order of the length:
//!
//! ```json
//! {"length": 24, "entries": "AAECAwQFBgcICQoL"}
//! ```
//!
//! `length` counts the bytes of a value. `entries` is Base64 (RFC 4648 section 4, padded) of six bytes for each value: the 48 bits
//! of [`tag`](crate::tag()), the most significant byte first, in rising order, each once. 100,000 values are 600,000 bytes, and
//! 800,000 characters that compress to about 610,000. The salt's 16 bytes go beside it.

use std::collections::BTreeMap;
use std::fmt;

use base64ct::{Base64, Encoding};
use latchboard_contract::endpoint::IndexGroup;

use crate::tag::{Keys, SHORTEST, Salt};

/// Bytes of an entry on the wire.
pub const ENTRY_BYTES: usize = 6;

/// Longer values are in no index; the vault takes none.
pub const LONGEST: usize = 1 << 20;

pub const MOST_VALUES: usize = 1 << 20;

/// The 48 bits of each value, by length.
#[derive(Clone)]
pub struct Index {
    salt: Salt,
    /// Sorted, none twice, none empty.
    groups: BTreeMap<u32, Vec<u64>>,
}

/// Why groups are no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadIndex {
    /// A length below 8, above [`LONGEST`], or not above the one before.
    Length,
    /// Entries that are not Base64, not whole, or none.
    Entries,
    /// Entries that do not rise.
    Order,
    /// More than [`MOST_VALUES`].
    TooMany,
}

impl fmt::Display for BadIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Length => "a group's length is out of range or out of order",
            Self::Entries => "a group's entries are not six bytes each in Base64",
            Self::Order => "a group's entries do not rise",
            Self::TooMany => "the index has too many values",
        })
    }
}

impl std::error::Error for BadIndex {}

/// Makes an index of values that come one by one.
pub struct Builder {
    salt: Salt,
    keys: Keys,
    groups: BTreeMap<u32, Vec<u64>>,
}

impl Builder {
    #[must_use]
    pub fn new(salt: Salt) -> Self {
        Self { salt, keys: Keys::new(&salt), groups: BTreeMap::new() }
    }

    /// Takes a value in; whether it is one that an index can have (8 bytes to [`LONGEST`]).
    pub fn add(&mut self, value: &[u8]) -> bool {
        let Some(entry) = self.keys.entry(value).filter(|_| value.len() <= LONGEST) else { return false };
        let Ok(length) = u32::try_from(value.len()) else { return false };
        self.groups.entry(length).or_default().push(entry);
        true
    }

    /// The index of all that was taken in.
    #[must_use]
    pub fn build(mut self) -> Index {
        for entries in self.groups.values_mut() {
            entries.sort_unstable();
            entries.dedup();
        }
        Index { salt: self.salt, groups: self.groups }
    }
}

impl Index {
    /// Of values at hand; those that no index can have are left out.
    #[must_use]
    pub fn of<'a>(salt: Salt, values: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut builder = Builder::new(salt);
        for value in values {
            builder.add(value);
        }
        builder.build()
    }

    /// Values in it, each once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.values().map(Vec::len).sum()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The salt that it was made under.
    #[must_use]
    pub const fn salt(&self) -> &Salt {
        &self.salt
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn encode(&self) -> Vec<IndexGroup> {
        let group = |(length, entries): (&u32, &Vec<u64>)| {
            let bytes: Vec<u8> =
                entries.iter().flat_map(|entry| entry.to_be_bytes().into_iter().skip(2)).collect();
            IndexGroup { length: *length, entries: Base64::encode_string(&bytes) }
        };
        self.groups.iter().map(group).collect()
    }

    /// From what came over the wire: a length and its entries in Base64, group by group.
    ///
    /// # Errors
    ///
    /// When it is not just as [`Index::encode`] writes it.
    pub fn decode<'a>(salt: Salt, wire: impl IntoIterator<Item = (u32, &'a str)>) -> Result<Self, BadIndex> {
        let mut groups = BTreeMap::new();
        let (mut before, mut count) = (0, 0);
        for (length, entries) in wire {
            let in_range = (SHORTEST..=LONGEST).contains(&(length as usize)) && length > before;
            if !in_range {
                return Err(BadIndex::Length);
            }
            before = length;
            // Counted before it is decoded, so that nothing makes this allocate more than it may keep.
            count += entries.len() / (4 * ENTRY_BYTES / 3);
            if count > MOST_VALUES {
                return Err(BadIndex::TooMany);
            }
            let bytes = Base64::decode_vec(entries).map_err(|_| BadIndex::Entries)?;
            if bytes.is_empty() || !bytes.len().is_multiple_of(ENTRY_BYTES) {
                return Err(BadIndex::Entries);
            }
            let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
            let entries: Vec<u64> = bytes.chunks_exact(ENTRY_BYTES).map(number).collect();
            if !entries.is_sorted_by(|one, next| one < next) {
                return Err(BadIndex::Order);
            }
            groups.insert(length, entries);
        }
        Ok(Self { salt, groups })
    }

    /// Lengths and entries, for the search.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (usize, &[u64])> {
        self.groups.iter().map(|(length, entries)| (*length as usize, &**entries))
    }
}

#[cfg(test)]
mod tests {
    use super::{BadIndex, Index};
    use crate::tag::Salt;

    const SALT: Salt = Salt::new([7; 16]);

    fn read(groups: &[(u32, &str)]) -> Result<Index, BadIndex> {
        Index::decode(SALT, groups.iter().copied())
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let values: Vec<String> =
            (0..500).map(|number| format!("value {:0>1$}", number, number % 60)).collect();
        let index =
            Index::of(SALT, values.iter().chain(&values).map(String::as_bytes).chain([b"short".as_slice()]));
        let wire = index.encode();
        assert_eq!(index.len(), values.iter().filter(|value| value.len() >= 8).count());
        let again =
            read(&wire.iter().map(|group| (group.length, &*group.entries)).collect::<Vec<_>>()).unwrap();
        assert_eq!(again.encode(), wire);
        assert!(wire.is_sorted_by_key(|group| group.length));
    }

    #[test]
    fn nothing_else_is_read() {
        for (groups, why) in [
            ([(7, "AAAAAAAA")].as_slice(), BadIndex::Length),
            (&[(u32::MAX, "AAAAAAAA")], BadIndex::Length),
            (&[(9, "AAAAAAAA"), (9, "AAAAAAAA")], BadIndex::Length),
            (&[(9, "AAAAAAAA"), (8, "AAAAAAAA")], BadIndex::Length),
            (&[(9, "")], BadIndex::Entries),
            (&[(9, "AAAAAA==")], BadIndex::Entries),
            (&[(9, "AAAAAAA\n")], BadIndex::Entries),
            (&[(9, "AAAAAAAé")], BadIndex::Entries),
            (&[(9, "AAAAAAAAAAAAAAAA")], BadIndex::Order),
            (&[(9, "AAAAAAABAAAAAAAA")], BadIndex::Order),
        ] {
            assert_eq!(read(groups).err(), Some(why), "{groups:?}");
        }
        let long = "A".repeat(8 * (super::MOST_VALUES + 1));
        assert_eq!(read(&[(9, &long)]).err(), Some(BadIndex::TooMany));
        assert!(read(&[]).unwrap().is_empty());
    }
}
