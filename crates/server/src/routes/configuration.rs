//! `POST /locationHistory/1/{register,updateSecret,regenerateKey}?key=`, `GET` and `POST
//! /locationHistory/1/settings?key=&adminKey=`, and the same under `/geofencing/1/`.
//!
//! Each service has a registration of its own per API key, with its own admin key; the consents are
//! shared by both, as the vendor's are by account. Order of checks: API key, tracking id, body, then
//! the registration. Settings are proved by the admin key, so there the registration comes first.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, MethodRouter, on};
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Actor, Target};
use latchboard_contract::endpoint::configuration::{
    self, ADMIN_KEY_PARAMETER, API_KEY_PARAMETER, Refusal, Service,
};
use latchboard_contract::endpoint::{
    AccountSettings, ChangeSettings, PrivacySettings, ReadSettings, RegenerateKey, Register, Settings,
    UpdateSecret,
};
use latchboard_contract::http;
use latchboard_store::attempts::Subject;
use latchboard_store::audit::Attempt;
use latchboard_store::crypto::{AssociatedData, Digest, SealError};
use latchboard_store::{ApiKeyId, Consents, NewAdminKey, Replaced, SecretChange, StoreError};
use zeroize::Zeroizing;

use super::answer::{Answer, HandlerError, Outcome};
use super::audit_scope::AuditScope;
use super::{Shared, attempts, body, guard};
use crate::app::App;
use crate::config::UpdateSecretReply;
use crate::credentials::Made;

/// How often a change starts over because another one came in between. Each time the other one was
/// made, so even one that loses every time has an honest end.
const ATTEMPTS: usize = 8;

/// Every attempt met another change.
#[derive(Debug, thiserror::Error)]
#[error("the registration changed during each of {ATTEMPTS} attempts")]
struct Contended;

pub(super) fn routes() -> Router<Arc<App>> {
    const GET: MethodFilter = MethodFilter::GET;
    const POST: MethodFilter = MethodFilter::POST;
    Service::ALL.into_iter().fold(Router::new(), |router, service| {
        router
            .route(&service.path(Register::OPERATION), operation(POST, service, Action::Register, register))
            .route(
                &service.path(UpdateSecret::OPERATION),
                operation(POST, service, Action::UpdateSecret, update_secret),
            )
            .route(
                &service.path(RegenerateKey::OPERATION),
                operation(POST, service, Action::RegenerateKey, regenerate_key),
            )
            .route(
                &service.path(ReadSettings::OPERATION),
                operation(GET, service, Action::ReadSettings, read_settings).merge(operation(
                    POST,
                    service,
                    Action::ChangeSettings,
                    change_settings,
                )),
            )
    })
}

/// What an operation gets to see: a valid API key's call of one service.
struct Call {
    app: Arc<App>,
    key: ApiKeyId,
    service: Service,
    admin_key: Option<Secret>,
    body: Zeroizing<Vec<u8>>,
    scope: Arc<AuditScope>,
}

fn operation<F>(
    method: MethodFilter,
    service: Service,
    action: Action,
    run: fn(Call) -> F,
) -> MethodRouter<Arc<App>>
where
    F: Future<Output = Outcome<Refusal>> + Send + 'static,
{
    on(method, move |State(app): Shared, request: Request| async move {
        let style = app.style.gateway_errors;
        let scope = AuditScope::new(&app, request.extensions(), action);
        let outcome = match Call::admit(app, service, request, &scope).await {
            Ok(call) => run(call).await,
            Err(error) => Err(error),
        };
        let outcome = scope.unless_repeated(outcome).await;
        scope.end(&outcome).await;
        outcome.unwrap_or_else(|error| error.answer(style)).into_response()
    })
}

impl Call {
    async fn admit(
        app: Arc<App>,
        service: Service,
        request: Request,
        scope: &Arc<AuditScope>,
    ) -> Result<Self, HandlerError<Refusal>> {
        let (parts, body) = request.into_parts();
        let query = parts.uri.query().unwrap_or_default();
        let given = parameter(query, API_KEY_PARAMETER).ok_or(Refusal::ApiKeyRejected)?;
        let key = app.store.api_key(&Digest::of(&given)).await?.ok_or(Refusal::ApiKeyRejected)?;
        scope.is_by(Actor::ApiKey(number(key)));
        if guard::bad_tracking_id(&parts.headers) {
            return Err(Refusal::MalformedRequest.into());
        }
        let admin_key = parameter(query, ADMIN_KEY_PARAMETER);
        let body = body::read(body).await?;
        if parts.method != Method::GET {
            let admin_key = admin_key.as_ref().map(|admin_key| Digest::of(admin_key).to_hex());
            let credential = format!("api key {} {}", number(key), admin_key.unwrap_or_default());
            scope.stop_repeats(&parts.headers, &credential, service.segment(), &body).await?;
        }
        Ok(Self { app, key, service, admin_key, body, scope: Arc::clone(scope) })
    }

    /// Enters that the registration is about to be changed.
    async fn attempt(&self) -> Result<&Attempt, HandlerError<Refusal>> {
        let target = Target::Registration { api_key: number(self.key), service: self.service };
        self.scope.attempt(Some(target)).await
    }

    /// The hash that `secret` was found to fit.
    async fn checked_hash(&self, secret: &Arc<Secret>) -> Result<String, HandlerError<Refusal>> {
        let hash = self.app.store.secret_hash(self.key, self.service).await?;
        let hash = hash.ok_or(Refusal::ConfigurationNotFound)?;
        let subject = Subject::CustomerSecret(self.key.get(), self.service.segment());
        attempts::admit(&self.app, &subject).await?;
        let turn = self.app.passwords.turn().await?;
        // Those who came before may have guessed meanwhile: then this one is not even looked at.
        attempts::admit(&self.app, &subject).await?;
        let (right, turn) = self.app.passwords.matches(turn, secret, &hash).await?;
        attempts::settle(&self.app, &subject, right).await?;
        drop(turn);
        if right { Ok(hash) } else { Err(Refusal::SecretInvalid.into()) }
    }

    /// The digest of the admin key that the call carries, which is the one in force.
    async fn checked_admin_key(&self) -> Result<Digest, HandlerError<Refusal>> {
        let digest = self.app.store.admin_key(self.key, self.service).await?;
        let digest = digest.ok_or(Refusal::ConfigurationNotFound)?;
        let given = self.admin_key.as_ref().ok_or(Refusal::AdminKeyInvalid)?;
        if digest.matches(&Digest::of(given)) { Ok(digest) } else { Err(Refusal::AdminKeyInvalid.into()) }
    }

    /// An admin key as it is stored: its hash, and encrypted where the server is told to repeat it.
    fn stored(&self, made: &Made) -> Result<NewAdminKey, StoreError> {
        let repeats = self.app.style.update_secret == UpdateSecretReply::SameKey;
        let seal = || self.app.master_key.seal(self.context(), &made.secret).map_err(StoreError::Seal);
        Ok(NewAdminKey { digest: made.digest, sealed: repeats.then(seal).transpose()? })
    }

    /// The answer to a change of the secret: with the new admin key; with the one that was kept encrypted, where the
    /// server is told to repeat it; or with none, as for an admin key of a time when none was kept. One under another
    /// master key than those that are `known` by now is as good as not kept.
    fn answer_to_change(
        &self,
        new: Option<&Made>,
        replaced: &Replaced,
        known: bool,
    ) -> Result<http::Response, SealError> {
        let opened = match (new, self.app.style.update_secret, &replaced.sealed_admin_key) {
            (Some(made), _, _) => return Ok(configuration::answer_admin_key(&made.secret)),
            (None, UpdateSecretReply::SameKey, Some(sealed)) => {
                self.app.master_key.open(self.context(), sealed)
            }
            (None, _, _) => return Ok(UpdateSecret::answer()),
        };
        match opened {
            Ok(key) => Ok(configuration::answer_admin_key(&key)),
            Err(SealError::OtherKey) if known => Ok(UpdateSecret::answer()),
            Err(error) => Err(error),
        }
    }

    fn context(&self) -> AssociatedData {
        AssociatedData::AdminKey { api_key: self.key.get(), service: self.service }
    }
}

/// As the audit log has it.
fn number(key: ApiKeyId) -> u64 {
    u64::try_from(key.get()).unwrap_or_default()
}

fn parameter(query: &str, name: &str) -> Option<Secret> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, value) = pairs.find(|(known, _)| known == name)?;
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
    let attempt = call.attempt().await?;
    let answer = configuration::answer_admin_key(&admin_key.secret);
    let register = || async {
        call.scope.keep(&answer, true).map_err(StoreError::Seal)?;
        let stored = call.stored(&admin_key)?;
        store.register(attempt, call.key, call.service, &hash, &stored).await
    };
    let is_registered = call.app.with_key_in_force(register).await?;
    if is_registered { Ok(Answer(answer)) } else { Err(Refusal::AlreadyRegistered.into()) }
}

async fn update_secret(call: Call) -> Outcome<Refusal> {
    let (old, new) = UpdateSecret::accept(&call.body)?;
    let (old, new) = (Arc::new(old), Arc::new(new));
    let mut entered = None;
    for _ in 0..ATTEMPTS {
        let checked = call.checked_hash(&old).await?;
        let hash = call.app.passwords.hash(&new).await?;
        let new_key = match call.app.style.update_secret {
            UpdateSecretReply::NewKey => Some(Made::admin_key()?),
            UpdateSecretReply::NoContent | UpdateSecretReply::SameKey => None,
        };
        let stored = new_key.as_ref().map(|made| call.stored(made)).transpose()?;
        // Only if nothing changed since the check. Otherwise the old secret is checked anew: two
        // changes from the same secret at once must not both succeed.
        let attempt = match entered {
            Some(attempt) => attempt,
            None => *entered.insert(call.attempt().await?),
        };
        let mut answer = None;
        let replace = async |answer: &mut Option<_>, known| {
            let before_commit = |replaced: &Replaced| {
                let said = call.answer_to_change(new_key.as_ref(), replaced, known)?;
                call.scope.keep(&said, true)?;
                *answer = Some(said);
                Ok(())
            };
            let (store, stored) = (&call.app.store, stored.as_ref());
            let change = SecretChange { checked: &checked, new: &hash };
            store.replace_secret(attempt, call.key, call.service, change, stored, before_commit).await
        };
        let mut replaced = replace(&mut answer, false).await;
        if call.app.learns_from(&replaced).await {
            replaced = replace(&mut answer, true).await;
        }
        if let (true, Some(answer)) = (replaced?, answer) {
            return Ok(Answer(answer));
        }
    }
    Err(HandlerError::Failed(Box::new(Contended)))
}

async fn regenerate_key(call: Call) -> Outcome<Refusal> {
    let secret = Arc::new(configuration::accept_secret(&call.body)?);
    let mut entered = None;
    for _ in 0..ATTEMPTS {
        let checked = call.checked_hash(&secret).await?;
        let admin_key = Made::admin_key()?;
        let attempt = match entered {
            Some(attempt) => attempt,
            None => *entered.insert(call.attempt().await?),
        };
        let answer = configuration::answer_admin_key(&admin_key.secret);
        let replace = || async {
            call.scope.keep(&answer, true).map_err(StoreError::Seal)?;
            let stored = call.stored(&admin_key)?;
            call.app.store.replace_admin_key(attempt, call.key, call.service, &checked, &stored).await
        };
        if call.app.with_key_in_force(replace).await? {
            return Ok(Answer(answer));
        }
    }
    Err(HandlerError::Failed(Box::new(Contended)))
}

async fn read_settings(call: Call) -> Outcome<Refusal> {
    call.checked_admin_key().await?;
    let Consents { positions, transitions } = call.app.store.consents(call.key).await?;
    let of_geofencing = call.service == Service::Geofencing;
    Ok(Answer(ReadSettings::answer(&Settings {
        account_settings: AccountSettings::documented(call.service),
        privacy_settings: PrivacySettings {
            consent_for_storing_objects_positions_history: Some(positions),
            consent_for_storing_transitions_history: of_geofencing.then_some(transitions),
            // No history is kept here, so none is ever being deleted.
            ..PrivacySettings::default()
        },
    })))
}

async fn change_settings(call: Call) -> Outcome<Refusal> {
    let checked = call.checked_admin_key().await?;
    let mut consent = ChangeSettings::accept(&call.body)?;
    if call.service == Service::LocationHistory {
        // Location history knows no fences; what it does not know is ignored.
        consent.transitions = None;
    }
    if consent.is_empty() {
        return Err(Refusal::MalformedRequest.into());
    }
    // Only while the admin key is the one that was checked: a dead one must not change anything.
    let attempt = call.attempt().await?;
    let answer = ChangeSettings::answer(consent);
    call.scope.keep(&answer, false)?;
    if call.app.store.change_consents(attempt, call.key, call.service, &checked, consent).await? {
        Ok(Answer(answer))
    } else {
        Err(Refusal::AdminKeyInvalid.into())
    }
}
