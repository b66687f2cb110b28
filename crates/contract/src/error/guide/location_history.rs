//! Refusals of location history and geofencing, and of the gateway in front of them.
//!
//! The service documents statuses only, and several causes share one: then every cause is named.

use latchboard_texts::errors as texts;

use super::{API_KEY_CALLS, Do, E, Endpoints, Entry, Guide, Retry, SETTINGS_CALLS};

pub(super) static REQUEST_MALFORMED: Guide = Guide {
    meaning: texts::REQUEST_MALFORMED_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register, E::RegenerateKey]),
            seen_as: "400",
            cause: texts::REQUEST_MALFORMED_REGISTER_CAUSE,
            remedy: texts::REQUEST_MALFORMED_REGISTER_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "400",
            cause: texts::REQUEST_MALFORMED_UPDATE_SECRET_CAUSE,
            remedy: texts::REQUEST_MALFORMED_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadSettings]),
            seen_as: "400",
            cause: texts::REQUEST_MALFORMED_READ_SETTINGS_CAUSE,
            remedy: texts::REQUEST_MALFORMED_READ_SETTINGS_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ChangeSettings]),
            seen_as: "400",
            cause: texts::REQUEST_MALFORMED_CHANGE_SETTINGS_CAUSE,
            remedy: texts::REQUEST_MALFORMED_CHANGE_SETTINGS_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static ALREADY_REGISTERED: Guide = Guide {
    meaning: texts::ALREADY_REGISTERED_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::Register]),
        seen_as: "403",
        cause: texts::ALREADY_REGISTERED_CAUSE,
        remedy: texts::ALREADY_REGISTERED_REMEDY,
        action: Some(Do::RegenerateInstead),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_REJECTED: Guide = Guide {
    meaning: texts::SECRET_REJECTED_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "401",
            cause: texts::SECRET_REJECTED_UPDATE_SECRET_CAUSE,
            remedy: texts::SECRET_REJECTED_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditPresentSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::RegenerateKey]),
            seen_as: "401",
            cause: texts::SECRET_REJECTED_REGENERATE_KEY_CAUSE,
            remedy: texts::SECRET_REJECTED_REGENERATE_KEY_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static ADMIN_KEY_REJECTED: Guide = Guide {
    meaning: texts::ADMIN_KEY_REJECTED_MEANING,
    entries: &[Entry {
        at: SETTINGS_CALLS,
        seen_as: "401",
        cause: texts::ADMIN_KEY_REJECTED_CAUSE,
        remedy: texts::ADMIN_KEY_REJECTED_REMEDY,
        action: Some(Do::RegenerateInstead),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_REJECTED: Guide = Guide {
    meaning: texts::API_KEY_REJECTED_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: texts::API_KEY_REJECTED_REGISTER_CAUSE,
            remedy: texts::API_KEY_REJECTED_REGISTER_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret, E::RegenerateKey]),
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: texts::API_KEY_REJECTED_REGISTER_CAUSE,
            remedy: texts::API_KEY_REJECTED_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: texts::API_KEY_REJECTED_REGISTER_CAUSE,
            remedy: texts::API_KEY_REJECTED_SETTINGS_CALLS_REMEDY,
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static PRODUCT_NOT_ENABLED: Guide = Guide {
    meaning: texts::PRODUCT_NOT_ENABLED_MEANING,
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 Forbidden · 403 Not Authorized",
        cause: texts::PRODUCT_NOT_ENABLED_CAUSE,
        remedy: texts::PRODUCT_NOT_ENABLED_REMEDY,
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static DOMAIN_NOT_ALLOWED: Guide = Guide {
    meaning: texts::DOMAIN_NOT_ALLOWED_MEANING,
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 InvalidReferer · 403 Unknown referer",
        cause: texts::DOMAIN_NOT_ALLOWED_CAUSE,
        remedy: texts::DOMAIN_NOT_ALLOWED_REMEDY,
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static QUOTA_SPENT: Guide = Guide {
    meaning: texts::QUOTA_SPENT_MEANING,
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 Over Rate",
        cause: texts::QUOTA_SPENT_CAUSE,
        remedy: texts::QUOTA_SPENT_REMEDY,
        action: None,
        retry: Retry::Safe,
    }],
};
