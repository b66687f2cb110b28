//! What the program says on standard output: results that a person or a script waits for.
//!
//! Everything else goes to the log on standard error. A closed output is an error here, never a
//! panic: `println!` would take the server down with it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use latchboard_contract::Secret;

use crate::credentials::{FirstCredentials, NewAccessKey};
use crate::data::BackedUp;
use crate::store::Inspected;

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

/// A backup is complete.
pub(crate) fn backed_up(file: &Path, made: &BackedUp, took: Duration) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let (bytes, seconds) = (made.bytes, took.as_secs_f64());
    writeln!(out, "Backup written to {}: {bytes} bytes in {seconds:.1} s.", file.display())?;
    write_contents(&mut out, &made.holds)?;
    match &made.key {
        Some(key) => writeln!(
            out,
            "The master key was copied to {}. Keep the two apart: together they are every secret in clear.",
            key.display()
        )?,
        None => writeln!(
            out,
            "The master key is not in it. Keep master.key safe elsewhere: without it the API secrets cannot be read."
        )?,
    }
    out.flush()
}

/// A backup is in place.
pub(crate) fn restored(data_dir: &Path, holds: &Inspected) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "Restored to {}.", data_dir.display())?;
    write_contents(&mut out, holds)?;
    out.flush()
}

fn write_contents(out: &mut impl Write, holds: &Inspected) -> io::Result<()> {
    writeln!(
        out,
        "It holds (schema {}) API keys: {}, customer secrets: {}, users: {}, API secrets: {}.",
        holds.schema, holds.api_keys, holds.configurations, holds.users, holds.api_secrets
    )
}

fn write_api_key(out: &mut impl Write, key: &Secret) -> io::Result<()> {
    writeln!(out, "API key: {}", key.expose())
}

fn write_access_key(out: &mut impl Write, key: &NewAccessKey) -> io::Result<()> {
    writeln!(out, "Client id: {}", key.client_id)?;
    writeln!(out, "Client secret: {}", key.client_secret.expose())
}
