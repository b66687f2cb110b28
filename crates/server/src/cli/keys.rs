//! `api-key` and `access-key`: make, list and end the keys that callers hold.

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use latchboard_contract::audit::{Action, Name, Target};
use latchboard_store::clock::now;
use latchboard_store::{Bounds, Grant, Networks, Revocation};

use super::audit::{attempt, ended};
use super::{Data, UNHEARD, user_name};
use crate::console_output;
use crate::credentials::{Made, MadeAccessKey};

const DAY: i64 = 24 * 60 * 60;

#[derive(Subcommand)]
pub(super) enum ApiKey {
    /// Make an API key and print it, this once.
    Create {
        #[command(flatten)]
        data: Data,
    },
    /// Show all API keys: number, fingerprint, and whether they still work. The keys themselves are not stored.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// End an API key. From the next request on it is refused, with all that was registered with it.
    Revoke {
        #[command(flatten)]
        data: Data,
        /// As `api-key list` shows it.
        number: i64,
    },
}

#[derive(Subcommand)]
pub(super) enum AccessKey {
    /// Make an access key and print it, this once.
    Create {
        #[command(flatten)]
        data: Data,
        /// Whose it is; a new user is created. Each user sees their own API secrets and those shared with them.
        #[arg(long, value_name = "NAME", value_parser = user_name)]
        user: String,
        /// For how many days it works; without it, until it is revoked.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..=36_500))]
        days: Option<i64>,
        /// Addresses and networks where it may be used, separated by commas, such as 10.0.0.0/8,2001:db8::7. With a
        /// proxy in front, name it to the server with `serve --trusted-proxy`, else its address is what counts. `*` is
        /// everywhere.
        #[arg(long, value_name = "NETWORKS", default_value = "*")]
        from: Networks,
        /// Let it read the audit log, all of it, whatever else it reaches.
        #[arg(long)]
        auditor: bool,
        /// Reach these API secrets only, and those made with this key: identifiers, separated by commas. Without it,
        /// all that its user may see.
        #[arg(long = "only", value_name = "IDENTIFIERS", value_delimiter = ',')]
        items: Option<Vec<i64>>,
    },
    /// Show all access keys: client id, user, where and for what they work, and whether they still do.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// End an access key and its tokens. Its user, and what belongs to him, stays.
    Revoke {
        #[command(flatten)]
        data: Data,
        /// As `access-key list` shows it.
        client_id: String,
    },
}

pub(super) async fn api_key(command: ApiKey) -> Result<()> {
    match command {
        ApiKey::Create { data } => {
            let store = data.open().await?.store;
            let made = Made::api_key()?;
            let attempt = attempt(&store, Action::CreateApiKey, None).await?;
            store.add_api_key(&attempt, &made.digest).await.context("The API key could not be stored")?;
            store.close().await;
            console_output::api_key(&made.secret).context(UNHEARD)
        }
        ApiKey::List { data } => {
            let store = data.open().await?.store;
            let keys = store.api_keys().await.context("The API keys could not be read")?;
            store.close().await;
            Ok(console_output::api_keys(&keys)?)
        }
        ApiKey::Revoke { data, number } => {
            let store = data.open().await?.store;
            let target = u64::try_from(number).ok().map(Target::ApiKey);
            let attempt = attempt(&store, Action::RevokeApiKey, target).await?;
            let revocation = store.revoke_api_key(&attempt, number).await;
            let revocation = revocation.context("The API key could not be revoked")?;
            ended(&store, &attempt).await?;
            store.close().await;
            revoked("API key", &number.to_string(), revocation)
        }
    }
}

pub(super) async fn access_key(command: AccessKey) -> Result<()> {
    match command {
        AccessKey::Create { data, user, days, from, auditor, items } => {
            let store = data.open().await?.store;
            let made = MadeAccessKey::make()?;
            let expires_at = days.map(|days| now().saturating_add(days * DAY));
            let bounds = Bounds { expires_at, networks: from, items, auditor };
            let target = Name::parse(&user).map(Target::User);
            let attempt = attempt(&store, Action::CreateAccessKey, target).await?;
            let grant = store.add_access_key(&attempt, &user, &made.stored(), &bounds).await;
            let grant = grant.context("The access key could not be stored")?;
            ended(&store, &attempt).await?;
            store.close().await;
            if let Grant::NoItem(item) = grant {
                bail!("There is no API secret with the identifier {item}; nothing was stored");
            }
            console_output::access_key(&made).context(UNHEARD)
        }
        AccessKey::List { data } => {
            let store = data.open().await?.store;
            let keys = store.access_keys().await.context("The access keys could not be read")?;
            store.close().await;
            Ok(console_output::access_keys(&keys, now())?)
        }
        AccessKey::Revoke { data, client_id } => {
            let store = data.open().await?.store;
            let target = Name::parse(&client_id).map(Target::AccessKey);
            // A name that no key has may be a secret in the wrong place: it is not entered.
            let known = store.access_keys().await?.iter().any(|key| key.client_id == client_id);
            let target = target.filter(|_| known);
            let attempt = attempt(&store, Action::RevokeAccessKey, target).await?;
            let revocation = store.revoke_access_key(&attempt, &client_id).await;
            let revocation = revocation.context("The access key could not be revoked")?;
            ended(&store, &attempt).await?;
            store.close().await;
            revoked("access key", &client_id, revocation)
        }
    }
}

fn revoked(what: &str, name: &str, revocation: Revocation) -> Result<()> {
    match revocation {
        Revocation::Done => Ok(console_output::done(&format!("The {what} {name} is revoked."))?),
        Revocation::AlreadySo => Ok(console_output::done(&format!("The {what} {name} was revoked before."))?),
        Revocation::NotFound => bail!("There is no such {what}; list them to see which there are"),
    }
}
