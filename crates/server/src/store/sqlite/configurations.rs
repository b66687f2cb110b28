//! Registrations of customer secrets, with their admin keys and consents.

use latchboard_contract::endpoint::Consent;
use latchboard_contract::endpoint::configuration::Service;
use sqlx::Row;

use super::Store;
use crate::crypto::Digest;
use crate::store::{ApiKeyId, Consents, NewAdminKey, Replaced, StoreError, now};

impl Store {
    /// The hash of the registered customer secret.
    pub(crate) async fn secret_hash(
        &self,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT secret_hash FROM configurations WHERE api_key_id = ? AND service = ?")
            .bind(key.0)
            .bind(service.segment())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The digest of the admin key in force.
    pub(crate) async fn admin_key(
        &self,
        key: ApiKeyId,
        service: Service,
    ) -> Result<Option<Digest>, StoreError> {
        let row =
            sqlx::query("SELECT admin_key_digest FROM configurations WHERE api_key_id = ? AND service = ?")
                .bind(key.0)
                .bind(service.segment())
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| {
            let digest = Digest::from_stored(row.try_get(0)?);
            digest.ok_or(StoreError::Damaged("a digest has the wrong length"))
        })
        .transpose()
    }

    /// Registers; false when somebody was first.
    pub(crate) async fn register(
        &self,
        key: ApiKeyId,
        service: Service,
        secret_hash: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let now = now();
        let result = sqlx::query(
            "INSERT INTO configurations
                 (api_key_id, service, secret_hash, admin_key_digest, admin_key_sealed, created_at, changed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (api_key_id, service) DO NOTHING",
        )
        .bind(key.0)
        .bind(service.segment())
        .bind(secret_hash)
        .bind(admin_key.digest.as_bytes())
        .bind(admin_key.sealed.as_deref())
        .bind(now)
        .bind(now)
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Replaces the customer secret, and the admin key where there is a new one, if the secret still is
    /// the one that was checked; else nothing.
    pub(crate) async fn replace_secret(
        &self,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        new: &str,
        admin_key: Option<&NewAdminKey>,
    ) -> Result<Option<Replaced>, StoreError> {
        let mut transaction = self.begin().await?;
        let result = sqlx::query(
            "UPDATE configurations SET secret_hash = ?, changed_at = ?
             WHERE api_key_id = ? AND service = ? AND secret_hash = ?",
        )
        .bind(new)
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&mut *transaction)
        .await?;
        if result.rows_affected() == 0 {
            return Ok(None);
        }
        if let Some(admin_key) = admin_key {
            sqlx::query(
                "UPDATE configurations SET admin_key_digest = ?, admin_key_sealed = ?
                 WHERE api_key_id = ? AND service = ?",
            )
            .bind(admin_key.digest.as_bytes())
            .bind(admin_key.sealed.as_deref())
            .bind(key.0)
            .bind(service.segment())
            .execute(&mut *transaction)
            .await?;
        }
        let row =
            sqlx::query("SELECT admin_key_sealed FROM configurations WHERE api_key_id = ? AND service = ?")
                .bind(key.0)
                .bind(service.segment())
                .fetch_one(&mut *transaction)
                .await?;
        let replaced = Replaced { sealed_admin_key: row.try_get(0)? };
        transaction.commit().await?;
        Ok(Some(replaced))
    }

    /// Replaces the admin key, if the customer secret still is the one that was checked; else false.
    pub(crate) async fn replace_admin_key(
        &self,
        key: ApiKeyId,
        service: Service,
        checked: &str,
        admin_key: &NewAdminKey,
    ) -> Result<bool, StoreError> {
        let result = sqlx::query(
            "UPDATE configurations SET admin_key_digest = ?, admin_key_sealed = ?, changed_at = ?
             WHERE api_key_id = ? AND service = ? AND secret_hash = ?",
        )
        .bind(admin_key.digest.as_bytes())
        .bind(admin_key.sealed.as_deref())
        .bind(now())
        .bind(key.0)
        .bind(service.segment())
        .bind(checked)
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Removes all admin keys that are kept encrypted. Their hashes stay, so they go on working.
    pub(crate) async fn forget_sealed_admin_keys(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE configurations SET admin_key_sealed = NULL WHERE admin_key_sealed IS NOT NULL")
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The consents in force. Both services of an API key share them.
    pub(crate) async fn consents(&self, key: ApiKeyId) -> Result<Consents, StoreError> {
        let row = sqlx::query("SELECT positions_consent, transitions_consent FROM api_keys WHERE id = ?")
            .bind(key.0)
            .fetch_one(&self.readers)
            .await?;
        Ok(Consents { positions: row.try_get(0)?, transitions: row.try_get(1)? })
    }

    /// Gives or withdraws consents, if the admin key still is the one that was checked; else false.
    pub(crate) async fn change_consents(
        &self,
        key: ApiKeyId,
        service: Service,
        checked: &Digest,
        consent: Consent,
    ) -> Result<bool, StoreError> {
        let result = sqlx::query(
            "UPDATE api_keys SET positions_consent = COALESCE(?, positions_consent),
                 transitions_consent = COALESCE(?, transitions_consent)
             WHERE id = ? AND EXISTS (SELECT 1 FROM configurations
                 WHERE api_key_id = api_keys.id AND service = ? AND admin_key_digest = ?)",
        )
        .bind(consent.positions)
        .bind(consent.transitions)
        .bind(key.0)
        .bind(service.segment())
        .bind(checked.as_bytes())
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }
}
