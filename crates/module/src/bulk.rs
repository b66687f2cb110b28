//! One switch for many API secrets: the client's bulk run with a progress callback and an
//! `AbortSignal`. A run that was stopped goes on when it is run again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use latchboard_client::bulk::{self, CONCURRENCY, Counts, Ended, Event, Progress};
use latchboard_client::transport::Browser;
use latchboard_client::{State, Transport};
use latchboard_contract::validate::Identifier;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use crate::call::{Signal, options};
use crate::js::{Members, Object, Result, list, misuse, number};
use crate::my_safe::SignIn;
use crate::outcome;

/// More calls than this at a time no browser makes to one server.
const MOST_AT_A_TIME: f64 = 256.0;

/// A run, shared with the promise that is carrying it out.
struct Run {
    own: Rc<SignIn>,
    /// Away while the run is under way.
    bulk: RefCell<Option<bulk::Bulk>>,
    counts: Cell<Counts>,
}

/// `Bulk`, see the types.
#[wasm_bindgen(skip_typescript)]
pub struct Bulk(Rc<Run>);

#[wasm_bindgen]
impl Bulk {
    /// Switches everything that has no verdict yet.
    #[wasm_bindgen(skip_typescript)]
    pub fn run(&self, given: JsValue) -> Promise {
        let run = self.0.clone();
        let prepare = || {
            let options = options(given)?;
            let settings = Settings::read(&options)?;
            let bulk = run.take()?;
            Ok((bulk, settings))
        };
        match prepare() {
            Ok((bulk, settings)) => {
                let run = self.0.clone();
                future_to_promise(async move { run.carry_out(bulk, settings).await })
            }
            Err(error) => Promise::reject(&error),
        }
    }

    /// How many items are where, also while the run is under way.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn counts(&self) -> JsValue {
        of_counts(self.0.counts.get()).into()
    }

    /// All items with their verdicts.
    ///
    /// # Errors
    ///
    /// Throws while the run is under way.
    #[wasm_bindgen(skip_typescript)]
    pub fn verdicts(&self) -> Result<Array> {
        self.0.with(|bulk| {
            list(bulk.verdicts().map(|(identifier, verdict)| {
                let object = outcome::plain(&verdict);
                object.with("identifier", identifier.as_str())
            }))
        })
    }

    /// Takes the verdict back from everything that is not as asked; says how many.
    ///
    /// # Errors
    ///
    /// Throws while the run is under way.
    #[wasm_bindgen(js_name = retryFailed, skip_typescript)]
    pub fn retry_failed(&self) -> Result<u32> {
        self.0.with(|bulk| u32::try_from(bulk.retry_failed()).unwrap_or(u32::MAX))
    }

    /// The run that takes back exactly what this one is known to have changed.
    ///
    /// # Errors
    ///
    /// Throws while the run is under way.
    #[wasm_bindgen(skip_typescript)]
    pub fn undo(&self) -> Result<Self> {
        let own = self.0.own.clone();
        self.0.with(|bulk| Self::of(own, bulk.undo()))
    }

    /// The items of which nobody can say whether this run changed them.
    ///
    /// # Errors
    ///
    /// Throws while the run is under way.
    #[wasm_bindgen(js_name = perhapsChanged, skip_typescript)]
    pub fn perhaps_changed(&self) -> Result<Array> {
        self.0.with(|bulk| {
            list(bulk.perhaps_changed().map(|identifier| JsValue::from_str(identifier.as_str())))
        })
    }
}

impl Bulk {
    pub(crate) fn new(own: Rc<SignIn>, state: State, identifiers: Vec<Identifier>) -> Self {
        Self::of(own, bulk::Bulk::new(state, identifiers))
    }

    fn of(own: Rc<SignIn>, bulk: bulk::Bulk) -> Self {
        let counts = Cell::new(bulk.counts());
        Self(Rc::new(Run { own, bulk: RefCell::new(Some(bulk)), counts }))
    }
}

impl Run {
    fn take(&self) -> Result<bulk::Bulk> {
        self.bulk.take().ok_or_else(under_way)
    }

    /// Looks at the run, or changes it, between two turns.
    fn with<T>(&self, look: impl FnOnce(&mut bulk::Bulk) -> T) -> Result<T> {
        let mut bulk = self.take()?;
        let seen = look(&mut bulk);
        self.counts.set(bulk.counts());
        self.bulk.replace(Some(bulk));
        Ok(seen)
    }

    async fn carry_out(&self, mut bulk: bulk::Bulk, settings: Settings) -> Result<JsValue> {
        let Settings { concurrency, on_progress, signal } = settings;
        let identifiers: Vec<JsValue> =
            bulk.verdicts().map(|(identifier, _)| JsValue::from_str(identifier.as_str())).collect();
        let mut thrown = None;
        let report = |Event { index, item, counts, rest_until }: Event| {
            self.counts.set(counts);
            let Some(callback) = on_progress.as_ref().filter(|_| thrown.is_none()) else { return };
            let result = match item.progress() {
                Progress::Over(verdict) => outcome::plain(verdict).into(),
                Progress::Waiting | Progress::Sent => JsValue::NULL,
            };
            let rest =
                rest_until.map(|until| until.saturating_sub(Browser.now()).as_millis() as f64 / 1000.0);
            let event = Object::new()
                .with("identifier", &identifiers[index])
                .with("result", result)
                .with("counts", of_counts(counts))
                .with("restSeconds", number(rest));
            if let Err(error) = callback.call1(&JsValue::UNDEFINED, &event.into()) {
                // Nobody watches any more: nothing further is sent, and the caller hears of it.
                thrown = Some(error);
                signal.stop.cancel();
            }
        };
        let ended = bulk.run(&self.own.vault, concurrency, &signal.stop, report).await;
        self.counts.set(bulk.counts());
        self.bulk.replace(Some(bulk));
        if let Some(error) = thrown {
            return Err(error);
        }
        let end = |how: &str| Object::new().with("ended", how).with("counts", of_counts(self.counts.get()));
        Ok(match &ended {
            Ended::Complete => end("complete").into(),
            Ended::Stopped => end("stopped").into(),
            Ended::Halted(problem) => outcome::with_problem(end("halted"), problem).into(),
        })
    }
}

/// The options of a run.
struct Settings {
    concurrency: usize,
    on_progress: Option<Function>,
    signal: Signal,
}

impl Settings {
    fn read(options: &Members<'_>) -> Result<Self> {
        let on_progress = options.get("onProgress")?;
        let on_progress = if on_progress.is_undefined() {
            None
        } else {
            let expected = "a function of one argument";
            Some(on_progress.dyn_into().map_err(|_| misuse(&options.named("onProgress"), expected))?)
        };
        let concurrency = options.get("concurrency")?;
        let concurrency = if concurrency.is_undefined() {
            CONCURRENCY
        } else {
            concurrency
                .as_f64()
                .filter(|number| number.fract() == 0.0 && (1.0..=MOST_AT_A_TIME).contains(number))
                .map(|number| number as usize)
                .ok_or_else(|| misuse(&options.named("concurrency"), "a whole number from 1 to 256"))?
        };
        Ok(Self { concurrency, on_progress, signal: Signal::of(options)? })
    }
}

fn under_way() -> JsValue {
    js_sys::TypeError::new("this run is under way: wait for the promise of run() first").into()
}

fn of_counts(counts: Counts) -> Object {
    let count = |count: usize| count as f64;
    Object::new()
        .with("waiting", count(counts.waiting))
        .with("underWay", count(counts.under_way))
        .with("done", count(counts.done))
        .with("alreadySo", count(counts.already_so))
        .with("refused", count(counts.refused))
        .with("notAttempted", count(counts.not_attempted))
        .with("unknown", count(counts.unknown))
}
