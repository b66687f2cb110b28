//! What was typed before the program was there. `index.html` shows the form of some addresses at once; when the program
//! draws its own in its place, whoever typed goes on where they were.

use std::cell::RefCell;

use latchboard_contract::Secret;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    ClipboardEvent, ClipboardEventInit, DataTransfer, Document, HtmlElement, HtmlInputElement, InputEvent,
    InputEventInit,
};

/// What stands in place of the program.
const BEFORE: &str = "#skeleton";
/// What the boot script in `index.html` writes a text to that the form would not have taken as it is.
const NOT_TAKEN: &str = "notTaken";

thread_local! {
    static EARLY: RefCell<EarlyInput> = RefCell::default();
}

/// What somebody did to a form, by the ids of its fields.
#[derive(Default)]
struct EarlyInput {
    texts: Vec<(String, Secret)>,
    chosen: Vec<String>,
    not_taken: Vec<(String, Secret)>,
    cursor: Option<(String, Option<(u32, u32)>)>,
}

/// Whether a form stands in place of the program.
#[must_use]
pub fn is_possible() -> bool {
    document().is_some_and(|document| !fields(&document).is_empty())
}

/// Keeps what was typed. To be called right before that form goes.
pub fn keep() {
    let Some(document) = document() else { return };
    let mut early = EarlyInput::default();
    for field in fields(&document) {
        let id = field.id();
        match field.type_().as_str() {
            "radio" if field.checked() && !field.default_checked() => early.chosen.push(id.clone()),
            "radio" => {}
            _ if !field.value().is_empty() => early.texts.push((id.clone(), Secret::new(field.value()))),
            _ => {}
        }
        if let Some(text) = not_taken(&field) {
            early.not_taken.push((id, text));
        }
    }
    let focused =
        document.active_element().and_then(|element| element.closest(BEFORE).ok()?.and(Some(element)));
    early.cursor = focused.filter(|element| !element.id().is_empty()).map(|element| {
        let selection = element
            .dyn_ref::<HtmlInputElement>()
            .and_then(|field| Some((field.selection_start().ok()??, field.selection_end().ok()??)));
        (element.id(), selection)
    });
    EARLY.replace(early);
}

/// Puts it into the form that was drawn, as if it were typed there.
pub fn give_back() {
    let EarlyInput { texts, chosen, not_taken, cursor } = EARLY.take();
    let Some(document) = document() else { return };
    let field = |id: &str| document.get_element_by_id(id)?.dyn_into::<HtmlInputElement>().ok();
    for field in chosen.iter().filter_map(|id| field(id)) {
        field.click();
    }
    for (id, text) in &texts {
        if let Some(field) = field(id) {
            field.set_value(text.expose());
            typed(&field);
        }
    }
    for (id, text) in &not_taken {
        if let Some(field) = field(id) {
            pasted(&field, text);
        }
    }
    let Some((id, selection)) = cursor else { return };
    if let Some(element) = document.get_element_by_id(&id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that are not shown.
        let _ = element.focus();
    }
    if let (Some(field), Some((start, end))) = (field(&id), selection) {
        // Fails only for fields without a cursor, which had no selection.
        let _ = field.set_selection_range(start, end);
    }
}

fn typed(field: &HtmlInputElement) {
    let how = InputEventInit::new();
    how.set_bubbles(true);
    if let Ok(event) = InputEvent::new_with_event_init_dict("input", &how) {
        // What listens has no way to fail.
        let _ = field.dispatch_event(&event);
    }
}

fn pasted(field: &HtmlInputElement, text: &Secret) {
    let how = ClipboardEventInit::new();
    how.set_bubbles(true);
    how.set_cancelable(true);
    let Ok(transfer) = DataTransfer::new() else { return };
    if transfer.set_data("text/plain", text.expose()).is_err() {
        return;
    }
    how.set_clipboard_data(Some(&transfer));
    if let Ok(event) = ClipboardEvent::new_with_event_init_dict("paste", &how) {
        // What listens has no way to fail.
        let _ = field.dispatch_event(&event);
    }
}

fn not_taken(field: &HtmlInputElement) -> Option<Secret> {
    js_sys::Reflect::get(field, &JsValue::from_str(NOT_TAKEN)).ok()?.as_string().map(Secret::new)
}

fn fields(document: &Document) -> Vec<HtmlInputElement> {
    let Ok(found) = document.query_selector_all(&[BEFORE, " input[id]"].concat()) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
