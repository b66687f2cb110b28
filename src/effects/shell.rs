//! What the shell wants done: look whether the server is there, load a part of the page.

use latchboard_client::transport::Browser;
use latchboard_client::{BaseUrl, health};
use latchboard_console::connection;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::parts::{Draw, NotLoaded, Part};

use super::now;

/// Carries out an effect of the connection.
pub fn connection(base: BaseUrl, effect: &connection::Effect, dispatch: Callback<connection::Action>) {
    let connection::Effect::Check(ticket) = *effect;
    spawn_local(async move {
        let result = health(&Browser, &base).await.map(|_| now());
        dispatch.emit(connection::Action::Checked { ticket, result });
    });
}

/// Loads a part of the page.
pub fn load(part: Part, loaded: Callback<Result<Draw, NotLoaded>>) {
    spawn_local(async move { loaded.emit(part.load().await) });
}

/// The host that the page came from, as the top bar shows it.
#[must_use]
pub fn page_host() -> String {
    web_sys::window().and_then(|window| window.location().host().ok()).unwrap_or_default()
}
