//! API secrets with all that is known of them but their values.

use latchboard_contract::endpoint::InventoryItem;

use super::indexed;
use super::list::Among;
use crate::database::connection::Connection;
use crate::database::sql::{from_row, query};
use crate::tokens::Caller;
use crate::{Store, StoreError};

/// Which API secrets of an inventory; none means all.
pub struct InventoryFilter {
    /// Those that a list would have.
    pub among: Among,
    pub active: Option<bool>,
    /// With exactly this owner.
    pub owner: Option<String>,
    /// Marked as exposed, or not.
    pub exposed: Option<bool>,
    /// Good until some time before then; seconds since 1970.
    pub expires_before: Option<i64>,
    /// Neither read nor made since then; seconds since 1970.
    pub unused_since: Option<i64>,
}

/// One API secret of an inventory.
pub struct InventoryRow {
    pub id: i64,
    /// What there is to be said of it.
    pub item: InventoryItem,
}

from_row!(InventoryRow: |id: i64, name, client_id, identifier_code: Option<String>, tags, active, can_write, need_justify,
    need_approval, created_at, changed_at, last_used_at, switched_at, switched_by_name, owner, expires_at, expires_note,
    exposed_at, version, changed_by_name|
Self {
    id,
    item: InventoryItem {
        identifier: id.to_string(),
        name,
        client_id,
        identifier_code: identifier_code.unwrap_or_default(),
        tags,
        active,
        can_write,
        need_justify,
        need_approval,
        created_at,
        changed_at,
        last_read_at: last_used_at,
        switched_at,
        switched_by: switched_by_name,
        owner,
        expires_at,
        expires_note,
        exposed_at,
        version,
        changed_by: changed_by_name,
    },
});

/// What an inventory depends on: as long as it stays the same, so does every inventory of the same access key.
#[derive(Debug, PartialEq, Eq)]
pub struct VaultVersion {
    /// Of the last change in each lane of the audit log.
    pub last_changes: Vec<Vec<u8>>,
    /// How often times of use were written.
    pub uses: i64,
}

/// Those behind identifier $2 that user $1 may see, by access key $4 if that is limited ($5), in order, up to $3 of them;
/// filtered by $6 to $10. `can_edit` is told by what stands in it, and `id` and another condition are for the index to
/// begin with; CROSS JOIN keeps SQLite from beginning with another one.
macro_rules! inventory {
    ($can_edit:literal, $from:literal $(, $visible:literal)?) => {
        concat!(
            "SELECT id, name, client_id, identifier_code, tags, active, ",
            $can_edit,
            " AS can_write, need_justify, need_approval, created_at, changed_at, last_used_at, switched_at,
               (SELECT users.name FROM users WHERE users.id = switched_by) AS switched_by_name, owner, expires_at, expires_note, exposed_at, version,
               (SELECT users.name FROM users WHERE users.id = changed_by) AS changed_by_name ",
            $from,
            $($visible,)?
            " AND (NOT $5 OR EXISTS (SELECT 1 FROM access_key_items AS reached
                   WHERE reached.access_key_id = $4 AND reached.api_secret_id = id))
              AND ($6 IS NULL OR active = $6) AND ($7 IS NULL OR owner = $7)
              AND ($8 IS NULL OR (exposed_at IS NOT NULL) = $8) AND ($9 IS NULL OR expires_at < $9)
              AND ($10 IS NULL OR COALESCE(last_used_at, created_at) < $10)
              ORDER BY id LIMIT $3"
        )
    };
}

/// Where user $1 may see it, whatever the index begins with.
macro_rules! visible_among {
    ($from:literal) => {
        inventory!(
            "owner_id = $1 OR EXISTS (SELECT 1 FROM shares WHERE api_secret_id = id AND user_id = $1 AND can_edit)",
            $from,
            " AND (owner_id = $1 OR EXISTS (SELECT 1 FROM shares WHERE api_secret_id = id AND user_id = $1))"
        )
    };
}

const OWN: &str = inventory!("TRUE", "FROM api_secrets WHERE owner_id = $1 AND id > $2");
const SHARED: &str = inventory!(
    "can_edit",
    "FROM shares CROSS JOIN api_secrets WHERE user_id = $1 AND shares.api_secret_id > $2 AND id = shares.api_secret_id"
);
const WITHIN_REACH: &str = visible_among!(
    "FROM access_key_items AS reach CROSS JOIN api_secrets
     WHERE reach.access_key_id = $4 AND reach.api_secret_id > $2 AND id = reach.api_secret_id"
);
const TAGGED: &str = visible_among!(
    "FROM tags AS tagged CROSS JOIN api_secrets
     WHERE tagged.tag = $11 AND tagged.api_secret_id > $2 AND id = tagged.api_secret_id"
);
const CODED: &str = visible_among!("FROM api_secrets WHERE identifier_code = $11 AND id > $2");

impl Store {
    /// Up to `limit` of the API secrets that a caller may see, behind identifier `after`, in order. As with a list, each
    /// piece is a short statement of its own.
    pub async fn inventory(
        &self,
        caller: Caller,
        filter: &InventoryFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<InventoryRow>, StoreError> {
        let mut connection = self.database.read().await?;
        let piece = Piece { caller, filter, after, limit };
        match &filter.among {
            Among::All if caller.limited => piece.rows(WITHIN_REACH, None, &mut connection).await,
            Among::All => {
                let mut rows = piece.rows(OWN, None, &mut connection).await?;
                rows.extend(piece.rows(SHARED, None, &mut connection).await?);
                rows.sort_unstable_by_key(|row| row.id);
                rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                Ok(rows)
            }
            Among::Tag(tag) => match indexed(tag) {
                Some(tag) => piece.rows(TAGGED, Some(tag), &mut connection).await,
                None => Ok(Vec::new()),
            },
            Among::Code(code) => piece.rows(CODED, Some(code.clone()), &mut connection).await,
        }
    }

    /// What every inventory depends on. To be asked before one is read.
    pub async fn vault_version(&self) -> Result<VaultVersion, StoreError> {
        let mut connection = self.database.read().await?;
        let last = query(
            "SELECT (SELECT hash FROM audit
                     WHERE audit.lane = audit_lanes.lane AND event = 'done'
                       AND action IN ('create', 'update', 'markExposed', 'activate', 'deactivate', 'import')
                     ORDER BY audit.sequence DESC LIMIT 1)
             FROM audit_lanes ORDER BY lane",
        );
        let last_changes: Vec<Option<Vec<u8>>> = last.fetch_all(&mut connection).await?;
        let mut last_changes: Vec<Vec<u8>> = last_changes.into_iter().flatten().collect();
        // What was removed may have been the last change: then this is no state from before the first one.
        let pruned = query("SELECT pruned FROM audit_tree WHERE id = 1");
        if let Some(pruned) = pruned.fetch_optional::<i64>(&mut connection).await?
            && pruned > 0
        {
            last_changes.push(pruned.to_be_bytes().to_vec());
        }
        let uses = query("SELECT written FROM uses WHERE id = 1").fetch_one(&mut connection).await?;
        Ok(VaultVersion { last_changes, uses })
    }
}

struct Piece<'a> {
    caller: Caller,
    filter: &'a InventoryFilter,
    after: i64,
    limit: u32,
}

impl Piece<'_> {
    async fn rows(
        &self,
        sql: &'static str,
        wanted: Option<String>,
        connection: &mut Connection,
    ) -> Result<Vec<InventoryRow>, StoreError> {
        let Self { caller, filter, after, limit } = self;
        let statement = query(sql)
            .bind(caller.user.0)
            .bind(*after)
            .bind(i64::from(*limit))
            .bind(caller.key.0)
            .bind(caller.limited)
            .bind(filter.active)
            .bind(filter.owner.as_deref())
            .bind(filter.exposed)
            .bind(filter.expires_before)
            .bind(filter.unused_since);
        let statement = match wanted {
            Some(wanted) => statement.bind(wanted),
            None => statement,
        };
        statement.fetch_all(connection).await
    }
}
