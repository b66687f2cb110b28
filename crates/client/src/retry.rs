//! When a call is sent again without asking anybody: only calls that the contract calls
//! repeatable, or that carry an idempotency key, only after failures that pass, and never in step with others.

use std::time::Duration;

use latchboard_contract::error::{Code, Problem};

use crate::Transport;

/// How often a repeatable call is sent again.
const MOST_RETRIES: u32 = 2;
/// The first pause in milliseconds; each further one is half as long again.
const FIRST_PAUSE: u64 = 1000;
/// A server that wants a longer pause is not waited for: the user hears of it instead.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The retries of one call.
#[derive(Debug, Default)]
pub(crate) struct Retries {
    made: u32,
}

impl Retries {
    /// How long to wait before `problem` is answered with another attempt; `None` to give up.
    pub(crate) fn pause_after(&mut self, problem: &Problem, transport: &impl Transport) -> Option<Duration> {
        if self.made == MOST_RETRIES || !(passes(problem) || can_be_asked(problem)) {
            return None;
        }
        let pause = pause(problem, self.made, transport);
        self.made += 1;
        pause
    }
}

/// How long to wait after the failure that comes after `made` pauses; `None` where that is too long.
pub(crate) fn pause(problem: &Problem, made: u32, transport: &impl Transport) -> Option<Duration> {
    let pause = match problem.retry_after {
        Some(seconds) => Duration::from_secs(seconds.into()),
        // Between half and all of it, so that those who failed together come back apart.
        None => {
            let half = FIRST_PAUSE.saturating_mul(3_u64.saturating_pow(made)) >> (made + 1).min(63);
            Duration::from_millis(half + (half as f64 * transport.chance()) as u64)
        }
    };
    (pause <= LONGEST_PAUSE).then_some(pause)
}

/// Whether the same call under the same key gets the answer that was lost.
pub(crate) fn can_be_asked(problem: &Problem) -> bool {
    problem.key.is_some() && problem.code.leaves_outcome_open() && problem.code != Code::AnswerExpired
}

/// Whether a failure is of the kind that is gone a moment later.
pub(crate) fn passes(problem: &Problem) -> bool {
    match problem.code {
        Code::RateLimited
        | Code::UpstreamFailed
        | Code::UpstreamTimedOut
        | Code::TimedOut
        | Code::ConnectionFailed
        | Code::Unreachable => true,
        // 500 is a defect that stays; 503 says of itself that it passes.
        Code::ServiceProblem => problem.status == Some(503),
        _ => false,
    }
}
