//! The two families of calls. A vendor has one of them, so each may be asked for at a place of its
//! own; and how to tell, without a credential, whether the one that is meant answers there.

use super::configuration::Service;
use super::envelope::COLLECTION;
use super::{Endpoint, EndpointId, ListApiSecrets, ReadSettings};
use crate::error::Code;
use crate::http::{Method, Request, Response};

/// Calls that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Location history and geofencing.
    LocationHistory,
    Vault,
}

/// Who answered a question that carries no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// Somebody who refuses as this family does.
    Family,
    /// Somebody who has nothing at this path.
    NoSuchPath,
    /// Somebody with a page for people, such as a sign-in page or a dashboard.
    Page,
    /// Somebody who failed, or whose own server did.
    Failing(Code),
    /// Somebody with an answer that this family does not give.
    Other,
}

impl Family {
    pub const ALL: [Self; 2] = [Self::LocationHistory, Self::Vault];

    /// Before the family's paths at a server that passes calls on to the vendor.
    #[must_use]
    pub const fn gateway(self) -> &'static str {
        match self {
            Self::LocationHistory => "/gateway/location-history",
            Self::Vault => "/gateway/mysafe",
        }
    }

    /// A call that reads and carries no credential, so that it can only be refused.
    #[must_use]
    pub fn probe(self) -> Request {
        match self {
            Self::LocationHistory => {
                let path = Service::LocationHistory.path(ReadSettings::OPERATION);
                Request::new(EndpointId::ReadSettings, Method::Get, path)
            }
            Self::Vault => Request::new(EndpointId::ListApiSecrets, Method::Get, COLLECTION),
        }
    }

    /// Who gave this answer to [`Family::probe`].
    #[must_use]
    pub fn recognise(self, response: &Response) -> Recognised {
        let sent = self.probe();
        let problem = match self {
            Self::LocationHistory => ReadSettings::decode(&sent, response).err(),
            Self::Vault => ListApiSecrets::decode(&sent, response).err(),
        };
        let text = response.text();
        let begins = |start: &str| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
        let is_page = begins("<!doctype") || begins("<html");
        match problem.map(|problem| problem.code) {
            Some(code @ (Code::ServiceProblem | Code::UpstreamFailed | Code::UpstreamTimedOut)) => {
                Recognised::Failing(code)
            }
            _ if is_page => Recognised::Page,
            Some(Code::AddressWrong) => Recognised::NoSuchPath,
            // The vault's gateway says 404 to who is not signed in, too, but in words of its own.
            Some(Code::NotAuthorised) if response.status == 404 && !text.starts_with('{') => {
                Recognised::NoSuchPath
            }
            None | Some(Code::AnswerUnreadable) => Recognised::Other,
            Some(_) => Recognised::Family,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Recognised};
    use crate::endpoint::configuration::{GatewayErrors, Refusal as Configuration};
    use crate::endpoint::envelope::Refusal as Vault;
    use crate::endpoint::gateway::Refusal as Gateway;
    use crate::error::Code;
    use crate::http::Response;

    #[test]
    fn who_refuses_as_a_family_does_is_of_that_family() {
        let answers = [GatewayErrors::Current, GatewayErrors::Legacy]
            .map(|gateway| Configuration::ApiKeyRejected.answer_behind(gateway));
        for answer in answers {
            assert_eq!(Family::LocationHistory.recognise(&answer), Recognised::Family);
        }
        assert_eq!(Family::Vault.recognise(&Vault::NoRoute.answer()), Recognised::Family);
    }

    #[test]
    fn a_wrong_path_a_page_and_a_failure_are_told_apart() {
        let plain = |status, body: &str| Response::new(status).body(body.as_bytes().to_vec());
        let page = "\n<!DOCTYPE html><html><body>Please sign in</body></html>";
        for family in Family::ALL {
            for (answer, expected) in [
                (plain(200, page), Recognised::Page),
                (plain(403, page), Recognised::Page),
                (plain(404, "There is nothing here.\n"), Recognised::NoSuchPath),
                (plain(596, "<h1>Service Not Found</h1>"), Recognised::NoSuchPath),
                (plain(200, "{}"), Recognised::Other),
                (plain(200, "ok"), Recognised::Other),
                (plain(500, page), Recognised::Failing(Code::ServiceProblem)),
                (Gateway::UpstreamFailed.answer(), Recognised::Failing(Code::UpstreamFailed)),
            ] {
                let status = answer.status;
                assert_eq!(family.recognise(&answer), expected, "{family:?} {status}");
            }
        }
        let unknown = Configuration::AddressUnknown.answer_behind(GatewayErrors::Legacy);
        assert_eq!(Family::LocationHistory.recognise(&unknown), Recognised::NoSuchPath);
    }

    #[test]
    fn the_question_carries_nothing() {
        for family in Family::ALL {
            let probe = family.probe();
            assert!(probe.authorization().is_none() && probe.body.is_none());
            assert_eq!(*probe.path_and_query(), probe.path);
        }
    }
}
