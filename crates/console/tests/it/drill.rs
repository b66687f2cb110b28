//! A vault in memory, its faults, and the hands that carry out what the models want done.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use futures_executor::block_on;
use latchboard_client::scan::{Read, scan};
use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, CancellationToken, Transport, Vault};
use latchboard_console::api_secrets::ObservedState;
use latchboard_console::bulk::{self, BulkPage, CONCURRENCY, Run, RunId, moment};
use latchboard_console::leak::{self, Answer, LeakPage, ScanAction, Scanned, SearchAction, Seen};
use latchboard_console::leak_text::{Searched, Source};
use latchboard_console::named::Named;
use latchboard_console::stored_run;
use latchboard_console::{Model, Ticket, Timestamp};
use latchboard_contract::endpoint::envelope::{Refusal, Switched};
use latchboard_contract::endpoint::{
    AccessToken, Activate, ApiSecret, Credentials, Deactivate, EndpointId, Find, Found, FoundApiSecret,
    ListApiSecrets, ListFilter, ListedApiSecret, ReadApiSecret, Token,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};
use latchboard_search::{Builder, Index, Salt, Search, Step};

/// What a drill does to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is never sent.
    DropBeforeSend,
    /// It is carried out; the answer is lost.
    DropAfterCommit,
    /// It is carried out; the answer is a failure.
    FailAfterCommit,
    /// 1006, for no reason of its own.
    NoAccess,
    /// 429 with a rest of a second.
    TooMany,
}

pub(crate) struct Kept {
    pub(crate) secret: Secret,
    pub(crate) active: bool,
    pub(crate) foreign: bool,
}

pub(crate) struct Drill {
    pub(crate) kept: RefCell<BTreeMap<u32, Kept>>,
    /// Those that a switch really changed.
    pub(crate) changed: RefCell<BTreeSet<u32>>,
    /// Those that are marked as exposed.
    pub(crate) marked: RefCell<BTreeSet<u32>>,
    /// So many marks get no answer.
    pub(crate) unheard_marks: Cell<usize>,
    pub(crate) marks: Cell<usize>,
    /// Faults by the number of the switch that they strike, the first being 1.
    pub(crate) faults: RefCell<BTreeMap<usize, Fault>>,
    /// The server has the search of our own.
    pub(crate) finds: bool,
    /// Questions to the search that are answered yet; then it is too many.
    pub(crate) questions: Cell<usize>,
    /// It has indexed everything.
    pub(crate) complete: Cell<bool>,
    /// The user asks to stop when this switch is under way.
    pub(crate) stop_at: Cell<usize>,
    pub(crate) switches: Cell<usize>,
    pub(crate) reads: Cell<usize>,
    /// The user has read enough behind so many; zero: never.
    pub(crate) patience: Cell<usize>,
    /// From this reading on nobody answers; zero: never.
    pub(crate) deaf_from: Cell<usize>,
    /// Who was told to stop.
    stop: RefCell<CancellationToken>,
    now: Cell<Duration>,
}

impl Drill {
    /// `count` API secrets, those for which `leaked` holds with the leaked value.
    pub(crate) fn new(count: u32, leaked: impl Fn(u32) -> Option<&'static str>) -> Self {
        let kept = (1..=count).map(|number| {
            let own = format!("own secret of {number}");
            let secret = leaked(number).map_or_else(|| Secret::new(own), Secret::from);
            (number, Kept { secret, active: true, foreign: false })
        });
        Self {
            kept: RefCell::new(kept.collect()),
            changed: RefCell::default(),
            marked: RefCell::default(),
            unheard_marks: Cell::default(),
            marks: Cell::default(),
            faults: RefCell::default(),
            finds: true,
            questions: Cell::new(usize::MAX),
            complete: Cell::new(true),
            stop_at: Cell::new(0),
            switches: Cell::default(),
            reads: Cell::default(),
            patience: Cell::default(),
            deaf_from: Cell::default(),
            stop: RefCell::default(),
            now: Cell::new(Duration::from_secs(1_795_294_681)),
        }
    }

    pub(crate) fn edit(&self, number: u32, change: impl FnOnce(&mut Kept)) {
        change(self.kept.borrow_mut().get_mut(&number).expect("it is there"));
    }

    pub(crate) fn now(&self) -> Timestamp {
        moment(self.now.get())
    }

    fn switch(&self, path: &str, number: u32) -> Response {
        let active = path.contains("/active/");
        let answer = if active { Activate::answer } else { Deactivate::answer };
        match self.kept.borrow_mut().get_mut(&number) {
            None => Refusal::NotFound.answer(),
            Some(kept) if kept.foreign => Refusal::NoAccess.answer(),
            Some(kept) if kept.active == active => answer(Switched::AlreadySo),
            Some(kept) => {
                kept.active = active;
                self.changed.borrow_mut().insert(number);
                answer(Switched::Done)
            }
        }
    }

    fn answer(&self, request: &Request) -> Result<Response, Silence> {
        let path = request.path.as_str();
        let number = || path.rsplit('/').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        if path == Token::PATH {
            return Ok(Token::answer(&AccessToken { token: Secret::from("token"), expires_in: 86_400 }));
        }
        if path == Find::PATH {
            return Ok(self.find(request));
        }
        if path.contains("/active/") || path.contains("/inactive/") {
            self.switches.set(self.switches.get() + 1);
            if self.switches.get() == self.stop_at.get() {
                self.stop.borrow().cancel();
            }
            return match self.faults.borrow_mut().remove(&self.switches.get()) {
                None => Ok(self.switch(path, number())),
                Some(Fault::DropBeforeSend) => Err(Silence::NoAnswer),
                Some(Fault::DropAfterCommit) => {
                    self.switch(path, number());
                    Err(Silence::NoAnswer)
                }
                Some(Fault::FailAfterCommit) => {
                    self.switch(path, number());
                    Ok(Refusal::Unexpected.answer())
                }
                Some(Fault::NoAccess) => Ok(Refusal::NoAccess.answer()),
                Some(Fault::TooMany) => Ok(Response::new(429).header("retry-after", "1")),
            };
        }
        if number() == 0 {
            return Ok(ListApiSecrets::answer(&self.rows()));
        }
        if (1..=self.reads.get()).contains(&self.deaf_from.get()) {
            return Err(Silence::NoAnswer);
        }
        self.reads.set(self.reads.get() + 1);
        Ok(match self.kept.borrow().get(&number()) {
            None => Refusal::NotFound.answer(),
            Some(kept) if !kept.active => Refusal::Inactive.answer(),
            Some(kept) => {
                let client_secret = Some(kept.secret.duplicate());
                let identifier = number().to_string();
                ReadApiSecret::answer(&ApiSecret { identifier, client_secret, ..ApiSecret::default() })
            }
        })
    }

    fn find(&self, request: &Request) -> Response {
        if !self.finds {
            return Refusal::NoRoute.answer();
        }
        let Some(left) = self.questions.get().checked_sub(1) else {
            return Response::new(429).header("retry-after", "15");
        };
        self.questions.set(left);
        let body = request.body.as_ref().expect("a body");
        let wanted = Find::accept(body.text.as_bytes()).unwrap_or_else(|_| panic!("fingerprints"));
        let kept = self.kept.borrow();
        let copies = |wanted: &FullFingerprint| {
            let same = kept.iter().filter(|(_, kept)| FullFingerprint::of(&kept.secret) == *wanted);
            same.map(|(number, kept)| FoundApiSecret {
                identifier: number.to_string(),
                name: name(*number),
                identifier_code: String::new(),
                active: kept.active,
                can_write: !kept.foreign,
            })
            .collect()
        };
        let found = wanted.iter().map(copies).collect();
        Find::answer(&Found { found, complete: self.complete.get(), sees_all: true })
    }

    pub(crate) fn find_copies(&self, wanted: &[(usize, FullFingerprint)]) -> Result<Answer, Problem> {
        let (places, fingerprints): (Vec<_>, Vec<_>) = wanted.iter().cloned().unzip();
        let Found { found, complete, sees_all } = block_on(self.vault().find(&fingerprints))?;
        let found = places.into_iter().zip(found).collect();
        Ok(Answer { found, complete, sees_all, client_id: "client".into() })
    }

    fn mark(&self, identifiers: &[Identifier]) -> Vec<(Identifier, Problem)> {
        let mark = |identifier: &Identifier| {
            let number: u32 = identifier.as_str().parse().expect("a number");
            self.marks.set(self.marks.get() + 1);
            if let Some(left) = self.unheard_marks.get().checked_sub(1) {
                self.unheard_marks.set(left);
                let problem = Problem::local(EndpointId::UpdateApiSecret, Code::TimedOut);
                return Some((identifier.clone(), problem));
            }
            if self.kept.borrow().get(&number).is_none_or(|kept| kept.foreign) {
                let problem = Problem::local(EndpointId::UpdateApiSecret, Code::NoAccess);
                return Some((identifier.clone(), problem));
            }
            self.marked.borrow_mut().insert(number);
            None
        };
        identifiers.iter().filter_map(mark).collect()
    }

    pub(crate) fn rows(&self) -> Vec<ListedApiSecret> {
        let kept = self.kept.borrow();
        let row = |(number, kept): (&u32, &Kept)| ListedApiSecret {
            identifier: number.to_string(),
            name: name(*number),
            need_justify: false,
            need_approval: false,
            can_view: true,
            can_write: !kept.foreign,
        };
        kept.iter().map(row).collect()
    }

    pub(crate) fn vault(&self) -> Vault<&Self> {
        let client_secret = Secret::from("s");
        let credentials = Credentials { client_id: "client".into(), client_secret, tenant: None };
        Vault::new(self, BaseUrl::same_origin(), credentials)
    }
}

impl Transport for Drill {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        self.now.set(self.now.get() + Duration::from_millis(3));
        self.answer(request)
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    async fn sleep(&self, duration: Duration) {
        self.now.set(self.now.get() + duration);
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

pub(crate) fn name(number: u32) -> String {
    format!("API secret {number}")
}

pub(crate) fn id(number: u32) -> Identifier {
    Identifier::parse(&number.to_string()).expect("digits")
}

pub(crate) fn named(number: u32) -> Named {
    Named { identifier: id(number), name: name(number).into() }
}

/// A page of the dashboard, with everything done that it wanted done.
pub(crate) struct Driven<'a, M> {
    pub(crate) page: M,
    pub(crate) drill: &'a Drill,
    /// What the list was told.
    pub(crate) told: Vec<ObservedState>,
    /// How often it was told something by a run.
    pub(crate) tellings: usize,
    /// How often a page would have been drawn.
    pub(crate) steps: usize,
    /// How often the field for the text was emptied.
    pub(crate) wiped: usize,
    /// The texts that are held.
    pub(crate) texts: BTreeMap<u64, Secret>,
    pub(crate) timers: Vec<Ticket>,
    /// Where the cursor was put.
    pub(crate) focused: Vec<&'static str>,
    /// What the browser keeps.
    pub(crate) storage: Storage,
}

/// The runs that a browser keeps.
#[derive(Default)]
pub(crate) struct Storage {
    runs: BTreeMap<RunId, Stored>,
    /// Those that the page has let go.
    pub(crate) let_go: Vec<RunId>,
    /// How often something was written.
    pub(crate) writes: usize,
}

#[derive(Clone, Default)]
struct Stored {
    head: String,
    chunks: BTreeMap<usize, String>,
}

impl Storage {
    fn keep(&mut self, run: &Run, chunks: impl IntoIterator<Item = usize>) {
        self.writes += 1;
        let stored = self.runs.entry(run.id.clone()).or_default();
        stored.head = stored_run::head(run).expect("a head");
        for chunk in chunks {
            stored.chunks.insert(chunk, stored_run::items(run, chunk).expect("a chunk"));
        }
    }

    fn carry_out(&mut self, effect: bulk::Effect) {
        match effect {
            bulk::Effect::Keep { run, chunks } => self.keep(&run, chunks),
            bulk::Effect::LetGo(id) => self.let_go.push(id),
            bulk::Effect::Forget(id) => {
                self.runs.remove(&id);
            }
            other => panic!("{} is none of the storage", std::any::type_name_of_val(&other)),
        }
    }

    /// What another page reads of it.
    pub(crate) fn read(&self, id: &RunId, sent: usize) -> Option<Run> {
        let Stored { head, chunks } = self.runs.get(id)?;
        stored_run::read(id.clone(), head, &chunks.values().cloned().collect::<Vec<_>>(), sent)
    }

    pub(crate) fn text(&self) -> String {
        self.runs.values().flat_map(|it| [&it.head].into_iter().chain(it.chunks.values())).cloned().collect()
    }
}

/// A name for a run.
pub(crate) fn run_id(number: u8) -> RunId {
    RunId::of([number; 16])
}

impl<'a, M: Model + Default> Driven<'a, M> {
    pub(crate) fn new(drill: &'a Drill) -> Self {
        Self {
            page: M::default(),
            drill,
            told: Vec::new(),
            tellings: 0,
            steps: 0,
            wiped: 0,
            texts: BTreeMap::new(),
            timers: Vec::new(),
            focused: Vec::new(),
            storage: Storage::default(),
        }
    }

    fn step(&mut self, action: M::Action) -> Option<Vec<M::Effect>> {
        let (page, effects) = self.page.after(action)?;
        self.page = page;
        self.steps += 1;
        Some(effects)
    }
}

/// The news of a run, as many together as a frame of the screen brings.
pub(crate) fn run(drill: &Drill, ticket: Ticket, run: &Run, stop: &CancellationToken) -> Vec<bulk::Action> {
    drill.stop.replace(stop.clone());
    let mut bulk = run.bulk.clone();
    let vault = drill.vault();
    let mut actions = vec![bulk::Action::Sent(ticket, vault.client_id().into())];
    let mut changes = Vec::new();
    let ended = block_on(bulk.run(&vault, CONCURRENCY, stop, |event| {
        changes.push((event.index, event.item));
        if changes.len() == 16 || event.rest_until.is_some() {
            let (changes, rest_until) = (std::mem::take(&mut changes), event.rest_until.map(moment));
            actions.push(bulk::Action::Progressed { ticket, changes, rest_until, at: drill.now() });
        }
    }));
    actions.push(bulk::Action::Progressed { ticket, changes, rest_until: None, at: drill.now() });
    actions.push(bulk::Action::Ended { ticket, ended, at: drill.now() });
    actions
}

impl Driven<'_, BulkPage> {
    /// Does it, and whatever follows of it. Answers whether anything changed.
    pub(crate) fn act(&mut self, action: bulk::Action) -> bool {
        let Some(effects) = self.step(action) else { return false };
        let observed = self.page.take_observed();
        self.tellings += usize::from(!observed.is_empty());
        self.told.extend(observed);
        for effect in effects {
            match effect {
                bulk::Effect::Run { ticket, run: begun, stop } => {
                    self.storage.keep(&begun, 0..stored_run::chunks(&begun));
                    for action in run(self.drill, ticket, &begun, &stop) {
                        self.act(action);
                    }
                }
                effect @ (bulk::Effect::Keep { .. } | bulk::Effect::LetGo(_) | bulk::Effect::Forget(_)) => {
                    self.storage.carry_out(effect);
                }
                bulk::Effect::Stop(stop) => stop.cancel(),
                bulk::Effect::FocusCount => self.focused.push("count"),
                bulk::Effect::FocusRun => self.focused.push("run"),
                bulk::Effect::FocusRunIfLost => self.focused.push("run if lost"),
            }
        }
        true
    }
}

/// What a search of `texts` sees by the vault's own index.
pub(crate) fn searched_by_index(drill: &Drill, texts: &[&Secret]) -> Searched {
    let kept = drill.kept.borrow();
    let values = kept.values().map(|kept| kept.secret.expose().as_bytes());
    searched(texts, &Index::of(Salt::new([7; 16]), values))
}

/// What a search of `texts` for the values of `index` sees.
fn searched(texts: &[&Secret], index: &Index) -> Searched {
    let mut search = Search::new(index);
    for text in texts {
        search.begin("");
        search.push(text.expose().as_bytes());
        search.end();
        while search.step(1 << 20) == Step::Busy {}
    }
    Searched { sees_all: Some(true), client_id: "client".into(), ..search.results().into() }
}

impl Driven<'_, LeakPage> {
    /// Gives a text to the page, as a paste does.
    pub(crate) fn paste(&mut self, text: &str) -> bool {
        let id = self.texts.keys().last().map_or(1, |last| last + 1);
        self.texts.insert(id, Secret::from(text));
        let bytes = if text.trim().is_empty() { 0 } else { text.len() as u64 };
        let at = self.drill.now();
        self.act(SearchAction::Given(vec![Source { id, name: "".into(), bytes }], at))
    }

    fn held(&self, sources: &[Source]) -> Vec<&Secret> {
        sources.iter().map(|source| self.texts.get(&source.id).expect("it is held")).collect()
    }

    /// Does it, and whatever follows of it. Answers whether anything changed.
    pub(crate) fn act(&mut self, action: impl Into<leak::Action>) -> bool {
        use leak::{Action, Effect};
        let Some(effects) = self.step(action.into()) else { return false };
        let observed = self.page.take_observed();
        self.told.extend(observed);
        let mut open: VecDeque<_> = effects.into();
        while let Some(effect) = open.pop_front() {
            match effect {
                Effect::Search(ticket, sources, _) => {
                    let answer =
                        self.drill.finds.then(|| searched_by_index(self.drill, &self.held(&sources)));
                    self.act(SearchAction::Searched(ticket, Ok(answer), self.drill.now()));
                }
                Effect::Find { ticket, wanted } => {
                    let answer = self.drill.find_copies(&wanted);
                    self.act(SearchAction::Found(ticket, answer, self.drill.now()));
                }
                Effect::Mark(ticket, identifiers) => {
                    let failed = self.drill.mark(&identifiers);
                    self.act(Action::Marked(ticket, Some(failed)));
                }
                Effect::Scan(ticket, sources, before, stop) => {
                    let answer = self.scan(&sources, before.as_deref(), &stop);
                    self.act(ScanAction::ScanEnded(ticket, Ok(answer.into()), self.drill.now()));
                }
                Effect::Wipe(sources) => {
                    for source in sources.iter() {
                        assert!(self.texts.remove(&source.id).is_some(), "wiped once");
                    }
                }
                Effect::WipeLater(ticket) => self.timers.push(ticket),
                Effect::Bulk(bulk::Effect::Run { ticket, run: begun, stop }) => {
                    self.storage.keep(&begun, 0..stored_run::chunks(&begun));
                    for action in run(self.drill, ticket, &begun, &stop) {
                        self.act(Action::Bulk(action));
                    }
                }
                Effect::Bulk(
                    effect @ (bulk::Effect::Keep { .. } | bulk::Effect::LetGo(_) | bulk::Effect::Forget(_)),
                ) => self.storage.carry_out(effect),
                Effect::Stop(stop) | Effect::Bulk(bulk::Effect::Stop(stop)) => stop.cancel(),
                Effect::WipeField => self.wiped += 1,
                Effect::FocusFindings => self.focused.push("findings"),
                Effect::FocusSearch => self.focused.push("search"),
                Effect::FocusField => self.focused.push("field"),
                Effect::Bulk(bulk::Effect::FocusRun) => self.focused.push("run"),
                Effect::Bulk(bulk::Effect::FocusCount | bulk::Effect::FocusRunIfLost) => {}
            }
        }
        true
    }

    /// Stops by itself behind [`Drill::patience`] readings, as somebody does who has seen enough.
    fn scan(
        &self,
        sources: &[Source],
        before: Option<&Scanned>,
        stop: &CancellationToken,
    ) -> (Scanned, Searched) {
        let vault = self.drill.vault();
        block_on(async {
            let rows = vault.list(&ListFilter::default()).await.expect("a list");
            let settled = before.map(Scanned::settled).unwrap_or_default();
            let open = rows.iter().enumerate().filter(|(_, row)| !settled.contains(&*row.identifier));
            let (places, identifiers): (Vec<_>, Vec<_>) =
                open.map(|(place, row)| (place, Identifier::parse(&row.identifier).expect("digits"))).unzip();
            let mut index = Builder::new(Salt::new([9; 16]));
            let mut all = Vec::new();
            let ended = scan(&vault, &identifiers, CONCURRENCY, stop, |place, read| {
                let read = match read {
                    Read::Value(value) => {
                        index.add(value.expose().as_bytes());
                        Ok(Some(FullFingerprint::of(&value)))
                    }
                    Read::NoValue => Ok(None),
                    Read::Unread(problem) => Err(problem),
                };
                all.push((places[place], read));
                if all.len() == self.drill.patience.get() {
                    stop.cancel();
                }
            })
            .await;
            let searched = searched(&self.held(sources), &index.build());
            let seen = |(place, read): (usize, Result<Option<FullFingerprint>, Problem>)| {
                let seen = match read {
                    Ok(read) => searched
                        .values
                        .iter()
                        .position(|value| Some(&value.fingerprint) == read.as_ref())
                        .map_or(Seen::Other, Seen::Match),
                    Err(problem) => Seen::Unread(problem),
                };
                (place, seen)
            };
            let seen = all.into_iter().map(seen).collect();
            (Scanned { rows, seen, ended, client_id: "client".into() }, searched)
        })
    }
}
