//! The command line. Errors become one sentence on standard error and exit code 1; a command that
//! is not understood ends with 2.

mod audit;
mod keys;
mod master_key;
mod receipt;
mod reply_style;
mod search;
mod secrets;
mod throttle;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use audit::Audit;
use clap::{Args, Parser, Subcommand};
use latchboard_contract::audit::Name;
use latchboard_store::{DatabaseUrl, Network, Trust};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use keys::{AccessKey, ApiKey};
use master_key::MasterKey;
use reply_style::Shapes;
use secrets::Secret;
use throttle::Throttle;

use crate::base_path::BasePath;
use crate::config::ServeConfig;
use crate::connections::Limits;
use crate::data::{DataDir, DataError, Found, Opened};
use crate::gateway::{UpstreamUrl, Upstreams};
use crate::logging::LogFormat;
use crate::openapi::Surface;
use crate::origin::Origin;
use crate::public_host::PublicHost;

use crate::{console_output, logging, openapi, serve};

/// How long work that nobody waits for any more may hold up the end of the process.
const LINGER: Duration = Duration::from_secs(1);

#[derive(Parser)]
#[command(
    name = "latchboard-server",
    version,
    about = "Keeps customer secrets and API secrets, and serves the Latchboard dashboard",
    after_long_help = "\
Examples:
  Start, with the dashboard:  latchboard-server serve --data-dir ./data --dashboard ./dist/dashboard
  A backup while it serves:   latchboard-server backup --data-dir ./data --to ./latchboard-backup.sqlite
  A second user of the vault: latchboard-server access-key create --data-dir ./data --user maria
  Many API secrets at once:   latchboard-server secret import --data-dir ./data --user maria secrets.jsonl

The first start on an empty directory prints an API key (for location history and geofencing), a client id and
a client secret (for the vault). They are stored before they are printed, and only as hashes: if you lose them,
or the process ended before it printed them, make new ones with `api-key create` and `access-key create`.

The data directory holds latchboard.sqlite and master.key. Back up both: API secrets cannot be read without the key.
With --database-url postgres://... a PostgreSQL database takes the place of the file, and any number of servers may
share it; all of them need the same master key.

Options can be given by the environment, too: `serve --help` names the variable of each. A flag wins.
LATCHBOARD_MASTER_KEY (32 bytes in base64) takes the place of master.key; it is read from nowhere else.

Logs go to standard error; RUST_LOG=debug, info, warn, error or off sets how much. No secret is ever logged."
)]
struct Cli {
    /// One line of text per event, or one JSON object.
    #[arg(long, global = true, value_name = "FORMAT", env = "LATCHBOARD_LOG_FORMAT", default_value = "text")]
    log_format: LogFormat,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests until SIGTERM or Ctrl-C.
    ///
    /// Creates the data directory and the first credentials when there is no data yet. One server at a time can use
    /// a data directory; any number can use one PostgreSQL database.
    Serve {
        /// Where to listen. Port 0 takes a free one; the address is printed when the server is ready.
        #[arg(
            long,
            value_name = "ADDRESS:PORT",
            env = "LATCHBOARD_LISTEN",
            default_value = "127.0.0.1:8080",
            value_parser = listen_address
        )]
        listen: SocketAddr,
        #[command(flatten)]
        data: Data,
        /// Only with data that is there: never create any. For a server whose volume may be missing.
        #[arg(long, env = "LATCHBOARD_EXISTING")]
        existing: bool,
        /// The built dashboard. Without it only the API is served.
        #[arg(long, value_name = "DIRECTORY", env = "LATCHBOARD_DASHBOARD")]
        dashboard: Option<PathBuf>,
        /// The path under which browsers find this server, such as /latchboard, where a proxy in front serves other things
        /// beside it. Whether the proxy takes the path off makes no difference.
        #[arg(long, value_name = "PATH", env = "LATCHBOARD_BASE_PATH", default_value = "/")]
        base_path: BasePath,
        /// A server of another origin that the dashboard may call, such as `https://vault.example.com`; may be given
        /// more than once. Without it, the page's policy lets it call this server only.
        #[arg(long, value_name = "ORIGIN", env = "LATCHBOARD_CONNECT_TO", value_delimiter = ',')]
        connect_to: Vec<Origin>,
        /// A page of another origin that may call, such as `https://admin.example.com`; may be given more than once.
        /// Without it, only pages that this server itself serves may.
        #[arg(
            long = "allow-origin",
            value_name = "ORIGIN",
            env = "LATCHBOARD_ALLOW_ORIGIN",
            value_delimiter = ','
        )]
        allowed_origins: Vec<Origin>,
        #[command(flatten)]
        vendors: Box<Vendors>,
        #[command(flatten)]
        protection: Protection,
        /// For drills and tests: 1,000 API secrets of its own in DIRECTORY/rehearsal, 40 of them with one leaked
        /// client secret, and faults on command. Loopback only.
        #[arg(long)]
        rehearsal: bool,
        #[command(flatten)]
        shapes: Shapes,
    },
    /// Create data and print the first credentials, without serving.
    Bootstrap {
        #[command(flatten)]
        data: Data,
    },
    /// Copy the database into one file, while a server may use it.
    ///
    /// The master key stays out of it unless it is asked for: a backup alone holds hashes and ciphertexts only.
    Backup {
        #[command(flatten)]
        data: Data,
        /// The new file. An existing one is not overwritten.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Also copy master.key, to FILE.master.key.
        #[arg(long)]
        with_master_key: bool,
    },
    /// Fill an empty data directory from a backup.
    ///
    /// Refuses where there is data, and when the backup is damaged, of a newer version, or of another master key.
    Restore {
        #[command(flatten)]
        data: Data,
        /// The backup.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// The master key that belongs to it. Without it, the one in the data directory or in LATCHBOARD_MASTER_KEY.
        #[arg(long, value_name = "FILE")]
        master_key: Option<PathBuf>,
    },
    /// API keys, for location history and geofencing. Works while a server runs.
    #[command(subcommand)]
    ApiKey(ApiKey),
    /// Access keys (client id and client secret), for the vault. Works while a server runs.
    #[command(subcommand)]
    AccessKey(AccessKey),
    /// The master key, which API secrets are encrypted with. Works while servers run.
    #[command(subcommand)]
    MasterKey(MasterKey),
    /// API secrets by the thousand: import and export. Works while a server runs.
    #[command(subcommand)]
    Secret(Secret),
    /// Who has to wait after wrong secrets. Works while a server runs.
    #[command(subcommand)]
    Throttle(Throttle),
    /// The audit log: who did what. Works while a server runs.
    #[command(subcommand)]
    Audit(Audit),
    /// Print the OpenAPI document (3.1): all that a server started like this answers.
    ///
    /// A running server hands out its own at /openapi.json.
    Openapi {
        #[command(flatten)]
        shapes: Shapes,
        /// With the calls that are passed on to both vendors.
        #[arg(long)]
        gateway: bool,
        /// With what only a rehearsal answers.
        #[arg(long)]
        rehearsal: bool,
    },
}

#[derive(Args)]
struct Data {
    /// Where the data lies: database, master key and lock.
    #[arg(long, value_name = "DIRECTORY", env = "LATCHBOARD_DATA_DIR")]
    data_dir: PathBuf,
    /// A PostgreSQL database that takes the place of the file, such as postgres://latchboard@db.example.com/latchboard;
    /// any number of servers may use it. The environment is the better place for a URL with a password in it.
    /// Unless it says otherwise (sslmode=...), a connection that leaves this machine has to be TLS, with a certificate for
    /// that name (verify-full).
    #[arg(long, value_name = "URL", env = "LATCHBOARD_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Certificates (PEM) that are trusted beside the system's, for a database with a certificate authority of its own.
    #[arg(long, value_name = "FILE", env = "LATCHBOARD_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

impl Data {
    /// Checked here and not while the arguments are read, which would show the URL with its password.
    fn directory(self) -> Result<DataDir> {
        let url = self.database()?;
        Ok(DataDir::new(self.data_dir, url))
    }

    /// The database that takes the place of the file, if one does.
    fn database(&self) -> Result<Option<DatabaseUrl>> {
        let Some(text) = self.database_url.as_deref() else { return Ok(None) };
        let authorities = self.database_ca.as_deref();
        if let Some(path) = authorities {
            let no_certificate = || {
                format!(
                    "{} holds no usable certificate: name a file in PEM format with --database-ca",
                    path.display()
                )
            };
            let found = CertificateDer::pem_file_iter(path).with_context(no_certificate)?;
            let found = found.collect::<Result<Vec<_>, _>>().with_context(no_certificate)?;
            if found.is_empty() {
                bail!(no_certificate());
            }
        }
        let url = DatabaseUrl::new(text, authorities)
            .map_err(|why| anyhow!("The --database-url cannot be used: {why}"))?;
        if url.trust() == Trust::Unverified {
            tracing::warn!("who answers as the database is not verified; sslmode=verify-full would");
        }
        Ok(Some(url))
    }

    /// Opens what is there, beside a server that may be running.
    async fn open(self) -> Result<Opened> {
        Ok(self.directory()?.open_beside().await?)
    }
}

/// The vendors' own services, behind this server.
#[derive(Args)]
struct Vendors {
    /// The location history service that calls under /gateway/location-history are passed on to, such as
    /// `https://api.tomtom.com`; https, or http on this machine.
    #[arg(long, value_name = "URL", env = "LATCHBOARD_UPSTREAM_LOCATION_HISTORY")]
    upstream_location_history: Option<UpstreamUrl>,
    /// The vault that calls under /gateway/mysafe are passed on to.
    #[arg(long, value_name = "URL", env = "LATCHBOARD_UPSTREAM_MYSAFE")]
    upstream_mysafe: Option<UpstreamUrl>,
    /// Certificates (PEM) that are trusted beside the system's, for vendors with a certificate authority of their own.
    #[arg(long, value_name = "FILE", env = "LATCHBOARD_UPSTREAM_CA")]
    upstream_ca: Option<PathBuf>,
    /// How long a vendor may take to begin an answer, and between two pieces of it.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "LATCHBOARD_UPSTREAM_TIMEOUT",
        default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=600)
    )]
    upstream_timeout: u64,
}

impl From<Vendors> for Upstreams {
    fn from(vendors: Vendors) -> Self {
        Self {
            location_history: vendors.upstream_location_history,
            mysafe: vendors.upstream_mysafe,
            authorities: vendors.upstream_ca,
            patience: Duration::from_secs(vendors.upstream_timeout),
        }
    }
}

/// Against those who are not meant to call.
#[derive(Args)]
struct Protection {
    /// A name that leads here, such as latchboard.example.com; may be given more than once. Requests under other
    /// names are refused with 421; addresses and localhost need not be named.
    #[arg(long = "public-host", value_name = "NAME", env = "LATCHBOARD_PUBLIC_HOST", value_delimiter = ',')]
    public_hosts: Vec<PublicHost>,
    /// An address or network of proxies in front, such as 127.0.0.1 or 10.0.0.0/8; may be given more than once. What they
    /// say in `Forwarded` or `X-Forwarded-For` is believed: the right-most address that is none of them is the client's.
    /// Nobody else is believed.
    #[arg(
        long = "trusted-proxy",
        value_name = "CIDR",
        env = "LATCHBOARD_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    trusted_proxies: Vec<Network>,
    /// Browsers reach this server over TLS only, through a proxy in front: they are told to keep to that.
    #[arg(long, env = "LATCHBOARD_TLS_IN_FRONT")]
    tls_in_front: bool,
    /// Connections at a time; further ones wait. Never more than the system's limit on open files allows.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "LATCHBOARD_MAX_CONNECTIONS",
        default_value_t = 4096,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    max_connections: u32,
    /// How long a client may take to send a request's head or to take the next piece of an answer, and how long
    /// a connection may rest.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "LATCHBOARD_CLIENT_TIMEOUT",
        default_value_t = 15,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    client_timeout: u64,
    /// After SIGTERM, how long the port stays open while /readyz says 503: long enough for whoever balances the load to
    /// notice, so that nobody is sent here in vain.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "LATCHBOARD_DRAIN_SECONDS",
        default_value_t = 0,
        value_parser = clap::value_parser!(u64).range(0..=600)
    )]
    drain_seconds: u64,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let Cli { log_format, command } = Cli::parse();
    logging::start(log_format);
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            // Nobody left to tell when this fails; the exit code still does.
            let _unheard = writeln!(std::io::stderr(), "Error: {error:#}");
            let is_unread = error.is::<audit::NotVerified>() || error.is::<search::NotSearched>();
            if is_unread { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("The operating system gave no threads")?;
    let result = runtime.block_on(execute(command));
    runtime.shutdown_timeout(LINGER);
    result
}

async fn execute(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve {
            listen,
            data,
            existing,
            dashboard,
            base_path,
            connect_to,
            allowed_origins,
            vendors,
            protection,
            rehearsal,
            shapes,
        } => {
            if rehearsal && !listen.ip().is_loopback() {
                bail!("A rehearsal answers anybody who asks it to fail: listen on 127.0.0.1 or [::1]");
            }
            if rehearsal && data.database_url.is_some() {
                bail!("A rehearsal has data of its own, in a file: leave out --database-url");
            }
            let database_url = data.database()?;
            // Never among real data: what is rehearsed is lost without a tear.
            let data_dir = if rehearsal { data.data_dir.join("rehearsal") } else { data.data_dir };
            let Protection {
                public_hosts,
                trusted_proxies,
                tls_in_front,
                max_connections,
                client_timeout,
                drain_seconds,
            } = protection;
            let patience = Duration::from_secs(client_timeout);
            let config = ServeConfig {
                listen,
                data_dir,
                database_url,
                existing,
                drain: Duration::from_secs(drain_seconds),
                dashboard,
                base_path,
                connect_to,
                allowed_origins,
                public_hosts,
                trusted_proxies,
                tls_in_front,
                upstreams: (*vendors).into(),
                limits: Limits { connections: max_connections, patience },
                rehearsal,
                style: shapes.style(),
            };
            serve::serve(config).await?;
        }
        Command::Bootstrap { data } => bootstrap(data.directory()?).await?,
        Command::Backup { data, to, with_master_key } => {
            let started = Instant::now();
            let made = data.directory()?.back_up(&to, with_master_key).await?;
            console_output::backed_up(&to, &made, started.elapsed())
                .context("The backup is complete, but nobody heard it")?;
        }
        Command::Restore { data, from, master_key } => {
            let data = data.directory()?;
            let holds = data.restore(&from, master_key.as_deref()).await?;
            console_output::restored(data.path(), &holds)
                .context("The backup was restored, but nobody heard it")?;
        }
        Command::ApiKey(command) => keys::api_key(command).await?,
        Command::AccessKey(command) => keys::access_key(command).await?,
        Command::MasterKey(command) => master_key::master_key(command).await?,
        Command::Secret(command) => return secrets::secret(command).await,
        Command::Throttle(command) => throttle::throttle(command).await?,
        Command::Audit(command) => audit::audit(command).await?,
        Command::Openapi { shapes, gateway, rehearsal } => {
            let style = shapes.style();
            let text = openapi::text(&Surface {
                style,
                location_history: gateway,
                mysafe: gateway,
                rehearsal,
                ..Surface::default()
            });
            console_output::printed(&text).context("The document could not be printed")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

const UNHEARD: &str =
    "The credentials were stored but could not be printed; run the command again for others";

async fn bootstrap(data: DataDir) -> Result<()> {
    let exists = || DataError::Exists { location: data.found() };
    // Before the lock, which a running server holds: the data is there, that is the answer.
    if data.look().await? == Found::Ours {
        return Err(exists().into());
    }
    let lock = data.lock().await?;
    if data.look().await? == Found::Ours {
        return Err(exists().into());
    }
    let credentials = data.create(&lock).await?.ok_or_else(exists)?;
    console_output::first_credentials(&data.found(), &credentials).context(UNHEARD)
}

/// An address and a port, or a name of this machine in place of the address, such as `localhost:8080`.
fn listen_address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let found = std::net::ToSocketAddrs::to_socket_addrs(text);
    let none = || "it is no ADDRESS:PORT, such as 127.0.0.1:8080, [::1]:8080 or localhost:8080".to_owned();
    found.map_err(|_| none())?.min_by_key(SocketAddr::is_ipv6).ok_or_else(none)
}

fn user_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        Err("a name has at least one character".to_owned())
    } else if name.chars().count() > Name::MAX {
        Err(format!("a name has at most {} characters", Name::MAX))
    } else if name.chars().any(char::is_control) {
        Err("a name is one line of text".to_owned())
    } else {
        Ok(name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, listen_address, user_name};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_name_of_this_machine_is_an_address_to_listen_on() {
        assert_eq!(listen_address("localhost:8080"), listen_address("127.0.0.1:8080"));
        assert!(listen_address("[::1]:0").unwrap().is_ipv6());
        for text in ["", "8080", "localhost", "localhost:x", "127.0.0.1:99999"] {
            assert!(listen_address(text).unwrap_err().contains("localhost:8080"), "{text}");
        }
    }

    #[test]
    fn user_names_are_one_line() {
        assert_eq!(user_name(" maria ").as_deref(), Ok("maria"));
        for name in ["", " ", "a\nb", &"x".repeat(101)] {
            assert!(user_name(name).is_err(), "{name:?}");
        }
    }
}
