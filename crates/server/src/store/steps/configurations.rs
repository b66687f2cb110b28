//! Registrations of customer secrets, with their admin keys and consents.

use latchboard_contract::audit::{Action, Outcome};
use latchboard_contract::endpoint::Consent;
use latchboard_contract::endpoint::configuration::Service;

use super::Store;
use crate::audit::{Attempt, Draft, Who};
use crate::clock::now;
use crate::crypto::{Digest, SealError};
use crate::store::sql::{Row, query};
use crate::store::{ApiKeyId, Consents, NewAdminKey, Replaced, SecretChange, StoreError};

impl Store {
    /// The hash of the registered customer secret.
    pub(crate) async fn secret_hash(
        &self,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<String>, StoreError> {
        let row = self
            .of_configuration(
                "SELECT secret_hash FROM configurations WHERE api_key_id = $1 AND service = $2",
                key,
                service,
            )
            .await?;
        row.map(|row| row.get(0)).transpose()
    }

    /// The digest of the admin key in force.
    pub(crate) async fn admin_key(
        &self,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<Digest>, StoreError> {
        let row = self
            .of_configuration(
                "SELECT admin_key_digest FROM configurations WHERE api_key_id = $1 AND service = $2",
                key,
                service,
            )
            .await?;
        row.map(|row| {
            let digest = Digest::from_stored(&row.get::<Vec<u8>>(0)?);
            digest.ok_or(StoreError::Damaged("a digest has the wrong length"))
        })
        .transpose()
    }

    async fn of_configuration(
        &self,
        statement: &'static str,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<Row>, StoreError> {
        let connection = &mut self.database.read().await?;
        query(statement).bind(key.0).bind(service.segment()).fetch_optional(connection).await
    }

    /// Registers; false when somebody was first.
    pub(crate) async fn register(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        secret_hash: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let now = now();
        let mut transaction = self.database.write().await?;
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
    pub(crate) async fn replace_secret(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        SecretChange { checked, new }: SecretChange<'_>,
        admin_key: Option<&NewAdminKey>,
        before_commit: impl FnOnce(&Replaced) -> Result<(), SealError> + Send,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
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
        let row = query("SELECT admin_key_sealed FROM configurations WHERE api_key_id = $1 AND service = $2")
            .bind(key.0)
            .bind(service.segment())
            .fetch_one(&mut transaction)
            .await?;
        before_commit(&Replaced { sealed_admin_key: row.get(0)? }).map_err(StoreError::Seal)?;
        self.commit_if(true, transaction, attempt).await
    }

    /// Replaces the admin key, if the customer secret still is the one that was checked; else false.
    pub(crate) async fn replace_admin_key(
        &self,
        attempt: &Attempt,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write().await?;
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
    pub(crate) async fn forget_sealed_admin_keys(&self) -> Result<(), StoreError> {
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
    pub(crate) async fn consents(&self, key: ApiKeyId) -> Result<Consents, StoreError> {
        let row = query("SELECT positions_consent, transitions_consent FROM api_keys WHERE id = $1")
            .bind(key.0)
            .fetch_one(&mut self.database.read().await?)
            .await?;
        Ok(Consents { positions: row.get(0)?, transitions: row.get(1)? })
    }

    /// Gives or withdraws consents, if the admin key still is the one that was checked; else false.
    pub(crate) async fn change_consents(
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
