//! Who is signed in, and the form for it.

use std::rc::Rc;

use latchboard_contract::Secret;
use latchboard_contract::error::Problem;

use crate::Ticket;

/// The sign-in form.
#[derive(Clone)]
pub struct SignInForm {
    /// The access key's client id.
    pub client_id: String,
    /// The access key's client secret.
    pub client_secret: Rc<Secret>,
    /// The tenant, where one address serves several.
    pub tenant: String,
}

/// Whether somebody is signed in. It does not end with a token that cannot be renewed: what the page shows
/// and what was typed into it stays, and [`ApiSecretsPage::signs_in_again`](super::ApiSecretsPage) asks in
/// place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nobody.
    SignedOut,
    /// Somebody, with this access key.
    SignedIn(AccessKey),
}

/// Which access key it is, less its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    /// Its client id.
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
    pub(super) fn new() -> Self {
        Self { client_id: String::new(), client_secret: nothing(), tenant: String::new() }
    }

    /// For the same access key once more: its id saves typing.
    pub(super) fn again(key: &AccessKey) -> Self {
        let tenant = key.tenant.clone().unwrap_or_default();
        Self { client_id: key.client_id.clone(), tenant, ..Self::new() }
    }

    pub(super) fn edited(self, field: SignInField, text: Secret) -> Self {
        match field {
            SignInField::ClientId => Self { client_id: text.expose().to_owned(), ..self },
            SignInField::ClientSecret => Self { client_secret: Rc::new(text), ..self },
            SignInField::Tenant => Self { tenant: text.expose().to_owned(), ..self },
        }
    }

    /// The access key that is typed.
    pub(super) fn key(&self) -> AccessKey {
        let tenant = Some(self.tenant.trim().to_owned()).filter(|tenant| !tenant.is_empty());
        AccessKey { client_id: self.client_id.trim().to_owned(), tenant }
    }

    pub(super) fn is_missing(&self, field: SignInField) -> bool {
        match field {
            SignInField::ClientId => self.client_id.trim().is_empty(),
            SignInField::ClientSecret => self.client_secret.is_empty(),
            SignInField::Tenant => false,
        }
    }

    /// Without the secret: the client id saves typing.
    pub(super) fn wiped(&self) -> Self {
        Self { client_secret: nothing(), ..self.clone() }
    }
}

pub(super) fn nothing() -> Rc<Secret> {
    Rc::new(Secret::new(String::new()))
}
