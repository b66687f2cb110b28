//! `/api/latchboard/v1/…`: what only this server answers. Finding API secrets by fingerprint, and what
//! there is to be asked for at all.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use latchboard_contract::audit::{Action, Actor};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{
    Capabilities, Extension, Find, Found, FoundApiSecret, ReadCapabilities, Upstreams,
};

use super::answer::{Answer, Outcome};
use super::token::signed_in;
use super::trail::Trail;
use super::{App, Shared, attempts, body};
use crate::gateway::Upstream;
use crate::store::FoundRow;
use crate::throttle::Subject;

/// Those that this server has.
const EXTENSIONS: [Extension; 4] =
    [Extension::Find, Extension::Audit, Extension::IdempotencyKey, Extension::RevokeToken];
/// Those that a vendor has behind its gateway.
const OF_GATEWAY: [Extension; 1] = [Extension::IdempotencyKey];

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(Find::PATH, post(find))
        .route(ReadCapabilities::PATH, get(async |State(app): Shared| capabilities(&app, &EXTENSIONS)))
}

/// What is offered under a gateway's paths.
pub(super) fn of_gateway() -> MethodRouter<Arc<App>> {
    get(async |State(app): Shared| capabilities(&app, &OF_GATEWAY))
}

async fn find(State(app): Shared, request: Request) -> Response {
    let words = app.words.profile;
    let trail = Trail::new(&app, request.extensions(), Action::Find);
    let outcome = found(&app, request, &trail).await;
    trail.end(&outcome).await;
    outcome.unwrap_or_else(|stop| stop.answer(words)).into_response()
}

/// Who asks learns whether something is the value of an API secret. So each question counts as a
/// guess before it is looked into, and one that was right is taken back: a right one that somebody
/// knows anyway buys no further wrong ones.
async fn found(app: &App, request: Request, trail: &Trail) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let token = signed_in(app, &parts).await?;
    trail.is_by(Actor::AccessKey(token.client_id));
    let caller = token.caller;
    let fingerprint = Find::accept(body::content_type(&parts.headers), &body::read(body).await?)?;
    let subject = Subject::Find(caller.access_key());
    attempts::settle(app, &subject, false).await?;
    let key = &app.master_key;
    let mut found = app.store.find(caller, &key.fingerprints(&fingerprint), key.id()).await;
    if app.learns_from(&found).await {
        found = app.store.find(caller, &key.fingerprints(&fingerprint), key.id()).await;
    }
    let found = found?;
    if !found.rows.is_empty() {
        app.store.take_back(&subject).await?;
    }
    let rows = found.rows.into_iter().map(shown).collect();
    Ok(Answer(Find::answer(&Found { found: rows, complete: found.complete, sees_all: found.sees_all })))
}

fn shown(row: FoundRow) -> FoundApiSecret {
    FoundApiSecret {
        identifier: row.id.to_string(),
        name: row.name,
        identifier_code: row.identifier_code,
        active: row.active,
        can_write: row.can_edit,
    }
}

/// Nobody has to sign in: a page asks before anybody can.
fn capabilities(app: &App, extensions: &[Extension]) -> Answer {
    let host = |upstream: &Option<Arc<Upstream>>| upstream.as_ref().map(|it| it.host().to_owned());
    let upstreams = Upstreams {
        location_history: host(&app.gateway.location_history),
        mysafe: host(&app.gateway.mysafe),
    };
    Answer(ReadCapabilities::answer(&Capabilities {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extensions: extensions.to_vec(),
        profile: Some(app.words.profile),
        rehearsal: app.rehearsal.is_some(),
        upstreams,
    }))
}
