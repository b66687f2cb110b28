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

/// The date, in UTC, in the manner of the page's language.
#[must_use]
pub fn date(at: Timestamp) -> String {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeZone", "UTC")] {
        // Setting a member of a plain object does not fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    date.to_locale_date_string(language().tag(), &options).into()
}

/// The local date in figures, in the manner of the page's language.
#[must_use]
pub fn short_date(at: Timestamp) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    date.to_locale_date_string(language().tag(), &JsValue::UNDEFINED).into()
}
