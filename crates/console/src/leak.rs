//! *Leak response*: from the leaked text to every copy switched off, and a receipt for it.
//!
//! The text itself is never kept: it comes in with one action, and what stays of it is its readings'
//! fingerprints. They are enough for the server's search, and for the scan where there is none.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use latchboard_client::bulk::Ended;
use latchboard_client::scan::Seen;
use latchboard_client::{State, Stop};
use latchboard_contract::endpoint::{Found, ListedApiSecret};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

use crate::bulk::{self, BulkPage, Learned, Named, Plan, Run, Scope};
use crate::leak_candidates::{self, Candidates, Unreadable};
use crate::{Model, Ticket, Timestamp};

/// Readings that the server is asked about at a time. A server counts questions that find nothing as
/// guesses, and after five of them it lets the next ones wait.
pub const ASKED_AT_ONCE: usize = 4;

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

/// What the search is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Nothing was pasted yet, or the search is over.
    Idle,
    /// The server searches.
    Finding(Ticket),
    /// The server could not be asked, and why.
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
    stop: Stop,
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
    /// The next readings are to be looked for, too.
    MoreAsked,
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
    /// Another leak.
    AnotherAsked,
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
        /// Ask about every one; else only until one of them has a copy.
        all: bool,
    },
    /// List and read everything but what was settled before, and answer with [`Action::ScanEnded`].
    Scan(Ticket, Vec<FullFingerprint>, Option<Rc<Scanned>>, Stop),
    /// Ask a scan to stop.
    StopScan(Stop),
    /// Tell the list what was proved.
    Tell(Vec<Learned>),
    /// What the run wants done.
    Bulk(bulk::Effect),
    /// Move the cursor to what was found.
    FocusFindings,
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
            stop: Stop::new(),
            ticket: Ticket::default(),
        }
    }
}

impl LeakPage {
    /// Whether leaving the document now would lose something that is under way.
    #[must_use]
    pub fn asks_before_leaving(&self) -> bool {
        self.bulk.asks_before_leaving() || matches!(self.search, Search::Scanning { .. })
    }

    /// The run that switched copies off, whatever is on screen.
    #[must_use]
    pub fn off_run(&self) -> Option<&Rc<Run>> {
        let leaked = |run: &&Rc<Run>| run.plan.scope() == Scope::Leaked;
        self.bulk.run.as_ref().filter(leaked).or(self.switched_off.as_ref())
    }

    /// When the last copy was off, once all that were chosen are.
    #[must_use]
    pub fn all_off_at(&self) -> Option<Timestamp> {
        let run = self.off_run().filter(|run| run.is_all_as_asked())?;
        run.bulk.items().filter_map(|(_, item)| item.over_at()).max().map(bulk::moment)
    }

    fn is_busy(&self) -> bool {
        self.asks_before_leaving() || matches!(self.search, Search::Finding(_))
    }

    fn pasted(&self, text: &Secret, at: Timestamp) -> Step {
        if self.is_busy() {
            return Some((self.clone(), vec![Effect::WipeField]));
        }
        let fresh = Self { ticket: self.ticket, ..Self::default() };
        let candidates = match leak_candidates::candidates(text) {
            Ok(candidates) => candidates,
            Err(fault) => return Some((Self { fault: Some(fault), ..fresh }, vec![Effect::WipeField])),
        };
        let fresh = Self { candidates: Some((candidates, at)), ..fresh };
        let (page, mut effects) = fresh.find(&HashSet::new())?;
        effects.insert(0, Effect::WipeField);
        Some((page, effects))
    }

    fn fingerprints(&self) -> Option<Vec<FullFingerprint>> {
        let (candidates, _) = self.candidates.as_ref()?;
        Some(candidates.list.iter().map(|candidate| candidate.fingerprint.clone()).collect())
    }

    /// Looks for the likeliest readings that `skip` does not hold.
    fn find(&self, skip: &HashSet<usize>) -> Step {
        let (ticket, readings) = (self.ticket.next(), self.fingerprints()?.into_iter().enumerate());
        let wanted: Vec<_> =
            readings.filter(|(place, _)| !skip.contains(place)).take(ASKED_AT_ONCE).collect();
        if wanted.is_empty() {
            return None;
        }
        let page = Self { ticket, search: Search::Finding(ticket), ..self.clone() };
        Some((page, vec![Effect::Find { ticket, wanted, all: false }]))
    }

    /// Looks for the readings that come next, and adds to what was found.
    fn find_more(&self) -> Step {
        self.find(&self.findings.as_ref()?.asked)
    }

    fn found(&self, result: Result<FindAnswer, Problem>, at: Timestamp) -> Step {
        let (found, client_id) = match result {
            Ok(FindAnswer::Found { found, client_id }) => (found, client_id),
            Ok(FindAnswer::NotOffered) => {
                return Some((Self { search: Search::NotOffered, ..self.clone() }, Vec::new()));
            }
            Err(problem) => {
                return Some((Self { search: Search::Failed(problem), ..self.clone() }, Vec::new()));
            }
        };
        let mut complete = found.iter().all(|(_, answer)| answer.complete);
        let mut sees_all = found.iter().all(|(_, answer)| answer.sees_all);
        let mut hits = hits(&found);
        let mut asked: HashSet<_> = found.iter().map(|(place, _)| *place).collect();
        // Other readings were looked for before; the same ones again are known better now.
        if let Some(Findings { hits: before, asked: asked_before, how, .. }) = self.findings.as_deref()
            && let How::Find { complete: was_complete, sees_all: saw_all } = how
            && asked.is_disjoint(asked_before)
        {
            let known = |hit: &&Hit| !before.iter().any(|it| it.named.identifier == hit.named.identifier);
            let fresh: Vec<_> = hits.iter().filter(known).cloned().collect();
            hits = before.iter().cloned().chain(fresh).collect();
            asked.extend(asked_before);
            (complete, sees_all) = (complete && *was_complete, sees_all && *saw_all);
        }
        let learned = hits.iter().filter_map(|hit| {
            let state = if hit.active? { State::Active } else { State::Inactive };
            Some(Learned { identifier: hit.named.identifier.clone(), state: Some(state), at })
        });
        let effects = vec![Effect::Tell(learned.collect()), Effect::FocusFindings];
        let how = How::Find { complete, sees_all };
        let findings = Findings { hits: hits.into(), how, asked, left_out: HashSet::new(), client_id, at };
        Some((Self { scanned: None, ..self.with_findings(findings) }, effects))
    }

    fn with_findings(&self, findings: Findings) -> Self {
        Self { search: Search::Idle, findings: Some(Rc::new(findings)), ..self.clone() }
    }

    fn scan(&self, before: Option<Rc<Scanned>>) -> Step {
        let (fingerprints, ticket) = (self.fingerprints()?, self.ticket.next());
        let stop = Stop::new();
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
            Err(problem) => {
                return Some((Self { search: Search::Failed(problem), ..self.clone() }, Vec::new()));
            }
        };
        // Only what was read just now is known from just now.
        let proved = |(place, seen): &(usize, Seen)| {
            let state = match seen {
                Seen::Match(_) | Seen::Other => State::Active,
                Seen::Unread(problem) if problem.code == Code::Inactive => State::Inactive,
                Seen::Unread(_) => return None,
            };
            let identifier = Identifier::parse(&scanned.rows.get(*place)?.identifier).ok()?;
            Some(Learned { identifier, state: Some(state), at })
        };
        let learned = scanned.seen.iter().filter_map(proved).collect();
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
        let effects = vec![Effect::Tell(learned), Effect::FocusFindings];
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
        let findings = self.findings.as_ref()?;
        let chosen = findings.chosen().map(|hit| hit.named.clone());
        self.bulk(bulk::Action::Asked(Plan::new(State::Inactive, Scope::Leaked, chosen)))
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
        let proof = self.proof.clone().filter(|_| !bulk.asks_before_leaving());
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
        Some((page, vec![Effect::Find { ticket, wanted, all: true }]))
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

/// The copies in the answers, one for each API secret.
fn hits(found: &[(usize, Found)]) -> Vec<Hit> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    for (reading, answer) in found {
        let reading = *reading;
        for copy in &answer.found {
            let Some(named) = named(&copy.identifier, &copy.name) else { continue };
            if seen.insert(named.identifier.clone()) {
                hits.push(Hit { named, reading, active: Some(copy.active), can_write: copy.can_write });
            }
        }
    }
    hits
}

fn named(identifier: &str, name: &str) -> Option<Named> {
    Some(Named { identifier: Identifier::parse(identifier).ok()?, name: name.into() })
}

impl Model for LeakPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Step {
        let quiet = |page: Self| Some((page, Vec::new()));
        match action {
            Action::Pasted(text, at) => self.pasted(&text, at),
            Action::FindAsked if self.is_busy() || self.off_run().is_some() => None,
            Action::FindAsked => self.find(&HashSet::new()),
            Action::MoreAsked if self.is_busy() || self.off_run().is_some() => None,
            Action::MoreAsked => self.find_more(),
            Action::Found(ticket, result, at) if self.search == Search::Finding(ticket) => {
                self.found(result, at)
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
            Action::ProofAsked => self.prove(),
            Action::Bulk(action) => self.bulk(action),
            Action::AnotherAsked if self.is_busy() => None,
            Action::AnotherAsked => {
                Some((Self { ticket: self.ticket.next(), ..Self::default() }, vec![Effect::WipeField]))
            }
        }
    }
}
