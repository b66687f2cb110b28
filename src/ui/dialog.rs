//! A modal dialog on the browser's own `<dialog>`: it keeps the focus inside and gives it back.
//!
//! A click beside it or the Back button never close it; only its own buttons do, and Esc where it may.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// The properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// The id of the heading, which names the dialog.
    pub labelled_by: &'static str,
    /// A class of its own, for one that looks otherwise.
    #[prop_or_default]
    pub class: Classes,
    /// What stands in it.
    pub children: Html,
    /// Esc was pressed. Without this, Esc does nothing.
    #[prop_or_default]
    pub onescape: Option<Callback<()>>,
}

/// A modal dialog, open for as long as it is drawn.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            open(&node);
            move || {
                // Closing hands the focus back to where it was before.
                if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                    dialog.close();
                    focus_anew();
                }
            }
        });
    }
    let oncancel = {
        let onescape = props.onescape.clone();
        move |event: Event| {
            event.prevent_default();
            if let Some(onescape) = &onescape {
                onescape.emit(());
            }
        }
    };
    // Browsers let a second Esc through whatever the page says.
    let onclose = {
        let node = node.clone();
        move |_: Event| open(&node)
    };
    html! {
        <dialog ref={node} class={classes!("dialog", props.class.clone())} aria-labelledby={props.labelled_by} {oncancel} {onclose}>
            { props.children.clone() }
        </dialog>
    }
}

/// Chromium gives the focus back without the caret: what is typed then goes nowhere.
fn focus_anew() {
    let active = web_sys::window().and_then(|window| window.document()?.active_element());
    if let Some(element) = active.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
        let _ = element.focus();
    }
}

fn open(node: &NodeRef) {
    if let Some(dialog) =
        node.cast::<HtmlDialogElement>().filter(|dialog| dialog.is_connected() && !dialog.open())
    {
        // Fails only when it is open already.
        let _ = dialog.show_modal();
    }
}
