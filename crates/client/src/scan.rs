//! Looks for a leaked value where the server cannot: reads every API secret and compares
//! fingerprints. Each reading counts as a use, so it is for the user to ask for.
//!
//! It needs no more of the leaked text than its fingerprint, and keeps nothing that it reads.

use futures_util::stream::{FuturesUnordered, StreamExt};
use latchboard_contract::FullFingerprint;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::bulk::Ended;
use crate::cancellation::CancellationToken;
use crate::{Transport, Vault, retry};

/// So many readings in a row without an answer, and the scan halts: the server is gone.
const SILENCES_TO_HALT: usize = 8;

/// What was seen of one API secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its value is the one with this place among those that are looked for.
    Match(usize),
    /// Its value is another one, or it has none.
    Other,
    /// It could not be read, so nobody knows; inactive ones can't.
    Unread(Problem),
}

/// Reads the API secrets, at most `concurrency` at a time, and reports what was seen of each by its
/// place, until all are read or `stop` is asked for.
pub async fn scan<T: Transport>(
    vault: &Vault<T>,
    identifiers: &[Identifier],
    wanted: &[FullFingerprint],
    concurrency: usize,
    stop: &CancellationToken,
    mut report: impl FnMut(usize, Seen),
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
        let seen = match result {
            Ok(read) => {
                let fingerprint = read.client_secret.as_ref().map(FullFingerprint::of);
                let place = wanted.iter().position(|wanted| Some(wanted) == fingerprint.as_ref());
                place.map_or(Seen::Other, Seen::Match)
            }
            Err(problem) => Seen::Unread(problem),
        };
        let silence =
            matches!(&seen, Seen::Unread(problem) if problem.status.is_none() && retry::passes(problem));
        silences = if silence { silences + 1 } else { 0 };
        if let Seen::Unread(problem) = &seen
            && (silences >= SILENCES_TO_HALT || ends_all(problem.code))
        {
            halted.get_or_insert_with(|| problem.clone());
        }
        report(index, seen);
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
