//! Many API secrets at once: import and export, in pieces, so that memory stays bounded and others
//! get their turn in between.

use std::collections::BTreeMap;

use latchboard_contract::endpoint::{FactsChange, Share};

use super::Store;
use super::api_secrets::{COLUMNS, columns, insert, stored};
use super::key::key_in_force;
use crate::audit::Attempt;
use crate::crypto::{SealError, Sealed};
use crate::store::sql::{Row, query};
use crate::store::{Creation, ExportedRow, NewRow, Repeated, StoreError, UserId};

impl Store {
    /// Stores new API secrets, all that can be, in one transaction; what became of each, in order. With
    /// `strict`, the first that cannot be stored is the last that is looked at. `seal` encrypts the client secret of the row
    /// with this index for the identifier that it is given.
    pub(crate) async fn import(
        &self,
        attempt: &Attempt,
        owner: UserId,
        rows: &[NewRow],
        strict: bool,
        repeated: Repeated,
        seal: impl Fn(usize, i64) -> Result<Option<Sealed>, SealError> + Send + Sync,
    ) -> Result<Vec<Creation>, StoreError> {
        let mut transaction = self.database.write().await?;
        // Two for the same owner that have the same codes in another order would wait for each other.
        let sql = "SELECT id FROM users WHERE id = $1";
        let locking = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";
        query(transaction.either(sql, locking)).bind(owner.0).fetch_one(&mut transaction).await?;
        let key = key_in_force(&mut transaction).await?;
        let mut creations = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let before = "SELECT 1 FROM api_secrets WHERE import_digest = $1";
            let is_repeated = match row.import_digest.filter(|_| repeated != Repeated::Store) {
                Some(digest) => {
                    let row = query(before).bind(digest.as_slice());
                    row.fetch_optional(&mut transaction).await?.is_some()
                }
                None => false,
            };
            let creation = if is_repeated {
                Creation::ImportedBefore
            } else {
                insert(&mut transaction, owner, row, key, |id| seal(index, id)).await?
            };
            let end = match creation {
                Creation::CodeTaken => strict,
                Creation::ImportedBefore => repeated == Repeated::Refuse,
                Creation::Stored { .. } => false,
            };
            creations.push(creation);
            if end {
                break;
            }
        }
        let stored = creations.iter().filter(|creation| matches!(creation, Creation::Stored { .. })).count();
        self.commit_of(transaction, attempt, None, stored as u64).await?;
        Ok(creations)
    }

    /// Whether there is a user of that name.
    pub(crate) async fn has_user(&self, name: &str) -> Result<bool, StoreError> {
        let row = query("SELECT 1 FROM users WHERE name = $1").bind(name);
        Ok(row.fetch_optional(&mut self.database.read().await?).await?.is_some())
    }

    /// Up to `limit` API secrets behind identifier `after`, in order; of one user, or of all.
    pub(crate) async fn export(
        &self,
        user: Option<&str>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ExportedRow>, StoreError> {
        let mut connection = self.database.read().await?;
        let rows = query(concat!(
            "SELECT ",
            columns!(),
            ", api_secrets.id, users.name, owner, expires_at, expires_note, exposed_at IS NOT NULL
             FROM api_secrets JOIN users ON users.id = api_secrets.owner_id
             WHERE api_secrets.id > $1 AND ($2 IS NULL OR users.name = $2) ORDER BY api_secrets.id LIMIT $3"
        ))
        .bind(after)
        .bind(user)
        .bind(i64::from(limit))
        .fetch_all(&mut connection)
        .await?;
        let last: i64 = rows.last().map_or(Ok(after), |row| row.get(COLUMNS))?;
        let mut shares = BTreeMap::<i64, Vec<Share>>::new();
        let found = query(
            "SELECT shares.api_secret_id, users.name, shares.can_edit
             FROM shares JOIN users ON users.id = shares.user_id
             WHERE shares.api_secret_id > $1 AND shares.api_secret_id <= $2
             ORDER BY shares.api_secret_id, users.name",
        )
        .bind(after)
        .bind(last)
        .fetch_all(&mut connection)
        .await?;
        for row in &found {
            let share = Share { name: row.get(1)?, can_edit: row.get(2)? };
            shares.entry(row.get(0)?).or_default().push(share);
        }
        let exported = |row: &Row| {
            let id = row.get(COLUMNS)?;
            let stored = stored(row, shares.remove(&id).unwrap_or_default())?;
            let is_exposed: bool = row.get(COLUMNS + 5)?;
            let facts = FactsChange {
                owner: row.get::<Option<String>>(COLUMNS + 2)?.map(Some),
                expires_at: row.get::<Option<i64>>(COLUMNS + 3)?.map(Some),
                expires_note: row.get::<Option<String>>(COLUMNS + 4)?.map(Some),
                exposed: is_exposed.then_some(true),
            };
            Ok(ExportedRow { id, user: row.get(COLUMNS + 1)?, stored, facts })
        };
        rows.iter().map(exported).collect()
    }
}
