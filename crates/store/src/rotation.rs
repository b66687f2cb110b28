//! One master key in place of another, while servers go on.
//!
//! It begins in one transaction: from then on the new key is in force, and nothing that is sealed with
//! the old one is written any more, as every transaction that writes something sealed asks first
//! which key is in force. Then follow pieces, each of which may be the last before a crash. It ends
//! in one transaction, too, which finds that nothing is left.

use latchboard_contract::audit::Outcome;
use latchboard_contract::endpoint::configuration::Service;

use crate::api_secrets::found::StoredValue;
use crate::audit::Attempt;
use crate::crypto::{AssociatedData, KeyFacts, KeyId, Sealed, sealed_with};
use crate::database::facts::{KEY_CHECK, NEXT_KEY, PREVIOUS_KEY, SEALED};
use crate::database::sql::{from_row, query};
use crate::key_facts::{claim_key, facts, id_of, key_in_force, require};
use crate::{Store, StoreError};

/// Something sealed that is neither an API secret nor waits for anybody: few.
pub struct SealedItem {
    kind: SealedKind,
    /// What it is to be sealed for anew.
    pub context: AssociatedData,
    pub sealed: Vec<u8>,
}

enum SealedKind {
    AdminKey(i64, &'static str),
    Fact(&'static str),
}

from_row!(SealedItem: |api_key_id: i64, service: String, admin_key_sealed| {
    let service = Service::ALL.into_iter().find(|known| known.segment() == service);
    let service = service.ok_or(StoreError::Damaged("a registration is of no known service"))?;
    Self {
        kind: SealedKind::AdminKey(api_key_id, service.segment()),
        context: AssociatedData::AdminKey { api_key: api_key_id, service },
        sealed: admin_key_sealed,
    }
});

impl Store {
    /// What the database says of its master key.
    pub async fn key_facts(&self) -> Result<KeyFacts, StoreError> {
        facts(&mut self.database.read().await?).await
    }

    /// Which master key is in force.
    pub async fn key_in_force(&self) -> Result<KeyId, StoreError> {
        id_of(&self.key_facts().await?.check)
    }

    /// Puts a new key in force, unless another one than `old` is by now.
    pub async fn begin_rotation(
        &self,
        attempt: &Attempt,
        old: KeyId,
        new: &KeyFacts,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        // Waits for those who write what is sealed with the old one.
        let in_force = claim_key(&mut transaction).await?;
        if in_force != old || facts(&mut transaction).await?.next.is_some() {
            return Err(StoreError::KeyChanged);
        }
        for (name, value) in [(NEXT_KEY, &new.next), (PREVIOUS_KEY, &new.previous)] {
            query("INSERT INTO facts (name, value) VALUES ($1, $2)")
                .bind(name)
                .bind(value.as_deref())
                .execute(&mut transaction)
                .await?;
        }
        query("UPDATE facts SET value = $1 WHERE name = $2")
            .bind(new.check.as_slice())
            .bind(KEY_CHECK)
            .execute(&mut transaction)
            .await?;
        self.commit(transaction, attempt, Outcome::Done).await
    }

    /// Up to `limit` API secrets behind identifier `after` that have a value.
    pub async fn values(&self, after: i64, limit: u32) -> Result<Vec<StoredValue>, StoreError> {
        query(
            "SELECT id, owner_id, client_secret, fingerprint IS NULL AS unindexed FROM api_secrets
             WHERE client_secret IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await
    }

    /// How many API secrets have a value.
    pub async fn count_of_values(&self) -> Result<i64, StoreError> {
        let count = query("SELECT count(*) FROM api_secrets WHERE client_secret IS NOT NULL");
        count.fetch_one(&mut self.database.read().await?).await
    }

    /// Writes values that were sealed anew, unless they were replaced since they were read.
    pub async fn reseal(&self, values: &[(StoredValue, Sealed)]) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        let key = key_in_force(&mut transaction).await?;
        // In the order of their numbers: see `index`.
        for (row, sealed) in values {
            require(key, &sealed.text)?;
            query(
                "UPDATE api_secrets SET client_secret = $1, fingerprint = $2 WHERE id = $3 AND client_secret = $4",
            )
            .bind(sealed.text.as_slice())
            .bind(sealed.fingerprint.as_slice())
            .bind(row.id)
            .bind(row.sealed.as_slice())
            .execute(&mut transaction)
            .await?;
        }
        transaction.commit().await
    }

    /// Everything sealed but the values of API secrets.
    pub async fn sealed_items(&self) -> Result<Vec<SealedItem>, StoreError> {
        let mut connection = self.database.read().await?;
        let mut item: Vec<SealedItem> = query(
            "SELECT api_key_id, service, admin_key_sealed FROM configurations WHERE admin_key_sealed IS NOT NULL",
        )
        .fetch_all(&mut connection)
        .await?;
        for (name, context) in SEALED {
            let row = query("SELECT value FROM facts WHERE name = $1").bind(name);
            if let Some(sealed) = row.fetch_optional(&mut connection).await? {
                item.push(SealedItem { kind: SealedKind::Fact(name), context, sealed });
            }
        }
        Ok(item)
    }

    /// Writes one of them that was sealed anew, unless it was replaced since it was read.
    pub async fn reseal_item(&self, item: &SealedItem, sealed: &[u8]) -> Result<(), StoreError> {
        let statement = match item.kind {
            SealedKind::AdminKey(api_key, service) => query(
                "UPDATE configurations SET admin_key_sealed = $1
                 WHERE admin_key_sealed = $2 AND api_key_id = $3 AND service = $4",
            )
            .bind(sealed)
            .bind(item.sealed.as_slice())
            .bind(api_key)
            .bind(service),
            SealedKind::Fact(name) => query("UPDATE facts SET value = $1 WHERE value = $2 AND name = $3")
                .bind(sealed)
                .bind(item.sealed.as_slice())
                .bind(name),
        };
        statement.once(&self.database).await?;
        Ok(())
    }

    /// Forgets the key before, if nothing is sealed with it any more; else false.
    pub async fn finish_rotation(&self, new: KeyId) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
        if claim_key(&mut transaction).await? != new {
            return Err(StoreError::KeyChanged);
        }
        let left = query(
            "SELECT EXISTS (SELECT 1 FROM api_secrets WHERE substr(client_secret, 2, 4) <> $1)
                 OR EXISTS (SELECT 1 FROM api_secrets WHERE client_secret IS NOT NULL
                            AND (fingerprint IS NULL OR substr(fingerprint, 1, 4) <> $1))
                 OR EXISTS (SELECT 1 FROM configurations WHERE substr(admin_key_sealed, 2, 4) <> $1)",
        );
        let mut left: bool = left.bind(new.as_slice()).fetch_one(&mut transaction).await?;
        for (name, _) in SEALED {
            let row = query("SELECT value FROM facts WHERE name = $1").bind(name);
            let sealed: Option<Vec<u8>> = row.fetch_optional(&mut transaction).await?;
            left |= sealed.is_some_and(|sealed| sealed_with(&sealed) != Some(new));
        }
        if left {
            return Ok(false);
        }
        query("DELETE FROM facts WHERE name IN ($1, $2)")
            .bind(NEXT_KEY)
            .bind(PREVIOUS_KEY)
            .execute(&mut transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }
}
