//! Around every request: the checks that come before all others, an id, one line in the log, one more
//! in the counts, the headers of its family, and an answer even when the handler panics.
//!
//! The log line names the route's template, never the address as sent: `?key=` in it is a secret.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use latchboard_contract::audit::RequestId;
use latchboard_contract::endpoint::Health;
use latchboard_contract::endpoint::configuration::{Service, TRACKING_ID, is_tracking_id};
use latchboard_contract::endpoint::envelope::{COLLECTION, COLLECTION_ALIAS};
use latchboard_contract::endpoint::gateway::Refusal;
use latchboard_store::Network;
use latchboard_store::crypto::random;
use tracing::Instrument;

use super::answer::Answer;
use super::client_address::ClientAddress;
use super::hosts::Hosts;
use crate::family::Family;
use crate::metrics::Metrics;

/// The longest path and query. The longest useful one, a key and a filter, is far shorter.
const LONGEST_ADDRESS: usize = 8 * 1024;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static(latchboard_contract::http::REQUEST_ID);
/// Answers hold secrets: nobody on the way keeps them.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");
/// Answers of the API are no pages. Should a browser be made to show one, it does nothing in it.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
/// For a year, and for this name only: who owns the names below it is not known here.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What the guard works with.
pub(crate) struct RequestGuard {
    /// The names that are answered to.
    pub(crate) hosts: Hosts,
    pub(crate) metrics: Arc<Metrics>,
    /// Who is believed when they say on whose behalf they call.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Browsers reach us over TLS, which somebody in front takes off.
    pub(crate) tls_in_front: bool,
}

/// What is refused whatever is asked.
fn check(front: &RequestGuard, request: &Request) -> Result<(), Refusal> {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address > LONGEST_ADDRESS {
        return Err(Refusal::AddressTooLong);
    }
    front.hosts.check(request)
}

fn refuse(refusal: Refusal, family: Option<Family>) -> Response {
    let answer = Answer(refusal.answer()).into_response();
    match family {
        Some(_) => answer,
        None => (answer.status(), format!("{}.\n", refusal.message())).into_response(),
    }
}

pub(super) async fn guard(
    State(front): State<Arc<RequestGuard>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = next_id();
    request.extensions_mut().insert(id);
    let client = ClientAddress::find(&mut request, &front.trusted_proxies);
    let family = Family::of(request.uri().path());
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let chosen = chosen_tracking_id(request.headers()).cloned();

    let elsewhere = if family.is_some() { "(unknown)" } else { "(page)" };
    let route = route.as_ref().map_or(elsewhere, MatchedPath::as_str);
    let measured = front.metrics.begin(route, method);

    // At the highest level, so that the id stands beside every line whatever is switched off.
    let span = tracing::error_span!("request", %id);
    let ends_alone = !only_reads(request.method(), route);
    let mut response = match check(&front, &request) {
        Ok(()) => answer(request, next, &span, family, ends_alone).await,
        Err(refusal) => refuse(refusal, family),
    };

    let headers = response.headers_mut();
    let id = HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static("unknown"));
    if family.is_some() {
        headers.insert(CACHE_CONTROL, NO_STORE);
        headers.insert(CONTENT_SECURITY_POLICY, NO_PAGE);
    }
    if family == Some(Family::Configuration) {
        // Through the gateway, the vendor's own stays.
        headers.entry(TRACKING_ID).or_insert_with(|| chosen.unwrap_or_else(|| id.clone()));
    }
    if front.tls_in_front {
        headers.insert(STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.insert(REFERRER_POLICY, NO_REFERRER);
    headers.insert(REQUEST_ID, id);

    let status = response.status().as_u16();
    measured.answered(status);
    // In tenths: more is noise.
    let ms = (started.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    let client = client.map_or_else(|| "unknown".to_owned(), |client| client.to_string());
    // Asked every few seconds for as long as the server lives.
    if route == Health::PATH {
        tracing::debug!(parent: &span, method, route, status, ms, client, "answered");
    } else {
        tracing::info!(parent: &span, method, route, status, ms, client, "answered");
    }
    response
}

/// Whether nothing can be left half done when the caller hangs up in the midst of it. Those that are asked often: other
/// readings write beside, such as the probe of the disk and the signature under an export.
fn only_reads(method: &Method, route: &str) -> bool {
    let is_of = |segment: &str| route.split('/').nth(1) == Some(segment);
    let of_vault = route.starts_with(COLLECTION) || route.starts_with(COLLECTION_ALIAS);
    *method == Method::GET && (of_vault || Service::ALL.iter().any(|service| is_of(service.segment())))
}

/// A panic ends nothing but this request. With `ends_alone` in a task of its own, which goes on when the caller hangs
/// up; a change of threads costs more than a reading does, so that is spared where it makes no difference.
async fn answer(
    request: Request,
    next: Next,
    span: &tracing::Span,
    family: Option<Family>,
    ends_alone: bool,
) -> Response {
    let work = next.run(request).instrument(span.clone());
    let ended = if ends_alone {
        tokio::spawn(work).await.ok()
    } else {
        // What it was about to change is given up with it, and shared state is behind locks that expect this.
        AssertUnwindSafe(work).catch_unwind().await.ok()
    };
    match (ended, family) {
        (Some(response), _) => response,
        (None, Some(family)) => Answer::failed(family).into_response(),
        (None, None) => {
            let text = "The server failed; the request id leads to the cause in its log.\n";
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
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
fn next_id() -> RequestId {
    static RUN: LazyLock<u64> =
        LazyLock::new(|| random::bytes().map(u64::from_be_bytes).unwrap_or_default() >> 16);
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    RequestId { run: *RUN, number: NUMBER.fetch_add(1, Ordering::Relaxed) }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use latchboard_contract::endpoint::configuration::is_tracking_id;
    use latchboard_contract::endpoint::envelope::{COLLECTION, COLLECTION_ALIAS};

    use super::{next_id, only_reads};

    #[test]
    fn only_what_changes_nothing_ends_with_its_caller() {
        for route in [COLLECTION, COLLECTION_ALIAS, "/locationHistory/1/settings", "/geofencing/1/settings"] {
            assert!(only_reads(&Method::GET, route) && !only_reads(&Method::POST, route), "{route}");
        }
        for route in [
            "/api/oauth2/token",
            "/gateway/mysafe/api/mysafe/secretapi",
            "/gateway/location-history/geofencing/1/settings",
            "/api/latchboard/v1/audit/export",
            "/readyz",
        ] {
            assert!(!only_reads(&Method::GET, route), "{route}");
        }
    }

    #[test]
    fn request_ids_differ_and_may_serve_as_tracking_ids() {
        let (one, other) = (next_id().to_string(), next_id().to_string());
        assert_ne!(one, other);
        assert!(is_tracking_id(&one), "{one}");
    }
}
