//! An address that leads nowhere.

use yew::prelude::*;

use crate::route::Route;
use crate::ui::{Open, link};

/// Says so, and leads back.
pub fn not_found(open: &Open) -> Html {
    html! {
        <div class="page">
            <header class="page__head">
                <h1>{ "Page not found" }</h1>
                <p class="page__lead">{ "There is no page at this address." }</p>
            </header>
            <p>{ link(Route::Home, false, "button", open, html! { "Go to the first page" }) }</p>
        </div>
    }
}
