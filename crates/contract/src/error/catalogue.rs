//! Code × endpoint → cause, remedy and what may be done next. Dashboard, module, server and
//! documents all read this one table; `docs/errors.md` is printed from it.

use latchboard_texts::{Text, catalogue as texts};

pub use super::entry::{Endpoints, Entry, Guide, RemedyAction, Retry};
use super::{Code, guide};
use crate::endpoint_id::EndpointId;

/// What an endpoint does, in a word or two.
#[must_use]
pub const fn endpoint(endpoint: EndpointId) -> Text {
    use EndpointId as E;
    match endpoint {
        E::Register => texts::ENDPOINT_REGISTER,
        E::UpdateSecret => texts::ENDPOINT_UPDATE_SECRET,
        E::RegenerateKey => texts::ENDPOINT_REGENERATE_KEY,
        E::ReadSettings => texts::ENDPOINT_READ_SETTINGS,
        E::ChangeSettings => texts::ENDPOINT_CHANGE_SETTINGS,
        E::Token => texts::ENDPOINT_TOKEN,
        E::ListApiSecrets => texts::ENDPOINT_LIST_API_SECRETS,
        E::ReadApiSecret => texts::ENDPOINT_READ_API_SECRET,
        E::CreateApiSecret => texts::ENDPOINT_CREATE_API_SECRET,
        E::UpdateApiSecret => texts::ENDPOINT_UPDATE_API_SECRET,
        E::Deactivate => texts::ENDPOINT_DEACTIVATE,
        E::Activate => texts::LABEL_ACTIVATE,
        E::Health => texts::ENDPOINT_HEALTH,
        E::ReadAudit => texts::ENDPOINT_READ_AUDIT,
        E::Find => texts::ENDPOINT_FIND,
        E::ReadIndex => texts::ENDPOINT_READ_INDEX,
        E::ReadInventory => texts::ENDPOINT_READ_INVENTORY,
        E::ReadCapabilities => texts::ENDPOINT_READ_CAPABILITIES,
    }
}

/// All that is known about a code.
#[must_use]
pub const fn guide(code: Code) -> &'static Guide {
    guide::of(code)
}

/// What is known about a code at one endpoint. Where the code can't occur, what holds for it
/// elsewhere: a text is better than none.
#[must_use]
pub const fn entry(code: Code, endpoint: EndpointId) -> &'static Entry {
    let entries = guide(code).entries;
    match find(entries, endpoint) {
        Some(entry) => entry,
        None => &entries[0],
    }
}

/// Whether a call to `endpoint` can end with `code`.
#[must_use]
pub const fn occurs(code: Code, endpoint: EndpointId) -> bool {
    OCCURS[code as usize].contains(endpoint)
}

/// Where each code can occur. Of its own, so that who asks need not load the texts.
static OCCURS: [Endpoints; Code::ALL.len()] = {
    let mut occurs = [Endpoints::of(&[]); Code::ALL.len()];
    let mut index = 0;
    while index < Code::ALL.len() {
        let code = Code::ALL[index];
        let (entries, mut entry) = (guide(code).entries, 0);
        while entry < entries.len() {
            occurs[code as usize] = occurs[code as usize].and(entries[entry].at);
            entry += 1;
        }
        index += 1;
    }
    occurs
};

/// Every code with every endpoint where it can occur, in the order of both lists.
pub fn pairs() -> impl Iterator<Item = (Code, EndpointId)> {
    let everywhere = |&code: &Code| EndpointId::ALL.map(|endpoint| (code, endpoint));
    Code::ALL.iter().flat_map(everywhere).filter(|(code, endpoint)| occurs(*code, *endpoint))
}

const fn find(entries: &'static [Entry], endpoint: EndpointId) -> Option<&'static Entry> {
    let mut index = 0;
    while index < entries.len() {
        if entries[index].at.contains(endpoint) {
            return Some(&entries[index]);
        }
        index += 1;
    }
    None
}

/// Indexing in [`entry`] can't fail: the compiler has seen that every code has an entry.
const _: () = {
    let mut index = 0;
    while index < Code::ALL.len() {
        assert!(!guide(Code::ALL[index]).entries.is_empty(), "every code occurs somewhere");
        index += 1;
    }
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{RemedyAction, Retry, entry, guide, occurs, pairs};
    use crate::endpoint::EndpointId;
    use crate::error::Code;
    use latchboard_texts::{Language, Text};

    fn texts() -> impl Iterator<Item = (Code, Text)> {
        Code::ALL.iter().flat_map(|&code| {
            let guide = guide(code);
            let of_entries = guide.entries.iter().flat_map(|entry| [entry.cause, entry.remedy]);
            of_entries.chain([guide.meaning]).map(move |text| (code, text))
        })
    }

    #[test]
    fn every_text_is_made_of_whole_sentences_in_every_language() {
        for (code, text) in texts() {
            for text in Language::ALL.map(|language| text.in_(language)) {
                assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{code}: {text}");
            }
        }
    }

    #[test]
    fn no_endpoint_stands_in_two_entries_of_a_code() {
        for code in Code::ALL {
            let mut seen = HashSet::new();
            for endpoint in guide(code).entries.iter().flat_map(|entry| entry.at.iter()) {
                assert!(seen.insert(endpoint), "{code} at {endpoint:?}");
            }
            assert_eq!(pairs().filter(|pair| pair.0 == code).count(), seen.len());
        }
    }

    #[test]
    fn an_open_outcome_is_safe_to_repeat_only_where_the_contract_says_so() {
        use EndpointId::{Activate, ChangeSettings, Deactivate, UpdateApiSecret};
        for (code, endpoint) in pairs().filter(|(code, _)| code.leaves_outcome_open()) {
            let idempotent = [Activate, Deactivate, ChangeSettings, UpdateApiSecret].contains(&endpoint);
            let expected = if !endpoint.changes() || idempotent { Retry::Safe } else { Retry::Ask };
            assert_eq!(entry(code, endpoint).retry, expected, "{code} at {endpoint:?}");
        }
    }

    #[test]
    fn what_was_not_carried_out_is_safe_to_repeat_and_a_refusal_is_not() {
        for (code, endpoint) in pairs().filter(|(code, _)| !code.leaves_outcome_open()) {
            let not_carried_out =
                [Code::Stopped, Code::RateLimited, Code::QuotaSpent, Code::Unreachable, Code::NotAudited]
                    .contains(&code);
            let expected = if not_carried_out { Retry::Safe } else { Retry::Pointless };
            assert_eq!(entry(code, endpoint).retry, expected, "{code} at {endpoint:?}");
        }
    }

    #[test]
    fn silence_is_possible_everywhere_and_a_bad_answer_everywhere_but_at_the_health_check() {
        for endpoint in EndpointId::ALL {
            for code in [Code::Unreachable, Code::ConnectionFailed, Code::TimedOut] {
                assert!(occurs(code, endpoint), "{code} at {endpoint:?}");
            }
            for code in [Code::ServiceProblem, Code::UpstreamFailed, Code::UpstreamTimedOut] {
                assert_eq!(occurs(code, endpoint), endpoint != EndpointId::Health, "{code} at {endpoint:?}");
            }
        }
    }

    #[test]
    fn one_status_means_what_it_means_at_its_endpoint() {
        let offered = |code, endpoint| entry(code, endpoint).action;
        let register = EndpointId::Register;
        assert_eq!(offered(Code::AlreadyRegistered, register), Some(RemedyAction::RegenerateInstead));
        let update = EndpointId::UpdateSecret;
        assert_eq!(offered(Code::SecretRejected, update), Some(RemedyAction::EditPresentSecret));
        assert!(!occurs(Code::AlreadyRegistered, update), "its 403 is a plain refusal");
        let regenerate = EndpointId::RegenerateKey;
        assert_eq!(offered(Code::SecretRejected, regenerate), Some(RemedyAction::EditSecret));
        assert_eq!(offered(Code::Inactive, EndpointId::ReadApiSecret), Some(RemedyAction::Activate));
        assert!(!occurs(Code::Inactive, EndpointId::Deactivate), "switching works on inactive ones");
        assert_eq!(offered(Code::NotFound, EndpointId::Activate), Some(RemedyAction::RefreshList));
        let read = entry(Code::NoAccess, EndpointId::ReadApiSecret).cause;
        assert_ne!(read, entry(Code::NoAccess, EndpointId::Activate).cause);
    }

    #[test]
    fn the_stated_limit_is_the_one_in_force() {
        assert_eq!(crate::validate::MAX_SECRET_BYTES, 4096);
        let cause = entry(Code::SecretTooLong, EndpointId::Register).cause;
        assert!(cause.in_(Language::English).contains("4,096 bytes"));
        assert!(cause.in_(Language::BrazilianPortuguese).contains("4.096 bytes"));
    }
}
