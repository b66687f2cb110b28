//! Results as plain objects: a `verdict`, and beside it either what was asked for or what stood in
//! the way.

use latchboard_client::Verdict;
use latchboard_client::resolve::Conclusion;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;

use crate::js::{Object, number};

/// The verdict on a call that changes nothing. Without a token it was never sent, whatever became
/// of the sign-in before it.
pub(crate) fn of_read<T>(asked: EndpointId, result: Result<T, Problem>) -> Verdict<T> {
    match result {
        Err(problem) if problem.endpoint == EndpointId::Token && asked != EndpointId::Token => {
            Verdict::NotAttempted(problem)
        }
        result => Verdict::of(result),
    }
}

/// A verdict; `done` adds what the call brought.
pub(crate) fn object<T>(verdict: &Verdict<T>, done: impl FnOnce(Object, &T) -> Object) -> Object {
    let word = match verdict {
        Verdict::Done(brought) => return done(said("done", None), brought),
        Verdict::AlreadySo => "already_so",
        Verdict::Refused(_) => "refused",
        Verdict::NotAttempted(_) => "not_attempted",
        Verdict::Unknown(_) => "unknown",
    };
    said(word, verdict.problem())
}

/// A verdict on a call that brings nothing.
pub(crate) fn plain(verdict: &Verdict<()>) -> Object {
    object(verdict, |object, ()| object)
}

fn said(word: &str, problem: Option<&Problem>) -> Object {
    let object = Object::new().with("verdict", word);
    match problem {
        Some(problem) => with_problem(object, problem),
        None => object,
    }
}

/// Adds the evidence.
pub(crate) fn with_problem(object: Object, problem: &Problem) -> Object {
    object
        .with("code", problem.code.as_str())
        .with("endpoint", problem.endpoint.as_str())
        .with("status", number(problem.status))
        .text("vendorCode", problem.vendor_code.as_deref())
        .text("vendorText", problem.vendor_text.as_deref())
        .with("retryAfter", number(problem.retry_after))
        .text("idempotencyKey", problem.key.as_ref().map(IdempotencyKey::as_str))
}

/// Where a question about a lost call led.
pub(crate) fn resolution(endpoint: EndpointId, conclusion: &Conclusion) -> Object {
    let led = |to: &str| Object::new().with("conclusion", to);
    match conclusion {
        Conclusion::Settled(finding) => led("settled").with("finding", finding.as_str()),
        Conclusion::Ask(question) => {
            let kills = question.kills_admin_key(endpoint);
            led("ask").with("question", question.as_str()).with("killsAdminKey", kills)
        }
        Conclusion::Open(problem) => with_problem(led("open"), problem),
    }
}

/// What is said of a question that was aborted: things are as open as they were.
pub(crate) fn still_open(verdict: &Verdict<()>) -> Object {
    let open = Object::new().with("conclusion", "open");
    match verdict.problem() {
        Some(problem) => with_problem(open, problem),
        None => open,
    }
}
