//! The log in the database: whether it is whole, and the same as an export.

use latchboard_contract::audit::{
    Checkpoint, CheckpointKind, Fault, Finding, Header, Line, Report, Signed, Verifier,
};

use crate::store::{AuditRow, Store, StoreError};

/// Entries that are read at a time.
const PIECE: u32 = 1000;

/// Why a log was not found to be whole.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error(transparent)]
    Found(#[from] Finding),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the whole log, as it was when this began.
pub(crate) async fn verify(store: &Store, verifier: Verifier) -> Result<Report, Problem> {
    let mut walk = Walk::begin(store, verifier).await?;
    while walk.piece(store, |_| {}).await? {}
    Ok(walk.verifier.finish()?)
}

/// A log on its way out, piece by piece.
pub(crate) struct Export {
    walk: Option<Walk>,
    end: Signed,
    started: bool,
}

impl Export {
    /// Of the log as it is now. Signs that it goes so far.
    pub(crate) async fn begin(store: &Store) -> Result<Self, Problem> {
        let keys = store.audit_keys()?;
        let Checkpoint { sequence, hash, time } = store.checkpoint().await?.checkpoint;
        let end = keys.sign(Checkpoint { sequence, hash, time }, CheckpointKind::End);
        let mut walk = Walk::begin(store, Verifier::new(Some(keys.public()))).await?;
        walk.last = sequence;
        Ok(Self { walk: Some(walk), end, started: false })
    }

    /// The next lines; none when there are no more. What is not as it was written ends it without an
    /// end, so that nobody takes it for whole.
    pub(crate) async fn piece(&mut self, store: &Store) -> Result<Option<String>, Problem> {
        let mut text = String::new();
        let mut write = |line: &Line| {
            text.push_str(&line.write());
            text.push('\n');
        };
        if !self.started {
            self.started = true;
            write(&Line::Header(Header { key: store.audit_keys()?.public() }));
        }
        let Some(walk) = &mut self.walk else { return Ok(None) };
        if !walk.piece(store, |line| write(&line)).await? {
            walk.verifier.signed(&self.end)?;
            write(&Line::Signed(self.end));
            self.walk = None;
        }
        Ok(Some(text))
    }
}

/// On the way through the log.
struct Walk {
    verifier: Verifier,
    /// Where the log says that it ends.
    last: u64,
}

impl Walk {
    async fn begin(store: &Store, mut verifier: Verifier) -> Result<Self, Problem> {
        let keys = store.audit_keys()?;
        verifier.signed_with(keys.public())?;
        // Without its own record of its end: the server never takes that away.
        let state = store.audit_state().await?.ok_or(Finding { fault: Fault::NotAuthentic, sequence: 0 })?;
        let at_head = |fault| Problem::Found(Finding { fault, sequence: state.sequence });
        let hash = state.hash.ok_or_else(|| at_head(Fault::Unreadable))?;
        // Its own record of its end is somebody else's, or an old one that was put back.
        if !keys.fits_head(state.sequence, &hash, &state.mac) || state.last > state.sequence {
            return Err(at_head(Fault::NotAuthentic));
        }
        if state.last_checkpoint > state.sequence {
            return Err(at_head(Fault::Differs));
        }
        Ok(Self { verifier, last: state.sequence })
    }

    /// Reads the next entries; false when there are no more.
    async fn piece(&mut self, store: &Store, mut line: impl FnMut(Line)) -> Result<bool, Problem> {
        let keys = store.audit_keys()?;
        let after = self.verifier.sequence();
        let rows = store.audit_rows(after, self.last, PIECE).await?;
        let Some(last) = rows.last().map(|row| row.sequence) else {
            return if after < self.last { Err(self.verifier.found(Fault::Cut).into()) } else { Ok(false) };
        };
        let mut checkpoints = store.audit_checkpoints(after + 1, last).await?;
        for AuditRow { sequence, entry, hash, mac } in rows {
            let found = |fault| Finding { fault, sequence };
            if sequence != self.verifier.sequence() + 1 {
                return Err(found(Fault::Gap).into());
            }
            let entry = entry.map_err(|_| found(Fault::Unreadable))?;
            let hash = hash.ok_or_else(|| found(Fault::Changed))?;
            self.verifier.entry(&entry, &hash)?;
            if !keys.fits_entry(&hash, &mac) {
                return Err(found(Fault::NotAuthentic).into());
            }
            line(Line::Entry(entry, hash));
            if let Some(signed) = checkpoints.remove(&sequence) {
                let signed = signed.ok_or_else(|| found(Fault::Forged))?;
                self.verifier.signed(&signed)?;
                line(Line::Signed(signed));
            }
        }
        Ok(true)
    }
}
