//! Calls to be passed on to a vendor, of callers whom only the vendor knows.
//!
//! Each change is entered before it is passed on. So that nobody fills the disk with calls that every
//! vendor refuses, those whose key or token never worked share a small number of calls; whose did
//! work, by the vendor's own answer, may go on as he likes.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use latchboard_store::crypto::Digest;

use crate::token_bucket::TokenBucket;

/// Calls at once, after a quiet time.
const BURST: u32 = 10_000;
/// How long it takes until there is room for one more: ten per minute, 14,400 per day.
const ROOM: Duration = Duration::from_secs(6);
/// Credentials that are remembered; the oldest go first.
const REMEMBERED: usize = 1024;

/// Whose calls are passed on without counting.
pub(crate) struct UnverifiedCallers(Mutex<State>);

struct State {
    bucket: TokenBucket,
    known: VecDeque<Digest>,
}

impl UnverifiedCallers {
    /// Nobody is known yet.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(State { bucket: TokenBucket::new(BURST, ROOM), known: VecDeque::new() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whole after every step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a call may be passed on now; if not, for how many seconds it has to wait.
    pub(crate) fn admit(&self, credential: &Digest, now: Instant) -> Result<(), u32> {
        let mut state = self.state();
        if state.known.iter().any(|known| known.matches(credential)) {
            return Ok(());
        }
        let seconds =
            |wait: Duration| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
        state.bucket.try_take(now).map_err(seconds)
    }

    /// The vendor took it.
    pub(crate) fn proved(&self, credential: &Digest) {
        let mut state = self.state();
        if state.known.iter().any(|known| known.matches(credential)) {
            return;
        }
        if state.known.len() >= REMEMBERED {
            state.known.pop_front();
        }
        state.known.push_back(*credential);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use latchboard_contract::Secret;

    use super::{BURST, ROOM, UnverifiedCallers};
    use latchboard_store::crypto::Digest;

    #[test]
    fn who_never_worked_shares_a_few_calls_and_who_did_is_not_counted() {
        let (unverified_callers, start) = (UnverifiedCallers::new(), Instant::now());
        let [good, bad] = ["good", "bad"].map(|text| Digest::of(&Secret::from(text)));
        unverified_callers.admit(&good, start).unwrap();
        unverified_callers.proved(&good);
        let passed = (0..2 * BURST).filter(|_| unverified_callers.admit(&bad, start).is_ok()).count();
        assert_eq!(passed, BURST as usize - 1);
        let wait = unverified_callers.admit(&bad, start).unwrap_err();
        assert!((1..=6).contains(&wait));
        assert!((0..1000).all(|_| unverified_callers.admit(&good, start).is_ok()));
        assert!(unverified_callers.admit(&bad, start + ROOM).is_ok());
        assert!(unverified_callers.admit(&bad, start + ROOM).is_err());
    }
}
