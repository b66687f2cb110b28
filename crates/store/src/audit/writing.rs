//! The audit log: appended to in the transaction of what it tells.
//!
//! Appending is the last thing that a transaction does: in PostgreSQL it locks the end of this process's lane until the
//! commit, and whoever holds that lock waits for no other.

use latchboard_contract::audit::{Action, Event, Outcome, Target};

use super::lanes::{Log, integer};
use crate::audit::{Attempt, Draft, Entries, Who};
use crate::crypto::{AssociatedData, AuditKeys, MasterKey};
use crate::database::Head;
use crate::database::connection::Connection;
use crate::database::facts::AUDIT_KEYS;
use crate::database::sql::query;
use crate::idempotency::remember;
use crate::key_facts::{key_in_force, require};
use crate::{Store, StoreError};

impl Store {
    /// Makes the log ready to be written, and begins it where there is none. Nothing can be changed
    /// before.
    pub async fn open_audit(&self, master_key: &MasterKey) -> Result<(), StoreError> {
        let stored = sealed_keys(&mut self.database.read().await?).await?;
        let sealed = match stored {
            Some(sealed) => sealed,
            None => self.begin_audit(master_key).await?,
        };
        let text = master_key.open(AssociatedData::AuditKeys, &sealed).map_err(StoreError::Seal)?;
        let keys = AuditKeys::read(&text).ok_or(StoreError::Damaged("the audit log's keys are none"))?;
        // Opened twice, they are the same.
        let _the_same = self.audit.set(Log::new(keys)?);
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
            .bind(AUDIT_KEYS)
            .bind(sealed.clone())
            .execute(&mut transaction)
            .await?;
        if kept == 0 {
            // They are on disk by now.
            let first = sealed_keys(&mut transaction).await?;
            return first.ok_or(StoreError::Damaged("the audit log's keys are missing"));
        }
        let row = query(
            "SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM audit_lanes WHERE sequence > 0)",
        );
        if row.fetch_one::<i64>(&mut transaction).await? > 0 {
            return Err(StoreError::Damaged("the audit log's keys are missing"));
        }
        let (log, begin) =
            (Log::new(keys)?, Draft::ended(&Who::server(), Action::Begin, None, Outcome::Done));
        append_one(&mut transaction, &log, &begin).await?;
        transaction.commit().await?;
        // With the lane that it took.
        let _the_first = self.audit.set(log);
        Ok(sealed)
    }

    /// What entries are hashed and trees are signed with.
    pub fn audit_keys(&self) -> Result<&AuditKeys, StoreError> {
        self.log().map(|log| &log.keys)
    }

    /// What the log is written with.
    pub(crate) fn log(&self) -> Result<&Log, StoreError> {
        self.audit.get().ok_or(StoreError::Damaged("the audit log has not been opened"))
    }

    /// Enters that something is about to be done. It is on disk when this returns; when it fails, what
    /// was to be done must not be.
    pub async fn attempt(
        &self,
        who: &Who,
        action: Action,
        target: Option<Target>,
    ) -> Result<Attempt, StoreError> {
        self.database.has_room()?;
        let attempt = self.announce(who, action, target);
        attempt.mark_entered(self.enter(attempt.draft()).await?);
        Ok(attempt)
    }

    /// Something that is about to be done, and goes to disk in one transaction with that.
    pub fn announce(&self, who: &Who, action: Action, target: Option<Target>) -> Attempt {
        let Who { request, actor } = who.clone();
        Attempt::announced(Draft { request, actor, action, target, event: Event::Attempt, count: 1 })
    }

    /// Enters how something ended that changed nothing here.
    pub async fn end(&self, attempt: &Attempt, outcome: Outcome) -> Result<(), StoreError> {
        let entered = self.committer.enter(attempt.end(outcome)).await?;
        entered.mark(attempt);
        Ok(())
    }

    /// Enters that something failed, for which there is a reason that counts more than one why this cannot be entered.
    pub async fn end_failed(&self, attempt: &Attempt) {
        if let Err(error) = self.end(attempt, Outcome::Failed).await {
            tracing::warn!(%error, "the end of an attempt could not be entered into the audit log");
        }
    }

    /// Enters one thing that goes with no change; its number in the lane.
    pub async fn enter(&self, draft: &Draft) -> Result<u64, StoreError> {
        Ok(self.committer.enter(draft.clone().into()).await?.last)
    }

    /// Commits a change together with its entry: there is never one without the other.
    pub(crate) async fn commit(
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
        let entered = append(&mut transaction, self.log()?, entries).await?;
        transaction.commit().await?;
        entered.mark(attempt);
        Ok(())
    }

    /// As [`Store::commit`] when something was changed; else takes back what there is, and false.
    pub(crate) async fn commit_if(
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
    pub(crate) async fn commit_of(
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
    pub(crate) async fn commit_with(
        &self,
        mut transaction: Connection,
        draft: &Draft,
    ) -> Result<(), StoreError> {
        append_one(&mut transaction, self.log()?, draft).await?;
        transaction.commit().await
    }
}

async fn sealed_keys(connection: &mut Connection) -> Result<Option<Vec<u8>>, StoreError> {
    query("SELECT value FROM facts WHERE name = $1").bind(AUDIT_KEYS).fetch_optional(connection).await
}

/// The numbers of what was entered, in the lane of this process.
pub(crate) struct Entered {
    /// Of the attempt, if that was entered, too.
    pub(crate) attempt: Option<u64>,
    pub(crate) last: u64,
}

impl Entered {
    /// Tells an attempt that it is on disk, and so is its end.
    pub(crate) fn mark(&self, attempt: &Attempt) {
        if let Some(number) = self.attempt {
            attempt.mark_entered(number);
        }
        attempt.mark_ended();
    }
}

/// Enters what goes together. Call it inside a transaction, at its end.
pub(crate) async fn append(
    connection: &mut Connection,
    log: &Log,
    entries: &Entries,
) -> Result<Entered, StoreError> {
    let last = &entries.last;
    let (true, Event::Ended { outcome, attempt: _ }) = (entries.with_attempt, last.event) else {
        return Ok(Entered { attempt: None, last: append_one(connection, log, last).await? });
    };
    let attempt = Draft { event: Event::Attempt, count: 1, ..last.clone() };
    let attempt = Some(append_one(connection, log, &attempt).await?);
    let last = Draft { event: Event::Ended { attempt, outcome }, ..last.clone() };
    Ok(Entered { attempt, last: append_one(connection, log, &last).await? })
}

pub(crate) async fn append_one(
    connection: &mut Connection,
    log: &Log,
    draft: &Draft,
) -> Result<u64, StoreError> {
    let Head { lane, sequence, hash } = log.head(connection).await?;
    let entry = draft.entry(lane, sequence + 1);
    let head = Head { lane, sequence: entry.sequence, hash: hash.then(&entry) };
    let hash = &head.hash;
    let sql = "INSERT INTO audit
            (sequence, time, request, actor, action, target, event, attempt, code, count, hash, mac, lane)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let row = query(sql)
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
        .bind(log.keys.of_entry(lane, entry.sequence, hash).as_slice())
        .bind(integer(lane));
    connection.enter(row, head, log.keys.of_head(lane, entry.sequence, hash))?;
    Ok(entry.sequence)
}
