//! `POST /locationHistory/1/{register,updateSecret,regenerateKey}?key=` and the same under
//! `/geofencing/1/`.
//!
//! Each service has a registration of its own per API key. Order of checks: API key, tracking id,
//! body, then the registration.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::IntoResponse;
use axum::routing::post;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{self, API_KEY_PARAMETER, Refusal, Service};
use latchboard_contract::endpoint::{RegenerateKey, Register, UpdateSecret};
use zeroize::Zeroizing;

use super::answer::{Answer, Outcome, Stop};
use super::{App, Shared, body, guard};
use crate::credentials::Made;
use crate::crypto::Digest;
use crate::store::ApiKeyId;

/// How often a change starts over because another one came in between. Each time the other one was
/// made, so even one that loses every time has an honest end.
const ATTEMPTS: usize = 8;

/// Every attempt met another change.
#[derive(Debug)]
struct Contended;

impl fmt::Display for Contended {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the registration changed during each of {ATTEMPTS} attempts")
    }
}

impl std::error::Error for Contended {}

pub(super) fn routes() -> Router<Arc<App>> {
    Service::ALL.into_iter().fold(Router::new(), |router, service| {
        router
            .route(&service.path(Register::OPERATION), operation(service, register))
            .route(&service.path(UpdateSecret::OPERATION), operation(service, update_secret))
            .route(&service.path(RegenerateKey::OPERATION), operation(service, regenerate_key))
    })
}

/// What an operation gets to see: a valid API key's call of one service.
struct Call {
    app: Arc<App>,
    key: ApiKeyId,
    service: Service,
    body: Zeroizing<Vec<u8>>,
}

fn operation<F>(service: Service, run: fn(Call) -> F) -> axum::routing::MethodRouter<Arc<App>>
where
    F: Future<Output = Outcome<Refusal>> + Send + 'static,
{
    post(move |State(app): Shared, request: Request| async move {
        match Call::admit(app, service, request).await {
            Ok(call) => run(call).await.into_response(),
            Err(stop) => stop.into_response(),
        }
    })
}

impl Call {
    async fn admit(app: Arc<App>, service: Service, request: Request) -> Result<Self, Stop<Refusal>> {
        let given = api_key(request.uri().query().unwrap_or_default()).ok_or(Refusal::ApiKeyRejected)?;
        let key = app.store.api_key(&Digest::of(&given)).await?.ok_or(Refusal::ApiKeyRejected)?;
        if guard::bad_tracking_id(request.headers()) {
            return Err(Refusal::MalformedRequest.into());
        }
        let body = body::read(request.into_body()).await?;
        Ok(Self { app, key, service, body })
    }

    /// The hash that `secret` was found to fit.
    async fn checked_hash(&self, secret: &Arc<Secret>) -> Result<String, Stop<Refusal>> {
        let hash = self.app.store.secret_hash(self.key, self.service).await?;
        let hash = hash.ok_or(Refusal::ConfigurationNotFound)?;
        if self.app.passwords.matches(secret, &hash).await? {
            Ok(hash)
        } else {
            Err(Refusal::SecretInvalid.into())
        }
    }
}

fn api_key(query: &str) -> Option<Secret> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, value) = pairs.find(|(name, _)| name == API_KEY_PARAMETER)?;
    Some(Secret::new(value.into_owned()))
}

async fn register(call: Call) -> Outcome<Refusal> {
    let secret = Arc::new(configuration::accept_secret(&call.body)?);
    let store = &call.app.store;
    // Asked first so that a repeated call costs no hash; the insert below decides.
    if store.secret_hash(call.key, call.service).await?.is_some() {
        return Err(Refusal::AlreadyRegistered.into());
    }
    let hash = call.app.passwords.hash(&secret).await?;
    let admin_key = Made::admin_key()?;
    if store.register(call.key, call.service, &hash, &admin_key.digest).await? {
        Ok(Answer(configuration::answer_admin_key(&admin_key.secret)))
    } else {
        Err(Refusal::AlreadyRegistered.into())
    }
}

async fn update_secret(call: Call) -> Outcome<Refusal> {
    let (old, new) = UpdateSecret::accept(&call.body)?;
    let (old, new) = (Arc::new(old), Arc::new(new));
    for _ in 0..ATTEMPTS {
        let checked = call.checked_hash(&old).await?;
        let hash = call.app.passwords.hash(&new).await?;
        // Only if nothing changed since the check. Otherwise the old secret is checked anew: two
        // changes from the same secret at once must not both succeed.
        if call.app.store.replace_secret(call.key, call.service, &checked, &hash).await? {
            return Ok(Answer(UpdateSecret::answer()));
        }
    }
    Err(Stop::Failed(Box::new(Contended)))
}

async fn regenerate_key(call: Call) -> Outcome<Refusal> {
    let secret = Arc::new(configuration::accept_secret(&call.body)?);
    for _ in 0..ATTEMPTS {
        let checked = call.checked_hash(&secret).await?;
        let admin_key = Made::admin_key()?;
        let digest = &admin_key.digest;
        if call.app.store.replace_admin_key(call.key, call.service, &checked, digest).await? {
            return Ok(Answer(configuration::answer_admin_key(&admin_key.secret)));
        }
    }
    Err(Stop::Failed(Box::new(Contended)))
}
