//! A request to stop that everybody hears who holds a copy, even in the middle of a pause. By hand: a page has one thread,
//! and the known ones bring locks for many.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::{Either, poll_fn, select};

/// Asks something that runs to stop. Copies are the same request.
#[derive(Clone, Default)]
pub struct CancellationToken(Rc<Inner>);

#[derive(Default)]
struct Inner {
    asked: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// The request came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl CancellationToken {
    /// A request that nobody has made yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it. There is no way back: what goes on gets a new one.
    pub fn cancel(&self) {
        self.0.asked.set(true);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }

    /// Whether it was made.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.asked.get()
    }

    /// Waits for `other`, but no longer than until the request is made.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] when the request came first; `other` is dropped then, wherever it stood.
    pub async fn unless_cancelled<F: Future>(&self, other: F) -> Result<F::Output, Cancelled> {
        let asked = poll_fn(|context| {
            if self.is_cancelled() {
                return Poll::Ready(());
            }
            let mut waiting = self.0.waiting.borrow_mut();
            // One entry for each who waits, however often it is looked at.
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        });
        match select(pin!(asked), pin!(other)).await {
            Either::Left(((), _)) => Err(Cancelled),
            Either::Right((output, _)) => Ok(output),
        }
    }
}
