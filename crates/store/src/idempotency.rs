//! Calls that carried an `Idempotency-Key`, and what they were answered, encrypted. Bound to credential, call and body by
//! hashes under the audit log's key, which another master key leaves as it is.

use std::collections::HashSet;
use std::time::Duration;

use tokio_postgres::types::Type;

use crate::clock::{CLOCKS_DIFFER, now};
use crate::database::connection::Connection;
use crate::database::session::Session;
use crate::database::sql::{from_row, query, read_all};
use crate::{Store, StoreError};

/// A call and its key, as keyed hashes.
#[derive(Clone, Copy, Debug)]
pub struct RequestKey {
    /// Of credential and key.
    pub id: [u8; 32],
    /// Of call and body.
    pub request: [u8; 32],
}

/// An answer on its way into the database.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    /// Encrypted for [`AssociatedData::Answer`](crate::crypto::AssociatedData::Answer).
    pub sealed: Vec<u8>,
    /// Until when it may be given; seconds since 1970.
    pub until: i64,
}

/// What is known of a call by its key.
pub enum KnownCall {
    /// It was not carried out.
    Nothing,
    /// The key belongs to another call.
    OtherCall,
    /// It was passed on to a vendor, and no answer has come yet.
    Forwarded {
        /// Since it was passed on, in whole seconds.
        age: Duration,
    },
    /// It was answered; encrypted, as long as that is kept.
    Answered(Option<Vec<u8>>),
}

struct Noted {
    request: Vec<u8>,
    answer: Option<Vec<u8>>,
    answer_until: Option<i64>,
    created_at: i64,
}

from_row!(Noted { request, answer, answer_until, created_at });

impl Store {
    pub async fn known_call(&self, key: &RequestKey) -> Result<KnownCall, StoreError> {
        let row = query("SELECT request, answer, answer_until, created_at FROM idempotency WHERE id = $1")
            .bind(key.id.as_slice())
            .fetch_optional(&mut self.database.read().await?)
            .await?;
        let Some(Noted { request, answer, answer_until, created_at }) = row else {
            return Ok(KnownCall::Nothing);
        };
        if request != key.request {
            return Ok(KnownCall::OtherCall);
        }
        let now = now();
        let Some(until) = answer_until else {
            let age = Duration::from_secs(now.abs_diff(created_at));
            return Ok(KnownCall::Forwarded { age });
        };
        // From further ahead it was written before the clock was set back, and nobody knows how old it is.
        let is_kept = now < until && created_at <= now + CLOCKS_DIFFER;
        Ok(KnownCall::Answered(answer.filter(|_| is_kept)))
    }

    /// Notes a call that is about to be passed on to a vendor; false when its key is known already.
    pub async fn claim_forwarding(&self, key: &RequestKey) -> Result<bool, StoreError> {
        let noted = query(
            "INSERT INTO idempotency (id, request, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        )
        .bind(key.id.as_slice())
        .bind(key.request.as_slice())
        .bind(now())
        .once(&self.database)
        .await?;
        Ok(noted == 1)
    }

    /// Keeps the answer to a call that was passed on.
    pub async fn forwarded(&self, key: &RequestKey, answer: &KeptAnswer) -> Result<(), StoreError> {
        query("UPDATE idempotency SET answer = $1, answer_until = $2 WHERE id = $3")
            .bind(answer.sealed.as_slice())
            .bind(answer.until)
            .bind(key.id.as_slice())
            .once(&self.database)
            .await?;
        Ok(())
    }

    /// Forgets a call that was not passed on after all.
    pub async fn release_forwarding(&self, key: &RequestKey) -> Result<(), StoreError> {
        query("DELETE FROM idempotency WHERE id = $1 AND answer_until IS NULL")
            .bind(key.id.as_slice())
            .once(&self.database)
            .await?;
        Ok(())
    }

    /// Deletes answers that may not be given any more, and forgets the calls from before `known_since`.
    pub async fn sweep_answers(&self, now: i64, known_since: i64) -> Result<(), StoreError> {
        query(
            "UPDATE idempotency SET answer = NULL
             WHERE answer IS NOT NULL AND (answer_until <= $1 OR created_at > $2)",
        )
        .bind(now)
        .bind(now + CLOCKS_DIFFER)
        .once(&self.database)
        .await?;
        query("DELETE FROM idempotency WHERE created_at < $1").bind(known_since).once(&self.database).await?;
        Ok(())
    }
}

/// Whether a call was carried out, or another one under the same key.
pub(crate) async fn is_remembered(connection: &mut Connection, key: &RequestKey) -> Result<bool, StoreError> {
    query("SELECT 1 FROM idempotency WHERE id = $1").bind(key.id.as_slice()).has_row(connection).await
}

/// Notes in the transaction of a change that its call was carried out, and what it was answered.
///
/// # Errors
///
/// [`StoreError::Repeated`] when the same call was carried out meanwhile: this change must not be.
pub(crate) async fn remember(
    connection: &mut Connection,
    key: &RequestKey,
    answer: Option<&KeptAnswer>,
) -> Result<(), StoreError> {
    let now = now();
    let noted = query(
        "INSERT INTO idempotency (id, request, answer, answer_until, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(key.id.as_slice())
    .bind(key.request.as_slice())
    .bind(answer.map(|answer| answer.sealed.as_slice()))
    .bind(answer.map_or(now, |answer| answer.until))
    .bind(now)
    .execute(connection)
    .await?;
    if noted == 1 { Ok(()) } else { Err(StoreError::Repeated) }
}

/// As [`remember`], for many at once, on PostgreSQL: those whose calls were not carried out meanwhile. In order, so that of
/// two processes with the same calls one waits for the other, and not in a circle.
pub(crate) async fn remember_together(
    session: &mut Session,
    mut calls: Vec<(RequestKey, Option<&KeptAnswer>)>,
) -> Result<HashSet<[u8; 32]>, StoreError> {
    if calls.is_empty() {
        return Ok(HashSet::new());
    }
    calls.sort_unstable_by_key(|(key, _)| key.id);
    let now = now();
    let ids: Vec<&[u8]> = calls.iter().map(|(key, _)| key.id.as_slice()).collect();
    let requests: Vec<&[u8]> = calls.iter().map(|(key, _)| key.request.as_slice()).collect();
    let answers: Vec<Option<&[u8]>> =
        calls.iter().map(|(_, answer)| answer.map(|answer| answer.sealed.as_slice())).collect();
    let until: Vec<i64> = calls.iter().map(|(_, answer)| answer.map_or(now, |answer| answer.until)).collect();
    let rows = session
        .fetch_with(
            "INSERT INTO idempotency (id, request, answer, answer_until, created_at)
             SELECT id, request, answer, answer_until, $5
             FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BIGINT[])
                  WITH ORDINALITY AS calls (id, request, answer, answer_until, place)
             ORDER BY place ON CONFLICT (id) DO NOTHING RETURNING id",
            &[
                (&ids, Type::BYTEA_ARRAY),
                (&requests, Type::BYTEA_ARRAY),
                (&answers, Type::BYTEA_ARRAY),
                (&until, Type::INT8_ARRAY),
                (&now, Type::INT8),
            ],
        )
        .await?;
    Ok(read_all(&rows)?.into_iter().collect())
}
