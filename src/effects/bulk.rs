//! What bulk runs want done: the calls themselves, and their news a few times a second.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::time::Duration;

use futures_util::future::select;
use latchboard_client::bulk::{Ended, Event, Item, Progress};
use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport, Vault};
use latchboard_console::bulk::{Action, CONCURRENCY, Effect, Run, moment};
use latchboard_console::journal::{Entry, Target};
use latchboard_console::receipt::Receipt;
use latchboard_console::server_choice::ServerChoice;
use latchboard_console::{Ticket, Timestamp};
use latchboard_contract::endpoint::{EndpointId, Extension, Family};
use latchboard_contract::error::Problem;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;

use super::context::Context;
use super::ledger::Ledger;
use super::{download, focus, focus_if_lost};
use crate::clock::now;

/// News are collected this long at least: a page that is drawn for each of thousands of answers has no time
/// for the next call.
pub(super) const NEWS_EVERY: Duration = Duration::from_millis(100);
/// How often a run is told that nothing came.
const TICK: Duration = Duration::from_secs(1);

/// The same for a run of so many calls: what takes half a minute need not move ten times a second, and what is drawn
/// keeps calls waiting.
fn news_every(count: usize) -> Duration {
    NEWS_EVERY.max(Duration::from_millis((count / 4).min(500) as u64))
}

pub fn run(context: &Context, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Run { ticket, run, stop } => {
            spawn_local(send(context.services.clone(), context.ledger.clone(), ticket, run, stop, dispatch));
        }
        Effect::Keep { run, chunks } => {
            let (id, kept) = (run.id.clone(), context.kept.clone());
            let not_kept = move || dispatch.emit(Action::NotKept(id));
            context.ledger.keep(&run, &chunks, move || kept.emit(()), not_kept);
        }
        Effect::LetGo(id) => {
            context.ledger.let_go(&id);
            context.kept.emit(());
        }
        Effect::Forget(id) => {
            let (ledger, kept) = (context.ledger.clone(), context.kept.clone());
            spawn_local(async move {
                ledger.forget(&id).await;
                kept.emit(());
            });
        }
        Effect::Stop(stop) => stop.cancel(),
        Effect::FocusCount => focus(ids::BULK_COUNT),
        Effect::FocusRun => {
            focus(ids::BULK_RUN);
            // The run that was closed is in the list now.
            focus_if_lost(ids::KEPT_RUNS);
        }
        Effect::FocusRunIfLost => focus_if_lost(ids::BULK_RUN),
    }
}

/// Keeps the run, then sends its calls; what becomes of them is told a few times a second.
async fn send(
    services: Rc<Services>,
    ledger: Rc<Ledger>,
    ticket: Ticket,
    run: Rc<Run>,
    stop: CancellationToken,
    dispatch: Callback<Action>,
) {
    let mut bulk = run.bulk.clone();
    let (failed, id) = (dispatch.clone(), run.id.clone());
    let ahead = ledger.begin(&run, move || failed.emit(Action::NotKept(id.clone()))).await;
    if ahead.is_none() {
        dispatch.emit(Action::NotKept(run.id.clone()));
    }
    drop(run);
    let endpoint = bulk.state().endpoint();
    let vault = match services.vault(endpoint) {
        Ok(vault) => vault,
        Err(problem) => {
            let ended = Ended::Halted(problem);
            return dispatch.emit(Action::Ended { ticket, ended, at: now() });
        }
    };
    dispatch.emit(Action::Sent(ticket, vault.client_id().into()));
    let identifiers: Vec<_> = bulk.items().map(|(identifier, _)| identifier.clone()).collect();
    let news = Rc::new(News::new(ticket, news_every(bulk.len()), dispatch));
    spawn_local(tick(Rc::downgrade(&news)));
    let record = |place| {
        let recorded = ahead.as_ref().map(|ahead| ahead.record(place));
        async move {
            if let Some(recorded) = recorded {
                recorded.await;
            }
        }
    };
    let ended = bulk
        .run_recorded(&vault, CONCURRENCY, &stop, record, |event| {
            if let Progress::Over(verdict) = event.item.progress() {
                let which = identifiers.get(event.index).cloned();
                let about = which.map_or(Target::Vault, Target::ApiSecret);
                services.report(Entry::of(endpoint, about, verdict, now()));
            }
            news.note(event);
        })
        .await;
    news.tell();
    news.dispatch.emit(Action::Ended { ticket, ended, at: now() });
}

/// Lets a run know of the time that goes by without an answer.
async fn tick(news: Weak<News>) {
    loop {
        Browser.sleep(TICK).await;
        let Some(news) = news.upgrade() else { return };
        if !news.is_told.take() {
            news.dispatch.emit(Action::Ticked { ticket: news.ticket, at: now() });
        }
    }
}

/// The news of a run that nobody was told yet.
struct News {
    ticket: Ticket,
    every: Duration,
    dispatch: Callback<Action>,
    changes: RefCell<Vec<(usize, Item)>>,
    rest_until: Cell<Option<Timestamp>>,
    /// Since the last tick.
    is_told: Cell<bool>,
}

impl News {
    fn new(ticket: Ticket, every: Duration, dispatch: Callback<Action>) -> Self {
        let (changes, rest_until, is_told) = Default::default();
        Self { ticket, every, dispatch, changes, rest_until, is_told }
    }

    fn note(self: &Rc<Self>, event: Event) {
        let mut changes = self.changes.borrow_mut();
        if changes.is_empty() {
            let news = self.clone();
            spawn_local(async move {
                Browser.sleep(news.every).await;
                news.tell();
            });
        }
        changes.push((event.index, event.item));
        self.rest_until.set(event.rest_until.map(moment).or(self.rest_until.get()));
    }

    fn tell(&self) {
        let (changes, rest_until) = (self.changes.take(), self.rest_until.take());
        if !changes.is_empty() {
            self.is_told.set(true);
            self.dispatch.emit(Action::Progressed { ticket: self.ticket, changes, rest_until, at: now() });
        }
    }
}

/// Hands a receipt to the browser as a file, with what the server's audit log proves of it; without that where there is none,
/// or it does not answer.
pub fn download_receipt(services: &Services, receipt: impl Fn() -> Receipt + 'static) -> Callback<()> {
    let (vault, server) = (services.vault(EndpointId::ReadAudit).ok(), server(services));
    Callback::from(move |()| {
        let receipt = receipt();
        let vault = vault.clone().filter(|_| receipt.server == server);
        spawn_local(async move {
            let mut log = Vec::new();
            if let Some(vault) = vault {
                let asked = pin!(prove(&vault, &receipt, &mut log));
                // With those that came in time. The receipt itself must not wait for a server that is silent.
                let _ = select(asked, pin!(Browser.sleep(PROOFS_WITHIN))).await;
            }
            // Nothing is lost where the browser does not take it: the button is still there.
            let _ = download(&receipt.file_name, "application/json", &receipt.with_log(&log));
        });
    })
}

/// How long a receipt waits for what the log proves.
const PROOFS_WITHIN: Duration = Duration::from_secs(4);

async fn prove(vault: &Vault<Browser>, receipt: &Receipt, log: &mut Vec<String>) -> Result<(), Problem> {
    let offered = vault.capabilities().await?;
    if offered.is_some_and(|offered| offered.extensions.contains(&Extension::Audit)) {
        for part in receipt.calls.parts() {
            log.push(vault.proofs(&part).await?);
        }
    }
    Ok(())
}

/// The server that is asked, as a receipt names it.
#[must_use]
pub fn server(services: &Services) -> String {
    match &services.choices()[Family::Vault as usize] {
        ServerChoice::Here | ServerChoice::Gateway => {
            [&*super::shell::page_host(), services.base(Family::Vault).as_str()].concat()
        }
        ServerChoice::Elsewhere(address) => address.as_str().to_owned(),
    }
}
