//! Searches a text for values.

use latchboard_contract::{FullFingerprint, Secret};
use latchboard_search::{Hit, Index, Salt, Search, Step};

use crate::random::{Random, value};

pub(crate) const SALT: Salt = Salt::new(*b"sixteen and more");

pub(crate) fn index(values: &[String]) -> Index {
    Index::of(SALT, values.iter().map(String::as_bytes))
}

/// 1,000 values that stand in no text.
pub(crate) fn others() -> Vec<String> {
    let mut random = Random::new(77);
    (0..1000).map(|number| format!("{}~{number}", value(&mut random, number % 14))).collect()
}

pub(crate) fn searched(index: &Index, text: &[u8]) -> Search {
    let mut search = Search::new(index);
    search.begin("text");
    search.push(text);
    search.end();
    while search.step(1 << 20) == Step::Busy {}
    search
}

pub(crate) fn hits(index: &Index, text: &[u8]) -> Vec<Hit> {
    searched(index, text).hits()
}

pub(crate) fn fingerprint(value: &str) -> FullFingerprint {
    FullFingerprint::of(&Secret::from(value))
}
