//! What the page's own server says of itself: the path under which it is found, and whether it is a rehearsal.

use latchboard_client::BaseUrl;
use latchboard_console::server_choice::ServerChoice;
use latchboard_contract::endpoint::Family;

thread_local! {
    static BASE_PATH: String = read("data-base").unwrap_or_default();
}

/// What the server wrote into the page.
fn read(attribute: &str) -> Option<String> {
    // Views are also printed where there is no page.
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    web_sys::window()?.document()?.document_element()?.get_attribute(attribute)
}

/// Whether the page's own server is one to rehearse with: nothing in it is real.
#[must_use]
pub fn is_rehearsal() -> bool {
    read("data-rehearsal").is_some()
}

/// Before every path on the server; empty, or without a slash at its end.
#[must_use]
pub fn base_path() -> String {
    BASE_PATH.with(Clone::clone)
}

/// What a path is to the server.
#[must_use]
pub fn below(path: &str) -> &str {
    BASE_PATH.with(|base| {
        let rest = path.strip_prefix(base.as_str());
        rest.filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path)
    })
}

/// The page's own server.
#[must_use]
pub fn own_server() -> BaseUrl {
    BaseUrl::new(&base_path())
}

/// Before the paths of a family.
#[must_use]
pub fn base_url(choice: &ServerChoice, family: Family) -> BaseUrl {
    let base = choice.base(family);
    match choice {
        ServerChoice::Elsewhere(_) => base,
        ServerChoice::Here | ServerChoice::Gateway => BaseUrl::new(&[&*base_path(), base.as_str()].concat()),
    }
}
