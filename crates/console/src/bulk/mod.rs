//! One switch for many API secrets: confirmed by count and name, watched, stopped, resumed, tried
//! again and undone.
//!
//! The ledger is the client's; this keeps a copy of it from the run's events, a handful at a time, so
//! that ten thousand answers are a few hundred steps.

mod plan;
mod run;
mod timeline;

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use latchboard_client::CancellationToken;
pub use latchboard_client::bulk::{Again, CONCURRENCY};
use latchboard_client::bulk::{Bulk, Ended, Item};

use crate::api_secrets::ObservedState;
use crate::leak_record::LeakRecord;
use crate::named::Named;
use crate::{Changed, Effects, Model, Ticket, Timestamp};

pub use plan::{Confirm, LeftOut, MOST_WITHOUT_COUNT, NAMES_SHOWN, Plan, Scope};
pub use run::{Access, CHUNK, Headline, Hindrance, PAGE_ROWS, Phase, Run, RunId, Show, halted, moment};
pub use timeline::{Sample, Timeline};

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
    /// What calls proved of states, and nobody has taken yet.
    observed: Vec<ObservedState>,
    ticket: Ticket,
}

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
    /// A second of a run went by without any.
    Ticked {
        ticket: Ticket,
        at: Timestamp,
    },
    /// News of a run, those of a moment together.
    Progressed {
        ticket: Ticket,
        /// The items that changed, the latest state of each last.
        changes: Vec<(usize, Item)>,
        /// The server asked for a rest.
        rest_until: Option<Timestamp>,
        at: Timestamp,
    },
    /// A run is over; all its news came before.
    Ended {
        ticket: Ticket,
        ended: Ended,
        at: Timestamp,
    },
    /// Nothing more is to be sent.
    StopAsked,
    /// Whoever was signed in is not any more, and the list is gone.
    SignedOut,
    /// The session is worth nothing any more; the list stays.
    SessionExpired,
    /// These are to be asked for once more.
    AgainAsked(Again),
    /// What the run changed is to be taken back.
    UndoAsked,
    /// Other rows are to be looked at.
    ListView(Show),
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
        /// News with another one are of a run before.
        ticket: Ticket,
        /// Its items, and what became of each so far.
        run: Rc<Run>,
        /// The request to stop.
        stop: CancellationToken,
    },
    /// Keep what changed of a run, its head included.
    Keep {
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
    /// Move the cursor to the field for the count.
    FocusCount,
    /// Move the cursor to the run.
    FocusRun,
    /// The same, if what had it is gone.
    FocusRunIfLost,
}

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

    /// What calls have proved of states since this was asked last: for a list that shows them.
    pub fn take_observed(&mut self) -> Vec<ObservedState> {
        std::mem::take(&mut self.observed)
    }

    fn asked(&mut self, plan: Plan, effects: &mut Effects<Effect>) -> Option<Changed> {
        if plan.items.is_empty() || self.is_going() {
            return None;
        }
        let open =
            |run: &Rc<Run>| run.bulk.how_many_again(Again::Unknown) + run.bulk.how_many_again(Again::Refused);
        let discarded = self.run.as_ref().filter(|run| !run.plan.takes_in(&plan));
        let discards = discarded.map_or(0, open);
        let confirm = Confirm { plan, typed: String::new(), discards, miscounted: false };
        // Names that can be unfolded come before it.
        effects.extend(confirm.needs_count().then_some(Effect::FocusCount));
        self.confirm = Some(confirm);
        Some(Changed)
    }

    fn confirmed(&mut self, at: Timestamp, id: RunId, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.is_going() {
            return None;
        }
        let confirm = self.confirm.as_mut()?;
        if !confirm.is_sure() {
            confirm.miscounted = true;
            effects.push(Effect::FocusCount);
            return Some(Changed);
        }
        let plan = self.confirm.take()?.plan;
        let identifiers = plan.items.iter().map(|named| named.identifier.clone());
        let run = match self.run.as_deref().filter(|run| run.plan.takes_in(&plan)) {
            Some(run) => {
                let mut run = run.clone();
                let these = identifiers.clone().collect();
                run.bulk.add(identifiers);
                run.bulk.ask_anew(&these);
                run.plan = run.plan.with(&plan);
                run
            }
            None => Run::new(id, Bulk::new(plan.state, identifiers), plan, at),
        };
        self.send(run, effects);
        Some(Changed)
    }

    /// Sends `run` off, whatever it is to do.
    fn send(&mut self, mut run: Run, effects: &mut Effects<Effect>) {
        let stop = CancellationToken::new();
        self.ticket = self.ticket.next();
        (run.phase, run.heard_at) = (Phase::Going(self.ticket), None);
        run.rest_until = None;
        (run.signed_out, run.is_interrupted, run.is_not_kept) = (false, false, false);
        run.is_orphaned = false;
        run.stop = stop.clone();
        if run.plan.scope == Scope::Leaked {
            run.leak = self.leak.clone().or(run.leak);
            // A new attempt makes what the server said before it old news.
            if let Some(leak) = run.leak.as_mut().filter(|leak| leak.proof.is_some()) {
                let planned: HashSet<_> = run.plan.items.iter().map(|named| &named.identifier).collect();
                let leak = Rc::make_mut(leak);
                leak.proof = None;
                // What was off before and is on again is among those that calls are sent for.
                let is_off = |named: &&Named| !planned.contains(&named.identifier);
                leak.off_when_found = leak.off_when_found.iter().filter(is_off).cloned().collect();
            }
        }
        if let Some(Access { server, client_id, tenant }) = &self.access {
            run.server = server.clone();
            run.tenant.clone_from(tenant);
            run.sent_by(client_id.as_ref());
        }
        let run = Rc::new(run);
        self.let_go(&run.id, effects);
        effects.push(Effect::Run { ticket: self.ticket, run: run.clone(), stop });
        // The button that was pressed is gone from now on.
        effects.push(Effect::FocusRun);
        self.run = Some(run);
    }

    /// What follows when the run with this name takes the place of the present one.
    fn let_go(&self, next: &RunId, effects: &mut Effects<Effect>) {
        let before = self.run.as_ref().filter(|run| run.id != *next);
        effects.extend(before.map(|run| Effect::LetGo(run.id.clone())));
    }

    fn again(&mut self, again: Again, effects: &mut Effects<Effect>) -> Option<Changed> {
        let run = self.idle()?;
        if run.hindrance(self.access.as_ref(), again).is_some() {
            return None;
        }
        let mut run = Run::clone(run);
        if run.bulk.ask_again(again) == 0 {
            return None;
        }
        self.send(run, effects);
        Some(Changed)
    }

    fn resumed(&mut self, run: Rc<Run>, effects: &mut Effects<Effect>) {
        if self.is_going() {
            return effects.push(Effect::LetGo(run.id.clone()));
        }
        self.let_go(&run.id, effects);
        effects.push(Effect::FocusRun);
        (self.confirm, self.leak) = (None, run.leak.clone());
        self.run = Some(run);
    }

    fn recorded(&mut self, leak: Rc<LeakRecord>, effects: &mut Effects<Effect>) {
        if let Some(run) = self.run.as_mut().filter(|run| run.plan.scope == Scope::Leaked) {
            Rc::make_mut(run).leak = Some(leak.clone());
            effects.push(Effect::Keep { run: run.clone(), chunks: BTreeSet::new() });
        }
        self.leak = Some(leak);
    }

    fn closed(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (id, is_done) = self.idle().map(|run| (run.id.clone(), run.is_all_as_asked()))?;
        (self.run, self.leak) = (None, None);
        effects.push(if is_done { Effect::Forget(id) } else { Effect::LetGo(id) });
        effects.push(Effect::FocusRun);
        Some(Changed)
    }

    fn stop(&mut self, signed_out: bool, effects: &mut Effects<Effect>) -> Option<Changed> {
        let Phase::Going(ticket) = self.run.as_ref()?.phase else { return None };
        let run = Rc::make_mut(self.run.as_mut()?);
        (run.phase, run.signed_out) = (Phase::Stopping(ticket), signed_out);
        effects.push(Effect::Stop(run.stop.clone()));
        Some(Changed)
    }

    /// A question names what the access key saw; and no other list hears of the run.
    fn signed_out(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let was_asked = self.confirm.take().is_some();
        let Some(run) = &mut self.run else { return was_asked.then_some(Changed) };
        Rc::make_mut(run).is_orphaned = true;
        self.stop(true, effects);
        Some(Changed)
    }

    fn undo(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let run = self.idle()?;
        if run.hindrance(self.access.as_ref(), Again::Refused).is_some() {
            return None;
        }
        let plan = Plan::new(run.plan.state.opposite(), Scope::Undo, run.changed().cloned());
        let exposed = if run.plan.scope == Scope::Leaked { plan.items.len() } else { 0 };
        let plan = plan.exposing(exposed);
        self.asked(plan, effects)
    }

    /// The run, unless it goes on.
    fn idle(&self) -> Option<&Rc<Run>> {
        self.run.as_ref().filter(|run| !run.is_going())
    }

    /// The run with this ticket, to be changed while it goes on.
    fn going(&mut self, ticket: Ticket) -> Option<&mut Run> {
        let is_it =
            |run: &&mut Rc<Run>| matches!(run.phase, Phase::Going(it) | Phase::Stopping(it) if it == ticket);
        self.run.as_mut().filter(is_it).map(Rc::make_mut)
    }

    fn keep(&self, chunks: BTreeSet<usize>, effects: &mut Effects<Effect>) {
        effects.extend(self.run.clone().map(|run| Effect::Keep { run, chunks }));
    }
}

impl Model for BulkPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Asked(plan) => return self.asked(plan, effects),
            Action::CountTyped(typed) => {
                let confirm = self.confirm.as_mut()?;
                (confirm.typed, confirm.miscounted) = (typed, false);
            }
            Action::Confirmed(at, id) => return self.confirmed(at, id, effects),
            Action::Cancelled => drop(self.confirm.take()?),
            Action::Sent(ticket, client_id) => {
                let is_known = self.run.as_ref()?.senders.contains(&client_id);
                let run = self.going(ticket).filter(|_| !is_known)?;
                run.sent_by(Some(&client_id));
                self.keep(BTreeSet::new(), effects);
            }
            Action::Progressed { ticket, changes, rest_until, at } => {
                let run = self.going(ticket)?;
                let chunks = changes.iter().map(|(index, _)| index / CHUNK).collect();
                run.follow(changes, at);
                run.rest_until = rest_until.or(run.rest_until);
                let observed = run.take_observed(at, false);
                self.observed.extend(observed);
                self.keep(chunks, effects);
            }
            Action::Ticked { ticket, at } => {
                self.going(ticket)?.tick(at);
            }
            Action::Ended { ticket, ended, at } => {
                let run = self.going(ticket)?;
                run.timeline.note(at, run.counts());
                (run.phase, run.rest_until, run.latest) = (Phase::Over(ended), None, at);
                let observed = run.take_observed(at, true);
                self.observed.extend(observed);
                self.keep(BTreeSet::new(), effects);
                effects.push(Effect::FocusRunIfLost);
            }
            Action::StopAsked => return self.stop(false, effects),
            Action::SignedOut => return self.signed_out(effects),
            Action::SessionExpired => return self.stop(true, effects),
            Action::AgainAsked(again) => return self.again(again, effects),
            Action::UndoAsked => return self.undo(effects),
            Action::ListView(show) => {
                let run = Rc::make_mut(self.run.as_mut()?);
                (run.show, run.page) = (show, 0);
            }
            Action::PageTurned(page) => Rc::make_mut(self.run.as_mut()?).page = page,
            Action::Closed => return self.closed(effects),
            Action::AccessChanged(access) => {
                if self.access.as_ref() == Some(&access) {
                    return None;
                }
                self.access = Some(access);
            }
            Action::Recorded(leak) => self.recorded(leak, effects),
            Action::Resumed(run) => self.resumed(run, effects),
            Action::NotKept(id) => {
                let run = self.run.as_mut().filter(|run| run.id == id && !run.is_not_kept)?;
                Rc::make_mut(run).is_not_kept = true;
            }
        }
        Some(Changed)
    }
}
