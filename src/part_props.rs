//! How the shell draws a part.

use std::rc::Rc;

use latchboard_console::progress::Busy;
use latchboard_console::route::{Address, Route};
use latchboard_console::shell::Asked;
use latchboard_contract::endpoint::Family;
use latchboard_texts::Language;
use yew::prelude::*;

use crate::services::Services;

/// What every part gets from the shell.
#[derive(Clone, Properties)]
pub struct PartProps {
    /// The page that is shown, which may be another part's.
    pub address: Address,
    /// The language: a change draws everything anew.
    pub language: Language,
    /// What would be lost with each family's server, and the page where it comes to its end.
    pub busy: [Option<(Busy, Route)>; Family::ALL.len()],
    /// What is asked of a part, wherever somebody is.
    pub asked: Asked,
    /// What all parts share.
    pub services: Rc<Services>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
            && self.language == other.language
            && self.busy == other.busy
            && self.asked == other.asked
            && Rc::ptr_eq(&self.services, &other.services)
    }
}

pub type Draw = fn(PartProps) -> Html;
