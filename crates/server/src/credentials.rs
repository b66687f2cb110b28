//! Newly made credentials, on their way to the database (as hashes) and to the operator (once).

use latchboard_contract::Secret;
use latchboard_contract::validate::CredentialKind;
use latchboard_store::NewAccessKey;
use latchboard_store::crypto::{Digest, RandomError, random};

/// Characters of an admin key, as in the vendor's samples.
const ADMIN_KEY_LENGTH: usize = 48;
/// Characters of a bearer token: over 256 bit.
const TOKEN_LENGTH: usize = 48;

/// A secret that we made, and the hash of it that is stored.
pub(crate) struct Made {
    pub(crate) secret: Secret,
    pub(crate) digest: Digest,
}

impl Made {
    fn of_length(length: usize) -> Result<Self, RandomError> {
        let secret = random::alphanumeric(length)?;
        let digest = Digest::of(&secret);
        Ok(Self { secret, digest })
    }

    pub(crate) fn api_key() -> Result<Self, RandomError> {
        Self::of_length(CredentialKind::ApiKey.length())
    }

    pub(crate) fn admin_key() -> Result<Self, RandomError> {
        Self::of_length(ADMIN_KEY_LENGTH)
    }

    pub(crate) fn token() -> Result<Self, RandomError> {
        Self::of_length(TOKEN_LENGTH)
    }
}

/// An OAuth client: id and secret.
pub(crate) struct MadeAccessKey {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    /// Of the client secret.
    digest: Digest,
}

impl MadeAccessKey {
    pub(crate) fn make() -> Result<Self, RandomError> {
        let client_id = random::alphanumeric(CredentialKind::ClientId.length())?.expose().to_owned();
        let Made { secret, digest } = Made::of_length(CredentialKind::ClientSecret.length())?;
        Ok(Self { client_id, client_secret: secret, digest })
    }

    pub(crate) fn stored(&self) -> NewAccessKey {
        NewAccessKey { client_id: self.client_id.clone(), secret: self.digest }
    }
}

/// What a new data directory begins with.
pub(crate) struct FirstCredentials {
    /// For location history and geofencing.
    pub(crate) api_key: Secret,
    pub(crate) api_key_digest: Digest,
    pub(crate) access_key: MadeAccessKey,
}

impl FirstCredentials {
    pub(crate) fn make() -> Result<Self, RandomError> {
        let Made { secret, digest } = Made::api_key()?;
        Ok(Self { api_key: secret, api_key_digest: digest, access_key: MadeAccessKey::make()? })
    }
}

#[cfg(test)]
mod tests {
    use super::{Made, MadeAccessKey};

    #[test]
    fn lengths_are_those_that_people_expect() {
        let length = |made: Made| made.secret.expose().len();
        assert_eq!(length(Made::api_key().unwrap()), 32);
        assert_eq!(length(Made::admin_key().unwrap()), 48);
        assert!(length(Made::token().unwrap()) >= 43);
        assert_eq!(MadeAccessKey::make().unwrap().client_secret.expose().len(), 48);
    }
}
