//! Finding out what became of a call without an answer, one documented question at a time.

use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;

/// How far finding out has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The call that was left without an answer.
    pub endpoint: EndpointId,
    /// The question that comes next, or is being asked.
    pub question: Question,
    /// The idempotency key of that call, where its server still answers to it.
    pub key: Option<IdempotencyKey>,
    /// Why the last question got no answer.
    pub problem: Option<Problem>,
    /// What was found out; then there is nothing more to ask.
    pub finding: Option<Finding>,
}

impl Resolution {
    /// The beginning, for a call to `endpoint` that may have changed something and ended with `problem`.
    #[must_use]
    pub fn about(endpoint: EndpointId, problem: &Problem) -> Option<Self> {
        let key = problem.key.clone();
        let question = Question::first(endpoint, key.as_ref())?;
        Some(Self { endpoint, question, key, problem: None, finding: None })
    }

    /// With what the answer to its question led to.
    #[must_use]
    pub fn concluded(self, conclusion: Conclusion) -> Self {
        match conclusion {
            Conclusion::Settled(finding) => Self { finding: Some(finding), problem: None, ..self },
            Conclusion::Ask(question) => Self { question, problem: None, ..self },
            Conclusion::Open(problem) => Self { problem: Some(problem), ..self },
        }
    }
}
