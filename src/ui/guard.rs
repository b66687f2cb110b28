//! Keeps somebody from leaving the document by accident.

use gloo_events::{EventListener, EventListenerOptions};
use yew::prelude::*;

/// Makes the browser ask before the document is left, for as long as `active`.
#[hook]
pub fn use_guard(active: bool) {
    use_effect_with(active, |active| {
        let guard = active.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            let window = web_sys::window()?;
            let ask = |event: &Event| event.prevent_default();
            Some(EventListener::new_with_options(&window, "beforeunload", options, ask))
        });
        move || drop(guard)
    });
}
