//! What is said in a service's place by whoever stands in front of it: the gateway that found no
//! upstream, or the server before it asked what the call was about. Both families read these bodies.
//!
//! 502 and 504 are Kong's, word for word, as the vault's pages list them; the others are ours, for
//! statuses that no page documents: in the same shape, with what the vault's clients expect beside it.

use serde_json::{Value, json};

use super::failure::failure;
use super::lenient::object;
use crate::error::{Code, Problem};
use crate::http::{JSON, RETRY_AFTER, Request, Response};

/// What is refused before a service sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// HTTP/1.1 without a `Host`, or with several.
    HostMissing,
    /// The `Host` is none of the server's names: what a page does that had its own name pointed here.
    HostUnknown,
    /// The address is longer than the server reads.
    AddressTooLong,
    /// Too many wrong secrets; for so many seconds none is looked at.
    TooManyAttempts(u32),
    /// More calls than are let through, by a budget or in a rehearsal; none is for so many seconds.
    TooManyCalls(u32),
    /// The change was not made, as it could not be entered into the audit log.
    NotAudited,
    /// The `Idempotency-Key` is none.
    IdempotencyKeyMalformed,
    /// The `Idempotency-Key` belongs to another call.
    IdempotencyKeyReused,
    /// The call was carried out before, and its answer is not kept any more.
    AnswerExpired,
    /// The upstream refused the connection, broke it, or answered what may not be passed on.
    UpstreamFailed,
    /// The upstream did not answer in time.
    UpstreamTimedOut,
}

impl Refusal {
    pub const ALL: [Self; 11] = [
        Self::HostMissing,
        Self::HostUnknown,
        Self::AddressTooLong,
        Self::TooManyAttempts(1),
        Self::TooManyCalls(1),
        Self::NotAudited,
        Self::IdempotencyKeyMalformed,
        Self::IdempotencyKeyReused,
        Self::AnswerExpired,
        Self::UpstreamFailed,
        Self::UpstreamTimedOut,
    ];

    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::HostMissing | Self::IdempotencyKeyMalformed => 400,
            Self::HostUnknown => 421,
            Self::AddressTooLong => 414,
            Self::TooManyAttempts(_) | Self::TooManyCalls(_) => 429,
            Self::NotAudited => 503,
            Self::IdempotencyKeyReused => 422,
            Self::AnswerExpired => 410,
            Self::UpstreamFailed => 502,
            Self::UpstreamTimedOut => 504,
        }
    }

    /// The sentence in the body.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::HostMissing => "The request must name one host",
            Self::HostUnknown => "This server does not answer under that host name",
            Self::AddressTooLong => "The address is too long",
            Self::TooManyAttempts(_) => "Too many attempts with a wrong secret",
            Self::TooManyCalls(_) => "API rate limit exceeded",
            Self::NotAudited => "The audit log cannot be written, so nothing was changed",
            Self::IdempotencyKeyMalformed => {
                "Idempotency-Key must be one text of 1 to 128 visible ASCII characters"
            }
            Self::IdempotencyKeyReused => "This Idempotency-Key was used for another call",
            Self::AnswerExpired => "The call was carried out before; its answer is not kept any more",
            Self::UpstreamFailed => "An invalid response was received from the upstream server",
            Self::UpstreamTimedOut => "The upstream server is timing out",
        }
    }

    /// The code by which programs tell it from a vendor's answer of the same status; `None` where that makes no
    /// difference.
    const fn own_code(self) -> Option<Code> {
        match self {
            // Any other 503 leaves open what happened; this one does not.
            Self::NotAudited => Some(Code::NotAudited),
            Self::IdempotencyKeyReused => Some(Code::IdempotencyKeyReused),
            Self::AnswerExpired => Some(Code::AnswerExpired),
            Self::HostMissing
            | Self::HostUnknown
            | Self::AddressTooLong
            | Self::TooManyAttempts(_)
            | Self::TooManyCalls(_)
            | Self::IdempotencyKeyMalformed
            | Self::UpstreamFailed
            | Self::UpstreamTimedOut => None,
        }
    }

    #[must_use]
    pub fn answer(self) -> Response {
        match self {
            Self::UpstreamFailed | Self::UpstreamTimedOut => {
                Response::json(self.status(), JSON, &json!({ "message": self.message() }))
            }
            Self::TooManyAttempts(seconds) | Self::TooManyCalls(seconds) => {
                let response = failure(self.status(), self.message(), None);
                response.header(RETRY_AFTER, seconds.to_string())
            }
            Self::HostMissing
            | Self::HostUnknown
            | Self::AddressTooLong
            | Self::NotAudited
            | Self::IdempotencyKeyMalformed
            | Self::IdempotencyKeyReused
            | Self::AnswerExpired => failure(self.status(), self.message(), self.own_code()),
        }
    }
}

/// The member in which our server gives a code where no vendor has one.
pub(super) const OWN_CODE: &str = "latchboard_code";

/// The code of our server's own answer to a call that changes something, if it is one.
pub(super) fn own_problem(sent: &Request, response: &Response) -> Option<Problem> {
    const OWN: [Refusal; 3] = [Refusal::NotAudited, Refusal::IdempotencyKeyReused, Refusal::AnswerExpired];
    let refusal = OWN.into_iter().find(|refusal| refusal.status() == response.status)?;
    if !sent.endpoint.changes() {
        return None;
    }
    let answer: Value = object(&response.text())?;
    let code = refusal.own_code().filter(|code| answer[OWN_CODE] == code.as_str())?;
    Some(Problem::answered(sent, response, code, None, refusal.message()))
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::Secret;
    use crate::endpoint::configuration::{SecretRequest, Service};
    use crate::endpoint::{Deactivate, Endpoint, Register};
    use crate::error::Code;
    use crate::http::{RETRY_AFTER, Response};
    use crate::idempotency::{IdempotencyKey, KEY_SPENT};
    use crate::validate::Identifier;

    /// What a client of each family makes of the refusal.
    fn read(refusal: Refusal) -> [Code; 2] {
        let secret = SecretRequest { service: Service::Geofencing, secret: Secret::from("s") };
        let of_register = Register::decode(&Register::encode(&secret), &refusal.answer());
        let identifier = Identifier::parse("43").unwrap();
        let of_switch = Deactivate::decode(&Deactivate::encode(&identifier), &refusal.answer());
        [of_register.err().unwrap().code, of_switch.err().unwrap().code]
    }

    #[test]
    fn both_families_read_them_alike() {
        for refusal in Refusal::ALL {
            let expected = match refusal {
                Refusal::TooManyAttempts(_) | Refusal::TooManyCalls(_) => Code::RateLimited,
                Refusal::NotAudited => Code::NotAudited,
                Refusal::IdempotencyKeyReused => Code::IdempotencyKeyReused,
                Refusal::AnswerExpired => Code::AnswerExpired,
                Refusal::UpstreamFailed => Code::UpstreamFailed,
                Refusal::UpstreamTimedOut => Code::UpstreamTimedOut,
                Refusal::HostMissing | Refusal::IdempotencyKeyMalformed => {
                    assert_eq!(read(refusal), [Code::RequestMalformed, Code::Refused]);
                    continue;
                }
                Refusal::HostUnknown | Refusal::AddressTooLong => Code::Refused,
            };
            assert_eq!(read(refusal), [expected; 2], "{refusal:?}");
        }
    }

    #[test]
    fn only_a_broken_upstream_and_a_deleted_answer_leave_open_what_happened() {
        for refusal in Refusal::ALL {
            let open = matches!(
                refusal,
                Refusal::UpstreamFailed | Refusal::UpstreamTimedOut | Refusal::AnswerExpired
            );
            for code in read(refusal) {
                assert_eq!(code.leaves_outcome_open(), open, "{refusal:?}");
            }
        }
    }

    #[test]
    fn a_repeat_helps_where_the_key_still_leads_to_an_answer() {
        let identifier = Identifier::parse("43").unwrap();
        let key = IdempotencyKey::parse("k");
        let known = |key: Option<&IdempotencyKey>, response: &Response| {
            let sent = Deactivate::encode(&identifier).idempotency_key(key);
            Deactivate::decode(&sent, response).err().unwrap().key.is_some()
        };
        for refusal in Refusal::ALL {
            assert!(known(key.as_ref(), &refusal.answer()) && !known(None, &refusal.answer()), "{refusal:?}");
            let spent = refusal.answer().header(KEY_SPENT, "1");
            assert!(!known(key.as_ref(), &spent), "{refusal:?}");
        }
    }

    #[test]
    fn who_has_to_wait_is_told_how_long() {
        assert_eq!(Refusal::TooManyAttempts(4).answer().get(RETRY_AFTER), Some("4"));
        assert_eq!(Refusal::UpstreamFailed.answer().get(RETRY_AFTER), None);
    }
}
