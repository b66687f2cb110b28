//! A checkpoint of the tree as a signed note (C2SP tlog-checkpoint): size and root, signed with the log's key.

use super::Unreadable;

/// Names the kind of log; the key's first digits behind it name the very one.
#[cfg(feature = "verify")]
const ORIGIN: &str = "latchboard-audit";

/// A signed note as it is written, whoever signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    size: u64,
}

impl Note {
    /// Whether it is by the log's key, [`Note::open`] says.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for what is no note of a checkpoint.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let size = text.lines().nth(1).and_then(|line| line.parse().ok()).ok_or(Unreadable)?;
        // Bounded, and of lines that people can see.
        let plain = |c: char| !c.is_control() || c == '\n';
        if text.len() > 1000 || !text.ends_with('\n') || !text.chars().all(plain) {
            return Err(Unreadable);
        }
        Ok(Self { text: text.to_owned(), size })
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many entries it says that there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }
}

#[cfg(feature = "verify")]
mod verify {
    use base64ct::{Base64, Encoding};
    use sha2::{Digest, Sha256};

    use super::super::checkpoint::{PublicKey, SignatureBytes, is_signed};
    use super::super::tree::{Tree, TreeHash};
    use super::{Note, ORIGIN};

    impl Note {
        /// What is to be signed.
        #[must_use]
        pub fn message(tree: &Tree, key: &PublicKey) -> String {
            let root = Base64::encode_string(tree.root.as_bytes());
            format!("{}\n{}\n{root}\n", origin(key), tree.size)
        }

        #[must_use]
        pub fn signed(tree: &Tree, key: &PublicKey, signature: &SignatureBytes) -> Self {
            let bytes = [&key_id(key)[..], signature.as_bytes()].concat();
            let signature = Base64::encode_string(&bytes);
            let (message, origin) = (Self::message(tree, key), origin(key));
            Self { text: format!("{message}\n\u{2014} {origin} {signature}\n"), size: tree.size }
        }

        /// What it says, if the holder of the key signed it.
        #[must_use]
        pub fn open(&self, key: &PublicKey) -> Option<Tree> {
            let (message, signature) = self.text.split_once("\n\n")?;
            let root = Base64::decode_vec(message.lines().nth(2)?).ok()?.try_into().ok()?;
            let tree = Tree { size: self.size, root: TreeHash::from_bytes(root) };
            let signature = Base64::decode_vec(signature.strip_suffix('\n')?.rsplit(' ').next()?).ok()?;
            let signature = SignatureBytes::from_bytes(*signature.get(4..)?.as_array()?);
            // There is one way to write it.
            let same = Self::signed(&tree, key, &signature) == *self;
            let signed = same && is_signed(Self::message(&tree, key).as_bytes(), &signature, key);
            signed.then_some(tree)
        }
    }

    fn origin(key: &PublicKey) -> String {
        let key = key.to_string();
        format!("{ORIGIN}/{}", &key[..16])
    }

    /// As notes name a key: by a hash of name, algorithm (1 is Ed25519) and key.
    fn key_id(key: &PublicKey) -> [u8; 4] {
        let name = format!("{}\n\u{1}", origin(key));
        let hash = Sha256::new().chain_update(name).chain_update(key.as_bytes()).finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }
}
