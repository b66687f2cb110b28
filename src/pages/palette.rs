//! The command palette: a box to type into and what is offered for it.

use latchboard_console::api_secrets::State;
use latchboard_console::palette::{Action, Command, Palette};
use latchboard_console::route::Route;
use latchboard_texts::{api_secrets, palette as texts, shell, visible};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::i18n::Here;
use crate::ui::{Dialog, Symbol, icon};

/// The properties of [`CommandPalette`].
#[derive(Properties, PartialEq)]
pub(super) struct PaletteProps {
    pub(super) palette: Palette,
    pub(super) dispatch: Callback<Action>,
}

/// What is offered in a place.
fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// The command palette, for as long as it is drawn.
#[component]
pub(super) fn CommandPalette(PaletteProps { palette, dispatch }: &PaletteProps) -> Html {
    let (commands, choice) = (&palette.commands, palette.choice);
    let typed = dispatch.reform(|event: InputEvent| {
        let typed = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
        Action::Typed(typed.unwrap_or_default())
    });
    let onkeydown = {
        let dispatch = dispatch.clone();
        move |event: KeyboardEvent| {
            // What ends a composition is no command, nor is a key that is held.
            if event.is_composing() {
                return;
            }
            let action = match &*event.key() {
                "ArrowDown" => Action::Moved(1),
                "ArrowUp" => Action::Moved(-1),
                "Enter" if event.repeat() => return event.prevent_default(),
                "Enter" => Action::Entered,
                _ => return,
            };
            event.prevent_default();
            dispatch.emit(action);
        }
    };
    let onclick = {
        let (dispatch, commands) = (dispatch.clone(), commands.clone());
        move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let option = target.and_then(|target| target.closest("[data-at]").ok()?);
            let at = option.and_then(|option| option.get_attribute("data-at")?.parse::<usize>().ok());
            if let Some(command) = at.and_then(|at| commands.get(at)) {
                dispatch.emit(Action::Chosen(command.clone()));
            }
        }
    };
    use_effect_with((choice, palette.query.clone()), |(choice, _)| {
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(option) = document.and_then(|document| document.get_element_by_id(&option_id(*choice))) {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let option = |(at, command): (usize, &Command)| {
        html! {
            <li id={option_id(at)} class="palette__option" role="option" data-at={at.to_string()}
                aria-selected={(at == choice).to_string()}>{ offered(command) }</li>
        }
    };
    html! {
        <Dialog labelled_by="palette-title" class="dialog--palette" onescape={dispatch.reform(|()| Action::Closed)}>
            <h2 id="palette-title" class="visually-hidden">{ texts::TITLE.here() }</h2>
            <input class="input palette__input" type="text" role="combobox" autocomplete="off" spellcheck="false"
                aria-label={texts::TITLE.here()} placeholder={texts::PLACEHOLDER.here()} aria-expanded="true"
                aria-controls="palette-options" aria-autocomplete="list"
                aria-activedescendant={(!commands.is_empty()).then(|| option_id(choice))}
                value={palette.query.clone()} oninput={typed} {onkeydown} />
            <ul id="palette-options" class="palette" role="listbox" aria-label={texts::COMMANDS.here()} {onclick}>
                { for commands.iter().enumerate().map(option) }
            </ul>
            if commands.is_empty() { <p class="palette__none" role="status">{ texts::NOTHING.here() }</p> }
        </Dialog>
    }
}

fn offered(command: &Command) -> Html {
    let (symbol, verb, of) = match command {
        Command::Page(page) => (Symbol::Arrow, page.name().here(), None),
        Command::Details(of) => (Symbol::Eye, api_secrets::DETAILS.here(), Some(of)),
        Command::Switch(of, State::Active) => (Symbol::Check, api_secrets::ACTIVATE.here(), Some(of)),
        Command::Switch(of, State::Inactive) => (Symbol::Cross, api_secrets::DEACTIVATE.here(), Some(of)),
        Command::Edit(of) => (Symbol::Pencil, api_secrets::EDIT.here(), Some(of)),
        Command::New => (Symbol::Plus, api_secrets::NEW.here(), None),
        Command::Refresh => (Symbol::Refresh, api_secrets::REFRESH.here(), None),
        Command::SignIn => (Symbol::Person, shell::SIGN_IN.here(), None),
        Command::SignOut => (Symbol::Person, shell::SIGN_OUT.here(), None),
    };
    let key = Route::PAGES.iter().find(|(page, _)| *command == Command::Page(*page)).map(|(_, key)| *key);
    html! {
        <>
            { icon(symbol) }
            <span class="palette__verb">{ verb }</span>
            if let Some(key) = key { { " " }<span class="palette__keys"><kbd>{ "G" }</kbd><kbd>{ key.to_ascii_uppercase() }</kbd></span> }
            if let Some(of) = of {
                { " " }<bdi class="palette__name" translate="no">{ visible(&of.name) }</bdi>
                { " " }<span class="palette__id">{ api_secrets::ById { identifier: of.identifier.as_str() }.here() }</span>
            }
        </>
    }
}
