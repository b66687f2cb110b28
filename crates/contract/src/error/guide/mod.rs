//! The catalogue's table: every code with its meaning and, for each endpoint where it can occur,
//! cause and remedy. Data only; `catalogue` knows what it is for.

mod before_sending;
mod everywhere;
mod location_history;
mod no_answer;
mod vault;

use super::Code;
use super::entry::{Endpoints, Entry, Guide, RemedyAction as Do, Retry};
use crate::endpoint_id::EndpointId as E;

/// Calls that prove themselves with the customer secret.
const SECRET_CALLS: Endpoints = Endpoints::of(&[E::Register, E::UpdateSecret, E::RegenerateKey]);
/// Calls that prove themselves with the admin key.
const SETTINGS_CALLS: Endpoints = Endpoints::of(&[E::ReadSettings, E::ChangeSettings]);
/// Calls that carry an API key.
const API_KEY_CALLS: Endpoints = SECRET_CALLS.and(SETTINGS_CALLS);
/// Calls about one API secret that exists.
const ITEM_CALLS: Endpoints =
    Endpoints::of(&[E::ReadApiSecret, E::UpdateApiSecret, E::Deactivate, E::Activate]);
/// Calls that carry a token of the vault.
const VAULT_CALLS: Endpoints = Endpoints::of(&[
    E::ListApiSecrets,
    E::CreateApiSecret,
    E::Find,
    E::ReadIndex,
    E::ReadInventory,
    E::ReadAudit,
])
.and(ITEM_CALLS);
/// The vault's calls, and the one that signs in to it.
const TOKEN_AND_VAULT_CALLS: Endpoints = Endpoints::of(&[E::Token]).and(VAULT_CALLS);
/// The question what a server offers, which carries nothing.
const CAPABILITIES: Endpoints = Endpoints::of(&[E::ReadCapabilities]);
/// Calls that may change something.
const CHANGES: Endpoints = SECRET_CALLS.and(Endpoints::of(&[
    E::ChangeSettings,
    E::CreateApiSecret,
    E::UpdateApiSecret,
    E::Deactivate,
    E::Activate,
]));
const ALL_CALLS: Endpoints = Endpoints::of(&E::ALL);

/// What is known about a code.
pub(super) const fn of(code: Code) -> &'static Guide {
    match code {
        Code::SecretEmpty => &before_sending::SECRET_EMPTY,
        Code::SecretTooLong => &before_sending::SECRET_TOO_LONG,
        Code::SecretControlCharacter => &before_sending::SECRET_CONTROL_CHARACTER,
        Code::SecretPlaceholder => &before_sending::SECRET_PLACEHOLDER,
        Code::SecretUnchanged => &before_sending::SECRET_UNCHANGED,
        Code::ApiKeyMissing => &before_sending::API_KEY_MISSING,
        Code::ApiKeyMalformed => &before_sending::API_KEY_MALFORMED,
        Code::FieldMissing => &before_sending::FIELD_MISSING,
        Code::IdentifierNotNumeric => &before_sending::IDENTIFIER_NOT_NUMERIC,
        Code::NotSignedIn => &before_sending::NOT_SIGNED_IN,
        Code::Stopped => &before_sending::STOPPED,

        Code::RequestMalformed => &location_history::REQUEST_MALFORMED,
        Code::AlreadyRegistered => &location_history::ALREADY_REGISTERED,
        Code::SecretRejected => &location_history::SECRET_REJECTED,
        Code::AdminKeyRejected => &location_history::ADMIN_KEY_REJECTED,
        Code::ApiKeyRejected => &location_history::API_KEY_REJECTED,
        Code::ProductNotEnabled => &location_history::PRODUCT_NOT_ENABLED,
        Code::DomainNotAllowed => &location_history::DOMAIN_NOT_ALLOWED,
        Code::QuotaSpent => &location_history::QUOTA_SPENT,

        Code::RateLimited => &everywhere::RATE_LIMITED,
        Code::AddressWrong => &everywhere::ADDRESS_WRONG,
        Code::NotAudited => &everywhere::NOT_AUDITED,
        Code::IdempotencyKeyReused => &everywhere::IDEMPOTENCY_KEY_REUSED,
        Code::Refused => &everywhere::REFUSED,

        Code::ParameterMissing => &vault::PARAMETER_MISSING,
        Code::ParameterInvalid => &vault::PARAMETER_INVALID,
        Code::IdentifierCodeTaken => &vault::IDENTIFIER_CODE_TAKEN,
        Code::ChangedMeanwhile => &vault::CHANGED_MEANWHILE,
        Code::NotFound => &vault::NOT_FOUND,
        Code::NoAccess => &vault::NO_ACCESS,
        Code::Inactive => &vault::INACTIVE,
        Code::NotAuthorised => &vault::NOT_AUTHORISED,
        Code::ClientRejected => &vault::CLIENT_REJECTED,

        Code::Unreachable => &no_answer::UNREACHABLE,
        Code::AnswerExpired => &no_answer::ANSWER_EXPIRED,
        Code::ServiceProblem => &no_answer::SERVICE_PROBLEM,
        Code::UpstreamFailed => &no_answer::UPSTREAM_FAILED,
        Code::UpstreamTimedOut => &no_answer::UPSTREAM_TIMED_OUT,
        Code::AnswerUnreadable => &no_answer::ANSWER_UNREADABLE,
        Code::ConnectionFailed => &no_answer::CONNECTION_FAILED,
        Code::TimedOut => &no_answer::TIMED_OUT,
    }
}
