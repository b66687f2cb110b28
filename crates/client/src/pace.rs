//! At most five calls per second for one API key: the vendor's limit for location history.
//!
//! Whoever comes too fast waits in line here, instead of being refused there.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use latchboard_contract::{Fingerprint, Secret};

use crate::Transport;

/// Calls in one [`WINDOW`]; the vendor's default limit.
const MOST_CALLS: usize = 5;
const WINDOW: Duration = Duration::from_secs(1);

/// The calls of the last second, per API key. One for all clients of a page.
#[derive(Default)]
pub struct Pace {
    keys: RefCell<HashMap<Fingerprint, Rc<Mutex<VecDeque<Duration>>>>>,
}

impl Pace {
    /// Waits until one more call with this API key is within the limit.
    pub(crate) async fn wait(&self, transport: &impl Transport, api_key: &Secret) {
        let line = self.keys.borrow_mut().entry(Fingerprint::of(api_key)).or_default().clone();
        // Held while waiting: the next one waits for this one, in order.
        let mut calls = line.lock().await;
        while calls.len() == MOST_CALLS {
            let free_at = calls[0] + WINDOW;
            let now = transport.now();
            if now < free_at {
                transport.sleep(free_at - now).await;
            } else {
                calls.pop_front();
            }
        }
        calls.push_back(transport.now());
    }
}
