//! `GET` and `POST /api/oauth2/token`, also under `/iso/`: client id and secret become a token.
//!
//! Credentials are taken from form, JSON or the Basic header, never from the query, which proxies log.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Actor};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{AccessToken, BodyFault, SignIn, Token};
use zeroize::Zeroizing;

use super::answer::{Answer, Outcome, Stop};
use super::body::BodyError;
use super::client_address::ClientAddress;
use super::trail::Trail;
use super::{App, Shared, attempts, body};
use crate::audit;
use crate::credentials::Made;
use crate::crypto::Digest;
use crate::store::{CLOCKS_DIFFER, Token as StoredToken, now};
use crate::throttle::Subject;

pub(super) fn routes() -> Router<Arc<App>> {
    // HEAD would come to where GET is, and leave a token that nobody has.
    let either = get(token).post(token).head(async || Answer(Refusal::NoRoute.answer()));
    Router::new().route(Token::PATH, either.clone()).route(Token::PATH_ALIAS, either)
}

async fn token(State(app): Shared, request: Request) -> Outcome<Refusal> {
    let trail = Trail::new(&app, request.extensions(), Action::SignIn);
    let outcome = sign_in(&app, request, &trail).await;
    trail.end(&outcome).await;
    outcome
}

async fn sign_in(app: &Arc<App>, request: Request, trail: &Trail) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let body = body::read(body).await.map_err(|error| match error {
        BodyError::TooLarge => Refusal::BodyTooLarge,
        BodyError::Interrupted => Refusal::InvalidRequest(BodyFault::Malformed),
    })?;
    let content_type = body::content_type(&parts.headers);
    let basic = basic(&parts.headers);
    let SignIn { credentials, decoded } =
        Token::accept(content_type, &body, basic.as_deref().map(String::as_str))?;
    // Either way of writing a client id leads to the same one: those that we make need no encoding.
    let client_id = decoded.as_ref().map_or(&credentials.client_id, |decoded| &decoded.client_id);
    let given = [Some(&credentials), decoded.as_ref()].map(|it| it.map(|it| Digest::of(&it.client_secret)));

    let now = now();
    let known = app.store.access_key(client_id, now).await?;
    // What an unknown client calls itself is not entered anywhere: it may be a secret in the wrong field.
    if let Some(name) = known.as_ref().and_then(|_| audit::name(client_id)) {
        trail.is_by(Actor::AccessKey(name));
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
    let made = Made::token()?;
    // Not beyond the end of the access key.
    let left = known.expires_at.map_or(i64::MAX, |end| end.saturating_sub(now));
    let expires_in = Token::DEFAULT_EXPIRES_IN.min(u32::try_from(left).unwrap_or(u32::MAX));
    let expires_at = now.saturating_add(expires_in.into());
    app.store.add_token(&trail.who(), known.id, &made.digest, now, expires_at).await?;
    Ok(Answer(Token::answer(&AccessToken { token: made.secret, expires_in })))
}

/// Who calls, by the token that the request carries. Without a valid one, or from an address where
/// its access key may not be used, nothing is there to be seen.
pub(super) async fn signed_in(app: &App, parts: &Parts) -> Result<StoredToken, Stop<Refusal>> {
    let token = credentials(&parts.headers, "bearer").map(Secret::from).ok_or(Refusal::NoRoute)?;
    let now = now();
    let token = app.store.token(&Digest::of(&token), now).await?.ok_or(Refusal::NoRoute)?;
    // Made while the clock ran ahead, it would live for longer than any.
    if token.expires_at > now.saturating_add(Token::DEFAULT_EXPIRES_IN.into()).saturating_add(CLOCKS_DIFFER) {
        return Err(Refusal::NoRoute.into());
    }
    if token.networks.contain(ClientAddress::of(&parts.extensions)) {
        Ok(token)
    } else {
        Err(Refusal::NoRoute.into())
    }
}

/// `id:secret` of a Basic header.
fn basic(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    let bytes = STANDARD.decode(credentials(headers, "basic")?).ok()?;
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
