//! Helpers: mount something in the test page, find it, use it.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, EventTarget, HtmlElement, HtmlInputElement, InputEvent, InputEventInit};
use yew::{AppHandle, BaseComponent};

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// A component in an element of its own; both are gone when this is dropped.
pub(crate) struct Mounted<C: BaseComponent> {
    root: Element,
    app: Option<AppHandle<C>>,
}

impl<C: BaseComponent> Mounted<C> {
    pub(crate) async fn new(props: C::Properties) -> Self {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let app = yew::Renderer::<C>::with_root_and_props(root.clone(), props).render();
        drawn().await;
        Self { root, app: Some(app) }
    }

    pub(crate) fn find<E: JsCast>(&self, selector: &str) -> E {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html())).unchecked_into()
    }

    pub(crate) fn has(&self, selector: &str) -> bool {
        self.root.query_selector(selector).unwrap().is_some()
    }

    pub(crate) fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    pub(crate) fn html(&self) -> String {
        self.root.inner_html()
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.find::<HtmlElement>(selector).click();
        drawn().await;
    }

    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let input: HtmlInputElement = self.find(selector);
        input.set_value(text);
        let options = InputEventInit::new();
        options.set_bubbles(true);
        let event = InputEvent::new_with_event_init_dict("input", &options).unwrap();
        input.dispatch_event(&event).unwrap();
        drawn().await;
    }
}

impl<C: BaseComponent> Drop for Mounted<C> {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// Until Yew has drawn everything and what follows a drawing is done: on a slow machine it lets the browser in between.
pub(crate) async fn drawn() {
    yew::scheduler::flush().await;
}

/// Does something, and waits for the event that it causes.
pub(crate) async fn causing(target: &EventTarget, event: &str, act: impl FnOnce()) {
    let happened = js_sys::Promise::new(&mut |done, _| {
        target.add_event_listener_with_callback(event, &done).unwrap();
    });
    act();
    JsFuture::from(happened).await.unwrap();
    drawn().await;
}
