//! What the effects of the vault's pages have in common.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use latchboard_console::{Ticket, kept_runs, vault};
use yew::Callback;

use crate::services::Services;

use super::ledger::Ledger;

/// What the effects of these pages need besides.
pub struct Context {
    /// What all parts share.
    pub services: Rc<Services>,
    /// The runs that the browser keeps.
    pub ledger: Rc<Ledger>,
    /// To be told that other runs are kept now.
    pub kept: Callback<()>,
    pub(super) latest: Rc<Latest>,
}

impl Context {
    /// The context of one model, which hears of what is kept from `dispatch`.
    #[must_use]
    pub fn new(services: Rc<Services>, dispatch: &Callback<vault::Action>) -> Self {
        let kept = dispatch.reform(|()| kept_runs::Action::Changed.into());
        Self { services, ledger: Rc::default(), kept, latest: Rc::default() }
    }
}

/// What the newest of its kind takes over.
#[derive(Default)]
pub(super) struct Latest {
    pub(super) search: Cell<Ticket>,
    /// What the address will say after the pause.
    pub(super) address: RefCell<Option<String>>,
}
