//! Only its own buttons close a dialog.

use latchboard::ui::{Dialog, DialogProps};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlDialogElement};
use yew::prelude::*;

use crate::page::{Mounted, causing};

#[wasm_bindgen_test]
async fn it_opens_modally_and_survives_being_closed_from_outside() {
    let props =
        yew::props!(DialogProps { labelled_by: "title", children: html! { <h2 id="title">{ "Key" }</h2> } });
    let mounted = Mounted::<Dialog>::new(props).await;
    let dialog: HtmlDialogElement = mounted.find("dialog");
    assert!(dialog.open() && dialog.matches(":modal").unwrap());

    let options = EventInit::new();
    options.set_cancelable(true);
    let cancel = Event::new_with_event_init_dict("cancel", &options).unwrap();
    assert!(!dialog.dispatch_event(&cancel).unwrap(), "Esc is refused");

    causing(&dialog, "close", || dialog.close()).await;
    assert!(dialog.open(), "what the browser closed is opened again");
}
