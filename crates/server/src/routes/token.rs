//! `GET` and `POST /api/oauth2/token`, also under `/iso/`: client id and secret become a token. And its end,
//! `POST /api/oauth2/revoke`.
//!
//! Credentials are taken from form, JSON or the Basic header, never from the query, which proxies log.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use data_encoding::BASE64;
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Actor, Name};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{AccessToken, BodyFault, Revocation, RevokeToken, SignIn, Token};
use latchboard_store::attempts::Subject;
use latchboard_store::clock::{CLOCKS_DIFFER, now};
use latchboard_store::crypto::Digest;
use latchboard_store::{AccessKey, RememberedCaller, Token as StoredToken, TokenEnd, Used};
use zeroize::Zeroizing;

use super::answer::{Answer, HandlerError, Outcome};
use super::audit_scope::AuditScope;
use super::body::BodyError;
use super::client_address::ClientAddress;
use super::{Shared, attempts, body};
use crate::app::App;
use crate::credentials::Made;

pub(super) fn routes() -> Router<Arc<App>> {
    // HEAD would come to where GET is, and leave a token that nobody has.
    let either = get(token).post(token).head(async || Answer(Refusal::NoRoute.answer()));
    let routes = Router::new().route(Token::PATH, either.clone()).route(Token::PATH_ALIAS, either);
    routes.route(RevokeToken::PATH, post(revoke))
}

async fn token(State(app): Shared, request: Request) -> Outcome<Refusal> {
    let scope = AuditScope::new(&app, request.extensions(), Action::SignIn);
    let outcome = sign_in(&app, request, &scope).await;
    scope.end(&outcome).await;
    outcome
}

async fn sign_in(app: &Arc<App>, request: Request, scope: &AuditScope) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let content_type = body::content_type(&parts.headers);
    let basic = basic(&parts.headers);
    let client = Token::accept(content_type, &body, basic.as_deref().map(String::as_str))?;
    let known = authenticated(app, &client, &parts, scope).await?;
    let now = now();
    let made = Made::token()?;
    // Not beyond the end of the access key.
    let left = known.expires_at.map_or(i64::MAX, |end| end.saturating_sub(now));
    let expires_in = Token::DEFAULT_EXPIRES_IN.min(u32::try_from(left).unwrap_or(u32::MAX));
    let expires_at = now.saturating_add(expires_in.into());
    app.store.add_token(&scope.who(), known.id, &made.digest, now, expires_at).await?;
    Ok(Answer(Token::answer(&AccessToken { token: made.secret, expires_in })))
}

/// The access key of a client, if its secret is right.
async fn authenticated(
    app: &App,
    client: &SignIn,
    parts: &Parts,
    scope: &AuditScope,
) -> Result<AccessKey, HandlerError<Refusal>> {
    let SignIn { credentials, decoded } = client;
    // Either way of writing a client id leads to the same one: those that we make need no encoding.
    let client_id = decoded.as_ref().map_or(&credentials.client_id, |decoded| &decoded.client_id);
    let given = [Some(credentials), decoded.as_ref()].map(|it| it.map(|it| Digest::of(&it.client_secret)));

    let known = app.store.access_key(client_id, now()).await?;
    // What an unknown client calls itself is not entered anywhere: it may be a secret in the wrong field.
    if let Some(name) = known.as_ref().and_then(|_| Name::parse(client_id)) {
        scope.is_by(Actor::AccessKey(name));
    }
    // The same work whether there is such a client or not.
    let unknown = app.store.audit_keys()?.of_unknown_client(client_id);
    let subject = if known.is_some() { Subject::Client(client_id) } else { Subject::NoClient(unknown) };
    attempts::admit(app, &subject).await?;
    // An address that is not allowed learns nothing about the credentials.
    let right = known.as_ref().is_some_and(|known| {
        let fits = given.iter().flatten().any(|given| known.secret.matches(given));
        fits && known.networks.contain(ClientAddress::of(&parts.extensions))
    });
    attempts::settle(app, &subject, right).await?;
    let known = known.filter(|_| right).ok_or(Refusal::InvalidClient)?;
    app.store.used(Used::AccessKey(known.id.get()));
    Ok(known)
}

async fn revoke(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    let scope = AuditScope::new(&app, request.extensions(), Action::RevokeToken);
    let outcome = revoked(&app, request, &scope).await;
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style)).into_response()
}

/// By the client that the token was made for, or by a token of that client, such as itself.
async fn revoked(app: &Arc<App>, request: Request, scope: &AuditScope) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let basic = basic(&parts.headers);
    let content_type = body::content_type(&parts.headers);
    let Revocation { token, client } =
        RevokeToken::accept(content_type, &body, basic.as_deref().map(String::as_str))?;
    let token = Digest::of(&token);
    let bearer = bearer(&parts.headers);
    let key = match (client, bearer) {
        (Some(client), _) => authenticated(app, &client, &parts, scope).await?.id,
        (None, Some(bearer)) => match app.store.token(&bearer, now()).await? {
            Some(bearer) => {
                scope.is_by(Actor::AccessKey(bearer.client_id));
                bearer.caller.key()
            }
            None if bearer.matches(&token) => return Ok(Answer(RevokeToken::answer())),
            None => return Err(Refusal::InvalidClient.into()),
        },
        (None, None) => return Err(Refusal::InvalidClient.into()),
    };
    match app.store.revoke_token(&scope.who(), key, &token).await? {
        TokenEnd::Done | TokenEnd::NotFound => Ok(Answer(RevokeToken::answer())),
        TokenEnd::OfAnother => Err(Refusal::InvalidClient.into()),
    }
}

/// As RFC 6749 has it: what is wrong with the body is no fault of the vault's.
async fn read(body: Body) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    body::read(body).await.map_err(|error| match error {
        BodyError::TooLarge => Refusal::BodyTooLarge,
        BodyError::Interrupted => Refusal::InvalidRequest(BodyFault::Malformed),
    })
}

/// Who calls, by the token that the request carries. Without a valid one, or from an address where
/// its access key may not be used, nothing is there to be seen.
pub(super) async fn signed_in(app: &App, parts: &Parts) -> Result<StoredToken, HandlerError<Refusal>> {
    let bearer = bearer(&parts.headers).ok_or(Refusal::NoRoute)?;
    let now = now();
    let token = app.store.token(&bearer, now).await?.filter(|token| is_usable(token, now, parts));
    let token = token.ok_or(Refusal::NoRoute)?;
    app.store.used(Used::AccessKey(token.caller.access_key()));
    Ok(token)
}

/// The same from memory. What comes of the call is to be [`confirmed`].
pub(super) fn remembered(app: &App, parts: &Parts) -> Option<Arc<StoredToken<RememberedCaller>>> {
    let now = now();
    app.store.remembered_token(&bearer(&parts.headers)?, now).filter(|token| is_usable(token, now, parts))
}

/// What came of a call by a token that was [`remembered`]. Nothing may have been found because the token is over, and then
/// nothing else is said.
pub(super) async fn confirmed<A>(
    app: &App,
    token: &StoredToken<RememberedCaller>,
    scope: &AuditScope,
    outcome: Result<A, HandlerError<Refusal>>,
) -> Result<A, HandlerError<Refusal>> {
    if outcome.is_err() && !app.store.lives(token.caller).await? {
        return Err(Refusal::NoRoute.into());
    }
    scope.is_by(Actor::AccessKey(token.client_id.clone()));
    app.store.used(Used::AccessKey(token.caller.access_key()));
    outcome
}

fn is_usable<C>(token: &StoredToken<C>, now: i64, parts: &Parts) -> bool {
    // Made while the clock ran ahead, it would live for longer than any.
    let longest = i64::from(Token::DEFAULT_EXPIRES_IN).saturating_add(CLOCKS_DIFFER);
    token.expires_at <= now.saturating_add(longest)
        && token.networks.contain(ClientAddress::of(&parts.extensions))
}

/// The digest of the token that a request carries.
fn bearer(headers: &HeaderMap) -> Option<Digest> {
    credentials(headers, "bearer").map(|token| Digest::of(&Secret::from(token)))
}

/// `id:secret` of a Basic header.
fn basic(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    let bytes = BASE64.decode(credentials(headers, "basic")?.as_bytes()).ok()?;
    String::from_utf8(bytes).ok().map(Zeroizing::new)
}

/// What follows the scheme in the `Authorization` header, if it is this scheme.
fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (given, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::AUTHORIZATION;

    use super::{basic, credentials};

    fn with(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())])
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        assert_eq!(credentials(&with("bEARER  t "), "bearer"), Some("t"));
        assert_eq!(credentials(&with("Basic t"), "bearer"), None);
        assert_eq!(credentials(&with("Bearer"), "bearer"), None);
        assert_eq!(credentials(&HeaderMap::new(), "bearer"), None);
    }

    #[test]
    fn basic_credentials_are_decoded() {
        assert_eq!(basic(&with("Basic aTpz")).unwrap().as_str(), "i:s");
        assert!(basic(&with("Basic !")).is_none());
    }
}
