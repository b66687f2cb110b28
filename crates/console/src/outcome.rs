//! A verdict as the pages keep it: what happened, when, and without anything secret.

use latchboard_client::Verdict;
use latchboard_contract::error::Problem;

use crate::Timestamp;

/// Which of the five verdicts it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// The server did it.
    Done,
    /// Nothing changed, the state is as asked.
    AlreadySo,
    /// The server said no.
    Refused,
    /// Never sent.
    NotAttempted,
    /// Sent, without an answer to trust.
    Unknown,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verdict.
    pub kind: OutcomeKind,
    /// What stood in the way, for the last three verdicts.
    pub problem: Option<Problem>,
    /// When the answer came, or was given up.
    pub at: Timestamp,
}

impl Outcome {
    /// The outcome of `verdict`, less what it carries.
    #[must_use]
    pub fn of<T>(verdict: &Verdict<T>, at: Timestamp) -> Self {
        let kind = match verdict {
            Verdict::Done(_) => OutcomeKind::Done,
            Verdict::AlreadySo => OutcomeKind::AlreadySo,
            Verdict::Refused(_) => OutcomeKind::Refused,
            Verdict::NotAttempted(_) => OutcomeKind::NotAttempted,
            Verdict::Unknown(_) => OutcomeKind::Unknown,
        };
        Self { kind, problem: verdict.problem().cloned(), at }
    }
}
