//! The module in a worker of a real browser, against a real server: no `window`, no document.
//!
//! `cargo xtask test web` starts the server, allows this page's origin to call it, and names it
//! in `LATCHBOARD_LIVE` while this is compiled: address, API key, client id and client secret.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Object, Promise, Reflect, global};
use latchboard_module::{LocationHistory, MySafe, fingerprint, generate_secret, validate_secret};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const UNDEFINED: JsValue = JsValue::UNDEFINED;

fn live() -> [&'static str; 4] {
    let words: Vec<&str> = option_env!("LATCHBOARD_LIVE").unwrap_or_default().split(' ').collect();
    words.try_into().expect("no server: start this with `cargo xtask test web`")
}

fn object<const N: usize>(members: [(&str, &str); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &name.into(), &value.into()).expect("a plain object");
    }
    object.into()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).expect("an object")
}

fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

async fn done(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect("errors are values")
}

#[wasm_bindgen_test]
fn there_is_no_window_here() {
    assert!(get(&global(), "window").is_undefined() && get(&global(), "document").is_undefined());
}

#[wasm_bindgen_test]
fn secrets_are_made_checked_and_compared() {
    let secret = generate_secret().expect("randomness");
    let check = validate_secret(secret, UNDEFINED).expect("a string");
    assert_eq!(get(&check, "valid"), JsValue::TRUE);
    assert_eq!(text(&get(&check, "strength"), "level"), "very_strong");
    assert_eq!(fingerprint("abc".into()).expect("a string"), "ba7816bf8f01");
}

#[wasm_bindgen_test]
async fn an_admin_key_lives_and_dies() {
    let [base_url, api_key, ..] = live();
    // The other service of the account: the client's own tests register the first one.
    let options = object([("baseUrl", base_url), ("apiKey", api_key), ("service", "geofencing")]);
    let history = LocationHistory::new(options).expect("options");
    let first = JsValue::from_str("the first secret, in a worker");
    let registered = done(history.register(first.clone(), UNDEFINED)).await;
    assert_eq!(text(&registered, "verdict"), "done", "{:?}", get(&registered, "code"));
    let key = get(&registered, "adminKey");
    assert_eq!(text(&done(history.settings(key.clone(), UNDEFINED)).await, "verdict"), "done");
    assert_eq!(text(&done(history.regenerate_key(first.clone(), UNDEFINED)).await, "verdict"), "done");
    let dead = done(history.settings(key.clone(), UNDEFINED)).await;
    assert_eq!(text(&dead, "code"), "admin_key_rejected");
    let second = JsValue::from_str("the second secret, in a worker");
    assert_eq!(text(&done(history.update_secret(first, second.clone(), UNDEFINED)).await, "verdict"), "done");
    let refused = done(history.register(second, UNDEFINED)).await;
    assert_eq!(text(&refused, "code"), "already_registered");
}

#[wasm_bindgen_test]
async fn many_api_secrets_are_switched_with_progress() {
    let [base_url, _, client_id, client_secret] = live();
    let options = object([("baseUrl", base_url), ("clientId", client_id), ("clientSecret", client_secret)]);
    let safe = MySafe::new(options).expect("options");
    let identifiers = Array::new();
    for name in ["one", "two", "three", "four", "five"] {
        let new = object([("name", name), ("url", "u"), ("clientId", "c"), ("tags", "in-a-worker")]);
        let created = done(safe.create(new, UNDEFINED)).await;
        identifiers.push(&get(&get(&created, "apiSecret"), "identifier"));
    }
    let listed = done(safe.list(object([("tag", "in-a-worker")]))).await;
    assert_eq!(Array::from(&get(&listed, "apiSecrets")).length(), 5);

    let seen = Array::new();
    let heard = seen.clone();
    let on_progress = Closure::<dyn FnMut(JsValue)>::new(move |progress| {
        heard.push(&progress);
    });
    let options = Object::new();
    Reflect::set(&options, &"onProgress".into(), on_progress.as_ref().unchecked_ref())
        .expect("a plain object");
    let run = safe.bulk("inactive".into(), identifiers.into()).expect("identifiers");
    let ended = done(run.run(options.into())).await;
    assert_eq!(text(&ended, "ended"), "complete");
    assert_eq!(get(&get(&ended, "counts"), "done"), 5);
    assert_eq!(seen.length(), 10);
    let undo = run.undo().expect("the run is over").verdicts().expect("it has not begun");
    assert_eq!(Array::from(&undo).length(), 5);
}
