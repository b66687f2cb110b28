//! Hashes of customer secrets, which people choose: Argon2id, slow and salted on purpose.

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use latchboard_contract::Secret;
use tokio::sync::Semaphore;

use super::random::{self, RandomError};

/// Memory, passes and lanes of the OWASP cheat sheet on password storage: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of salt, as RFC 9106 recommends.
const SALT_LENGTH: usize = 16;

/// Hashes and checks customer secrets, away from the threads that serve requests.
#[derive(Clone)]
pub(crate) struct Passwords {
    /// One computation per core: more would only multiply the memory, 19 MiB each.
    permits: Arc<Semaphore>,
}

/// Why a secret could not be hashed or checked. Not: that it is the wrong one.
#[derive(Debug)]
pub(crate) enum PasswordError {
    /// No salt to be had.
    Random(RandomError),
    /// The stored hash is damaged, or the parameters are refused.
    Hash(password_hash::Error),
    /// The computation did not end: it panicked, or the process is ending.
    Interrupted,
}

impl fmt::Display for PasswordError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random(error) => error.fmt(formatter),
            Self::Hash(error) => {
                write!(formatter, "A customer secret could not be hashed or checked: {error}.")
            }
            Self::Interrupted => formatter.write_str("Hashing a customer secret was interrupted."),
        }
    }
}

impl std::error::Error for PasswordError {}

impl Passwords {
    /// With as many computations at a time as there are cores.
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { permits: Arc::new(Semaphore::new(cores)) }
    }

    /// The PHC string of `secret` with a fresh salt.
    pub(crate) async fn hash(&self, secret: &Arc<Secret>) -> Result<String, PasswordError> {
        let secret = Arc::clone(secret);
        self.compute(move || {
            let salt: [u8; SALT_LENGTH] = random::bytes().map_err(PasswordError::Random)?;
            let hash = hasher()?.hash_password_with_salt(secret.expose().as_bytes(), &salt);
            hash.map(|hash: PasswordHash| hash.to_string()).map_err(PasswordError::Hash)
        })
        .await
    }

    /// Whether `hash` is of `secret`.
    pub(crate) async fn matches(&self, secret: &Arc<Secret>, hash: &str) -> Result<bool, PasswordError> {
        let (secret, hash) = (Arc::clone(secret), hash.to_owned());
        self.compute(move || {
            let hash = PasswordHash::new(&hash).map_err(|error| PasswordError::Hash(error.into()))?;
            match hasher()?.verify_password(secret.expose().as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(PasswordError::Hash(error)),
            }
        })
        .await
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permits = Arc::clone(&self.permits);
        let permit = permits.acquire_owned().await.map_err(|_| PasswordError::Interrupted)?;
        let work = move || {
            let result = work();
            // Held until the memory is free again, even if nobody waits for the result any more.
            drop(permit);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Interrupted)?
    }
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| PasswordError::Hash(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use latchboard_contract::Secret;

    use super::{PasswordError, Passwords};

    #[tokio::test]
    async fn a_hash_fits_its_own_secret_only_and_never_twice_the_same() {
        let passwords = Passwords::new();
        let (secret, other) = (Arc::new(Secret::from("né")), Arc::new(Secret::from("ne")));
        let hash = passwords.hash(&secret).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.matches(&secret, &hash).await.unwrap());
        assert!(!passwords.matches(&other, &hash).await.unwrap());
        assert_ne!(passwords.hash(&secret).await.unwrap(), hash);
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_wrong_secret() {
        let damaged = Passwords::new().matches(&Arc::new(Secret::from("s")), "$argon2id$nonsense").await;
        assert!(matches!(damaged, Err(PasswordError::Hash(_))));
    }
}
