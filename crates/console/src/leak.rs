//! *Leak response*: from the leaked text to every copy switched off, and a receipt for it.
//!
//! The text itself is never kept: it comes in with one action, and what stays of it is its readings'
//! fingerprints. They are enough for the server's search, and for the scan where there is none.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use latchboard_client::bulk::Ended;
use latchboard_client::scan::Seen;
use latchboard_client::{CancellationToken, State};
use latchboard_contract::endpoint::{EndpointId, Found, ListedApiSecret};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

use crate::bulk::{self, BulkPage, LeftOut, Named, ObservedState, Plan, Run, Scope};
use crate::leak_candidates::{self, Candidate, Candidates, Unreadable};
use crate::leak_record::LeakRecord;
use crate::{Model, Ticket, Timestamp};

/// Questions in vain after which unlikely readings are left to the user's word. A server counts questions
/// that find nothing as guesses, and after five of them it lets the next ones wait.
pub const VAIN_AT_ONCE: usize = 4;

/// One API secret with a leaked value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one.
    pub named: Named,
    /// The place of the reading whose value it has.
    pub reading: usize,
    /// Whether it was switched on when it was found; `None` where nobody said.
    pub active: Option<bool>,
    /// This access key may switch it, as far as the server says.
    pub can_write: bool,
}

/// How the copies were looked for, and what that leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// By the server.
    Find {
        /// All values that it keeps were looked at.
        complete: bool,
        /// This access key sees every API secret there is.
        sees_all: bool,
    },
    /// By reading.
    Scan {
        /// API secrets in the list.
        listed: usize,
        /// Those whose value was compared.
        read: usize,
        /// Those that are switched off: they can't be read, and nobody can use them either.
        inactive: Vec<Named>,
        /// Those that could not be read for another reason.
        unread: Vec<(Named, Problem)>,
        /// Why it ended.
        ended: Ended,
    },
}

/// Where the leaked value lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The copies.
    pub hits: Rc<[Hit]>,
    /// How they were looked for.
    pub how: How,
    /// The readings that were looked for, by their place.
    pub asked: HashSet<usize>,
    /// The readings that are not to be switched off, by their place.
    pub left_out: HashSet<usize>,
    /// The client id that asked.
    pub client_id: Rc<str>,
    /// When it was known.
    pub at: Timestamp,
}

impl Findings {
    /// The copies that are to be switched off.
    pub fn chosen(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| !self.left_out.contains(&hit.reading))
    }

    /// How many copies have the value of this reading.
    #[must_use]
    pub fn count(&self, reading: usize) -> usize {
        self.hits.iter().filter(|hit| hit.reading == reading).count()
    }

    /// Whether there may be copies that nobody looked at.
    #[must_use]
    pub fn may_miss_some(&self) -> bool {
        match &self.how {
            How::Find { complete, sees_all } => !complete || !sees_all,
            // Nobody knows what a list leaves out.
            How::Scan { .. } => true,
        }
    }
}

impl How {
    /// API secrets that a reading which ended early has not compared: those that it did not come to, and
    /// those that could not be read. What is switched off can't be read at all, and does not count.
    #[must_use]
    pub fn left_to_read(&self) -> usize {
        match self {
            Self::Find { .. } => 0,
            Self::Scan { listed, read, inactive, .. } => listed.saturating_sub(read + inactive.len()),
        }
    }
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every value; with the first answer, what was found before is forgotten.
    Anew,
    /// The values that were not looked for.
    Rest,
    /// What else a secret with copies could be.
    Alternatives,
}

/// What the search is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Nothing was pasted yet, or the search is over.
    Idle,
    /// The server searches.
    Finding {
        /// The question.
        ticket: Ticket,
        /// What it is to look for.
        reach: Reach,
        /// Questions of this search that found nothing.
        vain: usize,
    },
    /// The server could not be asked, or not about everything, and why.
    Failed(Problem),
    /// The server has no such search; reading everything is offered.
    NotOffered,
    /// The user was told what a scan does, and has not said yes yet.
    ScanAsked,
    /// Everything is being read.
    Scanning {
        /// The scan.
        ticket: Ticket,
        /// API secrets in the list; `None` until that has come.
        listed: Option<usize>,
        /// Those that were read, or could not be.
        seen: usize,
        /// Copies so far.
        hits: usize,
        /// Nothing more is read.
        stopping: bool,
    },
}

/// What the server says after the run: not that it did it, but that it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Being asked.
    Asking(Ticket),
    /// Nobody could be asked.
    Failed(Problem),
    /// Its answer.
    Said {
        /// Copies that are off.
        off: HashSet<Identifier>,
        /// Copies that are on, those included that were not there before.
        on: Vec<Named>,
        /// When.
        at: Timestamp,
    },
}

/// The page's state.
#[derive(Clone)]
pub struct LeakPage {
    /// Why the last text could not be read.
    pub fault: Option<Unreadable>,
    /// What the text could be, and when it was pasted.
    pub candidates: Option<(Candidates, Timestamp)>,
    /// What the search is at.
    pub search: Search,
    /// Where the value lies.
    pub findings: Option<Rc<Findings>>,
    /// The run that switches the copies off, and its undoing.
    pub bulk: BulkPage,
    /// The last run that switched copies off, when its undoing is on screen.
    pub switched_off: Option<Rc<Run>>,
    /// What the server says after it.
    pub proof: Option<Proof>,
    /// What was read so far, of a reading that can be gone on with.
    scanned: Option<Rc<Scanned>>,
    stop: CancellationToken,
    ticket: Ticket,
}

/// What a scan saw.
#[derive(Clone)]
pub struct Scanned {
    /// The list that was gone through.
    pub rows: Vec<ListedApiSecret>,
    /// What was seen of some of its rows, by their place in it.
    pub seen: Vec<(usize, Seen)>,
    /// Why it ended.
    pub ended: Ended,
    /// The client id that read.
    pub client_id: Rc<str>,
}

impl Scanned {
    /// Those that need not be read again: compared, or switched off. By their identifiers, since the list may be
    /// another one by then.
    #[must_use]
    pub fn settled(&self) -> HashSet<&str> {
        let settled = self.seen.iter().filter(|(_, seen)| is_settled(seen));
        settled.filter_map(|(place, _)| Some(&*self.rows.get(*place)?.identifier)).collect()
    }

    /// How many of them are copies.
    #[must_use]
    pub fn hits(&self) -> usize {
        self.seen.iter().filter(|(_, seen)| matches!(seen, Seen::Match(_))).count()
    }

    /// Together with what a reading before this one saw of those that this one left out.
    fn after(mut self, before: &Self) -> Self {
        let seen_now: HashSet<_> = self.seen.iter().map(|(place, _)| *place).collect();
        let places: HashMap<_, _> =
            self.rows.iter().enumerate().map(|(place, row)| (row.identifier.clone(), place)).collect();
        for (place, seen) in before.seen.iter().filter(|(_, seen)| is_settled(seen)) {
            let Some(row) = before.rows.get(*place) else { continue };
            let place = match places.get(&row.identifier) {
                Some(place) if seen_now.contains(place) => continue,
                Some(place) => *place,
                // It is in no list any more, and may be all the same.
                None => {
                    self.rows.push(row.clone());
                    self.rows.len() - 1
                }
            };
            self.seen.push((place, seen.clone()));
        }
        self
    }
}

fn is_settled(seen: &Seen) -> bool {
    !matches!(seen, Seen::Unread(problem) if problem.code != Code::Inactive)
}

/// What the server's search answered.
pub enum FindAnswer {
    /// It answered.
    Found {
        /// The answers, with the places of the readings that were asked about.
        found: Vec<(usize, Found)>,
        /// The client id that asked.
        client_id: Rc<str>,
    },
    /// This server has no search.
    NotOffered,
}

/// What can happen.
pub enum Action {
    /// A text was pasted or sent off, and when. The text goes no further than this.
    Pasted(Secret, Timestamp),
    /// The search is to be made once more.
    FindAsked,
    /// What was not looked for is to be looked for, too.
    MoreAsked,
    /// No more is to be looked for.
    FindStopAsked,
    /// The answer to a search.
    Found(Ticket, Result<FindAnswer, Problem>, Timestamp),
    /// The user wants to know about reading everything.
    ScanOffered,
    /// Everything is to be read.
    ScanConfirmed,
    /// It is not.
    ScanDeclined,
    /// A reading that ended early is to be gone on with.
    ScanResumed,
    /// News of a scan.
    ScanWent {
        /// The scan.
        ticket: Ticket,
        /// API secrets in the list.
        listed: usize,
        /// Those that were read, or could not be.
        seen: usize,
        /// Copies so far.
        hits: usize,
    },
    /// Nothing more is to be read.
    ScanStopAsked,
    /// A scan is over.
    ScanEnded(Ticket, Result<Scanned, Problem>, Timestamp),
    /// A reading is to be left out, or not.
    ReadingChosen(usize, bool),
    /// The chosen copies are to be switched off.
    SwitchOffAsked,
    /// The server is to be asked whether they are off.
    ProofAsked,
    /// Something about the run.
    Bulk(bulk::Action),
    /// Somebody signed in: what waited for that goes on.
    SignedIn,
    /// Nobody is signed in any more.
    SignedOut,
    /// Another leak.
    AnotherAsked,
    /// A run of the browser's storage is to be looked at.
    Resumed(Rc<Run>),
}

/// What the page wants done.
pub enum Effect {
    /// Empty the field for the text.
    WipeField,
    /// Ask the server about these readings, one after the other, and answer with [`Action::Found`].
    Find {
        /// For the answer.
        ticket: Ticket,
        /// The readings' places and fingerprints.
        wanted: Vec<(usize, FullFingerprint)>,
        /// The server has answered before: whether it has the search need not be asked.
        is_known: bool,
    },
    /// List and read everything but what was settled before, and answer with [`Action::ScanEnded`].
    Scan(Ticket, Vec<FullFingerprint>, Option<Rc<Scanned>>, CancellationToken),
    /// Ask a scan to stop.
    StopScan(CancellationToken),
    /// Tell the list what was proved.
    Tell(Vec<ObservedState>),
    /// What the run wants done.
    Bulk(bulk::Effect),
    /// Move the cursor to what was found.
    FocusFindings,
    /// Move the cursor to why nothing was.
    FocusSearch,
    /// Move the cursor to the field for the text.
    FocusField,
}

type Step = Option<(LeakPage, Vec<Effect>)>;

impl Default for LeakPage {
    fn default() -> Self {
        Self {
            fault: None,
            candidates: None,
            search: Search::Idle,
            findings: None,
            bulk: BulkPage::default(),
            switched_off: None,
            proof: None,
            scanned: None,
            stop: CancellationToken::new(),
            ticket: Ticket::default(),
        }
    }
}

impl LeakPage {
    /// Whether calls are under way, or everything is being read.
    #[must_use]
    pub fn is_going(&self) -> bool {
        self.bulk.is_going() || matches!(self.search, Search::Scanning { .. })
    }

    /// Whether leaving the document now would lose something that is under way, or leave something open.
    #[must_use]
    pub fn asks_before_leaving(&self) -> bool {
        self.bulk.asks_before_leaving() || self.is_going()
    }

    /// What is known of the search, in this page or in the one that a run was taken up from.
    #[must_use]
    pub fn record(&self) -> Option<Rc<LeakRecord>> {
        LeakRecord::of(self).map(Rc::new).or_else(|| self.off_run()?.leak.clone())
    }

    /// The run that switched copies off, whatever is on screen.
    #[must_use]
    pub fn off_run(&self) -> Option<&Rc<Run>> {
        let leaked = |run: &&Rc<Run>| run.plan.scope() == Scope::Leaked;
        self.bulk.run.as_ref().filter(leaked).or(self.switched_off.as_ref())
    }

    /// When the last copy that was found was off, once all that were chosen are.
    #[must_use]
    pub fn found_off_at(&self) -> Option<Timestamp> {
        let run = self.off_run().filter(|run| run.is_all_as_asked())?;
        if self.to_switch_off().next().is_some() {
            return None;
        }
        run.bulk.items().filter_map(|(_, item)| item.over_at()).max().map(bulk::moment)
    }

    /// The same, unless there may be copies that nobody looked for, or the server knows of more.
    #[must_use]
    pub fn all_off_at(&self) -> Option<Timestamp> {
        let is_more_on = matches!(&self.proof, Some(Proof::Said { on, .. }) if !on.is_empty());
        self.found_off_at().filter(|_| self.is_everything_looked_for() && !is_more_on)
    }

    /// Every value of the text was looked for, wherever that could be said. What others keep is never known.
    #[must_use]
    pub fn is_everything_looked_for(&self) -> bool {
        let (Some((candidates, _)), Some(findings)) = (&self.candidates, &self.findings) else {
            return self.off_run().and_then(|run| run.leak.as_ref()).is_some_and(|leak| leak.is_complete);
        };
        let to_the_end = match &findings.how {
            How::Find { complete, .. } => *complete,
            how @ How::Scan { .. } => how.left_to_read() == 0,
        };
        to_the_end && !candidates.cut && self.not_looked_for().is_empty()
    }

    /// The readings that were not looked for and may be secrets all the same, by their places, the likeliest
    /// first. Where a secret is known to have copies, what else it could have been is none of them.
    #[must_use]
    pub fn not_looked_for(&self) -> Vec<usize> {
        let Some((candidates, _)) = &self.candidates else { return Vec::new() };
        let hits: HashSet<_> =
            self.findings.iter().flat_map(|findings| findings.hits.iter().map(|hit| hit.reading)).collect();
        let secrets = hits.iter().filter_map(|place| candidates.list.get(*place));
        let may_be_one = |place: &usize| !candidates.list[*place].is_settled_by(secrets.clone());
        self.unasked().filter(may_be_one).collect()
    }

    /// All readings that were not looked for.
    pub fn unasked(&self) -> impl Iterator<Item = usize> {
        let asked = |place: &usize| self.findings.as_ref().is_some_and(|it| it.asked.contains(place));
        let all = self.candidates.as_ref().map_or(0, |(candidates, _)| candidates.list.len());
        (0..all).filter(move |place| !asked(place))
    }

    /// The chosen copies that are in no run yet, but for those that are off: all of them where that leaves none, so
    /// that the server's word for each is on the receipt.
    pub fn to_switch_off(&self) -> impl Iterator<Item = &Hit> {
        let all = self.off_run().is_none() && self.not_planned().all(is_off);
        self.not_planned().filter(move |hit| all || !is_off(hit))
    }

    /// The chosen copies that were off when they were found, and are in no run.
    pub fn off_when_found(&self) -> impl Iterator<Item = &Named> {
        let all = self.off_run().is_none() && self.not_planned().all(is_off);
        self.not_planned().filter(move |hit| !all && is_off(hit)).map(|hit| &hit.named)
    }

    fn not_planned(&self) -> impl Iterator<Item = &Hit> {
        let planned: HashSet<_> =
            self.off_run().iter().flat_map(|run| run.plan.items()).map(|named| &named.identifier).collect();
        let chosen = self.findings.iter().flat_map(|findings| findings.chosen());
        chosen.filter(move |hit| !planned.contains(&hit.named.identifier))
    }

    /// Whether more can be looked for and go into the same run: until what it did is taken back.
    #[must_use]
    pub fn can_find_more(&self) -> bool {
        let by_find = self.findings.as_ref().is_some_and(|it| matches!(it.how, How::Find { .. }));
        let takes_more = |run: &Rc<Run>| run.plan.scope() == Scope::Leaked && !run.is_going();
        by_find && self.bulk.run.as_ref().is_none_or(takes_more)
    }

    fn is_busy(&self) -> bool {
        self.is_going() || matches!(self.search, Search::Finding { .. })
    }

    fn pasted(&self, text: &Secret, at: Timestamp) -> Step {
        if self.is_busy() {
            return Some((self.clone(), vec![Effect::WipeField]));
        }
        let (fresh, mut first) = self.afresh();
        let fresh = Self { ticket: self.ticket, ..fresh };
        first.push(Effect::WipeField);
        let candidates = match leak_candidates::candidates(text) {
            Ok(candidates) => candidates,
            Err(fault) => return Some((Self { fault: Some(fault), ..fresh }, first)),
        };
        let fresh = Self { candidates: Some((candidates, at)), ..fresh };
        let (page, effects) = fresh.find()?;
        first.extend(effects);
        Some((page, first))
    }

    /// An empty page for the same access key. A run that was shown stays kept.
    fn afresh(&self) -> (Self, Vec<Effect>) {
        let mut bulk = BulkPage::default();
        bulk.access.clone_from(&self.bulk.access);
        let shown = self.bulk.run.as_ref().map(|run| Effect::Bulk(bulk::Effect::LetGo(run.id.clone())));
        (Self { ticket: self.ticket.next(), bulk, ..Self::default() }, shown.into_iter().collect())
    }

    fn resumed(&self, run: Rc<Run>) -> Step {
        if self.is_busy() {
            return self.bulk(bulk::Action::Resumed(run));
        }
        let (fresh, mut first) = self.afresh();
        let proof = run.leak.as_ref().and_then(|leak| leak.proof.clone()).map(Proof::from);
        let (page, effects) = Self { proof, ..fresh }.bulk(bulk::Action::Resumed(run))?;
        first.extend(effects);
        Some((page, first))
    }

    fn fingerprints(&self) -> Option<Vec<FullFingerprint>> {
        let (candidates, _) = self.candidates.as_ref()?;
        Some(candidates.list.iter().map(|candidate| candidate.fingerprint.clone()).collect())
    }

    /// Looks for everything anew.
    fn find(&self) -> Step {
        self.ask(Self { findings: None, ..self.clone() }.next_reading(Reach::Anew)?, Reach::Anew, 0)
    }

    /// Looks for what was not looked for, and adds to what was found.
    fn find_more(&self) -> Step {
        if !self.can_find_more() {
            return None;
        }
        let next = |reach| Some((self.next_reading(reach)?, reach));
        let (place, reach) = next(Reach::Rest).or_else(|| next(Reach::Alternatives))?;
        self.ask(place, reach, 0)
    }

    /// Goes on with a search that did not come to its end.
    fn find_again(&self) -> Step {
        self.find_more().or_else(|| if self.off_run().is_some() { None } else { self.find() })
    }

    fn ask(&self, place: usize, reach: Reach, vain: usize) -> Step {
        let ticket = self.ticket.next();
        let wanted = vec![(place, self.candidate(place)?.fingerprint.clone())];
        let page = Self { ticket, search: Search::Finding { ticket, reach, vain }, ..self.clone() };
        Some((page, vec![Effect::Find { ticket, wanted, is_known: reach != Reach::Anew }]))
    }

    fn candidate(&self, place: usize) -> Option<&Candidate> {
        self.candidates.as_ref()?.0.list.get(place)
    }

    fn next_reading(&self, reach: Reach) -> Option<usize> {
        match reach {
            Reach::Anew | Reach::Rest => self.not_looked_for().first().copied(),
            Reach::Alternatives => self.unasked().next(),
        }
    }

    fn found(&self, result: Result<FindAnswer, Problem>, reach: Reach, vain: usize, at: Timestamp) -> Step {
        let (found, client_id) = match result {
            Ok(FindAnswer::Found { found, client_id }) => (found, client_id),
            Ok(FindAnswer::NotOffered) => return Some(self.not_searched(Search::NotOffered)),
            Err(problem) => return Some(self.not_searched(Search::Failed(problem))),
        };
        let fresh = hits(&found);
        let vain = vain + usize::from(fresh.is_empty());
        let observed = fresh.iter().filter_map(|hit| {
            let state = if hit.active? { State::Active } else { State::Inactive };
            Some(ObservedState { identifier: hit.named.identifier.clone(), state: Some(state), at })
        });
        let mut effects = vec![Effect::Tell(observed.collect())];
        let before = self.findings.as_deref().filter(|_| reach != Reach::Anew);
        let (complete, sees_all) = match before.map(|before| &before.how) {
            Some(How::Find { complete, sees_all }) => (*complete, *sees_all),
            _ => (true, true),
        };
        let how = How::Find {
            complete: complete && found.iter().all(|(_, answer)| answer.complete),
            sees_all: sees_all && found.iter().all(|(_, answer)| answer.sees_all),
        };
        let asked = found.iter().map(|(place, _)| *place);
        let asked = before.iter().flat_map(|before| before.asked.iter().copied()).chain(asked).collect();
        let known = before.map_or(&[][..], |before| &before.hits);
        let is_new = |hit: &Hit| !known.iter().any(|it| it.named.identifier == hit.named.identifier);
        let hits = known.iter().cloned().chain(fresh.into_iter().filter(is_new)).collect();
        let left_out = before.map(|before| before.left_out.clone()).unwrap_or_default();
        let findings = Findings { hits, how, asked, left_out, client_id, at };
        let page = Self { scanned: None, ..self.with_findings(findings) };
        // Every value is looked for, as long as the server bears it; what is less likely only a little.
        let reach = if reach == Reach::Anew { Reach::Rest } else { reach };
        let goes_on = |place: &usize| {
            vain < VAIN_AT_ONCE
                || (reach == Reach::Rest && page.candidate(*place).is_some_and(|next| next.is_bare))
        };
        let next = page.next_reading(reach).filter(goes_on);
        if let Some((page, more)) = next.and_then(|place| page.ask(place, reach, vain)) {
            effects.extend(more);
            return Some((page, effects));
        }
        effects.push(Effect::FocusFindings);
        Some((page, effects))
    }

    /// The search has ended so; what was found before stays.
    fn not_searched(&self, search: Search) -> (Self, Vec<Effect>) {
        // Whoever has to sign in is busy with that.
        let effects = if search == waits_for_sign_in() { Vec::new() } else { vec![Effect::FocusSearch] };
        (Self { search, ..self.clone() }, effects)
    }

    fn with_findings(&self, findings: Findings) -> Self {
        Self { search: Search::Idle, findings: Some(Rc::new(findings)), ..self.clone() }
    }

    fn scan(&self, before: Option<Rc<Scanned>>) -> Step {
        let (fingerprints, ticket) = (self.fingerprints()?, self.ticket.next());
        let stop = CancellationToken::new();
        let (seen, hits) = before.as_ref().map_or((0, 0), |before| (before.settled().len(), before.hits()));
        let search = Search::Scanning { ticket, listed: None, seen, hits, stopping: false };
        let effects = vec![Effect::Scan(ticket, fingerprints, before.clone(), stop.clone())];
        Some((Self { ticket, search, stop, scanned: before, ..self.clone() }, effects))
    }

    /// Goes on with a reading that ended early.
    fn resume(&self) -> Step {
        self.scan(Some(self.can_resume()?.clone()))
    }

    /// A reading that ended early, while nothing of what it found was switched off.
    fn can_resume(&self) -> Option<&Rc<Scanned>> {
        self.scanned.as_ref().filter(|_| !self.is_busy() && self.off_run().is_none())
    }

    /// How many are still to be read, where that can be gone on with.
    #[must_use]
    pub fn left_to_read(&self) -> Option<usize> {
        self.can_resume()?;
        self.findings.as_ref().map(|findings| findings.how.left_to_read()).filter(|left| *left > 0)
    }

    fn scanned(&self, result: Result<Scanned, Problem>, at: Timestamp) -> Step {
        let scanned = match result {
            Ok(scanned) => scanned,
            Err(problem) => return Some(self.not_searched(Search::Failed(problem))),
        };
        // Only what was read just now is known from just now.
        let proved = |(place, seen): &(usize, Seen)| {
            let state = match seen {
                Seen::Match(_) | Seen::Other => State::Active,
                Seen::Unread(problem) if problem.code == Code::Inactive => State::Inactive,
                Seen::Unread(_) => return None,
            };
            let identifier = Identifier::parse(&scanned.rows.get(*place)?.identifier).ok()?;
            Some(ObservedState { identifier, state: Some(state), at })
        };
        let observed = scanned.seen.iter().filter_map(proved).collect();
        let scanned = match &self.scanned {
            Some(before) => scanned.after(before),
            None => scanned,
        };
        let (mut hits, mut inactive, mut unread, mut read) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (place, seen) in &scanned.seen {
            let row = scanned.rows.get(*place);
            let Some((row, named)) = row.and_then(|row| Some((row, named(&row.identifier, &row.name)?)))
            else {
                continue;
            };
            match seen {
                Seen::Match(reading) => {
                    let (reading, can_write) = (*reading, row.can_write);
                    hits.push(Hit { named, reading, active: Some(true), can_write });
                }
                Seen::Other => {}
                Seen::Unread(problem) if problem.code == Code::Inactive => {
                    inactive.push(named);
                    continue;
                }
                Seen::Unread(problem) => {
                    unread.push((named, problem.clone()));
                    continue;
                }
            }
            read += 1;
        }
        let ended = scanned.ended.clone();
        let how = How::Scan { listed: scanned.rows.len(), read, inactive, unread, ended };
        let effects = vec![Effect::Tell(observed), Effect::FocusFindings];
        let asked = (0..self.fingerprints().map_or(0, |all| all.len())).collect();
        let left_out = match (&self.scanned, &self.findings) {
            (Some(_), Some(before)) => before.left_out.clone(),
            _ => HashSet::new(),
        };
        let client_id = scanned.client_id.clone();
        let goes_on = how.left_to_read() > 0;
        let findings = Findings { hits: hits.into(), how, asked, left_out, client_id, at };
        let scanned = goes_on.then(|| Rc::new(scanned));
        Some((Self { scanned, ..self.with_findings(findings) }, effects))
    }

    fn switch_off(&self) -> Step {
        let chosen = self.to_switch_off().map(|hit| hit.named.clone());
        let off_already = self.off_when_found().cloned().collect();
        let plan = Plan::new(State::Inactive, Scope::Leaked, chosen)
            .leaving_out(LeftOut { off_already, ..LeftOut::default() });
        // What is known by now goes off now; the search can be gone on with.
        let search =
            if matches!(self.search, Search::Finding { .. }) { Search::Idle } else { self.search.clone() };
        Self { search, ..self.clone() }.bulk(bulk::Action::Asked(plan))
    }

    fn bulk(&self, action: bulk::Action) -> Step {
        let ended = matches!(action, bulk::Action::Ended { .. });
        let (bulk, effects) = self.bulk.update(action)?;
        // What was switched off stays on record while it is taken back.
        let switched_off = match (&self.bulk.run, &bulk.run) {
            (Some(before), Some(now))
                if before.plan.scope() == Scope::Leaked && now.plan.scope() != Scope::Leaked =>
            {
                Some(before.clone())
            }
            _ => self.switched_off.clone(),
        };
        let mut effects: Vec<_> = effects.into_iter().map(Effect::Bulk).collect();
        // A new attempt makes what was said before it old news.
        let proof = self.proof.clone().filter(|_| !bulk.is_going());
        let page = Self { bulk, switched_off, proof, ..self.clone() };
        if ended
            && page.bulk.run.as_ref().is_some_and(|run| run.plan.scope() == Scope::Leaked)
            && let Some((page, more)) = page.prove()
        {
            effects.extend(more);
            return Some((page, effects));
        }
        Some((page, effects))
    }

    /// Asks the server whether they are off, where it can be asked.
    fn prove(&self) -> Step {
        let findings = self.findings.as_ref()?;
        let asked = matches!(findings.how, How::Find { .. }) && self.off_run().is_some() && !self.is_busy();
        if !asked {
            return None;
        }
        let with_copies = |place: &usize| findings.chosen().any(|hit| hit.reading == *place);
        let readings = self.fingerprints()?.into_iter().enumerate();
        let wanted = readings.filter(|(place, _)| with_copies(place)).collect();
        let ticket = self.ticket.next();
        let page = Self { ticket, proof: Some(Proof::Asking(ticket)), ..self.clone() };
        Some((page, vec![Effect::Find { ticket, wanted, is_known: false }]))
    }

    /// Nothing more is sent, and what failed waits for the next sign-in.
    fn signed_out(&self) -> Step {
        if self.bulk.is_going() {
            return self.bulk(bulk::Action::SignedOut);
        }
        if matches!(self.search, Search::Scanning { .. }) {
            return self.update(Action::ScanStopAsked);
        }
        let search = match &self.search {
            Search::Finding { .. } | Search::Failed(_) => waits_for_sign_in(),
            search => search.clone(),
        };
        let proof = match &self.proof {
            Some(Proof::Asking(_) | Proof::Failed(_)) => Some(Proof::Failed(not_signed_in())),
            proof => proof.clone(),
        };
        (search != self.search || proof != self.proof)
            .then(|| (Self { search, proof, ..self.clone() }, Vec::new()))
    }

    fn proved(&self, result: Result<FindAnswer, Problem>, at: Timestamp) -> Step {
        let proof = match result {
            Ok(FindAnswer::Found { found, .. }) => {
                let (on, off): (Vec<_>, _) =
                    hits(&found).into_iter().partition(|hit| hit.active != Some(false));
                let off = off.into_iter().map(|hit| hit.named.identifier).collect();
                Proof::Said { off, on: on.into_iter().map(|hit| hit.named).collect(), at }
            }
            // It could a moment ago; whatever answers now is no proof.
            Ok(FindAnswer::NotOffered) => return Some((Self { proof: None, ..self.clone() }, Vec::new())),
            Err(problem) => Proof::Failed(problem),
        };
        Some((Self { proof: Some(proof), ..self.clone() }, Vec::new()))
    }
}

/// A search that goes on once somebody is signed in.
fn waits_for_sign_in() -> Search {
    Search::Failed(not_signed_in())
}

/// Whether another sign-in may help.
fn wants_sign_in(problem: &Problem) -> bool {
    problem.code == Code::NotSignedIn || problem.entry().action == Some(RemedyAction::SignIn)
}

fn not_signed_in() -> Problem {
    Problem::local(EndpointId::Find, Code::NotSignedIn)
}

/// The copies in the answers, one for each API secret.
fn hits(found: &[(usize, Found)]) -> Vec<Hit> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    for (reading, answer) in found {
        let reading = *reading;
        for copy in answer.found.iter().flatten() {
            let Some(named) = named(&copy.identifier, &copy.name) else { continue };
            if seen.insert(named.identifier.clone()) {
                hits.push(Hit { named, reading, active: Some(copy.active), can_write: copy.can_write });
            }
        }
    }
    hits
}

fn is_off(hit: &Hit) -> bool {
    hit.active == Some(false)
}

fn named(identifier: &str, name: &str) -> Option<Named> {
    Some(Named { identifier: Identifier::parse(identifier).ok()?, name: name.into() })
}

impl Model for LeakPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Step {
        let (page, mut effects) = self.step(action)?;
        let same = |one: &Option<Rc<Findings>>, other: &Option<Rc<Findings>>| match (one, other) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if same(&page.findings, &self.findings) && page.proof == self.proof {
            return Some((page, effects));
        }
        // What is kept of a run knows what the page knows.
        let Some(record) = LeakRecord::of(&page) else { return Some((page, effects)) };
        let (bulk, recorded) = page.bulk.update(bulk::Action::Recorded(Rc::new(record)))?;
        let kept = effects.iter_mut().find_map(|effect| match effect {
            Effect::Bulk(bulk::Effect::Keep { run, .. }) => Some(run),
            _ => None,
        });
        match (kept, &bulk.run) {
            // Together with what is kept anyway.
            (Some(kept), Some(run)) => kept.clone_from(run),
            _ => effects.splice(0..0, recorded.into_iter().map(Effect::Bulk)).for_each(drop),
        }
        Some((Self { bulk, ..page }, effects))
    }
}

impl LeakPage {
    fn step(&self, action: Action) -> Step {
        let quiet = |page: Self| Some((page, Vec::new()));
        match action {
            Action::Pasted(text, at) => self.pasted(&text, at),
            Action::FindAsked if self.is_busy() || self.off_run().is_some() => None,
            Action::FindAsked => self.find(),
            Action::MoreAsked if self.is_busy() => None,
            Action::MoreAsked => self.find_more(),
            Action::FindStopAsked => {
                matches!(self.search, Search::Finding { .. }).then_some(())?;
                let effect = if self.findings.is_some() { Effect::FocusFindings } else { Effect::FocusField };
                Some((Self { search: Search::Idle, ..self.clone() }, vec![effect]))
            }
            Action::Found(its, result, at)
                if let Search::Finding { ticket, reach, vain } = self.search
                    && ticket == its =>
            {
                self.found(result, reach, vain, at)
            }
            Action::Found(ticket, result, at) if self.proof == Some(Proof::Asking(ticket)) => {
                self.proved(result, at)
            }
            Action::Found(..) => None,
            Action::ScanOffered if self.is_busy() || self.off_run().is_some() => None,
            Action::ScanOffered => {
                self.candidates.as_ref()?;
                quiet(Self { search: Search::ScanAsked, ..self.clone() })
            }
            Action::ScanConfirmed if self.search == Search::ScanAsked => self.scan(None),
            Action::ScanResumed => self.resume(),
            Action::ScanDeclined if self.search == Search::ScanAsked => {
                let search = if self.findings.is_some() { Search::Idle } else { Search::NotOffered };
                quiet(Self { search, ..self.clone() })
            }
            Action::ScanConfirmed | Action::ScanDeclined => None,
            Action::ScanWent { ticket: its, listed: all, seen: so_far, hits: copies } => {
                let Search::Scanning { ticket, stopping, .. } = self.search else { return None };
                let search =
                    Search::Scanning { ticket, listed: Some(all), seen: so_far, hits: copies, stopping };
                (ticket == its).then(|| (Self { search, ..self.clone() }, Vec::new()))
            }
            Action::ScanStopAsked => {
                let Search::Scanning { ticket, listed, seen, hits, stopping: false } = self.search else {
                    return None;
                };
                let search = Search::Scanning { ticket, listed, seen, hits, stopping: true };
                Some((Self { search, ..self.clone() }, vec![Effect::StopScan(self.stop.clone())]))
            }
            Action::ScanEnded(its, result, at) => match self.search {
                Search::Scanning { ticket, .. } if ticket == its => self.scanned(result, at),
                _ => None,
            },
            Action::ReadingChosen(..) if self.bulk.run.is_some() => None,
            Action::ReadingChosen(reading, chosen) => {
                let mut findings = Findings::clone(self.findings.as_ref()?);
                if chosen {
                    findings.left_out.remove(&reading)
                } else {
                    findings.left_out.insert(reading)
                };
                quiet(Self { findings: Some(Rc::new(findings)), ..self.clone() })
            }
            Action::SwitchOffAsked => self.switch_off(),
            Action::ProofAsked => {
                let (page, mut effects) = self.prove()?;
                effects.push(Effect::Bulk(bulk::Effect::FocusRun));
                Some((page, effects))
            }
            Action::Bulk(action) => self.bulk(action),
            Action::SignedIn if matches!(&self.search, Search::Failed(problem) if wants_sign_in(problem)) => {
                self.find_again()
            }
            Action::SignedIn if matches!(&self.proof, Some(Proof::Failed(problem)) if wants_sign_in(problem)) => {
                self.prove()
            }
            Action::SignedIn => None,
            Action::SignedOut => self.signed_out(),
            Action::AnotherAsked if self.is_busy() => None,
            Action::AnotherAsked => {
                let (fresh, mut effects) = self.afresh();
                effects.extend([Effect::WipeField, Effect::FocusField]);
                Some((fresh, effects))
            }
            Action::Resumed(run) => self.resumed(run),
        }
    }
}
