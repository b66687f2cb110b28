//! What is shown after a panic: a plain sentence that stands in `index.html` from the start.

/// The element in `index.html` that is shown.
const ELEMENT: &str = "crash";
/// The one for a program that never came to run.
const NOT_LOADED: &str = "not-loaded";

/// Makes every panic show the crash notice. The panic's own message is left out: it may quote data.
pub fn install() {
    // Yew sets a hook of its own, which prints the message, unless it is given this one.
    yew::set_custom_panic_hook(Box::new(|panic| {
        if let Some(element) = document().and_then(|document| document.get_element_by_id(ELEMENT)) {
            // Both can only fail when the page is gone.
            let _ = element.remove_attribute("hidden");
            if let (Some(place), Ok(Some(line))) = (panic.location(), element.query_selector("[data-place]"))
            {
                line.set_text_content(Some(&format!("{}:{}", place.file(), place.line())));
            }
        }
    }));
}

/// Shows that the program cannot go on for want of a file.
pub fn tell_not_loaded() {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(NOT_LOADED)) {
        let _ = element.remove_attribute("hidden");
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
