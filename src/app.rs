//! The shell around every page: navigation, the connection, preferences, and the parts that were opened.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use latchboard_console::admin_key::Task;
use latchboard_console::connection::{self, Connection, Server};
use latchboard_console::journal::Journal;
use latchboard_console::presses::Presses;
use latchboard_console::server_label::Label;
use latchboard_console::shell::{Action, Asked, ShellModel};
use latchboard_texts::Language;
use latchboard_texts::{bulk, common, shell};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlLabelElement, KeyboardEvent, PageTransitionEvent};
use yew::prelude::*;

use crate::base_path::is_rehearsal;
use crate::effects;
use crate::i18n::Here;
use crate::pages::not_found::not_found;
use crate::pages::overview::overview;
use crate::part::{NotLoaded, Part};
use crate::part_props::{Draw, PartProps};
use crate::preferences::{self, THEME, language_menu};
use crate::route::here;
use crate::services::Services;
use crate::store::use_store;
use crate::ui::{Open, Symbol, clock, icon, link, page_changed, run_line};
use latchboard_console::progress::RunNews;
use latchboard_console::route::Route;

/// The search box of a page, which the key `/` leads to.
const SEARCH_BOX: &str = "input[type=search]";

#[component]
pub fn App() -> Html {
    let run = use_callback((), |(effect, dispatch): (_, _), ()| effects::shell::run(effect, dispatch));
    let begin = || {
        let connection = Connection::new(effects::shell::page_host(), preferences::choices());
        ShellModel::new(here(), preferences::language(), connection, preferences::labels())
    };
    let (model, dispatch) = use_store(begin, run);
    preferences::speak(model.language);
    let services = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| Services::new(preferences::choices(), dispatch))
    };
    let route = model.address.route;
    {
        // Before the heading of the other page is drawn.
        let drawn = use_mut_ref(|| route);
        if drawn.replace(route) != route {
            page_changed();
        }
    }
    use_window_events(&dispatch);
    use_effect_with((route, model.language), |(route, _)| set_title(route.name().here()));
    use_journal(&services, route);
    use_keys(&dispatch);
    let retirement_read = use_state_eq(|| false);

    // Every part that was opened stays, with what was typed and answered in it.
    let opened = use_mut_ref(Vec::new);
    if let Some(part) = Part::of(route)
        && !opened.borrow().contains(&part)
    {
        opened.borrow_mut().push(part);
    }
    // The palette offers what the vault holds; both belong to that part.
    if (model.asked.palettes > 0 || model.asked.sign_ins > 0) && !opened.borrow().contains(&Part::Vault) {
        opened.borrow_mut().push(Part::Vault);
    }
    if model.asked.helps > 0 && !opened.borrow().contains(&Part::Help) {
        opened.borrow_mut().push(Part::Help);
    }
    let props = PartProps {
        address: model.address.clone(),
        language: model.language,
        busy: model.busy,
        asked: model.asked,
        services: services.clone(),
    };
    let loaded = |part: &Part| {
        let (key, comebacks) = (part_key(*part, &model.moves), model.connection.comebacks());
        html! { <Loaded {key} part={*part} props={props.clone()} {comebacks} /> }
    };
    html! {
        <ContextProvider<Language> context={model.language}>
            <div class="shell" data-menu={model.is_menu_open.then_some("open")}>
                <a class="skip-link" href="#main">{ shell::SKIP.here() }</a>
                { topbar(&model, &dispatch) }
                { navigation(route, model.last_task, &services.open) }
                <main id="main" class="main" tabindex="-1">
                    // A list of its own: among other children the keys would not count, and a part be made anew.
                    <>{ for opened.borrow().iter().map(loaded) }</>
                    if route == Route::Home { { overview(&services, &model, &retirement_read) } }
                    if route == Route::NotFound { { not_found(&services.open) } }
                    { run_note(model.run.as_ref(), route, &services.open) }
                </main>
            </div>
        </ContextProvider<Language>>
    }
}

/// What happens outside of the page: other addresses, and whether anybody sees it.
#[hook]
fn use_window_events(dispatch: &Callback<Action>) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let on_connection = dispatch.reform(Action::Connection);
        on_connection.emit(connection::Action::Hidden(is_hidden()));
        on_connection.emit(connection::Action::CheckAsked);
        let listening = (check_on_return(&on_connection), guard_presses(), begin_anew_when_restored());
        let back = web_sys::window().map(|window| {
            EventListener::new(&window, "popstate", move |_| dispatch.emit(Action::Went(here())))
        });
        move || drop((listening, back))
    });
}

/// Draws *Overview* anew when something new stands in the log.
#[hook]
fn use_journal(services: &Rc<Services>, route: Route) {
    let news = use_state_eq(|| 0);
    let shown = use_mut_ref(|| route);
    shown.replace(route);
    let services = services.clone();
    use_effect_with((), move |()| {
        let reader = services.clone();
        services.listen(Callback::from(move |()| {
            // Nothing else in here shows them, and a run has some all the time.
            if *shown.borrow() == Route::Home {
                news.set(reader.journal(Journal::reported));
            }
        }));
    });
}

/// Keys that do something wherever somebody is.
#[hook]
fn use_keys(dispatch: &Callback<Action>) {
    use_effect_with((), {
        let dispatch = dispatch.clone();
        move |()| {
            let listener = document().map(|document| {
                let options = EventListenerOptions::enable_prevent_default();
                let last_g = Cell::new(f64::NEG_INFINITY);
                EventListener::new_with_options(&document, "keydown", options, move |event| {
                    shortcut(event, &last_g, &dispatch);
                })
            });
            move || drop(listener)
        }
    });
}

fn topbar(model: &ShellModel, dispatch: &Callback<Action>) -> Html {
    let server = model.connection.shown(model.address.route.family());
    let label = model.labels.of(&server.host);
    html! {
        <header class="topbar" data-colour={label.map(|label| label.colour.as_str())}>
            <span class="brand">{ icon(Symbol::Latch) }{ "Latchboard" }</span>
            if is_rehearsal() { <strong class="rehearsal">{ shell::REHEARSAL.here() }</strong> }
            <div class="topbar__end">
                <button type="button" class="menu menu--palette" aria-haspopup="dialog" onclick={dispatch.reform(|_| Action::PaletteAsked)}>
                    { shell::FIND.here() }{ " " }<kbd>{ "Ctrl K" }</kbd>
                </button>
                { connection_badge(server, label, &dispatch.reform(Action::Connection)) }
                { session(model, dispatch) }
                { language_menu(model.language, &dispatch.reform(Action::LanguageChosen)) }
                { THEME.menu(&Callback::noop()) }
                <button type="button" class="menu menu--help" aria-label={shell::HELP.here()} title={shell::HELP.here()}
                    onclick={dispatch.reform(|_| Action::HelpAsked)}>{ "?" }</button>
            </div>
            <button type="button" class="button topbar__pages" aria-expanded={model.is_menu_open.to_string()} aria-controls="pages"
                onclick={dispatch.reform(|_| Action::MenuToggled)}>{ shell::PAGES.here() }</button>
        </header>
    }
}

/// Who is signed in to the vault, and the way in or out: one button, so that the focus stays where it was. The pages of the
/// vault have a form of their own.
fn session(model: &ShellModel, dispatch: &Callback<Action>) -> Html {
    let client_id = model.signed_in.as_deref();
    let is_in = client_id.is_some();
    if !is_in && Part::of(model.address.route) == Some(Part::Vault) {
        return Html::default();
    }
    let onclick = {
        let dispatch = dispatch.clone();
        // The second press of a double click was meant for what stood there before.
        Callback::from(move |event: MouseEvent| {
            if event.detail() < 2 {
                dispatch.emit(if is_in { Action::SignOutAsked } else { Action::SignInAsked });
            }
        })
    };
    html! {
        <div class="session">
            if let Some(client_id) = client_id {
                <span class="session__who">
                    { icon(Symbol::Person) }<span class="visually-hidden">{ shell::SIGNED_IN.here() }{ " " }</span>
                    <code title={shell::SignedInAs { client_id }.here()}>{ client_id.to_owned() }</code>
                </span>
            }
            <button type="button" class="menu" {onclick}>{ if is_in { shell::SIGN_OUT.here() } else { shell::SIGN_IN.here() } }</button>
        </div>
    }
}

/// A run that goes on elsewhere, or ended since somebody looked at it; and the way to it.
fn run_note(run: Option<&RunNews>, route: Route, open: &Open) -> Html {
    let Some((run, (count, all))) = run.and_then(|run| Some((run, run.counts?))) else {
        return Html::default();
    };
    // The list tells itself of the last bulk run.
    if run.page == route || (!run.is_going && run.page == Route::Bulk && route == Route::ApiSecrets) {
        return Html::default();
    }
    let text = match (run.switches, run.is_going) {
        (true, true) => bulk::Strip { done: count, all }.here(),
        (true, false) => run_line(run.signed_out, run.need_answer, count, all),
        (false, _) => shell::Reading { read: count, all }.here(),
    };
    html! {
        <div class="page page--wide strip">
            // Its beginning and its end are told, and not each count.
            <p class="visually-hidden" role="status">{ if run.is_going { shell::RUN_GOES_ON.here() } else { shell::RUN_IS_OVER.here() } }</p>
            <p class="note strip__box">
                if run.is_going {
                    <progress max={all.max(1).to_string()} value={count.to_string()} aria-label={shell::RUN.here()} />
                }
                <span>{ text }{ " " }{ link(run.page, false, "", open, bulk::STRIP_SHOW.here().into()) }</span>
            </p>
        </div>
    }
}

/// The properties of [`Loaded`].
#[derive(Properties, PartialEq)]
struct LoadedProps {
    part: Part,
    props: PartProps,
    /// How often servers began to answer: one that did not arrive is loaded again then.
    comebacks: u32,
}

/// A part, from the moment it is wanted.
#[component]
fn Loaded(LoadedProps { part, props, comebacks }: &LoadedProps) -> Html {
    let state = {
        let part = *part;
        use_state_eq(move || part.arrived().map(Ok::<Draw, ()>))
    };
    let load = {
        let (state, part, services) = (state.clone(), *part, props.services.clone());
        use_callback((), move |(), ()| {
            state.set(None);
            let (state, services) = (state.clone(), services.clone());
            let loaded = move |part: Result<Draw, NotLoaded>| {
                if part.is_err() {
                    services.silent();
                }
                state.set(Some(part.map_err(drop)));
            };
            effects::shell::load(part, loaded.into());
        })
    };
    {
        let (load, is_there) = (load.clone(), state.is_some());
        use_effect_with((), move |()| {
            if !is_there {
                load.emit(());
            }
        });
    }
    {
        let (load, has_failed) = (load.clone(), matches!(*state, Some(Err(()))));
        use_effect_with((*comebacks, props.asked), move |_| {
            if has_failed {
                load.emit(());
            }
        });
    }
    use_effect_with(matches!(*state, Some(Ok(_))), |is_drawn| {
        if *is_drawn {
            effects::early_input::give_back();
        }
    });
    let is_shown = Part::of(props.address.route) == Some(*part);
    let again = || {
        html! { <button type="button" class="button" onclick={load.reform(|_| ())}>{ common::TRY_AGAIN.here() }</button> }
    };
    match *state {
        Some(Ok(draw)) => draw(props.clone()),
        // Somebody waits for what would lie above the page.
        Some(Err(())) if !is_shown && is_asked(*part, props.asked) => html! {
            <div class="page page--wide strip">
                <div class="strip__box">
                    <p class="note" role="alert">{ icon(Symbol::Warning) }<span>{ shell::PART_FAILED.here() }{ " " }{ shell::PART_FAILED_WHY.here() }</span></p>
                    { again() }
                </div>
            </div>
        },
        _ if !is_shown => Html::default(),
        None => html! {
            <div class="page" aria-busy="true">
                <p class="visually-hidden" role="status">{ shell::PART_LOADING.here() }</p>
                <div class="skeleton skeleton--title"></div>
                <div class="skeleton skeleton--card"></div>
            </div>
        },
        Some(Err(())) => html! {
            <div class="page">
                <div class="empty" role="alert">
                    { icon(Symbol::Warning) }
                    <h1>{ shell::PART_FAILED.here() }</h1>
                    <p>{ shell::PART_FAILED_WHY.here() }</p>
                    { again() }
                </div>
            </div>
        },
    }
}

/// Whether a part is wanted for something that lies above any page.
fn is_asked(part: Part, asked: Asked) -> bool {
    match part {
        Part::Vault => Asked { helps: 0, ..asked } != Asked::default(),
        Part::Help => asked.helps > 0,
        Part::AdminKey | Part::Guide | Part::Tools => false,
    }
}

fn navigation(route: Route, task: Task, open: &Open) -> Html {
    let entry = |to: Route, symbol: Symbol| {
        let is_current = to.name() == route.name();
        let text = html! { <>{ icon(symbol) }{ to.name().here() }</> };
        html! { <li>{ link(to, is_current, "sidenav__link", open, text) }</li> }
    };
    html! {
        <nav class="sidenav" id="pages" aria-label={shell::PAGES.here()}>
            <ul>
                { entry(Route::Home, Symbol::Overview) }
                { entry(Route::AdminKey { task }, Symbol::Key) }
                { entry(Route::ApiSecrets, Symbol::Vault) }
                { entry(Route::Leak, Symbol::Warning) }
                { entry(Route::Activity, Symbol::Clock) }
                { entry(Route::Errors, Symbol::Question) }
                { entry(Route::Connections, Symbol::Plug) }
                { entry(Route::SelfTest, Symbol::Shield) }
            </ul>
        </nav>
    }
}

/// Another key makes another component: with the number of moves in it, a part begins anew after one.
fn part_key(part: Part, moves: &[usize]) -> usize {
    let moves = part.family().map_or(0, |family| moves[family as usize]);
    part as usize + Part::ALL.len() * moves
}

/// Looks again when somebody comes back to the page, or the network does.
fn check_on_return(dispatch: &Callback<connection::Action>) -> Option<[EventListener; 3]> {
    let on = |action: fn() -> connection::Action| {
        let dispatch = dispatch.clone();
        move |_: &Event| dispatch.emit(action())
    };
    let (window, document) = (web_sys::window()?, document()?);
    let check = || connection::Action::CheckAsked;
    Some([
        EventListener::new(&document, "visibilitychange", on(|| connection::Action::Hidden(is_hidden()))),
        EventListener::new(&window, "online", on(check)),
        EventListener::new(&window, "offline", on(check)),
    ])
}

/// Whoever left, and comes back by *Back*, gets a page that begins: the browser may have kept the old one as it was, secrets
/// included, and its calls are dead.
fn begin_anew_when_restored() -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window.clone(), "pageshow", move |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            // Fails for no page that is shown.
            let _ = window.location().reload();
        }
    }))
}

fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Pixels that a hand moves the pointer by within a double click.
const HAND: u32 = 8;

/// Takes the second press of a double click away from whatever has come under the pointer after the first: a dialog or a
/// message that opened there, or what was behind one that closed.
fn guard_presses() -> Option<EventListener> {
    let presses = RefCell::new(Presses::default());
    let options = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        ..EventListenerOptions::enable_prevent_default()
    };
    Some(EventListener::new_with_options(&document()?.into(), "click", options, move |event| {
        let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
        // A key presses what has the focus, wherever the pointer is.
        let Some(control) = (click.detail() > 0).then(|| control(event)).flatten() else { return };
        let place = (click.client_x(), click.client_y());
        let slipped = |meant: &(Element, (i32, i32)), met: &(Element, (i32, i32))| {
            let is_near = |one: i32, other: i32| one.abs_diff(other) <= HAND;
            meant.0 != met.0 && is_near(meant.1.0, met.1.0) && is_near(meant.1.1, met.1.1)
        };
        if !presses.borrow_mut().counts((control, place), event.time_stamp(), slipped) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    }))
}

/// What a press is for. A label presses its control, which is another press for the browser.
fn control(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let control = target
        .closest("a, button, input, select, textarea, summary, label, [role=option], [data-place]")
        .ok()??;
    match control.dyn_into::<HtmlLabelElement>() {
        Ok(label) => label.control().map(Into::into),
        Err(control) => Some(control),
    }
}

fn connection_badge(server: &Server, label: Option<&Label>, dispatch: &Callback<connection::Action>) -> Html {
    let health = &server.health;
    let (class, word, title) = match (&health.error, health.data) {
        (Some(_), last) => (
            "connection connection--down",
            shell::NOT_REACHABLE,
            last.map_or_else(
                || shell::NEVER_ANSWERED.here().to_owned(),
                |at| shell::LastAnswered { time: &clock(at) }.here(),
            ),
        ),
        (None, Some(at)) => {
            ("connection connection--up", shell::REACHABLE, shell::Answered { time: &clock(at) }.here())
        }
        (None, None) => ("connection", shell::CHECKING, shell::ASKING.here().to_owned()),
    };
    let name = match label.map(|label| label.name.trim()).filter(|name| !name.is_empty()) {
        Some(name) => html! { <bdi translate="no">{ name.to_owned() }</bdi> },
        None if server.is_own => shell::THIS_SERVER.here().into(),
        None => shell::OTHER_SERVER.here().into(),
    };
    html! {
        <button type="button" class={class} {title} onclick={dispatch.reform(|_| connection::Action::CheckAsked)}>
            <span class="connection__dot" aria-hidden="true"></span>
            <span class={classes!("connection__name", label.map(|_| "connection__name--own"))}>{ name }</span>
            <span class="connection__host" title={server.host.clone()}>{ &server.host }</span>
            <span class="connection__health" role="status">{ word.here() }</span>
        </button>
    }
}

/// Milliseconds within which a letter belongs to the `g` before it.
const SEQUENCE: f64 = 1500.0;

/// Ctrl+K unless a dialog is open; single keys unless somebody is typing as well, or they are switched off.
fn shortcut(event: &Event, last_g: &Cell<f64>, dispatch: &Callback<Action>) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(true));
    let has_dialog =
        || document().is_some_and(|page| page.query_selector("dialog:modal").is_ok_and(|it| it.is_some()));
    let (key, is_single) = (event.key(), !event.ctrl_key() && !event.meta_key() && !event.alt_key());
    let asks_for_palette = key == "k" && (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let is_shortcut =
        is_single && !is_in("input:not([type=checkbox]), textarea, select") && preferences::shortcuts();
    // The document is looked through last: most keys are typed into a field.
    if !(asks_for_palette || is_shortcut) || has_dialog() {
        return;
    }
    if asks_for_palette {
        event.prevent_default();
        return dispatch.emit(Action::PaletteAsked);
    }
    let now = event.time_stamp();
    let is_second = now - last_g.replace(if key == "g" { now } else { f64::NEG_INFINITY }) < SEQUENCE;
    if let Some((page, _)) = Route::PAGES.iter().find(|(_, letter)| is_second && key == *letter) {
        event.prevent_default();
        dispatch.emit(Action::OpenAsked(*page));
    } else if key == "?" {
        event.prevent_default();
        dispatch.emit(Action::HelpAsked);
    } else if key == "/"
        && let Some(found) =
            document().and_then(|document| document.query_selector(SEARCH_BOX).ok().flatten())
        && let Ok(field) = found.dyn_into::<HtmlInputElement>()
    {
        event.prevent_default();
        let _ = field.focus();
    }
}

fn set_title(page: &str) {
    if let Some(document) = document() {
        let rehearsal = is_rehearsal().then(|| [shell::REHEARSAL.here(), " · "]);
        let parts = rehearsal.into_iter().flatten().chain([page, " · Latchboard"]);
        document.set_title(&parts.collect::<String>());
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
