//! One API secret that is created or changed, and what became of it where no answer came.

use std::rc::Rc;

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{
    ApiSecret, ApiSecretText, ApiSecretUpdate, InventoryItem, NewApiSecret, Share,
};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;

use crate::clipboard::CopyFailed;
use crate::sign_in::{AccessKey, Session};
use crate::{Changed, Effects, Outcome, OutcomeKind, Resolution, Ticket, Timestamp};

use super::form::{ChangeOf, Lost, Sent};
use super::{
    ApiSecretsPage, Blocked, CreateForm, DetailsEffect, Effect, Fact, Facts, Fault, Focus, Generated,
    Message, Query, Rows, Sharers,
};

/// What the vault answered to a creation or a change, less the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The vault's number for it.
    pub identifier: String,
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

pub enum FormAction {
    /// The form for a new API secret was opened.
    CreateOpened,
    /// The form for a change was opened.
    EditOpened(Identifier, String),
    CreateClosed,
    /// Esc or *Cancel* was pressed in it.
    CreateCancelled,
    /// What was typed into it shall not be given up.
    DiscardDeclined,
    /// Somebody typed into it.
    CreateEdited(ApiSecretText, String),
    /// Somebody typed what only our server keeps.
    FactEdited(Fact, String),
    /// The mark that its value leaked is to be set, or taken away.
    ExposedToggled,
    /// Somebody typed its secret.
    CreateSecretEdited(Secret),
    /// A new secret is wanted.
    GenerateAsked,
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
    /// What somebody else has made of the API secret that is changed.
    MeanwhileRead(Identifier, Box<InventoryItem>),
    /// It shall be changed whatever somebody else has made of it.
    OverwriteAsked,
    CreateAsked,
    /// A creation or a change ended.
    Created {
        ticket: Ticket,
        /// What became of it.
        verdict: Verdict<Stored>,
        at: Timestamp,
    },
}

pub enum FormEffect {
    /// Store a new one.
    Create(Ticket, Rc<NewApiSecret>),
    Update(Ticket, Rc<ApiSecretUpdate>),
    /// Store the same API secret again under the key of the call without an answer.
    RepeatCreate(Ticket, Rc<NewApiSecret>, IdempotencyKey),
    /// Make the same change again under the key of the call without an answer.
    RepeatUpdate(Ticket, Rc<ApiSecretUpdate>, IdempotencyKey),
    /// Look for one that was perhaps stored, and was not in the whole list before, where that is known.
    ResolveCreate(Ticket, Rc<NewApiSecret>, Option<Rc<Rows>>),
    /// Ask the inventory what somebody else has made of one.
    ReadMeanwhile(Identifier),
    /// Make a secret for the form.
    Generate,
    /// Put the secret of the form on the clipboard.
    CopyGenerated(Rc<Secret>),
}

impl ApiSecretsPage {
    pub(super) fn update_form(
        &mut self,
        session: &Session,
        action: FormAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            FormAction::CreateOpened => {
                let facts = self.view.tells_states().then(Facts::default);
                self.create = Some(CreateForm { facts, ..CreateForm::new() });
                self.created = None;
            }
            FormAction::EditOpened(identifier, name) => {
                if let Err(told) = self.permitted(&identifier, Blocked::NoEdit) {
                    return told;
                }
                self.open_form(identifier, name);
            }
            FormAction::CreateCancelled => {
                let form = self.create.as_mut().filter(|form| form.pending.is_none())?;
                if form.is_unchanged() && !form.may_be_stored() {
                    return self.close_form(effects);
                }
                form.asks_to_discard = true;
            }
            FormAction::DiscardDeclined => {
                self.create.as_mut().filter(|form| form.asks_to_discard)?.asks_to_discard = false;
            }
            FormAction::CreateClosed => return self.close_form(effects),
            FormAction::CreateEdited(field, text) => {
                return self.edit(|form| {
                    form.set_text(field, text);
                    Some(())
                });
            }
            FormAction::FactEdited(fact, text) => {
                return self.edit(|form| form.facts.as_mut().map(|facts| facts.set(fact, text)));
            }
            FormAction::ExposedToggled => {
                return self.edit(|form| {
                    let facts = form.facts.as_mut()?;
                    facts.is_exposed = !facts.is_exposed;
                    Some(())
                });
            }
            FormAction::CreateSecretEdited(text) => {
                return self.edit(|form| {
                    (form.client_secret, form.generated) = (Rc::new(text), None);
                    Some(())
                });
            }
            FormAction::GenerateAsked => {
                self.create.as_ref().filter(|form| form.pending.is_none())?;
                effects.push(FormEffect::Generate.into());
            }
            FormAction::Generated(secret) => {
                return self.edit(|form| {
                    (form.client_secret, form.generated) = (Rc::new(secret), Some(Generated::default()));
                    Some(())
                });
            }
            FormAction::CopyGeneratedAsked => {
                let form = self.create.as_ref().filter(|form| form.generated.is_some())?;
                effects.push(FormEffect::CopyGenerated(form.client_secret.clone()).into());
            }
            FormAction::GeneratedCopied(result) => {
                self.create.as_mut()?.generated.as_mut()?.copied = Some(result);
            }
            FormAction::ShareAdded(sharers) => {
                self.edit(|form| {
                    form.shares_mut(sharers)?.push(Share { name: String::new(), can_edit: false });
                    Some(())
                })?;
                effects.push(Focus::LastShare(sharers).into());
            }
            FormAction::ShareEdited(sharers, at, share) => {
                return self.edit(|form| {
                    *form.shares_mut(sharers)?.get_mut(at)? = share;
                    Some(())
                });
            }
            FormAction::ShareRemoved(sharers, at) => {
                return self.edit(|form| {
                    let shares = form.shares_mut(sharers)?;
                    (at < shares.len()).then(|| drop(shares.remove(at)))
                });
            }
            FormAction::EndSharingChosen(may) => {
                return self.edit(|form| {
                    form.may_end_sharing = may;
                    Some(())
                });
            }
            FormAction::FormCommandAsked => {
                let form = match self.faultless(effects) {
                    Ok(form) => form,
                    Err(told) => return told,
                };
                let (call, tenant) = (form.call()?, session.tenant().map(Into::into));
                effects.push(DetailsEffect::MakeCommand(call, tenant).into());
            }
            FormAction::ResolveAsked => return self.resolve(effects),
            FormAction::Resolved(ticket, conclusion) => return self.resolved(ticket, conclusion, effects),
            FormAction::FoundAsked => return self.show_found(session, effects),
            FormAction::MeanwhileRead(identifier, item) => {
                let form = self.create.as_mut().filter(|form| form.is_outdated())?;
                let editing = form.editing.as_mut().filter(|editing| editing.identifier == identifier)?;
                editing.meanwhile = Some(Rc::from(item));
            }
            FormAction::OverwriteAsked => {
                self.create.as_ref().filter(|form| form.is_outdated())?;
                return self.create(ChangeOf::WhateverIsStored, effects);
            }
            FormAction::CreateAsked => return self.create(ChangeOf::WhatWasSeen, effects),
            FormAction::Created { ticket, verdict, at } => {
                return self.created(session, ticket, verdict, at, effects);
            }
        }
        Some(Changed)
    }

    /// Another access key takes over: what stays is the address, and what was typed, unless its identifier would mean
    /// something else.
    pub(crate) fn hand_over(&mut self, before: &AccessKey, key: &AccessKey) {
        let mut create =
            self.create.take().filter(|form| form.editing.is_none() || before.tenant == key.tenant);
        // What one of them sees in the list proves nothing about the other's.
        if let Some(form) = &mut create {
            (form.lost, form.open) = (None, None);
        }
        self.empty();
        self.create = create;
    }

    /// With the values that the details show, if they are open.
    fn open_form(&mut self, identifier: Identifier, name: String) {
        // The panel stays behind it, without what was read: by then that may be another.
        let details = self.details.as_mut().filter(|details| details.identifier == identifier);
        let content = details.and_then(|details| {
            // Nor what is still being read.
            (details.pending, details.revealed, details.copied) = (None, false, None);
            details.content.take().map(|content| (content, details.item.take()))
        });
        let listed = self.view.facts(&identifier);
        let mut form =
            CreateForm::edit(identifier.clone(), name, content.as_ref().map(|(content, _)| &**content));
        // What was read belongs to what the inventory told of it then: the list may be older, or newer.
        match &content {
            Some((_, Some(item))) => form.state(item),
            Some((_, None)) => form.facts = listed.map(Facts::of),
            None => listed.into_iter().for_each(|item| form.state(item)),
        }
        self.create = Some(form);
        (self.created, self.blocked) = (None, None);
    }

    /// Closing would hide the answer to a call under way.
    fn close_form(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        self.create.take_if(|form| form.pending.is_none())?;
        self.focus_if_lost(effects);
        Some(Changed)
    }

    /// Changes the form. A call under way keeps it: a refusal must find it as it was sent.
    fn edit(&mut self, change: impl FnOnce(&mut CreateForm) -> Option<()>) -> Option<Changed> {
        let form = self.create.as_mut().filter(|form| form.pending.is_none())?;
        change(form)?;
        form.command = None;
        Some(Changed)
    }

    /// The form, ready to be sent; else why it is not is shown.
    fn faultless(&mut self, effects: &mut Effects<Effect>) -> Result<&mut CreateForm, Option<Changed>> {
        let form = self.create.as_mut().filter(|form| form.pending.is_none()).ok_or(None)?;
        let Some(fault) = form.faults().first().copied() else { return Ok(form) };
        form.checked = true;
        let focus = match fault {
            Fault::Missing(field) => Focus::Create(field),
            Fault::Mask | Fault::Secret(_) => Focus::CreateSecret,
            Fault::EndsSharing(_) => Focus::EndsSharing,
            Fault::NoDay => Focus::ExpiresOn,
            Fault::Nothing => Focus::Create(ApiSecretText::Name),
        };
        effects.push(focus.into());
        Err(Some(Changed))
    }

    fn create(&mut self, of: ChangeOf, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (ticket, before) = (self.ticket.next(), self.whole_list());
        let form = match self.faultless(effects) {
            Ok(form) => form,
            Err(told) => return told,
        };
        let sent = form.to_send(of);
        effects.push(match &sent {
            Sent::New(new) => FormEffect::Create(ticket, new.clone()).into(),
            Sent::Change(update) => FormEffect::Update(ticket, update.clone()).into(),
        });
        form.open = form.left_open();
        form.lost = Some(Lost { sent, before, resolution: None });
        (form.pending, form.outcome) = (Some(ticket), None);
        self.ticket = ticket;
        Some(Changed)
    }

    fn created(
        &mut self,
        session: &Session,
        ticket: Ticket,
        verdict: Verdict<Stored>,
        at: Timestamp,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let form = self.create.as_mut().filter(|form| form.pending == Some(ticket))?;
        let outcome = Outcome::of(&verdict, at);
        let Verdict::Done(mut stored) = verdict else {
            form.not_done(outcome);
            let is_outdated = form.is_outdated();
            if let Some(editing) = form.editing.as_mut().filter(|_| is_outdated) {
                (editing.meanwhile, editing.is_compared) = (None, false);
                effects.push(FormEffect::ReadMeanwhile(editing.identifier.clone()).into());
            }
            return Some(Changed);
        };
        if stored.name.is_empty() {
            form.text(ApiSecretText::Name).clone_into(&mut stored.name);
        }
        let (is_new, is_shared) = (form.editing.is_none(), stored.shared_error.is_empty());
        self.create = None;
        self.created = Some(Written { stored, is_new });
        let expires = self.tell(Message::Written);
        self.load(session, effects);
        // A share that failed is no part of “all went well”.
        effects.extend(is_shared.then_some(Effect::ExpireMessage(expires)));
        Some(Changed)
    }

    fn resolve(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let ticket = self.ticket.next();
        let form = self.create.as_mut().filter(|form| form.pending.is_none())?;
        let Lost { sent, before, resolution } = form.lost.clone()?;
        let Resolution { question, key, .. } =
            resolution.filter(|resolution| resolution.finding.is_none())?;
        let key = key.filter(|_| question == Question::Repeat);
        form.pending = Some(ticket);
        self.ticket = ticket;
        effects.push(Effect::Form(match (sent, key) {
            (Sent::New(new), Some(key)) => FormEffect::RepeatCreate(ticket, new, key),
            (Sent::Change(update), Some(key)) => FormEffect::RepeatUpdate(ticket, update, key),
            (Sent::New(new), None) => FormEffect::ResolveCreate(ticket, new, before),
            (Sent::Change(update), None) => FormEffect::Update(ticket, update),
        }));
        Some(Changed)
    }

    fn resolved(
        &mut self,
        ticket: Ticket,
        conclusion: Conclusion,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let form = self.create.as_mut().filter(|form| form.pending == Some(ticket))?;
        // There is nothing to show, and the button that asked is gone: it may be sent again.
        if matches!(conclusion, Conclusion::Settled(Finding::NotMade | Finding::Refused | Finding::Gone)) {
            effects.push(Focus::Store.into());
        }
        form.pending = None;
        form.lost = form.lost.take().map(|lost| lost.concluded(conclusion));
        Some(Changed)
    }

    /// The list, with those of the name that was looked for.
    fn show_found(&mut self, session: &Session, effects: &mut Effects<Effect>) -> Option<Changed> {
        let lost = self.create.as_ref().filter(|form| form.pending.is_none())?.lost.as_ref()?;
        let Sent::New(new) = &lost.sent else { return None };
        let opened = self.view.query.opened.take();
        self.view.query = Query { search: new.texts.name.clone(), opened, ..Query::default() };
        self.server_filter = Default::default();
        self.create = None;
        self.load(session, effects);
        Some(Changed)
    }
}

impl CreateForm {
    /// The call under way has ended so, and not well.
    fn not_done(&mut self, outcome: Outcome) {
        let open = self.open.take().or_else(|| self.left_open());
        let (before, asked) = open.map(|open| (open.outcome, open.lost)).unzip();
        let (outcome, asked) = (outcome.after(before), asked.flatten());
        self.lost = match (&outcome.again, &outcome.problem) {
            (Some(again), _) => asked.map(|lost| lost.concluded(Conclusion::Open(again.clone()))),
            (None, Some(problem)) if outcome.kind == OutcomeKind::Unknown => {
                self.lost.take().and_then(|lost| lost.after(problem, asked.is_some()))
            }
            (None, Some(_) | None) => None,
        };
        (self.pending, self.outcome) = (None, Some(outcome));
    }
}
