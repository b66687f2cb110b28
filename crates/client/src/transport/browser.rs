//! The browser's transport: `fetch` through gloo-net.
//!
//! A browser does not say whether a failed call was sent, so silence is never "not sent" here.

use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use latchboard_contract::http::{Method as Verb, Request, Response};
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestRedirect};
use zeroize::Zeroizing;

use super::{ANSWER_WITHIN, BaseUrl, Silence, Transport};

/// `fetch`, with everything switched off that could keep or leak what is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Transport for Browser {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let abort = AbortController::new().map_err(|_| Silence::NotSent)?;
        let signal = abort.signal();
        let _deadline = Timeout::new(millis(ANSWER_WITHIN), move || abort.abort());

        let sent = build(base, request, &signal).map_err(|_| Silence::NotSent)?;
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

fn build(
    base: &BaseUrl,
    request: &Request,
    signal: &web_sys::AbortSignal,
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
        .redirect(RequestRedirect::Error)
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
