//! Carries out what the models want done, and reports as actions. The only place that is async.
//!
//! One file per page; here is what they share.

pub mod activity;
pub mod admin_key;
mod api_secrets;
mod audit_check;
pub mod bulk;
pub mod connections;
pub mod context;
pub mod early_input;
pub mod leak;
pub mod leaked_texts;
pub mod ledger;
pub mod left_open;
mod locks;
mod policy;
pub mod self_test;
pub mod shell;
mod text_search;
pub mod texts;
pub mod vault;

use std::time::Duration;

use latchboard_client::Transport;
use latchboard_client::transport::Browser;
use latchboard_console::clipboard::CopyFailed;
use latchboard_contract::Secret;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, HtmlAnchorElement, HtmlDocument, HtmlElement, HtmlInputElement,
    HtmlTextAreaElement, Url,
};
use yew::Callback;

/// Through the clipboard API, else by selecting the key where it stands, which is all that a page
/// over plain http may do.
async fn copy(key: &Secret, shown_in: &str) -> Result<(), CopyFailed> {
    let window = web_sys::window().ok_or(CopyFailed)?;
    // Missing outside secure contexts, though its type says otherwise.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).map_err(|_| CopyFailed)?;
    if !clipboard.is_undefined() {
        let written = window.navigator().clipboard().write_text(key.expose());
        if JsFuture::from(written).await.is_ok() {
            return Ok(());
        }
    }
    let document = window.document().ok_or(CopyFailed)?;
    let shown = document.get_element_by_id(shown_in).ok_or(CopyFailed)?;
    match shown.dyn_into::<HtmlInputElement>() {
        Ok(field) => field.select(),
        Err(area) => area.dyn_into::<HtmlTextAreaElement>().map_err(|_| CopyFailed)?.select(),
    }
    let document: HtmlDocument = document.dyn_into().map_err(|_| CopyFailed)?;
    if document.exec_command("copy") == Ok(true) { Ok(()) } else { Err(CopyFailed) }
}

/// Puts a text that is no secret on the clipboard, and tells whether the browser did.
pub fn copy_plain(text: String, copied: Callback<bool>) {
    spawn_local(async move { copied.emit(copy_text(&text).await) });
}

/// Puts a text that is no secret on the clipboard; whether the browser did.
async fn copy_text(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Missing outside secure contexts, though its type says otherwise.
    match js_sys::Reflect::get(&window.navigator(), &"clipboard".into()) {
        Ok(clipboard) if !clipboard.is_undefined() => {
            JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
        }
        _ => false,
    }
}

/// What is handed to the browser as a file can be read this long. Some begin only when somebody has said yes to
/// the download.
const READ_WITHIN: Duration = Duration::from_secs(40);

/// Hands `content` to the browser as a file. `false`: the browser did not take it.
#[must_use]
pub fn download(name: &str, media_type: &str, content: &str) -> bool {
    let parts = js_sys::Array::of1(&content.into());
    download_blob(name, media_type, |options| Blob::new_with_str_sequence_and_options(&parts, options))
}

/// As [`download`], of whatever `make` makes.
fn download_blob(
    name: &str,
    media_type: &str,
    make: impl FnOnce(&BlobPropertyBag) -> Result<Blob, JsValue>,
) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let url = make(&options).and_then(|blob| Url::create_object_url_with_blob(&blob));
    let document = web_sys::window().and_then(|window| window.document());
    let (Ok(url), Some(document)) = (url, document) else { return false };
    let link = document.create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The address keeps the content in memory.
    spawn_local(async move {
        Browser.sleep(READ_WITHIN).await;
        let _ = Url::revoke_object_url(&url);
    });
    link.is_some()
}

/// Random bytes of the browser.
fn random(bytes: &mut [u8]) {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // Without them the bytes stay as they are, and no secret is made of them.
    if let Some(crypto) = crypto {
        let _ = crypto.get_random_values_with_u8_array(bytes);
    }
}

/// The same, if the cursor is nowhere: what had it was taken away.
pub fn focus_if_lost(id: &str) {
    if is_focus_lost() {
        focus(id);
    }
}

/// Puts the cursor into an element.
pub fn focus(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that are not shown.
        let _ = element.focus();
    }
}

/// Whether nothing has the cursor: what had it is gone.
fn is_focus_lost() -> bool {
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    focused.is_none_or(|focused| focused.tag_name() == "BODY")
}
