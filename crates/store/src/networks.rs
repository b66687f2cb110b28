//! Which addresses something may be used from: networks as people write them, and whether an address
//! is in one of them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use crate::StoreError;
use crate::database::sql::column;

/// What stands for every address.
const ANY: &str = "*";

/// A list of networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Networks {
    /// Every address, and one that is not known.
    #[default]
    Any,
    /// Only addresses of these.
    Of(Vec<Network>),
}

/// The addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

column!(Networks: |text: String| text.parse().map_err(|_| StoreError::Damaged("a list of networks is none")));

impl Networks {
    /// Whether an address is in one of them.
    pub fn contain(&self, address: Option<IpAddr>) -> bool {
        match (self, address) {
            (Self::Any, _) => true,
            (Self::Of(_), None) => false,
            (Self::Of(networks), Some(address)) => networks.iter().any(|network| network.contains(address)),
        }
    }
}

impl Network {
    /// Whether an address is in it. An IPv4 address in IPv6's clothes is an IPv4 address.
    pub fn contains(self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network
            .map(Self)
            .map_err(|_| "write an address or a network, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32")
    }
}

impl FromStr for Networks {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == ANY {
            return Ok(Self::Any);
        }
        text.split(',').map(|network| network.trim().parse()).collect::<Result<_, _>>().map(Self::Of)
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => formatter.write_str(ANY),
            Self::Of(networks) => {
                for (index, network) in networks.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(formatter, "{comma}{}", network.0)?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Networks;

    fn contain(networks: &str, address: &str) -> bool {
        networks.parse::<Networks>().unwrap().contain(Some(address.parse().unwrap()))
    }

    #[test]
    fn an_address_is_in_a_network_when_it_begins_alike() {
        for (networks, inside, outside) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("10.1.0.0/15", "10.0.255.1", "10.2.0.0"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("::1, 127.0.0.0/8", "127.1.2.3", "::2"),
            ("127.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1"),
            ("0.0.0.0/0", "255.0.0.1", "::1"),
        ] {
            assert!(contain(networks, inside), "{networks} {inside}");
            assert!(!contain(networks, outside), "{networks} {outside}");
        }
        assert!(contain(" * ", "192.0.2.7"));
    }

    #[test]
    fn an_unknown_address_is_in_no_network() {
        assert!(Networks::Any.contain(None));
        assert!(!"0.0.0.0/0".parse::<Networks>().unwrap().contain(None));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["*", "10.0.0.0/8", "192.0.2.7/32,2001:db8::/32"] {
            assert_eq!(text.parse::<Networks>().unwrap().to_string(), text);
        }
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "example.com", "10.0.0.0/8,", "*,::1"] {
            assert!(text.parse::<Networks>().is_err(), "{text}");
        }
    }
}
