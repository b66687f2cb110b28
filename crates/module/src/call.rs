//! One call under way: its promise, and the `AbortSignal` that may end it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use latchboard_client::transport::{Browser, Silence};
use latchboard_client::{BaseUrl, CancellationToken, Transport, Verdict};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::{Request, Response};
use serde::Deserialize;
use tsify::Tsify;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use crate::arguments::{self, Result, optional};
use crate::outcome;

/// `fetch`, and what it was used for: a call that is aborted before that was not attempted.
#[derive(Clone, Default)]
pub(crate) struct Sender {
    sent: Rc<Cell<Option<EndpointId>>>,
}

impl Transport for Sender {
    async fn send(&self, base: &BaseUrl, request: &Request) -> std::result::Result<Response, Silence> {
        self.sent.set(Some(request.endpoint));
        Browser.send(base, request).await
    }

    fn now(&self) -> Duration {
        Browser.now()
    }

    async fn sleep(&self, duration: Duration) {
        Browser.sleep(duration).await;
    }

    fn chance(&self) -> f64 {
        Browser.chance()
    }
}

/// What every call may be given.
#[derive(Default, Deserialize, Tsify)]
#[serde(expecting = "an object such as { signal: controller.signal }")]
pub(crate) struct CallOptions {
    /// Ends the call. What was not sent by then is `not_attempted` with the code `stopped`; what was sent is `unknown`, since
    /// the server may have done it. A sign-in on the way to a call is not yet the call.
    #[serde(default, deserialize_with = "arguments::signal")]
    #[tsify(type = "AbortSignal")]
    pub(crate) signal: Option<AbortSignal>,
}

/// A call under way: what it comes to, as the object that JavaScript gets.
pub(crate) type Call = Pin<Box<dyn Future<Output = Result<JsValue>>>>;

/// What a call is, and what is said when it was aborted.
pub(crate) struct Asked {
    pub(crate) endpoint: EndpointId,
    pub(crate) aborted: fn(Verdict<()>) -> Result<JsValue>,
}

impl Asked {
    /// A call whose verdict is asked for.
    pub(crate) const fn of(endpoint: EndpointId) -> Self {
        Self { endpoint, aborted: outcome::plain }
    }
}

impl Sender {
    /// What `call` comes to; when `signal` says stop, the call is dropped, which ends its request,
    /// and the verdict says what can be said then.
    async fn until(self, signal: Signal, asked: Asked, mut call: Call) -> Result<JsValue> {
        let Asked { endpoint, aborted } = asked;
        let own = Cell::new(false);
        // The transport is shared by all calls of a sign-in: what is sent while this one is polled
        // was sent by this one. What is asked on the way to a call is not the call.
        let watched = poll_fn(|context| {
            self.sent.set(None);
            let polled = call.as_mut().poll(context);
            let on_the_way = [EndpointId::Token, EndpointId::ReadCapabilities];
            let sent = self.sent.get().is_some_and(|sent| sent == endpoint || !on_the_way.contains(&sent));
            own.set(own.get() || sent);
            polled
        });
        match signal.stop.unless_cancelled(watched).await {
            Ok(result) => result,
            Err(_) if own.get() => {
                aborted(Verdict::Unknown(Problem::local(endpoint, Code::ConnectionFailed)))
            }
            Err(_) => aborted(Verdict::NotAttempted(Problem::local(endpoint, Code::Stopped))),
        }
    }
}

/// An `AbortSignal` that is listened to as long as this lives.
pub(crate) struct Signal {
    pub(crate) stop: CancellationToken,
    listener: Option<(AbortSignal, Closure<dyn FnMut()>)>,
}

impl Signal {
    pub(crate) fn of(signal: Option<AbortSignal>) -> Result<Self> {
        let stop = CancellationToken::new();
        let Some(signal) = signal else { return Ok(Self { stop, listener: None }) };
        if signal.aborted() {
            stop.cancel();
            return Ok(Self { stop, listener: None });
        }
        let asked = stop.clone();
        let listener = Closure::new(move || asked.cancel());
        signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref())?;
        Ok(Self { stop, listener: Some((signal, listener)) })
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        if let Some((signal, listener)) = &self.listener {
            // It has no way to fail for a listener that is there.
            let _removed =
                signal.remove_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
        }
    }
}

/// The promise of a call with the usual options; what was read of its arguments is `call`, and misuse rejects it.
pub(crate) fn promise(sender: Sender, asked: Asked, options: JsValue, call: Result<Call>) -> Promise {
    let signal = optional(options, "options").map(|CallOptions { signal }| signal);
    settle(sender, asked, signal, call)
}

/// The same for a call whose options hold more than a signal.
pub(crate) fn settle(
    sender: Sender,
    asked: Asked,
    signal: Result<Option<AbortSignal>>,
    call: Result<Call>,
) -> Promise {
    let prepared = call.and_then(|call| Ok((call, Signal::of(signal?)?)));
    match prepared {
        Ok((call, signal)) => future_to_promise(sender.until(signal, asked, call)),
        Err(error) => Promise::reject(&error),
    }
}
