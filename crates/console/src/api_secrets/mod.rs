//! The *API secrets* page: sign in, list, create, edit, switch on and off.
//!
//! The list says nothing about states, so a state is *not known yet* until a call proved it; but where the server has an
//! inventory, that is the list, and each state is known from the first moment.
//!
//! - [`ListView`]: search, filters, order, cursor and selection; `filter` finds the rows.
//! - [`CreateForm`]: a new API secret, or a change of one.
//! - [`Call`]: the same calls as commands for a shell.

mod curl;
mod filter;
mod form;
mod grid;
mod messages;
mod query;
mod rows;
mod selection;
mod session;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use latchboard_client::State;
use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{
    ApiSecret, ApiSecretText, ApiSecretUpdate, InventoryItem, ListFilter, ListedApiSecret, NewApiSecret,
    Share,
};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;

use crate::admin_key::CopyFailed;
use crate::{Changed, Effects, Model, Outcome, OutcomeKind, Remote, Resolution, Ticket, Timestamp};

use form::{Lost, Sent};
use messages::Messages;

pub use curl::Call;
pub use filter::{Filter, FilteredRows, RowFilter};
pub use form::{CreateForm, Editing, Fault, Generated, Sharers};
pub use grid::{Grid, Move, Segment};
pub use messages::{Hold, Message};
pub use query::{Access, Constraint, Flag, Query, Sort, StateFilter};
pub use rows::{Known, Rows, States, identifier_of};
pub use session::{AccessKey, Attempt, Session, SignInField, SignInForm};
pub use view::{Counts, ListView, ObservedState, Selected, Target, Targets};

/// A switch under way.
#[derive(Clone, PartialEq, Eq)]
struct Switching {
    ticket: Ticket,
    state: State,
    /// A switch before it that was left without an answer.
    open: Option<(State, Outcome)>,
}

/// What the vault answered to a creation or a change, less the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The vault's number for it.
    pub identifier: String,
    /// Its name.
    pub name: String,
    /// Shares that failed, in the vault's words.
    pub shared_error: Vec<String>,
}

impl From<ApiSecret> for Stored {
    fn from(secret: ApiSecret) -> Self {
        Self { identifier: secret.identifier, name: secret.texts.name, shared_error: secret.shared_error }
    }
}

/// What was stored last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What the vault answered.
    pub stored: Stored,
    /// Whether it is new, or was changed.
    pub is_new: bool,
}

/// The dialog about one API secret. It is read on the user's word only, since that counts as a use.
#[derive(Clone)]
pub struct Details {
    /// Which one.
    pub identifier: Identifier,
    /// Its name in the list.
    pub name: String,
    /// Its content, once the user has asked for it.
    pub content: Option<Rc<ApiSecret>>,
    /// The reading under way.
    pub pending: Option<Ticket>,
    /// Why it could not be read.
    pub problem: Option<Problem>,
    /// The secret is shown. Until then it is not in the document: not even its length can be seen.
    pub revealed: bool,
    /// What became of the last attempt to copy the secret.
    pub copied: Option<Result<(), CopyFailed>>,
    /// The call that is shown as a command.
    pub command: Option<Command>,
}

/// A call as a command for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it does.
    pub call: Call,
    /// Its text.
    pub text: Rc<str>,
    /// What became of the attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
}

/// Why the vault would refuse, as far as the list tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// This access key may not read it.
    NoView,
    /// This access key may not edit or switch it.
    NoEdit,
}

/// Where the cursor is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In the sign-in form.
    SignIn(SignInField),
    /// In the form for an API secret.
    Create(ApiSecretText),
    /// In its secret.
    CreateSecret,
    /// On the button that sends it.
    Store,
    /// At the beginning of the dialog about one API secret.
    Details,
    /// Where sharing is confirmed to end.
    EndsSharing,
    /// In the field for an identifier.
    Identifier,
    /// On the page's heading, unless something has the focus.
    HeadingIfLost,
    /// On the row in this place.
    Row(u32),
    /// The same, unless the focus is somewhere else and still there. Without such a row in the search box.
    RowIfLost(u32),
}

/// The page's state.
#[derive(Clone)]
pub struct ApiSecretsPage {
    /// Whether somebody is signed in.
    pub session: Session,
    /// What is typed to sign in.
    pub sign_in: SignInForm,
    sign_in_checked: bool,
    /// How far the attempt to sign in is.
    pub attempt: Attempt,
    /// Somebody is signed in and was asked to sign in anew: the rest of the page waits as it is.
    pub signs_in_again: bool,
    /// All rows, in the server's order.
    pub list: Remote<Rc<Rows>>,
    /// What is shown of them.
    pub view: ListView,
    /// Tag and identifier code as typed; they are asked for on the user's word.
    pub server_filter: (String, String),
    /// What is typed to switch one by its identifier.
    pub identifier: String,
    switching: BTreeMap<Identifier, Switching>,
    outcomes: BTreeMap<Identifier, (State, Outcome)>,
    /// The API secret that was switched by its identifier last.
    pub by_identifier: Option<Result<Identifier, Code>>,
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

/// What can happen.
pub enum Action {
    /// Somebody typed into the sign-in form.
    SignInEdited(SignInField, Secret),
    /// The sign-in form was submitted.
    SignInAsked,
    /// An attempt to sign in ended.
    SignInAnswered(Ticket, Result<(), Problem>),
    /// Sign in anew: the token is worth nothing any more.
    SignInAgainAsked,
    /// Not anew, after all.
    SignInAgainClosed,
    /// Sign out.
    SignOutAsked,
    /// Load the list again.
    RefreshAsked,
    /// The list came, or did not.
    Listed(Ticket, Result<Vec<ListedApiSecret>, Problem>),
    /// In its place the inventory, from a server that has one, as it was at that time.
    Inventoried(Ticket, Vec<InventoryItem>, Timestamp),
    /// Somebody came to this address of the page, without its question mark.
    Addressed(String),
    /// Somebody came back to the page, by an address that asks for nothing.
    Returned,
    /// Somebody went to another page.
    Left,
    /// Nobody sees the window any more; perhaps others will before its owner does.
    Hidden,
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
    /// Switch everything that is selected.
    BulkAsked(State),
    /// Somebody else proved states: a bulk run.
    ObservedState(Vec<ObservedState>),
    /// Switch a row.
    SwitchAsked(Identifier, State),
    /// A switch ended.
    Switched {
        /// The call.
        ticket: Ticket,
        /// Which API secret.
        identifier: Identifier,
        /// What became of it.
        verdict: Verdict<()>,
        /// When.
        at: Timestamp,
    },
    /// Somebody typed an identifier.
    IdentifierEdited(String),
    /// Switch the one whose identifier was typed.
    SwitchByIdentifierAsked(State),
    /// A row's outcome was read.
    OutcomeDismissed(Identifier),
    /// Another message was read.
    MessageDismissed(Message),
    /// The time of a message is over.
    MessageExpired(Ticket),
    /// Somebody points at the messages or is among them with the cursor, or no longer.
    MessagesHeld(Hold, bool),
    /// The switch that a message tells of shall be taken back.
    UndoAsked(Identifier),
    /// One shall be looked at.
    DetailsOpened(Identifier, String),
    /// The dialog was closed.
    DetailsClosed,
    /// The content shall be read: that of the dialog, or of the one that is edited.
    ReadAsked,
    /// It came, or did not.
    Read(Ticket, Result<ApiSecret, Problem>, Timestamp),
    /// The secret that was read shall be shown, or hidden again.
    RevealToggled,
    /// The secret that was read shall be copied.
    CopyAsked,
    /// The browser copied it, or did not.
    Copied(Result<(), CopyFailed>),
    /// A call shall be shown as a command, and copied.
    CommandAsked(Call),
    /// Its text, for the server in use.
    CommandMade(Call, Rc<str>),
    /// The browser copied it, or did not.
    CommandCopied(Result<(), CopyFailed>),
    /// The form for a new API secret was opened.
    CreateOpened,
    /// The form for a change was opened.
    EditOpened(Identifier, String),
    /// It was closed.
    CreateClosed,
    /// Esc or *Cancel* was pressed in it.
    CreateCancelled,
    /// What was typed into it shall not be given up.
    DiscardDeclined,
    /// Somebody typed into it.
    CreateEdited(ApiSecretText, String),
    /// Somebody typed its secret.
    CreateSecretEdited(Secret),
    /// A new secret is wanted.
    GenerateAsked,
    /// It was made.
    Generated(Secret),
    /// The secret that was made shall be copied.
    CopyGeneratedAsked,
    /// The browser copied it, or did not.
    GeneratedCopied(Result<(), CopyFailed>),
    /// Somebody shall share it, too: one more line.
    ShareAdded(Sharers),
    /// A line says something else now.
    ShareEdited(Sharers, usize, Share),
    /// A line was taken away.
    ShareRemoved(Sharers, usize),
    /// Somebody said whether all sharing may end.
    EndSharingChosen(bool),
    /// The call that the form would make shall be shown as a command, and copied.
    FormCommandAsked,
    /// What became of a creation without an answer shall be found out.
    ResolveAsked,
    /// The list was looked through for it.
    Resolved(Ticket, Conclusion),
    /// What was found shall be shown.
    FoundAsked,
    /// It was submitted.
    CreateAsked,
    /// A creation or a change ended.
    Created {
        /// The call.
        ticket: Ticket,
        /// What became of it.
        verdict: Verdict<Stored>,
        /// When.
        at: Timestamp,
    },
    /// The remedy's button was pressed, for a row or for the list.
    RemedyChosen(RemedyAction, Option<Identifier>),
}

/// What the page wants done.
pub enum Effect {
    /// Sign in, and from then on call with that. Until it has succeeded, calls go as before.
    SignIn {
        /// To be given back with the answer.
        ticket: Ticket,
        /// The access key.
        key: AccessKey,
        /// Its client secret.
        client_secret: Rc<Secret>,
    },
    /// Forget token and credentials.
    SignOut,
    /// Load the list.
    List(Ticket, ListFilter),
    /// Find the rows, step by step, and leave the page time to draw. A newer one takes its place.
    Filter(Ticket, Rc<Filter>),
    /// Put this behind the address's question mark; `true` adds a step that Back takes back.
    Address(String, bool),
    /// Scroll the list to its beginning.
    ScrollToTop,
    /// Switch one; under the key of the same switch before it, if that was left without an answer.
    Switch(Ticket, Identifier, State, Option<IdempotencyKey>),
    /// Give notice when a message was there for long enough.
    ExpireMessage(Ticket),
    /// Ask whether all these shall be switched.
    Bulk(State, Targets),
    /// Read one, secret included.
    Read(Ticket, Identifier),
    /// Put the secret that was read on the clipboard.
    Copy(Rc<ApiSecret>),
    /// Make a command of a call, for the server in use and this tenant.
    MakeCommand(Call, Option<String>),
    /// Put a command on the clipboard.
    CopyCommand(Rc<str>),
    /// Store a new one.
    Create(Ticket, Rc<NewApiSecret>),
    /// Make a secret for the form.
    Generate,
    /// Put the secret of the form on the clipboard.
    CopyGenerated(Rc<Secret>),
    /// Look for one that was perhaps stored, and was not in the whole list before, where that is known.
    ResolveCreate(Ticket, Rc<NewApiSecret>, Option<Rc<Rows>>),
    /// Store the same API secret again under the key of the call without an answer.
    RepeatCreate(Ticket, Rc<NewApiSecret>, IdempotencyKey),
    /// Make the same change again under the key of the call without an answer.
    RepeatUpdate(Ticket, Rc<ApiSecretUpdate>, IdempotencyKey),
    /// Change one.
    Update(Ticket, Rc<ApiSecretUpdate>),
    /// Put the cursor somewhere.
    Focus(Focus),
}

impl Default for ApiSecretsPage {
    fn default() -> Self {
        Self {
            session: Session::SignedOut,
            sign_in: SignInForm::new(),
            sign_in_checked: false,
            attempt: Attempt::Typing(None),
            signs_in_again: false,
            list: Remote::default(),
            view: ListView::default(),
            server_filter: Default::default(),
            identifier: String::new(),
            switching: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            by_identifier: None,
            blocked: None,
            create: None,
            details: None,
            created: None,
            messages: Messages::default(),
            is_away: false,
            ticket: Ticket::default(),
        }
    }
}

type Step = Option<(ApiSecretsPage, Vec<Effect>)>;

fn quiet(page: ApiSecretsPage) -> Step {
    Some((page, Vec::new()))
}

impl ApiSecretsPage {
    /// Shows every secret that the page holds.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        look(&self.sign_in.client_secret);
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

    /// What is wrong with the sign-in form, once the user has tried to send it.
    #[must_use]
    pub fn sign_in_fault(&self, field: SignInField) -> Option<Code> {
        (self.sign_in_checked && self.sign_in.is_missing(field)).then_some(Code::FieldMissing)
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

    fn next_ticket(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        self.ticket
    }

    // --- Session and list --------------------------------------------------------------------

    fn sign_in(&self) -> Step {
        let is_asked_for = self.signs_in_again || self.session == Session::SignedOut;
        if !is_asked_for || matches!(self.attempt, Attempt::Asking(_)) {
            return None;
        }
        let required = [SignInField::ClientId, SignInField::ClientSecret];
        if let Some(field) = required.into_iter().find(|field| self.sign_in.is_missing(*field)) {
            let page = Self { sign_in_checked: true, ..self.clone() };
            return Some((page, vec![Effect::Focus(Focus::SignIn(field))]));
        }
        let ticket = self.ticket.next();
        let client_secret = self.sign_in.client_secret.clone();
        let effect = Effect::SignIn { ticket, key: self.sign_in.key(), client_secret };
        let attempt = Attempt::Asking(ticket);
        Some((Self { ticket, attempt, sign_in_checked: false, ..self.clone() }, vec![effect]))
    }

    fn signed_in(&self, result: Result<(), Problem>) -> Step {
        if let Err(problem) = result {
            // The server does not tell which of the two is wrong, and a client id can be seen.
            let is_wrong = problem.code == Code::ClientRejected;
            let focus = is_wrong.then_some(Effect::Focus(Focus::SignIn(SignInField::ClientSecret)));
            let page = Self { attempt: Attempt::Typing(Some(problem)), ..self.clone() };
            return Some((page, focus.into_iter().collect()));
        }
        let key = self.sign_in.key();
        let page = match &self.session {
            Session::SignedIn(before) if *before != key => self.handed_over(before, &key),
            _ => self.clone(),
        };
        let mut page = Self {
            session: Session::SignedIn(key),
            sign_in: self.sign_in.wiped(),
            attempt: Attempt::Typing(None),
            signs_in_again: false,
            ..page
        };
        let mut effects = Vec::new();
        if page.create.as_mut().is_some_and(CreateForm::signed_in) {
            effects.push(Effect::Focus(Focus::Store));
        } else if self.signs_in_again {
            effects.push(page.focus_if_lost());
        } else {
            effects.push(Effect::Focus(Focus::HeadingIfLost));
        }
        if page.list.data.is_none() || page.list.error.is_some() {
            let (page, more) = page.clone().load().unwrap_or((page, Vec::new()));
            return Some((page, more.into_iter().chain(effects).collect()));
        }
        Some((page, effects))
    }

    /// What stays when another access key takes over: the address, and what was typed into the form, unless
    /// its identifier would mean something else.
    fn handed_over(&self, before: &AccessKey, key: &AccessKey) -> Self {
        let create = self.create.clone().filter(|form| form.editing.is_none() || before.tenant == key.tenant);
        // What one of them sees in the list proves nothing about the other's.
        let create = create.map(|form| CreateForm { lost: None, open: None, ..form });
        Self { create, identifier: self.identifier.clone(), ..self.emptied() }
    }

    /// Nothing that an access key saw but what the address says anyway.
    fn emptied(&self) -> Self {
        let (sign_in, ticket, is_away) = (self.sign_in.wiped(), self.ticket, self.is_away);
        let mut page = Self { sign_in, ticket, is_away, ..Self::default() };
        page.go_to(self.view.address());
        page
    }

    fn sign_in_again(&self) -> Step {
        let focus = vec![Effect::Focus(Focus::SignIn(SignInField::ClientSecret))];
        match &self.session {
            Session::SignedOut => Some((self.clone(), focus)),
            Session::SignedIn(key) => {
                let sign_in = SignInForm::again(key);
                Some((Self { sign_in, signs_in_again: true, sign_in_checked: false, ..self.clone() }, focus))
            }
        }
    }

    fn not_again(&self) -> Step {
        let Session::SignedIn(key) = &self.session else { return None };
        // Closing would hide the answer to the attempt under way.
        if !self.signs_in_again || matches!(self.attempt, Attempt::Asking(_)) {
            return None;
        }
        let sign_in = SignInForm::again(key);
        let attempt = Attempt::Typing(None);
        let page = Self { sign_in, attempt, signs_in_again: false, ..self.clone() };
        Some((page, vec![self.focus_if_lost()]))
    }

    fn tenant(&self) -> Option<String> {
        match &self.session {
            Session::SignedIn(key) => key.tenant.clone(),
            Session::SignedOut => None,
        }
    }

    fn refresh(self) -> Step {
        if self.list.pending.is_some() {
            return None;
        }
        self.load()
    }

    /// Also while another list is on its way: that one is no longer what is asked for.
    fn load(mut self) -> Step {
        if !matches!(self.session, Session::SignedIn(_)) {
            return None;
        }
        let ticket = self.next_ticket();
        let filter = self.view.query.to_filter();
        let list = self.list.clone().asked(ticket);
        Some((Self { list, ..self }, vec![Effect::List(ticket, filter)]))
    }

    fn listed(&self, ticket: Ticket, result: Result<Rows, Problem>) -> Step {
        let list = self.list.clone().answered(ticket, result.map(Rc::new))?;
        let is_new = list.error.is_none();
        let mut page = Self { list, ..self.clone() };
        let mut effects = Vec::new();
        if is_new {
            page.messages.take(&Message::NotLoaded);
        } else {
            page.tell(Message::NotLoaded);
        }
        if let (true, Some(rows)) = (is_new, page.list.data.clone()) {
            page.view.listed_anew(rows);
            effects.extend(page.addressed(false));
            // What is said in place of a list has buttons of its own, and goes.
            let had_buttons =
                self.list.error.is_some() || self.list.data.as_ref().is_some_and(|rows| rows.is_empty());
            effects.extend(had_buttons.then(|| page.focus_if_lost()).or_else(|| page.refocus()));
        }
        Some((page, effects))
    }

    // --- What is shown -----------------------------------------------------------------------

    fn go_to(&mut self, address: &str) -> bool {
        let differs = self.view.go_to(address);
        let Query { tag, identifier_code, .. } = &self.view.query;
        self.server_filter = (tag.clone(), identifier_code.clone());
        differs
    }

    fn addressed(&mut self, is_step: bool) -> Option<Effect> {
        Some(Effect::Address(self.view.new_address()?, is_step))
    }

    /// The row with the focus may be gone from the page.
    fn refocus(&self) -> Option<Effect> {
        self.view.has_focus().then(|| self.focus_if_lost())
    }

    /// What had the focus may be gone from the page.
    fn focus_if_lost(&self) -> Effect {
        Effect::Focus(Focus::RowIfLost(self.view.grid().cursor))
    }

    /// What was said about a switch is gone, and the button in it that was pressed: back to where the
    /// switch was asked for.
    fn focus_switch(&mut self, identifier: &Identifier) -> Effect {
        if self.by_identifier.as_ref().is_some_and(|by| by.as_ref() == Ok(identifier)) {
            return Effect::Focus(Focus::Identifier);
        }
        self.view.put_cursor(Some(identifier.as_str()));
        self.focus_if_lost()
    }

    fn filter(&mut self) -> Option<Effect> {
        let ticket = self.ticket.next();
        let filter = self.view.filter(ticket)?;
        self.ticket = ticket;
        Some(Effect::Filter(ticket, filter))
    }

    /// Something else is asked for: of the server, where it must apply a filter, else of the rows.
    fn asked_for(mut self, before: &Query, is_step: bool) -> Step {
        let mut effects: Vec<_> =
            if is_step { self.addressed(true).into_iter().collect() } else { Vec::new() };
        if self.view.query.to_filter() != before.to_filter()
            && let Some((page, more)) = self.clone().load()
        {
            effects.extend(more);
            return Some((page, effects));
        }
        effects.extend(self.filter());
        Some((self, effects))
    }

    fn with_query(&self, query: Query, is_step: bool) -> Step {
        let before = self.view.query.clone();
        if query == before {
            return None;
        }
        let mut page = self.clone();
        page.server_filter = (query.tag.clone(), query.identifier_code.clone());
        page.view.query = query;
        page.asked_for(&before, is_step)
    }

    fn sort(&self, sort: Sort) -> Step {
        let query = self.view.query.clone();
        let (sort, descending) = match (query.sort == sort, query.descending) {
            (false, _) => (sort, false),
            (true, false) => (sort, true),
            (true, true) => (Sort::default(), false),
        };
        self.with_query(Query { sort, descending, ..query }, true)
    }

    fn filtered(&self, ticket: Ticket, filtered: FilteredRows) -> Step {
        let mut page = self.clone();
        let top = page.view.grid();
        let stale = page.view.filtered(ticket, filtered)?;
        let mut effects: Vec<_> = page.addressed(false).into_iter().collect();
        if page.view.grid() != top && page.view.grid() == top.at_top() {
            effects.push(Effect::ScrollToTop);
        }
        effects.extend(page.refocus());
        if stale {
            effects.extend(page.filter());
        }
        Some((page, effects))
    }

    /// What was proved; the rows are found anew where that makes a difference. Not under somebody's eyes: a row that
    /// goes would bring another one under the pointer.
    fn observe(&mut self, observed: impl IntoIterator<Item = ObservedState>) -> Vec<Effect> {
        if !self.view.observe(observed) {
            return Vec::new();
        }
        if !self.is_away {
            self.view.outdate();
            return Vec::new();
        }
        let ticket = self.ticket.next();
        let Some(filter) = self.view.filter_again(ticket) else { return Vec::new() };
        self.ticket = ticket;
        vec![Effect::Filter(ticket, filter)]
    }

    fn with_view(&self, change: impl FnOnce(&mut ListView) -> Option<()>) -> Option<Self> {
        let mut page = self.clone();
        change(&mut page.view)?;
        Some(page)
    }

    /// The cursor moves, and the focus with it.
    fn with_cursor(&self, change: impl FnOnce(&mut ListView) -> Option<()>) -> Step {
        let page = self.with_view(change).filter(|page| !page.view.is_empty())?;
        let effect = Effect::Focus(Focus::Row(page.view.grid().cursor));
        Some((page, vec![effect]))
    }

    fn with_selection(&self, change: impl FnOnce(&mut ListView) -> Option<()>) -> Step {
        let page = self.with_view(change)?;
        let effect = page.focus_if_lost();
        Some((page, vec![effect]))
    }

    fn bulk(&self, state: State) -> Step {
        let targets = self.view.targets();
        (!targets.switchable.is_empty()).then(|| (self.clone(), vec![Effect::Bulk(state, targets)]))
    }

    /// Somebody looks at the list again.
    fn came_back(&self) -> Option<Self> {
        self.is_away.then(|| Self { is_away: false, ..self.clone() })
    }

    /// What was read stays open for nobody who comes by; and nobody sees the rows move.
    fn left(&self) -> Step {
        if self.is_away && self.details.is_none() {
            return None;
        }
        let mut page = Self { details: None, is_away: true, ..self.clone() };
        let effects = page.filter().into_iter().collect();
        Some((page, effects))
    }

    // --- Messages ----------------------------------------------------------------------------

    fn tell(&mut self, message: Message) -> Ticket {
        let ticket = self.next_ticket();
        self.messages.tell(ticket, message);
        ticket
    }

    /// What needs no answer goes by itself.
    fn tell_for_a_while(&mut self, message: Message) -> Effect {
        Effect::ExpireMessage(self.tell(message))
    }

    fn expire(&self, ticket: Ticket) -> Step {
        let mut page = self.clone();
        let is_gone = page.messages.expire(ticket)?;
        let again = if is_gone { Vec::new() } else { vec![Effect::ExpireMessage(ticket)] };
        Some((page, again))
    }

    /// The button that was pressed is gone with the message.
    fn dismiss(&self, message: &Message) -> Step {
        let mut page = self.clone();
        page.messages.dismiss(message);
        match message {
            Message::Switched(identifier) => {
                page.outcomes.remove(identifier)?;
                let effect = page.focus_switch(identifier);
                return Some((page, vec![effect]));
            }
            Message::Blocked => {
                let (identifier, _) = page.blocked.take()?;
                page.view.put_cursor(Some(identifier.as_str()));
            }
            Message::Written => page.created = None,
            Message::NotLoaded => {}
        }
        let effect = page.focus_if_lost();
        Some((page, vec![effect]))
    }

    // --- Switching ---------------------------------------------------------------------------

    fn switch(&self, identifier: Identifier, state: State) -> Step {
        if self.switching.contains_key(&identifier) || !matches!(self.session, Session::SignedIn(_)) {
            return None;
        }
        let ticket = self.ticket.next();
        let mut page = Self { ticket, blocked: None, ..self.clone() };
        let before = page.outcomes.remove(&identifier);
        let open = before.filter(|(_, outcome)| outcome.kind == OutcomeKind::Unknown);
        page.messages.dismiss(&Message::Switched(identifier.clone()));
        page.switching.insert(identifier.clone(), Switching { ticket, state, open });
        Some((page, vec![Effect::Switch(ticket, identifier, state, None)]))
    }

    /// The same switch again. Where it was left without an answer, it is no new one.
    fn switch_again(&self, identifier: Identifier) -> Step {
        let (state, outcome) = self.outcomes.get(&identifier)?;
        let unanswered = outcome.problem.as_ref().filter(|_| outcome.kind == OutcomeKind::Unknown);
        let lost = unanswered.and_then(|problem| problem.key.clone());
        let (page, mut effects) = self.switch(identifier, *state)?;
        for effect in &mut effects {
            if let Effect::Switch(.., key) = effect {
                key.clone_from(&lost);
            }
        }
        Some((page, effects))
    }

    /// Unless the list says that it cannot be done: then why, and nothing is sent.
    fn unless_blocked(
        &self,
        identifier: Identifier,
        blocked: Blocked,
        step: impl FnOnce(Identifier) -> Step,
    ) -> Step {
        let may = match blocked {
            Blocked::NoView => self.may_view(&identifier),
            Blocked::NoEdit => self.may_edit(&identifier),
        };
        if may {
            return step(identifier);
        }
        let blocked = Some((identifier, blocked));
        if self.blocked == blocked {
            return None;
        }
        let mut page = Self { blocked, ..self.clone() };
        page.tell(Message::Blocked);
        quiet(page)
    }

    fn switched(&self, ticket: Ticket, identifier: Identifier, verdict: &Verdict<()>, at: Timestamp) -> Step {
        let switching = self.switching.get(&identifier).filter(|switching| switching.ticket == ticket)?;
        let Switching { state, open, .. } = switching.clone();
        let mut page = self.clone();
        page.switching.remove(&identifier);
        let outcome = Outcome::of(verdict, at);
        let observed = match outcome.kind {
            OutcomeKind::Done | OutcomeKind::AlreadySo => Some(Some(state)),
            // What it was before is no longer known.
            OutcomeKind::Unknown => Some(None),
            OutcomeKind::Refused | OutcomeKind::NotAttempted => None,
        };
        let observed = observed.map(|state| ObservedState { identifier: identifier.clone(), state, at });
        let mut effects = page.observe(observed);
        let (before, open) = open.unzip();
        let outcome = outcome.after(open);
        let state = before.filter(|_| outcome.again.is_some()).unwrap_or(state);
        // The one that was switched by its number is told there.
        if page.by_identifier.as_ref().is_none_or(|by| by.as_ref() != Ok(&identifier)) {
            let message = Message::Switched(identifier.clone());
            if outcome.problem.is_none() {
                effects.push(page.tell_for_a_while(message));
            } else {
                page.tell(message);
            }
        }
        page.outcomes.insert(identifier, (state, outcome));
        Some((page, effects))
    }

    /// The call that leads back, from the row where the switch was asked for.
    fn undo(&self, identifier: Identifier) -> Step {
        if !self.can_undo(&identifier) {
            return None;
        }
        let (state, _) = self.outcomes.get(&identifier)?;
        let (mut page, mut effects) = self.switch(identifier.clone(), state.opposite())?;
        page.messages.dismiss(&Message::Switched(identifier.clone()));
        effects.push(page.focus_switch(&identifier));
        Some((page, effects))
    }

    fn switch_by_identifier(&self, state: State) -> Step {
        match Identifier::parse(&self.identifier) {
            Ok(identifier) => {
                let by_identifier = Some(Ok(identifier.clone()));
                Self { by_identifier, ..self.clone() }.switch(identifier, state)
            }
            Err(code) => {
                let page = Self { by_identifier: Some(Err(code)), ..self.clone() };
                Some((page, vec![Effect::Focus(Focus::Identifier)]))
            }
        }
    }

    // --- Details -----------------------------------------------------------------------------

    fn open_details(&self, identifier: Identifier, name: String) -> Step {
        let details = Details {
            identifier,
            name,
            content: None,
            pending: None,
            problem: None,
            revealed: false,
            copied: None,
            command: None,
        };
        quiet(Self { details: Some(details), blocked: None, ..self.clone() })
    }

    fn with_details(&self, change: impl FnOnce(Details) -> Details) -> Option<Self> {
        let details = self.details.clone().map(change)?;
        Some(Self { details: Some(details), ..self.clone() })
    }

    fn with_editing(&self, change: impl FnOnce(Editing) -> Editing) -> Option<Self> {
        let form = self.create.clone()?;
        let editing = form.editing.clone().map(change)?;
        Some(Self { create: Some(CreateForm { editing: Some(editing), ..form }), ..self.clone() })
    }

    /// Of the form, when one is open: it lies above the details.
    fn read(&self) -> Step {
        let ticket = self.ticket.next();
        let (identifier, page) = if let Some(form) = &self.create {
            let editing =
                form.editing.as_ref().filter(|editing| editing.reading.is_none() && !editing.is_read)?;
            let asked = |editing| Editing { reading: Some(ticket), problem: None, ..editing };
            (editing.identifier.clone(), self.with_editing(asked)?)
        } else {
            let details = self.details.as_ref().filter(|details| details.pending.is_none())?;
            let asked = |details| Details { pending: Some(ticket), problem: None, ..details };
            (details.identifier.clone(), self.with_details(asked)?)
        };
        self.unless_blocked(identifier, Blocked::NoView, |identifier| {
            Some((Self { ticket, ..page }, vec![Effect::Read(ticket, identifier)]))
        })
    }

    /// What was read proves a state, and so does the refusal to show an inactive one.
    fn have_read(&self, ticket: Ticket, result: Result<ApiSecret, Problem>, at: Timestamp) -> Step {
        let editing = self.create.as_ref().and_then(|form| form.editing.as_ref());
        let editing = editing.filter(|editing| editing.reading == Some(ticket));
        let details = self.details.as_ref().filter(|details| details.pending == Some(ticket));
        let identifier = editing.map(|it| &it.identifier).or(details.map(|it| &it.identifier))?.clone();
        let state = match &result {
            Ok(_) => Some(State::Active),
            Err(problem) => (problem.code == Code::Inactive).then_some(State::Inactive),
        };
        let is_editing = editing.is_some();
        // The button that asked for it is gone.
        let focus = match (&result, is_editing) {
            (Err(_), _) => None,
            (Ok(_), true) => Some(Effect::Focus(Focus::Create(ApiSecretText::Name))),
            (Ok(_), false) => Some(Effect::Focus(Focus::Details)),
        };
        let mut page = match result {
            Ok(content) if is_editing => {
                let form = self.create.clone()?.filled(&content);
                Self { create: Some(form), ..self.clone() }
            }
            Err(problem) if is_editing => {
                self.with_editing(|editing| Editing { reading: None, problem: Some(problem), ..editing })?
            }
            Ok(content) => {
                let content = Some(Rc::new(content));
                self.with_details(|details| Details { pending: None, content, problem: None, ..details })?
            }
            Err(problem) => {
                let problem = Some(problem);
                self.with_details(|details| Details { pending: None, content: None, problem, ..details })?
            }
        };
        let observed = state.map(|state| ObservedState { identifier, state: Some(state), at });
        let effects = page.observe(observed).into_iter().chain(focus).collect();
        Some((page, effects))
    }

    fn command(&self, call: Call, text: Rc<str>) -> Step {
        let effect = Effect::CopyCommand(text.clone());
        let of_form = matches!(call, Call::Write(_));
        let command = Some(Command { call, text, copied: None });
        if of_form {
            let create = Some(CreateForm { command, ..self.create.clone()? });
            return Some((Self { create, ..self.clone() }, vec![effect]));
        }
        Some((self.with_details(|details| Details { command, ..details })?, vec![effect]))
    }

    // --- Create and edit ---------------------------------------------------------------------

    /// With the values that the details show, if they are open.
    fn open_form(&self, identifier: Identifier, name: String) -> Step {
        let details = self.details.as_ref().filter(|details| details.identifier == identifier);
        let content = details.and_then(|details| details.content.clone());
        let create = Some(CreateForm::edit(identifier, name, content.as_deref()));
        quiet(Self { create, created: None, details: None, blocked: None, ..self.clone() })
    }

    fn with_form(&self, change: impl FnOnce(&mut CreateForm) -> Option<()>) -> Step {
        let mut form = self.create.clone()?;
        // A call under way keeps its form: a refusal must find it as it was sent.
        if form.pending.is_some() {
            return None;
        }
        change(&mut form)?;
        form.command = None;
        Some((Self { create: Some(form), ..self.clone() }, Vec::new()))
    }

    /// The form, ready to be sent; else the step that shows why it is not.
    fn faultless(&self) -> Result<CreateForm, Box<Step>> {
        let Some(form) = self.create.clone().filter(|form| form.pending.is_none()) else {
            return Err(Box::new(None));
        };
        let Some(fault) = form.faults().first().copied() else { return Ok(form) };
        let focus = match fault {
            Fault::Missing(field) => Focus::Create(field),
            Fault::Mask | Fault::Secret(_) => Focus::CreateSecret,
            Fault::EndsSharing(_) => Focus::EndsSharing,
            Fault::Nothing => Focus::Create(ApiSecretText::Name),
        };
        let create = Some(CreateForm { checked: true, ..form });
        Err(Box::new(Some((Self { create, ..self.clone() }, vec![Effect::Focus(focus)]))))
    }

    fn form_command(&self) -> Step {
        match self.faultless() {
            Ok(form) => Some((self.clone(), vec![Effect::MakeCommand(form.call()?, self.tenant())])),
            Err(step) => *step,
        }
    }

    /// The list, where nothing is missing from it: it came last, and the server had no filter to apply.
    fn whole_list(&self) -> Option<Rc<Rows>> {
        let is_whole = self.list.pending.is_none()
            && self.list.error.is_none()
            && self.view.query.to_filter() == ListFilter::default();
        self.list.data.clone().filter(|_| is_whole)
    }

    fn create(&self) -> Step {
        let form = match self.faultless() {
            Ok(form) => form,
            Err(step) => return *step,
        };
        let ticket = self.ticket.next();
        let sent = form.to_send();
        let effect = match &sent {
            Sent::New(new) => Effect::Create(ticket, new.clone()),
            Sent::Change(update) => Effect::Update(ticket, update.clone()),
        };
        let lost = Some(Lost { sent, before: self.whole_list(), resolution: None });
        let open = form.left_open();
        let create = Some(CreateForm { pending: Some(ticket), outcome: None, lost, open, ..form });
        Some((Self { ticket, create, ..self.clone() }, vec![effect]))
    }

    fn created(&self, ticket: Ticket, verdict: Verdict<Stored>, at: Timestamp) -> Step {
        let form = self.create.clone().filter(|form| form.pending == Some(ticket))?;
        let outcome = Outcome::of(&verdict, at);
        let Verdict::Done(mut stored) = verdict else {
            let open = form.open.clone().or_else(|| form.left_open());
            let (before, asked) = open.map(|open| (open.outcome, open.lost)).unzip();
            let (outcome, asked) = (outcome.after(before), asked.flatten());
            let lost = match (&outcome.again, &outcome.problem) {
                (Some(again), _) => asked.map(|lost| lost.concluded(Conclusion::Open(again.clone()))),
                (None, Some(problem)) if outcome.kind == OutcomeKind::Unknown => {
                    form.lost.clone().and_then(|lost| lost.after(problem, asked.is_some()))
                }
                _ => None,
            };
            let create = Some(CreateForm { pending: None, outcome: Some(outcome), lost, open: None, ..form });
            return quiet(Self { create, ..self.clone() });
        };
        if stored.name.is_empty() {
            form.text(ApiSecretText::Name).clone_into(&mut stored.name);
        }
        let created = Some(Written { stored, is_new: form.editing.is_none() });
        let is_shared = created.as_ref().is_some_and(|it: &Written| it.stored.shared_error.is_empty());
        let mut page = Self { create: None, created, ..self.clone() };
        let expire = if is_shared {
            Some(page.tell_for_a_while(Message::Written))
        } else {
            page.tell(Message::Written);
            None
        };
        let (page, mut effects) = page.clone().load().unwrap_or((page, Vec::new()));
        effects.extend(expire);
        Some((page, effects))
    }

    fn resolve(&self) -> Step {
        let form = self.create.clone().filter(|form| form.pending.is_none())?;
        let Lost { sent, before, resolution } = form.lost.clone()?;
        let Resolution { question, key, .. } =
            resolution.filter(|resolution| resolution.finding.is_none())?;
        let ticket = self.ticket.next();
        let create = Some(CreateForm { pending: Some(ticket), ..form });
        let key = key.filter(|_| question == Question::Repeat);
        let effect = match (sent, key) {
            (Sent::New(new), Some(key)) => Effect::RepeatCreate(ticket, new, key),
            (Sent::Change(update), Some(key)) => Effect::RepeatUpdate(ticket, update, key),
            (Sent::New(new), None) => Effect::ResolveCreate(ticket, new, before),
            (Sent::Change(update), None) => Effect::Update(ticket, update),
        };
        Some((Self { ticket, create, ..self.clone() }, vec![effect]))
    }

    fn resolved(&self, ticket: Ticket, conclusion: Conclusion) -> Step {
        let form = self.create.clone().filter(|form| form.pending == Some(ticket))?;
        // There is nothing to show, and the button that asked is gone: it may be sent again.
        let not_made =
            matches!(conclusion, Conclusion::Settled(Finding::NotMade | Finding::Refused | Finding::Gone));
        let lost = form.lost.clone().map(|lost| lost.concluded(conclusion));
        let create = Some(CreateForm { pending: None, lost, ..form });
        let effects = if not_made { vec![Effect::Focus(Focus::Store)] } else { Vec::new() };
        Some((Self { create, ..self.clone() }, effects))
    }

    /// The list, with those of the name that was looked for.
    fn show_found(&self) -> Step {
        let lost = self.create.as_ref().filter(|form| form.pending.is_none())?.lost.as_ref()?;
        let mut page = Self { create: None, ..self.clone() };
        let Sent::New(new) = &lost.sent else { return None };
        page.view.query = Query { search: new.texts.name.clone(), ..Query::default() };
        page.server_filter = Default::default();
        let unchanged = page.clone();
        page.load().or_else(|| quiet(unchanged))
    }

    fn remedy(&self, action: RemedyAction, identifier: Option<Identifier>) -> Step {
        match (action, identifier) {
            (RemedyAction::RefreshList, _) => self.clone().refresh(),
            (RemedyAction::SignIn, _) => self.sign_in_again(),
            (RemedyAction::Activate, Some(identifier)) => {
                Self { details: None, ..self.clone() }.switch(identifier, State::Active)
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, Some(identifier)) => {
                let (mut page, mut effects) = self.switch_again(identifier.clone())?;
                effects.push(page.focus_switch(&identifier));
                Some((page, effects))
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, None) => match self.session {
                Session::SignedIn(_) if !self.signs_in_again => self.clone().refresh(),
                _ => self.sign_in(),
            },
            (RemedyAction::Activate, None)
            | (
                RemedyAction::EditSecret
                | RemedyAction::EditPresentSecret
                | RemedyAction::EditApiKey
                | RemedyAction::RegenerateInstead,
                _,
            ) => None,
        }
    }

    fn list_action(&self, action: Action) -> Step {
        match action {
            Action::Addressed(address) if address == self.view.address() => quiet(self.came_back()?),
            Action::Addressed(address) => {
                let before = self.view.query.clone();
                let mut page = Self { is_away: false, ..self.clone() };
                if page.go_to(&address) { page.asked_for(&before, false) } else { quiet(page) }
            }
            Action::Returned => {
                let address = self.view.address().to_owned();
                if address.is_empty() {
                    return quiet(self.came_back()?);
                }
                Some((Self { is_away: false, ..self.clone() }, vec![Effect::Address(address, false)]))
            }
            Action::Searched(search) => self.with_query(Query { search, ..self.view.query.clone() }, false),
            Action::QueryChosen(query) => self.with_query(query, true),
            Action::ServerFilterEdited(constraint, text) => {
                let (tag, code) = self.server_filter.clone();
                let server_filter = match constraint {
                    Constraint::Tag => (text, code),
                    _ => (tag, text),
                };
                quiet(Self { server_filter, ..self.clone() })
            }
            Action::ServerFilterAsked => {
                let (tag, identifier_code) = self.server_filter.clone();
                self.with_query(Query { tag, identifier_code, ..self.view.query.clone() }, true)
            }
            Action::SortAsked(sort) => self.sort(sort),
            Action::Lifted(constraint) => self.with_query(self.view.query.clone().without(constraint), true),
            Action::FilteredRows(ticket, filtered) => self.filtered(ticket, filtered),
            Action::Scrolled(first, visible) => quiet(self.with_view(|view| view.scrolled(first, visible))?),
            Action::Moved(to, extend) => self.with_cursor(|view| {
                view.moved(to, extend);
                Some(())
            }),
            Action::RowFocused(place) => quiet(self.with_view(|view| view.focused(place))?),
            Action::GridLeft => quiet(self.with_view(ListView::left)?),
            Action::Toggled(place, range) => quiet(self.with_view(|view| view.toggle(place, range))?),
            Action::PageToggled => quiet(self.with_view(|view| {
                view.toggle_page();
                Some(())
            })?),
            // The buttons for these go with what they did.
            Action::AllSelected => self.with_selection(|view| {
                view.select_all();
                Some(())
            }),
            Action::SelectionCleared => self.with_selection(ListView::clear_selection),
            Action::BulkAsked(state) => self.bulk(state),
            _ => None,
        }
    }

    fn form_action(&self, action: Action) -> Step {
        match action {
            Action::CreateOpened => {
                quiet(Self { create: Some(CreateForm::new()), created: None, ..self.clone() })
            }
            Action::EditOpened(identifier, name) => {
                self.unless_blocked(identifier, Blocked::NoEdit, |identifier| {
                    self.open_form(identifier, name)
                })
            }
            Action::CreateCancelled => {
                let form = self.create.as_ref().filter(|form| form.pending.is_none())?;
                if form.is_unchanged() && !form.may_be_stored() {
                    return self.form_action(Action::CreateClosed);
                }
                let create = Some(CreateForm { asks_to_discard: true, ..form.clone() });
                quiet(Self { create, ..self.clone() })
            }
            Action::DiscardDeclined => {
                let form = self.create.clone().filter(|form| form.asks_to_discard)?;
                quiet(Self { create: Some(CreateForm { asks_to_discard: false, ..form }), ..self.clone() })
            }
            // Closing would hide the answer to a call under way.
            Action::CreateClosed if self.create.as_ref().is_some_and(|form| form.pending.is_some()) => None,
            Action::CreateClosed => {
                self.create.as_ref()?;
                Some((Self { create: None, ..self.clone() }, vec![self.focus_if_lost()]))
            }
            Action::CreateEdited(field, text) => self.with_form(|form| {
                form.set_text(field, text);
                Some(())
            }),
            Action::CreateSecretEdited(text) => self.with_form(|form| {
                (form.client_secret, form.generated) = (Rc::new(text), None);
                Some(())
            }),
            Action::GenerateAsked => {
                self.create.as_ref().filter(|form| form.pending.is_none())?;
                Some((self.clone(), vec![Effect::Generate]))
            }
            Action::Generated(secret) => self.with_form(|form| {
                (form.client_secret, form.generated) = (Rc::new(secret), Some(Generated::default()));
                Some(())
            }),
            Action::CopyGeneratedAsked => {
                let form = self.create.as_ref().filter(|form| form.generated.is_some())?;
                Some((self.clone(), vec![Effect::CopyGenerated(form.client_secret.clone())]))
            }
            Action::GeneratedCopied(result) => {
                let form = self.create.clone().filter(|form| form.generated.is_some())?;
                let create = CreateForm { generated: Some(Generated { copied: Some(result) }), ..form };
                quiet(Self { create: Some(create), ..self.clone() })
            }
            Action::ShareAdded(sharers) => self.with_form(|form| {
                form.shares_mut(sharers)?.push(Share { name: String::new(), can_edit: false });
                Some(())
            }),
            Action::ShareEdited(sharers, at, share) => self.with_form(|form| {
                *form.shares_mut(sharers)?.get_mut(at)? = share;
                Some(())
            }),
            Action::ShareRemoved(sharers, at) => self.with_form(|form| {
                let shares = form.shares_mut(sharers)?;
                (at < shares.len()).then(|| shares.remove(at)).map(|_| ())
            }),
            Action::EndSharingChosen(may) => self.with_form(|form| {
                form.may_end_sharing = may;
                Some(())
            }),
            Action::FormCommandAsked => self.form_command(),
            Action::ResolveAsked => self.resolve(),
            Action::Resolved(ticket, conclusion) => self.resolved(ticket, conclusion),
            Action::FoundAsked => self.show_found(),
            Action::CreateAsked => self.create(),
            Action::Created { ticket, verdict, at } => self.created(ticket, verdict, at),
            action => self.list_action(action),
        }
    }
}

impl Model for ApiSecretsPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl ApiSecretsPage {
    fn stepped(&self, action: Action) -> Step {
        match action {
            Action::SignInEdited(..) if matches!(self.attempt, Attempt::Asking(_)) => None,
            Action::SignInEdited(field, text) => {
                quiet(Self { sign_in: self.sign_in.clone().edited(field, text), ..self.clone() })
            }
            Action::SignInAsked => self.sign_in(),
            Action::SignInAnswered(ticket, _) if self.attempt != Attempt::Asking(ticket) => None,
            Action::SignInAnswered(_, result) => self.signed_in(result),
            Action::SignInAgainAsked => self.sign_in_again(),
            Action::SignInAgainClosed => self.not_again(),
            Action::SignOutAsked => Some((self.emptied(), vec![Effect::SignOut])),
            Action::RefreshAsked => self.clone().refresh(),
            Action::Listed(ticket, result) => self.listed(ticket, result.map(Rows::new)),
            Action::Inventoried(ticket, items, at) => self.listed(ticket, Ok(Rows::of_inventory(items, at))),
            Action::ObservedState(observed) => {
                let mut page = self.clone();
                let effects = page.observe(observed);
                Some((page, effects))
            }
            Action::SwitchAsked(identifier, state) => {
                self.unless_blocked(identifier, Blocked::NoEdit, |identifier| self.switch(identifier, state))
            }
            Action::Switched { ticket, identifier, verdict, at } => {
                self.switched(ticket, identifier, &verdict, at)
            }
            Action::IdentifierEdited(identifier) => {
                let mut page = Self { identifier, by_identifier: None, ..self.clone() };
                // Its place is taken for another one.
                if let Some(Ok(before)) = &self.by_identifier
                    && self.outcome(before).is_some_and(|(_, outcome)| outcome.problem.is_some())
                {
                    page.tell(Message::Switched(before.clone()));
                }
                quiet(page)
            }
            Action::SwitchByIdentifierAsked(state) => self.switch_by_identifier(state),
            Action::OutcomeDismissed(identifier) => self.dismiss(&Message::Switched(identifier)),
            Action::MessageDismissed(message) => self.dismiss(&message),
            Action::MessageExpired(ticket) => self.expire(ticket),
            Action::MessagesHeld(hold, is_held) => {
                let mut page = self.clone();
                page.messages.hold(hold, is_held)?;
                quiet(page)
            }
            Action::UndoAsked(identifier) => self.undo(identifier),
            Action::DetailsOpened(identifier, name) => self.open_details(identifier, name),
            // A late answer finds no dialog, and what it carries is dropped.
            Action::DetailsClosed => {
                self.details.as_ref()?;
                Some((Self { details: None, ..self.clone() }, vec![self.focus_if_lost()]))
            }
            Action::Left => self.left(),
            Action::Hidden => {
                self.details.as_ref().filter(|details| details.revealed)?;
                quiet(self.with_details(|details| Details { revealed: false, ..details })?)
            }
            Action::ReadAsked => self.read(),
            Action::Read(ticket, result, at) => self.have_read(ticket, result, at),
            Action::RevealToggled => {
                quiet(self.with_details(|details| Details { revealed: !details.revealed, ..details })?)
            }
            Action::CopyAsked => {
                let content = self.details.as_ref()?.content.clone()?;
                Some((self.clone(), vec![Effect::Copy(content)]))
            }
            Action::Copied(result) => {
                quiet(self.with_details(|details| Details { copied: Some(result), ..details })?)
            }
            Action::CommandAsked(call) => {
                Some((self.clone(), vec![Effect::MakeCommand(call, self.tenant())]))
            }
            Action::CommandMade(call, text) => self.command(call, text),
            Action::CommandCopied(result) => {
                let told = |command| Command { copied: Some(result), ..command };
                if let Some(form) = self.create.clone() {
                    let command = form.command.clone().map(told);
                    return quiet(Self { create: Some(CreateForm { command, ..form }), ..self.clone() });
                }
                quiet(self.with_details(|it| Details { command: it.command.map(told), ..it })?)
            }
            Action::RemedyChosen(action, identifier) => self.remedy(action, identifier),
            action => self.form_action(action),
        }
    }
}
