//! Users of the vault, who own API secrets. There are only names of them.

use latchboard_contract::audit::Outcome;

use crate::audit::Attempt;
use crate::clock::now;
use crate::database::connection::Connection;
use crate::database::sql::{column, query};
use crate::{Store, StoreError};

/// A user of the vault, by the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UserId(pub(crate) i64);

impl UserId {
    /// The number of the row.
    pub const fn get(self) -> i64 {
        self.0
    }
}

column!(UserId: |id: i64| Ok(Self(id)));

impl Store {
    /// The user of that name; a new one when there is none.
    pub async fn user(&self, attempt: &Attempt, name: &str) -> Result<UserId, StoreError> {
        let mut transaction = self.database.write().await?;
        let known = query("SELECT 1 FROM users WHERE name = $1").bind(name);
        let known = known.has_row(&mut transaction).await?;
        let user = ensure_user(&mut transaction, name).await?;
        let outcome = if known { Outcome::Already } else { Outcome::Done };
        self.commit(transaction, attempt, outcome).await?;
        Ok(user)
    }

    /// Whether there is a user of that name.
    pub async fn has_user(&self, name: &str) -> Result<bool, StoreError> {
        let row = query("SELECT 1 FROM users WHERE name = $1").bind(name);
        row.has_row(&mut self.database.read().await?).await
    }
}

/// Call it inside a transaction.
pub(crate) async fn ensure_user(connection: &mut Connection, name: &str) -> Result<UserId, StoreError> {
    query("INSERT INTO users (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(now())
        .execute(connection)
        .await?;
    query("SELECT id FROM users WHERE name = $1").bind(name).fetch_one(connection).await
}
