//! `GET /locationHistory/1/settings?key=&adminKey=` and `GET /geofencing/1/settings?key=&adminKey=`
//!
//! Reads the settings. Changes nothing, so it is how an admin key is proved to work.

use serde::Serialize;

use super::configuration::{self, CONTENT_TYPE, Service};
use super::lenient::{flag, number, optional_text};
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};
use crate::json::Members;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the vendor's own, and all that it says about them")]
pub struct AccountSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_objects: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_projects: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fences_in_project: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the vendor's own, and all that it says about them")]
pub struct PrivacySettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_for_storing_objects_positions_history: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_for_storing_transitions_history: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all_history_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all_history_before_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all_history_positions_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all_history_positions_before_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all_history_transitions_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
fn part<T: Default>(
    members: &Members<'_>,
    name: &str,
    read: impl FnOnce(&Members<'_>) -> Option<T>,
) -> Option<T> {
    let part = members.get(name);
    if part.is_null() { Some(T::default()) } else { read(&part.members()?) }
}

impl AccountSettings {
    fn read(members: &Members<'_>) -> Option<Self> {
        Some(Self {
            max_objects: number(members.get("maxObjects")),
            max_projects: number(members.get("maxProjects")),
            max_fences_in_project: number(members.get("maxFencesInProject")),
            max_vertices_in_fence: number(members.get("maxVerticesInFence")),
        })
    }
}

impl PrivacySettings {
    fn read(members: &Members<'_>) -> Option<Self> {
        let consent = |name: &str| flag(members.get(name));
        let text = |name: &str| optional_text(members.get(name));
        Some(Self {
            consent_for_storing_objects_positions_history: consent(
                "consentForStoringObjectsPositionsHistory",
            ),
            consent_for_storing_transitions_history: consent("consentForStoringTransitionsHistory"),
            delete_all_history_before: text("deleteAllHistoryBefore")?,
            delete_all_history_before_status: text("deleteAllHistoryBeforeStatus")?,
            delete_all_history_positions_before: text("deleteAllHistoryPositionsBefore")?,
            delete_all_history_positions_before_status: text("deleteAllHistoryPositionsBeforeStatus")?,
            delete_all_history_transitions_before: text("deleteAllHistoryTransitionsBefore")?,
            delete_all_history_transitions_before_status: text("deleteAllHistoryTransitionsBeforeStatus")?,
        })
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
        let [account, privacy] = ["accountSettings", "privacySettings"];
        let ours = [account, privacy].iter().any(|name| members.get(name).is_object());
        let read = || {
            Some(Settings {
                account_settings: part(&members, account, AccountSettings::read)?,
                privacy_settings: part(&members, privacy, PrivacySettings::read)?,
            })
        };
        ours.then(read).flatten().ok_or_else(|| unreadable(sent, response))
    }
}
