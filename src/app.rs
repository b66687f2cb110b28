//! The shell around every page: navigation, the connection, preferences, and the parts that were opened.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use latchboard_console::admin_key::Task;
use latchboard_console::connection::{self, Connection, Server};
use latchboard_console::journal::Journal;
use latchboard_console::presses::Presses;
use latchboard_console::server_choice::ServerChoice;
use latchboard_contract::endpoint::Family;
use latchboard_texts::Language;
use latchboard_texts::{bulk, common, shell};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlLabelElement, KeyboardEvent};
use yew::prelude::*;

use crate::effects;
use crate::i18n::Here;
use crate::pages::not_found::not_found;
use crate::pages::overview::overview;
use crate::part::{NotLoaded, Part};
use crate::part_props::{Draw, PartProps};
use crate::preferences::{self, DENSITY, THEME, language_menu};
use crate::route::{Address, Route};
use crate::services::{RunNews, Services, Shell};
use crate::store::use_store;
use crate::ui::{Button, ButtonKind, Dialog, Open, Symbol, clock, icon, link, page_changed, run_line};

/// The search box of a page, which the key `/` leads to.
const SEARCH_BOX: &str = "input[type=search]";

/// The whole dashboard.
#[component]
pub fn App() -> Html {
    let language = use_state_eq(preferences::language);
    preferences::speak(*language);
    let on_language = {
        let language = language.clone();
        use_callback((), move |chosen, ()| {
            let language = language.clone();
            effects::texts::with(chosen, move || language.set(chosen));
        })
    };

    // On a phone, where pages and menus are folded away.
    let unfolded = use_state_eq(|| false);
    let fold = {
        let unfolded = unfolded.clone();
        use_callback((), move |open, ()| unfolded.set(open))
    };

    let address = use_state_eq(Address::here);
    let last_task = use_mut_ref(Task::default);
    if let Route::AdminKey { task } = address.route {
        last_task.replace(task);
    }
    let go: Open = {
        let (address, fold) = (address.clone(), fold.clone());
        use_callback((), move |route, ()| {
            let next = Address::of(route);
            fold.emit(false);
            next.show(true);
            page_changed();
            address.set(next);
        })
    };
    let run = use_state_eq(|| None::<RunNews>);
    // The page that somebody wants to go to, away from a run.
    let leaving = use_state_eq(|| None::<Route>);
    let watch = use_mut_ref(Watch::default);
    watch.borrow_mut().here = (*address).clone();
    let on_run = {
        let (run, watch) = (run.clone(), watch.clone());
        use_callback((), move |news: Option<RunNews>, ()| {
            watch.borrow_mut().hear(news);
            run.set(news);
        })
    };
    let open: Open = {
        let (go, leaving, watch) = (go.clone(), leaving.clone(), watch.clone());
        use_callback((), move |route, ()| {
            if watch.borrow().asks_before(route) { leaving.set(Some(route)) } else { go.emit(route) }
        })
    };
    let show = {
        let address = address.clone();
        use_callback((), move |next: Address, ()| {
            next.show(false);
            address.set(next);
        })
    };

    let check = use_callback((), move |(effect, dispatch): (Rc<_>, _), ()| {
        effects::shell::connection(&effect, dispatch);
    });
    let begin = || Connection::new(effects::shell::page_host(), preferences::choices());
    let (connection, on_connection) = use_store(begin, check);
    // How often each family was moved: what belongs to the server before begins anew.
    let moves = use_mut_ref(|| [0_usize; Family::ALL.len()]);
    let services = {
        let (open, on_connection, moves) = (open.clone(), on_connection.clone(), moves.clone());
        use_memo((), move |()| {
            let health = on_connection.clone();
            let moved = move |(family, place): (Family, ServerChoice)| {
                moves.borrow_mut()[family as usize] += 1;
                preferences::keep_place(family, &place);
                on_connection.emit(connection::Action::Moved(family, place));
            };
            let moved = moved.into();
            Services::new(preferences::choices(), Shell { open, show, health, moved, run: on_run })
        })
    };
    {
        let (address, leaving, watch) = (address.clone(), leaving.clone(), watch.clone());
        let services = services.clone();
        use_effect_with((), move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "popstate", move |_| {
                    let next = Address::here();
                    let asks = watch.borrow().asks_before(next.route);
                    if asks || services.shows_once() {
                        // The browser has gone there already.
                        watch.borrow().here.show(true);
                        return leaving.set(asks.then_some(next.route));
                    }
                    page_changed();
                    address.set(next);
                })
            });
            move || drop(listener)
        });
    }
    let news = use_state_eq(|| 0);
    {
        let (services, on_connection, watch) = (services.clone(), on_connection.clone(), watch.clone());
        use_effect_with((), move |()| {
            let reader = services.clone();
            services.listen(Callback::from(move |()| {
                // Nothing else in here shows them, and a run has some all the time.
                if watch.borrow().here.route == Route::Home {
                    news.set(reader.journal(Journal::reported));
                }
            }));
            on_connection.emit(connection::Action::Hidden(is_hidden()));
            on_connection.emit(connection::Action::CheckAsked);
            let listening = (check_on_return(&on_connection), guard_presses());
            move || drop(listening)
        });
    }
    let retirement_read = use_state_eq(|| false);

    use_effect_with((address.route, *language), |(route, _)| set_title(route.name().here()));
    let help = use_state_eq(|| false);
    let on_help = {
        let help = help.clone();
        use_callback((), move |shown, ()| help.set(shown))
    };
    use_effect_with((), {
        let on_help = on_help.clone();
        move |()| {
            let listener = document().map(|document| {
                let options = EventListenerOptions::enable_prevent_default();
                EventListener::new_with_options(&document, "keydown", options, move |event| {
                    shortcut(event, &on_help);
                })
            });
            move || drop(listener)
        }
    });

    // Every part that was opened stays, with what was typed and answered in it.
    let opened = use_mut_ref(Vec::new);
    if let Some(part) = address.route.part()
        && !opened.borrow().contains(&part)
    {
        opened.borrow_mut().push(part);
    }
    let props = PartProps { address: (*address).clone(), language: *language, services: services.clone() };
    let route = address.route;
    html! {
        <ContextProvider<Language> context={*language}>
            <div class="shell" data-menu={unfolded.then_some("open")}>
                <a class="skip-link" href="#main">{ shell::SKIP.here() }</a>
                <header class="topbar">
                    <span class="brand">{ icon(Symbol::Latch) }{ "Latchboard" }</span>
                    <div class="topbar__end">
                        { connection_badge(connection.shown(address.route.family()), &on_connection) }
                        { language_menu(*language, &on_language) }
                        { THEME.menu(&Callback::noop()) }
                        <button type="button" class="menu menu--help" aria-label={shell::HELP.here()} title={shell::HELP.here()}
                            onclick={on_help.reform(|_| true)}>{ "?" }</button>
                    </div>
                    <button type="button" class="button topbar__pages" aria-expanded={unfolded.to_string()} aria-controls="pages"
                        onclick={fold.reform({ let next = !*unfolded; move |_| next })}>{ shell::PAGES.here() }</button>
                </header>
                { navigation(route, *last_task.borrow(), &open) }
                <main id="main" class="main" tabindex="-1">
                    { run_note(run.as_ref(), route, &open) }
                    // A list of its own: among other children the keys would not count, and a part be made anew.
                    <>{ for opened.borrow().iter().map(|part: &Part| html! { <Loaded key={part_key(*part, &*moves.borrow())} part={*part} props={props.clone()} comebacks={connection.comebacks()} /> }) }</>
                    if route == Route::Home {
                        { overview(&services, &connection, &on_connection, &retirement_read) }
                    }
                    if route == Route::NotFound { { not_found(&open) } }
                </main>
                if *help { { help_dialog(&on_help) } }
                if let Some(to) = *leaving {
                    { leave_dialog(to, &leaving, &watch, &go) }
                }
            </div>
        </ContextProvider<Language>>
    }
}

/// What the way to other pages depends on.
struct Watch {
    here: Address,
    run: Option<RunNews>,
    /// Somebody left the run once, and knows that it goes on.
    is_told: bool,
}

impl Default for Watch {
    fn default() -> Self {
        Self { here: Address::of(Route::Home), run: None, is_told: false }
    }
}

impl Watch {
    fn hear(&mut self, news: Option<RunNews>) {
        let goes_on = news.is_some_and(|run| run.is_going);
        self.is_told &= goes_on;
        self.run = news;
    }

    /// Whether leaving the present page for this one leaves a run without anybody who was told that it goes on.
    fn asks_before(&self, next: Route) -> bool {
        let is_here = |run: &RunNews| run.is_going && run.page == self.here.route && run.page != next;
        !self.is_told && self.run.as_ref().is_some_and(is_here)
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
        <div class="page page--wide shell__run">
            <p class="note">
                if run.is_going {
                    <progress max={all.max(1).to_string()} value={count.to_string()} aria-label={shell::RUN.here()} />
                }
                <span>{ text }{ " " }{ link(run.page, false, "", open, bulk::STRIP_SHOW.here().into()) }</span>
            </p>
        </div>
    }
}

fn leave_dialog(
    to: Route,
    leaving: &UseStateHandle<Option<Route>>,
    watch: &Rc<RefCell<Watch>>,
    go: &Open,
) -> Html {
    let stay = {
        let leaving = leaving.clone();
        Callback::from(move |()| leaving.set(None))
    };
    let leave = {
        let (leaving, watch, go) = (leaving.clone(), watch.clone(), go.clone());
        Callback::from(move |()| {
            watch.borrow_mut().is_told = true;
            leaving.set(None);
            go.emit(to);
        })
    };
    html! {
        <Dialog labelled_by="leave-title" onescape={stay.clone()}>
            <h2 id="leave-title">{ shell::LEAVE.here() }</h2>
            <p>{ shell::LEAVE_WHY.here() }</p>
            <div class="dialog__actions">
                <Button kind={ButtonKind::Primary} onclick={stay}>{ shell::LEAVE_NOT.here() }</Button>
                <Button onclick={leave}>{ shell::LEAVE_ALL_THE_SAME.here() }</Button>
            </div>
        </Dialog>
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
        use_effect_with(*comebacks, move |_| {
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
    let is_shown = props.address.route.part() == Some(*part);
    match *state {
        Some(Ok(draw)) => draw(props.clone()),
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
                    <Button onclick={load}>{ common::TRY_AGAIN.here() }</Button>
                </div>
            </div>
        },
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
    let control = target.closest("a, button, input, select, textarea, summary, label").ok()??;
    match control.dyn_into::<HtmlLabelElement>() {
        Ok(label) => label.control().map(Into::into),
        Err(control) => Some(control),
    }
}

fn connection_badge(server: &Server, dispatch: &Callback<connection::Action>) -> Html {
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
    html! {
        <button type="button" class={class} {title} onclick={dispatch.reform(|_| connection::Action::CheckAsked)}>
            <span class="connection__dot" aria-hidden="true"></span>
            <span class="connection__name">
                { if server.is_own { shell::THIS_SERVER.here() } else { shell::OTHER_SERVER.here() } }
            </span>
            <span class="connection__host">{ &server.host }</span>
            <span class="connection__health" role="status">{ word.here() }</span>
        </button>
    }
}

fn help_dialog(on_help: &Callback<bool>) -> Html {
    let keys = [
        (&["?"] as &[_], shell::KEY_HELP),
        (&["/"], shell::KEY_SEARCH),
        (&["Tab", "⇧ Tab"], shell::KEY_TAB),
        (&["↑", "↓", "Home", "End"], shell::KEY_ROWS),
        (&["Esc"], shell::KEY_ESCAPE),
    ];
    let close = on_help.reform(|()| false);
    let onchange = |event: Event| {
        if let Some(box_) = event.target_dyn_into::<HtmlInputElement>() {
            preferences::use_shortcuts(box_.checked());
        }
    };
    html! {
        <Dialog labelled_by="help-title" onescape={close.clone()}>
            <h2 id="help-title">{ shell::HELP.here() }</h2>
            <dl class="facts facts--keys">
                { for keys.map(|(keys, text)| html! {
                    <><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ text.here() }</dd></>
                }) }
            </dl>
            <label class="check">
                <input type="checkbox" checked={preferences::shortcuts()} {onchange} />
                <span>{ shell::SHORTCUTS.here() }</span>
            </label>
            <p class="check">{ shell::DENSITY.here() }{ DENSITY.menu(&Callback::noop()) }</p>
            <div class="dialog__actions"><Button onclick={close}>{ common::CLOSE.here() }</Button></div>
        </Dialog>
    }
}

/// `?` and `/`, unless somebody is typing, a dialog is open, or they are switched off.
fn shortcut(event: &Event, on_help: &Callback<bool>) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let key = event.key();
    if !matches!(&*key, "?" | "/") || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.matches("input, textarea, select, dialog *").unwrap_or(true));
    if typing || !preferences::shortcuts() {
        return;
    }
    if key == "?" {
        event.prevent_default();
        on_help.emit(true);
    } else if let Some(found) =
        document().and_then(|document| document.query_selector(SEARCH_BOX).ok().flatten())
        && let Ok(field) = found.dyn_into::<HtmlInputElement>()
    {
        event.prevent_default();
        let _ = field.focus();
    }
}

fn set_title(page: &str) {
    if let Some(document) = document() {
        document.set_title(&[page, " · Latchboard"].concat());
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

#[cfg(test)]
mod tests {
    use super::Watch;
    use crate::route::{Address, Route};
    use crate::services::RunNews;

    fn news(is_going: bool) -> Option<RunNews> {
        Some(RunNews {
            page: Route::Bulk,
            switches: true,
            signed_out: false,
            is_going,
            counts: None,
            need_answer: 0,
        })
    }

    #[test]
    fn a_run_is_left_on_somebodys_word_which_holds_until_it_ends() {
        let mut watch = Watch { here: Address::of(Route::Bulk), ..Watch::default() };
        assert!(!watch.asks_before(Route::Home), "there is no run");
        watch.hear(news(true));
        assert!(watch.asks_before(Route::Home) && !watch.asks_before(Route::Bulk));
        watch.here = Address::of(Route::Activity);
        assert!(!watch.asks_before(Route::Home), "it is not what is left");
        watch.here = Address::of(Route::Bulk);
        watch.is_told = true;
        watch.hear(news(true));
        assert!(!watch.asks_before(Route::Home));
        watch.hear(news(false));
        assert!(!watch.asks_before(Route::Home), "it is over");
        watch.hear(news(true));
        assert!(watch.asks_before(Route::Home), "another run, another question");
    }
}
