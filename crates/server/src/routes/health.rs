//! For those who run the server: `GET /healthz` (the process answers), `/readyz` (it can do its work),
//! `/metrics` (counts, for Prometheus) and `/openapi.json` (what all of it looks like).

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use latchboard_contract::endpoint::Health;
use latchboard_contract::http::JSON;
use latchboard_store::free_bytes;

use super::Shared;
use crate::app::App;
use crate::metrics::{Now, PROMETHEUS};
use crate::openapi;
use crate::own_paths::{METRICS, OPENAPI, READY};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(Health::PATH, get(health))
        .route(READY, get(ready))
        .route(METRICS, get(metrics))
        .route(OPENAPI, get(document))
}

/// Made anew each time: few ask, and the rest of the time it would only lie in memory.
async fn document(State(app): Shared) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, JSON)], openapi::text(&app.surface()))
}

async fn health() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// Anybody may ask, so the cause stands in the log only.
async fn ready(State(app): Shared) -> impl IntoResponse {
    let (status, text) = if app.readiness.check(&app.store, &app.master_key).await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready; the log says why\n")
    };
    (status, [(CACHE_CONTROL, "no-store")], text)
}

async fn metrics(State(app): Shared) -> impl IntoResponse {
    let now = Now {
        refusals_waiting: app.refusals.waiting(),
        load: app.store.load(),
        disk_free_bytes: app.readiness.file().and_then(free_bytes),
    };
    ([(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, PROMETHEUS)], app.metrics.text(&now))
}
