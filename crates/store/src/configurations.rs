//! Registrations of customer secrets, with their admin keys and consents.

use latchboard_contract::audit::{Action, Outcome};
use latchboard_contract::endpoint::Consent;
use latchboard_contract::endpoint::configuration::Service;

use crate::api_keys::ApiKeyId;
use crate::audit::{Attempt, Draft, Who};
use crate::clock::now;
use crate::crypto::{Digest, SealError};
use crate::database::connection::Connection;
use crate::database::sql::{FromRow, from_row, query};
use crate::key_facts::{key_in_force, require};
use crate::{Store, StoreError};

/// The consents in force for an API key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Consents {
    pub positions: bool,
    /// To storing crossings of fences.
    pub transitions: bool,
}

from_row!(Consents: |positions_consent, transitions_consent| Self {
    positions: positions_consent,
    transitions: transitions_consent,
});

/// An admin key on its way to a registration.
pub struct NewAdminKey {
    /// What a call with the key is known by.
    pub digest: Digest,
    /// The key itself, encrypted, where the server is told to repeat it.
    pub sealed: Option<Vec<u8>>,
}

impl NewAdminKey {
    /// That it is not sealed with a master key that is out of force; in a transaction that writes it.
    async fn require_key_in_force(&self, transaction: &mut Connection) -> Result<(), StoreError> {
        match &self.sealed {
            Some(sealed) => require(key_in_force(transaction).await?, sealed),
            None => Ok(()),
        }
    }
}

/// The hashes of a customer secret before and after a change.
#[derive(Clone, Copy)]
pub struct SecretChange<'a> {
    /// The one that the caller's secret was found to fit.
    pub checked: &'a str,
    /// The one to come.
    pub new: &'a str,
}

/// A customer secret was replaced.
pub struct Replaced {
    /// The admin key in force, encrypted, if it is kept.
    pub sealed_admin_key: Option<Vec<u8>>,
}

impl Store {
    /// The hash of the registered customer secret.
    pub async fn secret_hash(&self, key: ApiKeyId, service: Service) -> Result<Option<String>, StoreError> {
        let sql = "SELECT secret_hash FROM configurations WHERE api_key_id = $1 AND service = $2";
        self.of_configuration(sql, key, service).await
    }

    /// The digest of the admin key in force.
    pub async fn admin_key(&self, key: ApiKeyId, service: Service) -> Result<Option<Digest>, StoreError> {
        let sql = "SELECT admin_key_digest FROM configurations WHERE api_key_id = $1 AND service = $2";
        self.of_configuration(sql, key, service).await
    }

    async fn of_configuration<T: FromRow>(
        &self,
        statement: &'static str,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<T>, StoreError> {
        let connection = &mut self.database.read().await?;
        query(statement).bind(key.0).bind(service.segment()).fetch_optional(connection).await
    }

    /// Registers; false when somebody was first.
    pub async fn register(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        secret_hash: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let now = now();
        let mut transaction = self.database.write().await?;
        admin_key.require_key_in_force(&mut transaction).await?;
        let changed = query(
            "INSERT INTO configurations
                 (api_key_id, service, secret_hash, admin_key_digest, admin_key_sealed, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (api_key_id, service) DO NOTHING",
        )
        .bind(key.0)
        .bind(service.segment())
        .bind(secret_hash)
        .bind(admin_key.digest.as_bytes())
        .bind(admin_key.sealed.as_deref())
        .bind(now)
        .bind(now)
        .execute(&mut transaction)
        .await?;
        self.commit_if(changed == 1, transaction, attempt).await
    }

    /// Replaces the customer secret, and the admin key where there is a new one, if the secret still is
    /// the one that was checked; else nothing. `before_commit` sees what there is to be answered.
    pub async fn replace_secret(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        SecretChange { checked, new }: SecretChange<'_>,
        admin_key: Option<&NewAdminKey>,
        before_commit: impl FnOnce(&Replaced) -> Result<(), SealError> + Send,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
        if let Some(admin_key) = admin_key {
            admin_key.require_key_in_force(&mut transaction).await?;
        }
        let changed = query(
            "UPDATE configurations SET secret_hash = $1, changed_at = $2
             WHERE api_key_id = $3 AND service = $4 AND secret_hash = $5",
        )
        .bind(new)
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&mut transaction)
        .await?;
        if changed == 0 {
            return Ok(false);
        }
        if let Some(admin_key) = admin_key {
            query(
                "UPDATE configurations SET admin_key_digest = $1, admin_key_sealed = $2
                 WHERE api_key_id = $3 AND service = $4",
            )
            .bind(admin_key.digest.as_bytes())
            .bind(admin_key.sealed.as_deref())
            .bind(key.0)
            .bind(service.segment())
            .execute(&mut transaction)
            .await?;
        }
        let sealed_admin_key =
            query("SELECT admin_key_sealed FROM configurations WHERE api_key_id = $1 AND service = $2")
                .bind(key.0)
                .bind(service.segment())
                .fetch_one(&mut transaction)
                .await?;
        before_commit(&Replaced { sealed_admin_key }).map_err(StoreError::Seal)?;
        self.commit_if(true, transaction, attempt).await
    }

    /// Replaces the admin key, if the customer secret still is the one that was checked; else false.
    pub async fn replace_admin_key(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
        admin_key.require_key_in_force(&mut transaction).await?;
        let changed = query(
            "UPDATE configurations SET admin_key_digest = $1, admin_key_sealed = $2, changed_at = $3
             WHERE api_key_id = $4 AND service = $5 AND secret_hash = $6",
        )
        .bind(admin_key.digest.as_bytes())
        .bind(admin_key.sealed.as_deref())
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&mut transaction)
        .await?;
        self.commit_if(changed == 1, transaction, attempt).await
    }

    /// Removes all admin keys that are kept encrypted. Their hashes stay, so they go on working.
    pub async fn forget_sealed_admin_keys(&self) -> Result<(), StoreError> {
        let mut transaction = self.database.write().await?;
        let forgotten =
            query("UPDATE configurations SET admin_key_sealed = NULL WHERE admin_key_sealed IS NOT NULL")
                .execute(&mut transaction)
                .await?;
        if forgotten == 0 {
            return Ok(());
        }
        let draft = Draft::ended(&Who::server(), Action::ForgetAdminKeys, None, Outcome::Done);
        self.commit_with(transaction, &Draft { count: forgotten, ..draft }).await
    }

    /// The consents in force. Both services of an API key share them.
    pub async fn consents(&self, key: ApiKeyId) -> Result<Consents, StoreError> {
        query("SELECT positions_consent, transitions_consent FROM api_keys WHERE id = $1")
            .bind(key.0)
            .fetch_one(&mut self.database.read().await?)
            .await
    }

    /// Gives or withdraws consents, if the admin key still is the one that was checked; else false.
    pub async fn change_consents(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        checked: &Digest,
        consent: Consent,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
        let changed = query(
            "UPDATE api_keys SET positions_consent = COALESCE($1, positions_consent),
                 transitions_consent = COALESCE($2, transitions_consent)
             WHERE id = $3 AND EXISTS (SELECT 1 FROM configurations
                 WHERE api_key_id = api_keys.id AND service = $4 AND admin_key_digest = $5)",
        )
        .bind(consent.positions)
        .bind(consent.transitions)
        .bind(key.0)
        .bind(service.segment())
        .bind(checked.as_bytes())
        .execute(&mut transaction)
        .await?;
        self.commit_if(changed == 1, transaction, attempt).await
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::Consent;
    use latchboard_contract::endpoint::configuration::Service;

    use super::{Consents, NewAdminKey, Replaced, SecretChange};
    use crate::StoreError;
    use crate::crypto::{AssociatedData, MasterKey};
    use crate::testing::{KEY, admin_key, attempt, store};
    use latchboard_contract::Secret;

    #[tokio::test]
    async fn a_replacement_needs_the_hash_that_was_checked() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        let admin_key = admin_key();
        assert!(store.register(&attempt(&store).await, key, service, "h1", &admin_key).await.unwrap());
        assert!(!store.register(&attempt(&store).await, key, service, "h2", &admin_key).await.unwrap());
        let replace = async |from, to| {
            let attempt = attempt(&store).await;
            let change = SecretChange { checked: from, new: to };
            store.replace_secret(&attempt, key, service, change, None, |_| Ok(())).await.unwrap()
        };
        assert!(!replace("h0", "h2").await);
        assert!(
            !store.replace_admin_key(&attempt(&store).await, key, service, "h0", &admin_key).await.unwrap()
        );
        assert!(replace("h1", "h2").await);
        assert!(!replace("h1", "h3").await);
        assert!(
            store.replace_admin_key(&attempt(&store).await, key, service, "h2", &admin_key).await.unwrap()
        );
        assert_eq!(store.secret_hash(key, service).await.unwrap().as_deref(), Some("h2"));
        assert_eq!(store.secret_hash(key, Service::Geofencing).await.unwrap(), None);
    }

    #[tokio::test]
    async fn consents_change_by_the_admin_key_in_force_and_are_shared_by_both_services() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key).await.unwrap().unwrap();
        let (live, dead) = (admin_key(), admin_key());
        let service = Service::Geofencing;
        store.register(&attempt(&store).await, key, service, "h", &live).await.unwrap();
        let give = Consent { positions: Some(true), transitions: None };
        assert!(
            !store.change_consents(&attempt(&store).await, key, service, &dead.digest, give).await.unwrap()
        );
        let other = Service::LocationHistory;
        assert!(
            !store.change_consents(&attempt(&store).await, key, other, &live.digest, give).await.unwrap()
        );
        let none = Consents { positions: false, transitions: false };
        assert_eq!(store.consents(key).await.unwrap(), none);
        assert!(
            store.change_consents(&attempt(&store).await, key, service, &live.digest, give).await.unwrap()
        );
        assert_eq!(store.consents(key).await.unwrap(), Consents { positions: true, ..none });
    }

    #[tokio::test]
    async fn sealed_admin_keys_are_forgotten_on_command() {
        let (_directory, _file, store, first) = store().await;
        let key = store.api_key(&first.api_key).await.unwrap().unwrap();
        let service = Service::LocationHistory;
        let sealed_with = |master_key: &[u8; 32]| {
            MasterKey::new(master_key).seal(AssociatedData::Check, &Secret::from("of an account")).unwrap()
        };
        let sealed = sealed_with(&KEY);
        let forgotten = NewAdminKey { sealed: Some(sealed_with(&[8; 32])), ..admin_key() };
        let refused = store.register(&attempt(&store).await, key, service, "h1", &forgotten).await;
        assert!(matches!(refused, Err(StoreError::KeyChanged)), "nobody could open it");
        let kept = NewAdminKey { sealed: Some(sealed.clone()), ..admin_key() };
        store.register(&attempt(&store).await, key, service, "h1", &kept).await.unwrap();
        let replace = async |from, to| {
            let (attempt, mut kept) = (attempt(&store).await, None);
            let look = |replaced: &Replaced| {
                kept = replaced.sealed_admin_key.clone();
                Ok(())
            };
            let change = SecretChange { checked: from, new: to };
            assert!(store.replace_secret(&attempt, key, service, change, None, look).await.unwrap());
            kept
        };
        let refused = store.replace_admin_key(&attempt(&store).await, key, service, "h1", &forgotten).await;
        assert!(matches!(refused, Err(StoreError::KeyChanged)));
        let change = SecretChange { checked: "h1", new: "h2" };
        let refused = store
            .replace_secret(&attempt(&store).await, key, service, change, Some(&forgotten), |_| Ok(()))
            .await;
        assert!(matches!(refused, Err(StoreError::KeyChanged)));
        assert_eq!(replace("h1", "h2").await, Some(sealed));
        store.forget_sealed_admin_keys().await.unwrap();
        assert_eq!(replace("h2", "h3").await, None);
        let digest = store.admin_key(key, service).await.unwrap().unwrap();
        assert!(digest.matches(&kept.digest), "it goes on working");
    }
}
