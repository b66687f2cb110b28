//! The rows of the list as they came, prepared once for searching and sorting; what an inventory says of them; and what is
//! known of their states. Does no searching itself.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::rc::Rc;

use latchboard_client::State;
use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
use latchboard_contract::validate::Identifier;

use crate::Timestamp;

use super::query::Attention;

/// A state that a call proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub state: State,
    /// When the answer came.
    pub at: Timestamp,
}

/// An inventory, row by row, and when it was asked for.
struct Stated {
    facts: Rc<Vec<InventoryItem>>,
    /// By what the server knows it again.
    etag: Option<Rc<str>>,
    at: Timestamp,
    to_look_at: [u32; 3],
    /// In the order of their times, once somebody has asked for that.
    by_last_read: Rc<OnceCell<Vec<u32>>>,
    by_end: Rc<OnceCell<Vec<u32>>>,
}

impl Stated {
    fn new(facts: Vec<InventoryItem>, etag: Option<String>, at: Timestamp) -> Self {
        let (facts, etag) = (Rc::new(facts), etag.map(Rc::from));
        let (by_last_read, by_end) = Default::default();
        Self { facts, etag, at, to_look_at: [0; 3], by_last_read, by_end }.as_of(at)
    }

    /// The same, told anew.
    fn as_of(&self, at: Timestamp) -> Self {
        let count =
            |attention| offset(self.facts.iter().filter(|facts| asks_for(facts, attention, at)).count());
        Self {
            facts: self.facts.clone(),
            etag: self.etag.clone(),
            at,
            to_look_at: Attention::ALL.map(count),
            by_last_read: self.by_last_read.clone(),
            by_end: self.by_end.clone(),
        }
    }

    fn by(&self, time: fn(&InventoryItem) -> Option<i64>) -> Vec<u32> {
        let timed = self.facts.iter().enumerate();
        let mut timed: Vec<_> = timed.filter_map(|(row, facts)| Some((time(facts)?, offset(row)))).collect();
        timed.sort_unstable();
        timed.into_iter().map(|(_, row)| row).collect()
    }
}

/// Seconds.
const DAY: i64 = 24 * 60 * 60;
/// How long before its end an API secret counts as expiring.
const EXPIRING: i64 = 30 * DAY;
/// For how long nobody reads what counts as unused.
const UNUSED: i64 = 90 * DAY;

/// Keeps the texts of a key apart; no search holds one.
const END_OF_TEXT: char = '\n';

/// The list as the server sent it. Rows go by their place in it, which `u32` holds: the search
/// writes a hundred thousand of these at a key press.
pub struct Rows {
    rows: Rc<Vec<ListedApiSecret>>,
    /// What a search looks at of all rows, folded, one after the other in one piece of memory: name and identifier; where the
    /// server has an inventory client id, identifier code and tags as well.
    keys: Rc<String>,
    /// Where each row's name and its key end.
    ends: Rc<Vec<(u32, u32)>>,
    /// The rows by identifier, as numbers.
    by_identifier: Rc<[u32]>,
    /// Where the server has an inventory.
    stated: Option<Stated>,
}

impl Rows {
    #[must_use]
    pub fn new(rows: Vec<ListedApiSecret>) -> Self {
        Self::with_texts(rows, |_| [""; 0])
    }

    fn with_texts<'a, const N: usize>(
        rows: Vec<ListedApiSecret>,
        more: impl Fn(usize) -> [&'a str; N],
    ) -> Self {
        let mut keys = String::new();
        let mut ends = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            fold(&row.name, &mut keys);
            let name = offset(keys.len());
            for text in [&*row.identifier].into_iter().chain(more(index)) {
                keys.push(END_OF_TEXT);
                fold(text, &mut keys);
            }
            ends.push((name, offset(keys.len())));
        }
        let mut by_identifier: Vec<u32> = (0..offset(rows.len())).collect();
        let identifier = |row: &u32| rows[*row as usize].identifier.as_str();
        by_identifier.sort_by(|a, b| compare(identifier(a), identifier(b)));
        let (rows, keys, ends) = (rows.into(), keys.into(), ends.into());
        Self { by_identifier: by_identifier.into(), rows, keys, ends, stated: None }
    }

    /// Prepares the rows of an inventory that was asked for `at` that time.
    #[must_use]
    pub fn of_inventory(items: Vec<InventoryItem>, etag: Option<String>, at: Timestamp) -> Self {
        let rows = items.iter().map(InventoryItem::listed).collect();
        let texts = |row: usize| {
            let item = items.get(row);
            item.map_or([""; 3], |item| [&item.client_id, &item.identifier_code, &item.tags])
        };
        let prepared = Self::with_texts(rows, texts);
        Self { stated: Some(Stated::new(items, etag, at)), ..prepared }
    }

    /// The same rows, which the server told once more at that time.
    #[must_use]
    pub(super) fn as_of(&self, at: Timestamp) -> Self {
        Self {
            rows: self.rows.clone(),
            keys: self.keys.clone(),
            ends: self.ends.clone(),
            by_identifier: self.by_identifier.clone(),
            stated: self.stated.as_ref().map(|stated| stated.as_of(at)),
        }
    }

    /// By what the server knows the inventory again, where it is one.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.stated.as_ref()?.etag.as_deref()
    }

    /// The rows whose values were read, the one that was read longest ago first.
    pub(super) fn by_last_read(&self) -> &[u32] {
        let by = |stated: &Stated| stated.by(|facts| facts.last_read_at);
        self.stated.as_ref().map_or(&[], |stated| stated.by_last_read.get_or_init(|| by(stated)))
    }

    /// The rows that are not good for ever, the first to end first.
    pub(super) fn by_end(&self) -> &[u32] {
        let by = |stated: &Stated| stated.by(|facts| facts.expires_at);
        self.stated.as_ref().map_or(&[], |stated| stated.by_end.get_or_init(|| by(stated)))
    }

    /// Whether somebody should look at a row for this; nobody knows without an inventory.
    pub(super) fn asks_for(&self, row: u32, attention: Attention) -> bool {
        let stated = self.stated.as_ref();
        stated.is_some_and(|stated| {
            stated.facts.get(row as usize).is_some_and(|facts| asks_for(facts, attention, stated.at))
        })
    }

    /// How many rows somebody should look at for this; `None` without an inventory.
    pub(crate) fn to_look_at(&self, attention: Attention) -> Option<u32> {
        self.stated.as_ref()?.to_look_at.get(attention as usize).copied()
    }

    /// What an inventory says of a row; `None` where the server has none.
    #[must_use]
    pub fn facts(&self, row: u32) -> Option<&InventoryItem> {
        self.stated.as_ref()?.facts.get(row as usize)
    }

    /// As of when an inventory tells; `None` where the server has none.
    #[must_use]
    pub fn told_at(&self) -> Option<Timestamp> {
        self.stated.as_ref().map(|stated| stated.at)
    }

    /// Whether these are the rows of an inventory.
    pub(super) const fn tells_states(&self) -> bool {
        self.stated.is_some()
    }

    /// The states that an inventory told, row by row.
    pub(super) fn states(&self) -> impl Iterator<Item = (u32, Known)> {
        let facts = self.stated.iter().flat_map(|stated| stated.facts.iter().map(|facts| (facts, stated.at)));
        facts.enumerate().map(|(row, (facts, at))| {
            let state = if facts.active { State::Active } else { State::Inactive };
            (offset(row), Known { state, at })
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    #[must_use]
    pub fn get(&self, row: u32) -> Option<&ListedApiSecret> {
        self.rows.get(row as usize)
    }

    /// Where the row with this identifier stands.
    #[must_use]
    pub fn find(&self, identifier: &str) -> Option<u32> {
        let found = self
            .by_identifier
            .binary_search_by(|row| compare(self.get(*row).map_or("", |row| &row.identifier), identifier));
        found.ok().and_then(|at| self.by_identifier.get(at)).copied()
    }

    /// The number of the row with this name, blanks around it aside, unless another one has it, too.
    #[must_use]
    pub fn only_one_named(&self, name: &str) -> Option<u64> {
        let name = name.trim();
        let mut named = self.rows.iter().filter(|row| row.name.trim() == name && !name.is_empty());
        let only = named.next().filter(|_| named.next().is_none())?;
        only.identifier.parse().ok()
    }

    /// What a search looks at.
    pub(super) fn key(&self, row: u32) -> &[u8] {
        self.part(row, |(_, end)| end)
    }

    /// What is sorted by name.
    pub(super) fn name_key(&self, row: u32) -> &[u8] {
        self.part(row, |(name, _)| name)
    }

    fn part(&self, row: u32, end: fn((u32, u32)) -> u32) -> &[u8] {
        let row = row as usize;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(_, end)| *end);
        let end = self.ends.get(row).map_or(start, |ends| end(*ends));
        self.keys.as_bytes().get(start as usize..end as usize).unwrap_or_default()
    }

    /// The rows by identifier, the lowest number first.
    pub(super) fn by_identifier(&self) -> &Rc<[u32]> {
        &self.by_identifier
    }
}

/// Places in a list that fits into a browser's memory; beyond four thousand million there is none.
pub(super) fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Identifiers are numbers, of up to 20 digits: the longer one is the larger.
fn compare(a: &str, b: &str) -> Ordering {
    let number = |text: &str| text.trim_start_matches('0').len();
    let digits = number(a).cmp(&number(b));
    digits.then_with(|| a.trim_start_matches('0').cmp(b.trim_start_matches('0'))).then_with(|| a.cmp(b))
}

/// `text` as a search sees it: in lower case, without the accents of the Latin languages, and
/// control characters as spaces. So `ação` is found by `ACAO`.
pub(super) fn fold(text: &str, into: &mut String) {
    for character in text.chars().flat_map(char::to_lowercase) {
        into.extend(match character {
            'à'..='å' => Some('a'),
            'ç' => Some('c'),
            'è'..='ë' => Some('e'),
            'ì'..='ï' => Some('i'),
            'ñ' => Some('n'),
            'ò'..='ö' | 'ø' => Some('o'),
            'ù'..='ü' => Some('u'),
            'ý' | 'ÿ' => Some('y'),
            // Accents that were written as characters of their own.
            '\u{300}'..='\u{36f}' => None,
            character if character.is_control() => Some(' '),
            character => Some(character),
        });
    }
}

/// The words of `text` as a search sees them.
pub(crate) fn folded(text: &str) -> Vec<Box<str>> {
    let mut folded = String::with_capacity(text.len());
    fold(text, &mut folded);
    folded.split_whitespace().map(Box::from).collect()
}

fn asks_for(facts: &InventoryItem, attention: Attention, at: Timestamp) -> bool {
    let now = i64::try_from(at.0 / 1000).unwrap_or(i64::MAX);
    match attention {
        Attention::Exposed => facts.exposed_at.is_some(),
        Attention::Expiring => facts.expires_at.is_some_and(|end| end <= now + EXPIRING),
        Attention::Unused => facts.last_read_at.unwrap_or(facts.created_at) < now - UNUSED,
    }
}

/// How many states share one page of memory: what is copied when one of them changes.
const PAGE: usize = 128;

type Page = [Option<Known>; PAGE];

/// What is known of the rows' states. A copy is cheap, and so is a change of one: bulk runs make
/// ten thousand of them.
#[derive(Clone, Default)]
pub struct States {
    pages: Rc<Vec<Option<Rc<Page>>>>,
    active: u32,
    inactive: u32,
}

impl States {
    #[must_use]
    pub fn get(&self, row: u32) -> Option<Known> {
        let page = self.pages.get(row as usize / PAGE)?.as_ref()?;
        page.get(row as usize % PAGE).copied().flatten()
    }

    /// How many rows are known to be active, and how many to be inactive.
    #[must_use]
    pub const fn counts(&self) -> (u32, u32) {
        (self.active, self.inactive)
    }

    /// Whether this is the same piece of memory, and so says the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.pages, &other.pages)
    }

    pub(super) fn set(&mut self, row: u32, known: Option<Known>) {
        let before = self.get(row);
        if before == known {
            return;
        }
        for (known, change) in [(before, -1), (known, 1)] {
            match known.map(|known| known.state) {
                Some(State::Active) => self.active = self.active.saturating_add_signed(change),
                Some(State::Inactive) => self.inactive = self.inactive.saturating_add_signed(change),
                None => {}
            }
        }
        let (page, place) = (row as usize / PAGE, row as usize % PAGE);
        let pages = Rc::make_mut(&mut self.pages);
        if pages.len() <= page {
            pages.resize(page + 1, None);
        }
        if let Some(slot) = pages.get_mut(page) {
            let page = Rc::make_mut(slot.get_or_insert_with(|| Rc::new([None; PAGE])));
            if let Some(slot) = page.get_mut(place) {
                *slot = known;
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Known)> {
        let pages = self.pages.iter().enumerate();
        pages.filter_map(|(number, page)| Some((number, page.as_ref()?))).flat_map(|(number, page)| {
            let known = page.iter().enumerate();
            known.filter_map(move |(place, known)| Some((offset(number * PAGE + place), (*known)?)))
        })
    }
}

/// The identifier of a row, where it is one that can be sent.
#[must_use]
pub fn identifier_of(row: &ListedApiSecret) -> Option<Identifier> {
    Identifier::parse(&row.identifier).ok()
}
