//! `GET` and `POST /api/oauth2/token`, also under `/iso/`: client id and secret become a token.
//!
//! Credentials are taken from form, JSON or the Basic header, never from the query, which proxies log.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{AccessToken, Token};
use zeroize::Zeroizing;

use super::answer::{Answer, Outcome, Stop};
use super::{App, Shared, body};
use crate::credentials::Made;
use crate::crypto::Digest;
use crate::store::{UserId, now};

pub(super) fn routes() -> Router<Arc<App>> {
    let either = get(token).post(token);
    Router::new().route(Token::PATH, either.clone()).route(Token::PATH_ALIAS, either)
}

async fn token(State(app): Shared, request: Request) -> Outcome<Refusal> {
    let (parts, body) = request.into_parts();
    let body = body::read(body).await?;
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    let basic = basic(&parts.headers);
    let credentials = Token::accept(&content_type, &body, basic.as_deref().map(String::as_str))?;

    let known = app.store.access_key(&credentials.client_id).await?.ok_or(Refusal::InvalidClient)?;
    if !known.secret.matches(&Digest::of(&credentials.client_secret)) {
        return Err(Refusal::InvalidClient.into());
    }
    let made = Made::token()?;
    let expires_in = Token::DEFAULT_EXPIRES_IN;
    let now = now();
    app.store.add_token(known.id, &made.digest, now, now.saturating_add(expires_in.into())).await?;
    Ok(Answer(Token::answer(&AccessToken { token: made.secret, expires_in })))
}

/// The user whose token the request carries. Without a valid one, nothing is there to be seen.
pub(super) async fn signed_in(app: &App, headers: &HeaderMap) -> Result<UserId, Stop<Refusal>> {
    let token = credentials(headers, "bearer").map(Secret::from).ok_or(Refusal::NoRoute)?;
    let user = app.store.token_user(&Digest::of(&token), now()).await?;
    Ok(user.ok_or(Refusal::NoRoute)?)
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
