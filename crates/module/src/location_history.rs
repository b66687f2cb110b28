//! The life of an admin key: register, change the secret, regenerate, and how to find out what
//! became of a call without an answer.

use std::rc::Rc;

use js_sys::Promise;
use latchboard_client::resolve::{Conclusion, Lost, Question};
use latchboard_client::{self as client, BaseUrl, KnownCapabilities, Pace, Verdict as Judged};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{self, Service};
use latchboard_contract::endpoint::{self, EndpointId};
use latchboard_contract::idempotency::IdempotencyKey;
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::arguments::{self, Address, Result, Text, argument, base_url, misuse, needed};
use crate::call::{Asked, Call, Sender, promise};
use crate::outcome::{self, Verdict};

thread_local! {
    /// One for all: the vendor counts the calls of an API key, wherever they come from.
    static PACE: Rc<Pace> = Rc::default();
    /// One for all: a server is asked once.
    static KNOWN: Rc<KnownCapabilities> = Rc::default();
}

/// What all calls of one object share.
struct Account {
    api_key: Secret,
    base: BaseUrl,
    service: Service,
    pace: Rc<Pace>,
    known: Rc<KnownCapabilities>,
}

impl Account {
    fn client<'a>(&'a self, transport: &'a Sender) -> client::LocationHistory<'a, Sender> {
        let Self { api_key, base, pace, known, .. } = self;
        client::LocationHistory { transport, base, api_key, pace, known }
    }
}

/// Whose configuration it is, and where.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { apiKey: \"…\" }")]
struct LocationHistoryOptions {
    /// The server; the one that the page or worker came from unless something else is said.
    #[tsify(optional)]
    base_url: Option<Address>,
    /// The account's API key.
    api_key: Text,
    /// `location_history` unless something else is said.
    #[tsify(optional)]
    service: Option<Service>,
}

/// Registered, or regenerated. The admin key is told this once and never again.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct WithAdminKey {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// The key itself, as the server wrote it.
    admin_key: String,
}

impl WithAdminKey {
    fn of(verdict: Verdict, key: configuration::AdminKey) -> Self {
        Self { verdict, admin_key: key.0.expose().to_owned() }
    }
}

/// The secret was changed. Without a new admin key the present one is believed to live on.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct SecretUpdated {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// The new key; null where the server sent none.
    admin_key: Option<String>,
}

/// The account's limits; null where the server left something out.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct AccountSettings {
    /// The most objects.
    max_objects: Option<f64>,
    /// The most projects; geofencing only.
    max_projects: Option<f64>,
    /// The most fences in one project; geofencing only.
    max_fences_in_project: Option<f64>,
    /// The most corners of one fence; geofencing only.
    max_vertices_in_fence: Option<f64>,
}

/// What may be stored, and what is being deleted; null where the server left something out.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct PrivacySettings {
    /// Where objects have been may be stored; location history and geofencing share this consent.
    consent_for_storing_objects_positions_history: Option<bool>,
    /// When objects crossed fences may be stored; geofencing only.
    consent_for_storing_transitions_history: Option<bool>,
    /// All history before this time is deleted: ISO 8601, as the server wrote it.
    delete_all_history_before: Option<String>,
    /// How far that deletion is, in the server's words, such as `"PROCESSING"`.
    delete_all_history_before_status: Option<String>,
    /// All positions before this time are deleted: ISO 8601, as the server wrote it.
    delete_all_history_positions_before: Option<String>,
    /// How far that deletion is, in the server's words.
    delete_all_history_positions_before_status: Option<String>,
    /// All crossings of fences before this time are deleted: ISO 8601, as the server wrote it.
    delete_all_history_transitions_before: Option<String>,
    /// How far that deletion is, in the server's words.
    delete_all_history_transitions_before_status: Option<String>,
}

/// The settings, under the vendor's own names.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Settings {
    /// The account's limits.
    account_settings: AccountSettings,
    /// What may be stored, and what is being deleted.
    privacy_settings: PrivacySettings,
}

/// The settings were read, which proves that the admin key works.
#[derive(Serialize, Tsify)]
struct SettingsRead {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// What is in force.
    settings: Settings,
}

/// Consents to what may be stored.
#[derive(Deserialize, Tsify)]
#[serde(expecting = "an object with positions or transitions, such as { positions: true }")]
struct Consents {
    /// Where objects have been may be stored; location history and geofencing share this consent.
    #[tsify(optional)]
    positions: Option<bool>,
    /// When objects crossed fences may be stored; geofencing only.
    #[tsify(optional)]
    transitions: Option<bool>,
}

/// Consent to what may be stored; what is left out stays as it is. At least one of the two must be there.
#[derive(Tsify)]
#[tsify(
    type = "Consents & (Required<Pick<Consents, \"positions\">> | Required<Pick<Consents, \"transitions\">>)"
)]
#[expect(dead_code, reason = "`Consents` more precisely in TypeScript")]
struct Consent;

/// The consents as the server repeated them; null where the answer says nothing about it.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct ConsentsInForce {
    /// Where objects have been may be stored.
    positions: Option<bool>,
    /// When objects crossed fences may be stored.
    transitions: Option<bool>,
}

/// The consents were changed.
#[derive(Serialize, Tsify)]
struct SettingsChanged {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// What is in force now.
    consent: ConsentsInForce,
}

latchboard_contract::names! {
    /// The calls that can be asked about.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum LostCall {
        /// A registration.
        Register = "register",
        /// A change of the secret.
        UpdateSecret = "update_secret",
        /// A new admin key.
        RegenerateKey = "regenerate_key",
    }
}

/// A call with a customer secret that was left without an answer.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { call: \"register\", secret: \"…\" }")]
#[tsify(type_params = "C extends Endpoint = Endpoint, Q extends NextQuestion = NextQuestion")]
struct LostSecretCall {
    /// Which call it was.
    #[tsify(type = "C")]
    call: Option<LostCall>,
    /// The secret that it was made with; the present one where it was to be changed.
    secret: Text,
    /// The secret that was to take its place.
    #[tsify(optional)]
    new_secret: Option<Text>,
    /// The `idempotencyKey` of its result: then it is asked for its answer first, and no admin key dies of it.
    #[serde(default, deserialize_with = "arguments::idempotency_key")]
    #[tsify(type = "string | null")]
    idempotency_key: Option<IdempotencyKey>,
    /// The question; `same_again` unless something else is said, which for `regenerate_key` kills the admin key in use.
    #[tsify(optional, type = "Q")]
    question: Option<Question>,
}

/// A configuration call that was left without an answer, and the question to ask about it.
#[derive(Tsify)]
#[tsify(type = "LostSecretCall<\"register\", \"same_again\" | \"claim_registration\"> \
    | LostSecretCall<\"update_secret\", \"same_again\" | \"confirm_new_secret\"> & Required<Pick<LostSecretCall, \"newSecret\">> \
    | LostSecretCall<\"regenerate_key\", \"same_again\">")]
#[expect(dead_code, reason = "`LostSecretCall` more precisely in TypeScript")]
struct LostConfigurationCall;

/// Register, change, regenerate: the life of an admin key. A call whose answer is lost is repeated by itself only where the
/// server takes an `Idempotency-Key`; at most five calls per second are sent for one API key. `free` wipes the API key once no
/// call is under way any more.
#[wasm_bindgen]
pub struct LocationHistory(Rc<Account>);

#[wasm_bindgen]
impl LocationHistory {
    /// For one API key at one server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// A `TypeError` for wrong options.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "LocationHistoryOptions")] options: JsValue,
    ) -> Result<Self> {
        let LocationHistoryOptions { base_url: named, api_key, service } = argument(options, "options")?;
        Ok(Self(Rc::new(Account {
            api_key: api_key.into(),
            base: base_url(named)?,
            service: service.unwrap_or_default(),
            pace: PACE.with(Rc::clone),
            known: KNOWN.with(Rc::clone),
        })))
    }

    /// Registers a customer secret; works once per account.
    #[wasm_bindgen(unchecked_return_type = "Promise<WithAdminKey | Failed>")]
    pub fn register(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Text")] secret: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::Register, options, |account, sender| {
            let secret = secret_of(secret, "secret")?;
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).register(account.service, &secret).await;
                outcome::object(verdict, WithAdminKey::of)
            }))
        })
    }

    /// Replaces the customer secret.
    #[wasm_bindgen(js_name = updateSecret, unchecked_return_type = "Promise<SecretUpdated | Failed>")]
    pub fn update_secret(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Text")] secret: JsValue,
        #[wasm_bindgen(js_name = newSecret, unchecked_param_type = "Text")] new_secret: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::UpdateSecret, options, |account, sender| {
            let (secret, new) = (secret_of(secret, "secret")?, secret_of(new_secret, "newSecret")?);
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).update_secret(account.service, &secret, &new).await;
                outcome::object(verdict, |verdict, updated| {
                    let admin_key = updated.admin_key.map(|key| key.0.expose().to_owned());
                    SecretUpdated { verdict, admin_key }
                })
            }))
        })
    }

    /// Makes a new admin key; the present one is dead from that moment on.
    #[wasm_bindgen(js_name = regenerateKey, unchecked_return_type = "Promise<WithAdminKey | Failed>")]
    pub fn regenerate_key(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Text")] secret: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::RegenerateKey, options, |account, sender| {
            let secret = secret_of(secret, "secret")?;
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).regenerate_key(account.service, &secret).await;
                outcome::object(verdict, WithAdminKey::of)
            }))
        })
    }

    /// Reads the settings: the cheap proof that an admin key works.
    #[wasm_bindgen(unchecked_return_type = "Promise<SettingsRead | Failed>")]
    pub fn settings(
        &self,
        #[wasm_bindgen(js_name = adminKey, unchecked_param_type = "Text")] admin_key: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::ReadSettings, options, |account, sender| {
            let admin_key = secret_of(admin_key, "adminKey")?;
            Ok(Box::pin(async move {
                let result = account.client(&sender).settings(account.service, &admin_key).await;
                let verdict = outcome::of_read(EndpointId::ReadSettings, result);
                outcome::object(verdict, |verdict, read| SettingsRead { verdict, settings: read.into() })
            }))
        })
    }

    /// Grants or withdraws consent.
    #[wasm_bindgen(js_name = changeSettings, unchecked_return_type = "Promise<SettingsChanged | Failed>")]
    pub fn change_settings(
        &self,
        #[wasm_bindgen(js_name = adminKey, unchecked_param_type = "Text")] admin_key: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Consent")] consent: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::ChangeSettings, options, |account, sender| {
            let (admin_key, consent) = (secret_of(admin_key, "adminKey")?, consent_of(consent)?);
            Ok(Box::pin(async move {
                let client = account.client(&sender);
                let verdict = client.change_settings(account.service, &admin_key, consent).await;
                outcome::object(verdict, |verdict, endpoint::Consent { positions, transitions }| {
                    SettingsChanged { verdict, consent: ConsentsInForce { positions, transitions } }
                })
            }))
        })
    }

    /// Asks what became of a call that ended `unknown`, with documented calls only, one question each time. For
    /// `regenerate_key`, and where `killsAdminKey` says so, a good answer kills the admin key in use.
    #[wasm_bindgen(unchecked_return_type = "Promise<ConfigurationResolution>")]
    pub fn resolve(
        &self,
        #[wasm_bindgen(unchecked_param_type = "LostConfigurationCall")] lost: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let resolution = match Resolution::read(lost) {
            Ok(resolution) => resolution,
            Err(error) => return Promise::reject(&error),
        };
        let (account, sender) = (self.0.clone(), Sender::default());
        let asked = Asked { endpoint: resolution.endpoint, aborted: outcome::still_open };
        let own = sender.clone();
        let call: Call = Box::pin(async move {
            let lost =
                Lost { service: account.service, call: resolution.call(), key: resolution.key.as_ref() };
            match account.client(&own).ask(resolution.question, &lost).await {
                Some((verdict, conclusion)) => {
                    let key = match (verdict, &conclusion) {
                        (Judged::Done(key), Conclusion::Settled(_)) => key,
                        _ => None,
                    };
                    let key = key.map(|key| key.0.expose().to_owned());
                    outcome::key_resolution(resolution.endpoint, conclusion, key)
                }
                // `read` lets no question through that is none about the call.
                None => Ok(JsValue::UNDEFINED),
            }
        });
        promise(sender, asked, options, Ok(call))
    }
}

impl LocationHistory {
    /// Reads what a call is given, now; it is made in its own time.
    fn call(
        &self,
        endpoint: EndpointId,
        options: JsValue,
        begin: impl FnOnce(Rc<Account>, Sender) -> Result<Call>,
    ) -> Promise {
        let sender = Sender::default();
        let call = begin(self.0.clone(), sender.clone());
        promise(sender, Asked::of(endpoint), options, call)
    }
}

fn secret_of(value: JsValue, name: &str) -> Result<Secret> {
    argument::<Text>(value, name).map(Secret::from)
}

impl From<endpoint::Settings> for Settings {
    fn from(settings: endpoint::Settings) -> Self {
        // Member by member: once the contract reads one more, this does not compile.
        let endpoint::Settings {
            account_settings:
                endpoint::AccountSettings {
                    max_objects,
                    max_projects,
                    max_fences_in_project,
                    max_vertices_in_fence,
                },
            privacy_settings:
                endpoint::PrivacySettings {
                    consent_for_storing_objects_positions_history,
                    consent_for_storing_transitions_history,
                    delete_all_history_before,
                    delete_all_history_before_status,
                    delete_all_history_positions_before,
                    delete_all_history_positions_before_status,
                    delete_all_history_transitions_before,
                    delete_all_history_transitions_before_status,
                },
        } = settings;
        let limit = |limit: Option<u64>| limit.map(|limit| limit as f64);
        Self {
            account_settings: AccountSettings {
                max_objects: limit(max_objects),
                max_projects: limit(max_projects),
                max_fences_in_project: limit(max_fences_in_project),
                max_vertices_in_fence: limit(max_vertices_in_fence),
            },
            privacy_settings: PrivacySettings {
                consent_for_storing_objects_positions_history,
                consent_for_storing_transitions_history,
                delete_all_history_before,
                delete_all_history_before_status,
                delete_all_history_positions_before,
                delete_all_history_positions_before_status,
                delete_all_history_transitions_before,
                delete_all_history_transitions_before_status,
            },
        }
    }
}

fn consent_of(value: JsValue) -> Result<endpoint::Consent> {
    let given: Consents = argument(value, "consent")?;
    let empty = given.positions.is_none() && given.transitions.is_none();
    let Consents { positions, transitions } = needed(Some(given).filter(|_| !empty), "consent")?;
    Ok(endpoint::Consent { positions, transitions })
}

/// A question about a call that was left without an answer.
struct Resolution {
    endpoint: EndpointId,
    secret: Secret,
    new_secret: Option<Secret>,
    key: Option<IdempotencyKey>,
    question: Question,
}

impl Resolution {
    fn read(value: JsValue) -> Result<Self> {
        let LostSecretCall { call, secret, new_secret, idempotency_key: key, question } =
            argument(value, "lost")?;
        let (endpoint, questions): (_, &[Question]) = match needed(call, "lost.call")? {
            LostCall::Register => (EndpointId::Register, &[Question::SameAgain, Question::ClaimRegistration]),
            LostCall::UpdateSecret => {
                (EndpointId::UpdateSecret, &[Question::SameAgain, Question::ConfirmNewSecret])
            }
            LostCall::RegenerateKey => (EndpointId::RegenerateKey, &[Question::SameAgain]),
        };
        if question.is_some_and(|question| !questions.contains(&question)) {
            return Err(misuse("lost.question", "the question of the resolution before it"));
        }
        let new_secret = match endpoint {
            EndpointId::UpdateSecret => Some(needed(new_secret, "lost.newSecret")?),
            _ => None,
        };
        let first = if key.is_some() { Question::Repeat } else { Question::SameAgain };
        Ok(Self {
            endpoint,
            secret: secret.into(),
            new_secret: new_secret.map(Secret::from),
            key,
            question: question.unwrap_or(first),
        })
    }

    fn call(&self) -> client::resolve::LostCall<'_> {
        let secret = &self.secret;
        match (self.endpoint, &self.new_secret) {
            (EndpointId::UpdateSecret, Some(new_secret)) => {
                client::resolve::LostCall::UpdateSecret { secret, new_secret }
            }
            (EndpointId::RegenerateKey, _) => client::resolve::LostCall::RegenerateKey { secret },
            _ => client::resolve::LostCall::Register { secret },
        }
    }
}
