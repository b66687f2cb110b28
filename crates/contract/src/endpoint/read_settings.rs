//! `GET /locationHistory/1/settings?key=&adminKey=` and `GET /geofencing/1/settings?key=&adminKey=`
//!
//! Reads the settings. Changes nothing, so it is how an admin key is proved to work.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::configuration::{self, CONTENT_TYPE, Service};
use super::lenient::{Object, optional_flag, optional_number, optional_text};
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Reads the settings. Safe to repeat.
pub struct ReadSettings;

/// Whose settings, and the key that may see them.
pub struct SettingsRequest {
    /// The service that is asked.
    pub service: Service,
    /// The admin key that is tried.
    pub admin_key: Secret,
}

/// What is set. What the server left out is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Limits of the account.
    pub account_settings: AccountSettings,
    /// What may be stored, and what is being deleted.
    pub privacy_settings: PrivacySettings,
}

/// Limits of the account. Only geofencing has fences and projects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the names are the vendor's own, and all that it says about them")]
pub struct AccountSettings {
    #[serde(deserialize_with = "optional_number", skip_serializing_if = "Option::is_none")]
    pub max_objects: Option<u64>,
    #[serde(deserialize_with = "optional_number", skip_serializing_if = "Option::is_none")]
    pub max_projects: Option<u64>,
    #[serde(deserialize_with = "optional_number", skip_serializing_if = "Option::is_none")]
    pub max_fences_in_project: Option<u64>,
    #[serde(deserialize_with = "optional_number", skip_serializing_if = "Option::is_none")]
    pub max_vertices_in_fence: Option<u64>,
}

impl AccountSettings {
    /// The limits that the vendor documents for accounts of a service: 1,000 objects, and for geofencing
    /// the figures of its sample.
    #[must_use]
    pub fn documented(service: Service) -> Self {
        let of_geofencing = |limit| (service == Service::Geofencing).then_some(limit);
        Self {
            max_objects: Some(1000),
            max_projects: of_geofencing(10),
            max_fences_in_project: of_geofencing(100),
            max_vertices_in_fence: of_geofencing(200),
        }
    }
}

/// What may be stored, and what is being deleted: times as the server writes them (ISO 8601),
/// present only after a deletion was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the names are the vendor's own, and all that it says about them")]
pub struct PrivacySettings {
    #[serde(deserialize_with = "optional_flag", skip_serializing_if = "Option::is_none")]
    pub consent_for_storing_objects_positions_history: Option<bool>,
    #[serde(deserialize_with = "optional_flag", skip_serializing_if = "Option::is_none")]
    pub consent_for_storing_transitions_history: Option<bool>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_before: Option<String>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_before_status: Option<String>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_positions_before: Option<String>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_positions_before_status: Option<String>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_transitions_before: Option<String>,
    #[serde(deserialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
    pub delete_all_history_transitions_before_status: Option<String>,
}

impl ReadSettings {
    /// The last path segment.
    pub const OPERATION: &str = "settings";

    /// 200 with the settings.
    #[must_use]
    pub fn answer(settings: &Settings) -> Response {
        Response::json(200, CONTENT_TYPE, settings)
    }
}

/// One of the two parts; `None` where it is there but cannot be read.
fn part<T: Default + for<'de> Deserialize<'de>>(members: &mut Map<String, Value>, name: &str) -> Option<T> {
    match members.remove(name) {
        None | Some(Value::Null) => Some(T::default()),
        Some(value) => serde_json::from_value::<Object<T>>(value).ok().map(|object| object.0),
    }
}

impl Endpoint for ReadSettings {
    const ID: EndpointId = EndpointId::ReadSettings;
    type Request = SettingsRequest;
    type Reply = Settings;

    fn encode(request: &SettingsRequest) -> Request {
        Request::new(Self::ID, Method::Get, request.service.path(Self::OPERATION))
            .admin_key(&request.admin_key)
    }

    fn decode(sent: &Request, response: &Response) -> Result<Settings, Problem> {
        let mut members = configuration::open(sent, response)?;
        // Without either part it could be anybody's answer, and would prove no admin key.
        let settings = ["accountSettings", "privacySettings"];
        let ours = settings.iter().any(|name| members.get(*name).is_some_and(Value::is_object));
        let mut read = || {
            let [account, privacy] = settings;
            Some(Settings {
                account_settings: part(&mut members, account)?,
                privacy_settings: part(&mut members, privacy)?,
            })
        };
        ours.then(&mut read).flatten().ok_or_else(|| unreadable(sent, response))
    }
}
