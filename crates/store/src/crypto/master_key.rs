//! The key under which API secrets lie in the database: XChaCha20-Poly1305, which authenticates what
//! it encrypts. Its nonces are long enough to be drawn at random for ever.
//!
//! Beside a sealed text that is to be found again lies its keyed fingerprint: `key id (4) · HMAC-SHA256
//! of the text's SHA-256`, under a key derived from this one. Without it nobody can try guesses on
//! the database; with the SHA-256 and the key the server can look a text up that it was never sent.
//!
//! While one master key takes the place of another, both are held: what is new is sealed with the new
//! one, and each opens what it sealed. A server that was started with either of them gets to know the
//! other from the database, where each lies sealed with the other for as long as that takes.
//!
//! A sealed text is `format (1 byte) · key id (4) · nonce (24) · ciphertext and tag`. Format and key
//! id are there so that other formats and other keys can live beside it in one database.

use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use hmac::{Hmac, Mac};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::{FullFingerprint, Secret};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::random::{self, RandomError};

/// Bytes of the key.
pub const KEY_LENGTH: usize = 32;

const FORMAT: u8 = 1;
const KEY_ID_LENGTH: usize = 4;
const NONCE_LENGTH: usize = 24;
const HEADER_LENGTH: usize = 1 + KEY_ID_LENGTH + NONCE_LENGTH;

/// What the key of keyed fingerprints is derived with.
const FINGERPRINT: &[u8] = b"latchboard fingerprint key";

/// Tells keys apart, and says nothing of them.
pub type KeyId = [u8; KEY_ID_LENGTH];

/// The bytes of a key, wiped when they are gone.
pub type KeyBytes = Zeroizing<[u8; KEY_LENGTH]>;

/// The key in force, as far as is known here, and the one before while both are needed.
pub struct MasterKey {
    ring: RwLock<Arc<Ring>>,
}

/// The key in force, and the one before while it is still needed.
struct Ring {
    current: Key,
    previous: Option<Key>,
}

#[derive(Clone)]
struct Key {
    cipher: XChaCha20Poly1305,
    fingerprint: Hmac<Sha256>,
    id: KeyId,
}

/// What the database says of its master key.
#[derive(Clone)]
pub struct KeyFacts {
    /// Opened by the key in force.
    pub check: Vec<u8>,
    /// The key in force, sealed with the one before. Only while one takes the place of the other.
    pub next: Option<Vec<u8>>,
    /// The one before, sealed with the key in force. Only as long.
    pub previous: Option<Vec<u8>>,
}

/// A text that can be opened, and found again by what it is.
pub struct Sealed {
    /// The text, encrypted for its place.
    pub text: Vec<u8>,
    /// What it is found by: the key's id, and a keyed hash of the text's SHA-256.
    pub fingerprint: Vec<u8>,
}

/// Where a sealed text belongs. It is authenticated along with it, so a text that somebody moved to
/// another row (to read it through an item of their own) does not open there.
#[derive(Clone, Copy)]
pub enum AssociatedData {
    /// The `client_secret` of an API secret.
    ApiSecret {
        /// The user whom it belongs to.
        owner: i64,
        id: i64,
    },
    /// The admin key in force of a registration.
    AdminKey {
        /// The API key, by its row.
        api_key: i64,
        /// Which of its registrations.
        service: Service,
    },
    /// The answer to a call that carried an idempotency key.
    Answer {
        /// Of the call: [`RequestKey::id`](crate::idempotency::RequestKey::id).
        id: [u8; 32],
    },
    /// The keys of the audit log.
    AuditKeys,
    /// The text that tells whether key and database belong together.
    Check,
    /// The master key that takes the place of the one that it is sealed with.
    NextKey,
    /// The master key whose place was taken by the one that it is sealed with.
    PreviousKey,
}

impl AssociatedData {
    /// Unambiguous: the purposes begin differently, and what follows has a fixed length or ends it.
    fn to_bytes(self) -> Vec<u8> {
        match self {
            Self::ApiSecret { owner, id } => {
                [b"latchboard api secret".as_slice(), &owner.to_be_bytes(), &id.to_be_bytes()].concat()
            }
            Self::AdminKey { api_key, service } => {
                let service = service.segment().as_bytes();
                [b"latchboard admin key".as_slice(), &api_key.to_be_bytes(), service].concat()
            }
            Self::Answer { id } => [b"latchboard answer".as_slice(), &id].concat(),
            Self::AuditKeys => b"latchboard audit keys".to_vec(),
            Self::Check => b"latchboard check".to_vec(),
            Self::NextKey => b"latchboard next master key".to_vec(),
            Self::PreviousKey => b"latchboard previous master key".to_vec(),
        }
    }
}

/// Why a text could not be sealed or opened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SealError {
    /// No nonce to be had.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Not sealed by us, or cut.
    #[error("An encrypted value in the database is damaged.")]
    Malformed,
    #[error("A value in the database is encrypted with another master key.")]
    OtherKey,
    /// Changed, or moved from another place.
    #[error("An encrypted value in the database was changed or moved to another row.")]
    NotAuthentic,
}

/// The key that a sealed text was sealed with; none when it is no such text.
pub fn sealed_with(sealed: &[u8]) -> Option<KeyId> {
    let (&format, rest) = sealed.split_first()?;
    if format != FORMAT { None } else { rest.first_chunk().copied() }
}

/// A key as people keep it: base64, with white space around it or not. None when it is none.
pub fn parse_key(text: &[u8]) -> Option<KeyBytes> {
    let key = Zeroizing::new(BASE64.decode(text.trim_ascii()).ok()?);
    key.as_slice().try_into().ok().map(Zeroizing::new)
}

/// A key as people keep it: base64, on one line.
pub fn written_key(key: &KeyBytes) -> Secret {
    Secret::new(BASE64.encode(key.as_slice()))
}

impl MasterKey {
    /// From the bytes of the key file.
    pub fn new(key: &[u8; KEY_LENGTH]) -> Self {
        Self::holding(Key::new(key), None)
    }

    fn holding(current: Key, previous: Option<Key>) -> Self {
        Self { ring: RwLock::new(Arc::new(Ring { current, previous })) }
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Which key is in force, as far as is known here.
    pub fn id(&self) -> KeyId {
        self.ring().current.id
    }

    /// Finds out from the database which key is in force, and what the other one is while there are
    /// two. False when none that is held here belongs to it.
    pub fn learn(&self, facts: &KeyFacts) -> bool {
        let ring = self.ring();
        let learnt = std::iter::once(&ring.current).chain(&ring.previous).find_map(|held| held.learn(facts));
        // What was held before may still be needed by a call that is under way.
        let previous = |new: &Ring| {
            let held = (ring.current.id != new.current.id).then(|| ring.current.clone());
            held.or_else(|| ring.previous.clone()).filter(|held| held.id != new.current.id)
        };
        let Some(mut new) = learnt else { return false };
        if new.previous.is_none() {
            new.previous = previous(&new);
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        true
    }

    /// Encrypts `text` for one place, and makes it findable.
    pub fn seal_findable(&self, context: AssociatedData, text: &Secret) -> Result<Sealed, SealError> {
        let (ring, whole) = (self.ring(), FullFingerprint::of(text));
        Ok(Sealed { text: ring.current.seal(context, text)?, fingerprint: ring.current.fingerprint(&whole) })
    }

    /// What lies beside a sealed text of this fingerprint: under the key in force, and under the one
    /// before, if there is one.
    pub fn fingerprints(&self, fingerprint: &FullFingerprint) -> [Vec<u8>; 2] {
        let ring = self.ring();
        let current = ring.current.fingerprint(fingerprint);
        let previous = ring.previous.as_ref().map(|key| key.fingerprint(fingerprint));
        [previous.unwrap_or_else(|| current.clone()), current]
    }

    /// Encrypts `text` for one place.
    pub fn seal(&self, context: AssociatedData, text: &Secret) -> Result<Vec<u8>, SealError> {
        self.ring().current.seal(context, text)
    }

    /// Decrypts what was sealed for this place.
    pub fn open(&self, context: AssociatedData, sealed: &[u8]) -> Result<Secret, SealError> {
        let id = sealed_with(sealed).ok_or(SealError::Malformed)?;
        let ring = self.ring();
        let key = std::iter::once(&ring.current).chain(&ring.previous).find(|key| key.id == id);
        key.ok_or(SealError::OtherKey)?.open(context, sealed)
    }
}

impl Key {
    fn new(key: &[u8; KEY_LENGTH]) -> Self {
        let hash = Sha256::new().chain_update(b"latchboard key id").chain_update(key).finalize();
        let mut id = [0; KEY_ID_LENGTH];
        id.copy_from_slice(&hash[..KEY_ID_LENGTH]);
        let derived = hmac(key).chain_update(FINGERPRINT).finalize().into_bytes();
        let derived = Zeroizing::new(<[u8; KEY_LENGTH]>::from(derived));
        Self { cipher: XChaCha20Poly1305::new(key.into()), fingerprint: hmac(&derived), id }
    }

    /// The keys of the database, if this is one of them.
    fn learn(&self, facts: &KeyFacts) -> Option<Ring> {
        let unsealed = |context, sealed: &Option<Vec<u8>>| {
            let text = self.open(context, sealed.as_deref()?).ok()?;
            parse_key(text.expose().as_bytes()).map(|key| Self::new(&key))
        };
        if self.open(AssociatedData::Check, &facts.check).is_ok() {
            let previous = unsealed(AssociatedData::PreviousKey, &facts.previous);
            return Some(Ring { current: self.clone(), previous });
        }
        let next = unsealed(AssociatedData::NextKey, &facts.next)?;
        next.open(AssociatedData::Check, &facts.check).ok()?;
        Some(Ring { current: next, previous: Some(self.clone()) })
    }

    fn fingerprint(&self, fingerprint: &FullFingerprint) -> Vec<u8> {
        let code = self.fingerprint.clone().chain_update(fingerprint.as_bytes()).finalize();
        [self.id.as_slice(), &code.into_bytes()].concat()
    }

    fn seal(&self, context: AssociatedData, text: &Secret) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE_LENGTH] = random::bytes().map_err(SealError::Random)?;
        let payload = Payload { msg: text.expose().as_bytes(), aad: &context.to_bytes() };
        // Fails only for texts of 256 GiB.
        let encrypted =
            self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Malformed)?;
        Ok([&[FORMAT], self.id.as_slice(), &nonce, &encrypted].concat())
    }

    fn open(&self, context: AssociatedData, sealed: &[u8]) -> Result<Secret, SealError> {
        let (header, encrypted) = sealed.split_at_checked(HEADER_LENGTH).ok_or(SealError::Malformed)?;
        let (&format, header) = header.split_first().ok_or(SealError::Malformed)?;
        let (id, nonce) = header.split_at(KEY_ID_LENGTH);
        if format != FORMAT {
            return Err(SealError::Malformed);
        }
        if id != self.id {
            return Err(SealError::OtherKey);
        }
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().map_err(|_| SealError::Malformed)?;
        let payload = Payload { msg: encrypted, aad: &context.to_bytes() };
        let text = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::NotAuthentic)?;
        String::from_utf8(text).map(Secret::new).map_err(|error| {
            drop(Zeroizing::new(error.into_bytes()));
            SealError::Malformed
        })
    }
}

/// HMAC-SHA256, which fills a shorter key up with zeros to the length of SHA-256's blocks.
fn hmac(key: &[u8; KEY_LENGTH]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..KEY_LENGTH].copy_from_slice(key);
    Hmac::new((&*block).into())
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::configuration::Service;
    use latchboard_contract::{FullFingerprint, Secret};

    use zeroize::Zeroizing;

    use super::{AssociatedData, HEADER_LENGTH, KeyFacts, MasterKey, SealError, parse_key, written_key};

    const HERE: AssociatedData = AssociatedData::ApiSecret { owner: 1, id: 2 };

    fn sealed(key: &MasterKey) -> Vec<u8> {
        key.seal(HERE, &Secret::from("s3cret é")).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let key = MasterKey::new(&[7; 32]);
        assert!(key.open(HERE, &sealed(&key)).unwrap() == Secret::from("s3cret é"));
        assert_ne!(sealed(&key), sealed(&key), "the nonce differs");
        assert!(
            key.open(AssociatedData::Check, &key.seal(AssociatedData::Check, &Secret::from("")).unwrap())
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn a_fingerprint_is_of_the_text_and_the_key_and_of_nothing_else() {
        let (key, text) = (MasterKey::new(&[7; 32]), Secret::from("s3cret é"));
        let findable = key.seal_findable(HERE, &text).unwrap();
        assert!(key.open(HERE, &findable.text).unwrap() == text);
        let whole = FullFingerprint::of(&text);
        let elsewhere = AssociatedData::ApiSecret { owner: 3, id: 4 };
        assert_eq!(findable.fingerprint, key.seal_findable(elsewhere, &text).unwrap().fingerprint);
        let fingerprint = |key: &MasterKey, text: &FullFingerprint| key.fingerprints(text)[1].clone();
        assert_eq!(findable.fingerprint, fingerprint(&key, &whole));
        assert_ne!(findable.fingerprint, fingerprint(&key, &FullFingerprint::of(&Secret::from("s3cret e"))));
        let other = fingerprint(&MasterKey::new(&[8; 32]), &whole);
        assert!(findable.fingerprint[..4] != other[..4] && findable.fingerprint[4..] != other[4..]);
        let contains = |part: &[u8]| findable.fingerprint.windows(8).any(|window| window == part);
        assert!(!whole.as_bytes().windows(8).any(contains), "the hash itself is no part of it");
    }

    #[test]
    fn it_opens_nowhere_else() {
        let key = MasterKey::new(&[7; 32]);
        let moved = [(1, 3), (2, 2), (2, 1)].map(|(owner, id)| AssociatedData::ApiSecret { owner, id });
        let others = Service::ALL.map(|service| AssociatedData::AdminKey { api_key: 1, service });
        for context in moved.into_iter().chain(others).chain([AssociatedData::Check]) {
            assert!(matches!(key.open(context, &sealed(&key)), Err(SealError::NotAuthentic)));
        }
    }

    #[test]
    fn another_key_and_damage_are_told_apart() {
        let key = MasterKey::new(&[7; 32]);
        let sealed = sealed(&key);
        assert!(matches!(MasterKey::new(&[8; 32]).open(HERE, &sealed), Err(SealError::OtherKey)));
        assert!(matches!(key.open(HERE, &sealed[..HEADER_LENGTH - 1]), Err(SealError::Malformed)));
        for index in HEADER_LENGTH..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[index] ^= 1;
            assert!(matches!(key.open(HERE, &flipped), Err(SealError::NotAuthentic)), "byte {index}");
        }
    }

    #[test]
    fn who_holds_either_key_learns_the_other_one_while_there_are_two() {
        let (old, new) = (MasterKey::new(&[7; 32]), MasterKey::new(&[8; 32]));
        let text = |byte| written_key(&Zeroizing::new([byte; 32]));
        let check = |key: &MasterKey| key.seal(AssociatedData::Check, &Secret::from("")).unwrap();
        let before = KeyFacts { check: check(&old), next: None, previous: None };
        let both = KeyFacts {
            check: check(&new),
            next: Some(old.seal(AssociatedData::NextKey, &text(8)).unwrap()),
            previous: Some(new.seal(AssociatedData::PreviousKey, &text(7)).unwrap()),
        };
        let after = KeyFacts { next: None, previous: None, ..both.clone() };
        let (old_sealed, new_sealed) = (sealed(&old), sealed(&new));
        let hello = FullFingerprint::of(&Secret::from("hello"));
        let old_one = old.fingerprints(&hello)[1].clone();
        for (byte, also_before, also_after) in [(7, true, false), (8, false, true)] {
            let key = || MasterKey::new(&[byte; 32]);
            assert_eq!((key().learn(&before), key().learn(&after)), (also_before, also_after));
            let key = key();
            assert!(key.learn(&both) && key.id() == new.id());
            for sealed in [&old_sealed, &new_sealed] {
                assert!(key.open(HERE, sealed).is_ok());
            }
            assert!(new.open(HERE, &key.seal(HERE, &Secret::from("x")).unwrap()).is_ok());
            assert_eq!(key.fingerprints(&hello), [old_one.clone(), new.fingerprints(&hello)[1].clone()]);
            // What is under way may still have been read before.
            assert!(key.learn(&after) && key.open(HERE, &old_sealed).is_ok());
            assert!(!key.learn(&KeyFacts { check: check(&MasterKey::new(&[9; 32])), ..after.clone() }));
        }
        assert!(!MasterKey::new(&[9; 32]).learn(&both), "a third one learns nothing");
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = Zeroizing::new([7; 32]);
        let text = written_key(&key);
        assert!(parse_key(format!(" {}\n", text.expose()).as_bytes()) == Some(key));
        for wrong in ["", "c2hvcnQ=", "not base64"] {
            assert!(parse_key(wrong.as_bytes()).is_none());
        }
    }
}
