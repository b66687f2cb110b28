//! *Leak response*: from the leaked text to every copy switched off, and a receipt for it.
//!
//! The vault's values are looked for in the text, by the server's index of them, or by all that can be read where there is
//! none. The model names texts by numbers: the effects hold them, until a search is over. What stays are the fingerprints
//! and the places of what was found; `find` proves each.

mod findings;
mod marking;
mod record;
mod scan;
mod search;
mod switch_off;

use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::bulk::Again;
use latchboard_client::{CancellationToken, State};
use latchboard_contract::FullFingerprint;
use latchboard_contract::validate::Identifier;

use crate::api_secrets::ObservedState;
use crate::bulk::{self, BulkPage, Plan, Run, Scope};
use crate::leak_record::LeakRecord;
use crate::leak_text::{Fault, Searched, Source, Value};
use crate::named::Named;
use crate::{Changed, Effects, Model, Ticket, Timestamp};

pub use findings::{Answer, Findings, Hit, How, Scanned, Seen};
pub use marking::{Marked, Marking};
pub use scan::ScanAction;
pub use search::{Search, SearchAction};
use search::{not_signed_in, waits_for_sign_in, wants_sign_in};
pub use switch_off::Proof;

/// How long a text waits for a sign-in or an answer before it is wiped.
pub const KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// Rows of a table that come at once: a browser takes half a second to draw a thousand.
pub const ROWS_AT_ONCE: usize = 100;

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
    pub search: Search,
    /// Where the value lies.
    pub findings: Option<Rc<Findings>>,
    /// The run that switches the copies off, and its undoing.
    pub bulk: BulkPage,
    /// The last run that switched copies off, when its undoing is on screen.
    pub switched_off: Option<Rc<Run>>,
    /// What the server says after it.
    pub proof: Option<Proof>,
    /// Whether the copies are marked as exposed.
    pub marking: Option<Marking>,
    /// The number of the incident, for the receipt.
    pub incident: String,
    /// Who answered it, for the receipt.
    pub operator: String,
    /// Rows of each table of what was found that are drawn at most.
    pub rows_shown: usize,
    /// What was read so far, of a reading that can be gone on with.
    scanned: Option<Rc<Scanned>>,
    /// What was proved of states, and nobody has taken yet.
    observed: Vec<ObservedState>,
    /// What was marked, and nobody has taken yet.
    marked_now: Vec<Identifier>,
    /// The list of before is gone: what a reading for it brings is not for the next one.
    is_orphaned: bool,
    stop: CancellationToken,
    ticket: Ticket,
    /// Of the time after which the texts are wiped.
    wiped_after: Ticket,
}

pub enum Action {
    /// To the texts and their search.
    Search(SearchAction),
    /// To a reading of everything.
    Scan(ScanAction),
    /// The copies of a value are to be left on, or not.
    ValueChosen(usize, bool),
    /// The chosen copies are to be switched off.
    SwitchOffAsked,
    /// Those that are on again are to be switched off.
    OnAgainAsked,
    /// The server is to be asked whether they are off.
    ProofAsked,
    /// The copies are to be marked as exposed.
    MarkAsked,
    /// All marks were tried.
    Marked(Ticket, Marked),
    /// The number of the incident was typed.
    IncidentEdited(String),
    /// Who answers it was typed.
    OperatorEdited(String),
    Bulk(bulk::Action),
    /// Somebody signed in: what waited for that goes on.
    SignedIn,
    /// Whoever was signed in is not any more.
    SignedOut,
    /// Another tenant is asked from now on, where the same numbers mean other API secrets.
    TenantChanged,
    /// The session is worth nothing any more.
    SessionExpired,
    /// More rows are to be drawn.
    MoreRowsAsked,
    AnotherAsked,
    /// A run of the browser's storage is to be looked at.
    Resumed(Rc<Run>),
}

impl From<SearchAction> for Action {
    fn from(action: SearchAction) -> Self {
        Self::Search(action)
    }
}

impl From<ScanAction> for Action {
    fn from(action: ScanAction) -> Self {
        Self::Scan(action)
    }
}

/// What the page wants done.
pub enum Effect {
    /// Empty the field for the text.
    WipeField,
    Wipe(Rc<[Source]>),
    /// Answer with [`SearchAction::Expired`] after [`KEPT_FOR`].
    WipeLater(Ticket),
    /// Search these texts by the server's index, and answer with [`SearchAction::Searched`].
    Search(Ticket, Rc<[Source]>, CancellationToken),
    /// Ask the server about these values, and answer with [`SearchAction::Found`].
    Find {
        ticket: Ticket,
        /// The values' places and fingerprints.
        wanted: Vec<(usize, FullFingerprint)>,
    },
    /// Mark these as exposed, and answer with [`Action::Marked`].
    Mark(Ticket, Vec<Identifier>),
    /// List and read everything but what was settled before, search the texts for it, and answer with [`ScanAction::ScanEnded`].
    Scan(Ticket, Rc<[Source]>, Option<Rc<Scanned>>, CancellationToken),
    /// Ask a search or a scan to stop.
    Stop(CancellationToken),
    /// What the run wants done.
    Bulk(bulk::Effect),
    /// Move the cursor to what was found.
    FocusFindings,
    /// Move the cursor to why nothing was.
    FocusSearch,
    /// Move the cursor to the field for the text.
    FocusField,
}

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
            marking: None,
            incident: String::new(),
            operator: String::new(),
            rows_shown: ROWS_AT_ONCE,
            scanned: None,
            observed: Vec::new(),
            marked_now: Vec::new(),
            is_orphaned: false,
            stop: CancellationToken::new(),
            ticket: Ticket::default(),
            wiped_after: Ticket::default(),
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
        self.bulk.asks_before_leaving() || self.is_going() || self.is_marking()
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

    /// When the last copy that was found was off; `None` while one is on, by choice or not.
    #[must_use]
    pub fn found_off_at(&self) -> Option<Timestamp> {
        let run = self.off_run().filter(|run| run.is_all_as_asked())?;
        let is_more_on = matches!(&self.proof, Some(Proof::Said { on, .. }) if !on.is_empty());
        if self.to_switch_off().next().is_some() || is_more_on || !run.left_on().is_empty() {
            return None;
        }
        run.bulk.items().filter_map(|(_, item)| item.over_at()).max().map(bulk::moment)
    }

    /// The same, unless there may be copies that nobody looked for.
    #[must_use]
    pub fn all_off_at(&self) -> Option<Timestamp> {
        self.found_off_at().filter(|_| self.is_everything_looked_for())
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

    /// The values that stand in the texts, each with its place among them and its copies: those with copies first, then
    /// in the order in which they stand there.
    #[must_use]
    pub fn listed_values(&self) -> Vec<(usize, &Value, Vec<&Hit>)> {
        let values = self.searched.iter().flat_map(|searched| searched.values.iter()).enumerate();
        let mut listed: Vec<_> = values.map(|(place, value)| (place, value, Vec::new())).collect();
        for hit in self.findings.iter().flat_map(|findings| findings.hits.iter()) {
            if let Some((.., copies)) = listed.get_mut(hit.value) {
                copies.push(hit);
            }
        }
        listed.sort_by_key(|(_, value, copies)| {
            let first = value.places.first().map(|place| (place.text, place.line, place.column));
            (copies.is_empty(), first)
        });
        listed
    }

    /// The chosen copies that are in no run yet, but for those that are off: all of them where that leaves none, so
    /// that the server's word for each is on the receipt.
    pub fn to_switch_off(&self) -> impl Iterator<Item = &Hit> {
        let all = self.off_run().is_none() && self.not_planned().all(Hit::is_off);
        self.not_planned().filter(move |hit| all || !hit.is_off())
    }

    /// The copies that were off when they were found, and are in no run.
    pub fn off_when_found(&self) -> impl Iterator<Item = &Named> {
        let all = self.off_run().is_none() && self.not_planned().all(Hit::is_off);
        let chosen = self.not_planned().filter(move |hit| !all && hit.is_off());
        let spared = self.findings.iter().flat_map(|findings| findings.spared()).filter(|hit| hit.is_off());
        chosen.chain(spared).map(|hit| &hit.named)
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

    /// Those that are on again, or new, and can be switched off in the run on screen.
    pub fn on_again(&self) -> impl Iterator<Item = &Named> {
        let access = self.bulk.access.as_ref();
        let may_go_on = move |run: &&Rc<Run>| {
            run.plan.scope() == Scope::Leaked
                && !run.is_going()
                && run.hindrance(access, Again::Refused).is_none()
        };
        self.bulk.run.iter().filter(may_go_on).flat_map(|run| run.on_again())
    }

    /// Whether a search is under way.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        matches!(self.search, Search::Searching { .. } | Search::Finding(_))
    }

    fn is_busy(&self) -> bool {
        self.is_going() || self.is_searching()
    }

    /// What was proved of states since this was asked last: for a list that shows them.
    pub fn take_observed(&mut self) -> Vec<ObservedState> {
        std::mem::take(&mut self.observed)
    }

    fn next_ticket(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        self.ticket
    }

    /// Another leak, with the same access key. A run that was shown stays kept.
    fn begin_anew(&mut self, effects: &mut Effects<Effect>) {
        self.wipe(effects);
        effects.extend(self.bulk.run.as_ref().map(|run| Effect::Bulk(bulk::Effect::LetGo(run.id.clone()))));
        let mut bulk = BulkPage::default();
        bulk.access = self.bulk.access.take();
        *self = Self { ticket: self.ticket.next(), bulk, ..Self::default() };
    }

    fn resumed(&mut self, run: Rc<Run>, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.is_going() {
            effects.push(Effect::Bulk(bulk::Effect::LetGo(run.id.clone())));
            return Some(Changed);
        }
        if self.is_searching() {
            effects.push(Effect::Stop(self.stop.clone()));
        }
        self.begin_anew(effects);
        self.proof = run.leak.as_ref().and_then(|leak| leak.proof.clone()).map(Proof::from);
        self.update_bulk(bulk::Action::Resumed(run), effects)
    }

    /// What waited for a sign-in goes on.
    fn signed_in(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let waits = matches!(&self.marking, Some(Marking::Ended { failed, .. }) if failed.iter().any(|(_, it)| wants_sign_in(it)));
        let marked = if waits { self.mark_again(effects) } else { None };
        let went_on = if matches!(&self.search, Search::Failed(problem) if wants_sign_in(problem)) {
            self.find_again(effects)
        } else if matches!(&self.proof, Some(Proof::Failed(problem)) if wants_sign_in(problem)) {
            self.prove(effects)
        } else {
            None
        };
        marked.or(went_on)
    }

    /// Nothing more is sent, and what failed waits for the next sign-in. `on_run` tells the run.
    fn lost_session(&mut self, on_run: bulk::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let was_going = self.bulk.is_going();
        let mut changed = self.update_bulk(on_run, effects);
        if was_going {
            return changed;
        }
        if matches!(self.search, Search::Scanning { .. }) {
            return self.stop_scan(effects).or(changed);
        }
        changed = self.wipe_unsearched(effects).or(changed);
        if matches!(self.search, Search::Finding(_) | Search::Failed(_)) && self.search != waits_for_sign_in()
        {
            (self.search, changed) = (waits_for_sign_in(), Some(Changed));
        }
        let waiting = Proof::Failed(not_signed_in());
        if matches!(&self.proof, Some(proof @ (Proof::Asking(_) | Proof::Failed(_))) if *proof != waiting) {
            (self.proof, changed) = (Some(waiting), Some(Changed));
        }
        changed
    }

    fn step(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Search(action) => self.update_search(action, effects),
            Action::Scan(action) => self.update_scan(action, effects),
            Action::ValueChosen(..) if self.bulk.run.is_some() => None,
            Action::ValueChosen(value, chosen) => {
                let left_out = &mut Rc::make_mut(self.findings.as_mut()?).left_out;
                if chosen {
                    left_out.remove(&value)
                } else {
                    left_out.insert(value)
                };
                Some(Changed)
            }
            Action::SwitchOffAsked => self.switch_off(effects),
            Action::OnAgainAsked => {
                let plan = Plan::new(State::Inactive, Scope::OnAgain, self.on_again().cloned());
                self.update_bulk(bulk::Action::Asked(plan), effects)
            }
            Action::ProofAsked => {
                self.prove(effects)?;
                effects.push(Effect::Bulk(bulk::Effect::FocusRun));
                Some(Changed)
            }
            Action::MarkAsked => {
                self.mark_again(effects)?;
                effects.push(Effect::Bulk(bulk::Effect::FocusRun));
                Some(Changed)
            }
            Action::Marked(ticket, marked) => self.marked(ticket, marked),
            Action::IncidentEdited(incident) => {
                self.incident = incident;
                Some(Changed)
            }
            Action::OperatorEdited(operator) => {
                self.operator = operator;
                Some(Changed)
            }
            Action::Bulk(action) => self.update_bulk(action, effects),
            Action::SignedIn => self.signed_in(effects),
            Action::SignedOut => {
                let was_orphaned = std::mem::replace(&mut self.is_orphaned, true);
                self.lost_session(bulk::Action::SignedOut, effects).or((!was_orphaned).then_some(Changed))
            }
            Action::TenantChanged => {
                self.begin_anew(effects);
                Some(Changed)
            }
            Action::MoreRowsAsked => {
                self.rows_shown += ROWS_AT_ONCE;
                Some(Changed)
            }
            Action::SessionExpired => self.lost_session(bulk::Action::SessionExpired, effects),
            Action::AnotherAsked if self.is_busy() || self.is_marking() => None,
            Action::AnotherAsked => {
                self.begin_anew(effects);
                effects.push(Effect::WipeField);
                effects.push(Effect::FocusField);
                Some(Changed)
            }
            Action::Resumed(run) => self.resumed(run, effects),
        }
    }

    /// What is kept of a run knows what the page knows.
    fn keep_record(&mut self, wanted: &mut Vec<Effect>) {
        let Some(record) = LeakRecord::of(self) else { return };
        let mut effects = Effects::default();
        effects.of_part(Effect::Bulk, |effects| {
            self.bulk.update(bulk::Action::Recorded(Rc::new(record)), effects)
        });
        let kept = wanted.iter_mut().find_map(|effect| {
            if let Effect::Bulk(bulk::Effect::Keep { run, .. }) = effect { Some(run) } else { None }
        });
        match (kept, &self.bulk.run) {
            // Together with what is kept anyway.
            (Some(kept), Some(run)) => kept.clone_from(run),
            _ => drop(wanted.splice(0..0, effects)),
        }
    }
}

impl Model for LeakPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (findings, proof) = (self.findings.clone(), self.proof.clone());
        let mut wanted = Effects::default();
        self.step(action, &mut wanted)?;
        let mut wanted: Vec<_> = wanted.into_iter().collect();
        let is_same = match (&findings, &self.findings) {
            (Some(before), Some(now)) => Rc::ptr_eq(before, now),
            (before, now) => before.is_none() && now.is_none(),
        };
        if !is_same || self.proof != proof {
            self.keep_record(&mut wanted);
        }
        effects.extend(wanted);
        Some(Changed)
    }
}
