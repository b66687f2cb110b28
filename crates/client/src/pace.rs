//! At most five calls per second for one API key: the vendor's limit for location history.
//!
//! Whoever comes too fast waits in line here, instead of being refused there.

use std::cell::RefCell;
use std::collections::VecDeque;
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
    /// A page has one or two keys.
    keys: RefCell<Vec<(Fingerprint, Line)>>,
}

/// When the last calls with one key were made.
type Line = Rc<Mutex<VecDeque<Duration>>>;

impl Pace {
    /// Waits until one more call with this API key is within the limit.
    pub(crate) async fn wait(&self, transport: &impl Transport, api_key: &Secret) {
        let line = self.line(Fingerprint::of(api_key));
        // Held while waiting: the next one waits for this one, in order.
        let mut calls = line.lock().await;
        while calls.len() == MOST_CALLS {
            let now = transport.now();
            // A call in the future is one from before the clock was set back.
            let left = now.checked_sub(calls[0]).and_then(|since| WINDOW.checked_sub(since));
            match left.filter(|left| !left.is_zero()) {
                Some(left) => transport.sleep(left).await,
                None => drop(calls.pop_front()),
            }
        }
        calls.push_back(transport.now());
    }

    fn line(&self, key: Fingerprint) -> Line {
        let mut keys = self.keys.borrow_mut();
        if let Some((_, line)) = keys.iter().find(|(known, _)| *known == key) {
            return line.clone();
        }
        let line = Line::default();
        keys.push((key, line.clone()));
        line
    }
}
