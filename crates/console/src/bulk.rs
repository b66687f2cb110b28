//! One switch for many API secrets: confirmed by count and name, watched, stopped, resumed, tried
//! again and undone.
//!
//! The ledger is the client's; this keeps a copy of it from the run's events, a handful at a time, so
//! that ten thousand answers are a few hundred steps.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::time::Duration;

pub use latchboard_client::bulk::{Again, CONCURRENCY};
use latchboard_client::bulk::{Bulk, Counts, Ended, Item, Progress};
use latchboard_client::{CancellationToken, State, Verdict};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};

pub use crate::api_secrets::ObservedState;
use crate::api_secrets::Target;
pub use crate::bulk_timeline::{Sample, Timeline};
use crate::leak_record::LeakRecord;
use crate::stored_run::{self, RunId};
use crate::{Changed, Effects, Model, Ticket, Timestamp};

/// Up to so many are switched at a press; for more their count is typed, so that nobody switches
/// thousands off who meant a few.
pub const MOST_WITHOUT_COUNT: usize = 20;

/// Names that the question shows at once.
pub const NAMES_SHOWN: usize = 8;

/// Rows of the table of verdicts that are drawn at a time.
pub const PAGE_ROWS: usize = 50;

/// Milliseconds between what a run tells the list: nobody looks at both, and the list has more to do with it.
const TELL_EVERY: u64 = 2_000;

/// An API secret as a run names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its number in the vault.
    pub identifier: Identifier,
    /// Its name in the list; not unique.
    pub name: Rc<str>,
}

impl From<Target> for Named {
    fn from(Target { identifier, name }: Target) -> Self {
        Self { identifier, name: name.into() }
    }
}

/// How the API secrets of a plan were chosen, to be said before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Picked one by one.
    Selected,
    /// The rows that are on the screen.
    Page,
    /// All rows that match the search and the filters, wherever they stand.
    Matches,
    /// Those with a leaked value.
    Leaked,
    /// Those that a run changed.
    Undo,
}

/// What is to be switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    state: State,
    scope: Scope,
    items: Rc<[Named]>,
    left_out: LeftOut,
}

/// What was chosen with the API secrets of a plan, and is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The access key may view them only.
    pub view_only: Rc<[Named]>,
    /// They are off already.
    pub off_already: Rc<[Named]>,
}

impl LeftOut {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view_only.len() + self.off_already.len()
    }

    /// Whether everything that was chosen is in the plan.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Plan {
    /// A plan; an API secret that is named twice is taken once, at its first place.
    #[must_use]
    pub fn new(state: State, scope: Scope, items: impl IntoIterator<Item = Named>) -> Self {
        let mut seen = HashSet::new();
        let items = items.into_iter().filter(|named| seen.insert(named.identifier.clone())).collect();
        Self { state, scope, items, left_out: LeftOut::default() }
    }

    /// The same plan, which names what was chosen and is not in it.
    #[must_use]
    pub fn leaving_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// What was chosen and is not in it.
    #[must_use]
    pub const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The state that is asked for.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How they were chosen.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// All of them, in the order in which they are switched.
    #[must_use]
    pub fn items(&self) -> &[Named] {
        &self.items
    }

    /// With those of `more`, too.
    #[must_use]
    fn with(&self, more: &Self) -> Self {
        Self::new(self.state, self.scope, self.items.iter().chain(&*more.items).cloned())
    }

    /// Whether `more` belongs into the same run: more copies of what leaked.
    fn takes_in(&self, more: &Self) -> bool {
        self.scope == Scope::Leaked && more.scope == self.scope && more.state == self.state
    }

    /// The names that the question shows, and how many more there are.
    #[must_use]
    pub fn first_names(&self) -> (&[Named], usize) {
        let (first, more) = self.items.split_at(self.items.len().min(NAMES_SHOWN));
        (first, more.len())
    }
}

/// The question before a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// What would be switched.
    pub plan: Plan,
    /// The count, as typed.
    pub typed: String,
    /// Verdicts of the run before that are open; this one takes its place on the page.
    pub discards: usize,
    /// It was confirmed with another count than that of the plan.
    pub miscounted: bool,
}

impl Confirm {
    /// Whether the count must be typed.
    #[must_use]
    pub fn needs_count(&self) -> bool {
        self.plan.items.len() > MOST_WITHOUT_COUNT
    }

    fn is_sure(&self) -> bool {
        // As people write thousands, in either language.
        let digits: String =
            self.typed.chars().filter(|it| !matches!(it, ' ' | ',' | '.' | '\u{a0}')).collect();
        !self.needs_count() || digits.parse() == Ok(self.plan.items.len())
    }
}

/// Whether a run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Calls are being sent.
    Going(Ticket),
    /// Nothing more is sent; what is under way is waited for.
    Stopping(Ticket),
    /// It ended; and why.
    Over(Ended),
}

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The server, as a receipt names it.
    pub server: Rc<str>,
    /// The client id; `None` while nobody is signed in.
    pub client_id: Option<Rc<str>>,
}

/// Why a run that was taken up from the browser's storage can't go on here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It belongs to another server.
    OtherServer,
    /// It belongs to another access key.
    OtherAccessKey,
}

/// What a run has come to, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// API secrets, those included that were off before.
    pub all: usize,
    /// Done, or so already.
    pub as_asked: usize,
    /// Without an answer to trust.
    pub need_answer: usize,
    /// Refused, since this access key may not touch them.
    pub other_key: usize,
    /// Refused for another reason.
    pub refused: usize,
    /// Without a call so far.
    pub not_sent: usize,
}

impl Headline {
    /// Whether something still has to be resolved or sent.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.need_answer + self.not_sent > 0
    }

    /// Whether everything is as asked.
    #[must_use]
    pub const fn is_all_as_asked(&self) -> bool {
        self.as_asked == self.all
    }
}

/// A run and what became of it so far.
#[derive(Clone)]
pub struct Run {
    /// Under which the browser keeps it.
    pub id: RunId,
    /// The server that it belongs to, as a receipt names it; empty where nobody said.
    pub server: Rc<str>,
    /// What is switched.
    pub plan: Plan,
    /// What became of each, in the plan's order.
    pub bulk: Bulk,
    /// Whether it goes on.
    pub phase: Phase,
    /// The server wants a rest: nothing is sent until then.
    pub rest_until: Option<Timestamp>,
    /// How it went.
    pub timeline: Timeline,
    /// When it was confirmed.
    pub began: Timestamp,
    /// When the last verdict fell, or the run ended.
    pub latest: Timestamp,
    /// Which rows of the table are looked at.
    pub show: Show,
    /// Which page of them.
    pub page: usize,
    /// It was stopped because somebody signed out.
    pub signed_out: bool,
    /// The client ids that sent its calls: one, unless somebody else signed in before it was resumed.
    pub senders: Vec<Rc<str>>,
    /// The search for a leaked text that it came from.
    pub leak: Option<Rc<LeakRecord>>,
    /// It was taken up from the browser's storage.
    pub is_resumed: bool,
    /// The page that sent its calls was gone before it ended.
    pub is_interrupted: bool,
    /// The browser does not keep it: it goes with the page.
    pub is_not_kept: bool,
    /// What was proved, and the list does not know yet.
    untold: Vec<ObservedState>,
    told_at: Timestamp,
    stop: CancellationToken,
}

/// Rows of the table of verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// As asked: done or already so.
    AsAsked,
    /// Refused, or not sent for a reason of its own.
    Failed,
    /// Without an answer to trust.
    Unknown,
    /// Not begun, under way, or stopped before it was sent.
    Open,
}

impl Show {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::All, Self::AsAsked, Self::Failed, Self::Unknown, Self::Open];

    fn takes(self, item: &Item) -> bool {
        let is = match item.progress() {
            Progress::Waiting | Progress::Sent => Self::Open,
            Progress::Over(Verdict::Done(()) | Verdict::AlreadySo) => Self::AsAsked,
            Progress::Over(Verdict::Unknown(_)) => Self::Unknown,
            Progress::Over(Verdict::NotAttempted(problem)) if problem.code == Code::Stopped => Self::Open,
            Progress::Over(Verdict::Refused(_) | Verdict::NotAttempted(_)) => Self::Failed,
        };
        self == Self::All || self == is
    }
}

impl Run {
    /// A run that has not begun.
    #[must_use]
    pub fn new(id: RunId, bulk: Bulk, plan: Plan, at: Timestamp) -> Self {
        let timeline = Timeline::begun(at, bulk.counts());
        Self {
            id,
            server: "".into(),
            plan,
            bulk,
            phase: Phase::Over(Ended::Stopped),
            rest_until: None,
            timeline,
            began: at,
            latest: at,
            show: Show::default(),
            page: 0,
            signed_out: false,
            senders: Vec::new(),
            leak: None,
            is_resumed: false,
            is_interrupted: false,
            is_not_kept: false,
            untold: Vec::new(),
            told_at: at,
            stop: CancellationToken::new(),
        }
    }

    /// How many items are where.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.bulk.counts()
    }

    /// Whether calls are under way or to come.
    #[must_use]
    pub const fn is_going(&self) -> bool {
        !matches!(self.phase, Phase::Over(_))
    }

    /// What it has come to.
    #[must_use]
    pub fn headline(&self) -> Headline {
        let counts = self.counts();
        let off_before = self.leak.as_ref().map_or(0, |leak| leak.off_when_found.len());
        let is_other_key = |item: &Item| matches!(item.progress(), Progress::Over(Verdict::Refused(problem)) if problem.code == Code::NoAccess);
        let other_key = self.bulk.items().filter(|(_, item)| is_other_key(item)).count();
        let need_answer = self.bulk.how_many_again(Again::Unknown);
        let as_asked = counts.done + counts.already_so;
        Headline {
            all: self.bulk.len() + off_before,
            as_asked: as_asked + off_before,
            need_answer,
            other_key,
            refused: counts.refused - other_key,
            not_sent: self.bulk.len() - as_asked - need_answer - counts.refused,
        }
    }

    /// Something of it would be forgotten with this page, or is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_going() || self.headline().is_open()
    }

    /// Why it can't go on with those, whoever is signed in. What was refused may need another access key.
    #[must_use]
    pub fn hindrance(&self, access: Option<&Access>, again: Again) -> Option<Hindrance> {
        let access = access.filter(|_| self.is_resumed)?;
        if access.server != self.server {
            return Some(Hindrance::OtherServer);
        }
        let is_other = |client_id: &Rc<str>| !self.senders.is_empty() && !self.senders.contains(client_id);
        let needs_the_same = match again {
            Again::Stopped | Again::Unknown => true,
            Again::Refused => false,
        };
        (needs_the_same && access.client_id.as_ref().is_some_and(is_other))
            .then_some(Hindrance::OtherAccessKey)
    }

    /// Every API secret is as asked.
    #[must_use]
    pub fn is_all_as_asked(&self) -> bool {
        let counts = self.counts();
        counts.done + counts.already_so == self.bulk.len()
    }

    /// The rows that are looked at, those of the present page, and how many there are in all.
    pub fn rows(&self) -> (impl Iterator<Item = (&Named, &Item)>, usize) {
        let show = self.show;
        let shown = move || {
            self.plan.items.iter().zip(self.bulk.items()).filter(move |(_, (_, item))| show.takes(item))
        };
        let rows =
            shown().skip(self.page * PAGE_ROWS).take(PAGE_ROWS).map(|(named, (_, item))| (named, item));
        (rows, if show == Show::All { self.bulk.len() } else { shown().count() })
    }

    /// Those that this run is known to have changed, in the plan's order.
    pub fn changed(&self) -> impl Iterator<Item = &Named> {
        self.plan
            .items
            .iter()
            .zip(self.bulk.items())
            .filter(|(_, (_, item))| item.is_changed())
            .map(|it| it.0)
    }

    /// Those of which nobody can say whether this run changed them.
    pub fn perhaps_changed(&self) -> impl Iterator<Item = &Named> {
        let perhaps = self.plan.items.iter().zip(self.bulk.items());
        perhaps.filter(|(_, (_, item))| item.is_perhaps_changed()).map(|it| it.0)
    }

    fn sent_by(&mut self, client_id: Option<&Rc<str>>) {
        if let Some(client_id) = client_id.filter(|client_id| !self.senders.contains(client_id)) {
            self.senders.push(client_id.clone());
        }
    }

    fn follow(&mut self, changes: Vec<(usize, Item)>, at: Timestamp) -> Vec<Effect> {
        for (index, item) in changes {
            if let (Some(named), Some((state, at))) = (self.plan.items.get(index), self.proved(&item)) {
                self.untold.push(ObservedState { identifier: named.identifier.clone(), state, at });
            }
            self.bulk.follow(index, item);
        }
        self.rest_until = self.rest_until.filter(|until| *until > at);
        self.latest = at;
        self.timeline.note(at, self.counts());
        if at.0 < self.told_at.0 + TELL_EVERY { Vec::new() } else { self.tell(at) }
    }

    /// What the list does not know yet.
    fn tell(&mut self, at: Timestamp) -> Vec<Effect> {
        if self.untold.is_empty() {
            return Vec::new();
        }
        self.told_at = at;
        vec![Effect::Tell(std::mem::take(&mut self.untold))]
    }

    /// What an item proves about a state: nothing, or that it is not known any more.
    fn proved(&self, item: &Item) -> Option<(Option<State>, Timestamp)> {
        let Progress::Over(verdict) = item.progress() else { return None };
        let state = match verdict {
            Verdict::Done(()) | Verdict::AlreadySo => Some(self.plan.state),
            Verdict::Unknown(_) => None,
            Verdict::Refused(_) | Verdict::NotAttempted(_) => return None,
        };
        Some((state, moment(item.over_at()?)))
    }
}

/// A moment of the transport's clock, which in a browser is that of the world.
#[must_use]
pub fn moment(clock: Duration) -> Timestamp {
    Timestamp(u64::try_from(clock.as_millis()).unwrap_or(u64::MAX))
}

/// The page's state.
#[derive(Clone, Default)]
pub struct BulkPage {
    /// The question before a run.
    pub confirm: Option<Confirm>,
    /// The run that is watched, or was the last.
    pub run: Option<Rc<Run>>,
    /// Who is signed in, and where; `None` until somebody said.
    pub access: Option<Access>,
    /// The search that a run against a leak comes from.
    leak: Option<Rc<LeakRecord>>,
    ticket: Ticket,
}

/// What can happen.
pub enum Action {
    /// Somebody wants these switched.
    Asked(Plan),
    /// Somebody typed into the field for the count.
    CountTyped(String),
    /// The question was answered with yes; when, and under which name a new run is kept.
    Confirmed(Timestamp, RunId),
    /// The question was answered with no.
    Cancelled,
    /// The calls of a run are sent with this client id.
    Sent(Ticket, Rc<str>),
    /// News of a run, those of a moment together.
    Progressed {
        /// The run.
        ticket: Ticket,
        /// The items that changed, the latest state of each last.
        changes: Vec<(usize, Item)>,
        /// The server asked for a rest.
        rest_until: Option<Timestamp>,
        /// When.
        at: Timestamp,
    },
    /// A run is over; all its news came before.
    Ended {
        /// The run.
        ticket: Ticket,
        /// Why.
        ended: Ended,
        /// When.
        at: Timestamp,
    },
    /// Nothing more is to be sent.
    StopAsked,
    /// Nobody is signed in any more.
    SignedOut,
    /// These are to be asked for once more.
    AgainAsked(Again),
    /// What the run changed is to be taken back.
    UndoAsked,
    /// Other rows are to be looked at.
    ListView(Show),
    /// Another page of them.
    PageTurned(usize),
    /// The result was read.
    Closed,
    /// Somebody signed in or out, or another server is asked.
    AccessChanged(Access),
    /// The search for a leaked text, or what the server says after the run, is known anew.
    Recorded(Rc<LeakRecord>),
    /// A run of the browser's storage is to be looked at.
    Resumed(Rc<Run>),
    /// The browser does not keep the run with this name.
    NotKept(RunId),
}

/// What the page wants done.
pub enum Effect {
    /// Run this ledger, [`CONCURRENCY`] calls at a time, until `stop` is asked for. It is kept before a call is sent.
    Run {
        /// For the news.
        ticket: Ticket,
        /// Its items, and what became of each so far.
        run: Rc<Run>,
        /// The request to stop.
        stop: CancellationToken,
    },
    /// Keep what changed of a run, its head included.
    Keep {
        /// The run.
        run: Rc<Run>,
        /// The chunks of its items that changed.
        chunks: BTreeSet<usize>,
    },
    /// This page does not show the run any more; it stays kept.
    LetGo(RunId),
    /// The run is not kept any more.
    Forget(RunId),
    /// Ask a run to stop.
    Stop(CancellationToken),
    /// Tell the list what was proved.
    Tell(Vec<ObservedState>),
    /// Move the cursor to the field for the count.
    FocusCount,
    /// Move the cursor to the run.
    FocusRun,
    /// The same, if what had it is gone.
    FocusRunIfLost,
}

type Step = Option<(BulkPage, Vec<Effect>)>;

impl BulkPage {
    /// Whether calls are under way.
    #[must_use]
    pub fn is_going(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.is_going())
    }

    /// Whether leaving the document now would leave calls without anybody who reads the answers, or something open.
    #[must_use]
    pub fn asks_before_leaving(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.is_open())
    }

    fn asked(&self, plan: Plan) -> Step {
        if plan.items.is_empty() || self.is_going() {
            return None;
        }
        let open =
            |run: &Rc<Run>| run.bulk.how_many_again(Again::Unknown) + run.bulk.how_many_again(Again::Refused);
        let discarded = self.run.as_ref().filter(|run| !run.plan.takes_in(&plan));
        let discards = discarded.map_or(0, open);
        let confirm = Confirm { plan, typed: String::new(), discards, miscounted: false };
        // Names that can be unfolded come before it.
        let effects = if confirm.needs_count() { vec![Effect::FocusCount] } else { Vec::new() };
        Some((Self { confirm: Some(confirm), ..self.clone() }, effects))
    }

    fn confirmed(&self, at: Timestamp, id: RunId) -> Step {
        let confirm = self.confirm.as_ref()?;
        if self.is_going() {
            return None;
        }
        if !confirm.is_sure() {
            let confirm = Some(Confirm { miscounted: true, ..confirm.clone() });
            return Some((Self { confirm, ..self.clone() }, vec![Effect::FocusCount]));
        }
        let plan = confirm.plan.clone();
        let identifiers = plan.items.iter().map(|named| named.identifier.clone());
        let run = match self.run.as_deref().filter(|run| run.plan.takes_in(&plan)) {
            Some(run) => {
                let mut bulk = run.bulk.clone();
                bulk.add(identifiers);
                Run { plan: run.plan.with(&plan), bulk, ..run.clone() }
            }
            None => Run::new(id, Bulk::new(plan.state, identifiers), plan, at),
        };
        Some(Self { confirm: None, ..self.clone() }.going(run))
    }

    /// Sends `run` off, whatever it is to do.
    fn going(self, run: Run) -> (Self, Vec<Effect>) {
        let (ticket, stop) = (self.ticket.next(), CancellationToken::new());
        let mut run = Run {
            phase: Phase::Going(ticket),
            rest_until: None,
            signed_out: false,
            is_interrupted: false,
            is_not_kept: false,
            stop: stop.clone(),
            ..run
        };
        if run.plan.scope == Scope::Leaked {
            run.leak = self.leak.clone().or(run.leak);
        }
        if let Some(Access { server, client_id }) = &self.access {
            run.server = server.clone();
            run.sent_by(client_id.as_ref());
        }
        let run = Rc::new(run);
        let mut effects = self.let_go(&run.id);
        // The button that was pressed is gone from now on.
        effects.extend([Effect::Run { ticket, run: run.clone(), stop }, Effect::FocusRun]);
        (Self { ticket, run: Some(run), ..self }, effects)
    }

    /// What follows when the run with this name takes the place of the present one.
    fn let_go(&self, next: &RunId) -> Vec<Effect> {
        let before = self.run.as_ref().filter(|run| run.id != *next);
        before.map(|run| Effect::LetGo(run.id.clone())).into_iter().collect()
    }

    fn again(&self, again: Again) -> Step {
        let mut run = self.idle()?;
        if run.hindrance(self.access.as_ref(), again).is_some() {
            return None;
        }
        (run.bulk.ask_again(again) > 0).then(|| self.clone().going(run))
    }

    fn resumed(&self, run: &Rc<Run>) -> Step {
        if self.is_going() {
            return Some((self.clone(), vec![Effect::LetGo(run.id.clone())]));
        }
        let mut effects = self.let_go(&run.id);
        effects.push(Effect::FocusRun);
        Some((
            Self { run: Some(run.clone()), confirm: None, leak: run.leak.clone(), ..self.clone() },
            effects,
        ))
    }

    fn recorded(&self, leak: Rc<LeakRecord>) -> Step {
        let page = Self { leak: Some(leak.clone()), ..self.clone() };
        match self.run.as_deref().filter(|run| run.plan.scope == Scope::Leaked) {
            None => Some((page, Vec::new())),
            Some(run) => {
                let run = Rc::new(Run { leak: Some(leak), ..run.clone() });
                let effect = Effect::Keep { run: run.clone(), chunks: BTreeSet::new() };
                Some((Self { run: Some(run), ..page }, vec![effect]))
            }
        }
    }

    fn closed(&self) -> Step {
        let run = self.idle()?;
        let page = Self { run: None, leak: None, ..self.clone() };
        let effect = if run.is_all_as_asked() { Effect::Forget(run.id) } else { Effect::LetGo(run.id) };
        Some((page, vec![effect, Effect::FocusRun]))
    }

    fn stop(&self, signed_out: bool) -> Step {
        let Phase::Going(ticket) = self.run.as_ref()?.phase else { return None };
        self.with_run(|run| {
            let effects = vec![Effect::Stop(run.stop.clone())];
            (Run { phase: Phase::Stopping(ticket), signed_out, ..run }, effects)
        })
    }

    fn undo(&self) -> Step {
        let run = self.idle()?;
        if run.hindrance(self.access.as_ref(), Again::Refused).is_some() {
            return None;
        }
        self.asked(Plan::new(run.plan.state.opposite(), Scope::Undo, run.changed().cloned()))
    }

    /// The run, unless it goes on.
    fn idle(&self) -> Option<Run> {
        self.run.as_deref().filter(|run| !run.is_going()).cloned()
    }

    fn with_run(&self, change: impl FnOnce(Run) -> (Run, Vec<Effect>)) -> Step {
        let (run, effects) = change(self.run.as_deref()?.clone());
        Some((Self { run: Some(Rc::new(run)), ..self.clone() }, effects))
    }

    /// The same page; what changed of the run is kept first.
    fn keeping(self, chunks: BTreeSet<usize>, mut effects: Vec<Effect>) -> (Self, Vec<Effect>) {
        if let Some(run) = &self.run {
            effects.insert(0, Effect::Keep { run: run.clone(), chunks });
        }
        (self, effects)
    }

    fn is_current(&self, ticket: Ticket) -> bool {
        self.run
            .as_ref()
            .is_some_and(|run| matches!(run.phase, Phase::Going(it) | Phase::Stopping(it) if it == ticket))
    }
}

impl Model for BulkPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl BulkPage {
    fn stepped(&self, action: Action) -> Step {
        match action {
            Action::Asked(plan) => self.asked(plan),
            Action::CountTyped(typed) => {
                let confirm = Confirm { typed, miscounted: false, ..self.confirm.clone()? };
                Some((Self { confirm: Some(confirm), ..self.clone() }, Vec::new()))
            }
            Action::Confirmed(at, id) => self.confirmed(at, id),
            Action::Cancelled => {
                self.confirm.as_ref()?;
                Some((Self { confirm: None, ..self.clone() }, Vec::new()))
            }
            Action::Sent(ticket, _) | Action::Progressed { ticket, .. } | Action::Ended { ticket, .. }
                if !self.is_current(ticket) =>
            {
                None
            }
            Action::Sent(_, client_id) => {
                let is_known = self.run.as_ref()?.senders.contains(&client_id);
                (!is_known).then_some(())?;
                self.with_run(|mut run| {
                    run.sent_by(Some(&client_id));
                    (run, Vec::new())
                })
                .map(|(page, effects)| page.keeping(BTreeSet::new(), effects))
            }
            Action::Progressed { changes, rest_until, at, .. } => {
                let chunks = changes.iter().map(|(index, _)| index / stored_run::CHUNK).collect();
                self.with_run(|mut run| {
                    let effects = run.follow(changes, at);
                    let rest_until = rest_until.or(run.rest_until);
                    (Run { rest_until, ..run }, effects)
                })
                .map(|(page, effects)| page.keeping(chunks, effects))
            }
            Action::Ended { ended, at, .. } => self
                .with_run(|mut run| {
                    run.timeline.note(at, run.counts());
                    let mut effects = run.tell(at);
                    effects.push(Effect::FocusRunIfLost);
                    let run = Run { phase: Phase::Over(ended), rest_until: None, latest: at, ..run };
                    (run, effects)
                })
                .map(|(page, effects)| page.keeping(BTreeSet::new(), effects)),
            Action::StopAsked => self.stop(false),
            Action::SignedOut => self.stop(true),
            Action::AgainAsked(again) => self.again(again),
            Action::UndoAsked => self.undo(),
            Action::ListView(show) => self.with_run(|run| (Run { show, page: 0, ..run }, Vec::new())),
            Action::PageTurned(page) => self.with_run(|run| (Run { page, ..run }, Vec::new())),
            Action::Closed => self.closed(),
            Action::AccessChanged(access) => {
                let access = Some(access).filter(|access| self.access.as_ref() != Some(access))?;
                Some((Self { access: Some(access), ..self.clone() }, Vec::new()))
            }
            Action::Recorded(leak) => self.recorded(leak),
            Action::Resumed(run) => self.resumed(&run),
            Action::NotKept(id) => {
                self.run.as_ref().filter(|run| run.id == id && !run.is_not_kept)?;
                self.with_run(|run| (Run { is_not_kept: true, ..run }, Vec::new()))
            }
        }
    }
}

/// Why a run that is over did not come to its end.
#[must_use]
pub const fn halted(run: &Run) -> Option<&Problem> {
    match &run.phase {
        Phase::Over(Ended::Halted(problem)) => Some(problem),
        _ => None,
    }
}
