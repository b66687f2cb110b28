//! A name under which the server is reached, as whoever runs it writes it.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// A name that leads here on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicHost(String);

impl FromStr for PublicHost {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a host is a name or an address without scheme and port, such as latchboard.example.com; one with other letters \
             is written as in xn--bcher-kva.example";
        let name = text.to_ascii_lowercase();
        // As it is compared: without what an address has in a URL, and without the root's dot.
        let name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(address) if address.parse::<Ipv6Addr>().is_ok() => address.to_owned(),
            _ => name.strip_suffix('.').unwrap_or(&name).to_owned(),
        };
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let is_name = !name.is_empty() && name.len() <= 253 && name.bytes().all(allowed);
        if is_name || name.parse::<IpAddr>().is_ok() { Ok(Self(name)) } else { Err(FORM) }
    }
}

impl PublicHost {
    /// In lower case, without the brackets of an IPv6 address and the root's dot.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::PublicHost;

    #[test]
    fn a_public_host_is_a_name_or_an_address_and_nothing_else() {
        for text in ["", "*", "https://a.example", "a.example:80", "a/b", "é.example", "[::1", "[a]", "."] {
            assert!(text.parse::<PublicHost>().is_err(), "{text}");
        }
    }
}
