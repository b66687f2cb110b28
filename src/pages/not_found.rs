//! An address that leads nowhere.

use yew::prelude::*;
use yew_router::prelude::Link;

use crate::route::Route;

/// Says so, and leads back.
#[component]
pub fn NotFound() -> Html {
    html! {
        <div class="page">
            <header class="page__head">
                <h1>{ "Page not found" }</h1>
                <p class="page__lead">{ "There is no page at this address." }</p>
            </header>
            <p><Link<Route> to={Route::Home} classes="button">{ "Go to the first page" }</Link<Route>></p>
        </div>
    }
}
