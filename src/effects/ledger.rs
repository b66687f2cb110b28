//! The runs that the browser keeps, in IndexedDB. What stands there is `stored_run`'s; here it is written, read and
//! dropped.
//!
//! A run is written by the tab that holds its lock and by no other. Where there are no locks nothing is kept, since
//! nobody could tell a run that goes on from one that was interrupted.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Transaction, TransactionMode,
};
use js_sys::{Array, Promise};
use latchboard_client::Transport;
use latchboard_client::transport::Browser;
use latchboard_console::bulk::{Phase, Run, RunId};
use latchboard_console::kept_runs::{Action, Effect, Kept};
use latchboard_console::stored_run::{self, WINDOW};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use yew::Callback;

use crate::preferences::note_open_runs;
use crate::ui::ids;

use super::locks::Locks;
use super::{focus_if_lost, random};

/// The only database of the page.
pub(super) const DATABASE: &str = "latchboard";
/// The heads of runs, by their names.
const RUNS: &str = "runs";
/// Chunks of their items, by name and number.
const ITEMS: &str = "items";
/// The place below which calls of a run may have been sent, by its name.
const SENT: &str = "sent";
const ALL: [&str; 3] = [RUNS, ITEMS, SENT];

/// The runs that are kept.
pub struct Ledger {
    locks: Option<Locks>,
    database: RefCell<Option<Rc<Database>>>,
    /// The runs of this tab that are kept as they stand.
    written: RefCell<HashSet<RunId>>,
    /// The runs of other tabs whose end is waited for.
    awaited: RefCell<HashSet<RunId>>,
}

/// Something could not be written or read: the storage is full, switched off or broken.
struct NotKept;

impl From<Error> for NotKept {
    fn from(_: Error) -> Self {
        Self
    }
}

impl From<serde_json::Error> for NotKept {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, NotKept>;

fn lock_of(id: &RunId) -> String {
    format!("{DATABASE}-run-{id}")
}

/// A name for a new run.
#[must_use]
pub fn run_id() -> RunId {
    let mut bytes = [0; 16];
    random(&mut bytes);
    RunId::of(bytes)
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            locks: Locks::of_browser(),
            database: RefCell::default(),
            written: RefCell::default(),
            awaited: RefCell::default(),
        }
    }
}

impl Ledger {
    async fn open(&self) -> Result<Rc<Database>> {
        if let Some(database) = &*self.database.borrow() {
            return Ok(database.clone());
        }
        let database = Rc::new(open().await?);
        self.database.replace(Some(database.clone()));
        Ok(database)
    }

    /// Takes a run for this tab and writes all of it, and that its first calls may have been sent.
    async fn write_whole(&self, run: &Run) -> Result<()> {
        if !self.locks.as_ref().ok_or(NotKept)?.take(&lock_of(&run.id)).await {
            return Err(NotKept);
        }
        self.written.borrow_mut().remove(&run.id);
        let database = self.open().await?;
        let transaction = database.transaction(&ALL, TransactionMode::ReadWrite)?;
        put(&transaction, run, 0..stored_run::chunks(run))?;
        put_sent(&transaction, &run.id, WINDOW)?;
        committed(transaction).await?;
        self.written.borrow_mut().insert(run.id.clone());
        note_open_runs(true);
        Ok(())
    }

    /// Begins to keep a run. `None`: the browser does not keep it. `failed` is called when it no longer does.
    pub(super) async fn begin(
        self: &Rc<Self>,
        run: &Run,
        failed: impl Fn() + 'static,
    ) -> Option<Rc<WriteAhead>> {
        if in_time(self.write_whole(run)).await.is_err() {
            self.drop_stale(&run.id);
            return None;
        }
        Some(Rc::new(WriteAhead {
            ledger: self.clone(),
            failed: Rc::new(failed),
            id: run.id.clone(),
            noted: Rc::new(Cell::new(WINDOW)),
            asked: Cell::new(WINDOW),
            latest: RefCell::default(),
        }))
    }

    /// Drops what is there of a run that could not be written any more: it would tell less than what was sent.
    /// `true`: it was kept so far.
    fn drop_stale(self: &Rc<Self>, id: &RunId) -> bool {
        let was_kept = self.written.borrow_mut().remove(id);
        if self.locks.as_ref().is_some_and(|locks| locks.has(&lock_of(id))) {
            let (ledger, id) = (self.clone(), id.clone());
            spawn_local(async move {
                // A full storage still deletes; one that does not even that can't be helped.
                let _ = ledger.delete(&id).await;
            });
        }
        was_kept
    }

    /// Writes what changed of a run, if it is kept, and calls `over` when its end is written. In the order of the calls, since they begin in it.
    pub(super) fn keep(
        self: &Rc<Self>,
        run: &Run,
        chunks: &BTreeSet<usize>,
        over: impl FnOnce() + 'static,
        failed: impl FnOnce() + 'static,
    ) {
        if !self.written.borrow().contains(&run.id) {
            return;
        }
        let Some(database) = self.database.borrow().clone() else { return };
        let begun = || -> Result<Transaction> {
            let transaction = database.transaction(&[RUNS, ITEMS], TransactionMode::ReadWrite)?;
            put(&transaction, run, chunks.iter().copied())?;
            Ok(transaction)
        };
        let (begun, ledger, id) = (begun(), self.clone(), run.id.clone());
        let is_over = matches!(run.phase, Phase::Over(_));
        spawn_local(async move {
            let written = match begun {
                Ok(transaction) => committed(transaction).await,
                Err(fault) => Err(fault),
            };
            match written {
                Ok(()) if is_over => over(),
                Ok(()) => {}
                // What comes later would not fit to what is there.
                Err(NotKept) => {
                    if ledger.drop_stale(&id) {
                        failed();
                    }
                }
            }
        });
    }

    /// The runs that no tab has. `changed` is called when another tab has let one go, or is gone.
    async fn list(self: &Rc<Self>, changed: impl Fn() + Clone + 'static) -> Result<Vec<Kept>> {
        let Some(locks) = &self.locks else { return Ok(Vec::new()) };
        let database = self.open().await?;
        let transaction = database.transaction(&[RUNS], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(RUNS)?;
        let (names, heads) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        let (names, heads) = (names.await?, heads.await?);
        let held: HashSet<_> = locks.all_held().await.ok_or(NotKept)?.into_iter().collect();
        let kept = names
            .iter()
            .zip(heads)
            .filter_map(|(name, head)| Kept::read(RunId::kept(&name.as_string()?), &head.as_string()?));
        let kept: Vec<_> = kept.collect();
        // Those of this tab may have been written meanwhile.
        let is_listed = |id: &RunId| kept.iter().any(|kept| kept.id == *id);
        let is_newer = self.written.borrow().iter().any(|id| !is_listed(id));
        note_open_runs(is_newer || kept.iter().any(Kept::is_open));
        let (elsewhere, free): (Vec<_>, _) =
            kept.into_iter().partition(|kept| held.contains(&lock_of(&kept.id)));
        for kept in elsewhere {
            self.await_end(kept.id, changed.clone());
        }
        Ok(free)
    }

    /// Once for each run. The lock of a tab that was killed may outlive it for a moment.
    fn await_end(self: &Rc<Self>, id: RunId, changed: impl Fn() + 'static) {
        let name = lock_of(&id);
        if self.locks.as_ref().is_none_or(|locks| locks.has(&name))
            || !self.awaited.borrow_mut().insert(id.clone())
        {
            return;
        }
        let ledger = self.clone();
        spawn_local(async move {
            if let Some(locks) = &ledger.locks {
                locks.released(&name).await;
            }
            ledger.awaited.borrow_mut().remove(&id);
            changed();
        });
    }

    /// Takes a run for this tab and reads it.
    async fn read(&self, id: &RunId) -> Result<Run> {
        let locks = self.locks.as_ref().ok_or(NotKept)?;
        if !locks.take(&lock_of(id)).await {
            return Err(NotKept);
        }
        let run = self.read_whole(id).await;
        if run.is_err() {
            locks.release(&lock_of(id));
        }
        run
    }

    async fn read_whole(&self, id: &RunId) -> Result<Run> {
        let database = self.open().await?;
        let transaction = database.transaction(&ALL, TransactionMode::ReadOnly)?;
        let name = JsValue::from_str(id.as_str());
        let head = transaction.object_store(RUNS)?.get(name.clone())?;
        let items = transaction.object_store(ITEMS)?.get_all(Some(chunks_of(id)?.into()), None)?;
        let sent = transaction.object_store(SENT)?.get(name)?;
        let (head, items, sent) = (head.await?, items.await?, sent.await?);
        let head = head.and_then(|head| head.as_string()).ok_or(NotKept)?;
        let items: Vec<_> = items.into_iter().filter_map(|chunk| chunk.as_string()).collect();
        let sent = sent.and_then(|sent| sent.as_f64()).unwrap_or_default() as usize;
        stored_run::read(id.clone(), &head, &items, sent).ok_or(NotKept)
    }

    /// This tab is done with a run, which stays.
    pub(super) fn let_go(&self, id: &RunId) {
        self.written.borrow_mut().remove(id);
        if let Some(locks) = &self.locks {
            locks.release(&lock_of(id));
        }
    }

    /// Drops a run, unless another tab has it.
    pub(super) async fn forget(&self, id: &RunId) {
        let Some(locks) = &self.locks else { return };
        if locks.take(&lock_of(id)).await {
            // What can't be dropped is there, and is offered again.
            let _ = self.delete(id).await;
            self.let_go(id);
        }
    }

    async fn delete(&self, id: &RunId) -> Result<()> {
        let database = self.open().await?;
        let transaction = database.transaction(&ALL, TransactionMode::ReadWrite)?;
        let name = JsValue::from_str(id.as_str());
        transaction.object_store(RUNS)?.delete(name.clone())?;
        transaction.object_store(SENT)?.delete(name)?;
        transaction.object_store(ITEMS)?.delete(chunks_of(id)?)?;
        committed(transaction).await
    }
}

/// Notes that calls may have been sent, some ahead of them, so that few of them have to wait for it.
pub(super) struct WriteAhead {
    ledger: Rc<Ledger>,
    /// To be told that the run is not kept any more.
    failed: Rc<dyn Fn()>,
    id: RunId,
    /// Up to here it stands in the database.
    noted: Rc<Cell<usize>>,
    /// Up to here it was asked for.
    asked: Cell<usize>,
    /// What was asked for last.
    latest: RefCell<Option<Promise>>,
}

impl WriteAhead {
    /// Waits until it is noted that the call of the item at `place` may have been sent.
    pub(super) fn record(&self, place: usize) -> impl Future<Output = ()> + use<> {
        if place + WINDOW / 2 >= self.asked.get() && self.noted.get() != usize::MAX {
            let until = place + WINDOW;
            self.asked.set(until);
            let (ledger, id, noted) = (self.ledger.clone(), self.id.clone(), self.noted.clone());
            let written = async move {
                let database = ledger.open().await?;
                let transaction = database.transaction(&[SENT], TransactionMode::ReadWrite)?;
                put_sent(&transaction, &id, until)?;
                committed(transaction).await?;
                noted.set(noted.get().max(until));
                Ok(())
            };
            let (ledger, id, failed) = (self.ledger.clone(), self.id.clone(), self.failed.clone());
            let over = self.noted.clone();
            let written = async move {
                let written: Result<()> = in_time(written).await;
                if written.is_err() {
                    // Nothing of it is kept any more, so nothing waits for that either.
                    over.set(usize::MAX);
                    if ledger.drop_stale(&id) {
                        failed();
                    }
                }
                Ok(JsValue::UNDEFINED)
            };
            self.latest.replace(Some(future_to_promise(written)));
        }
        let waits = (place >= self.noted.get()).then(|| self.latest.borrow().clone()).flatten();
        async move {
            if let Some(waits) = waits {
                // A storage that writes nothing any more stops no run.
                let _ = JsFuture::from(waits).await;
            }
        }
    }
}

/// How long a call waits for the storage. WebKit's may never answer once a page has left a connection behind.
const PATIENCE: Duration = Duration::from_secs(3);

async fn in_time<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    match select(pin!(work), pin!(Browser.sleep(PATIENCE))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(NotKept),
    }
}

async fn open() -> Result<Database> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in ALL {
                // What failed here is missed by the first transaction.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let mut database = request.await?;
    // A newer page of another tab shall not wait for this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    Ok(database)
}

fn put(transaction: &Transaction, run: &Run, chunks: impl Iterator<Item = usize>) -> Result<()> {
    let head = JsValue::from_str(&stored_run::head(run)?);
    transaction.object_store(RUNS)?.put(&head, Some(&JsValue::from_str(run.id.as_str())))?;
    let items = transaction.object_store(ITEMS)?;
    for chunk in chunks {
        let value = JsValue::from_str(&stored_run::items(run, chunk)?);
        items.put(&value, Some(&chunk_of(&run.id, chunk as f64)))?;
    }
    Ok(())
}

fn put_sent(transaction: &Transaction, id: &RunId, until: usize) -> Result<()> {
    let (name, until) = (JsValue::from_str(id.as_str()), JsValue::from_f64(until as f64));
    transaction.object_store(SENT)?.put(&until, Some(&name))?;
    Ok(())
}

async fn committed(transaction: Transaction) -> Result<()> {
    if transaction.commit()?.await?.is_committed() { Ok(()) } else { Err(NotKept) }
}

fn chunk_of(id: &RunId, chunk: f64) -> JsValue {
    Array::of2(&id.as_str().into(), &chunk.into()).into()
}

fn chunks_of(id: &RunId) -> Result<KeyRange> {
    Ok(KeyRange::bound(&chunk_of(id, 0.0), &chunk_of(id, f64::INFINITY), None, None)?)
}

/// All that is kept, as text; `None` where it can't be read.
pub(super) async fn everything() -> Option<Vec<String>> {
    let read = async || -> Result<Vec<String>> {
        let database = open().await?;
        let transaction = database.transaction(&ALL, TransactionMode::ReadOnly)?;
        let mut texts = Vec::new();
        for store in ALL {
            let store = transaction.object_store(store)?;
            let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
            for value in keys.await?.into_iter().chain(values.await?) {
                match value.as_string() {
                    Some(text) => texts.push(text),
                    None => texts.extend(js_sys::JSON::stringify(&value).map_err(|_| NotKept)?.as_string()),
                }
            }
        }
        database.close();
        Ok(texts)
    };
    in_time(read()).await.ok()
}

/// Carries out what the list of kept runs wants done.
pub(super) fn run(ledger: &Rc<Ledger>, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Load => {
            let ledger = ledger.clone();
            spawn_local(async move {
                let changed = dispatch.reform(|()| Action::Changed);
                if let Ok(kept) = in_time(ledger.list(move || changed.emit(()))).await {
                    dispatch.emit(Action::Loaded(kept));
                }
            });
        }
        Effect::Read(id) => {
            let ledger = ledger.clone();
            spawn_local(async move {
                dispatch.emit(Action::Read(in_time(ledger.read(&id)).await.ok().map(Rc::new)));
            });
        }
        Effect::Forget(id) => {
            let ledger = ledger.clone();
            spawn_local(async move {
                ledger.forget(&id).await;
                dispatch.emit(Action::Changed);
            });
        }
        Effect::FocusList => focus_if_lost(ids::KEPT_RUNS),
    }
}
