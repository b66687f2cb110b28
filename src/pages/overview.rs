//! *Overview*: which server is asked, what is known, what was done last. In the first module that is loaded, so it is
//! plain functions and no component.

use latchboard_console::connection::{self, Server};
use latchboard_console::journal::{Counts, Registration};
use latchboard_console::overview::{RETIREMENT, Retirement, pieces};
use latchboard_console::shell::{Action, ShellModel};
use latchboard_console::{Timestamp, activity};
use latchboard_contract::endpoint::Family;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_texts::{Text, overview as texts, shell};
use yew::prelude::*;

use crate::clock::now;
use crate::i18n::{Here, number};
use crate::pages::activity::last_actions;
use crate::preferences;
use crate::services::Services;
use crate::ui::{Open, Symbol, clock, date, dismiss_button, icon, link, page_head};
use latchboard_console::route::Route;

/// The length of the chart's bar, in its own units.
const BAR: usize = 400;
/// Actions that are shown.
const SHOWN: usize = 5;

pub fn overview(services: &Services, model: &ShellModel, retirement_read: &UseStateHandle<bool>) -> Html {
    let (open, on_connection) = (&services.open, services.shell.reform(Action::Connection));
    let (counts, registered, rows) = services.journal(|journal| {
        let registered = Service::ALL.map(|service| journal.registration(service));
        let rows: Vec<_> = activity::newest(journal).take(SHOWN).collect();
        (model.counts.unwrap_or_else(|| journal.counts()), registered, rows)
    });
    let is_registered = registered.iter().any(|it| matches!(it, Registration::Registered(_)));
    html! {
        <div class="page page--wide">
            { page_head(shell::OVERVIEW.here(), texts::LEAD.here()) }
            if preferences::has_open_runs() && model.busy[Family::Vault as usize].is_none() {
                <p class="note">{ texts::OPEN_RUNS.here() }{ " " }{ link(Route::Bulk, false, "", open, texts::SHOW_THEM.here().into()) }</p>
            }
            if counts.exposed > 0 {
                <div class="callout">
                    { icon(Symbol::Warning) }
                    <p>
                        { texts::Exposed { count: counts.exposed }.here() }{ " " }
                        { link(Route::ApiSecrets, false, "", open, texts::SHOW_LIST.here().into()) }
                    </p>
                </div>
            }
            if !**retirement_read { { retirement(Retirement::at(now()), retirement_read) } }
            <div class="tiles">
                { for model.connection.servers().iter().map(|server| server_tile(server, &on_connection, open)) }
                { admin_key_tile(registered) }
                { api_secrets_tile(counts) }
            </div>
            <section class="card form" aria-labelledby="first">
                <h2 class="card__title" id="first">{ texts::FIRST.here() }</h2>
                <ul class="guide">
                    { step(Route::ApiSecrets, model.signed_in.is_some(), texts::GO_SIGN_IN, texts::GO_SIGN_IN_WHY, open) }
                    { step(Route::ApiSecrets, counts.active + counts.inactive > 0 || counts.not_known.is_some_and(|count| count > 0), texts::GO_STORE, texts::GO_STORE_WHY, open) }
                    { step(Route::AdminKey { task: Default::default() }, is_registered, texts::GO_REGISTER, texts::GO_REGISTER_WHY, open) }
                    { step(Route::Leak, false, texts::GO_LEAK, texts::GO_LEAK_WHY, open) }
                </ul>
                if model.connection.servers().iter().any(|server| server.is_own) {
                    <p class="field__hint">{ texts::FIRST_CREDENTIALS.here() }</p>
                }
            </section>
            <section class="card form" aria-labelledby="last">
                <h2 class="card__title" id="last">{ texts::LAST_ACTIONS.here() }</h2>
                if rows.is_empty() {
                    <p class="field__hint">{ texts::NOTHING_YET.here() }</p>
                } else {
                    { last_actions(&rows) }
                    <p>{ link(Route::Activity, false, "button", open, html! { texts::ALL_ACTIVITY.here() }) }</p>
                }
            </section>
        </div>
    }
}

fn retirement(retirement: Retirement, read: &UseStateHandle<bool>) -> Html {
    let day = date(RETIREMENT);
    let title = match retirement {
        Retirement::Ahead(1) => texts::RetiresTomorrow { day: &day }.here(),
        Retirement::Ahead(days) => texts::Retires { day: &day, days: days as usize }.here(),
        Retirement::Today => texts::RetiresToday { day: &day }.here(),
        Retirement::Past => texts::Retired { day: &day }.here(),
    };
    let why = if retirement == Retirement::Past { texts::RETIRED_WHY } else { texts::RETIRES_WHY };
    let ondismiss = {
        let read = read.clone();
        Callback::from(move |()| read.set(true))
    };
    html! {
        <section class="callout callout--banner" aria-labelledby="retirement">
            { icon(Symbol::Warning) }
            <div>
                <h2 class="callout__title" id="retirement">{ title }</h2>
                <p>{ why.here() }</p>
            </div>
            { dismiss_button(&ondismiss) }
        </section>
    }
}

fn server_tile(server: &Server, dispatch: &Callback<connection::Action>, open: &Open) -> Html {
    let health = &server.health;
    let (class, said) = match (&health.error, health.data) {
        (Some(_), None) => ("state state--down", texts::SILENT.here().to_owned()),
        (Some(_), Some(at)) => ("state state--down", texts::SilentSince { time: &clock(at) }.here()),
        (None, Some(at)) => ("state state--active", texts::AnsweredAt { time: &clock(at) }.here()),
        (None, None) => ("state state--unknown", shell::CHECKING.here().to_owned()),
    };
    html! {
        <section class="card form">
            <h2 class="card__title">{ if server.is_own { shell::THIS_SERVER.here() } else { shell::OTHER_SERVER.here() } }</h2>
            <p><code>{ &server.host }</code></p>
            <p class={class}>{ said }</p>
            <p class="form__actions">
                <button type="button" class="button" onclick={dispatch.reform(|_| connection::Action::CheckAsked)}>
                    { texts::CHECK_AGAIN.here() }
                </button>
                { link(Route::Connections, false, "button button--quiet", open, html! { texts::CHANGE_CONNECTION.here() }) }
            </p>
        </section>
    }
}

fn admin_key_tile(registered: [Registration; Service::ALL.len()]) -> Html {
    let row = |name: &'static str, registration: Registration| {
        let state = match registration {
            Registration::NotKnownYet => {
                html! { <span class="state state--unknown">{ texts::NOT_KNOWN_YET.here() }</span> }
            }
            Registration::Registered(at) => proved(at),
        };
        html! { <><dt>{ name }</dt><dd>{ state }</dd></> }
    };
    let [location_history, geofencing] = registered;
    html! {
        <section class="card form">
            <h2 class="card__title">{ shell::ADMIN_KEY.here() }</h2>
            <dl class="facts">
                { row("Location History", location_history) }
                { row("Geofencing", geofencing) }
            </dl>
            if registered.contains(&Registration::NotKnownYet) {
                <p class="field__hint">{ texts::NOT_KNOWN_WHY.here() }</p>
            }
        </section>
    }
}

fn proved(at: Timestamp) -> Html {
    html! {
        <span class="state state--active">
            { texts::REGISTERED.here() }
            <span class="state__time">{ texts::ProvedAt { time: &clock(at) }.here() }</span>
        </span>
    }
}

fn api_secrets_tile(counts: Counts) -> Html {
    let nothing = counts == Counts::default();
    html! {
        <section class="card form">
            <h2 class="card__title">{ shell::API_SECRETS.here() }</h2>
            if nothing {
                <p class="state state--unknown">{ texts::NOT_KNOWN_YET.here() }</p>
                <p class="field__hint">{ texts::NOT_LISTED.here() }</p>
            } else {
                { chart(counts) }
                if counts.not_known != Some(0) { <p class="field__hint">{ texts::STATES_WHY.here() }</p> }
            }
        </section>
    }
}

/// One bar in three pieces, and what they are in words.
fn chart(counts: Counts) -> Html {
    let not_known = counts.not_known.map_or_else(|| "?".to_owned(), number);
    let (active, inactive) = (number(counts.active), number(counts.inactive));
    let label = texts::Chart { active: counts.active, inactive: counts.inactive, unknown: &not_known }.here();
    let classes = ["bar__active", "bar__inactive", "bar__unknown"];
    let drawn = classes.into_iter().zip(pieces(counts, BAR)).filter(|(_, (_, length))| *length > 0);
    let row = |class: &'static str, name: &'static str, count: &str| {
        html! { <><dt class={class}>{ name }</dt><dd>{ count }</dd></> }
    };
    html! {
        <>
            <svg class="bar" viewBox={format!("0 0 {BAR} 12")} preserveAspectRatio="none" role="img" aria-label={label}>
                { for drawn.map(|(class, (start, length))| html! {
                    <rect {class} x={start.to_string()} y="0" width={length.to_string()} height="12" />
                }) }
            </svg>
            <dl class="facts facts--numbers">
                { row("state state--active", texts::ACTIVE.here(), &active) }
                { row("state state--inactive", texts::INACTIVE.here(), &inactive) }
                { row("state state--unknown", texts::NOT_KNOWN_YET.here(), &not_known) }
            </dl>
        </>
    }
}

/// One step, ticked off where this page knows that it was done.
fn step(to: Route, is_done: bool, name: Text, why: Text, open: &Open) -> Html {
    let text = html! {
        <>
            <strong>
                { icon(if is_done { Symbol::Check } else { Symbol::Arrow }) }{ name.here() }
                if is_done { <span class="visually-hidden">{ " " }{ texts::STEP_DONE.here() }</span> }
            </strong>
            <span>{ why.here() }</span>
        </>
    };
    html! { <li>{ link(to, false, "guide__entry", open, text) }</li> }
}
