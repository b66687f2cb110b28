//! What was typed before the program was there goes on in the program's own form.

use std::rc::Rc;

use latchboard::effects::early_input;
use latchboard::ui::SecretField;
use latchboard_contract::Secret;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::page::{Mounted, document, drawn};

const BEFORE: &str = r#"
    <input id="old" type="password"><input id="new" type="password">
    <input id="one" type="radio" name="which" checked><input id="other" type="radio" name="which">"#;

/// The same fields as the program draws them, and what it knows of them. It takes longer to draw than Yew lets the
/// browser wait: what follows a drawing comes in a task of its own, as on a slow machine.
#[component]
fn Form() -> Html {
    const LONGER_THAN_YEW_GOES_ON_MS: f64 = 20.0;
    let begun = js_sys::Date::now();
    while js_sys::Date::now() - begun < LONGER_THAN_YEW_GOES_ON_MS {}
    let (old, new, chosen) = (use_state(String::new), use_state(String::new), use_state(|| "one"));
    let field = |id, state: &UseStateHandle<String>| {
        let set = state.setter();
        html! {
            <SecretField {id} label={id} value={Rc::new(Secret::from(state.as_str()))}
                oninput={move |text: Secret| set.set(text.expose().to_owned())} />
        }
    };
    let option = |id: &'static str| {
        let chosen = chosen.clone();
        html! { <input {id} type="radio" name="which" checked={*chosen == id} onchange={move |_| chosen.set(id)} /> }
    };
    html! {
        <>
            { field("old", &old) }{ field("new", &new) }{ option("one") }{ option("other") }
            <output>{ [&**old, "|", &**new, "|", *chosen].concat() }</output>
        </>
    }
}

fn before() -> Element {
    let before = document().create_element("div").unwrap();
    before.set_id("skeleton");
    before.set_inner_html(BEFORE);
    document().body().unwrap().append_child(&before).unwrap();
    before
}

fn early(before: &Element, id: &str) -> HtmlInputElement {
    use wasm_bindgen::JsCast;
    before.query_selector(&["#", id].concat()).unwrap().unwrap().unchecked_into()
}

async fn taken_over(before: Element) -> Mounted<Form> {
    assert!(early_input::is_possible());
    early_input::keep();
    before.remove();
    assert!(!early_input::is_possible());
    let form = Mounted::<Form>::new(()).await;
    early_input::give_back();
    drawn().await;
    form
}

#[wasm_bindgen_test]
async fn texts_choices_and_the_cursor_are_taken_over() {
    let page = before();
    early(&page, "old").set_value(" typed early ");
    early(&page, "other").click();
    early(&page, "old").focus().unwrap();
    early(&page, "old").set_selection_range(2, 4).unwrap();
    let form = taken_over(page).await;
    assert_eq!(form.find::<Element>("output").text_content().unwrap(), " typed early ||other");
    let focused = document().active_element().unwrap();
    assert_eq!(focused.id(), "old");
    let field: HtmlInputElement = form.find("#old");
    assert_eq!((field.selection_start(), field.selection_end()), (Ok(Some(2)), Ok(Some(4))));
    assert!(!form.html().contains("typed early\""), "never an attribute: {}", form.html());
}

#[wasm_bindgen_test]
async fn a_text_that_was_not_taken_is_told_of_beside_what_was_typed() {
    let page = before();
    early(&page, "new").set_value("typed");
    js_sys::Reflect::set(&early(&page, "new"), &"notTaken".into(), &JsValue::from_str("two\nlines")).unwrap();
    let form = taken_over(page).await;
    assert_eq!(form.find::<Element>("output").text_content().unwrap(), "|typed|one");
    assert!(form.text().contains("At character 4."), "{}", form.text());
    assert!(form.has("#new-refused") && !form.has("#old-refused"));
    form.type_into("#new", "typed on").await;
    assert!(!form.has("#new-refused"));
}

#[wasm_bindgen_test]
async fn an_untouched_form_changes_nothing() {
    let page = before();
    let form = taken_over(page).await;
    assert_eq!(form.find::<Element>("output").text_content().unwrap(), "||one");
    assert!(document().active_element().is_none_or(|element| element.id().is_empty()));
}
