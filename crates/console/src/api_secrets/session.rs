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

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nobody; and why the last attempt failed.
    SignedOut(Option<Problem>),
    /// An attempt is under way.
    SigningIn(Ticket),
    /// Signed in with this client id.
    SignedIn(String),
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

    pub(super) fn edited(self, field: SignInField, text: Secret) -> Self {
        match field {
            SignInField::ClientId => Self { client_id: text.expose().to_owned(), ..self },
            SignInField::ClientSecret => Self { client_secret: Rc::new(text), ..self },
            SignInField::Tenant => Self { tenant: text.expose().to_owned(), ..self },
        }
    }

    /// The tenant, if one was given.
    pub(super) fn tenant(&self) -> Option<String> {
        Some(self.tenant.trim().to_owned()).filter(|tenant| !tenant.is_empty())
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
