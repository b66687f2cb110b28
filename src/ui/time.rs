//! Moments as people read them.

use latchboard_console::Timestamp;
use wasm_bindgen::JsValue;

use crate::i18n::language;

/// The local time of day, in the manner of the page's language.
#[must_use]
pub fn clock(at: Timestamp) -> String {
    // Exact for the next 285,000 years.
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    date.to_locale_time_string(language().tag()).into()
}
