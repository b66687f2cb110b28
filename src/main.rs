//! Mounts the dashboard. A panic ends it: the page says so, since a wasm instance that panicked
//! must not be used again.

use latchboard::part::Part;
use latchboard::route::here;
#[cfg(target_family = "wasm")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
#[cfg(target_family = "wasm")]
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: secrets pass through buffers of other crates, too. Beneath it one a quarter of the size of the
/// standard allocator; the page has one thread.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: ZeroAlloc<WasmDynamicTalc> = ZeroAlloc(new_wasm_dynamic_allocator());

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
