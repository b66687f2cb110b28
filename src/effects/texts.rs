//! Fetches the texts of a language. Each file is fetched once; those that the page begins with come along with the program.

use js_sys::{Function, Promise, Reflect};
use latchboard_texts::{Language, Portion};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The function in `index.html` that gives a promise of a portion of a language's texts.
const FETCH: &str = "latchboardTexts";

/// Whether they are there now.
pub async fn load(language: Language, portion: Portion) -> bool {
    let Some(table) = fetched(language, portion).await else { return false };
    // For as long as the page lives.
    latchboard_texts::load(language, portion, table.leak());
    true
}

async fn fetched(language: Language, portion: Portion) -> Option<String> {
    let fetch: Function = Reflect::get(&js_sys::global(), &FETCH.into()).ok()?.dyn_into().ok()?;
    let (tag, place) = (language.tag().into(), (portion as u8).into());
    let promise: Promise = fetch.call2(&JsValue::UNDEFINED, &tag, &place).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
