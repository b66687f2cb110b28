//! Many API secrets at once: import and export, in pieces, so that memory stays bounded and others
//! get their turn in between.

use std::collections::BTreeMap;

use latchboard_contract::endpoint::{FactsChange, Share};

use super::{Creation, NewRow, StoredApiSecret, columns, insert};
use crate::audit::Attempt;
use crate::crypto::{SealError, Sealed};
use crate::database::sql::{from_row, query};
use crate::key_facts::key_in_force;
use crate::users::UserId;
use crate::{Store, StoreError};

/// What an import does with what one has stored before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// That is the end.
    Refuse,
    /// It is left as it is, and the next one looked at.
    Skip,
    /// Stores it once more.
    Store,
}

/// One API secret of an export.
pub struct ExportedRow {
    pub id: i64,
    /// The name of its owner.
    pub user: String,
    /// With its sealed client secret.
    pub stored: StoredApiSecret,
    /// What only we keep, as an import sets it.
    pub facts: FactsChange,
}

/// What there is in a row of an export beside the API secret.
struct Beside {
    id: i64,
    user: String,
    facts: FactsChange,
}

from_row!(Beside: |id, user_name, owner: Option<String>, expires_at: Option<i64>, expires_note: Option<String>,
    exposed: bool|
Self {
    id,
    user: user_name,
    facts: FactsChange {
        owner: owner.map(Some),
        expires_at: expires_at.map(Some),
        expires_note: expires_note.map(Some),
        exposed: exposed.then_some(true),
    },
});

struct SharedRow {
    api_secret_id: i64,
    share: Share,
}

from_row!(SharedRow: |api_secret_id, name, can_edit| Self { api_secret_id, share: Share { name, can_edit } });

impl Store {
    /// Stores new API secrets, all that can be, in one transaction; what became of each, in order. With
    /// `strict`, the first that cannot be stored is the last that is looked at. `seal` encrypts the client secret of the row
    /// with this index for the identifier that it is given.
    pub async fn import(
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
        query(transaction.either(sql, locking)).bind(owner.0).fetch_one::<i64>(&mut transaction).await?;
        let key = key_in_force(&mut transaction).await?;
        let mut creations = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let before = "SELECT 1 FROM api_secrets WHERE import_digest = $1";
            let is_repeated = match row.import_digest.filter(|_| repeated != Repeated::Store) {
                Some(digest) => {
                    let row = query(before).bind(digest.as_slice());
                    row.has_row(&mut transaction).await?
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

    /// Up to `limit` API secrets behind identifier `after`, in order; of one user, or of all.
    pub async fn export(
        &self,
        user: Option<&str>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ExportedRow>, StoreError> {
        let mut connection = self.database.read().await?;
        let rows: Vec<(StoredApiSecret, Beside)> = query(concat!(
            "SELECT ",
            columns!(),
            ", api_secrets.id, users.name AS user_name, owner, expires_at, expires_note, exposed_at IS NOT NULL AS exposed
             FROM api_secrets JOIN users ON users.id = api_secrets.owner_id
             WHERE api_secrets.id > $1 AND ($2 IS NULL OR users.name = $2) ORDER BY api_secrets.id LIMIT $3"
        ))
        .bind(after)
        .bind(user)
        .bind(i64::from(limit))
        .fetch_all(&mut connection)
        .await?;
        let last = rows.last().map_or(after, |(_, row)| row.id);
        let found: Vec<SharedRow> = query(
            "SELECT shares.api_secret_id, users.name, shares.can_edit
             FROM shares JOIN users ON users.id = shares.user_id
             WHERE shares.api_secret_id > $1 AND shares.api_secret_id <= $2
             ORDER BY shares.api_secret_id, users.name",
        )
        .bind(after)
        .bind(last)
        .fetch_all(&mut connection)
        .await?;
        let mut shares = BTreeMap::<i64, Vec<Share>>::new();
        for SharedRow { api_secret_id, share } in found {
            shares.entry(api_secret_id).or_default().push(share);
        }
        let exported = |(stored, Beside { id, user, facts })| {
            let shares = shares.remove(&id).unwrap_or_default();
            ExportedRow { id, user, stored: StoredApiSecret { shares, ..stored }, facts }
        };
        Ok(rows.into_iter().map(exported).collect())
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::ApiSecretTexts;

    use super::Repeated;
    use crate::testing::{attempt, shared_with, store};
    use crate::{Creation, NewRow};

    #[tokio::test]
    async fn an_import_says_what_became_of_each_row_and_an_export_goes_on_where_it_ended() {
        let (_directory, _file, store, _first) = store().await;
        let owner = store.user(&attempt(&store).await, "maria").await.unwrap();
        assert_eq!(store.user(&attempt(&store).await, "maria").await.unwrap(), owner);
        let row = |code: &str| {
            NewRow::of(ApiSecretTexts { identifier_code: code.into(), ..ApiSecretTexts::default() })
        };
        let rows = [row("a"), row("a"), row(""), NewRow { shares: shared_with("x", true), ..row("") }];
        let creations = store
            .import(&attempt(&store).await, owner, &rows, false, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        let stored = |creation: &Creation| match creation {
            Creation::Stored { id, unknown } => Some((*id, unknown.join(","))),
            Creation::CodeTaken | Creation::ImportedBefore => None,
        };
        let [first, None, second, third] = [0, 1, 2, 3].map(|index| stored(&creations[index])) else {
            panic!("{creations:?}")
        };
        let [first, second, third] = [first, second, third].map(Option::unwrap);
        assert_eq!([&first.1, &second.1, &third.1], ["", "", "x"]);
        let (first, second, third) = (first.0, second.0, third.0);
        let strictly = store
            .import(&attempt(&store).await, owner, &rows, true, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        assert_eq!(strictly, [Creation::CodeTaken]);
        let ids = async |user, after, limit| {
            let rows = store.export(user, after, limit).await.unwrap();
            rows.iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, 0, 2).await, [first, second]);
        assert_eq!(ids(Some("maria"), second, 2).await, [third]);
        assert_eq!(ids(Some("admin"), 0, 2).await, [0; 0]);
    }
}
