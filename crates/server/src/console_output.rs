//! What the program says on standard output: results that a person or a script waits for.
//!
//! Everything else goes to the log on standard error. A closed output is an error here, never a
//! panic: `println!` would take the server down with it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use latchboard_contract::Secret;
use latchboard_store::attempts::Failures;
use latchboard_store::{Inspected, ListedAccessKey, ListedApiKey};

use crate::credentials::{FirstCredentials, MadeAccessKey};
use crate::data::{BackedUp, Rotated};
use crate::drill::Seeded;
use crate::own_paths::REHEARSAL;
use crate::rotation::Progress;
use latchboard_contract::time::utc;

/// How the line begins that says that connections are accepted.
const READY: &str = "Latchboard is ready on";

/// The first credentials, after they have been stored.
pub(crate) fn first_credentials(location: &str, credentials: &FirstCredentials) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "New data in {location}. These credentials are shown only now:")?;
    write_api_key(&mut out, &credentials.api_key)?;
    write_access_key(&mut out, &credentials.access_key)?;
    writeln!(
        out,
        "The API key belongs under “Admin key”, the client id and the client secret under “Sign in”."
    )?;
    writeln!(out, "Keep them safe; only their hashes are stored. `--help` says how to make others.")?;
    out.flush()
}

/// What a rehearsal is about.
pub(crate) fn rehearsal(seeded: Option<&Seeded>, address: SocketAddr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(Seeded { leaked, carriers }) = seeded {
        writeln!(out, "Leaked client secret, in {carriers} API secrets: {}", leaked.expose())?;
    }
    writeln!(
        out,
        "Rehearsal: plan faults with curl -X PUT http://{address}{REHEARSAL} -d \
         '{{\"faults\":[{{\"operation\":\"inactive\",\"call\":3,\"fault\":\"drop_after_commit\"}}]}}'"
    )?;
    out.flush()
}

/// A new API key, after it has been stored.
pub(crate) fn api_key(key: &Secret) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_api_key(&mut out, key)?;
    out.flush()
}

/// A new access key, after it has been stored.
pub(crate) fn access_key(key: &MadeAccessKey) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_access_key(&mut out, key)?;
    out.flush()
}

/// All API keys, one per line.
pub(crate) fn api_keys(keys: &[ListedApiKey]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<8}{:<14}{:<22}STATE", "NUMBER", "FINGERPRINT", "CREATED")?;
    for key in keys {
        let (number, fingerprint) = (key.id.get(), key.digest.fingerprint());
        let (created, state) = (utc(key.created_at), state(key.revoked_at, None, 0));
        writeln!(out, "{number:<8}{fingerprint:<14}{created:<22}{state}")?;
    }
    out.flush()
}

/// All access keys, one per line.
pub(crate) fn access_keys(keys: &[ListedAccessKey], now: i64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<26}{:<22}{:<30}{:<22}{:<20}{:<12}{:<9}USER",
        "CLIENT ID", "CREATED", "STATE", "LAST USED", "FROM", "ONLY", "AUDITOR"
    )?;
    for key in keys {
        let items = key.bounds.items.as_deref().map(|items| {
            let items: Vec<_> = items.iter().map(ToString::to_string).collect();
            items.join(",")
        });
        let (created, state) = (utc(key.created_at), state(key.revoked_at, key.bounds.expires_at, now));
        let (from, only) = (key.bounds.networks.to_string(), items.as_deref().unwrap_or("*"));
        let last_used = key.last_used_at.map_or_else(|| "never".to_owned(), utc);
        let auditor = if key.bounds.auditor { "yes" } else { "no" };
        // Two spaces, however long a list is.
        writeln!(
            out,
            "{:<26}{created:<22}{state:<30}{last_used:<22}{from:<18}  {only:<10}  {auditor:<7}  {}",
            key.client_id, key.user
        )?;
    }
    out.flush()
}

/// What wrong secrets are counted for, one per line; the subject last, as it has spaces in it.
pub(crate) fn throttled(throttled: &[(String, Failures)], now: i64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<10}{:<22}{:<8}SUBJECT", "FAILURES", "LAST", "WAIT")?;
    for (subject, failures) in throttled {
        let (count, last) = (failures.count, utc(failures.last.div_euclid(1000)));
        let wait = failures.wait(now).unwrap_or_default().as_millis().div_ceil(1000);
        let wait = if wait == 0 { "none".to_owned() } else { format!("{wait} s") };
        writeln!(out, "{count:<10}{last:<22}{wait:<8}{subject}")?;
    }
    out.flush()
}

fn state(revoked_at: Option<i64>, expires_at: Option<i64>, now: i64) -> String {
    match (revoked_at, expires_at) {
        (Some(at), _) => format!("revoked {}", utc(at)),
        (None, Some(at)) if at <= now => format!("expired {}", utc(at)),
        (None, Some(at)) => format!("until {}", utc(at)),
        (None, None) => "active".to_owned(),
    }
}

/// What a command did.
pub(crate) fn done(sentence: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{sentence}")?;
    out.flush()
}

/// How far a rotation of the master key is.
pub(crate) fn rotation(progress: Progress) -> io::Result<()> {
    match progress {
        Progress::Resumed => done("Going on with the master key that is being put in force."),
        Progress::InForce => done("The new master key is in force; what is stored is encrypted anew."),
        Progress::Resealed { seen, total } => done(&format!("{seen} of {total} API secrets.")),
    }
}

/// Another master key is in force, and nothing is left under the old one.
pub(crate) fn rotated(rotated: &Rotated) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Done: {} API secrets were encrypted anew, none is left under the old key.",
        rotated.values
    )?;
    match &rotated.files {
        Some((key, old)) => {
            writeln!(out, "The new master key is in {}: keep a copy in a safe place.", key.display())?;
            writeln!(
                out,
                "The old one is in {}: backups from before need it; destroy it with the last of them.",
                old.display()
            )?;
        }
        None => {
            writeln!(
                out,
                "Set LATCHBOARD_MASTER_KEY to the new key wherever it is set, before the next start."
            )?;
            writeln!(out, "Backups from before need the old one; destroy it with the last of them.")?;
        }
    }
    writeln!(out, "Other servers on the same database need the new key at their next start.")?;
    out.flush()
}

/// A text that is the result itself.
pub(crate) fn printed(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Something to know, on standard error: it is no result.
pub(crate) fn warning(sentence: &str) {
    // Nobody there to be warned: the work goes on.
    let _unheard = writeln!(io::stderr(), "{sentence}");
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
    out.flush()?;
    if holds.is_in_use {
        warning(
            "This was no backup that `latchboard-server backup` made but a copy of a database in use: what was changed \
             last may be missing. `audit verify --checkpoint FILE` tells it from a checkpoint that you kept.",
        );
    }
    Ok(())
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

fn write_access_key(out: &mut impl Write, key: &MadeAccessKey) -> io::Result<()> {
    writeln!(out, "Client id: {}", key.client_id)?;
    writeln!(out, "Client secret: {}", key.client_secret.expose())
}
