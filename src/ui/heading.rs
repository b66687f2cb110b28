//! The heading of a page: where the cursor goes when somebody comes from another page, so that a screen
//! reader says where they are.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use super::ids;

thread_local! {
    static MOVED: Cell<bool> = const { Cell::new(false) };
}

/// The page was changed: the next heading that is drawn takes the cursor. When the document was loaded, the browser
/// has put it where it belongs.
pub(crate) fn page_changed() {
    MOVED.set(true);
}

/// Puts the cursor on the heading of the page, without scrolling there.
pub(super) fn to_heading() {
    let document = web_sys::window().and_then(|window| window.document());
    let heading = document.and_then(|document| document.get_element_by_id(ids::HEADING));
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Fails only for elements that are not shown.
        let _ = heading.focus_with_options(&options);
    }
}

/// The properties of [`Heading`].
#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    pub text: AttrValue,
}

/// The heading of a page.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if MOVED.take()
                && let Some(heading) = node.cast::<HtmlElement>()
            {
                // Fails only for elements that are not shown.
                let _ = heading.focus();
            }
        });
    }
    html! { <h1 ref={node} id={ids::HEADING} tabindex="-1">{ &props.text }</h1> }
}

/// The heading and what the page is for; an empty lead is not drawn.
pub fn page_head(title: &'static str, lead: &'static str) -> Html {
    html! {
        <header class="page__head">
            <Heading text={title} />
            if !lead.is_empty() { <p class="page__lead">{ lead }</p> }
        </header>
    }
}
