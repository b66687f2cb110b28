//! Where the data is: in a file, or on a server, and how far the way there is protected.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// Where everything is kept.
#[derive(Clone, Debug)]
pub(crate) enum Location {
    /// In an SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Server(DatabaseUrl),
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            Self::Server(url) => url.fmt(out),
        }
    }
}

/// Where a PostgreSQL database is and how to sign in. May hold a password, which it never shows.
#[derive(Clone)]
pub(crate) struct DatabaseUrl(Box<PgConnectOptions>);

/// How far a connection to a database is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trust {
    /// It does not leave the machine.
    Local,
    /// Encrypted, and the other end is who it says it is.
    Verified,
    /// Encrypted perhaps, but nobody knows who is at the other end.
    Unverified,
}

impl DatabaseUrl {
    /// From a URL, and a file with certificates that are trusted beside the system's. Where the URL does
    /// not say how a connection is to be protected, one that leaves this machine is verified in full.
    pub(crate) fn new(text: &str, authorities: Option<&Path>) -> Result<Self, &'static str> {
        let mut url: Self = text.parse()?;
        let query = text.split_once('?').map_or("", |(_, query)| query);
        let said = ["sslmode=", "ssl-mode="].iter().any(|name| query.contains(name))
            || std::env::var_os("PGSSLMODE").is_some();
        if !said {
            let mode = match url.0.get_socket() {
                Some(_) => PgSslMode::Disable,
                None if url.is_local() => PgSslMode::Prefer,
                None => PgSslMode::VerifyFull,
            };
            url = Self(Box::new((*url.0).ssl_mode(mode)));
        }
        if let Some(path) = authorities {
            url = Self(Box::new((*url.0).ssl_root_cert(path)));
        }
        Ok(url)
    }

    /// How far connections are protected.
    pub(crate) fn trust(&self) -> Trust {
        match self.0.get_ssl_mode() {
            PgSslMode::VerifyCa | PgSslMode::VerifyFull => Trust::Verified,
            _ if self.is_local() => Trust::Local,
            _ => Trust::Unverified,
        }
    }

    fn is_local(&self) -> bool {
        let host = self.0.get_host();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let loopback =
            address.map_or(host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback());
        self.0.get_socket().is_some() || host.starts_with('/') || loopback
    }

    /// What every connection is opened with.
    pub(super) fn options(&self) -> PgConnectOptions {
        // The driver would ask for digits behind the point, which no column has, and poolers refuse who does.
        (*self.0).clone().extra_float_digits(None).disable_statement_logging()
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err("it does not begin with postgres://");
        }
        // The driver's reason may hold a part of the URL, and so of the password.
        text.parse()
            .map(|options| Self(Box::new(options)))
            .map_err(|_| "it is no URL of the form postgres://USER@HOST:PORT/DATABASE")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.get_database().unwrap_or_else(|| self.0.get_username());
        match self.0.get_socket() {
            Some(socket) => write!(out, "the PostgreSQL database {name} in {}", socket.display()),
            None => {
                write!(out, "the PostgreSQL database {name} on {}:{}", self.0.get_host(), self.0.get_port())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::{DatabaseUrl, PgSslMode, Trust};

    #[test]
    fn what_leaves_the_machine_is_verified_unless_the_url_says_otherwise() {
        use PgSslMode::{Disable, Prefer, Require, VerifyFull};
        for (url, mode, protection) in [
            ("postgres://u@db.example.com/d", VerifyFull, Trust::Verified),
            ("postgres://u@10.0.0.7:5433/d", VerifyFull, Trust::Verified),
            ("postgres://u@localhost.example.com/d", VerifyFull, Trust::Verified),
            ("postgres://u@localhost/d", Prefer, Trust::Local),
            ("postgres://u@127.0.0.1/d", Prefer, Trust::Local),
            ("postgres://u@[::1]/d", Prefer, Trust::Local),
            ("postgres://u@localhost/d?host=/run/postgresql", Disable, Trust::Local),
            ("postgres://u@db.example.com/d?sslmode=require", Require, Trust::Unverified),
            ("postgres://u@db.example.com/d?sslmode=disable", Disable, Trust::Unverified),
            ("postgres://u@localhost/d?sslmode=verify-full", VerifyFull, Trust::Verified),
        ] {
            let read = DatabaseUrl::new(url, None).unwrap();
            assert_eq!(format!("{:?}", read.0.get_ssl_mode()), format!("{mode:?}"), "{url}");
            assert_eq!(read.trust(), protection, "{url}");
        }
    }
}
