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
    /// With the numbers of those who wait: few.
    waiting: RefCell<Vec<(u64, Waker)>>,
    next: Cell<u64>,
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
        for (_, waker) in self.0.waiting.take() {
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
        let place = Place::new(&self.0);
        let asked = poll_fn(|context| {
            if self.is_cancelled() {
                return Poll::Ready(());
            }
            place.wait(context.waker());
            Poll::Pending
        });
        match select(pin!(asked), pin!(other)).await {
            Either::Left(((), _)) => Err(Cancelled),
            Either::Right((output, _)) => Ok(output),
        }
    }
}

/// The place of one who waits, until it is dropped.
struct Place<'a> {
    of: &'a Inner,
    number: u64,
}

impl<'a> Place<'a> {
    fn new(of: &'a Inner) -> Self {
        let number = of.next.get();
        of.next.set(number + 1);
        Self { of, number }
    }

    fn wait(&self, waker: &Waker) {
        let mut waiting = self.of.waiting.borrow_mut();
        match waiting.iter_mut().find(|(number, _)| *number == self.number) {
            Some((_, known)) => known.clone_from(waker),
            None => waiting.push((self.number, waker.clone())),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.of.waiting.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use futures_util::FutureExt as _;

    use super::{CancellationToken, Cancelled};

    #[test]
    fn who_has_waited_leaves_nothing_behind() {
        let token = CancellationToken::new();
        let context = &mut Context::from_waker(Waker::noop());
        {
            let mut waits = pin!(token.unless_cancelled(std::future::pending::<()>()));
            assert!(waits.poll_unpin(context).is_pending());
            assert!(waits.poll_unpin(context).is_pending());
            assert_eq!(token.0.waiting.borrow().len(), 1);
        }
        assert!(token.0.waiting.borrow().is_empty());
        let mut waits = pin!(token.unless_cancelled(std::future::pending::<()>()));
        assert!(waits.poll_unpin(context).is_pending());
        token.cancel();
        assert_eq!(waits.poll_unpin(context), Poll::Ready(Err(Cancelled)));
    }
}
