//! Under which names the server answers.
//!
//! A page of somebody else can point a name of its own at this machine (DNS rebinding); the browser
//! then takes the server for that page's own and lets it read everything. But the name stays in
//! `Host`. So the server answers to names that nobody else can point here, and to those it was told.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version};
use latchboard_contract::endpoint::gateway::Refusal;

use crate::public_host::PublicHost;

/// The names that are answered to.
#[derive(Debug)]
pub(crate) struct Hosts {
    listen: IpAddr,
    public: Vec<PublicHost>,
}

impl Hosts {
    /// Of a server that listens on this address.
    pub(crate) const fn new(listen: IpAddr, public: Vec<PublicHost>) -> Self {
        Self { listen, public }
    }

    /// Whether a request may be answered.
    pub(super) fn check(&self, request: &Request) -> Result<(), Refusal> {
        let named = named(request.headers(), request.version())?;
        // An absolute address (`GET http://host/`) counts, but does not make up for a wrong header.
        let in_address = request.uri().authority().map(Authority::as_str);
        let known = |text: &str| self.knows(text);
        if named.is_none_or(known) && in_address.is_none_or(known) {
            Ok(())
        } else {
            Err(Refusal::HostUnknown)
        }
    }

    fn knows(&self, text: &str) -> bool {
        let Ok(authority) = text.parse::<Authority>() else { return false };
        if text.contains('@') {
            return false;
        }
        let host = authority.host().to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if self.public.iter().any(|public| public.as_str() == host) {
            return true;
        }
        match host.parse::<IpAddr>() {
            // Nobody can point an address elsewhere. Listening everywhere, we do not know which are ours.
            Ok(address) => self.listen.is_unspecified() || address == self.listen || address.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        }
    }
}

/// The `Host` header. HTTP/1.1 asks for exactly one; before, there was none.
fn named(headers: &HeaderMap, version: Version) -> Result<Option<&str>, Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().map(Some).map_err(|_| Refusal::HostUnknown),
        (None, None) if version < Version::HTTP_11 => Ok(None),
        _ => Err(Refusal::HostMissing),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::Version;
    use latchboard_contract::endpoint::gateway::Refusal;

    use super::Hosts;

    fn hosts(listen: &str, public: &[&str]) -> Hosts {
        let public = public.iter().map(|name| name.parse().unwrap()).collect();
        Hosts::new(listen.parse().unwrap(), public)
    }

    #[test]
    fn names_that_nobody_else_can_point_here_are_known() {
        let local = hosts("127.0.0.1", &[]);
        for name in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "localhost",
            "LocalHost.:80",
            "a.localhost:1",
            "[::1]:8080",
            "127.0.0.2",
        ] {
            assert!(local.knows(name), "{name}");
        }
        for name in [
            "evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "10.0.0.1",
            "127.0.0.1.evil.example",
            "u@localhost",
            "localhost@evil.example",
            "0x7f000001",
            "",
            "[::1",
            "a b",
        ] {
            assert!(!local.knows(name), "{name}");
        }
        let everywhere = hosts("0.0.0.0", &[]);
        assert!(everywhere.knows("10.0.0.1:80") && everywhere.knows("[fe80::1]"));
        assert!(!everywhere.knows("evil.example"));
    }

    #[test]
    fn public_names_are_known_whatever_the_case_and_the_port() {
        let hosts =
            hosts("10.0.0.1", &["Latchboard.Example.com", "192.0.2.7", "[2001:DB8::5]", "dot.example."]);
        for name in [
            "latchboard.example.com",
            "LATCHBOARD.example.com:443",
            "192.0.2.7",
            "10.0.0.1",
            "[2001:db8::5]:8080",
            "dot.example",
            "dot.example.:80",
        ] {
            assert!(hosts.knows(name), "{name}");
        }
        assert!(!hosts.knows("example.com") && !hosts.knows("x.latchboard.example.com"));
    }

    #[test]
    fn one_host_is_named_and_an_absolute_address_is_one_more() {
        let hosts = hosts("127.0.0.1", &[]);
        let request = |uri: &str, named: &[&str]| {
            let request = named.iter().fold(Request::get(uri), |request, name| request.header("host", *name));
            request.body(Body::empty()).unwrap()
        };
        for (uri, named, expected) in [
            ("/", &["localhost"][..], Ok(())),
            ("/", &["evil.example"], Err(Refusal::HostUnknown)),
            ("/", &[], Err(Refusal::HostMissing)),
            ("/", &["localhost", "localhost"], Err(Refusal::HostMissing)),
            ("http://localhost/", &["localhost"], Ok(())),
            ("http://evil.example/", &["localhost"], Err(Refusal::HostUnknown)),
            ("http://localhost/", &["evil.example"], Err(Refusal::HostUnknown)),
        ] {
            assert_eq!(hosts.check(&request(uri, named)), expected, "{uri} {named:?}");
        }
        let mut old = request("/", &[]);
        *old.version_mut() = Version::HTTP_10;
        assert_eq!(hosts.check(&old), Ok(()));
    }
}
