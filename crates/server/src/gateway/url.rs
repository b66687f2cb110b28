//! Where a vendor is: scheme, host, and perhaps a path before its own.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::{Authority, PathAndQuery, Scheme};

/// The address that all calls to one vendor begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UpstreamUrl {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at the end.
    path: String,
}

impl FromStr for UpstreamUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "an upstream is https and a host, such as https://vault.example.com, without user, query \
                            or `..`";
        let parts = text.parse::<Uri>().map_err(|_| FORM)?.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else { return Err(FORM) };
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path).trim_end_matches('/');
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
        let is_path = path.bytes().all(plain) && !path.contains("..") && !path.contains("//");
        if !is_path || text.contains(['?', '#', '@']) || authority.host().is_empty() {
            return Err(FORM);
        }
        if scheme == Scheme::HTTP && !is_loopback(authority.host()) {
            return Err(
                "http is for vendors on this machine only: keys and secrets would be readable on the way",
            );
        }
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(FORM);
        }
        Ok(Self { scheme, authority, path: path.to_owned() })
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or(host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

impl UpstreamUrl {
    /// Whether calls are encrypted.
    pub(super) fn is_tls(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// The name or address, without a port.
    pub(super) fn host(&self) -> &str {
        self.authority.host()
    }

    /// The address of one call. The path is one of ours, the query whatever came: it can't name
    /// another host, as it is put behind one.
    pub(super) fn join(&self, path: &str, query: Option<&str>) -> Option<Uri> {
        let address = match query {
            Some(query) => format!("{}{path}?{query}", self.path),
            None => format!("{}{path}", self.path),
        };
        let uri = Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone());
        uri.path_and_query(address).build().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::UpstreamUrl;

    #[test]
    fn only_hosts_that_can_be_trusted_with_a_secret_are_taken() {
        for text in [
            "https://api.tomtom.com",
            "https://vault.example:8443/",
            "https://vault.example/senha/segura/",
            "http://127.0.0.1:9000",
            "http://[::1]:9000",
            "http://localhost",
        ] {
            assert!(text.parse::<UpstreamUrl>().is_ok(), "{text}");
        }
        for text in [
            "http://vault.example",
            "http://127.0.0.1.evil.example",
            "http://10.0.0.1",
            "https://user@vault.example",
            "https://user:pass@vault.example",
            "https://vault.example/?a=b",
            "https://vault.example/#a",
            "https://vault.example/a/../b",
            "https://vault.example//a",
            "https://vault.example/%2e%2e",
            "ftp://vault.example",
            "vault.example",
            "/a",
            "",
        ] {
            assert!(text.parse::<UpstreamUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_query_names_no_other_host() {
        let url: UpstreamUrl = "https://vault.example/base/".parse().unwrap();
        let joined = |path, query| url.join(path, query).map(|uri| uri.to_string());
        assert_eq!(joined("/a/1", None).as_deref(), Some("https://vault.example/base/a/1"));
        let query = Some("key=@evil.example/..//http://evil.example");
        let uri = url.join("/a", query).unwrap();
        assert_eq!(uri.host(), Some("vault.example"));
        assert_eq!((uri.path(), uri.query()), ("/base/a", query));
    }
}
