//! The vault's pages under whatever happens in whatever order: somebody signs out in the midst of a run, a session is lost
//! in the midst of a reading, answers come late or not at all.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use futures_executor::block_on;
use latchboard_client::bulk::{Ended, Item, Progress};
use latchboard_client::resolve::{Conclusion, Finding};
use latchboard_client::{CancellationToken, State, Verdict};
use latchboard_console::api_secrets::{
    self, DetailsAction, DetailsEffect, Filter, FormAction, FormEffect, ListAction, ListEffect, Stored,
    SwitchAction, SwitchEffect,
};
use latchboard_console::bulk::{self, Again, Run, RunId};
use latchboard_console::leak::{self, ScanAction, Scanned, SearchAction, Seen};
use latchboard_console::leak_text::{Searched, Source};
use latchboard_console::progress::Busy;
use latchboard_console::route::Route;
use latchboard_console::sign_in::{self, Session, SignInField};
use latchboard_console::vault::{Action, Effect, VaultModel};
use latchboard_console::{Model, Ticket};
use latchboard_contract::endpoint::{ApiSecretText, EndpointId};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};
use proptest::prelude::*;

use crate::drill::{Drill, id, run, searched_by_index};

const LEAKED: &str = "the leaked secret, long enough";
const SECRETS: u32 = 8;

/// What somebody does, or the network.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// Types the credentials of one of two access keys, and sends them.
    SignIn(bool),
    SignOut,
    Expired,
    Show(Route),
    Refresh,
    Search(bool),
    Toggle(u32),
    SelectAll,
    SwitchSelected(State),
    Confirm,
    Stop,
    Again,
    Undo,
    CloseRun,
    Switch(u32, State),
    OpenForm,
    Store,
    Resolve,
    CloseForm,
    Details(u32),
    /// Goes to an address of the list, perhaps with one in the panel: a link, Back or Forward.
    Address(Option<u32>),
    CloseDetails,
    Edit(u32),
    Read,
    Paste,
    Scan,
    SwitchOffCopies,
    ConfirmOff,
    StopOff,
    AnotherLeak,
    /// One of the calls under way comes to its end.
    Answer(usize, Fate),
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Done,
    /// It is carried out, and its answer is lost.
    Lost,
    Refused,
}

/// A call under way.
enum Call {
    SignIn(Ticket),
    Load(Ticket),
    Filter(Ticket, Rc<Filter>),
    Switch(Ticket, Identifier, State),
    Read(Ticket, Identifier),
    Write(Ticket),
    Resolve(Ticket),
    /// Of the response to a leak, or another one; and whether it began with credentials.
    Run(bool, bool, Ticket, Rc<Run>, CancellationToken),
    /// The news of a run: of the response to a leak, or of another one.
    News(bool, VecDeque<bulk::Action>),
    Search(Ticket),
    Find(Ticket, Vec<(usize, FullFingerprint)>),
    /// Whether it began with credentials.
    Scan(bool, Ticket),
}

struct World<'a> {
    vault: VaultModel,
    drill: &'a Drill,
    calls: Vec<Call>,
    runs: u8,
    /// What each run had done so far.
    done: BTreeMap<RunId, BTreeSet<Identifier>>,
}

fn problem(endpoint: EndpointId, fate: Fate) -> Problem {
    match fate {
        Fate::Refused => Problem { status: Some(401), ..Problem::local(endpoint, Code::NotAuthorised) },
        Fate::Lost | Fate::Done => Problem::local(endpoint, Code::TimedOut),
    }
}

impl World<'_> {
    fn act(&mut self, action: impl Into<Action>) {
        let Some((next, effects)) = self.vault.after(action) else { return };
        let before = std::mem::replace(&mut self.vault, next);
        if before.sign_in.session != self.vault.sign_in.session {
            self.carry_out_switches();
        }
        for effect in effects {
            self.begin(effect);
        }
        self.check();
    }

    /// What a session has sent arrives before anything that the next one sends; nobody waits for its answer any more.
    fn carry_out_switches(&mut self) {
        for call in std::mem::take(&mut self.calls) {
            if let Call::Switch(_, identifier, state) = call {
                drop(block_on(self.drill.vault().switch(&identifier, state)));
            } else {
                self.calls.push(call);
            }
        }
    }

    /// Only who is signed in asks the vault for anything.
    fn call(&mut self, call: Call) {
        assert!(self.vault.sign_in.session.key().is_some(), "nobody is signed in");
        self.calls.push(call);
    }

    fn begin(&mut self, effect: Effect) {
        match effect {
            Effect::SignIn(sign_in::Effect::SignIn { ticket, .. }) => self.calls.push(Call::SignIn(ticket)),
            Effect::SignIn(sign_in::Effect::SignOut | sign_in::Effect::Focus(_)) => {}
            Effect::ApiSecrets(effect) => self.begin_on_page(effect),
            Effect::Bulk(effect) => self.begin_run(false, effect),
            Effect::Leak(leak::Effect::Bulk(effect)) => self.begin_run(true, effect),
            Effect::Leak(leak::Effect::Search(ticket, ..)) => self.calls.push(Call::Search(ticket)),
            Effect::Leak(leak::Effect::Find { ticket, wanted }) => {
                self.calls.push(Call::Find(ticket, wanted));
            }
            Effect::Leak(leak::Effect::Scan(ticket, ..)) => {
                self.calls.push(Call::Scan(self.vault.sign_in.caller().is_some(), ticket));
            }
            Effect::Leak(leak::Effect::Stop(stop)) => stop.cancel(),
            Effect::Leak(_) | Effect::Kept(_) => {}
            Effect::Open(page) => self.act(Action::Shown(page, String::new())),
        }
    }

    fn begin_on_page(&mut self, effect: api_secrets::Effect) {
        match effect {
            api_secrets::Effect::List(ListEffect::Load(ticket, ..)) => self.call(Call::Load(ticket)),
            api_secrets::Effect::List(ListEffect::Filter(ticket, filter)) => {
                self.calls.push(Call::Filter(ticket, filter));
            }
            api_secrets::Effect::Switch(SwitchEffect::Switch(ticket, identifier, state, _)) => {
                self.call(Call::Switch(ticket, identifier, state));
            }
            api_secrets::Effect::Details(DetailsEffect::Read(ticket, identifier)) => {
                self.call(Call::Read(ticket, identifier));
            }
            api_secrets::Effect::Form(
                FormEffect::Create(ticket, _)
                | FormEffect::Update(ticket, _)
                | FormEffect::RepeatCreate(ticket, ..)
                | FormEffect::RepeatUpdate(ticket, ..),
            ) => self.call(Call::Write(ticket)),
            api_secrets::Effect::Form(FormEffect::ResolveCreate(ticket, ..)) => {
                self.call(Call::Resolve(ticket));
            }
            api_secrets::Effect::List(ListEffect::Address(..) | ListEffect::ScrollToTop)
            | api_secrets::Effect::Details(_)
            | api_secrets::Effect::Form(
                FormEffect::ReadMeanwhile(_) | FormEffect::Generate | FormEffect::CopyGenerated(_),
            )
            | api_secrets::Effect::ExpireMessage(_)
            | api_secrets::Effect::Focus(_) => {}
        }
    }

    fn begin_run(&mut self, is_leak: bool, effect: bulk::Effect) {
        match effect {
            bulk::Effect::Run { ticket, run, stop } => {
                self.calls.push(Call::Run(is_leak, self.vault.sign_in.caller().is_some(), ticket, run, stop));
            }
            bulk::Effect::Stop(stop) => stop.cancel(),
            bulk::Effect::Keep { .. }
            | bulk::Effect::LetGo(_)
            | bulk::Effect::Forget(_)
            | bulk::Effect::FocusCount
            | bulk::Effect::FocusRun
            | bulk::Effect::FocusRunIfLost => {}
        }
    }

    fn happen(&mut self, event: Event) {
        let now = self.drill.now();
        self.runs += 1;
        let run_id = RunId::of([self.runs; 16]);
        match event {
            Event::SignIn(is_other) => {
                let client_id = if is_other { "other" } else { "client" };
                self.act(sign_in::Action::Edited(SignInField::ClientId, client_id.into()));
                self.act(sign_in::Action::Edited(SignInField::ClientSecret, "s".into()));
                self.act(sign_in::Action::Asked);
            }
            Event::SignOut => {
                self.act(sign_in::Action::SignOutAsked);
                self.check_signed_out();
            }
            Event::Expired => self.act(sign_in::Action::Expired),
            Event::Show(page) => self.act(Action::Shown(page, String::new())),
            Event::Refresh => self.act(ListAction::RefreshAsked),
            Event::Search(is_narrow) => {
                self.act(ListAction::Searched(if is_narrow { "secret 1" } else { "" }.into()));
            }
            Event::Toggle(place) => self.act(ListAction::Toggled(place, false)),
            Event::SelectAll => self.act(ListAction::AllSelected),
            Event::SwitchSelected(state) => self.act(Action::SwitchSelectedAsked(state)),
            Event::Confirm => self.act(bulk::Action::Confirmed(now, run_id)),
            Event::Stop => self.act(bulk::Action::StopAsked),
            Event::Again => self.act(bulk::Action::AgainAsked(Again::Unknown)),
            Event::Undo => self.act(bulk::Action::UndoAsked),
            Event::CloseRun => self.act(bulk::Action::Closed),
            Event::Switch(number, state) => self.act(SwitchAction::SwitchAsked(id(number), state)),
            Event::OpenForm => {
                self.act(FormAction::CreateOpened);
                self.act(FormAction::CreateEdited(ApiSecretText::Name, "New".into()));
                self.act(FormAction::CreateEdited(ApiSecretText::Url, "new.example".into()));
                self.act(FormAction::CreateEdited(ApiSecretText::ClientId, "new".into()));
                self.act(FormAction::CreateSecretEdited(Secret::from("a new secret, long enough")));
            }
            Event::Store => self.act(FormAction::CreateAsked),
            Event::Resolve => self.act(FormAction::ResolveAsked),
            Event::CloseForm => self.act(FormAction::CreateClosed),
            Event::Details(number) => self.act(DetailsAction::DetailsOpened(id(number), "one".into())),
            Event::Address(opened) => {
                let address = opened.map(|number| format!("id={number}")).unwrap_or_default();
                self.act(Action::Shown(Route::ApiSecrets, address));
            }
            Event::CloseDetails => self.act(DetailsAction::DetailsClosed),
            Event::Edit(number) => self.act(FormAction::EditOpened(id(number), "one".into())),
            Event::Read => self.act(DetailsAction::ReadAsked),
            Event::Paste => {
                let text = Source { id: self.runs.into(), name: "".into(), bytes: LEAKED.len() as u64 };
                self.act(SearchAction::Given(vec![text], now));
            }
            Event::Scan => {
                self.act(ScanAction::ScanOffered);
                self.act(ScanAction::ScanConfirmed);
            }
            Event::SwitchOffCopies => self.act(leak::Action::SwitchOffAsked),
            Event::ConfirmOff => self.act(leak::Action::Bulk(bulk::Action::Confirmed(now, run_id))),
            Event::StopOff => self.act(leak::Action::Bulk(bulk::Action::StopAsked)),
            Event::AnotherLeak => self.act(leak::Action::AnotherAsked),
            Event::Answer(which, fate) => self.answer(which, fate),
        }
    }

    fn answer(&mut self, which: usize, fate: Fate) {
        if self.calls.is_empty() {
            return;
        }
        let call = self.calls.swap_remove(which % self.calls.len());
        // Effects ask nobody without credentials.
        let is_sent = match call {
            Call::Search(_) | Call::Find(..) => self.vault.sign_in.caller().is_some(),
            Call::Scan(began, _) | Call::Run(_, began, ..) => began,
            Call::SignIn(_)
            | Call::Load(_)
            | Call::Filter(..)
            | Call::Switch(..)
            | Call::Read(..)
            | Call::Write(_)
            | Call::Resolve(_)
            | Call::News(..) => true,
        };
        let fate = if is_sent { fate } else { Fate::Refused };
        let vault = self.drill.vault();
        match call {
            Call::SignIn(ticket) => self.act(sign_in::Action::Answered(
                ticket,
                match fate {
                    Fate::Done => Ok(()),
                    Fate::Lost | Fate::Refused => Err(problem(EndpointId::Token, fate)),
                },
            )),
            Call::Load(ticket) => self.act(ListAction::Listed(
                ticket,
                match fate {
                    Fate::Done => Ok(self.drill.rows()),
                    Fate::Lost | Fate::Refused => Err(problem(EndpointId::ListApiSecrets, fate)),
                },
            )),
            Call::Filter(ticket, filter) => {
                let mut rows = filter.start();
                let found = std::iter::repeat_with(|| rows.step(4096)).flatten().next().expect("an answer");
                self.act(ListAction::FilteredRows(ticket, found));
            }
            Call::Switch(ticket, identifier, state) => {
                let verdict = match fate {
                    Fate::Refused => Verdict::Refused(problem(state.endpoint(), fate)),
                    Fate::Done => block_on(vault.switch(&identifier, state)),
                    Fate::Lost => {
                        drop(block_on(vault.switch(&identifier, state)));
                        Verdict::Unknown(problem(state.endpoint(), fate))
                    }
                };
                let at = self.drill.now();
                self.act(SwitchAction::Switched { ticket, identifier, verdict, lost_reply: false, at });
            }
            Call::Read(ticket, identifier) => {
                let result = match fate {
                    Fate::Done => block_on(vault.read(&identifier)).map(Into::into),
                    Fate::Lost | Fate::Refused => Err(problem(EndpointId::ReadApiSecret, fate)),
                };
                self.act(DetailsAction::Read(ticket, Ok(None), result, self.drill.now()));
            }
            Call::Write(ticket) => {
                let verdict = match fate {
                    Fate::Done => Verdict::Done(Stored { identifier: "99".into(), ..Stored::default() }),
                    Fate::Lost => Verdict::Unknown(problem(EndpointId::CreateApiSecret, fate)),
                    Fate::Refused => Verdict::Refused(problem(EndpointId::CreateApiSecret, fate)),
                };
                self.act(FormAction::Created { ticket, verdict, at: self.drill.now() });
            }
            Call::Resolve(ticket) => {
                let conclusion = match fate {
                    Fate::Done => Conclusion::Settled(Finding::NotMade),
                    Fate::Lost | Fate::Refused => Conclusion::Open(problem(EndpointId::ListApiSecrets, fate)),
                };
                self.act(FormAction::Resolved(ticket, conclusion));
            }
            Call::Run(is_leak, _, ticket, begun, stop) => {
                let news = match fate {
                    Fate::Done | Fate::Lost => run(self.drill, ticket, &begun, &stop).into(),
                    Fate::Refused => {
                        let ended = Ended::Halted(problem(begun.plan.state().endpoint(), fate));
                        VecDeque::from([bulk::Action::Ended { ticket, ended, at: self.drill.now() }])
                    }
                };
                self.calls.push(Call::News(is_leak, news));
            }
            Call::News(is_leak, mut news) => {
                let Some(action) = news.pop_front() else { return };
                self.calls.push(Call::News(is_leak, news));
                if is_leak {
                    self.act(leak::Action::Bulk(action));
                } else {
                    self.act(action);
                }
            }
            Call::Search(ticket) => {
                let result = match fate {
                    Fate::Done => Ok(Some(searched_by_index(self.drill, &[&Secret::from(LEAKED)]))),
                    Fate::Lost => Ok(None),
                    Fate::Refused => Err(problem(EndpointId::ReadIndex, fate)),
                };
                self.act(SearchAction::Searched(ticket, result, self.drill.now()));
            }
            Call::Find(ticket, wanted) => {
                let result = match fate {
                    Fate::Done => self.drill.find_copies(&wanted),
                    Fate::Lost | Fate::Refused => Err(problem(EndpointId::Find, fate)),
                };
                self.act(SearchAction::Found(ticket, result, self.drill.now()));
            }
            Call::Scan(_, ticket) => {
                let result = match fate {
                    Fate::Done => {
                        let (rows, client_id) = (self.drill.rows(), "client".into());
                        let kept = self.drill.kept.borrow();
                        let seen = kept.values().map(|kept| match kept.active {
                            true => Seen::Other,
                            false => Seen::Unread(Problem::local(EndpointId::ReadApiSecret, Code::Inactive)),
                        });
                        let seen = seen.enumerate().collect();
                        let scanned = Scanned { rows, seen, ended: Ended::Stopped, client_id };
                        Ok(Box::new((scanned, Searched::default())))
                    }
                    Fate::Lost | Fate::Refused => Err(problem(EndpointId::ListApiSecrets, fate)),
                };
                self.act(ScanAction::ScanEnded(ticket, result, self.drill.now()));
            }
        }
    }

    fn runs(&self) -> [Option<&Rc<Run>>; 2] {
        [self.vault.bulk.run.as_ref(), self.vault.leak.bulk.run.as_ref()]
    }

    /// What holds at every moment.
    fn check(&mut self) {
        let is_going = self.runs().into_iter().flatten().any(|run| run.is_going());
        assert_eq!(matches!(self.vault.busy(), Some((Busy::Run, _))), is_going);
        assert!(self.vault.is_running() || !is_going);
        if is_going || matches!(self.vault.leak.search, leak::Search::Scanning { .. }) {
            assert!(self.vault.asks_before_leaving() && self.vault.news().is_some_and(|news| news.is_going));
        }
        if self.vault.sign_in.session == Session::SignedOut {
            assert!((1..=SECRETS).all(|number| self.vault.page.known(&id(number)).is_none()));
        }
        let opened = self.vault.page.details.as_ref().map(|details| &details.identifier);
        let named = self.vault.page.view.query.opened.as_ref();
        assert!(opened.is_none() || opened == named, "the panel stands in the address");
        assert!(opened.is_none() || self.vault.sign_in.session.key().is_some(), "somebody looks at it");
        let runs: Vec<_> = self.runs().into_iter().flatten().cloned().collect();
        for run in runs {
            let counts = run.counts();
            assert_eq!(counts.settled() + counts.waiting + counts.under_way, run.bulk.len());
            let is_done = |item: &Item| matches!(item.progress(), Progress::Over(Verdict::Done(())));
            let done = run.bulk.items().filter(|(_, item)| is_done(item));
            let done: BTreeSet<_> = done.map(|(identifier, _)| identifier.clone()).collect();
            let before = self.done.insert(run.id.clone(), done.clone()).unwrap_or_default();
            assert!(before.is_subset(&done), "what was done stays so");
        }
    }

    /// Nothing that an access key saw is left, and nothing goes on for it.
    fn check_signed_out(&self) {
        let VaultModel { sign_in, page, .. } = &self.vault;
        assert_eq!(sign_in.session, Session::SignedOut);
        assert!(page.list.data.is_none() && page.create.is_none() && page.details.is_none());
        assert!(page.troubles().is_empty() && page.messages().count() == 0 && !page.is_changing());
        self.vault.secrets(&mut |secret| assert!(secret.is_empty(), "a secret is left"));
        for run in self.runs().into_iter().flatten() {
            assert!(!matches!(run.phase, bulk::Phase::Going(_)), "a run goes on for nobody");
        }
    }

    /// Once nothing is under way any more, what is shown as a state is the vault's.
    fn check_states(&self) {
        let kept = self.drill.kept.borrow();
        for (number, kept) in kept.iter() {
            if let Some(known) = self.vault.page.known(&id(*number)) {
                assert_eq!(known.state == State::Active, kept.active, "of {number}");
            }
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    let fate = prop_oneof![6 => Just(Fate::Done), 2 => Just(Fate::Lost), 1 => Just(Fate::Refused)];
    let state = prop_oneof![Just(State::Active), Just(State::Inactive)];
    let page =
        prop_oneof![Just(Route::ApiSecrets), Just(Route::Bulk), Just(Route::Leak), Just(Route::Activity)];
    let number = 1..=SECRETS;
    prop_oneof![
        40 => (0..8_usize, fate).prop_map(|(which, fate)| Event::Answer(which, fate)),
        3 => any::<bool>().prop_map(Event::SignIn),
        1 => Just(Event::SignOut),
        1 => Just(Event::Expired),
        4 => page.prop_map(Event::Show),
        3 => Just(Event::Refresh),
        2 => any::<bool>().prop_map(Event::Search),
        3 => (0..SECRETS).prop_map(Event::Toggle),
        3 => Just(Event::SelectAll),
        5 => state.clone().prop_map(Event::SwitchSelected),
        5 => Just(Event::Confirm),
        1 => Just(Event::Stop),
        2 => Just(Event::Again),
        2 => Just(Event::Undo),
        1 => Just(Event::CloseRun),
        5 => (number.clone(), state).prop_map(|(number, state)| Event::Switch(number, state)),
        2 => Just(Event::OpenForm),
        2 => Just(Event::Store),
        1 => Just(Event::Resolve),
        1 => Just(Event::CloseForm),
        2 => number.clone().prop_map(Event::Details),
        2 => proptest::option::of(number.clone()).prop_map(Event::Address),
        1 => Just(Event::CloseDetails),
        1 => number.prop_map(Event::Edit),
        2 => Just(Event::Read),
        4 => Just(Event::Paste),
        1 => Just(Event::Scan),
        4 => Just(Event::SwitchOffCopies),
        4 => Just(Event::ConfirmOff),
        1 => Just(Event::StopOff),
        1 => Just(Event::AnotherLeak),
    ]
}

fn signed_in(drill: &Drill) -> World<'_> {
    let vault = VaultModel::new("vault.example".into());
    let mut world = World { vault, drill, calls: Vec::new(), runs: 0, done: BTreeMap::new() };
    world.act(Action::Shown(Route::ApiSecrets, String::new()));
    world.happen(Event::SignIn(false));
    world.answer(0, Fate::Done);
    world.answer(0, Fate::Done);
    world
}

fn drill() -> Drill {
    Drill::new(SECRETS, |number| (number % 3 == 0).then_some(LEAKED))
}

#[test]
fn a_reading_that_ends_after_its_owner_has_gone_tells_the_next_list_nothing() {
    let drill = drill();
    let mut world = signed_in(&drill);
    world.happen(Event::Paste);
    world.answer(0, Fate::Lost);
    assert_eq!(world.vault.leak.search, leak::Search::NotOffered);
    world.happen(Event::Scan);
    assert!(matches!(world.calls[..], [Call::Scan(true, _)]));
    world.happen(Event::SignOut);
    world.answer(0, Fate::Done);
    assert!(world.calls.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_nothing_false_is_shown(events in prop::collection::vec(event(), 1..60)) {
        let drill = drill();
        let mut world = signed_in(&drill);
        for event in events {
            world.happen(event);
        }
        // Everything comes to its end, at last.
        let mut left = 10_000;
        while !world.calls.is_empty() {
            left -= 1;
            prop_assert!(left > 0, "it has no end");
            world.answer(0, Fate::Done);
        }
        world.check_states();
        world.happen(Event::SignOut);
    }
}
