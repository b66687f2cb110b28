//! What the browser says about the page's policy when it stops something.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, SecurityPolicyViolationEvent};

/// Hears of every breach, for as long as it lives.
pub(super) struct Breaches {
    policy: Rc<RefCell<Option<String>>>,
    _listening: EventListener,
}

pub(super) fn listen(document: &Document) -> Breaches {
    let policy = Rc::new(RefCell::new(None));
    let heard = policy.clone();
    let listening = EventListener::new(document, "securitypolicyviolation", move |event| {
        if let Some(event) = event.dyn_ref::<SecurityPolicyViolationEvent>() {
            heard.replace(Some(event.original_policy()));
        }
    });
    Breaches { policy, _listening: listening }
}

impl Breaches {
    /// The policy that the last breach was of.
    pub(super) fn policy(&self) -> Option<String> {
        self.policy.borrow().clone()
    }
}
