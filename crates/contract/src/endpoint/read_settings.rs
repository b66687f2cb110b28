//! `GET /locationHistory/1/settings?key=&adminKey=` and `GET /geofencing/1/settings?key=&adminKey=`
//!
//! Reads the settings. Changes nothing, so it is how an admin key is proved to work.

use serde::{Deserialize, Serialize};

use super::configuration::{self, CONTENT_TYPE, Service};
use super::lenient::{self, from_object};
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Reads the settings. Safe to repeat.
pub struct ReadSettings;

/// Whose settings, and the key that may see them.
pub struct SettingsRequest {
    pub service: Service,
    /// The admin key that is tried.
    pub admin_key: Secret,
}

/// What is set. What the server left out is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Limits of the account.
    #[serde(deserialize_with = "lenient::or_default")]
    pub account_settings: AccountSettings,
    /// What may be stored, and what is being deleted.
    #[serde(deserialize_with = "lenient::or_default")]
    pub privacy_settings: PrivacySettings,
}

/// Limits of the account. Only geofencing has fences and projects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccountSettings {
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::number")]
    pub max_objects: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::number")]
    pub max_projects: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::number")]
    pub max_fences_in_project: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::number")]
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
pub struct PrivacySettings {
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_flag")]
    pub consent_for_storing_objects_positions_history: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_flag")]
    pub consent_for_storing_transitions_history: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
    pub delete_all_history_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
    pub delete_all_history_before_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
    pub delete_all_history_positions_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
    pub delete_all_history_positions_before_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
    pub delete_all_history_transitions_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::optional_text")]
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

impl Endpoint for ReadSettings {
    const ID: EndpointId = EndpointId::ReadSettings;
    type Request = SettingsRequest;
    type Reply = Settings;

    fn encode(request: &SettingsRequest) -> Request {
        Request::new(Self::ID, Method::Get, request.service.path(Self::OPERATION))
            .admin_key(&request.admin_key)
    }

    fn decode(sent: &Request, response: &Response) -> Result<Settings, Problem> {
        let members = configuration::open(sent, response)?;
        // Without either part it could be anybody's answer, and would prove no admin key.
        let ours = ["accountSettings", "privacySettings"].iter().any(|name| members[name].is_object());
        let read = || from_object(response.bytes());
        ours.then(read).flatten().ok_or_else(|| unreadable(sent, response))
    }
}
