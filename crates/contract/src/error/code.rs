//! The stable codes. Programs branch on these; texts and statuses may change, codes don't.

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $text:literal,)+) => {
        crate::names! {
            /// What went wrong, as a stable code.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum Code {
                $($(#[$doc])+ $name = $text,)+
            }
        }

        impl Code {
            /// Where the error guide explains it, in the project's documents. As stable as the
            /// code: the anchor is the code's name.
            #[must_use]
            pub const fn docs(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("docs/errors.md#", $text),)+
                }
            }
        }
    };
}

codes! {
    // Refused here, before anything was sent.
    /// The secret is empty.
    SecretEmpty = "secret_empty",
    /// The secret is longer than [`crate::validate::MAX_SECRET_BYTES`].
    SecretTooLong = "secret_too_long",
    /// The secret contains a line break or another control character.
    SecretControlCharacter = "secret_control_character",
    /// The secret is a sample text of the vendors' documentation.
    SecretPlaceholder = "secret_placeholder",
    /// The new secret equals the old one.
    SecretUnchanged = "secret_unchanged",
    /// No API key was given.
    ApiKeyMissing = "api_key_missing",
    /// The API key contains white space or control characters.
    ApiKeyMalformed = "api_key_malformed",
    /// A required field is empty.
    FieldMissing = "field_missing",
    /// The identifier is not a number (also the vault's 1010).
    IdentifierNotNumeric = "identifier_not_numeric",
    /// There is no sign-in to the vault in this page.
    NotSignedIn = "not_signed_in",
    /// The run was stopped before this call was sent.
    Stopped = "stopped",

    // Location history and geofencing.
    /// 400: the body was not what the endpoint takes.
    RequestMalformed = "request_malformed",
    /// 403 on register: a configuration exists already.
    AlreadyRegistered = "already_registered",
    /// 401 on regenerate and update: the secret is wrong, or nothing is registered.
    SecretRejected = "secret_rejected",
    /// 401 on settings: the admin key is wrong or dead, or nothing is registered.
    AdminKeyRejected = "admin_key_rejected",
    /// 401 or 403 from the gateway: the API key is missing, unknown or disabled.
    ApiKeyRejected = "api_key_rejected",
    /// 403 from the gateway: the API key is not allowed to use this product.
    ProductNotEnabled = "product_not_enabled",
    /// 403 from the gateway: this page's domain is not on the API key's list.
    DomainNotAllowed = "domain_not_allowed",
    /// 429, or the older gateway's 403: too many calls in a short time.
    RateLimited = "rate_limited",
    /// The quota of the API key is spent.
    QuotaSpent = "quota_spent",
    /// 404 or 596: nothing answers at this address.
    AddressWrong = "address_wrong",

    // The vault.
    /// 1001: a required parameter is missing.
    ParameterMissing = "parameter_missing",
    /// Our server's 1001: a parameter is there and cannot be taken as it is, or the body can't be read.
    ParameterInvalid = "parameter_invalid",
    /// 1001: another API secret of this user has the same `identifier_code`.
    IdentifierCodeTaken = "identifier_code_taken",
    /// 412, our server's: the API secret has another version than the one that the change is for.
    ChangedMeanwhile = "changed_meanwhile",
    /// 1005: there is no API secret with this identifier.
    NotFound = "not_found",
    /// 1006: this access key may not touch the API secret.
    NoAccess = "no_access",
    /// 1009: the API secret is inactive and can't be read.
    Inactive = "inactive",
    /// "No route matched": not signed in any more, or the wrong address.
    NotAuthorised = "not_authorised",
    /// Client id or client secret are wrong.
    ClientRejected = "client_rejected",

    /// Our server cannot write its audit log, so it changed nothing.
    NotAudited = "not_audited",
    /// Our server: the idempotency key belongs to another call.
    IdempotencyKeyReused = "idempotency_key_reused",
    /// The server refused for a reason that has no code of its own here.
    Refused = "refused",

    // No trustworthy answer.
    /// Our server: it carried the call out before, and does not keep the answer any more.
    AnswerExpired = "answer_expired",
    /// 5xx: the server failed while it worked on the call.
    ServiceProblem = "service_problem",
    /// 502: a gateway got no valid answer from the server behind it.
    UpstreamFailed = "upstream_failed",
    /// 504: the server behind the gateway did not answer in time.
    UpstreamTimedOut = "upstream_timed_out",
    /// The answer is none that this endpoint can give.
    AnswerUnreadable = "answer_unreadable",
    /// The connection gave no answer that could be read.
    ConnectionFailed = "connection_failed",
    /// No connection came about, so nothing was sent.
    Unreachable = "unreachable",
    /// No answer within the time limit.
    TimedOut = "timed_out",
}

impl Code {
    /// Whether this leaves open if the server made the change. Such an answer to a call that
    /// changes something is *unknown*, never *refused*.
    #[must_use]
    pub const fn leaves_outcome_open(self) -> bool {
        matches!(
            self,
            Self::AnswerExpired
                | Self::ServiceProblem
                | Self::UpstreamFailed
                | Self::UpstreamTimedOut
                | Self::AnswerUnreadable
                | Self::ConnectionFailed
                | Self::TimedOut
        )
    }

    /// Whether a refusal with this code is one of the operation itself, and not of what stands before it, such as
    /// credentials, limits and gateways. Only such a one, in answer to a repeat under the same idempotency key,
    /// tells what became of the call that was repeated.
    #[must_use]
    pub const fn is_of_operation(self) -> bool {
        matches!(
            self,
            Self::RequestMalformed
                | Self::AlreadyRegistered
                | Self::SecretRejected
                | Self::AdminKeyRejected
                | Self::ParameterMissing
                | Self::ParameterInvalid
                | Self::IdentifierCodeTaken
                | Self::ChangedMeanwhile
                | Self::IdentifierNotNumeric
                | Self::NotFound
                | Self::NoAccess
        )
    }

    /// Whether the call never left this side.
    #[must_use]
    pub const fn is_local(self) -> bool {
        matches!(
            self,
            Self::SecretEmpty
                | Self::SecretTooLong
                | Self::SecretControlCharacter
                | Self::SecretPlaceholder
                | Self::SecretUnchanged
                | Self::ApiKeyMissing
                | Self::ApiKeyMalformed
                | Self::FieldMissing
                | Self::NotSignedIn
                | Self::Stopped
                | Self::Unreachable
        )
    }
}
