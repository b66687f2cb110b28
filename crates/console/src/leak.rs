//! *Leak response*: from the leaked text to every copy switched off, and a receipt for it.
//!
//! The vault's values are looked for in the text, by the server's index of them, or by all that can be read where there is
//! none. The model names texts by numbers: the effects hold them, until a search is over. What stays are the fingerprints
//! and the places of what was found; `find` proves each.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::bulk::Ended;
use latchboard_client::{CancellationToken, State};
use latchboard_contract::FullFingerprint;
use latchboard_contract::endpoint::{EndpointId, FoundApiSecret, ListedApiSecret};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::validate::Identifier;

use crate::bulk::{self, BulkPage, LeftOut, Named, ObservedState, Plan, Run, Scope};
use crate::leak_record::LeakRecord;
use crate::leak_text::{Fault, MOST_BYTES, Searched, Source, Value};
use crate::{Changed, Effects, Model, Ticket, Timestamp};

/// How long a text waits for a sign-in or an answer before it is wiped.
pub const KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// One API secret with a leaked value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one.
    pub named: Named,
    /// The place of its value among those that stand in the text.
    pub value: usize,
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
    /// The values that were asked for, by their place.
    pub asked: HashSet<usize>,
    /// The values whose copies are not to be switched off, by their place.
    pub left_out: HashSet<usize>,
    /// The client id that asked.
    pub client_id: Rc<str>,
    /// When it was known.
    pub at: Timestamp,
}

impl Findings {
    /// The copies that are to be switched off.
    pub fn chosen(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| !self.left_out.contains(&hit.value))
    }

    /// How many copies have this value.
    #[must_use]
    pub fn count(&self, value: usize) -> usize {
        self.hits.iter().filter(|hit| hit.value == value).count()
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
    /// Nothing was given yet, or the search is over.
    Idle,
    /// The text is searched.
    Searching {
        /// The search.
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
        /// The scan.
        ticket: Ticket,
        /// API secrets in the list; `None` until that has come.
        listed: Option<usize>,
        /// Those that were read, or could not be.
        seen: usize,
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
    /// What is wrong with what was given last.
    pub fault: Option<Fault>,
    /// The texts that are held.
    pub sources: Rc<[Source]>,
    /// When the first text was given.
    pub given_at: Option<Timestamp>,
    /// What stands in the texts.
    pub searched: Option<Rc<Searched>>,
    /// The texts were wiped before they were searched.
    pub is_wiped: bool,
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
    /// Of the time after which the texts are wiped.
    kept: Ticket,
}

/// What was seen of one API secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its value is the one with this place among those that stand in the texts.
    Match(usize),
    /// Its value is another one, or it has none.
    Other,
    /// It could not be read, so nobody knows; inactive ones can't.
    Unread(Problem),
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
pub struct Answer {
    /// The copies, with the places of the values that were asked for.
    pub found: Vec<(usize, Vec<FoundApiSecret>)>,
    /// All values that the server keeps were looked at.
    pub complete: bool,
    /// This access key sees every API secret there is.
    pub sees_all: bool,
    /// The client id that asked.
    pub client_id: Rc<str>,
}

/// What can happen.
pub enum Action {
    /// Texts were pasted, dropped or sent off, and when.
    Given(Vec<Source>, Timestamp),
    /// What failed is to be tried once more.
    FindAsked,
    /// No more is to be looked for.
    FindStopAsked,
    /// News of a search.
    SearchWent {
        /// The search.
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
    /// A text has waited for [`KEPT_FOR`].
    Expired(Ticket),
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
    },
    /// Nothing more is to be read.
    ScanStopAsked,
    /// A scan is over, and the texts were searched for what was read.
    ScanEnded(Ticket, Result<(Scanned, Searched), Problem>, Timestamp),
    /// The copies of a value are to be left on, or not.
    ValueChosen(usize, bool),
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
    /// Wipe these texts.
    Wipe(Rc<[Source]>),
    /// Answer with [`Action::Expired`] after [`KEPT_FOR`].
    WipeLater(Ticket),
    /// Search these texts by the server's index, and answer with [`Action::Searched`].
    Search(Ticket, Rc<[Source]>, CancellationToken),
    /// Ask the server about these values, and answer with [`Action::Found`].
    Find {
        /// For the answer.
        ticket: Ticket,
        /// The values' places and fingerprints.
        wanted: Vec<(usize, FullFingerprint)>,
    },
    /// List and read everything but what was settled before, search the texts for it, and answer with [`Action::ScanEnded`].
    Scan(Ticket, Rc<[Source]>, Option<Rc<Scanned>>, CancellationToken),
    /// Ask a search or a scan to stop.
    Stop(CancellationToken),
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
            sources: Rc::default(),
            given_at: None,
            searched: None,
            is_wiped: false,
            search: Search::Idle,
            findings: None,
            bulk: BulkPage::default(),
            switched_off: None,
            proof: None,
            scanned: None,
            stop: CancellationToken::new(),
            ticket: Ticket::default(),
            kept: Ticket::default(),
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
        let (Some(searched), Some(findings)) = (&self.searched, &self.findings) else {
            return self.off_run().and_then(|run| run.leak.as_ref()).is_some_and(|leak| leak.is_complete);
        };
        let to_the_end = match &findings.how {
            How::Find { complete, .. } => *complete,
            how @ How::Scan { .. } => how.left_to_read() == 0,
        };
        to_the_end && searched.is_whole() && self.sources.is_empty() && self.unasked().next().is_none()
    }

    /// The values that the server was not asked for, by their places.
    pub fn unasked(&self) -> impl Iterator<Item = usize> {
        let asked = |place: &usize| self.findings.as_ref().is_some_and(|it| it.asked.contains(place));
        let all = self.searched.as_ref().map_or(0, |searched| searched.values.len());
        (0..all).filter(move |place| !asked(place))
    }

    /// A value that stands in the texts.
    #[must_use]
    pub fn value(&self, place: usize) -> Option<&Value> {
        self.searched.as_ref()?.values.get(place)
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

    /// Whether what is found now can go into the same run: until what it did is taken back.
    #[must_use]
    pub fn takes_more(&self) -> bool {
        let takes_more = |run: &Rc<Run>| run.plan.scope() == Scope::Leaked && !run.is_going();
        self.bulk.run.as_ref().is_none_or(takes_more)
    }

    /// Whether a search is under way.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        matches!(self.search, Search::Searching { .. } | Search::Finding(_))
    }

    fn is_busy(&self) -> bool {
        self.is_going() || self.is_searching()
    }

    /// Texts are added to those that wait; a search that is under way begins anew with all of them.
    fn given(&self, sources: Vec<Source>, at: Timestamp) -> Step {
        let bytes: u64 = self.sources.iter().chain(&sources).map(|source| source.bytes).sum();
        let fault = if self.is_going() || self.off_run().is_some() {
            Some(Fault::Busy)
        } else if sources.iter().all(|source| source.bytes == 0) {
            Some(Fault::Empty)
        } else {
            (bytes > MOST_BYTES).then_some(Fault::TooLong)
        };
        if fault.is_some() {
            let effects = vec![Effect::WipeField, Effect::Wipe(sources.into())];
            return Some((Self { fault, ..self.clone() }, effects));
        }
        let mut first = vec![Effect::WipeField];
        if matches!(self.search, Search::Searching { .. }) {
            first.push(Effect::Stop(self.stop.clone()));
        }
        let sources = self.sources.iter().cloned().chain(sources).collect();
        let given_at = self.given_at.or(Some(at));
        let page = Self { fault: None, is_wiped: false, sources, given_at, ..self.clone() };
        let (page, effects) = page.search_texts();
        first.extend(effects);
        Some((page, first))
    }

    fn search_texts(&self) -> (Self, Vec<Effect>) {
        let (ticket, stop) = (self.ticket.next(), CancellationToken::new());
        let search = Search::Searching { ticket, done: 0, values: 0, stopping: false };
        let page = Self { ticket, kept: ticket, search, stop: stop.clone(), ..self.clone() };
        let effects = vec![Effect::Search(ticket, self.sources.clone(), stop), Effect::WipeLater(ticket)];
        (page, effects)
    }

    /// The texts go, whether they were searched or not.
    fn wiped(&self) -> (Self, Vec<Effect>) {
        let effects =
            if self.sources.is_empty() { Vec::new() } else { vec![Effect::Wipe(self.sources.clone())] };
        (Self { sources: Rc::default(), ..self.clone() }, effects)
    }

    /// Nobody has searched them in time, or may search them any more.
    fn wiped_unsearched(&self) -> Step {
        if self.sources.is_empty() {
            return None;
        }
        let (page, mut effects) = self.wiped();
        if matches!(self.search, Search::Searching { .. }) {
            effects.push(Effect::Stop(self.stop.clone()));
        }
        Some((Self { search: Search::Idle, is_wiped: true, scanned: None, ..page }, effects))
    }

    fn searched(&self, result: Result<Option<Searched>, Problem>, at: Timestamp) -> Step {
        let searched = match result {
            Ok(Some(searched)) => searched,
            Ok(None) => return Some(self.not_searched(Search::NotOffered)),
            Err(problem) => return Some(self.not_searched(Search::Failed(problem))),
        };
        let (page, mut effects) = self.wiped();
        let searched = match &self.searched {
            Some(before) => Searched::clone(before).and(searched, false).0,
            None => searched,
        };
        let client_id = searched.client_id.clone();
        let page = Self { searched: Some(Rc::new(searched)), search: Search::Idle, ..page };
        let (page, more) = match page.find(false) {
            Some(step) => step,
            // There is nothing to ask.
            None => {
                let answer = Answer { found: Vec::new(), complete: true, sees_all: true, client_id };
                page.found(Ok(answer), at)
            }
        };
        effects.extend(more);
        Some((page, effects))
    }

    /// An empty page for the same access key. A run that was shown stays kept.
    fn afresh(&self) -> (Self, Vec<Effect>) {
        let mut bulk = BulkPage::default();
        bulk.access.clone_from(&self.bulk.access);
        let (_, mut effects) = self.wiped();
        effects.extend(self.bulk.run.as_ref().map(|run| Effect::Bulk(bulk::Effect::LetGo(run.id.clone()))));
        (Self { ticket: self.ticket.next(), bulk, ..Self::default() }, effects)
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

    /// Tries once more what failed.
    fn find_again(&self) -> Step {
        if self.is_busy() {
            return None;
        }
        if !self.sources.is_empty() && self.off_run().is_none() {
            return Some(self.search_texts());
        }
        self.find(false).or_else(|| if self.off_run().is_none() { self.find(true) } else { None })
    }

    /// Asks for the values that were not asked for; `anew`: for all.
    fn find(&self, anew: bool) -> Step {
        let page = if anew { Self { findings: None, ..self.clone() } } else { self.clone() };
        let ask = |place: usize| Some((place, page.value(place)?.fingerprint.clone()));
        let wanted: Vec<_> = page.unasked().filter_map(ask).collect();
        if wanted.is_empty() {
            return None;
        }
        let ticket = self.ticket.next();
        Some((
            Self { ticket, search: Search::Finding(ticket), ..page },
            vec![Effect::Find { ticket, wanted }],
        ))
    }

    fn found(&self, result: Result<Answer, Problem>, at: Timestamp) -> (Self, Vec<Effect>) {
        let Answer { found, complete, sees_all, client_id } = match result {
            Ok(answer) => answer,
            Err(problem) => return self.not_searched(Search::Failed(problem)),
        };
        let fresh = hits(&found);
        let observed = fresh.iter().filter_map(|hit| {
            let state = if hit.active? { State::Active } else { State::Inactive };
            Some(ObservedState { identifier: hit.named.identifier.clone(), state: Some(state), at })
        });
        let effects = vec![Effect::Tell(observed.collect()), Effect::FocusFindings];
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
        let findings = Findings { hits, how, asked, left_out, client_id, at };
        (Self { scanned: None, ..self.with_findings(findings) }, effects)
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
        if self.sources.is_empty() {
            return None;
        }
        let (ticket, stop) = (self.ticket.next(), CancellationToken::new());
        let seen = before.as_ref().map_or(0, |before| before.settled().len());
        let search = Search::Scanning { ticket, listed: None, seen, stopping: false };
        let effects = vec![Effect::Scan(ticket, self.sources.clone(), before.clone(), stop.clone())];
        // What was found is found again, but for what goes on.
        let (searched, findings) = match &before {
            Some(_) => (self.searched.clone(), self.findings.clone()),
            None => (None, None),
        };
        Some((Self { ticket, search, stop, scanned: before, searched, findings, ..self.clone() }, effects))
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

    fn scanned(&self, result: Result<(Scanned, Searched), Problem>, at: Timestamp) -> Step {
        let (mut scanned, searched) = match result {
            Ok(both) => both,
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
        let searched = match &self.searched {
            Some(before) => {
                let (searched, places) = Searched::clone(before).and(searched, true);
                for (_, seen) in &mut scanned.seen {
                    if let Seen::Match(value) = seen {
                        *value = places.get(*value).copied().unwrap_or(*value);
                    }
                }
                searched
            }
            None => searched,
        };
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
                Seen::Match(value) => {
                    let (value, can_write) = (*value, row.can_write);
                    hits.push(Hit { named, value, active: Some(true), can_write });
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
        let asked = (0..searched.values.len()).collect();
        let left_out = match (&self.scanned, &self.findings) {
            (Some(_), Some(before)) => before.left_out.clone(),
            _ => HashSet::new(),
        };
        let client_id = scanned.client_id.clone();
        let goes_on = how.left_to_read() > 0 && !self.sources.is_empty();
        let findings = Findings { hits: hits.into(), how, asked, left_out, client_id, at };
        let scanned = goes_on.then(|| Rc::new(scanned));
        let page = Self { searched: Some(Rc::new(searched)), scanned, ..self.clone() };
        // What is left to read may hold values that stand in the texts.
        let (page, mut effects) = if goes_on {
            (Self { kept: self.ticket, ..page }, vec![Effect::WipeLater(self.ticket)])
        } else {
            page.wiped()
        };
        effects.extend([Effect::Tell(observed), Effect::FocusFindings]);
        Some((page.with_findings(findings), effects))
    }

    fn switch_off(&self) -> Step {
        let chosen = self.to_switch_off().map(|hit| hit.named.clone());
        let off_already = self.off_when_found().cloned().collect();
        let plan = Plan::new(State::Inactive, Scope::Leaked, chosen)
            .leaving_out(LeftOut { off_already, ..LeftOut::default() });
        self.bulk(bulk::Action::Asked(plan))
    }

    fn bulk(&self, action: bulk::Action) -> Step {
        let ended = matches!(action, bulk::Action::Ended { .. });
        let (bulk, effects) = self.bulk.after(action)?;
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
        let with_copies = |place: &usize| findings.chosen().any(|hit| hit.value == *place);
        let values = self.searched.as_ref()?.values.iter().enumerate();
        let wanted = values.filter(|(place, _)| with_copies(place));
        let wanted = wanted.map(|(place, value)| (place, value.fingerprint.clone())).collect();
        let ticket = self.ticket.next();
        let page = Self { ticket, proof: Some(Proof::Asking(ticket)), ..self.clone() };
        Some((page, vec![Effect::Find { ticket, wanted }]))
    }

    /// Nothing more is sent, and what failed waits for the next sign-in.
    fn signed_out(&self) -> Step {
        if self.bulk.is_going() {
            return self.bulk(bulk::Action::SignedOut);
        }
        if matches!(self.search, Search::Scanning { .. }) {
            return self.after(Action::ScanStopAsked);
        }
        let (page, effects) = self.wiped_unsearched().unwrap_or_else(|| (self.clone(), Vec::new()));
        let search = match &page.search {
            Search::Finding(_) | Search::Failed(_) => waits_for_sign_in(),
            Search::Idle
            | Search::Searching { .. }
            | Search::NotOffered
            | Search::ScanAsked
            | Search::Scanning { .. } => page.search.clone(),
        };
        let proof = match &self.proof {
            Some(Proof::Asking(_) | Proof::Failed(_)) => Some(Proof::Failed(not_signed_in())),
            proof => proof.clone(),
        };
        (search != self.search || proof != self.proof || !effects.is_empty())
            .then(|| (Self { search, proof, ..page }, effects))
    }

    fn proved(&self, result: Result<Answer, Problem>, at: Timestamp) -> Step {
        let proof = match result {
            Ok(answer) => {
                let (on, off): (Vec<_>, _) =
                    hits(&answer.found).into_iter().partition(|hit| hit.active != Some(false));
                let off = off.into_iter().map(|hit| hit.named.identifier).collect();
                Proof::Said { off, on: on.into_iter().map(|hit| hit.named).collect(), at }
            }
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
fn hits(found: &[(usize, Vec<FoundApiSecret>)]) -> Vec<Hit> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    for (value, copies) in found {
        let value = *value;
        for copy in copies {
            let Some(named) = named(&copy.identifier, &copy.name) else { continue };
            if seen.insert(named.identifier.clone()) {
                hits.push(Hit { named, value, active: Some(copy.active), can_write: copy.can_write });
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

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl LeakPage {
    fn stepped(&self, action: Action) -> Step {
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
        let (bulk, recorded) = page.bulk.after(bulk::Action::Recorded(Rc::new(record)))?;
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
            Action::Given(sources, at) => self.given(sources, at),
            Action::FindAsked => self.find_again(),
            Action::FindStopAsked => match self.search {
                Search::Searching { ticket, done, values, stopping: false } => {
                    let search = Search::Searching { ticket, done, values, stopping: true };
                    Some((Self { search, ..self.clone() }, vec![Effect::Stop(self.stop.clone())]))
                }
                Search::Finding(_) => {
                    let effect =
                        if self.findings.is_some() { Effect::FocusFindings } else { Effect::FocusField };
                    Some((Self { search: Search::Idle, ..self.clone() }, vec![effect]))
                }
                Search::Idle
                | Search::Searching { .. }
                | Search::Failed(_)
                | Search::NotOffered
                | Search::ScanAsked
                | Search::Scanning { .. } => None,
            },
            Action::SearchWent { ticket: its, done, values } => {
                let Search::Searching { ticket, stopping, .. } = self.search else { return None };
                let search = Search::Searching { ticket, done, values, stopping };
                (ticket == its).then(|| (Self { search, ..self.clone() }, Vec::new()))
            }
            Action::Searched(its, result, at) => match self.search {
                Search::Searching { ticket, .. } if ticket == its => self.searched(result, at),
                Search::Idle
                | Search::Searching { .. }
                | Search::Finding(_)
                | Search::Failed(_)
                | Search::NotOffered
                | Search::ScanAsked
                | Search::Scanning { .. } => None,
            },
            Action::Expired(its) => {
                let is_waiting = its == self.kept && !self.is_busy();
                if is_waiting { self.wiped_unsearched() } else { None }
            }
            Action::Found(ticket, result, at) if self.search == Search::Finding(ticket) => {
                Some(self.found(result, at))
            }
            Action::Found(ticket, result, at) if self.proof == Some(Proof::Asking(ticket)) => {
                self.proved(result, at)
            }
            Action::Found(..) => None,
            Action::ScanOffered if self.is_busy() || self.off_run().is_some() => None,
            Action::ScanOffered => {
                if self.sources.is_empty() {
                    return None;
                }
                quiet(Self { search: Search::ScanAsked, ..self.clone() })
            }
            Action::ScanConfirmed if self.search == Search::ScanAsked => self.scan(None),
            Action::ScanResumed => self.resume(),
            Action::ScanDeclined if self.search == Search::ScanAsked => {
                let search = if self.findings.is_some() { Search::Idle } else { Search::NotOffered };
                quiet(Self { search, ..self.clone() })
            }
            Action::ScanConfirmed | Action::ScanDeclined => None,
            Action::ScanWent { ticket: its, listed: all, seen: so_far } => {
                let Search::Scanning { ticket, stopping, .. } = self.search else { return None };
                let search = Search::Scanning { ticket, listed: Some(all), seen: so_far, stopping };
                (ticket == its).then(|| (Self { search, ..self.clone() }, Vec::new()))
            }
            Action::ScanStopAsked => {
                let Search::Scanning { ticket, listed, seen, stopping: false } = self.search else {
                    return None;
                };
                let search = Search::Scanning { ticket, listed, seen, stopping: true };
                Some((Self { search, ..self.clone() }, vec![Effect::Stop(self.stop.clone())]))
            }
            Action::ScanEnded(its, result, at) => match self.search {
                Search::Scanning { ticket, .. } if ticket == its => self.scanned(result, at),
                _ => None,
            },
            Action::ValueChosen(..) if self.bulk.run.is_some() => None,
            Action::ValueChosen(value, chosen) => {
                let mut findings = Findings::clone(self.findings.as_ref()?);
                if chosen {
                    findings.left_out.remove(&value)
                } else {
                    findings.left_out.insert(value)
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
