//! The browser's transport: `fetch` through gloo-net.
//!
//! A browser does not say whether a failed call was sent, so silence is never "not sent" here.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use latchboard_contract::endpoint::Family;
use latchboard_contract::http::{Method as Verb, Request, Response};
use web_sys::wasm_bindgen::JsCast;
use web_sys::{
    AbortController, AbortSignal, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
    ResponseType, SecurityPolicyViolationEvent,
};
use zeroize::Zeroizing;

use super::{ANSWER_WITHIN, BaseUrl, Seen, Silence, Transport};

/// A browser reports a breach of the page's policy in a task of its own, after the call failed.
const REPORTED_WITHIN: Duration = Duration::from_millis(100);

/// `fetch`, with everything switched off that could keep or leak what is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Transport for Browser {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let (_deadline, signal) = deadline().ok_or(Silence::NotSent)?;
        let sent = build(base, request, &signal, RequestRedirect::Error).map_err(|_| Silence::NotSent)?;
        let silence = |_| if signal.aborted() { Silence::TimedOut } else { Silence::NoAnswer };
        let answer = sent.send().await.map_err(silence)?;
        let headers: Vec<_> = answer.headers().entries().collect();
        let body = answer.binary().await.map_err(silence)?;
        let response = Response::new(answer.status()).body(body);
        Ok(headers.into_iter().fold(response, |response, (name, value)| response.header(&name, value)))
    }

    fn now(&self) -> Duration {
        // Not performance.now(): it stands still while the machine sleeps, tokens don't.
        Duration::from_secs_f64(js_sys::Date::now() / 1000.0)
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
        let online = window.as_ref().is_none_or(|window| window.navigator().on_line());
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
                seen.answers_unread = Some(answers(base, &request).await);
            }
        }
        seen
    }
}

/// The answer; `None` for one that leads elsewhere.
async fn open(base: &BaseUrl, request: &Request) -> Result<Option<Response>, Silence> {
    let (_deadline, signal) = deadline().ok_or(Silence::NotSent)?;
    // Not followed, so that nothing is asked of a server that nobody named; but noticed.
    let sent = build(base, request, &signal, RequestRedirect::Manual).map_err(|_| Silence::NotSent)?;
    let silence = |_| if signal.aborted() { Silence::TimedOut } else { Silence::NoAnswer };
    let answer = sent.send().await.map_err(silence)?;
    if answer.type_() == ResponseType::Opaqueredirect {
        return Ok(None);
    }
    let body = answer.binary().await.map_err(silence)?;
    Ok(Some(Response::new(answer.status()).body(body)))
}

/// Whether anybody answers, with permission to be read or without.
async fn answers(base: &BaseUrl, request: &Request) -> bool {
    let Some((_deadline, signal)) = deadline() else { return false };
    let url = format!("{}{}", base.as_str(), request.path);
    let builder = RequestBuilder::new(&url)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&signal));
    match builder.build() {
        Ok(request) => request.send().await.is_ok(),
        Err(_) => false,
    }
}

/// Gives up after [`ANSWER_WITHIN`], for as long as the first value lives.
fn deadline() -> Option<(Timeout, AbortSignal)> {
    let abort = AbortController::new().ok()?;
    let signal = abort.signal();
    Some((Timeout::new(millis(ANSWER_WITHIN), move || abort.abort()), signal))
}

fn build(
    base: &BaseUrl,
    request: &Request,
    signal: &AbortSignal,
    redirect: RequestRedirect,
) -> Result<gloo_net::http::Request, gloo_net::Error> {
    let target = request.path_and_query();
    let url = Zeroizing::new(format!("{}{}", base.as_str(), target.as_str()));
    let method = match request.method {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
    };
    let mut builder = RequestBuilder::new(&url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(redirect)
        .abort_signal(Some(signal));
    if let Some(authorization) = request.authorization() {
        builder = builder.header("authorization", authorization);
    }
    match &request.body {
        Some(body) => builder.header("content-type", body.content_type).body(body.text.as_str()),
        None => builder.build(),
    }
}

fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
