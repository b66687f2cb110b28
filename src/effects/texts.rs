//! Fetches the texts of a language. Each is fetched once; the page's own first one comes along with the program.

use js_sys::{Function, Promise, Reflect};
use latchboard_texts::Language;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The function in `index.html` that gives a promise of the texts of a language.
const FETCH: &str = "latchboardTexts";

/// Whether they are there now.
pub async fn load(language: Language) -> bool {
    let Some(table) = fetched(language).await else { return false };
    // For as long as the page lives.
    latchboard_texts::load(language, table.leak());
    true
}

async fn fetched(language: Language) -> Option<String> {
    let fetch: Function = Reflect::get(&js_sys::global(), &FETCH.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = fetch.call1(&JsValue::UNDEFINED, &language.tag().into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
