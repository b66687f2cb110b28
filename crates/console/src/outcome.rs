//! A verdict as the pages keep it: what happened, when, and without anything secret.

use latchboard_client::Verdict;
use latchboard_contract::error::{Code, Problem};

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
    NotAttempted,
    /// Sent, without an answer to trust.
    Unknown,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub kind: OutcomeKind,
    /// What stood in the way, for the last three verdicts.
    pub problem: Option<Problem>,
    /// Why another attempt did not settle what is unknown.
    pub again: Option<Problem>,
    /// An earlier attempt had no answer, and none came under its key: *already so* does not say who made it so.
    pub lost_reply: bool,
    /// When the answer came, or was given up.
    pub at: Timestamp,
}

impl OutcomeKind {
    pub const ALL: [Self; 5] =
        [Self::Done, Self::AlreadySo, Self::Refused, Self::NotAttempted, Self::Unknown];

    /// Which one `verdict` is.
    #[must_use]
    pub const fn of<T>(verdict: &Verdict<T>) -> Self {
        match verdict {
            Verdict::Done(_) => Self::Done,
            Verdict::AlreadySo => Self::AlreadySo,
            Verdict::Refused(_) => Self::Refused,
            Verdict::NotAttempted(_) => Self::NotAttempted,
            Verdict::Unknown(_) => Self::Unknown,
        }
    }

    /// Its name in addresses and files: lower case, words joined by underscores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AlreadySo => "already_so",
            Self::Refused => "refused",
            Self::NotAttempted => "not_attempted",
            Self::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// The outcome of `verdict`, less what it carries.
    #[must_use]
    pub fn of<T>(verdict: &Verdict<T>, at: Timestamp) -> Self {
        let (kind, problem) = (OutcomeKind::of(verdict), verdict.problem().cloned());
        Self { kind, problem, again: None, lost_reply: false, at }
    }

    /// The same where an earlier attempt ended so: what says nothing of that one leaves it unknown.
    #[must_use]
    pub fn after(self, earlier: Option<Self>) -> Self {
        let Some(earlier) = earlier.filter(|earlier| earlier.kind == OutcomeKind::Unknown) else {
            return self;
        };
        let key = earlier.problem.as_ref().and_then(|problem| problem.key.as_ref());
        let Some(problem) = &self.problem else { return self };
        let under_the_same = problem.key.as_ref() == key;
        match self.kind {
            OutcomeKind::Done | OutcomeKind::AlreadySo => self,
            OutcomeKind::Unknown if under_the_same => self,
            // An answer under the later key would say nothing of the earlier attempt.
            OutcomeKind::Unknown => {
                Self { problem: self.problem.map(|problem| Problem { key: None, ..problem }), ..self }
            }
            OutcomeKind::Refused
                if problem.code == Code::NotFound
                    || (key.is_some() && under_the_same && problem.code.is_of_operation()) =>
            {
                self
            }
            OutcomeKind::Refused | OutcomeKind::NotAttempted => {
                Self { again: self.problem, at: self.at, ..earlier }
            }
        }
    }
}
