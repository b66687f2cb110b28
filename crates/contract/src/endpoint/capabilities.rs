//! `GET /api/latchboard/v1/capabilities`
//!
//! What a server offers beside the vendors' calls. An extension of our own: a vendor's server has no
//! such path, and whoever asks there offers nothing more. Answered without a credential, so there is
//! nothing in it but what the page that the server serves could tell, too.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::envelope::{self, Profile};
use super::{Endpoint, EndpointId, lenient};
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Asks what a server offers. Safe to repeat.
pub struct ReadCapabilities;

crate::names! {
    /// What a server may offer beside the vendors' calls.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Extension {
        /// [`super::Find`].
        Find = "find",
        Audit = "audit",
        /// Calls that change something may carry an [`Idempotency-Key`](crate::idempotency).
        IdempotencyKey = "idempotency-key",
        /// [`super::ReadIndex`].
        Index = "index",
        /// [`super::ReadInventory`], and what only our server keeps of an API secret ([`super::FactsChange`]).
        Inventory = "inventory",
        /// [`super::RevokeToken`].
        RevokeToken = "revoke-token",
    }
}

/// What a server offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub version: String,
    /// Those that it has; names that this client does not know are left out.
    pub extensions: Vec<Extension>,
    /// Whose words the vault's answers use; `None` for a release that this client does not know.
    pub profile: Option<Profile>,
    /// Data and faults for a drill; nothing in it is real.
    pub rehearsal: bool,
    /// The vendors that calls under the gateway's paths are passed on to.
    pub upstreams: Upstreams,
}

/// The vendors behind a gateway, by host; `None` where calls are not passed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upstreams {
    /// Of location history and geofencing.
    pub location_history: Option<String>,
    pub mysafe: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Upstream<'a> {
    host: Cow<'a, str>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Hosts<'a> {
    location_history: Option<Upstream<'a>>,
    mysafe: Option<Upstream<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Version<'a> {
    version: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Reply {
    /// No other server has a member of this name.
    latchboard: Version<'static>,
    #[serde(default)]
    extensions: Vec<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    profile: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    rehearsal: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    upstreams: Hosts<'static>,
}

impl Capabilities {
    fn read(reply: Reply) -> Self {
        let known = |name: String| Extension::ALL.into_iter().find(|known| known.as_str() == name);
        let host = |upstream: Option<Upstream<'_>>| upstream.map(|upstream| upstream.host.into_owned());
        Self {
            version: reply.latchboard.version.into_owned(),
            extensions: reply.extensions.into_iter().filter_map(known).collect(),
            profile: Profile::ALL.into_iter().find(|known| known.as_str() == reply.profile),
            rehearsal: reply.rehearsal,
            upstreams: Upstreams {
                location_history: host(reply.upstreams.location_history),
                mysafe: host(reply.upstreams.mysafe),
            },
        }
    }
}

impl ReadCapabilities {
    pub const PATH: &str = "/api/latchboard/v1/capabilities";

    /// 200 with what there is.
    #[must_use]
    pub fn answer(capabilities: &Capabilities) -> Response {
        #[derive(Serialize)]
        struct Answer<'a> {
            latchboard: Version<'a>,
            extensions: Vec<&'static str>,
            profile: Option<&'static str>,
            rehearsal: bool,
            upstreams: &'a Hosts<'a>,
        }
        fn upstream(host: Option<&String>) -> Option<Upstream<'_>> {
            host.map(|host| Upstream { host: host.into() })
        }
        let upstreams = Hosts {
            location_history: upstream(capabilities.upstreams.location_history.as_ref()),
            mysafe: upstream(capabilities.upstreams.mysafe.as_ref()),
        };
        let answer = Answer {
            latchboard: Version { version: capabilities.version.as_str().into() },
            extensions: capabilities.extensions.iter().map(|extension| extension.as_str()).collect(),
            profile: capabilities.profile.map(Profile::as_str),
            rehearsal: capabilities.rehearsal,
            upstreams: &upstreams,
        };
        Response::json(200, JSON, &answer)
    }
}

impl Endpoint for ReadCapabilities {
    const ID: EndpointId = EndpointId::ReadCapabilities;
    type Request = ();
    type Reply = Capabilities;

    fn encode((): &()) -> Request {
        Request::new(Self::ID, Method::Get, Self::PATH)
    }

    fn decode(sent: &Request, response: &Response) -> Result<Capabilities, Problem> {
        envelope::bare(sent, response).map(Capabilities::read)
    }
}

#[cfg(test)]
mod tests {
    use super::{Capabilities, Extension, ReadCapabilities, Upstreams};
    use crate::endpoint::Endpoint;
    use crate::endpoint::envelope::Profile;
    use crate::error::Code;
    use crate::http::Response;

    fn read(response: &Response) -> Result<Capabilities, Code> {
        ReadCapabilities::decode(&ReadCapabilities::encode(&()), response).map_err(|problem| problem.code)
    }

    #[test]
    fn the_client_reads_what_the_server_writes() {
        let upstreams =
            Upstreams { location_history: Some("vendor.example".to_owned()), ..Upstreams::default() };
        for (extensions, profile, rehearsal) in
            [(Extension::ALL.to_vec(), Profile::V3_32, false), (Vec::new(), Profile::V3_33, true)]
        {
            let version = "1.2.3".to_owned();
            let profile = Some(profile);
            let stated =
                Capabilities { version, extensions, profile, rehearsal, upstreams: upstreams.clone() };
            assert_eq!(read(&ReadCapabilities::answer(&stated)), Ok(stated));
        }
    }

    #[test]
    fn what_a_newer_server_adds_is_passed_over() {
        let body = br#"{"latchboard":{"version":"9","codename":"x"},"extensions":["find","teleport"],
            "profile":"v9","upstreams":{"moon":{}},"new":1}"#;
        let read = read(&Response::new(200).body(body.to_vec())).unwrap();
        assert_eq!((read.extensions, read.profile), (vec![Extension::Find], None));
    }

    #[test]
    fn another_server_is_not_taken_for_ours() {
        for body in ["{}", "[]", "<html>", r#"{"version":"1"}"#] {
            assert_eq!(read(&Response::new(200).body(body.into())), Err(Code::AnswerUnreadable), "{body}");
        }
        assert_eq!(read(&Response::new(404)), Err(Code::NotAuthorised));
    }
}
