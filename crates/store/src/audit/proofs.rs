//! Proofs that entries are in the tree, out of its tiles.

use std::collections::BTreeMap;
use std::ops::Range;

use latchboard_contract::audit::{
    ChainHash, Note, Numbered, Proof, TILE, Tile, TreeHash, path, perfect_root, perfect_trees,
};

use super::lanes::integer;
use super::reading::AuditRow;
use super::sequencer::leaves;
use crate::database::connection::Connection;
use crate::database::sql::query;
use crate::{Store, StoreError};

const NO_PROOF: StoreError = StoreError::Damaged("the audit log's tree has not all its tiles");

impl Store {
    /// What ties entries to the tree of a checkpoint, in which they have their numbers.
    pub async fn audit_proofs(&self, note: &Note, rows: Vec<AuditRow>) -> Result<Vec<Proof>, StoreError> {
        let mut tiles = Tiles { size: note.size(), known: BTreeMap::new() };
        let mut proofs = Vec::with_capacity(rows.len());
        for row in rows {
            proofs.push(self.proof(&mut tiles, row).await?);
        }
        Ok(proofs)
    }

    async fn proof(&self, tiles: &mut Tiles, row: AuditRow) -> Result<Proof, StoreError> {
        let (Some(number), Ok(entry), Some(hash)) = (row.number, row.entry, row.hash) else {
            return Err(StoreError::Damaged("an entry of the audit log was changed"));
        };
        let before = match row.sequence - 1 {
            0 => ChainHash::START,
            before => {
                let rows = self.audit_of_lane(row.lane, before - 1, before, 1).await?;
                match rows.first() {
                    Some(row) => row.hash.ok_or(NO_PROOF)?,
                    None => self.removed_end(row.lane, before).await?.ok_or(NO_PROOF)?,
                }
            }
        };
        let mut connection = self.database.read().await?;
        let mut hashes = Vec::new();
        for range in path(number - 1, tiles.size) {
            hashes.push(tiles.root(&mut connection, range).await?);
        }
        Ok(Proof { numbered: Numbered { number, attempt: row.attempt, entry, hash }, before, path: hashes })
    }
}

/// Tiles of a tree of that size, as far as they were needed.
struct Tiles {
    size: u64,
    known: BTreeMap<(u32, u64), Vec<TreeHash>>,
}

impl Tiles {
    /// The root over some of its leaves, which are a tree beside a way up.
    async fn root(&mut self, connection: &mut Connection, range: Range<u64>) -> Result<TreeHash, StoreError> {
        let mut roots = Vec::new();
        for (height, index) in perfect_trees(range) {
            roots.push(self.perfect(connection, height, index).await?);
        }
        roots.into_iter().rev().reduce(|right, left| TreeHash::node(&left, &right)).ok_or(NO_PROOF)
    }

    /// The root of a complete tree of 2^`height` leaves, the `index`th of its kind.
    async fn perfect(
        &mut self,
        connection: &mut Connection,
        height: u32,
        index: u64,
    ) -> Result<TreeHash, StoreError> {
        let (level, within) = (height / 8, height % 8);
        let first = index << within;
        let tile = first / TILE as u64;
        if !self.known.contains_key(&(level, tile)) {
            let hashes = self.load(connection, level, tile).await?;
            self.known.insert((level, tile), hashes);
        }
        let at = usize::try_from(first % TILE as u64).unwrap_or_default();
        let hashes = self.known.get(&(level, tile)).and_then(|hashes| hashes.get(at..at + (1 << within)));
        hashes.map(perfect_root).ok_or(NO_PROOF)
    }

    async fn load(
        &self,
        connection: &mut Connection,
        level: u32,
        tile: u64,
    ) -> Result<Vec<TreeHash>, StoreError> {
        let row = query("SELECT hashes FROM audit_tiles WHERE level = $1 AND tile = $2");
        let row: Option<Vec<u8>> =
            row.bind(i64::from(level)).bind(integer(tile)).fetch_optional(connection).await?;
        match row {
            Some(hashes) => Tile::hashes(&hashes).map_err(|_| NO_PROOF),
            // It is not whole.
            None if level == 0 => leaves(connection, integer(tile * TILE as u64)).await,
            None => Err(NO_PROOF),
        }
    }
}
