//! What the program says on standard output: results that a person or a script waits for.
//!
//! Everything else goes to the log on standard error. A closed output is an error here, never a
//! panic: `println!` would take the server down with it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

use latchboard_contract::Secret;

use crate::credentials::{FirstCredentials, NewAccessKey};

/// How the line begins that says that connections are accepted.
const READY: &str = "Latchboard is ready on";

/// The first credentials, after they have been stored.
pub(crate) fn first_credentials(data_dir: &Path, credentials: &FirstCredentials) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "New data in {}. These credentials are shown only now:", data_dir.display())?;
    write_api_key(&mut out, &credentials.api_key)?;
    write_access_key(&mut out, &credentials.access_key)?;
    writeln!(out, "Keep them safe; only their hashes are stored. `--help` says how to make others.")?;
    out.flush()
}

/// A new API key, after it has been stored.
pub(crate) fn api_key(key: &Secret) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_api_key(&mut out, key)?;
    out.flush()
}

/// A new access key, after it has been stored.
pub(crate) fn access_key(key: &NewAccessKey) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_access_key(&mut out, key)?;
    out.flush()
}

/// Connections are accepted from now on.
pub(crate) fn ready(address: SocketAddr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{READY} http://{address}")?;
    out.flush()
}

fn write_api_key(out: &mut impl Write, key: &Secret) -> io::Result<()> {
    writeln!(out, "API key: {}", key.expose())
}

fn write_access_key(out: &mut impl Write, key: &NewAccessKey) -> io::Result<()> {
    writeln!(out, "Client id: {}", key.client_id)?;
    writeln!(out, "Client secret: {}", key.client_secret.expose())
}
