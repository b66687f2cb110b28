//! What the handlers of all requests share.

use std::sync::Arc;

use latchboard_store::crypto::{MasterKey, SealError};
use latchboard_store::{Store, StoreError};

use crate::audit::{Refusals, UnverifiedCallers};
use crate::base_path::BasePath;
use crate::config::ReplyStyle;
use crate::dashboard::Dashboard;
use crate::gateway::Gateway;
use crate::idempotency::InFlight;
use crate::metrics::Metrics;
use crate::openapi::Surface;
use crate::origin::Origin;
use crate::password::Passwords;
use crate::readiness::Readiness;
use crate::rotation;

pub(crate) struct App {
    pub(crate) store: Store,
    /// Opens and seals API secrets.
    pub(crate) master_key: MasterKey,
    pub(crate) passwords: Passwords,
    /// The built files, if they are to be served.
    pub(crate) dashboard: Option<Dashboard>,
    /// The path under which browsers find all of it.
    pub(crate) base_path: BasePath,
    /// The pages of other origins that may call.
    pub(crate) allowed_origins: Vec<Origin>,
    /// The vendors' own services, if calls are to be passed on to them.
    pub(crate) gateway: Gateway,
    /// Whose calls a vendor has never taken.
    pub(crate) unverified_callers: UnverifiedCallers,
    /// Calls with an idempotency key.
    pub(crate) in_flight: InFlight,
    /// One index of values is made at a time.
    pub(crate) index_turn: tokio::sync::Mutex<()>,
    /// Refusals on their way into the audit log.
    pub(crate) refusals: Refusals,
    /// Whether all of that works.
    pub(crate) readiness: Readiness,
    pub(crate) metrics: Arc<Metrics>,
    /// Whether faults may be planned.
    pub(crate) rehearsal: bool,
    /// Which of the documented shapes answers have.
    pub(crate) style: ReplyStyle,
}

impl App {
    /// Does it once more where another master key has come into force meanwhile.
    pub(crate) async fn with_key_in_force<T, E: KeyTrouble, F: Future<Output = Result<T, E>>>(
        &self,
        run: impl Fn() -> F,
    ) -> Result<T, E> {
        let tried = run().await;
        if self.learns_from(&tried).await { run().await } else { tried }
    }

    /// Whether something is worth a second try: it failed as another master key has come into force,
    /// which is known from now on. Should it not be, the second try says so.
    pub(crate) async fn learns_from<T, E: KeyTrouble>(&self, tried: &Result<T, E>) -> bool {
        let failed = tried.as_ref().is_err_and(KeyTrouble::is_of_key);
        if failed {
            let _in_vain = rotation::learn(&self.store, &self.master_key).await;
        }
        failed
    }

    pub(crate) fn surface(&self) -> Surface {
        Surface {
            base_path: self.base_path.clone(),
            style: self.style,
            location_history: self.gateway.location_history.is_some(),
            mysafe: self.gateway.mysafe.is_some(),
            rehearsal: self.rehearsal,
        }
    }
}

/// Failures that may come from another master key that is in force by now.
pub(crate) trait KeyTrouble {
    /// Whether this is one.
    fn is_of_key(&self) -> bool;
}

impl KeyTrouble for StoreError {
    fn is_of_key(&self) -> bool {
        matches!(self, Self::KeyChanged | Self::Seal(SealError::OtherKey))
    }
}

impl KeyTrouble for SealError {
    fn is_of_key(&self) -> bool {
        matches!(self, Self::OtherKey)
    }
}
