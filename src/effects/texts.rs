//! Fetches the texts of a language. Each file is fetched once; those that the page begins with come along with the program,
//! those of the parts with the styles of the parts.

use js_sys::{Function, Promise, Reflect};
use latchboard_texts::{Language, Portion};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The function in `index.html` that gives a promise of a portion of a language's texts.
const FETCH: &str = "latchboardTexts";

/// Begins to fetch them; whether they are there then.
pub fn load(language: Language, portion: Portion) -> impl Future<Output = bool> {
    // Listened to from the start: it may fail before anybody waits for it.
    let asked = ask(language, portion).map(JsFuture::from);
    async move {
        let Some(asked) = asked else { return false };
        let Some(table) = asked.await.ok().and_then(|table| table.as_string()) else {
            return false;
        };
        latchboard_texts::load(language, portion, table);
        true
    }
}

fn ask(language: Language, portion: Portion) -> Option<Promise> {
    let fetch: Function = Reflect::get(&js_sys::global(), &FETCH.into()).ok()?.dyn_into().ok()?;
    let (tag, place) = (language.tag().into(), (portion as u8).into());
    fetch.call2(&JsValue::UNDEFINED, &tag, &place).ok()?.dyn_into().ok()
}
