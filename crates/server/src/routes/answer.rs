//! From the contract's answers, and from what stops a handler, to HTTP.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use latchboard_contract::audit::Action;
use latchboard_contract::endpoint::configuration::{self, GatewayErrors};
use latchboard_contract::endpoint::envelope::{self, Profile};
use latchboard_contract::endpoint::gateway;
use latchboard_contract::error::Code;
use latchboard_contract::http;
use latchboard_store::StoreError;
use latchboard_store::crypto::{RandomError, SealError};

use super::body::BodyError;
use crate::family::Family;
use crate::password::PasswordError;

/// As many as nearly all answers have, with those that the guard adds.
const HEADERS: usize = 8;

/// An answer of the contract.
pub(super) struct Answer(pub(super) http::Response);

impl Answer {
    /// Nothing is served at a path of this family.
    pub(super) fn unknown(family: Family, gateway: GatewayErrors) -> Self {
        Self(match family {
            Family::Configuration => configuration::Refusal::AddressUnknown.answer_behind(gateway),
            Family::Vault => envelope::Refusal::NoRoute.answer(),
        })
    }

    pub(super) fn failed(family: Family) -> Self {
        Self(match family {
            Family::Configuration => configuration::Refusal::Internal.answer(),
            Family::Vault => envelope::Refusal::Unexpected.answer(),
        })
    }
}

/// A body on its way out: not copied, and wiped when it is gone.
struct Sent(http::Response);

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().reserve(HEADERS);
        for (name, value) in self.0.headers() {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        if !self.0.bytes().is_empty() {
            *response.body_mut() = Body::from(Bytes::from_owner(Sent(self.0)));
        }
        response
    }
}

/// How a family says no, and how it says that the server failed.
pub(super) trait Refuse {
    /// Where its words differ: by gateway, by release.
    type ReplyStyle: Default;
    fn failed() -> Self;
    /// The body is too large, or never came.
    fn body(error: BodyError) -> Self;
    /// What it is called in the audit log.
    fn code(&self, action: Action) -> Code;
    fn answer(self, style: Self::ReplyStyle) -> http::Response;
}

impl Refuse for configuration::Refusal {
    type ReplyStyle = GatewayErrors;

    fn failed() -> Self {
        Self::Internal
    }

    /// The vendor has one answer to everything that is no valid body.
    fn body(_error: BodyError) -> Self {
        Self::MalformedRequest
    }

    fn code(&self, action: Action) -> Code {
        match self {
            Self::MalformedRequest | Self::ParameterInvalid(..) => Code::RequestMalformed,
            Self::AlreadyRegistered => Code::AlreadyRegistered,
            Self::ConfigurationNotFound
                if matches!(action, Action::ReadSettings | Action::ChangeSettings) =>
            {
                Code::AdminKeyRejected
            }
            Self::SecretInvalid | Self::ConfigurationNotFound => Code::SecretRejected,
            Self::AdminKeyInvalid => Code::AdminKeyRejected,
            Self::ApiKeyRejected => Code::ApiKeyRejected,
            Self::AddressUnknown => Code::AddressWrong,
            Self::Internal => Code::ServiceProblem,
        }
    }

    fn answer(self, gateway: GatewayErrors) -> http::Response {
        self.answer_behind(gateway)
    }
}

impl Refuse for envelope::Refusal {
    type ReplyStyle = Profile;

    fn failed() -> Self {
        Self::Unexpected
    }

    fn body(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::BodyTooLarge,
            // As a body that is no JSON object. It is the sender's failure and none of ours, and nothing
            // was done: whoever is still there to read it must not take it for *unknown*.
            BodyError::Interrupted => Self::BodyMalformed,
        }
    }

    fn code(&self, _action: Action) -> Code {
        match self {
            Self::ParameterMissing(_) => Code::ParameterMissing,
            Self::ParameterInvalid(..) | Self::BodyMalformed => Code::ParameterInvalid,
            Self::IdentifierCodeTaken => Code::IdentifierCodeTaken,
            Self::ChangedMeanwhile => Code::ChangedMeanwhile,
            Self::NotFound => Code::NotFound,
            Self::NoAccess => Code::NoAccess,
            Self::Inactive => Code::Inactive,
            Self::IdentifierNotNumeric => Code::IdentifierNotNumeric,
            Self::NoRoute => Code::NotAuthorised,
            Self::InvalidClient => Code::ClientRejected,
            Self::BodyTooLarge | Self::InvalidRequest(_) | Self::UnsupportedGrantType => Code::Refused,
            Self::Unexpected => Code::ServiceProblem,
        }
    }

    fn answer(self, profile: Profile) -> http::Response {
        self.answer_as(profile)
    }
}

/// Why a handler stopped.
pub(super) enum HandlerError<R> {
    Refused(R),
    /// Too many wrong secrets; for so many seconds none is looked at.
    Throttled(u32),
    /// The access key has used up what it may look for; there is more in so many seconds.
    OverBudget(u32),
    /// Its idempotency key cannot be used.
    Key(gateway::Refusal),
    /// The same call, by its idempotency key, was carried out while this one was under way.
    Repeated,
    /// The same call was carried out before; what it was answered.
    Answered(http::Response),
    /// It could not be entered into the audit log, so nothing was done.
    NotAudited(Box<dyn Error + Send>),
    /// It failed. The cause goes to the log, under the request's id; the caller only gets the id.
    Failed(Box<dyn Error + Send>),
}

/// What a handler returns.
pub(super) type Outcome<R> = Result<Answer, HandlerError<R>>;

impl<R: Refuse> HandlerError<R> {
    /// The answer, in the words that the server was told to use.
    pub(super) fn answer(self, style: R::ReplyStyle) -> Answer {
        let refusal = match self {
            Self::Refused(refusal) => refusal,
            Self::Throttled(seconds) => return Answer(gateway::Refusal::TooManyAttempts(seconds).answer()),
            Self::OverBudget(seconds) => return Answer(gateway::Refusal::TooManyCalls(seconds).answer()),
            Self::Key(refusal) => return Answer(refusal.answer()),
            Self::Answered(response) => return Answer(response),
            // Only where the answer is gone in the very moment.
            Self::Repeated => return Answer(gateway::Refusal::AnswerExpired.answer()),
            Self::NotAudited(error) => {
                tracing::error!(%error, "the audit log cannot be written, so nothing was changed");
                return Answer(gateway::Refusal::NotAudited.answer());
            }
            Self::Failed(error) => {
                tracing::error!(%error, "the request failed");
                R::failed()
            }
        };
        Answer(refusal.answer(style))
    }
}

impl<R: Refuse> IntoResponse for HandlerError<R> {
    fn into_response(self) -> Response {
        self.answer(R::ReplyStyle::default()).into_response()
    }
}

impl From<configuration::Refusal> for HandlerError<configuration::Refusal> {
    fn from(refusal: configuration::Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<envelope::Refusal> for HandlerError<envelope::Refusal> {
    fn from(refusal: envelope::Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<R: Refuse> From<BodyError> for HandlerError<R> {
    fn from(error: BodyError) -> Self {
        Self::Refused(R::body(error))
    }
}

macro_rules! failures {
    ($($error:ty),+) => {
        $(impl<R> From<$error> for HandlerError<R> {
            fn from(error: $error) -> Self {
                Self::Failed(Box::new(error))
            }
        })+
    };
}

failures!(PasswordError, RandomError, SealError);

impl<R> From<StoreError> for HandlerError<R> {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Repeated => Self::Repeated,
            error => Self::Failed(Box::new(error)),
        }
    }
}
