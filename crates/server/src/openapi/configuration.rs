//! Location history and geofencing.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{
    self, Refusal, SecretRequest, Service, TRACKING_ID, answer_admin_key,
};
use latchboard_contract::endpoint::gateway;
use latchboard_contract::endpoint::{
    AccountSettings, ChangeSettings, Consent, Endpoint, ParameterFault, PrivacySettings, ReadSettings,
    RegenerateKey, Register, SecretChange, Settings, SettingsChange, UpdateSecret,
};
use latchboard_contract::http::REQUEST_ID;
use serde_json::{Value, json};

use super::operation::{Answer, Body, Operation};
use super::{ADMIN_KEY, API_KEY};
use crate::config::{ReplyStyle, UpdateSecretReply};

/// Secrets and keys that nobody has.
const SECRET: &str = "my Very Secret secret";
const NEW_SECRET: &str = "my Even More Secret secret";
const KEYS: [&str; 2] =
    ["UpP9m2jg4PU6fWAFnvskU33CwfW24e17P0oTC5byUfUzMElS", "nQ7cH1xkZ0bT4sVdR9mLw2EyJ8uG5oIaF3pXK6vSDhYtWqBC"];

/// All operations of both services.
pub(super) fn operations(style: ReplyStyle) -> Vec<Operation> {
    Service::ALL.into_iter().flat_map(|service| of(service, style)).collect()
}

fn of(service: Service, style: ReplyStyle) -> [Operation; 5] {
    let refusal = |refusal: Refusal| Answer::refusal(refusal, &[refusal.answer_behind(style.gateway_errors)]);
    let invalid = || {
        let refusals = [ParameterFault::NotText, ParameterFault::Duplicate]
            .map(|fault| Refusal::ParameterInvalid("secret", fault));
        Answer::refusal_in_words("ParameterInvalid_LocationHistory", &refusals.map(Refusal::answer))
    };
    let admin_key = || {
        let samples = KEYS.map(|key| answer_admin_key(&Secret::from(key)));
        Answer::success("AdminKey", "The admin key, which is shown this once", &samples)
    };
    let throttled = || {
        let waits = [gateway::Refusal::TooManyAttempts(1), gateway::Refusal::TooManyAttempts(15)];
        Answer::refusal(waits[0], &waits.map(gateway::Refusal::answer))
    };
    let operation = |method, operation: &str, id: &str, summary: &str, body, answers: Vec<Answer>| {
        let always = [Refusal::ApiKeyRejected, Refusal::MalformedRequest, Refusal::Internal].map(refusal);
        Operation {
            path: service.path(operation),
            method,
            id: format!("{id}_{}", service.segment()),
            tag: match service {
                Service::LocationHistory => super::LOCATION_HISTORY,
                Service::Geofencing => super::GEOFENCING,
            },
            summary: summary.to_owned(),
            security: json!([{ API_KEY: [] }]),
            parameters: vec![tracking_id()],
            body,
            answers: answers.into_iter().chain(always).collect(),
            headers: vec![REQUEST_ID, TRACKING_ID],
            forwarded: false,
        }
    };
    let with_admin_key =
        |operation: Operation| Operation { security: json!([{ API_KEY: [], ADMIN_KEY: [] }]), ..operation };
    let secrets =
        || [SECRET, NEW_SECRET].map(|secret| SecretRequest { service, secret: Secret::from(secret) });

    let proved = || [Refusal::ConfigurationNotFound, Refusal::SecretInvalid].map(refusal);
    let changed = match style.update_secret {
        UpdateSecretReply::NoContent => vec![unchanged_key()],
        UpdateSecretReply::SameKey => vec![admin_key(), unchanged_key()],
        UpdateSecretReply::NewKey => vec![admin_key()],
    };
    let known = || [Refusal::ConfigurationNotFound, Refusal::AdminKeyInvalid].map(refusal);
    let consents = consents(service);
    let changes = consents.map(|consent| {
        ChangeSettings::encode(&SettingsChange { service, admin_key: Secret::from(""), consent })
    });
    let consented = Answer::success(
        &format!("Consents_{}", service.segment()),
        "The consents that were set",
        &consents.map(ChangeSettings::answer),
    );
    [
        operation(
            "post",
            Register::OPERATION,
            "register",
            "Register the customer secret; once per API key",
            Some(Body::sent(&secrets().map(|secret| Register::encode(&secret)))),
            [admin_key(), refusal(Refusal::AlreadyRegistered), invalid()].into(),
        ),
        operation(
            "post",
            UpdateSecret::OPERATION,
            "updateSecret",
            "Replace the customer secret",
            Some(Body::sent(&[(SECRET, NEW_SECRET), (NEW_SECRET, SECRET)].map(|(secret, new_secret)| {
                let (secret, new_secret) = (Secret::from(secret), Secret::from(new_secret));
                UpdateSecret::encode(&SecretChange { service, secret, new_secret })
            }))),
            changed.into_iter().chain(proved()).chain([throttled(), invalid()]).collect(),
        ),
        operation(
            "post",
            RegenerateKey::OPERATION,
            "regenerateKey",
            "Make a new admin key; the one before it is dead from that moment",
            Some(Body::sent(&secrets().map(|secret| RegenerateKey::encode(&secret)))),
            [admin_key()].into_iter().chain(proved()).chain([throttled(), invalid()]).collect(),
        ),
        with_admin_key(operation(
            "get",
            ReadSettings::OPERATION,
            "readSettings",
            "Read the settings; proves that an admin key works",
            None,
            [settings(service)].into_iter().chain(known()).collect(),
        )),
        with_admin_key(operation(
            "post",
            ReadSettings::OPERATION,
            "changeSettings",
            "Give or withdraw the consent to store history",
            Some(Body::sent(&changes)),
            [consented].into_iter().chain(known()).chain([invalid()]).collect(),
        )),
    ]
}

fn unchanged_key() -> Answer {
    let answer = UpdateSecret::answer();
    Answer::nothing("Replaced", answer.status, "The secret was replaced; the admin key lives on")
}

fn settings(service: Service) -> Answer {
    let of_geofencing = |consent| (service == Service::Geofencing).then_some(consent);
    let samples = [true, false].map(|consent| {
        ReadSettings::answer(&Settings {
            account_settings: AccountSettings::documented(service),
            privacy_settings: PrivacySettings {
                consent_for_storing_objects_positions_history: Some(consent),
                consent_for_storing_transitions_history: of_geofencing(!consent),
                ..PrivacySettings::default()
            },
        })
    });
    Answer::success(&format!("Settings_{}", service.segment()), "The settings", &samples)
}

/// Each consent given and withdrawn, and for geofencing each without the other.
fn consents(service: Service) -> [Consent; 3] {
    let all = service == Service::Geofencing;
    [(Some(true), Some(true)), (Some(false), None), (None, Some(false))].map(|(positions, transitions)| {
        if all {
            Consent { positions, transitions }
        } else {
            Consent { positions: positions.or(Some(true)), transitions: None }
        }
    })
}

fn tracking_id() -> Value {
    debug_assert!(configuration::is_tracking_id("a-1"), "as the pattern says");
    json!({
        "name": TRACKING_ID,
        "in": "header",
        "required": false,
        "description": "Names the call in logs; every answer repeats it.",
        "schema": { "type": "string", "pattern": "^[0-9A-Za-z-]{1,100}$" },
    })
}
