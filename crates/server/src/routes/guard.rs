//! Around every request: an id, one line in the log, the headers of its family, and an answer even
//! when the handler panics.
//!
//! The log line names the route's template, never the address as sent: `?key=` in it is a secret.

use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use latchboard_contract::endpoint::configuration::{TRACKING_ID, is_tracking_id};
use tracing::Instrument;

use super::family::Family;
use crate::crypto::random;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Answers hold secrets: nobody on the way keeps them.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");

/// Answers one request.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::next();
    let family = Family::of(request.uri().path());
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let chosen = chosen_tracking_id(request.headers()).cloned();

    // At the highest level, so that the id stands beside every line whatever is switched off.
    let span = tracing::error_span!("request", %id);
    // A task of its own: it ends even when the caller hangs up, and a panic in it ends nothing else.
    let work = tokio::spawn(next.run(request).instrument(span.clone()));
    let mut response = match (work.await, family) {
        (Ok(response), _) => response,
        (Err(_), Some(family)) => family.failed().into_response(),
        (Err(_), None) => {
            let text = "The server failed; the request id leads to the cause in its log.\n";
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    };

    let headers = response.headers_mut();
    let id = id.header();
    if family.is_some() {
        headers.insert(CACHE_CONTROL, NO_STORE);
    }
    if family == Some(Family::Configuration) {
        headers.insert(TRACKING_ID, chosen.unwrap_or_else(|| id.clone()));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.insert(REFERRER_POLICY, NO_REFERRER);
    headers.insert(REQUEST_ID, id);

    let status = response.status().as_u16();
    let elsewhere = if family.is_some() { "(unknown)" } else { "(page)" };
    let route = route.as_ref().map_or(elsewhere, MatchedPath::as_str);
    let ms = started.elapsed().as_micros() / 100;
    let ms = format_args!("{}.{}", ms / 10, ms % 10);
    tracing::info!(parent: &span, method, route, status, %ms, "answered");
    response
}

/// The tracking id that the caller chose, if it is one.
fn chosen_tracking_id(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(TRACKING_ID).filter(|value| value.to_str().is_ok_and(is_tracking_id))
}

/// Whether the caller sent something as tracking id that is none.
pub(super) fn bad_tracking_id(headers: &HeaderMap) -> bool {
    headers.contains_key(TRACKING_ID) && chosen_tracking_id(headers).is_none()
}

/// The method for the log. HTTP allows any word, so another one is not repeated.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

/// Unlike any other in the logs of this server, and of the runs before it.
#[derive(Clone, Copy)]
struct RequestId {
    run: u64,
    number: u64,
}

impl RequestId {
    fn next() -> Self {
        static RUN: LazyLock<u64> =
            LazyLock::new(|| random::bytes().map(u64::from_be_bytes).unwrap_or_default());
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        Self { run: *RUN, number: NUMBER.fetch_add(1, Ordering::Relaxed) }
    }

    fn header(self) -> HeaderValue {
        HeaderValue::try_from(self.to_string()).unwrap_or(HeaderValue::from_static("unknown"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:012x}-{}", self.run >> 16, self.number)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::configuration::is_tracking_id;

    use super::RequestId;

    #[test]
    fn request_ids_differ_and_may_serve_as_tracking_ids() {
        let (one, other) = (RequestId::next().to_string(), RequestId::next().to_string());
        assert_ne!(one, other);
        assert!(is_tracking_id(&one), "{one}");
    }
}
