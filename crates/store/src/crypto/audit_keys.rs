//! The two keys of the audit log: one for keyed hashes, which only the server can check, and one for
//! signatures, which everybody can. Drawn at random when the log begins, kept encrypted under the
//! master key; another master key leaves them, and so the log, as they are.

use data_encoding::BASE64;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use latchboard_contract::Secret;
use latchboard_contract::audit::{
    ChainHash, Checkpoint, CheckpointKind, Note, Pruned, PublicKey, SignatureBytes, Signed, SignedPruned,
    Tree,
};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::random::{self, RandomError};

/// Bytes of each key.
const LENGTH: usize = 32;

/// What only the server has. Whoever writes to the database without it cannot write the log anew.
pub struct AuditKeys {
    mac: Hmac<Sha256>,
    signer: SigningKey,
}

impl AuditKeys {
    /// New ones, as a text to be kept encrypted.
    pub fn make() -> Result<Secret, RandomError> {
        let bytes = Zeroizing::new(random::bytes::<{ 2 * LENGTH }>()?);
        Ok(Secret::new(BASE64.encode(bytes.as_slice())))
    }

    /// From the text that was kept; none when it is no such text.
    pub fn read(text: &Secret) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text.expose().as_bytes()).ok()?);
        let (mac, seed) = bytes.split_at_checked(LENGTH)?;
        let seed = Zeroizing::new(<[u8; LENGTH]>::try_from(seed).ok()?);
        let mac = Hmac::new_from_slice(mac).ok()?;
        Some(Self { mac, signer: SigningKey::from_bytes(&seed) })
    }

    /// What signatures are verified with. No secret.
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.signer.verifying_key().to_bytes())
    }

    /// The keyed hash that lies beside an entry with this hash, which has this number in its lane.
    pub(crate) fn of_entry(&self, lane: u64, sequence: u64, hash: &ChainHash) -> [u8; 32] {
        self.entry(lane, sequence, hash).finalize().into_bytes().into()
    }

    /// Whether `mac` lies rightly beside such an entry.
    pub(crate) fn fits_entry(&self, lane: u64, sequence: u64, hash: &ChainHash, mac: &[u8]) -> bool {
        self.entry(lane, sequence, hash).verify_slice(mac).is_ok()
    }

    fn entry(&self, lane: u64, sequence: u64, hash: &ChainHash) -> Hmac<Sha256> {
        let mac = match lane {
            0 => self.mac.clone().chain_update(b"latchboard audit entry\n"),
            _ => self
                .mac
                .clone()
                .chain_update(b"latchboard audit lane entry\n")
                .chain_update(lane.to_be_bytes())
                .chain_update(sequence.to_be_bytes()),
        };
        mac.chain_update(hash.as_bytes())
    }

    /// The keyed hash that says that a lane ends here.
    pub(crate) fn of_head(&self, lane: u64, sequence: u64, hash: &ChainHash) -> [u8; 32] {
        self.head(lane, sequence, hash).finalize().into_bytes().into()
    }

    /// Whether `mac` says so.
    pub(crate) fn fits_head(&self, lane: u64, sequence: u64, hash: &ChainHash, mac: &[u8]) -> bool {
        self.head(lane, sequence, hash).verify_slice(mac).is_ok()
    }

    fn head(&self, lane: u64, sequence: u64, hash: &ChainHash) -> Hmac<Sha256> {
        let mac = match lane {
            0 => self.mac.clone().chain_update(b"latchboard audit head\n"),
            _ => self
                .mac
                .clone()
                .chain_update(b"latchboard audit lane head\n")
                .chain_update(lane.to_be_bytes()),
        };
        mac.chain_update(sequence.to_be_bytes()).chain_update(hash.as_bytes())
    }

    /// A keyed hash of parts, each of any length. Not of the log, but this key outlives the master key.
    pub fn of_idempotency(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.of_parts(b"latchboard idempotency\n", parts)
    }

    /// The keyed hash of what an import stores.
    pub fn of_import(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.of_parts(b"latchboard import\n", parts)
    }

    /// The salt of the index: one for the installation, for ever, since each further one would be one more equation for
    /// whoever collects indexes.
    pub fn index_salt(&self) -> [u8; 16] {
        let mac = self.of_parts(b"latchboard index salt\n", &[]);
        mac.first_chunk().copied().unwrap_or_default()
    }

    fn of_parts(&self, purpose: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        let mac = self.mac.clone().chain_update(purpose);
        let with = |mac: Hmac<Sha256>, part: &&[u8]| {
            mac.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        };
        parts.iter().fold(mac, with).finalize().into_bytes().into()
    }

    /// The keyed hash of a client id that there is not.
    pub fn of_unknown_client(&self, client_id: &str) -> [u8; 32] {
        let mac = self.mac.clone().chain_update(b"latchboard unknown client\n");
        mac.chain_update(client_id).finalize().into_bytes().into()
    }

    /// Signs how far an export goes.
    pub fn sign(&self, checkpoint: Checkpoint, kind: CheckpointKind) -> Signed {
        let signature = self.signer.sign(&checkpoint.message(kind));
        Signed { checkpoint, kind, signature: SignatureBytes::from_bytes(signature.to_bytes()) }
    }

    /// Signs what a log goes on from.
    pub(crate) fn sign_pruned(&self, pruned: Pruned) -> SignedPruned {
        let signature = self.signer.sign(&pruned.message());
        SignedPruned { pruned, signature: SignatureBytes::from_bytes(signature.to_bytes()) }
    }

    /// Signs how large the tree is.
    pub fn note(&self, tree: &Tree) -> Note {
        let key = self.public();
        let signature = self.signer.sign(Note::message(tree, &key).as_bytes());
        Note::signed(tree, &key, &SignatureBytes::from_bytes(signature.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::Secret;
    use latchboard_contract::audit::{ChainHash, Checkpoint, CheckpointKind};

    use super::AuditKeys;

    #[test]
    fn keys_are_read_as_they_were_made_and_differ_each_time() {
        let text = AuditKeys::make().unwrap();
        let (one, same) = (AuditKeys::read(&text).unwrap(), AuditKeys::read(&text).unwrap());
        let other = AuditKeys::read(&AuditKeys::make().unwrap()).unwrap();
        let hash = ChainHash::from_bytes([3; 32]);
        assert_eq!((one.public(), one.of_entry(1, 2, &hash)), (same.public(), same.of_entry(1, 2, &hash)));
        assert_ne!(one.public(), other.public());
        assert!(!other.fits_entry(1, 2, &hash, &one.of_entry(1, 2, &hash)));
        assert!(AuditKeys::read(&Secret::from("")).is_none());
        assert!(AuditKeys::read(&Secret::from("AAAA")).is_none());
    }

    #[test]
    fn a_keyed_hash_is_of_one_place_and_a_signature_of_one_purpose() {
        let keys = AuditKeys::read(&AuditKeys::make().unwrap()).unwrap();
        let hash = ChainHash::from_bytes([3; 32]);
        for lane in [0, 1] {
            assert!(keys.fits_entry(lane, 7, &hash, &keys.of_entry(lane, 7, &hash)));
            assert!(keys.fits_head(lane, 7, &hash, &keys.of_head(lane, 7, &hash)));
            assert!(!keys.fits_head(lane, 6, &hash, &keys.of_head(lane, 7, &hash)));
            assert!(!keys.fits_head(2, 7, &hash, &keys.of_head(lane, 7, &hash)));
            assert!(!keys.fits_entry(lane, 7, &hash, &keys.of_head(lane, 7, &hash)));
        }
        assert!(!keys.fits_entry(1, 6, &hash, &keys.of_entry(1, 7, &hash)));
        assert!(!keys.fits_entry(2, 7, &hash, &keys.of_entry(1, 7, &hash)));
        let checkpoint = Checkpoint { sequence: 7, time: 1, hash };
        let mut signed = keys.sign(checkpoint, CheckpointKind::Between);
        assert!(signed.is_by(&keys.public()));
        signed.kind = CheckpointKind::End;
        assert!(!signed.is_by(&keys.public()));
    }
}
