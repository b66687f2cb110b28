//! One switch for many API secrets: a verdict for each, whatever happens.
//!
//! The ledger is written before a call is sent and after it was answered, so a run can be stopped,
//! dropped, resumed or undone at any point, and still no item is switched twice or forgotten. The
//! vault has no batch call: this is many single ones, a few at a time.

use std::collections::HashSet;

use futures_util::stream::{FuturesUnordered, StreamExt};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::retry;
use crate::stop::Stop;
use crate::vault::{State, SwitchReport, Vault};
use crate::{Transport, Verdict};

/// Calls under way at a time, unless the user says otherwise: what appliances are known to bear.
pub const CONCURRENCY: usize = 4;

/// So many calls in a row without an answer, and the run halts: the server is gone, and each further
/// call would only add one more unknown.
const SILENCES_TO_HALT: usize = 8;

/// One switch for a set of API secrets, and what became of each.
pub struct Bulk {
    state: State,
    items: Vec<Item>,
    counts: Counts,
    /// Where the next run looks for work: everything before has a verdict.
    next: usize,
}

struct Item {
    identifier: Identifier,
    progress: Progress,
    /// An attempt of an earlier round had no answer.
    lost_reply: bool,
}

enum Progress {
    /// Never sent, as far as this ledger knows.
    Waiting,
    /// Sent; whether an answer came is not written yet.
    Sent,
    /// Over.
    Over(Verdict<()>),
}

/// How many items are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not begun.
    pub waiting: usize,
    /// Sent, not answered yet.
    pub under_way: usize,
    /// Done.
    pub done: usize,
    /// Already so.
    pub already_so: usize,
    /// Refused.
    pub refused: usize,
    /// Not attempted, for a reason of their own.
    pub not_attempted: usize,
    /// Unknown.
    pub unknown: usize,
}

impl Counts {
    fn of(&mut self, progress: &Progress) -> &mut usize {
        match progress {
            Progress::Waiting => &mut self.waiting,
            Progress::Sent => &mut self.under_way,
            Progress::Over(verdict) => match verdict {
                Verdict::Done(()) => &mut self.done,
                Verdict::AlreadySo => &mut self.already_so,
                Verdict::Refused(_) => &mut self.refused,
                Verdict::NotAttempted(_) => &mut self.not_attempted,
                Verdict::Unknown(_) => &mut self.unknown,
            },
        }
    }
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Every item has a verdict.
    Complete,
    /// The user asked.
    Stopped,
    /// Going on had no point: the sign-in is dead, or the server does not answer.
    Halted(Problem),
}

/// What is reported while a run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The item that changed, by its place.
    pub index: usize,
    /// All items.
    pub counts: Counts,
}

impl Bulk {
    /// A run that has not begun. An identifier that is named twice is taken once, at its first place.
    #[must_use]
    pub fn new(state: State, identifiers: impl IntoIterator<Item = Identifier>) -> Self {
        let mut seen = HashSet::new();
        let items: Vec<_> = identifiers
            .into_iter()
            .filter(|identifier| seen.insert(identifier.clone()))
            .map(|identifier| Item { identifier, progress: Progress::Waiting, lost_reply: false })
            .collect();
        let counts = Counts { waiting: items.len(), ..Counts::default() };
        Self { state, items, counts, next: 0 }
    }

    /// The state that is asked for.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How many items are where.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// All items in order, each with exactly one verdict: what was not begun was *not attempted*, and
    /// what was sent by a run that is gone is *unknown*.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Identifier, Verdict<()>)> {
        self.items.iter().map(|item| (&item.identifier, item.verdict(self.state)))
    }

    /// Switches everything that has no verdict yet, at most `concurrency` at a time, until all is
    /// done or `stop` is asked for; then nothing more is sent, and what is under way is waited for.
    /// Call it again to go on.
    pub async fn run<T: Transport>(
        &mut self,
        vault: &Vault<T>,
        concurrency: usize,
        stop: &Stop,
        mut report: impl FnMut(Event),
    ) -> Ended {
        // What an earlier run sent and never heard of is asked again: a switch changes nothing twice.
        for index in 0..self.items.len() {
            if matches!(self.items[index].progress, Progress::Sent) {
                self.items[index].lost_reply = true;
                self.set(index, Progress::Waiting);
            }
        }
        self.next = 0;
        let (state, halt) = (self.state, Stop::new());
        let mut halted = None;
        let mut silences = 0;
        let mut under_way = FuturesUnordered::new();
        loop {
            while under_way.len() < concurrency.max(1) && !stop.is_asked() && !halt.is_asked() {
                let Some(index) = self.take_next() else { break };
                let identifier = self.items[index].identifier.clone();
                let stop = stop.clone();
                under_way.push(async move { (index, vault.switch_until(&identifier, state, &stop).await) });
                self.set(index, Progress::Sent);
                report(Event { index, counts: self.counts });
            }
            let Some((index, SwitchReport { verdict, lost_reply })) = under_way.next().await else { break };
            silences = if is_silence(&verdict) { silences + 1 } else { 0 };
            if let Some(problem) = hopeless(&verdict, silences) {
                halted.get_or_insert(problem);
                halt.ask();
            }
            self.settle(index, verdict, lost_reply);
            report(Event { index, counts: self.counts });
        }
        match halted {
            Some(problem) => Ended::Halted(problem),
            None if self.counts.waiting > 0 => Ended::Stopped,
            None => Ended::Complete,
        }
    }

    /// Takes the verdict back from every item that is not as asked, so that the next run asks for
    /// them again. Answers how many.
    pub fn retry_failed(&mut self) -> usize {
        let failed = |item: &Item| {
            !matches!(
                item.progress,
                Progress::Waiting | Progress::Over(Verdict::Done(()) | Verdict::AlreadySo)
            )
        };
        let indexes: Vec<_> = (0..self.items.len()).filter(|index| failed(&self.items[*index])).collect();
        for &index in &indexes {
            let item = &mut self.items[index];
            item.lost_reply |= matches!(item.progress, Progress::Sent | Progress::Over(Verdict::Unknown(_)));
            self.set(index, Progress::Waiting);
        }
        indexes.len()
    }

    /// The run that takes back exactly what this one is known to have changed.
    #[must_use]
    pub fn undo(&self) -> Self {
        let changed =
            self.items.iter().filter(|item| matches!(item.progress, Progress::Over(Verdict::Done(()))));
        Self::new(self.state.opposite(), changed.map(|item| item.identifier.clone()))
    }

    /// Items of which nobody can say whether this run changed them: the answer was lost, and what
    /// was asked afterwards only says that the state is as asked, or nothing.
    pub fn perhaps_changed(&self) -> impl Iterator<Item = &Identifier> {
        let perhaps = |item: &&Item| match &item.progress {
            Progress::Over(Verdict::Unknown(_)) | Progress::Sent => true,
            Progress::Over(Verdict::Done(())) => false,
            Progress::Over(_) | Progress::Waiting => item.lost_reply,
        };
        self.items.iter().filter(perhaps).map(|item| &item.identifier)
    }

    fn take_next(&mut self) -> Option<usize> {
        let rest = self.items.get(self.next..)?;
        let index = self.next + rest.iter().position(|item| matches!(item.progress, Progress::Waiting))?;
        self.next = index + 1;
        Some(index)
    }

    fn settle(&mut self, index: usize, verdict: Verdict<()>, lost_reply: bool) {
        let item = &mut self.items[index];
        // A refusal now says nothing about an attempt of an earlier round.
        let verdict = match verdict {
            Verdict::Refused(problem) | Verdict::NotAttempted(problem)
                if item.lost_reply && problem.code != Code::NotFound =>
            {
                Verdict::Unknown(problem)
            }
            verdict => verdict,
        };
        item.lost_reply |= lost_reply;
        self.set(index, Progress::Over(verdict));
    }

    fn set(&mut self, index: usize, progress: Progress) {
        *self.counts.of(&self.items[index].progress) -= 1;
        *self.counts.of(&progress) += 1;
        self.items[index].progress = progress;
    }
}

impl Item {
    fn verdict(&self, state: State) -> Verdict<()> {
        let endpoint = match state {
            State::Active => EndpointId::Activate,
            State::Inactive => EndpointId::Deactivate,
        };
        match &self.progress {
            Progress::Over(verdict) => verdict.clone(),
            Progress::Sent => Verdict::Unknown(Problem::local(endpoint, Code::ConnectionFailed)),
            Progress::Waiting if self.lost_reply => {
                Verdict::Unknown(Problem::local(endpoint, Code::ConnectionFailed))
            }
            Progress::Waiting => Verdict::NotAttempted(Problem::local(endpoint, Code::Stopped)),
        }
    }
}

fn is_silence(verdict: &Verdict<()>) -> bool {
    verdict.problem().is_some_and(|problem| problem.status.is_none() && retry::passes(problem))
}

/// Why the whole run should end with this verdict, if it should.
fn hopeless(verdict: &Verdict<()>, silences: usize) -> Option<Problem> {
    let problem = verdict.problem()?;
    // Without a token no call can be made; the next item would only hear the same.
    let no_token = problem.endpoint == EndpointId::Token || problem.code == Code::NotAuthorised;
    (no_token || silences >= SILENCES_TO_HALT).then(|| problem.clone())
}
