//! Where the leaked values lie: what the server's search, or a reading of everything, has found.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use latchboard_client::bulk::Ended;
use latchboard_contract::endpoint::{FoundApiSecret, ListedApiSecret};
use latchboard_contract::error::{Code, Problem};

use crate::Timestamp;
use crate::named::Named;

/// One API secret with a leaked value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub named: Named,
    /// The place of its value among those that stand in the text.
    pub value: usize,
    /// Whether it was switched on when it was found; `None` where nobody said.
    pub active: Option<bool>,
    /// This access key may switch it, as far as the server says.
    pub can_write: bool,
}

impl Hit {
    pub(super) fn is_off(&self) -> bool {
        self.active == Some(false)
    }
}

/// How the copies were looked for, and what that leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    Find {
        /// All values that it keeps were looked at.
        complete: bool,
        /// This access key sees every API secret there is.
        sees_all: bool,
    },
    Scan {
        /// API secrets in the list.
        listed: usize,
        /// Those whose value was compared.
        read: usize,
        /// Those that are switched off: they can't be read, and nobody can use them either.
        inactive: Vec<Named>,
        /// Those that could not be read for another reason.
        unread: Vec<(Named, Problem)>,
        ended: Ended,
    },
}

/// Where the leaked value lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub hits: Rc<[Hit]>,
    /// How they were looked for.
    pub how: How,
    /// The values that were asked for, by their place.
    pub asked: HashSet<usize>,
    /// The values whose copies are not to be switched off, by their place.
    pub left_out: HashSet<usize>,
    pub client_id: Rc<str>,
    /// When it was known.
    pub at: Timestamp,
}

impl Findings {
    /// The copies that are to be switched off.
    pub fn chosen(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| !self.left_out.contains(&hit.value))
    }

    /// The copies whose value was left out.
    pub(super) fn spared(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| self.left_out.contains(&hit.value))
    }

    /// The copies that stay on by choice.
    pub fn left_on(&self) -> impl Iterator<Item = &Hit> {
        self.spared().filter(|hit| !hit.is_off())
    }

    /// How many copies have this value.
    #[must_use]
    pub fn count(&self, value: usize) -> usize {
        self.hits.iter().filter(|hit| hit.value == value).count()
    }

    /// Whether there may be copies that nobody looked at.
    #[must_use]
    pub fn may_miss_some(&self) -> bool {
        match &self.how {
            How::Find { complete, sees_all } => !complete || !sees_all,
            // Nobody knows what a list leaves out.
            How::Scan { .. } => true,
        }
    }
}

impl How {
    /// API secrets that a reading which ended early has not compared: those that it did not come to, and
    /// those that could not be read. What is switched off can't be read at all, and does not count.
    #[must_use]
    pub fn left_to_read(&self) -> usize {
        match self {
            Self::Find { .. } => 0,
            Self::Scan { listed, read, inactive, .. } => listed.saturating_sub(read + inactive.len()),
        }
    }
}

/// What was seen of one API secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its value is the one with this place among those that stand in the texts.
    Match(usize),
    /// Its value is another one, or it has none.
    Other,
    /// It could not be read, so nobody knows; inactive ones can't.
    Unread(Problem),
}

/// What a scan saw.
#[derive(Clone)]
pub struct Scanned {
    /// The list that was gone through.
    pub rows: Vec<ListedApiSecret>,
    /// What was seen of some of its rows, by their place in it.
    pub seen: Vec<(usize, Seen)>,
    pub ended: Ended,
    /// The client id that read.
    pub client_id: Rc<str>,
}

impl Scanned {
    /// Those that need not be read again: compared, or switched off. By their identifiers, since the list may be
    /// another one by then.
    #[must_use]
    pub fn settled(&self) -> HashSet<&str> {
        let settled = self.seen.iter().filter(|(_, seen)| is_settled(seen));
        settled.filter_map(|(place, _)| Some(&*self.rows.get(*place)?.identifier)).collect()
    }

    /// Together with what a reading before this one saw of those that this one left out.
    pub(super) fn after(mut self, before: &Self) -> Self {
        let seen_now: HashSet<_> = self.seen.iter().map(|(place, _)| *place).collect();
        let places: HashMap<_, _> =
            self.rows.iter().enumerate().map(|(place, row)| (row.identifier.clone(), place)).collect();
        for (place, seen) in before.seen.iter().filter(|(_, seen)| is_settled(seen)) {
            let Some(row) = before.rows.get(*place) else { continue };
            let place = match places.get(&row.identifier) {
                Some(place) if seen_now.contains(place) => continue,
                Some(place) => *place,
                // It is in no list any more, and may be all the same.
                None => {
                    self.rows.push(row.clone());
                    self.rows.len() - 1
                }
            };
            self.seen.push((place, seen.clone()));
        }
        self
    }
}

fn is_settled(seen: &Seen) -> bool {
    !matches!(seen, Seen::Unread(problem) if problem.code != Code::Inactive)
}

/// What the server's search answered.
pub struct Answer {
    /// The copies, with the places of the values that were asked for.
    pub found: Vec<(usize, Vec<FoundApiSecret>)>,
    /// All values that the server keeps were looked at.
    pub complete: bool,
    /// This access key sees every API secret there is.
    pub sees_all: bool,
    pub client_id: Rc<str>,
}

/// The copies in the answers, one for each API secret.
pub(super) fn hits(found: &[(usize, Vec<FoundApiSecret>)]) -> Vec<Hit> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    for (value, copies) in found {
        for copy in copies {
            let Some(named) = Named::of(&copy.identifier, &copy.name) else { continue };
            if seen.insert(named.identifier.clone()) {
                let (value, active, can_write) = (*value, Some(copy.active), copy.can_write);
                hits.push(Hit { named, value, active, can_write });
            }
        }
    }
    hits
}
