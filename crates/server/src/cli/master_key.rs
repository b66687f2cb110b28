//! `master-key`: another one in place of the present one.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Subcommand;

use super::Data;
use crate::console_output;

#[derive(Subcommand)]
pub(super) enum MasterKey {
    /// Put another master key in force and encrypt everything anew with it.
    ///
    /// Servers go on meanwhile: one that runs learns of the new key by itself, and one that is started with either key
    /// learns the other. A run that was interrupted, by whatever, is finished by the next one. Until it says that it is
    /// done both keys are needed. The old one goes on being needed for backups that were made before.
    ///
    /// With a key file, the new key is made, or read from --new-key, and takes the place of master.key in the end. With
    /// LATCHBOARD_MASTER_KEY it has to be given.
    Rotate {
        #[command(flatten)]
        data: Data,
        /// The new key: a file with 32 bytes in base64. LATCHBOARD_NEW_MASTER_KEY may hold it instead. Without either, one
        /// is made.
        #[arg(long, value_name = "FILE")]
        new_key: Option<PathBuf>,
        /// How long servers that run are given to learn of the new key before the database forgets the old one.
        #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(3..=3600))]
        settle: u64,
    },
}

pub(super) async fn master_key(command: MasterKey) -> Result<()> {
    let MasterKey::Rotate { data, new_key, settle } = command;
    let (patience, report) = (Duration::from_secs(settle), console_output::rotation);
    let rotated = data.directory()?.rotate(new_key.as_deref(), patience, report).await?;
    console_output::rotated(&rotated).context("The master key was rotated, but nobody heard it")
}
