//! API secrets by the fingerprint of their value, and the fingerprints that older programs left out.

use crate::crypto::KeyId;
use crate::database::connection::Connection;
use crate::database::sql::{from_row, query};
use crate::key_facts::{key_in_force, key_of_now};
use crate::tokens::Caller;
use crate::users::UserId;
use crate::{Store, StoreError};

/// One API secret with the value that was looked for.
#[derive(Debug, PartialEq, Eq)]
pub struct FoundRow {
    pub id: i64,
    /// May be empty, and need not be unique.
    pub name: String,
    /// Unique per user; empty for none.
    pub identifier_code: String,
    /// Inactive ones can't be read.
    pub active: bool,
    /// The caller may change and switch it.
    pub can_edit: bool,
}

from_row!(FoundRow: |id, name, identifier_code: Option<String>, active, can_edit| Self {
    id,
    name,
    identifier_code: identifier_code.unwrap_or_default(),
    active,
    can_edit,
});

/// What was found, and how far that is all there is.
pub struct FoundRows {
    /// For each value, by identifier.
    pub found: Vec<Vec<FoundRow>>,
    /// Every value has its fingerprint.
    pub complete: bool,
    /// There is no API secret that the caller does not see.
    pub sees_all: bool,
}

/// A value that a caller may view.
pub struct ViewableValue {
    /// The identifier of its API secret.
    pub id: i64,
    /// Whose it is; bound to what is sealed.
    pub owner: UserId,
    /// Encrypted for [`AssociatedData::ApiSecret`](crate::crypto::AssociatedData::ApiSecret).
    pub sealed: Vec<u8>,
}

from_row!(ViewableValue: |id, owner_id, client_secret| Self { id, owner: owner_id, sealed: client_secret });

/// A value of an API secret, for those who make something of it anew.
pub struct StoredValue {
    /// The identifier of its API secret.
    pub id: i64,
    /// Whom it belongs to.
    pub owner: UserId,
    /// Encrypted for [`AssociatedData::ApiSecret`](crate::crypto::AssociatedData::ApiSecret).
    pub sealed: Vec<u8>,
    /// There is no fingerprint of it: an older program wrote it.
    pub unindexed: bool,
}

from_row!(StoredValue: |id, owner_id, client_secret, unindexed| Self {
    id,
    owner: owner_id,
    sealed: client_secret,
    unindexed,
});

impl Store {
    /// For each value, the API secrets with one of its two keyed fingerprints that a caller may view: under the key in
    /// force, which is `key`, and under the one before.
    pub async fn find(
        &self,
        caller: Caller,
        values: &[[Vec<u8>; 2]],
        key: KeyId,
    ) -> Result<FoundRows, StoreError> {
        let mut connection = self.database.read().await?;
        // First: one that is indexed meanwhile may be missing below.
        let indexed = query(
            "SELECT NOT EXISTS (SELECT 1 FROM api_secrets WHERE client_secret IS NOT NULL AND fingerprint IS NULL)",
        );
        let complete: bool = indexed.fetch_one(&mut connection).await?;
        let sees_all = sees_all(&mut connection, caller).await?;
        let mut found = Vec::with_capacity(values.len());
        for fingerprints in values {
            found.push(copies(&mut connection, caller, fingerprints).await?);
        }
        // Last: had another key come into force before, some would have been missed.
        if key_of_now(&mut connection).await? != key {
            return Err(StoreError::KeyChanged);
        }
        Ok(FoundRows { found, complete, sees_all })
    }

    /// Up to `limit` API secrets behind identifier `after` whose values a caller may view in clear, without a
    /// justification or an approval: active ones, and inactive ones that the caller may edit.
    pub async fn viewable(
        &self,
        caller: Caller,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ViewableValue>, StoreError> {
        // As in `copies`, CROSS JOIN is for SQLite.
        query(
            "SELECT id, owner_id, client_secret FROM (
                 SELECT id, owner_id, client_secret, need_justify, need_approval
                 FROM api_secrets WHERE owner_id = $1 AND id > $2
                 UNION ALL
                 SELECT id, owner_id, client_secret, need_justify, need_approval
                 FROM shares CROSS JOIN api_secrets
                 WHERE user_id = $1 AND api_secret_id > $2 AND id = api_secret_id AND (active OR can_edit)
             ) AS visible
             WHERE client_secret IS NOT NULL AND NOT need_justify AND NOT need_approval
                   AND (NOT $4 OR EXISTS (SELECT 1 FROM access_key_items
                        WHERE access_key_id = $5 AND api_secret_id = visible.id))
             ORDER BY id LIMIT $3",
        )
        .bind(caller.user.0)
        .bind(after)
        .bind(i64::from(limit))
        .bind(caller.limited)
        .bind(caller.key.0)
        .fetch_all(&mut self.database.read().await?)
        .await
    }

    /// Whether a caller sees every API secret.
    pub async fn sees_all(&self, caller: Caller) -> Result<bool, StoreError> {
        sees_all(&mut self.database.read().await?, caller).await
    }

    /// Up to `limit` API secrets behind identifier `after` that have a value and no fingerprint.
    pub async fn unindexed(&self, after: i64, limit: u32) -> Result<Vec<StoredValue>, StoreError> {
        query(
            "SELECT id, owner_id, client_secret, fingerprint IS NULL AS unindexed FROM api_secrets
             WHERE client_secret IS NOT NULL AND fingerprint IS NULL AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await
    }

    /// Adds fingerprints to values, unless they were replaced since they were read.
    pub async fn index(&self, fingerprints: &[(StoredValue, Vec<u8>)]) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        let key = key_in_force(&mut transaction).await?;
        // In the order of their numbers, so that two processes never wait for each other.
        for (row, fingerprint) in fingerprints {
            if !fingerprint.starts_with(&key) {
                return Err(StoreError::KeyChanged);
            }
            query("UPDATE api_secrets SET fingerprint = $1 WHERE id = $2 AND client_secret = $3 AND fingerprint IS NULL")
                .bind(fingerprint.as_slice())
                .bind(row.id)
                .bind(row.sealed.as_slice())
                .execute(&mut transaction)
                .await?;
        }
        transaction.commit().await
    }
}

async fn sees_all(connection: &mut Connection, caller: Caller) -> Result<bool, StoreError> {
    if caller.limited {
        return Ok(false);
    }
    // Two halves, as an index finds what is less or more, and not what differs.
    let others = query(
        "SELECT NOT EXISTS (SELECT 1 FROM api_secrets WHERE owner_id < $1 AND NOT EXISTS
                    (SELECT 1 FROM shares WHERE api_secret_id = api_secrets.id AND user_id = $1))
            AND NOT EXISTS (SELECT 1 FROM api_secrets WHERE owner_id > $1 AND NOT EXISTS
                    (SELECT 1 FROM shares WHERE api_secret_id = api_secrets.id AND user_id = $1))",
    );
    others.bind(caller.user.0).fetch_one(connection).await
}

async fn copies(
    connection: &mut Connection,
    caller: Caller,
    fingerprints: &[Vec<u8>; 2],
) -> Result<Vec<FoundRow>, StoreError> {
    // CROSS JOIN keeps SQLite from beginning with the shares, of which there may be many.
    query(
        "SELECT id, name, identifier_code, active, can_edit FROM (
             SELECT id, name, identifier_code, active, TRUE AS can_edit
             FROM api_secrets WHERE fingerprint IN ($2, $5) AND owner_id = $1
             UNION ALL
             SELECT id, name, identifier_code, active, can_edit
             FROM api_secrets CROSS JOIN shares
             WHERE fingerprint IN ($2, $5) AND shares.api_secret_id = api_secrets.id AND user_id = $1
         ) AS visible
         WHERE NOT $3 OR EXISTS (SELECT 1 FROM access_key_items
               WHERE access_key_id = $4 AND api_secret_id = visible.id)
         ORDER BY id",
    )
    .bind(caller.user.0)
    .bind(fingerprints[0].as_slice())
    .bind(caller.limited)
    .bind(caller.key.0)
    .bind(fingerprints[1].as_slice())
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::ApiSecretTexts;
    use latchboard_contract::{FullFingerprint, Secret};

    use crate::crypto::{AssociatedData, MasterKey};
    use crate::testing::{attempt, caller, execute, store};
    use crate::{NewRow, RowChange, Update};

    #[tokio::test]
    async fn a_fingerprint_is_added_to_the_value_that_it_was_made_of_and_to_no_later_one() {
        let (_directory, _file, store, first) = store().await;
        let (owner, key) = (caller(&store, &first.client_id).await, MasterKey::new(&[7; 32]));
        let seal = |text: &str| key.seal_findable(AssociatedData::Check, &Secret::from(text)).map(Some);
        let row = NewRow::of(ApiSecretTexts::default());
        for text in ["one", "other", "one"] {
            store
                .create_api_secret(&attempt(&store).await, owner, &row, |_| seal(text), |_| Ok(()))
                .await
                .unwrap();
        }
        let whole = |text: &str| key.fingerprints(&FullFingerprint::of(&Secret::from(text)))[1].clone();
        let find = async |text| {
            let found = store.find(owner, &[[whole(text), whole(text)]], key.id()).await.unwrap();
            (found.found[0].iter().map(|row| row.id).collect::<Vec<_>>(), found.complete)
        };
        assert_eq!(find("one").await, (vec![1, 3], true));
        execute(&store, "UPDATE api_secrets SET fingerprint = NULL").await;
        assert_eq!(find("one").await, (vec![], false), "it does not claim to know");
        let read = store.unindexed(0, 2).await.unwrap();
        assert_eq!(read.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 2], "in pieces");
        let update = store
            .update_api_secret(
                &attempt(&store).await,
                owner,
                1,
                &RowChange::default(),
                |_| seal("replaced"),
                |_, _| Ok(()),
            )
            .await
            .unwrap();
        assert!(matches!(update, Update::Done { .. }));
        let made: Vec<_> = read.into_iter().zip([whole("one"), whole("other")]).collect();
        store.index(&made).await.unwrap();
        assert_eq!(find("one").await, (vec![], false), "the first one has another value by now");
        assert_eq!(find("replaced").await.0, [1]);
        let rest = store.unindexed(2, 2).await.unwrap();
        store.index(&rest.into_iter().zip([whole("one")]).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(find("one").await, (vec![3], true));
        assert_eq!(find("other").await, (vec![2], true));
    }
}
