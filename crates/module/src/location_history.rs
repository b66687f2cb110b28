//! The life of an admin key: register, change the secret, regenerate, and how to find out what
//! became of a call without an answer.

use std::rc::Rc;

use js_sys::Promise;
use latchboard_client::resolve::{Conclusion, Lost, LostCall, Question};
use latchboard_client::{self as client, BaseUrl, KeySupport, Pace, Verdict};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{AdminKey, Service};
use latchboard_contract::endpoint::{AccountSettings, Consent, EndpointId, PrivacySettings, Settings};
use latchboard_contract::idempotency::IdempotencyKey;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::call::{Asked, Call, Sender, promise};
use crate::js::{self, Members, Object, Result, flag, misuse, number};
use crate::outcome;
use crate::outcome::still_open;

thread_local! {
    /// One for all: the vendor counts the calls of an API key, wherever they come from.
    static PACE: Rc<Pace> = Rc::default();
    /// One for all: a server is asked once.
    static KEYS: Rc<KeySupport> = Rc::default();
}

/// What all calls of one object share.
struct Account {
    api_key: Secret,
    base: BaseUrl,
    service: Service,
    pace: Rc<Pace>,
    keys: Rc<KeySupport>,
}

impl Account {
    fn client<'a>(&'a self, transport: &'a Sender) -> client::LocationHistory<'a, Sender> {
        let Self { api_key, base, pace, keys, .. } = self;
        client::LocationHistory { transport, base, api_key, pace, keys }
    }
}

/// `LocationHistory`, see the types.
#[wasm_bindgen(skip_typescript)]
pub struct LocationHistory(Rc<Account>);

#[wasm_bindgen]
impl LocationHistory {
    /// For one API key at one server.
    ///
    /// # Errors
    ///
    /// Throws a `TypeError` for wrong options.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(options: JsValue) -> Result<Self> {
        let options = Members::required(options, "options", "an object such as { apiKey: \"…\" }")?;
        let expected = "\"location_history\" or \"geofencing\"";
        let service = options.choice("service", Service::named, expected)?;
        Ok(Self(Rc::new(Account {
            api_key: options.needed_secret("apiKey")?,
            base: options.base_url()?,
            service: service.unwrap_or_default(),
            pace: PACE.with(Rc::clone),
            keys: KEYS.with(Rc::clone),
        })))
    }

    /// Registers a customer secret.
    #[wasm_bindgen(skip_typescript)]
    pub fn register(&self, secret: &JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::Register, options, |account, sender| {
            let secret = js::secret(secret, "secret")?;
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).register(account.service, &secret).await;
                outcome::object(&verdict, with_admin_key)
            }))
        })
    }

    /// Replaces the customer secret.
    #[wasm_bindgen(js_name = updateSecret, skip_typescript)]
    pub fn update_secret(&self, secret: &JsValue, new_secret: &JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::UpdateSecret, options, |account, sender| {
            let (secret, new) = (js::secret(secret, "secret")?, js::secret(new_secret, "newSecret")?);
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).update_secret(account.service, &secret, &new).await;
                outcome::object(&verdict, |object, updated| {
                    maybe_admin_key(object, updated.admin_key.as_ref())
                })
            }))
        })
    }

    /// Makes a new admin key.
    #[wasm_bindgen(js_name = regenerateKey, skip_typescript)]
    pub fn regenerate_key(&self, secret: &JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::RegenerateKey, options, |account, sender| {
            let secret = js::secret(secret, "secret")?;
            Ok(Box::pin(async move {
                let verdict = account.client(&sender).regenerate_key(account.service, &secret).await;
                outcome::object(&verdict, with_admin_key)
            }))
        })
    }

    /// Reads the settings.
    #[wasm_bindgen(skip_typescript)]
    pub fn settings(&self, admin_key: &JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::ReadSettings, options, |account, sender| {
            let admin_key = js::secret(admin_key, "adminKey")?;
            Ok(Box::pin(async move {
                let result = account.client(&sender).settings(account.service, &admin_key).await;
                let verdict = outcome::of_read(EndpointId::ReadSettings, result);
                outcome::object(&verdict, |object, read| object.with("settings", of_settings(read)))
            }))
        })
    }

    /// Grants or withdraws consent.
    #[wasm_bindgen(js_name = changeSettings, skip_typescript)]
    pub fn change_settings(&self, admin_key: &JsValue, consent: JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::ChangeSettings, options, |account, sender| {
            let (admin_key, consent) = (js::secret(admin_key, "adminKey")?, consent_of(consent)?);
            Ok(Box::pin(async move {
                let client = account.client(&sender);
                let verdict = client.change_settings(account.service, &admin_key, consent).await;
                outcome::object(&verdict, |object, set| object.with("consent", of_consent(*set)))
            }))
        })
    }

    /// Asks what became of a call without an answer.
    #[wasm_bindgen(skip_typescript)]
    pub fn resolve(&self, lost: JsValue, options: JsValue) -> Promise {
        let resolution = match Resolution::read(lost) {
            Ok(resolution) => resolution,
            Err(error) => return Promise::reject(&error),
        };
        let (account, sender) = (self.0.clone(), Sender::default());
        let asked = Asked { endpoint: resolution.endpoint, aborted: still_open };
        let own = sender.clone();
        let call: Call = Box::pin(async move {
            let lost =
                Lost { service: account.service, call: resolution.call(), key: resolution.key.as_ref() };
            match account.client(&own).ask(resolution.question, &lost).await {
                Some((verdict, conclusion)) => {
                    let object = outcome::resolution(resolution.endpoint, &conclusion);
                    match (&verdict, &conclusion) {
                        (Verdict::Done(key), Conclusion::Settled(_)) => maybe_admin_key(object, key.as_ref()),
                        (_, Conclusion::Settled(_)) => maybe_admin_key(object, None),
                        _ => object,
                    }
                }
                // `read` lets no question through that is none about the call.
                None => Object::new(),
            }
        });
        promise(sender, asked, options, Box::new(|_| Ok(call)))
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
        let (account, sender) = (self.0.clone(), Sender::default());
        let own = sender.clone();
        promise(sender, Asked::of(endpoint), options, Box::new(|_| begin(account, own)))
    }
}

fn with_admin_key(object: Object, key: &AdminKey) -> Object {
    maybe_admin_key(object, Some(key))
}

fn maybe_admin_key(object: Object, key: Option<&AdminKey>) -> Object {
    object.text("adminKey", key.map(|key| key.0.expose()))
}

fn of_settings(settings: &Settings) -> Object {
    // Member by member: once the contract reads one more, this does not compile.
    let Settings {
        account_settings:
            AccountSettings { max_objects, max_projects, max_fences_in_project, max_vertices_in_fence },
        privacy_settings:
            PrivacySettings {
                consent_for_storing_objects_positions_history: positions,
                consent_for_storing_transitions_history: transitions,
                delete_all_history_before: before,
                delete_all_history_before_status: before_status,
                delete_all_history_positions_before: positions_before,
                delete_all_history_positions_before_status: positions_before_status,
                delete_all_history_transitions_before: transitions_before,
                delete_all_history_transitions_before_status: transitions_before_status,
            },
    } = settings;
    let limit = |limit: &Option<u64>| number(limit.map(|limit| limit as f64));
    let account_settings = Object::new()
        .with("maxObjects", limit(max_objects))
        .with("maxProjects", limit(max_projects))
        .with("maxFencesInProject", limit(max_fences_in_project))
        .with("maxVerticesInFence", limit(max_vertices_in_fence));
    let privacy_settings = Object::new()
        .with("consentForStoringObjectsPositionsHistory", flag(*positions))
        .with("consentForStoringTransitionsHistory", flag(*transitions))
        .text("deleteAllHistoryBefore", before.as_deref())
        .text("deleteAllHistoryBeforeStatus", before_status.as_deref())
        .text("deleteAllHistoryPositionsBefore", positions_before.as_deref())
        .text("deleteAllHistoryPositionsBeforeStatus", positions_before_status.as_deref())
        .text("deleteAllHistoryTransitionsBefore", transitions_before.as_deref())
        .text("deleteAllHistoryTransitionsBeforeStatus", transitions_before_status.as_deref());
    Object::new().with("accountSettings", account_settings).with("privacySettings", privacy_settings)
}

fn consent_of(value: JsValue) -> Result<Consent> {
    let expected = "an object with positions or transitions, such as { positions: true }";
    let members = Members::required(value, "consent", expected)?;
    let consent =
        Consent { positions: members.flag("positions")?, transitions: members.flag("transitions")? };
    if consent.is_empty() { Err(misuse("consent", expected)) } else { Ok(consent) }
}

fn of_consent(Consent { positions, transitions }: Consent) -> Object {
    Object::new().with("positions", flag(positions)).with("transitions", flag(transitions))
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
        let members =
            Members::required(value, "lost", "an object such as { call: \"register\", secret: \"…\" }")?;
        let calls = [EndpointId::Register, EndpointId::UpdateSecret, EndpointId::RegenerateKey];
        let expected = "\"register\", \"update_secret\" or \"regenerate_key\"";
        let endpoint = members.choice(
            "call",
            |name| EndpointId::named(name).filter(|call| calls.contains(call)),
            expected,
        )?;
        let endpoint = endpoint.ok_or_else(|| misuse("lost.call", expected))?;
        let questions: &[Question] = match endpoint {
            EndpointId::Register => &[Question::SameAgain, Question::ClaimRegistration],
            EndpointId::UpdateSecret => &[Question::SameAgain, Question::ConfirmNewSecret],
            _ => &[Question::SameAgain],
        };
        let expected = "the question of the resolution before it";
        let question = members.choice(
            "question",
            |name| Question::named(name).filter(|it| questions.contains(it)),
            expected,
        )?;
        let key = idempotency_key(&members)?;
        let first = if key.is_some() { Question::Repeat } else { Question::SameAgain };
        let changes = endpoint == EndpointId::UpdateSecret;
        Ok(Self {
            endpoint,
            secret: members.needed_secret("secret")?,
            new_secret: if changes { Some(members.needed_secret("newSecret")?) } else { None },
            key,
            question: question.unwrap_or(first),
        })
    }

    fn call(&self) -> LostCall<'_> {
        let secret = &self.secret;
        match (self.endpoint, &self.new_secret) {
            (EndpointId::UpdateSecret, Some(new_secret)) => LostCall::UpdateSecret { secret, new_secret },
            (EndpointId::RegenerateKey, _) => LostCall::RegenerateKey { secret },
            _ => LostCall::Register { secret },
        }
    }
}

/// The key of a call that was left without an answer, as its result named it.
pub(crate) fn idempotency_key(members: &Members<'_>) -> Result<Option<IdempotencyKey>> {
    let Some(text) = members.text("idempotencyKey")? else { return Ok(None) };
    let expected = || misuse(&members.named("idempotencyKey"), "the idempotencyKey of the result, or null");
    IdempotencyKey::parse(&text).ok_or_else(expected).map(Some)
}
