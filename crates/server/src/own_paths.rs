//! Where the server answers beside the contract's endpoints: for those who run it, for a rehearsal, and before the paths
//! that it passes on.

use latchboard_contract::endpoint::Family;

/// Whether the server can do its work.
pub(crate) const READY: &str = "/readyz";
pub(crate) const METRICS: &str = "/metrics";
pub(crate) const OPENAPI: &str = "/openapi.json";
/// Where faults are planned.
pub(crate) const REHEARSAL: &str = "/api/latchboard/v1/rehearsal";
/// Before the paths of location history and geofencing.
pub(crate) const GATEWAY_LOCATION_HISTORY: &str = Family::LocationHistory.gateway();
/// Before the paths of the vault.
pub(crate) const GATEWAY_MYSAFE: &str = Family::Vault.gateway();
