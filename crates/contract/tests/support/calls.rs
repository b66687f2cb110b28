//! Every endpoint behind one signature: a call of it, and its answer read to JSON. Shared by the
//! tests, the fuzzers and whoever reads the fixtures.

use latchboard_contract::endpoint::configuration::{AdminKey, SecretRequest, Service};
use latchboard_contract::endpoint::envelope::{Profile, Switched};
use latchboard_contract::endpoint::{
    Activate, ApiSecret, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, AuditQuery, Capabilities,
    ChangeSettings, Consent, CreateApiSecret, Credentials, Deactivate, Endpoint, EndpointId, Find, Found,
    FoundApiSecret, Health, InventoryQuery, ListApiSecrets, ListFilter, ListedApiSecret, NewApiSecret,
    ReadApiSecret, ReadAudit, ReadCapabilities, ReadIndex, ReadInventory, ReadSettings, RegenerateKey,
    Register, SecretChange, SettingsChange, SettingsRequest, Share, Token, UpdateApiSecret, UpdateSecret,
};
use latchboard_contract::error::Problem;
use latchboard_contract::http::{Request, Response};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};
use serde_json::{Value, json};

/// The endpoint's name in fixtures and messages: lower case, words joined by underscores.
pub(crate) fn name(endpoint: EndpointId) -> String {
    let camel = format!("{endpoint:?}");
    let separate = |letter: char| if letter.is_uppercase() { vec!['_', letter] } else { vec![letter] };
    camel.chars().flat_map(separate).skip(1).collect::<String>().to_lowercase()
}

/// A call that carries `secret` wherever it can carry one.
pub(crate) fn call(endpoint: EndpointId, secret: &str) -> Request {
    let service = Service::LocationHistory;
    let secret = Secret::from(secret);
    let identifier = Identifier::parse("43").expect("digits");
    let with_secret = || SecretRequest { service, secret: secret.duplicate() };
    match endpoint {
        EndpointId::Register => Register::encode(&with_secret()).api_key(&secret),
        EndpointId::RegenerateKey => RegenerateKey::encode(&with_secret()).api_key(&secret),
        EndpointId::UpdateSecret => {
            let new_secret = Secret::new(format!("{}-new", secret.expose()));
            let change = SecretChange { service, secret: secret.duplicate(), new_secret };
            UpdateSecret::encode(&change).api_key(&secret)
        }
        EndpointId::ReadSettings => {
            ReadSettings::encode(&SettingsRequest { service, admin_key: secret.duplicate() }).api_key(&secret)
        }
        EndpointId::ChangeSettings => {
            let consent = Consent { positions: Some(true), transitions: None };
            let change = SettingsChange { service, admin_key: secret.duplicate(), consent };
            ChangeSettings::encode(&change).api_key(&secret)
        }
        EndpointId::Token => {
            Token::encode(&Credentials { client_id: "id".into(), client_secret: secret, tenant: None })
        }
        EndpointId::ListApiSecrets => ListApiSecrets::encode(&ListFilter::default()).bearer(&secret),
        EndpointId::ReadApiSecret => ReadApiSecret::encode(&identifier).bearer(&secret),
        EndpointId::CreateApiSecret => {
            let client_secret = Some(secret.duplicate());
            let texts = ApiSecretTexts { name: "n".into(), ..ApiSecretTexts::default() };
            let new = NewApiSecret { texts, client_secret, ..NewApiSecret::default() };
            CreateApiSecret::encode(&new).bearer(&secret)
        }
        EndpointId::UpdateApiSecret => {
            let client_secret = Some(secret.duplicate());
            let change = ApiSecretChange { client_secret, ..ApiSecretChange::default() };
            UpdateApiSecret::encode(&ApiSecretUpdate { identifier, change, if_version: None }).bearer(&secret)
        }
        EndpointId::Deactivate => Deactivate::encode(&identifier).bearer(&secret),
        EndpointId::Activate => Activate::encode(&identifier).bearer(&secret),
        EndpointId::Health => Health::encode(&()),
        EndpointId::ReadIndex => ReadIndex::encode(&()).bearer(&secret),
        EndpointId::ReadInventory => ReadInventory::encode(&InventoryQuery::default()).bearer(&secret),
        EndpointId::Find => Find::encode(&vec![FullFingerprint::of(&secret)]).bearer(&secret),
        EndpointId::ReadCapabilities => ReadCapabilities::encode(&()),
        EndpointId::ReadAudit => ReadAudit::encode(&AuditQuery::default()).bearer(&secret),
    }
}

/// The answer to `sent`, as the endpoint reads it.
pub(crate) fn read(sent: &Request, response: &Response) -> Result<Value, Problem> {
    match sent.endpoint {
        EndpointId::Register => Register::decode(sent, response).map(|key| admin_key(Some(&key))),
        EndpointId::RegenerateKey => RegenerateKey::decode(sent, response).map(|key| admin_key(Some(&key))),
        EndpointId::UpdateSecret => {
            UpdateSecret::decode(sent, response).map(|updated| admin_key(updated.admin_key.as_ref()))
        }
        EndpointId::ReadSettings => ReadSettings::decode(sent, response).map(|settings| json!(settings)),
        EndpointId::ChangeSettings => ChangeSettings::decode(sent, response).map(|consent| json!(consent)),
        EndpointId::Token => {
            let token = Token::decode(sent, response);
            token.map(|token| json!({ "token": token.token.expose(), "expires_in": token.expires_in }))
        }
        EndpointId::ListApiSecrets => {
            let rows = ListApiSecrets::decode(sent, response);
            rows.map(|rows| rows.iter().map(row).collect())
        }
        EndpointId::ReadApiSecret => ReadApiSecret::decode(sent, response).map(|it| entity(&it)),
        EndpointId::CreateApiSecret => CreateApiSecret::decode(sent, response).map(|it| entity(&it)),
        EndpointId::UpdateApiSecret => UpdateApiSecret::decode(sent, response).map(|it| entity(&it)),
        EndpointId::Deactivate => Deactivate::decode(sent, response).map(switched),
        EndpointId::Activate => Activate::decode(sent, response).map(switched),
        EndpointId::Health => Health::decode(sent, response).map(|status| json!(status)),
        EndpointId::Find => Find::decode(sent, response).map(|it| found(&it)),
        EndpointId::ReadIndex => ReadIndex::decode(sent, response).map(|it| json!(it)),
        EndpointId::ReadInventory => ReadInventory::decode(sent, response).map(|it| json!(it)),
        EndpointId::ReadCapabilities => ReadCapabilities::decode(sent, response).map(|it| capabilities(&it)),
        EndpointId::ReadAudit => ReadAudit::decode(sent, response).map(|page| json!(page.entries.len())),
    }
}

fn admin_key(key: Option<&AdminKey>) -> Value {
    json!({ "admin_key": key.map(|key| key.0.expose()) })
}

fn switched(switched: Switched) -> Value {
    match switched {
        Switched::Done => json!("done"),
        Switched::AlreadySo => json!("already_so"),
    }
}

fn found(found: &Found) -> Value {
    let one = |it: &FoundApiSecret| {
        json!({ "identifier": it.identifier, "name": it.name, "identifier_code": it.identifier_code,
            "active": it.active, "can_write": it.can_write })
    };
    let all: Value = found.found.iter().map(|copies| copies.iter().map(one).collect::<Value>()).collect();
    json!({ "found": all, "complete": found.complete, "sees_all": found.sees_all })
}

fn capabilities(it: &Capabilities) -> Value {
    let extensions: Vec<_> = it.extensions.iter().map(|extension| extension.as_str()).collect();
    let upstreams = &it.upstreams;
    json!({ "version": it.version, "extensions": extensions, "profile": it.profile.map(Profile::as_str),
        "rehearsal": it.rehearsal, "upstreams": {
            "location_history": upstreams.location_history, "mysafe": upstreams.mysafe } })
}

fn row(row: &ListedApiSecret) -> Value {
    let ListedApiSecret { identifier, name, need_justify, need_approval, can_view, can_write } = row;
    json!({ "identifier": identifier, "name": name, "need_justify": need_justify,
        "need_approval": need_approval, "can_view": can_view, "can_write": can_write })
}

/// An API secret as the fixtures state it: users by `name`, as reading prints them.
pub(crate) fn entity(secret: &ApiSecret) -> Value {
    let share = |share: &Share| json!({ "name": share.name, "can_edit": share.can_edit });
    let shares = |shares: &[Share]| shares.iter().map(share).collect::<Value>();
    let mut entity = json!({ "identifier": secret.identifier,
        "client_secret": secret.client_secret.as_ref().map(Secret::expose),
        "users_allowed": shares(&secret.users_allowed), "groups_allowed": shares(&secret.groups_allowed),
        "shared_error": secret.shared_error });
    for (text, value) in secret.texts.iter() {
        entity[text.name()] = value.as_str().into();
    }
    entity
}
