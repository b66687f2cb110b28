//! What this browser did: one entry a call, and what the calls proved.
//!
//! It cannot hold a secret: there is no text in an entry but identifiers, which are digits. It lives
//! in memory only, and with the page.

use std::collections::{BTreeMap, VecDeque};

use latchboard_client::{State, Verdict};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{EndpointId, Family};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::{OutcomeKind, Timestamp};

/// So many entries are kept; a day of a person's work, or one large bulk run.
pub const KEPT: usize = 10_000;

/// What a call was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Server,
    /// An account's configuration at a service.
    Service(Service),
    /// The vault as a whole.
    Vault,
    /// So many API secrets: all that the vault listed.
    Listed(usize),
    ApiSecret(Identifier),
}

/// One call and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When the answer came, or was given up.
    pub at: Timestamp,
    pub endpoint: EndpointId,
    /// What it was about.
    pub target: Target,
    /// Which of the five verdicts it got.
    pub kind: OutcomeKind,
    /// What stood in the way.
    pub code: Option<Code>,
    /// The HTTP status of what stood in the way.
    pub status: Option<u16>,
}

impl Entry {
    /// The entry of a call that changes something.
    #[must_use]
    pub fn of<T>(endpoint: EndpointId, target: Target, verdict: &Verdict<T>, at: Timestamp) -> Self {
        let (code, status) = evidence(verdict.problem());
        Self { at, endpoint, target, kind: OutcomeKind::of(verdict), code, status }
    }

    /// The entry of a call that only asks. No answer leaves nothing open here, but nobody may call
    /// that a refusal.
    #[must_use]
    pub fn asked(endpoint: EndpointId, target: Target, problem: Option<&Problem>, at: Timestamp) -> Self {
        let kind = match problem {
            None => OutcomeKind::Done,
            Some(problem) => OutcomeKind::of(&Verdict::<()>::of(Err(problem.clone()))),
        };
        let (code, status) = evidence(problem);
        Self { at, endpoint, target, kind, code, status }
    }
}

impl Target {
    /// The family whose server was asked, if it was one of theirs.
    #[must_use]
    pub const fn family(&self) -> Option<Family> {
        match self {
            Self::Server => None,
            Self::Service(_) => Some(Family::LocationHistory),
            Self::Vault | Self::Listed(_) | Self::ApiSecret(_) => Some(Family::Vault),
        }
    }
}

fn evidence(problem: Option<&Problem>) -> (Option<Code>, Option<u16>) {
    (problem.map(|problem| problem.code), problem.and_then(|problem| problem.status))
}

/// What is known about the configuration at a service. That there is none is never known: no
/// documented call says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    #[default]
    NotKnownYet,
    /// A call proved, at this time, that there is one.
    Registered(Timestamp),
}

/// How many API secrets are in which state, as far as calls proved it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub active: usize,
    pub inactive: usize,
    /// In the list, without a proof; `None` while nobody has listed them.
    pub not_known: Option<usize>,
    /// Of all of them, those whose value is known to have leaked, where the server keeps that.
    pub exposed: usize,
}

/// The log. The newest entry is the last one.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    /// How many were reported in all.
    reported: u64,
    registrations: [Registration; Service::ALL.len()],
    listed: Option<usize>,
    states: BTreeMap<Identifier, State>,
    active: usize,
}

impl Journal {
    /// Adds an entry; where there are too many, the oldest goes.
    pub fn report(&mut self, entry: Entry) {
        self.observe(&entry);
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.reported += 1;
    }

    /// The entries that are kept, the newest first, each with its number; the first ever is 1.
    pub fn newest(&self) -> impl Iterator<Item = (u64, &Entry)> {
        (0..self.reported).rev().map(|number| number + 1).zip(self.entries.iter().rev())
    }

    /// How many were reported in all; tells whether something is new.
    #[must_use]
    pub const fn reported(&self) -> u64 {
        self.reported
    }

    /// How many of the oldest are gone.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.reported - self.entries.len() as u64
    }

    /// What is known about the configuration at a service.
    #[must_use]
    pub const fn registration(&self, service: Service) -> Registration {
        self.registrations[service as usize]
    }

    /// How many API secrets are in which state.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let known = self.states.len();
        // Switched by identifier, without being in the list: there are more than were listed.
        let not_known = self.listed.map(|listed| listed.saturating_sub(known));
        Counts { active: self.active, inactive: known - self.active, not_known, exposed: 0 }
    }

    /// Another server is asked for a family from now on, or somebody else signs in to the vault: what
    /// was proved, was proved of the one before. The entries stay.
    pub fn left(&mut self, family: Family) {
        if family == Family::LocationHistory {
            self.registrations = Default::default();
            return;
        }
        self.listed = None;
        self.states.clear();
        self.active = 0;
    }

    fn observe(&mut self, entry: &Entry) {
        let done = matches!(entry.kind, OutcomeKind::Done | OutcomeKind::AlreadySo);
        match &entry.target {
            Target::Service(service) => {
                // Whatever needs a configuration and succeeded; and the refusal to make a second one.
                if done || entry.code == Some(Code::AlreadyRegistered) {
                    self.registrations[*service as usize] = Registration::Registered(entry.at);
                }
            }
            Target::Listed(count) if done => self.listed = Some(*count),
            Target::ApiSecret(identifier) => {
                let switched = State::ALL.into_iter().find(|state| state.endpoint() == entry.endpoint);
                let is_read = entry.endpoint == EndpointId::ReadApiSecret;
                let proved = match switched {
                    Some(state) if done => Some(state),
                    // It may have been switched, or not.
                    Some(_) if entry.kind == OutcomeKind::Unknown => None,
                    None if is_read && done => Some(State::Active),
                    None if is_read && entry.code == Some(Code::Inactive) => Some(State::Inactive),
                    Some(_) | None => return,
                };
                let before = match proved {
                    Some(state) => self.states.insert(identifier.clone(), state),
                    None => self.states.remove(identifier),
                };
                self.active -= usize::from(before == Some(State::Active));
                self.active += usize::from(proved == Some(State::Active));
            }
            Target::Server | Target::Vault | Target::Listed(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::Verdict;
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::endpoint::{EndpointId, Family};
    use latchboard_contract::error::{Code, Problem};
    use latchboard_contract::validate::Identifier;

    use super::{Counts, Entry, Journal, KEPT, Registration, Target};
    use crate::{OutcomeKind, Timestamp};

    fn api_secret(number: usize) -> Target {
        Target::ApiSecret(Identifier::parse(&number.to_string()).unwrap())
    }

    fn switched(endpoint: EndpointId, number: usize, verdict: &Verdict<()>) -> Entry {
        Entry::of(endpoint, api_secret(number), verdict, Timestamp(number as u64))
    }

    fn problem(endpoint: EndpointId, code: Code) -> Problem {
        Problem { status: (!code.leaves_outcome_open()).then_some(400), ..Problem::local(endpoint, code) }
    }

    #[test]
    fn the_oldest_entries_go_and_that_is_said() {
        let mut journal = Journal::default();
        for number in 1..=KEPT + 3 {
            journal.report(switched(EndpointId::Deactivate, number, &Verdict::Done(())));
        }
        assert_eq!((journal.reported(), journal.dropped()), (KEPT as u64 + 3, 3));
        let numbers: Vec<_> = journal.newest().map(|(number, entry)| (number, entry.at.0)).collect();
        assert_eq!(numbers.first(), Some(&(KEPT as u64 + 3, KEPT as u64 + 3)));
        assert_eq!((numbers.last(), numbers.len()), (Some(&(4, 4)), KEPT));
        assert_eq!(journal.counts().inactive, KEPT + 3, "what was proved outlives its entry");
    }

    #[test]
    fn a_state_is_counted_only_while_a_call_proves_it() {
        let mut journal = Journal::default();
        assert_eq!(journal.counts(), Counts::default(), "nobody has listed anything");
        journal.report(Entry::asked(EndpointId::ListApiSecrets, Target::Listed(5), None, Timestamp(1)));
        for (number, endpoint) in
            [(1, EndpointId::Deactivate), (2, EndpointId::Activate), (2, EndpointId::Activate)]
        {
            journal.report(switched(endpoint, number, &Verdict::AlreadySo));
        }
        assert_eq!(journal.counts(), Counts { active: 1, inactive: 1, not_known: Some(3), exposed: 0 });

        let refused = problem(EndpointId::Deactivate, Code::NoAccess);
        journal.report(switched(EndpointId::Deactivate, 2, &Verdict::Refused(refused)));
        assert_eq!(journal.counts().active, 1, "a refusal changes nothing");
        let lost = problem(EndpointId::Deactivate, Code::TimedOut);
        journal.report(switched(EndpointId::Deactivate, 2, &Verdict::Unknown(lost)));
        assert_eq!(journal.counts(), Counts { active: 0, inactive: 1, not_known: Some(4), exposed: 0 });

        let inactive = problem(EndpointId::ReadApiSecret, Code::Inactive);
        let read = Entry::asked(EndpointId::ReadApiSecret, api_secret(4), Some(&inactive), Timestamp(2));
        assert_eq!((read.kind, read.status), (OutcomeKind::Refused, Some(400)));
        journal.report(read);
        assert_eq!(journal.counts().inactive, 2);
        journal.report(Entry::asked(EndpointId::ReadApiSecret, api_secret(4), None, Timestamp(3)));
        assert_eq!(journal.counts(), Counts { active: 1, inactive: 1, not_known: Some(3), exposed: 0 });

        journal.left(Family::Vault);
        assert_eq!(journal.counts(), Counts::default());
        assert_eq!(journal.reported(), 8, "what was done was done");
    }

    #[test]
    fn that_a_list_failed_says_nothing_about_its_length() {
        let mut journal = Journal::default();
        let lost = problem(EndpointId::ListApiSecrets, Code::TimedOut);
        journal.report(Entry::asked(
            EndpointId::ListApiSecrets,
            Target::Listed(0),
            Some(&lost),
            Timestamp(1),
        ));
        assert_eq!(journal.counts().not_known, None);
    }

    #[test]
    fn a_registration_is_known_from_what_proves_it_and_per_service() {
        let geofencing = Target::Service(Service::Geofencing);
        let told = |endpoint, verdict: &Verdict<()>| {
            let mut journal = Journal::default();
            journal.report(Entry::of(endpoint, geofencing.clone(), verdict, Timestamp(7)));
            assert_eq!(journal.registration(Service::LocationHistory), Registration::NotKnownYet);
            journal.registration(Service::Geofencing)
        };
        let registered = Registration::Registered(Timestamp(7));
        for endpoint in [EndpointId::Register, EndpointId::UpdateSecret, EndpointId::RegenerateKey] {
            assert_eq!(told(endpoint, &Verdict::Done(())), registered);
            let lost = problem(endpoint, Code::ConnectionFailed);
            assert_eq!(told(endpoint, &Verdict::Unknown(lost)), Registration::NotKnownYet);
        }
        let exists = problem(EndpointId::Register, Code::AlreadyRegistered);
        assert_eq!(told(EndpointId::Register, &Verdict::Refused(exists)), registered);
        let rejected = problem(EndpointId::RegenerateKey, Code::SecretRejected);
        assert_eq!(
            told(EndpointId::RegenerateKey, &Verdict::Refused(rejected)),
            Registration::NotKnownYet,
            "the secret is wrong, or nothing is registered"
        );
    }

    #[test]
    fn of_another_server_nothing_is_known() {
        let mut journal = Journal::default();
        let service = Target::Service(Service::LocationHistory);
        journal.report(Entry::of(EndpointId::Register, service, &Verdict::Done(()), Timestamp(7)));
        journal.report(switched(EndpointId::Activate, 1, &Verdict::Done(())));
        journal.left(Family::LocationHistory);
        assert_eq!(journal.registration(Service::LocationHistory), Registration::NotKnownYet);
        assert_eq!(journal.counts().active, 1, "the vault is another server");
        journal.left(Family::Vault);
        assert_eq!((journal.counts(), journal.newest().count()), (Counts::default(), 2));
    }
}
