//! `POST /api/oauth2/token`, also `GET`, also under `/iso/`
//!
//! Signs in to the vault with client id and client secret (OAuth 2.0 client credentials).

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::body::{Body, BodyFault};
use super::envelope::{self, Refusal};
use super::members::form_decoded;
use super::{Endpoint, EndpointId, lenient, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Fetches an access token. Safe to repeat.
pub struct Token;

/// Who signs in. `tenant` only where one address serves several.
pub struct Credentials {
    /// The access key's client id.
    pub client_id: String,
    /// The access key's client secret.
    pub client_secret: Secret,
    /// The exact sub-domain of the tenant.
    pub tenant: Option<String>,
}

/// Who signs in, as the server reads it.
pub struct SignIn {
    pub credentials: Credentials,
    /// Those of a Basic header once more, decoded as RFC 6749 (section 2.3.1) has them, where that is another text.
    pub decoded: Option<Credentials>,
}

/// A bearer token and how long it lives.
pub struct AccessToken {
    /// Goes into the `Authorization` header.
    pub token: Secret,
    /// Seconds from the moment of the answer.
    pub expires_in: u32,
}

#[derive(Deserialize)]
struct TokenBody {
    access_token: Secret,
    #[serde(default, deserialize_with = "lenient::text")]
    token_type: String,
    #[serde(default, deserialize_with = "lenient::number")]
    expires_in: Option<u64>,
}

#[derive(Serialize)]
struct TokenAnswer<'a> {
    token_type: &'static str,
    expires_in: u32,
    access_token: &'a str,
}

impl Token {
    /// The path, as printed by the vendor since v3-32.
    pub const PATH: &str = "/api/oauth2/token";
    /// The same under the older prefix.
    pub const PATH_ALIAS: &str = "/iso/oauth2/token";
    /// Seconds that a token lives when nothing else is said: one hour, by the documentation.
    pub const DEFAULT_EXPIRES_IN: u32 = 3600;
    const GRANT_TYPE: &str = "client_credentials";

    /// Reads a sign-in as sent: a form or JSON body, the credentials also from an
    /// `Authorization: Basic` header (already decoded to `id:secret`), which may be meant for a proxy
    /// where the body has both. Never from the query, which ends in logs.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidRequest`], [`Refusal::UnsupportedGrantType`], [`Refusal::InvalidClient`] when
    /// credentials are missing.
    pub fn accept(content_type: &str, body: &[u8], basic: Option<&str>) -> Result<SignIn, Refusal> {
        let SignInBody { tenant, client } = match basic {
            // The documented GET has no body to put a grant type into; the header is all that there is.
            Some(basic) if body.is_empty() && basic.contains(':') => SignInBody::default(),
            _ => SignInBody::read(content_type, body)?,
        };
        sign_in(client, tenant, basic).ok_or(Refusal::InvalidClient)
    }

    #[must_use]
    pub fn encode_in(style: TokenStyle, credentials: &Credentials) -> Request {
        let (path, basic) = match style {
            TokenStyle::Form => (Self::PATH, false),
            TokenStyle::Basic => (Self::PATH, true),
            TokenStyle::AliasForm => (Self::PATH_ALIAS, false),
            TokenStyle::AliasBasic => (Self::PATH_ALIAS, true),
        };
        let request = Request::new(Self::ID, Method::Post, path).form(form(credentials, !basic));
        if basic {
            request.basic(&credentials.client_id, &credentials.client_secret)
        } else {
            request.sensitive(&credentials.client_secret)
        }
    }

    /// 200 with the token.
    #[must_use]
    pub fn answer(token: &AccessToken) -> Response {
        let body = TokenAnswer {
            token_type: "Bearer",
            expires_in: token.expires_in,
            access_token: token.token.expose(),
        };
        Response::json(200, JSON, &body)
    }
}

/// Who signs in: the client in the body, else the one in the Basic header.
pub(super) fn sign_in(
    client: Option<(String, Secret)>,
    tenant: Option<String>,
    basic: Option<&str>,
) -> Option<SignIn> {
    let credentials = |id: &str, secret: &str| Credentials {
        client_id: id.to_owned(),
        client_secret: Secret::from(secret),
        tenant: tenant.clone(),
    };
    if let Some((id, secret)) = client {
        return Some(SignIn { credentials: credentials(&id, secret.expose()), decoded: None });
    }
    let (id, secret) = basic?.split_once(':')?;
    let (plain_id, plain_secret) = (form_decoded(id.as_bytes()), form_decoded(secret.as_bytes()));
    let decoded = str::from_utf8(&plain_id).ok().zip(str::from_utf8(&plain_secret).ok());
    let decoded = decoded.filter(|decoded| *decoded != (id, secret));
    Some(SignIn {
        credentials: credentials(id, secret),
        decoded: decoded.map(|(id, secret)| credentials(id, secret)),
    })
}

/// What the body of a sign-in says.
#[derive(Default)]
struct SignInBody {
    tenant: Option<String>,
    /// Client id and client secret, where both are there.
    client: Option<(String, Secret)>,
}

impl SignInBody {
    fn read(content_type: &str, body: &[u8]) -> Result<Self, Refusal> {
        const GRANT_TYPE: &str = "grant_type";
        let read = || -> Result<_, BodyFault> {
            let fields = Body::read(content_type, body, GRANT_TYPE)?;
            let (id, secret) = (fields.text("client_id")?, fields.secret("client_secret")?);
            let client = id.filter(|id| !id.is_empty()).zip(secret);
            Ok((fields.required(GRANT_TYPE)?, Self { tenant: fields.text("tenant")?, client }))
        };
        let (grant_type, said) = read().map_err(Refusal::InvalidRequest)?;
        if grant_type == Token::GRANT_TYPE { Ok(said) } else { Err(Refusal::UnsupportedGrantType) }
    }
}

/// How the token is asked for: releases differ in path and in where they look for the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenStyle {
    /// Credentials in the form, under `/api/`.
    #[default]
    Form,
    /// Credentials in an `Authorization: Basic` header, under `/api/`.
    Basic,
    /// As [`Self::Form`], under `/iso/`.
    AliasForm,
    /// As [`Self::Basic`], under `/iso/`.
    AliasBasic,
}

impl TokenStyle {
    /// What to try after an answer with this status, if anything: another path when there is
    /// nothing here, the header when the form was not understood.
    #[must_use]
    pub const fn after(self, status: u16) -> Option<Self> {
        match (self, status) {
            (Self::Form | Self::Basic, 404 | 405) => Some(Self::AliasForm),
            (Self::Form, 400 | 401) => Some(Self::Basic),
            (Self::AliasForm, 400 | 401 | 405) => Some(Self::AliasBasic),
            _ => None,
        }
    }
}

/// The form, in one allocation, so that no half-grown copy of a secret stays in memory.
fn form(credentials: &Credentials, with_client: bool) -> Zeroizing<String> {
    let texts = [credentials.client_id.as_str(), credentials.client_secret.expose()];
    let length = texts.iter().chain(&credentials.tenant.as_deref()).map(|text| text.len()).sum::<usize>();
    // Every byte may grow to three.
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(128 + 3 * length));
    form.append_pair("grant_type", Token::GRANT_TYPE);
    if with_client {
        form.append_pair("client_id", &credentials.client_id)
            .append_pair("client_secret", credentials.client_secret.expose());
    }
    if let Some(tenant) = &credentials.tenant {
        form.append_pair("tenant", tenant);
    }
    Zeroizing::new(form.finish())
}

impl Endpoint for Token {
    const ID: EndpointId = EndpointId::Token;
    type Request = Credentials;
    type Reply = AccessToken;

    fn encode(request: &Credentials) -> Request {
        Self::encode_in(TokenStyle::default(), request)
    }

    /// The token must be fit for a header, and of the only type that can be used. How long it lives
    /// is believed where it makes sense.
    fn decode(sent: &Request, response: &Response) -> Result<AccessToken, Problem> {
        let body: TokenBody = envelope::bare(sent, response)?;
        let token = body.access_token;
        let sendable = !token.is_empty() && token.expose().bytes().all(|byte| byte.is_ascii_graphic());
        let bearer = ["", "bearer"].contains(&body.token_type.trim().to_ascii_lowercase().as_str());
        if !(matches!(response.status, 200 | 201) && sendable && bearer) {
            return Err(unreadable(sent, response));
        }
        let expires_in = body.expires_in.and_then(|seconds| u32::try_from(seconds).ok());
        Ok(AccessToken { token, expires_in: expires_in.unwrap_or(Self::DEFAULT_EXPIRES_IN) })
    }
}
