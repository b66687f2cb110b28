//! `throttle`: who waits after wrong secrets, and an end to that.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use latchboard_contract::audit::Action;
use latchboard_store::clock::now_millis;

use super::Data;
use super::audit::{attempt, ended};
use crate::console_output;

#[derive(Subcommand)]
pub(super) enum Throttle {
    /// Show what wrong secrets were given for within a quarter of an hour, how many, and how long is to be waited.
    ///
    /// A client id that there is not is shown by a keyed hash: it may be a secret in the wrong field.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Forget wrong secrets: the next right one is taken at once.
    Clear {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct Which {
    /// As `throttle list` shows it.
    subject: Option<String>,
    /// All of them.
    #[arg(long)]
    all: bool,
}

pub(super) async fn throttle(command: Throttle) -> Result<()> {
    match command {
        Throttle::List { data } => {
            let store = data.open().await?.store;
            let now = now_millis();
            let throttled = store.throttled(now).await.context("The waits could not be read")?;
            store.close().await;
            Ok(console_output::throttled(&throttled, now)?)
        }
        Throttle::Clear { data, which } => {
            let store = data.open().await?.store;
            let attempt = attempt(&store, Action::ClearThrottle, None).await?;
            let cleared = store.clear_throttle(&attempt, which.subject.as_deref()).await;
            let cleared = cleared.context("The waits could not be cleared")?;
            ended(&store, &attempt).await?;
            store.close().await;
            if cleared == 0 && which.subject.is_some() {
                bail!("Nothing is counted for that; `throttle list` shows what is");
            }
            Ok(console_output::done(&format!("Cleared: {cleared}."))?)
        }
    }
}
