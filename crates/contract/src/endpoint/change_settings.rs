//! `POST /locationHistory/1/settings?key=&adminKey=` and `POST /geofencing/1/settings?key=&adminKey=`
//!
//! Gives or withdraws the consent to store history. The answer repeats what is set now.

use serde::Serialize;
use serde_json::Value;

use super::body::Body;
use super::configuration::{self, CONTENT_TYPE, Refusal, Service};
use super::lenient::as_flag;
use super::{Endpoint, EndpointId, ReadSettings, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// The names of the consents on the wire.
const POSITIONS: &str = "consentForStoringObjectsPositionsHistory";
const TRANSITIONS: &str = "consentForStoringTransitionsHistory";

/// Changes the settings. With the same values it changes nothing twice.
pub struct ChangeSettings;

/// A change on its way to one service.
pub struct SettingsChange {
    pub service: Service,
    pub admin_key: Secret,
    /// What to set; what is `None` stays as it is.
    pub consent: Consent,
}

/// Which history may be stored; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// Positions of objects; location history and geofencing share this one.
    #[serde(rename = "consentForStoringObjectsPositionsHistory", skip_serializing_if = "Option::is_none")]
    pub positions: Option<bool>,
    /// Crossings of fences; geofencing only.
    #[serde(rename = "consentForStoringTransitionsHistory", skip_serializing_if = "Option::is_none")]
    pub transitions: Option<bool>,
}

impl Consent {
    /// Whether nothing is said at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.positions.is_none() && self.transitions.is_none()
    }

    /// What an answer says, in the same members or, as reading prints them, under `privacySettings`.
    fn read(members: &Value) -> Self {
        let nested = &members["privacySettings"];
        let said = |name| as_flag(members.get(name).unwrap_or(&nested[name]));
        Self { positions: said(POSITIONS), transitions: said(TRANSITIONS) }
    }

    /// Whether everything that `asked` says is so.
    fn grants(self, asked: Self) -> bool {
        let granted = |asked: Option<bool>, said: Option<bool>| asked.is_none() || asked == said;
        granted(asked.positions, self.positions) && granted(asked.transitions, self.transitions)
    }
}

impl ChangeSettings {
    /// Reads the body. Unknown members are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::MalformedRequest`] unless it is a JSON object that gives or withdraws at least one
    /// consent; [`Refusal::ParameterInvalid`] where one is there in another shape.
    pub fn accept(body: &[u8]) -> Result<Consent, Refusal> {
        let members = Body::read_json(body, POSITIONS)?;
        let consent =
            Consent { positions: members.flag(POSITIONS)?, transitions: members.flag(TRANSITIONS)? };
        if consent.is_empty() { Err(Refusal::MalformedRequest) } else { Ok(consent) }
    }

    /// 200 with what was set.
    #[must_use]
    pub fn answer(consent: Consent) -> Response {
        Response::json(200, CONTENT_TYPE, &consent)
    }
}

impl Endpoint for ChangeSettings {
    const ID: EndpointId = EndpointId::ChangeSettings;
    type Request = SettingsChange;
    type Reply = Consent;

    fn encode(request: &SettingsChange) -> Request {
        Request::new(Self::ID, Method::Post, request.service.path(ReadSettings::OPERATION))
            .json(&request.consent)
            .admin_key(&request.admin_key)
    }

    /// An answer that does not repeat every consent as it was asked for proves nothing.
    fn decode(sent: &Request, response: &Response) -> Result<Consent, Problem> {
        let said = Consent::read(&configuration::open(sent, response)?);
        let body = sent.body.as_ref().map_or(&[][..], |body| body.text.as_bytes());
        let asked = Self::accept(body).unwrap_or_default();
        let believed = !said.is_empty() && said.grants(asked);
        believed.then_some(said).ok_or_else(|| unreadable(sent, response))
    }
}
