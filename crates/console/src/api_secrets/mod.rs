//! The *API secrets* page: the list, its switches, one API secret in detail, and the form to create or change one.
//!
//! The list says nothing about states, so a state is *not known yet* until a call proved it; but where the server has an
//! inventory, that is the list, and each state is known from the first moment.
//!
//! Each concern has a file with its actions, its effects, and what it does:
//!
//! - `list`: what is loaded, searched, looked at and selected; [`ListView`] is what of it is shown, `filter` finds the rows.
//! - `switching`: one switched on or off.
//! - `details`: one that is read, shown and copied; also as a command for a shell ([`Call`]).
//! - `writing`: one that is created or changed, in a [`CreateForm`].
//! - `messages`: what is said beside the list.

mod curl;
mod details;
mod facts;
mod filter;
mod form;
mod grid;
mod highlight;
mod list;
mod messages;
mod query;
mod rows;
mod selection;
mod switching;
mod view;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use latchboard_client::State;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{ApiSecretText, ListedApiSecret};
use latchboard_contract::validate::Identifier;

use crate::sign_in::Session;
use crate::{Changed, Effects, Outcome, OutcomeKind, Remote, Ticket};

use form::Sent;
use messages::Messages;
use switching::Switching;

pub use curl::{Call, Command};
pub use details::{Details, DetailsAction, DetailsEffect, History};
pub use facts::{Fact, Facts};
pub use filter::{Filter, FilteredRows, RowFilter};
pub use form::{CreateForm, Editing, Fault, Generated, Sharers};
pub use grid::{Grid, Move, Segment};
pub use list::{ListAction, ListEffect};
pub use messages::{Hold, Message, MessageAction};
pub use query::{Access, Attention, Constraint, Flag, Query, Sort, StateFilter};
pub(crate) use rows::folded;
pub use rows::{Known, Rows, States, identifier_of};
pub use switching::{Blocked, SwitchAction, SwitchEffect, has_settled, possible_switches};
pub use view::{Counts, ListView, ObservedState, Selected, Targets};
pub use writing::{FormAction, FormEffect, Stored, Written};

/// Where the cursor is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In the form for an API secret.
    Create(ApiSecretText),
    CreateSecret,
    /// In the field for the day on which it expires.
    ExpiresOn,
    /// On the button that sends it.
    Store,
    /// At the beginning of the panel about one API secret.
    Details,
    /// In the last line of those who share it.
    LastShare(Sharers),
    /// Where sharing is confirmed to end.
    EndsSharing,
    /// On the page's heading, unless something has the focus.
    HeadingIfLost,
    /// On the row in this place.
    Row(u32),
    /// The same, unless the focus is somewhere else and still there. Without such a row in the search box.
    RowIfLost(u32),
}

pub enum Action {
    List(ListAction),
    Switch(SwitchAction),
    /// To the one that is looked at.
    Details(DetailsAction),
    Form(FormAction),
    Message(MessageAction),
}

pub enum Effect {
    List(ListEffect),
    Switch(SwitchEffect),
    /// For the one that is looked at.
    Details(DetailsEffect),
    Form(FormEffect),
    /// Give notice when a message was there for long enough.
    ExpireMessage(Ticket),
    /// Put the cursor somewhere.
    Focus(Focus),
}

macro_rules! from_concerns {
    ($($whole:ident::$variant:ident($concern:ident)),* $(,)?) => {
        $(impl From<$concern> for $whole {
            fn from(concern: $concern) -> Self {
                Self::$variant(concern)
            }
        })*
    };
}

from_concerns! {
    Action::List(ListAction),
    Action::Switch(SwitchAction),
    Action::Details(DetailsAction),
    Action::Form(FormAction),
    Action::Message(MessageAction),
    Effect::List(ListEffect),
    Effect::Switch(SwitchEffect),
    Effect::Details(DetailsEffect),
    Effect::Form(FormEffect),
    Effect::Focus(Focus),
}

#[derive(Clone, Default)]
pub struct ApiSecretsPage {
    /// All rows, in the server's order.
    pub list: Remote<Rc<Rows>>,
    /// What is shown of them.
    pub view: ListView,
    /// Tag and identifier code as typed; they are asked for on the user's word.
    pub server_filter: (String, String),
    switching: BTreeMap<Identifier, Switching>,
    outcomes: BTreeMap<Identifier, (State, Outcome)>,
    /// What those were called that were switched: a filter may leave them out by the time of the answer.
    names: BTreeMap<Identifier, String>,
    /// The one whose value leaked, and that shall be switched on if somebody says so once more.
    pub exposed_asked: Option<Identifier>,
    /// Marked as exposed since the list came.
    marked: BTreeSet<Identifier>,
    /// What was pressed although the list says that it cannot be done.
    pub blocked: Option<(Identifier, Blocked)>,
    /// The form for an API secret, while it is open.
    pub create: Option<CreateForm>,
    /// The one that is looked at.
    pub details: Option<Details>,
    /// The one stored last.
    pub created: Option<Written>,
    messages: Messages,
    /// Another page is shown: rows may come and go with their states.
    is_away: bool,
    ticket: Ticket,
}

impl ApiSecretsPage {
    /// Shows every secret that the page holds.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        if let Some(form) = &self.create {
            look(&form.client_secret);
            let open = form.open.as_ref().and_then(|open| open.lost.as_ref());
            let sent = form.lost.iter().chain(open).filter_map(|lost| match &lost.sent {
                Sent::New(new) => new.client_secret.as_ref(),
                Sent::Change(update) => update.change.client_secret.as_ref(),
            });
            sent.for_each(&mut *look);
        }
        let read = self.details.as_ref().and_then(|details| details.content.as_ref());
        if let Some(secret) = read.and_then(|content| content.client_secret.as_ref()) {
            look(secret);
        }
    }

    /// What an API secret is called; its number where nobody knows.
    #[must_use]
    pub fn name<'a>(&'a self, identifier: &'a Identifier) -> &'a str {
        let listed = self.view.listed(identifier).map(|row| &*row.name);
        let name = listed.or_else(|| Some(self.names.get(identifier)?));
        name.filter(|name| !name.is_empty()).unwrap_or(identifier.as_str())
    }

    /// The state of an API secret, if a call proved one.
    #[must_use]
    pub fn known(&self, identifier: &Identifier) -> Option<Known> {
        self.view.known(identifier)
    }

    /// The state that is being switched to.
    #[must_use]
    pub fn switching(&self, identifier: &Identifier) -> Option<State> {
        self.switching.get(identifier).map(|switching| switching.state)
    }

    /// Whether a call that changes something is under way.
    #[must_use]
    pub fn is_changing(&self) -> bool {
        !self.switching.is_empty() || self.create.as_ref().is_some_and(|form| form.pending.is_some())
    }

    /// What became of the last switch of an API secret, and the state that was asked for.
    #[must_use]
    pub fn outcome(&self, identifier: &Identifier) -> Option<&(State, Outcome)> {
        self.outcomes.get(identifier)
    }

    /// The switches that did not go well, the latest first.
    #[must_use]
    pub fn troubles(&self) -> Vec<(&Identifier, State, &Outcome)> {
        let bad = self.outcomes.iter().filter(|(_, (_, outcome))| outcome.problem.is_some());
        let mut troubles: Vec<_> =
            bad.map(|(identifier, (state, outcome))| (identifier, *state, outcome)).collect();
        troubles.sort_by_key(|(.., outcome)| std::cmp::Reverse(outcome.at));
        troubles
    }

    /// The messages to show, the latest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| match message {
            Message::Switched(identifier) => self.outcomes.contains_key(identifier),
            Message::Written => self.created.is_some(),
            Message::Blocked => self.blocked.is_some(),
            // Without any list, the page itself says why.
            Message::NotLoaded => self.list.error.is_some() && self.list.data.is_some(),
        })
    }

    /// Whether a switch can be taken back: it was confirmed, and nothing is known to have changed since.
    #[must_use]
    pub fn can_undo(&self, identifier: &Identifier) -> bool {
        self.outcomes.get(identifier).is_some_and(|(state, outcome)| {
            let made = Known { state: *state, at: outcome.at };
            outcome.kind == OutcomeKind::Done && self.known(identifier) == Some(made)
        })
    }

    /// The rows that match, in order.
    pub fn matches(&self) -> impl Iterator<Item = &ListedApiSecret> {
        self.view.iter()
    }

    /// Whether the rows are drawn as those of `other`.
    #[must_use]
    pub fn draws_as(&self, other: &Self) -> bool {
        self.view.draws_as(&other.view)
            && self.switching == other.switching
            && self.outcomes == other.outcomes
    }

    /// Whether the list says that an API secret may be read. What it does not hold is left to the vault.
    #[must_use]
    pub fn may_view(&self, identifier: &Identifier) -> bool {
        self.view.listed(identifier).is_none_or(|row| row.can_view)
    }

    /// The same for editing and switching.
    #[must_use]
    pub fn may_edit(&self, identifier: &Identifier) -> bool {
        self.view.listed(identifier).is_none_or(|row| row.can_write)
    }

    /// Takes in what happened under this session; see [`Model::update`](crate::Model::update).
    pub(crate) fn update(
        &mut self,
        session: &Session,
        action: Action,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            Action::List(action) => self.update_list(session, action, effects),
            Action::Switch(action) => self.update_switch(session, action, effects),
            // There is nothing to look at, or to write into.
            Action::Details(_) | Action::Form(_) if session.key().is_none() => None,
            Action::Details(action) => self.update_details(session, action, effects),
            Action::Form(action) => self.update_form(session, action, effects),
            Action::Message(action) => self.update_messages(action, effects),
        }
    }

    /// Nothing that an access key saw stays, but what the address says anyway.
    pub(crate) fn empty(&mut self) {
        let address = self.view.address().to_owned();
        *self = Self { ticket: self.ticket, is_away: self.is_away, ..Self::default() };
        self.go_to(&address);
        self.view.query.opened = None;
    }

    fn next_ticket(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        self.ticket
    }

    /// What had the focus may be gone from the page.
    pub(crate) fn focus_if_lost(&self, effects: &mut Effects<Effect>) {
        effects.push(Focus::RowIfLost(self.view.grid().cursor).into());
    }
}
