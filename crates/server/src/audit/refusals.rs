//! What was refused to those who proved nothing: entered, but never more than a disk can bear.
//!
//! Whoever may change something can fill the disk anyway, and each of his calls is entered by itself.
//! Everybody else can only be refused, as often as he likes. So of such refusals so many are entered at
//! once, then so many per minute; what comes on top is counted, by who, what and why, and entered as
//! one with its count when there is room again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use latchboard_contract::audit::{Action, Actor, Outcome, Target};
use latchboard_contract::error::Code;
use latchboard_store::audit::{Draft, Who};

use crate::token_bucket::TokenBucket;

/// Entries at once, after a quiet time.
const BURST: u32 = 60;
/// How long it takes until there is room for one more: six per minute, 8,640 per day.
pub(crate) const ROOM: Duration = Duration::from_secs(10);
/// Kinds of refusals that are told apart while they wait. Further ones are counted as nobody's.
const KINDS: usize = 512;

/// What makes refusals alike.
type Kind = (Actor, Action, &'static str);

struct Waiting {
    draft: Draft,
    count: u64,
}

/// Refusals on their way into the log.
pub(crate) struct Refusals {
    state: Mutex<State>,
}

struct State {
    bucket: TokenBucket,
    waiting: BTreeMap<Kind, Waiting>,
}

impl Refusals {
    pub(crate) fn new() -> Self {
        let state = State { bucket: TokenBucket::new(BURST, ROOM), waiting: BTreeMap::new() };
        Self { state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whole after every step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// One more, at this moment; what is to be entered at once.
    pub(crate) fn note(
        &self,
        who: &Who,
        action: Action,
        target: Option<Target>,
        code: Code,
        now: Instant,
    ) -> Option<Draft> {
        let draft = Draft::ended(who, action, target, Outcome::Refused(code));
        let mut state = self.state();
        let kind = (who.actor.clone(), action, code.as_str());
        if !state.waiting.contains_key(&kind) && state.bucket.try_take(now).is_ok() {
            return Some(draft);
        }
        let full = state.waiting.len() >= KINDS && !state.waiting.contains_key(&kind);
        let (kind, draft) = if full {
            ((Actor::Nobody, action, code.as_str()), Draft { actor: Actor::Nobody, ..draft })
        } else {
            (kind, draft)
        };
        // Which request and which target it was stands for one only.
        let draft = Draft { request: None, target: None, ..draft };
        state.waiting.entry(kind).or_insert(Waiting { draft, count: 0 }).count += 1;
        None
    }

    /// One that waited and may be entered at this moment; at the end, any.
    pub(crate) fn next_due(&self, now: Instant, end: bool) -> Option<Draft> {
        let State { bucket, waiting } = &mut *self.state();
        let first = waiting.first_entry()?;
        if !end {
            bucket.try_take(now).ok()?;
        }
        let Waiting { draft, count } = first.remove();
        Some(Draft { count, ..draft })
    }
}

#[cfg(test)]
mod tests {
    use std::iter::from_fn;
    use std::time::{Duration, Instant};

    use latchboard_contract::audit::{Action, Actor};
    use latchboard_contract::error::Code;

    use super::{BURST, KINDS, ROOM, Refusals};
    use latchboard_store::audit::{Draft, Who};

    fn who(number: u64) -> Who {
        Who { request: None, actor: Actor::ApiKey(number) }
    }

    fn all_due(refusals: &Refusals, now: Instant, end: bool) -> Vec<Draft> {
        from_fn(|| refusals.next_due(now, end)).collect()
    }

    #[test]
    fn a_flood_is_counted_and_entered_as_few() {
        let (refusals, start) = (Refusals::new(), Instant::now());
        let note = |at| refusals.note(&who(1), Action::Register, None, Code::AlreadyRegistered, at);
        let at_once = (0..100_000).filter_map(|_| note(start)).count();
        assert_eq!(at_once, BURST as usize);
        assert!(all_due(&refusals, start, false).is_empty(), "there is no room yet");
        let due = all_due(&refusals, start + ROOM, false);
        assert_eq!(due.iter().map(|draft| draft.count).collect::<Vec<_>>(), [100_000 - u64::from(BURST)]);
        assert!(note(start + ROOM).is_none());
        assert_eq!(all_due(&refusals, start + ROOM, true).len(), 1, "at the end nothing is left behind");
    }

    #[test]
    fn kinds_are_told_apart_as_long_as_they_are_not_too_many() {
        let (refusals, start) = (Refusals::new(), Instant::now());
        for number in 0..10_000 {
            refusals.note(&who(number), Action::Register, None, Code::AlreadyRegistered, start);
        }
        let due = all_due(&refusals, start, true);
        assert_eq!(due.len(), KINDS + 1);
        assert_eq!(due.iter().map(|draft| draft.count).sum::<u64>(), 10_000 - u64::from(BURST));
        // A day of as many as there can be.
        let mut entered = 0;
        for second in 0..24 * 3600 {
            let now = start + Duration::from_secs(second);
            for number in 0..3 {
                entered += usize::from(
                    refusals
                        .note(&who(number), Action::Register, None, Code::AlreadyRegistered, now)
                        .is_some(),
                );
            }
            entered += all_due(&refusals, now, false).len();
        }
        assert!(entered <= 8_640 + BURST as usize, "{entered}");
    }
}
