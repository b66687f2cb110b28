//! `/api/latchboard/v1/…`: what only this server answers. Finding API secrets by fingerprint, the index of their values,
//! and what there is to be asked for at all.

use std::future;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use data_encoding::BASE64;
use latchboard_contract::audit::{Action, Actor};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{
    Capabilities, Extension, Find, Found, FoundApiSecret, IndexReply, ReadCapabilities, ReadIndex, Upstreams,
};
use latchboard_search::{Builder, Salt};
use latchboard_store::crypto::AssociatedData;
use latchboard_store::{Budget, FoundRow, FoundRows};

use super::answer::{Answer, HandlerError, Outcome};
use super::audit_scope::AuditScope;
use super::token::signed_in;
use super::{Shared, body};
use crate::app::App;
use crate::gateway::Upstream;

/// Those that a vendor has behind its gateway.
const OF_GATEWAY: [Extension; 1] = [Extension::IdempotencyKey];

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(Find::PATH, post(find))
        .route(ReadIndex::PATH, post(index))
        .route(ReadCapabilities::PATH, get(async |State(app): Shared| capabilities(&app, &Extension::ALL)))
}

/// What is offered under a gateway's paths.
pub(super) fn of_gateway() -> MethodRouter<Arc<App>> {
    get(async |State(app): Shared| capabilities(&app, &OF_GATEWAY))
}

async fn find(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    let scope = AuditScope::new(&app, request.extensions(), Action::Find);
    let outcome = found(&app, request, &scope).await;
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style)).into_response()
}

/// [`Find::MOST`] fingerprints, and white space between them.
const LARGEST_FIND: usize = Find::MOST * 100;

/// Who asks learns whether something is the value of an API secret, so questions are counted against a budget, and most
/// of all those that were in vain.
async fn found(app: &App, request: Request, scope: &AuditScope) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let token = signed_in(app, &parts).await?;
    scope.is_by(Actor::AccessKey(token.client_id));
    let caller = token.caller;
    let fingerprints = Find::accept(&body::read_up_to(LARGEST_FIND, body).await?)?;
    let asked = u32::try_from(fingerprints.len()).unwrap_or(u32::MAX);
    let budgets = [Budget::Find, Budget::Miss];
    app.store.spend(&budgets, caller.access_key(), asked).await?.map_err(HandlerError::OverBudget)?;
    let key = &app.master_key;
    let keyed = || fingerprints.iter().map(|it| key.fingerprints(it)).collect::<Vec<_>>();
    let find = || {
        let keyed = keyed();
        async move { app.store.find(caller, &keyed, key.id()).await }
    };
    let FoundRows { found, complete, sees_all } = app.with_key_in_force(find).await?;
    let hits = found.iter().filter(|copies| !copies.is_empty()).count();
    if hits > 0 {
        let hits = u32::try_from(hits).unwrap_or(u32::MAX);
        app.store.give_back(Budget::Miss, caller.access_key(), hits).await?;
        scope.looked_at(found.iter().map(Vec::len).sum::<usize>() as u64).await?;
    }
    let found = found.into_iter().map(|copies| copies.into_iter().map(shown).collect()).collect();
    Ok(Answer(Find::answer(&Found { found, complete, sees_all })))
}

async fn index(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    let scope = AuditScope::new(&app, request.extensions(), Action::ReadIndex);
    let outcome = indexed(&app, request, &scope).await;
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style)).into_response()
}

/// Values that are in memory at a time while an index is made.
const PIECE: u32 = 500;

async fn indexed(app: &App, request: Request, scope: &AuditScope) -> Outcome<Refusal> {
    let (parts, _) = request.into_parts();
    let token = signed_in(app, &parts).await?;
    scope.is_by(Actor::AccessKey(token.client_id));
    let caller = token.caller;
    app.store.spend(&[Budget::Index], caller.access_key(), 1).await?.map_err(HandlerError::OverBudget)?;
    // One at a time: a large one takes tenths of a second of the processor.
    let _permit = app.index_turn.lock().await;
    let salt = app.store.audit_keys()?.index_salt();
    let (mut builder, mut after) = (Builder::new(Salt::new(salt)), 0);
    loop {
        let values = app.store.viewable(caller, after, PIECE).await?;
        let Some(last) = values.last() else { break };
        after = last.id;
        for value in &values {
            let context = AssociatedData::ApiSecret { owner: value.owner.get(), id: value.id };
            let open = || future::ready(app.master_key.open(context, &value.sealed));
            builder.add(app.with_key_in_force(open).await?.expose().as_bytes());
        }
        // Others get their turn between two pieces.
        tokio::task::yield_now().await;
    }
    let sees_all = app.store.sees_all(caller).await?;
    let index = builder.build();
    scope.looked_at(index.len() as u64).await?;
    let groups = index.encode();
    Ok(Answer(ReadIndex::answer(&IndexReply { salt: BASE64.encode(&salt), groups, sees_all })))
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
        profile: Some(app.style.profile),
        rehearsal: app.rehearsal,
        upstreams,
    }))
}
