//! Where the data is: in a file, or on a server, and how far the way there is protected.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{env, fmt};

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{self, Protection};

/// Where everything is kept.
#[derive(Clone, Debug)]
pub enum Location {
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
pub struct DatabaseUrl(Arc<Server>);

struct Server {
    config: Config,
    protection: Protection,
    tls: MakeRustlsConnect,
}

/// How far a connection to a database is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trust {
    /// It does not leave the machine.
    Local,
    /// Encrypted, and the other end is who it says it is.
    Verified,
    /// Encrypted perhaps, but nobody knows who is at the other end.
    Unverified,
}

const FORM: &str = "it is no URL of the form postgres://USER@HOST:PORT/DATABASE";

/// What counts where a URL does not say it, as with PostgreSQL's own programs.
const ENVIRONMENT: [(&str, &str); 11] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("dbname", "PGDATABASE"),
    ("options", "PGOPTIONS"),
    ("application_name", "PGAPPNAME"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
];

/// How long a host of several may take to be reached before the next one is tried.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

impl DatabaseUrl {
    /// From a URL, and a file with certificates that are trusted beside the system's. Where the URL does
    /// not say how a connection is to be protected, one that leaves this machine is verified in full.
    pub fn new(text: &str, authorities: Option<&Path>) -> Result<Self, &'static str> {
        let mut parameters = parameters(text)?;
        for (name, variable) in ENVIRONMENT {
            if !parameters.contains_key(name)
                && let Ok(value) = env::var(variable)
            {
                parameters.insert(name.to_owned(), value);
            }
        }
        let mut file = |name| parameters.remove(name).map(PathBuf::from);
        let root = file("sslrootcert").filter(|path| path != Path::new("system"));
        let own = match (file("sslcert"), file("sslkey")) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err("it names one of sslcert and sslkey, and they go together"),
        };
        let authorities = root.into_iter().chain(authorities.map(Path::to_owned)).collect();
        let mode = parameters.remove("sslmode");
        parameters.entry("host".to_owned()).or_insert_with(|| "localhost".to_owned());
        let mut config = config(&parameters)?;
        let protection = match mode.as_deref() {
            Some(text) => Protection::parse(text)
                .ok_or("its sslmode is none of disable, prefer, require, verify-ca and verify-full")?,
            None if config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_))) => {
                Protection::Disable
            }
            None if is_local(&config) => Protection::Prefer,
            None => Protection::VerifyFull,
        };
        config.ssl_mode(protection.for_driver());
        if config.get_connect_timeout().is_none() && config.get_hosts().len() > 1 {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let tls = tls::connector(protection, &tls::Files { authorities, own })?;
        Ok(Self(Arc::new(Server { config, protection, tls })))
    }

    /// How far connections are protected.
    pub fn trust(&self) -> Trust {
        match self.0.protection {
            Protection::VerifyCa | Protection::VerifyFull => Trust::Verified,
            _ if is_local(&self.0.config) => Trust::Local,
            _ => Trust::Unverified,
        }
    }

    /// What every connection is opened with.
    pub(crate) fn config(&self) -> Config {
        self.0.config.clone()
    }

    pub(crate) fn tls(&self) -> MakeRustlsConnect {
        self.0.tls.clone()
    }
}

/// No connection leaves the machine.
fn is_local(config: &Config) -> bool {
    let is_loopback = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name
            .parse::<IpAddr>()
            .map_or(name.eq_ignore_ascii_case("localhost"), |address| address.is_loopback()),
    };
    config.get_hosts().iter().all(is_loopback) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// What a URL says, by the names that PostgreSQL has for it. What stands behind the question mark wins: a socket's
/// directory takes the place of the host.
fn parameters(url: &str) -> Result<BTreeMap<String, String>, &'static str> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
    let rest = rest.ok_or("it does not begin with postgres://")?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let mut parameters = BTreeMap::new();
    for (name, value) in [("user", user), ("password", password), ("dbname", database)] {
        if !value.is_empty() {
            let value = percent_decode_str(value).decode_utf8().map_err(|_| FORM)?;
            parameters.insert(name.to_owned(), value.into_owned());
        }
    }
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',').filter(|host| !host.is_empty()) {
        let (name, port) = match host.strip_prefix('[') {
            Some(address) => address.split_once(']').ok_or(FORM)?,
            None => host.split_at(host.find(':').unwrap_or(host.len())),
        };
        let port = if port.is_empty() { "5432" } else { port.strip_prefix(':').ok_or(FORM)? };
        names.push(percent_decode_str(name).decode_utf8().map_err(|_| FORM)?.into_owned());
        ports.push(port.to_owned());
    }
    if !names.is_empty() {
        parameters.insert("host".to_owned(), names.join(","));
        parameters.insert("port".to_owned(), ports.join(","));
    }
    for (name, value) in form_urlencoded::parse(query.replace('+', "%2B").as_bytes()) {
        parameters.insert(name.into_owned(), value.into_owned());
    }
    let count = |name| parameters.get(name).map_or(1, |value| value.split(',').count());
    if count("port") > 1 && count("port") != count("host") {
        // The ports belonged to hosts that others took the place of.
        parameters.remove("port");
    }
    Ok(parameters)
}

fn config(parameters: &BTreeMap<String, String>) -> Result<Config, &'static str> {
    let mut text = String::new();
    for (name, value) in parameters {
        if name.is_empty() || name.contains(|c: char| c == '=' || c.is_whitespace()) {
            return Err(FORM);
        }
        text += &format!("{name}='{}' ", value.replace('\\', "\\\\").replace('\'', "\\'"));
    }
    // The driver's reason may hold a part of the URL, and so of the password.
    text.parse().map_err(|_| "one of its parameters is unknown, or no value for it")
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.0.config;
        match config.get_dbname().or_else(|| config.get_user()) {
            Some(name) => write!(out, "the PostgreSQL database {name}")?,
            None => out.write_str("the PostgreSQL database")?,
        }
        let ports = config.get_ports();
        for (index, host) in config.get_hosts().iter().enumerate() {
            let port = ports.get(index).or_else(|| ports.first()).copied().unwrap_or(5432);
            match (index, host) {
                (0, Host::Unix(path)) => write!(out, " in {}", path.display()),
                (0, Host::Tcp(name)) => write!(out, " on {name}:{port}"),
                (_, Host::Unix(path)) => write!(out, ", {}", path.display()),
                (_, Host::Tcp(name)) => write!(out, ", {name}:{port}"),
            }?;
        }
        Ok(())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::{DatabaseUrl, Protection, Trust};

    #[test]
    fn what_leaves_the_machine_is_verified_unless_the_url_says_otherwise() {
        use Protection::{Disable, Prefer, Require, VerifyFull};
        for (url, protection, trust) in [
            ("postgres://u@db.example.com/d", VerifyFull, Trust::Verified),
            ("postgres://u@10.0.0.7:5433/d", VerifyFull, Trust::Verified),
            ("postgres://u@localhost.example.com/d", VerifyFull, Trust::Verified),
            ("postgres://u@localhost,db.example.com/d", VerifyFull, Trust::Verified),
            ("postgres://u@localhost/d?hostaddr=10.0.0.7", VerifyFull, Trust::Verified),
            ("postgres://u@localhost/d", Prefer, Trust::Local),
            ("postgres://u@localhost:1,127.0.0.1:2/d", Prefer, Trust::Local),
            ("postgres://u@127.0.0.1/d", Prefer, Trust::Local),
            ("postgres://u@[::1]/d", Prefer, Trust::Local),
            ("postgres:///d", Prefer, Trust::Local),
            ("postgres://u@localhost/d?host=/run/postgresql", Disable, Trust::Local),
            ("postgres://u@db.example.com/d?sslmode=require", Require, Trust::Unverified),
            ("postgres://u@db.example.com/d?sslmode=disable", Disable, Trust::Unverified),
            ("postgres://u@localhost/d?sslmode=verify-full", VerifyFull, Trust::Verified),
        ] {
            let read = DatabaseUrl::new(url, None).unwrap();
            assert_eq!(read.0.protection, protection, "{url}");
            assert_eq!(read.trust(), trust, "{url}");
        }
    }

    #[test]
    fn a_url_says_where_and_who_and_what_the_driver_knows_and_nothing_else() {
        for (url, said) in [
            ("postgres://u@h/d", "the PostgreSQL database d on h:5432"),
            ("postgresql://u@h:7", "the PostgreSQL database u on h:7"),
            ("postgres://u:a%40%27b@c@h/d", "the PostgreSQL database d on h:5432"),
            ("postgres://u@[::1]:7/d", "the PostgreSQL database d on ::1:7"),
            (
                "postgres://u@a,b:7/d?target_session_attrs=read-write",
                "the PostgreSQL database d on a:5432, b:7",
            ),
            ("postgres://u@localhost:7/d?host=/s", "the PostgreSQL database d in /s"),
            ("postgres://u@a,b/d?host=/s&connect_timeout=3", "the PostgreSQL database d in /s"),
        ] {
            assert_eq!(DatabaseUrl::new(url, None).unwrap().to_string(), said, "{url}");
        }
        let password = DatabaseUrl::new("postgres://u:a%40%27%5Cb@h/d", None).unwrap();
        assert_eq!(password.config().get_password(), Some(&b"a@'\\b"[..]));
        for url in [
            "mysql://u@h/d",
            "postgres://u@[/d",
            "postgres://u@h:port/d",
            "postgres://u@h/d?statement-cache-capacity=1",
            "postgres://u@h/d?sslmode=allow",
            "postgres://u@h/d?sslcert=/c",
            "postgres://u@h/d?sslmode=verify-full&sslrootcert=/nowhere/at/all",
        ] {
            assert!(DatabaseUrl::new(url, None).is_err(), "{url}");
        }
    }
}
