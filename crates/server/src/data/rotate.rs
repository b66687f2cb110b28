//! Another master key: where the two of them lie while one takes the place of the other, and which
//! step comes after which, so that a crash after any of them loses neither key nor data.
//!
//! The new key is on disk before the database is told, and the old one is in a file of its own before
//! `master.key` holds the new one. As long as the database knows both, either opens it.

use data_encoding::HEXLOWER;
use latchboard_store::audit::Who;
use latchboard_store::crypto::{AssociatedData, KeyBytes, KeyFacts, MasterKey, parse_key};
use latchboard_store::{Store, Upgrade};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use latchboard_contract::audit::Action;

use super::key_variable::{NEW_VARIABLE, VARIABLE, in_environment};
use super::{DataDir, DataError, Found, key_file};
use crate::rotation::{self, Progress, Report};

/// What is sealed while it is looked for is sealed with the new key, so that one more look finds all.
/// Admin keys that a server kept in the very moment may need another.
const LOOKS: usize = 10;

/// What became of it.
pub(crate) struct Rotated {
    /// How many API secrets were sealed anew in this run.
    pub(crate) values: i64,
    /// Where the new key lies, and the old one; none when the environment holds them.
    pub(crate) files: Option<(PathBuf, PathBuf)>,
}

impl DataDir {
    /// Puts another master key in force, or goes on where that was interrupted. `given` is a file with
    /// the new one; servers have `patience` to learn of it before the old one is forgotten.
    pub(crate) async fn rotate(
        &self,
        given: Option<&Path>,
        patience: Duration,
        report: Report,
    ) -> Result<Rotated> {
        if self.look().await? == Found::Nothing {
            return Err(DataError::NoData { location: self.found() }.into());
        }
        let held = key_file::load_bytes(&self.key())?;
        let store =
            Store::open(&self.location(), Upgrade::Refused).await.map_err(|error| self.failed(error))?;
        let rotated = self.rotate_in(&store, held, given, patience, report).await;
        store.close().await;
        rotated
    }

    async fn rotate_in(
        &self,
        store: &Store,
        held: KeyBytes,
        given: Option<&Path>,
        patience: Duration,
        report: Report,
    ) -> Result<Rotated> {
        let facts = store.key_facts().await.map_err(|error| self.failed(error))?;
        let master_key = MasterKey::new(&held);
        if !master_key.learn(&facts) {
            return Err(DataError::KeyMismatch { path: self.key(), location: self.location() }.into());
        }
        let given = key_file::load_new(given)?;
        let (old, new) = match pair(&master_key, &facts)? {
            Some((old, new)) => {
                if given.is_some_and(|given| given != new) {
                    bail!(
                        "Another master key is being put in force already, and it is not the given one: leave it \
                         out to finish that first"
                    );
                }
                report(Progress::Resumed)?;
                (old, new)
            }
            None => {
                if given.as_ref() == Some(&held) {
                    bail!("The new master key is the present one; nothing was changed");
                }
                let new = self.new_key(given)?;
                store.open_audit(&master_key).await.map_err(|error| self.failed(error))?;
                let attempt = store.attempt(&Who::command_line(), Action::RotateMasterKey, None).await;
                let attempt = attempt.context("The audit log cannot be written, so nothing was changed")?;
                rotation::begin(store, &attempt, &held, &new).await?;
                report(Progress::InForce)?;
                (held, new)
            }
        };
        let started = Instant::now();
        rotation::learn(store, &master_key).await.map_err(|error| self.failed(error))?;
        let mut values = rotation::reseal(store, &master_key, report).await?;
        rotation::settle(started, patience).await;
        // From here on the old key is needed for nothing but what lies outside of the database.
        let files = self.swap(&old, &new)?;
        for _ in 0..LOOKS {
            values += rotation::reseal(store, &master_key, report).await?;
            if store.finish_rotation(master_key.id()).await.map_err(|error| self.failed(error))? {
                key_file::remove(&self.next_key());
                return Ok(Rotated { values, files });
            }
        }
        bail!("Something is still encrypted with the old master key; run the command again")
    }

    fn next_key(&self) -> PathBuf {
        self.key().with_extension("key.next")
    }

    /// The key to be, on disk unless the environment holds it.
    fn new_key(&self, given: Option<KeyBytes>) -> Result<KeyBytes> {
        if in_environment() {
            return given.with_context(|| {
                format!(
                    "The present master key comes from {VARIABLE}, so the new one has to be given: in {NEW_VARIABLE}, \
                     or in a file with --new-key; `openssl rand -base64 32` makes one"
                )
            });
        }
        Ok(match given {
            Some(given) => key_file::put(&self.next_key(), &given).map(|()| given)?,
            None => key_file::load_or_make(&self.next_key())?,
        })
    }

    /// Gives the new key the old one's place, and the old one another.
    fn swap(&self, old: &KeyBytes, new: &KeyBytes) -> Result<Option<(PathBuf, PathBuf)>> {
        if in_environment() {
            return Ok(None);
        }
        let id = HEXLOWER.encode(&MasterKey::new(old).id());
        let kept = self.key().with_extension(format!("key.{id}.old"));
        key_file::put(&kept, old)?;
        key_file::put(&self.key(), new)?;
        Ok(Some((self.key(), kept)))
    }
}

/// The old and the new key, when one is taking the place of the other.
fn pair(master_key: &MasterKey, facts: &KeyFacts) -> Result<Option<(KeyBytes, KeyBytes)>> {
    let (Some(next), Some(previous)) = (&facts.next, &facts.previous) else { return Ok(None) };
    let open = |context, sealed: &[u8]| -> Result<KeyBytes> {
        let text = master_key.open(context, sealed)?;
        parse_key(text.expose().as_bytes()).context("The database holds a master key that is none")
    };
    Ok(Some((open(AssociatedData::PreviousKey, previous)?, open(AssociatedData::NextKey, next)?)))
}
