//! One switch for many API secrets: the client's bulk run with a progress callback and an
//! `AbortSignal`. A run that was stopped goes on when it is run again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use latchboard_client::bulk::{self, CONCURRENCY, Counts, Ended, Event, Progress};
use latchboard_client::transport::Browser;
use latchboard_client::{State, Transport};
use latchboard_contract::validate::Identifier;
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use crate::arguments::{self, Result, optional};
use crate::call::Signal;
use crate::outcome::{self, Problem, Verdict, value};
use crate::sign_in::SignIn;

/// How many items of a run are where.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct BulkCounts {
    /// Not begun.
    waiting: usize,
    /// Sent, not answered yet.
    under_way: usize,
    /// The server said that it did it.
    done: usize,
    /// They were as asked before.
    already_so: usize,
    /// The server said no.
    refused: usize,
    /// Could not be sent.
    not_attempted: usize,
    /// Sent, and no answer to trust.
    unknown: usize,
}

impl From<Counts> for BulkCounts {
    fn from(counts: Counts) -> Self {
        let Counts { waiting, under_way, done, already_so, refused, not_attempted, unknown } = counts;
        Self { waiting, under_way, done, already_so, refused, not_attempted, unknown }
    }
}

/// What became of one item: any code may stand beside `unknown`, as a refusal now says nothing about an earlier attempt.
#[derive(Tsify)]
#[tsify(type = "Done | AlreadySo | Refused | NotAttempted | Unknown<Code>")]
#[expect(dead_code, reason = "a union of names in TypeScript")]
struct BulkResult;

/// An item of a run.
#[derive(Tsify)]
#[expect(dead_code, reason = "`BulkVerdict` without what became of it, in TypeScript")]
struct BulkItem {
    /// The API secret's, as digits.
    identifier: String,
}

/// An item and what became of it.
#[derive(Serialize, Tsify)]
#[tsify(type = "BulkItem & BulkResult")]
struct BulkVerdict<'a> {
    identifier: &'a str,
    verdict: Verdict,
    #[serde(flatten)]
    problem: Option<Problem>,
}

/// What is reported when an item was sent, and when its verdict is there.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct BulkProgress<'a> {
    /// The API secret's, as digits.
    identifier: &'a str,
    /// Its verdict; null while it is under way.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "BulkResult | null")]
    result: JsValue,
    /// How many items are where after this step.
    counts: BulkCounts,
    /// The server wants a rest of so many seconds; null otherwise.
    rest_seconds: Option<f64>,
}

/// How a run is carried out.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { signal: controller.signal }")]
struct BulkRunOptions {
    /// Stops the run: nothing more is sent, and what is under way is waited for. `run` goes on from there.
    #[serde(default, deserialize_with = "arguments::signal")]
    #[tsify(type = "AbortSignal")]
    signal: Option<AbortSignal>,
    /// Calls under way at a time, 1 to 256; 4 unless something else is said.
    #[serde(default, deserialize_with = "arguments::concurrency")]
    #[tsify(type = "number")]
    concurrency: Option<usize>,
    /// Called at every step. When it throws, the run stops and the promise is rejected with what it threw.
    #[serde(default, deserialize_with = "arguments::function")]
    #[tsify(type = "(progress: BulkProgress) => void")]
    on_progress: Option<Function>,
}

/// The run is over.
#[derive(Serialize, Tsify)]
struct BulkOver {
    /// `complete`: each item has its verdict. `stopped`: the signal said so.
    #[tsify(type = "\"complete\" | \"stopped\"")]
    ended: &'static str,
    /// How many items are where.
    counts: BulkCounts,
}

/// Going on had no point: the sign-in is dead, or the server does not answer or wants ever more rest.
#[derive(Serialize, Tsify)]
struct BulkHalted {
    /// Tells it apart from a run that is over.
    #[tsify(type = "\"halted\"")]
    ended: &'static str,
    /// How many items are where.
    counts: BulkCounts,
    #[serde(flatten)]
    problem: Problem,
}

/// Why a run ended.
#[derive(Tsify)]
#[tsify(type = "BulkOver | BulkHalted")]
#[expect(dead_code, reason = "a union of names in TypeScript")]
struct BulkEnded;

/// A run, shared with the promise that is carrying it out.
struct Run {
    own: Rc<SignIn>,
    /// Away while the run is under way.
    bulk: RefCell<Option<bulk::Bulk>>,
    counts: Cell<Counts>,
}

/// One switch for many API secrets, and what became of each. Made by `MySafe.bulk`. `free` ends its hold on the credentials and
/// token of the `MySafe` that made it; a run that is under way goes on, and keeps both until it ends.
#[wasm_bindgen]
pub struct Bulk(Rc<Run>);

#[wasm_bindgen]
impl Bulk {
    /// Switches everything that has no verdict yet. After a stop, run it again to go on. Until its promise is settled, every
    /// method but `free` is misuse: a `TypeError`.
    #[wasm_bindgen(unchecked_return_type = "Promise<BulkEnded>")]
    pub fn run(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "BulkRunOptions")] options: JsValue,
    ) -> Promise {
        let run = self.0.clone();
        let prepare = || {
            let BulkRunOptions { signal, concurrency, on_progress } = optional(options, "options")?;
            let signal = Signal::of(signal)?;
            Ok((
                run.take()?,
                Settings { concurrency: concurrency.unwrap_or(CONCURRENCY), on_progress, signal },
            ))
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
    ///
    /// # Errors
    ///
    /// None: counts are always numbers.
    #[wasm_bindgen(getter, unchecked_return_type = "BulkCounts")]
    pub fn counts(&self) -> Result<JsValue> {
        value(&BulkCounts::from(self.0.counts.get()))
    }

    /// All items in order, each with one verdict: what was not begun is `not_attempted`.
    ///
    /// # Errors
    ///
    /// A `TypeError` while the run is under way.
    #[wasm_bindgen(unchecked_return_type = "BulkVerdict[]")]
    pub fn verdicts(&self) -> Result<JsValue> {
        self.0.with(|bulk| {
            let verdicts = bulk.verdicts().map(|(identifier, verdict)| {
                let (verdict, problem) = outcome::parts(verdict);
                BulkVerdict { identifier: identifier.as_str(), verdict, problem }
            });
            value(&verdicts.collect::<Vec<_>>())
        })?
    }

    /// Takes the verdict back from all that are not as asked, so that `run` asks for them again. Says how many.
    ///
    /// # Errors
    ///
    /// A `TypeError` while the run is under way.
    #[wasm_bindgen(js_name = retryFailed)]
    pub fn retry_failed(&self) -> Result<u32> {
        self.0.with(|bulk| u32::try_from(bulk.retry_failed()).unwrap_or(u32::MAX))
    }

    /// The run that takes back exactly what this one is known to have changed.
    ///
    /// # Errors
    ///
    /// A `TypeError` while the run is under way.
    pub fn undo(&self) -> Result<Self> {
        let own = self.0.own.clone();
        self.0.with(|bulk| Self::of(own, bulk.undo()))
    }

    /// The identifiers of which nobody can say whether this run changed them.
    ///
    /// # Errors
    ///
    /// A `TypeError` while the run is under way.
    #[wasm_bindgen(js_name = perhapsChanged, unchecked_return_type = "Identifier[]")]
    pub fn perhaps_changed(&self) -> Result<JsValue> {
        self.0.with(|bulk| value(&bulk.perhaps_changed().map(Identifier::as_str).collect::<Vec<_>>()))?
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

/// The options of a run.
struct Settings {
    concurrency: usize,
    on_progress: Option<Function>,
    signal: Signal,
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
        let identifiers: Vec<Identifier> =
            bulk.verdicts().map(|(identifier, _)| identifier.clone()).collect();
        let mut thrown = None;
        let report = |Event { index, item, counts, rest_until }: Event| {
            self.counts.set(counts);
            let Some(callback) = on_progress.as_ref().filter(|_| thrown.is_none()) else { return };
            let event = || {
                value(&BulkProgress {
                    identifier: identifiers[index].as_str(),
                    result: match item.progress() {
                        Progress::Over(verdict) => outcome::plain(verdict.clone())?,
                        Progress::Waiting | Progress::Sent => JsValue::NULL,
                    },
                    counts: counts.into(),
                    rest_seconds: rest_until
                        .map(|until| until.saturating_sub(Browser.now()).as_millis() as f64 / 1000.0),
                })
            };
            if let Err(error) = event().and_then(|event| callback.call1(&JsValue::UNDEFINED, &event)) {
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
        let counts = self.counts.get().into();
        match ended {
            Ended::Complete => value(&BulkOver { ended: "complete", counts }),
            Ended::Stopped => value(&BulkOver { ended: "stopped", counts }),
            Ended::Halted(problem) => value(&BulkHalted { ended: "halted", counts, problem: problem.into() }),
        }
    }
}

fn under_way() -> JsValue {
    js_sys::TypeError::new("this run is under way: wait for the promise of run() first").into()
}
