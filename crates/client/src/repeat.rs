//! One change under an idempotency key: when it is sent again, and what the answer to a repeat proves.

use std::time::Duration;

use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;
use uuid::{NoContext, Timestamp, Uuid};

use crate::Transport;
use crate::retry::{Retries, can_be_asked};

/// How long a key is good for. Our server keeps what it knows of a key for a day; an hour less, so that a repeat is
/// never taken for a new call.
const GOOD_FOR: Duration = Duration::from_hours(23);

/// A key unlike any other, which knows when it was made.
pub(crate) fn new_key(now: Duration) -> IdempotencyKey {
    let at = Timestamp::from_unix(NoContext, now.as_secs(), now.subsec_nanos());
    let key = Uuid::new_v7(at).to_string();
    // Hexadecimal digits and hyphens.
    IdempotencyKey::parse(&key).unwrap_or_else(|| unreachable!("a UUID is a key"))
}

/// Whether the server still knows what it did under this key.
pub(crate) fn is_good(key: &IdempotencyKey, now: Duration) -> bool {
    let made = Uuid::parse_str(key.as_str()).ok().and_then(|key| key.get_timestamp());
    made.is_some_and(|made| {
        let (seconds, nanoseconds) = made.to_unix();
        now.abs_diff(Duration::new(seconds, nanoseconds)) < GOOD_FOR
    })
}

/// The repeats of one change.
#[derive(Default)]
pub(crate) struct Repeats {
    retries: Retries,
    lost: Option<Problem>,
}

impl Repeats {
    /// An attempt had no answer.
    pub(crate) const fn has_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// How long to wait before the change is sent again after `problem`.
    ///
    /// # Errors
    ///
    /// What there is to say in the end: a refusal that does not come from the operation itself says nothing of an
    /// attempt before it whose answer was lost.
    pub(crate) fn pause_after(
        &mut self,
        problem: Problem,
        transport: &impl Transport,
    ) -> Result<Duration, Problem> {
        let open = can_be_asked(&problem);
        if open {
            self.lost = Some(problem.clone());
        }
        let Some(lost) = &self.lost else { return Err(problem) };
        let proves = problem.code.is_of_operation() && problem.key.is_some();
        if proves || (problem.code.leaves_outcome_open() && !open) {
            return Err(problem);
        }
        self.retries.pause_after(&problem, transport).ok_or_else(|| lost.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{is_good, new_key};

    #[test]
    fn a_key_is_good_for_less_than_a_day() {
        let made = Duration::from_secs(1_800_000_000);
        let (key, other) = (new_key(made), new_key(made));
        assert_ne!(key, other);
        assert!(is_good(&key, made) && is_good(&key, made + Duration::from_hours(22)));
        assert!(!is_good(&key, made + Duration::from_hours(23)));
        // A clock that was set back by a day does not make it last.
        assert!(!is_good(&key, made - Duration::from_hours(24)));
    }
}
