//! The vault: sign in, list, read, find, create, update, switch. One sign-in per object; its token stays
//! in memory and is renewed before it expires.

use std::rc::Rc;

use js_sys::{Array, Promise};
use latchboard_client::resolve::Conclusion;
use latchboard_client::{State, Vault, Verdict};
use latchboard_contract::endpoint::{
    ApiSecret, ApiSecretChange, ApiSecretText, ApiSecretTexts, ApiSecretUpdate, Capabilities, Credentials,
    EndpointId, FactsChange, Found, FoundApiSecret, ListFilter, ListedApiSecret, NewApiSecret, Share,
    Upstreams,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use crate::bulk::Bulk;
use crate::call::{Asked, Call, Sender, promise};
use crate::js::{self, Members, Object, Result, list, misuse};
use crate::location_history::idempotency_key;
use crate::outcome;

/// What all calls of one sign-in share.
pub(crate) struct SignIn {
    pub(crate) vault: Vault<Sender>,
    sender: Sender,
}

/// `MySafe`, see the types.
#[wasm_bindgen(skip_typescript)]
pub struct MySafe(Rc<SignIn>);

#[wasm_bindgen]
impl MySafe {
    /// For one access key at one server.
    ///
    /// # Errors
    ///
    /// Throws a `TypeError` for wrong options.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(options: JsValue) -> Result<Self> {
        let expected = "an object such as { clientId: \"…\", clientSecret: \"…\" }";
        let options = Members::required(options, "options", expected)?;
        let credentials = Credentials {
            client_id: options.needed_text("clientId")?,
            client_secret: options.needed_secret("clientSecret")?,
            tenant: options.text("tenant")?,
        };
        let sender = Sender::default();
        let vault = Vault::new(sender.clone(), options.base_url()?, credentials);
        Ok(Self(Rc::new(SignIn { vault, sender })))
    }

    /// Fetches a token.
    #[wasm_bindgen(js_name = signIn, skip_typescript)]
    pub fn sign_in(&self, options: JsValue) -> Promise {
        self.call(EndpointId::Token, options, |own, _| {
            Ok(Box::pin(async move {
                let verdict = Verdict::of(own.vault.sign_in().await);
                outcome::plain(&verdict)
            }))
        })
    }

    /// Lists API secrets.
    #[wasm_bindgen(skip_typescript)]
    pub fn list(&self, options: JsValue) -> Promise {
        self.call(EndpointId::ListApiSecrets, options, |own, options| {
            let (tag, identifier_code) = (options.text("tag")?, options.text("identifierCode")?);
            Ok(Box::pin(async move {
                let result = own.vault.list(&ListFilter { tag, identifier_code }).await;
                let verdict = outcome::of_read(EndpointId::ListApiSecrets, result);
                outcome::object(&verdict, |object, rows| object.with("apiSecrets", of_rows(rows)))
            }))
        })
    }

    /// Reads one API secret.
    #[wasm_bindgen(skip_typescript)]
    pub fn read(&self, identifier: &JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::ReadApiSecret, options, |own, _| {
            let identifier = identified(identifier)?;
            Ok(Box::pin(async move {
                let asked = EndpointId::ReadApiSecret;
                let verdict = match identifier {
                    Ok(identifier) => outcome::of_read(asked, own.vault.read(&identifier).await),
                    Err(code) => Verdict::NotAttempted(Problem::local(asked, code)),
                };
                outcome::object(&verdict, with_api_secret)
            }))
        })
    }

    /// Finds API secrets by their value.
    #[wasm_bindgen(skip_typescript)]
    pub fn find(&self, leaked: JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::Find, options, |own, _| {
            let fingerprint = leaked_fingerprint(leaked)?;
            Ok(Box::pin(async move {
                let verdict = outcome::of_read(EndpointId::Find, own.vault.find(&[fingerprint]).await);
                outcome::object(&verdict, with_found)
            }))
        })
    }

    /// Asks what the server offers beside the vendors' calls.
    #[wasm_bindgen(skip_typescript)]
    pub fn capabilities(&self, options: JsValue) -> Promise {
        self.call(EndpointId::ReadCapabilities, options, |own, _| {
            Ok(Box::pin(async move {
                let result = own.vault.capabilities().await;
                let verdict = outcome::of_read(EndpointId::ReadCapabilities, result);
                outcome::object(&verdict, |object, offered| {
                    let offered = offered.as_ref().map(of_capabilities);
                    object.with("capabilities", offered.map_or(JsValue::NULL, JsValue::from))
                })
            }))
        })
    }

    /// Stores a new API secret.
    #[wasm_bindgen(skip_typescript)]
    pub fn create(&self, new: JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::CreateApiSecret, options, |own, _| {
            let new = new_api_secret(new, "apiSecret")?;
            Ok(Box::pin(async move { outcome::object(&own.vault.create(&new).await, with_api_secret) }))
        })
    }

    /// Changes an API secret.
    #[wasm_bindgen(skip_typescript)]
    pub fn update(&self, identifier: &JsValue, change: JsValue, options: JsValue) -> Promise {
        self.call(EndpointId::UpdateApiSecret, options, |own, _| {
            let (identifier, change) = (identified(identifier)?, api_secret_change(change)?);
            Ok(Box::pin(async move {
                let verdict = match identifier {
                    Ok(identifier) => own.vault.update(&ApiSecretUpdate { identifier, change }).await,
                    Err(code) => Verdict::NotAttempted(Problem::local(EndpointId::UpdateApiSecret, code)),
                };
                outcome::object(&verdict, with_api_secret)
            }))
        })
    }

    /// Switches an API secret on.
    #[wasm_bindgen(skip_typescript)]
    pub fn activate(&self, identifier: &JsValue, options: JsValue) -> Promise {
        self.switch(State::Active, identifier, options)
    }

    /// Switches an API secret off.
    #[wasm_bindgen(skip_typescript)]
    pub fn deactivate(&self, identifier: &JsValue, options: JsValue) -> Promise {
        self.switch(State::Inactive, identifier, options)
    }

    /// Prepares one switch for many API secrets.
    ///
    /// # Errors
    ///
    /// Throws a `TypeError` for arguments of other types, or an identifier that is no number.
    #[wasm_bindgen(skip_typescript)]
    pub fn bulk(&self, state: &JsValue, identifiers: JsValue) -> Result<Bulk> {
        let state =
            js::choice(state, State::named).ok_or_else(|| misuse("state", "\"active\" or \"inactive\""))?;
        let expected = || misuse("identifiers", "an array of strings of digits, such as [\"43\"]");
        let given: Array = identifiers.dyn_into().map_err(|_| expected())?;
        let parse = |value: JsValue| Identifier::parse(&js::as_text(&value)?).ok();
        let parsed: Option<Vec<Identifier>> = given.iter().map(parse).collect();
        Ok(Bulk::new(self.0.clone(), state, parsed.ok_or_else(expected)?))
    }

    /// Asks what became of a call without an answer.
    #[wasm_bindgen(skip_typescript)]
    pub fn resolve(&self, lost: JsValue, options: JsValue) -> Promise {
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
            outcome::resolution(endpoint, &conclusion)
        });
        let asked = Asked { endpoint, aborted: outcome::still_open };
        promise(self.0.sender.clone(), asked, options, Box::new(|_| Ok(call)))
    }
}

impl MySafe {
    fn switch(&self, state: State, identifier: &JsValue, options: JsValue) -> Promise {
        self.call(endpoint(state), options, |own, _| {
            let identifier = identified(identifier)?;
            Ok(Box::pin(async move {
                let verdict = match identifier {
                    Ok(identifier) => own.vault.switch(&identifier, state).await,
                    Err(code) => Verdict::NotAttempted(Problem::local(endpoint(state), code)),
                };
                outcome::plain(&verdict)
            }))
        })
    }

    /// Reads what a call is given, now; it is made in its own time.
    fn call(
        &self,
        endpoint: EndpointId,
        options: JsValue,
        begin: impl FnOnce(Rc<SignIn>, &Members<'_>) -> Result<Call>,
    ) -> Promise {
        let own = self.0.clone();
        let begin = Box::new(|options: &Members<'_>| begin(own, options));
        promise(self.0.sender.clone(), Asked::of(endpoint), options, begin)
    }
}

pub(crate) const fn endpoint(state: State) -> EndpointId {
    match state {
        State::Active => EndpointId::Activate,
        State::Inactive => EndpointId::Deactivate,
    }
}

/// An identifier as text: what is no number is no misuse, since people type it.
fn identified(value: &JsValue) -> Result<std::result::Result<Identifier, Code>> {
    match js::as_text(value) {
        Some(text) => Ok(Identifier::parse(&text)),
        None => Err(misuse("identifier", "a string of digits, such as \"43\"")),
    }
}

/// What JavaScript calls it.
const fn member(text: ApiSecretText) -> &'static str {
    match text {
        ApiSecretText::Name => "name",
        ApiSecretText::Url => "url",
        ApiSecretText::ClientId => "clientId",
        ApiSecretText::IdentifierCode => "identifierCode",
        ApiSecretText::Method => "method",
        ApiSecretText::Tags => "tags",
        ApiSecretText::Notes => "notes",
    }
}

fn new_api_secret(value: JsValue, what: &str) -> Result<NewApiSecret> {
    let expected = "an object such as { name: \"…\", url: \"…\", clientId: \"…\" }";
    let members = Members::required(value, what, expected)?;
    Ok(NewApiSecret {
        texts: ApiSecretTexts::try_from_fn(|text| match text.is_required() {
            true => members.needed_text(member(text)),
            false => Ok(members.text(member(text))?.unwrap_or_default()),
        })?,
        client_secret: members.secret("clientSecret")?,
        users_allowed: shares(&members, "usersAllowed")?,
        groups_allowed: shares(&members, "groupsAllowed")?,
        facts: FactsChange::default(),
    })
}

fn api_secret_change(value: JsValue) -> Result<ApiSecretChange> {
    let members = Members::required(value, "change", "an object such as { name: \"…\" }")?;
    Ok(ApiSecretChange {
        texts: ApiSecretTexts::try_from_fn(|text| members.text(member(text)))?,
        client_secret: members.secret("clientSecret")?,
        users_allowed: shares(&members, "usersAllowed")?,
        groups_allowed: shares(&members, "groupsAllowed")?,
        facts: FactsChange::default(),
    })
}

fn shares(members: &Members<'_>, of: &str) -> Result<Option<Vec<Share>>> {
    let value = members.get(of)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let what = members.named(of);
    let expected = "an array such as [{ name: \"…\", canEdit: false }]";
    let given: Array = value.dyn_into().map_err(|_| misuse(&what, expected))?;
    let share = |value: JsValue| {
        let member = Members::required(value, &what, expected)?;
        let can_edit = member.flag("canEdit")?.unwrap_or(false);
        Ok(Share { name: member.needed_text("name")?, can_edit })
    };
    given.iter().map(share).collect::<Result<Vec<_>>>().map(Some)
}

/// What is looked for: a secret, of which only the hash is sent, or the hash of one.
fn leaked_fingerprint(value: JsValue) -> Result<FullFingerprint> {
    let expected = "an object such as { secret: \"…\" } or { sha256: \"…\" }";
    let members = Members::required(value, "leaked", expected)?;
    match (members.secret("secret")?, members.secret("sha256")?) {
        (Some(secret), None) => Ok(FullFingerprint::of(&secret)),
        (None, Some(digits)) => FullFingerprint::parse(digits.expose())
            .ok_or_else(|| misuse("leaked.sha256", "a string of 64 hexadecimal digits")),
        _ => Err(misuse("leaked", expected)),
    }
}

// What comes out is taken apart member by member: once the contract reads one more, this does not compile.

fn with_found(object: Object, Found { found, complete, sees_all }: &Found) -> Object {
    let row = |FoundApiSecret { identifier, name, identifier_code, active, can_write }: &FoundApiSecret| {
        Object::new()
            .with("identifier", identifier.as_str())
            .with("name", name.as_str())
            .with("identifierCode", identifier_code.as_str())
            .with("active", *active)
            .with("canWrite", *can_write)
    };
    let rows = list(found.iter().flatten().map(row));
    object.with("apiSecrets", rows).with("complete", *complete).with("seesAll", *sees_all)
}

fn of_capabilities(offered: &Capabilities) -> Object {
    // The profile is about the words of answers, which are read here already.
    let Capabilities { version, extensions, profile: _, rehearsal, upstreams } = offered;
    let Upstreams { location_history, mysafe } = upstreams;
    let extensions = extensions.iter().map(|extension| JsValue::from_str(extension.as_str()));
    let upstreams =
        Object::new().text("locationHistory", location_history.as_deref()).text("mySafe", mysafe.as_deref());
    Object::new()
        .with("version", version.as_str())
        .with("extensions", list(extensions))
        .with("rehearsal", *rehearsal)
        .with("upstreams", upstreams)
}

fn of_rows(rows: &[ListedApiSecret]) -> Array {
    list(rows.iter().map(|row| {
        let ListedApiSecret { identifier, name, need_justify, need_approval, can_view, can_write } = row;
        Object::new()
            .with("identifier", identifier.as_str())
            .with("name", name.as_str())
            .with("needJustify", *need_justify)
            .with("needApproval", *need_approval)
            .with("canView", *can_view)
            .with("canWrite", *can_write)
    }))
}

fn with_api_secret(object: Object, secret: &ApiSecret) -> Object {
    let ApiSecret { identifier, texts, client_secret, users_allowed, groups_allowed, shared_error } = secret;
    let share = |Share { name, can_edit }: &Share| {
        Object::new().with("name", name.as_str()).with("canEdit", *can_edit)
    };
    let shares = |shares: &[Share]| list(shares.iter().map(share));
    let api_secret = texts
        .iter()
        .fold(Object::new(), |object, (text, value)| object.with(member(text), value.as_str()))
        .with("identifier", identifier.as_str())
        .text("clientSecret", client_secret.as_ref().map(Secret::expose))
        .with("usersAllowed", shares(users_allowed))
        .with("groupsAllowed", shares(groups_allowed))
        .with("sharedError", list(shared_error.iter().map(|error| JsValue::from_str(error))));
    object.with("apiSecret", api_secret)
}

/// A call that was left without an answer.
enum Lost {
    Switch(Identifier, State, Option<IdempotencyKey>),
    Create(Box<NewApiSecret>, Option<IdempotencyKey>),
}

impl Lost {
    const fn endpoint(&self) -> EndpointId {
        match self {
            Self::Switch(_, state, _) => endpoint(*state),
            Self::Create(..) => EndpointId::CreateApiSecret,
        }
    }

    fn read(value: JsValue) -> Result<Self> {
        let members = Members::required(
            value,
            "lost",
            "an object such as { call: \"deactivate\", identifier: \"43\" }",
        )?;
        let calls = [EndpointId::Activate, EndpointId::Deactivate, EndpointId::CreateApiSecret];
        let expected = "\"activate\", \"deactivate\" or \"create_api_secret\"";
        let call = members.choice(
            "call",
            |name| EndpointId::named(name).filter(|call| calls.contains(call)),
            expected,
        )?;
        let key = idempotency_key(&members)?;
        let identifier = || {
            let parsed = identified(&members.get("identifier")?)?;
            parsed.map_err(|_| misuse("lost.identifier", "a string of digits, such as \"43\""))
        };
        match call {
            Some(EndpointId::Activate) => Ok(Self::Switch(identifier()?, State::Active, key)),
            Some(EndpointId::Deactivate) => Ok(Self::Switch(identifier()?, State::Inactive, key)),
            Some(_) => {
                let new = new_api_secret(members.get("apiSecret")?, "lost.apiSecret")?;
                Ok(Self::Create(Box::new(new), key))
            }
            None => Err(misuse("lost.call", expected)),
        }
    }
}
