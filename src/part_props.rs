//! How the shell draws a part.

use std::rc::Rc;

use latchboard_console::progress::Busy;
use latchboard_console::route::{Address, Route};
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
    /// How often somebody wanted to sign in anew, since the credentials are worth nothing any more.
    pub sign_ins_asked: u32,
    /// How often the command palette was asked for.
    pub palettes_asked: u32,
    /// What all parts share.
    pub services: Rc<Services>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
            && self.language == other.language
            && self.busy == other.busy
            && self.sign_ins_asked == other.sign_ins_asked
            && self.palettes_asked == other.palettes_asked
            && Rc::ptr_eq(&self.services, &other.services)
    }
}

/// Draws a part.
pub type Draw = fn(PartProps) -> Html;
