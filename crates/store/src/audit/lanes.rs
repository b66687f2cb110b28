//! The lane of this process in the audit log: how it comes by one, keeps it and gives it back.
//!
//! Whoever appends locks the row of the lane until the commit. So nothing depends on a lane being one process's alone: if one
//! that was taken for gone comes back, both append to it, each after the other.
//!
//! All who write to a file take turns, and share a lane.

use latchboard_contract::audit::ChainHash;
use tokio::sync::OnceCell;

use crate::crypto::{AuditKeys, random};
use crate::database::Head;
use crate::database::connection::Connection;
use crate::database::session::{Pool, Session};
use crate::database::sql::{from_row, query};
use crate::{Store, StoreError};

/// The one that all share who write to a file.
const LANE_OF_FILE: u64 = 1;
/// Milliseconds after which a process that was not seen is taken for gone, and another one takes its lane.
const GONE_AFTER: i64 = 60_000;
const NO_HEAD: StoreError = StoreError::Damaged("a lane of the audit log has no end");
const FALSE_HEAD: StoreError =
    StoreError::Damaged("the audit log was not written by this server; `audit verify` says more");

/// Where a lane ends, as its row says.
struct End {
    sequence: i64,
    hash: Vec<u8>,
    mac: Vec<u8>,
}

from_row!(End { sequence, hash, mac });

/// What the log is written with.
pub(crate) struct Log {
    pub(crate) keys: AuditKeys,
    /// Tells this process from those that had the lane before.
    owner: [u8; 16],
    lane: OnceCell<u64>,
}

impl Log {
    pub(crate) fn new(keys: AuditKeys) -> Result<Self, StoreError> {
        let owner = random::bytes().map_err(|error| StoreError::Seal(error.into()))?;
        Ok(Self { keys, owner, lane: OnceCell::new() })
    }

    /// The lane of this process, which it takes when it needs one for the first time.
    async fn lane(&self, connection: &mut Connection) -> Result<u64, StoreError> {
        match connection.pool().cloned() {
            Some(pool) => self.lane_on(&pool).await,
            None => Ok(LANE_OF_FILE),
        }
    }

    async fn lane_on(&self, pool: &Pool) -> Result<u64, StoreError> {
        self.lane.get_or_try_init(|| self.take(pool)).await.copied()
    }

    /// One that nobody has any more, or a new one, in a transaction of its own.
    async fn take(&self, pool: &Pool) -> Result<u64, StoreError> {
        loop {
            let mut session = pool.begin().await?;
            let free = query(
                "UPDATE audit_lanes SET owner = $1, seen_at = (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT
                 WHERE lane = (SELECT lane FROM audit_lanes
                     WHERE lane > 0 AND seen_at < (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT - $2
                     ORDER BY lane LIMIT 1 FOR UPDATE SKIP LOCKED)
                 RETURNING lane",
            );
            let taken = session.fetch(&free.bind(self.owner.as_slice()).bind(GONE_AFTER)).await?;
            let lane = match taken.first() {
                Some(row) => Some(row.try_get("lane")?),
                None => self.make(&mut session).await?,
            };
            session.commit().await?;
            // Else another process has made the one with this number.
            if let Some(lane) = lane {
                return u64::try_from(lane).map_err(|_| NO_HEAD);
            }
        }
    }

    async fn make(&self, session: &mut Session) -> Result<Option<i64>, StoreError> {
        let last = query(
            "SELECT GREATEST((SELECT max(lane) FROM audit_lanes), (SELECT max(lane) FROM audit_spans), 0) AS last",
        );
        let rows = session.fetch(&last).await?;
        let lane = rows.first().map(|row| row.try_get::<_, i64>("last")).transpose()?.ok_or(NO_HEAD)? + 1;
        let made = query(
            "INSERT INTO audit_lanes (lane, sequence, hash, mac, owner, seen_at)
             VALUES ($1, 0, $2, $3, $4, (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT)
             ON CONFLICT (lane) DO NOTHING",
        )
        .bind(lane)
        .bind(ChainHash::START.as_bytes().as_slice())
        .bind(self.keys.of_head(u64::try_from(lane).map_err(|_| NO_HEAD)?, 0, &ChainHash::START).as_slice())
        .bind(self.owner.as_slice());
        Ok((session.execute(&made).await? == 1).then_some(lane))
    }

    /// Where the lane ends, and nobody else's entry comes in between before the transaction ends.
    pub(crate) async fn head(&self, connection: &mut Connection) -> Result<Head, StoreError> {
        if let Some(head) = connection.head() {
            return Ok(head);
        }
        let lane = self.lane(connection).await?;
        let sql = "SELECT sequence, hash, mac FROM audit_lanes WHERE lane = $1";
        let locking = "SELECT sequence, hash, mac FROM audit_lanes WHERE lane = $1 FOR UPDATE";
        let row =
            query(connection.either(sql, locking)).bind(integer(lane)).fetch_optional(connection).await?;
        let head = match row {
            Some(End { sequence, hash, mac }) => {
                let sequence = u64::try_from(sequence).map_err(|_| FALSE_HEAD)?;
                let hash = ChainHash::from_bytes(hash.try_into().map_err(|_| FALSE_HEAD)?);
                // What comes behind a false end would lend it our authority.
                if !self.keys.fits_head(lane, sequence, &hash, &mac) {
                    return Err(FALSE_HEAD);
                }
                Head { lane, sequence, hash }
            }
            None if connection.pool().is_none() => self.begin_lane_of_file(connection).await?,
            None => return Err(NO_HEAD),
        };
        connection.remember_head(head);
        Ok(head)
    }

    async fn begin_lane_of_file(&self, connection: &mut Connection) -> Result<Head, StoreError> {
        let (lane, hash) = (LANE_OF_FILE, ChainHash::START);
        // Nothing that was there before is gone.
        let begun = query(
            "INSERT INTO audit_lanes (lane, sequence, hash, mac)
             SELECT $1, 0, $2, $3
             WHERE NOT EXISTS (SELECT 1 FROM audit WHERE lane = $1)
               AND NOT EXISTS (SELECT 1 FROM audit_spans WHERE lane = $1)",
        )
        .bind(integer(lane))
        .bind(hash.as_bytes().as_slice())
        .bind(self.keys.of_head(lane, 0, &hash).as_slice());
        let begun = begun.execute(connection).await?;
        if begun == 1 { Ok(Head { lane, sequence: 0, hash }) } else { Err(NO_HEAD) }
    }
}

impl Store {
    /// Takes a lane, so that the first change does not have to; from then on says that this process is still there.
    pub async fn keep_lane(&self) -> Result<(), StoreError> {
        let log = self.log()?;
        let Some(pool) = self.database.pool()? else { return Ok(()) };
        let lane = log.lane_on(pool).await?;
        let seen = query(
            "UPDATE audit_lanes SET seen_at = (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT
             WHERE lane = $1 AND owner = $2",
        );
        seen.bind(integer(lane)).bind(log.owner.as_slice()).once(&self.database).await.map(drop)
    }

    /// Leaves the lane to the next process.
    pub(crate) async fn leave_lane(&self) {
        let Some(log) = self.audit.get() else { return };
        let Some(lane) = log.lane.get() else { return };
        let left = query("UPDATE audit_lanes SET seen_at = 0 WHERE lane = $1 AND owner = $2");
        let left = left.bind(integer(*lane)).bind(log.owner.as_slice()).once(&self.database).await;
        // Else it is taken when this process was not seen for a while.
        if let Err(error) = left {
            tracing::debug!(%error, "the lane of the audit log was not given back");
        }
    }
}

/// Numbers of lanes and entries fit for as long as anybody lives.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
