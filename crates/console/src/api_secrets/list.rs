//! The list: what is loaded of it, what is asked for and looked at, and what is selected.

use std::rc::Rc;

use latchboard_contract::endpoint::{InventoryItem, ListFilter, ListedApiSecret};
use latchboard_contract::error::Problem;
use latchboard_contract::validate::Identifier;

use crate::sign_in::Session;
use crate::{Changed, Effects, Ticket, Timestamp};

use super::{
    ApiSecretsPage, Constraint, Effect, Filter, FilteredRows, Focus, Message, Move, ObservedState, Query,
    Rows, Sort,
};

pub enum ListAction {
    /// Load the list again.
    RefreshAsked,
    /// The list came, or did not.
    Listed(Ticket, Result<Vec<ListedApiSecret>, Problem>),
    /// In its place the inventory, from a server that has one, with its tag and as it was at that time.
    Inventoried(Ticket, Vec<InventoryItem>, Option<String>, Timestamp),
    /// The inventory is as it was, also at that time.
    Unchanged(Ticket, Timestamp),
    /// Calls proved states: of a bulk run, or of the response to a leak.
    ObservedState(Vec<ObservedState>),
    /// Somebody came to this address of the page, without its question mark.
    Addressed(String),
    /// Somebody came back to the page, by an address that asks for nothing.
    Returned,
    /// Somebody went to another page.
    Left,
    /// Somebody typed into the search box.
    Searched(String),
    /// Somebody chose filters or an order: everything but the search.
    QueryChosen(Query),
    /// Somebody typed a filter that the server applies.
    ServerFilterEdited(Constraint, String),
    /// Those filters shall be applied.
    ServerFilterAsked,
    /// A column's heading was pressed: up, down, not at all.
    SortAsked(Sort),
    /// What hides rows shall go.
    Lifted(Constraint),
    /// The rows were found.
    FilteredRows(Ticket, FilteredRows),
    /// These rows are in sight: the first, and how many.
    Scrolled(u32, u32),
    /// The cursor goes elsewhere; `true` selects on the way.
    Moved(Move, bool),
    /// A row, or something in it, got the focus; by its place.
    RowFocused(u32),
    /// The focus went elsewhere, and not because a row was taken away.
    GridLeft,
    /// A row was selected or taken out; `true` for all from the last one to it.
    Toggled(u32, bool),
    /// All rows in sight.
    PageToggled,
    /// All rows that match.
    AllSelected,
    /// Nothing shall be selected.
    SelectionCleared,
}

pub enum ListEffect {
    /// Load it, unless it is as these rows tell it.
    Load(Ticket, ListFilter, Option<Rc<Rows>>),
    /// Find the rows, step by step, and leave the page time to draw. A newer one takes its place.
    Filter(Ticket, Rc<Filter>),
    /// Put this behind the address's question mark; `true` adds a step that Back takes back.
    Address(String, bool),
    /// Scroll the list to its beginning.
    ScrollToTop,
}

impl ApiSecretsPage {
    pub(super) fn update_list(
        &mut self,
        session: &Session,
        action: ListAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            ListAction::RefreshAsked => self.refresh(session, effects),
            ListAction::Listed(ticket, result) => {
                self.listed(session, ticket, result.map(Rows::new), effects)
            }
            ListAction::Inventoried(ticket, items, etag, at) => {
                self.listed(session, ticket, Ok(Rows::of_inventory(items, etag, at)), effects)
            }
            ListAction::Unchanged(ticket, at) => {
                let rows = self.list.data.as_ref()?.as_of(at);
                self.listed(session, ticket, Ok(rows), effects)
            }
            ListAction::ObservedState(observed) => {
                self.observe(observed, effects);
                Some(Changed)
            }
            ListAction::Addressed(address) if address == self.view.address() => self.came_back(),
            ListAction::Addressed(address) => {
                let before = self.view.query.clone();
                self.is_away = false;
                let differs = self.go_to(&address);
                self.follow_address(session, effects);
                if differs {
                    self.asked_for(session, &before, false, effects);
                }
                Some(Changed)
            }
            ListAction::Returned => {
                let address = self.view.address().to_owned();
                if address.is_empty() {
                    return self.came_back();
                }
                self.is_away = false;
                effects.push(ListEffect::Address(address, false).into());
                Some(Changed)
            }
            ListAction::Left => self.left(effects),
            ListAction::Searched(search) => {
                self.ask_for(session, Query { search, ..self.view.query.clone() }, false, effects)
            }
            ListAction::QueryChosen(query) => self.ask_for(session, query, true, effects),
            ListAction::ServerFilterEdited(constraint, text) => {
                let (tag, code) = &mut self.server_filter;
                *(if constraint == Constraint::Tag { tag } else { code }) = text;
                Some(Changed)
            }
            ListAction::ServerFilterAsked => {
                let (tag, identifier_code) = self.server_filter.clone();
                self.ask_for(
                    session,
                    Query { tag, identifier_code, ..self.view.query.clone() },
                    true,
                    effects,
                )
            }
            ListAction::SortAsked(sort) => self.sort(session, sort, effects),
            ListAction::Lifted(constraint) => {
                let changed =
                    self.ask_for(session, self.view.query.clone().without(constraint), true, effects);
                self.focus_if_lost(effects);
                changed
            }
            ListAction::FilteredRows(ticket, filtered) => self.filtered(ticket, filtered, effects),
            ListAction::Scrolled(first, visible) => self.view.scrolled(first, visible).map(|()| Changed),
            ListAction::Moved(..) if self.view.is_empty() => None,
            ListAction::Moved(to, extend) => {
                self.view.moved(to, extend);
                effects.push(Focus::Row(self.view.grid().cursor).into());
                Some(Changed)
            }
            ListAction::RowFocused(place) => self.view.focused(place).map(|()| Changed),
            ListAction::GridLeft => self.view.left().map(|()| Changed),
            ListAction::Toggled(place, range) => self.view.toggle(place, range).map(|()| Changed),
            ListAction::PageToggled => {
                self.view.toggle_page();
                Some(Changed)
            }
            // The buttons for these go with what they did.
            ListAction::AllSelected => {
                self.view.select_all();
                self.focus_if_lost(effects);
                Some(Changed)
            }
            ListAction::SelectionCleared => {
                self.view.clear_selection()?;
                self.focus_if_lost(effects);
                Some(Changed)
            }
        }
    }

    pub(crate) fn refresh(&mut self, session: &Session, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.list.pending.is_some() {
            return None;
        }
        self.load(session, effects)
    }

    /// Also while another list is on its way: that one is no longer what is asked for.
    pub(crate) fn load(&mut self, session: &Session, effects: &mut Effects<Effect>) -> Option<Changed> {
        session.key()?;
        let ticket = self.next_ticket();
        self.list.ask(ticket);
        effects.push(ListEffect::Load(ticket, self.view.query.to_filter(), self.list.data.clone()).into());
        Some(Changed)
    }

    fn listed(
        &mut self,
        session: &Session,
        ticket: Ticket,
        result: Result<Rows, Problem>,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        // What is said in place of a list has buttons of its own, and goes.
        let had_buttons =
            self.list.error.is_some() || self.list.data.as_ref().is_some_and(|rows| rows.is_empty());
        self.list.answer(ticket, result.map(Rc::new))?;
        if self.list.error.is_some() {
            self.tell(Message::NotLoaded);
            return Some(Changed);
        }
        self.messages.take(&Message::NotLoaded);
        if let Some(rows) = self.list.data.clone() {
            self.view.listed_anew(rows);
            self.marked.clear();
            self.exposed_asked = self.exposed_asked.take().filter(|identifier| self.is_exposed(identifier));
            self.follow_address(session, effects);
            self.name_details();
            self.address(false, effects);
            if had_buttons {
                self.focus_if_lost(effects);
            } else {
                self.refocus(effects);
            }
        }
        Some(Changed)
    }

    /// The list, where nothing is missing from it: it came last, and the server had no filter to apply.
    pub(super) fn whole_list(&self) -> Option<Rc<Rows>> {
        let is_whole = self.list.pending.is_none()
            && self.list.error.is_none()
            && self.view.query.to_filter() == ListFilter::default();
        self.list.data.clone().filter(|_| is_whole)
    }

    /// Takes over what an address asks for. Whether that is something else.
    pub(super) fn go_to(&mut self, address: &str) -> bool {
        let differs = self.view.go_to(address);
        let Query { tag, identifier_code, .. } = &self.view.query;
        self.server_filter = (tag.clone(), identifier_code.clone());
        differs
    }

    /// The address follows what is asked for.
    pub(super) fn address(&mut self, is_step: bool, effects: &mut Effects<Effect>) {
        effects.extend(self.view.new_address().map(|address| ListEffect::Address(address, is_step).into()));
    }

    /// The row with the focus may be gone from the page.
    fn refocus(&self, effects: &mut Effects<Effect>) {
        if self.view.has_focus() {
            self.focus_if_lost(effects);
        }
    }

    fn filter(&mut self, effects: &mut Effects<Effect>) {
        let ticket = self.ticket.next();
        if let Some(filter) = self.view.filter(ticket) {
            self.ticket = ticket;
            effects.push(ListEffect::Filter(ticket, filter).into());
        }
    }

    /// Something else is asked for: of the server, where it must apply a filter, else of the rows.
    fn asked_for(&mut self, session: &Session, before: &Query, is_step: bool, effects: &mut Effects<Effect>) {
        if is_step {
            self.address(true, effects);
        }
        let is_the_servers = self.view.query.to_filter() != before.to_filter();
        if !is_the_servers || self.load(session, effects).is_none() {
            self.filter(effects);
        }
    }

    fn ask_for(
        &mut self,
        session: &Session,
        query: Query,
        is_step: bool,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if query == self.view.query {
            return None;
        }
        self.server_filter = (query.tag.clone(), query.identifier_code.clone());
        let before = std::mem::replace(&mut self.view.query, query);
        self.asked_for(session, &before, is_step, effects);
        Some(Changed)
    }

    fn sort(&mut self, session: &Session, sort: Sort, effects: &mut Effects<Effect>) -> Option<Changed> {
        let query = self.view.query.clone();
        let (sort, descending) = match (query.sort == sort, query.descending) {
            (false, _) => (sort, false),
            (true, false) => (sort, true),
            (true, true) => (Sort::default(), false),
        };
        self.ask_for(session, Query { sort, descending, ..query }, true, effects)
    }

    fn filtered(
        &mut self,
        ticket: Ticket,
        filtered: FilteredRows,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let before = self.view.grid();
        let is_stale = self.view.filtered(ticket, filtered)?;
        self.address(false, effects);
        if self.view.grid() != before && self.view.grid() == before.at_top() {
            effects.push(ListEffect::ScrollToTop.into());
        }
        self.refocus(effects);
        if is_stale {
            self.filter(effects);
        }
        Some(Changed)
    }

    /// What was proved; the rows are found anew where that makes a difference. Not under somebody's eyes: a row that
    /// goes would bring another one under the pointer.
    pub(super) fn observe(
        &mut self,
        observed: impl IntoIterator<Item = ObservedState>,
        effects: &mut Effects<Effect>,
    ) {
        if !self.view.observe(observed) {
            return;
        }
        if !self.is_away {
            return self.view.outdate();
        }
        let ticket = self.ticket.next();
        if let Some(filter) = self.view.filter_again(ticket) {
            self.ticket = ticket;
            effects.push(ListEffect::Filter(ticket, filter).into());
        }
    }

    /// These are marked as exposed now. The list is read anew, but not under somebody's eyes.
    pub(crate) fn marked(
        &mut self,
        session: &Session,
        marked: Vec<Identifier>,
        is_seen: bool,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        self.marked.extend(marked);
        let is_there = self.list.data.is_some() || self.list.pending.is_some();
        if is_there && !is_seen { self.load(session, effects) } else { Some(Changed) }
    }

    /// Somebody looks at the list again.
    fn came_back(&mut self) -> Option<Changed> {
        std::mem::take(&mut self.is_away).then_some(Changed)
    }

    /// What was read stays open for nobody who comes by; and nobody sees the rows move.
    fn left(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.is_away && self.details.is_none() {
            return None;
        }
        (self.details, self.is_away, self.exposed_asked) = (None, true, None);
        // The address bar is another page's by now.
        self.view.query.opened = None;
        self.view.new_address();
        self.filter(effects);
        Some(Changed)
    }
}
