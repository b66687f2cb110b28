//! The vault: sign in, list, read, find, create, update, switch. One sign-in per object; its token stays
//! in memory and is renewed before it expires.

use std::rc::Rc;

use js_sys::Promise;
use latchboard_client::resolve::Conclusion;
use latchboard_client::{State, Vault, Verdict as Judged};
use latchboard_contract::endpoint::{
    self, ApiSecretTexts, ApiSecretUpdate, Credentials, EndpointId, Extension, FactsChange, ListFilter,
};
use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::{FullFingerprint, Secret, validate};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::AbortSignal;

use crate::arguments::{
    self, Address, Identifier, Known, Result, Sha256, Text, argument, base_url, list, misuse, needed,
    optional,
};
use crate::bulk::Bulk;
use crate::call::{Asked, Call, Sender, promise, settle};
use crate::outcome::{self, Verdict};
use crate::sign_in::SignIn;

/// Who signs in, and where.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { clientId: \"…\", clientSecret: \"…\" }")]
struct MySafeOptions {
    /// The server; the one that the page or worker came from unless something else is said.
    #[tsify(optional)]
    base_url: Option<Address>,
    /// The access key's client id.
    client_id: Text,
    /// The access key's client secret.
    client_secret: Text,
    /// The exact sub-domain of the tenant, where the server asks for one.
    #[tsify(optional)]
    tenant: Option<Text>,
}

/// Which API secrets are listed, and the options of the call.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { tag: \"production\" }")]
struct ListOptions {
    /// Only those with this tag.
    #[tsify(optional)]
    tag: Option<Text>,
    /// Only the one with this code.
    #[tsify(optional)]
    identifier_code: Option<Text>,
    /// Ends the call, as in `CallOptions`.
    #[serde(default, deserialize_with = "arguments::signal")]
    #[tsify(type = "AbortSignal")]
    signal: Option<AbortSignal>,
}

/// Somebody to share an API secret with.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { name: \"…\", canEdit: false }")]
struct Share {
    /// The user's or group's name.
    name: Text,
    /// May edit and switch it; no, unless something else is said.
    #[tsify(optional)]
    can_edit: Option<bool>,
}

/// What is stored. `name`, `url` and `clientId` must not be blank.
#[derive(Deserialize, Tsify)]
#[serde(
    rename_all = "camelCase",
    expecting = "an object such as { name: \"…\", url: \"…\", clientId: \"…\" }"
)]
struct NewApiSecret {
    /// Need not be unique.
    name: Text,
    /// Where it is used, as free text.
    url: Text,
    /// Whom the secret belongs to, at the place where it is used.
    client_id: Text,
    /// The secret itself.
    #[tsify(optional)]
    client_secret: Option<Text>,
    /// Unique per user; with one, a creation without an answer can be looked up.
    #[tsify(optional)]
    identifier_code: Option<Text>,
    /// How it is used, as free text.
    #[tsify(optional)]
    method: Option<Text>,
    /// One text, separated by commas.
    #[tsify(optional)]
    tags: Option<Text>,
    /// Free text.
    #[tsify(optional)]
    notes: Option<Text>,
    /// The users to share it with.
    #[tsify(optional, type = "readonly Share[]")]
    users_allowed: Option<Vec<Share>>,
    /// The groups to share it with.
    #[tsify(optional, type = "readonly Share[]")]
    groups_allowed: Option<Vec<Share>>,
}

/// What changes; what is left out stays as it is. An empty list ends all sharing.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { name: \"…\" }")]
#[tsify(type = "Partial<NewApiSecret>")]
struct ApiSecretChange {
    name: Option<Text>,
    url: Option<Text>,
    client_id: Option<Text>,
    client_secret: Option<Text>,
    identifier_code: Option<Text>,
    method: Option<Text>,
    tags: Option<Text>,
    notes: Option<Text>,
    users_allowed: Option<Vec<Share>>,
    groups_allowed: Option<Vec<Share>>,
}

/// What is looked for, either by itself or by its SHA-256.
#[derive(Deserialize, Tsify)]
#[serde(expecting = "an object such as { secret: \"…\" } or { sha256: \"…\" }")]
struct LeakedValue {
    /// The secret; only its SHA-256 is sent.
    #[tsify(optional)]
    secret: Option<Text>,
    /// The SHA-256 of the secret, as 64 hexadecimal digits.
    #[tsify(optional)]
    sha256: Option<Sha256>,
}

/// What is looked for: a secret or its SHA-256, not both.
#[derive(Tsify)]
#[tsify(type = "Required<Pick<LeakedValue, \"secret\">> & Partial<Record<\"sha256\", undefined>> \
    | Required<Pick<LeakedValue, \"sha256\">> & Partial<Record<\"secret\", undefined>>")]
#[expect(dead_code, reason = "`LeakedValue` more precisely in TypeScript")]
struct Leaked;

latchboard_contract::names! {
    /// The calls that can be asked about.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum LostCall {
        /// Switched on.
        Activate = "activate",
        /// Switched off.
        Deactivate = "deactivate",
        /// Stored.
        CreateApiSecret = "create_api_secret",
    }
}

/// A call about an API secret that was left without an answer.
#[derive(Deserialize, Tsify)]
#[serde(
    rename_all = "camelCase",
    expecting = "an object such as { call: \"deactivate\", identifier: \"43\" }"
)]
#[tsify(type_params = "C extends Endpoint = Endpoint")]
struct LostApiSecretCall {
    /// Which call it was. A switch that is asked about is made again, which changes nothing twice. A creation is sent again
    /// under its `idempotencyKey`; without one, it is looked for by its `identifierCode`, or its name.
    #[tsify(type = "C")]
    call: Option<LostCall>,
    /// The vault's number for the API secret, as digits.
    #[tsify(optional, type = "Identifier")]
    identifier: Option<Known>,
    /// What was to be stored.
    #[tsify(optional)]
    api_secret: Option<NewApiSecret>,
    /// The `idempotencyKey` of its result.
    #[serde(default, deserialize_with = "arguments::idempotency_key")]
    #[tsify(type = "string | null")]
    idempotency_key: Option<IdempotencyKey>,
}

/// A call to the vault that was left without an answer. A lost `update` is asked about by sending it again.
#[derive(Tsify)]
#[tsify(
    type = "LostApiSecretCall<\"activate\" | \"deactivate\"> & Required<Pick<LostApiSecretCall, \"identifier\">> \
    | LostApiSecretCall<\"create_api_secret\"> & Required<Pick<LostApiSecretCall, \"apiSecret\">>"
)]
#[expect(dead_code, reason = "`LostApiSecretCall` more precisely in TypeScript")]
struct LostVaultCall;

/// One row of the list. It says nothing about whether the API secret is active: no server tells.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct ListedApiSecret {
    /// The vault's number for it, as digits.
    identifier: String,
    /// Not unique.
    name: String,
    /// Access asks for a justification.
    need_justify: bool,
    /// Access asks for an approval.
    need_approval: bool,
    /// This access key may read it.
    can_view: bool,
    /// This access key may edit and switch it.
    can_write: bool,
}

/// The list.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Listed {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// All that fit, in the server's order.
    api_secrets: Vec<ListedApiSecret>,
}

/// Somebody whom an API secret is shared with.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct SharedWith {
    /// The user's or group's name.
    name: String,
    /// May edit and switch it.
    can_edit: bool,
}

/// An API secret, whole. Texts that are not set are empty.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct ApiSecret {
    /// The vault's number for it, as digits.
    identifier: String,
    /// Not unique.
    name: String,
    /// Where it is used, as free text.
    url: String,
    /// Whom the secret belongs to, at the place where it is used.
    client_id: String,
    /// The secret itself; null where there is none.
    client_secret: Option<String>,
    /// Unique per user.
    identifier_code: String,
    /// How it is used, as free text.
    method: String,
    /// One text, separated by commas.
    tags: String,
    /// Free text.
    notes: String,
    /// The users whom it is shared with.
    users_allowed: Vec<SharedWith>,
    /// The groups whom it is shared with.
    groups_allowed: Vec<SharedWith>,
    /// Shares that failed when it was written, in the server's words.
    shared_error: Vec<String>,
}

/// One API secret.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct WithApiSecret {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// As the server holds it now.
    api_secret: ApiSecret,
}

/// An API secret whose value was looked for.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct FoundApiSecret {
    /// The vault's number for it, as digits.
    identifier: String,
    /// Not unique.
    name: String,
    /// Unique per user; empty where there is none.
    identifier_code: String,
    /// It may be used.
    active: bool,
    /// This access key may edit and switch it.
    can_write: bool,
}

/// What was found. Only what the access key may see is named.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct FoundApiSecrets {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// Those with exactly this value.
    api_secrets: Vec<FoundApiSecret>,
    /// All that is stored was looked at; false while the server is still indexing what is older.
    complete: bool,
    /// This access key sees every API secret. False: there are others, and nothing is said about them.
    sees_all: bool,
}

/// What was found of many. Only what the access key may see is named.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct AllFoundApiSecrets {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// For each that was asked for, in order, those with exactly this value.
    api_secrets: Vec<Vec<FoundApiSecret>>,
    /// As in `FoundApiSecrets`.
    complete: bool,
    /// As in `FoundApiSecrets`.
    sees_all: bool,
}

/// The values of one length.
#[derive(Serialize, Tsify)]
struct IndexGroup {
    /// Bytes of each value.
    length: u32,
    /// Six bytes of each value, in Base64.
    entries: String,
}

/// The index of the values that an access key may view in clear.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct WithIndex {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// 16 bytes in Base64.
    salt: String,
    /// By length, rising.
    groups: Vec<IndexGroup>,
    /// This access key sees every API secret. False: there are others, and nothing is said about them.
    sees_all: bool,
}

/// The vendors' hosts that a server passes calls on to; null where it answers by itself.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
struct Upstreams {
    /// Of location history and geofencing.
    location_history: Option<String>,
    /// Of the vault.
    my_safe: Option<String>,
}

/// What a server offers beside the vendors' calls.
#[derive(Serialize, Tsify)]
struct Capabilities {
    /// The server's version.
    version: String,
    /// What it can beside them.
    extensions: Vec<Extension>,
    /// It is for rehearsals: nothing in it is real.
    rehearsal: bool,
    /// The vendors' hosts that it passes calls on to.
    upstreams: Upstreams,
}

/// What the server offers.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct WithCapabilities {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
    /// Null when the server is somebody else's, which offers the vendors' calls and nothing more.
    capabilities: Option<Capabilities>,
}

/// The vault: sign in, list, read, find, create, update, switch. `free` wipes credentials and token, once no call is under way
/// any more and each `Bulk` that it made is freed as well: a run signs in with them.
#[wasm_bindgen]
pub struct MySafe(Rc<SignIn>);

#[wasm_bindgen]
impl MySafe {
    /// For one access key at one server. Nothing is sent yet: the first call signs in.
    ///
    /// # Errors
    ///
    /// A `TypeError` for wrong options.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "MySafeOptions")] options: JsValue) -> Result<Self> {
        let MySafeOptions { base_url: named, client_id, client_secret, tenant } =
            argument(options, "options")?;
        let credentials = Credentials {
            client_id: client_id.0,
            client_secret: client_secret.into(),
            tenant: tenant.map(|Text(tenant)| tenant),
        };
        let sender = Sender::default();
        let vault = Vault::new(sender.clone(), base_url(named)?, credentials);
        Ok(Self(Rc::new(SignIn { vault, sender })))
    }

    /// Fetches a token, to see whether the credentials are right. The token stays inside and is renewed by itself.
    #[wasm_bindgen(js_name = signIn, unchecked_return_type = "Promise<Done | Failed>")]
    pub fn sign_in(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::Token, options, |own| {
            Ok(Box::pin(async move { outcome::plain(Judged::of(own.vault.sign_in().await)) }))
        })
    }

    /// Lists what this access key may see.
    #[wasm_bindgen(unchecked_return_type = "Promise<Listed | Failed>")]
    pub fn list(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: JsValue,
    ) -> Promise {
        let endpoint = EndpointId::ListApiSecrets;
        let ListOptions { tag, identifier_code, signal } = match optional(options, "options") {
            Ok(options) => options,
            Err(error) => return Promise::reject(&error),
        };
        let own = self.0.clone();
        let filter = ListFilter {
            tag: tag.map(|Text(tag)| tag),
            identifier_code: identifier_code.map(|Text(code)| code),
        };
        let call: Call = Box::pin(async move {
            let verdict = outcome::of_read(endpoint, own.vault.list(&filter).await);
            outcome::object(verdict, |verdict, rows| {
                let api_secrets = rows.into_iter().map(ListedApiSecret::from).collect();
                Listed { verdict, api_secrets }
            })
        });
        settle(self.0.sender.clone(), Asked::of(endpoint), Ok(signal), Ok(call))
    }

    /// Reads one API secret, the secret itself included. Counts as a use; an inactive one can't be read.
    #[wasm_bindgen(unchecked_return_type = "Promise<WithApiSecret | Failed>")]
    pub fn read(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Identifier")] identifier: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let asked = EndpointId::ReadApiSecret;
        self.call(asked, options, |own| {
            let identifier: Identifier = argument(identifier, "identifier")?;
            Ok(Box::pin(async move {
                let verdict = match identifier.parsed() {
                    Ok(identifier) => outcome::of_read(asked, own.vault.read(&identifier).await),
                    Err(code) => Judged::NotAttempted(Problem::local(asked, code)),
                };
                outcome::object(verdict, WithApiSecret::of)
            }))
        })
    }

    /// Finds the API secrets with a value, so that every copy of a leaked one can be switched off. Only where `capabilities`
    /// names `find`; a vendor's own server refuses.
    #[wasm_bindgen(unchecked_return_type = "Promise<FoundApiSecrets | Failed>")]
    pub fn find(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Leaked")] leaked: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::Find, options, |own| {
            let fingerprint = leaked_fingerprint(leaked)?;
            Ok(Box::pin(async move {
                let verdict = outcome::of_read(EndpointId::Find, own.vault.find(&[fingerprint]).await);
                outcome::object(verdict, FoundApiSecrets::of)
            }))
        })
    }

    /// The same for many at a time, by their SHA-256.
    #[wasm_bindgen(js_name = findAll, unchecked_return_type = "Promise<AllFoundApiSecrets | Failed>")]
    pub fn find_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] sha256: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::Find, options, |own| {
            let sha256: Vec<Sha256> = list(sha256, "sha256")?;
            let fingerprints: Vec<_> = sha256.into_iter().map(|Sha256(fingerprint)| fingerprint).collect();
            if fingerprints.is_empty() {
                return Err(misuse("sha256", "an array of at least one"));
            }
            Ok(Box::pin(async move {
                let verdict = outcome::of_read(EndpointId::Find, own.vault.find(&fingerprints).await);
                outcome::object(verdict, AllFoundApiSecrets::of)
            }))
        })
    }

    /// What a search needs to find the vault's values in texts, without the values. Only where `capabilities` names
    /// `index`. Whoever holds it can test guesses: keep it no longer than the search takes.
    #[wasm_bindgen(js_name = readIndex, unchecked_return_type = "Promise<WithIndex | Failed>")]
    pub fn read_index(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::ReadIndex, options, |own| {
            Ok(Box::pin(async move {
                let verdict = outcome::of_read(EndpointId::ReadIndex, own.vault.index().await);
                outcome::object(verdict, WithIndex::of)
            }))
        })
    }

    /// Asks what the server offers beside the vendors' calls. Needs no sign-in.
    #[wasm_bindgen(unchecked_return_type = "Promise<WithCapabilities | Failed>")]
    pub fn capabilities(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::ReadCapabilities, options, |own| {
            Ok(Box::pin(async move {
                let result = own.vault.capabilities().await;
                let verdict = outcome::of_read(EndpointId::ReadCapabilities, result);
                outcome::object(verdict, |verdict, offered| WithCapabilities {
                    verdict,
                    capabilities: offered.map(Capabilities::from),
                })
            }))
        })
    }

    /// Stores a new API secret. Repeated by itself only under an `Idempotency-Key`, as it could be stored twice.
    #[wasm_bindgen(unchecked_return_type = "Promise<WithApiSecret | Failed>")]
    pub fn create(
        &self,
        #[wasm_bindgen(js_name = apiSecret, unchecked_param_type = "NewApiSecret")] api_secret: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::CreateApiSecret, options, |own| {
            let new: NewApiSecret = argument(api_secret, "apiSecret")?;
            let new = new.into();
            Ok(Box::pin(async move { outcome::object(own.vault.create(&new).await, WithApiSecret::of) }))
        })
    }

    /// Changes an API secret.
    #[wasm_bindgen(unchecked_return_type = "Promise<WithApiSecret | Failed>")]
    pub fn update(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Identifier")] identifier: JsValue,
        #[wasm_bindgen(unchecked_param_type = "ApiSecretChange")] change: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.call(EndpointId::UpdateApiSecret, options, |own| {
            let identifier: Identifier = argument(identifier, "identifier")?;
            let change: ApiSecretChange = argument(change, "change")?;
            let change = change.into();
            Ok(Box::pin(async move {
                let verdict = match identifier.parsed() {
                    Ok(identifier) => {
                        own.vault.update(&ApiSecretUpdate { identifier, change, if_version: None }).await
                    }
                    Err(code) => Judged::NotAttempted(Problem::local(EndpointId::UpdateApiSecret, code)),
                };
                outcome::object(verdict, WithApiSecret::of)
            }))
        })
    }

    /// Switches an API secret on. Sent again by itself where that is safe.
    #[wasm_bindgen(unchecked_return_type = "Promise<Done | AlreadySo | Failed>")]
    pub fn activate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Identifier")] identifier: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.switch(State::Active, identifier, options)
    }

    /// Switches an API secret off. Sent again by itself where that is safe.
    #[wasm_bindgen(unchecked_return_type = "Promise<Done | AlreadySo | Failed>")]
    pub fn deactivate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Identifier")] identifier: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        self.switch(State::Inactive, identifier, options)
    }

    /// Prepares one switch for many API secrets; `run` begins it. One that is named twice is taken once.
    ///
    /// # Errors
    ///
    /// A `TypeError` for arguments of other types, or an identifier that is no number.
    pub fn bulk(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ApiSecretState")] state: JsValue,
        #[wasm_bindgen(unchecked_param_type = "readonly Identifier[]")] identifiers: JsValue,
    ) -> Result<Bulk> {
        let state: State = argument(state, "state")?;
        let identifiers: Vec<Known> = list(identifiers, "identifiers")?;
        let identifiers = identifiers.into_iter().map(|Known(identifier)| identifier);
        Ok(Bulk::new(self.0.clone(), state, identifiers.collect()))
    }

    /// Asks what became of a call that ended `unknown`.
    #[wasm_bindgen(unchecked_return_type = "Promise<Settled | StillOpen>")]
    pub fn resolve(
        &self,
        #[wasm_bindgen(unchecked_param_type = "LostVaultCall")] lost: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let lost = match Lost::read(lost) {
            Ok(lost) => lost,
            Err(error) => return Promise::reject(&error),
        };
        let (own, endpoint) = (self.0.clone(), lost.endpoint());
        let call: Call = Box::pin(async move {
            let conclusion = match &lost {
                Lost::Switch(identifier, state, key) => {
                    own.vault.resolve_switch(identifier, *state, key.as_ref()).await.1
                }
                Lost::Create(new, key) => {
                    let repeated = match key {
                        Some(key) => Some(own.vault.repeat_create(new, key).await.1),
                        None => None,
                    };
                    match repeated {
                        Some(conclusion) if !matches!(conclusion, Conclusion::Ask(_)) => conclusion,
                        _ => own.vault.resolve_create(new, None).await,
                    }
                }
            };
            outcome::resolution(endpoint, conclusion)
        });
        let asked = Asked { endpoint, aborted: outcome::still_open };
        promise(self.0.sender.clone(), asked, options, Ok(call))
    }
}

impl MySafe {
    fn switch(&self, state: State, identifier: JsValue, options: JsValue) -> Promise {
        self.call(state.endpoint(), options, |own| {
            let identifier: Identifier = argument(identifier, "identifier")?;
            Ok(Box::pin(async move {
                let verdict = match identifier.parsed() {
                    Ok(identifier) => own.vault.switch(&identifier, state).await,
                    Err(code) => Judged::NotAttempted(Problem::local(state.endpoint(), code)),
                };
                outcome::plain(verdict)
            }))
        })
    }

    /// Reads what a call is given, now; it is made in its own time.
    fn call(
        &self,
        endpoint: EndpointId,
        options: JsValue,
        begin: impl FnOnce(Rc<SignIn>) -> Result<Call>,
    ) -> Promise {
        promise(self.0.sender.clone(), Asked::of(endpoint), options, begin(self.0.clone()))
    }
}

fn shares(shares: Option<Vec<Share>>) -> Option<Vec<endpoint::Share>> {
    let share =
        |Share { name, can_edit }| endpoint::Share { name: name.0, can_edit: can_edit.unwrap_or(false) };
    shares.map(|shares| shares.into_iter().map(share).collect())
}

impl From<NewApiSecret> for endpoint::NewApiSecret {
    fn from(new: NewApiSecret) -> Self {
        let or_empty = |text: Option<Text>| text.map_or_else(String::new, |Text(text)| text);
        Self {
            texts: ApiSecretTexts {
                name: new.name.0,
                url: new.url.0,
                client_id: new.client_id.0,
                identifier_code: or_empty(new.identifier_code),
                method: or_empty(new.method),
                tags: or_empty(new.tags),
                notes: or_empty(new.notes),
            },
            client_secret: new.client_secret.map(Secret::from),
            users_allowed: shares(new.users_allowed),
            groups_allowed: shares(new.groups_allowed),
            facts: FactsChange::default(),
        }
    }
}

impl From<ApiSecretChange> for endpoint::ApiSecretChange {
    fn from(change: ApiSecretChange) -> Self {
        let inside = |text: Option<Text>| text.map(|Text(text)| text);
        Self {
            texts: ApiSecretTexts {
                name: inside(change.name),
                url: inside(change.url),
                client_id: inside(change.client_id),
                identifier_code: inside(change.identifier_code),
                method: inside(change.method),
                tags: inside(change.tags),
                notes: inside(change.notes),
            },
            client_secret: change.client_secret.map(Secret::from),
            users_allowed: shares(change.users_allowed),
            groups_allowed: shares(change.groups_allowed),
            facts: FactsChange::default(),
        }
    }
}

/// What is looked for: a secret, of which only the hash is sent, or the hash of one.
fn leaked_fingerprint(value: JsValue) -> Result<FullFingerprint> {
    match argument(value, "leaked")? {
        LeakedValue { secret: Some(secret), sha256: None } => Ok(FullFingerprint::of(&secret.into())),
        LeakedValue { secret: None, sha256: Some(Sha256(fingerprint)) } => Ok(fingerprint),
        LeakedValue { .. } => Err(needed::<LeakedValue>(None, "leaked").err().unwrap_or_default()),
    }
}

// What comes out is taken apart member by member: once the contract reads one more, this does not compile.

impl FoundApiSecrets {
    fn of(verdict: Verdict, endpoint::Found { found, complete, sees_all }: endpoint::Found) -> Self {
        let api_secrets = found.into_iter().flatten().map(FoundApiSecret::from).collect();
        Self { verdict, api_secrets, complete, sees_all }
    }
}

impl AllFoundApiSecrets {
    fn of(verdict: Verdict, endpoint::Found { found, complete, sees_all }: endpoint::Found) -> Self {
        let with_value = |found: Vec<_>| found.into_iter().map(FoundApiSecret::from).collect();
        Self { verdict, api_secrets: found.into_iter().map(with_value).collect(), complete, sees_all }
    }
}

impl WithIndex {
    fn of(verdict: Verdict, reply: endpoint::IndexReply) -> Self {
        let endpoint::IndexReply { salt, groups, sees_all } = reply;
        let group = |endpoint::IndexGroup { length, entries }| IndexGroup { length, entries };
        Self { verdict, salt, groups: groups.into_iter().map(group).collect(), sees_all }
    }
}

impl From<endpoint::FoundApiSecret> for FoundApiSecret {
    fn from(found: endpoint::FoundApiSecret) -> Self {
        let endpoint::FoundApiSecret { identifier, name, identifier_code, active, can_write } = found;
        Self { identifier, name, identifier_code, active, can_write }
    }
}

impl From<endpoint::Capabilities> for Capabilities {
    fn from(offered: endpoint::Capabilities) -> Self {
        // The profile is about the words of answers, which are read here already.
        let endpoint::Capabilities { version, extensions, profile: _, rehearsal, upstreams } = offered;
        let endpoint::Upstreams { location_history, mysafe: my_safe } = upstreams;
        Self { version, extensions, rehearsal, upstreams: Upstreams { location_history, my_safe } }
    }
}

impl From<endpoint::ListedApiSecret> for ListedApiSecret {
    fn from(row: endpoint::ListedApiSecret) -> Self {
        let endpoint::ListedApiSecret { identifier, name, need_justify, need_approval, can_view, can_write } =
            row;
        Self { identifier, name, need_justify, need_approval, can_view, can_write }
    }
}

impl WithApiSecret {
    fn of(verdict: Verdict, secret: endpoint::ApiSecret) -> Self {
        let endpoint::ApiSecret {
            identifier,
            texts,
            client_secret,
            users_allowed,
            groups_allowed,
            shared_error,
        } = secret;
        let ApiSecretTexts { name, url, client_id, identifier_code, method, tags, notes } = texts;
        let share = |endpoint::Share { name, can_edit }| SharedWith { name, can_edit };
        let api_secret = ApiSecret {
            identifier,
            name,
            url,
            client_id,
            client_secret: client_secret.map(|secret| secret.expose().to_owned()),
            identifier_code,
            method,
            tags,
            notes,
            users_allowed: users_allowed.into_iter().map(share).collect(),
            groups_allowed: groups_allowed.into_iter().map(share).collect(),
            shared_error,
        };
        Self { verdict, api_secret }
    }
}

/// A call that was left without an answer.
enum Lost {
    Switch(validate::Identifier, State, Option<IdempotencyKey>),
    Create(Box<endpoint::NewApiSecret>, Option<IdempotencyKey>),
}

impl Lost {
    const fn endpoint(&self) -> EndpointId {
        match self {
            Self::Switch(_, state, _) => state.endpoint(),
            Self::Create(..) => EndpointId::CreateApiSecret,
        }
    }

    fn read(value: JsValue) -> Result<Self> {
        let LostApiSecretCall { call, identifier, api_secret, idempotency_key: key } =
            argument(value, "lost")?;
        let state = match needed(call, "lost.call")? {
            LostCall::Activate => State::Active,
            LostCall::Deactivate => State::Inactive,
            LostCall::CreateApiSecret => {
                let new = needed(api_secret, "lost.apiSecret")?;
                return Ok(Self::Create(Box::new(new.into()), key));
            }
        };
        let Known(identifier) = needed(identifier, "lost.identifier")?;
        Ok(Self::Switch(identifier, state, key))
    }
}
