//! How the list is looked at: density, columns, and searches with filters that were saved under a name. This browser keeps all
//! of it, and nothing of it holds a secret: what stands in a saved view has been in the page's address.

use latchboard_texts::{api_secrets as texts, common, shell};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node};
use yew::prelude::*;

use super::columns::ColumnChoice;
use crate::effects;
use crate::i18n::Here;
use crate::preferences::{self, DENSITY, SavedView};
use crate::ui::{Button, ButtonKind, Symbol, icon, ids};

/// The longest name, in characters.
const NAME: usize = 40;

/// The properties of [`ViewMenu`].
#[derive(Properties, PartialEq)]
pub(super) struct ViewMenuProps {
    /// What is looked at, as it stands in the address.
    pub(super) address: String,
    /// Somebody wants to look at this.
    pub(super) onopen: Callback<String>,
}

#[component]
pub(super) fn ViewMenu(ViewMenuProps { address, onopen }: &ViewMenuProps) -> Html {
    let (views, opened) = (use_state_eq(preferences::views), use_state_eq(|| 0));
    let ontoggle = {
        let opened = opened.clone();
        move |_: Event| opened.set(*opened + 1)
    };
    let (menu, name) = (use_node_ref(), use_node_ref());
    // Another tab may have kept others meanwhile.
    let change = {
        let views = views.clone();
        move |name: &str, added: Option<SavedView>| {
            let others = preferences::views().into_iter().filter(|it| it.name != name);
            let kept: Vec<_> = others.chain(added).collect();
            preferences::keep_views(&kept);
            views.set(kept);
            effects::focus(ids::VIEW_MENU);
        }
    };
    let close = {
        let menu = menu.clone();
        move || {
            // Without it there is nothing to take away.
            menu.cast::<Element>().map(|menu| menu.remove_attribute("open"))
        }
    };
    let onkeydown = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close();
                effects::focus(ids::VIEW_MENU);
            }
        }
    };
    let onfocusout = {
        let (close, menu) = (close.clone(), menu.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            if to.is_some_and(|to| menu.cast::<Node>().is_some_and(|menu| !menu.contains(Some(&to)))) {
                close();
            }
        }
    };
    let saved = |view: &SavedView| {
        let (onopen, close, query) = (onopen.clone(), close.clone(), view.query.clone());
        let (change, name) = (change.clone(), view.name.clone());
        html! {
            <li key={view.name.clone()} class="view-menu__saved">
                <Button kind={ButtonKind::Quiet} onclick={move |()| { close(); onopen.emit(query.clone()) }}>{ view.name.clone() }</Button>
                <button type="button" class="menu" aria-label={texts::ForgetView { name: &view.name }.here()}
                    onclick={move |_| change(&name, None)}>{ icon(Symbol::Cross) }</button>
            </li>
        }
    };
    let onsubmit = {
        let (change, name, query) = (change.clone(), name.clone(), address.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = name.cast::<HtmlInputElement>() else { return };
            let name: String =
                field.value().trim().chars().filter(|it| !it.is_control()).take(NAME).collect();
            if !name.is_empty() {
                field.set_value("");
                change(&name, Some(SavedView { name: name.clone(), query: query.clone() }));
            }
        }
    };
    html! {
        <details class="view-menu" ref={menu} {ontoggle} {onkeydown} {onfocusout}>
            <summary class="menu" id={ids::VIEW_MENU}>{ texts::VIEW.here() }</summary>
            <div class="view-menu__panel form">
                <div class="check">{ shell::DENSITY.here() }{ DENSITY.menu(&Callback::noop()) }</div>
                <ColumnChoice opened={*opened} />
                <div>
                    <p class="field__label">{ texts::VIEWS.here() }</p>
                    if !views.is_empty() { <ul>{ for views.iter().map(saved) }</ul> }
                    if address.is_empty() {
                        <p class="field__hint">{ texts::VIEWS_HINT.here() }</p>
                    } else {
                        <form class="toolbar" {onsubmit}>
                            <input ref={name} class="input toolbar__search" type="text" autocomplete="off" maxlength={NAME.to_string()} aria-label={texts::VIEW_NAME.here()}
                                placeholder={texts::VIEW_NAME.here()} />
                            <Button submit=true>{ common::SAVE.here() }</Button>
                        </form>
                    }
                </div>
            </div>
        </details>
    }
}
