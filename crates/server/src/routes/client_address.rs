//! Which address a request comes from, also where proxies stand between.
//!
//! Anybody can write a header. So what it says counts only as far as somebody who is trusted has written it: from the
//! right, up to the first address that is not a trusted proxy's.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::header::FORWARDED;
use axum::http::{Extensions, HeaderMap, HeaderName};
use latchboard_store::Network;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where a request comes from; `None` when a trusted proxy does not say it with an address.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientAddress(Option<IpAddr>);

impl ClientAddress {
    /// Finds it out, and leaves it with the request.
    pub(super) fn find(request: &mut Request, trusted: &[Network]) -> Option<IpAddr> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let address = peer.and_then(|peer| client_address(peer, request.headers(), trusted));
        request.extensions_mut().insert(Self(address));
        address
    }

    /// Of a request for which it was found out.
    pub(super) fn of(extensions: &Extensions) -> Option<IpAddr> {
        extensions.get::<Self>()?.0
    }
}

fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let peer = peer.to_canonical();
    if !is_trusted(peer) {
        return Some(peer);
    }
    // What was no address ends the way back as well.
    let client = |hops: Vec<Option<IpAddr>>| {
        let first = hops.first().copied();
        hops.into_iter().rev().find(|hop| !hop.is_some_and(is_trusted)).or(first)
    };
    let forwarded = client(hops(headers, &FORWARDED, forwarded_for));
    let x_forwarded_for = client(hops(headers, &X_FORWARDED_FOR, address));
    match (forwarded, x_forwarded_for) {
        (None, None) => Some(peer),
        (Some(client), None) | (None, Some(client)) => client,
        // A proxy writes one of them and passes the other on as the client sent it: which one, nobody knows here.
        (Some(one), Some(other)) => one.filter(|_| one == other),
    }
}

/// What a header lists, in all its lines.
fn hops(
    headers: &HeaderMap,
    name: &HeaderName,
    read: impl Fn(&str) -> Option<IpAddr>,
) -> Vec<Option<IpAddr>> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?"));
    lines.flat_map(|line| unquoted(line, ',')).map(|hop| read(hop.trim())).collect()
}

/// An element of `Forwarded` (RFC 7239).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut pairs = unquoted(element, ';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

/// Pieces between separators that are in no quoted string.
fn unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        let is_escaped = std::mem::take(&mut escaped);
        match character {
            '\\' => escaped = quoted && !is_escaped,
            '"' if !is_escaped => quoted = !quoted,
            _ => {}
        }
        character == separator && !quoted
    })
}

/// An address, with or without a port and the brackets around IPv6.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName};

    use super::client_address;

    /// Who it is behind `192.0.2.1` and 10.0.0.0/8, by these headers.
    fn of(headers: &[(&str, &str)]) -> String {
        from("192.0.2.1", headers)
    }

    fn from(peer: &str, headers: &[(&str, &str)]) -> String {
        let header =
            |&(name, value): &(&str, &str)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers.iter().map(header) {
            map.append(name, value);
        }
        let trusted = ["192.0.2.1", "10.0.0.0/8"].map(|network| network.parse().unwrap());
        let found = client_address(peer.parse().unwrap(), &map, &trusted);
        found.map_or("unknown".to_owned(), |address| address.to_string())
    }

    #[test]
    fn nobody_but_a_trusted_proxy_is_believed() {
        for header in [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=198.51.100.7")] {
            assert_eq!(from("203.0.113.9", &[header]), "203.0.113.9");
            assert_eq!(of(&[header]), "198.51.100.7");
            assert_eq!(from("::ffff:192.0.2.1", &[header]), "198.51.100.7");
        }
        assert_eq!(of(&[]), "192.0.2.1", "the proxy itself asks");
    }

    #[test]
    fn the_right_most_address_that_is_no_proxy_counts() {
        assert_eq!(of(&[("x-forwarded-for", "1.1.1.1, 198.51.100.7, 10.1.2.3")]), "198.51.100.7");
        assert_eq!(
            of(&[("forwarded", "for=1.1.1.1, for=198.51.100.7;proto=https, For=10.1.2.3")]),
            "198.51.100.7"
        );
        let lines = [
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "198.51.100.7"),
            ("x-forwarded-for", "10.0.0.1"),
        ];
        assert_eq!(of(&lines), "198.51.100.7");
        assert_eq!(of(&[("x-forwarded-for", "10.0.0.2, 10.0.0.1")]), "10.0.0.2", "all are proxies");
    }

    #[test]
    fn addresses_come_in_many_forms() {
        for (header, value, client) in [
            ("x-forwarded-for", "198.51.100.7:4711", "198.51.100.7"),
            ("x-forwarded-for", "2001:db8::7", "2001:db8::7"),
            ("x-forwarded-for", "[2001:db8::7]:4711", "2001:db8::7"),
            ("x-forwarded-for", "::ffff:198.51.100.7", "198.51.100.7"),
            ("forwarded", "for=\"[2001:db8::7]:4711\"", "2001:db8::7"),
            ("forwarded", "by=_x;FOR = \"198.51.100.7:4711\" ; host=\"a,b;for=1.1.1.1\\\"\"", "198.51.100.7"),
        ] {
            assert_eq!(of(&[(header, value)]), client, "{value}");
        }
    }

    #[test]
    fn what_is_no_address_is_an_unknown_one() {
        for (header, value) in [
            ("x-forwarded-for", ""),
            ("x-forwarded-for", "198.51.100.7, unknown"),
            ("x-forwarded-for", "198.51.100.7,"),
            ("forwarded", "for=_hidden"),
            ("forwarded", "proto=https"),
            ("forwarded", "for=\"198.51.100.7, for=10.0.0.1"),
        ] {
            assert_eq!(of(&[(header, value)]), "unknown", "{value}");
        }
    }

    #[test]
    fn headers_that_disagree_are_not_believed() {
        let by_client = ("forwarded", "for=198.51.100.1");
        assert_eq!(of(&[by_client, ("x-forwarded-for", "203.0.113.9")]), "unknown");
        assert_eq!(of(&[by_client, ("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
    }
}
