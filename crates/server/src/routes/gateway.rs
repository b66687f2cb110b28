//! `/gateway/location-history/…` and `/gateway/mysafe/…`: the contract's paths, answered by a vendor.
//!
//! A path that is not in the contract has no route here, so nothing else at a vendor can be reached,
//! and what is sent there is put together from our own templates and checked identifiers.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use http_body_util::{BodyExt, Limited};
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Actor, Outcome as End, Target};
use latchboard_contract::endpoint::configuration::{self, API_KEY_PARAMETER, Service, TRACKING_ID};
use latchboard_contract::endpoint::envelope::{self, COLLECTION, COLLECTION_ALIAS};
use latchboard_contract::endpoint::gateway::Refusal;
use latchboard_contract::endpoint::{
    Activate, Deactivate, ReadCapabilities, ReadSettings, RegenerateKey, Register, Token, UpdateApiSecret,
    UpdateSecret, without_facts,
};
use latchboard_contract::error::Code;
use latchboard_contract::http;
use latchboard_contract::validate::Identifier;
use latchboard_store::crypto::Digest;
use latchboard_store::idempotency::RequestKey;

use super::answer::{Answer, HandlerError, Refuse};
use super::audit_scope::{AuditScope, spent};
use super::body::BodyError;
use super::{Shared, body, extensions};
use crate::app::App;
use crate::gateway::{Call, Gateway, Upstream};
use crate::idempotency;
use crate::own_paths::{GATEWAY_LOCATION_HISTORY, GATEWAY_MYSAFE};

/// The largest answer to a change that is kept for repeats: an API secret with everything about it is far smaller.
const LARGEST_KEPT: usize = 1024 * 1024;

/// One vendor, and how its family says no.
#[derive(Clone)]
struct Vendor {
    upstream: Arc<Upstream>,
    /// What goes along beside the headers that every vendor gets.
    header: HeaderName,
    refuse: fn(BodyError) -> http::Response,
}

pub(super) fn routes(gateway: &Gateway) -> Router<Arc<App>> {
    let mut router = Router::new();
    if let Some(upstream) = &gateway.location_history {
        let header = HeaderName::from_static(TRACKING_ID);
        let refuse = |error| configuration::Refusal::body(error).answer();
        router = router.merge(configurations(&Vendor { upstream: Arc::clone(upstream), header, refuse }));
        router = router.route(
            &format!("{GATEWAY_LOCATION_HISTORY}{}", ReadCapabilities::PATH),
            extensions::of_gateway(),
        );
    }
    if let Some(upstream) = &gateway.mysafe {
        let refuse = |error| envelope::Refusal::body(error).answer();
        router =
            router.merge(vault(&Vendor { upstream: Arc::clone(upstream), header: AUTHORIZATION, refuse }));
        router =
            router.route(&format!("{GATEWAY_MYSAFE}{}", ReadCapabilities::PATH), extensions::of_gateway());
    }
    router
}

fn configurations(vendor: &Vendor) -> Router<Arc<App>> {
    let paths = |operation: &'static str| Service::ALL.map(|service| service.path(operation));
    let mut router = Router::new();
    for path in
        [Register::OPERATION, UpdateSecret::OPERATION, RegenerateKey::OPERATION].into_iter().flat_map(paths)
    {
        router = router
            .route(&format!("{GATEWAY_LOCATION_HISTORY}{path}"), fixed(vendor, MethodFilter::POST, &path));
    }
    for path in paths(ReadSettings::OPERATION) {
        let either = MethodFilter::GET.or(MethodFilter::POST);
        router = router.route(&format!("{GATEWAY_LOCATION_HISTORY}{path}"), fixed(vendor, either, &path));
    }
    router
}

fn vault(vendor: &Vendor) -> Router<Arc<App>> {
    let either = MethodFilter::GET.or(MethodFilter::POST);
    let fixed = |path: &str| (format!("{GATEWAY_MYSAFE}{path}"), fixed(vendor, either, path));
    let mut router = Router::new();
    for (route, method) in [Token::PATH, Token::PATH_ALIAS, COLLECTION, COLLECTION_ALIAS].map(fixed) {
        router = router.route(&route, method);
    }
    for collection in [COLLECTION, COLLECTION_ALIAS] {
        for (methods, start) in [
            (MethodFilter::GET, format!("{collection}/")),
            (MethodFilter::PUT, format!("{collection}/{}/", UpdateApiSecret::CHANGE)),
            (MethodFilter::POST, format!("{collection}/{}/", Activate::CHANGE)),
            (MethodFilter::POST, format!("{collection}/{}/", Deactivate::CHANGE)),
        ] {
            let route = format!("{GATEWAY_MYSAFE}{start}{{identifier}}");
            router = router.route(&route, one(vendor, methods, &start));
        }
    }
    router
}

/// Passes on calls of one path.
fn fixed(vendor: &Vendor, methods: MethodFilter, path: &str) -> MethodRouter<Arc<App>> {
    let (vendor, path) = (vendor.clone(), path.to_owned());
    on(methods, move |State(app): Shared, request: Request| async move {
        pass_on(&app, &vendor, &path, request).await
    })
}

/// The last path segment; an error when it is no text at all.
type Item = Result<Path<String>, PathRejection>;

/// Passes on calls of the paths that begin so and end with an identifier.
fn one(vendor: &Vendor, methods: MethodFilter, start: &str) -> MethodRouter<Arc<App>> {
    let (vendor, start) = (vendor.clone(), start.to_owned());
    on(methods, move |State(app): Shared, item: Item, request: Request| async move {
        match item.ok().and_then(|Path(text)| Identifier::parse(&text).ok()) {
            Some(identifier) => {
                pass_on(&app, &vendor, &format!("{start}{}", identifier.as_str()), request).await
            }
            None => Answer(envelope::Refusal::NoRoute.answer()).into_response(),
        }
    })
}

async fn pass_on(app: &Arc<App>, vendor: &Vendor, path: &str, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // HEAD comes to where GET is; what vendors do with it is not documented.
    if parts.method == Method::HEAD {
        return Answer(envelope::Refusal::NoRoute.answer()).into_response();
    }
    let body = match body::read(body).await {
        Ok(body) => body,
        Err(error) => return Answer((vendor.refuse)(error)).into_response(),
    };
    let change = change(&parts.method, path);
    let forwarded = match change {
        Some((Action::Create | Action::Update, _)) => without_facts(&body),
        Some(_) | None => Cow::Borrowed(&body[..]),
    };
    let credential = credential(&parts);
    let call = Call {
        method: parts.method.clone(),
        path,
        query: parts.uri.query(),
        headers: &parts.headers,
        header: &vendor.header,
        body: &forwarded,
    };
    let Some((action, target)) = change else {
        return match vendor.upstream.ask(call).await {
            Ok(response) => response,
            Err(refusal) => Answer(refusal.answer()).into_response(),
        };
    };
    let scope = AuditScope::new(app, &parts.extensions, action);
    // A vault's token changes in between, so that the call is known without it. Its answer is for the same token only.
    let caller =
        format!("{} {}", vendor.upstream.host(), api_key(&parts).map_or(String::new(), |key| key.to_hex()));
    let stopped = scope.stop_repeats::<envelope::Refusal>(&parts.headers, &caller, path, &body).await;
    if let Err(error) = stopped {
        return held_by(error, &credential).into_response();
    }
    if let Err(refusal) = enter(app, &scope, &credential, target).await {
        return Answer(refusal.answer()).into_response();
    }
    match scope.key() {
        None => {
            let answered = vendor.upstream.ask(call).await;
            let end = end(answered.as_ref().map(|response| response.status()).ok());
            if end == End::Done {
                app.unverified_callers.proved(&credential);
            }
            scope.end_as(end).await;
            answered.unwrap_or_else(|refusal| Answer(refusal.answer()).into_response())
        }
        Some(key) => {
            let forwarded = claim_forwarding(app, vendor, call, &scope, &key, &credential).await;
            scope.end(&forwarded).await;
            let (answer, end) = match forwarded {
                Ok(answered) => answered,
                Err(error) => return held_by(error, &credential).into_response(),
            };
            if end == End::Done {
                app.unverified_callers.proved(&credential);
            }
            scope.end_as(end).await;
            Answer(answer).into_response()
        }
    }
}

/// How a change ended, by the status of the vendor's answer.
fn end(status: Option<StatusCode>) -> End {
    match status {
        Some(status) if status.is_success() => End::Done,
        // Gateways also write 408 when it was they who waited in vain.
        Some(status) if status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT => {
            End::Refused(Code::Refused)
        }
        Some(_) | None => End::Unknown,
    }
}

/// Passes on a change under its idempotency key, unless that has been done, and keeps the vendor's answer for repeats.
/// A refusal is not kept: it changed nothing, and a repeat is passed on again.
async fn claim_forwarding(
    app: &App,
    vendor: &Vendor,
    call: Call<'_>,
    scope: &AuditScope,
    key: &RequestKey,
    credential: &Digest,
) -> Result<(http::Response, End), HandlerError<envelope::Refusal>> {
    if !app.store.claim_forwarding(key).await? {
        return Err(scope.known(key).await?.unwrap_or(HandlerError::Repeated));
    }
    let answered = match vendor.upstream.ask(call).await {
        Ok(response) => whole(response).await,
        Err(refusal) => Err(refusal),
    };
    let (answer, end) = match answered {
        Ok(answer) => {
            let end = end(StatusCode::from_u16(answer.status).ok());
            (if end == End::Unknown { spent(answer) } else { answer }, end)
        }
        Err(refusal) => (spent(refusal.answer()), End::Unknown),
    };
    let noted: Result<(), HandlerError<envelope::Refusal>> = async {
        let kept = match end {
            End::Refused(_) => return Ok(app.store.release_forwarding(key).await?),
            // Nobody knows what became of it, and that stays so for as long as the call is known.
            End::Unknown => idempotency::seal(key, &app.master_key, &answer, false)?,
            End::Done | End::Already | End::Failed => {
                let held = bare(&answer).header(HELD_BY, credential.to_hex());
                idempotency::seal(key, &app.master_key, &held, true)?
            }
        };
        Ok(app.store.forwarded(key, &kept).await?)
    }
    .await;
    if let Err(HandlerError::Failed(error)) = noted {
        // Repeats are told that nobody knows.
        tracing::warn!(%error, "the answer to a call with an idempotency key could not be kept");
    }
    Ok((answer, end))
}

/// In a kept answer: the hash of the credential that it was for. It goes no further.
const HELD_BY: &str = "latchboard-held-by";

/// A kept answer may hold a secret: whoever comes with another credential is told that there was one, and no more.
fn held_by(error: HandlerError<envelope::Refusal>, credential: &Digest) -> HandlerError<envelope::Refusal> {
    let HandlerError::Answered(answer) = error else { return error };
    match answer.headers().iter().find(|(name, _)| name == HELD_BY) {
        Some((_, of)) if *of != credential.to_hex() => HandlerError::Key(Refusal::AnswerExpired),
        _ => HandlerError::Answered(bare(&answer)),
    }
}

/// An answer without word of whom it was for.
fn bare(answer: &http::Response) -> http::Response {
    let headers = answer.headers().iter().filter(|(name, _)| name != HELD_BY);
    let copy = http::Response::new(answer.status).body(answer.bytes().to_vec());
    headers.fold(copy, |copy, (name, value)| copy.header(name, value.clone()))
}

/// A vendor's answer to a change, whole.
async fn whole(response: Response) -> Result<http::Response, Refusal> {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, LARGEST_KEPT).collect().await.map_err(|error| {
        tracing::warn!(%error, "the upstream's answer broke off, or is too large to be kept");
        Refusal::UpstreamFailed
    })?;
    let whole = http::Response::new(parts.status.as_u16()).body(body.to_bytes().to_vec());
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(parts.headers.iter().fold(whole, |all, (name, value)| all.header(name.as_str(), text(value))))
}

/// Enters a change before it is passed on.
async fn enter(
    app: &App,
    scope: &AuditScope,
    credential: &Digest,
    target: Option<Target>,
) -> Result<(), Refusal> {
    app.unverified_callers.admit(credential, Instant::now()).map_err(Refusal::TooManyAttempts)?;
    scope.is_by(Actor::Gateway);
    match scope.attempt::<envelope::Refusal>(target).await {
        Ok(_) => Ok(()),
        Err(error) => {
            // For the log; the answer is the same for both families.
            let _told = error.answer(envelope::Profile::default());
            Err(Refusal::NotAudited)
        }
    }
}

/// What a call would change, if it is one that changes something.
fn change(method: &Method, path: &str) -> Option<(Action, Option<Target>)> {
    if method == Method::GET {
        return None;
    }
    for service in Service::ALL {
        let target = Some(Target::VendorRegistration(service));
        for (operation, action) in [
            (Register::OPERATION, Action::Register),
            (UpdateSecret::OPERATION, Action::UpdateSecret),
            (RegenerateKey::OPERATION, Action::RegenerateKey),
            (ReadSettings::OPERATION, Action::ChangeSettings),
        ] {
            if service.path(operation) == path {
                return Some((action, target));
            }
        }
    }
    let rest = [COLLECTION, COLLECTION_ALIAS].into_iter().find_map(|start| path.strip_prefix(start))?;
    if rest.is_empty() {
        return Some((Action::Create, None));
    }
    let (change, identifier) = rest.strip_prefix('/')?.split_once('/')?;
    let target = identifier.parse().ok().map(Target::VendorApiSecret);
    let action = match change {
        UpdateApiSecret::CHANGE => Action::Update,
        Activate::CHANGE => Action::Activate,
        Deactivate::CHANGE => Action::Deactivate,
        _ => return None,
    };
    Some((action, target))
}

/// What the vendor knows the caller by, as a hash.
fn credential(parts: &Parts) -> Digest {
    let token = || parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    api_key(parts).unwrap_or_else(|| Digest::of(&Secret::from(token())))
}

/// The API key of a call, as a hash, where there is one.
fn api_key(parts: &Parts) -> Option<Digest> {
    let query = parts.uri.query().unwrap_or_default();
    let key = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == API_KEY_PARAMETER);
    key.map(|(_, key)| Digest::of(&Secret::new(key.into_owned())))
}
