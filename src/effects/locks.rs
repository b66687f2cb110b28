//! Web Locks, as far as they are needed: which tab a run belongs to. A lock goes with its tab, however that ends.
//!
//! `web-sys` has them for builds with unstable interfaces only.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        granted: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// The locks of this tab.
pub(super) struct Locks {
    manager: LockManager,
    /// What ends each of them.
    held: Rc<RefCell<BTreeMap<String, Function>>>,
}

impl Locks {
    /// `None` where the browser has none: over plain http.
    pub(super) fn of_browser() -> Option<Self> {
        let navigator = web_sys::window()?.navigator();
        let manager = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
        Some(Self { manager: manager.unchecked_into(), held: Rc::default() })
    }

    /// Takes a lock, unless another tab has it. `true`: this tab has it.
    pub(super) async fn take(&self, name: &str) -> bool {
        if self.held.borrow().contains_key(name) {
            return true;
        }
        let options = Object::new();
        // Fails only for frozen objects.
        let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
        let (name_held, held) = (name.to_owned(), self.held.clone());
        let mut answer = None;
        let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
        let Some(answer) = answer else { return false };
        let refuse = answer.clone();
        // The lock is held until what this answers is settled.
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let is_granted = !lock.is_null();
            let released = is_granted.then(|| {
                Promise::new(&mut |release, _| {
                    held.borrow_mut().insert(name_held.clone(), release);
                })
            });
            let _ = answer.call1(&JsValue::UNDEFINED, &is_granted.into());
            released.map_or(JsValue::UNDEFINED, JsValue::from)
        });
        match self.manager.request(name, &options, granted.unchecked_ref()) {
            Ok(request) => {
                // Where it is refused for another reason, the function above is never called.
                let refused = Closure::once_into_js(move |_: JsValue| {
                    let _ = refuse.call1(&JsValue::UNDEFINED, &JsValue::FALSE);
                });
                let _ = Reflect::get(&request, &"catch".into())
                    .and_then(|catch| catch.unchecked_into::<Function>().call1(&request, &refused));
            }
            Err(_) => return false,
        }
        JsFuture::from(answered).await.is_ok_and(|granted| granted.is_truthy())
    }

    /// Gives a lock back.
    pub(super) fn release(&self, name: &str) {
        if let Some(release) = self.held.borrow_mut().remove(name) {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    /// Waits until no other tab has a lock.
    pub(super) async fn released(&self, name: &str) {
        let options = Object::new();
        // Shared, so that those who wait keep nobody else waiting.
        let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
        let at_once = Closure::once_into_js(|_: JsValue| {});
        if let Ok(request) = self.manager.request(name, &options, at_once.unchecked_ref()) {
            let _ = JsFuture::from(request).await;
        }
    }

    /// Whether this tab has a lock.
    pub(super) fn has(&self, name: &str) -> bool {
        self.held.borrow().contains_key(name)
    }

    /// The names of all locks that any tab holds.
    pub(super) async fn all_held(&self) -> Option<Vec<String>> {
        let snapshot = JsFuture::from(self.manager.query().ok()?).await.ok()?;
        let held = Reflect::get(&snapshot, &"held".into()).ok()?;
        let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
        Some(Array::from(&held).iter().filter_map(name).collect())
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        for release in self.held.take().into_values() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}
