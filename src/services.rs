//! What all parts of the page share: the way to the server, the sign-in, and the shell's ears.

use std::cell::RefCell;
use std::rc::Rc;

use latchboard_client::transport::Browser;
use latchboard_client::{BaseUrl, LocationHistory, Pace, Vault};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use yew::Callback;

use crate::route::{Address, Route};

/// Handed to every part. The sign-in lives as long as the page.
pub struct Services {
    /// The server that is asked.
    pub base: BaseUrl,
    /// Keeps all calls within the vendor's rate.
    pub pace: Pace,
    /// Leads to another page, as a step that Back takes back.
    pub open: Callback<Route>,
    /// Changes what of the page's state stands in its address, in place.
    pub show: Callback<Address>,
    silence: Callback<()>,
    vault: RefCell<Option<Rc<Vault<Browser>>>>,
}

impl Services {
    /// Services against the server at `base`; `silence` is told whenever a call was left without an answer.
    #[must_use]
    pub fn new(base: BaseUrl, open: Callback<Route>, show: Callback<Address>, silence: Callback<()>) -> Self {
        Self { base, pace: Pace::default(), open, show, silence, vault: RefCell::new(None) }
    }

    /// The calls of the location history, with one account's API key.
    #[must_use]
    pub fn location_history<'a>(&'a self, api_key: &'a Secret) -> LocationHistory<'a, Browser> {
        LocationHistory { transport: &Browser, base: &self.base, api_key, pace: &self.pace }
    }

    /// The vault, for those who are signed in.
    ///
    /// # Errors
    /// A problem of `endpoint` when nobody is.
    pub fn vault(&self, endpoint: EndpointId) -> Result<Rc<Vault<Browser>>, Problem> {
        self.vault.borrow().clone().ok_or_else(|| Problem::local(endpoint, Code::NotSignedIn))
    }

    /// From now on calls go with these credentials, or with none.
    pub fn sign_in(&self, vault: Option<Rc<Vault<Browser>>>) {
        self.vault.replace(vault);
    }

    /// To be told of every problem: one without any answer makes the shell look whether the server is there.
    pub fn heard(&self, problem: Option<&Problem>) {
        if problem.is_some_and(|problem| problem.status.is_none() && problem.code.leaves_outcome_open()) {
            self.silence.emit(());
        }
    }
}
