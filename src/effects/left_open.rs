//! Which calls of *Admin key* are under way or without an answer, in the storage of the tab: so a page that is loaded anew
//! can tell of them. Written before a call is sent.

use latchboard_client::BaseUrl;
use latchboard_console::Timestamp;
use latchboard_console::admin_key::{LeftOpen, Task};
use latchboard_contract::endpoint::configuration::Service;
use web_sys::Storage;

use crate::clock::now;

/// Those of the page before.
#[must_use]
pub fn read(base: &BaseUrl) -> Vec<LeftOpen> {
    let Some(storage) = storage() else { return Vec::new() };
    let calls = Task::ALL.into_iter().flat_map(|task| Service::ALL.map(|service| (task, service)));
    let kept = |(task, service)| {
        let at = storage.get_item(&key(base, task, service)).ok()??;
        Some(LeftOpen { task, service, at: Timestamp(at.parse().ok()?) })
    };
    calls.filter_map(kept).collect()
}

/// One is about to be sent.
pub(super) fn mark(base: &BaseUrl, task: Task, service: Service) {
    if let Some(storage) = storage() {
        // A tab that keeps nothing tells nothing afterwards.
        let _kept = storage.set_item(&key(base, task, service), &now().0.to_string());
    }
}

/// It is known what became of one, or nobody wants to.
pub(super) fn settle(base: &BaseUrl, task: Task, service: Service) {
    if let Some(storage) = storage() {
        let _gone = storage.remove_item(&key(base, task, service));
    }
}

fn key(base: &BaseUrl, task: Task, service: Service) -> String {
    ["latchboard.left-open ", base.as_str(), " ", task.slug(), " ", service.segment()].concat()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
