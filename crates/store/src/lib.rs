//! What the Latchboard server keeps, and how it is asked for. The only place that names SQL or its driver.
//!
//! A method of [`Store`] is one durable step that either happened or did not. None takes a plain secret: [`crypto`] hashes or
//! seals it first. A noun is a file, with its types, its statements
//! and its tests:
//!
//! - `api_keys`, `configurations`: who registers customer secrets, and their registrations.
//! - `users`, `access_keys`, `tokens`: who calls the vault.
//! - `api_secrets`: what is in the vault; in files of their own its lists, its inventory, switches, what is found by value,
//!   imports and exports.
//! - [`attempts`], `budgets`: wrong secrets and questions, counted; `uses`: when something was used last.
//! - [`audit`]: the audit log. `committer`: changes that share a transaction.
//! - [`idempotency`]: calls that are answered once.
//! - `rotation`, `key_facts`: one master key in place of another, and which one is in force; `probe`: whether all this works.
//!
//! Below them:
//!
//! - `database`: a statement, its values and its rows for SQLite and PostgreSQL, and how the tables came to be.
//! - [`crypto`]: sealing, hashes, keyed hashes and randomness; knows nothing of what is stored where.
//! - [`clock`], `disk`, `networks`: what time it is, how much room there is, and networks as people write them.

mod access_keys;
mod api_keys;
mod api_secrets;
pub mod attempts;
pub mod audit;
mod budgets;
pub mod clock;
mod committer;
mod configurations;
pub mod crypto;
mod database;
mod disk;
mod error;
pub mod idempotency;
mod key_facts;
mod networks;
mod probe;
mod rotation;
#[cfg(test)]
mod testing;
mod tokens;
mod users;
mod uses;

use std::sync::{Arc, OnceLock};

use audit::lanes::Log;
use audit::sequencer::Sequencer;
use committer::Committer;
use database::connection::Connection;
use database::facts::KEY_CHECK;
use database::sql::query;
use database::sqlite::{self, Sqlite};
use database::{Database, Server, postgres};
use tokens::Remembered;
use uses::Uses;

pub use access_keys::{AccessKey, AccessKeyId, Bounds, Grant, ListedAccessKey, NewAccessKey};
pub use api_keys::{ApiKeyId, ListedApiKey, Revocation};
pub use api_secrets::found::{FoundRow, FoundRows, StoredValue, ViewableValue};
pub use api_secrets::inventory::{InventoryFilter, InventoryRow, VaultVersion};
pub use api_secrets::list::{Among, ListedRow};
pub use api_secrets::switches::Switch;
pub use api_secrets::transfer::{ExportedRow, Repeated};
pub use api_secrets::{Access, Created, Creation, NewRow, RowChange, StoredApiSecret, Update};
pub use budgets::Budget;
pub use configurations::{Consents, NewAdminKey, Replaced, SecretChange};
pub use database::Load;
pub use database::location::{DatabaseUrl, Location, Trust};
pub use database::migrations::{APPLICATION_ID, Upgrade};
pub use database::sqlite::{Inspected, copy, inspect};
pub use disk::free_bytes;
pub use error::StoreError;
pub use networks::{Network, Networks};
pub use rotation::SealedItem;
pub use tokens::{Caller, RememberedCaller, Token, TokenEnd};
pub use users::UserId;
pub use uses::Used;

/// The user whom the first access key belongs to.
const FIRST_USER: &str = "admin";

pub struct Store {
    database: Arc<Database>,
    uses: Uses,
    audit: Arc<OnceLock<Log>>,
    committer: Committer,
    sequencer: Sequencer,
    remembered: Remembered,
}

/// What an empty database is filled with.
pub struct Beginning {
    /// Opened by the right master key only; sealed for [`AssociatedData::Check`](crypto::AssociatedData::Check).
    pub key_check: Vec<u8>,
    /// Of the first API key.
    pub api_key: crypto::Digest,
    /// The first access key, which may read the audit log.
    pub access_key: NewAccessKey,
}

impl Store {
    /// Whether there is data of ours in a database on a server. Only reads.
    pub async fn look(url: &DatabaseUrl) -> Result<bool, StoreError> {
        postgres::look(url).await
    }

    /// Fills an empty database, all in one transaction: after a crash there is either nothing or everything. False when
    /// another process was first; `prepare` is asked, and what it made counts, only when none was.
    pub async fn create<E: From<StoreError>>(
        location: &Location,
        prepare: impl FnOnce() -> Result<Beginning, E>,
    ) -> Result<bool, E> {
        let mut connection = match location {
            Location::File(file) => Connection::SqliteAlone(Box::new(sqlite::begin_to_create(file)?)),
            Location::Server(url) => match postgres::begin_to_create(url).await? {
                Some(writing) => Connection::PostgresTransaction(writing),
                None => return Ok(false),
            },
        };
        prepare()?.fill(&mut connection).await?;
        match connection {
            Connection::SqliteAlone(connection) => sqlite::created(*connection)?,
            connection => connection.commit().await?,
        }
        Ok(true)
    }

    /// Opens an existing database.
    pub async fn open(location: &Location, upgrade: Upgrade) -> Result<Self, StoreError> {
        let database = Arc::new(match location {
            Location::File(file) => Database::Sqlite(Sqlite::open(file, upgrade)?),
            Location::Server(url) => Database::Postgres(Server::new(postgres::open(url, upgrade).await?)),
        });
        let uses = Uses::new(Arc::clone(&database));
        let audit = Arc::default();
        let committer = Committer::new(Arc::clone(&database), Arc::clone(&audit));
        let (sequencer, remembered) = (Sequencer::default(), Remembered::default());
        Ok(Self { database, uses, audit, committer, sequencer, remembered })
    }

    /// Lets what is under way end and closes the database.
    pub async fn close(&self) {
        self.uses.write().await;
        self.leave_lane().await;
        self.database.close().await;
    }
}

impl Beginning {
    async fn fill(self, connection: &mut Connection) -> Result<(), StoreError> {
        query("INSERT INTO facts (name, value) VALUES ($1, $2)")
            .bind(KEY_CHECK)
            .bind(self.key_check)
            .execute(connection)
            .await?;
        api_keys::insert_api_key(connection, &self.api_key).await?;
        // Whoever sets a server up sees what is done on it.
        let bounds = Bounds { auditor: true, ..Bounds::default() };
        access_keys::insert_access_key(connection, FIRST_USER, &self.access_key, &bounds).await?;
        Ok(())
    }
}
