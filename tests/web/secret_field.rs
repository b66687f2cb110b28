//! A secret stands in the field's value and nowhere else.

use std::cell::RefCell;
use std::rc::Rc;

use latchboard::ui::{SecretField, SecretFieldProps};
use latchboard_contract::Secret;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::page::Mounted;

fn props(text: &str, oninput: Callback<Secret>) -> SecretFieldProps {
    yew::props!(SecretFieldProps {
        id: "secret",
        label: "Customer secret",
        value: Rc::new(Secret::from(text)),
        oninput
    })
}

#[wasm_bindgen_test]
async fn it_is_masked_until_it_is_shown_and_never_an_attribute() {
    let field = Mounted::<SecretField>::new(props("hunter22", Callback::noop())).await;
    let input: HtmlInputElement = field.find("input");
    assert_eq!((input.type_().as_str(), input.value().as_str()), ("password", "hunter22"));
    field.click("button").await;
    assert_eq!(input.type_(), "text");
    assert_eq!(
        field.find::<web_sys::Element>("button").get_attribute("aria-pressed").as_deref(),
        Some("true")
    );
    assert!(!field.html().contains("hunter22"));
}

#[wasm_bindgen_test]
async fn what_is_typed_arrives_untrimmed() {
    let typed = Rc::new(RefCell::new(String::new()));
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |secret: Secret| *typed.borrow_mut() = secret.expose().to_owned())
    };
    let field = Mounted::<SecretField>::new(props("", oninput)).await;
    field.type_into("input", " two words ").await;
    assert_eq!(*typed.borrow(), " two words ");
}
