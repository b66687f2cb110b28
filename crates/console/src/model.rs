//! The pattern that all models follow.

use latchboard_contract::error::Problem;
use latchboard_contract::time::utc_milliseconds;
use serde::{Deserialize, Serialize};

/// What a page does, or what several have in common.
pub trait Model: Clone + 'static {
    /// What happened: a fact or an intent, in the past tense.
    type Action: 'static;
    /// What is to be done outside, in the imperative.
    type Effect: 'static;

    /// Takes in what happened, and says what is to be done. `None`: nothing changed, nothing is to be done, and nothing is
    /// drawn again.
    fn update(&mut self, action: Self::Action, effects: &mut Effects<Self::Effect>) -> Option<Changed>;

    /// The state after `action` beside the one before, and what is to be done.
    fn after(&self, action: impl Into<Self::Action>) -> Option<(Self, Vec<Self::Effect>)> {
        let (mut next, mut effects) = (self.clone(), Effects::default());
        next.update(action.into(), &mut effects)?;
        Some((next, effects.0))
    }
}

/// A model changed, or wants something done. What answers [`None`] in its place has left the model as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed;

/// What a model wants done, in this order.
#[derive(Debug)]
pub struct Effects<E>(Vec<E>);

impl<E> Default for Effects<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> Effects<E> {
    /// Something more is to be done.
    pub fn push(&mut self, effect: E) {
        self.0.push(effect);
    }

    /// Lets a part of the model say what it wants done; `into` says it in the words of the whole.
    pub fn of_part<P>(
        &mut self,
        into: impl FnMut(P) -> E,
        update: impl FnOnce(&mut Effects<P>) -> Option<Changed>,
    ) -> Option<Changed> {
        let mut effects = Effects::default();
        let changed = update(&mut effects);
        debug_assert!(changed.is_some() || effects.0.is_empty(), "something is to be done after nothing");
        self.0.extend(effects.0.into_iter().map(into));
        changed
    }
}

impl<E> IntoIterator for Effects<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<E> Extend<E> for Effects<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, effects: I) {
        self.0.extend(effects);
    }
}

/// Numbers the questions that a page asks, so that a late answer to an old one is recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

impl Ticket {
    /// The ticket after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// In UTC as ISO 8601 writes it, with milliseconds.
    #[must_use]
    pub fn iso(self) -> String {
        utc_milliseconds(i64::try_from(self.0).unwrap_or(i64::MAX))
    }
}

/// Something that is loaded from a server. The last good data stays while it is loaded again,
/// and when that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote<T> {
    pub data: Option<T>,
    /// The question under way.
    pub pending: Option<Ticket>,
    /// Why the last question has no answer.
    pub error: Option<Problem>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { data: None, pending: None, error: None }
    }
}

impl<T> Remote<T> {
    /// A question is asked; the answer to an earlier one is not waited for any more.
    pub fn ask(&mut self, ticket: Ticket) {
        self.pending = Some(ticket);
    }

    /// An answer came; `None` when it is to another question than the one under way.
    pub fn answer(&mut self, ticket: Ticket, result: Result<T, Problem>) -> Option<Changed> {
        self.pending.take_if(|asked| *asked == ticket)?;
        match result {
            Ok(data) => (self.data, self.error) = (Some(data), None),
            Err(problem) => self.error = Some(problem),
        }
        Some(Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Remote, Ticket};
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::error::{Code, Problem};

    #[test]
    fn the_last_good_data_survives_a_failed_reload() {
        let first = Ticket::default().next();
        let mut remote = Remote::default();
        remote.ask(first);
        remote.answer(first, Ok(1)).expect("an answer");
        let problem = Problem::local(EndpointId::ListApiSecrets, Code::TimedOut);
        remote.ask(first.next());
        remote.answer(first.next(), Err(problem.clone())).expect("an answer");
        assert_eq!(remote, Remote { data: Some(1), pending: None, error: Some(problem) });
    }

    #[test]
    fn moments_are_written_as_iso_8601() {
        for (at, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_801_353_600_000, "2027-01-31T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(super::Timestamp(at).iso(), text);
        }
    }

    #[test]
    fn a_late_answer_is_dropped() {
        let first = Ticket::default().next();
        let mut remote = Remote::default();
        remote.ask(first.next());
        assert_eq!((remote.answer(first, Ok(1)), remote.pending), (None, Some(first.next())));
    }
}
