//! Who is signed in to the vault, and the form for it.

use std::rc::Rc;

use latchboard_contract::Secret;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::CredentialKind;

use crate::doubt::Doubt;
use crate::{Changed, Effects, Model, Ticket};

#[derive(Clone)]
pub struct SignInForm {
    /// The access key's client id.
    pub client_id: String,
    /// The access key's client secret.
    pub client_secret: Rc<Secret>,
    /// The tenant, where one address serves several.
    pub tenant: String,
}

/// Whether somebody is signed in. It does not end with a token that cannot be renewed: what the pages show
/// and what was typed into them stays, and [`SignIn::is_above`] asks in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    SignedOut,
    SignedIn(AccessKey),
}

/// Which access key it is, less its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    pub client_id: String,
    /// The tenant, if one was given.
    pub tenant: Option<String>,
}

/// How far an attempt to sign in is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It is being typed; and why the last one failed.
    Typing(Option<Problem>),
    /// It is under way.
    Asking(Ticket),
}

/// A field of the sign-in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInField {
    /// Required.
    ClientId,
    /// Required.
    ClientSecret,
    /// Optional.
    Tenant,
}

impl SignInForm {
    fn new() -> Self {
        Self { client_id: String::new(), client_secret: nothing(), tenant: String::new() }
    }

    /// For the same access key once more: its id saves typing.
    fn again(key: &AccessKey) -> Self {
        let tenant = key.tenant.clone().unwrap_or_default();
        Self { client_id: key.client_id.clone(), tenant, ..Self::new() }
    }

    fn edit(&mut self, field: SignInField, text: Secret) {
        match field {
            SignInField::ClientId => text.expose().clone_into(&mut self.client_id),
            SignInField::ClientSecret => self.client_secret = Rc::new(text),
            SignInField::Tenant => text.expose().clone_into(&mut self.tenant),
        }
    }

    /// The access key that is typed.
    fn key(&self) -> AccessKey {
        let tenant = Some(self.tenant.trim().to_owned()).filter(|tenant| !tenant.is_empty());
        AccessKey { client_id: self.client_id.trim().to_owned(), tenant }
    }

    fn is_missing(&self, field: SignInField) -> bool {
        match field {
            SignInField::ClientId => self.client_id.trim().is_empty(),
            SignInField::ClientSecret => self.client_secret.is_empty(),
            SignInField::Tenant => false,
        }
    }

    /// Less the secret: the client id saves typing.
    fn wipe(&mut self) {
        self.client_secret = nothing();
    }
}

pub(crate) fn nothing() -> Rc<Secret> {
    Rc::new(Secret::new(String::new()))
}

impl Session {
    #[must_use]
    pub const fn key(&self) -> Option<&AccessKey> {
        match self {
            Self::SignedOut => None,
            Self::SignedIn(key) => Some(key),
        }
    }

    /// The tenant of the access key that is signed in.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.key()?.tenant.as_deref()
    }
}

/// Who is signed in, and the attempt to do so.
#[derive(Clone)]
pub struct SignIn {
    /// Whether somebody is signed in.
    pub session: Session,
    pub form: SignInForm,
    /// How far the attempt to sign in is.
    pub attempt: Attempt,
    /// The form is wanted above the page: to sign in anew, while the pages wait as they are, or from a page without one.
    pub is_above: bool,
    /// Of the client id.
    pub doubt: Doubt,
    /// Faults are shown from the first attempt to send.
    is_checked: bool,
    /// The credentials are held: a refusal alone does not end that, since it may be about one call.
    is_valid: bool,
    ticket: Ticket,
}

pub enum Action {
    /// Somebody typed into the form.
    Edited(SignInField, Secret),
    /// The form was submitted.
    Asked,
    Answered(Ticket, Result<(), Problem>),
    /// Sign in anew: the token is worth nothing any more.
    AgainAsked,
    /// The form is wanted on a page that has none of its own.
    AboveAsked,
    /// The form above the page is not wanted any more.
    AboveClosed,
    /// A page of another part has forgotten the credentials, since they are worth nothing any more.
    Expired,
    SignOutAsked,
}

pub enum Effect {
    /// Sign in, and from then on call with that. Until it has succeeded, calls go as before.
    SignIn {
        /// To be given back with the answer.
        ticket: Ticket,
        key: AccessKey,
        client_secret: Rc<Secret>,
    },
    /// Forget token and credentials.
    SignOut,
    /// Put the cursor into the form.
    Focus(SignInField),
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            session: Session::SignedOut,
            form: SignInForm::new(),
            attempt: Attempt::Typing(None),
            is_above: false,
            doubt: Doubt::Unasked,
            is_checked: false,
            is_valid: false,
            ticket: Ticket::default(),
        }
    }
}

impl SignIn {
    /// The client id that calls are sent with; `None` where the server would take none.
    #[must_use]
    pub fn caller(&self) -> Option<&str> {
        self.session.key().filter(|_| self.is_valid).map(|key| &*key.client_id)
    }

    /// What is wrong with the form, once somebody has tried to send it.
    #[must_use]
    pub fn fault(&self, field: SignInField) -> Option<Code> {
        (self.is_checked && self.form.is_missing(field)).then_some(Code::FieldMissing)
    }

    const fn is_asking(&self) -> bool {
        matches!(self.attempt, Attempt::Asking(_))
    }

    fn ask(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let is_asked_for = self.is_above || self.session == Session::SignedOut;
        if !is_asked_for || self.is_asking() {
            return None;
        }
        let required = [SignInField::ClientId, SignInField::ClientSecret];
        if let Some(field) = required.into_iter().find(|field| self.form.is_missing(*field)) {
            self.is_checked = true;
            effects.push(Effect::Focus(field));
            return Some(Changed);
        }
        if self.doubt.holds(&self.form.client_id, CredentialKind::ClientId) {
            effects.push(Effect::Focus(SignInField::ClientId));
            return Some(Changed);
        }
        self.ticket = self.ticket.next();
        self.attempt = Attempt::Asking(self.ticket);
        self.is_checked = false;
        effects.push(Effect::SignIn {
            ticket: self.ticket,
            key: self.form.key(),
            client_secret: self.form.client_secret.clone(),
        });
        Some(Changed)
    }

    fn answered(&mut self, result: Result<(), Problem>, effects: &mut Effects<Effect>) {
        match result {
            Ok(()) => {
                self.session = Session::SignedIn(self.form.key());
                self.form.wipe();
                self.attempt = Attempt::Typing(None);
                (self.is_above, self.is_valid) = (false, true);
            }
            Err(problem) => {
                // The server does not tell which of the two is wrong, and a client id can be seen.
                if problem.code == Code::ClientRejected {
                    effects.push(Effect::Focus(SignInField::ClientSecret));
                }
                self.attempt = Attempt::Typing(Some(problem));
            }
        }
    }

    fn again(&mut self, effects: &mut Effects<Effect>) {
        if let Session::SignedIn(key) = &self.session {
            self.form = SignInForm::again(key);
            (self.is_above, self.is_checked) = (true, false);
        }
        effects.push(Effect::Focus(SignInField::ClientSecret));
    }
}

impl Model for SignIn {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Edited(..) if self.is_asking() => return None,
            Action::Edited(field, text) => {
                if field == SignInField::ClientId {
                    self.doubt = Doubt::Unasked;
                }
                self.form.edit(field, text);
            }
            Action::Asked => return self.ask(effects),
            Action::Answered(ticket, _) if self.attempt != Attempt::Asking(ticket) => return None,
            Action::Answered(_, result) => self.answered(result, effects),
            Action::AgainAsked if self.is_asking() => return None,
            Action::AgainAsked => self.again(effects),
            Action::AboveAsked if self.session.key().is_some() || self.is_above => return None,
            Action::AboveAsked => self.is_above = true,
            // Closing would hide the answer to the attempt under way.
            Action::AboveClosed if !self.is_above || self.is_asking() => return None,
            Action::AboveClosed => {
                match &self.session {
                    Session::SignedIn(key) => self.form = SignInForm::again(key),
                    Session::SignedOut => self.form.wipe(),
                }
                (self.attempt, self.is_above) = (Attempt::Typing(None), false);
            }
            Action::Expired => {
                self.session.key()?;
                // An attempt that is under way comes too late.
                self.attempt = Attempt::Typing(None);
                self.is_valid = false;
                self.again(effects);
            }
            Action::SignOutAsked => {
                self.form.wipe();
                *self = Self { form: self.form.clone(), ticket: self.ticket, ..Self::default() };
                effects.push(Effect::SignOut);
            }
        }
        Some(Changed)
    }
}
