//! For those who run the server: `GET /healthz` (the process answers), `/readyz` (it can do its work)
//! and `/metrics` (counts, for Prometheus).

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;

use super::{App, Shared};

/// The format's own media type.
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(health)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

async fn health() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// Anybody may ask, so the cause stands in the log only.
async fn ready(State(app): Shared) -> impl IntoResponse {
    let (status, text) = if app.readiness.check(&app.store).await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready; the log says why\n")
    };
    (status, [(CACHE_CONTROL, "no-store")], text)
}

async fn metrics(State(app): Shared) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, PROMETHEUS)], app.front.metrics.text())
}
