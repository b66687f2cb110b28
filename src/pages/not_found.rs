//! An address that leads nowhere.

use latchboard_texts::shell;
use yew::prelude::*;

use crate::i18n::Here;
use crate::ui::{Open, link, page_head};
use latchboard_console::route::Route;

/// Says so, and leads back.
pub fn not_found(open: &Open) -> Html {
    html! {
        <div class="page">
            { page_head(shell::PAGE_NOT_FOUND.here(), shell::NO_PAGE_HERE.here()) }
            <p>{ link(Route::Home, false, "button", open, html! { shell::TO_FIRST_PAGE.here() }) }</p>
        </div>
    }
}
