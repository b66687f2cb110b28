//! What of the list is on screen: the query, the rows it leaves, the cursor, the selection, and what is
//! known of the states. Asks for the searching to be done; see `filter` for how it is done.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchboard_client::State;
use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
use latchboard_contract::validate::Identifier;

use super::filter::{Criteria, Filter, FilteredRows, contains};
use super::grid::{Grid, Move, Segment};
use super::highlight::highlighted;
use super::query::{Attention, Constraint, Query};
use super::rows::{Known, Rows, States, identifier_of, offset};
use super::selection::Selection;
use crate::named::Named;
use crate::presses::DOUBLE_CLICK;
use crate::{Ticket, Timestamp, journal};

/// As many as a word has letters; each is at most 400 KB for a hundred thousand rows.
const ANSWERS_KEPT: usize = 12;

/// A state that somebody proved: a switch, a reading, a bulk run. `None` after a lost reply, when nobody
/// knows any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedState {
    pub identifier: Identifier,
    pub state: Option<State>,
    /// When the answer came.
    pub at: Timestamp,
}

/// What is selected, for something that shall be done with all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Those that may be switched.
    pub switchable: Vec<Named>,
    /// Those that this access key may only view.
    pub view_only: Vec<Named>,
}

/// How many API secrets are in which state, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Proved to be active.
    pub active: u32,
    /// Proved to be inactive.
    pub inactive: u32,
    pub not_known: u32,
}

impl From<Counts> for journal::Counts {
    fn from(counts: Counts) -> Self {
        let [active, inactive, not_known] =
            [counts.active, counts.inactive, counts.not_known].map(|count| count as usize);
        Self { active, inactive, not_known: Some(not_known), exposed: 0 }
    }
}

/// What is selected, told plainly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    pub all: u32,
    /// Those among them that the filters leave out.
    pub hidden: u32,
    /// Those among them that may not be switched.
    pub view_only: u32,
    /// Whether all rows that the filters leave are selected.
    pub all_matches: bool,
    /// Whether all rows in sight are selected.
    pub page: bool,
}

/// The list as shown.
#[derive(Clone, Default)]
pub struct ListView {
    rows: Option<Rc<Rows>>,
    states: States,
    /// What is known of API secrets that the list does not hold.
    elsewhere: Rc<BTreeMap<Identifier, Known>>,
    /// Since when a state is not known any more: what was proved before that says nothing.
    lost: Rc<BTreeMap<Identifier, Timestamp>>,
    /// When states changed under somebody's eyes; only those of the last moments.
    turned: Rc<BTreeMap<Identifier, Timestamp>>,
    pub query: Query,
    /// The rows that it leaves, in order.
    index: Rc<[u32]>,
    lifts: Rc<[(Constraint, u32)]>,
    by_name: Option<Rc<[u32]>>,
    /// What `index` answers; nothing once states have changed that it looked at.
    answered: Option<Criteria>,
    /// What `index` answered when it was put together.
    last_criteria: Option<Criteria>,
    /// Answers of before that still hold: deleting a letter goes back to one of them.
    answers: Vec<(Criteria, Rc<[u32]>)>,
    /// Being answered; and whether states have changed since.
    filtering: Option<(Ticket, Criteria, bool)>,
    /// Whether the search, by itself, finds anything.
    found: bool,
    /// What the address says.
    address: String,
    grid: Grid,
    /// The focus is on a row, or was until that row went.
    has_focus: bool,
    selection: Selection,
}

impl ListView {
    /// A row by its place in the index, and its place in the list.
    #[must_use]
    pub fn at(&self, place: u32) -> Option<(u32, &ListedApiSecret)> {
        let row = *self.index.get(place as usize)?;
        Some((row, self.rows.as_ref()?.get(row)?))
    }

    /// How many rows the query leaves.
    #[must_use]
    pub fn len(&self) -> u32 {
        offset(self.index.len())
    }

    /// Whether it leaves none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The first rows of the whole list whose names or identifiers hold all folded `terms`; before them the one with
    /// just this identifier.
    pub(crate) fn first_matches(&self, terms: &[Box<str>], most: usize) -> Vec<&ListedApiSecret> {
        let Some(rows) = &self.rows else { return Vec::new() };
        let exact = if let [number] = terms { rows.find(number) } else { None };
        let holds = |row: &u32| terms.iter().all(|term| contains(rows.key(*row), term.as_bytes()));
        let others = (0..offset(rows.len())).filter(|row| Some(*row) != exact && holds(row));
        exact.into_iter().chain(others).take(most).filter_map(|row| rows.get(row)).collect()
    }

    /// The rows that it leaves, in order.
    pub fn iter(&self) -> impl Iterator<Item = &ListedApiSecret> {
        (0..self.len()).filter_map(|place| Some(self.at(place)?.1))
    }

    /// What is known of a row of the list.
    #[must_use]
    pub fn state_of(&self, row: u32) -> Option<Known> {
        self.states.get(row)
    }

    /// What is known of an API secret, in the list or not.
    #[must_use]
    pub fn known(&self, identifier: &Identifier) -> Option<Known> {
        match self.row(identifier) {
            Some(row) => self.states.get(row),
            None => self.elsewhere.get(identifier).copied(),
        }
    }

    /// An API secret's row in the list.
    #[must_use]
    pub fn listed(&self, identifier: &Identifier) -> Option<&ListedApiSecret> {
        self.rows.as_ref()?.get(self.row(identifier)?)
    }

    /// Whether the list came with the states, as an inventory does.
    #[must_use]
    pub fn tells_states(&self) -> bool {
        self.rows.as_ref().is_some_and(|rows| rows.tells_states())
    }

    /// What an inventory says of an API secret; `None` where the server has none, or the list does not hold it.
    #[must_use]
    pub fn facts(&self, identifier: &Identifier) -> Option<&InventoryItem> {
        self.rows.as_ref()?.facts(self.row(identifier)?)
    }

    /// The same by its place in the list.
    #[must_use]
    pub fn facts_at(&self, row: u32) -> Option<&InventoryItem> {
        self.rows.as_ref()?.facts(row)
    }

    /// A name in pieces, each with whether the search that left these rows found it.
    #[must_use]
    pub fn highlighted<'a>(&self, name: &'a str) -> Vec<(&'a str, bool)> {
        highlighted(name, self.last_criteria.as_ref().map_or(&[], Criteria::terms))
    }

    fn row(&self, identifier: &Identifier) -> Option<u32> {
        self.rows.as_ref()?.find(identifier.as_str())
    }

    /// The states of all rows.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (active, inactive) = self.states.counts();
        let all = self.rows.as_ref().map_or(0, |rows| offset(rows.len()));
        Counts { active, inactive, not_known: all.saturating_sub(active + inactive) }
    }

    /// How many rows somebody should look at for this; `None` where the server has no inventory.
    #[must_use]
    pub fn to_look_at(&self, attention: Attention) -> Option<u32> {
        self.rows.as_ref()?.to_look_at(attention)
    }

    /// When nothing is left: what would be without one constraint; `None` where only the server knows.
    pub fn lifts(&self) -> impl Iterator<Item = (Constraint, Option<u32>)> {
        let count =
            |constraint| self.lifts.iter().find(|(known, _)| *known == constraint).map(|(_, count)| *count);
        let asked = Constraint::ALL.into_iter().filter(|constraint| self.query.has(*constraint));
        asked.map(move |constraint| (constraint, count(constraint)))
    }

    /// Whether the answer to what is asked for is still being put together.
    #[must_use]
    pub const fn is_filtering(&self) -> bool {
        self.filtering.is_some()
    }

    /// The cursor, and what is in sight.
    #[must_use]
    pub const fn grid(&self) -> Grid {
        self.grid
    }

    #[must_use]
    pub fn segments(&self) -> Vec<Segment> {
        self.grid.segments(self.len())
    }

    /// Whether the same rows are drawn in the same way.
    #[must_use]
    pub fn draws_as(&self, other: &Self) -> bool {
        let rows = |shown: &Self| shown.rows.as_ref().map(Rc::as_ptr);
        Rc::ptr_eq(&self.index, &other.index)
            && rows(self) == rows(other)
            && self.states.is(&other.states)
            && self.selection == other.selection
            && self.grid == other.grid
            && self.query.opened == other.query.opened
            && (self.query.sort, self.query.descending) == (other.query.sort, other.query.descending)
    }

    // --- Rows --------------------------------------------------------------------------------

    /// A new list. Everything that hangs on a row moves to where that row is now. The answer is put
    /// together at once: the old one speaks of other rows, and reading the list took far longer.
    pub(crate) fn listed_anew(&mut self, rows: Rc<Rows>) {
        let cursor = self.cursor_row().map(|(_, row)| row.identifier.clone());
        let mut elsewhere = (*self.elsewhere).clone();
        let mut selection = Selection::default();
        if let Some(old) = &self.rows {
            let identifier = |row| old.get(row).and_then(identifier_of);
            let known = self.states.iter().filter_map(|(row, known)| Some((identifier(row)?, known)));
            elsewhere.extend(known);
            let selected = self.selection.iter().filter_map(|row| rows.find(&old.get(row)?.identifier));
            selection.set(selected, true);
        }
        let mut states = States::default();
        elsewhere.retain(|identifier, known| match rows.find(identifier.as_str()) {
            Some(row) => {
                states.set(row, Some(*known));
                false
            }
            None => true,
        });
        let lost_at = |row| self.lost.get(&rows.get(row).and_then(identifier_of)?);
        let mut turned = Vec::new();
        for (row, stated) in rows.states() {
            let before = states.get(row);
            // A call that was answered since then knows better, and so does one that was not.
            if before.is_none_or(|known| known.at <= stated.at)
                && lost_at(row).is_none_or(|at| *at <= stated.at)
            {
                if before.is_some_and(|known| known.state != stated.state) {
                    turned.extend(rows.get(row).and_then(identifier_of).map(|it| (it, stated.at)));
                }
                states.set(row, Some(stated));
            }
        }
        self.turn(turned);
        (self.states, self.elsewhere, self.selection) = (states, Rc::new(elsewhere), selection);
        (self.rows, self.by_name, self.answered, self.filtering) = (Some(rows), None, None, None);
        self.answers.clear();
        if let Some(filter) = self.question() {
            let criteria = filter.criteria.clone();
            let mut row_filter = Rc::new(filter).start();
            let filtered = loop {
                if let Some(filtered) = row_filter.step(usize::MAX / 2) {
                    break filtered;
                }
            };
            self.answer(criteria, filtered);
        }
        self.put_cursor(cursor.as_deref());
    }

    fn cursor_row(&self) -> Option<(u32, &ListedApiSecret)> {
        self.at(self.grid.cursor)
    }

    /// The cursor stays with its row where that is still there, else in its place.
    pub(super) fn put_cursor(&mut self, identifier: Option<&str>) {
        let row = identifier.and_then(|identifier| self.rows.as_ref()?.find(identifier));
        let place = row.and_then(|row| self.index.iter().position(|other| *other == row));
        if let Some(place) = place {
            self.grid.cursor = offset(place);
        }
        self.grid = self.grid.within(self.len());
    }

    // --- States ------------------------------------------------------------------------------

    /// Takes over what was proved. Whether the rows to show may have changed with it.
    pub(super) fn observe(&mut self, observed: impl IntoIterator<Item = ObservedState>) -> bool {
        for ObservedState { identifier, state, at } in observed {
            // News of a run come later than what a single call has proved since.
            if self.known(&identifier).is_some_and(|known| known.at > at)
                || self.lost.get(&identifier).is_some_and(|lost| *lost > at)
            {
                continue;
            }
            let known = state.map(|state| Known { state, at });
            if self.known(&identifier).is_some_and(|known| Some(known.state) != state) {
                self.turn(vec![(identifier.clone(), at)]);
            }
            if known.is_none() {
                Rc::make_mut(&mut self.lost).insert(identifier.clone(), at);
            } else if self.lost.contains_key(&identifier) {
                Rc::make_mut(&mut self.lost).remove(&identifier);
            }
            match (self.row(&identifier), known) {
                (Some(row), known) => self.states.set(row, known),
                (None, Some(known)) => {
                    Rc::make_mut(&mut self.elsewhere).insert(identifier, known);
                }
                (None, None) => {
                    Rc::make_mut(&mut self.elsewhere).remove(&identifier);
                }
            }
        }
        // What was answered before may have left out what belongs to it now.
        self.answered.take_if(|answered| answered.looks_at_states());
        self.answers.retain(|(answered, _)| !answered.looks_at_states());
        Criteria::of(&self.query).looks_at_states()
    }

    pub(super) fn turn(&mut self, turned: Vec<(Identifier, Timestamp)>) {
        let Some(last) = turned.iter().map(|(_, at)| *at).max() else { return };
        let kept = Rc::make_mut(&mut self.turned);
        kept.retain(|_, at| last.0.abs_diff(at.0) as f64 <= DOUBLE_CLICK);
        kept.extend(turned);
    }

    /// When the state of an API secret has changed, if that was a moment ago.
    pub(super) fn turned(&self, identifier: &Identifier) -> Option<Timestamp> {
        self.turned.get(identifier).copied()
    }

    // --- Searching ---------------------------------------------------------------------------

    fn question(&self) -> Option<Filter> {
        let criteria = Criteria::of(&self.query);
        let wider = self.answers.iter().filter(|(answered, _)| criteria.narrows(answered));
        let within = wider.min_by_key(|(_, index)| index.len());
        let own = Constraint::ALL.into_iter().filter(|constraint| self.query.has(*constraint));
        Some(Filter {
            rows: self.rows.clone()?,
            states: self.states.clone(),
            within: within.map(|(_, index)| index.clone()),
            is_answered: within.is_some_and(|(answered, _)| *answered == criteria),
            criteria,
            by_name: self.by_name.clone(),
            constraints: own.filter(|constraint| !constraint.is_the_servers()).collect(),
        })
    }

    /// Asks for the rows that the query leaves now, if that may be others than are shown.
    pub(super) fn filter(&mut self, ticket: Ticket) -> Option<Rc<Filter>> {
        let filter = self.question()?;
        let asked = self.filtering.as_ref().map(|(_, criteria, _)| criteria);
        if asked.or(self.answered.as_ref()) == Some(&filter.criteria) {
            return None;
        }
        self.filtering = Some((ticket, filter.criteria.clone(), false));
        Some(Rc::new(filter))
    }

    /// States have changed: what is asked for next is not answered yet.
    pub(super) fn outdate(&mut self) {
        self.answered = None;
        if let Some((_, _, stale)) = &mut self.filtering {
            *stale = true;
        }
    }

    /// Asks again, since states have changed. A question under way is answered first, or a bulk run
    /// would never let one come to its end.
    pub(super) fn filter_again(&mut self, ticket: Ticket) -> Option<Rc<Filter>> {
        self.outdate();
        if self.filtering.is_some() { None } else { self.filter(ticket) }
    }

    /// The answer came. `None` when it is to another question than the last; else whether the states
    /// have changed in between.
    pub(super) fn filtered(&mut self, ticket: Ticket, filtered: FilteredRows) -> Option<bool> {
        let (_, criteria, stale) = self.filtering.take_if(|(asked, ..)| *asked == ticket)?;
        let is_new_question = self.last_criteria.as_ref() != Some(&criteria);
        let cursor = self.cursor_row().map(|(_, row)| row.identifier.clone());
        self.answer(criteria, filtered);
        if is_new_question {
            self.grid = self.grid.at_top();
        } else {
            self.put_cursor(cursor.as_deref());
        }
        if stale {
            self.answered = None;
            self.answers.retain(|(answered, _)| !answered.looks_at_states());
        }
        Some(stale)
    }

    fn answer(&mut self, criteria: Criteria, filtered: FilteredRows) {
        self.found = filtered.found;
        self.index = filtered.index;
        self.lifts = filtered.lifts.into();
        self.by_name = filtered.by_name.or(self.by_name.take());
        self.last_criteria = Some(criteria.clone());
        self.answers.retain(|(answered, _)| *answered != criteria);
        // What has left nothing is cheap to find out again, and then what to lift is wanted, too.
        if !self.index.is_empty() {
            if self.answers.len() == ANSWERS_KEPT {
                self.answers.remove(0);
            }
            self.answers.push((criteria.clone(), self.index.clone()));
        }
        self.answered = Some(criteria);
        self.grid = self.grid.within(self.len());
    }

    /// The address that belongs to what is shown, if it says something else.
    pub(super) fn new_address(&mut self) -> Option<String> {
        let address = self.query.to_address(self.found);
        if address == self.address {
            return None;
        }
        self.address.clone_from(&address);
        Some(address)
    }

    /// The address as it is now.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Somebody went to an address. Whether it asks for something else.
    pub(super) fn go_to(&mut self, address: &str) -> bool {
        address.trim_start_matches('?').clone_into(&mut self.address);
        let query = Query::of_address(address);
        let differs = query != self.query;
        self.query = query;
        differs
    }

    // --- Cursor and selection ----------------------------------------------------------------

    pub(super) fn scrolled(&mut self, first: u32, visible: u32) -> Option<()> {
        self.grid = self.grid.scrolled(first, visible)?;
        Some(())
    }

    /// The cursor goes elsewhere; with `extend`, everything from where it came from is selected.
    pub(super) fn moved(&mut self, to: Move, extend: bool) {
        let from = self.grid.cursor;
        self.grid = self.grid.moved(to, self.len());
        if extend {
            self.select_between(from, self.grid.cursor);
        } else {
            self.grid.anchor = self.grid.cursor;
        }
    }

    pub(super) fn focused(&mut self, place: u32) -> Option<()> {
        let is_new = place < self.len() && self.grid.cursor != place;
        if is_new {
            // The press that selects a range focuses its end first, and must still find its beginning.
            self.grid.cursor = place;
        }
        (is_new | !std::mem::replace(&mut self.has_focus, true)).then_some(())
    }

    pub(super) fn left(&mut self) -> Option<()> {
        std::mem::take(&mut self.has_focus).then_some(())
    }

    pub(super) const fn has_focus(&self) -> bool {
        self.has_focus
    }

    /// Selects a row or takes it out; with `range`, all from the last one to it.
    pub(super) fn toggle(&mut self, place: u32, range: bool) -> Option<()> {
        let (row, _) = self.at(place)?;
        let selected = !self.selection.has(row);
        self.grid.cursor = place;
        if range {
            self.select_between(self.grid.anchor, place);
        } else {
            self.selection.set([row], selected);
            self.grid.anchor = place;
        }
        Some(())
    }

    fn select_between(&mut self, one: u32, other: u32) {
        self.select(one.min(other)..one.max(other).saturating_add(1), true);
    }

    fn select(&mut self, places: std::ops::Range<u32>, selected: bool) {
        let end = (places.end as usize).min(self.index.len());
        let rows = self.index.get(places.start as usize..end).unwrap_or_default();
        self.selection.set(rows.iter().copied(), selected);
    }

    /// Selects all rows in sight, or takes them out when they all are.
    pub(super) fn toggle_page(&mut self) {
        let selected = !self.selected().page;
        self.select(self.grid.in_sight(self.len()), selected);
    }

    /// Selects all rows that the query leaves, in sight or not.
    pub(super) fn select_all(&mut self) {
        self.select(0..self.len(), true);
    }

    pub(super) fn clear_selection(&mut self) -> Option<()> {
        (!self.selection.is_empty()).then(|| self.selection = Selection::default())
    }

    /// Whether a row of the list is selected.
    #[must_use]
    pub fn is_selected(&self, row: u32) -> bool {
        self.selection.has(row)
    }

    #[must_use]
    pub fn selected(&self) -> Selected {
        if self.selection.is_empty() {
            return Selected::default();
        }
        let shown = offset(self.index.iter().filter(|row| self.selection.has(**row)).count());
        let row = |row| self.rows.as_ref().and_then(|rows| rows.get(row));
        let view_only = self.selection.iter().filter(|it| row(*it).is_some_and(|row| !row.can_write)).count();
        let mut in_sight = self.grid.in_sight(self.len());
        Selected {
            all: self.selection.len(),
            hidden: self.selection.len() - shown,
            view_only: offset(view_only),
            all_matches: shown == self.len(),
            page: !in_sight.is_empty()
                && in_sight.all(|place| self.at(place).is_some_and(|(row, _)| self.selection.has(row))),
        }
    }

    /// The selected API secrets, in the order of the list.
    #[must_use]
    pub fn targets(&self) -> Targets {
        let mut targets = Targets::default();
        let row = |row| self.rows.as_ref()?.get(row);
        for row in self.selection.iter().filter_map(row) {
            let Some(identifier) = identifier_of(row) else { continue };
            let to = if row.can_write { &mut targets.switchable } else { &mut targets.view_only };
            to.push(Named { identifier, name: row.name.as_str().into() });
        }
        targets
    }
}
