//! Mounts the dashboard. A panic ends it: the page says so, since a wasm instance that panicked
//! must not be used again.

use std::alloc::System;

use latchboard::part::Part;
use latchboard::route::here;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: secrets pass through buffers of other crates, too.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    latchboard::crash::install();
    let root = web_sys::window().and_then(|window| window.document()?.get_element_by_id("app"));
    if let Some(root) = root {
        let part = Part::of(here().route);
        latchboard::effects::shell::begin(part, || {
            yew::Renderer::<latchboard::App>::with_root(root).render();
        });
    }
}
