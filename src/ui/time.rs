//! Moments as people read them.

use std::cell::RefCell;

use gloo_timers::callback::Interval;
use js_sys::Intl::RelativeTimeFormat;
use latchboard_console::Timestamp;
use latchboard_texts::{Language, common};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::i18n::{Here, language};

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

/// How many milliseconds the local time is ahead of UTC now.
#[must_use]
pub fn ahead_of_utc() -> i64 {
    // Minutes, and the other way round.
    -(js_sys::Date::new_0().get_timezone_offset() as i64) * 60_000
}

/// From seconds since 1970, as servers tell them.
#[must_use]
pub fn milliseconds(seconds: i64) -> Timestamp {
    Timestamp(u64::try_from(seconds).unwrap_or_default().saturating_mul(1000))
}

/// From the longest to the shortest, with seconds in each.
const UNITS: [(&str, f64); 6] = [
    ("year", 31_557_600.0),
    ("month", 2_629_800.0),
    ("day", 86_400.0),
    ("hour", 3600.0),
    ("minute", 60.0),
    ("second", 1.0),
];

/// Seconds that nobody counts.
const NOW: f64 = 5.0;

/// How long ago something is, or how far off, in the language of the page and its largest unit that fits.
#[must_use]
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    thread_local! {
        // Making one takes far longer than using it.
        static FORMAT: RefCell<Option<(Language, RelativeTimeFormat)>> = const { RefCell::new(None) };
    }
    let seconds = (at.0 as f64 - now.0 as f64) / 1000.0;
    if seconds.abs() < NOW {
        return common::JUST_NOW.here().to_owned();
    }
    let fits = UNITS.iter().find(|(_, length)| seconds.abs() >= *length);
    let (unit, length) = fits.or(UNITS.last()).copied().unwrap_or(("second", 1.0));
    FORMAT.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(kept, _)| *kept != language()) {
            let options = js_sys::Object::new();
            // Setting a member of a plain object does not fail.
            let _ = js_sys::Reflect::set(&options, &"numeric".into(), &"always".into());
            let locales = js_sys::Array::of1(&language().tag().into());
            *kept = Some((language(), RelativeTimeFormat::new(&locales, &options)));
        }
        let said = kept.as_ref().map(|(_, format)| format.format((seconds / length).trunc(), unit));
        said.map(String::from).unwrap_or_default()
    })
}

/// Draws the component anew each minute: what it says of how long ago something was stays true.
#[hook]
pub fn use_minutes() {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let minutes = Interval::new(60_000, move || update.force_update());
        move || drop(minutes)
    });
}
