//! What is found before anything is sent.

use latchboard_texts::errors as texts;

use super::{
    API_KEY_CALLS, Do, E, Endpoints, Entry, Guide, ITEM_CALLS, Retry, SECRET_CALLS, SETTINGS_CALLS,
    VAULT_CALLS,
};

pub(super) static SECRET_EMPTY: Guide = Guide {
    meaning: texts::SECRET_EMPTY_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register, E::RegenerateKey]),
            seen_as: "",
            cause: texts::SECRET_EMPTY_REGISTER_CAUSE,
            remedy: texts::SECRET_EMPTY_REGISTER_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "",
            cause: texts::SECRET_EMPTY_UPDATE_SECRET_CAUSE,
            remedy: texts::SECRET_EMPTY_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static SECRET_TOO_LONG: Guide = Guide {
    meaning: texts::SECRET_TOO_LONG_MEANING,
    entries: &[Entry {
        at: SECRET_CALLS,
        seen_as: "",
        cause: texts::SECRET_TOO_LONG_CAUSE,
        remedy: texts::SECRET_TOO_LONG_REMEDY,
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_CONTROL_CHARACTER: Guide = Guide {
    meaning: texts::SECRET_CONTROL_CHARACTER_MEANING,
    entries: &[Entry {
        at: SECRET_CALLS,
        seen_as: "",
        cause: texts::SECRET_CONTROL_CHARACTER_CAUSE,
        remedy: texts::SECRET_CONTROL_CHARACTER_REMEDY,
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_PLACEHOLDER: Guide = Guide {
    meaning: texts::SECRET_PLACEHOLDER_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "",
            cause: texts::SECRET_PLACEHOLDER_REGISTER_CAUSE,
            remedy: texts::SECRET_PLACEHOLDER_REGISTER_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "",
            cause: texts::SECRET_PLACEHOLDER_UPDATE_SECRET_CAUSE,
            remedy: texts::SECRET_PLACEHOLDER_UPDATE_SECRET_REMEDY,
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static SECRET_UNCHANGED: Guide = Guide {
    meaning: texts::SECRET_UNCHANGED_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::UpdateSecret]),
        seen_as: "",
        cause: texts::SECRET_UNCHANGED_CAUSE,
        remedy: texts::SECRET_UNCHANGED_REMEDY,
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_MISSING: Guide = Guide {
    meaning: texts::API_KEY_MISSING_MEANING,
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "",
        cause: texts::API_KEY_MISSING_CAUSE,
        remedy: texts::API_KEY_MISSING_REMEDY,
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_MALFORMED: Guide = Guide {
    meaning: texts::API_KEY_MALFORMED_MEANING,
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "",
        cause: texts::API_KEY_MALFORMED_CAUSE,
        remedy: texts::API_KEY_MALFORMED_REMEDY,
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static FIELD_MISSING: Guide = Guide {
    meaning: texts::FIELD_MISSING_MEANING,
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret, E::UpdateApiSecret]),
            seen_as: "",
            cause: texts::FIELD_MISSING_MEANING,
            remedy: texts::FIELD_MISSING_CREATE_API_SECRET_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "",
            cause: texts::FIELD_MISSING_SETTINGS_CALLS_CAUSE,
            remedy: texts::FIELD_MISSING_SETTINGS_CALLS_REMEDY,
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static IDENTIFIER_NOT_NUMERIC: Guide = Guide {
    meaning: texts::IDENTIFIER_NOT_NUMERIC_MEANING,
    entries: &[Entry {
        at: ITEM_CALLS,
        seen_as: "1010",
        cause: texts::IDENTIFIER_NOT_NUMERIC_CAUSE,
        remedy: texts::IDENTIFIER_NOT_NUMERIC_REMEDY,
        action: None,
        retry: Retry::Pointless,
    }],
};

pub(super) static NOT_SIGNED_IN: Guide = Guide {
    meaning: texts::NOT_SIGNED_IN_MEANING,
    entries: &[Entry {
        at: VAULT_CALLS,
        seen_as: "",
        cause: texts::NOT_SIGNED_IN_CAUSE,
        remedy: texts::NOT_SIGNED_IN_REMEDY,
        action: Some(Do::SignIn),
        retry: Retry::Pointless,
    }],
};

pub(super) static STOPPED: Guide = Guide {
    meaning: texts::STOPPED_MEANING,
    entries: &[Entry {
        at: Endpoints::of(&[E::Deactivate, E::Activate]),
        seen_as: "",
        cause: texts::STOPPED_CAUSE,
        remedy: texts::STOPPED_REMEDY,
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};
