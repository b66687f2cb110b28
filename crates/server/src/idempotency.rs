//! Calls that carry an `Idempotency-Key`: one change, however often they come, and one answer.
//!
//! What was answered lies encrypted in the database, written in the transaction of the change. Refusals are not kept: they
//! changed nothing, and a repeat is looked at anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use data_encoding::BASE64;
use latchboard_contract::Secret;
use latchboard_contract::http::Response;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_store::clock::{now, seconds};
use latchboard_store::crypto::{AssociatedData, AuditKeys, MasterKey, SealError};
use latchboard_store::idempotency::{KeptAnswer, RequestKey};
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedMutexGuard;
use zeroize::Zeroizing;

/// How long an answer is kept that may hold a secret.
const SECRET_FOR: Duration = Duration::from_mins(10);
/// How long all others are kept, and how long a call is known at all. The client counts on it.
pub(crate) const KNOWN_FOR: Duration = Duration::from_hours(24);

/// The hashes that a call is kept under. `credential` and `call` in any form that tells them from others.
pub(crate) fn request_key(
    keys: &AuditKeys,
    key: &IdempotencyKey,
    credential: &str,
    call: &str,
    body: &[u8],
) -> RequestKey {
    RequestKey {
        id: keys.of_idempotency(&[credential.as_bytes(), key.as_str().as_bytes()]),
        request: keys.of_idempotency(&[call.as_bytes(), body]),
    }
}

/// Encrypts an answer, to be given to repeats.
pub(crate) fn seal(
    key: &RequestKey,
    master_key: &MasterKey,
    answer: &Response,
    holds_secret: bool,
) -> Result<KeptAnswer, SealError> {
    let written = StoredResponse {
        status: answer.status,
        headers: answer.headers().to_vec(),
        body: Zeroizing::new(BASE64.encode(answer.bytes())),
    };
    let text = Secret::new(serde_json::to_string(&written).map_err(|_| SealError::Malformed)?);
    let kept_for = if holds_secret { SECRET_FOR } else { KNOWN_FOR };
    Ok(KeptAnswer { sealed: master_key.seal(context(key), &text)?, until: now() + seconds(kept_for) })
}

/// The way back. An answer under a master key that is not there any more is as good as deleted.
pub(crate) fn open(key: &RequestKey, master_key: &MasterKey, sealed: &[u8]) -> Option<Response> {
    let text = master_key.open(context(key), sealed).ok()?;
    let written: StoredResponse = serde_json::from_str(text.expose()).ok()?;
    let response = Response::new(written.status).body(BASE64.decode(written.body.as_bytes()).ok()?);
    Some(written.headers.into_iter().fold(response, |all, (name, value)| all.header(&name, value)))
}

const fn context(key: &RequestKey) -> AssociatedData {
    AssociatedData::Answer { id: key.id }
}

/// An answer as it is encrypted.
#[derive(Serialize, Deserialize)]
struct StoredResponse {
    status: u16,
    headers: Vec<(String, String)>,
    /// Base64: a vendor's body need not be text.
    body: Zeroizing<String>,
}

/// The calls with a key that are under way in this process: a repeat waits for the first.
#[derive(Default)]
pub(crate) struct InFlight(Mutex<HashMap<[u8; 32], Weak<tokio::sync::Mutex<()>>>>);

impl InFlight {
    /// Waits until no other call under the same key is under way.
    pub(crate) async fn exclusive(&self, id: [u8; 32]) -> OwnedMutexGuard<()> {
        let turn = {
            // Whole after every step.
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, turn| turn.strong_count() > 0);
            let turn = all.get(&id).and_then(Weak::upgrade).unwrap_or_default();
            all.insert(id, Arc::downgrade(&turn));
            turn
        };
        turn.lock_owned().await
    }
}
