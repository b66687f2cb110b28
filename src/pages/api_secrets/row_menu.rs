//! What else can be done with a row, in a menu that lies over the page: the table would cut it off.

use gloo_events::{EventListener, EventListenerOptions};
use latchboard_console::api_secrets::{DetailsAction, FormAction};
use latchboard_console::vault::Action;
use latchboard_contract::validate::Identifier;
use latchboard_texts::Text;
use latchboard_texts::{api_secrets as texts, common};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::effects;
use crate::i18n::Here;
use crate::ui::{Symbol, icon};

/// The row that a menu was opened for. Other rows may take its place while it is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MenuRow {
    pub(super) identifier: Identifier,
    pub(super) name: String,
    pub(super) can_write: bool,
    /// The button that opened it: it lies beneath, and gets the focus back.
    pub(super) button: Element,
}

/// The properties of [`RowMenu`].
#[derive(Properties, PartialEq)]
pub(super) struct RowMenuProps {
    /// `None` while it is closed.
    pub(super) row: Option<MenuRow>,
    /// It is closed now.
    pub(super) onclose: Callback<()>,
    pub(super) dispatch: Callback<Action>,
}

/// The menu. It is there while it is closed as well: the browser opens what is in the page.
#[component]
pub(super) fn RowMenu(RowMenuProps { row, onclose, dispatch }: &RowMenuProps) -> Html {
    let menu = use_node_ref();
    let copied = use_state_eq(|| None::<bool>);
    use_effect_with(row.clone(), {
        let (menu, copied) = (menu.clone(), copied.clone());
        move |row| {
            copied.set(None);
            let Some(menu) = menu.cast::<HtmlElement>() else { return };
            match row {
                Some(row) => open(&menu, &row.button),
                None => close(&menu),
            }
        }
    });
    use_effect_with(row.is_some(), {
        let onclose = onclose.clone();
        move |is_open| {
            let listeners = is_open.then(|| close_when_moved(&onclose));
            move || drop(listeners)
        }
    });
    // The browser closes it for Escape, and for a press elsewhere.
    let ontoggle = {
        let (menu, onclose) = (menu.clone(), onclose.clone());
        move |_: Event| {
            if menu.cast::<Element>().is_some_and(|menu| !menu.matches(":popover-open").unwrap_or(false)) {
                onclose.emit(());
            }
        }
    };
    let onkeydown = {
        let menu = menu.clone();
        move |event: KeyboardEvent| {
            let Some(menu) = menu.cast::<HtmlElement>() else { return };
            let next: fn(i32, i32) -> i32 = match &*event.key() {
                "ArrowDown" => |at, _| at + 1,
                "ArrowUp" => |at, _| at - 1,
                "Home" => |_, _| 0,
                "End" => |_, count| count - 1,
                // The focus goes back to the button, and on from there.
                "Tab" => return close(&menu),
                _ => return,
            };
            event.prevent_default();
            step(&menu, next);
        }
    };
    let item = |symbol: Symbol, text: Text, is_blocked: bool, chosen: Callback<()>| {
        html! {
            // Not `disabled`: whoever chooses it is told why.
            <button type="button" role="menuitem" tabindex="-1" class="row-menu__item" aria-disabled={is_blocked.then_some("true")}
                aria-describedby={is_blocked.then_some("no-edit")} onclick={chosen.reform(|_: MouseEvent| ())}>
                { icon(symbol) }{ text.here() }
            </button>
        }
    };
    let does = |row: &MenuRow, action: fn(Identifier, String) -> Action| {
        let (menu, dispatch) = (menu.clone(), dispatch.clone());
        let (identifier, name) = (row.identifier.clone(), row.name.clone());
        Callback::from(move |()| {
            if let Some(menu) = menu.cast::<HtmlElement>() {
                close(&menu);
            }
            dispatch.emit(action(identifier.clone(), name.clone()));
        })
    };
    let copies = |text: &str| {
        let (text, copied) = (text.to_owned(), copied.clone());
        Callback::from(move |()| {
            // The same words once more would not be read out.
            copied.set(None);
            let copied = copied.clone();
            effects::copy_plain(text.clone(), Callback::from(move |is_copied| copied.set(Some(is_copied))));
        })
    };
    let said = match *copied {
        None => "",
        Some(true) => texts::MENU_COPIED.here(),
        Some(false) => texts::MENU_NOT_COPIED.here(),
    };
    let label = row.as_ref().map(|row| {
        let verb = common::MORE.here();
        texts::OfRow { verb, name: &row.name, identifier: row.identifier.as_str() }.here()
    });
    html! {
        <div ref={menu.clone()} class="row-menu" popover="auto" {ontoggle} {onkeydown}>
            if let Some(row) = row {
                <div role="menu" aria-label={label}>
                { item(Symbol::Eye, texts::DETAILS, false, does(row, |id, name| DetailsAction::DetailsOpened(id, name).into())) }
                { item(Symbol::Pencil, texts::EDIT, !row.can_write, does(row, |id, name| FormAction::EditOpened(id, name).into())) }
                { item(Symbol::Copy, texts::COPY_ID, false, copies(row.identifier.as_str())) }
                { item(Symbol::Copy, texts::COPY_NAME, false, copies(&row.name)) }
                </div>
                <p class="row-menu__said" role="status">{ said }</p>
            }
        </div>
    }
}

/// Shows it under its button, or above it where there is more room, with the focus on its first entry.
fn open(menu: &HtmlElement, button: &Element) {
    // A browser without popovers has everything of it in the panel.
    if menu.show_popover().is_err() {
        return;
    }
    let window_height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    let (button, size) = (button.get_bounding_client_rect(), menu.get_bounding_client_rect());
    let is_cut = window_height.is_some_and(|height| button.bottom() + size.height() > height);
    let top = if is_cut { button.top() - size.height() } else { button.bottom() };
    let left = (button.right() - size.width()).max(0.0);
    for (property, pixels) in [("top", top), ("left", left)] {
        // Fails for properties that there are not.
        let _ = menu.style().set_property(property, &format!("{pixels}px"));
    }
    step(menu, |_, _| 0);
}

/// What it lies over has moved away from under it.
fn close_when_moved(onclose: &Callback<()>) -> Option<[EventListener; 2]> {
    let window = web_sys::window()?;
    let listen = |name: &'static str| {
        let onclose = onclose.clone();
        EventListener::new_with_options(
            &window,
            name,
            EventListenerOptions::run_in_capture_phase(),
            move |_| {
                onclose.emit(());
            },
        )
    };
    Some(["scroll", "resize"].map(listen))
}

fn close(menu: &HtmlElement) {
    // Fails where it is closed.
    let _ = menu.hide_popover();
}

/// Moves the focus from the place that it has among the entries to the next one, round the ends.
fn step(menu: &HtmlElement, next: fn(i32, i32) -> i32) {
    let Ok(entries) = menu.query_selector_all("[role=menuitem]") else { return };
    let entry = |place: i32| entries.item(place as u32)?.dyn_into::<HtmlElement>().ok();
    let count = entries.length() as i32;
    let has_focus = |place: &i32| entry(*place).is_some_and(|it| it.matches(":focus").unwrap_or(false));
    let present = (0..count).find(has_focus).unwrap_or(-1);
    if let Some(entry) = entry(next(present, count).rem_euclid(count.max(1))) {
        // Fails for nothing that is in the page.
        let _ = entry.focus();
    }
}
