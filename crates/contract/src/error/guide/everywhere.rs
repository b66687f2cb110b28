//! Refusals that every server can give, with its own reasons.

use latchboard_texts::errors as texts;

use super::{
    API_KEY_CALLS, CAPABILITIES, CHANGES, Do, E, Endpoints, Entry, Guide, Retry, SETTINGS_CALLS,
    TOKEN_AND_VAULT_CALLS, VAULT_CALLS,
};

pub(super) static RATE_LIMITED: Guide = Guide {
    meaning: texts::RATE_LIMITED_MEANING,
    entries: &[
        Entry {
            at: API_KEY_CALLS,
            seen_as: "429 · 403 Over Qps",
            cause: texts::RATE_LIMITED_API_KEY_CALLS_CAUSE,
            remedy: texts::RATE_LIMITED_API_KEY_CALLS_REMEDY,
            action: Some(Do::TryAgain),
            retry: Retry::Safe,
        },
        Entry {
            at: TOKEN_AND_VAULT_CALLS.and(CAPABILITIES),
            seen_as: "429",
            cause: texts::RATE_LIMITED_TOKEN_AND_VAULT_CALLS_CAUSE,
            remedy: texts::RATE_LIMITED_API_KEY_CALLS_REMEDY,
            action: Some(Do::TryAgain),
            retry: Retry::Safe,
        },
    ],
};

pub(super) static ADDRESS_WRONG: Guide = Guide {
    meaning: texts::ADDRESS_WRONG_MEANING,
    entries: &[
        Entry {
            at: API_KEY_CALLS,
            seen_as: "404 · 405 · 410 · 596 · 403 Requires SSL",
            cause: texts::ADDRESS_WRONG_API_KEY_CALLS_CAUSE,
            remedy: texts::ADDRESS_WRONG_API_KEY_CALLS_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: TOKEN_AND_VAULT_CALLS.and(CAPABILITIES),
            seen_as: "405 · 410 · 596",
            cause: texts::ADDRESS_WRONG_TOKEN_AND_VAULT_CALLS_CAUSE,
            remedy: texts::ADDRESS_WRONG_TOKEN_AND_VAULT_CALLS_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static NOT_AUDITED: Guide = Guide {
    meaning: texts::NOT_AUDITED_MEANING,
    entries: &[Entry {
        at: CHANGES,
        seen_as: "503 with latchboard_code not_audited",
        cause: texts::NOT_AUDITED_CAUSE,
        remedy: texts::NOT_AUDITED_REMEDY,
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};

pub(super) static IDEMPOTENCY_KEY_REUSED: Guide = Guide {
    meaning: texts::IDEMPOTENCY_KEY_REUSED_MEANING,
    entries: &[Entry {
        at: CHANGES,
        seen_as: "422 with latchboard_code idempotency_key_reused",
        cause: texts::IDEMPOTENCY_KEY_REUSED_CAUSE,
        remedy: texts::IDEMPOTENCY_KEY_REUSED_REMEDY,
        action: Some(Do::TryAgain),
        retry: Retry::Pointless,
    }],
};

pub(super) static REFUSED: Guide = Guide {
    meaning: texts::REFUSED_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "other 4xx",
            cause: texts::REFUSED_REGISTER_CAUSE,
            remedy: texts::REFUSED_REGISTER_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "403 · other 4xx",
            cause: texts::REFUSED_UPDATE_SECRET_CAUSE,
            remedy: texts::REFUSED_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::RegenerateKey]),
            seen_as: "403 · other 4xx",
            cause: texts::REFUSED_UPDATE_SECRET_CAUSE,
            remedy: texts::REFUSED_REGENERATE_KEY_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "403 · other 4xx",
            cause: texts::REFUSED_SETTINGS_CALLS_CAUSE,
            remedy: texts::REFUSED_SETTINGS_CALLS_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Token]),
            seen_as: "400 unsupported_grant_type · other 4xx",
            cause: texts::REFUSED_TOKEN_CAUSE,
            remedy: texts::REFUSED_TOKEN_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: CAPABILITIES,
            seen_as: "other 4xx",
            cause: texts::REFUSED_REGISTER_CAUSE,
            remedy: texts::REFUSED_CAPABILITIES_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: VAULT_CALLS,
            seen_as: "other 4xx",
            cause: texts::REFUSED_VAULT_CALLS_CAUSE,
            remedy: texts::REFUSED_CAPABILITIES_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};
