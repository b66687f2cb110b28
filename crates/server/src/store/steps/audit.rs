//! The audit log: appended to in the transaction of what it tells, and read.
//!
//! Appending is the last thing that a transaction does: in PostgreSQL it locks the log's head until the
//! commit, so there is one chain however many processes write, and whoever holds that lock waits for
//! no other.

use std::collections::BTreeMap;

use latchboard_contract::audit::{
    Action, CHECKPOINT_EVERY, ChainHash, Checkpoint, CheckpointKind, Entry, Event, Outcome, SignatureBytes,
    Signed, Target, Unreadable,
};

use super::Store;
use super::idempotency::remember;
use super::key::{key_in_force, require};
use crate::audit::{Attempt, Draft, Entries, Who};
use crate::clock::now_millis;
use crate::crypto::{AssociatedData, AuditKeys, MasterKey};
use crate::store::connection::Connection;
use crate::store::sql::{Row, query};
use crate::store::{AuditFilter, AuditRow, AuditState, Head, StoreError};

/// The name of the fact that holds the log's keys, encrypted.
pub(super) const KEYS: &str = "audit keys";
const NO_HEAD: StoreError = StoreError::Damaged("the audit log has no head");
const FALSE_HEAD: StoreError =
    StoreError::Damaged("the audit log was not written by this server; `audit verify` says more");

/// All columns of an entry.
macro_rules! columns {
    () => {
        "id, time, request, actor, action, target, event, attempt, code, count, hash, mac"
    };
}

impl Store {
    /// Makes the log ready to be written, and begins it where there is none. Nothing can be changed
    /// before.
    pub(crate) async fn open_audit(&self, master_key: &MasterKey) -> Result<(), StoreError> {
        let stored = sealed_keys(&mut self.database.read().await?).await?;
        let sealed = match stored {
            Some(sealed) => sealed,
            None => self.begin_audit(master_key).await?,
        };
        let text = master_key.open(AssociatedData::AuditKeys, &sealed).map_err(StoreError::Seal)?;
        let keys = AuditKeys::read(&text).ok_or(StoreError::Damaged("the audit log's keys are none"))?;
        // Opened twice, they are the same.
        let _the_same = self.audit.set(keys);
        Ok(())
    }

    /// New keys and the first entry, unless another process was first.
    async fn begin_audit(&self, master_key: &MasterKey) -> Result<Vec<u8>, StoreError> {
        let mut transaction = self.database.write().await?;
        let text = AuditKeys::make().map_err(|error| StoreError::Seal(error.into()))?;
        let key = key_in_force(&mut transaction).await?;
        let sealed = master_key.seal(AssociatedData::AuditKeys, &text).map_err(StoreError::Seal)?;
        require(key, &sealed)?;
        let keys = AuditKeys::read(&text).ok_or(StoreError::Damaged("the audit log's keys are none"))?;
        let kept = query("INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(KEYS)
            .bind(sealed.clone())
            .execute(&mut transaction)
            .await?;
        if kept == 0 {
            // They are on disk by now.
            let first = sealed_keys(&mut transaction).await?;
            return first.ok_or(StoreError::Damaged("the audit log's keys are missing"));
        }
        let row = query("SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM audit_head)");
        if row.fetch_one(&mut transaction).await?.get::<i64>(0)? > 0 {
            return Err(StoreError::Damaged("the audit log's keys are missing"));
        }
        let start = ChainHash::START;
        query("INSERT INTO audit_head (id, sequence, hash, mac) VALUES (1, 0, $1, $2)")
            .bind(start.as_bytes().as_slice())
            .bind(keys.of_head(0, &start).as_slice())
            .execute(&mut transaction)
            .await?;
        let begin = Draft::ended(&Who::server(), Action::Begin, None, Outcome::Done);
        append_one(&mut transaction, &keys, &begin).await?;
        transaction.commit().await?;
        Ok(sealed)
    }

    /// What the log is written with.
    pub(crate) fn audit_keys(&self) -> Result<&AuditKeys, StoreError> {
        self.audit.get().ok_or(StoreError::Damaged("the audit log has not been opened"))
    }

    /// Enters that something is about to be done. It is on disk when this returns; when it fails, what
    /// was to be done must not be.
    pub(crate) async fn attempt(
        &self,
        who: &Who,
        action: Action,
        target: Option<Target>,
    ) -> Result<Attempt, StoreError> {
        let attempt = self.announce(who, action, target)?;
        attempt.mark_entered(self.enter(attempt.draft()).await?);
        Ok(attempt)
    }

    /// Something that is about to be done, and goes to disk in one transaction with that.
    pub(crate) fn announce(
        &self,
        who: &Who,
        action: Action,
        target: Option<Target>,
    ) -> Result<Attempt, StoreError> {
        self.database.has_room()?;
        let Who { request, actor } = who.clone();
        Ok(Attempt::announced(Draft { request, actor, action, target, event: Event::Attempt, count: 1 }))
    }

    /// Enters how something ended that changed nothing here.
    pub(crate) async fn end(&self, attempt: &Attempt, outcome: Outcome) -> Result<(), StoreError> {
        let entered = self.committer.enter(attempt.end(outcome)).await?;
        entered.mark(attempt);
        Ok(())
    }

    /// Enters one thing that goes with no change; its number.
    pub(crate) async fn enter(&self, draft: &Draft) -> Result<u64, StoreError> {
        Ok(self.committer.enter(draft.clone().into()).await?.last)
    }

    /// Commits a change together with its entry: there is never one without the other.
    pub(super) async fn commit(
        &self,
        transaction: Connection,
        attempt: &Attempt,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        self.commit_entries(transaction, attempt, &attempt.end(outcome)).await
    }

    async fn commit_entries(
        &self,
        mut transaction: Connection,
        attempt: &Attempt,
        entries: &Entries,
    ) -> Result<(), StoreError> {
        if let Some((key, answer)) = attempt.kept_answer() {
            remember(&mut transaction, &key, answer.as_ref()).await?;
        }
        let entered = append(&mut transaction, self.audit_keys()?, entries).await?;
        transaction.commit().await?;
        entered.mark(attempt);
        Ok(())
    }

    /// As [`Store::commit`] when something was changed; else takes back what there is, and false.
    pub(super) async fn commit_if(
        &self,
        changed: bool,
        transaction: Connection,
        attempt: &Attempt,
    ) -> Result<bool, StoreError> {
        if changed {
            self.commit(transaction, attempt, Outcome::Done).await?;
        }
        Ok(changed)
    }

    /// As [`Store::commit`], where only the change made known to what it was done, or how many it
    /// stands for.
    pub(super) async fn commit_of(
        &self,
        transaction: Connection,
        attempt: &Attempt,
        target: Option<Target>,
        count: u64,
    ) -> Result<(), StoreError> {
        let mut entries = attempt.end(Outcome::Done);
        entries.last.target = target.or(entries.last.target);
        entries.last.count = count;
        self.commit_entries(transaction, attempt, &entries).await
    }

    /// As [`Store::commit`], for what needs no attempt.
    pub(super) async fn commit_with(
        &self,
        mut transaction: Connection,
        draft: &Draft,
    ) -> Result<(), StoreError> {
        append_one(&mut transaction, self.audit_keys()?, draft).await?;
        transaction.commit().await
    }

    /// Signs how far the log is; the signature that there is, when nothing was entered since.
    pub(crate) async fn checkpoint(&self) -> Result<Signed, StoreError> {
        let keys = self.audit_keys()?;
        let latest = latest_checkpoint(&mut self.database.read().await?).await?;
        let mut transaction = self.database.write().await?;
        let head = head(&mut transaction, keys).await?;
        if let Some(signed) = latest
            && signed.checkpoint.sequence == head.sequence
            && signed.checkpoint.hash == head.hash
        {
            return Ok(signed);
        }
        let signed = sign(&mut transaction, keys, head).await?;
        transaction.commit().await?;
        Ok(signed)
    }

    /// The last signature, of whatever it is.
    pub(crate) async fn latest_checkpoint(&self) -> Result<Option<Signed>, StoreError> {
        latest_checkpoint(&mut self.database.read().await?).await
    }

    /// How far the log says it is, and how far it is, at one moment.
    pub(crate) async fn audit_state(&self) -> Result<Option<AuditState>, StoreError> {
        let row = query(
            "SELECT sequence, hash, mac, (SELECT COALESCE(max(id), 0) FROM audit),
                    (SELECT COALESCE(max(id), 0) FROM audit_checkpoints)
             FROM audit_head WHERE id = 1",
        )
        .fetch_optional(&mut self.database.read().await?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let number = |index| row.get::<i64>(index).map(|number| u64::try_from(number).unwrap_or_default());
        Ok(Some(AuditState {
            sequence: number(0)?,
            hash: hash(&row, 1),
            mac: row.get(2)?,
            last: number(3)?,
            last_checkpoint: number(4)?,
        }))
    }

    /// Up to `limit` entries behind `after`, up to `last`, in order.
    pub(crate) async fn audit_rows(
        &self,
        after: u64,
        last: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let rows = query(concat!(
            "SELECT ",
            columns!(),
            " FROM audit WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3"
        ))
        .bind(integer(after))
        .bind(integer(last))
        .bind(i64::from(limit))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(audit_row).collect()
    }

    /// The signatures between two entries, both included, by entry; none for one that is no signature.
    pub(crate) async fn audit_checkpoints(
        &self,
        first: u64,
        last: u64,
    ) -> Result<BTreeMap<u64, Option<Signed>>, StoreError> {
        let rows = query(
            "SELECT id, time, hash, signature FROM audit_checkpoints WHERE id >= $1 AND id <= $2 ORDER BY id",
        )
        .bind(integer(first))
        .bind(integer(last))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(|row| Ok((sequence(row)?, signed(row)))).collect()
    }

    /// The newest entries before one, by what is asked for.
    pub(crate) async fn audit_page(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let rows = query(concat!(
            "SELECT ",
            columns!(),
            " FROM audit
             WHERE ($1 IS NULL OR id < $1) AND ($2 IS NULL OR time >= $2) AND ($3 IS NULL OR time < $3)
               AND ($4 IS NULL OR actor = $4) AND ($5 IS NULL OR action = $5)
               AND ($6 IS NULL OR target = $6) AND ($7 IS NULL OR event = $7)
             ORDER BY id DESC LIMIT $8"
        ))
        .bind(filter.before.map(integer))
        .bind(filter.from)
        .bind(filter.to)
        .bind(filter.actor.as_deref())
        .bind(filter.action.as_deref())
        .bind(filter.target.as_deref())
        .bind(filter.event.as_deref())
        .bind(i64::from(filter.limit))
        .fetch_all(&mut self.database.read().await?)
        .await?;
        rows.iter().map(audit_row).collect()
    }
}

async fn sealed_keys(connection: &mut Connection) -> Result<Option<Vec<u8>>, StoreError> {
    let row = query("SELECT value FROM facts WHERE name = $1").bind(KEYS).fetch_optional(connection).await?;
    row.map(|row| row.get(0)).transpose()
}

/// Where the log ends, and nobody else's entry comes in between before the transaction ends.
async fn head(connection: &mut Connection, keys: &AuditKeys) -> Result<Head, StoreError> {
    if let Some(head) = connection.head() {
        return Ok(head);
    }
    let sql = "SELECT sequence, hash, mac FROM audit_head WHERE id = 1";
    let locking = "SELECT sequence, hash, mac FROM audit_head WHERE id = 1 FOR UPDATE";
    let row = query(connection.either(sql, locking)).fetch_optional(connection).await?.ok_or(NO_HEAD)?;
    let sequence = u64::try_from(row.get::<i64>(0)?).map_err(|_| FALSE_HEAD)?;
    let hash = hash(&row, 1).ok_or(FALSE_HEAD)?;
    // What comes behind a false end would lend it our authority.
    if !keys.fits_head(sequence, &hash, &row.get::<Vec<u8>>(2)?) {
        return Err(FALSE_HEAD);
    }
    let head = Head { sequence, hash };
    connection.remember_head(head);
    Ok(head)
}

/// The numbers of what was entered.
pub(super) struct Entered {
    /// Of the attempt, if that was entered, too.
    pub(super) attempt: Option<u64>,
    pub(super) last: u64,
}

impl Entered {
    /// Tells an attempt that it is on disk, and so is its end.
    pub(super) fn mark(&self, attempt: &Attempt) {
        if let Some(number) = self.attempt {
            attempt.mark_entered(number);
        }
        attempt.mark_ended();
    }
}

/// Enters what goes together. Call it inside a transaction, at its end.
pub(super) async fn append(
    connection: &mut Connection,
    keys: &AuditKeys,
    entries: &Entries,
) -> Result<Entered, StoreError> {
    let last = &entries.last;
    let (true, Event::Ended { outcome, attempt: _ }) = (entries.with_attempt, last.event) else {
        return Ok(Entered { attempt: None, last: append_one(connection, keys, last).await? });
    };
    let attempt = Draft { event: Event::Attempt, count: 1, ..last.clone() };
    let attempt = Some(append_one(connection, keys, &attempt).await?);
    let last = Draft { event: Event::Ended { attempt, outcome }, ..last.clone() };
    Ok(Entered { attempt, last: append_one(connection, keys, &last).await? })
}

async fn append_one(connection: &mut Connection, keys: &AuditKeys, draft: &Draft) -> Result<u64, StoreError> {
    let before = head(connection, keys).await?;
    let entry = draft.entry(before.sequence + 1);
    let hash = before.hash.then(&entry);
    let after = Head { sequence: entry.sequence, hash };
    let row = query(
        "INSERT INTO audit (id, time, request, actor, action, target, event, attempt, code, count, hash, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(integer(entry.sequence))
    .bind(entry.time)
    .bind(entry.request.map(|request| request.to_string()))
    .bind(entry.actor.to_string())
    .bind(entry.action.as_str())
    .bind(entry.target.as_ref().map(ToString::to_string))
    .bind(entry.event.as_str())
    .bind(entry.event.attempt().map(integer))
    .bind(entry.event.code().map(|code| code.as_str()))
    .bind(integer(entry.count))
    .bind(hash.as_bytes().as_slice())
    .bind(keys.of_entry(&hash).as_slice());
    connection.enter(row, after, keys.of_head(entry.sequence, &hash))?;
    if entry.sequence.is_multiple_of(CHECKPOINT_EVERY) {
        sign(connection, keys, after).await?;
    }
    Ok(entry.sequence)
}

/// Signs that the log goes so far, and keeps that.
async fn sign(connection: &mut Connection, keys: &AuditKeys, head: Head) -> Result<Signed, StoreError> {
    let checkpoint = Checkpoint { sequence: head.sequence, time: now_millis(), hash: head.hash };
    let signed = keys.sign(checkpoint, CheckpointKind::Between);
    query(
        "INSERT INTO audit_checkpoints (id, time, hash, signature) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET time = $2, hash = $3, signature = $4",
    )
    .bind(integer(checkpoint.sequence))
    .bind(checkpoint.time)
    .bind(checkpoint.hash.as_bytes().as_slice())
    .bind(signed.signature.as_bytes().as_slice())
    .execute(connection)
    .await?;
    Ok(signed)
}

async fn latest_checkpoint(connection: &mut Connection) -> Result<Option<Signed>, StoreError> {
    let row = query("SELECT id, time, hash, signature FROM audit_checkpoints ORDER BY id DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(row.as_ref().and_then(signed))
}

fn signed(row: &Row) -> Option<Signed> {
    let checkpoint =
        Checkpoint { sequence: sequence(row).ok()?, time: row.get(1).ok()?, hash: hash(row, 2)? };
    let signature = SignatureBytes::from_bytes(row.get::<Vec<u8>>(3).ok()?.try_into().ok()?);
    Some(Signed { checkpoint, kind: CheckpointKind::Between, signature })
}

fn sequence(row: &Row) -> Result<u64, StoreError> {
    u64::try_from(row.get::<i64>(0)?).map_err(|_| StoreError::Damaged("an entry has a negative number"))
}

fn hash(row: &Row, index: usize) -> Option<ChainHash> {
    let bytes: Vec<u8> = row.get(index).ok()?;
    bytes.try_into().ok().map(ChainHash::from_bytes)
}

/// Whatever stands in the row: it is for the reader to find what is wrong with it.
fn audit_row(row: &Row) -> Result<AuditRow, StoreError> {
    let sequence = sequence(row)?;
    let entry = entry(row, sequence);
    Ok(AuditRow { sequence, entry, hash: hash(row, 10), mac: row.get(11).unwrap_or_default() })
}

fn entry(row: &Row, sequence: u64) -> Result<Entry, Unreadable> {
    fn column<T>(read: Result<T, StoreError>) -> Result<T, Unreadable> {
        read.map_err(|_| Unreadable)
    }
    let text = |index| column(row.get::<String>(index));
    let some = |index| column(row.get::<Option<String>>(index));
    let number = |number: i64| u64::try_from(number).map_err(|_| Unreadable);
    let attempt = column(row.get::<Option<i64>>(7))?.map(number).transpose()?;
    Ok(Entry {
        sequence,
        time: column(row.get(1))?,
        request: some(2)?.as_deref().map(str::parse).transpose()?,
        actor: text(3)?.parse()?,
        action: text(4)?.parse()?,
        target: some(5)?.as_deref().map(str::parse).transpose()?,
        event: Event::from_parts(&text(6)?, attempt, some(8)?.as_deref())?,
        count: number(column(row.get(9))?)?,
    })
}

/// Numbers of entries fit for as long as anybody lives.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use latchboard_contract::Secret;
    use latchboard_contract::audit::{
        Action, Actor, CHECKPOINT_EVERY, ExportVerifier, Fault, KeptCheckpoint, Outcome, Report, Target,
        Verifier,
    };
    use tempfile::TempDir;

    use crate::audit::{Draft, Who, name};
    use crate::audit_log::{Export, Problem, verify};
    use crate::credentials::FirstCredentials;
    use crate::crypto::{AssociatedData, MasterKey, SealError};
    use crate::store::sql::query;
    use crate::store::{Location, Store, StoreError, Upgrade};

    const KEY: [u8; 32] = [7; 32];

    /// A store whose log has just begun.
    async fn store() -> (TempDir, Location, Store) {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("db");
        std::fs::write(&file, "").unwrap();
        let location = Location::File(file);
        let first = FirstCredentials::make().unwrap();
        let check = MasterKey::new(&KEY).seal(AssociatedData::Check, &Secret::from("")).unwrap();
        Store::create(&location, || Ok::<_, StoreError>((first, check))).await.unwrap();
        let store = open(&location).await;
        (directory, location, store)
    }

    async fn open(location: &Location) -> Store {
        let store = Store::open(location, Upgrade::Refused).await.unwrap();
        store.open_audit(&MasterKey::new(&KEY)).await.unwrap();
        store
    }

    fn who() -> Who {
        Who {
            request: Some("0000000000ab-7".parse().unwrap()),
            actor: Actor::AccessKey(name("key").unwrap()),
        }
    }

    /// An attempt and its end, `count` times.
    async fn change(store: &Store, count: u64) {
        for id in 0..count {
            let target = Some(Target::ApiSecret(id));
            let attempt = store.attempt(&who(), Action::Deactivate, target).await.unwrap();
            let end = if id % 2 == 0 {
                Outcome::Done
            } else {
                Outcome::Refused(latchboard_contract::error::Code::NoAccess)
            };
            store.end(&attempt, end).await.unwrap();
        }
    }

    async fn verified(store: &Store) -> Result<Report, Problem> {
        verify(store, Verifier::new(None)).await
    }

    async fn fault(store: &Store) -> Fault {
        match verified(store).await {
            Err(Problem::Found(finding)) => finding.fault,
            other => panic!("nothing was found: {other:?}"),
        }
    }

    async fn execute(store: &Store, sql: String) {
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        query(sql).once(&store.database).await.unwrap();
    }

    async fn text(store: &Store, sql: String) -> Option<String> {
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        let row = query(sql).fetch_one(&mut store.database.read().await.unwrap()).await.unwrap();
        row.get(0).unwrap()
    }

    #[tokio::test]
    async fn a_log_begins_once_and_goes_on_with_the_same_keys() {
        let (_directory, location, store) = store().await;
        let key = store.audit_keys().unwrap().public();
        change(&store, 3).await;
        store.close().await;
        let store = open(&location).await;
        assert_eq!(store.audit_keys().unwrap().public(), key);
        let report = verified(&store).await.unwrap();
        assert_eq!((report.entries, report.open.len(), report.signed_up_to), (7, 0, 0));
        store.checkpoint().await.unwrap();
        assert_eq!(store.checkpoint().await.unwrap(), store.checkpoint().await.unwrap(), "nothing new");
        let report = verified(&store).await.unwrap();
        assert_eq!((report.signed_up_to, report.checkpoints), (7, 1));
        let other = Store::open(&location, Upgrade::Refused).await.unwrap();
        let refused = other.open_audit(&MasterKey::new(&[8; 32])).await;
        assert!(matches!(refused, Err(StoreError::Seal(SealError::OtherKey))));
    }

    #[tokio::test]
    async fn an_attempt_of_a_process_that_died_stays_open_and_is_no_fault() {
        let (_directory, location, store) = store().await;
        store.attempt(&who(), Action::Update, Some(Target::ApiSecret(1))).await.unwrap();
        store.close().await;
        let store = open(&location).await;
        change(&store, 1).await;
        assert_eq!(verified(&store).await.unwrap().open, [2]);
    }

    #[tokio::test]
    async fn every_flipped_byte_of_every_field_of_every_row_is_found() {
        let (_directory, _location, store) = store().await;
        change(&store, 2).await;
        store.checkpoint().await.unwrap();
        verified(&store).await.unwrap();
        let tables = [
            ("audit", "id time request actor action target event attempt code count hash mac", 5),
            ("audit_checkpoints", "id hash signature time", 1),
            ("audit_head", "sequence hash mac", 1),
        ];
        let mut flips = 0;
        for (table, columns, rows) in tables {
            for row in 0..rows {
                for column in columns.split(' ') {
                    let chosen =
                        format!("rowid = (SELECT rowid FROM {table} ORDER BY rowid LIMIT 1 OFFSET {row})");
                    let kind =
                        text(&store, format!("SELECT typeof({column}) FROM {table} WHERE {chosen}")).await;
                    let kind = kind.unwrap();
                    let before = format!("SELECT quote({column}) FROM {table} WHERE {chosen}");
                    let before = text(&store, before).await.unwrap();
                    let hex = text(&store, format!("SELECT hex({column}) FROM {table} WHERE {chosen}")).await;
                    let hex = hex.unwrap();
                    let changed: Vec<String> = match kind.as_str() {
                        "null" if matches!(column, "attempt") => vec!["7".to_owned()],
                        "null" => vec!["''".to_owned(), "'x'".to_owned()],
                        "integer" => vec![format!("{column} + 1"), format!("{column} - 1")],
                        _ => (0..hex.len() / 2)
                            .map(|at| {
                                let byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap() ^ 1;
                                let hex = format!("x'{}{byte:02x}{}'", &hex[..2 * at], &hex[2 * at + 2..]);
                                if kind == "text" { format!("CAST({hex} AS TEXT)") } else { hex }
                            })
                            .collect(),
                    };
                    for value in changed {
                        // A number that is taken cannot be given again.
                        if column == "id" && table == "audit" && !(value.ends_with("+ 1") && row == rows - 1)
                        {
                            continue;
                        }
                        let rowid =
                            text(&store, format!("SELECT CAST(rowid AS TEXT) FROM {table} WHERE {chosen}"));
                        let rowid: i64 = rowid.await.unwrap().parse().unwrap();
                        execute(
                            &store,
                            format!("UPDATE {table} SET {column} = {value} WHERE rowid = {rowid}"),
                        )
                        .await;
                        let found = verified(&store).await;
                        assert!(found.is_err(), "{table}.{column} of row {row}: {value}");
                        flips += 1;
                        let chosen = if column == "id" {
                            format!("id = {value}", value = value.replace("id", &rowid.to_string()))
                        } else {
                            format!("rowid = {rowid}")
                        };
                        execute(&store, format!("UPDATE {table} SET {column} = {before} WHERE {chosen}"))
                            .await;
                    }
                }
            }
        }
        assert!(flips > 500, "{flips}");
        verified(&store).await.unwrap();
    }

    #[tokio::test]
    async fn rows_that_are_cut_moved_or_put_in_are_found() {
        let row = "time, request, actor, action, target, event, attempt, code, count, hash, mac";
        for (sql, expected) in [
            ("DELETE FROM audit WHERE id = 7".to_owned(), Fault::Cut),
            ("DELETE FROM audit WHERE id >= 4".to_owned(), Fault::Cut),
            ("DELETE FROM audit".to_owned(), Fault::Cut),
            ("DELETE FROM audit WHERE id = 4".to_owned(), Fault::Gap),
            ("DELETE FROM audit WHERE id = 1".to_owned(), Fault::Gap),
            (format!("INSERT INTO audit (id, {row}) SELECT 8, {row} FROM audit WHERE id = 7"), Fault::NotAuthentic),
            (
                format!(
                    "UPDATE audit SET ({row}) = (SELECT {row} FROM audit AS other WHERE other.id = 13 - audit.id)
                     WHERE id IN (6, 7)"
                ),
                Fault::Changed,
            ),
            ("UPDATE audit_head SET sequence = 6".to_owned(), Fault::NotAuthentic),
            (
                "UPDATE audit_head SET sequence = 6, hash = (SELECT hash FROM audit WHERE id = 6),
                     mac = (SELECT mac FROM audit WHERE id = 6)"
                    .to_owned(),
                Fault::NotAuthentic,
            ),
            ("UPDATE audit_checkpoints SET id = 6".to_owned(), Fault::Forged),
            ("UPDATE audit_checkpoints SET id = 8".to_owned(), Fault::Differs),
        ] {
            let (_directory, _location, store) = store().await;
            change(&store, 3).await;
            store.checkpoint().await.unwrap();
            execute(&store, sql.clone()).await;
            assert_eq!(fault(&store).await, expected, "{sql}");
        }
    }

    #[tokio::test]
    async fn the_last_rows_and_their_checkpoint_are_missed() {
        let (_directory, _location, store) = store().await;
        change(&store, 2).await;
        store.checkpoint().await.unwrap();
        change(&store, 2).await;
        store.checkpoint().await.unwrap();
        execute(&store, "DELETE FROM audit WHERE id > 5".to_owned()).await;
        execute(&store, "DELETE FROM audit_checkpoints WHERE id > 5".to_owned()).await;
        assert_eq!(fault(&store).await, Fault::Cut);
        // And nothing is entered behind a false end.
        execute(&store, "UPDATE audit_head SET sequence = 5".to_owned()).await;
        let refused = store.attempt(&who(), Action::Update, None).await;
        assert!(matches!(refused, Err(StoreError::Damaged(_))));
    }

    #[tokio::test]
    async fn a_log_that_was_put_back_as_a_whole_is_found_by_who_kept_a_checkpoint() {
        let (_directory, _location, store) = store().await;
        change(&store, 2).await;
        let head = "SELECT 'UPDATE audit_head SET sequence = ' || sequence || ', hash = ' || quote(hash)
                        || ', mac = ' || quote(mac) FROM audit_head";
        let back = text(&store, head.to_owned()).await.unwrap();
        change(&store, 2).await;
        let kept = KeptCheckpoint {
            key: store.audit_keys().unwrap().public(),
            signed: store.checkpoint().await.unwrap(),
        };
        execute(&store, "DELETE FROM audit WHERE id > 5".to_owned()).await;
        execute(&store, "DELETE FROM audit_checkpoints".to_owned()).await;
        execute(&store, back).await;
        verified(&store).await.unwrap();
        let verifier = Verifier::new(None).hold_to(&kept).unwrap();
        let Err(Problem::Found(finding)) = verify(&store, verifier).await else { panic!("not found") };
        assert_eq!((finding.fault, finding.sequence), (Fault::RolledBack, 5));
    }

    #[tokio::test]
    async fn an_export_holds_all_pieces_and_the_checkpoints_that_always_are_there() {
        let (_directory, _location, store) = store().await;
        let mut transaction = store.database.write().await.unwrap();
        let draft = Draft::ended(&who(), Action::SignIn, None, Outcome::Done);
        for _ in 0..2 * CHECKPOINT_EVERY {
            super::append_one(&mut transaction, store.audit_keys().unwrap(), &draft).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let report = verified(&store).await.unwrap();
        assert_eq!((report.entries, report.checkpoints), (2 * CHECKPOINT_EVERY + 1, 2));

        let mut export = Export::begin(&store).await.unwrap();
        let mut verifier = ExportVerifier::new(Verifier::new(Some(store.audit_keys().unwrap().public())));
        // What comes meanwhile is not in it.
        change(&store, 1).await;
        while let Some(piece) = export.piece(&store).await.unwrap() {
            piece.lines().for_each(|line| verifier.line(line).unwrap());
        }
        assert_eq!(verifier.finish().unwrap().entries, 2 * CHECKPOINT_EVERY + 1);

        execute(&store, format!("DELETE FROM audit_checkpoints WHERE id = {CHECKPOINT_EVERY}")).await;
        assert_eq!(fault(&store).await, Fault::CheckpointMissing);
    }

    #[tokio::test]
    async fn entries_that_share_a_commit_hang_together_also_when_one_is_taken_back() {
        let (_directory, _location, store) = store().await;
        let store = std::sync::Arc::new(store);
        let mut tasks = Vec::new();
        for number in 0..64_u64 {
            let store = std::sync::Arc::clone(&store);
            tasks.push(tokio::spawn(async move {
                if number % 4 == 0 {
                    // Entered, and then given up.
                    let mut transaction = store.database.write().await.unwrap();
                    let draft = Draft::ended(&who(), Action::SignIn, None, Outcome::Done);
                    super::append_one(&mut transaction, store.audit_keys().unwrap(), &draft).await.unwrap();
                } else {
                    change(&store, 2).await;
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(verified(&store).await.unwrap().entries, 1 + 48 * 4);
    }
}
