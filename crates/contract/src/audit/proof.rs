//! That an entry is in the log that a checkpoint was signed of: for whoever has nothing else of that log.

use std::ops::Range;

use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::chain::ChainHash;
use super::checkpoint::PublicKey;
use super::note::Note;
use super::numbered::{Numbered, read_listed};
use super::tree::{Tile, Tree, TreeHash};
use super::verify::{Fault, Finding};
use super::{PROOFS_START, Unreadable};

/// An entry with what ties it to a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What was entered. The number of its attempt is told, and not proved.
    pub numbered: Numbered,
    /// The hash before it in its lane.
    pub before: ChainHash,
    /// Of the trees beside its own, from the entry upwards.
    pub path: Vec<TreeHash>,
}

/// Entries that are in one log, with the checkpoint that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proofs {
    /// Whose log it is. It proves nothing by itself: compare it with one from elsewhere.
    pub key: PublicKey,
    pub note: Note,
    pub proofs: Vec<Proof>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenProofs {
    latchboard_proofs: u32,
    key: String,
    checkpoint: String,
    proofs: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    entry: Map<String, Value>,
    before: String,
    path: String,
}

impl Proof {
    /// Whether the entry is in the tree, with this number.
    #[must_use]
    pub fn fits(&self, tree: &Tree) -> bool {
        let Numbered { number, ref entry, hash, .. } = self.numbered;
        self.before.then(entry) == hash
            && (1..=tree.size).contains(&number)
            && root(TreeHash::leaf(&hash), number - 1, tree.size, &self.path) == Some(tree.root)
    }

    /// As a JSON object.
    #[must_use]
    pub fn write(&self) -> String {
        let path: Vec<u8> = self.path.iter().flat_map(|hash| *hash.as_bytes()).collect();
        let (before, path) = (self.before, Base64::encode_string(&path));
        format!("{{\"entry\":{},\"before\":\"{before}\",\"path\":\"{path}\"}}", self.numbered.write())
    }

    fn read(Written { entry, before, path }: Written) -> Result<Self, Unreadable> {
        let path = Base64::decode_vec(&path).map_err(|_| Unreadable)?;
        Ok(Self { numbered: read_listed(entry)?, before: before.parse()?, path: Tile::hashes(&path)? })
    }
}

impl Proofs {
    /// As a JSON object on one line.
    #[must_use]
    pub fn write(&self) -> String {
        let proofs: Vec<_> = self.proofs.iter().map(Proof::write).collect();
        let (key, note) = (self.key, Value::from(self.note.as_str()));
        let proofs = proofs.join(",");
        format!("{PROOFS_START}1,\"key\":\"{key}\",\"checkpoint\":{note},\"proofs\":[{proofs}]}}")
    }

    /// Reads what [`Proofs::write`] wrote, in whatever order its members are.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for everything else.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let WrittenProofs { latchboard_proofs, key, checkpoint, proofs } =
            serde_json::from_str(text).map_err(|_| Unreadable)?;
        if latchboard_proofs != 1 {
            return Err(Unreadable);
        }
        let proofs = proofs.into_iter().map(Proof::read).collect::<Result<_, _>>()?;
        Ok(Self { key: key.parse()?, note: Note::read(&checkpoint)?, proofs })
    }

    /// The tree that all of them are in.
    ///
    /// # Errors
    ///
    /// A [`Finding`] when one is not, or when the checkpoint is not signed with its key or the one that was asked for.
    pub fn verify(&self, key: Option<PublicKey>) -> Result<Tree, Finding> {
        let at = |fault, sequence| Finding { fault, sequence };
        if key.is_some_and(|key| key != self.key) {
            return Err(at(Fault::OtherKey, self.note.size()));
        }
        let tree = self.note.open(&self.key).ok_or_else(|| at(Fault::Forged, self.note.size()))?;
        match self.proofs.iter().find(|proof| !proof.fits(&tree)) {
            Some(proof) => Err(at(Fault::Changed, proof.numbered.number)),
            None => Ok(tree),
        }
    }
}

/// The root of a tree of that size, by one of its leaves and the trees beside its way up; none where these do not fit.
fn root(leaf: TreeHash, index: u64, size: u64, path: &[TreeHash]) -> Option<TreeHash> {
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            hash = TreeHash::node(beside, &hash);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            hash = TreeHash::node(&hash, beside);
        }
        (at, last) = (at / 2, last / 2);
    }
    (last == 0).then_some(hash)
}

/// The leaves under each hash of a path, from the leaf upwards.
#[must_use]
pub fn path(index: u64, size: u64) -> Vec<Range<u64>> {
    let (mut within, mut beside) = (0..size, Vec::new());
    while within.end - within.start > 1 {
        let middle = within.start + (1 << (within.end - within.start - 1).ilog2());
        if index < middle {
            beside.push(middle..within.end);
            within.end = middle;
        } else {
            beside.push(within.start..middle);
            within.start = middle;
        }
    }
    beside.reverse();
    beside
}
