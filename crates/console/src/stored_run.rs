//! A run as the browser keeps it, so that it outlives the page: a head, its items in chunks, and how far calls may have
//! been sent. The one place that knows the shape.
//!
//! It holds names, identifiers, client ids, verdicts and times, and of a leak what its receipt says. It has no room for
//! a secret, a token or a whole fingerprint; of what a server said it keeps codes, not words.

use std::rc::Rc;
use std::time::Duration;

use latchboard_client::bulk::{Bulk, Ended, Item, Progress};
use latchboard_client::{State, Verdict};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::bulk::{CHUNK, Headline, Phase, Plan, Run, RunId, Scope, moment};
use crate::leak_record::LeakRecord;
use crate::named::Named;

/// The shape. What another version of this page has kept is left alone.
const VERSION: u32 = 1;

/// Calls for which it is noted at once that they may have been sent. So many are *unknown* at most, though they were
/// not sent, when the page is lost; and one write makes way for as many calls.
pub const WINDOW: usize = 64;

/// What a list of kept runs shows of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Under which it is kept.
    pub id: RunId,
    pub state: State,
    /// How its API secrets were chosen.
    pub scope: Scope,
    /// How many there are.
    pub items: usize,
    /// When it was confirmed.
    pub began: Timestamp,
    /// What it came to; `None` when the page was gone before it ended.
    pub headline: Option<Headline>,
}

impl Kept {
    /// Reads the head of a run; `None` for what this version can't read.
    #[must_use]
    pub fn read(id: RunId, head: &str) -> Option<Self> {
        let head = Head::read(head)?;
        Some(Self {
            id,
            state: head.state.into(),
            scope: head.scope,
            items: head.items,
            began: head.began,
            headline: head.ended.map(|_| head.headline),
        })
    }

    /// Whether something still has to be resolved or sent.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.headline.is_none_or(|headline| headline.is_open())
    }
}

/// Of which version a text is; the rest may be anything.
#[derive(Deserialize)]
struct AnyHead {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    server: Rc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant: Option<Rc<str>>,
    state: StoredState,
    scope: Scope,
    items: usize,
    began: Timestamp,
    latest: Timestamp,
    /// `None` while it goes on.
    ended: Option<StoredEnd>,
    signed_out: bool,
    senders: Vec<Rc<str>>,
    headline: Headline,
    leak: Option<Rc<LeakRecord>>,
}

impl Head {
    fn read(text: &str) -> Option<Self> {
        let AnyHead { version } = serde_json::from_str(text).ok()?;
        if version == VERSION { serde_json::from_str(text).ok() } else { None }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredState {
    Active,
    Inactive,
}

impl From<State> for StoredState {
    fn from(state: State) -> Self {
        match state {
            State::Active => Self::Active,
            State::Inactive => Self::Inactive,
        }
    }
}

impl From<StoredState> for State {
    fn from(state: StoredState) -> Self {
        match state {
            StoredState::Active => Self::Active,
            StoredState::Inactive => Self::Inactive,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredEnd {
    Complete,
    Stopped,
    Halted(StoredProblem),
}

#[derive(Serialize, Deserialize)]
struct StoredItem {
    identifier: Identifier,
    name: Rc<str>,
    progress: StoredProgress,
    lost_reply: bool,
    /// The idempotency key of a call that was not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    sent_at: Option<u64>,
    over_at: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredProgress {
    Waiting,
    Sent,
    Done,
    AlreadySo,
    Refused(StoredProblem),
    NotAttempted(StoredProblem),
    Unknown(StoredProblem),
}

#[derive(Serialize, Deserialize)]
struct StoredProblem {
    call: StoredCall,
    code: String,
    status: Option<u16>,
    vendor_code: Option<String>,
}

/// The calls that a run sends.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredCall {
    Token,
    Switch,
}

impl StoredProblem {
    fn of(problem: &Problem) -> Self {
        let call = if problem.endpoint == EndpointId::Token { StoredCall::Token } else { StoredCall::Switch };
        let (status, vendor_code) = (problem.status, problem.vendor_code.clone());
        Self { call, code: problem.code.as_str().to_owned(), status, vendor_code }
    }

    fn read(self, state: State) -> Option<Problem> {
        let endpoint = match self.call {
            StoredCall::Token => EndpointId::Token,
            StoredCall::Switch => state.endpoint(),
        };
        let Self { status, vendor_code, .. } = self;
        Some(Problem { status, vendor_code, ..Problem::local(endpoint, Code::named(&self.code)?) })
    }
}

impl StoredItem {
    fn of(named: &Named, item: &Item) -> Self {
        let progress = match item.progress() {
            Progress::Waiting => StoredProgress::Waiting,
            Progress::Sent => StoredProgress::Sent,
            Progress::Over(verdict) => match verdict {
                Verdict::Done(()) => StoredProgress::Done,
                Verdict::AlreadySo => StoredProgress::AlreadySo,
                Verdict::Refused(problem) => StoredProgress::Refused(StoredProblem::of(problem)),
                Verdict::NotAttempted(problem) => StoredProgress::NotAttempted(StoredProblem::of(problem)),
                Verdict::Unknown(problem) => StoredProgress::Unknown(StoredProblem::of(problem)),
            },
        };
        let at = |at: Option<Duration>| at.map(|at| moment(at).0);
        let (sent_at, over_at) = (at(item.sent_at()), at(item.over_at()));
        let Named { identifier, name } = named.clone();
        let key = item.key().map(|key| key.as_str().to_owned());
        Self { identifier, name, progress, lost_reply: item.lost_reply(), key, sent_at, over_at }
    }

    /// `was_sent`: its call may have been sent since this was written.
    fn read(self, state: State, was_sent: bool) -> Option<(Named, Item)> {
        let key = self.key.as_deref().and_then(IdempotencyKey::parse);
        let unknown = |problem| Verdict::Unknown(Problem { key: key.clone(), ..problem });
        let lost = || unknown(Problem::local(state.endpoint(), Code::ConnectionFailed));
        let (progress, is_lost) = match self.progress {
            StoredProgress::Waiting if was_sent => (Progress::Over(lost()), true),
            StoredProgress::Waiting => (Progress::Waiting, false),
            StoredProgress::Sent => (Progress::Over(lost()), true),
            StoredProgress::Done => (Progress::Over(Verdict::Done(())), false),
            StoredProgress::AlreadySo => (Progress::Over(Verdict::AlreadySo), false),
            StoredProgress::Refused(problem) => {
                (Progress::Over(Verdict::Refused(problem.read(state)?)), false)
            }
            StoredProgress::NotAttempted(problem) => {
                (Progress::Over(Verdict::NotAttempted(problem.read(state)?)), false)
            }
            StoredProgress::Unknown(problem) => (Progress::Over(unknown(problem.read(state)?)), false),
        };
        let at = |at: Option<u64>| at.map(Duration::from_millis);
        let lost_reply = self.lost_reply || (is_lost && key.is_none());
        let item = Item::restored(progress, lost_reply, key, at(self.sent_at), at(self.over_at));
        Some((Named { identifier: self.identifier, name: self.name }, item))
    }
}

/// The head of a run, as text.
///
/// # Errors
/// What serde says, which nothing in here can make it say.
pub fn head(run: &Run) -> serde_json::Result<String> {
    let ended = match &run.phase {
        Phase::Going(_) | Phase::Stopping(_) => None,
        Phase::Over(Ended::Complete) => Some(StoredEnd::Complete),
        Phase::Over(Ended::Stopped) => Some(StoredEnd::Stopped),
        Phase::Over(Ended::Halted(problem)) => Some(StoredEnd::Halted(StoredProblem::of(problem))),
    };
    serde_json::to_string(&Head {
        version: VERSION,
        server: run.server.clone(),
        tenant: run.tenant.clone(),
        state: run.plan.state().into(),
        scope: run.plan.scope(),
        items: run.bulk.len(),
        began: run.began,
        latest: run.latest,
        ended: ended.filter(|_| !run.is_interrupted),
        signed_out: run.signed_out,
        senders: run.senders.clone(),
        headline: run.headline(),
        leak: run.leak.clone(),
    })
}

/// How many chunks the items of a run are.
#[must_use]
pub fn chunks(run: &Run) -> usize {
    run.bulk.len().div_ceil(CHUNK)
}

/// One chunk of its items, as text.
///
/// # Errors
/// As [`head`].
pub fn items(run: &Run, chunk: usize) -> serde_json::Result<String> {
    let places = chunk * CHUNK..run.bulk.len().min((chunk + 1) * CHUNK);
    let items = places.filter_map(|place| {
        let (_, item) = run.bulk.item(place)?;
        Some(StoredItem::of(run.plan.items().get(place)?, item))
    });
    serde_json::to_string(&items.collect::<Vec<_>>())
}

/// Reads a run. Calls of its items below the place `sent` may have been sent since they were written, unless the run
/// has come to its end. `None` for what this version can't read, and what is not whole.
#[must_use]
pub fn read(id: RunId, head: &str, chunks: &[String], sent: usize) -> Option<Run> {
    let head = Head::read(head)?;
    let state = State::from(head.state);
    let mut items: Vec<(Named, Item)> = Vec::with_capacity(head.items);
    for chunk in chunks {
        for stored in serde_json::from_str::<Vec<StoredItem>>(chunk).ok()? {
            let was_sent = head.ended.is_none() && items.len() < sent;
            items.push(stored.read(state, was_sent)?);
        }
    }
    if items.len() != head.items {
        return None;
    }
    let plan = Plan::new(state, head.scope, items.iter().map(|(named, _)| named.clone()));
    let ledger = items.into_iter().map(|(named, item)| (named.identifier, item));
    let mut run = Run::new(id, bulk(state, ledger)?, plan, head.latest);
    run.is_interrupted = head.ended.is_none();
    run.phase = Phase::Over(match head.ended {
        None | Some(StoredEnd::Stopped) => Ended::Stopped,
        Some(StoredEnd::Complete) => Ended::Complete,
        Some(StoredEnd::Halted(problem)) => Ended::Halted(problem.read(state)?),
    });
    run.is_resumed = true;
    run.server = head.server;
    run.began = head.began;
    run.signed_out = head.signed_out;
    run.senders = head.senders;
    run.leak = head.leak;
    Some(run)
}

fn bulk(state: State, items: impl Iterator<Item = (Identifier, Item)>) -> Option<Bulk> {
    Bulk::restored(state, items)
}
