//! The pattern that all pages follow.

use latchboard_contract::error::Problem;
use serde::{Deserialize, Serialize};

/// A page's behaviour.
pub trait Model: Sized + 'static {
    /// What happened: a fact or an intent, in the past tense.
    type Action: 'static;
    /// What is to be done outside, in the imperative.
    type Effect: 'static;

    /// The state after `action`, and what is to be done. `None` means that nothing changed, and
    /// nothing is drawn again.
    fn update(&self, action: Self::Action) -> Option<(Self, Vec<Self::Effect>)>;
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
        let (days, rest) = (self.0 / 86_400_000, self.0 % 86_400_000);
        let (year, month, day) = date(days);
        let (seconds, milliseconds) = (rest / 1000, rest % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
    }
}

/// The date so many days after 1970-01-01, counted in years that begin in March: then the leap day is
/// the last one.
const fn date(days: u64) -> (u64, u64, u64) {
    const DAYS_OF_400_YEARS: u64 = 146_097;
    // Days since 0000-03-01.
    let days = days + 719_468;
    let (era, day) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day)
}

/// Something that is loaded from a server. The last good data stays while it is loaded again,
/// and when that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote<T> {
    /// What came last.
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
    /// A question was asked.
    #[must_use]
    pub fn asked(self, ticket: Ticket) -> Self {
        Self { pending: Some(ticket), ..self }
    }

    /// An answer came; `None` when it is to another question than the one under way.
    #[must_use]
    pub fn answered(self, ticket: Ticket, result: Result<T, Problem>) -> Option<Self> {
        if self.pending != Some(ticket) {
            return None;
        }
        Some(match result {
            Ok(data) => Self { data: Some(data), pending: None, error: None },
            Err(problem) => Self { data: self.data, pending: None, error: Some(problem) },
        })
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
        let loaded = Remote::default().asked(first).answered(first, Ok(1)).unwrap();
        let problem = Problem::local(EndpointId::ListApiSecrets, Code::TimedOut);
        let failed = loaded.asked(first.next()).answered(first.next(), Err(problem.clone())).unwrap();
        assert_eq!(failed, Remote { data: Some(1), pending: None, error: Some(problem) });
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
        assert_eq!(Remote::default().asked(first.next()).answered(first, Ok(1)), None);
    }
}
