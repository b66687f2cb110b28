//! The transport of everything that has `fetch`: pages, workers, Node.js. Calls go through gloo-net.
//!
//! A request is made here and not by gloo-net's builder, which leaves copies of the address, and so of the keys in it,
//! in memory. Calls ask the global scope only, since a worker has no `window`. A browser does not say whether a
//! failed call was sent, so silence is never "not sent" here; but nothing is sent while it says that it is offline.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_net::http;
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use latchboard_contract::endpoint::{ANSWER_HEADERS, Family};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::idempotency;
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReadableStreamReadResult, RequestCache,
    RequestCredentials, RequestInit, RequestMode, RequestRedirect, ResponseType,
    SecurityPolicyViolationEvent,
};
use zeroize::Zeroizing;

use super::{ANSWER_WITHIN, BaseUrl, Piece, Seen, Silence, Transport};

/// A browser reports a breach of the page's policy in a task of its own, after the call failed.
const REPORTED_WITHIN: Duration = Duration::from_millis(100);

/// A long answer lets the page draw this often: pieces that are there already would keep it from that.
const DRAWN_EVERY: Duration = Duration::from_millis(50);

/// `fetch`, with everything switched off that could keep or leak what is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

/// Ends the call that it belongs to when the time is over, or nobody waits for it any more.
struct Deadline {
    abort: AbortController,
    _timeout: Timeout,
    /// The answer was read to its end: there is nothing to give up.
    over: Cell<bool>,
}

impl Deadline {
    /// Gives up after [`ANSWER_WITHIN`].
    fn new() -> Result<Self, Silence> {
        let abort = AbortController::new().map_err(|_| Silence::NotSent)?;
        let timeout = Self::timeout(&abort);
        Ok(Self { abort, _timeout: timeout, over: Cell::new(false) })
    }

    fn timeout(abort: &AbortController) -> Timeout {
        let late = abort.clone();
        Timeout::new(millis(ANSWER_WITHIN), move || late.abort())
    }

    /// Something came: the time begins anew.
    fn extend(&mut self) {
        self._timeout = Self::timeout(&self.abort);
    }

    fn silence(&self) -> Silence {
        if self.abort.signal().aborted() { Silence::TimedOut } else { Silence::NoAnswer }
    }

    /// Sends `request`; what comes back has its body still to be read.
    async fn begin(
        &self,
        base: &BaseUrl,
        request: &Request,
        redirect: RequestRedirect,
    ) -> Result<http::Response, Silence> {
        // A server on this machine answers without any network.
        if is_offline() && !answers(base, "/").await {
            return Err(Silence::NotSent);
        }
        let sent = build(base, request, &self.abort.signal(), redirect).map_err(|_| Silence::NotSent)?;
        http::Request::from(sent).send().await.map_err(|_| self.silence())
    }

    /// Sends `request`, and reads the whole answer unless it leads elsewhere.
    async fn answer(
        &self,
        base: &BaseUrl,
        request: &Request,
        redirect: RequestRedirect,
    ) -> Result<Option<Response>, Silence> {
        let answer = self.begin(base, request, redirect).await?;
        if answer.type_() == ResponseType::Opaqueredirect {
            return Ok(None);
        }
        self.whole(answer).await.map(Some)
    }

    async fn whole(&self, answer: http::Response) -> Result<Response, Silence> {
        let silence = |_| self.silence();
        let (status, headers) = (answer.status(), answer.headers());
        // gloo-net's own way to the bytes leaves a copy of them behind.
        let answer = web_sys::Response::from(answer);
        let body = JsFuture::from(answer.array_buffer().map_err(silence)?).await.map_err(silence)?;
        self.over.set(true);
        let body = Uint8Array::new(body.unchecked_ref::<ArrayBuffer>());
        let response = Response::new(status).body(body.to_vec());
        // It may hold an admin key, and is nobody else's.
        body.fill(0, 0, body.length());
        Ok(with_headers(response, &headers))
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if !self.over.get() {
            self.abort.abort();
        }
    }
}

impl Transport for Browser {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let answer = Deadline::new()?.answer(base, request, RequestRedirect::Error).await?;
        // A redirect is an error here, and none comes as an answer.
        answer.ok_or(Silence::NoAnswer)
    }

    async fn stream(&self, base: &BaseUrl, request: &Request, piece: Piece<'_>) -> Result<Response, Silence> {
        let mut deadline = Deadline::new()?;
        let answer = deadline.begin(base, request, RequestRedirect::Error).await?;
        let Some(body) = answer.body().filter(|_| answer.ok()) else { return deadline.whole(answer).await };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let mut drawn = self.now();
        loop {
            deadline.extend();
            let read = JsFuture::from(reader.read()).await.map_err(|_| deadline.silence())?;
            let read: ReadableStreamReadResult = read.unchecked_into();
            if read.get_done() == Some(true) {
                deadline.over.set(true);
                break;
            }
            let bytes: Uint8Array = read.get_value().unchecked_into();
            if piece(&bytes.to_vec()).is_break() {
                break;
            }
            if self.now() > drawn + DRAWN_EVERY {
                self.sleep(Duration::ZERO).await;
                drawn = self.now();
            }
        }
        Ok(with_headers(Response::new(answer.status()), &answer.headers()))
    }

    fn now(&self) -> Duration {
        // Not performance.now(): it stands still while the machine sleeps, tokens don't.
        Duration::from_millis(js_sys::Date::now() as u64)
    }

    async fn sleep(&self, duration: Duration) {
        TimeoutFuture::new(millis(duration)).await;
    }

    fn chance(&self) -> f64 {
        js_sys::Math::random()
    }
}

impl Browser {
    /// Asks the server at `base` for `family`, without any credential, and tells what a page can
    /// know about it. Where the answer may not be read, a second question finds out if there is one.
    pub async fn probe(&self, base: &BaseUrl, family: Family) -> Seen {
        let window = web_sys::window();
        let online = !is_offline();
        let forbidden = Rc::new(Cell::new(false));
        let _listening = window.and_then(|window| window.document()).map(|document| {
            let forbidden = forbidden.clone();
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                let breach = event.dyn_ref::<SecurityPolicyViolationEvent>();
                let ours = breach.is_some_and(|breach| breach.effective_directive() == "connect-src");
                forbidden.set(forbidden.get() || ours);
            })
        });
        let request = family.probe();
        let mut seen = Seen {
            answer: Err(Silence::NotSent),
            redirected: false,
            answers_unread: None,
            forbidden_here: false,
            online,
        };
        seen.answer = match open(base, &request).await {
            Ok(None) => {
                seen.redirected = true;
                Err(Silence::NoAnswer)
            }
            Ok(Some(response)) => Ok((response.status, family.recognise(&response))),
            Err(silence) => Err(silence),
        };
        if seen.answer.is_err() && !seen.redirected {
            self.sleep(REPORTED_WITHIN).await;
            seen.forbidden_here = forbidden.get();
            if !seen.forbidden_here {
                seen.answers_unread = Some(answers(base, &request.path).await);
            }
        }
        seen
    }
}

/// The answer; `None` for one that leads elsewhere.
async fn open(base: &BaseUrl, request: &Request) -> Result<Option<Response>, Silence> {
    // Not followed, so that nothing is asked of a server that nobody named; but noticed.
    Deadline::new()?.answer(base, request, RequestRedirect::Manual).await
}

/// Whether the browser says that there is no network. Node.js says nothing.
fn is_offline() -> bool {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let online = member(&js_sys::global(), "navigator").and_then(|navigator| member(&navigator, "onLine"));
    online.is_some_and(|online| online == JsValue::FALSE)
}

/// Whether anybody answers, with permission to be read or without.
async fn answers(base: &BaseUrl, path: &str) -> bool {
    let Ok(deadline) = Deadline::new() else { return false };
    let url = [base.as_str(), path].concat();
    let init = guarded(&deadline.abort.signal());
    init.set_mode(RequestMode::NoCors);
    match web_sys::Request::new_with_str_and_init(&url, &init) {
        Ok(request) => http::Request::from(request).send().await.is_ok(),
        Err(_) => false,
    }
}

/// With everything switched off that could keep or leak what is sent.
fn guarded(signal: &AbortSignal) -> RequestInit {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(signal));
    init
}

fn build(
    base: &BaseUrl,
    request: &Request,
    signal: &AbortSignal,
    redirect: RequestRedirect,
) -> Result<web_sys::Request, JsValue> {
    let target = request.path_and_query();
    // One allocation, so that no half-grown copy of the key in it stays in memory.
    let mut url = Zeroizing::new(String::with_capacity(base.as_str().len() + target.len()));
    url.push_str(base.as_str());
    url.push_str(&target);
    let init = guarded(signal);
    init.set_method(request.method.as_str());
    init.set_redirect(redirect);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(&body.text));
    }
    let built = web_sys::Request::new_with_str_and_init(&url, &init)?;
    if let Some(body) = &request.body {
        built.headers().set("content-type", body.content_type)?;
    }
    if let Some(key) = &request.idempotency_key {
        built.headers().set(idempotency::HEADER, &key.header_value())?;
    }
    if let Some((name, value)) = &request.condition {
        built.headers().set(name, value)?;
    }
    if let Some(authorization) = request.authorization() {
        built.headers().set("authorization", authorization)?;
    }
    Ok(built)
}

/// Those that matter: each takes calls from WebAssembly into JavaScript and a copy of its text.
fn with_headers(response: Response, headers: &http::Headers) -> Response {
    let read = ANSWER_HEADERS.into_iter().filter_map(|name| Some((name, headers.get(name)?)));
    read.fold(response, |response, (name, value)| response.header(name, value))
}

fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
