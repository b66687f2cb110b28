//! The error catalogue: what a code means at an endpoint, and what to do about it.

use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, catalogue};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::js::{self, Object, Result, choice, misuse, name};

/// `describeError(code, endpoint, language)`, see the types.
///
/// # Errors
///
/// Throws a `TypeError` for a code, endpoint or language that does not exist.
#[wasm_bindgen(js_name = describeError, skip_typescript)]
pub fn describe_error(code: &JsValue, endpoint: &JsValue, language: &JsValue) -> Result<JsValue> {
    let code: Code = js::as_text(code)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| misuse("code", "the code of a result, such as \"not_found\""))?;
    let endpoint = choice(endpoint, &EndpointId::ALL)
        .ok_or_else(|| misuse("endpoint", "the endpoint of a result, such as \"register\""))?;
    let language = js::language(language, "language")?;
    let entry = catalogue::entry(code, endpoint);
    let described = Object::new()
        .with("code", code.as_str())
        .with("endpoint", name(&endpoint))
        .with("call", catalogue::endpoint(endpoint).in_(language))
        .with("meaning", catalogue::guide(code).meaning.in_(language))
        .with("cause", entry.cause.in_(language))
        .with("remedy", entry.remedy.in_(language))
        .text("action", entry.action.map(|action| name(&action)).as_deref())
        .text("actionText", entry.action.map(|action| action.label().in_(language)))
        .with("retry", name(&entry.retry))
        .with("docs", code.docs());
    Ok(described.into())
}
