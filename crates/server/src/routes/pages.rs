//! Everything that is no API: the dashboard's files, or a word on how to get them.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::dashboard::not_found;

const WITHOUT_DASHBOARD: &str = "This is the Latchboard server. It answers the API only, as no dashboard was given to it.\n\
    To get the dashboard, build it and start the server with --dashboard DIRECTORY.\n";

pub(super) async fn answer(app: &App, request: Request) -> Response {
    match &app.dashboard {
        Some(dashboard) => dashboard.answer(request).await,
        None if request.uri().path() == "/" => WITHOUT_DASHBOARD.into_response(),
        None => not_found(request.headers()),
    }
}
