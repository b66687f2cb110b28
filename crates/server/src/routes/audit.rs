//! `GET /api/latchboard/v1/audit` and `/api/latchboard/v1/audit/export`: the audit log, for access keys that were made to read it.
//! And `/api/latchboard/v1/audit/proofs`, for everybody's own entries, too.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use latchboard_contract::audit::{Action, Actor, Numbered, Proofs};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{AuditPage, AuditQuery, ProofOf, ProofQuery, ProveAudit, ReadAudit};
use latchboard_contract::http;
use latchboard_store::StoreError;
use latchboard_store::audit::{AuditFilter, Export, Problem};

use super::Shared;
use super::answer::{Answer, HandlerError, Outcome};
use super::audit_scope::AuditScope;
use super::body;
use super::token::signed_in;
use crate::app::App;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(ReadAudit::PATH, get(page))
        .route(ReadAudit::EXPORT_PATH, get(export))
        .route(ProveAudit::PATH, get(proofs))
}

/// Lets those through who may read the log; what they ask for.
async fn admit(app: &Arc<App>, request: Request) -> Result<AuditQuery, HandlerError<Refusal>> {
    let (parts, unwanted) = request.into_parts();
    // Taken all the same: a connection that is closed on bytes that nobody read takes the answer along.
    let _nothing_of_ours = body::read(unwanted).await;
    let scope = AuditScope::new(app, &parts.extensions, Action::ReadAudit);
    let admitted = async {
        let token = signed_in(app, &parts).await?;
        scope.is_by(Actor::AccessKey(token.client_id));
        if !token.auditor {
            return Err(Refusal::NoAccess.into());
        }
        Ok(ReadAudit::accept(parts.uri.query().unwrap_or_default())?)
    };
    let admitted = admitted.await;
    scope.end(&admitted).await;
    admitted
}

async fn page(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    listed(&app, request).await.unwrap_or_else(|error| error.answer(style)).into_response()
}

async fn listed(app: &Arc<App>, request: Request) -> Outcome<Refusal> {
    let query = admit(app, request).await?;
    let limit = query.limit.unwrap_or(ReadAudit::DEFAULT_LIMIT).min(ReadAudit::MAX_LIMIT);
    let filter = AuditFilter {
        before: query.before,
        from: query.from,
        to: query.to,
        actor: query.actor.map(|actor| actor.to_string()),
        action: query.action.map(|action| action.to_string()),
        target: query.target.map(|target| target.to_string()),
        event: query.event.map(str::to_owned),
        request: None,
        limit,
    };
    number(app).await?;
    let rows = app.store.audit_page(&filter).await?;
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| full).and_then(|row| row.number);
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        match (row.number, row.entry, row.hash) {
            (Some(number), Ok(entry), Some(hash)) => {
                entries.push(Numbered { number, attempt: row.attempt, entry, hash });
            }
            _ => return Err(StoreError::Damaged("an entry of the audit log was changed").into()),
        }
    }
    let (key, checkpoint) = (app.store.audit_keys()?.public(), app.store.latest_note().await?);
    Ok(Answer(ReadAudit::answer(&AuditPage { entries, next, key, checkpoint })))
}

/// So what was entered before somebody asked is in the answer.
async fn number(app: &App) -> Result<(), StoreError> {
    match app.store.number_all().await {
        // Left out it would look as if nothing were wrong.
        Err(error @ StoreError::Damaged(_)) => return Err(error),
        Err(error) => tracing::warn!(%error, "the newest entries of the audit log have no number yet"),
        Ok(()) => {}
    }
    Ok(())
}

async fn proofs(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    let (parts, unwanted) = request.into_parts();
    let _nothing_of_ours = body::read(unwanted).await;
    let scope = AuditScope::new(&app, &parts.extensions, Action::ReadAudit);
    let outcome = proven(&app, &parts, &scope).await;
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style)).into_response()
}

/// An entry of a request that takes several has a few more beside it.
const OF_A_REQUEST: u32 = 100;

async fn proven(app: &App, parts: &Parts, scope: &AuditScope) -> Outcome<Refusal> {
    let token = signed_in(app, parts).await?;
    let caller = Actor::AccessKey(token.client_id);
    scope.is_by(caller.clone());
    let ProofQuery { targets, of } = ProveAudit::accept(parts.uri.query().unwrap_or_default())?;
    number(app).await?;
    let mut rows = Vec::new();
    for target in targets {
        let of_target = AuditFilter { target: Some(target.to_string()), ..AuditFilter::default() };
        rows.extend(match &of {
            // Those who may not read the log see what they did themselves.
            ProofOf::Request(request) => {
                let request = Some(request.to_string());
                let filter = AuditFilter { request, limit: OF_A_REQUEST, ..of_target };
                let mut rows = app.store.audit_page(&filter).await?;
                rows.retain(|row| {
                    token.auditor || row.entry.as_ref().is_ok_and(|entry| entry.actor == caller)
                });
                rows
            }
            ProofOf::Last(action) => {
                let (actor, action) = (Some(caller.to_string()), action.map(|action| action.to_string()));
                app.store.audit_page(&AuditFilter { actor, action, limit: 1, ..of_target }).await?
            }
        });
    }
    let note = app.store.latest_note().await?;
    let note = note.ok_or(StoreError::Damaged("nothing of the audit log is signed"))?;
    let (key, proofs) = (app.store.audit_keys()?.public(), app.store.audit_proofs(&note, rows).await?);
    let body = Proofs { key, note, proofs }.write();
    Ok(Answer(http::Response::new(200).header("content-type", http::JSON).body(body.into_bytes())))
}

async fn export(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    let begun = async {
        admit(&app, request).await?;
        match Export::begin(&app.store).await {
            Ok(export) => Ok(export),
            Err(Problem::Store(error)) => Err(error.into()),
            Err(problem) => Err(HandlerError::Failed(Box::new(problem))),
        }
    };
    match begun.await {
        Ok(export) => lines(app, export),
        Err(error) => error.answer(style).into_response(),
    }
}

/// A piece at a time, when it is taken: memory does not grow with the log. What is wrong with it breaks
/// the answer off, and without its end nobody takes it for whole.
fn lines(app: Arc<App>, export: Export) -> Response {
    let pieces = stream::unfold((app, export), |(app, mut export)| async move {
        match export.piece(&app.store).await {
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), (app, export))),
            Ok(None) => None,
            Err(problem) => {
                tracing::error!(%problem, "the export of the audit log ended early");
                Some((Err(problem), (app, export)))
            }
        }
    });
    let mut response = Response::new(Body::from_stream(pieces));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(ReadAudit::LINES));
    response
}
