//! One target for each reader of foreign bytes: every endpoint's answers, every body that the server
//! takes, and what users type. Each gets any bytes, and panics where a promise is broken.

use latchboard_contract::audit::Line;
use latchboard_contract::endpoint::configuration::{self, SecretRequest, Service};
use latchboard_contract::endpoint::{
    ChangeSettings, Consent, CreateApiSecret, Endpoint, EndpointId, Find, ReadAudit, Register, SecretChange,
    SettingsChange, SignIn, Token, UpdateApiSecret, UpdateSecret,
};
use latchboard_contract::http::{JSON, Response};
use latchboard_contract::validate::{self, Identifier, Known, Role};
use latchboard_contract::{Fingerprint, Secret};

use crate::{calls, oracle};

/// A reader and its name.
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What the bytes are taken for.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Two bytes for status and headers, then the body of an answer.
    Answer(EndpointId),
    /// The body of a request, as the server gets it.
    Body(fn(&[u8])),
    Text(fn(&str)),
}

pub(crate) fn all() -> Vec<Target> {
    let answer =
        |endpoint| Target { name: format!("answer_{}", calls::name(endpoint)), kind: Kind::Answer(endpoint) };
    let body = |name: &str, take| Target { name: format!("body_{name}"), kind: Kind::Body(take) };
    let text = |name: &str, take| Target { name: format!("text_{name}"), kind: Kind::Text(take) };
    EndpointId::ALL
        .into_iter()
        .map(answer)
        .chain([
            body("secret", secret),
            body("update_secret", update_secret),
            body("change_settings", change_settings),
            body("token_form", |body| token("application/x-www-form-urlencoded", body)),
            body("token_json", |body| token("application/json", body)),
            body("create_api_secret", create_api_secret),
            body("update_api_secret", update_api_secret),
            body("find", find),
            text("identifier", identifier),
            text("secret", typed_secret),
            text("audit_query", audit_query),
            text("audit_line", audit_line),
        ])
        .collect()
}

/// Mostly successes: there the most can be believed that should not be.
const STATUSES: [u16; 32] = [
    200, 200, 200, 200, 200, 200, 200, 201, 201, 202, 203, 204, 205, 206, 301, 302, 304, 400, 400, 401, 403,
    404, 405, 408, 410, 429, 500, 502, 503, 504, 596, 999,
];

const HEADERS: [(&str, &str); 8] = [
    ("content-type", "application/json"),
    ("content-type", "text/xml"),
    ("x-mashery-error-code", "ERR_403_DEVELOPER_INACTIVE"),
    ("x-mashery-error-code", "ERR_403_NOT_AUTHORIZED"),
    ("x-error-detail-header", "Account Over Queries Per Second Limit"),
    ("x-error-detail-header", "Account Over Rate Limit"),
    ("retry-after", "1"),
    ("retry-after", "-1e9"),
];

impl Target {
    /// Takes one input; the result says whether it was accepted or believed.
    pub(crate) fn run(&self, input: &[u8]) {
        match self.kind {
            Kind::Answer(endpoint) => {
                let Some(([status, headers], body)) = input.split_first_chunk::<2>() else { return };
                let response =
                    Response::new(STATUSES[usize::from(*status) % STATUSES.len()]).body(body.to_vec());
                let chosen = HEADERS.iter().enumerate().filter(|(bit, _)| headers >> bit & 1 == 1);
                let response =
                    chosen.fold(response, |response, (_, (name, value))| response.header(name, *value));
                oracle::check(&calls::call(endpoint, "a secret of ours"), &response);
            }
            Kind::Body(take) => take(input),
            Kind::Text(take) => take(&String::from_utf8_lossy(input)),
        }
    }
}

/// As [`secret`].
fn audit_query(text: &str) {
    if let Ok(query) = ReadAudit::accept(text) {
        let address = ReadAudit::encode(&query).path_and_query();
        let again = ReadAudit::accept(address.split_once('?').map_or("", |(_, query)| query));
        assert_eq!(again, Ok(query));
    }
}

/// There is one way to write a line.
fn audit_line(text: &str) {
    if let Ok(line) = Line::read(text) {
        assert_eq!(line.write(), text);
    }
}

/// What was taken once is the same when it is written by the client and taken again.
fn secret(body: &[u8]) {
    if let Ok(secret) = configuration::accept_secret(body) {
        let request = SecretRequest { service: Service::LocationHistory, secret: secret.duplicate() };
        let sent = Register::encode(&request).body.expect("a body");
        assert!(configuration::accept_secret(sent.text.as_bytes()).is_ok_and(|again| again == secret));
    }
}

fn update_secret(body: &[u8]) {
    if let Ok((secret, new_secret)) = UpdateSecret::accept(body) {
        let service = Service::Geofencing;
        let change = SecretChange { service, secret, new_secret };
        let sent = UpdateSecret::encode(&change).body.expect("a body");
        let again = UpdateSecret::accept(sent.text.as_bytes());
        assert!(again.is_ok_and(|(old, new)| old == change.secret && new == change.new_secret));
    }
}

fn change_settings(body: &[u8]) {
    if let Ok(consent) = ChangeSettings::accept(body) {
        assert_ne!(consent, Consent::default());
        let change =
            SettingsChange { service: Service::LocationHistory, admin_key: Secret::from("k"), consent };
        let sent = ChangeSettings::encode(&change).body.expect("a body");
        assert_eq!(ChangeSettings::accept(sent.text.as_bytes()), Ok(consent));
    }
}

fn token(content_type: &str, body: &[u8]) {
    for basic in [None, Some("id:s:t"), Some("no colon")] {
        if let Ok(SignIn { credentials, .. }) = Token::accept(content_type, body, basic) {
            let sent = Token::encode(&credentials).body.expect("a body");
            let again = Token::accept(sent.content_type, sent.text.as_bytes(), None).expect("our own form");
            let again = again.credentials;
            assert!(
                again.client_secret == credentials.client_secret && again.client_id == credentials.client_id
            );
            assert_eq!(again.tenant, credentials.tenant);
        }
    }
}

fn create_api_secret(body: &[u8]) {
    if let Ok(new) = CreateApiSecret::accept(JSON, body) {
        assert!(new.texts.iter().all(|(text, value)| !text.is_required() || !value.trim().is_empty()));
        assert!(new.client_secret.as_ref().is_none_or(|secret| !secret.is_empty()));
        let sent = CreateApiSecret::encode(&new).body.expect("a body");
        let again = CreateApiSecret::accept(JSON, sent.text.as_bytes()).expect("our own body");
        assert!(again.client_secret == new.client_secret && again.texts == new.texts);
        assert!(again.users_allowed == new.users_allowed && again.groups_allowed == new.groups_allowed);
    }
}

fn update_api_secret(body: &[u8]) {
    if let Ok(change) = UpdateApiSecret::accept(JSON, body) {
        assert!(change.client_secret.as_ref().is_none_or(|secret| !secret.is_empty()));
        let identifier = Identifier::parse("1").expect("digits");
        let update = latchboard_contract::endpoint::ApiSecretUpdate { identifier, change, if_version: None };
        let sent = UpdateApiSecret::encode(&update).body.expect("a body");
        let again = UpdateApiSecret::accept(JSON, sent.text.as_bytes()).expect("our own body");
        let change = update.change;
        assert!(again.client_secret == change.client_secret && again.texts == change.texts);
        assert!(again.users_allowed == change.users_allowed && again.groups_allowed == change.groups_allowed);
    }
}

fn find(body: &[u8]) {
    if let Ok(fingerprints) = Find::accept(body) {
        let sent = Find::encode(&fingerprints).body.expect("a body");
        assert!(Find::accept(sent.text.as_bytes()).is_ok_and(|again| again == fingerprints));
    }
}

fn identifier(text: &str) {
    if let Ok(identifier) = Identifier::parse(text) {
        let digits = identifier.as_str();
        assert!(
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && text.trim() == digits
        );
    }
}

fn typed_secret(text: &str) {
    let secret = Secret::from(text);
    let _ = (validate::customer_secret(&secret), validate::api_key(&secret));
    let _ = validate::secret_change(&secret, &Secret::from("another"));
    assert_eq!(Fingerprint::of(&secret).as_str().len(), 12);
    let known = Known { api_key: Some(&secret), admin_key: None };
    for role in [Role::Chosen, Role::Present] {
        for place in validate::warnings(&secret, role, &known).into_iter().flat_map(|warning| warning.ranges)
        {
            assert!(
                text.get(place.bytes.clone())
                    .is_some_and(|part| { part.chars().count() == place.characters.len() })
            );
        }
    }
    let _ = validate::strength(&secret);
}
