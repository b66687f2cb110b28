//! HTTP on the outside, contract types on the inside: one file per group of endpoints.
//!
//! A handler reads a request with the contract's `accept`, asks store and crypto, and answers with
//! the contract's `answer`. What all requests share (request id, log line, guard against panics,
//! headers) is in `guard`.

mod answer;
mod api_secrets;
mod attempts;
mod audit;
mod audit_scope;
mod body;
mod client_address;
mod configuration;
mod cors;
mod extensions;
mod gateway;
mod guard;
mod health;
mod hosts;
mod inventory;
mod pages;
mod paths;
mod rehearsal;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower::util::option_layer;

use crate::app::App;
use crate::family::Family;
use answer::Answer;
pub(crate) use guard::RequestGuard;
pub(crate) use hosts::Hosts;
use rehearsal::Rehearsal;

type Shared = State<Arc<App>>;

/// Everything that the server answers.
pub(crate) fn router(app: Arc<App>, guard: Arc<RequestGuard>) -> Router {
    let routes = Router::new()
        .merge(configuration::routes())
        .merge(token::routes())
        .merge(api_secrets::routes())
        .merge(extensions::routes())
        .merge(inventory::routes())
        .merge(audit::routes())
        .merge(gateway::routes(&app.gateway))
        .merge(health::routes());
    let routes = if app.rehearsal {
        let rehearsal = Arc::<Rehearsal>::default();
        routes
            .layer(from_fn_with_state(Arc::clone(&rehearsal), rehearsal::strike))
            .merge(rehearsal::routes(&rehearsal))
    } else {
        routes
    };
    let routes = routes.fallback(elsewhere).method_not_allowed_fallback(elsewhere);
    let routes = guarded(routes, guard);
    let base_path = app.base_path.clone();
    // The layer takes every OPTIONS for a browser's question, so it is there only when one may ask.
    let cors = (!app.allowed_origins.is_empty()).then(|| cors::layer(&app.allowed_origins));
    let routes = routes.with_state(app).layer(option_layer(cors));
    Router::new().fallback_service(routes.map_request(move |request| paths::normalised(request, &base_path)))
}

fn guarded<S: Clone + Send + Sync + 'static>(routes: Router<S>, front: Arc<RequestGuard>) -> Router<S> {
    routes.layer(from_fn_with_state(front, guard::guard))
}

/// Whatever no route takes, for its path or for its method. Neither vendor documents a 405; a
/// gateway that knows no route for a method says so as for an unknown path.
async fn elsewhere(State(app): Shared, request: Request) -> Response {
    match Family::of(request.uri().path()) {
        Some(family) => Answer::unknown(family, app.style.gateway_errors).into_response(),
        None => pages::answer(&app, request).await,
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::sync::Arc;

    use axum::Router;
    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use axum::routing::any;
    use http_body_util::BodyExt;
    use latchboard_contract::endpoint::{configuration, envelope};
    use tower::ServiceExt;

    use super::{Hosts, RequestGuard, guarded};
    use crate::metrics::Metrics;

    fn front() -> Arc<RequestGuard> {
        let hosts = Hosts::new(Ipv4Addr::LOCALHOST.into(), Vec::new());
        let metrics = Arc::new(Metrics::new());
        Arc::new(RequestGuard { hosts, metrics, trusted_proxies: Vec::new(), tls_in_front: false })
    }

    async fn panics() -> StatusCode {
        panic!("with s3cret in its message")
    }

    #[tokio::test]
    async fn a_panic_is_answered_as_its_family_answers_failures() {
        let routes = Router::new()
            .route("/locationHistory/1/x", any(panics))
            .route("/api/x", any(panics))
            .route("/x", any(panics));
        let expected = [
            ("/locationHistory/1/x", configuration::Refusal::Internal.answer().text().into_owned()),
            ("/api/x", envelope::Refusal::Unexpected.answer().text().into_owned()),
            ("/x", "The server failed; the request id leads to the cause in its log.\n".to_owned()),
        ];
        for (path, body) in expected {
            for request in [Request::get(path), Request::post(path)] {
                let request = request.header("host", "localhost").body(Body::empty()).unwrap();
                let response = guarded(routes.clone(), front()).oneshot(request).await.unwrap();
                assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
                assert!(response.headers().contains_key("x-request-id"), "{path}");
                let bytes = response.into_body().collect().await.unwrap().to_bytes();
                assert_eq!(bytes, body.as_bytes(), "{path}");
            }
        }
    }
}
