//! API secrets, whom they are shared with, and who may do what with them.

pub(crate) mod found;
pub(crate) mod inventory;
pub(crate) mod list;
pub(crate) mod switches;
pub(crate) mod transfer;

use std::collections::BTreeSet;

use latchboard_contract::audit::{Outcome, Target};
use latchboard_contract::endpoint::{ApiSecretTexts, FactsChange, Share};

use crate::audit::Attempt;
use crate::clock::now;
use crate::crypto::{KeyId, SealError, Sealed};
use crate::database::connection::Connection;
use crate::database::sql::{from_row, query};
use crate::key_facts::{key_in_force, require};
use crate::tokens::{Caller, RememberedCaller, token_lives};
use crate::users::UserId;
use crate::{Store, StoreError};

/// A new API secret without its secret.
pub struct NewRow {
    /// All but the client secret.
    pub texts: ApiSecretTexts,
    /// Access asks for a justification.
    pub need_justify: bool,
    /// Access asks for an approval.
    pub need_approval: bool,
    /// Inactive ones can't be read.
    pub active: bool,
    /// The users to share it with.
    pub shares: Vec<Share>,
    /// By what an import knows it again.
    pub import_digest: Option<[u8; 32]>,
    /// What only we keep.
    pub facts: FactsChange,
}

impl NewRow {
    /// Active, asking for nothing, shared with nobody.
    pub fn of(texts: ApiSecretTexts) -> Self {
        Self {
            texts,
            need_justify: false,
            need_approval: false,
            active: true,
            shares: Vec::new(),
            import_digest: None,
            facts: FactsChange::default(),
        }
    }
}

/// What changes about an API secret; none stays as it is.
#[derive(Default)]
pub struct RowChange {
    /// Those that are given take the place of what is stored.
    pub texts: ApiSecretTexts<Option<String>>,
    /// Takes the place of all users who share it.
    pub shares: Option<Vec<Share>>,
    /// What only we keep.
    pub facts: FactsChange,
    /// Only of one of these versions; none: of any.
    pub if_version: Option<Vec<i64>>,
}

/// What a caller may do with an API secret; each includes the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Access {
    /// Neither read it nor find it in a list.
    None,
    View,
    /// Change and switch it, too.
    Edit,
}

pub struct StoredApiSecret {
    /// Whom it belongs to.
    pub owner: UserId,
    /// Inactive ones can't be read.
    pub active: bool,
    /// All but the client secret.
    pub texts: ApiSecretTexts,
    /// Encrypted; none when none was given.
    pub sealed: Option<Vec<u8>>,
    /// Access asks for a justification.
    pub need_justify: bool,
    /// Access asks for an approval.
    pub need_approval: bool,
    /// When it was last read; seconds since 1970.
    pub last_used_at: Option<i64>,
    /// The users who share it, by name.
    pub shares: Vec<Share>,
}

// The users who share it are rows of their own.
from_row!(StoredApiSecret: |owner_id, active, name, url, client_id, identifier_code: Option<String>, method, tags, notes,
    client_secret, need_justify, need_approval, last_used_at|
Self {
    owner: owner_id,
    active,
    texts: ApiSecretTexts {
        name,
        url,
        client_id,
        identifier_code: identifier_code.unwrap_or_default(),
        method,
        tags,
        notes,
    },
    sealed: client_secret,
    need_justify,
    need_approval,
    last_used_at,
    shares: Vec::new(),
});

from_row!(Share: |name, can_edit| Self { name, can_edit });

/// What became of a new API secret.
#[derive(Debug, PartialEq, Eq)]
pub enum Creation {
    /// It has an identifier now.
    Stored {
        id: i64,
        /// The users to share it with who do not exist.
        unknown: Vec<String>,
    },
    /// Another one of this user has the same `identifier_code`.
    CodeTaken,
    /// An import has stored it before.
    ImportedBefore,
}

/// A new API secret, as it is stored.
pub struct Created {
    pub id: i64,
    /// As it is now.
    pub stored: StoredApiSecret,
    /// The users to share it with who do not exist.
    pub unknown: Vec<String>,
}

/// What became of a change.
pub enum Update {
    /// It was changed, or is as it was to be.
    Done {
        now: Box<StoredApiSecret>,
        /// The users to share it with who do not exist.
        unknown: Vec<String>,
    },
    /// Another one of its owner has the same `identifier_code`.
    CodeTaken,
    /// It has another version by now.
    ChangedMeanwhile,
    /// There is none with this identifier.
    NotFound,
    /// The caller may not.
    NoAccess,
}

/// All columns of an API secret that are read at once.
macro_rules! columns {
    () => {
        "owner_id, active, api_secrets.name, url, client_id, identifier_code, method, tags, notes,
         client_secret, need_justify, need_approval, last_used_at"
    };
}
use columns;

/// Whether user $1 owns API secret $2, whether a share lets him change it, and whether access key $4,
/// limited to its items or not ($3), reaches it.
macro_rules! access_columns {
    () => {
        "owner_id = $1 AS owns,
         (SELECT can_edit FROM shares WHERE api_secret_id = $2 AND user_id = $1) AS shared,
         NOT $3 OR EXISTS (SELECT 1 FROM access_key_items WHERE access_key_id = $4 AND api_secret_id = $2) AS reached"
    };
}

from_row!(Access: |owns, shared, reached| access_by(owns, shared, reached));

/// Whether anybody shares it.
struct Shared {
    is_shared: bool,
}

from_row!(Shared { is_shared });

const GONE: StoreError = StoreError::Damaged("a row is gone that was just written");

impl Store {
    /// What a caller may do with an API secret; none when there is no such one.
    pub async fn access(&self, caller: Caller, id: i64) -> Result<Option<Access>, StoreError> {
        access(&mut self.database.read().await?, caller, id).await
    }

    /// One API secret, and what a caller may do with it; none when there is no such one, or his token is over.
    pub async fn read(
        &self,
        RememberedCaller(caller): RememberedCaller,
        id: i64,
    ) -> Result<Option<(Access, StoredApiSecret)>, StoreError> {
        let mut connection = self.database.read().await?;
        let row: Option<(Access, (StoredApiSecret, Shared))> = query(concat!(
            "SELECT ",
            columns!(),
            ", ",
            access_columns!(),
            ", EXISTS (SELECT 1 FROM shares WHERE api_secret_id = $2) AS is_shared FROM api_secrets WHERE id = $2 AND ",
            token_lives!("$5")
        ))
        .bind(caller.user.0)
        .bind(id)
        .bind(caller.limited)
        .bind(caller.key.0)
        .bind(caller.token.as_bytes())
        .fetch_optional(&mut connection)
        .await?;
        let Some((access, (mut stored, Shared { is_shared }))) = row else { return Ok(None) };
        // Most are shared with nobody.
        if is_shared {
            stored.shares = shares(&mut connection, id).await?;
        }
        Ok(Some((access, stored)))
    }

    /// Stores a new API secret, within the reach of the access key that makes it. `seal` encrypts its
    /// client secret, if it has one, for the identifier that it is given; `before_commit` sees what is stored. None when another one
    /// has its identifier code.
    pub async fn create_api_secret(
        &self,
        attempt: &Attempt,
        caller: Caller,
        new: &NewRow,
        seal: impl FnOnce(i64) -> Result<Option<Sealed>, SealError> + Send,
        before_commit: impl FnOnce(&Created) -> Result<(), SealError> + Send,
    ) -> Result<Option<Created>, StoreError> {
        let mut transaction = self.database.write().await?;
        let key = key_in_force(&mut transaction).await?;
        let creation = insert(&mut transaction, caller.user, new, key, seal).await?;
        let Creation::Stored { id, unknown } = creation else { return Ok(None) };
        if caller.limited {
            query("INSERT INTO access_key_items (access_key_id, api_secret_id) VALUES ($1, $2)")
                .bind(caller.key.0)
                .bind(id)
                .execute(&mut transaction)
                .await?;
        }
        let stored = whole(&mut transaction, id).await?.ok_or(GONE)?;
        let created = Created { id, stored, unknown };
        before_commit(&created).map_err(StoreError::Seal)?;
        let target = u64::try_from(id).ok().map(Target::ApiSecret);
        self.commit_of(transaction, attempt, target, 1).await?;
        Ok(Some(created))
    }

    /// Changes an API secret. `seal` encrypts the new client secret, if there is one, for the owner that
    /// it is given; `before_commit` sees the API secret as it is now, and the users to share it with who do not exist.
    pub async fn update_api_secret(
        &self,
        attempt: &Attempt,
        caller: Caller,
        id: i64,
        change: &RowChange,
        seal: impl FnOnce(UserId) -> Result<Option<Sealed>, SealError> + Send,
        before_commit: impl FnOnce(&StoredApiSecret, &[String]) -> Result<(), SealError> + Send,
    ) -> Result<Update, StoreError> {
        let mut transaction = self.database.write().await?;
        // Who changes the same one waits here, and then sees what is new.
        let sql = "SELECT version, active, exposed_at, replaced_at FROM api_secrets WHERE id = $1";
        let locking = "SELECT version, active, exposed_at, replaced_at FROM api_secrets WHERE id = $1 FOR NO KEY UPDATE";
        let before: Option<Before> =
            query(transaction.either(sql, locking)).bind(id).fetch_optional(&mut transaction).await?;
        match access(&mut transaction, caller, id).await? {
            None => return Ok(Update::NotFound),
            Some(Access::None | Access::View) => return Ok(Update::NoAccess),
            Some(Access::Edit) => {}
        }
        if let (Some(before), Some(versions)) = (&before, &change.if_version)
            && !versions.contains(&before.version)
        {
            return Ok(Update::ChangedMeanwhile);
        }
        let owner = owner(&mut transaction, id).await?;
        let code = change.texts.identifier_code.as_deref();
        let sealed = seal(owner).map_err(StoreError::Seal)?;
        if let Some(sealed) = &sealed {
            require(key_in_force(&mut transaction).await?, &sealed.text)?;
        }
        query(
            "UPDATE api_secrets SET name = COALESCE($1, name), url = COALESCE($2, url),
                 client_id = COALESCE($3, client_id), method = COALESCE($4, method), tags = COALESCE($5, tags),
                 notes = COALESCE($6, notes), client_secret = COALESCE($7, client_secret), changed_at = $8,
                 fingerprint = COALESCE($9, fingerprint), version = version + 1, changed_by = $10
             WHERE id = $11",
        )
        .bind(change.texts.name.as_deref())
        .bind(change.texts.url.as_deref())
        .bind(change.texts.client_id.as_deref())
        .bind(change.texts.method.as_deref())
        .bind(change.texts.tags.as_deref())
        .bind(change.texts.notes.as_deref())
        .bind(sealed.as_ref().map(|sealed| sealed.text.as_slice()))
        .bind(now())
        .bind(sealed.as_ref().map(|sealed| sealed.fingerprint.as_slice()))
        .bind(caller.user.0)
        .bind(id)
        .execute(&mut transaction)
        .await?;
        if let Some(before) = before {
            let Before { version: _, active, exposed_at, replaced_at } = before;
            let exposure = Exposure { since: exposed_at, replaced_at };
            let changed = exposure.changed(change.facts.exposed, sealed.is_some(), active);
            set_facts(&mut transaction, id, &change.facts, (changed != exposure).then_some(changed)).await?;
        }
        if let Some(code) = code {
            let set = query("UPDATE api_secrets SET identifier_code = $1 WHERE id = $2")
                .bind(Some(code).filter(|code| !code.is_empty()))
                .bind(id)
                .execute(&mut transaction)
                .await;
            // Asked of the index and not before: somebody could come in between.
            match set {
                Err(error) if error.is_unique_violation() => return Ok(Update::CodeTaken),
                set => set?,
            };
        }
        if let Some(tags) = &change.texts.tags {
            query("DELETE FROM tags WHERE api_secret_id = $1").bind(id).execute(&mut transaction).await?;
            tag(&mut transaction, id, tags).await?;
        }
        let mut unknown = Vec::new();
        if let Some(shares) = &change.shares {
            query("DELETE FROM shares WHERE api_secret_id = $1").bind(id).execute(&mut transaction).await?;
            unknown = share(&mut transaction, owner, id, shares).await?;
        }
        let now = Box::new(whole(&mut transaction, id).await?.ok_or(GONE)?);
        before_commit(&now, &unknown).map_err(StoreError::Seal)?;
        self.commit(transaction, attempt, Outcome::Done).await?;
        Ok(Update::Done { now, unknown })
    }
}

async fn access(connection: &mut Connection, caller: Caller, id: i64) -> Result<Option<Access>, StoreError> {
    query(concat!("SELECT ", access_columns!(), " FROM api_secrets WHERE id = $2"))
        .bind(caller.user.0)
        .bind(id)
        .bind(caller.limited)
        .bind(caller.key.0)
        .fetch_optional(connection)
        .await
}

/// Who owns it, with whom it is shared and may change it or not, and whether the access key reaches it.
const fn access_by(owns: bool, shared: Option<bool>, within_reach: bool) -> Access {
    match shared {
        _ if !within_reach => Access::None,
        _ if owns => Access::Edit,
        Some(true) => Access::Edit,
        Some(false) => Access::View,
        None => Access::None,
    }
}

async fn owner(connection: &mut Connection, id: i64) -> Result<UserId, StoreError> {
    query("SELECT owner_id FROM api_secrets WHERE id = $1").bind(id).fetch_one(connection).await
}

async fn whole(connection: &mut Connection, id: i64) -> Result<Option<StoredApiSecret>, StoreError> {
    let row = query(concat!("SELECT ", columns!(), " FROM api_secrets WHERE id = $1")).bind(id);
    let row: Option<StoredApiSecret> = row.fetch_optional(connection).await?;
    let Some(stored) = row else { return Ok(None) };
    Ok(Some(StoredApiSecret { shares: shares(connection, id).await?, ..stored }))
}

/// The users who share one, by name.
async fn shares(connection: &mut Connection, id: i64) -> Result<Vec<Share>, StoreError> {
    query(
        "SELECT users.name, shares.can_edit FROM shares JOIN users ON users.id = shares.user_id
         WHERE shares.api_secret_id = $1 ORDER BY users.name",
    )
    .bind(id)
    .fetch_all(connection)
    .await
}

/// Call it inside a transaction, which is to be given up when it fails. `key` is the one in force.
async fn insert(
    connection: &mut Connection,
    owner: UserId,
    new: &NewRow,
    key: KeyId,
    seal: impl FnOnce(i64) -> Result<Option<Sealed>, SealError> + Send,
) -> Result<Creation, StoreError> {
    let texts = &new.texts;
    let code = Some(texts.identifier_code.as_str()).filter(|code| !code.is_empty());
    let now = now();
    let row: Option<i64> = query(
        "INSERT INTO api_secrets
             (owner_id, name, url, client_id, identifier_code, method, tags, notes, need_justify, need_approval,
              active, created_at, changed_at, import_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (owner_id, identifier_code) DO NOTHING RETURNING id",
    )
    .bind(owner.0)
    .bind(&texts.name)
    .bind(&texts.url)
    .bind(&texts.client_id)
    .bind(code)
    .bind(&texts.method)
    .bind(&texts.tags)
    .bind(&texts.notes)
    .bind(new.need_justify)
    .bind(new.need_approval)
    .bind(new.active)
    .bind(now)
    .bind(now)
    .bind(new.import_digest.map(Vec::from))
    .fetch_optional(connection)
    .await?;
    let Some(id) = row else { return Ok(Creation::CodeTaken) };
    // Two steps: what is sealed is bound to the row, whose number is known only now.
    if let Some(sealed) = seal(id).map_err(StoreError::Seal)? {
        require(key, &sealed.text)?;
        query("UPDATE api_secrets SET client_secret = $1, fingerprint = $2 WHERE id = $3")
            .bind(sealed.text)
            .bind(sealed.fingerprint)
            .bind(id)
            .execute(connection)
            .await?;
    }
    let exposure = Exposure::default().changed(new.facts.exposed, false, new.active);
    set_facts(connection, id, &new.facts, (exposure != Exposure::default()).then_some(exposure)).await?;
    tag(connection, id, &texts.tags).await?;
    let unknown = share(connection, owner, id, &new.shares).await?;
    Ok(Creation::Stored { id, unknown })
}

/// What a change finds.
struct Before {
    version: i64,
    active: bool,
    exposed_at: Option<i64>,
    replaced_at: Option<i64>,
}

from_row!(Before { version, active, exposed_at, replaced_at });

/// Whether, and since when, the value of an API secret is known to have leaked.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Exposure {
    since: Option<i64>,
    /// When it got another value, while it stays on.
    replaced_at: Option<i64>,
}

impl Exposure {
    /// After somebody has marked it or taken the mark away, and then perhaps given it another value.
    fn changed(self, marked: Option<bool>, replaced: bool, active: bool) -> Self {
        let marked = match marked {
            None => self,
            Some(false) => Self::default(),
            // The value that it has now.
            Some(true) => Self { since: self.since.or_else(|| Some(now())), replaced_at: None },
        };
        match (marked.since, replaced) {
            (Some(_), true) if active => Self { replaced_at: Some(now()), ..marked },
            (Some(_), true) => Self::default(),
            (None, _) | (_, false) => marked,
        }
    }
}

/// Writes what only our server keeps, where something changes about it.
async fn set_facts(
    connection: &mut Connection,
    id: i64,
    facts: &FactsChange,
    exposure: Option<Exposure>,
) -> Result<(), StoreError> {
    let FactsChange { owner, expires_at, expires_note, exposed: _ } = facts;
    if owner.is_some() || expires_at.is_some() || expires_note.is_some() {
        query(
            "UPDATE api_secrets SET owner = CASE WHEN $1 THEN $2 ELSE owner END,
                 expires_at = CASE WHEN $3 THEN $4 ELSE expires_at END,
                 expires_note = CASE WHEN $5 THEN $6 ELSE expires_note END
             WHERE id = $7",
        )
        .bind(owner.is_some())
        .bind(owner.as_ref().and_then(Option::as_deref))
        .bind(expires_at.is_some())
        .bind(expires_at.flatten())
        .bind(expires_note.is_some())
        .bind(expires_note.as_ref().and_then(Option::as_deref))
        .bind(id)
        .execute(connection)
        .await?;
    }
    if let Some(Exposure { since, replaced_at }) = exposure {
        query("UPDATE api_secrets SET exposed_at = $1, replaced_at = $2 WHERE id = $3")
            .bind(since)
            .bind(replaced_at)
            .bind(id)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The longest entry that the index of tags tells from others: what a tree takes is bounded.
const INDEXED: usize = 200;

/// An entry of a comma-separated text, as the index has it; none for an empty one.
fn indexed(entry: &str) -> Option<String> {
    let entry: String = entry.trim().chars().take(INDEXED).collect();
    Some(entry).filter(|entry| !entry.is_empty())
}

/// Indexes a new text of tags.
async fn tag(connection: &mut Connection, id: i64, tags: &str) -> Result<(), StoreError> {
    let entries: BTreeSet<String> = tags.split(',').filter_map(indexed).collect();
    for entry in entries {
        query("INSERT INTO tags (tag, api_secret_id) VALUES ($1, $2)")
            .bind(entry.as_str())
            .bind(id)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Shares an API secret; the names that no user has. Where a name stands twice, the last one counts.
/// The owner needs no share.
async fn share(
    connection: &mut Connection,
    owner: UserId,
    id: i64,
    shares: &[Share],
) -> Result<Vec<String>, StoreError> {
    let mut unknown = Vec::new();
    for share in shares {
        let user: Option<i64> = query("SELECT id FROM users WHERE name = $1")
            .bind(share.name.trim())
            .fetch_optional(connection)
            .await?;
        let Some(user) = user else {
            unknown.push(share.name.clone());
            continue;
        };
        if user == owner.0 {
            continue;
        }
        query(
            "INSERT INTO shares (api_secret_id, user_id, can_edit) VALUES ($1, $2, $3)
             ON CONFLICT (api_secret_id, user_id) DO UPDATE SET can_edit = excluded.can_edit",
        )
        .bind(id)
        .bind(user)
        .bind(share.can_edit)
        .execute(connection)
        .await?;
    }
    Ok(unknown)
}

#[cfg(test)]
mod tests {
    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::ApiSecretTexts;

    use super::inventory::InventoryFilter;
    use super::{Access, NewRow, RowChange, Update, whole};
    use crate::crypto::{AssociatedData, MasterKey, SealError};
    use crate::database::sql::query;
    use crate::database::{migrations, sqlite};
    use crate::testing::{
        another, attempt, caller, created, empty, execute, insert_check, shared_with, store, upgraded,
    };
    use crate::{Among, Bounds, Location, Repeated, StoreError, Switch};

    #[tokio::test]
    async fn a_share_allows_what_it_says_and_nothing_more() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.client_id).await;
        let maria = another(&store, "maria", &Bounds::default()).await;
        let secret = created(&store, owner, "", shared_with("maria", false)).await;
        let access = async |who| store.access(who, secret).await.unwrap();
        assert_eq!(access(owner).await, Some(Access::Edit));
        assert_eq!(access(maria).await, Some(Access::View));
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::NoAccess
        );
        assert!(!store.list(maria, &Among::All, 0, 100).await.unwrap()[0].can_edit);

        let share = async |shares| {
            let change = RowChange { shares: Some(shares), ..RowChange::default() };
            match store
                .update_api_secret(
                    &attempt(&store).await,
                    owner,
                    secret,
                    &change,
                    |_| Ok(None),
                    |_, _| Ok(()),
                )
                .await
                .unwrap()
            {
                Update::Done { unknown, .. } => unknown,
                _ => panic!("its owner may share it"),
            }
        };
        assert_eq!(share(shared_with("maria", true)).await, [""; 0]);
        assert_eq!(access(maria).await, Some(Access::Edit));
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::Done
        );
        assert_eq!(
            store.switch(&attempt(&store).await, maria, secret, false, |_| Ok(None)).await.unwrap(),
            Switch::AlreadySo
        );
        assert!(store.list(maria, &Among::All, 0, 100).await.unwrap()[0].can_edit);

        assert_eq!(share(shared_with("nobody", true)).await, ["nobody"], "in place of maria");
        assert_eq!(access(maria).await, Some(Access::None));
        assert!(store.list(maria, &Among::All, 0, 100).await.unwrap().is_empty());
        assert_eq!(store.access(maria, secret + 1).await.unwrap(), None);
    }

    #[tokio::test]
    async fn an_update_changes_what_is_given_and_a_code_is_unique_per_owner() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.client_id).await;
        let maria = another(&store, "maria", &Bounds::default()).await;
        created(&store, owner, "taken", Vec::new()).await;
        let id = created(&store, owner, "own", shared_with("maria", true)).await;
        let code = |code: &str| RowChange {
            texts: ApiSecretTexts { identifier_code: Some(code.into()), ..ApiSecretTexts::default() },
            ..RowChange::default()
        };
        let update = async |change: RowChange| {
            // By somebody else: the owner's codes count, not the editor's.
            match store
                .update_api_secret(&attempt(&store).await, maria, id, &change, |_| Ok(None), |_, _| Ok(()))
                .await
                .unwrap()
            {
                Update::Done { now, .. } => Some(now.texts),
                Update::CodeTaken => None,
                _ => panic!("she may edit it"),
            }
        };
        assert!(update(code("taken")).await.is_none());
        assert_eq!(update(code("own")).await.unwrap().identifier_code, "own");
        let texts = ApiSecretTexts { name: Some("n".into()), ..ApiSecretTexts::default() };
        let name = RowChange { texts, ..RowChange::default() };
        let texts = update(name).await.unwrap();
        assert_eq!((texts.name.as_str(), texts.identifier_code.as_str()), ("n", "own"));
        assert_eq!(update(code("")).await.unwrap().identifier_code, "");
        assert_eq!(update(RowChange::default()).await.unwrap().name, "n");
    }

    #[tokio::test]
    async fn a_change_of_a_version_that_is_gone_changes_nothing() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.client_id).await;
        let maria = another(&store, "maria", &Bounds::default()).await;
        let id = created(&store, owner, "own", shared_with("maria", true)).await;
        let update = async |caller, notes: &str, if_version: Option<Vec<i64>>| {
            let texts = ApiSecretTexts { notes: Some(notes.into()), ..ApiSecretTexts::default() };
            let change = RowChange { texts, if_version, ..RowChange::default() };
            let attempt = attempt(&store).await;
            store.update_api_secret(&attempt, caller, id, &change, |_| Ok(None), |_, _| Ok(())).await.unwrap()
        };
        let everything = InventoryFilter {
            among: Among::All,
            active: None,
            owner: None,
            exposed: None,
            expires_before: None,
            unused_since: None,
        };
        let told = async || {
            let item = store.inventory(owner, &everything, 0, 1).await.unwrap().remove(0).item;
            (item.version, item.changed_by)
        };
        let notes =
            async || whole(&mut store.database.read().await.unwrap(), id).await.unwrap().unwrap().texts.notes;
        assert_eq!(told().await, (1, None));
        assert!(matches!(update(maria, "hers", Some(vec![1])).await, Update::Done { .. }));
        assert_eq!(told().await, (2, Some("maria".to_owned())));
        for gone in [vec![1], vec![3], Vec::new()] {
            assert!(matches!(update(owner, "his", Some(gone)).await, Update::ChangedMeanwhile));
        }
        assert_eq!((told().await, notes().await), ((2, Some("maria".to_owned())), "hers".to_owned()));
        // A switch takes nothing away from what is written.
        store.switch(&attempt(&store).await, maria, id, false, |_| Ok(None)).await.unwrap();
        assert!(matches!(update(owner, "his", Some(vec![9, 2])).await, Update::Done { .. }));
        assert!(matches!(update(owner, "his again", None).await, Update::Done { .. }));
        assert_eq!(told().await, (4, Some("admin".to_owned())));
    }

    #[tokio::test]
    async fn of_two_who_change_the_same_version_at_once_one_does() {
        let (_directory, _file, store, first) = store().await;
        let owner = caller(&store, &first.client_id).await;
        let id = created(&store, owner, "own", Vec::new()).await;
        let change = RowChange { if_version: Some(vec![1]), ..RowChange::default() };
        let update = async || {
            let attempt = attempt(&store).await;
            store.update_api_secret(&attempt, owner, id, &change, |_| Ok(None), |_, _| Ok(())).await.unwrap()
        };
        let (first, second) = tokio::join!(update(), update());
        let done = [first, second].map(|update| matches!(update, Update::Done { .. }));
        assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
    }

    #[tokio::test]
    async fn a_sealed_text_that_was_moved_to_another_row_does_not_open() {
        let (_directory, _file, store, first) = store().await;
        let (caller, key) = (caller(&store, &first.client_id).await, MasterKey::new(&[7; 32]));
        let owner = caller.user.get();
        for text in ["mine", "yours"] {
            let seal = |id| {
                key.seal_findable(AssociatedData::ApiSecret { owner, id }, &Secret::from(text)).map(Some)
            };
            let attempt = attempt(&store).await;
            store
                .create_api_secret(&attempt, caller, &NewRow::of(ApiSecretTexts::default()), seal, |_| Ok(()))
                .await
                .unwrap();
        }
        let open = async || {
            let (_, stored) = store.read(caller.into(), 1).await.unwrap().unwrap();
            key.open(AssociatedData::ApiSecret { owner, id: 1 }, &stored.sealed.unwrap())
        };
        assert!(open().await.unwrap() == Secret::from("mine"));
        let swap =
            "UPDATE api_secrets SET client_secret = (SELECT client_secret FROM api_secrets WHERE id = 2)
                    WHERE id = 1";
        execute(&store, swap).await;
        assert!(matches!(open().await, Err(SealError::NotAuthentic)));
    }

    #[tokio::test]
    async fn what_cannot_be_sealed_leaves_nothing() {
        let (_directory, _file, store, first) = store().await;
        let caller = caller(&store, &first.client_id).await;
        let row = NewRow::of(ApiSecretTexts::default());
        let failed = store
            .create_api_secret(
                &attempt(&store).await,
                caller,
                &row,
                |_| Err(SealError::Malformed),
                |_| Ok(()),
            )
            .await;
        assert!(matches!(failed, Err(StoreError::Seal(_))));
        let rows = [NewRow::of(ApiSecretTexts::default()), NewRow::of(ApiSecretTexts::default())];
        let second = |index, _| if index == 1 { Err(SealError::Malformed) } else { Ok(None) };
        assert!(matches!(
            store.import(&attempt(&store).await, caller.user, &rows, false, Repeated::Store, second).await,
            Err(StoreError::Seal(_))
        ));
        assert!(store.list(caller, &Among::All, 0, 100).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn tags_of_an_older_program_are_indexed_as_new_ones_are() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let Location::File(path) = &file else { panic!() };
        let connection = sqlite::connect(path).unwrap();
        migrations::sqlite_up_to(&connection, 0, 3).unwrap();
        insert_check(&connection);
        let texts =
            ["", " , ,", "a", "a,a, a ", "\u{a0}\u{3000}b c\t,d\u{2003}", &format!("{},e", "é".repeat(300))];
        connection.execute_batch("INSERT INTO users VALUES (1, 'admin', 0)").unwrap();
        for (id, text) in (1_i64..).zip(texts) {
            let sql = "INSERT INTO api_secrets
                     (id, owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
                 VALUES (?, 1, '', '', '', '', ?, '', 0, 0)";
            connection.execute(sql, (id, text)).unwrap();
        }
        drop(connection);
        let store = upgraded(&file).await;
        let old = async |id: i64| {
            let rows = query("SELECT tag FROM tags WHERE api_secret_id = $1 ORDER BY tag").bind(id);
            rows.fetch_all::<String>(&mut store.database.read().await.unwrap()).await.unwrap()
        };
        let owner = store.user(&attempt(&store).await, "admin").await.unwrap();
        let rows: Vec<_> = texts
            .map(|tags| NewRow::of(ApiSecretTexts { tags: tags.into(), ..ApiSecretTexts::default() }))
            .into();
        store
            .import(&attempt(&store).await, owner, &rows, true, Repeated::Store, |_, _| Ok(None))
            .await
            .unwrap();
        for id in 1..=6 {
            assert_eq!(old(id).await, old(id + 6).await, "{id}");
        }
        assert_eq!(old(4).await, ["a"]);
        assert_eq!(old(5).await, ["b c", "d"]);
        assert_eq!(old(6).await, ["e".to_owned(), "é".repeat(200)]);
    }
}
