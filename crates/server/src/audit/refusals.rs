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

    /// What waited and may be entered at this moment; all of it at the end.
    pub(crate) fn due(&self, now: Instant, end: bool) -> Vec<Draft> {
        let State { bucket, waiting } = &mut *self.state();
        let mut due = Vec::new();
        while let Some(first) = waiting.first_entry()
            && (end || bucket.try_take(now).is_ok())
        {
            let Waiting { draft, count } = first.remove();
            due.push(Draft { count, ..draft });
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use latchboard_contract::audit::{Action, Actor};
    use latchboard_contract::error::Code;

    use super::{BURST, KINDS, ROOM, Refusals};
    use latchboard_store::audit::Who;

    fn who(number: u64) -> Who {
        Who { request: None, actor: Actor::ApiKey(number) }
    }

    #[test]
    fn a_flood_is_counted_and_entered_as_few() {
        let (refusals, start) = (Refusals::new(), Instant::now());
        let note = |at| refusals.note(&who(1), Action::Register, None, Code::AlreadyRegistered, at);
        let at_once = (0..100_000).filter_map(|_| note(start)).count();
        assert_eq!(at_once, BURST as usize);
        assert!(refusals.due(start, false).is_empty(), "there is no room yet");
        let due = refusals.due(start + ROOM, false);
        assert_eq!(due.iter().map(|draft| draft.count).collect::<Vec<_>>(), [100_000 - u64::from(BURST)]);
        assert!(note(start + ROOM).is_none());
        assert_eq!(refusals.due(start + ROOM, true).len(), 1, "at the end nothing is left behind");
    }

    #[test]
    fn kinds_are_told_apart_as_long_as_they_are_not_too_many() {
        let (refusals, start) = (Refusals::new(), Instant::now());
        for number in 0..10_000 {
            refusals.note(&who(number), Action::Register, None, Code::AlreadyRegistered, start);
        }
        let due = refusals.due(start, true);
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
            entered += refusals.due(now, false).len();
        }
        assert!(entered <= 8_640 + BURST as usize, "{entered}");
    }
}
