//! The shell around every page: navigation, the connection, and the stores that outlive a page.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use latchboard_client::BaseUrl;
use latchboard_console::admin_key::{self, AdminKeyPage, Task};
use latchboard_console::api_secrets::ApiSecretsPage;
use latchboard_console::connection::{self, Connection};
use yew::prelude::*;
use yew_router::prelude::{BrowserRouter, use_navigator, use_route};

use crate::effects::{self, Effects};
use crate::pages::admin_key::{admin_key as admin_key_page, one_time_key_dialog};
use crate::pages::api_secrets::api_secrets as api_secrets_page;
use crate::pages::error_guide::ErrorGuide;
use crate::pages::not_found::not_found;
use crate::route::Route;
use crate::store::use_store;
use crate::theme::ThemeMenu;
use crate::ui::{Open, Symbol, clock, icon, link};

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

    let navigator = use_navigator();
    let open: Open = use_callback((), {
        let navigator = navigator.clone();
        move |page: Route, ()| {
            if let Some(navigator) = &navigator {
                navigator.push(&page);
            }
        }
    });
    let run = {
        let effects = effects.clone();
        let open = open.reform(|task| Route::AdminKey { task });
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
    use_effect_with(route, {
        let on_admin_key = on_admin_key.clone();
        move |route| {
            set_title(route.title());
            match (*route, navigator) {
                // The address is where a task is chosen; the model follows it.
                (Route::AdminKey { task }, _) => on_admin_key.emit(admin_key::Action::TaskChosen(task)),
                (Route::Home | Route::AdminKeyHome, Some(navigator)) => {
                    navigator.replace(&Route::AdminKey { task: Task::default() });
                }
                _ => {}
            }
        }
    });

    use_effect_with(admin_key.one_time.is_some(), |key_on_screen| {
        let guard = key_on_screen.then(ask_before_leaving);
        move || drop(guard)
    });

    let page = match route {
        Route::Home | Route::AdminKeyHome | Route::AdminKey { .. } => {
            admin_key_page(&admin_key, &on_admin_key, &open)
        }
        Route::ApiSecrets => api_secrets_page(&api_secrets, &on_api_secrets),
        Route::Errors => html! { <ErrorGuide code={None} open={open.clone()} /> },
        Route::Error { code } => html! { <ErrorGuide code={Some(code)} open={open.clone()} /> },
        Route::NotFound => not_found(&open),
    };
    html! {
        <div class="shell">
            <a class="skip-link" href="#main">{ "Skip to the page" }</a>
            <header class="topbar">
                <span class="brand">{ icon(Symbol::Latch) }{ "Latchboard" }</span>
                <div class="topbar__end">
                    { connection_badge(&connection, &on_connection) }
                    <ThemeMenu />
                </div>
            </header>
            { navigation(route, admin_key.task, &open) }
            <main id="main" class="main" tabindex="-1">{ page }</main>
            if let Some(shown) = &admin_key.one_time {
                { one_time_key_dialog(shown, &admin_key.probe, &on_admin_key) }
            }
        </div>
    }
}

fn navigation(route: Route, task: Task, open: &Open) -> Html {
    let entry = |to: Route, is_current: bool, symbol: Symbol, name: &'static str| {
        let text = html! { <>{ icon(symbol) }{ name }</> };
        html! { <li>{ link(to, is_current, "sidenav__link", open, text) }</li> }
    };
    let at_admin_key = matches!(route, Route::Home | Route::AdminKeyHome | Route::AdminKey { .. });
    let at_errors = matches!(route, Route::Errors | Route::Error { .. });
    html! {
        <nav class="sidenav" aria-label="Pages">
            <ul>
                { entry(Route::AdminKey { task }, at_admin_key, Symbol::Key, "Admin key") }
                { entry(Route::ApiSecrets, route == Route::ApiSecrets, Symbol::Vault, "API secrets") }
                { entry(Route::Errors, at_errors, Symbol::Question, "Error guide") }
            </ul>
        </nav>
    }
}

/// Makes the browser ask before the document is left, for as long as the value lives.
fn ask_before_leaving() -> Option<EventListener> {
    let options = EventListenerOptions::enable_prevent_default();
    let window = web_sys::window()?;
    let ask = |event: &Event| event.prevent_default();
    Some(EventListener::new_with_options(&window, "beforeunload", options, ask))
}

fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
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
