//! Mounts the dashboard. A panic ends it: the page says so, since a wasm instance that panicked
//! must not be used again.

fn main() {
    latchboard::crash::install();
    let root = web_sys::window().and_then(|window| window.document()?.get_element_by_id("app"));
    if let Some(root) = root {
        latchboard::effects::shell::begin(latchboard::route::Address::here().route.part(), || {
            yew::Renderer::<latchboard::App>::with_root(root).render();
        });
    }
}
