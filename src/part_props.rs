//! How the shell draws a part.

use std::rc::Rc;

use latchboard_texts::Language;
use yew::prelude::*;

use crate::route::Address;
use crate::services::Services;

/// What every part gets from the shell.
#[derive(Clone, Properties)]
pub struct PartProps {
    /// The page that is shown, which may be another part's.
    pub address: Address,
    /// The language: a change draws everything anew.
    pub language: Language,
    /// What all parts share.
    pub services: Rc<Services>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
            && self.language == other.language
            && Rc::ptr_eq(&self.services, &other.services)
    }
}

/// Draws a part.
pub type Draw = fn(PartProps) -> Html;
