//! A busy button does nothing and keeps the cursor.

use std::cell::Cell;
use std::rc::Rc;

use latchboard::ui::{Button, ButtonProps};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::page::{Mounted, document};

async fn presses(busy: bool) -> u32 {
    let pressed = Rc::new(Cell::new(0));
    let onclick = {
        let pressed = pressed.clone();
        Callback::from(move |()| pressed.set(pressed.get() + 1))
    };
    let button =
        Mounted::<Button>::new(yew::props!(ButtonProps { children: html! { "Go" }, busy, onclick })).await;
    let element: HtmlElement = button.find("button");
    element.focus().unwrap();
    button.click("button").await;
    assert!(element.is_same_node(document().active_element().as_deref()), "the cursor stays");
    pressed.get()
}

#[wasm_bindgen_test]
async fn a_press_counts_unless_the_button_is_busy() {
    assert_eq!(presses(false).await, 1);
    assert_eq!(presses(true).await, 0);
}
