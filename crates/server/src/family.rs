//! The two families of the API, told apart by path: each has its own way to say no.

use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::envelope;

/// Whose words an answer uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// Location history and geofencing.
    Configuration,
    /// The vault, with the token that opens it.
    Vault,
}

/// The first path segment of what is passed on to the vendors; the second names one.
const GATEWAY: &str = "gateway";

impl Family {
    /// The family of a path; none for what belongs to the dashboard and to operations.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let mut segments = path.trim_start_matches('/').split('/');
        let first = segments.next().unwrap_or_default();
        if first == GATEWAY {
            let configuration = segments.next().is_some_and(|vendor| vendor == "location-history");
            Some(if configuration { Self::Configuration } else { Self::Vault })
        } else if Service::ALL.iter().any(|service| service.segment() == first) {
            Some(Self::Configuration)
        } else if envelope::ROOTS.contains(&first) {
            Some(Self::Vault)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::{Token, envelope};

    use super::Family;

    #[test]
    fn every_path_of_the_contract_has_its_family() {
        for path in [Token::PATH, Token::PATH_ALIAS, envelope::COLLECTION, envelope::COLLECTION_ALIAS, "/api"]
        {
            assert_eq!(Family::of(path), Some(Family::Vault), "{path}");
        }
        for path in ["/locationHistory/1/register", "/geofencing", "//geofencing/x"] {
            assert_eq!(Family::of(path), Some(Family::Configuration), "{path}");
        }
        assert_eq!(Family::of("/gateway/location-history/x"), Some(Family::Configuration));
        for path in ["/gateway/mysafe/x", "/gateway", "/gateway/elsewhere"] {
            assert_eq!(Family::of(path), Some(Family::Vault), "{path}");
        }
        for path in ["/", "", "/gateways", "/secrets", "/apis", "/app/api"] {
            assert_eq!(Family::of(path), None, "{path}");
        }
    }
}
