//! Reads every API secret, to look for leaked values where the server cannot. Each reading counts as a use, so it is for
//! the user to ask for. Nothing that was read is kept here.

use futures_util::stream::{FuturesUnordered, StreamExt};
use latchboard_contract::Secret;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::bulk::Ended;
use crate::cancellation::CancellationToken;
use crate::{Transport, Vault, retry};

/// So many readings in a row without an answer, and the scan halts: the server is gone.
const SILENCES_TO_HALT: usize = 8;

/// What came of reading one API secret.
pub enum Read {
    Value(Secret),
    NoValue,
    /// It could not be read; inactive ones can't.
    Unread(Problem),
}

/// Reads the API secrets, at most `concurrency` at a time, and reports what came of each by its
/// place, until all are read or `stop` is asked for.
pub async fn scan<T: Transport>(
    vault: &Vault<T>,
    identifiers: &[Identifier],
    concurrency: usize,
    stop: &CancellationToken,
    mut report: impl FnMut(usize, Read),
) -> Ended {
    let mut rest = identifiers.iter().enumerate();
    let mut halted: Option<Problem> = None;
    let mut silences = 0;
    let mut under_way = FuturesUnordered::new();
    let mut left = identifiers.len();
    loop {
        while under_way.len() < concurrency.max(1) && !stop.is_cancelled() && halted.is_none() {
            let Some((index, identifier)) = rest.next() else { break };
            under_way.push(async move { (index, vault.read(identifier).await) });
        }
        let Some((index, result)) = under_way.next().await else { break };
        left -= 1;
        let read = match result {
            Ok(read) => read.client_secret.map_or(Read::NoValue, Read::Value),
            Err(problem) => Read::Unread(problem),
        };
        let silence =
            matches!(&read, Read::Unread(problem) if problem.status.is_none() && retry::passes(problem));
        silences = if silence { silences + 1 } else { 0 };
        if let Read::Unread(problem) = &read
            && (silences >= SILENCES_TO_HALT || ends_all(problem.code))
        {
            halted.get_or_insert_with(|| problem.clone());
        }
        report(index, read);
    }
    match halted {
        Some(problem) => Ended::Halted(problem),
        None if left > 0 => Ended::Stopped,
        None => Ended::Complete,
    }
}

/// Whether the next one would only hear the same.
const fn ends_all(code: Code) -> bool {
    matches!(code, Code::NotAuthorised | Code::ClientRejected | Code::RateLimited)
}
