//! One API secret that is looked at: read on the user's word, shown, copied, and written as a command for a shell.

use std::rc::Rc;

use latchboard_contract::endpoint::{ApiSecret, ApiSecretText, InventoryItem};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::activity::server_log::LogAnswer;
use crate::activity::{Row, joined};
use crate::clipboard::CopyFailed;
use crate::sign_in::Session;
use crate::{Changed, Effects, Ticket, Timestamp};

use super::curl::Command;
use super::{ApiSecretsPage, Blocked, Call, Effect, Focus, ObservedState, State};

/// The panel about one API secret. It is read on the user's word only, since that counts as a use.
#[derive(Clone)]
pub struct Details {
    pub identifier: Identifier,
    /// Its name in the list; empty as long as the list does not tell it.
    pub name: String,
    /// Its content, once the user has asked for it.
    pub content: Option<Rc<ApiSecret>>,
    /// What the inventory told of it right before that, where the server has one.
    pub(super) item: Option<Box<InventoryItem>>,
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
    /// As far as the audit log was asked for it.
    pub history: History,
}

/// What the server's audit log tells of one. It is read on the user's word: an access key that may not leaves a refusal there.
#[derive(Clone, Default)]
pub enum History {
    #[default]
    Unasked,
    /// The question is under way.
    Asked(Ticket),
    /// The entries that it answered with.
    Read {
        rows: Vec<Row>,
        /// There are older ones.
        has_more: bool,
    },
    /// The server shows no log.
    NotOffered,
    /// Why it could not be read.
    Failed(Problem),
}

/// What can happen to the one that is looked at, or that the form has.
pub enum DetailsAction {
    /// One shall be looked at.
    DetailsOpened(Identifier, String),
    /// The panel was closed.
    DetailsClosed,
    /// Nobody sees the window any more; perhaps others will before its owner does.
    Hidden,
    /// The content shall be read: that of the panel, or of the one that is edited.
    ReadAsked,
    /// It came, or did not, and what the inventory told of it right before, where the server has one.
    Read(Ticket, Inventoried, Result<Box<ApiSecret>, Problem>, Timestamp),
    /// The secret that was read shall be shown, or hidden again.
    RevealToggled,
    /// The secret that was read shall be copied.
    CopyAsked,
    /// The browser copied it, or did not.
    Copied(Identifier, Result<(), CopyFailed>),
    /// A call shall be shown as a command, and copied.
    CommandAsked(Call),
    /// Its text, for the server in use.
    CommandMade(Call, Rc<str>),
    /// The browser copied it, or did not.
    CommandCopied(Result<(), CopyFailed>),
    /// Somebody wants to see the history.
    HistoryAsked,
    /// The audit log answered, or why it did not.
    HistoryRead(Ticket, Result<LogAnswer, Problem>),
}

/// `Ok(None)` where the server has no inventory, or the inventory no such API secret.
pub(super) type Inventoried = Result<Option<Box<InventoryItem>>, Problem>;

pub enum DetailsEffect {
    /// Read one, secret included.
    Read(Ticket, Identifier),
    /// Put the secret that was read on the clipboard.
    Copy(Identifier, Rc<ApiSecret>),
    /// Make a command of a call, for the server in use and this tenant.
    MakeCommand(Call, Option<String>),
    /// Put a command on the clipboard.
    CopyCommand(Rc<str>),
    /// Ask the server's audit log for the newest entries about one.
    ReadHistory(Ticket, Identifier),
}

impl ApiSecretsPage {
    pub(super) fn update_details(
        &mut self,
        session: &Session,
        action: DetailsAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            DetailsAction::DetailsOpened(identifier, _)
                if self.details.as_ref().is_some_and(|details| details.identifier == identifier) =>
            {
                effects.push(Focus::Details.into());
            }
            DetailsAction::DetailsOpened(identifier, name) => {
                self.view.query.opened = Some(identifier.clone());
                self.details = Some(Details::of(identifier, name));
                self.blocked = None;
                self.address(true, effects);
                effects.push(Focus::Details.into());
            }
            // A late answer finds no panel, and what it carries is dropped.
            DetailsAction::DetailsClosed => {
                self.details.take()?;
                self.view.query.opened = None;
                self.address(true, effects);
                self.focus_if_lost(effects);
            }
            DetailsAction::Hidden => {
                self.details.as_mut().filter(|details| details.revealed)?.revealed = false;
            }
            DetailsAction::ReadAsked => return self.read(effects),
            DetailsAction::Read(ticket, item, result, at) => {
                return self.have_read(ticket, item, result, at, effects);
            }
            DetailsAction::RevealToggled => {
                let details = self.details.as_mut()?;
                details.revealed = !details.revealed;
            }
            DetailsAction::CopyAsked => {
                let details = self.details.as_ref()?;
                let content = details.content.clone()?;
                effects.push(DetailsEffect::Copy(details.identifier.clone(), content).into());
            }
            DetailsAction::Copied(identifier, result) => {
                self.details.as_mut().filter(|details| details.identifier == identifier)?.copied =
                    Some(result);
            }
            DetailsAction::CommandAsked(call) => {
                let tenant = session.tenant().map(Into::into);
                effects.push(DetailsEffect::MakeCommand(call, tenant).into());
            }
            DetailsAction::CommandMade(call, text) => {
                let copy = DetailsEffect::CopyCommand(text.clone());
                let is_of_form = matches!(call, Call::Write(_));
                let command = Some(Command { call, text, copied: None });
                if is_of_form {
                    self.create.as_mut()?.command = command;
                } else {
                    self.details.as_mut()?.command = command;
                }
                effects.push(copy.into());
            }
            DetailsAction::CommandCopied(result) => {
                let command = match (&mut self.create, &mut self.details) {
                    (Some(form), _) => &mut form.command,
                    (None, details) => &mut details.as_mut()?.command,
                };
                command.as_mut()?.copied = Some(result);
            }
            DetailsAction::HistoryAsked => {
                let ticket = self.next_ticket();
                let details = self.details.as_mut().filter(|it| !matches!(it.history, History::Asked(_)))?;
                details.history = History::Asked(ticket);
                effects.push(DetailsEffect::ReadHistory(ticket, details.identifier.clone()).into());
            }
            DetailsAction::HistoryRead(ticket, answer) => {
                let is_asked =
                    |it: &&mut Details| matches!(it.history, History::Asked(asked) if asked == ticket);
                self.details.as_mut().filter(is_asked)?.history = answer.into();
            }
        }
        Some(Changed)
    }

    /// The panel shows what the address names, to whoever is signed in.
    pub(super) fn follow_address(&mut self, session: &Session, effects: &mut Effects<Effect>) {
        let opened = self.view.query.opened.clone().filter(|_| session.key().is_some());
        if self.details.as_ref().map(|details| &details.identifier) == opened.as_ref() {
            return;
        }
        self.details = opened.map(|identifier| Details::of(identifier, String::new()));
        self.name_details();
        match self.details {
            Some(_) => effects.push(Focus::Details.into()),
            None => self.focus_if_lost(effects),
        }
    }

    /// As the list names it.
    pub(super) fn name_details(&mut self) {
        if let Some(details) = &mut self.details
            && let Some(row) = self.view.listed(&details.identifier)
        {
            details.name.clone_from(&row.name);
        }
    }

    /// Of the form, when one is open: it lies above the details.
    fn read(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let identifier = match (&self.create, &self.details) {
            (Some(form), _) => {
                let unread = |editing: &&super::Editing| {
                    editing.reading.is_none() && (!editing.is_read || form.is_outdated())
                };
                &form.editing.as_ref().filter(unread)?.identifier
            }
            (None, details) => &details.as_ref().filter(|details| details.pending.is_none())?.identifier,
        };
        let identifier = identifier.clone();
        if let Err(told) = self.permitted(&identifier, Blocked::NoView) {
            return told;
        }
        let ticket = self.next_ticket();
        if let Some(editing) = self.create.as_mut().and_then(|form| form.editing.as_mut()) {
            (editing.reading, editing.problem) = (Some(ticket), None);
        } else if let Some(details) = &mut self.details {
            (details.pending, details.problem) = (Some(ticket), None);
        }
        effects.push(DetailsEffect::Read(ticket, identifier).into());
        Some(Changed)
    }

    /// What was read proves a state, and so does the refusal to show an inactive one.
    fn have_read(
        &mut self,
        ticket: Ticket,
        item: Inventoried,
        result: Result<Box<ApiSecret>, Problem>,
        at: Timestamp,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let state = match &result {
            Ok(_) => Some(State::Active),
            Err(problem) => (problem.code == Code::Inactive).then_some(State::Inactive),
        };
        let form = self.create.as_mut();
        let form = form.filter(|form| form.editing.as_ref().is_some_and(|it| it.reading == Some(ticket)));
        // The button that asked for it is gone.
        let (identifier, focus) = if let Some(form) = form {
            let is_read = form.editing.as_ref().is_some_and(|editing| editing.is_read);
            let is_outdated = form.is_outdated();
            let (item, without_version) = match item {
                Ok(item) => (item, None),
                Err(problem) => (None, Some(problem)),
            };
            // Values that were read before and cannot be read now may have changed. Of an inactive API secret the inventory
            // tells all that can be seen; any other failure hides something.
            if let Some(item) = item.filter(|_| result.is_ok() || (!is_read && state.is_some())) {
                form.state(&item);
                form.outcome.take_if(|_| is_outdated);
                form.editing.as_mut()?.is_compared |= is_outdated;
            }
            let editing = form.editing.as_mut()?;
            let identifier = editing.identifier.clone();
            // To compare with values of an unknown version would not lead past the refusal.
            match (result, without_version.filter(|_| is_outdated)) {
                (Ok(content), None) => {
                    form.fill(&content);
                    (identifier, Some(Focus::Create(ApiSecretText::Name)))
                }
                (Err(problem), _) | (Ok(_), Some(problem)) => {
                    (editing.reading, editing.problem) = (None, Some(problem));
                    (identifier, None)
                }
            }
        } else {
            let details = self.details.as_mut().filter(|details| details.pending == Some(ticket))?;
            details.pending = None;
            let is_read = result.is_ok();
            (details.content, details.problem) = match result {
                Ok(content) => (Some(Rc::from(content)), None),
                Err(problem) => (None, Some(problem)),
            };
            details.item = item.ok().flatten();
            (details.identifier.clone(), is_read.then_some(Focus::Details))
        };
        self.observe(state.map(|state| ObservedState { identifier, state: Some(state), at }), effects);
        effects.extend(focus.map(Into::into));
        Some(Changed)
    }
}

impl Details {
    fn of(identifier: Identifier, name: String) -> Self {
        Self {
            identifier,
            name,
            content: None,
            item: None,
            pending: None,
            problem: None,
            revealed: false,
            copied: None,
            command: None,
            history: History::Unasked,
        }
    }
}

impl From<Result<LogAnswer, Problem>> for History {
    fn from(answer: Result<LogAnswer, Problem>) -> Self {
        match answer {
            Ok(LogAnswer::Page(page)) => {
                let rows = joined(page.entries.iter().map(Row::from).collect());
                Self::Read { rows, has_more: page.next.is_some() }
            }
            Ok(LogAnswer::Nothing) => Self::Read { rows: Vec::new(), has_more: false },
            Ok(LogAnswer::NotOffered) => Self::NotOffered,
            Err(problem) => Self::Failed(problem),
        }
    }
}
