//! What stands at some addresses before the program does, so that nobody waits for a form to type into: the program's
//! own views, printed into `www/prerendered.html`. [`crate::effects::early_input`] goes on from there.

use latchboard_console::admin_key::Task;
use latchboard_texts::Language;
use yew::prelude::*;

use crate::pages::{admin_key, vault};
use latchboard_console::route::Route;

/// The addresses whose first sight is a form.
#[must_use]
pub fn routes() -> Vec<Route> {
    let tasks = Task::ALL.map(|task| Route::AdminKey { task });
    [&tasks[..], &[Route::ApiSecrets, Route::Leak]].concat()
}

/// The properties of [`Prerendered`].
#[derive(Clone, Copy, Debug, Properties, PartialEq, Eq)]
pub struct PrerenderedProps {
    /// One of [`routes`]; for any other nothing is drawn.
    pub route: Route,
    /// What the page speaks.
    pub language: Language,
}

/// An untouched page, as it is drawn once and not again.
#[component]
pub fn Prerendered(props: &PrerenderedProps) -> Html {
    crate::i18n::draw_in(props.language);
    if let Route::AdminKey { task } = props.route {
        return admin_key::prerendered(task);
    }
    vault::prerendered(props.route).unwrap_or_default()
}
