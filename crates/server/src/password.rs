//! Hashes of customer secrets, which people choose: Argon2id, slow and salted on purpose.
//!
//! The memory of a computation is mapped for it and given back when it is over: from the allocator's own pools, which
//! each thread has, it would never come back to the system.

use std::sync::Arc;

use argon2::password_hash;
use argon2::password_hash::phc::{self, Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use latchboard_contract::Secret;
use latchboard_store::crypto::{RandomError, random};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory, passes and lanes of the OWASP cheat sheet on password storage: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Blocks of 1 KiB from which on the system's allocator maps memory of its own, whatever was freed before (32 MiB in
/// glibc), and gives it back when it is freed. What is not touched takes no room.
const MAPPED_BLOCKS: usize = 33 * 1024;
/// Bytes of salt, as RFC 9106 recommends.
const SALT_LENGTH: usize = 16;

/// Hashes and checks customer secrets, away from the threads that serve requests.
#[derive(Clone)]
pub(crate) struct Passwords {
    /// One computation per core: more would only multiply the memory, 19 MiB each.
    permits: Arc<Semaphore>,
}

/// Why a secret could not be hashed or checked. Not: that it is the wrong one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// No salt to be had.
    #[error(transparent)]
    Random(RandomError),
    /// The stored hash is damaged.
    #[error("A customer secret could not be hashed or checked: {0}.")]
    Hash(password_hash::Error),
    /// The parameters are refused.
    #[error("A customer secret could not be hashed or checked: {0}.")]
    Parameters(argon2::Error),
    /// The computation did not end: it panicked, or the process is ending.
    #[error("Hashing a customer secret was interrupted.")]
    Interrupted,
}

impl From<password_hash::Error> for PasswordError {
    fn from(error: password_hash::Error) -> Self {
        Self::Hash(error)
    }
}

impl From<argon2::Error> for PasswordError {
    fn from(error: argon2::Error) -> Self {
        Self::Parameters(error)
    }
}

impl From<phc::Error> for PasswordError {
    fn from(error: phc::Error) -> Self {
        Self::Hash(error.into())
    }
}

/// The right to one computation.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Passwords {
    /// With as many computations at a time as there are cores.
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { permits: Arc::new(Semaphore::new(cores)) }
    }

    /// Waits for a turn.
    pub(crate) async fn turn(&self) -> Result<Turn, PasswordError> {
        let permits = Arc::clone(&self.permits);
        permits.acquire_owned().await.map(|_permit| Turn { _permit }).map_err(|_| PasswordError::Interrupted)
    }

    /// The PHC string of `secret` with a fresh salt.
    pub(crate) async fn hash(&self, secret: &Arc<Secret>) -> Result<String, PasswordError> {
        let (turn, secret) = (self.turn().await?, Arc::clone(secret));
        let (hash, _permit) = compute(turn, move || {
            let salt: [u8; SALT_LENGTH] = random::bytes().map_err(PasswordError::Random)?;
            let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
            let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
            let phc = PasswordHash {
                algorithm: algorithm.ident(),
                version: Some(version.into()),
                params: ParamsString::try_from(&params)?,
                salt: Some(Salt::new(&salt)?),
                hash: Some(output(algorithm, version, params, &secret, &salt)?),
            };
            Ok(phc.to_string())
        })
        .await?;
        Ok(hash)
    }

    /// Whether `hash` is of `secret`. The turn is given back: what came out of it may have to be counted before the
    /// next one is let in.
    pub(crate) async fn matches(
        &self,
        turn: Turn,
        secret: &Arc<Secret>,
        hash: &str,
    ) -> Result<(bool, Turn), PasswordError> {
        let (secret, hash) = (Arc::clone(secret), hash.to_owned());
        compute(turn, move || {
            let phc = PasswordHash::new(&hash)?;
            let algorithm = Algorithm::try_from(phc.algorithm.as_str())?;
            let version = phc.version.map(Version::try_from).transpose()?.unwrap_or_default();
            let params = Params::try_from(&phc)?;
            let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else {
                return Err(PasswordError::Hash(password_hash::Error::EncodingInvalid));
            };
            // Compared in constant time.
            Ok(output(algorithm, version, params, &secret, &salt)? == expected)
        })
        .await
    }
}

async fn compute<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<(T, Turn), PasswordError> {
    // The turn goes along: it is held until the memory is free again, even if nobody waits for the result any more.
    let work = move || Ok((work()?, turn));
    tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Interrupted)?
}

fn output(
    algorithm: Algorithm,
    version: Version,
    params: Params,
    secret: &Secret,
    salt: &[u8],
) -> Result<Output, PasswordError> {
    let blocks = params.block_count();
    let mut memory = Vec::with_capacity(blocks.max(MAPPED_BLOCKS));
    memory.resize(blocks, Block::default());
    let mut bytes = [0; Params::DEFAULT_OUTPUT_LEN];
    let hasher = Argon2::new(algorithm, version, params);
    hasher.hash_password_into_with_memory(secret.expose().as_bytes(), salt, &mut bytes, &mut memory)?;
    Ok(Output::new(&bytes)?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use latchboard_contract::Secret;

    use super::Passwords;

    #[tokio::test]
    async fn a_hash_fits_its_own_secret_only_and_never_twice_the_same() {
        let passwords = Passwords::new();
        let (secret, other) = (Arc::new(Secret::from("né")), Arc::new(Secret::from("ne")));
        let hash = passwords.hash(&secret).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let matches = async |secret| {
            let turn = passwords.turn().await.unwrap();
            passwords.matches(turn, secret, &hash).await.unwrap().0
        };
        assert!(matches(&secret).await && !matches(&other).await);
        assert_ne!(passwords.hash(&secret).await.unwrap(), hash);
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_wrong_secret() {
        let passwords = Passwords::new();
        for damaged in [
            "$argon2id$nonsense",
            "",
            "$argon2id$v=19$m=19456,t=2,p=1",
            "$argon2id$v=19$m=1,t=0,p=1$YWFhYWFhYWE$YQ",
        ] {
            let turn = passwords.turn().await.unwrap();
            let checked = passwords.matches(turn, &Arc::new(Secret::from("s")), damaged).await;
            assert!(checked.is_err(), "{damaged}");
        }
    }

    /// As the program before this one made it.
    #[tokio::test]
    async fn a_hash_of_the_library_itself_is_understood() {
        use argon2::{Argon2, PasswordHasher};
        let passwords = Passwords::new();
        let hash =
            Argon2::default().hash_password_with_salt(b"secret", b"sixteen bytes!!!").unwrap().to_string();
        let turn = passwords.turn().await.unwrap();
        assert!(passwords.matches(turn, &Arc::new(Secret::from("secret")), &hash).await.unwrap().0);
    }
}
