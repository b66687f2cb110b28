//! A link to a page: a real one, with an address, that changes the page without loading it anew.

use yew::prelude::*;

use crate::route::href;
use latchboard_console::route::Route;

/// Where links lead when they are followed without leaving the document.
pub type Open = Callback<Route>;

/// A link to `to`. A click that asks for another tab or window is left to the browser.
pub fn link(to: Route, is_current: bool, class: &'static str, open: &Open, children: Html) -> Html {
    let onclick = {
        let open = open.clone();
        move |event: MouseEvent| {
            let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
            if event.button() == 0 && !elsewhere {
                event.prevent_default();
                open.emit(to);
            }
        }
    };
    let current = is_current.then_some("page");
    html! { <a href={href(to)} {class} aria-current={current} {onclick}>{ children }</a> }
}
