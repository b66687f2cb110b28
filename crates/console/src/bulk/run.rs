//! One run: its plan, what became of each item, and how it went.

use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::bulk::{Again, Bulk, Counts, Ended, Item, Progress};
use latchboard_client::{CancellationToken, State, Verdict};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};

use crate::api_secrets::ObservedState;
use crate::leak_record::LeakRecord;
use crate::named::Named;
use crate::{Ticket, Timestamp};

use super::plan::Plan;
use super::timeline::Timeline;

/// Items that are kept together: one answer writes a few kilobytes.
pub const CHUNK: usize = 64;

/// Rows of the table of verdicts that are drawn at a time.
pub const PAGE_ROWS: usize = 50;

/// Milliseconds between what a run tells the list: nobody looks at both, and the list has more to do with it.
const TELL_EVERY: u64 = 2_000;

/// Under which a run is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(Rc<str>);

impl RunId {
    /// A new name, from random bytes.
    #[must_use]
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
    }

    /// A name that something is kept under.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        Self(text.into())
    }

    /// As the browser keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether a run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Calls are being sent.
    Going(Ticket),
    /// Nothing more is sent; what is under way is waited for.
    Stopping(Ticket),
    Over(Ended),
}

/// Who is signed in, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The server, as a receipt names it.
    pub server: Rc<str>,
    /// The client id; `None` while nobody is signed in.
    pub client_id: Option<Rc<str>>,
    /// The tenant of the access key, where one address serves several: another one's numbers mean other API secrets.
    pub tenant: Option<Rc<str>>,
}

/// Why a run that was taken up from the browser's storage can't go on here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It belongs to another server.
    OtherServer,
    /// It belongs to another tenant.
    OtherTenant,
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
    /// Left on by choice, and not among all.
    #[serde(default)]
    pub left_on: usize,
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
    /// The tenant that it belongs to, where one address serves several.
    pub tenant: Option<Rc<str>>,
    pub plan: Plan,
    /// What became of each, in the plan's order.
    pub bulk: Bulk,
    /// Whether it goes on.
    pub phase: Phase,
    /// The server wants a rest: nothing is sent until then.
    pub rest_until: Option<Timestamp>,
    pub timeline: Timeline,
    /// When it was confirmed.
    pub began: Timestamp,
    /// When the last verdict fell, or the run ended.
    pub latest: Timestamp,
    /// Since when calls are under way without a verdict; `None` while none is sent.
    pub(super) heard_at: Option<Timestamp>,
    /// Which rows of the table are looked at.
    pub show: Show,
    pub page: usize,
    /// It was stopped because nobody was signed in any more.
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
    /// The list that it was asked for in is gone: another one knows nothing of calls that went along with it.
    pub(super) is_orphaned: bool,
    told_at: Timestamp,
    pub(super) stop: CancellationToken,
}

/// Rows of the table of verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
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
            Progress::Over(verdict) => match Again::of(verdict) {
                None => Self::AsAsked,
                Some(Again::Refused) => Self::Failed,
                Some(Again::Unknown) => Self::Unknown,
                Some(Again::Stopped) => Self::Open,
            },
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
            tenant: None,
            plan,
            bulk,
            phase: Phase::Over(Ended::Stopped),
            rest_until: None,
            timeline,
            began: at,
            latest: at,
            heard_at: None,
            show: Show::default(),
            page: 0,
            signed_out: false,
            senders: Vec::new(),
            leak: None,
            is_resumed: false,
            is_interrupted: false,
            is_not_kept: false,
            untold: Vec::new(),
            is_orphaned: false,
            told_at: at,
            stop: CancellationToken::new(),
        }
    }

    /// How many items are where.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.bulk.counts()
    }

    /// Items with an answer, but for those that are on again since.
    #[must_use]
    pub fn reached(&self) -> usize {
        let settled = self.counts().settled();
        let again: HashSet<_> = self.on_again().map(|named| &named.identifier).collect();
        if again.is_empty() {
            return settled;
        }
        let is_again = |named: &&Named| again.contains(&named.identifier);
        settled.saturating_sub(self.plan.items.iter().filter(is_again).count())
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
        let new = self.unaccounted(self.said_on()).len();
        let back = self.on_again().count() - new;
        Headline {
            all: self.bulk.len() + off_before + new,
            as_asked: as_asked + off_before - back,
            need_answer,
            other_key,
            refused: counts.refused - other_key,
            not_sent: self.bulk.len() - as_asked - need_answer - counts.refused,
            left_on: self.left_on().len(),
        }
    }

    /// Copies that the server says are on, though they were off by this run, or nobody knew of them.
    pub fn on_again(&self) -> impl Iterator<Item = &Named> {
        let on = self.said_on();
        let is_open = |(identifier, item): (_, &Item)| (!Show::AsAsked.takes(item)).then_some(identifier);
        let open: HashSet<&Identifier> = match on {
            [] => HashSet::new(),
            [..] => self.bulk.items().filter_map(is_open).collect(),
        };
        on.iter().filter(move |named| !open.contains(&named.identifier))
    }

    fn said_on(&self) -> &[Named] {
        let proof = self.leak.as_ref().and_then(|leak| leak.proof.as_ref());
        proof.map_or(&[], |proof| &proof.on)
    }

    /// The API secrets of the plan, and those that were off before it.
    pub fn accounted(&self) -> impl Iterator<Item = &Named> {
        self.plan.items.iter().chain(self.leak.iter().flat_map(|leak| leak.off_when_found.iter()))
    }

    /// Those that are neither: copies that nobody knew of.
    #[must_use]
    pub fn unaccounted<'a>(&self, said: &'a [Named]) -> Vec<&'a Named> {
        if said.is_empty() {
            return Vec::new();
        }
        let accounted: HashSet<_> = self.accounted().map(|named| &named.identifier).collect();
        said.iter().filter(|named| !accounted.contains(&named.identifier)).collect()
    }

    /// Copies of what leaked that stay on by choice.
    #[must_use]
    pub fn left_on(&self) -> &[Named] {
        self.leak.as_ref().map_or(&[], |leak| &leak.left_on)
    }

    /// Something of it would be forgotten with this page, or is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_going() || self.headline().is_open()
    }

    /// Why it can't go on with those, whoever is signed in. What was refused may need another access key.
    #[must_use]
    pub fn hindrance(&self, access: Option<&Access>, again: Again) -> Option<Hindrance> {
        let access = access?;
        if access.client_id.is_some() && access.tenant != self.tenant {
            return Some(Hindrance::OtherTenant);
        }
        let access = Some(access).filter(|_| self.is_resumed)?;
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
        self.headline().is_all_as_asked()
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

    pub(super) fn sent_by(&mut self, client_id: Option<&Rc<str>>) {
        if let Some(client_id) = client_id.filter(|client_id| !self.senders.contains(client_id)) {
            self.senders.push(client_id.clone());
        }
    }

    /// Time went by without news.
    pub(super) fn tick(&mut self, at: Timestamp) {
        self.rest_until = self.rest_until.filter(|until| *until > at);
        match self.rest_until {
            Some(_) => self.heard_at = None,
            None => drop(self.heard_at.get_or_insert(at)),
        }
        self.timeline.note(at, self.counts());
    }

    /// For how many milliseconds calls have been under way without a verdict.
    #[must_use]
    pub fn silent_for(&self) -> u64 {
        let now = self.timeline.samples().last().map(|sample| sample.at);
        let since = self.heard_at.filter(|_| self.is_going());
        now.zip(since).map_or(0, |(now, since)| now.0.saturating_sub(since.0))
    }

    /// Takes over what changed, each with its place in the plan.
    pub(super) fn follow(&mut self, changes: Vec<(usize, Item)>, at: Timestamp) {
        let before = self.counts().settled();
        for (index, item) in changes {
            if let (Some(named), Some((state, at))) = (self.plan.items.get(index), self.proved(&item)) {
                self.untold.push(ObservedState { identifier: named.identifier.clone(), state, at });
            }
            self.bulk.follow(index, item);
        }
        self.rest_until = self.rest_until.filter(|until| *until > at);
        if self.counts().settled() != before {
            self.heard_at = Some(at);
        }
        self.latest = at;
        self.timeline.note(at, self.counts());
    }

    /// What was proved and was not taken yet, every now and then; `is_over`: all that is left.
    pub(super) fn take_observed(&mut self, at: Timestamp, is_over: bool) -> Vec<ObservedState> {
        if self.is_orphaned {
            self.untold.clear();
        }
        if self.untold.is_empty() || (!is_over && at.0 < self.told_at.0 + TELL_EVERY) {
            return Vec::new();
        }
        self.told_at = at;
        std::mem::take(&mut self.untold)
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

/// Why a run that is over did not come to its end.
#[must_use]
pub const fn halted(run: &Run) -> Option<&Problem> {
    match &run.phase {
        Phase::Over(Ended::Halted(problem)) => Some(problem),
        Phase::Going(_) | Phase::Stopping(_) | Phase::Over(Ended::Complete | Ended::Stopped) => None,
    }
}
