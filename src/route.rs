//! Pages and what of their state stands in the address bar.

use latchboard_console::route::Route;
use wasm_bindgen::JsValue;
use yew::AttrValue;

use crate::base_path::{base_path, below};

/// The path of a page, as a link to it has it.
#[must_use]
pub fn href(page: Route) -> String {
    [&*base_path(), &*page.path()].concat()
}

/// A page, and what of its state stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The page.
    pub route: Route,
    /// What follows the question mark; empty when there is none.
    pub query: AttrValue,
}

impl Address {
    /// The page without any state.
    #[must_use]
    pub const fn of(route: Route) -> Self {
        Self { route, query: AttrValue::Static("") }
    }

    /// The one in the browser's address bar.
    #[must_use]
    pub fn here() -> Self {
        let location = web_sys::window().map(|window| window.location());
        let part = |text: Option<Result<String, JsValue>>| text.and_then(Result::ok).unwrap_or_default();
        let path = part(location.as_ref().map(web_sys::Location::pathname));
        let query = part(location.as_ref().map(web_sys::Location::search));
        Self { route: Route::parse(below(&path)), query: query.trim_start_matches('?').to_owned().into() }
    }

    /// Writes it into the address bar, as a step of its own that Back takes back, or in place of the present one.
    pub fn show(&self, as_new_step: bool) {
        let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
        let mut url = href(self.route);
        if !self.query.is_empty() {
            url.push('?');
            url.push_str(&self.query);
        }
        // Browsers refuse after hundreds of changes in seconds; the page itself does not depend on it.
        let _ = if as_new_step {
            history.push_state_with_url(&JsValue::NULL, "", Some(&url))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
        };
    }
}
