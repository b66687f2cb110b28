//! One switch for many API secrets: a verdict for each, whatever happens.
//!
//! The ledger is written before a call is sent and after it was answered, so a run can be stopped,
//! dropped, resumed or undone at any point, and still no item is switched twice or forgotten. The
//! vault has no batch call: this is many single ones, a few at a time.
//!
//! A copy of a ledger is cheap, and so is keeping it up to date from the events of a run: whoever
//! shows a run holds a copy of their own.

use std::collections::{BinaryHeap, HashSet};
use std::future::ready;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;

use crate::cancellation::CancellationToken;
use crate::vault::{Limits, State, SwitchKey, SwitchReport, Vault};
use crate::{Transport, Verdict, repeat, retry};

/// Calls under way at a time, unless the user says otherwise: what appliances are known to bear.
pub const CONCURRENCY: usize = 4;

/// So many calls in a row without an answer, and the run halts: the server is gone, and each further
/// call would only add one more unknown.
const SILENCES_TO_HALT: usize = 8;

/// So many rests in a row that helped nobody, and the run halts: the limit is not one that passes.
const MOST_RESTS: u32 = 6;

/// Items that are copied together when one of them changes while somebody holds a copy of the
/// ledger: large enough that a copy of 10,000 is a few hundred counters, small enough that a change
/// is a few kilobytes.
const CHUNK: usize = 64;

/// One switch for a set of API secrets, and what became of each.
#[derive(Clone)]
pub struct Bulk {
    state: State,
    identifiers: Rc<[Identifier]>,
    /// Shared with the copies, [`CHUNK`] by [`CHUNK`].
    chunks: Vec<Rc<[Item]>>,
    counts: Counts,
    /// Where the next run looks for work: nothing before waits.
    next: usize,
}

/// How far one API secret of a run has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    progress: Progress,
    /// An attempt had no answer.
    lost_reply: bool,
    /// The key of an attempt that was sent and not answered, where the server takes one. The same call under the same
    /// key finds out what became of it, so it does not count as a lost reply.
    key: Option<IdempotencyKey>,
    sent_at: Option<Duration>,
    over_at: Option<Duration>,
}

/// Where an item stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Not sent, as far as this ledger knows.
    #[default]
    Waiting,
    /// Sent; whether an answer came is not written yet.
    Sent,
    Over(Verdict<()>),
}

/// Which items are asked for once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// What was never begun, or stopped before it was sent.
    Stopped,
    /// What the server refused, or what could not be sent.
    Refused,
    /// What has no answer to trust.
    Unknown,
}

impl Again {
    /// `None`: it is as it was asked for. A call that had no token that lives, since somebody had signed out or the access key
    /// was revoked, is stopped like those that were not begun.
    #[must_use]
    pub const fn of(verdict: &Verdict<()>) -> Option<Self> {
        match verdict {
            Verdict::Done(()) | Verdict::AlreadySo => None,
            Verdict::Unknown(_) => Some(Self::Unknown),
            Verdict::Refused(problem) | Verdict::NotAttempted(problem)
                if matches!(
                    problem.code,
                    Code::Stopped | Code::NotSignedIn | Code::NotAuthorised | Code::ClientRejected
                ) =>
            {
                Some(Self::Stopped)
            }
            Verdict::Refused(_) | Verdict::NotAttempted(_) => Some(Self::Refused),
        }
    }
}

/// How many items are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: usize,
    /// Sent, not answered yet.
    pub under_way: usize,
    pub done: usize,
    pub already_so: usize,
    pub refused: usize,
    /// Not attempted: for a reason of their own, or after a sign-out.
    pub not_attempted: usize,
    pub unknown: usize,
}

impl Counts {
    /// Items with a verdict, whatever it is.
    #[must_use]
    pub const fn settled(self) -> usize {
        self.done + self.already_so + self.refused + self.not_attempted + self.unknown
    }

    /// With the verdicts that items have when nothing more is sent.
    #[must_use]
    pub const fn at_rest(self) -> Self {
        let not_attempted = self.not_attempted + self.waiting;
        Self { waiting: 0, under_way: 0, not_attempted, unknown: self.unknown + self.under_way, ..self }
    }

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
    Stopped,
    /// Going on had no point: the sign-in is dead, or the server does not answer.
    Halted(Problem),
}

/// What is reported while a run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The item that changed, by its place.
    pub index: usize,
    /// How it stands now, for [`Bulk::follow`].
    pub item: Item,
    pub counts: Counts,
    /// The server wants a rest: until then, by the transport's clock, nothing more is sent.
    pub rest_until: Option<Duration>,
}

impl Bulk {
    /// A run that has not begun. An identifier that is named twice is taken once, at its first place.
    #[must_use]
    pub fn new(state: State, identifiers: impl IntoIterator<Item = Identifier>) -> Self {
        Self::of(state, identifiers.into_iter().collect())
    }

    fn of(state: State, named: Vec<Identifier>) -> Self {
        let mut again = vec![false; named.len()];
        let mut heap: BinaryHeap<_> = named.iter().zip(0_usize..).collect();
        // The same ones come together, and the one with the first place comes last.
        while let Some((identifier, place)) = heap.pop() {
            again[place] = heap.peek().is_some_and(|(next, _)| *next == identifier);
        }
        let once = named.into_iter().zip(again).filter(|(_, again)| !again);
        let identifiers: Rc<[_]> = once.map(|(identifier, _)| identifier).collect();
        let item = Item::default();
        let full = std::iter::repeat_n(CHUNK, identifiers.len() / CHUNK);
        let rest = Some(identifiers.len() % CHUNK).filter(|rest| *rest > 0);
        let chunks = full.chain(rest).map(|length| vec![item.clone(); length].into()).collect();
        let counts = Counts { waiting: identifiers.len(), ..Counts::default() };
        Self { state, identifiers, chunks, counts, next: 0 }
    }

    /// A run as it was kept somewhere; `None` where an API secret comes twice.
    #[must_use]
    pub fn restored(state: State, items: impl IntoIterator<Item = (Identifier, Item)>) -> Option<Self> {
        let (identifiers, items): (Vec<_>, Vec<_>) = items.into_iter().unzip();
        let mut bulk = Self::of(state, identifiers);
        if bulk.len() != items.len() {
            return None;
        }
        for (index, item) in items.into_iter().enumerate() {
            bulk.replace(index, item);
        }
        Some(bulk)
    }

    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How many items are where.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// How many API secrets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.identifiers.len()
    }

    /// Whether there is nothing to switch.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.identifiers.is_empty()
    }

    /// The API secrets in order, each with how far it has come.
    pub fn items(&self) -> impl Iterator<Item = (&Identifier, &Item)> {
        self.identifiers.iter().zip(self.chunks.iter().flat_map(|chunk| chunk.iter()))
    }

    /// The one at this place.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<(&Identifier, &Item)> {
        Some((self.identifiers.get(index)?, self.chunks.get(index / CHUNK)?.get(index % CHUNK)?))
    }

    /// All items in order, each with exactly one verdict: what was not begun was *not attempted*, and
    /// what was sent by a run that is gone is *unknown*.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Identifier, Verdict<()>)> {
        self.items().map(|(identifier, item)| (identifier, item.verdict(self.state)))
    }

    /// Notes what a run of a copy reported.
    pub fn follow(&mut self, index: usize, item: Item) {
        if index < self.len() {
            self.replace(index, item);
        }
    }

    /// Switches everything that has no verdict yet, at most `concurrency` at a time, until all is
    /// done or `stop` is asked for; then nothing more is sent, and what is under way is waited for.
    /// Call it again to go on. Where the server says that it is too much, all calls rest.
    pub async fn run<T: Transport>(
        &mut self,
        vault: &Vault<T>,
        concurrency: usize,
        stop: &CancellationToken,
        report: impl FnMut(Event),
    ) -> Ended {
        self.run_recorded(vault, concurrency, stop, |_| ready(()), report).await
    }

    /// The same; each call waits for what `record` answers for its item's place, so that whoever keeps the ledger
    /// elsewhere can note that the call may have been sent before it is.
    pub async fn run_recorded<T: Transport, R: Future<Output = ()>>(
        &mut self,
        vault: &Vault<T>,
        concurrency: usize,
        stop: &CancellationToken,
        mut record: impl FnMut(usize) -> R,
        mut report: impl FnMut(Event),
    ) -> Ended {
        // What an earlier run sent and never heard of is asked again: a switch changes nothing twice.
        for index in 0..self.len() {
            if matches!(self.chunks[index / CHUNK][index % CHUNK].progress, Progress::Sent) {
                let key = self.chunks[index / CHUNK][index % CHUNK].key.clone();
                self.put_off(index, key.is_none(), key);
                report(self.event(index, None));
            }
        }
        self.next = 0;
        let state = self.state;
        let takes_keys = vault.takes_keys().await;
        let mut halted = None;
        let mut silences = 0;
        let mut rest = Rest::default();
        let mut under_way = FuturesUnordered::new();
        loop {
            let over = stop.is_cancelled() || halted.is_some();
            let now = vault.transport().now();
            let wait = rest.left(now).filter(|_| !over);
            while wait.is_none() && !over && under_way.len() < concurrency.max(1) {
                let Some(index) = self.take_next() else { break };
                let identifier = self.identifiers[index].clone();
                let stop = stop.clone();
                let lost = self.chunks[index / CHUNK][index % CHUNK].key.clone();
                let forgotten = lost.as_ref().is_some_and(|key| !repeat::is_good(key, now));
                let lost = lost.filter(|_| !forgotten);
                let key = match lost.clone() {
                    Some(key) => SwitchKey::Repeated(key),
                    None => SwitchKey::New(takes_keys.then(|| repeat::new_key(now))),
                };
                let sent_under = key.get().cloned();
                let recorded = record(index);
                under_way.push(async move {
                    recorded.await;
                    if stop.is_cancelled() {
                        return (index, Err(lost));
                    }
                    (index, Ok(vault.switch_until(&identifier, state, key, &stop, Limits::Reported).await))
                });
                self.change(index, |item| Item {
                    progress: Progress::Sent,
                    lost_reply: item.lost_reply || forgotten,
                    key: sent_under,
                    sent_at: Some(now),
                    over_at: None,
                });
                report(self.event(index, None));
            }
            // What comes first: an answer, or the end of the rest.
            let answer = match wait {
                Some(pause) if self.counts.waiting > 0 => {
                    let pause = pin!(stop.unless_cancelled(vault.transport().sleep(pause)));
                    if under_way.is_empty() {
                        let _ = pause.await;
                        continue;
                    }
                    match select(under_way.next(), pause).await {
                        Either::Left((answer, _)) => answer,
                        Either::Right(_) => continue,
                    }
                }
                _ => under_way.next().await,
            };
            let Some((index, answer)) = answer else { break };
            let SwitchReport { verdict, lost_reply, key, limited } = match answer {
                Ok(report) => report,
                // It was stopped before it was sent.
                Err(lost) => {
                    self.put_off(index, false, lost);
                    report(self.event(index, None));
                    continue;
                }
            };
            let now = vault.transport().now();
            if let Some(problem) = limited {
                self.put_off(index, lost_reply, key);
                match rest.prolong(&problem, now, vault.transport()) {
                    Some(until) => report(self.event(index, Some(until))),
                    None => {
                        halted.get_or_insert(problem);
                        report(self.event(index, None));
                    }
                }
                continue;
            }
            rest.helped(now);
            silences = if is_silence(&verdict) { silences + 1 } else { 0 };
            if let Some(problem) = hopeless(&verdict, silences) {
                halted.get_or_insert(problem);
            }
            self.settle(index, verdict, lost_reply, key, now);
            report(self.event(index, None));
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
        self.take_back(|item| {
            !matches!(
                item.progress,
                Progress::Waiting | Progress::Over(Verdict::Done(()) | Verdict::AlreadySo)
            )
        })
    }

    /// Makes the next run ask for these and for nothing else; what still waits is *not attempted* from
    /// now on. Answers how many there are.
    pub fn ask_again(&mut self, again: Again) -> usize {
        self.settle_all();
        self.take_back(
            |item| matches!(&item.progress, Progress::Over(verdict) if Again::of(verdict) == Some(again)),
        )
    }

    /// Takes more API secrets in, behind those that there are, and makes the next run ask for them and for nothing
    /// else, as after [`Self::ask_again`]. Answers how many of them are new.
    pub fn add(&mut self, more: impl IntoIterator<Item = Identifier>) -> usize {
        self.settle_all();
        let all = Self::of(self.state, self.identifiers.iter().cloned().chain(more).collect());
        let before = std::mem::replace(self, all);
        for (index, (_, item)) in before.items().enumerate() {
            self.replace(index, item.clone());
        }
        self.len() - before.len()
    }

    /// Makes the next run ask for `these`, too, that are as asked by this ledger: somebody has switched them back.
    pub fn ask_anew(&mut self, these: &HashSet<Identifier>) {
        for index in 0..self.len() {
            let is_settled = matches!(
                self.chunks[index / CHUNK][index % CHUNK].progress,
                Progress::Over(Verdict::Done(()) | Verdict::AlreadySo)
            );
            if is_settled && these.contains(&self.identifiers[index]) {
                self.replace(index, Item::default());
            }
        }
    }

    /// How many [`Self::ask_again`] would take.
    #[must_use]
    pub fn how_many_again(&self, again: Again) -> usize {
        self.items().filter(|(_, item)| Again::of(&item.verdict(self.state)) == Some(again)).count()
    }

    /// The run that takes back exactly what this one is known to have changed.
    #[must_use]
    pub fn undo(&self) -> Self {
        let changed = self.items().filter(|(_, item)| item.is_changed());
        Self::new(self.state.opposite(), changed.map(|(identifier, _)| identifier.clone()))
    }

    /// Items of which nobody can say whether this run changed them: the answer was lost, and what
    /// was asked afterwards only says that the state is as asked, or nothing.
    pub fn perhaps_changed(&self) -> impl Iterator<Item = &Identifier> {
        self.items().filter(|(_, item)| item.is_perhaps_changed()).map(|(identifier, _)| identifier)
    }

    fn event(&self, index: usize, rest_until: Option<Duration>) -> Event {
        let item = self.chunks[index / CHUNK][index % CHUNK].clone();
        Event { index, item, counts: self.counts, rest_until }
    }

    fn take_next(&mut self) -> Option<usize> {
        let waits =
            |index: &usize| matches!(self.chunks[index / CHUNK][index % CHUNK].progress, Progress::Waiting);
        let index = (self.next..self.len()).find(waits)?;
        self.next = index + 1;
        Some(index)
    }

    /// It waits again: an earlier run never heard of it, it was stopped before it was sent, or the server was too busy.
    fn put_off(&mut self, index: usize, lost_reply: bool, key: Option<IdempotencyKey>) {
        self.change(index, |item| Item {
            progress: Progress::Waiting,
            lost_reply: item.lost_reply || lost_reply,
            key,
            ..item
        });
        self.next = self.next.min(index);
    }

    fn settle(
        &mut self,
        index: usize,
        verdict: Verdict<()>,
        lost_reply: bool,
        key: Option<IdempotencyKey>,
        now: Duration,
    ) {
        self.change(index, |item| {
            // A refusal now says nothing about an attempt of an earlier round.
            let verdict = match verdict {
                Verdict::Refused(problem) | Verdict::NotAttempted(problem)
                    if item.lost_reply && problem.code != Code::NotFound =>
                {
                    Verdict::Unknown(problem)
                }
                verdict => verdict,
            };
            let lost_reply = item.lost_reply || lost_reply;
            Item { progress: Progress::Over(verdict), lost_reply, key, over_at: Some(now), ..item }
        });
    }

    /// Gives each item the verdict that it has if nothing more is sent.
    fn settle_all(&mut self) {
        let state = self.state;
        self.each(|item| {
            (!matches!(item.progress, Progress::Over(_)))
                .then(|| Item { progress: Progress::Over(item.verdict(state)), ..item.clone() })
        });
    }

    fn take_back(&mut self, which: impl Fn(&Item) -> bool) -> usize {
        let mut count = 0;
        self.each(|item| {
            let lost = matches!(item.progress, Progress::Sent | Progress::Over(Verdict::Unknown(_)));
            which(item).then(|| {
                count += 1;
                let key = item.key.clone().filter(|_| lost);
                let lost_reply = item.lost_reply || (lost && key.is_none());
                Item { progress: Progress::Waiting, lost_reply, key, ..item.clone() }
            })
        });
        count
    }

    /// Replaces what `change` answers something for. Chunks without such an item stay shared.
    fn each(&mut self, mut change: impl FnMut(&Item) -> Option<Item>) {
        for index in 0..self.len() {
            if let Some(item) = change(&self.chunks[index / CHUNK][index % CHUNK]) {
                self.replace(index, item);
            }
        }
    }

    fn change(&mut self, index: usize, change: impl FnOnce(Item) -> Item) {
        let item = change(self.chunks[index / CHUNK][index % CHUNK].clone());
        self.replace(index, item);
    }

    fn replace(&mut self, index: usize, item: Item) {
        *self.counts.of(&item.progress) += 1;
        let kept = &mut Rc::make_mut(&mut self.chunks[index / CHUNK])[index % CHUNK];
        *self.counts.of(&kept.progress) -= 1;
        *kept = item;
    }
}

impl Item {
    /// An item as it was kept somewhere.
    #[must_use]
    pub const fn restored(
        progress: Progress,
        lost_reply: bool,
        key: Option<IdempotencyKey>,
        sent_at: Option<Duration>,
        over_at: Option<Duration>,
    ) -> Self {
        Self { progress, lost_reply, key, sent_at, over_at }
    }

    /// The key of an attempt that was sent and not answered.
    #[must_use]
    pub const fn key(&self) -> Option<&IdempotencyKey> {
        self.key.as_ref()
    }

    /// Whether an attempt had no answer.
    #[must_use]
    pub const fn lost_reply(&self) -> bool {
        self.lost_reply
    }

    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// When its last attempt was begun, by the transport's clock.
    #[must_use]
    pub const fn sent_at(&self) -> Option<Duration> {
        self.sent_at
    }

    /// When its verdict fell, by the transport's clock.
    #[must_use]
    pub const fn over_at(&self) -> Option<Duration> {
        self.over_at
    }

    /// The server said that this run changed it.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        matches!(self.progress, Progress::Over(Verdict::Done(())))
    }

    /// Nobody can say whether this run changed it.
    #[must_use]
    pub const fn is_perhaps_changed(&self) -> bool {
        match &self.progress {
            Progress::Over(Verdict::Unknown(_)) | Progress::Sent => true,
            Progress::Over(Verdict::Done(())) => false,
            Progress::Over(_) => self.lost_reply,
            Progress::Waiting => self.lost_reply || self.key.is_some(),
        }
    }

    fn verdict(&self, state: State) -> Verdict<()> {
        let problem = |code| Problem { key: self.key.clone(), ..Problem::local(state.endpoint(), code) };
        match &self.progress {
            Progress::Over(verdict) => verdict.clone(),
            Progress::Sent => Verdict::Unknown(problem(Code::ConnectionFailed)),
            Progress::Waiting if self.lost_reply || self.key.is_some() => {
                Verdict::Unknown(problem(Code::ConnectionFailed))
            }
            Progress::Waiting => Verdict::NotAttempted(problem(Code::Stopped)),
        }
    }
}

/// The rest that the server asked for. It holds for the whole run: whoever hears *too many* from one
/// call and goes on with the others hears it from all of them.
#[derive(Default)]
struct Rest {
    until: Option<Duration>,
    /// When that was said.
    since: Duration,
    /// Rests since a call was last looked at.
    in_a_row: u32,
}

impl Rest {
    fn left(&self, now: Duration) -> Option<Duration> {
        // One that began in the future is from before the clock was set back.
        let until = self.until.filter(|_| self.since <= now)?;
        until.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// Until when to rest now; `None` where that has no point.
    fn prolong(&mut self, problem: &Problem, now: Duration, transport: &impl Transport) -> Option<Duration> {
        // Calls that were under way already when the rest began are told the same; that is no new rest.
        if self.left(now).is_none() {
            self.in_a_row += 1;
        }
        let pause = retry::pause(problem, self.in_a_row - 1, transport);
        let pause = pause.filter(|_| self.in_a_row <= MOST_RESTS)?;
        let rest_before = self.left(now).unwrap_or_default();
        let until = now + pause.max(rest_before);
        (self.since, self.until) = (now, Some(until));
        Some(until)
    }

    /// A call got through after the rest.
    fn helped(&mut self, now: Duration) {
        if self.left(now).is_none() {
            self.in_a_row = 0;
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
