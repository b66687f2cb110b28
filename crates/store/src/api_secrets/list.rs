//! The list of API secrets, as far as a caller may see them.

use super::indexed;
use crate::database::sql::{from_row, query};
use crate::tokens::Caller;
use crate::{Store, StoreError};

/// Which API secrets of those that a caller may see.
pub enum Among {
    /// All that he may see.
    All,
    /// Those with this tag; and perhaps others, where it is very long: look at them.
    Tag(String),
    /// The one with this `identifier_code` of each of its owners.
    Code(String),
}

/// One API secret of a list.
pub struct ListedRow {
    pub id: i64,
    /// May be empty, and need not be unique.
    pub name: String,
    /// One text, separated by commas.
    pub tags: String,
    /// Access asks for a justification.
    pub need_justify: bool,
    /// Access asks for an approval.
    pub need_approval: bool,
    /// The caller may change and switch it.
    pub can_edit: bool,
}

from_row!(ListedRow { id, name, tags, need_justify, need_approval, can_edit });

impl Store {
    /// Up to `limit` of the API secrets that a caller may see, behind identifier `after`, in order,
    /// inactive ones included. Each piece is a short statement of its own: however slowly somebody
    /// takes a list, nothing in the database waits for him.
    pub async fn list(
        &self,
        caller: Caller,
        among: &Among,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ListedRow>, StoreError> {
        let mut connection = self.database.read().await?;
        let behind = |sql| query(sql).bind(caller.user.0).bind(after).bind(i64::from(limit));
        let visible = |sql| behind(sql).bind(caller.key.0).bind(caller.limited);
        let rows = match among {
            Among::All if !caller.limited => {
                let mut rows: Vec<ListedRow> = behind(OWN).fetch_all(&mut connection).await?;
                rows.extend(behind(SHARED).fetch_all::<ListedRow>(&mut connection).await?);
                rows.sort_unstable_by_key(|row| row.id);
                rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                return Ok(rows);
            }
            Among::All => visible(WITHIN_REACH),
            Among::Tag(tag) => match indexed(tag) {
                Some(tag) => visible(TAGGED).bind(tag),
                None => visible(WITHIN_REACH),
            },
            Among::Code(code) => visible(CODED).bind(code),
        };
        rows.fetch_all(&mut connection).await
    }
}

/// What is listed of an API secret, where user $1 may see it.
macro_rules! listed_columns {
    () => {
        "SELECT id, name, tags, need_justify, need_approval,
                owner_id = $1 OR EXISTS (SELECT 1 FROM shares WHERE api_secret_id = id AND user_id = $1 AND can_edit) AS can_edit"
    };
}

/// Those behind identifier $2 that user $1 may see, by access key $4 if that is limited ($5), in order,
/// up to $3 of them. What stands in it, `id` and another condition, is for the index to begin with;
/// CROSS JOIN keeps SQLite from beginning with another one.
macro_rules! visible_among {
    ($from:literal) => {
        concat!(
            listed_columns!(),
            $from,
            " AND (owner_id = $1 OR EXISTS (SELECT 1 FROM shares WHERE api_secret_id = id AND user_id = $1))
              AND (NOT $5 OR EXISTS (SELECT 1 FROM access_key_items
                   WHERE access_key_id = $4 AND api_secret_id = id))
              ORDER BY id LIMIT $3"
        )
    };
}

const OWN: &str = "SELECT id, name, tags, need_justify, need_approval, TRUE AS can_edit FROM api_secrets
     WHERE owner_id = $1 AND id > $2 ORDER BY id LIMIT $3";
const SHARED: &str =
    "SELECT id, name, tags, need_justify, need_approval, can_edit FROM shares CROSS JOIN api_secrets
     WHERE user_id = $1 AND api_secret_id > $2 AND id = api_secret_id ORDER BY api_secret_id LIMIT $3";
const WITHIN_REACH: &str = visible_among!(
    " FROM access_key_items AS reach CROSS JOIN api_secrets
      WHERE reach.access_key_id = $4 AND reach.api_secret_id > $2 AND id = reach.api_secret_id"
);
const TAGGED: &str = visible_among!(
    " FROM tags AS tagged CROSS JOIN api_secrets
      WHERE tagged.tag = $6 AND tagged.api_secret_id > $2 AND id = tagged.api_secret_id"
);
const CODED: &str = visible_among!(" FROM api_secrets WHERE identifier_code = $6 AND id > $2");
