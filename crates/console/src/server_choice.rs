//! Where a family of calls is asked for, and what may be such an address.

use latchboard_client::BaseUrl;
use latchboard_contract::endpoint::Family;

/// The address of another server: https, or http on this machine; with a path before the calls'
/// own, where there is one. No user, no password, no query: it is shown, and kept in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    Empty,
    /// It does not begin with `https://`.
    NoScheme,
    /// It is `http://` to another machine: secrets would travel in the clear.
    Plain,
    /// A user or a password stands in it.
    Credentials,
    /// A query or a fragment stands in it.
    Query,
    /// Host, port or path are no such thing.
    Malformed,
}

impl Address {
    /// Reads an address as typed.
    ///
    /// # Errors
    ///
    /// What is wrong with it. The text is not repeated.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AddressFault::NoScheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "https" | "http") {
            return Err(AddressFault::NoScheme);
        }
        // Before anything else, and wherever it stands: `@` has no business in either part.
        if rest.contains('@') {
            return Err(AddressFault::Credentials);
        }
        if rest.contains(['?', '#']) {
            return Err(AddressFault::Query);
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = split_port(authority).ok_or(AddressFault::Malformed)?;
        let segments_fit = path.split('/').all(|segment| !matches!(segment, "." | ".."));
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
        if !is_host(&host) || !segments_fit || !path.bytes().all(fits) {
            return Err(AddressFault::Malformed);
        }
        if scheme == "http" && !is_this_machine(&host) {
            return Err(AddressFault::Plain);
        }
        let usual = if scheme == "https" { 443 } else { 80 };
        let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}{}", path.trim_end_matches('/'))))
    }

    /// Without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port, as browsers write an origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + "://".len());
        &self.0[..self.0[host..].find('/').map_or(self.0.len(), |at| host + at)]
    }

    #[must_use]
    pub fn host(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, host)| host)
    }

    /// Whether it is `http://`, which some browsers do not let a page of `https://` ask.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.starts_with("http:")
    }
}

fn split_port(authority: &str) -> Option<(String, Option<u16>)> {
    // The colons of an IPv6 address are no ports.
    let from = authority.rfind(']').unwrap_or(0);
    let (host, port) = match authority[from..].find(':') {
        None => (authority, None),
        Some(at) => {
            let port = &authority[from + at + 1..];
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            (&authority[..from + at], Some(port.parse().ok().filter(|_| digits)?))
        }
    };
    Some((host.to_ascii_lowercase(), port))
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').map(|host| host.strip_suffix(']')) {
        Some(address) => address.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok()),
        None => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            !host.is_empty() && !host.starts_with('.') && host.bytes().all(fits)
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    let v4 = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    v4 || host == "[::1]" || host == "localhost" || host.ends_with(".localhost")
}

/// Where a family is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ServerChoice {
    /// At the server that the page came from.
    #[default]
    Here,
    /// At the vendor's, through that server.
    Gateway,
    Elsewhere(Address),
}

impl ServerChoice {
    /// Host and port of what is asked, on a page that came from `page_host`.
    #[must_use]
    pub fn host<'a>(&'a self, page_host: &'a str) -> &'a str {
        match self {
            Self::Here | Self::Gateway => page_host,
            Self::Elsewhere(address) => address.host(),
        }
    }

    /// As the browser keeps it.
    #[must_use]
    pub fn to_text(&self) -> &str {
        match self {
            Self::Here => "",
            Self::Gateway => "gateway",
            Self::Elsewhere(address) => address.as_str(),
        }
    }

    /// What was kept; what can't be read counts as nothing.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        match text {
            "gateway" => Self::Gateway,
            text => Address::parse(text).map_or(Self::Here, Self::Elsewhere),
        }
    }

    /// Before the paths of a family.
    #[must_use]
    pub fn base(&self, family: Family) -> BaseUrl {
        match self {
            Self::Here => BaseUrl::same_origin(),
            Self::Gateway => BaseUrl::new(family.gateway()),
            Self::Elsewhere(address) => BaseUrl::new(address.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::Family;

    use super::{Address, AddressFault, ServerChoice};

    #[test]
    fn addresses_are_brought_into_one_shape() {
        for (text, expected, origin) in [
            (" HTTPS://Vault.Example:443/ ", "https://vault.example", "https://vault.example"),
            ("https://v.example:8443/a/b/", "https://v.example:8443/a/b", "https://v.example:8443"),
            ("http://localhost:8080", "http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.2:80/x", "http://127.0.0.2/x", "http://127.0.0.2"),
            ("http://[::1]:8080", "http://[::1]:8080", "http://[::1]:8080"),
            ("https://[2001:db8::1]/", "https://[2001:db8::1]", "https://[2001:db8::1]"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.as_str(), address.origin()), (expected, origin), "{text}");
            assert!(origin.ends_with(address.host()) && address.is_plain() == text.starts_with("http:"));
        }
    }

    #[test]
    fn an_address_that_could_hold_a_secret_or_lose_one_is_refused() {
        for (text, fault) in [
            ("", AddressFault::Empty),
            ("vault.example", AddressFault::NoScheme),
            ("ftp://vault.example", AddressFault::NoScheme),
            ("javascript://vault.example", AddressFault::NoScheme),
            ("https://user:password@vault.example", AddressFault::Credentials),
            ("https://vault.example/@x", AddressFault::Credentials),
            ("https://vault.example?key=1", AddressFault::Query),
            ("https://vault.example/#x", AddressFault::Query),
            ("http://vault.example", AddressFault::Plain),
            ("http://localhost.vault.example", AddressFault::Plain),
            ("https://", AddressFault::Malformed),
            ("https://a b", AddressFault::Malformed),
            ("https://vault.example:port", AddressFault::Malformed),
            ("https://vault.example:70000", AddressFault::Malformed),
            ("https://vault.example:+1", AddressFault::Malformed),
            ("https://[vault]", AddressFault::Malformed),
            ("https://[::1", AddressFault::Malformed),
            ("https://vault.example/a/../b", AddressFault::Malformed),
            ("https://vault.example/a\\b", AddressFault::Malformed),
            ("https://vaült.example", AddressFault::Malformed),
        ] {
            assert_eq!(Address::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_place_is_read_as_it_was_kept_and_nonsense_is_the_default() {
        let elsewhere = ServerChoice::Elsewhere(Address::parse("https://vault.example/x").unwrap());
        for place in [ServerChoice::Here, ServerChoice::Gateway, elsewhere] {
            assert_eq!(ServerChoice::from_text(place.to_text()), place);
        }
        for text in ["https://a:b@vault.example", "x", "GATEWAY"] {
            assert_eq!(ServerChoice::from_text(text), ServerChoice::Here);
        }
        assert_eq!(ServerChoice::Gateway.base(Family::Vault).as_str(), Family::Vault.gateway());
    }
}
