//! Refusals of the vault, by its four-digit codes, and of the gateway in front of it.

use latchboard_texts::errors as texts;

use super::{CAPABILITIES, Do, E, Endpoints, Entry, Guide, Retry, VAULT_CALLS};

pub(super) static PARAMETER_MISSING: Guide = Guide {
    meaning: texts::PARAMETER_MISSING_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: "1001",
            cause: texts::PARAMETER_MISSING_MEANING,
            remedy: texts::PARAMETER_MISSING_CREATE_API_SECRET_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1001",
            cause: texts::PARAMETER_MISSING_MEANING,
            remedy: texts::PARAMETER_MISSING_UPDATE_API_SECRET_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Find]),
            seen_as: "1001",
            cause: texts::PARAMETER_MISSING_FIND_CAUSE,
            remedy: texts::PARAMETER_MISSING_FIND_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static PARAMETER_INVALID: Guide = Guide {
    meaning: texts::PARAMETER_INVALID_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret, E::UpdateApiSecret]),
            seen_as: "1001 · parameter_invalid",
            cause: texts::PARAMETER_INVALID_CREATE_API_SECRET_CAUSE,
            remedy: texts::PARAMETER_INVALID_CREATE_API_SECRET_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadAudit]),
            seen_as: "1001 · parameter_invalid",
            cause: texts::PARAMETER_INVALID_READ_AUDIT_CAUSE,
            remedy: texts::PARAMETER_INVALID_READ_AUDIT_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadInventory]),
            seen_as: "1001 · parameter_invalid",
            cause: texts::PARAMETER_INVALID_READ_INVENTORY_CAUSE,
            remedy: texts::PARAMETER_INVALID_READ_AUDIT_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Find]),
            seen_as: "1001 · parameter_invalid",
            cause: texts::PARAMETER_INVALID_FIND_CAUSE,
            remedy: texts::PARAMETER_INVALID_FIND_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static IDENTIFIER_CODE_TAKEN: Guide = Guide {
    meaning: texts::IDENTIFIER_CODE_TAKEN_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: "1001",
            cause: texts::IDENTIFIER_CODE_TAKEN_MEANING,
            remedy: texts::IDENTIFIER_CODE_TAKEN_CREATE_API_SECRET_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1001",
            cause: texts::IDENTIFIER_CODE_TAKEN_MEANING,
            remedy: texts::IDENTIFIER_CODE_TAKEN_UPDATE_API_SECRET_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static CHANGED_MEANWHILE: Guide = Guide {
    meaning: texts::CHANGED_MEANWHILE_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::UpdateApiSecret]),
        seen_as: "412 · changed_meanwhile",
        cause: texts::CHANGED_MEANWHILE_CAUSE,
        remedy: texts::CHANGED_MEANWHILE_REMEDY,
        action: None,
        retry: Retry::Pointless,
    }],
};

pub(super) static NOT_FOUND: Guide = Guide {
    meaning: texts::NOT_FOUND_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::ReadApiSecret]),
            seen_as: "1005",
            cause: texts::NOT_FOUND_READ_API_SECRET_CAUSE,
            remedy: texts::NOT_FOUND_READ_API_SECRET_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret, E::Deactivate, E::Activate]),
            seen_as: "1005",
            cause: texts::NOT_FOUND_READ_API_SECRET_CAUSE,
            remedy: texts::NOT_FOUND_UPDATE_API_SECRET_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static NO_ACCESS: Guide = Guide {
    meaning: texts::NO_ACCESS_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::ReadApiSecret]),
            seen_as: "1006",
            cause: texts::NO_ACCESS_READ_API_SECRET_CAUSE,
            remedy: texts::NO_ACCESS_READ_API_SECRET_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadAudit]),
            seen_as: "1006",
            cause: texts::NO_ACCESS_READ_AUDIT_CAUSE,
            remedy: texts::NO_ACCESS_READ_AUDIT_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1006",
            cause: texts::NO_ACCESS_UPDATE_API_SECRET_CAUSE,
            remedy: texts::NO_ACCESS_UPDATE_API_SECRET_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Deactivate, E::Activate]),
            seen_as: "1006",
            cause: texts::NO_ACCESS_DEACTIVATE_CAUSE,
            remedy: texts::NO_ACCESS_DEACTIVATE_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static INACTIVE: Guide = Guide {
    meaning: texts::INACTIVE_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::ReadApiSecret]),
        seen_as: "1009",
        cause: texts::INACTIVE_CAUSE,
        remedy: texts::INACTIVE_REMEDY,
        action: Some(Do::Activate),
        retry: Retry::Pointless,
    }],
};

pub(super) static NOT_AUTHORISED: Guide = Guide {
    meaning: texts::NOT_AUTHORISED_MEANING,
    entries: &[
        Entry {
            at: CAPABILITIES,
            seen_as: "No route matched · 401 · 403 · 404",
            cause: texts::NOT_AUTHORISED_CAPABILITIES_CAUSE,
            remedy: texts::NOT_AUTHORISED_CAPABILITIES_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: VAULT_CALLS,
            seen_as: "No route matched · 401 · 403 · 404",
            cause: texts::NOT_AUTHORISED_VAULT_CALLS_CAUSE,
            remedy: texts::NOT_AUTHORISED_VAULT_CALLS_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Token]),
            seen_as: "No route matched · 403 · 404",
            cause: texts::NOT_AUTHORISED_TOKEN_CAUSE,
            remedy: texts::NOT_AUTHORISED_TOKEN_REMEDY,
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static CLIENT_REJECTED: Guide = Guide {
    meaning: texts::CLIENT_REJECTED_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::Token]),
        seen_as: "401 · invalid_client · Client authentication failed",
        cause: texts::CLIENT_REJECTED_CAUSE,
        remedy: texts::CLIENT_REJECTED_REMEDY,
        action: Some(Do::SignIn),
        retry: Retry::Pointless,
    }],
};
