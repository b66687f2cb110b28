//! No trustworthy answer: what settles the question depends on the endpoint alone.
//!
//! The remedies of calls that change something follow what their documentation promises for a
//! second call; where it promises nothing, they say so.

use latchboard_texts::{Text, errors as texts};

use super::{ALL_CALLS, Do, E, Endpoints, Entry, Guide, Retry, SECRET_CALLS};

/// What settles an open outcome at some endpoints.
struct Way {
    at: Endpoints,
    remedy: Text,
    action: Do,
    retry: Retry,
}

/// One for every endpoint; the last is the only one that no server can answer badly.
static WAYS: [Way; 10] = [
    Way {
        at: Endpoints::of(&[E::Register]),
        remedy: texts::OPEN_OUTCOME_REGISTER_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::UpdateSecret]),
        remedy: texts::OPEN_OUTCOME_UPDATE_SECRET_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::RegenerateKey]),
        remedy: texts::OPEN_OUTCOME_REGENERATE_KEY_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::ChangeSettings]),
        remedy: texts::OPEN_OUTCOME_CHANGE_SETTINGS_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::CreateApiSecret]),
        remedy: texts::OPEN_OUTCOME_CREATE_API_SECRET_REMEDY,
        action: Do::RefreshList,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::UpdateApiSecret]),
        remedy: texts::OPEN_OUTCOME_UPDATE_API_SECRET_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::Deactivate, E::Activate]),
        remedy: texts::OPEN_OUTCOME_DEACTIVATE_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::ReadApiSecret]),
        remedy: texts::OPEN_OUTCOME_READ_API_SECRET_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[
            E::ReadSettings,
            E::Token,
            E::ListApiSecrets,
            E::Find,
            E::ReadIndex,
            E::ReadInventory,
            E::ReadCapabilities,
            E::ReadAudit,
        ]),
        remedy: texts::OPEN_OUTCOME_READ_API_SECRET_REMEDY_2,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::Health]),
        remedy: texts::OPEN_OUTCOME_HEALTH_REMEDY,
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
];

/// The entries of a code that a server's answer led to. Whatever answers to the health check is
/// taken as it is, so these codes can't come from there.
const fn answered(seen_as: &'static str, cause: Text) -> [Entry; WAYS.len() - 1] {
    let mut entries = [entry(&WAYS[0], seen_as, cause); WAYS.len() - 1];
    let mut index = 1;
    while index < entries.len() {
        entries[index] = entry(&WAYS[index], seen_as, cause);
        index += 1;
    }
    entries
}

/// The entries of a code that silence led to.
const fn silent(cause: Text) -> [Entry; WAYS.len()] {
    let mut entries = [entry(&WAYS[0], "", cause); WAYS.len()];
    let mut index = 1;
    while index < entries.len() {
        entries[index] = entry(&WAYS[index], "", cause);
        index += 1;
    }
    entries
}

const fn entry(way: &Way, seen_as: &'static str, cause: Text) -> Entry {
    Entry { at: way.at, seen_as, cause, remedy: way.remedy, action: Some(way.action), retry: way.retry }
}

pub(super) static ANSWER_EXPIRED: Guide = Guide {
    meaning: texts::ANSWER_EXPIRED_MEANING,
    entries: &[
        Entry {
            at: SECRET_CALLS,
            seen_as: EXPIRED,
            cause: texts::ANSWER_EXPIRED_SECRET_CALLS_CAUSE,
            remedy: texts::ANSWER_EXPIRED_SECRET_CALLS_REMEDY,
            action: Some(Do::RegenerateInstead),
            retry: Retry::Ask,
        },
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: EXPIRED,
            cause: EXPIRED_CAUSE,
            remedy: EXPIRED_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Ask,
        },
        Entry {
            at: Endpoints::of(&[E::ChangeSettings, E::UpdateApiSecret, E::Deactivate, E::Activate]),
            seen_as: EXPIRED,
            cause: EXPIRED_CAUSE,
            remedy: EXPIRED_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Safe,
        },
    ],
};

const EXPIRED: &str = "410 with latchboard_code answer_expired";
const EXPIRED_CAUSE: Text = texts::ANSWER_EXPIRED_CAUSE;
const EXPIRED_REMEDY: Text = texts::ANSWER_EXPIRED_REMEDY;

pub(super) static UNREACHABLE: Guide = Guide {
    meaning: texts::UNREACHABLE_MEANING,
    entries: &[Entry {
        at: ALL_CALLS,
        seen_as: "",
        cause: texts::UNREACHABLE_CAUSE,
        remedy: texts::UNREACHABLE_REMEDY,
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};

pub(super) static SERVICE_PROBLEM: Guide = Guide {
    meaning: texts::SERVICE_PROBLEM_MEANING,
    entries: &answered("500 · 503 · other 5xx", texts::SERVICE_PROBLEM_CAUSE),
};

pub(super) static UPSTREAM_FAILED: Guide = Guide {
    meaning: texts::UPSTREAM_FAILED_MEANING,
    entries: &answered("502", texts::UPSTREAM_FAILED_CAUSE),
};

pub(super) static UPSTREAM_TIMED_OUT: Guide = Guide {
    meaning: texts::UPSTREAM_TIMED_OUT_MEANING,
    entries: &answered("408 · 504", texts::UPSTREAM_TIMED_OUT_CAUSE),
};

pub(super) static ANSWER_UNREADABLE: Guide = Guide {
    meaning: texts::ANSWER_UNREADABLE_MEANING,
    entries: &answered("2xx or 3xx without what belongs into it", texts::ANSWER_UNREADABLE_CAUSE),
};

pub(super) static CONNECTION_FAILED: Guide =
    Guide { meaning: texts::CONNECTION_FAILED_MEANING, entries: &silent(texts::CONNECTION_FAILED_CAUSE) };

pub(super) static TIMED_OUT: Guide =
    Guide { meaning: texts::TIMED_OUT_MEANING, entries: &silent(texts::TIMED_OUT_CAUSE) };
