//! The Merkle tree over the entries in the order of their numbers (RFC 6962), and the tiles that it is kept in
//! (C2SP tlog-tiles): 256 hashes each, those of level 0 of entries, those above of the tiles below.

use std::fmt;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::Unreadable;
use super::chain::{ChainHash, hex, unhex};

/// Hashes in a tile.
pub const TILE: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHash([u8; 32]);

impl TreeHash {
    /// That of an entry, which its chain hash stands for.
    #[must_use]
    pub fn leaf(entry: &ChainHash) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(entry.as_bytes()).finalize().into())
    }

    /// That of two neighbours.
    #[must_use]
    pub fn node(left: &Self, right: &Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, out)
    }
}

impl std::str::FromStr for TreeHash {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        unhex(text).map(Self)
    }
}

/// So many entries, and the root over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree {
    pub size: u64,
    pub root: TreeHash,
}

/// A tile, whole or at the right edge of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Counts from 0, where entries are.
    pub level: u8,
    /// Counts from 0, from the left.
    pub index: u64,
    /// 256, or fewer at the right edge.
    pub hashes: Vec<TreeHash>,
}

impl Tile {
    /// One hash after the other.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.0).collect()
    }

    /// The hashes that stand one after the other in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when it is no number of whole hashes.
    pub fn hashes(bytes: &[u8]) -> Result<Vec<TreeHash>, Unreadable> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if rest.is_empty() { Ok(hashes.iter().copied().map(TreeHash).collect()) } else { Err(Unreadable) }
    }
}

/// The right edge of a tree that grows: of each level, the hashes of the tile that is not whole yet.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<TreeHash>>,
}

impl Edge {
    /// Of a tree with so many entries, by the tiles at its right edge, from level 0 upwards.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for tiles that are no such edge.
    pub fn new(size: u64, levels: Vec<Vec<TreeHash>>) -> Result<Self, Unreadable> {
        let widths = (0..).map_while(|level| width(size, level));
        let fits = widths.clone().count() == levels.len()
            && widths.zip(&levels).all(|(width, hashes)| width == hashes.len());
        if fits { Ok(Self { size, levels }) } else { Err(Unreadable) }
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds an entry; the tiles that it makes whole, from level 0 upwards.
    pub fn push(&mut self, leaf: TreeHash) -> Vec<Tile> {
        let (mut whole, mut hash) = (Vec::new(), leaf);
        self.size += 1;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::with_capacity(TILE));
            }
            let hashes = &mut self.levels[level];
            hashes.push(hash);
            if hashes.len() < TILE {
                break;
            }
            hash = perfect_root(hashes);
            let hashes = std::mem::take(hashes);
            #[expect(clippy::cast_possible_truncation, reason = "eight levels hold every number of entries")]
            let tile = Tile { level: level as u8, index: (self.size >> (8 * (level + 1))) - 1, hashes };
            whole.push(tile);
        }
        whole
    }

    /// The tiles above level 0 that are not whole.
    pub fn partial(&self) -> impl Iterator<Item = Tile> + '_ {
        (1_u8..).zip(self.levels.iter().skip(1)).filter(|(_, hashes)| !hashes.is_empty()).map(
            |(level, hashes)| Tile {
                level,
                index: self.size >> (8 * (u32::from(level) + 1)),
                hashes: hashes.clone(),
            },
        )
    }

    /// The tree as it is now.
    #[must_use]
    pub fn tree(&self) -> Tree {
        self.peaks().tree()
    }

    /// What is needed of it to go on without tiles.
    #[must_use]
    pub fn peaks(&self) -> Peaks {
        Peaks {
            size: self.size,
            roots: self.levels.iter().rev().flat_map(|hashes| perfect(hashes)).collect(),
        }
    }
}

/// The roots of the complete trees that the entries make, from the left: the least that a tree grows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    size: u64,
    roots: Vec<TreeHash>,
}

impl Peaks {
    /// Of a tree with so many entries.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when there are more or fewer roots than such a tree has.
    pub fn new(size: u64, roots: Vec<TreeHash>) -> Result<Self, Unreadable> {
        let fits = roots.len() == size.count_ones() as usize;
        if fits { Ok(Self { size, roots }) } else { Err(Unreadable) }
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    #[must_use]
    pub fn roots(&self) -> &[TreeHash] {
        &self.roots
    }

    pub fn push(&mut self, leaf: TreeHash) {
        let mut root = leaf;
        for _ in 0..self.size.trailing_ones() {
            root = self.roots.pop().map_or(root, |left| TreeHash::node(&left, &root));
        }
        self.roots.push(root);
        self.size += 1;
    }

    /// The tree as it is now.
    #[must_use]
    pub fn tree(&self) -> Tree {
        let root = self.roots.iter().copied().rev().reduce(|right, left| TreeHash::node(&left, &right));
        Tree { size: self.size, root: root.unwrap_or_else(empty) }
    }
}

/// The root over nothing.
fn empty() -> TreeHash {
    TreeHash(Sha256::digest([]).into())
}

/// Hashes in the tile at the right edge that is not whole; none above the top.
#[must_use]
pub fn width(size: u64, level: u32) -> Option<usize> {
    let whole = size.checked_shr(8 * level).filter(|whole| *whole > 0)?;
    usize::try_from(whole % TILE as u64).ok()
}

/// The roots of the largest complete trees that hashes of one level make, from the left.
fn perfect(hashes: &[TreeHash]) -> Vec<TreeHash> {
    let (mut rest, mut roots) = (hashes, Vec::new());
    while let Some(log) = rest.len().checked_ilog2() {
        let (tree, behind) = rest.split_at(1 << log);
        roots.push(perfect_root(tree));
        rest = behind;
    }
    roots
}

/// The complete trees that leaves in a row make, from the left: each by its height and its place among those of that height.
#[must_use]
pub fn perfect_trees(range: Range<u64>) -> Vec<(u32, u64)> {
    let (mut at, mut trees) = (range.start, Vec::new());
    while at < range.end {
        let height = at.trailing_zeros().min((range.end - at).ilog2());
        trees.push((height, at >> height));
        at += 1 << height;
    }
    trees
}

/// The root over hashes of one level, as many as a power of two.
#[must_use]
pub fn perfect_root(hashes: &[TreeHash]) -> TreeHash {
    match hashes {
        [hash] => *hash,
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            TreeHash::node(&perfect_root(left), &perfect_root(right))
        }
    }
}
