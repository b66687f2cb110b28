//! One heading and one field: nothing that a page with a form could do without. `cargo xtask bench` and
//! `cargo xtask size` build it as they build the dashboard, and put it beside it.

use yew::prelude::*;

#[component(Empty)]
fn empty() -> Html {
    html! { <main><h1>{ "Empty" }</h1><input aria-label="Empty" /></main> }
}

fn main() {
    yew::Renderer::<Empty>::new().render();
}
