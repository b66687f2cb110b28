//! Which pages of other origins may call: those on a list, by name, and nobody else.
//!
//! The vendor allows any origin. Here real secrets are kept, so a wildcard can't even be written.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderName, Method};
use latchboard_contract::endpoint::ANSWER_HEADERS;
use latchboard_contract::endpoint::configuration::TRACKING_ID;
use latchboard_contract::idempotency;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::guard::REQUEST_ID;
use crate::origin::Origin;

/// How long a browser need not ask again. Ten minutes: a changed list should not take a day.
const REMEMBERED: Duration = Duration::from_mins(10);

/// Answers preflights and marks every answer, errors included: a browser hides what is not marked.
pub(super) fn layer(origins: &[Origin]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().map(Origin::header_value)))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(
            [CONTENT_TYPE, AUTHORIZATION, IF_MATCH, IF_NONE_MATCH]
                .into_iter()
                .chain([TRACKING_ID, idempotency::HEADER].map(HeaderName::from_static))
                .collect::<Vec<_>>(),
        )
        .expose_headers(
            ANSWER_HEADERS
                .into_iter()
                .chain([TRACKING_ID])
                .map(HeaderName::from_static)
                .chain([REQUEST_ID])
                .collect::<Vec<_>>(),
        )
        .max_age(REMEMBERED)
}
