//! What became of a call that changes something: one of five verdicts, never a shrug.

use latchboard_contract::error::Problem;

/// The outcome of a call that changes something on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<T> {
    /// The server said that it did it.
    Done(T),
    /// Nothing changed; the state is as asked.
    AlreadySo,
    /// The server said no. Nothing changed, unless [`Problem::may_be_our_own`].
    Refused(Problem),
    /// The call was never sent.
    NotAttempted(Problem),
    /// There is no answer to trust: it may have been sent, and it may have taken effect.
    Unknown(Problem),
}

impl<T> Verdict<T> {
    /// The verdict on a call whose answer was read to `result`.
    ///
    /// A problem with a status is the server's word; without one, nothing came back, and only
    /// codes that leave the outcome open say that something may have been sent.
    #[must_use]
    pub fn of(result: Result<T, Problem>) -> Self {
        match result {
            Ok(reply) => Self::Done(reply),
            Err(problem) if problem.code.leaves_outcome_open() => Self::Unknown(problem),
            Err(problem) if problem.status.is_none() => Self::NotAttempted(problem),
            Err(problem) => Self::Refused(problem),
        }
    }

    /// The problem, unless the state is as asked.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Done(_) | Self::AlreadySo => None,
            Self::Refused(problem) | Self::NotAttempted(problem) | Self::Unknown(problem) => Some(problem),
        }
    }

    /// The same verdict about something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Verdict<U> {
        match self {
            Self::Done(reply) => Verdict::Done(change(reply)),
            Self::AlreadySo => Verdict::AlreadySo,
            Self::Refused(problem) => Verdict::Refused(problem),
            Self::NotAttempted(problem) => Verdict::NotAttempted(problem),
            Self::Unknown(problem) => Verdict::Unknown(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::error::{Code, Problem};

    fn of(code: Code, status: Option<u16>) -> Verdict<()> {
        Verdict::of(Err(Problem { status, ..Problem::local(EndpointId::Deactivate, code) }))
    }

    #[test]
    fn what_was_sent_and_not_answered_is_unknown() {
        assert!(matches!(of(Code::ConnectionFailed, None), Verdict::Unknown(_)));
        assert!(matches!(of(Code::TimedOut, None), Verdict::Unknown(_)));
        assert!(matches!(of(Code::ServiceProblem, Some(500)), Verdict::Unknown(_)));
        assert!(matches!(of(Code::AnswerUnreadable, Some(200)), Verdict::Unknown(_)));
    }

    #[test]
    fn a_refusal_needs_an_answer_and_the_rest_was_not_attempted() {
        assert!(matches!(of(Code::NoAccess, Some(400)), Verdict::Refused(_)));
        assert!(matches!(of(Code::IdentifierNotNumeric, Some(400)), Verdict::Refused(_)));
        assert!(matches!(of(Code::IdentifierNotNumeric, None), Verdict::NotAttempted(_)));
        assert!(matches!(of(Code::Unreachable, None), Verdict::NotAttempted(_)));
    }
}
