//! The shell around every page: navigation, the connection, and the stores that outlive a page.

use std::rc::Rc;

use latchboard_client::BaseUrl;
use latchboard_console::admin_key::{AdminKeyPage, Task};
use latchboard_console::api_secrets::ApiSecretsPage;
use latchboard_console::connection::{self, Connection};
use yew::prelude::*;
use yew_router::prelude::{BrowserRouter, Link, Redirect, use_navigator, use_route};

use crate::effects::{self, Effects};
use crate::pages::admin_key::{AdminKey, OneTimeKeyDialog};
use crate::pages::api_secrets::ApiSecrets;
use crate::pages::not_found::NotFound;
use crate::route::Route;
use crate::store::use_store;
use crate::ui::{Icon, Symbol, clock};

/// The whole dashboard.
#[component]
pub fn App() -> Html {
    html! { <BrowserRouter><Shell /></BrowserRouter> }
}

/// Everything inside the router. The stores live here, so that leaving a page loses nothing.
#[component]
fn Shell() -> Html {
    let route: Route = use_route().unwrap_or(Route::NotFound);
    let base = BaseUrl::same_origin();

    let check = {
        let base = base.clone();
        use_callback((), move |(effect, dispatch): (Rc<_>, _), ()| {
            effects::connection(base.clone(), &effect, dispatch);
        })
    };
    let (connection, on_connection) = use_store(|| Connection::new(effects::page_host()), check);
    let silence = use_callback((), {
        let on_connection = on_connection.clone();
        move |(), ()| on_connection.emit(connection::Action::CheckAsked)
    });
    let effects = use_memo((), move |()| Effects::new(base, silence));

    let open = {
        let navigator = use_navigator();
        use_callback((), move |task: Task, ()| {
            if let Some(navigator) = &navigator {
                navigator.push(&Route::AdminKey { task });
            }
        })
    };
    let run = {
        let effects = effects.clone();
        use_callback((), move |(effect, dispatch): (Rc<_>, _), ()| {
            effects.admin_key(&effect, dispatch, &open);
        })
    };
    let (admin_key, on_admin_key) = use_store(AdminKeyPage::default, run);
    let run = use_callback((), move |(effect, dispatch), ()| effects.api_secrets(&effect, dispatch));
    let (api_secrets, on_api_secrets) = use_store(ApiSecretsPage::default, run);

    {
        let on_connection = on_connection.clone();
        use_effect_with((), move |()| on_connection.emit(connection::Action::CheckAsked));
    }
    use_effect_with(route, |route| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(route.title());
        }
    });

    let page = match route {
        Route::Home | Route::AdminKeyHome => {
            html! { <Redirect<Route> to={Route::AdminKey { task: Task::default() }} /> }
        }
        Route::AdminKey { task } => {
            html! { <AdminKey model={admin_key.clone()} dispatch={on_admin_key.clone()} {task} /> }
        }
        Route::ApiSecrets => html! { <ApiSecrets model={api_secrets} dispatch={on_api_secrets} /> },
        Route::NotFound => html! { <NotFound /> },
    };
    html! {
        <div class="shell">
            <a class="skip-link" href="#main">{ "Skip to the page" }</a>
            <header class="topbar">
                <span class="brand"><Icon symbol={Symbol::Latch} />{ "Latchboard" }</span>
                { connection_badge(&connection, &on_connection) }
            </header>
            { navigation(route, admin_key.task) }
            <main id="main" class="main" tabindex="-1">{ page }</main>
            if let Some(shown) = &admin_key.one_time {
                <OneTimeKeyDialog shown={shown.clone()} dispatch={on_admin_key} />
            }
        </div>
    }
}

fn navigation(route: Route, task: Task) -> Html {
    let link = |to: Route, is_current: bool, symbol: Symbol, name: &'static str| {
        html! {
            <li>
                <Link<Route> {to} classes={classes!("sidenav__link", is_current.then_some("sidenav__link--current"))}>
                    <Icon {symbol} />{ name }
                    if is_current { <span class="visually-hidden">{ " (current page)" }</span> }
                </Link<Route>>
            </li>
        }
    };
    let at_admin_key = matches!(route, Route::Home | Route::AdminKeyHome | Route::AdminKey { .. });
    html! {
        <nav class="sidenav" aria-label="Pages">
            <ul>
                { link(Route::AdminKey { task }, at_admin_key, Symbol::Key, "Admin key") }
                { link(Route::ApiSecrets, route == Route::ApiSecrets, Symbol::Vault, "API secrets") }
            </ul>
        </nav>
    }
}

fn connection_badge(connection: &Connection, dispatch: &Callback<connection::Action>) -> Html {
    let health = &connection.health;
    let (class, word, title) = match (&health.error, health.data) {
        (Some(_), last) => {
            let last = last
                .map_or_else(|| "never answered".to_owned(), |at| format!("last answered at {}", clock(at)));
            (
                "connection connection--down",
                "not reachable",
                format!("This server {last}. Press to check again."),
            )
        }
        (None, Some(at)) => (
            "connection connection--up",
            "reachable",
            format!("This server answered at {}. Press to check again.", clock(at)),
        ),
        (None, None) => ("connection", "checking…", "Asking the server whether it is there.".to_owned()),
    };
    html! {
        <button type="button" class={class} {title} onclick={dispatch.reform(|_| connection::Action::CheckAsked)}>
            <span class="connection__dot" aria-hidden="true"></span>
            <span class="connection__name">{ "This server" }</span>
            <span class="connection__host">{ &connection.host }</span>
            <span class="connection__health" role="status">{ word }</span>
        </button>
    }
}
