//! The texts that leaked, and the search for the vault's values in them.

use std::rc::Rc;

use latchboard_client::{CancellationToken, State};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem, RemedyAction};

use crate::api_secrets::ObservedState;
use crate::leak_text::{Fault, MOST_BYTES, Searched, Source};
use crate::{Changed, Effects, Ticket, Timestamp};

use super::findings::{Answer, Findings, Hit, How, hits};
use super::switch_off::Proof;
use super::{Effect, LeakPage};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Nothing was given yet, or the search is over.
    Idle,
    /// The text is searched.
    Searching {
        ticket: Ticket,
        /// Bytes that were looked at.
        done: u64,
        /// Values found so far.
        values: usize,
        /// It ends as soon as it can.
        stopping: bool,
    },
    /// The server is asked which API secrets have the values that were found.
    Finding(Ticket),
    /// The server could not be asked, and why.
    Failed(Problem),
    /// The server has no index; reading everything is offered.
    NotOffered,
    /// The user was told what a scan does, and has not said yes yet.
    ScanAsked,
    /// Everything is being read.
    Scanning {
        ticket: Ticket,
        /// API secrets in the list; `None` until that has come.
        listed: Option<usize>,
        /// Those that were read, or could not be.
        seen: usize,
        /// Nothing more is read.
        stopping: bool,
    },
}

/// What can happen to the texts and their search.
pub enum SearchAction {
    /// Texts were pasted, dropped or sent off, and when.
    Given(Vec<Source>, Timestamp),
    /// What failed is to be tried once more.
    FindAsked,
    /// No more is to be looked for.
    FindStopAsked,
    /// News of a search.
    SearchWent {
        ticket: Ticket,
        /// Bytes that were looked at.
        done: u64,
        /// Values found so far.
        values: usize,
    },
    /// A search of the texts is over; `None`: this server has no index.
    Searched(Ticket, Result<Option<Searched>, Problem>, Timestamp),
    /// The answer to a question.
    Found(Ticket, Result<Answer, Problem>, Timestamp),
    /// A text has waited for [`KEPT_FOR`](super::KEPT_FOR).
    Expired(Ticket),
}

impl LeakPage {
    pub(super) fn update_search(
        &mut self,
        action: SearchAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            SearchAction::Given(sources, at) => self.given(sources, at, effects),
            SearchAction::FindAsked => return self.find_again(effects),
            SearchAction::FindStopAsked => match &mut self.search {
                Search::Searching { stopping: stopping @ false, .. } => {
                    *stopping = true;
                    effects.push(Effect::Stop(self.stop.clone()));
                }
                Search::Finding(_) => {
                    self.search = Search::Idle;
                    let is_found = self.findings.is_some();
                    effects.push(if is_found { Effect::FocusFindings } else { Effect::FocusField });
                }
                Search::Idle
                | Search::Searching { .. }
                | Search::Failed(_)
                | Search::NotOffered
                | Search::ScanAsked
                | Search::Scanning { .. } => return None,
            },
            SearchAction::SearchWent { ticket: its, done: so_far, values: found } => match &mut self.search {
                Search::Searching { ticket, done, values, .. } if *ticket == its => {
                    (*done, *values) = (so_far, found);
                }
                Search::Idle
                | Search::Searching { .. }
                | Search::Finding(_)
                | Search::Failed(_)
                | Search::NotOffered
                | Search::ScanAsked
                | Search::Scanning { .. } => return None,
            },
            SearchAction::Searched(its, result, at) => {
                if !matches!(self.search, Search::Searching { ticket, .. } if ticket == its) {
                    return None;
                }
                self.searched(result, at, effects);
            }
            SearchAction::Expired(its) => {
                if its != self.wiped_after || self.is_busy() {
                    return None;
                }
                return self.wipe_unsearched(effects);
            }
            SearchAction::Found(ticket, result, at) if self.search == Search::Finding(ticket) => {
                self.found(result, at, effects);
            }
            SearchAction::Found(ticket, result, at) if self.proof == Some(Proof::Asking(ticket)) => {
                let left_on = self.findings.iter().flat_map(|findings| findings.left_on());
                let left_on = left_on.map(|hit| hit.named.identifier.clone()).collect();
                self.proof = Some(Proof::of(result, &left_on, at));
            }
            SearchAction::Found(..) => return None,
        }
        Some(Changed)
    }

    /// Texts are added to those that wait; a search that is under way begins anew with all of them.
    fn given(&mut self, sources: Vec<Source>, at: Timestamp, effects: &mut Effects<Effect>) {
        effects.push(Effect::WipeField);
        let bytes: u64 = self.sources.iter().chain(&sources).map(|source| source.bytes).sum();
        self.fault = if self.is_going() || self.off_run().is_some() {
            Some(Fault::Busy)
        } else if sources.iter().all(|source| source.bytes == 0) {
            Some(Fault::Empty)
        } else {
            (bytes > MOST_BYTES).then_some(Fault::TooLong)
        };
        if self.fault.is_some() {
            return effects.push(Effect::Wipe(sources.into()));
        }
        if matches!(self.search, Search::Searching { .. }) {
            effects.push(Effect::Stop(self.stop.clone()));
        }
        self.sources = self.sources.iter().cloned().chain(sources).collect();
        self.given_at = self.given_at.or(Some(at));
        self.is_wiped = false;
        self.search_texts(effects);
    }

    fn search_texts(&mut self, effects: &mut Effects<Effect>) {
        let ticket = self.next_ticket();
        self.wiped_after = ticket;
        self.stop = CancellationToken::new();
        self.search = Search::Searching { ticket, done: 0, values: 0, stopping: false };
        effects.push(Effect::Search(ticket, self.sources.clone(), self.stop.clone()));
        effects.push(Effect::WipeLater(ticket));
    }

    /// The texts go, whether they were searched or not.
    pub(super) fn wipe(&mut self, effects: &mut Effects<Effect>) {
        if !self.sources.is_empty() {
            effects.push(Effect::Wipe(std::mem::take(&mut self.sources)));
        }
    }

    /// Nobody has searched them in time, or may search them any more.
    pub(super) fn wipe_unsearched(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.sources.is_empty() {
            return None;
        }
        self.wipe(effects);
        if matches!(self.search, Search::Searching { .. }) {
            effects.push(Effect::Stop(self.stop.clone()));
        }
        (self.search, self.is_wiped, self.scanned) = (Search::Idle, true, None);
        Some(Changed)
    }

    fn searched(
        &mut self,
        result: Result<Option<Searched>, Problem>,
        at: Timestamp,
        effects: &mut Effects<Effect>,
    ) {
        let searched = match result {
            Ok(Some(searched)) => searched,
            Ok(None) => return self.not_searched(Search::NotOffered, effects),
            Err(problem) => return self.not_searched(Search::Failed(problem), effects),
        };
        self.wipe(effects);
        let client_id = searched.client_id.clone();
        self.searched = Some(Rc::new(match &self.searched {
            Some(before) => Searched::clone(before).and(searched, false).0,
            None => searched,
        }));
        self.search = Search::Idle;
        if self.find(false, effects).is_none() {
            // There is nothing to ask.
            let answer = Answer { found: Vec::new(), complete: true, sees_all: true, client_id };
            self.found(Ok(answer), at, effects);
        }
    }

    /// Tries once more what failed.
    pub(super) fn find_again(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.is_busy() {
            return None;
        }
        let is_off = self.off_run().is_some();
        if !self.sources.is_empty() && !is_off {
            self.search_texts(effects);
            return Some(Changed);
        }
        self.find(false, effects).or_else(|| if is_off { None } else { self.find(true, effects) })
    }

    /// Asks for the values that were not asked for; `anew`: for all.
    fn find(&mut self, anew: bool, effects: &mut Effects<Effect>) -> Option<Changed> {
        let all = self.searched.as_ref().map_or(0, |searched| searched.values.len());
        let places: Vec<_> = if anew { (0..all).collect() } else { self.unasked().collect() };
        let ask = |place: usize| Some((place, self.value(place)?.fingerprint.clone()));
        let wanted: Vec<_> = places.into_iter().filter_map(ask).collect();
        if wanted.is_empty() {
            return None;
        }
        if anew {
            self.findings = None;
        }
        let ticket = self.next_ticket();
        self.search = Search::Finding(ticket);
        effects.push(Effect::Find { ticket, wanted });
        Some(Changed)
    }

    fn found(&mut self, result: Result<Answer, Problem>, at: Timestamp, effects: &mut Effects<Effect>) {
        let Answer { found, complete, sees_all, client_id } = match result {
            Ok(answer) => answer,
            Err(problem) => return self.not_searched(Search::Failed(problem), effects),
        };
        let fresh = hits(&found);
        self.observed.extend(fresh.iter().filter_map(|hit| {
            let state = if hit.active? { State::Active } else { State::Inactive };
            Some(ObservedState { identifier: hit.named.identifier.clone(), state: Some(state), at })
        }));
        let before = self.findings.as_deref();
        let (was_complete, saw_all) = match before.map(|before| &before.how) {
            Some(How::Find { complete, sees_all }) => (*complete, *sees_all),
            Some(How::Scan { .. }) | None => (true, true),
        };
        let of_index = self.searched.as_ref().and_then(|searched| searched.sees_all).unwrap_or(true);
        let how = How::Find { complete: was_complete && complete, sees_all: saw_all && sees_all && of_index };
        let asked = found.iter().map(|(place, _)| *place);
        let asked = before.iter().flat_map(|before| before.asked.iter().copied()).chain(asked).collect();
        let known = before.map_or(&[][..], |before| &before.hits);
        let is_new = |hit: &Hit| !known.iter().any(|it| it.named.identifier == hit.named.identifier);
        let hits = known.iter().cloned().chain(fresh.into_iter().filter(is_new)).collect();
        let left_out = before.map(|before| before.left_out.clone()).unwrap_or_default();
        self.scanned = None;
        self.has_found(Findings { hits, how, asked, left_out, client_id, at }, effects);
    }

    pub(super) fn has_found(&mut self, mut findings: Findings, effects: &mut Effects<Effect>) {
        // By their numbers, as the list has them: the server answers value by value.
        let mut hits = findings.hits.to_vec();
        hits.sort_by(|one, other| {
            let key = |hit: &Hit| (hit.named.identifier.as_str().len(), hit.named.identifier.clone());
            key(one).cmp(&key(other))
        });
        findings.hits = hits.into();
        self.search = Search::Idle;
        self.findings = Some(Rc::new(findings));
        effects.push(Effect::FocusFindings);
    }

    /// The search has ended so; what was found before stays.
    pub(super) fn not_searched(&mut self, search: Search, effects: &mut Effects<Effect>) {
        // Whoever has to sign in is busy with that.
        effects.extend((search != waits_for_sign_in()).then_some(Effect::FocusSearch));
        self.search = search;
    }
}

/// A search that goes on once somebody is signed in.
pub(super) fn waits_for_sign_in() -> Search {
    Search::Failed(not_signed_in())
}

/// Whether another sign-in may help.
pub(super) fn wants_sign_in(problem: &Problem) -> bool {
    problem.code == Code::NotSignedIn || problem.entry().action == Some(RemedyAction::SignIn)
}

pub(super) fn not_signed_in() -> Problem {
    Problem::local(EndpointId::Find, Code::NotSignedIn)
}
