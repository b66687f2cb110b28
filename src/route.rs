//! Addresses of pages in links and in the browser's address bar.

use latchboard_console::route::{Address, Route};
use wasm_bindgen::JsValue;

use crate::base_path::{base_path, below};

/// The path of a page, as a link to it has it.
#[must_use]
pub fn href(page: Route) -> String {
    [&*base_path(), &*page.path()].concat()
}

/// The address in the browser's address bar.
#[must_use]
pub fn here() -> Address {
    let location = web_sys::window().map(|window| window.location());
    let part = |text: Option<Result<String, JsValue>>| text.and_then(Result::ok).unwrap_or_default();
    let path = part(location.as_ref().map(web_sys::Location::pathname));
    let query = part(location.as_ref().map(web_sys::Location::search));
    Address { route: Route::parse(below(&path)), query: query.trim_start_matches('?').into() }
}

/// Writes an address into the address bar, as a step of its own that Back takes back, or in place of the present one.
pub fn show(address: &Address, is_step: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let mut url = href(address.route);
    if !address.query.is_empty() {
        url.push('?');
        url.push_str(&address.query);
    }
    // Browsers refuse after hundreds of changes in seconds; the page itself does not depend on it.
    let _ = if is_step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
}
