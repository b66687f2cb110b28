//! One switch for many API secrets: confirmed by count and name, watched, stopped, resumed, tried
//! again and undone.
//!
//! The ledger is the client's; this keeps a copy of it from the run's events, a handful at a time, so
//! that ten thousand answers are a few hundred steps.

use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

pub use latchboard_client::bulk::{Again, CONCURRENCY};
use latchboard_client::bulk::{Bulk, Counts, Ended, Item, Progress};
use latchboard_client::{State, Stop, Verdict};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

pub use crate::api_secrets::Learned;
use crate::api_secrets::Target;
pub use crate::bulk_timeline::{Sample, Timeline};
use crate::{Model, Ticket, Timestamp};

/// Up to so many are switched at a press; for more their count is typed, so that nobody switches
/// thousands off who meant a few.
pub const MOST_WITHOUT_COUNT: usize = 20;

/// Names that the question shows; the rest is a number.
pub const NAMES_SHOWN: usize = 8;

/// Rows of the table of verdicts that are drawn at a time.
pub const PAGE_ROWS: usize = 50;

/// Milliseconds between what a run tells the list: nobody looks at both, and the list has more to do with it.
const TELL_EVERY: u64 = 2_000;

/// An API secret as a run names it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

impl Plan {
    /// A plan; an API secret that is named twice is taken once, at its first place.
    #[must_use]
    pub fn new(state: State, scope: Scope, items: impl IntoIterator<Item = Named>) -> Self {
        let mut seen = HashSet::new();
        let items = items.into_iter().filter(|named| seen.insert(named.identifier.clone())).collect();
        Self { state, scope, items }
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
    /// Verdicts of the run before that are open, and gone once this one begins.
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

/// A run and what became of it so far.
#[derive(Clone)]
pub struct Run {
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
    /// What was proved, and the list does not know yet.
    untold: Vec<Learned>,
    told_at: Timestamp,
    stop: Stop,
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
    fn new(bulk: Bulk, plan: Plan, at: Timestamp) -> Self {
        let timeline = Timeline::begun(at, bulk.counts());
        Self {
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
            untold: Vec::new(),
            told_at: at,
            stop: Stop::new(),
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

    fn follow(&mut self, changes: Vec<(usize, Item)>, at: Timestamp) -> Vec<Effect> {
        for (index, item) in changes {
            if let (Some(named), Some((state, at))) = (self.plan.items.get(index), self.proved(&item)) {
                self.untold.push(Learned { identifier: named.identifier.clone(), state, at });
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
    ticket: Ticket,
}

/// What can happen.
pub enum Action {
    /// Somebody wants these switched.
    Asked(Plan),
    /// Somebody typed into the field for the count.
    CountTyped(String),
    /// The question was answered with yes; and when.
    Confirmed(Timestamp),
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
    Shown(Show),
    /// Another page of them.
    PageTurned(usize),
    /// The result was read.
    Closed,
}

/// What the page wants done.
pub enum Effect {
    /// Run this ledger, [`CONCURRENCY`] calls at a time, until `stop` is asked for.
    Run {
        /// For the news.
        ticket: Ticket,
        /// A copy of the ledger.
        bulk: Bulk,
        /// The request to stop.
        stop: Stop,
    },
    /// Ask a run to stop.
    Stop(Stop),
    /// Tell the list what was proved.
    Tell(Vec<Learned>),
    /// Move the cursor to the field for the count.
    FocusCount,
    /// Move the cursor to the run.
    FocusRun,
    /// The same, if what had it is gone.
    FocusRunIfLost,
}

type Step = Option<(BulkPage, Vec<Effect>)>;

impl BulkPage {
    /// Whether leaving the document now would leave calls without anybody who reads the answers.
    #[must_use]
    pub fn asks_before_leaving(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.is_going())
    }

    fn asked(&self, plan: Plan) -> Step {
        if plan.items.is_empty() || self.asks_before_leaving() {
            return None;
        }
        let open =
            |run: &Rc<Run>| run.bulk.how_many_again(Again::Unknown) + run.bulk.how_many_again(Again::Refused);
        let discarded = self.run.as_ref().filter(|run| !run.plan.takes_in(&plan));
        let discards = discarded.map_or(0, open);
        let confirm = Some(Confirm { plan, typed: String::new(), discards, miscounted: false });
        Some((Self { confirm, ..self.clone() }, Vec::new()))
    }

    fn confirmed(&self, at: Timestamp) -> Step {
        let confirm = self.confirm.as_ref()?;
        if self.asks_before_leaving() {
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
            None => Run::new(Bulk::new(plan.state, identifiers), plan, at),
        };
        Some(Self { confirm: None, ..self.clone() }.going(run))
    }

    /// Sends `run` off, whatever it is to do.
    fn going(self, run: Run) -> (Self, Vec<Effect>) {
        let (ticket, stop) = (self.ticket.next(), Stop::new());
        let effect = Effect::Run { ticket, bulk: run.bulk.clone(), stop: stop.clone() };
        let run = Run { phase: Phase::Going(ticket), rest_until: None, signed_out: false, stop, ..run };
        // The button that was pressed is gone from now on.
        (Self { ticket, run: Some(Rc::new(run)), ..self }, vec![effect, Effect::FocusRun])
    }

    fn again(&self, again: Again) -> Step {
        let mut run = self.idle()?;
        (run.bulk.ask_again(again) > 0).then(|| self.clone().going(run))
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

    fn is_current(&self, ticket: Ticket) -> bool {
        self.run
            .as_ref()
            .is_some_and(|run| matches!(run.phase, Phase::Going(it) | Phase::Stopping(it) if it == ticket))
    }
}

impl Model for BulkPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Step {
        match action {
            Action::Asked(plan) => self.asked(plan),
            Action::CountTyped(typed) => {
                let confirm = Confirm { typed, miscounted: false, ..self.confirm.clone()? };
                Some((Self { confirm: Some(confirm), ..self.clone() }, Vec::new()))
            }
            Action::Confirmed(at) => self.confirmed(at),
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
                    run.senders.push(client_id);
                    (run, Vec::new())
                })
            }
            Action::Progressed { changes, rest_until, at, .. } => self.with_run(|mut run| {
                let effects = run.follow(changes, at);
                let rest_until = rest_until.or(run.rest_until);
                (Run { rest_until, ..run }, effects)
            }),
            Action::Ended { ended, at, .. } => self.with_run(|mut run| {
                run.timeline.note(at, run.counts());
                let mut effects = run.tell(at);
                effects.push(Effect::FocusRunIfLost);
                let run = Run { phase: Phase::Over(ended), rest_until: None, latest: at, ..run };
                (run, effects)
            }),
            Action::StopAsked => self.stop(false),
            Action::SignedOut => self.stop(true),
            Action::AgainAsked(again) => self.again(again),
            Action::UndoAsked => self.undo(),
            Action::Shown(show) => self.with_run(|run| (Run { show, page: 0, ..run }, Vec::new())),
            Action::PageTurned(page) => self.with_run(|run| (Run { page, ..run }, Vec::new())),
            Action::Closed => {
                self.idle()?;
                Some((Self { run: None, ..self.clone() }, vec![Effect::FocusRun]))
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
